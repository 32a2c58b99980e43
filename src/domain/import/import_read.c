/* import_read.c - recognise the list and take its rows in. */
#include "domain/import/import_parts.h"

#include "sheet/value.h"

/* ---- which template, which columns ---- */

static bool is_pupil_list(const struct sheet_template *s)
{
	for (size_t i = 0; i < s->n_columns; i++)
		if (streq(s->column[i].id, "learner.full_name"))
			return s->n_columns <= SLOTS_MAX;
	return false;
}

static struct template *sheet_titles(struct arena *a, const struct sheet_template *s)
{
	struct template *t = NEW(a, struct template);
	struct template_column *col = NEW_N(a, struct template_column, s->n_columns);

	*t = (struct template){ s->label, col, s->n_columns };
	for (size_t i = 0; i < s->n_columns; i++) {
		const struct sheet_column *from = &s->column[i];
		col[i] = (struct template_column){ .id = from->id, .titles = from->title, .required = from->required,
			                           .ordinal = streq(from->id, "ordinal") };
		while (from->title[col[i].n_titles] != NULL)
			col[i].n_titles++;
	}
	return t;
}

static size_t slot_named(const struct plan *plan, const char *id)
{
	for (size_t i = 0; i < plan->sheet->n_columns; i++)
		if (streq(plan->sheet->column[i].id, id))
			return i;
	return NOWHERE;
}

static void name_slots(struct plan *plan)
{
	plan->slot_of = NEW_N(plan->c->arena, size_t, plan->sheet->n_columns);
	for (size_t i = 0; i < plan->sheet->n_columns; i++)
		plan->slot_of[i] = slot_named(plan, plan->sheet->column[i].id);
	plan->at.class = slot_named(plan, "class");
	plan->at.grade = slot_named(plan, "class.grade");
	plan->at.female = slot_named(plan, "female");
	plan->at.code = slot_named(plan, "learner.code");
	plan->at.status = slot_named(plan, "enrolment.status");
	plan->at.name = slot_named(plan, "learner.full_name");
	plan->at.birth = slot_named(plan, "learner.birth_date");
	plan->at.sex = slot_named(plan, "learner.sex");
	plan->at.personal_id = slot_named(plan, "learner.personal_id");
	plan->at.status_date = slot_named(plan, "enrolment.status_date");
}

static void add_mapping(struct plan *plan, const struct page *page, size_t *room)
{
	struct import_summary *sum = plan->sum;

	for (size_t i = 0; i < page->match->n_columns; i++) {
		const struct match_column *mc = &page->match->column[i];
		const struct sheet_column *col = page->slot[i] == NOWHERE ? NULL : &plan->sheet->column[page->slot[i]];
		bool ordinal = mc->target != MATCH_NONE && streq(plan->sheet->column[mc->target].id, "ordinal");
		if (mc->width == 0 || ordinal || (mc->title == NULL && !mc->has_data))
			continue;
		sum->mapping = import_grow(plan->c->arena, sum->mapping, sum->n_mappings, room, sizeof *sum->mapping);
		sum->mapping[sum->n_mappings++] = (struct import_mapping){
			.sheet = page->match->sheet_name, .column = sheet_column_name(plan->c->arena, i), .title = mc->title,
			.field = col == NULL ? NULL : col->id,
			.label = col == NULL ? NULL : col->field != NULL ? col->field->label : col->title[0],
		};
	}
}

/* Of several columns for one thing, the one the template names first is taken. */
static void place_columns(struct plan *plan, struct page *page, const struct match *m)
{
	struct arena *a = plan->c->arena;
	const struct sheet_template *s = plan->sheet;

	page->match = m;
	page->section = m->section;
	page->n_columns = m->n_columns;
	page->slot = NEW_N(a, size_t, m->n_columns);
	page->column = NEW_N(a, size_t, s->n_columns);
	for (size_t k = 0; k < s->n_columns; k++)
		page->column[k] = NOWHERE;
	for (size_t i = 0; i < m->n_columns; i++)
		page->slot[i] = NOWHERE;
	for (size_t k = 0; k < s->n_columns; k++)
		for (size_t i = 0; i < m->n_columns; i++)
			if (m->column[i].target == k && !streq(s->column[k].id, "ordinal") && page->column[plan->slot_of[k]] == NOWHERE) {
				page->column[plan->slot_of[k]] = i;
				page->slot[i] = plan->slot_of[k];
			}
	/* "Giới tính" says more than a mark under "Nữ". */
	if (plan->at.sex != NOWHERE && plan->at.female != NOWHERE && page->column[plan->at.sex] != NOWHERE &&
	    page->column[plan->at.female] != NOWHERE) {
		page->slot[page->column[plan->at.female]] = NOWHERE;
		page->column[plan->at.female] = NOWHERE;
	}
}

static bool recognise(struct plan *plan, int fd)
{
	const struct catalog *k = plan->c->catalog;
	const struct template **all = NEW_N(plan->c->arena, const struct template *, k->n_sheets + 1);
	const struct sheet_template **from = NEW_N(plan->c->arena, const struct sheet_template *, k->n_sheets + 1);
	size_t n = 0, room = 0;
	struct matches m;

	for (size_t i = 0; i < (plan->o->sheet != NULL ? 1 : k->n_sheets); i++) {
		const struct sheet_template *s = plan->o->sheet != NULL ? plan->o->sheet : &k->sheet[i];
		if (!is_pupil_list(s))
			continue;
		from[n] = s;
		all[n++] = sheet_titles(plan->c->arena, s);
	}
	if (n == 0)
		return fail(plan->c, ERR_INVALID, "import.sheet_unsupported", "Mẫu này không phải danh sách học sinh nên không nhập được ở đây. "
		            "Hãy chọn mẫu danh sách học sinh.");
	if (!sheet_match(plan->c, fd, NULL, all, n, &m))
		return false;
	for (size_t i = 0; i < n; i++)
		if (m.best->template == all[i])
			plan->sheet = from[i];
	name_slots(plan);
	plan->page = NEW_N(plan->c->arena, struct page, m.n);
	for (size_t i = 0; i < m.n; i++) {
		struct page *page = &plan->page[plan->n_pages++];
		place_columns(plan, page, &m.item[i]);
		add_mapping(plan, page, &room);
		if (page->column[plan->at.name] == NOWHERE)
			note_page(plan, page, "import.column_missing", "Trang này không có cột «%s» nên không nhập được. Hãy thêm cột, hoặc sửa lại "
			          "tên cột.", plan->sheet->column[plan->at.name].field->label);
	}
	plan->sum->template_name = plan->sheet->name;
	plan->sum->template_label = plan->sheet->label;
	return true;
}

/* ---- rows ---- */

struct reading {
	struct plan *plan;
	struct taker taker;
	struct page *page;
};

static bool on_begin(struct ctx *c, void *arg, const struct sheet_info *info)
{
	struct reading *r = arg;

	(void)c;
	r->page = NULL;
	for (size_t i = 0; i < r->plan->n_pages; i++)
		if (r->plan->page[i].match->sheet == info->index && r->plan->page[i].column[r->plan->at.name] != NOWHERE)
			r->page = &r->plan->page[i];
	return r->page != NULL;
}

/* "Họ và tên" merged over two columns: both texts belong together. */
static struct cell whole_cell(struct reading *r, const struct sheet_row *row, size_t column)
{
	size_t width = column < r->page->match->n_columns ? r->page->match->column[column].width : 1;
	struct cell cell = row->cell[column];

	for (size_t i = column + 1; i < column + width && i < row->n_cells; i++) {
		if (row->cell[i].kind != CELL_TEXT)
			continue;
		const char *text = cell.kind == CELL_EMPTY ? row->cell[i].text
		                                           : arena_fmt(r->taker.own.arena, "%s %s", cell.text, row->cell[i].text);
		cell = (struct cell){ .kind = CELL_TEXT, .text = text, .len = strlen(text), .unclean = cell.unclean || row->cell[i].unclean };
	}
	return cell;
}

static void take_sex(struct plan *plan, const struct page *page, struct pupil *p)
{
	const struct list *list = plan->at.sex == NOWHERE ? NULL : plan->sheet->column[plan->at.sex].field->list;

	if (list == NULL || plan->at.female == NOWHERE || page->column[plan->at.female] == NOWHERE)
		return;
	const struct val *female = &p->value[plan->at.female];
	const struct list_item *it = list_find_name(list, female->kind == VAL_BOOL && female->i ? "nu" : "nam");
	if (it != NULL && (p->bad & UINT64_C(1) << plan->at.female) == 0)
		p->value[plan->at.sex] = val_text(it->code);
}

static const char *class_of_row(struct plan *plan, struct page *page, const struct pupil *p)
{
	const char *name = slot_text(p, plan->at.class);

	if (name != NULL || (plan->at.class != NOWHERE && (p->bad & UINT64_C(1) << plan->at.class) != 0))
		return name;
	if (page->section != NULL)
		return page->section;
	if (plan->at.class != NOWHERE && page->column[plan->at.class] != NOWHERE)
		return NULL;
	if (plan->o->class_name != NULL)
		return plan->o->class_name;
	if (page->asked_name)
		return NULL;
	/* A workbook with a sheet for each class. */
	const char *sheet = class_name(plan->c->arena, page->match->sheet_name), *key = class_key(plan->c->arena, sheet);
	page->asked_name = true;
	page->section = map_get(&plan->rooms, key) != 0 || class_grade(plan, key) != NULL ? sheet : NULL;
	return page->section;
}

static void add_pupil(struct reading *r, const struct sheet_row *row)
{
	struct plan *plan = r->plan;
	struct arena *a = plan->c->arena;
	struct taken t;

	plan->pupil = import_grow(a, plan->pupil, plan->n_pupils, &plan->pupils_room, sizeof *plan->pupil);
	struct pupil *p = &plan->pupil[plan->n_pupils];
	*p = (struct pupil){ .page = (size_t)(r->page - plan->page), .row = row->number, .group = NOWHERE,
		             .value = NEW_N(a, struct val, plan->sheet->n_columns) };
	for (size_t i = 0; i < row->n_cells && i < r->page->n_columns; i++) {
		size_t slot = r->page->slot[i];
		if (slot == NOWHERE)
			continue;
		struct cell cell = whole_cell(r, row, i);
		taker_take(&r->taker, slot, &cell, &t);
		p->value[slot] = t.value;
		if (slot == plan->at.grade)
			continue; /* only a help for classes that are not there yet */
		if (t.key != NULL && t.warning)
			note_warning(plan, p, slot, cell.text, t.key, "%s", t.message);
		else if (t.key != NULL)
			note_error(plan, p, slot, cell.text, t.key, "%s", t.message);
	}
	take_sex(plan, r->page, p);
	const char *class = class_of_row(plan, r->page, p);
	if (class != NULL) {
		p->group = class_group(plan, class, plan->n_pupils);
		class_tell_grade(plan, p->group, slot_text(p, plan->at.grade));
	}
	plan->n_pupils++;
}

static bool is_filled(const struct sheet_row *row, size_t column)
{
	return column < row->n_cells && row->cell[column].kind != CELL_EMPTY;
}

/* Below totals and signatures stands the name of who signed.  Whoever has a number, or
 * anything that only pupils have, is a pupil. */
static bool is_signature(const struct plan *plan, const struct page *page, const struct sheet_row *row)
{
	const size_t own[] = { plan->at.birth, plan->at.code, plan->at.personal_id, plan->at.class };
	const struct match *m = page->match;
	size_t filled = 0;

	for (size_t i = 0; i < row->n_cells; i++) {
		filled += row->cell[i].kind != CELL_EMPTY;
		bool ordinal = i < m->n_columns && m->column[i].target != MATCH_NONE && m->template->column[m->column[i].target].ordinal;
		if (ordinal && is_filled(row, i))
			return false;
	}
	for (size_t i = 0; i < COUNT(own); i++)
		if (own[i] != NOWHERE && is_filled(row, page->column[own[i]]))
			return false;
	return page->after_note && filled <= 2;
}

static enum sheet_go on_row(struct ctx *c, void *arg, const struct sheet_row *row)
{
	struct reading *r = arg;
	const char *section;

	arena_reset(r->taker.own.arena);
	switch (sheet_row_kind(r->taker.own.arena, r->page->match, row, &section)) {
	case ROW_SECTION:
		r->page->section = class_name(c->arena, section);
		r->page->after_note = false;
		break;
	case ROW_HEADER_AGAIN:
		r->page->after_note = false;
		break;
	case ROW_NOTE:
		r->page->after_note = row->number > r->page->match->header_last;
		break;
	case ROW_DATA:
		if (!is_signature(r->plan, r->page, row))
			add_pupil(r, row);
		break;
	}
	return row->number % 256 == 0 && import_cancelled(r->plan) ? SHEET_FAILED : SHEET_MORE;
}

bool import_read(struct plan *plan, int fd)
{
	static const struct sheet_sink sink = { .begin = on_begin, .row = on_row };
	struct reading r = { .plan = plan };

	if (!recognise(plan, fd))
		return false;
	taker_open(&r.taker, plan);
	bool ok = sheet_read(plan->c, fd, NULL, &sink, &r);
	arena_free(r.taker.own.arena);
	if (!ok)
		return false;
	if (plan->n_pupils == 0 && plan->n_noted == 0)
		return fail(plan->c, ERR_INVALID, "import.no_pupils", "Tệp có dòng tiêu đề nhưng không có dòng học sinh nào. Hãy xem lại tệp đã "
		            "chọn có đúng không.");
	plan->sum->rows = plan->n_pupils;
	return true;
}
