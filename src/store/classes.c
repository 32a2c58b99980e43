/* classes.c - what belongs to the classes of a member of staff, as SQL. */
#include "store/scope.h"

#include "catalog/life.h"

enum { STEPS_MAX = 4 }; /* of references, until one leads to a learner or a class */

struct part {
	const struct catalog *catalog;
	const struct scope_classes *classes;
	struct sql_args *args; /* NULL: numbers are written out */
	bool led;              /* only the classes they lead */
};

static void put_number(struct buf *sql, const struct part *p, int64_t n)
{
	if (p->args != NULL)
		sql_arg(sql, p->args, val_int(n));
	else
		buf_fmt(sql, "%" PRId64, n);
}

static const struct field *field_of(const struct part *p, const char *type, const char *field)
{
	return field_find(catalog_type(p->catalog, type), field); /* rights.c has seen to it that it is there */
}

static void put_of_unit(struct buf *sql, const struct part *p, const char *alias)
{
	buf_fmt(sql, "%s.unit_id = ", alias);
	put_number(sql, p, p->classes->unit_id);
}

/* What is in use of the year. */
static void put_of_year(struct buf *sql, const struct part *p, const struct record_type *t, const char *alias)
{
	put_of_unit(sql, p, alias);
	buf_fmt(sql, " AND %s.school_year = ", alias);
	put_number(sql, p, p->classes->school_year);
	buf_put(sql, " AND ");
	record_present_sql(sql, p->catalog, t, arena_fmt(sql->arena, "%s.status", alias));
}

/* Who was named at the end of the year leads the class then, and the first no longer. */
static void put_classes(struct buf *sql, const struct part *p)
{
	const struct record_type *class = catalog_type(p->catalog, "class"), *subject = catalog_type(p->catalog, "class_subject");

	buf_fmt(sql, "(SELECT sk.id FROM %s sk WHERE ", class->table);
	put_of_year(sql, p, class, "sk");
	buf_fmt(sql, " AND (COALESCE(sk.%s, sk.%s) = ", field_of(p, "class", "homeroom_teacher_end")->column,
	        field_of(p, "class", "homeroom_teacher")->column);
	put_number(sql, p, p->classes->staff_id);
	if (!p->led) {
		buf_fmt(sql, " OR sk.id IN (SELECT ss.%s FROM %s ss WHERE ", field_of(p, "class_subject", "class")->column, subject->table);
		put_of_year(sql, p, subject, "ss");
		buf_fmt(sql, " AND ss.%s = ", field_of(p, "class_subject", "teacher")->column);
		put_number(sql, p, p->classes->staff_id);
		buf_char(sql, ')');
	}
	buf_put(sql, "))");
}

static void put_learners(struct buf *sql, const struct part *p)
{
	const struct record_type *enrolment = catalog_type(p->catalog, "enrolment");

	buf_fmt(sql, "(SELECT se.%s FROM %s se WHERE ", field_of(p, "enrolment", "learner")->column, enrolment->table);
	put_of_year(sql, p, enrolment, "se");
	buf_fmt(sql, " AND se.%s IN ", field_of(p, "enrolment", "class")->column);
	put_classes(sql, p);
	buf_char(sql, ')');
}

/* The reference by which a record of the type belongs to a learner, or else to a class; NULL: none. */
static const struct field *leads_to(const struct record_type *t, const char *to)
{
	for (size_t i = 0; i < t->n_fields; i++)
		if (t->field[i].to != NULL && t->field[i].required && streq(t->field[i].to->name, to))
			return &t->field[i];
	return NULL;
}

static const struct field *leads_on(const struct record_type *t)
{
	const struct field *f = leads_to(t, "learner");

	return f != NULL ? f : leads_to(t, "class");
}

static bool is_of(const struct record_type *t, const char *name)
{
	return streq(t->name, name);
}

static void put_record(struct buf *sql, const struct part *p, const struct record_type *t, const char *alias, int steps)
{
	const struct field *f = leads_on(t);
	const char *next = arena_fmt(sql->arena, "sr%d", steps);

	for (size_t i = 0; f == NULL && i < t->n_fields; i++)
		if (t->field[i].to != NULL && t->field[i].required && leads_on(t->field[i].to) != NULL)
			f = &t->field[i];
	if ((f == NULL && !is_of(t, "learner") && !is_of(t, "class")) || steps == STEPS_MAX) {
		buf_put(sql, "FALSE");
		return;
	}
	put_of_unit(sql, p, alias);
	buf_fmt(sql, " AND %s.%s IN ", alias, is_of(t, "learner") || is_of(t, "class") ? "id" : f->column);
	if (is_of(t, "learner") || (f != NULL && is_of(f->to, "learner"))) {
		put_learners(sql, p);
	} else if (is_of(t, "class") || is_of(f->to, "class")) {
		put_classes(sql, p);
	} else {
		buf_fmt(sql, "(SELECT %s.id FROM %s %s WHERE ", next, f->to->table, next);
		put_record(sql, p, f->to, next, steps + 1);
		buf_char(sql, ')');
	}
}

void scope_records_sql(struct buf *sql, struct sql_args *args, const struct catalog *k, const struct scope *s, const struct record_type *t, const char *alias,
                       enum scope_share share)
{
	if (s->classes == NULL)
		return;
	buf_put(sql, " AND ");
	put_record(sql, &(struct part){ k, s->classes, args, s->led || share == SCOPE_WHOLE || !role_sees_where_taught(s->classes->role, t) }, t, alias, 0);
}

bool scope_takes_new(const struct scope *s, const struct record_type *t)
{
	return s->classes == NULL || leads_to(t, "learner") != NULL;
}

/* ---- where they only teach: open fields and names ---- */

static bool hides(const struct expr_mask *m, const struct record_type *t, const struct field *f)
{
	(void)m;
	return f->sensitivity != CLASS_OPEN && f != t->name_field && f != t->given_name_field;
}

static const char *rows_sql(struct arena *a, const struct expr_mask *m, const struct record_type *t)
{
	const struct part p = { .catalog = m->catalog, .classes = m->arg, .led = true };
	struct buf b = buf_in(a);

	buf_fmt(&b, "(SELECT sm.unit_id, sm.id FROM %s sm WHERE ", t->table);
	put_record(&b, &p, t, "sm", 0);
	buf_char(&b, ')');
	return buf_text(&b);
}

const struct expr_mask *scope_mask(struct arena *a, const struct catalog *k, const struct scope *s)
{
	struct expr_mask *m;

	if (s->classes == NULL || s->led)
		return NULL;
	m = NEW(a, struct expr_mask);
	*m = (struct expr_mask){ hides, rows_sql, k, s->classes };
	return m;
}
