/* import_unit.c - what only a register of schools has: who manages each, levels as digits, one school under two codes.
 *
 * A register says what is, so it goes in over what is in use; but who manages a school, and whether it is at work, are
 * operations of their own: of a school that is there a difference is told and not written. */
#include "base/text.h"
#include "catalog/unit_kind.h"
#include "db/db.h"
#include "domain/import/import_plan.h"
#include "domain/unit/unit_admin.h"
#include "domain/unit/unit_levels.h"
#include "domain/unit/unit_rows.h"
#include "store/hold.h"

/* ---- levels, and what follows from them ---- */

enum { PRIMARY = 1, LOWER = 2, UPPER = 4, NURSERY = 8, KINDERGARTEN = 16, CONTINUING = 32, PRESCHOOL = NURSERY | KINDERGARTEN };

/* "45" nursery and kindergarten, "12" primary and lower secondary. */
static const struct {
	char digit;
	int bit;
} level_digits[] = { { '1', PRIMARY }, { '2', LOWER }, { '3', UPPER }, { '4', NURSERY }, { '5', KINDERGARTEN }, { '6', CONTINUING } };

static const struct {
	int levels;
	const char *group;
} groups[] = {
	{ PRESCHOOL, "01" }, { KINDERGARTEN, "02" }, { NURSERY, "03" }, { PRIMARY, "06" }, { LOWER, "07" }, { UPPER, "08" },
	{ PRIMARY | LOWER, "09" }, { LOWER | UPPER, "10" }, { PRIMARY | LOWER | UPPER, "11" }, { PRESCHOOL | PRIMARY, "16" },
	{ PRESCHOOL | PRIMARY | LOWER, "18" }, { PRESCHOOL | PRIMARY | LOWER | UPPER, "17" },
};

static const struct {
	const char *word;
	int bits;
} level_words[] = {
	{ "mam non", PRESCHOOL }, { "nha tre", NURSERY }, { "mau giao", KINDERGARTEN }, { "tieu hoc", PRIMARY }, { "thcs", LOWER }, { "trung hoc co so", LOWER },
	{ "thpt", UPPER }, { "trung hoc pho thong", UPPER }, { "gdtx", CONTINUING }, { "thuong xuyen", CONTINUING },
};

/* "Tiểu học, THCS" */
static int level_bits_in_words(struct plan *plan, const struct entry *p, const char *text)
{
	const char *s = text_fold(plan->c->arena, text);
	int bits = 0;

	for (size_t n; *(s += strspn(s, ",;+&/ ")) != '\0'; s += n) {
		const char *part = arena_strndup(plan->c->arena, s, n = strcspn(s, ",;+&/"));
		const int before = bits;
		for (size_t i = 0; i < COUNT(level_words); i++)
			if (strstr(part, level_words[i].word) != NULL)
				bits |= level_words[i].bits;
		if (bits == before)
			note_warning(plan, p, plan->at.levels, NULL, "import.level_unknown", "Không rõ cấp học «%s»; bỏ qua. Hãy xem lại.", text);
	}
	return bits;
}

static int level_bits(struct plan *plan, const struct entry *p)
{
	const char *text = slot_text(p, plan->at.levels);
	int bits = 0;

	if (text != NULL && strpbrk(text, "0123456789") == NULL)
		return level_bits_in_words(plan, p, text);
	for (const char *s = text == NULL ? "" : text; *s != '\0'; s++) {
		size_t i = 0;
		while (i < COUNT(level_digits) && level_digits[i].digit != *s)
			i++;
		if (i < COUNT(level_digits))
			bits |= level_digits[i].bit;
		else if (*s != ',' && *s != ' ')
			note_warning(plan, p, plan->at.levels, NULL, "import.level_unknown", "Không rõ cấp học «%c»; bỏ qua. Hãy xem lại.", *s);
	}
	return bits;
}

/* Groups and classes outside a school are told only by their names: "Nhóm trẻ...", "NTMG...", "Cơ sở GDMN độc lập...". */
static bool is_independent(const char *folded)
{
	static const char *const begins[] = { "nhom ", "nt ", "nt-", "ntmg", "lop mam non", "lop mau giao", "lop mg", "co so", "csmn" };

	for (size_t i = 0; i < COUNT(begins); i++)
		if (strncmp(folded, begins[i], strlen(begins[i])) == 0)
			return true;
	return strstr(folded, "doc lap") != NULL;
}

static const char *level_group(int bits, const char *folded)
{
	if (bits == CONTINUING)
		return strstr(folded, " tinh") != NULL ? "12" : "13";
	if (bits != 0 && (bits & ~PRESCHOOL) == 0 && is_independent(folded))
		return bits == NURSERY ? "04" : bits == KINDERGARTEN ? "05" : "19";
	for (size_t i = 0; i < COUNT(groups); i++)
		if (groups[i].levels == bits)
			return groups[i].group;
	return NULL;
}

static void take_kind(struct plan *plan, struct entry *p, int bits)
{
	const char *kind = slot_text(p, plan->at.kind);

	if (kind == NULL || bits == 0) /* no level is known that it could not fit */
		return;
	const bool general = streq(kind, "01") || streq(kind, "07"), continuing = streq(kind, "15") || streq(kind, "16");
	if (streq(kind, "03") && (bits & UPPER) != 0) { /* a boarding school: the province's has upper secondary, a district's has not */
		slot_set(plan, p, plan->at.kind, val_text("02"));
	} else if ((general && (bits & (PRIMARY | LOWER | UPPER)) == 0) || (continuing && (bits & CONTINUING) == 0)) {
		note_warning(plan, p, plan->at.kind, kind, "import.kind", "Loại trường không hợp với cấp học «%s»; để trống. Hãy xem lại.", slot_text(p, plan->at.levels));
		slot_set(plan, p, plan->at.kind, val_null());
	}
}

/* The group is given, and says more than the digits beside it. */
static void compare_levels(struct plan *plan, const struct entry *p, const char *given, const char *group)
{
	const struct list *list = plan->sheet->column[plan->at.group].field->list;
	const struct list_item *says = list_find(list, given, NULL), *digits = group == NULL ? NULL : list_find(list, group, NULL);

	if (says != NULL && digits != NULL && !streq(says->levels, digits->levels))
		note_warning(plan, p, plan->at.levels, NULL, "import.levels_differ", "Cấp học ở ô này trái với cột «%s» của cùng dòng; lấy «%s» như cột ấy ghi. Hãy xem lại "
		             "và sửa ô ghi sai.", plan->sheet->column[plan->at.group].field->label, says->name);
}

static void take_levels(struct plan *plan, struct entry *p)
{
	const char *given = slot_text(p, plan->at.group);

	if (!import_has_column(plan, p, plan->at.levels))
		return;
	const int bits = level_bits(plan, p);
	const char *group = level_group(bits, p->folded == NULL ? "" : p->folded);
	if (given != NULL) {
		compare_levels(plan, p, given, group);
		return;
	}
	if (bits == 0)
		note_error(plan, p, plan->at.levels, NULL, "import.levels", "Thiếu cấp học, hoặc cấp học không rõ. Hãy ghi các chữ số từ 1 đến 6, ví dụ 45 "
		           "cho trường mầm non, hoặc tên cấp, ví dụ «Tiểu học, THCS».");
	else if (group == NULL)
		note_error(plan, p, plan->at.levels, NULL, "import.levels", "Không có nhóm cấp học nào gồm đúng các cấp này. Hãy sửa lại, hoặc thêm cột «NHOM_CAP_HOC».");
	else
		slot_set(plan, p, plan->at.group, val_text(group));
	take_kind(plan, p, bits);
}

/* Not there, or taken back. */
static bool is_new(const struct plan *plan, const struct entry *p)
{
	return p->subject == NULL || subject_is_undone(plan->known.type, &p->subject->own);
}

/* ---- who manages it ---- */

static bool find_anywhere(struct plan *plan, const char *code, struct unit *ret, bool *found)
{
	static const struct scope all = { .path = "/" };

	*found = unit_find(plan->c, &all, code, ret);
	if (!*found && plan->c->err != ERR_NOT_FOUND)
		return false;
	ctx_clear(plan->c);
	return true;
}

enum office { OFFICE_UNASKED, OFFICE_NONE, OFFICE_ELSEWHERE, OFFICE_UNFIT, OFFICE_FIT };

/* Elsewhere: neither the one that takes the file in nor below it; unfit: it has ceased to be, or its kind manages no schools. */
static bool find_office(struct plan *plan, const char *code, size_t *ret)
{
	struct ctx *c = plan->c;
	const struct unit *top = &plan->o->unit;
	const char *kind = unit_kind_of_record(c->catalog, plan->known.type);
	size_t *known = map_put(c->arena, &plan->offices, code);
	struct unit u;
	bool found;

	if (*known == OFFICE_UNASKED) {
		if (!find_anywhere(plan, code, &u, &found))
			return false;
		if (!found || unit_is_school(c, &u))
			*known = OFFICE_NONE;
		else if (strncmp(u.path, top->path, strlen(top->path)) != 0)
			*known = OFFICE_ELSEWHERE;
		else
			*known = unit_is_over(u.status) || !unit_kind_may_stand_under(c->catalog, kind, u.kind) ? OFFICE_UNFIT : OFFICE_FIT;
	}
	*ret = *known;
	return true;
}

static void repaired(struct plan *plan, const struct entry *p, size_t slot, const char *code)
{
	const char *given = slot_text(p, slot);

	if (given != NULL && !streq(given, code))
		note_warning(plan, p, slot, given, "import.code_repaired", "Mã «%s» mất số 0 ở đầu, đã hiểu là %s. Hãy xem lại.", given, code);
}

/* A code of one digit can be of a Sở or a Phòng that lost zeros: of a Phòng when the row's other columns say so too. */
static const char *numbered_office(struct plan *plan, const struct entry *p, const char *given)
{
	struct arena *a = plan->c->arena;
	const char *so = unit_code_padded(a, given, 2), *phong = unit_code_padded(a, given, 3), *by = slot_text(p, plan->at.district_office);
	const char *office = by == NULL ? NULL : unit_code_padded(a, by, 3), *district = slot_text(p, plan->at.district), *province = slot_text(p, plan->at.province);
	const bool is_phong = so != NULL && strlen(so) > strlen(given) && office != NULL && district != NULL && streq(office, phong) && streq(district, phong);

	return so != NULL && province != NULL && streq(so, province) && !is_phong ? so : phong;
}

/* A code that is an office's stays as it is written; of a number that is none's zeros may be lost.  NULL: it is no code. */
static bool office_of_code(struct plan *plan, const struct entry *p, const char *given, const char **ret)
{
	struct arena *a = plan->c->arena;
	const bool number = unit_code_padded(a, given, 3) != NULL;
	const char *const meant[] = { given, number ? numbered_office(plan, p, given) : NULL, unit_code_padded(a, given, 2), unit_code_padded(a, given, 3) };
	size_t there = OFFICE_NONE;

	*ret = number ? given : NULL;
	for (size_t i = 0; there == OFFICE_NONE && i < COUNT(meant); i++) {
		if (meant[i] != NULL && !find_office(plan, meant[i], &there))
			return false;
		if (there != OFFICE_NONE)
			*ret = meant[i];
	}
	return true;
}

/* The one that takes in a file which names no office at all; of the root no school is meant to be. */
static bool own_office(struct plan *plan, const struct entry *p, const char **ret)
{
	const struct unit *top = &plan->o->unit;
	struct page *page = &plan->rows.page[p->page];
	size_t there;

	if (unit_is_root(plan->c, top))
		return true;
	if (!find_office(plan, top->code, &there))
		return false;
	if (there != OFFICE_FIT)
		return true;
	*ret = top->code;
	if (!slots_have(&page->told, plan->at.manager))
		note_page_warning(plan, page, "import.manager_own", "Tệp không có cột «%s»: các trường mới được ghi về %s. Hãy thêm cột ấy nếu trường do đơn vị khác quản lý.",
		                  plan->sheet->column[plan->at.manager].title[0], top->name);
	slots_add(&page->told, plan->at.manager);
	return true;
}

/* What else the row says of it: its Phòng, else the Sở of its province. */
static bool office_beside(struct plan *plan, const struct entry *p, const char *given, const char **ret)
{
	struct arena *a = plan->c->arena;
	const bool has_column = import_has_column(plan, p, plan->at.manager);
	const char *by = slot_text(p, plan->at.district_office), *const phong[] = { by, by == NULL ? NULL : unit_code_padded(a, by, 3) };
	size_t there = OFFICE_NONE;

	for (size_t i = 0; there <= OFFICE_ELSEWHERE && i < COUNT(phong); i++) {
		if (phong[i] != NULL && !find_office(plan, phong[i], &there))
			return false;
		if (there > OFFICE_ELSEWHERE)
			*ret = phong[i];
	}
	if (!has_column)
		return *ret != NULL || own_office(plan, p, ret);
	const bool is_phong = *ret != NULL;
	if (!is_phong)
		*ret = slot_text(p, plan->at.province);
	if (*ret != NULL)
		note_warning(plan, p, plan->at.manager, given, given == NULL ? "import.manager_blank" : "import.manager", "Đơn vị quản lý %s; ghi về %s %s%s. Hãy xem lại.",
		             given == NULL ? "để trống" : arena_fmt(a, "«%s» không có trong danh mục Sở, Phòng", given), is_phong ? "đơn vị" : "Sở", *ret,
		             is_phong ? arena_fmt(a, " theo cột «%s»", plan->sheet->column[plan->at.district_office].title[0]) : "");
	return true;
}

static bool take_manager(struct plan *plan, struct entry *p)
{
	const char *given = slot_text(p, plan->at.manager), *code = NULL;

	if (given != NULL && !office_of_code(plan, p, given, &code))
		return false;
	if (code != NULL)
		repaired(plan, p, plan->at.manager, code);
	else if ((given != NULL || is_new(plan, p)) && !office_beside(plan, p, given, &code))
		return false;
	if (code != NULL || !is_new(plan, p)) /* what no office is called is told of a new one */
		slot_set(plan, p, plan->at.manager, code == NULL ? val_null() : val_text(code));
	return true;
}

/* ---- a school that is new here ---- */

static bool check_code(struct plan *plan, struct entry *p)
{
	const char *code = slot_text(p, plan->at.code);
	struct unit u;
	bool taken = false;

	if (code == NULL)
		note_error(plan, p, plan->at.code, NULL, "import.code_empty", "Thiếu mã trường. Hãy ghi mã do đơn vị quản lý cấp.");
	else if (!unit_code_is_fine(code))
		note_error(plan, p, plan->at.code, NULL, "code.form", "Mã trường gồm 2 đến 20 chữ cái không dấu và chữ số. Hãy sửa lại mã.");
	else if (!find_anywhere(plan, code, &u, &taken))
		return false;
	else if (taken)
		note_error(plan, p, plan->at.code, NULL, "import.code_elsewhere", "Mã %s đã được cấp cho một đơn vị khác, không phải trường do %s quản lý. Hãy sửa lại mã.",
		           code, plan->o->unit.name);
	else if (!unit_code_is_usual(plan->c, code))
		note_warning(plan, p, plan->at.code, code, "code.unusual", "Mã %s không theo cách đặt mã trường của Bộ: hai chữ số đầu không phải mã một tỉnh. Hãy so với mã mà "
		             "Bộ hoặc đơn vị quản lý đã cấp; nếu sai, hãy sửa ô này rồi nạp lại.", code);
	return true;
}

static bool check_manager(struct plan *plan, struct entry *p)
{
	struct page *page = &plan->rows.page[p->page];
	const char *code = slot_text(p, plan->at.manager);
	size_t there = OFFICE_FIT;

	if (code != NULL && !find_office(plan, code, &there))
		return false;
	if (there == OFFICE_UNFIT) {
		note_error(plan, p, plan->at.manager, NULL, "unit.parent", "Đơn vị %s đã ngừng hoạt động, hoặc không quản lý trường. Hãy ghi mã của đơn vị quản lý hiện "
		           "nay.", code);
	} else if (there != OFFICE_FIT) {
		note_error(plan, p, plan->at.manager, NULL, "unit.parent", "Không có đơn vị quản lý mang mã %s ở %s. Hãy sửa lại mã, hoặc nạp danh sách đơn vị trước.", code,
		           plan->o->unit.name);
	} else if (code == NULL && import_has_column(plan, p, plan->at.manager)) {
		note_error(plan, p, plan->at.manager, NULL, "import.manager_empty", "Đơn vị quản lý để trống, và dòng này không ghi tỉnh nào. Hãy ghi mã của Sở hay Phòng quản lý "
		           "trường.");
	} else if (code == NULL) {
		p->fate = FATE_REFUSED;
		if (!slots_have(&page->told, plan->at.manager))
			note_page(plan, page, "import.column_missing", "Không biết đơn vị nào quản lý các trường mới; các dòng ấy chưa nhập. Hãy ghi cột «%s».",
			          plan->sheet->column[plan->at.manager].title[0]);
		slots_add(&page->told, plan->at.manager);
	}
	return true;
}

static bool check_new(struct plan *plan, struct entry *p)
{
	if (import_has_column(plan, p, plan->at.status) && slot_text(p, plan->at.status) == NULL)
		slot_set(plan, p, plan->at.status, val_text("99"));
	return (p->subject != NULL || check_code(plan, p)) && check_manager(plan, p);
}

/* ---- one that is there ---- */

static void keep_manager(struct plan *plan, const struct entry *p)
{
	const char *says = slot_text(p, plan->at.manager), *is = p->subject->manager;

	if (says != NULL && is != NULL && !streq(says, is))
		note_warning(plan, p, plan->at.manager, says, "import.manager_differs", "Trường đang do %s quản lý, tệp ghi %s; nơi quản lý được giữ. Hãy chuyển đơn vị quản lý "
		             "(khue unit move) nếu tệp đúng.", is, says);
}

static void keep_status(struct plan *plan, struct entry *p)
{
	const char *says = slot_text(p, plan->at.status);
	const struct list *list = plan->known.type->statuses;

	if (says == NULL)
		return;
	if (!streq(says, p->subject->own.status))
		note_warning(plan, p, plan->at.status, NULL, "import.status_differs", "Tệp ghi «%s», hồ sơ đang là «%s» và được giữ. Hãy đóng, mở lại hay sáp nhập trường ở mục "
		             "Đơn vị nếu tệp đúng.", list_find(list, says, NULL)->name, list_find(list, p->subject->own.status, NULL)->name);
	slot_set(plan, p, plan->at.status, val_null());
}

/* What it teaches decides what its pupils may be: written as the register says, never in silence. */
static void tell_group(struct plan *plan, const struct entry *p)
{
	const struct list *list = plan->sheet->column[plan->at.group].field->list;
	const struct val *is = subject_value(&plan->known, &p->subject->own, plan->at.group);
	const char *says = slot_text(p, plan->at.group);

	if (is->kind != VAL_TEXT || streq(is->s, says))
		return;
	const struct list_item *from = list_find(list, is->s, NULL), *to = list_find(list, says, NULL);
	const size_t cell = import_has_column(plan, p, plan->at.group) ? plan->at.group : plan->at.levels;
	note_warning(plan, p, cell, NULL, "import.level_changes", "Cấp học của trường đổi từ «%s» thành «%s» theo tệp. Hãy xem lại dòng này nếu trường không đổi cấp.",
	             from == NULL ? is->s : from->name, to == NULL ? says : to->name);
}

static bool tell_levels(struct plan *plan, struct entry *p)
{
	const struct record_type *t = plan->known.type;
	const struct unit u = { .id = p->subject->own.id };
	struct ctx own = *plan->c;
	struct problems told = { 0 };

	if (slot_text(p, plan->at.group) == NULL)
		return true;
	tell_group(plan, p);
	own.arena = arena_new();
	struct record old = { .value = NEW_N(own.arena, struct val, t->n_fields) };
	struct record_write w = { .old = &old, .value = NEW_N(own.arena, struct val, t->n_fields), .otherwise = true, .problems = &told };
	const size_t group = plan->sheet->column[plan->at.group].field->index;
	old.value[group] = *subject_value(&plan->known, &p->subject->own, plan->at.group);
	w.value[group] = *slot_value(p, plan->at.group);
	const bool ok = unit_levels_check(&own, t, &u, &w, 1) || ctx_hand_over(&own, plan->c);
	if (ok)
		import_tell(plan, p, 0, &told, true);
	arena_free(own.arena);
	return ok;
}

/* ---- the same school under two codes ---- */

static const char *twin_key(const struct plan *plan, const struct entry *p)
{
	const char *district = slot_text(p, plan->at.district), *where = district != NULL ? district : slot_text(p, plan->at.manager);
	const char *name = p->folded == NULL ? "" : p->folded;

	return arena_fmt(plan->c->arena, "%s %s", where == NULL ? "" : where, strncmp(name, "truong ", 7) == 0 ? name + 7 : name);
}

static bool is_at_work(const struct plan *plan, const struct entry *p)
{
	const char *status = slot_text(p, plan->at.status);

	return status == NULL || streq(status, UNIT_WORKING);
}

/* The same name in the same district: told, and left to a person; nothing is merged here. */
static void note_twins(struct plan *plan)
{
	struct map first = { 0 };

	for (size_t i = 0; i < plan->rows.n_entries; i++) {
		const struct entry *p = &plan->rows.entry[i];
		size_t *at = p->fate == FATE_REFUSED ? NULL : map_put(plan->c->arena, &first, twin_key(plan, p));
		if (at != NULL && (*at == 0 || (is_at_work(plan, p) && !is_at_work(plan, &plan->rows.entry[*at - 1]))))
			*at = i + 1;
	}
	for (size_t i = 0; i < plan->rows.n_entries; i++) {
		const struct entry *p = &plan->rows.entry[i];
		const size_t at = p->fate == FATE_REFUSED ? 0 : map_get(&first, twin_key(plan, p));
		if (at == 0 || at - 1 == i)
			continue;
		const struct entry *main = &plan->rows.entry[at - 1];
		note_warning(plan, p, plan->at.code, NULL, "import.same_school", "«%s» có thể cùng một trường với mã %s ở %s. Hãy xem lại hai dòng.",
		             slot_text(p, plan->at.name), slot_text(main, plan->at.code), note_where(plan, main));
	}
}

/* ---- all rows ---- */

/* 1000891 beside 01000891: a number that lost its zero, where the one is there, or in the file, and the other is not. */
static bool repair_code(struct plan *plan, struct entry *p, const struct map *in_file)
{
	const char *code = slot_text(p, plan->at.code);
	struct unit u;
	bool taken;

	if (code == NULL || code[strspn(code, "0123456789")] != '\0' || map_get(&plan->known.by_code, code) != 0)
		return true;
	const char *whole = arena_fmt(plan->c->arena, "0%s", code);
	bool there = map_get(&plan->known.by_code, whole) != 0 || map_get(in_file, whole) != 0 || import_code_is_made_before(plan, whole);
	if (!there && !unit_is_root(plan->c, &plan->o->unit) && !find_anywhere(plan, whole, &u, &there)) /* of the root all are known */
		return false;
	if (!there)
		return true;
	if (!find_anywhere(plan, code, &u, &taken))
		return false;
	if (!taken) {
		repaired(plan, p, plan->at.code, whole);
		slot_set(plan, p, plan->at.code, val_text(whole));
	}
	return true;
}

bool import_units_take(struct plan *plan)
{
	struct map in_file = { 0 };

	for (size_t i = 0; i < plan->rows.n_entries; i++)
		if (slot_text(&plan->rows.entry[i], plan->at.code) != NULL)
			*map_put(plan->c->arena, &in_file, slot_text(&plan->rows.entry[i], plan->at.code)) = 1;
	for (size_t i = 0; i < plan->rows.n_entries; i++) {
		struct entry *p = &plan->rows.entry[i];
		const char *name = slot_text(p, plan->at.name);
		p->folded = name == NULL ? NULL : text_fold(plan->c->arena, name);
		if (p->folded != NULL && strncmp(p->folded, "test ", 5) == 0)
			note_error(plan, p, plan->at.name, NULL, "import.test_row", "«%s» là dòng thử nghiệm, không phải trường. Hãy bỏ dòng này.", name);
		take_levels(plan, p);
		if (!repair_code(plan, p, &in_file))
			return false;
	}
	return true;
}

bool import_units_check(struct plan *plan)
{
	for (size_t i = 0; i < plan->rows.n_entries; i++)
		if (!take_manager(plan, &plan->rows.entry[i]))
			return false;
	note_twins(plan);
	for (size_t i = 0; i < plan->rows.n_entries; i++) {
		struct entry *p = &plan->rows.entry[i];
		if (import_is_made_before(plan, p)) /* what is there by then is not known yet */
			continue;
		if (is_new(plan, p) ? !check_new(plan, p) : !tell_levels(plan, p))
			return false;
		if (!is_new(plan, p)) {
			keep_manager(plan, p);
			keep_status(plan, p);
		}
		const char *manager = is_new(plan, p) ? slot_text(p, plan->at.manager) : p->subject->manager;
		if (manager != NULL)
			*map_put(plan->c->arena, &plan->named, manager) = 1;
	}
	return true;
}

/* ---- writing ---- */

/* The tree, whoever the rows are about, and the offices that they name; the one that takes the file in keeps the batch. */
bool import_units_hold(struct ctx *c, const struct plan *plan, struct entry *const *entry, size_t n)
{
	struct holding *all = NEW_N(c->arena, struct holding, 2 * n + 1);
	size_t n_all = 0;
	struct map seen = { 0 };
	struct unit u;

	if (!unit_tree_hold(c))
		return false;
	all[n_all++] = (struct holding){ plan->o->unit.id, HOLD_OPEN };
	for (size_t i = 0; i < n; i++) {
		const char *office = is_new(plan, entry[i]) ? slot_text(entry[i], plan->at.manager) : NULL;
		size_t *at = office == NULL || streq(office, plan->o->unit.code) ? NULL : map_put(c->arena, &seen, office);
		if (entry[i]->subject != NULL)
			all[n_all++] = (struct holding){ entry[i]->subject->own.id, HOLD_ANY };
		if (at == NULL || (*at)++ != 0)
			continue;
		if (!unit_find(c, actor_scope(c), office, &u))
			return false;
		if (!unit_is_over(u.status)) /* of one that is over its own rows are refused */
			all[n_all++] = (struct holding){ u.id, HOLD_OPEN };
	}
	return units_hold(c, all, n_all);
}

bool import_next_unit(struct ctx *c, int64_t *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_IMPORT_NEXT_UNIT, NULL, 0))
		return false;
	*ret = r.count == 0 ? 1 : rows_int(&r, 0, 0);
	return true;
}
