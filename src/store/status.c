/* status.c - one status for many records at once. */
#include "store/status.h"

#include "base/json.h"
#include "base/time.h"
#include "catalog/expr.h"
#include "db/db.h"
#include "store/change.h"
#include "store/hold.h"

enum { CHUNK = 40, BEFORE = 4, FIELDS_MAX = 8 };

struct step {
	const struct record_type *type;
	const struct unit *unit;
	const char *status, *day, *reason;
	const struct status_field *field;
	size_t n_fields;
	const char *sql;
};

static const char *update_sql(struct ctx *c, const struct step *s)
{
	struct buf sql = buf_in(c->arena);

	buf_fmt(&sql, "UPDATE %s SET status = $1, version = version + 1, changed_at = $2, changed_by = $3", s->type->table);
	for (size_t i = 0; i < s->n_fields; i++)
		buf_fmt(&sql, ", %s = $%zu", s->field[i].field->column, BEFORE + 1 + i);
	buf_put(&sql, " WHERE unit_id = $4 AND id IN ");
	sql_chunk(&sql, BEFORE + s->n_fields + 1, CHUNK);
	buf_put(&sql, " RETURNING id, version");
	return sql.data;
}

static bool is_next_version(const struct status_of *of, size_t n, int64_t id, int64_t version)
{
	for (size_t i = 0; i < n; i++)
		if (of[i].id == id)
			return of[i].version + 1 == version;
	return false;
}

static bool update(struct ctx *c, const struct step *s, const struct status_of *of, size_t n)
{
	struct val args[BEFORE + FIELDS_MAX + CHUNK] = { val_text(s->status), val_int(c->now_ms), val_int(actor_id(c)), val_int(s->unit->id) };
	const size_t ids = BEFORE + s->n_fields;
	struct rows r;

	for (size_t i = 0; i < s->n_fields; i++)
		args[BEFORE + i] = s->field[i].value;
	for (size_t i = 0; i < n; i++)
		args[ids + i] = val_int(of[i].id);
	if (!db_query(c, &r, s->sql, args, ids + CHUNK))
		return false;
	bool fresh = r.count == n;
	for (size_t i = 0; i < r.count; i++)
		fresh = fresh && is_next_version(of, n, rows_int(&r, i, 0), rows_int(&r, i, 1));
	return fresh || fail(c, ERR_STALE, "record.stale", "Một trong các hồ sơ vừa được người khác sửa; hãy làm lại.");
}

static const char *before_json(struct ctx *c, const struct step *s, const char *status, const struct val *field)
{
	struct buf b = buf_in(c->arena);

	json_open_object(&b, NULL);
	json_put_text(&b, "status", status);
	for (size_t i = 0; i < s->n_fields; i++)
		field_put_json(&b, s->field[i].field->name, s->field[i].field, &field[i]);
	json_close_object(&b);
	return buf_text(&b);
}

/* {"status":"01","status_date":"2025-10-01"}: what each record was before. */
static bool fields_before(struct ctx *c, const struct step *s, const struct status_of *of, size_t n, const char **ret)
{
	struct val args[CHUNK + 1] = { val_int(s->unit->id) };
	struct buf sql = buf_in(c->arena);
	struct rows r;

	buf_put(&sql, "SELECT id");
	for (size_t i = 0; i < s->n_fields; i++)
		buf_fmt(&sql, ", %s", s->field[i].field->column);
	buf_fmt(&sql, " FROM %s WHERE unit_id = $1 AND id IN ", s->type->table);
	sql_chunk(&sql, 2, CHUNK);
	for (size_t i = 0; i < n; i++)
		args[i + 1] = val_int(of[i].id);
	if (!db_query(c, &r, sql.data, args, COUNT(args)))
		return false;
	for (size_t k = 0; k < r.count; k++)
		for (size_t i = 0; i < n; i++)
			if (of[i].id == rows_int(&r, k, 0))
				ret[i] = before_json(c, s, of[i].status, r.width > 1 ? rows_at(&r, k, 1) : NULL);
	return true;
}

static const char *after_json(struct ctx *c, const struct step *s)
{
	struct buf b = buf_in(c->arena);

	json_open_object(&b, NULL);
	json_put_text(&b, "status", s->status);
	if (s->reason != NULL)
		json_put_text(&b, "reason", s->reason);
	if (s->day != NULL && strcmp(s->day, time_today(c->arena, c->now_ms)) < 0)
		json_put_text(&b, "date", s->day);
	for (size_t i = 0; i < s->n_fields; i++) {
		field_put_json(&b, s->field[i].field->name, s->field[i].field, &s->field[i].value);
	}
	json_close_object(&b);
	return b.data;
}

static bool run(struct ctx *c, struct step *s, const struct status_of *of, size_t n)
{
	const char *after = after_json(c, s);
	struct change *log = NEW_N(c->arena, struct change, n + 1);
	const char **before = NEW_N(c->arena, const char *, n + 1);

	assert(s->n_fields <= FIELDS_MAX);
	s->sql = update_sql(c, s);
	if (n == 0)
		return true;
	if (!unit_hold(c, s->unit->id, HOLD_OPEN, NULL))
		return false;
	for (size_t i = 0; i < n; i += CHUNK) {
		const size_t some = n - i < CHUNK ? n - i : CHUNK;
		if ((s->n_fields > 0 && !fields_before(c, s, of + i, some, before + i)) || !update(c, s, of + i, some))
			return false;
	}
	for (size_t i = 0; i < n; i++)
		log[i] = (struct change){ .type = s->type->name, .record_id = of[i].id, .version = of[i].version + 1, .code = of[i].code, .event = "STATUS",
		                          .before = before[i] != NULL ? before[i] : json_texts(c->arena, "status", of[i].status, NULL), .after = after };
	return change_log_all(c, s->unit->id, log, n) && status_changes_add(c, s->type, s->unit, of, n, s->status, s->day);
}

bool record_set_status_all(struct ctx *c, const struct record_type *t, const struct unit *u, const struct status_of *of, size_t n,
                           const char *status, const char *reason)
{
	return record_set_status_all_since(c, t, u, of, n, status, time_today(c->arena, c->now_ms), reason);
}

bool record_set_status_all_since(struct ctx *c, const struct record_type *t, const struct unit *u, const struct status_of *of, size_t n,
                                 const char *status, const char *day, const char *reason)
{
	return run(c, &(struct step){ .type = t, .unit = u, .status = status, .day = day, .reason = reason }, of, n);
}

bool record_set_status_and(struct ctx *c, const struct record_type *t, const struct unit *u, const struct status_of *of, size_t n,
                           const char *status, const struct status_field *field, size_t n_fields)
{
	return run(c, &(struct step){ .type = t, .unit = u, .status = status, .field = field, .n_fields = n_fields }, of, n);
}
