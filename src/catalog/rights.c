/* rights.c - roles from catalog/rights.json. */
#include "catalog/loader.h"
#include "catalog/unit_kind.h"

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

static bool has_word(const char *words, const char *word)
{
	const size_t n = strlen(word);

	for (const char *p = words; (p = strstr(p, word)) != NULL; p += n)
		if (p > words && p[-1] == ' ' && p[n] == ' ')
			return true;
	return false;
}

bool role_may(const struct role *r, const char *module, const char *action)
{
	for (size_t i = 0; i < r->n_rights; i++)
		if ((streq(r->right[i].module, module) || streq(r->right[i].module, "*")) && has_word(r->right[i].actions, action))
			return true;
	return false;
}

bool role_has_sections(const struct role *r)
{
	return !r->admin && !r->leads && !r->machine && r->taught == NULL;
}

const struct section *section_find(const struct catalog *k, const char *name, size_t len)
{
	for (size_t i = 0; i < k->n_sections; i++)
		if (strlen(k->section[i].name) == len && strncmp(k->section[i].name, name, len) == 0)
			return &k->section[i];
	return NULL;
}

static bool some_section_has(const struct catalog *k, const char *sections, const char *module)
{
	for (const char *p = sections; *p != '\0'; p += strspn(p, ",")) {
		const size_t n = strcspn(p, ",");
		const struct section *s = section_find(k, p, n);
		if (s != NULL && has_word(s->modules, module))
			return true;
		p += n;
	}
	return false;
}

const struct role *role_in_sections(struct arena *a, const struct catalog *k, const struct role *r, const char *sections)
{
	if (sections == NULL || r == NULL)
		return r;
	struct role *ret = NEW(a, struct role);
	struct right *right = NEW_N(a, struct right, r->n_rights + 1);
	*ret = *r;
	ret->whole = r;
	ret->right = right;
	ret->n_rights = 0;
	for (size_t i = 0; i < r->n_rights; i++)
		if (some_section_has(k, sections, r->right[i].module))
			right[ret->n_rights++] = r->right[i];
	return ret;
}

bool role_leaves_out(const struct role *r, const struct record_type *t)
{
	return r->whole != NULL && role_may_type(r->whole, t, "read") && !role_may_type(r, t, "read");
}

bool role_decides(const struct role *r)
{
	for (size_t i = 0; i < r->n_rights; i++)
		if (has_word(r->right[i].actions, "submit") || has_word(r->right[i].actions, "accept") || has_word(r->right[i].actions, "approve"))
			return true;
	return false;
}

bool role_reaches_far(const struct role *r)
{
	return r->admin || role_may(r, "export", "write") || role_may(r, "export", "approve") || role_may(r, "report", "accept") ||
	       (r->taught == NULL && (role_may(r, "classes", "read") || role_may(r, "learners", "read")));
}

bool role_is_of_kind(const struct role *r, const char *unit_kind)
{
	return has_word(r->unit_kinds, unit_kind);
}

bool role_has_scope(const struct role *r, const char *object, const char *action)
{
	char scope[80];

	if (r->scopes == NULL)
		return true;
	snprintf(scope, sizeof scope, "%s:%s", object, action);
	if (has_word(r->scopes, scope))
		return true;
	return streq(action, "read") && role_has_scope(r, object, "write");
}

bool role_sees_where_taught(const struct role *r, const struct record_type *t)
{
	return r->taught != NULL && has_word(r->taught, t->name);
}

bool role_may_type(const struct role *r, const struct record_type *t, const char *action)
{
	return role_may(r, t->module, action) && role_has_scope(r, t->plural, action);
}

enum sensitivity role_field_class(const struct role *r, const char *module)
{
	enum sensitivity most = CLASS_OPEN;

	for (size_t i = 0; i < r->n_field_classes; i++) {
		if (streq(r->field_class[i].module, module))
			return r->field_class[i].most;
		if (streq(r->field_class[i].module, "*"))
			most = r->field_class[i].most;
	}
	return most;
}

/* Whether all roles that may do this may read a module, and the fields that all of them are shown. */
static bool all_may_read(const struct catalog *k, const char *module, const char *action, const char *read, enum sensitivity *ret_most)
{
	bool all = true;

	*ret_most = CLASS_SECRET;
	for (size_t i = 0; i < k->n_roles; i++) {
		if (!role_may(&k->role[i], module, action))
			continue;
		const enum sensitivity most = role_field_class(&k->role[i], read);
		all = all && role_may(&k->role[i], read, "read");
		*ret_most = most < *ret_most ? most : *ret_most;
	}
	return all;
}

const struct role *role_common(struct arena *a, const struct catalog *k, const char *module, const char *action)
{
	const struct role *one = NULL;
	enum sensitivity most;

	for (size_t i = 0; one == NULL && i < k->n_roles; i++)
		one = role_may(&k->role[i], module, action) ? &k->role[i] : NULL;
	if (one == NULL)
		return NULL;
	struct role *ret = NEW(a, struct role);
	struct right *right = NEW_N(a, struct right, one->n_rights + 1);
	struct field_class *class = NEW_N(a, struct field_class, one->n_rights + 1);
	*ret = (struct role){ .name = "", .label = "", .label_en = "", .unit_kinds = " ", .right = right, .field_class = class };
	for (size_t i = 0; i < one->n_rights; i++) {
		if (!all_may_read(k, module, action, one->right[i].module, &most))
			continue;
		right[ret->n_rights++] = (struct right){ one->right[i].module, " read " };
		class[ret->n_field_classes++] = (struct field_class){ one->right[i].module, most };
	}
	return ret;
}

static void read_field_classes(struct loader *l, const struct source *s, const json_t *o, const char *near, struct role *r)
{
	const json_t *fields = json_object_get(o, "fields");
	struct field_class *all = NEW_N(l->c->arena, struct field_class, json_object_size(fields) + 1);
	const char *module;
	json_t *most;

	r->field_class = all;
	json_object_foreach((json_t *)fields, module, most) {
		struct field_class *f = &all[r->n_field_classes++];
		const char *name = json_string_value(most);
		*f = (struct field_class){ .module = module };
		while (f->most < CLASS__COUNT && (name == NULL || !streq(name, class_names[f->most])))
			f->most++;
		if (f->most == CLASS__COUNT)
			loader_bad(l, s, near, "\"fields\" của \"%s\": \"%s\" phải là open, personal, sensitive hoặc secret.", r->name, module);
	}
}

/* What store/classes.c reads classes from. */
static void check_taught(struct loader *l, const struct source *s, const char *near, const struct role *r)
{
	static const char *const reads[][2] = {
		{ "class", "homeroom_teacher" }, { "class", "homeroom_teacher_end" }, { "class_subject", "class" }, { "class_subject", "teacher" },
		{ "enrolment", "class" }, { "enrolment", "learner" },
	};

	for (const char *p = r->taught + 1; *p != '\0'; p += strcspn(p, " ") + 1) {
		const char *name = arena_strndup(l->c->arena, p, strcspn(p, " "));
		if (catalog_type(l->catalog, name) == NULL)
			loader_bad(l, s, near, "\"taught\": không có loại hồ sơ \"%s\".", name);
	}
	for (size_t i = 0; i < COUNT(reads); i++) {
		const struct record_type *t = catalog_type(l->catalog, reads[i][0]);
		if (t == NULL || field_find(t, reads[i][1]) == NULL)
			loader_bad(l, s, near, "\"taught\" cần trường \"%s\" của \"%s\", danh mục này không có.", reads[i][1], reads[i][0]);
	}
}

static void read_role(struct loader *l, const struct source *s, const json_t *o, struct role *r)
{
	const char *name = loader_text(l, s, o, "\"roles\"", "name");
	const char *near = loader_anchor(l, name == NULL ? "" : name);
	const json_t *rights = json_object_get(o, "rights");
	struct right *all = NEW_N(l->c->arena, struct right, json_object_size(rights) + 1);
	const char *module;
	json_t *actions;

	loader_known(l, s, o, near, "name|label|admin|leads|machine|units|taught|fields|rights");
	r->name = name == NULL ? "?" : name;
	loader_label(l, s, o, near, &r->label, &r->label_en);
	r->admin = loader_flag(l, s, o, near, "admin");
	r->leads = loader_flag(l, s, o, near, "leads");
	r->machine = loader_flag(l, s, o, near, "machine");
	r->unit_kinds = spaced(l, s, o, near, "units");
	for (const char *const *p = loader_texts(l, s, o, near, "units"); *p != NULL; p++)
		if (unit_kind_find(l->catalog, *p) == NULL)
			loader_bad(l, s, near, "\"units\": không có loại đơn vị \"%s\"; có: %s.", *p, unit_kinds_words(l->c->arena, l->catalog));
	if (json_object_get(o, "taught") != NULL) {
		r->taught = spaced(l, s, o, near, "taught");
		check_taught(l, s, near, r);
	}
	r->right = all;
	json_object_foreach((json_t *)rights, module, actions) {
		all[r->n_rights].module = module;
		all[r->n_rights++].actions = spaced(l, s, rights, near, module);
	}
	read_field_classes(l, s, o, near, r);
	if (r->n_rights == 0)
		loader_bad(l, s, near, "vai trò \"%s\" chưa có \"rights\".", r->name);
}

static void read_section(struct loader *l, const struct source *s, const json_t *o, struct section *ret)
{
	const char *name = loader_text(l, s, o, "\"sections\"", "name");
	const char *near = loader_anchor(l, name == NULL ? "" : name);

	loader_known(l, s, o, near, "name|label|modules");
	ret->name = name == NULL ? "?" : name;
	loader_label(l, s, o, near, &ret->label, &ret->label_en);
	ret->modules = spaced(l, s, o, near, "modules");
}

static void read_sections(struct loader *l, const struct source *s, const json_t *sections)
{
	struct section *all = NEW_N(l->c->arena, struct section, json_array_size(sections) + 1);

	l->catalog->section = all;
	for (; l->catalog->n_sections < json_array_size(sections); l->catalog->n_sections++)
		read_section(l, s, json_array_get(sections, l->catalog->n_sections), &all[l->catalog->n_sections]);
}

void load_rights(struct loader *l)
{
	struct source s;
	const json_t *roles;
	struct role *all;

	if (!loader_read_json(l, "rights.json", &s))
		return;
	loader_known(l, &s, s.json, NULL, "roles|sections");
	roles = json_object_get(s.json, "roles");
	all = NEW_N(l->c->arena, struct role, json_array_size(roles) + 1);
	l->catalog->role = all;
	for (; l->catalog->n_roles < json_array_size(roles); l->catalog->n_roles++)
		read_role(l, &s, json_array_get(roles, l->catalog->n_roles), &all[l->catalog->n_roles]);
	read_sections(l, &s, json_object_get(s.json, "sections"));
}
