/* import_batch.c - taking an import back, from what the change log says it did. */
#include "domain/import/import_batch.h"

#include "catalog/sheets.h"
#include "db/db.h"
#include "domain/import/import_undo_units.h"
#include "domain/unit/unit_admin.h"
#include "base/map.h"
#include "catalog/document.h"
#include "store/hold.h"
#include "store/status.h"
#include "store/take_back.h"
#include "store/write.h"

/* One entry of the log, of this batch. */
struct step {
	const struct record_type *type;
	int64_t id, version;
	const char *code, *event, *before;
};

/* A record the batch wrote. */
struct written {
	const struct record_type *type;
	int64_t id, version;      /* after the batch */
	const char *code, *status; /* status: now */
	bool made, came;          /* came: made, or brought back */
	size_t first;             /* its first step */
};

struct undoing {
	struct ctx *c;
	const struct unit *unit;
	struct step *step;
	struct written *written;
	size_t n_steps, n_written;
	struct map by_record;     /* "learner 12" to index + 1 */
};

static const char *record_key(struct arena *a, const char *type, int64_t id)
{
	return arena_fmt(a, "%s %" PRId64, type, id);
}

/* What had been undone before came back with it. */
static bool came(struct ctx *c, const struct step *s)
{
	const char *status = s->before == NULL || strstr(s->before, "\"status\"") == NULL ? NULL
	                     : json_string_value(json_object_get(document_read(c->arena, s->before), "status"));

	return streq(s->event, "NEW") || (status != NULL && s->type->undone_status != NULL && streq(status, s->type->undone_status));
}

static void note(struct undoing *u, size_t i)
{
	const struct step *s = &u->step[i];
	size_t *at = map_put(u->c->arena, &u->by_record, record_key(u->c->arena, s->type->name, s->id));

	if (*at == 0) {
		u->written[u->n_written] = (struct written){ .type = s->type, .id = s->id, .code = s->code, .made = streq(s->event, "NEW"), .first = i };
		*at = ++u->n_written;
	}
	u->written[*at - 1].version = s->version;
	u->written[*at - 1].came = u->written[*at - 1].came || came(u->c, s);
}

static void in_the_way(struct ctx *c, struct problems *p, const struct record_type *t, const char *code, const char *why)
{
	problem_put(c, p, (struct problem){ .field = code, .key = "import.changed", .message = arena_fmt(c->arena, "%s %s%s", t->label, code, why),
		.record = { { t->name, code } } });
}

static bool load_steps(struct undoing *u, const char *batch, int64_t after)
{
	struct ctx *c = u->c;
	struct rows r;

	if (!db_rows(c, &r, SQL_IMPORT_BATCH_CHANGES, ARGS(val_int(u->unit->id), val_int(after), val_text(arena_fmt(c->arena, "import:%s", batch)))))
		return false;
	u->step = NEW_N(c->arena, struct step, r.count + 1);
	u->written = NEW_N(c->arena, struct written, r.count + 1);
	for (size_t i = 0; i < r.count; i++) {
		const struct record_type *t = catalog_type(c->catalog, rows_text(&r, i, 1));
		const char *event = rows_text(&r, i, 5);
		if (t == NULL || streq(event, "BIND")) /* a code that was bound stays */
			continue;
		u->step[u->n_steps++] = (struct step){ t, rows_int(&r, i, 2), rows_int(&r, i, 4), rows_text(&r, i, 3), event, rows_text(&r, i, 6) };
		note(u, u->n_steps - 1);
	}
	return true;
}

/* ---- is anything in the way ---- */

/* What was done since and taken back entirely, a transfer say, left versions behind and nothing else. */
static bool check_version(struct undoing *u, struct written *w, int64_t now, struct problems *p)
{
	struct ctx *c = u->c;
	struct record rec;
	bool other;

	if (w->version == now)
		return true;
	if (!record_load(c, w->type, u->unit, w->id, &rec) || !record_is_other(c, &rec, w->version, &other))
		return false;
	w->version = now;
	if (other)
		in_the_way(c, p, w->type, w->code, " đã được sửa sau khi nạp tệp.");
	return true;
}

static bool check_versions(struct undoing *u, const struct record_type *t, struct problems *p)
{
	struct ctx *c = u->c;
	struct rows r;

	if (!db_query(c, &r, arena_fmt(c->arena, "SELECT id, version, status FROM %s WHERE unit_id = $1 ORDER BY id", t->table), ARGS(val_int(u->unit->id))))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		size_t at = map_get(&u->by_record, record_key(c->arena, t->name, rows_int(&r, i, 0)));
		struct written *w = at == 0 ? NULL : &u->written[at - 1];
		if (w == NULL)
			continue;
		w->status = rows_text(&r, i, 2);
		if (!check_version(u, w, rows_int(&r, i, 1), p))
			return false;
	}
	return true;
}

/* Records of others that stand on what the batch made; what was undone itself, or entered by mistake, does not count. */
static bool check_users(struct undoing *u, const struct record_type *t, const struct field *f, struct problems *p)
{
	struct ctx *c = u->c;
	const char *sql = arena_fmt(c->arena, "SELECT t.id, t.code, t.%s FROM %s t WHERE t.unit_id = $1 AND t.%s IS NOT NULL AND %s ORDER BY t.id", f->column,
	                            t->table, f->column, status_was_sql(c->arena, "t", t));
	struct rows r;

	if (!db_query(c, &r, sql, ARGS(val_int(u->unit->id))))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		size_t used = map_get(&u->by_record, record_key(c->arena, f->to_name, rows_int(&r, i, 2)));
		size_t own = map_get(&u->by_record, record_key(c->arena, t->name, rows_int(&r, i, 0)));
		if (used != 0 && u->written[used - 1].came && own == 0)
			in_the_way(c, p, t, rows_text(&r, i, 1), " đã dùng hồ sơ do lần nạp này lập ra hoặc đưa trở lại.");
	}
	return true;
}

static const struct written *written_of(struct undoing *u, const char *type, int64_t id)
{
	const size_t at = map_get(&u->by_record, record_key(u->c->arena, type, id));

	return at == 0 ? NULL : &u->written[at - 1];
}

/* Whoever was merged into somebody of the batch would go with them; whoever is being transferred would arrive as nobody. */
static bool check_people(struct undoing *u, struct problems *p)
{
	struct ctx *c = u->c;
	struct rows merged, open;

	if (!db_rows(c, &merged, SQL_SAME_PERSON_OF_UNIT, ARGS(val_int(u->unit->id))) ||
	    !db_rows(c, &open, SQL_TRANSFER_OPEN_OF_UNIT, ARGS(val_int(u->unit->id))))
		return false;
	for (size_t i = 0; i < merged.count; i++) {
		const struct written *w = written_of(u, rows_text(&merged, i, 0), rows_int(&merged, i, 1));
		if (w != NULL && w->made)
			in_the_way(c, p, w->type, w->code, ": đã có hồ sơ khác nhập vào; hãy tách hồ sơ ấy ra trước.");
	}
	for (size_t i = 0; i < u->n_written; i++)
		for (size_t k = 0; k < open.count && u->written[i].made; k++)
			if (streq(u->written[i].type->name, rows_text(&open, k, 0)) && streq(u->written[i].code, rows_text(&open, k, 1)))
				in_the_way(c, p, u->written[i].type, u->written[i].code, " đang có một lượt chuyển chưa xong; hãy rút hoặc giải quyết lượt ấy trước.");
	return true;
}

static bool makes(const struct undoing *u, const struct record_type *t)
{
	for (size_t i = 0; i < u->n_written; i++)
		if (u->written[i].type == t && u->written[i].made)
			return true;
	return false;
}

static bool brings(const struct undoing *u, const struct record_type *t)
{
	for (size_t i = 0; i < u->n_written; i++)
		if (u->written[i].type == t && u->written[i].came)
			return true;
	return false;
}

static bool check(struct undoing *u)
{
	const struct catalog *k = u->c->catalog;
	struct problems p = { 0 };

	for (size_t i = 0; i < k->n_types; i++) {
		const struct record_type *t = &k->type[i];
		if (!check_versions(u, t, &p))
			return false;
		for (size_t f = 0; f < t->n_fields; f++)
			if (t->field[f].to != NULL && brings(u, t->field[f].to) && !check_users(u, t, &t->field[f], &p))
				return false;
	}
	if (!check_people(u, &p))
		return false;
	if (p.errors == 0)
		return true;
	fail(u->c, ERR_CONFLICT, "import.changed", "%zu hồ sơ đã được sửa hoặc dùng sau lần nạp này, nên không huỷ được cả lần; hãy sửa từng hồ sơ.",
	     p.errors);
	u->c->problems = p;
	return false;
}

/* ---- back ---- */

static bool undo_made(struct undoing *u, const struct record_type *t, size_t *count)
{
	struct ctx *c = u->c;
	struct status_of *of = NEW_N(c->arena, struct status_of, u->n_written + 1);
	size_t n = 0;

	for (size_t i = 0; i < u->n_written; i++) {
		const struct written *w = &u->written[i];
		if (w->type == t && w->made)
			of[n++] = (struct status_of){ w->id, w->version, w->code, w->status };
	}
	*count += t->by_operation ? 0 : n; /* an event came of a change that is counted itself */
	return record_set_status_all(c, t, u->unit, of, n, t->undone_status, "Huỷ lần nạp tệp");
}

/* The former values, the oldest last. */
static bool restore(struct undoing *u, const struct step *s)
{
	struct ctx *c = u->c;
	json_t *before = document_read(c->arena, s->before);
	const char *status = json_string_value(json_object_get(before, "status"));
	struct record rec;
	struct outcome out;
	struct draft d;
	int64_t version;

	if (!record_load(c, s->type, u->unit, s->id, &rec))
		return false;
	if (status != NULL && !record_set_status_in(c, &rec, 0, status, "Huỷ lần nạp tệp", &version))
		return false;
	draft_from_json(c, s->type, before, "status,reason", &d);
	d.code = s->code;
	d.as_it_was = true;
	d.correction = true; /* an event that the batch made goes by itself */
	if (!record_write_batch_in(c, s->type, u->unit, &d, 1, &out))
		return false;
	return out.problems.errors == 0 || fail(c, ERR_CONFLICT, "import.restore", "Không trả lại được giá trị cũ của %s %s: %s", s->type->label, s->code,
	                                        out.problems.first->message);
}

/* Of those that were there before the batch, and were in use or were not. */
static bool restore_all(struct undoing *u, bool returned, struct import_undone *ret)
{
	for (size_t i = u->n_steps; i-- > 0;) {
		const struct written *w = written_of(u, u->step[i].type->name, u->step[i].id);
		if (w->made || w->came != returned)
			continue;
		ret->restored += w->first == i;
		if (!restore(u, &u->step[i]))
			return false;
	}
	return true;
}

/* What came back goes last: a class when nobody stands in it any more. */
static bool take_back(struct undoing *u, struct import_undone *ret)
{
	struct ctx *c = u->c;

	if (!restore_all(u, false, ret))
		return false;
	for (size_t i = 0; i < c->catalog->n_types; i++)
		if (makes(u, &c->catalog->type[i]) && !undo_made(u, &c->catalog->type[i], &ret->created))
			return false;
	return restore_all(u, true, ret);
}

/* Of institutions?  Then the tree is held before any unit. */
static bool find_kind(struct ctx *c, const struct unit *unit, const char *batch, bool *ret_units)
{
	const struct sheet_template *sheet;
	struct rows r;

	if (!db_rows(c, &r, SQL_IMPORT_BATCH_GET, ARGS(val_int(unit->id), val_text(batch))))
		return false;
	sheet = r.count == 0 ? NULL : catalog_sheet(c->catalog, rows_text(&r, 0, 0));
	*ret_units = sheet != NULL && sheet->record[0].type->is_unit;
	return !*ret_units || unit_tree_hold(c);
}

static bool undo(struct ctx *c, const struct unit *unit, const char *batch, struct import_undone *ret)
{
	struct undoing u = { .c = c, .unit = unit };
	bool units;
	struct rows r;

	if (!find_kind(c, unit, batch, &units) || !unit_hold(c, unit->id, HOLD_OPEN, NULL) || !db_rows(c, &r, SQL_IMPORT_BATCH_GET, ARGS(val_int(unit->id), val_text(batch))))
		return false;
	if (r.count == 0)
		return fail(c, ERR_NOT_FOUND, "import.batch", "Đơn vị này không có lần nạp %s, hoặc lần ấy không ghi gì.", batch);
	int64_t after = rows_int(&r, 0, 3);
	if (!db_rows(c, &r, SQL_IMPORT_BATCH_UNDONE, ARGS(val_int(unit->id), val_text(batch), val_int(c->now_ms), val_int(actor_id(c)))))
		return false;
	if (r.count == 0)
		return fail(c, ERR_CONFLICT, "import.undone", "Lần nạp %s đã được huỷ trước đó.", batch);
	return units ? import_undo_units(c, batch, ret) : load_steps(&u, batch, after) && check(&u) && take_back(&u, ret);
}

static bool undo_all(struct ctx *c, const struct unit *unit, const char *const *batch, size_t n, struct import_undone *ret)
{
	*ret = (struct import_undone){ 0 };
	while (n-- > 0)
		if (!undo(c, unit, batch[n], ret))
			return false;
	return true;
}

bool import_undo(struct ctx *c, const struct unit *unit, const char *const *batch, size_t n, import_settle_fn *settle, void *arg,
                 struct import_undone *ret)
{
	const char *source = c->source;

	c->source = arena_fmt(c->arena, "undo:%s", batch[0]);
	const bool ok = db_begin(c) && db_end(c, undo_all(c, unit, batch, n, ret) && (settle == NULL || settle(c, arg, ret)));
	c->source = source;
	return ok;
}
