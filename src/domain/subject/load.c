/* load.c - the subjects of a unit, and what belongs to them this year. */
#include "base/text.h"
#include "catalog/life.h"
#include "db/db.h"
#include "domain/subject/subject.h"
#include "store/record.h"

/* ---- columns ---- */

enum { OWN_FIXED = 6, HELD_FIXED = 5 };

static const char *column_or_null(struct arena *a, const struct field *f)
{
	return f == NULL ? "NULL" : arena_fmt(a, "t.%s", f->column);
}

void subjects_init(struct ctx *c, struct subjects *s, const struct sheet_template *sheet, size_t personal_id, const struct unit *u, int school_year)
{
	*s = (struct subjects){ .c = c, .sheet = sheet, .unit = *u, .school_year = school_year, .type = sheet->record[0].type, .personal_id = personal_id };
	if (sheet->n_records > 1 && sheet->record[1].role == RECORD_YEAR)
		s->year_type = sheet->record[1].type;
	s->place = NEW_N(c->arena, size_t, sheet->n_columns);
	s->n_kept = NEW_N(c->arena, size_t, sheet->n_records);
	for (size_t k = 0; k < sheet->n_columns; k++) {
		const struct sheet_column *col = &sheet->column[k];
		s->place[k] = col->use == USE_FIELD && sheet_slot(sheet, k) == k ? s->n_kept[col->record]++ : NOWHERE;
	}
}

static bool is_kept(const struct subjects *s, size_t slot, size_t record)
{
	return s->place[slot] != NOWHERE && s->sheet->column[slot].record == record;
}

const struct val *subject_value(const struct subjects *s, const struct held *h, size_t slot)
{
	return &h->value[s->place[slot]];
}

static void put_columns(struct subjects *s, struct buf *sql, size_t record)
{
	for (size_t k = 0; k < s->sheet->n_columns; k++)
		if (is_kept(s, k, record))
			buf_fmt(sql, ", t.%s", s->sheet->column[k].field->column);
}

static struct val keep_value(struct subjects *s, const struct field *f, const struct val *cell)
{
	struct val v = *cell;

	if (v.kind == VAL_TEXT)
		v.s = arena_strndup(s->c->arena, v.s, v.len);
	else if (v.kind == VAL_INT && f != NULL && f->type->column == COLUMN_BOOLEAN)
		v = val_bool(v.i != 0); /* SQLite keeps them as numbers */
	return v;
}

static struct val *keep_values(struct subjects *s, size_t record, const struct val *cell)
{
	struct val *value = NEW_N(s->c->arena, struct val, s->n_kept[record]);

	for (size_t k = 0; k < s->sheet->n_columns; k++)
		if (is_kept(s, k, record))
			value[s->place[k]] = keep_value(s, s->sheet->column[k].field, &cell[s->place[k]]);
	return value;
}

static const char *text_at(struct subjects *s, const struct val *v)
{
	return v->kind == VAL_TEXT ? arena_strndup(s->c->arena, v->s, v->len) : NULL;
}

/* ---- subjects ---- */

const char *subject_match_text(struct arena *a, const struct sheet_template *s, const struct val *value)
{
	struct buf b = buf_in(a);

	for (size_t i = 0; s->match[i] != NULL; i++) {
		const struct field *f = s->match[i];
		const struct val *v = &value[i];
		if (v->kind == VAL_NULL && s->record[0].type->code_scheme == CODE_PERSON)
			return NULL; /* of other records, what is empty tells too */
		if (v->kind == VAL_TEXT)
			buf_put(&b, f->list == NULL ? text_fold(a, v->s) : v->s);
		else if (v->kind != VAL_NULL)
			buf_fmt(&b, "%" PRId64, v->i);
		buf_char(&b, '|');
	}
	return s->match[0] == NULL ? NULL : buf_text(&b);
}

/* Whoever went away or became somebody else is not meant by a name, but in a year they were here. */
static bool may_be_meant(const struct subjects *s, const struct subject *who)
{
	const struct record_type *t = s->type;
	const char *status = who->own.status;

	if (subject_was_here(s, who))
		return true;
	if (t->moved_status != NULL && streq(status, t->moved_status))
		return false;
	if (t->merged_status != NULL && streq(status, t->merged_status))
		return false;
	return streq(status, t->initial_status) || catalog_life(s->c->catalog, t) != NULL || subject_is_undone(t, &who->own);
}

static void index_subject(struct subjects *s, struct subject *who)
{
	struct arena *a = s->c->arena;
	size_t one = (size_t)(who - s->item) + 1;

	*map_put(a, &s->by_code, who->own.code) = one;
	*map_put(a, &s->by_id, arena_fmt(a, "%" PRId64, who->own.id)) = one;
	if (who->personal_id == NULL)
		return;
	size_t *owner = map_put(a, &s->by_number, who->personal_id);
	if (*owner == 0 || !record_never_was(s->type, who->own.status)) /* what never was gives way */
		*owner = one;
}

/* When it is known what they were in the year. */
static void index_matches(struct subjects *s)
{
	s->by_match = (struct map){ 0 };
	for (size_t i = 0; i < s->n; i++) {
		struct subject *who = &s->item[i];
		if (who->match == NULL || !may_be_meant(s, who))
			continue;
		size_t *at = map_put(s->c->arena, &s->by_match, who->match);
		who->next = *at;
		*at = i + 1;
	}
}

static bool take_subject(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	struct subjects *s = arg;
	struct subject *who;

	(void)n;
	s->item = arena_grow(c->arena, s->item, s->n, &s->room, sizeof *who);
	who = &s->item[s->n++];
	*who = (struct subject){
		.own = { .id = cell[0].i, .code = text_at(s, &cell[1]), .status = text_at(s, &cell[2]), .value = keep_values(s, 0, cell + OWN_FIXED) },
		.name = text_at(s, &cell[3]), .birth = text_at(s, &cell[4]), .manager = text_at(s, &cell[5]), .held = NEW_N(c->arena, struct held *, s->sheet->n_records),
	};
	if (s->type->name_field != NULL) {
		who->name = who->name == NULL ? "" : who->name;
		who->folded = text_fold(c->arena, who->name);
	}
	if (s->personal_id != NOWHERE && subject_value(s, &who->own, s->personal_id)->kind == VAL_TEXT)
		who->personal_id = subject_value(s, &who->own, s->personal_id)->s;
	who->match = subject_match_text(c->arena, s->sheet, cell + OWN_FIXED + s->n_kept[0]);
	index_subject(s, who);
	return true;
}

/* Institutions are units themselves: those below, in the caller's scope. */
static void put_units(struct subjects *s, struct buf *sql, struct sql_args *args)
{
	buf_fmt(sql, " FROM %s t JOIN unit u ON u.id = t.unit_id WHERE ", s->type->table);
	scope_within_sql(sql, args, s->unit.path, "u", SCOPE_FIND);
	buf_put(sql, " AND ");
	scope_sql(sql, args, actor_scope(s->c), "u", SCOPE_TEST);
	buf_put(sql, " AND t.unit_id >= ");
	sql_arg(sql, args, val_int(s->since));
	buf_put(sql, " ORDER BY t.unit_id");
}

static void put_records(struct subjects *s, struct buf *sql, struct sql_args *args)
{
	buf_fmt(sql, " FROM %s t WHERE t.unit_id = ", s->type->table);
	sql_arg(sql, args, val_int(s->unit.id));
	buf_put(sql, " AND t.id >= ");
	sql_arg(sql, args, val_int(s->since));
	if (s->type->year_bound) {
		buf_put(sql, " AND t.school_year = ");
		sql_arg(sql, args, val_int(s->school_year));
	}
	buf_put(sql, " ORDER BY t.id");
}

static bool load_subjects(struct subjects *s)
{
	static const char manager[] = "(SELECT p.code FROM unit_edge e JOIN unit p ON p.id = e.parent_id WHERE e.unit_id = t.unit_id AND e.valid_to IS NULL)";
	const bool units = s->type->is_unit;
	struct ctx *c = s->c;
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };

	buf_fmt(&sql, "SELECT t.%s, t.code, t.status, %s, %s, %s", units ? "unit_id" : "id", column_or_null(c->arena, s->type->name_field),
	        column_or_null(c->arena, field_find(s->type, "birth_date")), units ? manager : "NULL");
	put_columns(s, &sql, 0);
	for (size_t i = 0; s->sheet->match[i] != NULL; i++)
		buf_fmt(&sql, ", t.%s", s->sheet->match[i]->column);
	units ? put_units(s, &sql, &args) : put_records(s, &sql, &args);
	if (!db_each(c, sql.data, args.v, args.n, take_subject, s))
		return false;
	for (size_t i = 0; i < s->n; i++)
		s->item[i].held[0] = &s->item[i].own;
	return true;
}

/* ---- what belongs to them ---- */

bool subject_is_undone(const struct record_type *t, const struct held *h)
{
	return t->undone_status != NULL && streq(h->status, t->undone_status);
}

bool subject_is_present(const struct subjects *s, const struct subject *who)
{
	if (s->year_type == NULL)
		return record_is_present(s->c->catalog, s->type, who->own.status);
	return who->held[1] != NULL && record_is_present(s->c->catalog, s->year_type, who->held[1]->status) && !subject_is_undone(s->type, &who->own);
}

bool subject_was_here(const struct subjects *s, const struct subject *who)
{
	return s->year_type != NULL && who->held[1] != NULL && !subject_is_undone(s->year_type, who->held[1]);
}

struct belonging {
	struct subjects *subjects;
	size_t record;
};

/* Of several enrolments in one year the one still going on counts, then the latest. */
static bool take_held(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	const struct belonging *b = arg;
	struct subjects *s = b->subjects;
	const struct record_type *t = s->sheet->record[b->record].type;
	size_t owner = map_get(&s->by_id, arena_fmt(c->arena, "%" PRId64, cell[3].i));
	struct held **at, *h;

	(void)n;
	if (owner == 0)
		return true;
	s->item[owner - 1].renewed = s->since > 0;
	at = &s->item[owner - 1].held[b->record];
	h = NEW(c->arena, struct held);
	*h = (struct held){ .id = cell[0].i, .code = text_at(s, &cell[1]), .status = text_at(s, &cell[2]), .class_id = cell[4].i,
		            .value = keep_values(s, b->record, cell + HELD_FIXED) };
	if (*at == NULL || !record_is_present(c->catalog, t, (*at)->status) || record_is_present(c->catalog, t, h->status))
		*at = h;
	return true;
}

bool subject_set_value(const struct subjects *s, struct ctx *c, const struct sheet_set *set, struct val *ret)
{
	struct problems p = { 0 };

	if (set->value == NULL) {
		*ret = s->asked[set->ask];
		return true;
	}
	return field_from_text(c, set->field, set->value, ret, &p) ||
	       fail(c, ERR_INTERNAL, "import.set", "template %s: value %s", s->sheet->name, set->value);
}

static bool load_held(struct subjects *s, size_t record)
{
	const struct sheet_record *rec = &s->sheet->record[record];
	const struct field *class = field_find(rec->type, "class");
	struct ctx *c = s->c;
	struct buf sql = buf_in(c->arena);
	struct val *args = NEW_N(c->arena, struct val, rec->n_sets + 3);
	struct belonging b = { s, record };
	size_t n = 0;

	buf_fmt(&sql, "SELECT t.id, t.code, t.status, t.%s, %s", rec->owner->column, class == NULL ? "0" : column_or_null(c->arena, class));
	put_columns(s, &sql, record);
	buf_fmt(&sql, " FROM %s t WHERE t.unit_id = $1 AND t.id >= $2", rec->type->table);
	args[n++] = val_int(s->unit.id);
	args[n++] = val_int(s->since);
	if (rec->type->year_bound) {
		buf_put(&sql, " AND t.school_year = $3");
		args[n++] = val_int(s->school_year);
	}
	for (size_t i = 0; i < rec->n_sets; i++) {
		if (!rec->set[i].key)
			continue;
		if (!subject_set_value(s, c, &rec->set[i], &args[n]))
			return false;
		buf_fmt(&sql, " AND t.%s = $%zu", rec->set[i].field->column, ++n);
	}
	buf_put(&sql, " ORDER BY t.id");
	return db_each(c, sql.data, args, n, take_held, &b);
}

/* ---- codes of the Ministry's, and temporary ones ---- */

bool subject_code_is_temporary(const char *code)
{
	return strncasecmp(code, "TAM", 3) == 0 && strlen(code) <= 30 && strspn(code + 3, "0123456789-_. ABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(code + 3);
}

static bool load_identifiers(struct subjects *s)
{
	struct rows r;

	if (s->type->code_scheme != CODE_PERSON)
		return true;
	if (!db_rows(s->c, &r, SQL_IMPORT_MOET, ARGS(val_int(s->unit.id), val_text(s->type->name))))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		size_t owner = map_get(&s->by_id, arena_fmt(s->c->arena, "%" PRId64, rows_int(&r, i, 0)));
		const char *value = rows_text(&r, i, 1);
		if (owner == 0)
			continue;
		s->item[owner - 1].has_moet |= !subject_code_is_temporary(value);
		*map_put(s->c->arena, &s->by_code, value) = owner;
	}
	return true;
}

bool subjects_load(struct subjects *s, int64_t since)
{
	s->since = since;
	for (size_t i = 0; i < s->n; i++)
		s->item[i].renewed = false;
	if (!load_subjects(s))
		return false;
	for (size_t k = 1; k < s->sheet->n_records; k++)
		if (!load_held(s, k))
			return false;
	index_matches(s);
	return load_identifiers(s);
}
