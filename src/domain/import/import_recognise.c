/* import_recognise.c - which template a file follows, and what its columns are. */
#include "domain/import/import_plan.h"

#include "domain/account/account.h"
#include "store/shown.h"

#define CONTINUING "05" /* the level whose learners are of any age */

enum { ADULT = 25 };

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
		import_widen_name(plan, page);
		import_add_mapping(plan, page, &room);
		if (m.item[i].n_known == 0 || (plan->at.name != NOWHERE && page->column[plan->at.name] == NOWHERE))
			import_tell_missing(plan, page);
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
