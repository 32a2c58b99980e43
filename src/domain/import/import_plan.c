/* import_plan.c - what becomes of each row: refused, created, moved, changed or left as it is. */
#include "base/text.h"
#include "base/time.h"
#include "domain/import/import_plan.h"
#include "sheet/title.h"

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

/* Lists often write names in capitals, or with another apostrophe: that is no other name. */
static bool says_the_same(struct plan *plan, size_t slot, const struct val *a, const struct val *b)
{
	if (val_equal(a, b))
		return true;
	if (slot != plan->at.name || a->kind != VAL_TEXT || b->kind != VAL_TEXT)
		return false;
	return subject_same_letters(plan->c->arena, a->s, b->s);
}

/* What the row says of one record against what is held; what is equal need not be written. */
static bool compare(struct plan *plan, struct entry *p, size_t record, const struct held *held)
{
	bool changed = false;

	for (size_t k = 0; k < plan->sheet->n_columns; k++) {
		const struct sheet_column *col = &plan->sheet->column[k];
		if (!slot_is_of(plan, k, record) || slot_value(p, k)->kind == VAL_NULL)
			continue;
		if (says_the_same(plan, k, slot_value(p, k), subject_value(&plan->known, held, k))) {
			slot_set(plan, p, k, val_null());
			continue;
		}
		changed = true;
		import_add_change(plan, p, col->id, col->field->label, shown(plan, col->field->list, subject_value(&plan->known, held, k)),
		           shown(plan, col->field->list, slot_value(p, k)));
	}
	if (changed)
		p->writes |= UINT32_C(1) << record;
	return changed;
}

static bool says_something(const struct plan *plan, const struct entry *p, size_t record)
{
	for (size_t k = 0; k < plan->sheet->n_columns; k++)
		if (slot_is_of(plan, k, record) && slot_value(p, k)->kind != VAL_NULL)
			return true;
	return false;
}

static const struct room *room_of(const struct plan *plan, int64_t id)
{
	for (size_t i = 0; i < plan->classes.n_rooms; i++)
		if (plan->classes.room[i].id == id)
			return &plan->classes.room[i];
	return NULL;
}

/* It goes in: a list is often how a slip of the first one is put right. */
static void tell_grade(struct plan *plan, const struct entry *p, const struct room *was, const struct group *g)
{
	const char *grade = g->room != NULL ? g->room->grade : g->grade;

	if (was == NULL || was->combined || was->grade == NULL || grade == NULL || (g->room != NULL && g->room->combined) || streq(was->grade, grade))
		return;
	plan->sum->other_grade++;
	note_warning(plan, p, plan->at.class, NULL, "import.grade", "Hồ sơ %s đang ở lớp %s (%s), tệp chuyển sang lớp %s (%s), khác khối trong cùng năm học. "
	             "Hãy xem lại tên lớp.", p->subject->own.code, was->name, class_grade_name(plan, was->grade), g->name, class_grade_name(plan, grade));
}

/* The status is of the subject or of its year, as the template says. */
static void compare_status(struct plan *plan, struct entry *p)
{
	const char *status = slot_text(p, plan->at.status);
	const struct sheet_column *col = plan->at.status == NOWHERE ? NULL : &plan->sheet->column[plan->at.status];
	const struct held *held = col == NULL ? NULL : p->subject->held[col->record];

	if (status == NULL || col->identifies || held == NULL || streq(status, held->status))
		return;
	const struct val before = val_text(held->status);
	p->status_changes = true;
	import_add_change(plan, p, col->id, "Trạng thái", shown(plan, col->type->statuses, &before), shown(plan, col->type->statuses, slot_value(p, plan->at.status)));
}

static bool compare_room(struct plan *plan, struct entry *p)
{
	const struct group *g = p->group == NOWHERE ? NULL : &plan->classes.group[p->group];
	const struct held *year = p->subject->held[1];

	if (g == NULL || !plan->sheet->creates || g->id == year->class_id)
		return false;
	const struct room *was = room_of(plan, year->class_id);
	tell_grade(plan, p, was, g);
	import_add_change(plan, p, "class", "Lớp", was == NULL ? NULL : was->name, g->room != NULL ? g->room->name : g->name);
	p->writes |= UINT32_C(1) << 1;
	return true;
}

/* Records told apart by fixed values: new where the row says something, else compared. */
static size_t decide_more(struct plan *plan, struct entry *p)
{
	size_t n_new = 0;

	for (size_t k = plan->known.year_type != NULL ? 2 : 1; k < plan->sheet->n_records; k++) {
		const struct held *held = p->subject == NULL ? NULL : p->subject->held[k];
		if (!says_something(plan, p, k))
			continue;
		if (held != NULL) {
			if (compare(plan, p, k, held))
				import_check_entry(plan, p, k, held);
			continue;
		}
		import_check_required(plan, p, k, NULL);
		import_check_entry(plan, p, k, NULL);
		p->writes |= UINT32_C(1) << k;
		n_new++;
	}
	return n_new;
}

/* A record that an undone import made, and that the file brings again. */
static bool was_undone(const struct plan *plan, struct entry *p)
{
	bool any = false;

	for (size_t k = 0; k < plan->sheet->n_records; k++)
		any = any || (p->subject->held[k] != NULL && subject_is_undone(plan->sheet->record[k].type, p->subject->held[k]));
	return any;
}

/* Pupils are in a class or not here; of others a row may say nothing of the year. */
static bool is_new_this_year(const struct plan *plan, const struct entry *p)
{
	if (plan->known.year_type == NULL || (p->subject != NULL && p->subject->held[1] != NULL))
		return false;
	return plan->at.class != NOWHERE || says_something(plan, p, 1);
}

/* Of whoever is another unit's by now, what is of the year can be put right here, and nothing else. */
static void check_left(struct plan *plan, struct entry *p)
{
	bool of_person = p->status_changes || p->binds != NULL;

	for (size_t k = 0; k < plan->sheet->n_records; k++)
		of_person = of_person || ((p->writes >> k & 1) != 0 && !plan->sheet->record[k].type->year_bound);
	if (of_person && import_has_left(plan, p))
		note_error(plan, p, plan->at.name, NULL, "import.inactive", "Hồ sơ %s đã chuyển sang đơn vị khác hoặc đã nhập vào hồ sơ khác: ở đây chỉ sửa "
		           "được những gì thuộc năm học này. Hãy để các ô về người này như cũ.", p->subject->own.code);
}

static enum fate decide_known(struct plan *plan, struct entry *p)
{
	struct subject *who = p->subject;
	bool new_year = is_new_this_year(plan, p), moved = false;

	if (compare(plan, p, 0, &who->own)) {
		import_check_required(plan, p, 0, &who->own);
		import_check_entry(plan, p, 0, &who->own);
	}
	if (plan->known.year_type != NULL && who->held[1] != NULL) {
		moved = compare_room(plan, p);
		compare_status(plan, p);
		if (compare(plan, p, 1, who->held[1]) || moved)
			import_check_entry(plan, p, 1, who->held[1]);
	}
	if (new_year)
		p->writes |= UINT32_C(1) << 1;
	size_t n_new = decide_more(plan, p);
	if (plan->known.year_type == NULL)
		compare_status(plan, p);
	check_left(plan, p);
	bool revived = was_undone(plan, p), changed = p->status_changes || p->binds != NULL || revived;
	if (revived)
		return FATE_CREATED;
	if (new_year)
		return FATE_ENROLLED;
	if (moved)
		return FATE_MOVED;
	if (n_new > 0 && !changed && (p->writes & 3) == 0)
		return FATE_CREATED;
	return p->writes != 0 || changed ? FATE_CHANGED : FATE_UNCHANGED;
}

static void decide(struct plan *plan, struct entry *p)
{
	size_t n_changes = plan->sum->n_changes;
	enum fate fate = FATE_CREATED;

	if (!plan->sheet->creates && (p->fate == FATE_REFUSED || p->fate == FATE_REPEATED))
		return;
	if (p->subject == NULL) {
		if (!import_is_made_before(plan, p))
			import_check_required(plan, p, 0, NULL);
		import_check_entry(plan, p, 0, NULL);
	}
	if (is_new_this_year(plan, p)) {
		if (!import_is_in_year_before(plan, p))
			import_check_required(plan, p, 1, NULL);
		import_check_entry(plan, p, 1, NULL);
	}
	if (p->fate == FATE_REFUSED)
		return;
	if (p->subject != NULL) {
		fate = decide_known(plan, p);
	} else {
		p->writes = is_new_this_year(plan, p) ? 3 : 1;
		decide_more(plan, p);
	}
	if (p->fate == FATE_REFUSED)
		plan->sum->n_changes = n_changes;
	else
		p->fate = fate;
	for (size_t i = n_changes; i < plan->sum->n_changes; i++)
		plan->sum->change[i].kind = import_fate_name(fate);
}

static void tell_binding(struct plan *plan, struct entry *p)
{
	const char *code = slot_text(p, plan->at.code);

	if (p->fate == FATE_REFUSED || code == NULL)
		return;
	if (subject_code_is_temporary(code) && map_get(&plan->known.by_code, code) == 0)
		p->binds = code;
	else if (p->binds != NULL && p->subject != NULL)
		note_warning(plan, p, plan->at.code, NULL, "import.code_bound", "Mã %s của Bộ được gắn cho «%s», trước đây chưa có mã của Bộ. Hãy xem lại "
		             "nếu không đúng người.", code, p->subject->name);
}

void import_decide_again(struct plan *plan, struct entry *p)
{
	const bool was_known = p->subject != NULL;

	if (p->fate == FATE_REFUSED || (was_known && !p->subject->renewed))
		return;
	if (!was_known)
		import_match_again(plan, p);
	if (p->group != NOWHERE && plan->classes.group[p->group].bad)
		p->fate = FATE_REFUSED;
	if (p->fate == FATE_REFUSED || p->subject == NULL)
		return;
	import_forget_changes(plan, p);
	p->writes = 0;
	p->status_changes = false;
	if (!was_known)
		import_check(plan, p);
	decide(plan, p);
	tell_binding(plan, p);
}

static void note_new_classes(struct plan *plan)
{
	for (size_t i = 0; i < plan->classes.n_groups; i++) {
		const struct group *g = &plan->classes.group[i];
		if (!class_is_needed(plan, g))
			continue;
		plan->sum->classes_created++;
		if (g->room != NULL) {
			note_warning(plan, &plan->rows.entry[g->first], plan->at.class, g->name, "import.class_created", "Năm học này chưa có lớp «%s»: lớp mà một lần nạp "
			             "đã huỷ từng lập được lập lại, giữ mã cũ. Hãy sửa lại tệp nếu tên lớp gõ nhầm.", g->name);
			continue;
		}
		note_warning(plan, &plan->rows.entry[g->first], plan->at.class, g->name, "import.class_created", "Năm học này chưa có lớp «%s»: lớp được "
		             "lập mới (%s). Hãy sửa lại tệp nếu tên lớp gõ nhầm.", g->name, class_grade_name(plan, g->grade));
		const char *named = class_grade(plan, g->key);
		if (named != NULL && !streq(named, g->grade))
			note_warning(plan, &plan->rows.entry[g->first], plan->at.class, g->name, "import.class_grade", "Tên lớp «%s» là của %s, nhưng cột «Khối» ghi %s: "
			             "lớp được lập theo cột «Khối». Hãy xem lại hai cột.", g->name, class_grade_name(plan, named), class_grade_name(plan, g->grade));
	}
}

bool import_decide(struct plan *plan)
{
	const char *today = time_today(plan->c->arena, plan->c->now_ms);

	import_check_year(plan, today);
	for (size_t i = 0; i < plan->rows.n_entries; i++) {
		struct entry *p = &plan->rows.entry[i];
		import_check(plan, p);
		decide(plan, p);
		tell_binding(plan, p);
		if (p->fate != FATE_REFUSED && p->group != NOWHERE)
			plan->classes.group[p->group].n_fine++;
	}
	note_new_classes(plan);
	return import_check_namesakes(plan, 0);
}

void import_list_rows(struct plan *plan)
{
	static const enum fate kept[] = { FATE_CREATED, FATE_ENROLLED, FATE_UNCHANGED, FATE_REPEATED }; /* of the others changes or issues are told */
	struct import_summary *sum = plan->sum;

	sum->entry = NEW_N(plan->c->arena, struct import_row, COUNT(kept) * IMPORT_ROWS_MAX);
	for (size_t k = 0; k < COUNT(kept); k++)
		for (size_t i = 0, n = 0; i < plan->rows.n_entries && n < IMPORT_ROWS_MAX; i++) {
			const struct entry *p = &plan->rows.entry[i];
			const char *name = slot_text(p, plan->at.name);
			if (p->fate != kept[k])
				continue;
			sum->entry[sum->n_entries++] = (struct import_row){
				.sheet = plan->rows.page[p->page].match->sheet_name, .row = p->row,
				.class_name = p->group == NOWHERE ? NULL : plan->classes.group[p->group].name,
				.name = name == NULL && p->subject != NULL ? p->subject->name : name, .kind = import_fate_name(kept[k]),
			};
			n++;
		}
}

/* The subject's class, when the file speaks of it. */
static const struct room *room_in_file(const struct plan *plan, const struct subject *who)
{
	for (size_t k = 0; plan->known.year_type != NULL && who->held[1] != NULL && k < plan->classes.n_groups; k++)
		if (plan->classes.group[k].room != NULL && plan->classes.group[k].room->id == who->held[1]->class_id)
			return plan->classes.group[k].room;
	return NULL;
}

void import_note_missing(struct plan *plan)
{
	struct import_summary *sum = plan->sum;

	sum->missed = NEW_N(plan->c->arena, struct import_missing, IMPORT_MISSING_MAX);
	for (size_t i = 0; i < plan->known.n; i++) {
		const struct subject *who = &plan->known.item[i];
		const struct room *room = plan->at.class == NOWHERE ? NULL : room_in_file(plan, who);
		if (plan->known.type->is_unit && (who->manager == NULL || map_get(&plan->named, who->manager) == 0))
			continue;
		if (who->present || !subject_is_present(&plan->known, who) || (plan->at.class != NOWHERE && room == NULL))
			continue;
		sum->missing++;
		if (sum->n_missed < IMPORT_MISSING_MAX)
			sum->missed[sum->n_missed++] = (struct import_missing){ room == NULL ? NULL : room->name, who->own.code, who->name };
	}
}
