/* difference.c - what differs between two published dictionaries. */
#include "catalog/catalog.h"

/* Where in the dictionary: a record type and its field, or a list and its code. */
struct at {
	const char *type, *name;
};

static void add(json_t *all, const char *change, const struct at *at, const char *member, const json_t *from, const json_t *to)
{
	json_t *o = json_pack("{ss ss}", "change", change, "type", at->type);

	if (at->name != NULL)
		json_object_set_new(o, "name", json_string(at->name));
	if (member != NULL)
		json_object_set_new(o, "member", json_string(member));
	if (from != NULL)
		json_object_set_new(o, "from", json_deep_copy(from));
	if (to != NULL)
		json_object_set_new(o, "to", json_deep_copy(to));
	json_array_append_new(all, o);
}

static const char *text(const json_t *o, const char *member)
{
	const char *s = json_string_value(json_object_get(o, member));

	return s == NULL ? "" : s;
}

/* A code may stand twice, valid at different times. */
static bool is_same(const json_t *a, const json_t *b, const char *key)
{
	return streq(text(a, key), text(b, key)) && streq(text(a, "valid_from"), text(b, "valid_from"));
}

/* Twin lists are nearly always in the same order: begin where the last was found. */
static const json_t *find(const json_t *list, const json_t *wanted, const char *key, size_t *at)
{
	size_t n = json_array_size(list);

	for (size_t i = 0; i < n; i++) {
		const json_t *o = json_array_get(list, (*at + i) % n);
		if (is_same(o, wanted, key)) {
			*at = (*at + i + 1) % n;
			return o;
		}
	}
	return NULL;
}

/* Parts are compared one by one; their number says nothing more, and "members" nothing beyond "year_bound". */
static bool is_skipped(const char *member, const char *parts)
{
	return streq(member, parts) || streq(member, "members") || (streq(parts, "codes") && streq(member, "items"));
}

static void compare_members(json_t *all, const char *change, const struct at *at, const json_t *old, const json_t *new, const char *parts)
{
	const char *member;
	json_t *value;

	json_object_foreach((json_t *)old, member, value)
		if (!is_skipped(member, parts) && !json_equal(value, json_object_get(new, member)))
			add(all, change, at, member, value, json_object_get(new, member));
	json_object_foreach((json_t *)new, member, value)
		if (!is_skipped(member, parts) && json_object_get(old, member) == NULL)
			add(all, change, at, member, NULL, value);
}

/* "field_added" and its like. */
struct changes {
	char added[20], removed[20], changed[20];
};

static struct changes changes_of(const char *what)
{
	struct changes of;

	snprintf(of.added, sizeof of.added, "%s_added", what);
	snprintf(of.removed, sizeof of.removed, "%s_removed", what);
	snprintf(of.changed, sizeof of.changed, "%s_changed", what);
	return of;
}

/* Members of two lists that belong together by `key`. */
static void compare_parts(json_t *all, const char *what, const char *type, const json_t *old, const json_t *new, const char *key)
{
	const struct changes of = changes_of(what);
	size_t i, hint = 0;
	json_t *o;

	json_array_foreach(old, i, o) {
		const struct at at = { type, text(o, key) };
		const json_t *is = find(new, o, key, &hint);
		if (is == NULL)
			add(all, of.removed, &at, NULL, NULL, NULL);
		else
			compare_members(all, of.changed, &at, o, is, "");
	}
	hint = 0;
	json_array_foreach(new, i, o)
		if (find(old, o, key, &hint) == NULL)
			add(all, of.added, &(struct at){ type, text(o, key) }, NULL, NULL, json_object_get(o, streq(key, "code") ? "name" : "label"));
}

static void compare_wholes(json_t *all, const char *what, const char *part, const json_t *old, const json_t *new, const char *parts, const char *key)
{
	const struct changes of = changes_of(what);
	size_t i, hint = 0;
	json_t *o;

	json_array_foreach(old, i, o) {
		const struct at at = { text(o, "name"), NULL };
		const json_t *is = find(new, o, "name", &hint);
		if (is == NULL) {
			add(all, of.removed, &at, NULL, NULL, NULL);
			continue;
		}
		compare_members(all, of.changed, &at, o, is, parts);
		compare_parts(all, part, at.type, json_object_get(o, parts), json_object_get(is, parts), key);
	}
	hint = 0;
	json_array_foreach(new, i, o)
		if (find(old, o, "name", &hint) == NULL)
			add(all, of.added, &(struct at){ text(o, "name"), NULL }, NULL, NULL, json_object_get(o, "label"));
}

json_t *catalog_difference(const json_t *old, const json_t *new)
{
	json_t *all = json_array();

	compare_wholes(all, "type", "field", json_object_get(old, "types"), json_object_get(new, "types"), "fields", "name");
	compare_wholes(all, "list", "code", json_object_get(old, "lists"), json_object_get(new, "lists"), "codes", "code");
	return all;
}
