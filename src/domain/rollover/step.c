/* step.c - where a class goes a year later, by the lists of grades and age groups. */
#include "domain/rollover/plan.h"

static const struct list *list_of(const struct ctx *c, const char *field)
{
	return field_find(catalog_type(c->catalog, "class"), field)->list;
}

/* A grade that is divided into age groups is not a step by itself. */
static bool has_parts(const struct list *parts, const char *grade)
{
	for (size_t i = 0; i < parts->n_items; i++)
		if (parts->item[i].parent != NULL && streq(parts->item[i].parent, grade))
			return true;
	return false;
}

static bool teaches(const struct unit *u, const struct list_item *grade)
{
	return u->levels != NULL && grade->levels != NULL && strstr(u->levels, grade->levels) != NULL;
}

static void tell(struct ctx *c, struct rollover_plan *plan, const struct rollover_origin *o, const char *key, const char *what)
{
	problem_say(c, &plan->problems, (struct problem){ .field = o->rec.code, .key = key, .record = { { "class", o->rec.code } } }, "Lớp %s: %s", o->name, what);
}

/* After the last grade of a level. */
static void end_level(const struct rollover_plan *plan, struct rollover_origin *o, const struct list_item *next)
{
	bool goes_on = next != NULL && teaches(&plan->unit, next);

	o->ends = true;
	o->leaving = !goes_on;
	o->next_grade = goes_on && plan->options.continue_levels ? next->code : NULL;
}

void plan_step(struct ctx *c, struct rollover_plan *plan, struct rollover_origin *o)
{
	const struct list *grades = list_of(c, "grade"), *ages = list_of(c, "age_group");
	const struct list_item *grade = o->grade == NULL ? NULL : list_find(grades, o->grade, NULL);
	const struct list_item *age = o->age_group == NULL ? NULL : list_find(ages, o->age_group, NULL);

	if (grade == NULL) {
		tell(c, plan, o, "rollover.grade", "chưa ghi khối, hoặc khối không có trong danh mục. Hãy sửa lớp rồi chuyển lại.");
		return;
	}
	bool parts = has_parts(ages, grade->code);
	if (parts && (age == NULL || age->parent == NULL || !streq(age->parent, grade->code))) {
		tell(c, plan, o, "rollover.age_group", "chưa ghi nhóm tuổi đúng với khối. Hãy ghi nhóm tuổi của lớp rồi chuyển lại.");
		return;
	}
	if (parts && age->next != NULL) {
		o->next_age_group = age->next;
		o->next_grade = list_find(ages, age->next, NULL)->parent;
	} else if (grade->ends != NULL) {
		end_level(plan, o, grade->next == NULL ? NULL : list_find(grades, grade->next, NULL));
	} else if (grade->next != NULL) {
		o->next_grade = grade->next;
	} else {
		tell(c, plan, o, "rollover.next", "danh mục khối không nói khối nào tiếp theo. Hãy lập lớp và ghi danh năm mới cho lớp này.");
		return;
	}
	o->fits = true;
	const struct field *combined = field_find(o->rec.type, "combined");
	if (combined != NULL && val_is_number(&o->rec.value[combined->index]) && o->rec.value[combined->index].i != 0)
		problem_say(c, &plan->problems,
		            (struct problem){ .field = o->rec.code, .key = "rollover.combined", .warning = true, .record = { { "class", o->rec.code } } },
		            "Lớp %s là lớp ghép: mọi học sinh được chuyển theo khối %s của lớp; hãy xem lại từng em.", o->name, grade->name);
}
