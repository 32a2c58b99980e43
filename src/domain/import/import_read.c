/* import_read.c - take the rows of a recognised file in. */
#include "domain/import/import_plan.h"

#include "base/time.h"
#include "sheet/value.h"

enum { WORDS_MAX = 16 * 1024 };

struct reading {
	struct plan *plan;
	struct taker taker;
	struct places *places;
	struct page *page;
	struct carried {
		size_t last;      /* row */
		struct cell cell;
	} *carried;       /* by column of the sheet: what a cell merged over several rows says in all of them */
	size_t next_down; /* of the merged cells of the sheet */
};

/* Who or what a row is about must be told by it. */
static bool is_readable(const struct plan *plan, const struct page *page)
{
	return page->match->n_known > 0 && (plan->at.name == NOWHERE || page->column[plan->at.name] != NOWHERE);
}

static bool on_begin(struct ctx *c, void *arg, const struct table_info *info)
{
	struct reading *r = arg;

	r->page = NULL;
	for (size_t i = 0; i < r->plan->rows.n_pages; i++)
		if (r->plan->rows.page[i].match->sheet == info->index && is_readable(r->plan, &r->plan->rows.page[i]))
			r->page = &r->plan->rows.page[i];
	r->next_down = 0;
	r->carried = r->page == NULL ? NULL : NEW_N(c->arena, struct carried, r->page->n_columns);
	return r->page != NULL;
}

/* Who somebody is stands in each row for itself. */
static bool may_be_carried(const struct plan *plan, size_t slot)
{
	return slot != NOWHERE && slot != plan->at.name && slot != plan->at.birth && slot != plan->at.code && slot != plan->at.personal_id;
}

static void keep_merged(struct reading *r, const struct table_row *row)
{
	const struct match *m = r->page->match;
	struct arena *a = r->plan->c->arena;

	while (r->next_down < m->n_down && m->down[r->next_down].row_first < row->number)
		r->next_down++;
	for (; r->next_down < m->n_down && m->down[r->next_down].row_first == row->number; r->next_down++) {
		const struct table_range *merged = &m->down[r->next_down];
		const size_t at = merged->column_first;
		if (at >= r->page->n_columns || at >= row->n_cells || !may_be_carried(r->plan, r->page->slot[at]))
			continue;
		struct carried *x = &r->carried[at];
		*x = (struct carried){ merged->row_last, row->cell[at] };
		x->cell.text = arena_strndup(a, x->cell.text, x->cell.len);
		x->cell.shown = x->cell.shown == NULL ? NULL : arena_strdup(a, x->cell.shown);
	}
}

/* The row as people see it. */
static struct table_row with_merged(struct reading *r, const struct table_row *row)
{
	struct table_row ret = *row;
	struct cell *cell = NULL;

	keep_merged(r, row);
	for (size_t i = 0; i < r->page->n_columns; i++) {
		if (r->carried[i].last < row->number || (i < row->n_cells && row->cell[i].kind != CELL_EMPTY))
			continue;
		if (cell == NULL) {
			ret.n_cells = row->n_cells > r->page->n_columns ? row->n_cells : r->page->n_columns;
			ret.cell = cell = NEW_N(r->taker.own.arena, struct cell, ret.n_cells);
			memcpy(cell, row->cell, row->n_cells * sizeof *cell);
			for (size_t k = row->n_cells; k < ret.n_cells; k++)
				cell[k].text = "";
		}
		cell[i] = r->carried[i].cell;
	}
	return ret;
}

static struct cell text_cell(const char *text, size_t len)
{
	return (struct cell){ .kind = CELL_TEXT, .text = text, .len = len };
}

static bool is_marked(const struct entry *p, size_t slot)
{
	return slot_value(p, slot)->kind == VAL_BOOL && slot_value(p, slot)->i;
}

/* Under one title what is not marked is the other; under both it is told which is meant. */
static const char *marked_sex(struct plan *plan, struct entry *p, bool has_female, bool has_male)
{
	const bool f = has_female && is_marked(p, plan->at.female), m = has_male && is_marked(p, plan->at.male);

	if (f && m)
		note_error(plan, p, plan->at.female, NULL, "import.sex_marked_twice", "Dòng này đánh dấu cả «Nam» và «Nữ». Hãy xoá một dấu.");
	else if (f || m || !has_female || !has_male)
		return f || (!has_female && !m) ? "nu" : "nam";
	return NULL;
}

static void take_sex(struct plan *plan, struct page *page, struct entry *p)
{
	const struct list *list = plan->at.sex == NOWHERE ? NULL : plan->sheet->column[plan->at.sex].field->list;
	const bool has_female = import_has_column(plan, p, plan->at.female), has_male = import_has_column(plan, p, plan->at.male);

	if (list == NULL || (!has_female && !has_male) || (has_female && slots_have(&p->bad, plan->at.female)) || (has_male && slots_have(&p->bad, plan->at.male)))
		return;
	const char *word = marked_sex(plan, p, has_female, has_male);
	if (has_female != has_male) {
		page->sexed++;
		page->marked += streq(word, has_female ? "nu" : "nam");
	}
	const struct list_item *it = word == NULL ? NULL : list_find_name(list, word);
	if (it != NULL)
		slot_set(plan, p, plan->at.sex, val_text(it->code));
}

static const char *class_of_row(struct plan *plan, struct page *page, const struct entry *p)
{
	const char *name = slot_text(p, plan->at.class);

	if (plan->at.class == NOWHERE || name != NULL || slots_have(&p->bad, plan->at.class))
		return name;
	if (page->section != NULL)
		return page->section;
	if (page->column[plan->at.class] != NOWHERE)
		return NULL;
	if (plan->o->class_name != NULL)
		return plan->o->class_name;
	if (page->asked_name)
		return NULL;
	/* A workbook with a sheet for each class. */
	const char *sheet = class_name(plan->c->arena, page->match->sheet_name), *key = class_key(plan->c->arena, sheet);
	page->asked_name = true;
	page->section = map_get(&plan->classes.rooms, key) != 0 || class_grade(plan, key) != NULL ? sheet : NULL;
	return page->section;
}

/* As its reader sees it. */
static const char *said_in(struct arena *a, const struct cell *cell)
{
	return cell->kind == CELL_DATE ? date_words(a, cell->text) : cell->shown != NULL ? cell->shown : cell->text;
}

static void take_cell(struct reading *r, struct entry *p, size_t slot, const struct cell *cell)
{
	struct plan *plan = r->plan;
	const char *said = said_in(r->taker.own.arena, cell);
	struct taken t;

	taker_take(&r->taker, slot, cell, &t);
	slot_set(r->plan, p, slot, t.value);
	if (t.key != NULL && (t.warning || slot == plan->at.grade)) /* the grade is the class's: here it only helps */
		note_warning(plan, p, slot, said, t.key, "%s", t.message);
	else if (t.key != NULL && !plan->sheet->column[slot].lenient)
		note_error(plan, p, slot, said, t.key, "%s", t.message);
	else if (t.key != NULL) {
		slots_add(&p->unclear, slot);
		note_warning(plan, p, slot, said, t.key, "%s Mục này để trống.", t.message);
	}
}

/* "8 9 7,5": one value for this field and each after it. */
static void take_spread(struct reading *r, struct entry *p, size_t slot, const struct cell *cell)
{
	const struct sheet_column *col = &r->plan->sheet->column[slot];
	struct arena *a = r->taker.own.arena;
	const char *s = cell->text;

	if (cell->kind != CELL_TEXT) {
		take_cell(r, p, slot, cell);
		return;
	}
	for (const struct field *f = col->field; *(s += strspn(s, " ;")) != '\0'; f++) {
		size_t n = strcspn(s, " ;"), at = import_slot(r->plan, col->record, f);
		const struct cell one = text_cell(arena_strndup(a, s, n), n);
		if (at == NOWHERE) {
			note_error(r->plan, p, slot, cell->text, "import.too_many", "Ô này có nhiều giá trị hơn mẫu nhận được. Hãy bỏ bớt giá trị.");
			return;
		}
		take_cell(r, p, at, &one);
		s += n;
	}
}

/* Half a name is somebody else's: where the sheet has columns for its parts and not for the whole, an empty part is told. */
static void tell_half_name(struct reading *r, struct entry *p, const struct table_row *row, const char *const *part)
{
	struct plan *plan = r->plan;
	const size_t slot = plan->at.name;

	for (size_t i = 0; slot != NOWHERE && slot_text(p, slot) != NULL && i < r->page->n_columns; i++)
		if (r->page->slot[i] == slot && plan->sheet->column[r->page->target[i]].joins && part[r->page->target[i]] == NULL)
			note_cell_warning(plan, r->page, row->number, i, NULL, "import.name_half", "Ô «%s» trống nên tên được nạp chỉ là «%s». Hãy điền phần còn thiếu nếu có.",
			                  r->page->match->column[i].title, slot_text(p, slot));
}

/* Columns that make one text: "Xã A" and "Tỉnh B", or a family name and a given name. */
static void take_joined(struct reading *r, struct entry *p, const char *const *part)
{
	const struct sheet_template *s = r->plan->sheet;

	for (size_t slot = 0; slot < s->n_columns; slot++) {
		struct buf text = buf_in(r->taker.own.arena);
		for (size_t k = slot; k < s->n_columns; k++)
			if (r->plan->slot_of[k] == slot && part[k] != NULL)
				buf_fmt(&text, "%s%s", text.len == 0 ? "" : s->column[k].between, part[k]);
		const struct cell cell = text_cell(buf_text(&text), text.len);
		if (text.len > 0)
			take_cell(r, p, slot, &cell);
	}
}

/* A few values of each column, for people to see whether it was understood. */
static void keep_samples(struct arena *a, struct plan *plan, const struct page *page, const struct table_row *row)
{
	for (size_t i = 0; i < row->n_cells && i < page->n_columns; i++) {
		const struct cell cell = import_whole_cell(a, plan, page, row, i);
		if (page->mapping[i] == NOWHERE || cell.kind == CELL_EMPTY)
			continue;
		const char **sample = plan->sum->mapping[page->mapping[i]].sample;
		plan->sum->mapping[page->mapping[i]].cells++;
		for (size_t k = 0; k < COUNT(plan->sum->mapping->sample); k++)
			if (sample[k] == NULL) {
				sample[k] = arena_strdup(plan->c->arena, said_in(a, &cell));
				break;
			} else if (streq(sample[k], said_in(a, &cell))) {
				break;
			}
	}
}

/* Text of old fonts has been converted: told once a column, or at each cell among others in Unicode. */
static void note_legacy(struct plan *plan, struct page *page, const struct entry *p, const struct table_row *row)
{
	for (size_t i = 0; i < row->n_cells && i < page->n_columns; i++) {
		const bool among_others = page->legacy[i] != NULL && *page->legacy[i] == '\0';
		if (page->slot[i] != NOWHERE && !slots_have(&p->bad, page->slot[i]) && table_cell_is_doubtful(&row->cell[i]))
			note_warning(plan, p, page->slot[i], row->cell[i].text, "import.old_letters", "Ô này có chữ như gõ bằng bảng mã cũ (TCVN3, VNI) mà không rõ là chữ gì nên "
			             "được giữ nguyên. Hãy xem lại, gõ lại bằng Unicode nếu sai.");
		if (row->cell[i].legacy == NULL || page->slot[i] == NOWHERE || (slots_have(&page->converted, page->slot[i]) && !among_others))
			continue;
		slots_add(&page->converted, page->slot[i]);
		if (among_others)
			note_warning(plan, p, page->slot[i], row->cell[i].text, "import.converted", "Ô này gõ bằng bảng mã cũ %s, đã được chuyển sang Unicode. Hãy xem lại có "
			             "đúng chữ không.", row->cell[i].legacy);
		else
			note_warning(plan, p, page->slot[i], row->cell[i].text, "import.converted", "Cột này gõ bằng bảng mã cũ %s, đã được chuyển sang Unicode từ dòng "
			             "này. Hãy xem lại vài ô có đúng chữ không.", row->cell[i].legacy);
	}
}

static void add_entry(struct reading *r, const struct table_row *bare)
{
	const struct table_row whole = with_merged(r, bare), *row = &whole;
	struct plan *plan = r->plan;
	struct arena *a = plan->c->arena;

	keep_samples(r->taker.own.arena, plan, r->page, row);
	plan->rows.entry = arena_grow(a, plan->rows.entry, plan->rows.n_entries, &plan->rows.entries_room, sizeof *plan->rows.entry);
	struct entry *p = &plan->rows.entry[plan->rows.n_entries];
	*p = (struct entry){ .page = (size_t)(r->page - plan->rows.page), .row = row->number, .group = NOWHERE,
		             .place = r->page->place, .value = NEW_N(a, struct val, r->page->n_places) };
	const char **part = NEW_N(r->taker.own.arena, const char *, plan->sheet->n_columns);
	for (size_t i = 0; i < row->n_cells && i < r->page->n_columns; i++) {
		size_t slot = r->page->slot[i];
		if (slot == NOWHERE)
			continue;
		struct cell cell = import_whole_cell(r->taker.own.arena, plan, r->page, row, i);
		const struct sheet_column *col = &plan->sheet->column[r->page->target[i]];
		if (row->cell[i].twice)
			note_warning(plan, p, slot, said_in(r->taker.own.arena, &cell), "import.cell_twice", "Tệp có hai ô cùng địa chỉ này; lấy ô sau. "
			             "Hãy mở tệp bằng Excel, xem lại ô này, lưu rồi nạp lại.");
		if (col->joins)
			part[r->page->target[i]] = value_is_blank(cell.text) ? NULL : said_in(r->taker.own.arena, &cell);
		if (col->spreads)
			take_spread(r, p, slot, &cell);
		else if (!col->joins || import_is_no_word(&cell))
			take_cell(r, p, slot, &cell);
	}
	take_joined(r, p, part);
	tell_half_name(r, p, row, part);
	import_tell_half(plan, r->page, p, row);
	import_keep_left(plan, r->page, row);
	import_same_compare(&r->taker, r->page, p, row);
	note_legacy(plan, r->page, p, row);
	import_take_places(plan, r->places, p);
	take_sex(plan, r->page, p);
	import_take_sex_of_day(plan, r->page, p, row);
	import_row_settle(plan, r->page, plan->at.class == NOWHERE ? NULL : slot_text(p, plan->at.class));
	const char *class = class_of_row(plan, r->page, p);
	if (class != NULL) {
		p->group = class_group(plan, class, plan->rows.n_entries);
		class_tell_grade(plan, p->group, slot_text(p, plan->at.grade));
	}
	plan->rows.n_entries++;
}

/* What stands above a header may tell the year, the period, the subject. */
static void note_words(struct plan *plan, const struct table_row *row)
{
	for (size_t i = 0; i < row->n_cells; i++)
		if (row->cell[i].kind == CELL_TEXT && plan->rows.words.len < WORDS_MAX)
			buf_fmt(&plan->rows.words, "%s\n", row->cell[i].text);
}

/* What we said of the row in an earlier error file is no part of it. */
static bool without_note(const struct page *page, struct table_row *row)
{
	if (row->n_cells == page->note + 1)
		row->n_cells--;
	while (row->n_cells > 0 && row->cell[row->n_cells - 1].kind == CELL_EMPTY)
		row->n_cells--;
	return row->n_cells > 0;
}

/* A text is of an old encoding when its column is: what could be either way is read as its neighbours are. */
static void read_as_columns(struct reading *r, struct table_row *row)
{
	struct page *page = r->page;
	struct cell *own = NEW_N(r->taker.own.arena, struct cell, row->n_cells);

	for (size_t i = 0; i < row->n_cells; i++) {
		if (i < page->n_columns && row->number > page->match->header_last && table_cell_is_modern(&row->cell[i]))
			page->legacy[i] = "";
		const char *legacy = i < page->n_columns ? page->legacy[i] : NULL;
		own[i] = legacy == NULL ? row->cell[i] : table_cell_of_column(r->taker.own.arena, &row->cell[i], legacy);
	}
	row->cell = own;
}

static enum table_go on_row(struct ctx *c, void *arg, const struct table_row *whole)
{
	struct reading *r = arg;
	struct table_row own = *whole, *row = &own;
	const char *section;

	if (row->beyond > 0)
		import_row_keep_beyond(r->plan, r->page, row);
	if (!without_note(r->page, row))
		return TABLE_MORE;
	arena_reset(r->taker.own.arena);
	if (row->number < r->page->match->header_first)
		note_words(r->plan, row);
	else
		read_as_columns(r, row);
	const enum row_kind kind = import_row_kind(&r->taker, r->page, row, &section);
	if (kind != ROW_HEADER_AGAIN)
		import_same_count_beside(r->taker.own.arena, r->plan, r->page, row);
	switch (kind) {
	case ROW_SECTION:
		r->page->section = class_name(c->arena, section);
		r->page->after_note = r->page->after_signature = false;
		break;
	case ROW_HEADER_AGAIN:
		r->page->after_note = r->page->after_signature = false;
		break;
	case ROW_NOTE:
		r->page->after_note = row->number > r->page->match->header_last;
		break;
	case ROW_DATA:
		r->page->after_signature = false;
		add_entry(r, row);
		break;
	}
	return row->number % 256 == 0 && import_cancelled(r->plan) ? TABLE_FAILED : TABLE_MORE;
}

/* A column of marks without a mark makes everybody one sex: so it may be, or it was not filled in. */
static void note_no_marks(struct plan *plan)
{
	for (size_t i = 0; i < plan->rows.n_pages; i++) {
		const struct page *page = &plan->rows.page[i];
		const bool female = plan->at.female != NOWHERE && page->column[plan->at.female] != NOWHERE;
		if (page->sexed > 1 && page->marked == 0)
			note_page_warning(plan, page, "import.sex_no_mark", "Cột «%s» không có dấu nào, nên cả %zu %s được hiểu là %s. Nếu không phải vậy, hãy đánh dấu rồi nạp lại.",
			                  female ? "Nữ" : "Nam", page->sexed, plan->sheet->row, female ? "nam" : "nữ");
	}
}

bool import_read(struct plan *plan, int fd)
{
	static const struct table_sink sink = { .begin = on_begin, .row = on_row };
	struct reading r = { .plan = plan };

	plan->rows.words = buf_in(plan->c->arena);
	taker_open(&r.taker, plan);
	r.places = import_places(plan);
	bool ok = table_read(plan->c, fd, NULL, &sink, &r);
	arena_free(r.taker.own.arena);
	note_no_marks(plan);
	import_row_tell_passed(plan);
	import_row_tell_beyond(plan);
	import_tell_left(plan);
	for (size_t i = 0; i < plan->rows.n_pages; i++)
		import_tell_beside(plan, &plan->rows.page[i]);
	import_same_tell(plan);
	if (!ok)
		return false;
	if (plan->rows.n_entries == 0 && plan->notes.n == 0)
		return fail(plan->c, ERR_INVALID, "import.no_rows", "Tệp có dòng tiêu đề nhưng không có dòng %s nào. Hãy xem lại tệp đã "
		            "chọn có đúng không.", plan->sheet->row);
	plan->sum->rows = plan->rows.n_entries;
	return true;
}
