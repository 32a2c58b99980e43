/* import_same.c - columns of a file that tell the same thing: which one counts, and where another contradicts it. */
#include "base/text.h"
#include "domain/import/import_plan.h"

enum { BESIDE_TITLES = 3 };

static bool is_mark(const struct plan *plan, size_t slot)
{
	return slot == plan->at.female || slot == plan->at.male;
}

/* Of a sheet's column that names a target and is not taken for it. */
static struct passed pass(const struct plan *plan, const struct page *page, size_t column, size_t target)
{
	const struct sheet_column *all = plan->sheet->column;
	const size_t slot = plan->slot_of[target];
	const bool beside_sex = is_mark(plan, slot) && page->column[slot] == NOWHERE;
	const size_t counts = page->column[beside_sex ? plan->at.sex : slot];
	const bool part_of_name = slot == plan->at.name && all[target].joins && !all[page->target[counts]].joins;

	return (struct passed){ .column = column, .target = target, .counts = counts, .restates = beside_sex || part_of_name };
}

size_t import_same_target(const struct match_column *m)
{
	return m->target != MATCH_NONE ? m->target : m->repeats;
}

/* A second list of the same titles: names again, and with them what tells one from another. */
static void find_beside(const struct plan *plan, struct page *page)
{
	const struct match_column *col = page->match->column;

	page->beside = NOWHERE;
	for (size_t k = 0; k < page->n_passed && page->beside == NOWHERE; k++) {
		const struct passed *x = &page->passed[k];
		size_t first = x->column, last = x->column;
		if (plan->slot_of[x->target] != plan->at.name || col[x->column].repeats == MATCH_NONE || x->column < x->counts)
			continue;
		while (first > x->counts + 1 && col[first - 1].repeats != MATCH_NONE)
			first--;
		while (last + 1 < page->n_columns && col[last + 1].repeats != MATCH_NONE)
			last++;
		for (size_t i = first; i <= last && last - first + 1 >= BESIDE_TITLES; i++)
			if (col[i].repeats < plan->sheet->n_columns && plan->at.birth != NOWHERE && plan->slot_of[col[i].repeats] == plan->at.birth)
				page->beside = first, page->beside_name = x->column;
	}
}

void import_same_find(struct plan *plan, struct page *page)
{
	page->passed = NEW_N(plan->c->arena, struct passed, page->n_columns);
	for (size_t i = 0; i < page->n_columns; i++) {
		const size_t target = import_same_target(&page->match->column[i]);
		const enum column_use use = target < plan->sheet->n_columns ? plan->sheet->column[target].use : USE_IGNORED;
		if (page->slot[i] == NOWHERE && use != USE_ORDINAL && use != USE_IGNORED)
			page->passed[page->n_passed++] = pass(plan, page, i, target);
	}
	find_beside(plan, page);
}

void import_same_count_beside(struct arena *a, const struct plan *plan, struct page *page, const struct table_row *row)
{
	const size_t own = plan->at.name == NOWHERE ? NOWHERE : page->column[plan->at.name], at = page->beside_name;
	size_t bad;

	if (page->beside == NOWHERE || row->number <= page->match->header_last || at >= row->n_cells || row->cell[at].kind != CELL_TEXT)
		return;
	const char *name = row->cell[at].text;
	const bool again = own < row->n_cells && streq(row->cell[own].text, name);
	page->n_beside += !again && text_name(name, &bad) == NAME_FINE && sheet_remark(a, name) == REMARK_NONE;
}

void import_same_forget(struct page *page, size_t column)
{
	size_t kept = 0;

	for (size_t i = 0; i < page->n_passed; i++)
		if (page->passed[i].column != column)
			page->passed[kept++] = page->passed[i];
	page->n_passed = kept;
}

const struct passed *import_same_at(const struct page *page, size_t column)
{
	for (size_t i = 0; i < page->n_passed; i++)
		if (page->passed[i].column == column)
			return &page->passed[i];
	return NULL;
}

static const struct cell *cell_of(const struct passed *x, const struct table_row *row)
{
	return x->column < row->n_cells && row->cell[x->column].kind != CELL_EMPTY ? &row->cell[x->column] : NULL;
}

static const char *title_of(const struct page *page, size_t column)
{
	return page->match->column[column].title;
}

static void compare_sex(struct taker *t, const struct page *page, const struct entry *p, const struct passed *x, const struct cell *cell)
{
	struct plan *plan = t->plan;
	const struct list *list = plan->sheet->column[plan->at.sex].field->list;
	const size_t slot = plan->slot_of[x->target];
	const char *sex = slot_text(p, plan->at.sex);
	struct taken mark;

	taker_take(t, slot, cell, &mark);
	if (sex == NULL || mark.value.kind != VAL_BOOL)
		return;
	const struct list_item *it = list_find_name(list, (slot == plan->at.female) == (mark.value.i != 0) ? "nu" : "nam");
	if (it == NULL || streq(it->code, sex))
		return;
	it = list_find(list, sex, NULL);
	note_cell_warning(plan, page, p->row, x->column, cell->text, "import.sex_differs", "Ô này trái với cột «%s» của cùng dòng; lấy «%s» như cột ấy ghi. Hãy xem lại "
	                  "và sửa ô ghi sai.", title_of(page, x->counts), it == NULL ? sex : it->name);
}

static const char *words_of(struct arena *a, const char *text)
{
	const char *clean = text_clean(a, text, strlen(text));

	return clean == NULL ? "" : arena_fmt(a, " %s ", text_spelling(a, clean));
}

/* The parts together are the whole name; one alone is in it. */
static void compare_name(struct taker *t, const struct page *page, const struct entry *p, const struct table_row *row)
{
	struct plan *plan = t->plan;
	struct arena *a = t->own.arena;
	const char *whole = slot_text(p, plan->at.name);
	const struct passed *wrong = NULL, *last = NULL;
	struct buf parts = buf_in(a);
	size_t n = 0;

	for (size_t i = 0; whole != NULL && i < page->n_passed; i++) {
		const struct passed *x = &page->passed[i];
		const struct cell *cell = x->restates && !is_mark(plan, plan->slot_of[x->target]) ? cell_of(x, row) : NULL;
		if (cell == NULL)
			continue;
		wrong = wrong == NULL && strstr(words_of(a, whole), words_of(a, cell->text)) == NULL ? x : wrong;
		last = x;
		buf_fmt(&parts, "%s%s", n++ == 0 ? "" : " ", cell->text);
	}
	if (wrong == NULL && (n < 2 || streq(words_of(a, buf_text(&parts)), words_of(a, whole))))
		return;
	wrong = wrong == NULL ? last : wrong;
	note_cell_warning(plan, page, p->row, wrong->column, cell_of(wrong, row)->text, "import.name_differs", "Ô này trái với cột «%s» của cùng dòng; lấy tên ở cột ấy. "
	                  "Hãy xem lại và sửa ô ghi sai.", title_of(page, wrong->counts));
}

/* Where one column gives a whole text and another only part of one, neither is wrong. */
static bool differs(struct taker *t, const struct page *page, const struct entry *p, const struct passed *x, const struct cell *cell)
{
	const struct sheet_column *col = &t->plan->sheet->column[x->target];
	const size_t slot = t->plan->slot_of[x->target];
	struct taken says;

	if (col->joins || col->spreads || t->plan->sheet->column[page->target[x->counts]].joins)
		return false;
	taker_take(t, slot, cell, &says);
	const struct val *counts = slot_value(p, slot);
	if (says.value.kind == VAL_TEXT && counts->kind == VAL_TEXT)
		return !streq(text_spelling(t->own.arena, says.value.s), text_spelling(t->own.arena, counts->s));
	return (says.key != NULL && !says.warning) || !val_equal(&says.value, counts);
}

void import_same_compare(struct taker *t, struct page *page, const struct entry *p, const struct table_row *row)
{
	bool named = false;

	for (size_t i = 0; i < page->n_passed; i++) {
		struct passed *x = &page->passed[i];
		const struct cell *cell = cell_of(x, row);
		const bool marks = is_mark(t->plan, t->plan->slot_of[x->target]);
		named = named || (x->restates && !marks);
		if (x->restates && marks && cell != NULL)
			compare_sex(t, page, p, x, cell);
		else if (!x->restates && cell != NULL && differs(t, page, p, x, cell) && x->differs++ == 0)
			x->first = row->number;
	}
	if (named)
		compare_name(t, page, p, row);
}

static void tell(struct plan *plan, const struct page *page, const struct passed *x)
{
	const struct sheet_column *col = &plan->sheet->column[plan->slot_of[x->target]];
	struct arena *a = plan->c->arena;
	const char *where = x->differs == 0   ? ""
	                    : x->differs == 1 ? arena_fmt(a, "; hai cột khác nhau ở dòng %zu", x->first)
	                                      : arena_fmt(a, "; hai cột khác nhau ở %zu dòng, đầu tiên là dòng %zu", x->differs, x->first);

	note_cell_warning(plan, page, page->match->header_last, x->column, NULL, "import.column_twice", "Mục «%s» đã lấy ở cột %s («%s»), nên cột này không được lấy%s. Hãy xoá "
	                  "cột thừa, hoặc đổi tiêu đề của cột không phải mục này.", col->field != NULL ? col->field->label : col->title[0],
	                  table_column_name(a, x->counts), title_of(page, x->counts), where);
}

/* Whoever stands there would be lost with the columns. */
static void tell_beside(struct plan *plan, const struct page *page)
{
	note_cell_warning(plan, page, page->match->header_last, page->beside, NULL, "import.list_beside", "Từ cột này có một danh sách nữa nằm bên phải danh "
	                  "sách được nạp; %zu %s ở đó không được nạp. Hãy chuyển các dòng ấy xuống dưới danh sách bên trái, hoặc sang một trang riêng có cùng dòng "
	                  "tiêu đề, rồi nạp lại; đừng xoá cột khi chưa chuyển.", page->n_beside, plan->sheet->row);
}

void import_same_tell(struct plan *plan)
{
	for (size_t i = 0; i < plan->rows.n_pages; i++) {
		const struct page *page = &plan->rows.page[i];
		if (page->n_beside > 0)
			tell_beside(plan, page);
		for (size_t k = 0; k < page->n_passed; k++)
			if (!page->passed[k].restates && (page->n_beside == 0 || page->passed[k].column < page->beside))
				tell(plan, page, &page->passed[k]);
	}
}
