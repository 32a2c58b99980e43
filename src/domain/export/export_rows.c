/* export_rows.c - the query behind a filled file, from what the template says of its records.
 *
 * In it t is the subject, y its record of the year, k the class, m1, m2 ... the further records. */
#include "domain/export/export_rows.h"

#include "base/text.h"
#include "base/time.h"
#include "catalog/life.h"

struct maker {
	struct ctx *c;
	const struct export_wish *wish;
	const struct sheet_template *sheet;
	const struct record_type *subject, *year; /* year NULL: none */
	const struct field *year_owner;
	bool placed;                  /* the record of the year is what makes the subject one of this unit */
	struct expr_refs then;        /* on: the last day of a year that is over, for a subject that no record of the year places */
	size_t status;                /* of it, among these */
	struct buf sql;
	struct sql_args args;
};

static void arg(struct maker *m, struct val v)
{
	sql_arg(&m->sql, &m->args, v);
}

/* ---- which records ---- */

static const struct field *field_to(const struct record_type *from, const struct record_type *to)
{
	for (size_t i = 0; from != NULL && to != NULL && i < from->n_fields; i++)
		if (from->field[i].to == to)
			return &from->field[i];
	return NULL;
}

/* The template's own, or else the one whose events place the subject in a unit: learners by their enrolment. */
static void find_year(struct maker *m)
{
	const struct catalog *k = m->c->catalog;

	if (m->sheet->n_records > 1 && m->sheet->record[1].role == RECORD_YEAR) {
		m->year = m->sheet->record[1].type;
		m->year_owner = m->sheet->record[1].owner;
	}
	for (size_t i = 0; m->year == NULL && i < k->n_lives; i++)
		if (k->life[i].type->year_bound && field_to(k->life[i].type, m->subject) != NULL) {
			m->year = k->life[i].type;
			m->year_owner = field_to(m->year, m->subject);
		}
	m->placed = m->year != NULL && catalog_life(k, m->year) != NULL;
}

/* A school year that is over is looked at as it ended. */
static bool find_then(struct maker *m)
{
	const char *last = arena_fmt(m->c->arena, "%d-07-31", m->wish->school_year + 1);
	const bool over = strcmp(last, time_today(m->c->arena, m->c->now_ms)) < 0;

	m->then = (struct expr_refs){ .catalog = m->c->catalog, .base = m->subject };
	if (over && !m->placed && !m->subject->year_bound && catalog_life(m->c->catalog, m->subject) != NULL)
		m->then.on = last;
	return expr_ref_add(m->c, &m->then, "status", &m->status);
}

static bool shows_status(const struct maker *m)
{
	for (size_t k = 0; k < m->sheet->n_columns; k++)
		if (m->sheet->column[k].use == USE_STATUS && m->sheet->column[k].type == m->year)
			return true;
	return false;
}

/* Where the status has a column those who left stand there too; elsewhere a file is about who is here. */
static void put_year_status(struct maker *m)
{
	if (!m->placed || !shows_status(m)) {
		record_present_sql(&m->sql, m->c->catalog, m->year, "z.status");
		return;
	}
	buf_put(&m->sql, "z.status <> ");
	arg(m, val_text(m->year->undone_status == NULL ? "" : m->year->undone_status));
}

/* Of several records in one year the one still going on counts, then the latest: as the import reads them. */
static void join_year(struct maker *m)
{
	const struct life *life = catalog_life(m->c->catalog, m->year);

	buf_fmt(&m->sql, "%s JOIN %s y ON y.unit_id = t.unit_id AND y.id = (SELECT z.id FROM %s z WHERE z.unit_id = t.unit_id AND z.%s = t.id"
	        " AND z.school_year = ", m->placed ? "" : " LEFT", m->year->table, m->year->table, m->year_owner->column);
	arg(m, val_int(m->wish->school_year));
	buf_put(&m->sql, " AND ");
	put_year_status(m);
	buf_put(&m->sql, " ORDER BY ");
	if (life != NULL) {
		buf_put(&m->sql, "CASE WHEN ");
		record_present_sql(&m->sql, m->c->catalog, m->year, "z.status");
		buf_put(&m->sql, " THEN 0 ELSE 1 END, ");
	}
	buf_put(&m->sql, "z.id DESC LIMIT 1)");
}

static const struct field *class_field(const struct maker *m, const char **ret_alias)
{
	const struct record_type *class = catalog_type(m->c->catalog, "class");
	const struct field *f = field_to(m->year, class);

	*ret_alias = f != NULL ? "y" : "t";
	return f != NULL ? f : field_to(m->subject, class);
}

const struct field *export_class_field(struct ctx *c, const struct sheet_template *t, const char **ret_alias)
{
	struct maker m = { .c = c, .sheet = t, .subject = t->record[0].type };

	find_year(&m);
	return class_field(&m, ret_alias);
}

static bool join_class(struct maker *m)
{
	const char *alias;
	const struct field *f = class_field(m, &alias);

	if (f != NULL)
		buf_fmt(&m->sql, " LEFT JOIN %s k ON k.unit_id = t.unit_id AND k.id = %s.%s", f->to->table, alias, f->column);
	return f != NULL;
}

/* The value of a key as the table keeps it. */
static struct val key_value(struct maker *m, const struct sheet_set *set)
{
	const char *text = set->value != NULL ? set->value : m->wish->ask[set->ask];
	struct problems ignored = { 0 };
	struct val v = val_null();

	return field_from_text(m->c, set->field, text, &v, &ignored) ? v : val_text(text);
}

/* Whose lists went along with them left their rows here, as they were. */
static void put_gone_along(struct maker *m, const struct record_type *t)
{
	if (m->placed && t->moved_status != NULL && m->subject->moved_status != NULL) {
		buf_put(&m->sql, " OR (z.status = ");
		arg(m, val_text(t->moved_status));
		buf_put(&m->sql, " AND t.status = ");
		arg(m, val_text(m->subject->moved_status));
		buf_char(&m->sql, ')');
	}
	buf_char(&m->sql, ')');
}

static void join_more(struct maker *m, size_t i)
{
	const struct sheet_record *rec = &m->sheet->record[i];
	const struct record_type *t = rec->type;

	buf_fmt(&m->sql, " LEFT JOIN %s m%zu ON m%zu.unit_id = t.unit_id AND m%zu.id = (SELECT max(z.id) FROM %s z WHERE z.unit_id = t.unit_id"
	        " AND z.%s = t.id AND (", t->table, i, i, i, t->table, rec->owner->column);
	record_present_sql(&m->sql, m->c->catalog, t, "z.status");
	put_gone_along(m, t);
	if (t->year_bound) {
		buf_put(&m->sql, " AND z.school_year = ");
		arg(m, val_int(m->wish->school_year));
	}
	for (size_t s = 0; s < rec->n_sets; s++)
		if (rec->set[s].key) {
			buf_fmt(&m->sql, " AND z.%s = ", rec->set[s].field->column);
			arg(m, key_value(m, &rec->set[s]));
		}
	buf_char(&m->sql, ')');
}

/* ---- what of them ---- */

static const char *alias_of(struct maker *m, size_t record)
{
	switch (m->sheet->record[record].role) {
	case RECORD_SUBJECT: return "t";
	case RECORD_YEAR:    return "y";
	case RECORD_MORE:    break;
	}
	return arena_fmt(m->c->arena, "m%zu", record);
}

const struct field *export_female_field(const struct record_type *t)
{
	for (size_t i = 0; i < t->n_fields; i++)
		if (t->field[i].list != NULL && streq(t->field[i].list->name, "sex") && list_find_name(t->field[i].list, "nu") != NULL)
			return &t->field[i];
	return NULL;
}

static void put_female(struct maker *m)
{
	const struct field *f = export_female_field(m->subject);

	if (f == NULL) {
		buf_put(&m->sql, "NULL");
		return;
	}
	buf_fmt(&m->sql, "CASE WHEN t.%s = ", f->column);
	arg(m, val_text(list_find_name(f->list, "nu")->code));
	buf_put(&m->sql, " THEN 1 ELSE 0 END");
}

static void put_column(struct maker *m, const struct sheet_column *col)
{
	const char *alias;

	switch (col->use) {
	case USE_FIELD:
		alias = alias_of(m, col->record);
		if (col->field->to == NULL)
			buf_fmt(&m->sql, "%s.%s", alias, col->field->column);
		else /* shown by its code */
			buf_fmt(&m->sql, "(SELECT r.code FROM %s r WHERE r.unit_id = t.unit_id AND r.id = %s.%s)", col->field->to->table, alias,
			        col->field->column);
		return;
	case USE_CODE:
	case USE_STATUS:
		buf_fmt(&m->sql, "%s.%s", alias_of(m, col->record), col->use == USE_CODE ? "code" : "status");
		return;
	case USE_CLASS:
	case USE_GRADE:
		if (class_field(m, &alias) == NULL)
			break;
		buf_fmt(&m->sql, "k.%s", col->use == USE_GRADE ? col->field->column : col->type->name_field->column);
		return;
	case USE_FEMALE:
		put_female(m);
		return;
	case USE_MANAGER:
		buf_put(&m->sql, "(SELECT p.code FROM unit_edge e JOIN unit p ON p.id = e.parent_id WHERE e.unit_id = t.unit_id AND e.valid_to IS NULL)");
		return;
	case USE_DISTRICT_OFFICE:
	case USE_LEVELS:
	case USE_MALE:
	case USE_ORDINAL:
	case USE_IGNORED:
		break;
	}
	buf_put(&m->sql, "NULL");
}

/* Where the row stands among the others (export_rows.h). */
static void put_standing(struct maker *m)
{
	const char *alias;

	buf_put(&m->sql, class_field(m, &alias) != NULL ? ", k.id" : ", NULL");
	buf_put(&m->sql, m->subject->name_field != NULL ? ", t.sort_key" : ", NULL");
}

/* ---- the whole ---- */

/* Institutions are units themselves: those below, in the caller's scope. */
static void put_from(struct maker *m)
{
	buf_fmt(&m->sql, " FROM %s t", m->subject->table);
	if (m->subject->is_unit)
		buf_put(&m->sql, " JOIN unit u ON u.id = t.unit_id");
	if (m->year != NULL)
		join_year(m);
	expr_joins_sql(&m->sql, &m->then);
}

/* The same person may stand here twice: as the record that was given up, and as one that left and is the one kept elsewhere. */
static void put_not_twice(struct maker *m)
{
	buf_put(&m->sql, " AND NOT (t.status = ");
	arg(m, val_text(m->subject->merged_status));
	buf_fmt(&m->sql, " AND EXISTS (SELECT 1 FROM identifier i JOIN %s n ON n.unit_id = i.unit_id AND n.id = i.record_id JOIN %s s ON"
	        " s.unit_id = t.unit_id AND s.code = n.code JOIN %s z ON z.unit_id = s.unit_id AND z.%s = s.id WHERE i.scheme = 'person' AND"
	        " i.value = t.code AND z.school_year = ", m->subject->table, m->subject->table, m->year->table, m->year_owner->column);
	arg(m, val_int(m->wish->school_year));
	buf_put(&m->sql, " AND ");
	put_year_status(m);
	buf_put(&m->sql, "))");
}

/* Who stood here in the year did so whatever became of them since; others are those who are here. */
static void put_subject_status(struct maker *m)
{
	const struct record_type *t = m->subject;

	if (!m->placed) {
		record_present_sql(&m->sql, m->c->catalog, t, m->then.ref[m->status].sql);
		return;
	}
	buf_put(&m->sql, "t.status NOT IN (");
	arg(m, val_text(t->undone_status == NULL ? "" : t->undone_status));
	buf_put(&m->sql, ", ");
	arg(m, val_text(t->mistaken_status == NULL ? "" : t->mistaken_status));
	buf_char(&m->sql, ')');
	if (t->merged_status != NULL && t->code_scheme == CODE_PERSON)
		put_not_twice(m);
}

static void put_where(struct maker *m)
{
	if (m->subject->is_unit) {
		buf_put(&m->sql, " WHERE ");
		scope_within_sql(&m->sql, &m->args, m->wish->unit.path, "u", SCOPE_FIND);
		buf_put(&m->sql, " AND ");
		scope_sql(&m->sql, &m->args, actor_scope(m->c), "u", SCOPE_TEST);
	} else {
		buf_put(&m->sql, " WHERE t.unit_id = ");
		arg(m, val_int(m->wish->unit.id));
	}
	buf_put(&m->sql, " AND ");
	put_subject_status(m);
	if (m->subject->year_bound) {
		buf_put(&m->sql, " AND t.school_year = ");
		arg(m, val_int(m->wish->school_year));
	}
	if (m->wish->class_code != NULL) {
		const char *alias;
		const struct field *f = class_field(m, &alias);
		buf_fmt(&m->sql, " AND %s.%s = ", alias, f->column);
		arg(m, val_int(m->wish->class_id));
	}
}

static void put_order(struct maker *m, bool has_class)
{
	const struct record_type *class = catalog_type(m->c->catalog, "class");
	const struct field *grade = has_class ? field_find(class, "grade") : NULL;

	buf_put(&m->sql, " ORDER BY ");
	if (grade != NULL)
		buf_fmt(&m->sql, "k.%s, ", grade->column);
	if (has_class && class->name_field != NULL)
		buf_put(&m->sql, "k.sort_key, ");
	if (m->subject->name_field != NULL)
		buf_put(&m->sql, "t.sort_key, ");
	buf_put(&m->sql, m->subject->is_unit ? "t.code" : "t.id");
}

static bool make(struct ctx *c, const struct export_wish *wish, struct maker *ret)
{
	*ret = (struct maker){ .c = c, .wish = wish, .sheet = wish->sheet, .subject = wish->sheet->record[0].type, .sql = buf_in(c->arena) };
	find_year(ret);
	return find_then(ret);
}

bool export_rows_query(struct ctx *c, const struct export_wish *wish, const bool *left_out, struct export_query *ret)
{
	struct maker m;

	if (!make(c, wish, &m))
		return false;
	for (size_t k = 0; k < wish->sheet->n_columns; k++) {
		buf_put(&m.sql, k == 0 ? "SELECT " : ", ");
		if (left_out[k])
			buf_put(&m.sql, "NULL");
		else
			put_column(&m, &wish->sheet->column[k]);
	}
	put_standing(&m);
	put_from(&m);
	bool has_class = join_class(&m);
	for (size_t i = 1; i < wish->sheet->n_records; i++)
		if (wish->sheet->record[i].role == RECORD_MORE)
			join_more(&m, i);
	put_where(&m);
	put_order(&m, has_class);
	*ret = (struct export_query){ buf_text(&m.sql), m.args };
	return true;
}

bool export_count_query(struct ctx *c, const struct export_wish *wish, struct export_query *ret)
{
	struct maker m;

	if (!make(c, wish, &m))
		return false;
	buf_put(&m.sql, "SELECT count(*)");
	put_from(&m);
	put_where(&m);
	*ret = (struct export_query){ buf_text(&m.sql), m.args };
	return true;
}
