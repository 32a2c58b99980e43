/* import_column.c - what the columns of a sheet are. */
#include "domain/import/import_plan.h"

#include "annotate/annotate.h"

void import_add_mapping(struct plan *plan, struct page *page, size_t *room)
{
	struct import_summary *sum = plan->sum;

	for (size_t i = 0; i < page->match->n_columns; i++) {
		const struct match_column *mc = &page->match->column[i];
		const struct passed *passed = import_same_at(page, i);
		const size_t target = import_same_target(mc), slot = page->slot[passed != NULL ? passed->counts : i];
		const struct sheet_column *col = slot == NOWHERE ? NULL : &plan->sheet->column[slot];
		const bool ignored = target == plan->sheet->n_columns;
		const bool known = target != MATCH_NONE && !ignored && (plan->sheet->column[target].use == USE_ORDINAL ||
		                                                        plan->sheet->column[target].use == USE_IGNORED);
		page->mapping[i] = NOWHERE;
		if (mc->width == 0 || known || (mc->title == NULL && !mc->has_data))
			continue;
		sum->mapping = arena_grow(plan->c->arena, sum->mapping, sum->n_mappings, room, sizeof *sum->mapping);
		page->mapping[i] = sum->n_mappings;
		sum->mapping[sum->n_mappings++] = (struct import_mapping){
			.sheet = page->match->sheet_name, .column = table_column_name(plan->c->arena, i), .title = mc->title,
			.field = col == NULL || passed != NULL ? NULL : col->id, .ignored = ignored,
			.label = col == NULL ? NULL : col->field != NULL ? col->field->label : col->title[0],
			.instead = passed == NULL ? NULL : table_column_name(plan->c->arena, passed->counts),
		};
	}
}

static void forget_column(struct page *page, size_t slot)
{
	if (slot == NOWHERE || page->column[slot] == NOWHERE)
		return;
	page->slot[page->column[slot]] = NOWHERE;
	page->column[slot] = NOWHERE;
}

void import_place_columns(struct plan *plan, struct page *page, const struct match *m)
{
	struct arena *a = plan->c->arena;
	const struct sheet_template *s = plan->sheet;

	page->match = m;
	page->section = m->section;
	page->n_columns = m->n_columns;
	page->slot = NEW_N(a, size_t, m->n_columns);
	page->target = NEW_N(a, size_t, m->n_columns);
	page->mapping = NEW_N(a, size_t, m->n_columns);
	page->column = NEW_N(a, size_t, s->n_columns);
	for (size_t k = 0; k < s->n_columns; k++)
		page->column[k] = NOWHERE;
	page->note = NOWHERE;
	for (size_t i = 0; i < m->n_columns; i++) {
		page->slot[i] = page->target[i] = NOWHERE;
		if (annotate_is_column(m->column[i].title))
			page->note = i;
	}
	for (size_t k = 0; k < s->n_columns; k++)
		for (size_t i = 0; i < m->n_columns; i++) {
			size_t slot = plan->slot_of[k];
			bool taken = page->column[slot] != NOWHERE;
			bool joined = taken && s->column[k].joins && s->column[page->target[page->column[slot]]].joins;
			if (m->column[i].target != k || s->column[k].use == USE_ORDINAL || s->column[k].use == USE_IGNORED || (taken && !joined))
				continue;
			page->column[slot] = taken ? page->column[slot] : i;
			page->slot[i] = slot;
			page->target[i] = k;
		}
	page->left = NEW_N(a, struct left_cells, m->n_columns);
	page->legacy = NEW_N(a, const char *, m->n_columns);
	for (size_t i = 0; i < m->n_columns; i++)
		page->legacy[i] = m->column[i].legacy;
	page->place = NEW_N(a, uint8_t, s->n_columns);
	for (size_t k = 0; k < s->n_columns; k++)
		page->place[k] = page->column[k] == NOWHERE ? NO_PLACE : (uint8_t)page->n_places++;
	/* "Giới tính" says more than a mark. */
	if (plan->at.sex != NOWHERE && page->column[plan->at.sex] != NOWHERE) {
		forget_column(page, plan->at.female);
		forget_column(page, plan->at.male);
	}
	import_same_find(plan, page);
}

/* Merged heads lose their merge in text files: right of "Họ và tên" nothing over given names, or the same once more. */
static bool is_headless(const struct match_column *name, const struct match_column *next)
{
	return next->width == 1 && next->given != GIVEN_NONE && (next->title == NULL || (next->given == GIVEN_NAMES && name->title != NULL && streq(next->title, name->title)));
}

void import_widen_name(struct plan *plan, struct page *page)
{
	struct match_column *col = page->match->column;
	const size_t at = plan->at.name == NOWHERE ? NOWHERE : page->column[plan->at.name], next = at + 1;
	size_t parts = 0;

	for (size_t i = 0; i < page->n_columns; i++)
		parts += page->slot[i] == plan->at.name;
	if (at == NOWHERE || parts != 1 || next >= page->n_columns || col[at].width != 1 || !is_headless(&col[at], &col[next]))
		return;
	const char *letter = table_column_name(plan->c->arena, next);
	if (col[next].given == GIVEN_DOUBTFUL) {
		note_page_warning(plan, page, "import.name_beside", "Cột %s, bên phải «%s», không có tiêu đề và không được nạp. Nếu đó là phần sau của tên, hãy ghi tiêu đề "
		                  "«Họ và tên đệm» và «Tên» cho hai cột rồi nạp lại.", letter, col[at].title);
		return;
	}
	col[at].width = 2;
	col[next].width = 0;
	import_same_forget(page, next);
	note_page_warning(plan, page, "import.name_joined", "Cột %s, bên phải «%s», không có tiêu đề riêng mà có chữ của tên, nên hai cột được ghép thành một tên. Hãy "
	                  "xem lại vài dòng.", letter, col[at].title);
}

/* "«Mai», «Hoa»": the first values of a column. */
static const char *samples_of(const struct plan *plan, const struct page *page, size_t column)
{
	const struct import_mapping *m = page->mapping[column] == NOWHERE ? NULL : &plan->sum->mapping[page->mapping[column]];
	struct buf text = buf_in(plan->c->arena);

	for (size_t k = 0; m != NULL && k < COUNT(m->sample) && m->sample[k] != NULL; k++)
		buf_fmt(&text, "%s«%s»", k == 0 ? "" : ", ", m->sample[k]);
	return buf_text(&text);
}

/* Names of others, of a mother or father, are not joined without being asked for. */
void import_tell_beside(struct plan *plan, const struct page *page)
{
	const struct match_column *col = page->match->column;

	for (size_t i = 0; i + 1 < page->n_columns; i++) {
		const size_t slot = page->slot[i];
		if (slot == NOWHERE || slot == plan->at.name || !import_has_names(plan, slot) || col[i].width != 1 || col[i + 1].title != NULL || col[i + 1].width != 1 ||
		    col[i + 1].given == GIVEN_NONE)
			continue;
		const char *samples = samples_of(plan, page, i + 1);
		if (*samples != '\0')
			note_cell_warning(plan, page, page->match->header_last, i + 1, NULL, "import.name_beside", "Cột %s, bên phải «%s», không có tiêu đề nên %s không được nạp. "
			                  "Nếu đó là phần sau của tên, hãy gộp hai ô tiêu đề làm một (Merge Cells) rồi nạp lại.", table_column_name(plan->c->arena, i + 1),
			                  col[i].title, samples);
	}
}

void import_tell_missing(struct plan *plan, const struct page *page)
{
	if (page->match->n_known == 0)
		note_page(plan, page, "import.header_missing", "Trang này có các dòng như của danh sách mà không có dòng tiêu đề nên không nhập được. "
		          "Hãy chép dòng tiêu đề của trang khác vào phía trên.");
	for (size_t i = 0; page->match->n_known > 0 && i < page->match->n_missing; i++) {
		const char *id = page->match->missing[i]->id;
		for (size_t k = 0; k < plan->sheet->n_columns; k++)
			if (streq(plan->sheet->column[k].id, id) && plan->slot_of[k] == k && page->column[k] == NOWHERE)
				note_page(plan, page, "import.column_missing", "Trang này không có cột «%s» nên không nhập được. Hãy thêm cột, hoặc "
				          "sửa lại tên cột.", plan->sheet->column[k].title[0]);
	}
}
