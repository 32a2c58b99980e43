/* import_row.c - which rows of a sheet are somebody, and which are only words among them. */
#include "domain/import/import_plan.h"

#include "base/text.h"
#include "sheet/title.h"

enum { ROWS_TOLD = 10, MANY = 3, SHORT = 5, NAME_WORDS = 6 };

static size_t count_filled(const struct table_row *row)
{
	size_t n = 0;

	for (size_t i = 0; i < row->n_cells; i++)
		n += row->cell[i].kind != CELL_EMPTY;
	return n;
}

static bool is_filled(const struct table_row *row, size_t column)
{
	return column < row->n_cells && row->cell[column].kind != CELL_EMPTY;
}

/* "35", "05/09/2025": what stands beside a note as well. */
static bool has_letters(const struct cell *cell)
{
	return cell->kind == CELL_TEXT && cell->text[strspn(cell->text, "0123456789.,:;/-+() ")] != '\0';
}

static enum remark remark_of(struct arena *a, const struct table_row *row, size_t column)
{
	return has_letters(&row->cell[column]) ? sheet_remark(a, row->cell[column].text) : REMARK_NONE;
}

/* "Trường Thị Lan", "Khối Văn Ba": each word begins with a capital and has no other, as in no line of words. */
static bool is_written_as_name(struct arena *a, const char *text)
{
	const char *lower = title_lower(a, text);
	size_t words = 0, at;

	for (size_t i = strspn(text, " "); text[i] != '\0'; i += strspn(text + i, " ")) {
		const size_t n = strcspn(text + i, " ");
		size_t first = 1;
		while (((unsigned char)text[i + first] & 0xC0) == 0x80)
			first++;
		if (memcmp(text + i, lower + i, first) == 0 || memcmp(text + i + first, lower + i + first, n - first) != 0)
			return false;
		words++;
		i += n;
	}
	return words >= 2 && words <= NAME_WORDS && text_name(text, &at) == NAME_FINE;
}

static bool is_in_capitals(struct arena *a, const char *text)
{
	const char *lower = title_lower(a, text);
	size_t words = 1, at;

	for (size_t i = 0, n; text[i] != '\0'; i += n) {
		n = 1;
		while (((unsigned char)text[i + n] & 0xC0) == 0x80)
			n++;
		if (text[i] != ' ' && memcmp(text + i, lower + i, n) == 0)
			return false;
		words += text[i] == ' ';
	}
	return words >= 2 && words <= NAME_WORDS && text_name(text, &at) == NAME_FINE;
}

/* "Xuất sắc", as a label is and seldom a name. */
static bool is_sentence(struct arena *a, const char *text)
{
	const char *lower = title_lower(a, text);
	const size_t first = strcspn(text, " ");

	return memcmp(text, lower, first) != 0 && strcmp(text + first, lower + first) == 0;
}

/* Where the name stands, or the first part of it; NOWHERE: nothing does. */
static size_t find_name(const struct plan *plan, const struct page *page, const struct table_row *row)
{
	for (size_t i = 0; plan->at.name != NOWHERE && i < row->n_cells && i < page->n_columns; i++)
		if (page->slot[i] == plan->at.name && has_letters(&row->cell[i]))
			return i;
	return NOWHERE;
}

/* What begins with the word of a heading is no heading where it is a name: "Trường Tiểu học Sau" in a register, "Trường Thị Lan" among people. */
static enum remark remark_of_name(const struct plan *plan, struct arena *a, const struct table_row *row, size_t name)
{
	const enum remark remark = remark_of(a, row, name);

	return remark == REMARK_HEADING && (plan->known.type->is_unit || is_written_as_name(a, row->cell[name].text)) ? REMARK_NONE : remark;
}

static bool is_ordinal(const struct page *page, size_t column)
{
	const struct match *m = page->match;

	return column < m->n_columns && m->column[column].target != MATCH_NONE && m->template->column[m->column[column].target].ordinal;
}

/* Under STT, and no longer than "VIII" or "12a". */
static bool numbers(const struct page *page, const struct table_row *row, size_t column)
{
	return is_ordinal(page, column) && is_filled(row, column) && row->cell[column].len < SHORT;
}

/* Below totals and signatures stands the name of who signed.  Whoever has a number, or
 * anything that only an entry has, is an entry. */
static bool is_signature(const struct plan *plan, const struct page *page, const struct table_row *row)
{
	const size_t own[] = { plan->at.birth, plan->at.code, plan->at.personal_id, plan->at.class };
	size_t filled = 0;

	for (size_t i = 0; i < row->n_cells; i++) {
		filled += row->cell[i].kind != CELL_EMPTY;
		if (numbers(page, row, i))
			return false;
	}
	for (size_t i = 0; i < COUNT(own); i++)
		if (own[i] != NOWHERE && is_filled(row, page->column[own[i]]))
			return false;
	return page->after_note && filled <= 2;
}

/* Any text may stand under "Nơi sinh": only what has a form proves that it was meant there. */
static bool has_form(const struct plan *plan, size_t slot)
{
	const struct sheet_column *col = &plan->sheet->column[slot];

	if (col->field == NULL || col->field->list != NULL || col->repair == REPAIR_IDENTITY)
		return col->use != USE_CODE || col->type->code_scheme != CODE_UNIT;
	return !import_is_place(plan, slot) && (col->field->pattern != NULL || !streq(col->field->type->name, "text"));
}

/* "Hiệu trưởng" signs, and is what somebody is. */
static bool has_list(const struct plan *plan, size_t slot)
{
	const struct field *f = plan->sheet->column[slot].field;

	return f != NULL && f->list != NULL;
}

static bool is_class(const struct plan *plan, struct arena *a, const char *text)
{
	const char *key = class_key(a, class_name(a, text));

	return map_get(&plan->classes.rooms, key) != 0 || class_grade(plan, key) != NULL;
}

/* "Lớp Văn Tám", "LỚP VĂN TÁM": a class that nobody knows, or somebody. */
static bool may_name_class(const struct plan *plan, struct arena *a, const char *text)
{
	const char *name = title_class(a, text);

	return name != NULL && !is_class(plan, a, name) && (is_written_as_name(a, text) || is_in_capitals(a, text));
}

/* "Lớp 1A", "Lớp mầm non" */
static bool names_class(const struct plan *plan, struct arena *a, const char *text)
{
	return title_class(a, text) != NULL && !may_name_class(plan, a, text);
}

static bool is_valid(struct taker *t, size_t slot, const struct cell *cell)
{
	struct taken taken;

	if (slot == t->plan->at.class)
		return cell->kind == CELL_TEXT && is_class(t->plan, t->own.arena, cell->text);
	if (!has_form(t->plan, slot))
		return false;
	taker_take(t, slot, cell, &taken);
	return (taken.key == NULL || taken.warning) && taken.value.kind != VAL_NULL;
}

/* In a column of names whoever signs stands as well. */
bool import_has_names(const struct plan *plan, size_t slot)
{
	const struct field *f = plan->sheet->column[slot].field;

	return slot == plan->at.name || (f != NULL && f->pattern != NULL && streq(f->pattern, "name"));
}

/* Words that one of its columns wants, though nobody is named. */
static bool has_words(struct taker *t, const struct page *page, const struct table_row *row)
{
	for (size_t i = 0; i < row->n_cells && i < page->n_columns; i++) {
		const size_t slot = page->slot[i];
		if (slot != NOWHERE && has_letters(&row->cell[i]) && !import_has_names(t->plan, slot) && remark_of(t->own.arena, row, i) == REMARK_NONE &&
		    is_valid(t, slot, &row->cell[i]))
			return true;
	}
	return false;
}

/* Two words at least, as a name has and a figure's label seldom. */
static bool is_full_name(struct arena *a, const struct cell *cell)
{
	size_t at;

	return strchr(cell->text, ' ') != NULL && text_name(cell->text, &at) == NAME_FINE && !is_sentence(a, cell->text);
}

static size_t count_names(struct arena *a, const struct table_row *row)
{
	size_t n = 0;

	for (size_t i = 0; i < row->n_cells; i++)
		n += has_letters(&row->cell[i]) && is_full_name(a, &row->cell[i]);
	return n;
}

static size_t slot_at(const struct page *page, size_t column)
{
	return column < page->n_columns ? page->slot[column] : NOWHERE;
}

/* "33%" where no column wants it: a part of all. */
static bool has_share(struct taker *t, const struct page *page, const struct table_row *row)
{
	for (size_t i = 0; i < row->n_cells; i++) {
		const struct cell *cell = &row->cell[i];
		const char *shown = cell->kind == CELL_NUMBER ? cell->shown : cell->text;
		const size_t slot = slot_at(page, i), n = shown == NULL ? 0 : strlen(shown);
		if (n > 1 && shown[n - 1] == '%' && (slot == NOWHERE || import_has_names(t->plan, slot) || !is_valid(t, slot, cell)))
			return true;
	}
	return false;
}

/* Nothing but days, and how many words of a heading beside them: "Ngày in". */
static bool is_days(const struct taker *t, const struct table_row *row, size_t *ret_words)
{
	*ret_words = 0;
	for (size_t i = 0; i < row->n_cells; i++) {
		const bool words = has_letters(&row->cell[i]) && remark_of_name(t->plan, t->own.arena, row, i) == REMARK_HEADING;
		*ret_words += words;
		if (is_filled(row, i) && !words && !sheet_cell_is_day(&row->cell[i]))
			return false;
	}
	return true;
}

/* Nothing in it is what its column wants, and nobody is named: words below a place and date, or where no name stands; a label beside figures. */
static bool is_nobody(struct taker *t, const struct page *page, const struct table_row *row)
{
	const struct plan *plan = t->plan;
	const size_t name = find_name(plan, page, row), names = count_names(t->own.arena, row);
	const bool share = has_share(t, page, row);
	size_t words = 0, figures = 0, signatures = 0;

	if (is_days(t, row, &words))
		return true;
	words = 0;
	for (size_t i = 0; plan->at.name != NOWHERE && i < row->n_cells; i++) {
		const struct cell *cell = &row->cell[i];
		const size_t slot = slot_at(page, i);
		if (cell->kind == CELL_EMPTY)
			continue;
		if (cell->kind == CELL_DATE || numbers(page, row, i))
			return false;
		const bool signs = remark_of(t->own.arena, row, i) == REMARK_SIGNATURE;
		signatures += signs;
		words += has_letters(cell) && (signs || strpbrk(cell->text, "0123456789") == NULL);
		figures += !has_letters(cell);
		const bool counts = share && names == 0 && !has_letters(cell) && !sheet_cell_is_day(cell); /* as one beside a share does */
		if (!signs && !counts && slot != NOWHERE && !import_has_names(plan, slot) && is_valid(t, slot, cell))
			return false;
	}
	if (figures > 0)
		return words <= 1 && (names == 0 || share) && signatures == 0;
	return words == count_filled(row) && (page->after_signature || name == NOWHERE || (signatures > 0 && remark_of(t->own.arena, row, name) != REMARK_NONE));
}

/* Does it say something of whoever is named?  Words that could be part of a note need words to prove the contrary. */
static bool is_somebody(struct taker *t, const struct page *page, const struct table_row *row)
{
	const struct plan *plan = t->plan;
	struct arena *a = t->own.arena;
	const size_t name = find_name(plan, page, row);

	for (size_t i = 0; name != NOWHERE && i <= name; i++)
		if (remark_of(a, row, i) == REMARK_SUM)
			return false;
	if (name == NOWHERE || names_class(plan, a, row->cell[name].text))
		return false;
	const bool note = remark_of_name(plan, a, row, name) != REMARK_NONE;
	for (size_t i = 0; i < row->n_cells && i < page->n_columns; i++) {
		const size_t slot = page->slot[i];
		if (slot == NOWHERE || slot == plan->at.name || !is_filled(row, i) || (remark_of(a, row, i) != REMARK_NONE && (note || !has_list(plan, slot))))
			continue;
		if ((!note || (has_letters(&row->cell[i]) && slot != plan->at.class)) && is_valid(t, slot, &row->cell[i]))
			return true;
	}
	return false;
}

/* A name without anything, or several words under no title that is known; not what notes and sums say. */
static bool may_be_somebody(struct taker *t, const struct page *page, const struct table_row *row)
{
	const size_t name = find_name(t->plan, page, row);
	size_t words = 0;

	for (size_t i = 0; i < row->n_cells; i++) {
		const enum remark remark = i == name ? remark_of_name(t->plan, t->own.arena, row, i) : remark_of(t->own.arena, row, i);
		if (remark != REMARK_NONE && (name == NOWHERE || i <= name))
			return false;
		words += has_letters(&row->cell[i]) && !is_ordinal(page, i);
	}
	return name != NOWHERE || words >= MANY;
}

static size_t count_signatures(struct taker *t, const struct table_row *row)
{
	size_t n = 0;

	for (size_t i = 0; i < row->n_cells; i++)
		n += remark_of(t->own.arena, row, i) == REMARK_SIGNATURE;
	return n;
}

static void keep_over(struct plan *plan, struct page *page, size_t row)
{
	struct arena *a = plan->c->arena;

	if (page->n_over < ROWS_TOLD)
		page->over = page->over == NULL ? arena_fmt(a, "%zu", row) : arena_fmt(a, "%s, %zu", page->over, row);
	page->n_over++;
}

/* It heads the rows below where these name no class, and none above did; else it may be somebody who would be lost. */
static void settle(struct plan *plan, struct page *page, bool heads)
{
	if (page->doubtful.row == 0)
		return;
	if (heads) {
		note_cell_warning(plan, page, page->doubtful.row, page->doubtful.column, page->doubtful.text, "import.section_name", "«%s» đứng một mình nên được hiểu là tên lớp của "
		                  "các dòng dưới. Nếu là %s, hãy ghi số thứ tự và các mục còn thiếu rồi nạp lại.", page->doubtful.text, plan->sheet->row);
	} else {
		keep_over(plan, page, page->doubtful.row);
		page->section = page->doubtful.before;
	}
	page->doubtful.row = 0;
}

void import_row_settle(struct plan *plan, struct page *page, const char *class_name)
{
	settle(plan, page, plan->at.class != NOWHERE && class_name == NULL && !page->names_classes);
	page->names_classes = page->names_classes || class_name != NULL;
}

static void keep_doubtful(struct taker *t, struct page *page, const struct table_row *row)
{
	const size_t name = find_name(t->plan, page, row);

	settle(t->plan, page, false);
	if (name == NOWHERE || !may_name_class(t->plan, t->own.arena, row->cell[name].text))
		return;
	page->doubtful.row = row->number;
	page->doubtful.column = name;
	page->doubtful.text = arena_strdup(t->plan->c->arena, row->cell[name].text);
	page->doubtful.before = page->section;
}

static bool has_unreadable(const struct table_row *row)
{
	for (size_t i = 0; i < row->n_cells; i++)
		if (row->cell[i].kind == CELL_ERROR && streq(row->cell[i].text, CELL_UNREADABLE))
			return true;
	return false;
}

/* Told when it may be somebody: whoever is named beside a signature as well, but not below. */
static void pass_over(struct taker *t, struct page *page, const struct table_row *row, bool looked_like_one)
{
	const size_t signatures = count_signatures(t, row), name = find_name(t->plan, page, row);
	const bool named = signatures > 0 && name != NOWHERE && remark_of(t->own.arena, row, name) == REMARK_NONE;

	page->after_signature = page->after_signature || signatures > 0;
	const bool nobody = looked_like_one ? signatures == count_filled(row) : (page->after_signature && !named) || (!named && !may_be_somebody(t, page, row));
	if (!nobody || has_unreadable(row)) /* which may have said anything */
		keep_over(t->plan, page, row->number);
}

enum row_kind import_row_kind(struct taker *t, struct page *page, const struct table_row *row, const char **ret_section)
{
	enum row_kind kind = sheet_row_kind(t->own.arena, page->match, row, ret_section);
	size_t words;

	if (row->number <= page->match->header_last)
		return kind;
	if (kind == ROW_DATA && is_signature(t->plan, page, row) && !has_words(t, page, row))
		kind = ROW_NOTE;
	if (kind != ROW_DATA && sheet_row_is_statistic(t->own.arena, page->match, row))
		return ROW_NOTE;
	if (kind == ROW_DATA && is_days(t, row, &words) && words > 0)
		return ROW_NOTE;
	if ((kind == ROW_NOTE || kind == ROW_SECTION) && is_somebody(t, page, row))
		kind = ROW_DATA;
	const bool nobody = kind == ROW_DATA && is_nobody(t, page, row);
	if (nobody)
		kind = ROW_NOTE;
	if (kind == ROW_SECTION)
		keep_doubtful(t, page, row);
	if (kind == ROW_NOTE)
		pass_over(t, page, row, nobody);
	return kind;
}

void import_row_keep_beyond(struct plan *plan, struct page *page, const struct table_row *row)
{
	struct arena *a = plan->c->arena;

	if (page->n_beyond++ < ROWS_TOLD)
		page->beyond = arena_fmt(a, "%s%s%s%zu", page->beyond == NULL ? "" : page->beyond, page->beyond == NULL ? "" : ", ", table_column_name(a, row->beyond - 1), row->number);
}

void import_row_tell_beyond(struct plan *plan)
{
	for (size_t i = 0; i < plan->rows.n_pages; i++) {
		const struct page *page = &plan->rows.page[i];
		if (page->n_beyond > 0)
			note_page_warning(plan, page, "import.cells_beyond", "Chỉ %zu cột đầu của trang được đọc, mà %zu dòng có dữ liệu ở bên phải: từ ô %s%s. Nếu cần, hãy chuyển "
			                  "về các cột bên trái rồi nạp lại; nếu thừa, hãy xoá.", table_limits_default.columns, page->n_beyond, page->beyond,
			                  page->n_beyond > ROWS_TOLD ? "…" : "");
	}
}

void import_row_tell_passed(struct plan *plan)
{
	for (size_t i = 0; i < plan->rows.n_pages; i++) {
		struct page *page = &plan->rows.page[i];
		settle(plan, page, false);
		if (page->n_over > 0)
			note_page_warning(plan, page, "import.rows_passed", "%zu dòng có chữ mà không rõ là %s hay lời ghi chú nên không được nạp: dòng %s%s. Nếu là %s, hãy ghi "
			                  "số thứ tự và các mục còn thiếu rồi nạp lại.", page->n_over, plan->sheet->row, page->over, page->n_over > ROWS_TOLD ? "…" : "",
			                  plan->sheet->row);
	}
}
