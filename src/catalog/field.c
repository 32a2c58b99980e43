/* field.c - values of fields from JSON and text, and back. */
#include <math.h>

#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "catalog/expr.h"

bool field_from_text(struct ctx *c, const struct field *f, const char *text, struct val *ret, struct problems *p)
{
	*ret = val_null();
	if (*text == '\0')
		return true;
	return f->type->parse(c, f, text, ret, p);
}

static bool is_type(const struct field *f, const char *name)
{
	return streq(f->type->name, name);
}

static bool from_real(struct ctx *c, const struct field *f, double real, struct val *ret, struct problems *p)
{
	const char *text = arena_fmt(c->arena, "%.*f", f->scale, real);
	double unit = pow(10, f->scale);

	if (fabs(real) > 1e15 || fabs(real * unit - round(real * unit)) > 1e-6 * fmax(1, fabs(real)))
		text = "x"; /* more digits than the field keeps: refused below, never rounded */
	return f->type->parse(c, f, text, ret, p);
}

bool field_from_json(struct ctx *c, const struct field *f, const json_t *j, struct val *ret, struct problems *p)
{
	*ret = val_null();
	if (json_is_null(j))
		return true;
	if (json_is_string(j)) {
		if (is_type(f, "integer") || is_type(f, "boolean")) {
			problem_add(c, p, f->name, "field.type", "%s: phải là %s, không phải chuỗi.", f->label,
			            is_type(f, "integer") ? "số nguyên" : "true hoặc false");
			return false;
		}
		return field_from_text(c, f, json_string_value(j), ret, p);
	}
	if (json_is_boolean(j) && is_type(f, "boolean")) {
		*ret = val_bool(json_is_true(j));
		return true;
	}
	if (json_is_integer(j) && f->type->column == COLUMN_INTEGER && f->to == NULL)
		return f->type->parse(c, f, arena_fmt(c->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(j)), ret, p);
	if (json_is_real(j) && is_type(f, "decimal"))
		return from_real(c, f, json_real_value(j), ret, p);
	problem_add(c, p, f->name, "field.type", "%s: kiểu giá trị không đúng.", f->label);
	return false;
}

void field_put_json(struct buf *b, const char *name, const struct field *f, const struct val *v)
{
	if (v->kind == VAL_NULL)
		json_put_null(b, name);
	else
		f->type->put_json(b, name, f, v);
}

static bool is_required(const struct field *f, const struct val *value)
{
	struct val seen[REFS_MAX];

	if (f->required || f->required_when == NULL)
		return f->required;
	for (size_t i = 0; i < f->when_refs->n_refs; i++)
		seen[i] = value[f->when_refs->ref[i].field->index];
	return expr_eval(f->required_when, seen) == TRUE;
}

static bool is_told(const struct problems *p, const struct field *f)
{
	for (const struct problem *q = p->first; q != NULL; q = q->next)
		if (!q->warning && q->field != NULL && streq(q->field, f->name))
			return true;
	return false;
}

/* What was given and is wrong is not missing. */
void record_check_required(struct ctx *c, const struct record_type *t, const struct val *value, struct problems *p)
{
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct field *f = &t->field[i];
		if (value[i].kind == VAL_NULL && is_required(f, value) && field_is_required_in(f, c->catalog, c->catalog_version) && !is_told(p, f))
			problem_add(c, p, f->name, "field.required", "%s: chưa có; đây là mục bắt buộc.", f->label);
	}
}

/* The days a record is about: its school year, or today. */
static void span(struct ctx *c, int school_year, const char **from, const char **to)
{
	struct date today;

	if (school_year != 0) {
		*from = arena_fmt(c->arena, "%04d-08-01", school_year % 10000);
		*to = arena_fmt(c->arena, "%04d-08-01", (school_year + 1) % 10000);
		return;
	}
	*from = time_today(c->arena, c->now_ms);
	(void)date_parse(*from, &today);
	*to = date_text(c->arena, date_from_days(date_to_days(today) + 1));
}

void record_check_dates(struct ctx *c, const struct record_type *t, const struct val *value, const bool *only, int school_year, struct problems *p)
{
	const char *from = NULL, *to = NULL;

	for (size_t i = 0; i < t->n_fields; i++) {
		const struct field *f = &t->field[i];
		if (f->list == NULL || !f->list->dated || value[i].kind != VAL_TEXT || (only != NULL && !only[i]))
			continue;
		if (from == NULL)
			span(c, school_year, &from, &to);
		if (list_means(f->list, value[i].s, from, to))
			continue;
		if (list_is_place(f->list))
			problem_warn(c, p, f->name, "field.code_date", "%s: mã %s không còn hoặc chưa có hiệu lực; nếu là địa chỉ cũ, hãy đổi sang xã, phường mới.",
			             f->label, value[i].s);
		else
			problem_add(c, p, f->name, "field.code_date", "%s: mã %s không dùng trong thời gian này; chọn mã đang có hiệu lực của danh mục %s.", f->label,
			            value[i].s, f->list->label);
	}
}
