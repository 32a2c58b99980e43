/* import_before.c - a trial of several files: who and what a file before this one makes is not made once more. */
#include "domain/import/import_plan.h"

struct import_made {
	const char *code, *number; /* as its row says; NULL: it does not */
	int year;
	const char *class_key, *class_name, *grade; /* where the last file that names one puts it; grade NULL: of a combined class */
};

/* What names somebody: a code 'c', an identity number 'i', what tells people apart 'n'; a known one in the year 'y', a class 'k'. */
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
static struct import_made *find(const struct plan *plan, const struct entry *p)
{
	const struct import_before *b = plan->o->before;
	const size_t in_year = p->subject == NULL ? 0 : known(plan, 'y', of_year(plan, p->subject->own.code));
	const char *code = code_of(plan, p), *number = slot_text(p, plan->at.personal_id);
	const size_t by_code = known(plan, 'c', code), by_number = known(plan, 'i', number), by_match = known(plan, 'n', p->match);

	if (p->subject != NULL)
		return in_year == 0 ? NULL : &b->made[in_year - 1];
	if (by_code != 0 || by_number != 0)
		return &b->made[(by_code != 0 ? by_code : by_number) - 1];
	return by_match == 0 ? NULL : &b->made[by_match - 1];
}

bool import_is_made_before(const struct plan *plan, const struct entry *p)
{
	return plan->o->before != NULL && find(plan, p) != NULL;
}

bool import_code_is_made_before(const struct plan *plan, const char *code)
{
	return plan->o->before != NULL && known(plan, 'c', code) != 0;
}

bool import_is_in_year_before(const struct plan *plan, const struct entry *p)
{
	const struct import_made *made = plan->o->before == NULL ? NULL : find(plan, p);

	return made != NULL && made->year == plan->o->school_year;
}

bool import_class_is_made_before(const struct plan *plan, const struct group *g)
{
	return plan->o->before != NULL && known(plan, 'k', of_year(plan, g->key)) != 0;
}

static bool contradicts(const struct plan *plan, const struct entry *p, const struct import_made *made)
{
	return subject_differ(code_of(plan, p), made->code) || subject_differ(slot_text(p, plan->at.personal_id), made->number);
}

static const struct group *class_of(const struct plan *plan, const struct entry *p)
{
	return p->group == NOWHERE || !plan->sheet->creates ? NULL : &plan->classes.group[p->group];
}

static void put_class(const struct plan *plan, const struct entry *p, struct import_made *made)
{
	struct arena *a = plan->o->before->arena;
	const struct group *g = class_of(plan, p);
	const char *grade = g == NULL ? NULL : g->room == NULL ? g->grade : g->room->combined ? NULL : g->room->grade;

	if (g == NULL || made->year != plan->o->school_year)
		return;
	made->class_key = arena_strdup(a, g->key);
	made->class_name = arena_strdup(a, g->room == NULL ? g->name : g->room->name);
	made->grade = grade == NULL ? NULL : arena_strdup(a, grade);
}

static void add(const struct plan *plan, const struct entry *p)
{
	struct import_before *b = plan->o->before;
	const char *code = code_of(plan, p), *number = slot_text(p, plan->at.personal_id);

	b->made = arena_grow(b->arena, b->made, b->n, &b->room, sizeof *b->made);
	b->made[b->n++] = (struct import_made){ code == NULL ? NULL : arena_strdup(b->arena, code), number == NULL ? NULL : arena_strdup(b->arena, number),
		                                plan->o->school_year, NULL, NULL, NULL };
	put_class(plan, p, &b->made[b->n - 1]);
	if (p->subject != NULL) {
		note(plan, 'y', of_year(plan, p->subject->own.code), b->n);
		return;
	}
	note(plan, 'c', code, b->n);
	note(plan, 'i', number, b->n);
	note(plan, 'n', p->match, b->n);
}

/* Two lists of one import name two classes: the one that is written last stands. */
static enum fate fate_in_class(struct plan *plan, struct entry *p, const struct import_made *made, enum fate fate)
{
	const struct group *g = class_of(plan, p);
	struct import_made now = *made;

	if (g == NULL || made->class_key == NULL || made->year != plan->o->school_year || (fate != FATE_MOVED && streq(made->class_key, g->key)))
		return fate;
	if (note_take_back(plan, p, "import.grade"))
		plan->sum->other_grade--;
	if (streq(made->class_key, g->key)) {
		import_forget_changes(plan, p);
		return FATE_REPEATED;
	}
	put_class(plan, p, &now);
	const bool other = made->grade != NULL && now.grade != NULL && !streq(made->grade, now.grade);
	plan->sum->other_grade += other;
	import_change_class_from(plan, p, made->class_name);
	note_warning(plan, p, plan->at.class, NULL, "import.class_before", "Một tệp trước của lần nạp này ghi lớp %s; tệp này đổi lớp %s → %s%s. Hãy xem lại tên lớp "
	             "ở hai tệp.", made->class_name, made->class_name, now.class_name, other ? ", khác khối trong cùng năm học" : "");
	return FATE_MOVED;
}

/* What a row adds to somebody who was there already is its own, but for the year itself. */
static enum fate fate_after(struct plan *plan, struct entry *p)
{
	struct import_made *made = p->fate == FATE_REFUSED ? NULL : find(plan, p);
	const char *name = slot_text(p, plan->at.name);

	if (made == NULL)
		return p->fate;
	if (p->fate == FATE_CREATED && p->subject == NULL && contradicts(plan, p, made)) {
		note_error(plan, p, plan->at.name, NULL, "import.before_differs", "«%s» (cùng ngày sinh) có ở một tệp trước của lần nạp này với mã hoặc số định danh khác. "
		           "Hãy sửa cho khớp; nếu là hai người khác nhau, hãy tiếp nhận người mới trên phần mềm.", name == NULL ? "Dòng này" : name);
		return FATE_REFUSED;
	}
	if (p->fate == FATE_CREATED && p->subject == NULL && made->year != plan->o->school_year)
		return FATE_ENROLLED;
	const bool again = p->subject == NULL ? p->fate == FATE_CREATED : p->fate == FATE_ENROLLED;
	const enum fate fate = fate_in_class(plan, p, made, again ? FATE_REPEATED : p->fate);
	put_class(plan, p, made);
	return fate;
}

void import_take_before(struct plan *plan)
{
	for (size_t i = 0; i < plan->rows.n_entries; i++)
		plan->rows.entry[i].fate = fate_after(plan, &plan->rows.entry[i]);
	for (size_t i = 0; i < plan->rows.n_entries; i++) {
		const struct entry *p = &plan->rows.entry[i];
		if (p->subject == NULL ? p->fate == FATE_CREATED : p->fate != FATE_REFUSED && class_of(plan, p) != NULL && find(plan, p) == NULL)
			add(plan, p);
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
