/* import_match.c - of whom or what each row speaks, and what is wrong with what it says of them. */
#include "base/text.h"
#include "base/time.h"
#include "catalog/expr.h"
#include "catalog/life.h"
#include "db/db.h"
#include "domain/import/import_plan.h"
#include "domain/person/person.h"

enum { CHUNK = 40 };

static struct mention mention_of(const struct plan *plan, const struct entry *p)
{
	const struct group *g = p->group == NOWHERE ? NULL : &plan->classes.group[p->group];

	return (struct mention){ .code = slot_text(p, plan->at.code), .number = slot_text(p, plan->at.personal_id), .name = slot_text(p, plan->at.name),
		                 .folded = p->folded, .match = p->match, .class_id = g == NULL ? 0 : g->id };
}

static const char *firm_code(const struct plan *plan, const struct entry *p)
{
	const struct mention m = mention_of(plan, p);

	return subject_firm_code(&m);
}

static void twice(struct plan *plan, struct entry *p, size_t slot, size_t other)
{
	if (plan->known.type->code_scheme == CODE_PERSON)
		note_error(plan, p, slot, NULL, "import.twice", "Người này đã có ở %s. Hãy bỏ một trong hai dòng; nếu là hai người khác nhau, hãy ghi "
		           "số định danh hoặc mã của Bộ cho cả hai.", note_where(plan, &plan->rows.entry[other]));
	else
		note_error(plan, p, slot, NULL, "import.twice", "Dòng này trùng với %s. Hãy bỏ một trong hai dòng, hoặc sửa cho khác nhau.",
		           note_where(plan, &plan->rows.entry[other]));
}

bool import_has_left(const struct plan *plan, const struct entry *p)
{
	const struct record_type *t = plan->known.type;
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
	const struct record_type *t = plan->known.type;
	const struct subject *who = p->subject;

	if (t->is_unit || streq(who->own.status, t->initial_status) || subject_is_undone(t, &who->own) || subject_was_here(&plan->known, who))
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
	who->claimed = (size_t)(p - plan->rows.entry) + 1;
	who->strongly = strongly;
	p->subject = who;
	const char *moved = plan->known.type->moved_status;
	if (is_gone(plan, p) && plan->known.type->code_scheme == CODE_PERSON && moved != NULL && streq(who->own.status, moved))
		note_error(plan, p, slot, NULL, "import.inactive", "Hồ sơ %s («%s») đã chuyển sang đơn vị khác. Nếu người ấy trở lại, hãy xin chuyển về; "
		           "nếu không, hãy bỏ dòng này.", who->own.code, who->name == NULL ? who->own.code : who->name);
	else if (is_gone(plan, p))
		note_error(plan, p, slot, NULL, "import.inactive", "Hồ sơ %s («%s») đã ngừng dùng. Hãy mở lại hồ sơ đó, hoặc bỏ dòng này.",
		           who->own.code, who->name == NULL ? who->own.code : who->name);
}

/* ---- what its code and number say, what its name says ---- */

static void shifted(struct plan *plan, struct entry *p, size_t slot, const char *key, const char *what, const struct subject *who)
{
	const char *number = slot_text(p, slot);

	note_error(plan, p, slot, number, key, "%s %s là của «%s» (sinh %s), nhưng dòng này ghi «%s»: có thể các dòng bị lệch. Hãy so lại cột này "
	           "với cột họ tên; nếu là đổi tên, hãy sửa trên hồ sơ.", what, number, who->name, who->birth == NULL ? "?" : date_words(plan->c->arena, who->birth),
	           slot_text(p, plan->at.name));
}

static void match_strongly(struct plan *plan, struct entry *p)
{
	const struct mention m = mention_of(plan, p);
	const struct meaning said = subject_by_number(&plan->known, &m);

	p->contradicts = said.is == MEANT_CODE_NAME || said.is == MEANT_CODE_IDENTITY || said.is == MEANT_IDENTITY_NAME;
	if (said.binds)
		p->binds = m.code;
	if (said.is == MEANT_CODE_NAME)
		shifted(plan, p, plan->at.code, "import.code_name", "Mã", said.who);
	else if (said.is == MEANT_CODE_IDENTITY)
		note_error(plan, p, said.by_code ? plan->at.personal_id : plan->at.code, NULL, "import.code_identity",
		           "Số định danh %s đang ghi ở hồ sơ %s («%s»), khác mã %s của dòng này. Hãy xem lại mã và số định danh.", m.number,
		           said.who->own.code, said.who->name, m.code);
	else if (said.is == MEANT_IDENTITY_NAME)
		shifted(plan, p, plan->at.personal_id, "import.identity_name", "Số định danh", said.who);
	else if (said.is == MEANT_ONE)
		claim(plan, p, said.who, said.by_code ? plan->at.code : plan->at.personal_id, true);
	if (p->subject != NULL && said.by_code && p->folded != NULL && said.who->folded != NULL && !streq(p->folded, said.who->folded) &&
	    subject_is_undone(plan->known.type, &said.who->own))
		note_warning(plan, p, plan->at.code, m.code, "import.code_again", "Mã %s ở một lần nạp đã huỷ là của «%s», nay là của «%s»: hồ sơ ấy được dùng lại "
		             "với những gì dòng này ghi, ô để trống giữ như lần ấy. Hãy xem lại mã.", m.code, said.who->name, m.name);
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

/* Of somebody who must be there, nothing but the name is said. */
static bool is_name_alone(const struct plan *plan, const struct entry *p)
{
	const struct mention m = mention_of(plan, p);
	const bool class_unknown = p->group != NOWHERE && m.class_id == 0;

	return !plan->sheet->creates && plan->known.type->code_scheme == CODE_PERSON && plan->at.birth != NOWHERE && p->match == NULL && p->folded != NULL &&
	       !import_has_column(plan, p, plan->at.birth) && m.code == NULL && m.number == NULL && !class_unknown;
}

static size_t *seen(struct plan *plan, const char *kind, const char *text)
{
	return map_put(plan->c->arena, &plan->seen, arena_fmt(plan->c->arena, "%s%s", kind, text));
}

/* In how many rows of a class a name stands. */
static size_t *rows_called(struct plan *plan, const struct entry *p)
{
	return seen(plan, "a", arena_fmt(plan->c->arena, "%zu %s", p->group, p->folded));
}

static void match_name(struct plan *plan, struct entry *p)
{
	struct page *page = &plan->rows.page[p->page];
	const struct mention m = mention_of(plan, p);
	const struct meaning said = subject_by_name_alone(&plan->known, &m);
	const size_t rows = *rows_called(plan, p);
	const char *where = m.class_id == 0 ? "Trường" : "Lớp này";

	if (!slots_have(&page->told, plan->at.birth))
		note_page_warning(plan, page, "import.name_alone", "Trang này không có cột «Ngày sinh» hoặc «Mã học sinh», nên từng dòng được tìm theo họ tên: chỉ nhận tên mà %s "
		                  "chỉ có một. Hãy thêm một trong hai cột ấy để chắc chắn.", plan->at.class != NOWHERE && page->column[plan->at.class] != NOWHERE ? "lớp" : "trường");
	slots_add(&page->told, plan->at.birth);
	if (said.is == MEANT_SEVERAL)
		note_error(plan, p, plan->at.name, NULL, "import.ambiguous", "%s có %zu %s cùng tên như dòng này, không rõ dòng này là ai. Hãy thêm cột «Ngày sinh» hoặc «Mã học sinh».",
		           where, said.n, plan->sheet->row);
	else if (rows > 1)
		note_error(plan, p, plan->at.name, NULL, "import.ambiguous", "Tệp có %zu dòng cùng tên này%s, không rõ dòng nào là của ai. Hãy thêm cột «Ngày sinh» hoặc «Mã học sinh».",
		           rows, p->group == NOWHERE ? "" : " trong một lớp");
	else if (said.is == MEANT_ONE)
		claim(plan, p, said.who, plan->at.name, false);
}

static void match_loosely(struct plan *plan, struct entry *p)
{
	if (is_name_alone(plan, p)) {
		match_name(plan, p);
		return;
	}
	const size_t slot = plan->at.name != NOWHERE ? plan->at.name : 0;
	const struct mention m = mention_of(plan, p);
	const struct meaning said = subject_by_name(&plan->known, &m);

	if (p->contradicts) /* told already; they are present all the same */
		return;
	if (said.is == MEANT_ONE) {
		p->binds = said.binds ? m.code : NULL;
		claim(plan, p, said.who, slot, false);
	} else if (said.is == MEANT_SEVERAL) {
		note_error(plan, p, slot, NULL, "import.ambiguous", "Trường có %zu %s giống dòng này%s, không rõ dòng này là ai. Hãy ghi mã định danh "
		           "của Bộ hoặc số định danh cá nhân.", said.n, plan->sheet->row, plan->at.birth != NOWHERE ? " (cùng họ tên và ngày sinh)" : "");
	} else if (said.is == MEANT_OTHER) {
		tell_other(plan, p, said.who);
	}
}

/* ---- new ones ---- */

static void check_once(struct plan *plan, struct entry *p, const char *kind, size_t slot)
{
	const char *text = slot_text(p, slot);
	size_t *at = text == NULL ? NULL : seen(plan, kind, text);

	if (at != NULL && *at != 0)
		twice(plan, p, slot, *at - 1);
	else if (at != NULL)
		*at = (size_t)(p - plan->rows.entry) + 1;
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
		*at = (size_t)(p - plan->rows.entry) + 1;
		return;
	}
	const struct entry *other = &plan->rows.entry[*at - 1];
	const struct slots none = { { 0 } };
	if (!subject_differ(slot_text(p, plan->at.code), slot_text(other, plan->at.code)) && !subject_differ(slot_text(p, plan->at.personal_id), slot_text(other, plan->at.personal_id)) &&
	    memcmp(&p->bad, &none, sizeof none) == 0)
		twice(plan, p, plan->at.name, *at - 1);
}

/* The code is somebody's elsewhere; of somebody who never was it becomes one of whoever is made here. */
static bool meet_holder(struct plan *plan, struct entry *p, const char *code, const struct val *holder)
{
	bool ever_was;

	if (!person_ever_was(plan->c, &(struct code_holder){ .unit_id = holder[0].i, .id = holder[1].i, .type = holder[2].s }, &ever_was))
		return false;
	if (ever_was)
		note_error(plan, p, plan->at.code, NULL, "import.code_elsewhere", "Mã %s là của một người ở trường khác. Hãy sửa lại mã; nếu là người chuyển đến, hãy làm thủ "
		           "tục tiếp nhận trước.", code);
	else
		p->binds = slot_text(p, plan->at.code);
	return true;
}

/* Codes that nobody here has may be somebody's elsewhere. */
static bool check_codes(struct plan *plan)
{
	struct ctx *c = plan->c;
	size_t *owner = NEW_N(c->arena, size_t, plan->rows.n_entries + 1), n = 0;
	struct map at = { 0 };
	struct buf sql = buf_in(c->arena);
	struct rows r;

	for (size_t i = 0; i < plan->rows.n_entries; i++) {
		const struct entry *p = &plan->rows.entry[i];
		const char *code = firm_code(plan, p);
		if (code == NULL || p->fate == FATE_REFUSED || (p->subject != NULL && p->binds == NULL))
			continue;
		size_t *first = map_put(c->arena, &at, code);
		if (*first != 0)
			continue;
		*first = i + 1;
		owner[n++] = i;
	}
	buf_put(&sql, "SELECT value, unit_id, record_id, type FROM identifier WHERE scheme IN ('person', 'moet') AND value IN ");
	sql_chunk(&sql, 1, CHUNK);
	for (size_t from = 0; from < n; from += CHUNK) {
		struct val args[CHUNK];
		for (size_t i = 0; i < CHUNK; i++)
			args[i] = from + i < n ? val_text(slot_text(&plan->rows.entry[owner[from + i]], plan->at.code)) : val_null();
		if (!db_query(c, &r, sql.data, args, COUNT(args)))
			return false;
		for (size_t k = 0; k < r.count; k++) {
			const char *code = rows_at(&r, k, 0)->s;
			if (!meet_holder(plan, &plan->rows.entry[map_get(&at, code) - 1], code, rows_at(&r, k, 1)))
				return false;
		}
	}
	return true;
}

/* Codes of other records are issued here: an unknown one is a slip. */
static void check_issued(struct plan *plan)
{
	for (size_t i = 0; i < plan->rows.n_entries; i++) {
		struct entry *p = &plan->rows.entry[i];
		if (slot_text(p, plan->at.code) != NULL && p->subject == NULL)
			note_error(plan, p, plan->at.code, NULL, "import.code_unknown", "Không có %s mang mã %s. Hãy sửa lại mã, hoặc để trống nếu là mới.",
			           plan->sheet->row, slot_text(p, plan->at.code));
	}
}

/* What tells the subject, as one text. */
static const char *match_of(struct arena *a, const struct plan *plan, const struct entry *p)
{
	struct val value[SHEET_MATCH_MAX] = { { 0 } };

	for (size_t i = 0; plan->sheet->match[i] != NULL; i++)
		for (size_t k = 0; k < plan->sheet->n_columns; k++)
			if (plan->sheet->column[k].use == USE_FIELD && plan->sheet->column[k].record == 0 && plan->sheet->column[k].field == plan->sheet->match[i])
				value[i] = *slot_value(p, plan->slot_of[k]);
	return subject_match_text(a, plan->sheet, value);
}

void import_match_again(struct plan *plan, struct entry *p)
{
	match_strongly(plan, p);
	if (p->subject == NULL)
		match_loosely(plan, p);
}

bool import_match(struct plan *plan)
{
	struct arena *own = arena_new();

	if (plan->known.type->is_unit && !import_units_take(plan)) {
		arena_free(own);
		return false;
	}
	for (size_t i = 0; i < plan->rows.n_entries; i++) {
		struct entry *p = &plan->rows.entry[i];
		const char *name = slot_text(p, plan->at.name);
		const char *match = match_of(own, plan, p);
		p->folded = name == NULL ? NULL : arena_strdup(plan->c->arena, text_fold(own, name));
		p->match = match == NULL ? NULL : arena_strdup(plan->c->arena, match);
		if (is_name_alone(plan, p))
			++*rows_called(plan, p);
		arena_reset(own);
		match_strongly(plan, p);
	}
	arena_free(own);
	for (size_t i = 0; i < plan->rows.n_entries; i++) {
		struct entry *p = &plan->rows.entry[i];
		const struct mention m = mention_of(plan, p);
		if (p->subject != NULL)
			continue;
		if (p->match == NULL) /* no readable birth date */
			subject_note_presence(&plan->known, &m, plan->at.class != NOWHERE);
		match_loosely(plan, p);
		if (p->subject == NULL && !p->contradicts)
			check_new(plan, p);
	}
	if (plan->sheet->creates && plan->known.type->code_scheme == CODE_PERSON && plan->at.birth != NOWHERE && plan->at.sex != NOWHERE)
		import_tell_near(plan);
	switch (plan->known.type->code_scheme) {
	case CODE_PERSON: return check_codes(plan);
	case CODE_GIVEN:  return import_units_check(plan);
	case CODE_UNIT:   check_issued(plan);
	}
	return true;
}
