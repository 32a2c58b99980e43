/* shown.c - the caller's role against module and class. */
#include "store/shown.h"

bool type_is_shown(const struct ctx *c, const struct record_type *t)
{
	return c->account == NULL || role_may_type(c->account->role, t, "read");
}

bool field_is_shown(const struct ctx *c, const struct record_type *t, const struct field *f)
{
	const enum sensitivity most = c->account == NULL ? CLASS_SENSITIVE : role_field_class(c->account->role, t->module);

	return f->sensitivity <= most && type_is_shown(c, t);
}

bool path_is_shown(const struct ctx *c, const struct record_type *t, const char *path)
{
	const struct field *f;

	for (const char *dot; t != NULL && (dot = strchr(path, '.')) != NULL; path = dot + 1) {
		const char *name = arena_strndup(c->arena, path, (size_t)(dot - path));
		f = field_find(t, name);
		if (f != NULL && !field_is_shown(c, t, f))
			return false;
		t = f != NULL ? f->to : catalog_type(c->catalog, name);
	}
	if (t == NULL)
		return false;
	f = field_find(t, path);
	if (f == NULL && streq(path, "title"))
		f = t->name_field;
	return f != NULL ? field_is_shown(c, t, f) : type_is_shown(c, t);
}

static bool hidden(struct ctx *c, const char *what)
{
	return fail(c, ERR_FORBIDDEN, "field.hidden", "Vai trò của bạn không được xem «%s» nên cũng không hỏi theo mục này được.", what);
}

bool path_check_shown(struct ctx *c, const struct record_type *base, const char *path)
{
	return path_is_shown(c, base, path) || hidden(c, path);
}

bool field_check_shown(struct ctx *c, const struct record_type *t, const struct field *f)
{
	return field_is_shown(c, t, f) || hidden(c, f->label);
}

static const char *first_hidden(const struct ctx *c, const struct expr_refs *refs, size_t from)
{
	for (size_t i = from; i < refs->n_refs; i++)
		if (!refs->ref[i].measure && !path_is_shown(c, refs->base, refs->ref[i].path))
			return refs->ref[i].path;
	return NULL;
}

bool refs_are_shown(const struct ctx *c, const struct expr_refs *refs)
{
	return first_hidden(c, refs, 0) == NULL;
}

bool refs_check_shown(struct ctx *c, const struct expr_refs *refs, size_t from)
{
	const char *path = first_hidden(c, refs, from);

	return path == NULL || hidden(c, path);
}

bool shown_check_section(struct ctx *c, const struct record_type *t)
{
	return c->account == NULL || !role_leaves_out(c->account->role, t) ||
	       fail(c, ERR_FORBIDDEN, "right.section", "Việc này có dữ liệu «%s», không thuộc bộ phận của tài khoản bạn; hãy nhờ người của bộ phận ấy.", t->label);
}

bool all_is_shown(const struct ctx *c)
{
	for (size_t i = 0; i < c->catalog->n_types; i++)
		for (size_t k = 0; k < c->catalog->type[i].n_fields; k++)
			if (!field_is_shown(c, &c->catalog->type[i], &c->catalog->type[i].field[k]))
				return false;
	return true;
}

static bool rule_is_shown(const struct ctx *c, const struct record_type *t, const char *key)
{
	for (size_t i = 0; i < c->catalog->n_rules; i++) {
		const struct rule *r = &c->catalog->rule[i];
		if (r->key == NULL || !streq(r->key, key) || r->set->type != t)
			continue;
		for (const char *const *path = r->reads; *path != NULL; path++)
			if (!path_is_shown(c, t, *path))
				return false;
	}
	return true;
}

void entry_check_shown(struct ctx *c, struct entry_check *k, const struct record_type *t, const struct entry_record *e, struct problems *ret)
{
	struct problems all = { 0 };

	entry_check(c, k, e, &all);
	for (const struct problem *p = all.first; p != NULL; p = p->next)
		if (!p->warning || c->account == NULL || rule_is_shown(c, t, p->key))
			problem_put(c, ret, *p);
}

void given_check_shown(struct ctx *c, const struct record_type *t, const bool *given, struct problems *p)
{
	for (size_t i = 0; i < t->n_fields; i++)
		if (given[i] && !field_is_shown(c, t, &t->field[i]))
			problem_add(c, p, t->field[i].name, "field.hidden", "%s: vai trò của bạn không được xem mục này nên cũng không sửa được.", t->field[i].label);
}
