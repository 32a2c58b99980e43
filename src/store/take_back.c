/* take_back.c - a record is again as it was: from the log. */
#include "store/take_back.h"

#include "db/db.h"
#include "store/as_of.h"
#include "store/status.h"
#include "store/update.h"

static bool begins(const char *event)
{
	return streq(event, "NEW") || streq(event, "ARRIVE");
}

static void take(const struct record_type *t, int64_t id, int64_t version, const char *event, struct touched *all, size_t *n)
{
	size_t i = 0;

	while (i < *n && !(all[i].type == t && all[i].id == id))
		i++;
	if (i == *n)
		all[(*n)++] = (struct touched){ .type = t, .id = id, .before = begins(event) ? 0 : version };
	all[i].after = version;
}

/* The last version before the span; the entry in it may have raised it by more than one. */
static bool find_before(struct ctx *c, const struct span *s, struct touched *x)
{
	struct rows r;

	if (x->before == 0)
		return true;
	if (!db_rows(c, &r, SQL_CHANGE_VERSION_UNTIL, ARGS(val_int(s->unit_id), val_text(x->type->name), val_int(x->id), val_int(s->seq))))
		return false;
	x->before = rows_at(&r, 0, 0)->kind == VAL_NULL ? 1 : rows_int(&r, 0, 0);
	return true;
}

bool span_touched(struct ctx *c, const struct span *s, struct touched **ret, size_t *ret_n)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_CHANGE_SPAN, ARGS(val_int(s->unit_id), val_int(s->seq), val_int(s->seq_end))))
		return false;
	*ret = NEW_N(c->arena, struct touched, r.count + 1);
	*ret_n = 0;
	for (size_t i = 0; i < r.count; i++) {
		const struct record_type *t = catalog_type(c->catalog, rows_text(&r, i, 0));
		if (t != NULL)
			take(t, rows_int(&r, i, 1), rows_int(&r, i, 2), rows_text(&r, i, 3), *ret, ret_n);
	}
	for (size_t i = 0; i < *ret_n; i++)
		if (!find_before(c, s, &(*ret)[i]))
			return false;
	return true;
}

static bool load(struct ctx *c, const struct span *s, const struct touched *x, struct record *ret)
{
	struct unit u;

	return unit_get(c, s->unit_id, &u) && record_load(c, x->type, &u, x->id, ret);
}

/* What is put back, and what would be lost by it, is more than the caller may be shown. */
static bool whole_as_of(struct ctx *c, const struct record *rec, int64_t version, json_t **ret)
{
	const struct account *who = c->account;

	c->account = NULL;
	bool ok = record_as_of(c, rec, version, ret);
	c->account = who;
	return ok;
}

bool record_is_other(struct ctx *c, const struct record *rec, int64_t version, bool *ret)
{
	const char *name;
	json_t *then, *value;

	*ret = false;
	if (rec->version == version)
		return true;
	if (!whole_as_of(c, rec, version, &then))
		return false;
	*ret = !streq(rec->status, json_string_value(json_object_get(then, "status")));
	json_object_foreach(json_object_get(then, "now"), name, value)
		*ret = *ret || field_find(rec->type, name) != NULL;
	return true;
}

bool touched_is_other(struct ctx *c, const struct span *s, const struct touched *x, bool *ret)
{
	struct record rec;

	*ret = false;
	return load(c, s, x, &rec) && record_is_other(c, &rec, x->after, ret);
}

static bool set_status(struct ctx *c, const struct record *rec, const char *status, const char *reason, struct record *ret)
{
	const struct status_of of = { rec->id, rec->version, rec->code, rec->status };

	*ret = *rec;
	return streq(status, rec->status) || (record_set_status_all_since(c, rec->type, &rec->unit, &of, 1, status, NULL, reason) &&
	                                      record_load(c, rec->type, &rec->unit, rec->id, ret));
}

/* What was there counts as it was, whatever is asked of it today: only what differs is written. */
static bool set_fields(struct ctx *c, const struct record *rec, const json_t *then, struct record *ret)
{
	const char *name;
	struct problems p = { 0 };
	struct draft d;
	int64_t version;
	json_t *value;

	draft_init(c, rec->type, &d);
	d.correction = d.otherwise = d.as_it_was = true;
	json_object_foreach(json_object_get(then, "now"), name, value) {
		const struct field *f = field_find(rec->type, name);
		if (f == NULL)
			continue;
		d.given[f->index] = true;
		(void)!field_from_json(c, f, json_object_get(then, name), &d.value[f->index], &p);
	}
	return record_apply(c, rec, &d, &version, &p) && (p.errors == 0 || fail_problems(c, &p)) && record_load(c, rec->type, &rec->unit, rec->id, ret);
}

bool touched_take_back(struct ctx *c, const struct span *s, const struct touched *x, const char *reason)
{
	const struct record_type *t = x->type;
	struct record rec;
	json_t *then;

	if (!load(c, s, x, &rec))
		return false;
	if (x->before == 0)
		return set_status(c, &rec, t->undone_status != NULL ? t->undone_status : t->mistaken_status, reason, &rec);
	if (!whole_as_of(c, &rec, x->before, &then))
		return false;
	const char *status = json_string_value(json_object_get(then, "status"));
	/* Fields while the record is this unit's: before it goes, after it came back. */
	if (t->moved_status != NULL && streq(status, t->moved_status))
		return set_fields(c, &rec, then, &rec) && set_status(c, &rec, status, reason, &rec);
	return set_status(c, &rec, status, reason, &rec) && set_fields(c, &rec, then, &rec);
}

bool span_forget_days(struct ctx *c, const struct span *s)
{
	return db_exec(c, SQL_STATUS_CHANGE_FORGET, ARGS(val_int(s->unit_id), val_int(s->next_id), val_int(s->next_end)));
}

bool take_back_status(struct ctx *c, const struct unit *u, const struct record_type *t, const char *code, const char **ret)
{
	struct rows r;

	if (!db_query(c, &r, arena_fmt(c->arena, "SELECT status FROM %s WHERE unit_id = $1 AND code = $2", t->table), ARGS(val_int(u->id), val_text(code))))
		return false;
	*ret = r.count == 0 ? NULL : rows_text(&r, 0, 0);
	return true;
}

bool take_back_refuse(struct ctx *c, const struct field *f, const char *code)
{
	return fail(c, ERR_CONFLICT, "reference.gone", "%s %s đã ghi là nhập nhầm hoặc đã huỷ, nên không đưa ai trở lại đó được; hãy đưa %s ấy về trạng thái "
	            "đang dùng trước.",
	            f->to->label, code, f->to->label);
}
