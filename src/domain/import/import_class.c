/* import_class.c - the classes a file speaks of: found by name, or made when the name tells the grade. */
#include <stdlib.h>

#include "base/text.h"
#include "db/db.h"
#include "domain/import/import_plan.h"

/* ---- names ---- */

/* "Lớp", "LỚP:", "Nhóm/Lớp" in front; what follows must not go on with the word. */
static size_t prefix_length(const char *text)
{
	static const char *const words[] = { "Nhóm/Lớp", "NHÓM/LỚP", "nhóm/lớp", "Lớp", "LỚP", "lớp" };

	for (size_t i = 0; i < COUNT(words); i++) {
		size_t n = strlen(words[i]);
		if (strncmp(text, words[i], n) == 0 && (text[n] == ' ' || text[n] == ':' || (text[n] >= '0' && text[n] <= '9')))
			return n;
	}
	return 0;
}

const char *class_name(struct arena *a, const char *text)
{
	const char *name = text + prefix_length(text);

	name += strspn(name, " :");
	return *name == '\0' ? text : arena_strdup(a, name);
}

const char *class_key(struct arena *a, const char *name)
{
	char *slashed = arena_strdup(a, name);

	for (char *h = slashed; (h = strchr(h, '-')) != NULL;)
		*h = '/'; /* a hyphen between letters is no more than a blank to text_fold */
	const char *s = text_fold(a, slashed);
	char *key = arena_alloc(a, strlen(s) + 1), *p = key;

	if (strncmp(s, "lop ", 4) == 0)
		s += 4;
	for (; *s != '\0'; s++)
		if (strchr("/.-_", *s) != NULL)
			*p++ = '/'; /* 1/2, 1.2 and 1-2 are the same class, 12 is not */
		else if (*s != ' ')
			*p++ = *s;
	return key;
}

/* ---- grades ---- */

bool import_is_taught(const struct plan *plan, const struct list_item *it)
{
	const char *levels = plan->o->unit.levels;

	for (const char *p = levels == NULL ? "" : levels; *p != '\0'; p += p[2] == ',' ? 3 : 2) {
		const char level[] = { p[0], p[1], '\0' };
		if (list_item_has_level(it, level))
			return true;
		if (p[0] == '\0' || p[1] == '\0')
			break;
	}
	return false;
}

static const struct list *grades(const struct plan *plan)
{
	return field_find(plan->class, "grade")->list;
}

/* The number a name begins with: 1A, 1/2, 10A1; 0 when there is none or it is no grade. */
static long leading_grade(const char *key)
{
	size_t digits = strspn(key, "0123456789");
	long n = digits == 0 || digits > 2 ? 0 : strtol(key, NULL, 10);

	return n <= 12 ? n : 0;
}

static bool is_grade_number(const struct list_item *it, long n)
{
	char *end;

	return strncmp(it->folded[0], "khoi ", 5) == 0 && strtol(it->folded[0] + 5, &end, 10) == n && (*end == '\0' || *end == ' ');
}

/* "Mẫu giáo lớn A" begins with the name of a grade, "Nhà trẻ 1" too. */
static bool begins_with_name(struct arena *a, const struct list_item *it, const char *key)
{
	for (const char *const *p = it->folded; *p != NULL; p++) {
		const char *word = class_key(a, *p);
		if (strlen(word) > 3 && strspn(word, "0123456789") == 0 && strncmp(key, word, strlen(word)) == 0)
			return true;
	}
	return false;
}

/* The next grade that the name tells, from *at on, among those the school teaches or among the others. */
static const struct list_item *next_named(const struct plan *plan, const char *key, bool taught, size_t *at)
{
	const struct list *list = grades(plan);
	const long n = leading_grade(key);

	while (*at < list->n_items) {
		const struct list_item *it = &list->item[(*at)++];
		if (import_is_taught(plan, it) == taught && (n > 0 ? is_grade_number(it, n) : begins_with_name(plan->c->arena, it, key)))
			return it;
	}
	return NULL;
}

const char *class_grade(const struct plan *plan, const char *key)
{
	size_t at = 0;
	const struct list_item *found = next_named(plan, key, true, &at);

	if (found == NULL || next_named(plan, key, true, &at) != NULL)
		return NULL; /* none, or general and continuing education: a person must say */
	return found->code;
}

const char *class_grade_name(const struct plan *plan, const char *grade)
{
	return list_find(grades(plan), grade, NULL)->name;
}

/* ---- those that are there ---- */

static bool take_room(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	struct plan *plan = arg;
	struct room *r;

	(void)n;
	plan->classes.room = arena_grow(c->arena, plan->classes.room, plan->classes.n_rooms, &plan->classes.rooms_room, sizeof *r);
	r = &plan->classes.room[plan->classes.n_rooms++];
	*r = (struct room){ .id = cell[0].i, .code = arena_strdup(c->arena, cell[1].s),
		            .name = arena_strdup(c->arena, cell[2].kind == VAL_TEXT ? cell[2].s : "?") };
	r->grade = cell[3].kind == VAL_TEXT ? arena_strdup(c->arena, cell[3].s) : NULL;
	r->undone = streq(cell[5].s, plan->class->undone_status);
	r->combined = val_is_number(&cell[4]) && cell[4].i != 0;
	r->key = class_key(c->arena, class_name(c->arena, r->name));
	return true;
}

bool class_load(struct plan *plan, int64_t since)
{
	const size_t had = plan->classes.n_rooms;
	struct ctx *c = plan->c;

	if (plan->at.class == NOWHERE)
		return true;
	if (!db_each(c, arena_fmt(c->arena, "SELECT id, code, name, grade, combined, status FROM %s WHERE unit_id = $1 AND school_year = $2 AND status IN ($3, $5)"
	                                    " AND id >= $4 ORDER BY id", plan->class->table),
	             ARGS(val_int(plan->o->unit.id), val_int(plan->o->school_year), val_text(plan->class->initial_status), val_int(since),
	                  val_text(plan->class->undone_status)),
	             take_room, plan))
		return false;
	for (size_t i = had; i < plan->classes.n_rooms; i++) {
		if (plan->classes.room[i].undone)
			continue;
		size_t *at = map_put(c->arena, &plan->classes.rooms, plan->classes.room[i].key);
		if (*at != 0)
			plan->classes.room[*at - 1].ambiguous = true;
		else
			*at = i + 1;
	}
	return true;
}

/* ---- those of the file ---- */

size_t class_group(struct plan *plan, const char *name, size_t entry)
{
	struct arena *a = plan->c->arena, *own = arena_new();
	const char *key = class_key(own, name);
	size_t at = map_get(&plan->classes.groups, key), room;

	if (at == 0) {
		key = arena_strdup(a, key);
		plan->classes.group = arena_grow(a, plan->classes.group, plan->classes.n_groups, &plan->classes.groups_room, sizeof *plan->classes.group);
		plan->classes.group[plan->classes.n_groups] = (struct group){ .name = name, .key = key, .first = entry };
		*map_put(a, &plan->classes.groups, key) = at = ++plan->classes.n_groups;
		room = map_get(&plan->classes.rooms, key);
		if (room != 0)
			plan->classes.group[at - 1].room = &plan->classes.room[room - 1];
	}
	arena_free(own);
	plan->classes.group[at - 1].n_entries++;
	return at - 1;
}

void class_tell_grade(struct plan *plan, size_t group, const char *code)
{
	struct group *g = &plan->classes.group[group];
	const struct list_item *it = code == NULL || g->grade != NULL ? NULL : list_find(grades(plan), code, NULL);

	if (it != NULL && import_is_taught(plan, it))
		g->grade = it->code;
	else if (it != NULL && g->untaught == NULL)
		g->untaught = it->name;
}

/* Where the file makes nobody, the class only helps to find them. */
static void resolve_help(struct group *g)
{
	if (g->room != NULL && g->room->ambiguous)
		g->room = NULL;
	g->id = g->room == NULL ? 0 : g->room->id;
	g->code = g->room == NULL ? NULL : g->room->code;
}

/* No grade is known in which the class could be made. */
static void tell_unknown(struct plan *plan, struct group *g)
{
	struct entry *first = &plan->rows.entry[g->first];
	size_t at = 0;
	const struct list_item *named = next_named(plan, g->key, false, &at);

	g->bad = true;
	if (g->untaught != NULL)
		note_error(plan, first, plan->at.grade, g->untaught, "import.grade_not_taught", "Trường không dạy %s, nên không lập được lớp «%s» và %zu dòng "
		           "của lớp chưa nhập. Hãy xem lại cột «Khối» và tên lớp.", g->untaught, g->name, g->n_entries);
	else if (named != NULL)
		note_error(plan, first, plan->at.class, g->name, "import.grade_not_taught", "Tên lớp «%s» là của %s mà trường không dạy, nên %zu dòng của lớp "
		           "chưa nhập. Hãy sửa tên lớp; nếu là lớp của khối khác, hãy ghi đúng khối ở cột «Khối».", g->name, named->name, g->n_entries);
	else
		note_error(plan, first, plan->at.class, g->name, "import.class_unknown", "Năm học này chưa có lớp «%s» và tên lớp không cho biết khối "
		           "mà trường dạy, nên %zu dòng của lớp chưa nhập. Hãy lập lớp trước, hoặc thêm cột «Khối».", g->name, g->n_entries);
	note_rows(plan, g->n_entries);
}

/* The first that an import made and that was taken back: a class of another grade is another class. */
static void take_undone(struct plan *plan, struct group *g)
{
	for (size_t i = 0; g->room == NULL && i < plan->classes.n_rooms; i++) {
		struct room *r = &plan->classes.room[i];
		if (!r->undone || !streq(r->key, g->key) || r->grade == NULL || !streq(r->grade, g->grade))
			continue;
		g->room = r;
		g->id = r->id;
		g->code = r->code;
	}
}

static void resolve(struct plan *plan, struct group *g)
{
	struct entry *first = &plan->rows.entry[g->first];

	if (!plan->sheet->creates) {
		resolve_help(g);
		return;
	}
	if (g->room != NULL && !g->room->ambiguous) {
		g->id = g->room->id;
		g->code = g->room->code;
		return;
	}
	if (g->room != NULL) {
		g->bad = true;
		g->room = NULL;
		note_error(plan, first, plan->at.class, g->name, "import.class_ambiguous", "Trường có hơn một lớp tên «%s» trong năm học này, nên "
		           "%zu dòng của lớp chưa nhập. Hãy sửa tên các lớp trùng nhau trước.", g->name, g->n_entries);
		note_rows(plan, g->n_entries);
		return;
	}
	if (!text_says_something(g->name)) {
		g->bad = true;
		note_error(plan, first, plan->at.class, g->name, "field.title", "Tên lớp «%s» không có chữ cái hay chữ số nào, nên %zu dòng của lớp chưa "
		           "nhập. Hãy ghi tên đang dùng.", g->name, g->n_entries);
		note_rows(plan, g->n_entries);
		return;
	}
	if (g->grade == NULL)
		g->grade = class_grade(plan, g->key);
	if (g->grade == NULL)
		tell_unknown(plan, g);
	else
		take_undone(plan, g);
}

bool class_is_needed(const struct plan *plan, const struct group *g)
{
	return plan->sheet->creates && !g->bad && (g->id == 0 || (g->room != NULL && g->room->undone)) && g->n_fine > 0;
}

/* Others may have made what the file needs. */
void class_find_again(struct plan *plan)
{
	for (size_t i = 0; i < plan->classes.n_groups; i++) {
		struct group *g = &plan->classes.group[i];
		size_t room = class_is_needed(plan, g) ? map_get(&plan->classes.rooms, g->key) : 0;
		if (room == 0)
			continue;
		plan->sum->classes_created--;
		g->room = &plan->classes.room[room - 1];
		resolve(plan, g);
		note_take_back(plan, &plan->rows.entry[g->first], "import.class_created");
		note_take_back(plan, &plan->rows.entry[g->first], "import.class_grade");
	}
}

void class_resolve(struct plan *plan)
{
	for (size_t i = 0; i < plan->classes.n_groups; i++)
		resolve(plan, &plan->classes.group[i]);
}
