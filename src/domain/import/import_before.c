/* import_before.c - a trial of several files: who and what a file before this one makes is not made once more. */
#include "domain/import/import_plan.h"

struct import_made {
	const char *code, *number; /* as its row says; NULL: it does not */
	int year;
};

/* What names somebody: a code 'c', an identity number 'i', what tells people apart 'n'; a known one who comes into the year 'y', a class 'k'. */
static const char *key_of(const struct plan *plan, char kind, const char *text)
{
	return text == NULL ? NULL : arena_fmt(plan->c->arena, "%c %s %s", kind, plan->known.type->name, text);
}

static const char *of_year(const struct plan *plan, const char *text)
{
	return arena_fmt(plan->c->arena, "%d %s", plan->o->school_year, text);
}

static const char *code_of(const struct plan *plan, const struct entry *p)
{
	const char *code = slot_text(p, plan->at.code);

	return code == NULL || subject_code_is_temporary(code) ? NULL : code;
}

static size_t known(const struct plan *plan, char kind, const char *text)
{
	const char *key = key_of(plan, kind, text);

	return key == NULL ? 0 : map_get(&plan->o->before->known, key);
}

static void note(const struct plan *plan, char kind, const char *text, size_t value)
{
	struct import_before *b = plan->o->before;
	const char *key = key_of(plan, kind, text);

	if (key != NULL)
		*map_put(b->arena, &b->known, arena_strdup(b->arena, key)) = value;
}

/* The one that writing would find in this row by then; NULL: none. */
static const struct import_made *find(const struct plan *plan, const struct entry *p)
{
	const struct import_before *b = plan->o->before;
	const char *code = code_of(plan, p), *number = slot_text(p, plan->at.personal_id);
	const size_t by_code = known(plan, 'c', code), by_number = known(plan, 'i', number), by_match = known(plan, 'n', p->match);

	if (by_code != 0 || by_number != 0)
		return &b->made[(by_code != 0 ? by_code : by_number) - 1];
	return by_match == 0 ? NULL : &b->made[by_match - 1];
}

bool import_is_made_before(const struct plan *plan, const struct entry *p)
{
	if (plan->o->before == NULL)
		return false;
	return p->subject == NULL ? find(plan, p) != NULL : known(plan, 'y', of_year(plan, p->subject->own.code)) != 0;
}

bool import_class_is_made_before(const struct plan *plan, const struct group *g)
{
	return plan->o->before != NULL && known(plan, 'k', of_year(plan, g->key)) != 0;
}

static bool contradicts(const struct plan *plan, const struct entry *p, const struct import_made *made)
{
	return subject_differ(code_of(plan, p), made->code) || subject_differ(slot_text(p, plan->at.personal_id), made->number);
}

static void add(const struct plan *plan, const struct entry *p)
{
	struct import_before *b = plan->o->before;
	const char *code = code_of(plan, p), *number = slot_text(p, plan->at.personal_id);

	b->made = arena_grow(b->arena, b->made, b->n, &b->room, sizeof *b->made);
	b->made[b->n++] = (struct import_made){ code == NULL ? NULL : arena_strdup(b->arena, code), number == NULL ? NULL : arena_strdup(b->arena, number),
		                                plan->o->school_year };
	note(plan, 'c', code, b->n);
	note(plan, 'i', number, b->n);
	note(plan, 'n', p->match, b->n);
}

/* What a row adds to somebody who was there already is its own, but for the year itself. */
static enum fate fate_after(struct plan *plan, struct entry *p)
{
	const struct import_made *made = p->subject == NULL ? find(plan, p) : NULL;
	const char *name = slot_text(p, plan->at.name);

	if (p->fate == FATE_CREATED && made != NULL && contradicts(plan, p, made)) {
		note_error(plan, p, plan->at.name, NULL, "import.before_differs", "«%s» (cùng ngày sinh) có ở một tệp trước của lần nạp này với mã hoặc số định danh khác. "
		           "Hãy sửa cho khớp; nếu là hai người khác nhau, hãy tiếp nhận người mới trên phần mềm.", name == NULL ? "Dòng này" : name);
		return FATE_REFUSED;
	}
	if (p->fate == FATE_CREATED && made != NULL)
		return made->year == plan->o->school_year ? FATE_REPEATED : FATE_ENROLLED;
	if (p->fate == FATE_ENROLLED && known(plan, 'y', of_year(plan, p->subject->own.code)) != 0)
		return FATE_REPEATED;
	return p->fate;
}

void import_take_before(struct plan *plan)
{
	for (size_t i = 0; i < plan->rows.n_entries; i++)
		plan->rows.entry[i].fate = fate_after(plan, &plan->rows.entry[i]);
	for (size_t i = 0; i < plan->rows.n_entries; i++) {
		const struct entry *p = &plan->rows.entry[i];
		if (p->fate == FATE_CREATED && p->subject == NULL)
			add(plan, p);
		if (p->fate == FATE_ENROLLED && p->subject != NULL)
			note(plan, 'y', of_year(plan, p->subject->own.code), 1);
	}
	for (size_t i = 0; i < plan->classes.n_groups; i++) {
		const struct group *g = &plan->classes.group[i];
		if (!class_is_needed(plan, g))
			continue;
		if (known(plan, 'k', of_year(plan, g->key)) != 0) {
			plan->sum->classes_created--;
			note_take_back(plan, &plan->rows.entry[g->first], "import.class_created");
		}
		note(plan, 'k', of_year(plan, g->key), 1);
	}
}
