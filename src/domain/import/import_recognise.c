/* import_recognise.c - which template a file follows, and what its columns are. */
#include "domain/import/import_plan.h"

#include "domain/account/account.h"
#include "annotate/annotate.h"
#include "sheet/title.h"
#include "store/shown.h"

#define CONTINUING "05" /* the level whose learners are of any age */

enum { ADULT = 25 };

/* ---- templates as the reader knows them ---- */

/* Titles of a column, those that people gave to another column left out. */
static size_t add_titles(struct arena *a, const struct sheet_column *from, const struct remembered *known, size_t n_known, const char **title)
{
	size_t n = 0;

	for (const char *const *t = from->title; *t != NULL; t++) {
		const char *key = title_key(a, *t);
		bool elsewhere = false;
		for (size_t i = 0; i < n_known; i++)
			elsewhere = elsewhere || (streq(known[i].key, key) && title_means(a, *t, known[i].title) && (known[i].id == NULL || !streq(known[i].id, from->id)));
		if (!elsewhere)
			title[n++] = *t;
	}
	return n;
}

static size_t count_titles(const struct sheet_column *from)
{
	size_t n = 0;

	while (from->title[n] != NULL)
		n++;
	return n;
}

/* One column more than the template has: what people said is of no interest. */
static struct template *sheet_titles(struct arena *a, const struct sheet_template *s, const struct remembered *known, size_t n_known)
{
	struct template *t = NEW(a, struct template);
	struct template_column *col = NEW_N(a, struct template_column, s->n_columns + 1);

	*t = (struct template){ s->label, col, s->n_columns + 1 };
	for (size_t i = 0; i < s->n_columns; i++) {
		const struct sheet_column *from = &s->column[i];
		const char **title = NEW_N(a, const char *, count_titles(from) + n_known + 1);
		col[i] = (struct template_column){ .id = from->id, .titles = title, .required = from->required, .ordinal = from->use == USE_ORDINAL };
		col[i].n_titles = add_titles(a, from, known, n_known, title);
		for (size_t k = 0; k < n_known && sheet_slot(s, i) == i; k++)
			if (known[k].id != NULL && streq(known[k].id, from->id))
				title[col[i].n_titles++] = known[k].title;
	}
	const char **ignored = NEW_N(a, const char *, n_known + 1);
	col[s->n_columns] = (struct template_column){ .id = "ignored", .titles = ignored };
	for (size_t k = 0; k < n_known; k++)
		if (known[k].id == NULL)
			ignored[col[s->n_columns].n_titles++] = known[k].title;
	return t;
}

/* ---- slots ---- */

static size_t slot_used(const struct plan *plan, enum column_use use)
{
	for (size_t i = 0; i < plan->sheet->n_columns; i++)
		if (plan->sheet->column[i].use == use)
			return plan->slot_of[i];
	return NOWHERE;
}

size_t import_slot(const struct plan *plan, size_t record, const struct field *f)
{
	for (size_t i = 0; f != NULL && i < plan->sheet->n_columns; i++)
		if (plan->sheet->column[i].use == USE_FIELD && plan->sheet->column[i].record == record && plan->sheet->column[i].field == f)
			return plan->slot_of[i];
	return NOWHERE;
}

static const struct field *number_field(const struct record_type *t)
{
	for (size_t i = 0; i < t->n_fields; i++)
		if (t->field[i].unique)
			return &t->field[i];
	return NULL;
}

static void name_slots(struct plan *plan)
{
	const struct sheet_template *s = plan->sheet;
	const struct record_type *t = s->record[0].type;

	plan->slot_of = NEW_N(plan->c->arena, size_t, s->n_columns);
	for (size_t i = 0; i < s->n_columns; i++)
		plan->slot_of[i] = sheet_slot(s, i);
	plan->at.class = slot_used(plan, USE_CLASS);
	plan->at.grade = slot_used(plan, USE_GRADE);
	plan->at.female = slot_used(plan, USE_FEMALE);
	plan->at.male = slot_used(plan, USE_MALE);
	plan->at.code = slot_used(plan, USE_CODE);
	plan->at.status = slot_used(plan, USE_STATUS);
	plan->at.name = import_slot(plan, 0, t->name_field);
	plan->at.birth = import_slot(plan, 0, field_find(t, "birth_date"));
	plan->at.sex = import_slot(plan, 0, field_find(t, "sex"));
	plan->at.personal_id = import_slot(plan, 0, number_field(t));
	plan->at.manager = slot_used(plan, USE_MANAGER);
	plan->at.district_office = slot_used(plan, USE_DISTRICT_OFFICE);
	plan->at.levels = slot_used(plan, USE_LEVELS);
	plan->at.group = import_slot(plan, 0, field_find(t, "level_group"));
	plan->at.kind = import_slot(plan, 0, field_find(t, "kind"));
	plan->at.district = import_slot(plan, 0, field_find(t, "district"));
	plan->at.province = import_slot(plan, 0, field_find(t, "province"));
	plan->at.status_date = NOWHERE;
	for (size_t k = 0; k < s->n_records && plan->at.status_date == NOWHERE; k++)
		plan->at.status_date = import_slot(plan, k, field_find(s->record[k].type, "status_date"));
	subjects_init(plan->c, &plan->known, s, plan->at.personal_id, &plan->o->unit, plan->o->school_year);
}

/* ---- columns of a sheet ---- */

static void add_mapping(struct plan *plan, struct page *page, size_t *room)
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

/* Merged heads lose their merge in text files: "Họ và tên", and right of it nothing over given names. */
static void widen_name(struct plan *plan, struct page *page)
{
	struct match_column *col = page->match->column;
	const size_t at = plan->at.name == NOWHERE ? NOWHERE : page->column[plan->at.name], next = at + 1;
	size_t parts = 0;

	for (size_t i = 0; i < page->n_columns; i++)
		parts += page->slot[i] == plan->at.name;
	if (at == NOWHERE || parts != 1 || next >= page->n_columns || col[at].width != 1 || col[next].width != 1 || col[next].title != NULL || col[next].given == GIVEN_NONE)
		return;
	const char *letter = table_column_name(plan->c->arena, next);
	if (col[next].given == GIVEN_DOUBTFUL) {
		note_page_warning(plan, page, "import.name_beside", "Cột %s, bên phải «%s», không có tiêu đề và không được nạp. Nếu đó là phần sau của tên, hãy ghi tiêu đề "
		                  "«Họ và tên đệm» và «Tên» cho hai cột rồi nạp lại.", letter, col[at].title);
		return;
	}
	col[at].width = 2;
	col[next].width = 0;
	note_page_warning(plan, page, "import.name_joined", "Cột %s, bên phải «%s», không có tiêu đề mà có chữ của tên, nên hai cột được ghép thành một tên. Hãy xem lại "
	                  "vài dòng.", letter, col[at].title);
}

static void note_missing_columns(struct plan *plan, const struct page *page)
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

/* ---- the template ---- */

/* Whoever brings records in must be allowed to write them, and is told what stood there before. */
static bool check_rights(struct plan *plan)
{
	struct ctx *c = plan->c;

	for (size_t i = 0; c->account != NULL && i < plan->sheet->n_columns; i++) {
		const struct sheet_column *col = &plan->sheet->column[i];
		bool of_class = col->use == USE_CLASS || col->use == USE_GRADE;
		if (col->type != NULL && !col->identifies && (!of_class || plan->sheet->creates) && !account_may(c, col->type->module, "write"))
			return fail(c, ERR_FORBIDDEN, "right.missing", "Vai trò của bạn không có quyền ghi «%s», nên không nạp được mẫu «%s».",
			            col->type->label, plan->sheet->label);
		if (col->field != NULL && !field_check_shown(c, col->type, col->field))
			return false;
	}
	return true;
}

/* It lies beside every file that is open. */
static bool check_file_name(const struct plan *plan)
{
	const char *name = plan->o->file_name;

	return name == NULL || strncmp(name, "~$", 2) != 0 ||
	       fail(plan->c, ERR_INVALID, "import.lock_file", "«%s» là tệp khoá mà Excel để lại bên cạnh tệp đang mở, không phải danh sách. Hãy đóng tệp trong Excel rồi "
	            "chọn tệp cùng tên, không có «~$» ở đầu.", name);
}

bool import_read_templates(struct plan *plan, const struct sheet_template *const *sheet, size_t n, const struct template **all)
{
	for (size_t i = 0; i < n; i++) {
		const struct sheet_template *s = sheet[i];
		struct remembered *known;
		size_t n_known;
		assert(s->n_columns <= SLOTS_MAX && s->n_records <= RECORDS_MAX);
		if (!mapping_load(plan->c, &plan->o->unit, s, plan->o, &known, &n_known))
			return false;
		all[i] = sheet_titles(plan->c->arena, s, known, n_known);
	}
	return true;
}

/* The one of these that explains the file best. */
static bool match(struct plan *plan, int fd, const struct sheet_template *const *sheet, size_t n, struct matches *ret)
{
	const struct template **all = NEW_N(plan->c->arena, const struct template *, n);

	if (!import_read_templates(plan, sheet, n, all) || !sheet_match(plan->c, fd, NULL, all, n, ret))
		return false;
	for (size_t i = 0; i < n; i++)
		if (ret->best->template == all[i])
			plan->sheet = sheet[i];
	return true;
}

bool import_takes_pupils(const struct sheet_template *s)
{
	return s->creates && streq(s->record[0].type->name, "learner");
}

int import_birth_year(const struct plan *plan, const struct match *m)
{
	int year = 0;

	for (size_t i = 0; i < m->n_columns; i++) {
		const struct sheet_column *col = m->column[i].target < plan->sheet->n_columns ? &plan->sheet->column[m->column[i].target] : NULL;
		if (col != NULL && col->record == 0 && col->field != NULL && streq(col->field->name, "birth_date"))
			year = m->column[i].year;
	}
	return year;
}

/* Grown up people are in no class of a school, except of continuing education: a list of them is one of staff. */
static bool is_of_adults(const struct plan *plan, const struct match *m)
{
	const char *levels = plan->o->unit.levels;
	const int year = import_birth_year(plan, m);

	return import_takes_pupils(plan->sheet) && year != 0 && plan->o->school_year - year >= ADULT && (levels == NULL || strstr(levels, CONTINUING) == NULL);
}

static bool choose(struct plan *plan, int fd, struct matches *ret)
{
	const struct catalog *k = plan->c->catalog;
	const struct sheet_template **sheet = NEW_N(plan->c->arena, const struct sheet_template *, k->n_sheets);
	struct matches of_staff;
	size_t n = 0;

	if (!check_file_name(plan))
		return false;
	if (plan->o->sheet != NULL)
		return match(plan, fd, &plan->o->sheet, 1, ret);
	for (size_t i = 0; i < k->n_sheets; i++)
		sheet[i] = &k->sheet[i];
	if (!match(plan, fd, sheet, k->n_sheets, ret) || !is_of_adults(plan, ret->best))
		return plan->c->err == ERR_NONE;
	for (size_t i = 0; i < k->n_sheets; i++)
		if (k->sheet[i].creates && streq(k->sheet[i].record[0].type->name, "staff"))
			sheet[n++] = &k->sheet[i];
	const struct sheet_template *pupils = plan->sheet;
	if (match(plan, fd, sheet, n, &of_staff)) {
		plan->by_age = of_staff.best->n_known <= ret->best->n_known; /* no column is one of staff alone */
		*ret = of_staff;
	} else if (plan->c->err == ERR_INVALID) {
		ctx_clear(plan->c);
		plan->sheet = pupils;
	}
	return plan->c->err == ERR_NONE;
}

bool import_template(struct ctx *c, int fd, const struct import_options *o, const struct sheet_template **ret)
{
	struct plan plan = { .c = c, .o = o };
	struct matches m;

	if (!choose(&plan, fd, &m))
		return false;
	*ret = plan.sheet;
	return true;
}

/* Where only their age tells who they are. */
static void tell_who(struct plan *plan, const struct page *page)
{
	if (plan->by_age)
		note_page_warning(plan, page, "import.staff_by_age", "Không cột nào cho biết đây là danh sách cán bộ; chỉ vì phần lớn từ %d tuổi trở lên nên họ được "
		                  "hiểu là cán bộ, giáo viên của đơn vị. Nếu không phải (phụ huynh, người đã ra trường…), hãy dừng lại hoặc huỷ lần nạp này; nếu "
		                  "là học viên, hãy chọn mẫu danh sách lớp rồi nạp lại.", ADULT);
	else if (is_of_adults(plan, page->match))
		note_page_warning(plan, page, "import.adults", "Phần lớn người trong trang này từ %d tuổi trở lên, mà đang được nạp làm học sinh. Nếu đây là danh sách cán "
		                  "bộ, giáo viên, hãy dừng lại và chọn mẫu «Hồ sơ cán bộ, giáo viên».", ADULT);
}

bool import_recognise(struct plan *plan, int fd)
{
	struct matches m;
	struct left left;
	size_t room = 0;

	if (!choose(plan, fd, &m) || !mapping_keep(plan->c, &plan->o->unit, plan->sheet, plan->o->mapping))
		return false;
	name_slots(plan);
	plan->sum->template_name = plan->sheet->name;
	plan->sum->template_label = plan->sheet->label;
	if (!check_rights(plan) || (m.marked && !book_mark_read(plan->c, fd, &plan->mark)) || !import_left_find(plan, &m, &left))
		return false;
	plan->rows.page = NEW_N(plan->c->arena, struct page, m.n + m.n_hidden + left.n + m.n_lost);
	plan->sum->sheet = NEW_N(plan->c->arena, struct import_sheet, m.n);
	for (size_t i = 0; i < m.n; i++) {
		struct page *page = &plan->rows.page[plan->rows.n_pages++];
		import_place_columns(plan, page, &m.item[i]);
		if (m.item[i].n_known > 0)
			plan->sum->sheet[plan->sum->n_sheets++] = (struct import_sheet){ m.item[i].sheet_name, m.item[i].header_last };
		widen_name(plan, page);
		add_mapping(plan, page, &room);
		if (m.item[i].n_known == 0 || (plan->at.name != NOWHERE && page->column[plan->at.name] == NOWHERE))
			note_missing_columns(plan, page);
		if (m.is_hidden)
			note_page_warning(plan, page, "import.sheet_hidden_taken", "Trang này đang ẩn trong tệp, mà chỉ trang ẩn có dữ liệu nên vẫn được lấy để nạp. Hãy xem lại có "
			                  "đúng là danh sách cần nạp không.");
		tell_who(plan, page);
	}
	if (m.bare)
		note_page_warning(plan, plan->rows.page, "import.formats_lost", "Phần định dạng ô của tệp bị mất hoặc hỏng nên ngày, phần trăm và số 0 ở đầu có thể "
		                  "chỉ còn là số thường. Hãy xem lại các cột ấy; nếu sai, hãy mở tệp bằng Excel, sửa, lưu rồi nạp lại.");
	import_left_tell(plan, &m, &left);
	return true;
}
