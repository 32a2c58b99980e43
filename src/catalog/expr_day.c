/* expr_day.c - what held on a day: the value now, unless something that happened later tells what it was. */
#include "catalog/expr_node.h"
#include "catalog/life.h"

const char *expr_join_add(struct ctx *c, struct expr_refs *refs, const char *table, const struct record_type *type, const char *shape)
{
	struct buf on = buf_in(c->arena);

	for (size_t i = 0; i < refs->n_joins; i++)
		if (streq(refs->join[i].table, table) && streq(refs->join[i].shape, shape))
			return refs->join[i].alias;
	if (refs->n_joins == JOINS_MAX)
		return NULL;
	const char *alias = arena_fmt(c->arena, "j%zu", refs->n_joins + 1);
	for (const char *at = shape; *at != '\0'; at++)
		if (*at == '@')
			buf_put(&on, alias);
		else
			buf_char(&on, *at);
	refs->join[refs->n_joins++] = (struct expr_join){ alias, on.data, shape, table, type };
	return alias;
}

/* "'arrive', 'return'" of those the test holds for; "''" where there is none. */
static const char *quoted(struct ctx *c, const struct life *life, bool dated)
{
	struct buf b = buf_in(c->arena);

	buf_put(&b, "''");
	for (size_t i = 0; dated && i < life->n_dated; i++)
		buf_fmt(&b, ", '%s'", life->dated[i].event);
	for (size_t i = 0; !dated && i < life->n_events; i++)
		if (life->event[i].begins)
			buf_fmt(&b, ", '%s'", life->event[i].event);
	return b.data;
}

/* The conditions with the alias for @, each after " AND "; which ends with NULL. */
static const char *conditions(struct ctx *c, const char *const *which, const char *alias)
{
	struct buf b = buf_in(c->arena);

	for (; *which != NULL; which++) {
		buf_put(&b, " AND ");
		for (const char *at = *which; *at != '\0'; at++)
			if (*at == '@')
				buf_put(&b, alias);
			else
				buf_char(&b, *at);
	}
	return buf_text(&b);
}

/* The earliest after the day of what "which" picks, for the record under `seen`.  The planners know how to find that none is
 * earlier; a window over all that ever happened they would work out for the whole country. */
static const char *earliest(struct ctx *c, struct expr_refs *refs, const char *table, const char *record, const char *day,
                            const char *const *which, const char *seen)
{
	const char *after = arena_fmt(c->arena, "%s > '%s'", day, refs->on);
	struct buf on = buf_in(c->arena);

	buf_fmt(&on, "@.unit_id = %s.unit_id AND @.%s = %s.id AND @.%s%s", seen, record, seen, after, conditions(c, which, "@"));
	buf_fmt(&on, " AND NOT EXISTS (SELECT 1 FROM %s x WHERE x.unit_id = @.unit_id AND x.%s = @.%s AND x.%s%s", table, record, record, after,
	        conditions(c, which, "x"));
	buf_fmt(&on, " AND (x.%s < @.%s OR (x.%s = @.%s AND x.id < @.id)))", day, day, day, day);
	return expr_join_add(c, refs, table, NULL, on.data);
}

/* In the alias of an event the status before it: null where it began the record. */
static const char *before_event(struct ctx *c, const struct life *life, const char *e)
{
	return arena_fmt(c->arena, "CASE WHEN %s.status_before = '%s' AND %s.event IN (%s) THEN NULL ELSE %s.status_before END", e,
	                 life->type->initial_status, e, quoted(c, life, false), e);
}

static const char *event_after(struct ctx *c, struct expr_refs *refs, const struct life *life, const char *which, const char *seen)
{
	const char *const conditions[] = { arena_fmt(c->arena, "@.status = '%s'", life->event_type->initial_status), which, NULL };

	return earliest(c, refs, life->event_type->table, life->subject->column, "event_date", conditions, seen);
}

/* Of what began on a day: no event tells that it had begun by then. */
static const char *not_begun_before(struct ctx *c, const struct life *life)
{
	return arena_fmt(c->arena, "(@.status_before IS NOT NULL OR NOT EXISTS (SELECT 1 FROM %s b WHERE b.unit_id = @.unit_id AND b.%s = @.record_id AND"
	                 " b.status = '%s' AND b.event IN (%s) AND b.event_date <= @.day))", life->event_type->table, life->subject->column,
	                 life->event_type->initial_status, quoted(c, life, false));
}

const char *expr_status_on(struct ctx *c, struct expr_refs *refs, const struct record_type *type, const char *seen)
{
	const struct life *life = catalog_life(refs->catalog, type);
	const char *const own[] = { arena_fmt(c->arena, "@.type = '%s'", type->name), life == NULL ? NULL : not_begun_before(c, life), NULL };
	const char *sql = arena_fmt(c->arena, "%s.status", seen), *s, *e = NULL;

	if (refs->on == NULL)
		return sql;
	s = earliest(c, refs, "status_change", "record_id", "day", own, seen);
	if (life != NULL)
		e = event_after(c, refs, life, arena_fmt(c->arena, "@.event NOT IN (%s)", quoted(c, life, true)), seen);
	if (s == NULL || (life != NULL && e == NULL))
		return NULL;
	sql = arena_fmt(c->arena, "CASE WHEN %s.id IS NOT NULL THEN %s.status_before ELSE %s END", s, s, sql);
	if (e != NULL)
		sql = arena_fmt(c->arena, "CASE WHEN %s.id IS NOT NULL AND (%s.id IS NULL OR %s.event_date < %s.day OR (%s.event_date = %s.day AND"
		                " %s.id < %s.id)) THEN %s ELSE %s END", e, s, e, s, e, s, e, s, before_event(c, life, e), sql);
	/* What was taken back or entered by mistake was not so on any day. */
	if (type->undone_status != NULL || type->mistaken_status != NULL)
		sql = arena_fmt(c->arena, "CASE WHEN %s.status IN ('%s', '%s') THEN %s.status ELSE %s END", seen,
		                type->undone_status != NULL ? type->undone_status : "", type->mistaken_status != NULL ? type->mistaken_status : "", seen, sql);
	return sql;
}

/* What the last event of many until the day said, where a later one has said otherwise since. */
static const char *copied_on(struct ctx *c, struct expr_refs *refs, const struct life *life, const struct life_copy *k, const char *seen, const char *now)
{
	const char *not_dated = quoted(c, life, true), *e = event_after(c, refs, life, arena_fmt(c->arena, "@.event NOT IN (%s)", not_dated), seen);

	return e == NULL ? NULL : arena_fmt(c->arena, "CASE WHEN %s.id IS NOT NULL THEN (SELECT y.%s FROM %s y WHERE y.unit_id = %s.unit_id AND y.%s = %s.id AND"
	                                    " y.status = '%s' AND y.event NOT IN (%s) AND y.event_date <= '%s' ORDER BY y.event_date DESC, y.id DESC LIMIT 1) ELSE %s END",
	                                    e, k->from->column, life->event_type->table, seen, life->subject->column, seen, life->event_type->initial_status, not_dated,
	                                    refs->on, now);
}

static const char *field_on(struct ctx *c, struct expr_refs *refs, const struct record_type *type, const struct field *f, const char *seen)
{
	const struct life *life = refs->on == NULL ? NULL : catalog_life(refs->catalog, type);
	const struct life_dated *d = life == NULL ? NULL : life_dated_field(life, f);
	const char *now = arena_fmt(c->arena, "%s.%s", seen, f->column), *e;

	for (size_t i = 0; life != NULL && i < life->n_copies; i++)
		if (life->copy[i].to == f)
			return copied_on(c, refs, life, &life->copy[i], seen, now);
	if (d == NULL)
		return now;
	e = event_after(c, refs, life, arena_fmt(c->arena, "@.event = '%s'", d->event), seen);
	return e == NULL ? NULL : arena_fmt(c->arena, "CASE WHEN %s.id IS NOT NULL THEN %s.%s ELSE %s END", e, e, d->before->column, now);
}

const char *expr_masked(struct ctx *c, struct expr_refs *refs, const struct record_type *type, const struct field *f, const char *seen, const char *sql)
{
	const struct expr_mask *m = refs->mask;
	const char *alias;

	if (m == NULL || sql == NULL || !m->hides(m, type, f))
		return sql;
	alias = expr_join_add(c, refs, m->rows_sql(c->arena, m, type), NULL, arena_fmt(c->arena, "@.unit_id = %s.unit_id AND @.id = %s.id", seen, seen));
	return alias == NULL ? NULL : arena_fmt(c->arena, "CASE WHEN %s.id IS NOT NULL THEN %s END", alias, sql);
}

const char *expr_field_on(struct ctx *c, struct expr_refs *refs, const struct record_type *type, const struct field *f, const char *seen)
{
	return expr_masked(c, refs, type, f, seen, field_on(c, refs, type, f, seen));
}
