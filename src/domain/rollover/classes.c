/* classes.c - the classes of the new year: those that are there, and those carried forward. */
#include <stdlib.h>

#include "domain/rollover/plan.h"
#include "store/write.h"

const char *plan_text(const struct record_type *t, const struct val *value, const char *name)
{
	const struct field *f = field_find(t, name);

	return f == NULL || value[f->index].kind != VAL_TEXT ? NULL : value[f->index].s;
}

static bool is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

static bool is_letter(unsigned char ch)
{
	return ch >= 0x80 || (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
}

const char *plan_raise_name(struct arena *a, const char *name, int64_t from, int64_t to)
{
	size_t at = strcspn(name, "0123456789");
	char *end;

	if (!is_digit(name[at]) || (at > 0 && is_letter((unsigned char)name[at - 1])) || strtoll(name + at, &end, 10) != from)
		return name;
	return arena_fmt(a, "%.*s%" PRId64 "%s", (int)at, name, to, end);
}

/* The number in the name of a grade, as "Khối 10 (GDTX)" has it; 0: none. */
static int64_t grade_number(const struct ctx *c, const char *grade)
{
	const struct list_item *it = list_find(field_find(catalog_type(c->catalog, "class"), "grade")->list, grade, NULL);

	return it == NULL ? 0 : strtoll(it->name + strcspn(it->name, "0123456789"), NULL, 10);
}

static bool same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : streq(a, b);
}

static bool same_kind(const struct rollover_class *k, const char *grade, const char *age_group)
{
	return same(k->grade, grade) && same(k->age_group, age_group);
}

void plan_add_present(struct rollover_plan *plan, const struct record *rec)
{
	plan->class[plan->n_classes++] = (struct rollover_class){
		.code = rec->code, .name = plan_text(rec->type, rec->value, "name"), .grade = plan_text(rec->type, rec->value, "grade"),
		.age_group = plan_text(rec->type, rec->value, "age_group"), .campus = plan_text(rec->type, rec->value, "campus"),
	};
}

/* All that a class is stays, but who teaches it. */
static bool is_carried(const struct rollover_plan *plan, const struct field *f)
{
	if (f->to == NULL)
		return true;
	if (streq(f->to_name, "staff"))
		return plan->options.keep_homeroom && streq(f->name, "homeroom_teacher");
	return !f->to->year_bound;
}

static struct rollover_class *carry(struct ctx *c, struct rollover_plan *plan, const struct rollover_origin *o, const char *name,
                                    const char *grade, const char *age_group)
{
	const struct record_type *t = o->rec.type;
	struct rollover_class *k = &plan->class[plan->n_classes++];
	struct problems lacks = { 0 };
	struct draft d;

	draft_init(c, t, &d);
	for (size_t i = 0; i < t->n_fields; i++)
		d.value[i] = is_carried(plan, &t->field[i]) ? o->rec.value[i] : val_null();
	draft_set(&d, "name", val_text(name));
	draft_set(&d, "grade", val_text(grade));
	draft_set(&d, "age_group", val_text(age_group));
	*k = (struct rollover_class){ .name = name, .grade = grade, .age_group = age_group, .campus = o->campus, .from = o->rec.code,
	                              .value = d.value };
	record_check_required(c, t, k->value, &lacks);
	k->refused = lacks.errors > 0;
	for (const struct problem *p = lacks.first; p != NULL; p = p->next)
		problem_say(c, &plan->problems, (struct problem){ .field = o->rec.code, .key = "rollover.class_refused", .record = { { t->name, o->rec.code } } },
		            "Lớp %s của năm sau chưa lập được: %s Hãy bổ sung ở lớp %s rồi chuyển lại.", name, p->message, o->name);
	return k;
}

static void warn(struct ctx *c, struct rollover_plan *plan, const struct rollover_origin *o, const char *key, const char *message)
{
	problem_put(c, &plan->problems,
	            (struct problem){ .field = o->rec.code, .key = key, .message = message, .warning = true, .record = { { o->rec.type->name, o->rec.code } } });
}

static void warn_of_name(struct ctx *c, struct rollover_plan *plan, const struct rollover_origin *o, const char *name)
{
	if (streq(name, o->name))
		warn(c, plan, o, "rollover.name_kept", arena_fmt(c->arena, "Lớp %s sang năm sau giữ nguyên tên; hãy đổi tên lớp mới nếu cần.", name));
	for (size_t i = 0; i < plan->n_classes; i++)
		if (streq(plan->class[i].name, name) && same(plan->class[i].campus, o->campus)) {
			warn(c, plan, o, "rollover.class_name", arena_fmt(c->arena, "Lớp %s: năm sau đã có một lớp %s khác; hãy đổi tên một trong hai lớp.", o->name, name));
			return;
		}
}

struct rollover_class *plan_next_class(struct ctx *c, struct rollover_plan *plan, struct rollover_origin *o)
{
	if (o->to != NULL)
		return o->to;
	int64_t from = grade_number(c, o->grade), to = grade_number(c, o->next_grade);
	const char *name = from == 0 || to == 0 ? o->name : plan_raise_name(c->arena, o->name, from, to);
	/* One to be made belongs to the class it comes from, whatever its name. */
	for (size_t i = 0; i < plan->n_classes && o->to == NULL; i++)
		if (plan->class[i].value == NULL && streq(plan->class[i].name, name) && same(plan->class[i].campus, o->campus) &&
		    same_kind(&plan->class[i], o->next_grade, o->next_age_group))
			o->to = &plan->class[i];
	if (o->to != NULL)
		return o->to;
	warn_of_name(c, plan, o, name);
	o->to = carry(c, plan, o, name, o->next_grade, o->next_age_group);
	return o->to;
}

/* Likeness of a class for those who stay in a grade: name, then campus; 0: another grade. */
static int likeness(const struct rollover_class *k, const struct rollover_origin *o)
{
	if (k->refused || !same_kind(k, o->grade, o->age_group))
		return 0;
	return 1 + (streq(k->name, o->name) ? 1 : 0) + (same(k->campus, o->campus) ? 2 : 0);
}

struct rollover_class *plan_same_class(struct ctx *c, struct rollover_plan *plan, struct rollover_origin *o)
{
	int best = 0;

	if (o->again != NULL)
		return o->again;
	for (size_t i = 0; i < plan->n_classes; i++)
		if (likeness(&plan->class[i], o) > best) {
			best = likeness(&plan->class[i], o);
			o->again = &plan->class[i];
		}
	if (o->again == NULL)
		o->again = carry(c, plan, o, o->name, o->grade, o->age_group);
	return o->again;
}
