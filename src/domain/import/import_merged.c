/* import_merged.c - what stands under a title over several columns. */
#include "domain/import/import_plan.h"

static bool is_there(const struct table_row *row, size_t column)
{
	return column < row->n_cells && row->cell[column].kind != CELL_EMPTY;
}

/* "5", "9", "2019": one day; a part that is not there is seen to be missing. */
static struct cell whole_day(struct arena *a, const struct table_row *row, size_t column)
{
	struct buf text = buf_in(a);
	size_t filled = 0;

	for (size_t i = column; i < column + 3; i++) {
		if (is_there(row, i) && (row->cell[i].kind == CELL_ERROR || row->cell[i].kind == CELL_DATE))
			return row->cell[i];
		buf_fmt(&text, "%s%s", i == column ? "" : "/", is_there(row, i) ? row->cell[i].text : "?");
		filled += is_there(row, i);
	}
	return filled == 0 ? (struct cell){ .kind = CELL_EMPTY, .text = "" } : (struct cell){ .kind = CELL_TEXT, .text = buf_text(&text), .len = text.len };
}

bool import_is_no_word(const struct cell *cell)
{
	return cell->kind == CELL_DATE || cell->kind == CELL_BOOL || cell->kind == CELL_ERROR;
}

static const char *said_in(const struct cell *cell)
{
	return cell->shown != NULL ? cell->shown : cell->text;
}

/* Where any words may stand a number is one of them: "Tổ dân phố số" and 7. */
static bool takes_words(const struct plan *plan, const struct page *page, size_t column)
{
	const struct sheet_column *col = page->target[column] == NOWHERE ? NULL : &plan->sheet->column[page->target[column]];

	return col != NULL && col->field != NULL && col->use == USE_FIELD && col->field->list == NULL && col->field->pattern == NULL && !col->field->unique &&
	       streq(col->field->type->name, "text");
}

/* Does it go on what stands left of it under the same title? */
static bool goes_on(const struct cell *cell, bool words)
{
	return cell->kind == CELL_TEXT || (cell->kind == CELL_NUMBER && words);
}

static size_t width_of(const struct page *page, size_t column)
{
	return column < page->match->n_columns ? page->match->column[column].width : 1;
}

/* The first that says anything. */
static size_t first_of(const struct table_row *row, size_t column, size_t width)
{
	for (size_t i = column; i < column + width; i++)
		if (is_there(row, i))
			return i;
	return column;
}

struct cell import_whole_cell(struct arena *a, const struct plan *plan, const struct page *page, const struct table_row *row, size_t column)
{
	const size_t width = width_of(page, column), first = first_of(row, column, width);
	const bool words = takes_words(plan, page, column);
	struct cell cell = row->cell[first];

	if (column < page->match->n_columns && page->match->column[column].is_day)
		return whole_day(a, row, column);
	for (size_t i = first + 1; !import_is_no_word(&cell) && i < column + width && i < row->n_cells; i++) {
		if (row->cell[i].kind == CELL_ERROR)
			return row->cell[i]; /* half a text is another */
		if (!goes_on(&row->cell[i], words))
			continue;
		const char *text = arena_fmt(a, "%s %s", said_in(&cell), said_in(&row->cell[i]));
		cell = (struct cell){ .kind = CELL_TEXT, .text = text, .len = strlen(text), .unclean = cell.unclean || row->cell[i].unclean };
	}
	return cell;
}

void import_keep_left(struct plan *plan, struct page *page, const struct table_row *row)
{
	for (size_t k = 0; k < page->n_columns; k++) {
		const size_t width = width_of(page, k), first = first_of(row, k, width);
		if (width < 2 || page->slot[k] == NOWHERE || page->match->column[k].is_day || !is_there(row, first))
			continue;
		for (size_t i = first + 1; i < k + width && i < page->n_columns; i++) {
			if (!is_there(row, i) || row->cell[i].kind == CELL_ERROR || (!import_is_no_word(&row->cell[first]) && goes_on(&row->cell[i], takes_words(plan, page, k))))
				continue;
			if (page->left[i].n++ == 0)
				page->left[i] = (struct left_cells){ 1, row->number, arena_strdup(plan->c->arena, said_in(&row->cell[i])) };
		}
	}
}

static void tell_left(struct plan *plan, const struct page *page, size_t column)
{
	const struct left_cells *x = &page->left[column];
	size_t over = column;

	while (over > 0 && page->match->column[over].width == 0)
		over--;
	note_cell_warning(plan, page, page->match->header_last, column, NULL, "import.cells_left", "Tiêu đề «%s» gộp cả cột %s mà chỉ có một giá trị, lấy ở cột bên trái, "
	                  "nên %zu ô của cột %s không được lấy (dòng %zu: «%s»). Nếu cần các ô ấy, hãy ghi tiêu đề riêng cho từng cột rồi nạp lại.",
	                  page->match->column[over].title, table_column_name(plan->c->arena, column), x->n, table_column_name(plan->c->arena, column), x->row, x->first);
}

void import_tell_left(struct plan *plan)
{
	for (size_t i = 0; i < plan->rows.n_pages; i++)
		for (size_t k = 0; k < plan->rows.page[i].n_columns; k++)
			if (plan->rows.page[i].left[k].n > 0)
				tell_left(plan, &plan->rows.page[i], k);
}

/* Half a name is somebody else's. */
void import_tell_half(struct plan *plan, const struct page *page, const struct entry *p, const struct table_row *row)
{
	for (size_t i = 0; i < page->n_columns; i++) {
		const struct match_column *mc = &page->match->column[i];
		const size_t last = i + mc->width - 1, slot = page->slot[i];
		if (mc->width < 2 || !mc->halved || slot == NOWHERE || !import_has_names(plan, slot) || slot_text(p, slot) == NULL || is_there(row, i) == is_there(row, last))
			continue;
		note_cell_warning(plan, page, row->number, is_there(row, i) ? last : i, NULL, "import.name_half", "Ô này, dưới «%s», trống nên tên được nạp chỉ là «%s». Hãy điền "
		                  "phần còn thiếu nếu có.", mc->title, slot_text(p, slot));
	}
}

/* What the row says of the sex itself counts. */
static void compare_sex(struct plan *plan, const struct page *page, const struct entry *p, size_t column, const struct list_item *under)
{
	const struct list *list = plan->sheet->column[plan->at.sex].field->list;
	const char *sex = slot_text(p, plan->at.sex);
	const struct list_item *says = sex == NULL ? NULL : list_find(list, sex, NULL);

	if (says != NULL && !streq(says->code, under->code))
		note_cell_warning(plan, page, p->row, column, NULL, "import.sex_differs", "Ngày sinh này ghi dưới «%s», trái với «%s» ở cột khác của cùng dòng; lấy «%s». "
		                  "Hãy xem lại và sửa ô ghi sai.", under->name, says->name, says->name);
}

/* The day stands under "Nam" or under "Nữ". */
void import_take_sex_of_day(struct plan *plan, const struct page *page, struct entry *p, const struct table_row *row)
{
	for (size_t i = 0; plan->at.sex != NOWHERE && i < page->n_columns; i++) {
		const char *const *words = page->slot[i] == NOWHERE ? NULL : page->match->column[i].by_sex;
		if (words == NULL || is_there(row, i) == is_there(row, i + 1) || slots_have(&p->bad, plan->at.sex))
			continue;
		const size_t column = is_there(row, i) ? i : i + 1;
		const struct list_item *it = list_find_name(plan->sheet->column[plan->at.sex].field->list, words[column - i]);
		if (it != NULL && slot_value(p, plan->at.sex)->kind != VAL_NULL)
			compare_sex(plan, page, p, column, it);
		else if (it != NULL)
			slot_set(plan, p, plan->at.sex, val_text(it->code));
	}
}
