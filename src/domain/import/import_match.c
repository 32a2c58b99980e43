/* import_match.c - which subject a row speaks of.  Where two answers are possible, a person must say. */
#include "base/text.h"
#include "catalog/life.h"
#include "db/db.h"
#include "domain/import/import_parts.h"
#include "sheet/title.h"

enum { CHUNK = 40 };

static const char *code_of(const struct plan *plan, const struct entry *p)
{
	return slot_text(p, plan->at.code);
}

/* A temporary code says nothing of who it is, until it is known. */
static const char *firm_code(const struct plan *plan, const struct entry *p)
{
	const char *code = code_of(plan, p);

	return code == NULL || import_is_temporary(code) ? NULL : code;
}

static struct subject *subject_at(const struct plan *plan, size_t index_and_one)
{
	return index_and_one == 0 ? NULL : &plan->subject[index_and_one - 1];
}

static struct subject *known_by(const struct plan *plan, const struct map *m, const char *key)
{
	return key == NULL ? NULL : subject_at(plan, map_get(m, key));
}

bool import_same_letters(struct arena *a, const char *name, const char *other)
{
	return streq(title_lower(a, text_parted(a, name)), title_lower(a, text_parted(a, other)));
}

static bool same_name(const struct entry *p, const struct subject *who)
{
	return p->folded == NULL || who->folded == NULL || streq(p->folded, who->folded);
}

static const char *birth_of(const struct subject *who)
{
	return who->birth == NULL ? "?" : who->birth;
}

static void twice(struct plan *plan, struct entry *p, size_t slot, size_t other)
{
	if (plan->type->code_scheme == CODE_PERSON)
		note_error(plan, p, slot, NULL, "import.twice", "Người này đã có ở %s. Hãy bỏ một trong hai dòng; nếu là hai người khác nhau, hãy ghi "
		           "số định danh hoặc mã của Bộ cho cả hai.", note_where(plan, &plan->entry[other]));
	else
		note_error(plan, p, slot, NULL, "import.twice", "Dòng này trùng với %s. Hãy bỏ một trong hai dòng, hoặc sửa cho khác nhau.",
		           note_where(plan, &plan->entry[other]));
}

bool import_has_left(const struct plan *plan, const struct entry *p)
{
	const struct record_type *t = plan->type;
	const char *status = p->subject->own.status, *says = slot_text(p, plan->at.status);

	if (t->merged_status != NULL && streq(status, t->merged_status))
		return true;
	if (t->moved_status != NULL && streq(status, t->moved_status))
		return says == NULL || plan->sheet->column[plan->at.status].record != 0 || !streq(says, status);
	return false;
}

/* No longer a record of this unit to be written, nor one of the year. */
static bool is_gone(const struct plan *plan, const struct entry *p)
{
	const struct record_type *t = plan->type;
	const struct subject *who = p->subject;

	if (streq(who->own.status, t->initial_status) || import_is_undone(t, &who->own) || import_was_here(plan, who))
		return false;
	return import_has_left(plan, p) || catalog_life(plan->c->catalog, t) == NULL;
}

static void claim(struct plan *plan, struct entry *p, struct subject *who, size_t slot, bool strongly)
{
	who->present = true;
	if (who->claimed != 0) {
		twice(plan, p, slot, who->claimed - 1);
		return;
	}
	who->claimed = (size_t)(p - plan->entry) + 1;
	who->strongly = strongly;
	p->subject = who;
	const char *moved = plan->type->moved_status;
	if (is_gone(plan, p) && plan->type->code_scheme == CODE_PERSON && moved != NULL && streq(who->own.status, moved))
		note_error(plan, p, slot, NULL, "import.inactive", "Hồ sơ %s («%s») đã chuyển sang đơn vị khác. Nếu người ấy trở lại, hãy xin chuyển về; "
		           "nếu không, hãy bỏ dòng này.", who->own.code, who->name == NULL ? who->own.code : who->name);
	else if (is_gone(plan, p))
		note_error(plan, p, slot, NULL, "import.inactive", "Hồ sơ %s («%s») đã ngừng dùng. Hãy mở lại hồ sơ đó, hoặc bỏ dòng này.",
		           who->own.code, who->name == NULL ? who->own.code : who->name);
}

/* ---- by code, by identity number ---- */

static void shifted(struct plan *plan, struct entry *p, size_t slot, const char *key, const char *what, const char *number, struct subject *who)
{
	who->doubted = true;
	note_error(plan, p, slot, number, key, "%s %s là của «%s» (sinh %s), nhưng dòng này ghi «%s»: có thể các dòng bị lệch. Hãy so lại cột này "
	           "với cột họ tên; nếu là đổi tên, hãy sửa trên hồ sơ.", what, number, who->name, birth_of(who), slot_text(p, plan->at.name));
}

/* The number is somebody's, and the row has another code: the Ministry's, come at last, or a slip. */
static bool takes_new_code(struct plan *plan, struct entry *p, const struct subject *by_code, const struct subject *who)
{
	if (by_code != NULL || who->has_moet || !same_name(p, who))
		return false;
	p->binds = code_of(plan, p);
	return true;
}

static void match_strongly(struct plan *plan, struct entry *p)
{
	const char *code = code_of(plan, p), *identity = slot_text(p, plan->at.personal_id);
	struct subject *by_code = known_by(plan, &plan->by_code, code), *by_number = known_by(plan, &plan->by_number, identity);

	if (by_code != NULL)
		by_code->present = true;
	if (by_number != NULL)
		by_number->present = true;
	p->contradicts = true;
	if (by_code != NULL && !same_name(p, by_code)) {
		shifted(plan, p, plan->at.code, "import.code_name", "Mã", code, by_code);
		return;
	}
	if (by_number != NULL && by_code != by_number && firm_code(plan, p) != NULL && !takes_new_code(plan, p, by_code, by_number)) {
		note_error(plan, p, by_code != NULL ? plan->at.personal_id : plan->at.code, NULL, "import.code_identity",
		           "Số định danh %s đang ghi ở hồ sơ %s («%s»), khác mã %s của dòng này. Hãy xem lại mã và số định danh.", identity,
		           by_number->own.code, by_number->name, code);
		return;
	}
	if (by_number != NULL && !same_name(p, by_number)) {
		shifted(plan, p, plan->at.personal_id, "import.identity_name", "Số định danh", identity, by_number);
		return;
	}
	p->contradicts = false;
	if (by_code != NULL || by_number != NULL)
		claim(plan, p, by_code != NULL ? by_code : by_number, by_code != NULL ? plan->at.code : plan->at.personal_id, true);
}

/* ---- by name and birth date, or whatever else tells a subject ---- */

static bool differ(const char *a, const char *b)
{
	return a != NULL && b != NULL && !streq(a, b);
}

struct search {
	struct subject *found, *in_class, *exact, *other, *undone; /* other: a different number stands in their record */
	size_t n_found, n_in_class, n_exact;
};

static bool is_in_class(const struct plan *plan, const struct entry *p, const struct subject *who)
{
	const struct group *g = p->group == NOWHERE ? NULL : &plan->group[p->group];

	return g != NULL && g->id != 0 && plan->year_type != NULL && who->held[1] != NULL && who->held[1]->class_id == g->id;
}

/* Their code is not the Ministry's yet, and nothing in the file speaks against it. */
static bool awaits_code(const struct plan *plan, const struct entry *p, const struct subject *who)
{
	return !who->has_moet && !who->doubted && !who->strongly && is_in_class(plan, p, who);
}

static void consider(struct plan *plan, const struct entry *p, struct subject *who, struct search *s)
{
	struct arena *a = plan->c->arena;

	who->present = true;
	if ((firm_code(plan, p) != NULL && !awaits_code(plan, p, who)) || differ(slot_text(p, plan->at.personal_id), who->personal_id)) {
		if (!who->strongly) /* else another row is that person, and this one is a namesake */
			s->other = who;
		return;
	}
	if (import_is_undone(plan->type, &who->own)) {
		s->undone = who;
		return;
	}
	s->n_found++;
	s->found = who;
	bool in_class = is_in_class(plan, p, who);
	bool exact = who->name == NULL || import_same_letters(a, who->name, slot_text(p, plan->at.name));
	s->n_in_class += in_class;
	s->in_class = in_class ? who : s->in_class;
	s->n_exact += exact;
	s->exact = exact ? who : s->exact;
}

static void tell_other(struct plan *plan, struct entry *p, const struct subject *who)
{
	const char *code = firm_code(plan, p);

	if (code != NULL)
		note_error(plan, p, plan->at.code, code, "import.code_differs", "«%s» (cùng ngày sinh) đã có ở trường với mã %s, nhưng dòng này ghi mã "
		           "%s. Hãy sửa lại mã; nếu là hai người khác nhau, hãy tiếp nhận người mới trên phần mềm.", who->name, who->own.code, code);
	else
		note_error(plan, p, plan->at.personal_id, NULL, "import.identity_differs", "«%s» (cùng ngày sinh) đã có ở trường với số định danh %s, "
		           "khác số của dòng này. Hãy sửa lại số định danh, hoặc ghi thêm mã định danh của Bộ (%s) nếu đúng là người ấy.", who->name,
		           who->personal_id, who->own.code);
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

static void match_loosely(struct plan *plan, struct entry *p)
{
	size_t slot = plan->at.name != NOWHERE ? plan->at.name : 0;
	struct search s = { 0 };

	for (struct subject *who = known_by(plan, &plan->by_match, p->match); who != NULL; who = subject_at(plan, who->next))
		consider(plan, p, who, &s);
	if (p->contradicts) /* told already; they are present all the same */
		return;
	struct subject *who = chosen(&s);
	if (who != NULL) {
		p->binds = firm_code(plan, p);
		claim(plan, p, who, slot, false);
	} else if (s.n_found > 1) {
		note_error(plan, p, slot, NULL, "import.ambiguous", "Trường có %zu %s giống dòng này%s, không rõ dòng này là ai. Hãy ghi mã định danh "
		           "của Bộ hoặc số định danh cá nhân.", s.n_found, plan->sheet->row, plan->at.birth != NOWHERE ? " (cùng họ tên và ngày sinh)" : "");
	} else if (s.other != NULL) {
		tell_other(plan, p, s.other);
	}
}

/* ---- new ones ---- */

static size_t *seen(struct plan *plan, const char *kind, const char *text)
{
	return map_put(plan->c->arena, &plan->seen, arena_fmt(plan->c->arena, "%s%s", kind, text));
}

static void check_once(struct plan *plan, struct entry *p, const char *kind, size_t slot)
{
	const char *text = slot_text(p, slot);
	size_t *at = text == NULL ? NULL : seen(plan, kind, text);

	if (at != NULL && *at != 0)
		twice(plan, p, slot, *at - 1);
	else if (at != NULL)
		*at = (size_t)(p - plan->entry) + 1;
}

/* The same subject on two rows: same code, same number, or the same match with nothing to tell them apart. */
static void check_new(struct plan *plan, struct entry *p)
{
	check_once(plan, p, "c", plan->at.code);
	check_once(plan, p, "i", plan->at.personal_id);
	if (p->match == NULL)
		return;
	size_t *at = seen(plan, "n", p->match);
	if (*at == 0) {
		*at = (size_t)(p - plan->entry) + 1;
		return;
	}
	const struct entry *other = &plan->entry[*at - 1];
	const struct slots none = { { 0 } };
	if (!differ(code_of(plan, p), code_of(plan, other)) && !differ(slot_text(p, plan->at.personal_id), slot_text(other, plan->at.personal_id)) &&
	    memcmp(&p->bad, &none, sizeof none) == 0)
		twice(plan, p, plan->at.name, *at - 1);
}

/* Codes that nobody here has may be somebody's elsewhere. */
static bool check_codes(struct plan *plan)
{
	struct ctx *c = plan->c;
	size_t *owner = NEW_N(c->arena, size_t, plan->n_entries + 1), n = 0;
	struct map at = { 0 };
	struct buf sql = buf_in(c->arena);
	struct rows r;

	for (size_t i = 0; i < plan->n_entries; i++) {
		const struct entry *p = &plan->entry[i];
		const char *code = firm_code(plan, p);
		if (code == NULL || p->fate == FATE_REFUSED || (p->subject != NULL && p->binds == NULL))
			continue;
		size_t *first = map_put(c->arena, &at, code);
		if (*first != 0)
			continue;
		*first = i + 1;
		owner[n++] = i;
	}
	buf_put(&sql, "SELECT value FROM identifier WHERE scheme IN ('person', 'moet') AND value IN (");
	for (size_t i = 0; i < CHUNK; i++)
		buf_fmt(&sql, "%s$%zu", i > 0 ? ", " : "", i + 1);
	buf_char(&sql, ')');
	for (size_t from = 0; from < n; from += CHUNK) {
		struct val args[CHUNK];
		for (size_t i = 0; i < CHUNK; i++)
			args[i] = from + i < n ? val_text(code_of(plan, &plan->entry[owner[from + i]])) : val_null();
		if (!db_query(c, &r, sql.data, args, COUNT(args)))
			return false;
		for (size_t k = 0; k < r.count; k++) {
			const char *code = rows_at(&r, k, 0)->s;
			note_error(plan, &plan->entry[map_get(&at, code) - 1], plan->at.code, NULL, "import.code_elsewhere", "Mã %s là của một người ở trường "
			           "khác. Hãy sửa lại mã; nếu là người chuyển đến, hãy làm thủ tục tiếp nhận trước.", code);
		}
	}
	return true;
}

/* Codes of other records are issued here: an unknown one is a slip. */
static void check_issued(struct plan *plan)
{
	for (size_t i = 0; i < plan->n_entries; i++) {
		struct entry *p = &plan->entry[i];
		if (code_of(plan, p) != NULL && p->subject == NULL)
			note_error(plan, p, plan->at.code, NULL, "import.code_unknown", "Không có %s mang mã %s. Hãy sửa lại mã, hoặc để trống nếu là mới.",
			           plan->sheet->row, code_of(plan, p));
	}
}

/* A row without a readable birth date still shows that its subject is in the file. */
static void note_presence(struct plan *plan, const struct entry *p)
{
	if (p->folded == NULL)
		return;
	for (size_t i = 0; i < plan->n_subjects; i++) {
		struct subject *who = &plan->subject[i];
		if (who->folded != NULL && streq(who->folded, p->folded) && (plan->at.class == NOWHERE || is_in_class(plan, p, who)))
			who->present = true;
	}
}

/* What tells the subject, as one text. */
static const char *match_of(const struct plan *plan, const struct entry *p)
{
	struct arena *a = plan->c->arena;
	struct val value[SHEET_MATCH_MAX] = { { 0 } };

	for (size_t i = 0; plan->sheet->match[i] != NULL; i++)
		for (size_t k = 0; k < plan->sheet->n_columns; k++)
			if (plan->sheet->column[k].use == USE_FIELD && plan->sheet->column[k].record == 0 && plan->sheet->column[k].field == plan->sheet->match[i])
				value[i] = p->value[plan->slot_of[k]];
	return import_match_text(a, plan->sheet, value);
}

void import_match_again(struct plan *plan, struct entry *p)
{
	match_strongly(plan, p);
	if (p->subject == NULL)
		match_loosely(plan, p);
}

bool import_match(struct plan *plan)
{
	for (size_t i = 0; i < plan->n_entries; i++) {
		struct entry *p = &plan->entry[i];
		const char *name = slot_text(p, plan->at.name);
		p->folded = name == NULL ? NULL : text_fold(plan->c->arena, name);
		p->match = match_of(plan, p);
		match_strongly(plan, p);
	}
	for (size_t i = 0; i < plan->n_entries; i++) {
		struct entry *p = &plan->entry[i];
		if (p->subject != NULL)
			continue;
		if (p->match == NULL)
			note_presence(plan, p);
		match_loosely(plan, p);
		if (p->subject == NULL && !p->contradicts)
			check_new(plan, p);
	}
	if (plan->type->code_scheme == CODE_PERSON)
		return check_codes(plan);
	check_issued(plan);
	return true;
}
