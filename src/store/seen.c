/* seen.c - whom an answer shows. */
#include "store/seen.h"

#include "store/gone.h"
#include "store/select.h"

enum { OWN_CODE = 3 };

void seen_note(struct ctx *c, const struct seen_one *one)
{
	struct seen *s = c->seen;

	if (s == NULL)
		return;
	s->one = arena_grow(c->arena, s->one, s->n, &s->room, sizeof *s->one);
	s->one[s->n] = *one;
	s->one[s->n++].code = arena_strdup(c->arena, one->code);
}

/* What tells whom the record is about; NULL: it is about nobody, or is the person's own. */
static const struct field *whom(const struct record_type *t)
{
	for (size_t i = 0; i < t->n_fields; i++)
		if (gone_tells_whom(&t->field[i]))
			return &t->field[i];
	return NULL;
}

bool seen_tells(const struct record_type *t)
{
	return t->code_scheme == CODE_PERSON || whom(t) != NULL;
}

size_t seen_cell(struct arena *a, const struct record_select *s, const struct record_type **ret, const char **ret_path)
{
	const struct field *f = whom(s->type);

	*ret = f == NULL ? s->type : f->to;
	*ret_path = NULL;
	if (f == NULL)
		return s->type->code_scheme == CODE_PERSON ? OWN_CODE : SIZE_MAX;
	for (size_t i = 0; i < s->n_fields; i++)
		if (s->field[i] == f)
			return SELECT_FIXED + i;
	*ret_path = arena_fmt(a, "%s.code", f->name);
	return SIZE_MAX;
}

static const struct record_type *step(const struct catalog *k, const struct record_type *t, const char *name)
{
	const struct field *f = field_find(t, name);

	return f != NULL ? f->to : catalog_type(k, name);
}

const char *seen_way(struct arena *a, const struct catalog *k, const struct record_type *base, const char *path, const struct record_type **ret)
{
	const char *at = path, *last = NULL, *own = whom(base) == NULL ? "" : whom(base)->name;
	const struct record_type *t = base, *told = NULL;

	for (const char *dot; t != NULL && (dot = strchr(at, '.')) != NULL; at = dot + 1) {
		t = step(k, t, arena_strndup(a, at, (size_t)(dot - at)));
		if (t != NULL && seen_tells(t)) {
			told = t;
			last = dot;
		}
	}
	if (told == NULL || streq(last, ".code"))
		return NULL;
	const char *way = arena_strndup(a, path, (size_t)(last - path));
	const struct field *f = whom(told);
	*ret = f == NULL ? told : f->to;
	return streq(way, own) ? NULL : f == NULL ? arena_fmt(a, "%s.code", way) : arena_fmt(a, "%s.%s.code", way, f->name);
}

void seen_record(struct ctx *c, const struct record *rec)
{
	const struct field *f = whom(rec->type);

	if (f != NULL || rec->type->code_scheme == CODE_PERSON)
		seen_note(c, &(struct seen_one){ f == NULL ? rec->type : f->to, rec->unit.id, f == NULL ? rec->code : rec->value[f->index].s });
}

void seen_opened(struct ctx *c, const struct record *rec)
{
	if (c->seen != NULL)
		c->seen->opened = true;
	seen_record(c, rec);
}

void seen_code(struct ctx *c, const struct record_type *t, int64_t unit_id, const char *code)
{
	if (code != NULL && (t->code_scheme == CODE_PERSON || whom(t) != NULL))
		seen_note(c, &(struct seen_one){ t, unit_id, code });
}
