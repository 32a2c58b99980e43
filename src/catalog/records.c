/* records.c - record types from JSON. */
#include "catalog/expr.h"
#include "catalog/loader.h"
#include "catalog/media.h"
#include "catalog/pattern.h"

const char *const class_names[CLASS__COUNT] = { "open", "personal", "sensitive", "secret" };

static bool is_name(const char *s)
{
	return s != NULL && *s >= 'a' && *s <= 'z' && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(s) && strlen(s) <= 40;
}

static bool is_reserved(const char *name)
{
	static const char *const taken[] = {
		"unit", "unit_id", "id", "code", "version", "status", "created_at", "changed_at", "changed_by", "school_year",
		"client_id", "catalog_version", "search_key", "sort_key", "order", "group", "table", "select", "where", "user", "from", "to", "limit",
	};

	for (size_t i = 0; i < COUNT(taken); i++)
		if (streq(taken[i], name))
			return true;
	return false;
}

static void read_limits(struct loader *l, const struct source *s, const json_t *o, const char *near, struct field *f)
{
	const json_t *min = json_object_get(o, "min"), *max = json_object_get(o, "max");

	f->scale = (int)json_integer_value(json_object_get(o, "scale"));
	f->has_min = min != NULL;
	f->has_max = max != NULL;
	f->min = json_integer_value(min);
	f->max = json_integer_value(max);
	if ((min != NULL && !json_is_integer(min)) || (max != NULL && !json_is_integer(max)))
		loader_bad(l, s, near, "\"min\" và \"max\" phải là số nguyên.");
	if (f->has_min && f->has_max && f->min > f->max)
		loader_bad(l, s, near, "\"min\" lớn hơn \"max\".");
	if (f->scale < 0 || f->scale > 6)
		loader_bad(l, s, near, "\"scale\" phải từ 0 đến 6.");
	if (f->type != NULL && streq(f->type->name, "text") && !f->has_max)
		loader_bad(l, s, near, "trường \"%s\" kiểu text phải có \"max\".", f->name);
}

static void read_media(struct loader *l, const struct source *s, const json_t *o, const char *near, struct field *f)
{
	bool file = f->type != NULL && streq(f->type->name, "file");

	f->media = loader_text_or_null(l, s, o, near, "media");
	if (f->type == NULL)
		return;
	if (file != (f->media != NULL) || (file && !media_is_known(f->media)))
		loader_bad(l, s, near, "trường \"%s\": \"media\" (image) đi cùng kiểu file, và chỉ kiểu ấy.", f->name);
	if (file && !f->computed)
		loader_bad(l, s, near, "trường \"%s\" kiểu file phải có \"computed\": true; tệp được gửi riêng, không nằm trong JSON.", f->name);
	if (file && (!f->has_max || f->has_min || f->max < 1 || f->max > FILE_MAX))
		loader_bad(l, s, near, "trường \"%s\" kiểu file phải có \"max\", số byte từ 1 đến %d, và không có \"min\".", f->name, FILE_MAX);
	if (file && (f->unique || f->search || f->indexed || f->identity))
		loader_bad(l, s, near, "trường \"%s\" kiểu file không thể là unique, search, index hay identity.", f->name);
}

static void read_class(struct loader *l, const struct source *s, const json_t *o, const char *near, struct field *f)
{
	const char *name = loader_text(l, s, o, near, "class");

	f->sensitivity = CLASS__COUNT;
	for (enum sensitivity i = 0; name != NULL && i < CLASS__COUNT; i++)
		if (streq(name, class_names[i]))
			f->sensitivity = i;
	if (name != NULL && f->sensitivity == CLASS__COUNT)
		loader_bad(l, s, near, "\"class\" phải là open, personal, sensitive hoặc secret.");
	if (f->why == NULL && (f->required || f->required_when_text != NULL || f->sensitivity != CLASS_OPEN))
		loader_bad(l, s, near, "trường \"%s\" bắt buộc hoặc là dữ liệu cá nhân thì phải có \"why\": mục đích và căn cứ.", f->name);
}

static void read_masked(struct loader *l, const struct source *s, const json_t *o, const char *near, struct field *f)
{
	const char *how = loader_text_or_null(l, s, o, near, "masked");

	f->masked = how == NULL ? MASKED_NOT : streq(how, "but_end") ? MASKED_BUT_END : MASKED_WHOLLY;
	if (how != NULL && ((f->masked == MASKED_WHOLLY && !streq(how, "wholly")) || f->type == NULL || !streq(f->type->name, "text")))
		loader_bad(l, s, near, "\"masked\" là but_end hoặc wholly, của trường kiểu text.");
}

static void read_required(struct loader *l, const struct source *s, const json_t *o, const char *near, struct field *f)
{
	const json_t *r = json_object_get(o, "required");

	f->required = json_is_true(r);
	if (json_is_object(r)) {
		loader_known(l, s, r, near, "when");
		f->required_when_text = loader_text(l, s, r, near, "when");
	} else if (r != NULL && !json_is_boolean(r)) {
		loader_bad(l, s, near, "\"required\" phải là true, false hoặc { \"when\": … }.");
	}
}

/* Text, or { "why", "when" }; or instead of it what an empty one stands for. */
static void read_expected(struct loader *l, const struct source *s, const json_t *o, const char *near, struct field *f)
{
	const json_t *e = json_object_get(o, "expected");

	f->blank = loader_text_or_null(l, s, o, near, "blank");
	if (json_is_object(e)) {
		loader_known(l, s, e, near, "why|when");
		f->expected = loader_text(l, s, e, near, "why");
		f->expected_when = loader_text(l, s, e, near, "when");
	} else {
		f->expected = loader_text_or_null(l, s, o, near, "expected");
	}
	if (f->blank != NULL && (f->expected != NULL || f->required || f->required_when_text != NULL))
		loader_bad(l, s, near, "trường \"%s\" có \"blank\" thì không \"required\", không \"expected\".", f->name);
}

static void read_type(struct loader *l, const struct source *s, const json_t *o, const char *near, struct field *f)
{
	const char *type = loader_text(l, s, o, near, "type");
	const char *list = loader_text_or_null(l, s, o, near, "list");

	f->type = type == NULL ? NULL : field_type_find(type);
	f->to_name = loader_text_or_null(l, s, o, near, "to");
	if (type != NULL && f->type == NULL)
		loader_bad(l, s, near, "trường \"%s\": không có kiểu \"%s\".", f->name, type);
	if (f->type == NULL)
		return;
	bool code = streq(type, "code"), reference = streq(type, "reference");
	f->list = list == NULL ? NULL : catalog_list(l->catalog, list);
	if (code && list == NULL)
		loader_bad(l, s, near, "trường \"%s\" kiểu code phải có \"list\".", f->name);
	else if (list != NULL && f->list == NULL)
		loader_bad(l, s, near, "trường \"%s\": không có danh mục lists/%s.tsv.", f->name, list);
	if (reference != (f->to_name != NULL))
		loader_bad(l, s, near, "trường \"%s\": \"to\" đi cùng kiểu reference, và chỉ kiểu ấy.", f->name);
	f->column = reference ? arena_fmt(l->c->arena, "%s_id", f->name) : f->name;
}

static void read_field(struct loader *l, const struct source *s, const json_t *o, size_t i, struct field *f)
{
	const char *name = json_string_value(json_object_get(o, "name"));
	const char *near = name == NULL ? "\"fields\"" : loader_anchor(l, name);

	f->index = i;
	f->name = name == NULL ? "?" : name;
	f->column = f->name;
	if (!is_name(name) || is_reserved(f->name))
		loader_bad(l, s, near, "tên trường thứ %zu phải là chữ thường tiếng Anh, số và gạch dưới, và chưa được hệ thống dùng.", i + 1);
	loader_known(l, s, o, near, "name|label|type|min|max|scale|pattern|list|to|media|required|unique|moet|titles|class|why|"
	             "masked|identity|search|index|computed|carried|since|until|expected|blank|width|show_when");
	loader_label(l, s, o, near, &f->label, &f->label_en);
	f->why = loader_text_or_null(l, s, o, near, "why");
	f->moet = loader_text_or_null(l, s, o, near, "moet");
	f->pattern = loader_text_or_null(l, s, o, near, "pattern");
	f->since = loader_text_or_null(l, s, o, near, "since");
	f->until = loader_text_or_null(l, s, o, near, "until");
	f->title = loader_texts(l, s, o, near, "titles");
	f->unique = loader_flag(l, s, o, near, "unique");
	f->identity = loader_flag(l, s, o, near, "identity");
	f->search = loader_flag(l, s, o, near, "search");
	f->indexed = loader_flag(l, s, o, near, "index");
	f->computed = loader_flag(l, s, o, near, "computed");
	f->carried = loader_flag(l, s, o, near, "carried");
	read_type(l, s, o, near, f);
	read_limits(l, s, o, near, f);
	read_media(l, s, o, near, f);
	read_required(l, s, o, near, f);
	read_expected(l, s, o, near, f);
	if (f->computed && (f->required || f->expected != NULL || f->blank != NULL))
		loader_bad(l, s, near, "trường \"%s\" do hệ thống tính thì không thể bắt buộc nhập.", f->name);
	read_class(l, s, o, near, f);
	read_masked(l, s, o, near, f);
	screen_read_field(l, s, o, near, f);
	if (f->indexed && f->to_name != NULL)
		loader_bad(l, s, near, "trường \"%s\" kiểu reference không có \"index\": mã tham chiếu chỉ có nghĩa trong đơn vị.", f->name);
	if (f->carried && (f->to_name != NULL || f->computed))
		loader_bad(l, s, near, "trường \"%s\" tham chiếu hoặc do hệ thống tính thì không mang sang năm sau (\"carried\").", f->name);
	if (f->pattern != NULL && (!pattern_is_known(f->pattern) || f->type == NULL || !streq(f->type->name, "text")))
		loader_bad(l, s, near, "\"pattern\" là digits, phone, email, name hoặc title, của trường kiểu text.");
}

/* One or two; "L" and "LT" are not mistaken for each other, for a digit follows. */
static bool are_letters(const char *s)
{
	size_t n = strlen(s);

	return n >= 1 && n <= 2 && strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == n;
}

static void read_code_scheme(struct loader *l, const struct source *s, struct record_type *t)
{
	const char *scheme = loader_text(l, s, s->json, NULL, "code");

	if (scheme == NULL)
		return;
	if (streq(scheme, "given"))
		t->code_scheme = CODE_GIVEN;
	else if (streq(scheme, "person"))
		t->code_scheme = CODE_PERSON;
	else if (strncmp(scheme, "unit:", 5) == 0 && are_letters(scheme + 5)) {
		t->code_scheme = CODE_UNIT;
		memcpy(t->code_letters, scheme + 5, strlen(scheme + 5) + 1);
	} else
		loader_bad(l, s, "\"code\"", "\"code\" phải là given, person hoặc unit:X với X là một hoặc hai chữ cái hoa.");
}

/* A status that an operation sets; NULL when the type does not say one. */
static const char *read_status(struct loader *l, const struct source *s, const struct record_type *t, const char *member)
{
	const char *status = loader_text_or_null(l, s, s->json, NULL, member);

	if (status != NULL && t->statuses != NULL && list_find(t->statuses, status, NULL) == NULL)
		loader_bad(l, s, arena_fmt(l->c->arena, "\"%s\"", member), "danh mục %s không có mã \"%s\".", t->statuses->name, status);
	return status;
}

static void read_statuses(struct loader *l, const struct source *s, struct record_type *t)
{
	const char *list = loader_text(l, s, s->json, NULL, "statuses");

	t->initial_status = loader_text(l, s, s->json, NULL, "initial_status");
	t->statuses = list == NULL ? NULL : catalog_list(l->catalog, list);
	if (list != NULL && t->statuses == NULL)
		loader_bad(l, s, "\"statuses\"", "không có danh mục lists/%s.tsv.", list);
	else if (t->statuses != NULL && t->initial_status != NULL && list_find(t->statuses, t->initial_status, NULL) == NULL)
		loader_bad(l, s, "\"initial_status\"", "danh mục %s không có mã \"%s\".", list, t->initial_status);
	t->moved_status = read_status(l, s, t, "moved_status");
	t->merged_status = read_status(l, s, t, "merged_status");
	t->mistaken_status = read_status(l, s, t, "mistaken_status");
	t->undone_status = read_status(l, s, t, "undone_status");
	if (json_object_get(s->json, "statuses_by_hand") == NULL)
		return;
	t->status_by_hand = loader_texts(l, s, s->json, NULL, "statuses_by_hand");
	for (const char *const *p = t->status_by_hand; t->statuses != NULL && *p != NULL; p++)
		if (list_find(t->statuses, *p, NULL) == NULL)
			loader_bad(l, s, "\"statuses_by_hand\"", "danh mục %s không có mã \"%s\".", list, *p);
}

static void read_name_field(struct loader *l, const struct source *s, struct record_type *t)
{
	const char *name = loader_text_or_null(l, s, s->json, NULL, "name_field");
	const char *order = loader_text_or_null(l, s, s->json, NULL, "order");

	t->name_field = name == NULL ? NULL : field_find(t, name);
	if (name != NULL && (t->name_field == NULL || t->name_field->type == NULL || t->name_field->type->column != COLUMN_TEXT))
		loader_bad(l, s, "\"name_field\"", "\"name_field\" phải là tên một trường chữ của loại này.");
	const char *given = loader_text_or_null(l, s, s->json, NULL, "given_name_field");
	t->given_name_field = given == NULL ? NULL : field_find(t, given);
	if (given != NULL && (t->given_name_field == NULL || t->given_name_field == t->name_field || t->given_name_field->type == NULL ||
	                      t->given_name_field->type->column != COLUMN_TEXT || order == NULL || !streq(order, "given_name")))
		loader_bad(l, s, "\"given_name_field\"", "\"given_name_field\" phải là tên một trường chữ khác \"name_field\", đi cùng \"order\": \"given_name\".");
	else if (given != NULL)
		((struct field *)t->given_name_field)->search = true; /* a change of it is a change of the name: order follows */
	t->by_given_name = order != NULL && streq(order, "given_name");
	if (order != NULL && !t->by_given_name && !streq(order, "plain"))
		loader_bad(l, s, "\"order\"", "\"order\" phải là given_name hoặc plain.");
}

/* Fields by their names, ends with NULL. */
static const struct field *const *fields_named(struct loader *l, const struct source *s, const struct record_type *t, const char *near, const json_t *names)
{
	const struct field **all = NEW_N(l->c->arena, const struct field *, json_array_size(names) + 1);
	size_t i, n = 0;
	json_t *o;

	json_array_foreach(names, i, o) {
		const char *name = json_is_string(o) ? json_string_value(o) : "?";
		if ((all[n] = field_find(t, name)) != NULL)
			n++;
		else
			loader_bad(l, s, near, "loại này không có trường \"%s\".", name);
	}
	return all;
}

/* "doubles": [["learner", "period"]] */
static void read_doubles(struct loader *l, const struct source *s, struct record_type *t)
{
	const json_t *list = json_object_get(s->json, "doubles");
	const struct field *const **all;
	size_t i, n = 0;
	json_t *names;

	if (list == NULL)
		return;
	t->doubles = all = NEW_N(l->c->arena, const struct field *const *, json_array_size(list) + 1);
	json_array_foreach(list, i, names) {
		const struct field *const *set = fields_named(l, s, t, "\"doubles\"", names);
		if (set[0] != NULL && (set[0] == t->name_field || set[0]->to_name != NULL))
			all[n++] = set;
		else
			loader_bad(l, s, "\"doubles\"", "mỗi phần của \"doubles\" là danh sách trường, bắt đầu bằng một tham chiếu hoặc \"name_field\".");
	}
}

/* "namesake": ["birth_date", "sex"] */
static void read_namesake(struct loader *l, const struct source *s, struct record_type *t)
{
	if (json_object_get(s->json, "namesake") == NULL)
		return;
	t->namesake = fields_named(l, s, t, "\"namesake\"", json_object_get(s->json, "namesake"));
	if (t->name_field == NULL)
		loader_bad(l, s, "\"namesake\"", "\"namesake\" đi cùng \"name_field\".");
}

bool record_never_was(const struct record_type *t, const char *status)
{
	return (t->undone_status != NULL && streq(status, t->undone_status)) || (t->mistaken_status != NULL && streq(status, t->mistaken_status));
}

const char *record_ever_was_in(struct arena *a, const struct record_type *t)
{
	struct buf b = buf_in(a);
	const char *last = NULL;

	for (size_t i = 0; i < t->statuses->n_items; i++) {
		const char *code = t->statuses->item[i].code;
		if (record_never_was(t, code) || (last != NULL && streq(code, last)))
			continue;
		buf_fmt(&b, "%s%s", last == NULL ? "" : ", ", code);
		last = code;
	}
	return buf_text(&b);
}

size_t record_gone_statuses(const struct record_type *t, const char *ret[GONE_STATUSES])
{
	const char *const all[GONE_STATUSES] = { t->undone_status, t->mistaken_status, t->moved_status, t->merged_status };
	size_t n = 0;

	for (size_t i = 0; i < GONE_STATUSES; i++)
		if (all[i] != NULL)
			ret[n++] = all[i];
	return n;
}

bool record_is_gone(const struct record_type *t, const char *status)
{
	const char *gone[GONE_STATUSES];
	const size_t n = record_gone_statuses(t, gone);

	for (size_t i = 0; i < n; i++)
		if (streq(gone[i], status))
			return true;
	return false;
}

static const char *column_named(struct loader *l, const struct source *s, const struct record_type *t, const char *name)
{
	const struct field *f = name == NULL ? NULL : field_find(t, name);

	if (f != NULL)
		return f->column;
	if (name == NULL || !streq(name, "school_year") || !t->year_bound)
		loader_bad(l, s, "\"only_one\"", "loại này không có trường \"%s\".", name == NULL ? "?" : name);
	return "school_year";
}

/* { "fields": ["learner", "school_year"], "where": "present" }, or "where": ["01", "02"]. */
static void read_only_one(struct loader *l, const struct source *s, struct record_type *t)
{
	const json_t *list = json_object_get(s->json, "only_one");
	struct only_one *all = NEW_N(l->c->arena, struct only_one, json_array_size(list) + 1);
	size_t i;
	json_t *o;

	t->only_one = all;
	json_array_foreach(list, i, o) {
		const char *present = json_string_value(json_object_get(o, "where"));
		const char *const *name = loader_texts(l, s, o, "\"only_one\"", "fields");
		struct buf columns = buf_in(l->c->arena), statuses = buf_in(l->c->arena);
		loader_known(l, s, o, "\"only_one\"", "fields|where");
		for (; *name != NULL; name++)
			buf_fmt(&columns, "%s%s", columns.len > 0 ? ", " : "", column_named(l, s, t, *name));
		const char *const *status = present != NULL ? NULL : loader_texts(l, s, o, "\"only_one\"", "where");
		for (; status != NULL && *status != NULL; status++) {
			buf_fmt(&statuses, "%s%s", statuses.len > 0 ? ", " : "", *status);
			if (t->statuses != NULL && list_find(t->statuses, *status, NULL) == NULL)
				loader_bad(l, s, "\"only_one\"", "danh mục %s không có mã \"%s\".", t->statuses->name, *status);
		}
		if (columns.len == 0 || (present != NULL ? !streq(present, "present") : statuses.len == 0))
			loader_bad(l, s, "\"only_one\"", "cần \"fields\", và \"where\": present hoặc danh sách mã trạng thái.");
		all[t->n_only_one++] = (struct only_one){ buf_text(&columns), present != NULL ? NULL : buf_text(&statuses) };
	}
}

static void read_record(struct loader *l, const struct source *s, struct record_type *t)
{
	const json_t *fields = json_object_get(s->json, "fields");
	size_t n = json_array_size(fields);
	struct field *all = NEW_N(l->c->arena, struct field, n + 1);

	loader_known(l, s, s->json, NULL, "name|plural|label|module|moet|answered_by|code|statuses|initial_status|is_unit|year_bound|once_a_year|by_operation|"
	             "statuses_by_hand|moved_status|merged_status|mistaken_status|undone_status|name_field|given_name_field|order|namesake|doubles|only_one|screen|fields");
	t->name = loader_text(l, s, s->json, NULL, "name");
	t->plural = loader_text(l, s, s->json, NULL, "plural");
	t->module = loader_text(l, s, s->json, NULL, "module");
	t->moet = loader_text_or_null(l, s, s->json, NULL, "moet");
	if (!is_name(t->name) || !is_name(t->plural)) {
		loader_bad(l, s, NULL, "\"name\" và \"plural\" phải là chữ thường tiếng Anh, số và gạch dưới.");
		t->name = t->plural = "?";
	}
	t->table = arena_fmt(l->c->arena, "r_%s", t->name);
	loader_label(l, s, s->json, NULL, &t->label, &t->label_en);
	t->is_unit = loader_flag(l, s, s->json, NULL, "is_unit");
	t->year_bound = loader_flag(l, s, s->json, NULL, "year_bound");
	t->once_a_year = loader_flag(l, s, s->json, NULL, "once_a_year");
	t->by_operation = loader_flag(l, s, s->json, NULL, "by_operation");
	if (t->once_a_year && !t->year_bound)
		loader_bad(l, s, "\"once_a_year\"", "\"once_a_year\" cần cả \"year_bound\".");
	read_code_scheme(l, s, t);
	read_statuses(l, s, t);
	if (n == 0)
		loader_bad(l, s, NULL, "thiếu \"fields\": danh sách các trường.");
	for (size_t i = 0; i < n; i++) {
		read_field(l, s, json_array_get(fields, i), i, &all[i]);
		official_read_field(l, s, t, &all[i]);
		for (size_t k = 0; k < i; k++)
			if (streq(all[k].name, all[i].name))
				loader_bad(l, s, loader_anchor(l, all[i].name), "trường \"%s\" có hai lần.", all[i].name);
	}
	t->field = all;
	t->n_fields = n;
	read_name_field(l, s, t);
	read_namesake(l, s, t);
	read_doubles(l, s, t);
	read_only_one(l, s, t);
	official_read_answers(l, s, t);
}

static void link_references(struct loader *l, const struct source *s, const struct record_type *t)
{
	for (size_t i = 0; i < t->n_fields; i++) {
		struct field *f = (struct field *)&t->field[i];
		if (f->to_name == NULL)
			continue;
		f->to = catalog_type(l->catalog, f->to_name);
		if (f->to == NULL)
			loader_bad(l, s, loader_anchor(l, f->name), "trường \"%s\": không có loại hồ sơ \"%s\".", f->name, f->to_name);
		else if (f->to->code_scheme == CODE_PERSON && f->to->moved_status != NULL && !t->year_bound && !t->by_operation && t->moved_status == NULL)
			loader_bad(l, s, loader_anchor(l, f->name), "loại hồ sơ đi theo người (%s) phải có \"moved_status\".", f->to_name);
	}
}

/* what: "bắt buộc", "hiện".  Of the record's own fields; NULL and a fault when it cannot be read. */
static const struct expr *parse_condition(struct loader *l, const struct source *s, const struct record_type *t, const struct field *f, const char *what,
                                          const char *text, const struct expr_refs **ret)
{
	struct expr_refs *refs = NEW(l->c->arena, struct expr_refs);
	const struct expr *e = NULL;

	*refs = (struct expr_refs){ .catalog = l->catalog, .base = t };
	*ret = refs;
	if (!expr_parse(l->c, refs, text, &e)) {
		loader_bad(l, s, loader_anchor(l, f->name), "điều kiện %s của \"%s\": %s", what, f->name, l->c->detail);
		ctx_clear(l->c);
		return NULL;
	}
	for (size_t i = 0; i < refs->n_refs; i++)
		if (refs->ref[i].field == NULL || refs->n_joins > 0)
			loader_bad(l, s, loader_anchor(l, f->name), "điều kiện %s của \"%s\" chỉ được dùng trường của chính hồ sơ ấy.", what, f->name);
	return e;
}

static void parse_conditions(struct loader *l, const struct source *s, const struct record_type *t, struct field *f)
{
	const struct expr_refs *refs;
	const struct expr *shown;

	if (f->required_when_text != NULL)
		f->required_when = parse_condition(l, s, t, f, "bắt buộc", f->required_when_text, &f->when_refs);
	f->due_when = f->required_when;
	f->due_refs = f->when_refs;
	if (f->expected_when != NULL)
		f->due_when = parse_condition(l, s, t, f, "cần có", f->expected_when, &f->due_refs);
	if (f->show_when == NULL || (shown = parse_condition(l, s, t, f, "hiện", f->show_when, &refs)) == NULL)
		return;
	if (f->due_when == NULL) {
		f->due_when = shown;
		f->due_refs = refs;
	}
	for (size_t i = 0; i < refs->n_refs; i++)
		if (refs->ref[i].field == f)
			loader_bad(l, s, loader_anchor(l, f->name), "điều kiện hiện của \"%s\" không được hỏi chính trường ấy.", f->name);
}

static void check_twins(struct loader *l, const struct source *s, size_t i)
{
	const struct record_type *t = l->catalog->type;

	for (size_t k = 0; k < i; k++) {
		if (streq(t[k].name, t[i].name) || streq(t[k].plural, t[i].plural))
			loader_bad(l, s, NULL, "loại hồ sơ \"%s\" (%s) đã có.", t[i].name, t[i].plural);
		if (t[k].code_scheme == CODE_UNIT && streq(t[k].code_letters, t[i].code_letters))
			loader_bad(l, s, "\"code\"", "chữ %s đã là mã của loại \"%s\".", t[i].code_letters, t[k].name);
	}
}

void load_records(struct loader *l)
{
	const char *const *path;
	size_t n = loader_files(l, "records", ".json", &path);
	struct record_type *all = NEW_N(l->c->arena, struct record_type, n + 1);
	struct source *source = NEW_N(l->c->arena, struct source, n + 1);

	l->catalog->type = all;
	l->record_source = source;
	for (size_t i = 0; i < n; i++) {
		if (!loader_read_json(l, path[i], &source[i]))
			continue;
		source[l->catalog->n_types] = source[i];
		read_record(l, &source[i], &all[l->catalog->n_types]);
		check_twins(l, &source[i], l->catalog->n_types++);
	}
	for (size_t i = 0; i < l->catalog->n_types; i++)
		link_references(l, &source[i], &all[i]);
	official_check_twins(l, source);
	if (l->problems.errors > 0)
		return;
	for (size_t i = 0; i < l->catalog->n_types; i++)
		for (size_t k = 0; k < all[i].n_fields; k++)
			parse_conditions(l, &source[i], &all[i], (struct field *)&all[i].field[k]);
}
