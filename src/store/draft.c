/* draft.c - what a sender wants a record to be. */
#include "base/text.h"
#include "catalog/life.h"
#include "store/write.h"

void draft_init(struct ctx *c, const struct record_type *t, struct draft *d)
{
	*d = (struct draft){ .type = t, .value = NEW_N(c->arena, struct val, t->n_fields), .given = NEW_N(c->arena, bool, t->n_fields) };
}

void draft_set_field(struct draft *d, const struct field *f, struct val v)
{
	if (f == NULL)
		return;
	d->value[f->index] = v;
	d->given[f->index] = true;
}

void draft_set(struct draft *d, const char *field, struct val v)
{
	draft_set_field(d, field_find(d->type, field), v);
}

void draft_set_text(struct draft *d, const char *field, const char *text)
{
	if (text != NULL)
		draft_set(d, field, val_text(text));
}

void draft_carry(struct draft *d, const struct record *old)
{
	for (size_t i = 0; i < d->type->n_fields; i++) {
		if (!d->type->field[i].carried || old->value[i].kind == VAL_NULL)
			continue;
		d->value[i] = old->value[i];
		d->given[i] = true;
	}
}

static bool is_one_of(const char *list, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = list; p != NULL && (p = strstr(p, name)) != NULL; p += n)
		if ((p == list || p[-1] == ',') && (p[n] == ',' || p[n] == '\0'))
			return true;
	return false;
}

static const char *short_text(struct ctx *c, const json_t *v, const char *name, struct problems *p)
{
	size_t at;

	if (json_is_string(v) && text_fault(c->arena, json_string_value(v), json_string_length(v), &at) > TEXT_CONTROL) {
		problem_add(c, p, name, "field.hidden_character", "%s: ký tự thứ %zu không nhìn thấy được hoặc có quá nhiều dấu chồng lên nhau; hãy xoá và gõ lại.", name, at);
		return NULL;
	}
	const char *s = json_is_string(v) ? text_clean(c->arena, json_string_value(v), json_string_length(v)) : NULL;

	if (s != NULL && *s != '\0' && text_length(s) <= 100)
		return s;
	problem_add(c, p, name, "field.type", "%s: phải là chuỗi từ 1 đến 100 ký tự.", name);
	return NULL;
}

static void refuse_computed(struct ctx *c, const struct field *f, struct problems *p)
{
	if (f->media != NULL)
		problem_add(c, p, f->name, "field.computed", "%s: là một tệp; bỏ mục này và gửi tệp riêng, ở mục tệp của hồ sơ.", f->label);
	else
		problem_add(c, p, f->name, "field.computed", "%s: do hệ thống tính, không nhập được; bỏ mục này.", f->label);
}

void draft_from_json(struct ctx *c, const struct record_type *t, const json_t *o, const char *skip, struct draft *d)
{
	size_t next = 0;
	const char *name;
	json_t *v;

	draft_init(c, t, d);
	json_object_foreach((json_t *)o, name, v) {
		/* Senders keep the order of the catalogue: the next field is usually the one after the last. */
		const struct field *f = next < t->n_fields && streq(t->field[next].name, name) ? &t->field[next] : field_find(t, name);
		if (f != NULL && field_is_in(f, c->catalog, c->catalog_version)) {
			next = f->index + 1;
			if (f->computed) {
				refuse_computed(c, f, &d->problems);
				continue;
			}
			d->given[f->index] = true;
			(void)!field_from_json(c, f, v, &d->value[f->index], &d->problems);
		} else if (streq(name, "client_id")) {
			d->client_id = short_text(c, v, name, &d->problems);
		} else if (streq(name, "code")) {
			d->code = short_text(c, v, name, &d->problems);
		} else if (streq(name, "school_year") && t->year_bound) {
			if (json_is_integer(v) && json_integer_value(v) >= SCHOOL_YEAR_MIN && json_integer_value(v) <= SCHOOL_YEAR_MAX)
				d->school_year = (int)json_integer_value(v);
			else
				problem_add(c, &d->problems, name, "field.school_year", "school_year: ghi năm đầu của năm học, từ %d đến %d, ví dụ 2025.", SCHOOL_YEAR_MIN, SCHOOL_YEAR_MAX);
		} else if (life_other(catalog_life(c->catalog, t), name) != NULL) {
			d->otherwise = json_is_true(v);
			if (!json_is_boolean(v))
				problem_add(c, &d->problems, arena_strdup(c->arena, name), "field.type", "%s: phải là true hoặc false.", name);
		} else if (!is_one_of(skip, name)) {
			problem_add(c, &d->problems, arena_strdup(c->arena, name), "field.unknown",
			            "Loại hồ sơ này không có trường \"%.60s\"; xem các trường của loại hồ sơ này trong danh mục dữ liệu.", name);
		}
	}
}
