/* tables.c - tables of the record types, and those of catalog/system/. */
#include "catalog/life.h"
#include "catalog/loader.h"

#define CODE_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"

static const char *const type_names[COLUMN__COUNT] = { "integer", "text", "boolean", "date", "blob" };

static bool type_named(const char *name, enum column_type *ret)
{
	for (enum column_type i = 0; name != NULL && i < COLUMN__COUNT; i++)
		if (streq(name, type_names[i])) {
			*ret = i;
			return true;
		}
	return false;
}

static struct index *add_index(struct ctx *c, struct index *all, size_t *n, const char *table, bool unique, const char *columns)
{
	char *name = arena_fmt(c->arena, "%s_%s", table, columns);

	for (char *p = name; *p != '\0'; p++)
		if (*p == ',' || *p == ' ')
			*p = '_';
	all[*n] = (struct index){ .name = name, .columns = columns, .unique = unique };
	return &all[(*n)++];
}

static void only_where(struct ctx *c, struct index *i, const char *column, const char *in)
{
	i->name = arena_fmt(c->arena, "%s_where_%s", i->name, column);
	i->where = column;
	i->in = in;
}

/* What never was owns nothing. */
static void once(struct ctx *c, const struct record_type *t, struct index *i)
{
	if (t->undone_status != NULL || t->mistaken_status != NULL)
		only_where(c, i, "status", record_ever_was_in(c->arena, t));
}

static void of_words(struct ctx *c, struct index *i)
{
	i->name = arena_fmt(c->arena, "%s_words", i->name);
	i->words = true;
}

static const char *present_statuses(struct loader *l, const struct record_type *t)
{
	const struct life *life = catalog_life(l->catalog, t);
	struct buf b = buf_in(l->c->arena);

	for (const char *const *p = life == NULL ? NULL : life->present; p != NULL && *p != NULL; p++)
		buf_fmt(&b, "%s%s", b.len > 0 ? ", " : "", *p);
	if (life == NULL)
		problem_add(l->c, &l->problems, t->name, "catalog.invalid", "records/%s.json: \"only_one\": \"present\" cần một tệp của loại này trong life/.", t->name);
	return buf_text(&b);
}

static struct sql_table record_table(struct loader *l, const struct record_type *t)
{
	struct ctx *c = l->c;
	static const struct column before[] = {
		{ "unit_id", COLUMN_INTEGER, true }, { "id", COLUMN_INTEGER, true },         { "code", COLUMN_TEXT, true },
		{ "version", COLUMN_INTEGER, true }, { "status", COLUMN_TEXT, true },        { "created_at", COLUMN_INTEGER, true },
		{ "changed_at", COLUMN_INTEGER, true }, { "changed_by", COLUMN_INTEGER, true }, { "client_id", COLUMN_TEXT, false },
		{ "catalog_version", COLUMN_INTEGER, false }, /* under which it was entered; null: before that was kept */
		{ "school_year", COLUMN_INTEGER, true }, { "search_key", COLUMN_TEXT, false }, { "sort_key", COLUMN_BLOB, false },
	};
	struct column *all = NEW_N(c->arena, struct column, COUNT(before) + t->n_fields);
	struct index *index = NEW_N(c->arena, struct index, t->n_fields * 2 + t->n_only_one + 5);
	size_t n = 0, n_indexes = 0;

	for (size_t i = 0; i < COUNT(before); i++) {
		bool named = streq(before[i].name, "search_key") || streq(before[i].name, "sort_key");
		if ((streq(before[i].name, "school_year") && !t->year_bound) || (named && t->name_field == NULL))
			continue;
		all[n++] = before[i];
	}
	/* A requirement is checked when a record is written, not by the column: it may begin or end with a year. */
	for (size_t i = 0; i < t->n_fields; i++)
		all[n++] = (struct column){ t->field[i].column, t->field[i].type->column, false };
	add_index(c, index, &n_indexes, t->table, true, "unit_id, code");
	add_index(c, index, &n_indexes, t->table, t->once_a_year, t->once_a_year ? "unit_id, school_year" :
	          t->year_bound && t->name_field != NULL ? "unit_id, school_year, sort_key, id, search_key" :
	          t->year_bound ? "unit_id, school_year, id" : t->name_field != NULL ? "unit_id, sort_key, id, search_key" : "unit_id, changed_at");
	if (t->name_field != NULL)
		of_words(c, add_index(c, index, &n_indexes, t->table, false, "search_key"));
	if (t->code_scheme == CODE_PERSON) /* one person may have a record in several units */
		add_index(c, index, &n_indexes, t->table, false, "code");
	for (size_t i = 0; i < t->n_fields; i++) {
		/* A name is that of many, of whom a unit has few. */
		if (t->field[i].indexed)
			add_index(c, index, &n_indexes, t->table, false, t->field[i].search ? "search_key, unit_id" : t->field[i].column);
		if (t->field[i].unique)
			once(c, t, add_index(c, index, &n_indexes, t->table, true, arena_fmt(c->arena, "unit_id, %s", t->field[i].column)));
		else if (t->field[i].to != NULL)
			add_index(c, index, &n_indexes, t->table, false, arena_fmt(c->arena, "unit_id, %s", t->field[i].column));
	}
	for (size_t i = 0; i < t->n_only_one; i++) {
		const struct only_one *o = &t->only_one[i];
		only_where(c, add_index(c, index, &n_indexes, t->table, true, arena_fmt(c->arena, "unit_id, %s", o->columns)), "status",
		           o->statuses != NULL ? o->statuses : present_statuses(l, t));
	}
	return (struct sql_table){ .name = t->table, .key = "unit_id, id", .spread = SPREAD_UNIT, .spread_by = "unit_id", .fenced = "unit_id", .column = all, .index = index,
	                           .n_columns = n, .n_indexes = n_indexes };
}

static const char *joined(struct loader *l, const struct source *s, const json_t *names, const char *what)
{
	struct buf b = buf_in(l->c->arena);
	size_t i;
	json_t *name;

	json_array_foreach(names, i, name)
		buf_fmt(&b, "%s%s", i > 0 ? ", " : "", json_is_string(name) ? json_string_value(name) : "?");
	if (b.len == 0)
		loader_bad(l, s, NULL, "thiếu \"%s\": danh sách tên cột.", what);
	return buf_text(&b);
}

static void read_indexes(struct loader *l, const struct source *s, const json_t *list, struct sql_table *t)
{
	struct index *all = NEW_N(l->c->arena, struct index, json_array_size(list) + 1);
	const char *column;
	size_t i;
	json_t *o, *in;

	json_array_foreach(list, i, o) {
		loader_known(l, s, o, "\"indexes\"", "columns|unique|words|where");
		struct index *index = add_index(l->c, all, &t->n_indexes, t->name, json_is_true(json_object_get(o, "unique")),
		                                joined(l, s, json_object_get(o, "columns"), "columns"));
		if (json_is_true(json_object_get(o, "words")))
			of_words(l->c, index);
		json_object_foreach(json_object_get(o, "where"), column, in)
			only_where(l->c, index, column, joined(l, s, in, "where"));
		if (index->in != NULL && strspn(index->in, CODE_CHARACTERS ", ") != strlen(index->in))
			loader_bad(l, s, "\"where\"", "\"where\" chỉ nhận các mã gồm chữ không dấu, chữ số và gạch dưới.");
	}
	t->index = all;
}

/* Also reads what table_to_json wrote. */
static struct sql_table read_table(struct loader *l, const struct source *s, const json_t *o)
{
	const json_t *columns = json_object_get(o, "columns");
	struct column *all = NEW_N(l->c->arena, struct column, json_array_size(columns) + 1);
	struct sql_table t = { .column = all };
	size_t i;
	json_t *col;

	loader_known(l, s, o, NULL, "name|spread|fenced|columns|key|indexes");
	t.name = loader_text(l, s, o, NULL, "name");
	t.name = t.name == NULL ? "?" : t.name;
	t.key = joined(l, s, json_object_get(o, "key"), "key");
	json_array_foreach(columns, i, col) {
		const char *name = json_string_value(json_object_get(col, "name"));
		const char *near = loader_anchor(l, name == NULL ? "" : name);
		loader_known(l, s, col, near, "name|type|required");
		all[t.n_columns].name = name == NULL ? "?" : name;
		all[t.n_columns].not_null = json_is_true(json_object_get(col, "required"));
		if (!type_named(json_string_value(json_object_get(col, "type")), &all[t.n_columns].type))
			loader_bad(l, s, near, "cột \"%s\": kiểu phải là integer, text, boolean, date hoặc blob.", all[t.n_columns].name);
		t.n_columns++;
	}
	read_indexes(l, s, json_object_get(o, "indexes"), &t);
	return t;
}

static bool has_column(const char *columns, const char *name)
{
	const size_t n = strlen(name);

	for (const char *p = columns; *p != '\0'; p += strspn(p, ", ")) {
		const size_t len = strcspn(p, ",");
		if (len == n && memcmp(p, name, n) == 0)
			return true;
		p += len;
	}
	return false;
}

/* A server knows of its own rows only that there are no two alike. */
static void check_spread(struct loader *l, const struct source *s, const struct sql_table *t)
{
	bool held = false, alone = has_column(t->key, t->spread_by);

	for (size_t i = 0; i < t->n_columns; i++)
		held |= streq(t->column[i].name, t->spread_by) && t->column[i].not_null;
	for (size_t i = 0; i < t->n_indexes; i++)
		alone &= !t->index[i].unique || has_column(t->index[i].columns, t->spread_by);
	if (!held)
		loader_bad(l, s, "\"spread\"", "\"spread\": bảng phải có cột \"%s\", và cột ấy bắt buộc.", t->spread_by);
	if (!alone)
		loader_bad(l, s, "\"spread\"", "\"spread\": cột \"%s\" phải có trong \"key\" và trong mọi chỉ mục \"unique\".", t->spread_by);
}

static bool has_integer(const struct sql_table *t, const char *name)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (streq(t->column[i].name, name))
			return t->column[i].type == COLUMN_INTEGER;
	return false;
}

static void read_spread(struct loader *l, const struct source *s, struct sql_table *t)
{
	const json_t *o = json_object_get(s->json, "spread");
	const char *word = json_string_value(o), *by = json_string_value(json_object_get(o, "by"));

	if (word != NULL && streq(word, "everywhere")) {
		t->spread = SPREAD_EVERYWHERE;
	} else if (word != NULL && streq(word, "here")) {
		t->spread = SPREAD_HERE;
	} else if (word != NULL && streq(word, "unit")) {
		t->spread = SPREAD_UNIT;
		t->spread_by = "unit_id";
	} else if (by != NULL && json_object_size(o) == 1 && !streq(by, "unit_id")) {
		t->spread = SPREAD_COLUMN;
		t->spread_by = by;
	} else {
		loader_bad(l, s, "\"spread\"", "\"spread\" phải là \"unit\", \"everywhere\", \"here\" hoặc { \"by\": tên cột khác unit_id }.");
	}
	if (t->spread_by != NULL)
		check_spread(l, s, t);
}

static void read_fence(struct loader *l, const struct source *s, struct sql_table *t)
{
	const json_t *o = json_object_get(s->json, "fenced"), *name;
	size_t i;

	if (o == NULL)
		return;
	t->fenced = joined(l, s, o, "fenced");
	if ((t->spread != SPREAD_UNIT && t->spread != SPREAD_HERE) || !has_column(t->fenced, "unit_id"))
		loader_bad(l, s, "\"fenced\"", "\"fenced\": chỉ bảng có \"spread\": \"unit\" hoặc \"here\", và trong đó có cột unit_id.");
	json_array_foreach(o, i, name)
		if (!has_integer(t, json_string_value(name)))
			loader_bad(l, s, "\"fenced\"", "\"fenced\": bảng không có cột \"%s\" kiểu integer.", json_is_string(name) ? json_string_value(name) : "?");
}

void load_system_tables(struct loader *l)
{
	const char *const *path;
	size_t n = loader_files(l, "system", ".json", &path);
	struct sql_table *all = NEW_N(l->c->arena, struct sql_table, n + l->catalog->n_types + 1);
	struct source s;

	l->catalog->table = all;
	for (size_t i = 0; i < n; i++)
		if (loader_read_json(l, path[i], &s)) {
			struct sql_table *t = &all[l->catalog->n_tables++];
			*t = read_table(l, &s, s.json);
			read_spread(l, &s, t);
			read_fence(l, &s, t);
		}
}

void load_record_tables(struct loader *l)
{
	struct sql_table *all = (struct sql_table *)l->catalog->table; /* has room for them */

	for (size_t i = 0; i < l->catalog->n_types; i++)
		all[l->catalog->n_tables++] = record_table(l, &l->catalog->type[i]);
}

static json_t *names_to_json(const char *joined_names)
{
	json_t *all = json_array();

	for (const char *p = joined_names; *p != '\0';) {
		size_t n = strcspn(p, ",");
		json_array_append_new(all, json_stringn(p, n));
		p += n;
		p += strspn(p, ", ");
	}
	return all;
}

json_t *sql_tables_to_json(const struct sql_table *t, size_t n)
{
	json_t *all = json_array();

	for (size_t i = 0; i < n; i++) {
		json_t *columns = json_array(), *indexes = json_array();
		for (size_t k = 0; k < t[i].n_columns; k++) {
			const struct column *col = &t[i].column[k];
			json_t *o = json_pack("{ss ss}", "name", col->name, "type", type_names[col->type]);
			if (col->not_null)
				json_object_set_new(o, "required", json_true());
			json_array_append_new(columns, o);
		}
		for (size_t k = 0; k < t[i].n_indexes; k++) {
			json_t *o = json_pack("{so}", "columns", names_to_json(t[i].index[k].columns));
			if (t[i].index[k].unique)
				json_object_set_new(o, "unique", json_true());
			if (t[i].index[k].words)
				json_object_set_new(o, "words", json_true());
			if (t[i].index[k].where != NULL)
				json_object_set_new(o, "where", json_pack("{so}", t[i].index[k].where, names_to_json(t[i].index[k].in)));
			json_array_append_new(indexes, o);
		}
		json_array_append_new(all, json_pack("{ss so so so}", "name", t[i].name, "key", names_to_json(t[i].key),
		                                     "columns", columns, "indexes", indexes));
	}
	return all;
}

bool sql_tables_from_json(struct ctx *c, const json_t *list, const struct sql_table **ret, size_t *ret_n)
{
	struct catalog none = { 0 };
	struct loader l = { .c = c, .catalog = &none };
	struct source s = { .path = "stored", .text = "" };
	struct sql_table *all = NEW_N(c->arena, struct sql_table, json_array_size(list) + 1);
	size_t i;
	json_t *o;

	json_array_foreach(list, i, o)
		all[i] = read_table(&l, &s, o);
	*ret = all;
	*ret_n = json_array_size(list);
	return l.problems.errors == 0 || fail_problems(c, &l.problems);
}
