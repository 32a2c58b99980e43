/* import_check.c - what a row must have before it can be taken in. */
#include "base/time.h"
#include "domain/import/import_plan.h"

bool import_has_column(const struct plan *plan, const struct entry *p, size_t slot)
{
	return slot != NOWHERE && plan->rows.page[p->page].column[slot] != NOWHERE;
}

/* Where the eye looks first for who it is. */
static size_t code_slot(const struct plan *plan, const struct entry *p)
{
	return plan->at.name != NOWHERE ? plan->at.name : import_has_column(plan, p, plan->at.code) ? plan->at.code : NOWHERE;
}

static bool is_told(struct plan *plan, const struct entry *p, size_t slot)
{
	struct page *page = &plan->rows.page[p->page];
	bool told = slot != NOWHERE && slots_have(&page->told, slot);

	if (slot != NOWHERE)
		slots_add(&page->told, slot);
	return told;
}

/* Where the file makes nobody: does it put somebody into another class than ours? */
static void compare_class(struct plan *plan, struct entry *p)
{
	struct group *g = p->group == NOWHERE ? NULL : &plan->classes.group[p->group];

	if (g == NULL || g->told || (g->room == NULL && import_class_is_made_before(plan, g)))
		return;
	if (g->room == NULL) {
		g->told = true;
		note_warning(plan, p, plan->at.class, g->name, "import.class_unknown", "Năm học này không có lớp «%s»; các dòng của lớp được đối chiếu "
		             "theo mã, họ tên và ngày sinh. Hãy xem lại tên lớp.", g->name);
	} else if (p->subject != NULL && p->subject->held[1] != NULL && p->subject->held[1]->class_id != g->room->id) {
		note_warning(plan, p, plan->at.class, g->name, "import.class_differs", "Học sinh này đang học lớp khác lớp «%s». Hãy xem lại lớp; mẫu này "
		             "không chuyển lớp.", g->name);
	}
}

/* The row names a class of one grade and tells another: one of the two is a slip.  It goes into the class. */
static void compare_grade(struct plan *plan, const struct entry *p)
{
	const struct group *g = p->group == NOWHERE ? NULL : &plan->classes.group[p->group];
	const char *says = slot_text(p, plan->at.grade);
	const char *grade = g == NULL || g->bad ? NULL : g->room != NULL ? g->room->grade : g->grade;

	if (says == NULL || grade == NULL || streq(says, grade) || (g->room != NULL && g->room->combined))
		return;
	note_warning(plan, p, plan->at.grade, class_grade_name(plan, says), "import.grade_differs", "Dòng này ghi %s, nhưng lớp «%s» là của %s; khối của lớp "
	             "được giữ. Hãy xem lại tên lớp và cột «Khối».", class_grade_name(plan, says), g->name, class_grade_name(plan, grade));
}

static void check_class(struct plan *plan, struct entry *p)
{
	compare_grade(plan, p);
	if (plan->at.class == NOWHERE) {
		return;
	} else if (!plan->sheet->creates) {
		compare_class(plan, p);
	} else if (p->group != NOWHERE) {
		if (plan->classes.group[p->group].bad)
			p->fate = FATE_REFUSED;
	} else if (import_has_column(plan, p, plan->at.class)) {
		note_error(plan, p, plan->at.class, NULL, "import.class_empty", "Dòng này chưa ghi lớp. Hãy điền tên lớp.");
	} else {
		p->fate = FATE_REFUSED;
		if (!is_told(plan, p, plan->at.class))
			note_page(plan, &plan->rows.page[p->page], "import.class_none", "Không biết học sinh của trang này học lớp nào. Hãy thêm cột «Lớp», "
			          "hoặc dòng «LỚP …» phía trên danh sách.");
	}
}

static void check_name(struct plan *plan, struct entry *p)
{
	if (plan->at.name != NOWHERE && slot_text(p, plan->at.name) == NULL)
		note_error(plan, p, plan->at.name, NULL, "import.name_empty", "Dòng này chưa có %s. Hãy điền vào, hoặc xóa cả dòng.",
		           plan->sheet->column[plan->at.name].field->label);
}

/* What only helps to find the subject is never written: a difference is told. */
static void compare_birth(struct plan *plan, const struct entry *p)
{
	const char *birth = slot_text(p, plan->at.birth);

	if (birth != NULL && p->subject->birth != NULL && !streq(birth, p->subject->birth))
		note_warning(plan, p, plan->at.birth, NULL, "import.birth_differs", "Ngày sinh khác với hồ sơ %s (%s). Hãy xem lại; mẫu này không sửa ngày "
		             "sinh.", p->subject->own.code, date_words(plan->c->arena, p->subject->birth));
}

static bool is_bad(const struct entry *p, size_t slot)
{
	return slot != NOWHERE && slots_have(&p->bad, slot);
}

static void check_subject(struct plan *plan, struct entry *p)
{
	size_t slot = code_slot(plan, p);

	if (p->subject != NULL && plan->at.birth != NOWHERE && plan->sheet->column[plan->at.birth].identifies)
		compare_birth(plan, p);
	if (p->contradicts || is_bad(p, plan->at.code) || is_bad(p, plan->at.personal_id) || plan->sheet->creates)
		return;
	const bool in_year = plan->known.year_type == NULL || (p->subject != NULL && p->subject->held[1] != NULL &&
	                                                       !subject_is_undone(plan->known.year_type, p->subject->held[1]));
	if (p->subject != NULL && in_year)
		return;
	if (import_is_made_before(plan, p))
		p->fate = p->fate == FATE_REFUSED ? FATE_REFUSED : FATE_REPEATED;
	else if (p->subject == NULL)
		note_error(plan, p, slot, NULL, "import.unknown", "Trường chưa có %s này. Hãy nhập danh sách %s trước, hoặc xem lại mã, họ tên và ngày sinh.",
		           plan->sheet->row, plan->sheet->row);
	else
		note_error(plan, p, slot, NULL, "import.not_in_year", "%s không có trong năm học %d-%d. Hãy nhập danh sách của năm học này trước.",
		           p->subject->name == NULL ? "Hồ sơ này" : p->subject->name, plan->o->school_year, plan->o->school_year + 1);
}

static void told_missing(struct plan *plan, struct entry *p, size_t record, const struct problem *problem)
{
	const struct field *f = field_find(plan->sheet->record[record].type, problem->field);
	size_t slot = import_slot(plan, record, f);

	/* Marks under "Nữ" and "Nam" speak for the sex, digits for the group of levels. */
	const size_t marks = import_has_column(plan, p, plan->at.female) ? plan->at.female : plan->at.male;
	size_t speaks = slot == NOWHERE ? NOWHERE : slot == plan->at.sex ? marks : slot == plan->at.group ? plan->at.levels : NOWHERE;
	if (speaks != NOWHERE && !import_has_column(plan, p, slot) && import_has_column(plan, p, speaks)) {
		if (speaks == marks && !is_bad(p, plan->at.female) && !is_bad(p, plan->at.male))
			note_error(plan, p, marks, NULL, "import.sex_unmarked", "Dòng này chưa đánh dấu «Nam» hay «Nữ». Hãy đánh dấu một cột.");
		p->fate = FATE_REFUSED;
	} else if (import_has_column(plan, p, slot)) {
		const bool unclear = slots_have(&p->unclear, slot);
		note_error(plan, p, slot, NULL, "import.required", "%s: %s; %s mới bắt buộc có mục này. Hãy %s.", f->label, unclear ? "không rõ tệp ghi gì" : "chưa có",
		           plan->sheet->row, unclear ? "ghi đúng tên trong danh mục" : "điền vào ô trống");
	} else {
		p->fate = FATE_REFUSED;
		if (!is_told(plan, p, slot))
			note_page(plan, &plan->rows.page[p->page], "import.column_missing", "Tệp thiếu cột «%s», mục bắt buộc với %s mới; các dòng mới chưa "
			          "nhập. Hãy thêm cột này.", f->label, plan->sheet->row);
	}
}

/* stored: what the record has, by slot; NULL for a new one.  What the template does not
 * know of is taken to be there, unless the record is new. */
void import_check_required(struct plan *plan, struct entry *p, size_t record, const struct held *held)
{
	const struct sheet_record *rec = &plan->sheet->record[record];
	const struct record_type *t = rec->type;
	struct ctx own = *plan->c;
	struct val *value;
	struct problems problems = { 0 };

	own.arena = arena_new();
	value = NEW_N(own.arena, struct val, t->n_fields);
	for (size_t i = 0; i < t->n_fields; i++)
		if (held != NULL || t->field[i].to != NULL)
			value[i] = val_bool(true);
	for (size_t k = 0; k < plan->sheet->n_columns; k++) {
		const struct sheet_column *col = &plan->sheet->column[k];
		if (col->use == USE_FIELD && col->record == record && plan->slot_of[k] == k)
			value[col->field->index] = slot_value(p, k)->kind != VAL_NULL || held == NULL ? *slot_value(p, k) : *subject_value(&plan->known, held, k);
	}
	for (size_t i = 0; i < rec->n_sets; i++)
		value[rec->set[i].field->index] = val_bool(true);
	record_check_required(&own, t, value, &problems);
	for (const struct problem *q = problems.first; q != NULL; q = q->next)
		told_missing(plan, p, record, q);
	arena_free(own.arena);
}

void import_check(struct plan *plan, struct entry *p)
{
	check_name(plan, p);
	check_subject(plan, p);
	check_class(plan, p);
}
