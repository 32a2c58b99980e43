/* move.c - a record's row goes to another unit. */
#include "store/move.h"

#include "base/json.h"
#include "db/db.h"
#include "store/change.h"
#include "store/file.h"
#include "store/hold.h"
#include "store/identifier.h"
#include "store/status.h"
#include "store/values.h"
#include "store/write.h"

struct move {
	const struct record *rec;
	const struct unit *to;
	const struct field *follow;
	int64_t follow_id, id, version; /* what it will be in the new unit */
	const char *code, *status;      /* status: of an earlier stay, NULL: not there before */
	bool known;                     /* of an earlier stay */
};

/* The row of an earlier stay, or a fresh number. */
static bool find_place(struct ctx *c, struct move *m)
{
	const struct record_type *t = m->rec->type;
	struct rows r;

	m->version = m->rec->version + 1;
	if (t->code_scheme == CODE_PERSON) {
		if (!db_query(c, &r, arena_fmt(c->arena, "SELECT id, version, status FROM %s WHERE unit_id = $1 AND code = $2", t->table),
		              ARGS(val_int(m->to->id), val_text(m->rec->code))))
			return false;
		m->code = m->rec->code;
		m->known = r.count == 1;
		m->id = m->known ? rows_int(&r, 0, 0) : 0;
		m->status = m->known ? rows_text(&r, 0, 2) : NULL;
		if (m->known && rows_int(&r, 0, 1) >= m->version)
			m->version = rows_int(&r, 0, 1) + 1;
	}
	if (m->known)
		return true;
	if (!unit_numbers(c, m->to->id, 1, &m->id))
		return false;
	if (t->code_scheme != CODE_PERSON)
		m->code = record_code_make(c->arena, t->code_letters, m->to->code, m->id);
	return true;
}

static bool check_unique(struct ctx *c, const struct move *m)
{
	const struct record_type *t = m->rec->type;

	for (size_t i = 0; i < t->n_fields; i++) {
		const struct field *f = &t->field[i];
		const struct val *v = &m->rec->value[i];
		struct row_lookup taken;
		if (!f->unique || v->kind != VAL_TEXT)
			continue;
		if (!values_find_taken(c, m->to, t, f, &v->s, 1, &taken))
			return false;
		if (row_found(&taken, v->s)->id != 0 && row_found(&taken, v->s)->id != m->id)
			return fail(c, ERR_CONFLICT, "person.twin", "Đơn vị %s đã có một hồ sơ khác cùng %s; hãy nhập hai hồ sơ làm một trước.", m->to->code, f->label);
	}
	return true;
}

/* What stands in a column of the new row; NULL: the same as in the old. */
static const char *new_value(const struct move *m, const char *column)
{
	static const struct {
		const char *column, *sql;
	} fixed[] = {
		{ "unit_id", "CAST($1 AS BIGINT)" }, { "id", "CAST($2 AS BIGINT)" }, { "code", "CAST($3 AS TEXT)" }, { "version", "CAST($4 AS BIGINT)" },
		{ "status", "CAST($5 AS TEXT)" }, { "changed_at", "CAST($6 AS BIGINT)" }, { "changed_by", "CAST($7 AS BIGINT)" }, { "client_id", "NULL" },
	};
	const struct record_type *t = m->rec->type;

	for (size_t i = 0; i < COUNT(fixed); i++)
		if (streq(fixed[i].column, column))
			return fixed[i].sql;
	for (size_t i = 0; i < t->n_fields; i++)
		if (t->field[i].to != NULL && streq(t->field[i].column, column))
			return &t->field[i] == m->follow ? "CAST($10 AS BIGINT)" : "CAST(NULL AS BIGINT)";
	return NULL;
}

/* Column by column: the same statement reads the old row and writes the new one. */
static void put_columns(struct buf *b, const struct sql_table *table, const struct move *m, bool values)
{
	for (size_t i = 0; i < table->n_columns; i++) {
		const char *name = table->column[i].name, *value = values ? new_value(m, name) : NULL;
		buf_fmt(b, "%s%s", i > 0 ? ", " : "", value != NULL ? value : name);
	}
}

static bool write_row(struct ctx *c, const struct move *m)
{
	const struct record_type *t = m->rec->type;
	const struct sql_table *table = catalog_table(c->catalog, t->table);
	struct buf sql = buf_in(c->arena);
	const struct val args[] = {
		val_int(m->to->id), val_int(m->id), val_text(m->code), val_int(m->version), val_text(t->initial_status), val_int(c->now_ms),
		val_int(actor_id(c)), val_int(m->rec->unit.id), val_int(m->rec->id), val_int(m->follow_id),
	};

	/* Made anew: a row cannot be changed into one that stands on another server. */
	if (m->known && !db_run(c, arena_fmt(c->arena, "DELETE FROM %s WHERE unit_id = $1 AND id = $2", t->table), args, 2))
		return false;
	buf_fmt(&sql, "INSERT INTO %s (", t->table);
	put_columns(&sql, table, m, false);
	buf_put(&sql, ") SELECT ");
	put_columns(&sql, table, m, true);
	buf_fmt(&sql, " FROM %s WHERE unit_id = $8 AND id = $9", t->table);
	return db_run(c, sql.data, args, m->follow == NULL ? COUNT(args) - 1 : COUNT(args));
}

static bool log_arrival(struct ctx *c, const struct move *m)
{
	const struct record_type *t = m->rec->type;
	struct val *value = NEW_N(c->arena, struct val, t->n_fields);

	for (size_t i = 0; i < t->n_fields; i++)
		value[i] = t->field[i].to == NULL ? m->rec->value[i] : val_null();
	const struct change g = {
		.type = t->name, .record_id = m->id, .version = m->version, .code = m->code, .event = m->known ? "RETURN" : "ARRIVE",
		.before = json_texts(c->arena, "unit", m->rec->unit.code, "code", m->rec->code, NULL), .after = row_json(c, t, value, NULL),
	};
	return change_log(c, m->to->id, &g);
}

bool record_move(struct ctx *c, const struct record *rec, const struct unit *to, const struct field *follow, int64_t follow_id,
                 const char *day, struct record *ret)
{
	struct move m = { .rec = rec, .to = to, .follow = follow, .follow_id = follow_id };
	struct holding both[] = { { rec->unit.id, HOLD_OPEN }, { to->id, HOLD_OPEN } };
	const struct status_of left = { rec->id, rec->version, rec->code, rec->status };

	assert(rec->type->moved_status != NULL && rec->unit.id != to->id);
	if (!units_hold(c, both, COUNT(both)) || !find_place(c, &m) || !check_unique(c, &m) || !write_row(c, &m) || !file_carry(c, rec, to) ||
	    !log_arrival(c, &m) ||
	    !status_changes_add(c, rec->type, to, &(struct status_of){ m.id, 0, m.code, m.status }, 1, rec->type->initial_status, day) ||
	    !record_set_status_all_since(c, rec->type, &rec->unit, &left, 1, rec->type->moved_status, day, to->code))
		return false;
	if (rec->type->code_scheme == CODE_PERSON &&
	    !identifier_point_all(c, &(struct code_holder){ rec->unit.id, rec->id, rec->type->name, rec->code },
	                          &(struct code_holder){ to->id, m.id, rec->type->name, rec->code }))
		return false;
	return record_load(c, rec->type, to, m.id, ret);
}

static bool log_repointed(struct ctx *c, const struct repoint *p, const struct rows *r)
{
	struct change *all = NEW_N(c->arena, struct change, r->count + 1);
	const char *before = json_texts(c->arena, p->f->name, p->from->code, NULL);
	const char *after = json_texts(c->arena, p->f->name, p->to->code, NULL);

	for (size_t i = 0; i < r->count; i++)
		all[i] = (struct change){ .type = p->type->name, .record_id = rows_int(r, i, 0), .version = rows_int(r, i, 2), .code = rows_text(r, i, 1),
		                          .event = "UPDATE", .before = before, .after = after };
	return r->count == 0 || change_log_all(c, p->from->unit.id, all, r->count);
}

bool record_repoint(struct ctx *c, const struct repoint *p, int64_t **ret_ids, size_t *ret_n)
{
	const char *column = p->f->column;
	const char *sql = arena_fmt(c->arena, "UPDATE %s SET %s = $3, version = version + 1, changed_at = $4, changed_by = $5"
	                            " WHERE unit_id = $1 AND %s = $2%s RETURNING id, code, version", p->type->table, column, column,
	                            p->only == 0 ? "" : " AND id = $6");
	const struct val args[] = {
		val_int(p->from->unit.id), val_int(p->from->id), val_int(p->to->id), val_int(c->now_ms), val_int(actor_id(c)), val_int(p->only),
	};
	struct rows r;

	assert(p->from->unit.id == p->to->unit.id);
	if (!db_query(c, &r, sql, args, p->only == 0 ? COUNT(args) - 1 : COUNT(args)))
		return false;
	*ret_ids = NEW_N(c->arena, int64_t, r.count + 1);
	*ret_n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*ret_ids)[i] = rows_int(&r, i, 0);
	return log_repointed(c, p, &r);
}
