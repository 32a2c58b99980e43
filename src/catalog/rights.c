/* rights.c - roles from catalog/rights.json. */
#include "catalog/loader.h"

static const char *spaced(struct loader *l, const struct source *s, const json_t *o, const char *near, const char *member)
{
	struct buf b = buf_in(l->c->arena);

	buf_char(&b, ' ');
	for (const char *const *p = loader_texts(l, s, o, near, member); *p != NULL; p++)
		buf_fmt(&b, "%s ", *p);
	if (b.len == 1)
		loader_bad(l, s, near, "thiếu \"%s\".", member);
	return buf_text(&b);
}

static void read_role(struct loader *l, const struct source *s, const json_t *o, struct role *r)
{
	const char *name = loader_text(l, s, o, "\"roles\"", "name");
	const char *near = loader_anchor(l, name == NULL ? "" : name);
	const json_t *rights = json_object_get(o, "rights");
	struct right *all = NEW_N(l->c->arena, struct right, json_object_size(rights) + 1);
	const char *en, *module;
	json_t *actions;

	loader_known(l, s, o, near, "name|label|admin|units|rights");
	r->name = name == NULL ? "?" : name;
	loader_label(l, s, o, near, &r->label, &en);
	r->admin = loader_flag(l, s, o, near, "admin");
	r->unit_kinds = spaced(l, s, o, near, "units");
	r->right = all;
	json_object_foreach((json_t *)rights, module, actions) {
		all[r->n_rights].module = module;
		all[r->n_rights++].actions = spaced(l, s, rights, near, module);
	}
	if (r->n_rights == 0)
		loader_bad(l, s, near, "vai trò \"%s\" chưa có \"rights\".", r->name);
}

void load_rights(struct loader *l)
{
	struct source s;
	const json_t *roles;
	struct role *all;

	if (!loader_read_json(l, "rights.json", &s))
		return;
	loader_known(l, &s, s.json, NULL, "roles");
	roles = json_object_get(s.json, "roles");
	all = NEW_N(l->c->arena, struct role, json_array_size(roles) + 1);
	l->catalog->role = all;
	for (; l->catalog->n_roles < json_array_size(roles); l->catalog->n_roles++)
		read_role(l, &s, json_array_get(roles, l->catalog->n_roles), &all[l->catalog->n_roles]);
}
