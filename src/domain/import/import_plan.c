/* import_plan.c - what becomes of each row: refused, created, moved, changed or left as it is. */
#include "base/text.h"
#include "base/time.h"
#include "domain/import/import_parts.h"
#include "sheet/title.h"

static bool has_column(const struct plan *plan, const struct pupil *p, size_t slot)
{
	return slot != NOWHERE && plan->page[p->page].column[slot] != NOWHERE;
}

static bool is_told(struct plan *plan, const struct pupil *p, size_t slot)
{
	struct page *page = &plan->page[p->page];
	uint64_t bit = slot == NOWHERE ? 0 : UINT64_C(1) << slot;
	bool told = (page->told & bit) != 0;

	page->told |= bit;
	return told;
}

/* ---- what a row must have ---- */

static void check_class(struct plan *plan, struct pupil *p)
{
	if (p->group != NOWHERE) {
		if (plan->group[p->group].bad)
			p->fate = FATE_REFUSED;
	} else if (has_column(plan, p, plan->at.class)) {
		note_error(plan, p, plan->at.class, NULL, "import.class_empty", "Dòng này chưa ghi lớp. Hãy điền tên lớp.");
	} else {
		p->fate = FATE_REFUSED;
		if (!is_told(plan, p, plan->at.class))
			note_page(plan, &plan->page[p->page], "import.class_none", "Không biết học sinh của trang này học lớp nào. Hãy thêm cột «Lớp», "
			          "hoặc dòng «LỚP …» phía trên danh sách.");
	}
}

static void check_name(struct plan *plan, struct pupil *p, const char *today)
{
	const char *birth = slot_text(p, plan->at.birth);

	if (slot_text(p, plan->at.name) == NULL)
		note_error(plan, p, plan->at.name, NULL, "import.name_empty", "Dòng này chưa có họ tên. Hãy điền họ tên, hoặc xóa cả dòng.");
	if (birth != NULL && strcmp(birth, today) > 0)
		note_error(plan, p, plan->at.birth, NULL, "import.birth_future", "Ngày sinh %s ở sau ngày hôm nay. Hãy xem lại năm sinh.", birth);
}

static size_t slot_of_field(const struct plan *plan, const struct record_type *t, const char *name)
{
	for (size_t k = 0; k < plan->sheet->n_columns; k++)
		if (plan->sheet->column[k].type == t && plan->sheet->column[k].field != NULL &&
		    streq(plan->sheet->column[k].field->name, name))
			return plan->slot_of[k];
	return NOWHERE;
}

static void told_missing(struct plan *plan, struct pupil *p, const struct record_type *t, const struct problem *problem)
{
	const struct field *f = field_find(t, problem->field);
	size_t slot = slot_of_field(plan, t, problem->field);

	/* Marks under "Nữ" speak for the sex. */
	if (slot == plan->at.sex && !has_column(plan, p, slot) && has_column(plan, p, plan->at.female)) {
		p->fate = FATE_REFUSED;
	} else if (has_column(plan, p, slot)) {
		note_error(plan, p, slot, NULL, "import.required", "%s: chưa có; học sinh mới bắt buộc có mục này. Hãy điền vào ô trống.", f->label);
	} else {
		p->fate = FATE_REFUSED;
		if (!is_told(plan, p, slot))
			note_page(plan, &plan->page[p->page], "import.column_missing", "Tệp thiếu cột «%s», mục bắt buộc với học sinh mới; các dòng là "
			          "học sinh mới chưa nhập. Hãy thêm cột này.", f->label);
	}
}

/* stored: what the record has, by slot; NULL for a new one.  What the template does not
 * know of is taken to be there, unless the record is new. */
static void check_required(struct plan *plan, struct pupil *p, const struct record_type *t, const struct val *stored)
{
	struct ctx own = *plan->c;
	struct val *value;
	struct problems problems = { 0 };

	own.arena = arena_new();
	value = NEW_N(own.arena, struct val, t->n_fields);
	for (size_t i = 0; i < t->n_fields; i++)
		if (stored != NULL || t->field[i].to != NULL)
			value[i] = val_bool(true);
	for (size_t k = 0; k < plan->sheet->n_columns; k++) {
		const struct sheet_column *col = &plan->sheet->column[k];
		if (col->type == t && col->field != NULL && plan->slot_of[k] == k)
			value[col->field->index] = p->value[k].kind != VAL_NULL || stored == NULL ? p->value[k] : stored[k];
	}
	record_check_required(&own, t, value, &problems);
	for (const struct problem *q = problems.first; q != NULL; q = q->next)
		told_missing(plan, p, t, q);
	arena_free(own.arena);
}

/* ---- what changes ---- */

static const char *shown(struct plan *plan, const struct list *list, const struct val *v)
{
	const struct list_item *it = list == NULL || v->kind != VAL_TEXT ? NULL : list_find(list, v->s, NULL);

	if (it != NULL)
		return it->name;
	switch (v->kind) {
	case VAL_TEXT: return v->s;
	case VAL_BOOL: return v->i ? "Có" : "Không";
	case VAL_INT:  return arena_fmt(plan->c->arena, "%" PRId64, v->i);
	default:       return NULL;
	}
}

static void add_change(struct plan *plan, const struct pupil *p, const char *field, const char *label, const char *before,
                       const char *after)
{
	struct import_summary *sum = plan->sum;

	if (sum->change == NULL)
		sum->change = NEW_N(plan->c->arena, struct import_change, IMPORT_CHANGES_MAX);
	if (sum->n_changes < IMPORT_CHANGES_MAX)
		sum->change[sum->n_changes++] = (struct import_change){
			.sheet = plan->page[p->page].match->sheet_name, .row = p->row, .code = p->person->code, .name = p->person->name,
			.field = field, .label = label, .before = before, .after = after,
		};
}

/* Lists often write names in capitals: that is no other name. */
static bool says_the_same(struct plan *plan, size_t slot, const struct val *a, const struct val *b)
{
	if (val_equal(a, b))
		return true;
	if (slot != plan->at.name || a->kind != VAL_TEXT || b->kind != VAL_TEXT)
		return false;
	return streq(title_lower(plan->c->arena, a->s), title_lower(plan->c->arena, b->s));
}

static bool compare(struct plan *plan, struct pupil *p, const struct record_type *t, const struct val *stored)
{
	bool changed = false;

	for (size_t k = 0; k < plan->sheet->n_columns; k++) {
		const struct sheet_column *col = &plan->sheet->column[k];
		if (col->type != t || col->field == NULL || plan->slot_of[k] != k || p->value[k].kind == VAL_NULL)
			continue;
		if (says_the_same(plan, k, &p->value[k], &stored[k])) {
			p->value[k] = val_null(); /* nothing to write */
			continue;
		}
		changed = true;
		add_change(plan, p, col->id, col->field->label, shown(plan, col->field->list, &stored[k]),
		           shown(plan, col->field->list, &p->value[k]));
	}
	return changed;
}

static const char *name_of_room(const struct plan *plan, int64_t id)
{
	for (size_t i = 0; i < plan->n_rooms; i++)
		if (plan->room[i].id == id)
			return plan->room[i].name;
	return NULL;
}

static enum fate compare_seat(struct plan *plan, struct pupil *p)
{
	const struct group *g = &plan->group[p->group];
	const struct seat *seat = p->person->seat;
	const char *status = slot_text(p, plan->at.status);
	bool moved = g->room == NULL || g->room->id != seat->class_id;

	if (moved)
		add_change(plan, p, "class", "Lớp", name_of_room(plan, seat->class_id), g->room != NULL ? g->room->name : g->name);
	p->status_changes = status != NULL && !streq(status, seat->status);
	if (p->status_changes)
		add_change(plan, p, "enrolment.status", "Trạng thái", shown(plan, plan->enrolment->statuses, &(struct val){ .kind = VAL_TEXT,
		           .s = seat->status, .len = strlen(seat->status) }), shown(plan, plan->enrolment->statuses, &p->value[plan->at.status]));
	p->seat_changes = compare(plan, p, plan->enrolment, seat->value) || moved;
	return moved ? FATE_MOVED : p->seat_changes || p->status_changes || p->learner_changes ? FATE_CHANGED : FATE_UNCHANGED;
}

static void decide(struct plan *plan, struct pupil *p)
{
	if (p->person == NULL)
		check_required(plan, p, plan->learner, NULL);
	if (p->person == NULL || p->person->seat == NULL)
		check_required(plan, p, plan->enrolment, NULL);
	if (p->fate == FATE_REFUSED)
		return;
	if (p->person == NULL) {
		p->fate = FATE_CREATED;
		return;
	}
	size_t n_changes = plan->sum->n_changes;
	p->learner_changes = compare(plan, p, plan->learner, p->person->value);
	if (p->learner_changes)
		check_required(plan, p, plan->learner, p->person->value);
	if (p->fate == FATE_REFUSED) {
		plan->sum->n_changes = n_changes;
		return;
	}
	p->fate = p->person->seat == NULL ? FATE_ENROLLED : compare_seat(plan, p);
}

static void note_new_classes(struct plan *plan)
{
	for (size_t i = 0; i < plan->n_groups; i++) {
		const struct group *g = &plan->group[i];
		if (g->bad || g->room != NULL || g->n_fine == 0)
			continue;
		plan->sum->classes_created++;
		note_warning(plan, &plan->pupil[g->first], plan->at.class, g->name, "import.class_created", "Năm học này chưa có lớp «%s»: lớp được "
		             "lập mới (%s). Hãy sửa lại tệp nếu tên lớp gõ nhầm.", g->name,
		             list_find(field_find(plan->class, "grade")->list, g->grade, NULL)->name);
	}
}

/* ---- the year of the file ---- */

/* A status date tells the year of its file; the latest one, typing slips of decades aside. */
static void check_year(struct plan *plan, const char *today)
{
	struct import_summary *sum = plan->sum;
	const char *latest = NULL;
	size_t at = 0;
	struct date d, now;

	if (plan->at.status_date == NOWHERE || !date_parse(today, &now))
		return;
	for (size_t i = 0; i < plan->n_pupils; i++) {
		const char *date = slot_text(&plan->pupil[i], plan->at.status_date);
		if (date == NULL || (latest != NULL && strcmp(date, latest) <= 0) || !date_parse(date, &d) || d.year > now.year + 1)
			continue;
		latest = date;
		at = i;
	}
	if (latest == NULL || !date_parse(latest, &d))
		return;
	sum->year_seen = date_school_year(d);
	sum->year_doubtful = sum->year_seen != plan->o->school_year;
	if (sum->year_doubtful)
		note_warning(plan, &plan->pupil[at], plan->at.status_date, NULL, "import.year", "Ngày trạng thái mới nhất trong tệp thuộc năm học "
		             "%d-%d, nhưng đang nhập cho năm học %d-%d. Hãy kiểm tra có nhầm tệp hoặc nhầm năm học không.", sum->year_seen,
		             sum->year_seen + 1, plan->o->school_year, plan->o->school_year + 1);
}

void import_decide(struct plan *plan)
{
	const char *today = time_today(plan->c->arena, plan->c->now_ms);

	check_year(plan, today);
	for (size_t i = 0; i < plan->n_pupils; i++) {
		struct pupil *p = &plan->pupil[i];
		check_class(plan, p);
		check_name(plan, p, today);
		decide(plan, p);
		if (p->fate != FATE_REFUSED)
			plan->group[p->group].n_fine++;
	}
	note_new_classes(plan);
}

void import_note_missing(struct plan *plan)
{
	struct import_summary *sum = plan->sum;

	sum->missed = NEW_N(plan->c->arena, struct import_missing, IMPORT_MISSING_MAX);
	for (size_t i = 0; i < plan->n_persons; i++) {
		const struct person *who = &plan->person[i];
		if (who->present || who->seat == NULL || !import_is_studying(plan, who->seat->status))
			continue;
		const struct room *room = NULL;
		for (size_t k = 0; k < plan->n_groups; k++)
			if (plan->group[k].room != NULL && plan->group[k].room->id == who->seat->class_id)
				room = plan->group[k].room;
		if (room == NULL)
			continue;
		sum->missing++;
		if (sum->n_missed < IMPORT_MISSING_MAX)
			sum->missed[sum->n_missed++] = (struct import_missing){ room->name, who->code, who->name };
	}
}
