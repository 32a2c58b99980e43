/* match.c - who is meant.  Where two answers are possible, a person must say. */
#include "base/text.h"
#include "domain/subject/subject.h"
#include "sheet/title.h"

const char *subject_firm_code(const struct mention *m)
{
	return m->code == NULL || subject_code_is_temporary(m->code) ? NULL : m->code;
}

bool subject_same_letters(struct arena *a, const char *name, const char *other)
{
	return streq(title_lower(a, text_parted(a, name)), title_lower(a, text_parted(a, other)));
}

static struct subject *subject_at(const struct subjects *s, size_t index_and_one)
{
	return index_and_one == 0 ? NULL : &s->item[index_and_one - 1];
}

static struct subject *known_by(const struct subjects *s, const struct map *m, const char *key)
{
	return key == NULL ? NULL : subject_at(s, map_get(m, key));
}

static bool same_name(const struct mention *m, const struct subject *who)
{
	return m->folded == NULL || who->folded == NULL || streq(m->folded, who->folded);
}

/* ---- by code, by identity number ---- */

/* The number of somebody who never was is theirs only as long as nobody else speaks of it. */
static bool owns_number(const struct subjects *s, const struct mention *m, const struct subject *who, const struct subject *by_code)
{
	if (who == by_code || !record_never_was(s->type, who->own.status))
		return true;
	return by_code == NULL && same_name(m, who) && (subject_firm_code(m) == NULL || !who->has_moet);
}

static struct meaning doubted(enum meant is, struct subject *who)
{
	who->doubted = true;
	return (struct meaning){ .is = is, .who = who };
}

struct meaning subject_by_number(struct subjects *s, const struct mention *m)
{
	struct subject *by_code = known_by(s, &s->by_code, m->code), *by_number = known_by(s, &s->by_number, m->number);

	if (by_number != NULL && !owns_number(s, m, by_number, by_code))
		by_number = NULL;
	struct meaning ret = { .who = by_code != NULL ? by_code : by_number, .by_code = by_code != NULL };
	if (by_code != NULL)
		by_code->present = true;
	if (by_number != NULL)
		by_number->present = true;
	/* A school that is renamed keeps its code; so does whoever comes back under another name. */
	if (by_code != NULL && s->type->code_scheme != CODE_GIVEN && !subject_is_undone(s->type, &by_code->own) && !same_name(m, by_code))
		return doubted(MEANT_CODE_NAME, by_code);
	if (by_number != NULL && by_code != by_number && subject_firm_code(m) != NULL) {
		/* The Ministry's code, come at last, or a slip. */
		ret.binds = by_code == NULL && !by_number->has_moet && same_name(m, by_number);
		if (!ret.binds) {
			ret.is = MEANT_CODE_IDENTITY;
			ret.who = by_number;
			return ret;
		}
	}
	if (by_number != NULL && by_number != by_code && !same_name(m, by_number))
		return doubted(MEANT_IDENTITY_NAME, by_number);
	ret.is = ret.who == NULL ? MEANT_NOBODY : MEANT_ONE;
	return ret;
}

/* ---- by name and birth date, or whatever else tells a subject ---- */

bool subject_differ(const char *a, const char *b)
{
	return a != NULL && b != NULL && !streq(a, b);
}

struct search {
	struct subject *found, *in_class, *exact, *other, *undone; /* other: a different number stands in their record */
	size_t n_found, n_in_class, n_exact;
};

static bool is_in_class(const struct subjects *s, const struct mention *m, const struct subject *who)
{
	return m->class_id != 0 && s->year_type != NULL && who->held[1] != NULL && who->held[1]->class_id == m->class_id;
}

/* Their code is not the Ministry's yet, and nothing in the list speaks against it. */
static bool awaits_code(const struct subjects *s, const struct mention *m, const struct subject *who)
{
	return !who->has_moet && !who->doubted && !who->strongly && is_in_class(s, m, who);
}

/* Nothing that was said of them is said otherwise, and nobody else has their number by now. */
static bool comes_back(const struct subjects *s, const struct mention *m, const struct subject *who)
{
	if (who->strongly || (subject_firm_code(m) != NULL && !awaits_code(s, m, who)))
		return false;
	return !subject_differ(m->number, who->personal_id) && (who->personal_id == NULL || known_by(s, &s->by_number, who->personal_id) == who);
}

static void consider(const struct subjects *s, const struct mention *m, struct subject *who, struct search *ret)
{
	who->present = true;
	if (subject_is_undone(s->type, &who->own)) {
		if (comes_back(s, m, who))
			ret->undone = who;
		return;
	}
	if ((subject_firm_code(m) != NULL && !awaits_code(s, m, who)) || subject_differ(m->number, who->personal_id)) {
		if (!who->strongly) /* else another mention is that person, and this one is a namesake */
			ret->other = who;
		return;
	}
	ret->n_found++;
	ret->found = who;
	const bool in_class = is_in_class(s, m, who), exact = who->name == NULL || subject_same_letters(s->c->arena, who->name, m->name);
	ret->n_in_class += in_class;
	ret->in_class = in_class ? who : ret->in_class;
	ret->n_exact += exact;
	ret->exact = exact ? who : ret->exact;
}

static struct subject *chosen(const struct search *s)
{
	if (s->n_found == 1)
		return s->found;
	if (s->n_exact == 1 && (s->n_in_class != 1 || s->in_class == s->exact))
		return s->exact;
	if (s->n_in_class == 1 && s->n_exact != 1)
		return s->in_class;
	return s->n_found == 0 && s->other == NULL ? s->undone : NULL;
}

struct meaning subject_by_name(struct subjects *s, const struct mention *m)
{
	struct search found = { 0 };

	for (struct subject *who = known_by(s, &s->by_match, m->match); who != NULL; who = subject_at(s, who->next))
		consider(s, m, who, &found);
	struct subject *who = chosen(&found);
	if (who != NULL)
		return (struct meaning){ .is = MEANT_ONE, .who = who, .binds = subject_firm_code(m) != NULL };
	if (found.n_found > 1)
		return (struct meaning){ .is = MEANT_SEVERAL, .n = found.n_found };
	return (struct meaning){ .is = found.other != NULL ? MEANT_OTHER : MEANT_NOBODY, .who = found.other };
}

static bool is_of_year(const struct subjects *s, const struct subject *who)
{
	if (s->year_type == NULL)
		return !subject_is_undone(s->type, &who->own);
	return who->held[1] != NULL && !subject_is_undone(s->year_type, who->held[1]);
}

struct meaning subject_by_name_alone(struct subjects *s, const struct mention *m)
{
	struct subject *found = NULL;
	size_t n = 0;

	for (size_t i = 0; m->folded != NULL && i < s->n; i++) {
		struct subject *who = &s->item[i];
		if (who->folded == NULL || !streq(who->folded, m->folded) || !is_of_year(s, who) || (m->class_id != 0 && !is_in_class(s, m, who)))
			continue;
		found = who;
		n++;
	}
	if (n > 1)
		return (struct meaning){ .is = MEANT_SEVERAL, .n = n };
	if (n == 0 || !subject_same_letters(s->c->arena, found->name, m->name))
		return (struct meaning){ .is = MEANT_NOBODY };
	return (struct meaning){ .is = MEANT_ONE, .who = found };
}

void subject_note_presence(struct subjects *s, const struct mention *m, bool in_class_only)
{
	for (size_t i = 0; m->folded != NULL && i < s->n; i++) {
		struct subject *who = &s->item[i];
		if (who->folded != NULL && streq(who->folded, m->folded) && (!in_class_only || is_in_class(s, m, who)))
			who->present = true;
	}
}
