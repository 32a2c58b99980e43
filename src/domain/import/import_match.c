/* import_match.c - which learner a row speaks of.  Where two answers are possible, a person must say. */
#include "base/text.h"
#include "db/db.h"
#include "domain/import/import_parts.h"
#include "sheet/title.h"

enum { CHUNK = 40 };

static struct person *person_at(const struct plan *plan, size_t index_and_one)
{
	return index_and_one == 0 ? NULL : &plan->person[index_and_one - 1];
}

static struct person *known_by(const struct plan *plan, const struct map *m, const char *key)
{
	return key == NULL ? NULL : person_at(plan, map_get(m, key));
}

static bool same_name(const struct pupil *p, const struct person *who)
{
	return p->folded == NULL || streq(p->folded, who->folded);
}

static void twice(struct plan *plan, struct pupil *p, size_t slot, size_t other)
{
	note_error(plan, p, slot, NULL, "import.twice", "Học sinh này đã có ở %s. Hãy bỏ một trong hai dòng; nếu là hai em khác nhau, hãy ghi "
	           "số định danh hoặc mã của Bộ cho cả hai.", note_where(plan, &plan->pupil[other]));
}

static void claim(struct plan *plan, struct pupil *p, struct person *who, size_t slot, bool strongly)
{
	who->present = true;
	if (who->claimed != 0) {
		twice(plan, p, slot, who->claimed - 1);
		return;
	}
	who->claimed = (size_t)(p - plan->pupil) + 1;
	who->strongly = strongly;
	p->person = who;
	if (!streq(who->status, plan->learner->initial_status))
		note_error(plan, p, slot, NULL, "import.learner_inactive", "Hồ sơ %s («%s») đã ngừng dùng. Hãy mở lại hồ sơ đó, hoặc bỏ dòng này.",
		           who->code, who->name);
}

/* ---- by code, by identity number ---- */

static void match_strongly(struct plan *plan, struct pupil *p)
{
	const char *code = slot_text(p, plan->at.code), *identity = slot_text(p, plan->at.personal_id);
	struct person *by_code = known_by(plan, &plan->by_code, code), *by_identity = known_by(plan, &plan->by_identity, identity);

	if (by_code != NULL)
		by_code->present = true;
	if (by_identity != NULL)
		by_identity->present = true;
	p->contradicts = true;
	if (by_code != NULL && !same_name(p, by_code)) {
		note_error(plan, p, plan->at.code, code, "import.code_name", "Mã %s là của «%s» (sinh %s), nhưng dòng này ghi «%s»: có thể các dòng "
		           "bị lệch. Hãy so lại cột mã với cột họ tên; nếu em đổi tên, hãy sửa trên hồ sơ của em.", code, by_code->name,
		           by_code->birth == NULL ? "?" : by_code->birth, slot_text(p, plan->at.name));
		return;
	}
	if (by_identity != NULL && by_code != by_identity && code != NULL) {
		note_error(plan, p, by_code != NULL ? plan->at.personal_id : plan->at.code, NULL, "import.code_identity",
		           "Số định danh %s đang ghi ở hồ sơ %s («%s»), khác mã %s của dòng này. Hãy xem lại mã và số định danh.", identity,
		           by_identity->code, by_identity->name, code);
		return;
	}
	if (by_identity != NULL && !same_name(p, by_identity)) {
		note_error(plan, p, plan->at.personal_id, identity, "import.identity_name", "Số định danh %s là của «%s» (sinh %s), nhưng dòng này ghi "
		           "«%s»: có thể các dòng bị lệch. Hãy so lại; nếu em đổi tên, hãy sửa trên hồ sơ của em.", identity, by_identity->name,
		           by_identity->birth == NULL ? "?" : by_identity->birth, slot_text(p, plan->at.name));
		return;
	}
	p->contradicts = false;
	if (by_code != NULL || by_identity != NULL)
		claim(plan, p, by_code != NULL ? by_code : by_identity, by_code != NULL ? plan->at.code : plan->at.personal_id, true);
}

/* ---- by name and birth date ---- */

static bool differ(const char *a, const char *b)
{
	return a != NULL && b != NULL && !streq(a, b);
}

struct search {
	struct person *found, *in_class, *exact, *other; /* other: a different number stands in their record */
	size_t n_found, n_in_class, n_exact;
};

static void consider(struct plan *plan, const struct pupil *p, struct person *who, struct search *s)
{
	const char *code = slot_text(p, plan->at.code), *identity = slot_text(p, plan->at.personal_id);
	struct arena *a = plan->c->arena;

	who->present = true;
	if (code != NULL || differ(identity, who->personal_id)) {
		if (!who->strongly) /* else another row is that person, and this one is a namesake */
			s->other = who;
		return;
	}
	s->n_found++;
	s->found = who;
	const struct group *g = p->group == NOWHERE ? NULL : &plan->group[p->group];
	bool in_class = g != NULL && g->room != NULL && who->seat != NULL && who->seat->class_id == g->room->id;
	bool exact = streq(title_lower(a, who->name), title_lower(a, slot_text(p, plan->at.name)));
	s->n_in_class += in_class;
	s->in_class = in_class ? who : s->in_class;
	s->n_exact += exact;
	s->exact = exact ? who : s->exact;
}

static void match_by_name(struct plan *plan, struct pupil *p)
{
	const char *code = slot_text(p, plan->at.code), *birth = slot_text(p, plan->at.birth);
	struct search s = { 0 };

	if (p->folded == NULL || birth == NULL)
		return;
	for (struct person *who = known_by(plan, &plan->by_name, arena_fmt(plan->c->arena, "%s|%s", p->folded, birth)); who != NULL;
	     who = person_at(plan, who->next))
		consider(plan, p, who, &s);
	if (p->contradicts) /* told already; they are present all the same */
		return;
	if (s.n_found == 1)
		claim(plan, p, s.found, plan->at.name, false);
	else if (s.n_exact == 1 && (s.n_in_class != 1 || s.in_class == s.exact))
		claim(plan, p, s.exact, plan->at.name, false);
	else if (s.n_in_class == 1 && s.n_exact != 1)
		claim(plan, p, s.in_class, plan->at.name, false);
	else if (s.n_found > 1)
		note_error(plan, p, plan->at.name, NULL, "import.ambiguous", "Trường có %zu học sinh cùng họ tên «%s» và ngày sinh %s, không rõ dòng "
		           "này là em nào. Hãy ghi mã định danh của Bộ hoặc số định danh cá nhân của em.", s.n_found,
		           slot_text(p, plan->at.name), birth);
	else if (s.other != NULL && code != NULL)
		note_error(plan, p, plan->at.code, code, "import.code_differs", "«%s» (cùng ngày sinh) đã có ở trường với mã %s, nhưng dòng này ghi mã "
		           "%s. Hãy sửa lại mã; nếu là hai em khác nhau, hãy tiếp nhận em mới trên phần mềm.", s.other->name, s.other->code, code);
	else if (s.other != NULL)
		note_error(plan, p, plan->at.personal_id, NULL, "import.identity_differs", "«%s» (cùng ngày sinh) đã có ở trường với số định danh %s, "
		           "khác số của dòng này. Hãy sửa lại số định danh, hoặc ghi thêm mã định danh của Bộ (%s) nếu đúng là em ấy.",
		           s.other->name, s.other->personal_id, s.other->code);
}

/* ---- new ones ---- */

static size_t *seen(struct plan *plan, const char *kind, const char *text)
{
	return map_put(plan->c->arena, &plan->seen, arena_fmt(plan->c->arena, "%s%s", kind, text));
}

/* The same pupil on two rows: same code, same number, or same name and birth date with nothing to tell them apart. */
static void check_new(struct plan *plan, struct pupil *p)
{
	const char *code = slot_text(p, plan->at.code), *identity = slot_text(p, plan->at.personal_id), *birth = slot_text(p, plan->at.birth);
	size_t own = (size_t)(p - plan->pupil) + 1, *at;

	if (code != NULL && *(at = seen(plan, "c", code)) != 0)
		twice(plan, p, plan->at.code, *at - 1);
	else if (code != NULL)
		*at = own;
	if (identity != NULL && *(at = seen(plan, "i", identity)) != 0)
		twice(plan, p, plan->at.personal_id, *at - 1);
	else if (identity != NULL)
		*at = own;
	if (p->folded == NULL || birth == NULL)
		return;
	at = seen(plan, "n", arena_fmt(plan->c->arena, "%s|%s", p->folded, birth));
	if (*at == 0) {
		*at = own;
		return;
	}
	const struct pupil *other = &plan->pupil[*at - 1];
	if (!differ(code, slot_text(other, plan->at.code)) && !differ(identity, slot_text(other, plan->at.personal_id)) && p->bad == 0)
		twice(plan, p, plan->at.name, *at - 1);
}

/* Codes that nobody here has may be somebody's elsewhere. */
static bool check_codes(struct plan *plan)
{
	struct ctx *c = plan->c;
	size_t *owner = NEW_N(c->arena, size_t, plan->n_pupils + 1), n = 0;
	struct buf sql = buf_in(c->arena);
	struct rows r;

	for (size_t i = 0; i < plan->n_pupils; i++) {
		const char *code = slot_text(&plan->pupil[i], plan->at.code);
		if (code != NULL && plan->pupil[i].person == NULL && plan->pupil[i].fate != FATE_REFUSED)
			owner[n++] = i;
	}
	buf_put(&sql, "SELECT value FROM identifier WHERE scheme = $1 AND value IN (");
	for (size_t i = 0; i < CHUNK; i++)
		buf_fmt(&sql, "%s$%zu", i > 0 ? ", " : "", i + 2);
	buf_char(&sql, ')');
	for (size_t from = 0; from < n; from += CHUNK) {
		struct val args[CHUNK + 1] = { val_text("person") };
		for (size_t i = 0; i < CHUNK; i++)
			args[i + 1] = from + i < n ? val_text(slot_text(&plan->pupil[owner[from + i]], plan->at.code)) : val_null();
		if (!db_query(c, &r, sql.data, args, COUNT(args)))
			return false;
		for (size_t k = 0; k < r.count; k++) {
			const char *code = rows_at(&r, k, 0)->s;
			struct pupil *p = &plan->pupil[*seen(plan, "c", code) - 1];
			note_error(plan, p, plan->at.code, NULL, "import.code_elsewhere", "Mã %s là của một người ở trường khác. Hãy sửa lại mã; nếu em "
			           "chuyển đến, hãy làm thủ tục tiếp nhận chuyển trường trước.", code);
		}
	}
	return true;
}

/* A row without a readable birth date still shows that the pupil is in the file. */
static void note_presence(struct plan *plan, const struct pupil *p)
{
	const struct group *g = p->group == NOWHERE ? NULL : &plan->group[p->group];

	if (p->folded == NULL || g == NULL || g->room == NULL)
		return;
	for (size_t i = 0; i < plan->n_persons; i++) {
		struct person *who = &plan->person[i];
		if (who->seat != NULL && who->seat->class_id == g->room->id && streq(who->folded, p->folded))
			who->present = true;
	}
}

bool import_match(struct plan *plan)
{
	for (size_t i = 0; i < plan->n_pupils; i++) {
		struct pupil *p = &plan->pupil[i];
		const char *name = slot_text(p, plan->at.name);
		p->folded = name == NULL ? NULL : text_fold(plan->c->arena, name);
		match_strongly(plan, p);
	}
	for (size_t i = 0; i < plan->n_pupils; i++) {
		struct pupil *p = &plan->pupil[i];
		if (p->person != NULL)
			continue;
		if (slot_text(p, plan->at.birth) == NULL)
			note_presence(plan, p);
		match_by_name(plan, p);
		if (p->person == NULL && !p->contradicts)
			check_new(plan, p);
	}
	return check_codes(plan);
}
