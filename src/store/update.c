/* update.c - one change of one record. */
#include "store/update.h"

#include <stdatomic.h>

#include "base/json.h"
#include "base/time.h"
#include "catalog/entry.h"
#include "db/db.h"
#include "store/change.h"
#include "store/gone.h"
#include "store/hold.h"
#include "store/hook.h"
#include "store/shown.h"
#include "store/status.h"
#include "store/values.h"
#include "store/words.h"

enum { CROWDED_MS = 1000 };

struct update {
	const struct record *rec;
	struct val *value;  /* what it will be; references as codes */
	struct val *stored; /* the same as the table keeps it */
	bool *changed;
	size_t n_changed;
};

static void merge(struct ctx *c, struct update *up, const struct draft *d)
{
	const struct record_type *t = up->rec->type;

	up->value = NEW_N(c->arena, struct val, t->n_fields);
	up->changed = NEW_N(c->arena, bool, t->n_fields);
	for (size_t i = 0; i < t->n_fields; i++) {
		up->value[i] = d->given[i] ? d->value[i] : up->rec->value[i];
		up->changed[i] = d->given[i] && !val_equal(&d->value[i], &up->rec->value[i]);
		up->n_changed += up->changed[i];
	}
}

static bool look_up_reference(struct ctx *c, const struct update *up, const struct field *f, struct row_lookup *lookup)
{
	const struct record_type *t = up->rec->type;
	const struct wanted *also = t->entry == NULL ? NULL : &t->entry->through[f->index];

	if (!up->changed[f->index] && (also == NULL || also->n == 0 || !entry_looks_through(t, up->changed, f)))
		return true;
	return row_find_ids(c, &up->rec->unit, f->to, also, &up->value[f->index].s, 1, &lookup[f->index]);
}

/* Of a record that is not theirs to name, nothing that is found out further is told. */
static bool check_reached(struct ctx *c, const struct update *up, struct problems *p)
{
	const struct record_type *t = up->rec->type;
	struct row_lookup found;

	for (size_t i = 0; actor_scope(c)->classes != NULL && i < t->n_fields; i++) {
		const struct field *f = &t->field[i];
		if (f->to == NULL || !up->changed[i] || up->value[i].kind != VAL_TEXT)
			continue;
		if (!row_find_ids(c, &up->rec->unit, f->to, NULL, &up->value[i].s, 1, &found))
			return false;
		if (row_found(&found, up->value[i].s)->id == 0)
			values_not_there(c, f, up->value[i].s, p);
	}
	return true;
}

/* References and unique values, as far as they changed or a change is seen beside them. */
static bool look_up(struct ctx *c, struct update *up, struct row_lookup *lookup, bool strict, struct problems *p)
{
	const struct record_type *t = up->rec->type;
	struct row_lookup taken;

	for (size_t i = 0; i < t->n_fields; i++) {
		const struct field *f = &t->field[i];
		if (up->value[i].kind != VAL_TEXT)
			continue;
		if (f->to != NULL && !look_up_reference(c, up, f, lookup))
			return false;
		if (!up->changed[i])
			continue;
		if (f->to != NULL && strict && row_found(&lookup[i], up->value[i].s)->id != 0)
			row_check_reference(c, f, row_found(&lookup[i], up->value[i].s), up->rec->school_year, p);
		if (f->unique && !values_find_taken(c, &up->rec->unit, t, f, &up->value[i].s, 1, &taken))
			return false;
		if (f->unique && row_found(&taken, up->value[i].s)->id != 0)
			problem_add(c, p, f->name, "field.taken", "%s: đã có ở một hồ sơ khác của đơn vị này.", f->label);
	}
	struct val *only_changed = NEW_N(c->arena, struct val, t->n_fields);
	for (size_t i = 0; i < t->n_fields; i++)
		only_changed[i] = up->changed[i] ? up->value[i] : val_null();
	up->stored = values_stored(c, t, only_changed, lookup, p);
	return true;
}

static bool check_entry(struct ctx *c, const struct update *up, const struct row_lookup *lookup, struct problems *p)
{
	const struct record *rec = up->rec;
	struct entry_record e = { .value = up->value, .changed = up->changed, .school_year = rec->school_year };

	if (entry_looks_at_school(rec->type, up->changed) && !values_find_school(c, &rec->unit, rec->type, &e.school))
		return false;
	e.through = values_through(c, rec->type, up->value, lookup);
	entry_check_shown(c, entry_begin(c, rec->type), rec->type, &e, p);
	return true;
}

static bool is_named(const struct update *up)
{
	const struct record_type *t = up->rec->type;
	bool named = false;

	for (size_t i = 0; i < t->n_fields; i++)
		named = named || (up->changed[i] && (t->field[i].search || &t->field[i] == t->name_field));
	return named && t->name_field != NULL;
}

static struct row_write row_update(struct ctx *c, const struct update *up)
{
	const struct record *rec = up->rec;
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };

	buf_fmt(&sql, "UPDATE %s SET version = version + 1, changed_at = ", rec->type->table);
	sql_arg(&sql, &args, val_int(c->now_ms));
	buf_put(&sql, ", changed_by = ");
	sql_arg(&sql, &args, val_int(actor_id(c)));
	for (size_t i = 0; i < rec->type->n_fields; i++) {
		if (!up->changed[i])
			continue;
		buf_fmt(&sql, ", %s = ", rec->type->field[i].column);
		sql_arg(&sql, &args, up->stored[i]);
	}
	if (is_named(up)) {
		buf_put(&sql, ", search_key = ");
		sql_arg(&sql, &args, row_search_key(c, rec->type, up->value));
		buf_put(&sql, ", sort_key = ");
		sql_arg(&sql, &args, row_sort_key(c, rec->type, up->value));
	}
	buf_put(&sql, " WHERE unit_id = ");
	sql_arg(&sql, &args, val_int(rec->unit.id));
	buf_put(&sql, " AND id = ");
	sql_arg(&sql, &args, val_int(rec->id));
	buf_put(&sql, " AND version = ");
	sql_arg(&sql, &args, val_int(rec->version));
	return (struct row_write){ buf_text(&sql), args };
}

static bool note_words(struct ctx *c, const struct update *up)
{
	return !is_named(up) || words_note(c, up->rec->unit.id, (struct val[]){ row_search_key(c, up->rec->type, up->value) }, 1);
}

static bool write_change(struct ctx *c, const struct update *up, int64_t *ret_version)
{
	const struct record *rec = up->rec;

	*ret_version = rec->version + 1;
	const struct row_write row = row_update(c, up);
	const struct change g = {
		.type = rec->type->name, .record_id = rec->id, .version = *ret_version, .code = rec->code, .event = "UPDATE",
		.before = row_json(c, rec->type, rec->value, up->changed), .after = row_json(c, rec->type, up->value, up->changed),
	};
	return change_log_row(c, rec->unit.id, &g, &row) && note_words(c, up);
}

/* A hook may set computed fields: they count as changed where they differ. */
static bool run_hook(struct ctx *c, struct update *up, const struct draft *d, struct problems *p)
{
	const struct record *rec = up->rec;
	record_hook_fn *hook = record_hook_find(rec->type);
	struct record_write w = { .old = rec, .value = up->value, .status = rec->status, .school_year = rec->school_year, .correction = d->correction,
	                          .otherwise = d->otherwise, .as_it_was = d->as_it_was, .problems = p };

	if (hook == NULL)
		return true;
	if (!hook(c, rec->type, &rec->unit, &w, 1))
		return false;
	for (size_t i = 0; i < rec->type->n_fields; i++)
		up->changed[i] = !val_equal(&up->value[i], &rec->value[i]);
	return true;
}

static bool run_hook_after(struct ctx *c, const struct update *up, const struct draft *d, struct problems *p)
{
	const struct record *rec = up->rec;
	record_hook_fn *hook = record_hook_after(rec->type);
	struct record_write w = { .old = rec, .value = up->value, .status = rec->status, .school_year = rec->school_year, .correction = d->correction,
	                          .problems = p };

	return hook == NULL || hook(c, rec->type, &rec->unit, &w, 1);
}

static bool check_gone(struct ctx *c, const struct update *up, bool though_undone, struct problems *p)
{
	const struct record *rec = up->rec;

	if (!gone_check(c, &(struct gone_write){ rec->type, &rec->unit, rec, up->value, up->changed, rec->school_year }, p))
		return false;
	if (p->errors == 0 && !though_undone)
		gone_check_changeable(c, rec->type, rec->status, p);
	return true;
}

static bool apply(struct ctx *c, struct update *up, const struct draft *d, int64_t *ret_version, struct problems *p)
{
	const struct record *rec = up->rec;
	struct row_lookup *lookup = NEW_N(c->arena, struct row_lookup, rec->type->n_fields);

	*ret_version = rec->version;
	if (d->as_shown)
		given_check_shown(c, rec->type, d->given, p);
	merge(c, up, d);
	if (up->n_changed == 0 || p->errors > 0)
		return true;
	if (!check_reached(c, up, p))
		return false;
	if (p->errors > 0)
		return true;
	record_check_required(c, rec->type, up->value, p);
	record_check_dates(c, rec->type, up->value, up->changed, rec->school_year, p);
	if (!check_gone(c, up, d->as_it_was || d->revives, p) || !run_hook(c, up, d, p) || !look_up(c, up, lookup, !d->as_it_was, p) ||
	    (!d->as_it_was && !check_entry(c, up, lookup, p)))
		return false;
	return p->errors > 0 || (write_change(c, up, ret_version) && run_hook_after(c, up, d, p));
}

bool record_apply(struct ctx *c, const struct record *rec, const struct draft *d, int64_t *ret_version, struct problems *p)
{
	return apply(c, &(struct update){ .rec = rec }, d, ret_version, p);
}

/* The pupil may have gone to another class meanwhile. */
static bool stay_own(struct ctx *c, const struct record *rec)
{
	bool own;

	return record_is_own(c, rec->type, rec->unit.id, rec->id, &own) &&
	       (own || record_unknown(c, rec->type));
}

/* *ret: as it is then, but for what follows from the change. */
static bool change_held(struct ctx *c, const struct record *now, const struct draft *d, struct record *ret)
{
	struct problems p = d->problems;
	struct update up = { .rec = now };
	int64_t version;

	if (!stay_own(c, now) || !apply(c, &up, d, &version, &p))
		return false;
	*ret = *now;
	ret->warnings = p;
	ret->version = version;
	if (version != now->version) {
		ret->value = up.value;
		ret->changed_at = c->now_ms;
	}
	return p.errors == 0 || fail_problems(c, &p);
}

static bool change(struct ctx *c, const struct record *rec, int64_t version, const struct draft *d, struct record *ret)
{
	struct record *now = NEW(c->arena, struct record);

	if (d->problems.errors > 0)
		return fail_problems(c, &d->problems);
	return record_hold(c, rec, version, HOLD_OPEN, now) && change_held(c, now, d, ret);
}

static bool load_hooked(struct ctx *c, struct record *ret)
{
	const struct problems told = ret->warnings;
	if (record_hook_after(ret->type) != NULL && !record_load(c, ret->type, &ret->unit, ret->id, ret))
		return false;
	ret->warnings = told;
	return true;
}

static bool find_and_change(struct ctx *c, enum hold how, const struct record_type *t, const char *code, int64_t version, const struct draft *d, struct record *ret,
                            int64_t *ret_was)
{
	struct record *now = NEW(c->arena, struct record);

	if (!record_find_hold(c, t, code, how, now))
		return false;
	if (d->problems.errors > 0)
		return fail_problems(c, &d->problems);
	*ret_was = now->version;
	return record_check_version(c, now, version) && change_held(c, now, d, ret) && load_hooked(c, ret);
}

static bool change_once(struct ctx *c, enum hold how, const struct record_type *t, const char *code, int64_t version, const struct draft *d, struct record *ret,
                        int64_t *ret_was)
{
	return (how == HOLD_OPTIMISTIC ? db_begin_unheld(c) : db_begin(c)) && db_end(c, find_and_change(c, how, t, code, version, d, ret, ret_was));
}

/* Where somebody was faster just now others will be, and the server writes each such failure into its log: for a while all wait in turn. */
static bool change_on_postgres(struct ctx *c, const struct record_type *t, const char *code, int64_t version, const struct draft *d, struct record *ret, int64_t *ret_was)
{
	static atomic_int_least64_t crowded_until;

	if (atomic_load(&crowded_until) <= time_now_ms()) {
		if (change_once(c, HOLD_OPTIMISTIC, t, code, version, d, ret, ret_was) || c->err == ERR_BUSY || c->err == ERR_FULL)
			return c->err == ERR_NONE;
		if (c->err == ERR_INTERNAL)
			atomic_store(&crowded_until, time_now_ms() + CROWDED_MS);
		ctx_clear(c);
	}
	return change_once(c, HOLD_OPEN, t, code, version, d, ret, ret_was);
}

/* SQLite reads beside its one writer, so as little as can be is done within it; to PostgreSQL the way is long, and it is asked once. */
bool record_change_found(struct ctx *c, const struct record_type *t, const char *code, int64_t version, const struct draft *d, struct record *ret, int64_t *ret_was)
{
	struct record found;

	if (db_engine(c->db) == ENGINE_POSTGRES)
		return change_on_postgres(c, t, code, version, d, ret, ret_was);
	if (!record_find(c, t, actor_scope(c), code, &found))
		return false;
	*ret_was = found.version;
	return db_begin(c) && db_end(c, change(c, &found, version, d, ret) && load_hooked(c, ret));
}

bool record_change_in(struct ctx *c, const struct record *rec, int64_t version, const struct draft *d, int64_t *ret_version)
{
	struct record now = { 0 };

	if (!change(c, rec, version, d, &now))
		return false;
	*ret_version = now.version;
	return true;
}

bool record_change(struct ctx *c, const struct record *rec, int64_t version, const struct draft *d, int64_t *ret_version)
{
	return db_begin(c) && db_end(c, record_change_in(c, rec, version, d, ret_version));
}

/* What never was owns no value; whoever has it by now keeps it. */
static bool check_unique(struct ctx *c, const struct record *rec, const char *status, struct problems *p)
{
	const struct record_type *t = rec->type;

	for (size_t i = 0; record_never_was(t, rec->status) && !record_never_was(t, status) && i < t->n_fields; i++) {
		const struct field *f = &t->field[i];
		struct row_lookup taken;
		if (!f->unique || rec->value[i].kind != VAL_TEXT)
			continue;
		if (!values_find_taken(c, &rec->unit, t, f, &rec->value[i].s, 1, &taken))
			return false;
		if (row_found(&taken, rec->value[i].s)->id != 0)
			problem_add(c, p, f->name, "field.taken", "%s: nay đã có ở một hồ sơ khác của đơn vị này. Hãy dùng hồ sơ ấy, hoặc sửa giá trị này ở đó trước.", f->label);
	}
	return true;
}

/* A hook may refuse a status; what it computes is for changes of fields. */
static bool check_status(struct ctx *c, const struct record *rec, const char *status, struct problems *ret_told)
{
	record_hook_fn *hook = record_hook_find(rec->type);
	struct record_write w = { .old = rec, .value = rec->value, .status = status, .school_year = rec->school_year, .problems = ret_told };

	*ret_told = (struct problems){ 0 };
	if (!gone_check(c, &(struct gone_write){ .type = rec->type, .unit = &rec->unit, .rec = rec, .school_year = rec->school_year }, ret_told) ||
	    !check_unique(c, rec, status, ret_told) || (hook != NULL && !hook(c, rec->type, &rec->unit, &w, 1)))
		return false;
	return ret_told->errors == 0 || fail_problems(c, ret_told);
}

bool record_set_status_in(struct ctx *c, const struct record *rec, int64_t version, const char *status, const char *reason,
                          int64_t *ret_version)
{
	return record_set_status_since_in(c, rec, version, status, reason, time_today(c->arena, c->now_ms), ret_version);
}

static bool change_status(struct ctx *c, const struct record *rec, int64_t version, const char *status, const char *reason, const char *day,
                          struct problems *ret_told, int64_t *ret_version)
{
	const char *sql = arena_fmt(c->arena, "UPDATE %s SET status = $4, version = version + 1, changed_at = $5, changed_by = $6"
	                            " WHERE unit_id = $1 AND id = $2 AND version = $3 RETURNING version", rec->type->table);
	struct buf after = buf_in(c->arena);
	bool earlier = false;
	struct rows r;

	if (!record_check_version(c, rec, version))
		return false;
	if (list_find(rec->type->statuses, status, NULL) == NULL)
		return fail(c, ERR_INVALID, "status.unknown", "Danh mục %s không có mã trạng thái \"%.20s\".", rec->type->statuses->label, status);
	*ret_version = rec->version;
	if (!unit_hold(c, rec->unit.id, HOLD_OPEN, NULL) || !status_was_other(c, rec, day, &earlier))
		return false;
	if (streq(status, rec->status) && !earlier)
		return true;
	if (!check_status(c, rec, status, ret_told))
		return false;
	if (!db_query(c, &r, sql, ARGS(val_int(rec->unit.id), val_int(rec->id), val_int(rec->version), val_text(status),
	                               val_int(c->now_ms), val_int(actor_id(c)))))
		return false;
	if (r.count != 1)
		return record_stale(c, rec);
	*ret_version = rows_int(&r, 0, 0);
	json_open_object(&after, NULL);
	json_put_text(&after, "status", status);
	if (reason != NULL)
		json_put_text(&after, "reason", reason);
	if (day != NULL && strcmp(day, time_today(c->arena, c->now_ms)) < 0)
		json_put_text(&after, "date", day);
	json_close_object(&after);
	const struct change g = {
		.type = rec->type->name, .record_id = rec->id, .version = *ret_version, .code = rec->code, .event = "STATUS",
		.before = json_texts(c->arena, "status", rec->status, NULL), .after = after.data,
	};
	return change_log(c, rec->unit.id, &g) &&
	       status_changes_add(c, rec->type, &rec->unit, &(struct status_of){ rec->id, rec->version, rec->code, rec->status }, 1, status, day);
}

static bool may_set_by_hand(const struct record_type *t, const char *status)
{
	for (const char *const *p = t->status_by_hand; p != NULL && *p != NULL; p++)
		if (streq(*p, status))
			return true;
	return t->status_by_hand == NULL || list_find(t->statuses, status, NULL) == NULL; /* an unknown one is refused as such */
}

bool record_check_since(struct ctx *c, const char *day)
{
	struct date d;

	if (day == NULL || (date_parse(day, &d) && strcmp(day, time_today(c->arena, c->now_ms)) <= 0))
		return true;
	return fail(c, ERR_INVALID, "status.date", "Ngày có trạng thái mới phải là một ngày có thật dạng năm-tháng-ngày và chưa quá hôm nay; bỏ mục date nếu là hôm nay.");
}

bool record_set_status_since_in(struct ctx *c, const struct record *rec, int64_t version, const char *status, const char *reason,
                                const char *day, int64_t *ret_version)
{
	struct problems told;

	return change_status(c, rec, version, status, reason, day, &told, ret_version);
}

static bool set_status(struct ctx *c, const struct record *rec, int64_t version, const char *status, const char *reason, const char *day,
                       struct record *ret)
{
	struct problems told = { 0 };
	struct record now;

	if (!record_hold(c, rec, version, HOLD_OPEN, &now) || !change_status(c, &now, 0, status, reason, day, &told, &version) ||
	    !record_load(c, now.type, &now.unit, now.id, ret))
		return false;
	ret->warnings = told;
	return true;
}

bool record_set_status_since(struct ctx *c, const struct record *rec, int64_t version, const char *status, const char *reason,
                             const char *day, struct record *ret)
{
	const struct record was = *rec; /* ret may be the same */

	if (!may_set_by_hand(rec->type, status))
		return fail(c, ERR_INVALID, "status.derived", "Trạng thái này không ghi bằng tay: nó suy ra từ biến động (chuyển đi, thôi học, nhập hồ sơ…); hãy ghi sự kiện.");
	if (day != NULL && record_never_was(rec->type, status))
		return fail(c, ERR_INVALID, "status.date", "Trạng thái này nói rằng hồ sơ chưa từng có, nên không có ngày bắt đầu; hãy bỏ mục date.");
	return record_check_since(c, day) && db_begin(c) &&
	       db_end(c, set_status(c, &was, version, status, reason, day == NULL ? time_today(c->arena, c->now_ms) : day, ret));
}

bool record_set_status(struct ctx *c, const struct record *rec, int64_t version, const char *status, const char *reason,
                       int64_t *ret_version)
{
	struct record now;

	if (!record_set_status_since(c, rec, version, status, reason, NULL, &now))
		return false;
	*ret_version = now.version;
	return true;
}
