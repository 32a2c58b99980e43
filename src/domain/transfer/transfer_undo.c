/* transfer_undo.c - a transfer taken back, as though nobody had moved: what it wrote is found in the logs of both sides. */
#include "base/json.h"
#include "catalog/document.h"
#include "db/db.h"
#include "domain/transfer/transfer_parts.h"
#include "store/change.h"
#include "store/identifier.h"
#include "store/status.h"
#include "store/take_back.h"

/* What is kept when it is carried out: {"from": [seq, seq, number, number], "to": [...], "days": [[unit, number, status]]}.
 * days: of the person, after that of the transfer, which writes over them. */

static bool mark(struct ctx *c, const struct unit *u, bool end, struct span *s)
{
	s->unit_id = u->id;
	return unit_mark(c, u->id, end ? &s->next_end : &s->next_id, end ? &s->seq_end : &s->seq);
}

bool transfer_marks(struct ctx *c, const struct transfer *t, bool end, struct transfer_span *x)
{
	return mark(c, &t->from, end, &x->from) && mark(c, &t->to, end, &x->to);
}

static bool find_row(struct ctx *c, const struct unit *u, const struct record_type *t, const char *code, int64_t *ret_id)
{
	struct rows r;

	if (!db_query(c, &r, arena_fmt(c->arena, "SELECT id FROM %s WHERE unit_id = $1 AND code = $2", t->table), ARGS(val_int(u->id), val_text(code))))
		return false;
	*ret_id = r.count == 0 ? 0 : rows_int(&r, 0, 0);
	return true;
}

static bool days_of(struct ctx *c, const struct transfer *t, const struct unit *u, const char *day, json_t *days)
{
	const struct record_type *type = catalog_type(c->catalog, t->type);
	struct rows r;
	int64_t id;

	if (!find_row(c, u, type, t->person, &id) ||
	    !db_rows(c, &r, SQL_STATUS_CHANGE_AFTER, ARGS(val_int(u->id), val_text(type->name), val_int(id), val_text(day))))
		return false;
	for (size_t i = 0; i < r.count; i++)
		json_array_append_new(days, json_pack("[IIs?]", (json_int_t)u->id, (json_int_t)rows_int(&r, i, 0), rows_text(&r, i, 1)));
	return true;
}

bool transfer_days(struct ctx *c, const struct transfer *t, const char *day, struct transfer_span *x)
{
	x->days = document_kept(c->arena, json_array());
	return days_of(c, t, &t->from, day, x->days) && days_of(c, t, &t->to, day, x->days);
}

static void put_span(struct buf *b, const char *name, const struct span *s)
{
	json_open_list(b, name);
	json_put_int(b, NULL, s->seq);
	json_put_int(b, NULL, s->seq_end);
	json_put_int(b, NULL, s->next_id);
	json_put_int(b, NULL, s->next_end);
	json_close_list(b);
}

bool transfer_keep(struct ctx *c, const struct transfer *t, const struct transfer_span *x)
{
	struct buf b = buf_in(c->arena);

	json_open_object(&b, NULL);
	put_span(&b, "from", &x->from);
	put_span(&b, "to", &x->to);
	document_put(&b, "days", x->days);
	json_close_object(&b);
	return db_exec(c, SQL_TRANSFER_KEEP_UNDO, ARGS(val_int(t->from.id), val_int(t->id), val_text(buf_text(&b))));
}

static struct span span_of(const json_t *o, const char *side, const struct unit *u)
{
	const json_t *a = json_object_get(o, side);

	return (struct span){ u->id, json_integer_value(json_array_get(a, 0)), json_integer_value(json_array_get(a, 1)),
		              json_integer_value(json_array_get(a, 2)), json_integer_value(json_array_get(a, 3)) };
}

static bool read_span(struct ctx *c, const struct transfer *t, const char *text, struct transfer_span *ret)
{
	json_t *o = document_read(c->arena, text);

	if (o == NULL)
		return fail(c, ERR_CONFLICT, "transfer.kept", "Lượt chuyển này làm bằng một bản phần mềm cũ nên không huỷ được; hãy làm thủ tục chuyển về.");
	*ret = (struct transfer_span){ .from = span_of(o, "from", &t->from), .to = span_of(o, "to", &t->to), .days = json_object_get(o, "days") };
	return true;
}

/* ---- what was built on it ---- */

/* touched: at the new school; left: at the old one. */
struct use {
	const struct transfer *t;
	const struct span *from, *to;
	struct touched *touched, *left;
	size_t n, n_left;
	struct problems problems;
};

static bool is_touched(const struct use *x, const struct record_type *t, int64_t id)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->touched[i].type == t && x->touched[i].id == id)
			return true;
	return false;
}

static void tell(struct ctx *c, struct use *x, const struct unit *at, const struct record_type *t, const char *code, const char *what)
{
	for (const struct problem *p = x->problems.first; p != NULL; p = p->next)
		if (streq(p->field, code))
			return;
	problem_say(c, &x->problems, (struct problem){ .field = code, .key = "transfer.used", .record = { { t->name, code }, { "school", at->code } } },
	            "%s %s ở %s %s", t->label, code, at->name, what);
}

/* Taken back, what somebody put right since would be lost. */
static bool find_changed(struct ctx *c, struct use *x, const struct unit *at, const struct span *s, const struct touched *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct touched *it = &all[i];
		struct record rec;
		bool other;
		if (!touched_is_other(c, s, it, &other) || (other && !record_load(c, it->type, at, it->id, &rec)))
			return false;
		if (other)
			tell(c, x, at, it->type, rec.code, "đã được sửa sau khi chuyển; hãy sửa lại như cũ rồi huỷ lại.");
	}
	return true;
}

/* Records that refer to one of the transfer's and were written since; what was undone or entered by mistake does not count. */
static bool find_users(struct ctx *c, struct use *x, const struct touched *it, const struct record_type *t, const struct field *f)
{
	const char *sql = arena_fmt(c->arena, "SELECT t.id, t.code FROM %s t WHERE t.unit_id = $1 AND t.%s = $2 AND %s AND EXISTS "
	                            "(SELECT 1 FROM change g WHERE g.unit_id = t.unit_id AND g.type = $3 AND g.record_id = t.id AND g.seq > $4) "
	                            "ORDER BY t.id LIMIT 100", t->table, f->column, status_was_sql(c->arena, "t", t));
	struct rows r;

	if (!db_query(c, &r, sql, ARGS(val_int(x->to->unit_id), val_int(it->id), val_text(t->name), val_int(x->to->seq_end))))
		return false;
	for (size_t i = 0; i < r.count; i++)
		if (!is_touched(x, t, rows_int(&r, i, 0)))
			tell(c, x, &x->t->to, t, rows_text(&r, i, 1), "đã dùng hồ sơ của lượt chuyển này; hãy huỷ hoặc ngừng hồ sơ ấy rồi huỷ lại.");
	return true;
}

static bool find_used(struct ctx *c, struct use *x)
{
	for (size_t n = 0; n < x->n; n++)
		for (size_t i = 0; i < c->catalog->n_types; i++)
			for (size_t k = 0; k < c->catalog->type[i].n_fields; k++) {
				const struct field *f = &c->catalog->type[i].field[k];
				if (f->to == x->touched[n].type && !find_users(c, x, &x->touched[n], &c->catalog->type[i], f))
					return false;
			}
	return true;
}

/* Another transfer on the way from there, another record of the person found to be the same. */
static bool find_further(struct ctx *c, struct use *x, const struct record *person)
{
	struct rows open, merged;

	if (!db_rows(c, &open, SQL_TRANSFER_OPEN_OF_PERSON, ARGS(val_int(person->unit.id), val_text(person->code))) ||
	    !db_rows(c, &merged, SQL_TRANSFER_MERGED_SINCE, ARGS(val_int(person->unit.id), val_text(person->type->name), val_int(person->id),
	                                                         val_int(x->t->decided_at))))
		return false;
	if (open.count > 0)
		problem_say(c, &x->problems, (struct problem){ .field = rows_text(&open, 0, 0), .key = "transfer.used", .record = { { person->type->name, person->code } } },
		            "%s %s đang có một lượt chuyển khác chưa xong; hãy rút lượt ấy trước.", person->type->label, person->code);
	if (rows_int(&merged, 0, 0) > 0)
		tell(c, x, &x->t->to, person->type, person->code, "đã có một hồ sơ khác nhập vào; hãy tách hồ sơ ấy ra trước.");
	return true;
}

static bool check_used(struct ctx *c, struct use *x, const struct record *person)
{
	if (!find_changed(c, x, &x->t->to, x->to, x->touched, x->n) ||
	    !find_changed(c, x, &x->t->from, x->from, x->left, x->n_left) || !find_used(c, x) || !find_further(c, x, person))
		return false;
	if (x->problems.errors == 0)
		return true;
	fail(c, ERR_CONFLICT, "transfer.used", "Từ khi chuyển đã có thêm %zu việc về người này, nên chưa huỷ được lượt chuyển; hãy xử lý từng việc, hoặc làm "
	     "thủ tục chuyển về.", x->problems.errors);
	c->problems = x->problems;
	return false;
}

/* ---- taking it back ---- */

static bool take_back(struct ctx *c, const struct span *s, const struct touched *touched, size_t n, const char *reason)
{
	for (size_t i = n; i-- > 0;)
		if (!touched_take_back(c, s, &touched[i], reason))
			return false;
	return span_forget_days(c, s);
}

static bool restore_days(struct ctx *c, const json_t *days)
{
	size_t i;
	json_t *day;

	json_array_foreach((json_t *)days, i, day)
		if (!db_exec(c, SQL_STATUS_CHANGE_RESTORE, ARGS(val_int(json_integer_value(json_array_get(day, 0))), val_int(json_integer_value(json_array_get(day, 1))),
		                                                val_text(json_string_value(json_array_get(day, 2))))))
			return false;
	return true;
}

static bool log_undo(struct ctx *c, const struct transfer *t, const char *reason)
{
	const struct change g = { .type = "transfer", .record_id = t->id, .version = 2, .code = t->code, .event = "UNDO",
	                          .after = json_texts(c->arena, "reason", reason, NULL) };

	return change_log(c, t->from.id, &g) && change_log(c, t->to.id, &g);
}

static bool move_back(struct ctx *c, const struct transfer *t, const struct transfer_span *x, const struct record *person, const char *reason)
{
	struct use use = { .t = t, .from = &x->from, .to = &x->to };
	int64_t home;

	if (!span_touched(c, use.from, &use.left, &use.n_left) || !span_touched(c, use.to, &use.touched, &use.n) || !find_row(c, &t->from, person->type, person->code, &home))
		return false;
	return check_used(c, &use, person) && take_back(c, use.to, use.touched, use.n, reason) && take_back(c, use.from, use.left, use.n_left, reason) &&
	       restore_days(c, x->days) &&
	       identifier_point_all(c, &(struct code_holder){ t->to.id, person->id, person->type->name, person->code },
	                            &(struct code_holder){ t->from.id, home, person->type->name, person->code });
}

static bool undo(struct ctx *c, const struct transfer *t, const char *reason)
{
	struct transfer_span x;
	struct record person;
	struct rows r;

	if (!transfer_hold(c, &t->to, &t->from, HOLD_OPEN) ||
	    !db_rows(c, &r, SQL_TRANSFER_UNDONE, ARGS(val_int(t->from.id), val_int(t->id), val_text(reason))))
		return false;
	if (r.count == 0)
		return fail(c, ERR_CONFLICT, "transfer.state", "Chỉ lượt chuyển đã xong mới huỷ được; hãy tải lại.");
	if (!read_span(c, t, rows_text(&r, 0, 0), &x) ||
	    !record_find(c, catalog_type(c->catalog, t->type), &scope_everywhere, t->person, &person))
		return false;
	if (person.unit.id != t->to.id)
		return fail(c, ERR_INVALID, "person.moved", "Người này không còn ở trường đã tiếp nhận.");
	return move_back(c, t, &x, &person, reason) && log_undo(c, t, reason);
}

static bool undo_kept(struct ctx *c, const struct transfer *t, const char *reason)
{
	chain_keep(c);
	return chain_settle(c, undo(c, t, reason));
}

bool transfer_undo(struct ctx *c, const struct transfer *t, const char *reason, struct transfer *ret)
{
	const char *code = t->code;

	if (!transfer_covers_to(c, t))
		return fail(c, ERR_FORBIDDEN, "transfer.side", "Chỉ trường đang có người này, hoặc đơn vị quản lý trường ấy, huỷ được lượt chuyển.");
	const enum fence was = fence_open(c);
	return fence_close(c, was, db_begin(c) && db_end(c, undo_kept(c, t, reason))) && transfer_load(c, code, ret);
}
