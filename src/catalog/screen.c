/* screen.c - how record types are shown: what their files say, and what holds where they say nothing. */
#include "catalog/screen.h"

#include "catalog/expr.h"
#include "catalog/life.h"
#include "catalog/loader.h"
#include "catalog/sheets.h"

enum {
	COLUMNS_USUAL = 6, FILTERS_USUAL = 3,
	CHOICES_MAX = 60,   /* of a filter: more codes are no choice but a search */
	WIDE_FROM = 201,    /* characters of a text that does not fit into half a form */
};

static const char other_section[] = "other";

struct reading {
	struct loader *l;
	const struct source *s;
	const struct record_type *t;
	const json_t *o;           /* "screen", NULL: nothing is said */
	struct expr_refs *refs;
	struct screen *screen;
};

/* ---- what others ask ---- */

const struct words *words_for(const struct words *words, const struct level_words *of_level, const char *levels)
{
	for (; levels != NULL && of_level != NULL && of_level->level != NULL; of_level++)
		if (streq(of_level->level, levels))
			return &of_level->words;
	return words;
}

json_t *words_json(const struct words *w)
{
	return json_pack("{ss ss}", "vi", w->vi, "en", w->en);
}

static bool is_event_type(const struct catalog *k, const struct record_type *t)
{
	for (size_t i = 0; i < k->n_lives; i++)
		if (k->life[i].event_type == t)
			return true;
	return false;
}

const struct field *screen_part_owner(const struct catalog *k, const struct record_type *part, const struct record_type *whole)
{
	for (size_t i = 0; i < part->n_fields; i++)
		if (part->field[i].required && part->field[i].to != NULL && part->field[i].to == whole && !is_event_type(k, part))
			return &part->field[i];
	return NULL;
}

bool screen_stands_alone(const struct catalog *k, const struct record_type *t)
{
	for (size_t i = 0; i < t->n_fields; i++)
		if (t->field[i].required && t->field[i].to != NULL)
			return false;
	return !is_event_type(k, t);
}

/* ---- fields ---- */

void screen_read_field(struct loader *l, const struct source *s, const json_t *o, const char *near, struct field *f)
{
	const char *width = loader_text_or_null(l, s, o, near, "width");

	f->show_when = loader_text_or_null(l, s, o, near, "show_when");
	f->wide = width != NULL || (f->type != NULL && streq(f->type->name, "text") && f->has_max && f->max >= WIDE_FROM);
	if (width != NULL && !streq(width, "wide"))
		loader_bad(l, s, near, "\"width\" của trường \"%s\" phải là wide.", f->name);
	if (f->show_when != NULL && f->required)
		loader_bad(l, s, near, "trường \"%s\" bắt buộc nên luôn hiện: bỏ \"show_when\".", f->name);
}

/* ---- words ---- */

const struct level_words *load_level_words(struct loader *l, const struct source *s, const json_t *o, const char *near, const char *member)
{
	const struct list *levels = catalog_list(l->catalog, "education_level");
	const json_t *all = json_object_get(o, member);
	struct level_words *ret = NEW_N(l->c->arena, struct level_words, json_object_size(all) + 1);
	const char *level;
	json_t *words;
	size_t n = 0;

	if (all == NULL)
		return NULL;
	json_object_foreach((json_t *)all, level, words) {
		ret[n].level = level;
		loader_words(l, s, all, near, level, &ret[n].words.vi, &ret[n].words.en);
		n++;
		if (levels == NULL || list_find(levels, level, NULL) == NULL)
			loader_bad(l, s, near, "\"%s\": danh mục education_level không có mã \"%s\".", member, level);
	}
	if (n == 0)
		loader_bad(l, s, near, "\"%s\" phải là { \"01\": { \"vi\": …, \"en\": … } }.", member);
	return ret;
}

/* ---- paths ---- */

/* Of every record, whatever its type. */
static bool read_standard(const struct record_type *t, const char *name, struct screen_item *ret)
{
	if (streq(name, "status")) {
		ret->label = (struct words){ "Trạng thái", "Status" };
		ret->type = "code";
		ret->list = t->statuses;
	} else if (streq(name, "code")) {
		ret->label = (struct words){ "Mã", "Code" };
		ret->type = "text";
	} else if (streq(name, "school_year") && t->year_bound) {
		ret->label = (struct words){ "Năm học", "School year" };
		ret->type = "integer";
	}
	return ret->type != NULL;
}

/* What a path through fields and records of the year ends at.  A title is labelled by what led to it: the class, not its name. */
static bool read_path(const struct reading *r, const char *path, struct screen_item *ret)
{
	const struct record_type *t = r->t;
	struct words led = { NULL, NULL };
	const char *name = path;
	size_t ref;

	*ret = (struct screen_item){ .path = path, .by = path };
	if (!expr_ref_add(r->l->c, r->refs, path, &ref)) {
		loader_bad(r->l, r->s, arena_fmt(r->l->c->arena, "\"%s\"", path), "\"screen\": %s", r->l->c->detail);
		ctx_clear(r->l->c);
		return false;
	}
	for (const char *dot; (dot = strchr(name, '.')) != NULL; name = dot + 1) {
		const char *step = arena_strndup(r->l->c->arena, name, (size_t)(dot - name));
		const struct field *f = field_find(t, step);
		t = f != NULL ? f->to : catalog_type(r->l->catalog, step);
		led = f != NULL ? (struct words){ f->label, f->label_en } : (struct words){ t->label, t->label_en };
	}
	const struct field *f = field_find(t, name);
	if (f == NULL && streq(name, "title") && (f = t->name_field) == NULL)
		name = "code";
	if (f == NULL && !read_standard(t, name, ret)) {
		loader_bad(r->l, r->s, arena_fmt(r->l->c->arena, "\"%s\"", path), "\"screen\": mục \"%s\" không dành cho màn hình.", path);
		return false;
	}
	if (f != NULL) {
		ret->label = (struct words){ f->label, f->label_en };
		ret->type = f->type->name;
		ret->sensitivity = f->sensitivity;
		ret->list = f->list;
		ret->to = f->to;
	}
	if (led.vi != NULL && (f == NULL ? streq(name, "code") : f == t->name_field))
		ret->label = led;
	return true;
}

/* A record is shown by what it is called. */
static bool read_column(const struct reading *r, const char *path, struct screen_item *ret)
{
	if (!read_path(r, path, ret))
		return false;
	if (ret->to != NULL && !read_path(r, arena_fmt(r->l->c->arena, "%s.title", path), ret))
		return false;
	if (!streq(ret->type, "file"))
		return true;
	loader_bad(r->l, r->s, arena_fmt(r->l->c->arena, "\"%s\"", path), "\"list\": tệp \"%s\" không thể là một cột.", path);
	return false;
}

static size_t n_codes(const struct list *list)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n_items; i++)
		n += i == 0 || !streq(list->item[i].code, list->item[i - 1].code);
	return n;
}

static bool is_choice(const struct screen_item *it)
{
	if (it->to != NULL)
		return it->to->code_scheme != CODE_PERSON;
	return it->list != NULL ? n_codes(it->list) <= CHOICES_MAX : streq(it->type, "boolean");
}

static bool read_filter(const struct reading *r, const char *path, struct screen_item *ret)
{
	if (!read_path(r, path, ret))
		return false;
	if (ret->to != NULL)
		ret->by = arena_fmt(r->l->c->arena, "%s.code", path);
	if (is_choice(ret))
		return true;
	loader_bad(r->l, r->s, arena_fmt(r->l->c->arena, "\"%s\"", path),
	           "\"filters\": \"%s\" phải là mã của danh mục không quá %d mã, có hay không, hoặc tham chiếu không trỏ tới người.", path, CHOICES_MAX);
	return false;
}

static const struct screen_item *read_items(const struct reading *r, const char *member, bool (*read)(const struct reading *, const char *, struct screen_item *),
                                            size_t *ret_n)
{
	const char *const *path = loader_texts(r->l, r->s, r->o, "\"screen\"", member);
	struct screen_item *all = NEW_N(r->l->c->arena, struct screen_item, json_array_size(json_object_get(r->o, member)) + 1);

	*ret_n = 0;
	for (; *path != NULL; path++) {
		if (!read(r, *path, &all[*ret_n]))
			continue;
		for (size_t i = 0; i < *ret_n; i++)
			if (streq(all[i].path, all[*ret_n].path))
				loader_bad(r->l, r->s, "\"screen\"", "\"%s\": \"%s\" có hai lần.", member, *path);
		++*ret_n;
	}
	return all;
}

/* ---- where nothing is said ---- */

static bool is_usual_column(const struct field *f)
{
	return f->media == NULL && f->until == NULL && !f->computed;
}

/* What tells a record first, then what follows in the file. */
static void take_usual_columns(const struct reading *r)
{
	struct screen_item *all = NEW_N(r->l->c->arena, struct screen_item, COLUMNS_USUAL + 1);
	size_t n = 0;

	for (int telling = 1; telling >= 0; telling--)
		for (size_t i = 0; i < r->t->n_fields && n < COLUMNS_USUAL; i++) {
			const struct field *f = &r->t->field[i];
			if (is_usual_column(f) && (f->identity || f->search) == (telling == 1) && read_column(r, f->name, &all[n]))
				n++;
		}
	r->screen->column = all;
	r->screen->n_columns = n;
}

static void take_usual_filters(const struct reading *r)
{
	struct screen_item *all = NEW_N(r->l->c->arena, struct screen_item, FILTERS_USUAL + 1);
	size_t n = 0;

	for (size_t i = 0; i < r->t->n_fields && n < FILTERS_USUAL; i++) {
		const struct field *f = &r->t->field[i];
		if (f->list != NULL && f->until == NULL && n_codes(f->list) <= CHOICES_MAX && read_filter(r, f->name, &all[n]))
			n++;
	}
	r->screen->filter = all;
	r->screen->n_filters = n;
}

/* ---- sections ---- */

/* Own fields by their names, ends with NULL; placed: where they are noted, each once. */
static const struct field *const *read_fields(const struct reading *r, const json_t *o, const char *near, const char *member, bool *placed)
{
	const char *const *name = loader_texts(r->l, r->s, o, near, member);
	const struct field **all = NEW_N(r->l->c->arena, const struct field *, json_array_size(json_object_get(o, member)) + 1);
	size_t n = 0;

	for (; *name != NULL; name++) {
		const struct field *f = field_find(r->t, *name);
		if (f == NULL) {
			loader_bad(r->l, r->s, arena_fmt(r->l->c->arena, "\"%s\"", *name), "\"screen\": loại này không có trường \"%s\".", *name);
			continue;
		}
		if (placed[f->index])
			loader_bad(r->l, r->s, near, "\"%s\": trường \"%s\" có hai lần.", member, *name);
		placed[f->index] = true;
		all[n++] = f;
	}
	return all;
}

static void read_section(const struct reading *r, const json_t *o, bool *placed, struct screen_section *ret)
{
	const char *name = json_string_value(json_object_get(o, "name")), *near = name == NULL ? "\"sections\"" : loader_anchor(r->l, name);

	loader_known(r->l, r->s, o, near, "name|label|fields");
	ret->name = loader_text(r->l, r->s, o, near, "name");
	loader_label(r->l, r->s, o, near, &ret->label.vi, &ret->label.en);
	ret->field = read_fields(r, o, near, "fields", placed);
	for (size_t i = 0; i < r->screen->n_sections && ret->name != NULL; i++)
		if (streq(r->screen->section[i].name, ret->name))
			loader_bad(r->l, r->s, near, "phần \"%s\" có hai lần.", ret->name);
	if (ret->name != NULL && streq(ret->name, other_section))
		loader_bad(r->l, r->s, near, "tên phần \"%s\" dành cho các trường không thuộc phần nào.", ret->name);
	ret->name = ret->name == NULL ? "?" : ret->name;
	r->screen->n_sections++;
}

/* What is in no section comes last, so that a new field is never lost; all of them, where there are no sections. */
static void add_rest(const struct reading *r, const bool *placed, struct screen_section *ret)
{
	const struct field **all = NEW_N(r->l->c->arena, const struct field *, r->t->n_fields + 1);
	size_t n = 0;

	for (size_t i = 0; i < r->t->n_fields; i++)
		if (!placed[i])
			all[n++] = &r->t->field[i];
	if (n == 0)
		return;
	*ret = (struct screen_section){ .name = other_section, .label = { "Thông tin khác", "Other" }, .field = all };
	if (r->screen->n_sections == 0)
		ret->label = (struct words){ "Thông tin", "Information" };
	r->screen->n_sections++;
}

static void read_sections(const struct reading *r)
{
	const json_t *list = json_object_get(r->o, "sections");
	struct screen_section *all = NEW_N(r->l->c->arena, struct screen_section, json_array_size(list) + 2);
	bool *placed = NEW_N(r->l->c->arena, bool, r->t->n_fields + 1);
	size_t i;
	json_t *o;

	if (list != NULL && !json_is_array(list))
		loader_bad(r->l, r->s, "\"sections\"", "\"sections\" phải là danh sách các phần.");
	r->screen->section = all;
	json_array_foreach(list, i, o)
		read_section(r, o, placed, &all[i]);
	add_rest(r, placed, &all[r->screen->n_sections]);
}

/* ---- the grid ---- */

static bool is_cell(const struct field *f)
{
	return f->media == NULL && !f->computed && (f->to == NULL || f->to->code_scheme != CODE_PERSON);
}

static void check_cells(const struct reading *r, const char *member, const struct field *const *field)
{
	for (; *field != NULL; field++)
		if (!is_cell(*field))
			loader_bad(r->l, r->s, "\"grid\"", "\"%s\": trường \"%s\" không gõ vào ô được (tệp, do hệ thống tính, hoặc trỏ tới người).", member, (*field)->name);
}

/* Which of several: only what every record has tells them apart. */
static void check_apart(const struct reading *r, const struct screen_grid *g)
{
	for (const struct field *const *f = g->apart; *f != NULL; f++)
		if (!(*f)->required || (!streq((*f)->type->name, "integer") && ((*f)->list == NULL || n_codes((*f)->list) > CHOICES_MAX)))
			loader_bad(r->l, r->s, "\"apart\"", "\"apart\": trường \"%s\" phải bắt buộc và là số nguyên hoặc mã của danh mục không quá %d mã.", (*f)->name, CHOICES_MAX);
	if (g->of == NULL && (*g->apart != NULL || *g->begins != NULL))
		loader_bad(r->l, r->s, "\"grid\"", "\"apart\" và \"begins\" chỉ dùng khi có \"of\".");
}

static const struct field *read_of(const struct reading *r, const json_t *o)
{
	const char *name = loader_text_or_null(r->l, r->s, o, "\"grid\"", "of");
	const struct field *f = name == NULL ? NULL : field_find(r->t, name);

	if (name != NULL && (f == NULL || f->to == NULL || !f->required))
		loader_bad(r->l, r->s, "\"of\"", "\"of\": \"%s\" phải là một tham chiếu bắt buộc của loại này.", name);
	return f;
}

/* One record chosen, after which the rows are those that lead to it; of others' rows from there on. */
static void read_by(const struct reading *r, const json_t *o, struct screen_grid *g)
{
	const char *path = loader_text_or_null(r->l, r->s, o, "\"grid\"", "by");
	struct screen_item *it = NEW(r->l->c->arena, struct screen_item);

	if (path == NULL || !read_filter(r, path, it))
		return;
	g->by = it;
	if (it->to == NULL || (g->of != NULL && (strncmp(path, g->of->name, strlen(g->of->name)) != 0 || path[strlen(g->of->name)] != '.')))
		loader_bad(r->l, r->s, "\"by\"", "\"by\": \"%s\" phải là một tham chiếu%s.", path, g->of == NULL ? "" : " đi qua tham chiếu của \"of\"");
}

/* What is required and what the list is filtered by; a class first, where every row has one. */
static void take_usual_grid(const struct reading *r, struct screen_grid *g)
{
	const struct field **all = NEW_N(r->l->c->arena, const struct field *, r->t->n_fields + 1);
	size_t n = 0;

	for (size_t i = 0; i < r->t->n_fields; i++) {
		const struct field *f = &r->t->field[i];
		bool filtered = false;
		for (size_t k = 0; k < r->screen->n_filters; k++)
			filtered = filtered || streq(r->screen->filter[k].path, f->name);
		if (is_cell(f) && f->until == NULL && (f->required || filtered))
			all[n++] = f;
	}
	g->column = all;
	for (size_t k = 0; k < r->screen->n_filters && g->by == NULL; k++) {
		const struct screen_item *it = &r->screen->filter[k];
		const struct field *own = field_find(r->t, it->path);
		if (it->to != NULL && (own == NULL || own->required))
			g->by = it;
	}
}

static void read_grid(const struct reading *r)
{
	const json_t *o = json_object_get(r->o, "grid");
	struct screen_grid *g = &r->screen->grid;
	bool *placed = NEW_N(r->l->c->arena, bool, r->t->n_fields + 1);

	if (o != NULL && !json_is_object(o))
		loader_bad(r->l, r->s, "\"grid\"", "\"grid\" phải là một đối tượng JSON { … }.");
	loader_known(r->l, r->s, o, "\"grid\"", "columns|by|of|apart|begins");
	g->column = read_fields(r, o, "\"grid\"", "columns", placed);
	g->apart = read_fields(r, o, "\"grid\"", "apart", placed);
	g->begins = read_fields(r, o, "\"grid\"", "begins", placed);
	check_cells(r, "columns", g->column);
	check_cells(r, "begins", g->begins);
	g->of = read_of(r, o);
	read_by(r, o, g);
	check_apart(r, g);
	if (json_object_get(o, "columns") == NULL)
		take_usual_grid(r, g);
}

/* ---- who is named where it belongs ---- */

/* As it is, or a year as a date of which no more is known. */
static bool is_taken_as(const struct field *from, const struct field *to)
{
	return from->type == to->type || (streq(from->type->name, "integer") && streq(to->type->name, "partial_date"));
}

static void read_set(const struct reading *r, const json_t *o, struct screen_named *ret)
{
	const struct field **field = NEW_N(r->l->c->arena, const struct field *, json_object_size(o) + 1);
	const char **code = NEW_N(r->l->c->arena, const char *, json_object_size(o) + 1), *name;
	size_t n = 0;
	json_t *v;

	ret->set = field;
	ret->code = code;
	json_object_foreach((json_t *)o, name, v) {
		const struct field *f = field_find(r->t, name);
		if (f == NULL || f->list == NULL || !json_is_string(v) || list_find(f->list, json_string_value(v), NULL) == NULL) {
			loader_bad(r->l, r->s, "\"set\"", "\"named\": \"set\": \"%s\" phải là trường mã, với một mã của danh mục.", name);
			continue;
		}
		field[n] = f;
		code[n++] = json_string_value(v);
	}
}

static void read_from(const struct reading *r, const json_t *o, struct screen_named *ret)
{
	const struct field **field = NEW_N(r->l->c->arena, const struct field *, json_object_size(o) + 1);
	const struct field **from = NEW_N(r->l->c->arena, const struct field *, json_object_size(o) + 1);
	bool named = false;
	const char *name;
	size_t n = 0;
	json_t *v;

	ret->field = field;
	ret->from = from;
	json_object_foreach((json_t *)o, name, v) {
		const struct field *f = field_find(r->t, name), *there = json_is_string(v) ? field_find(r->screen->named_in->to, json_string_value(v)) : NULL;
		if (f == NULL || there == NULL || !is_taken_as(there, f)) {
			loader_bad(r->l, r->s, "\"from\"", "\"named\": \"from\": \"%s\" phải là trường của loại này, với một trường cùng kiểu của hồ sơ mà nó thuộc về.", name);
			continue;
		}
		named = named || f == r->t->name_field;
		field[n] = f;
		from[n++] = there;
	}
	if (!named)
		loader_bad(r->l, r->s, "\"from\"", "\"named\": \"from\" phải có tên (\"name_field\").");
}

static void read_named(const struct reading *r)
{
	const json_t *list = json_object_get(r->o, "named"), *o;
	struct screen_named *all = NEW_N(r->l->c->arena, struct screen_named, json_array_size(list) + 1);
	size_t i;

	for (i = 0; list != NULL && i < r->t->n_fields && r->screen->named_in == NULL; i++)
		if (r->t->field[i].required && r->t->field[i].to != NULL && r->t->field[i].to->code_scheme == CODE_PERSON)
			r->screen->named_in = &r->t->field[i];
	r->screen->named = all;
	if (list != NULL && (!json_is_array(list) || r->screen->named_in == NULL)) {
		loader_bad(r->l, r->s, "\"named\"", "\"named\" phải là một danh sách, của loại hồ sơ thuộc về một người.");
		return;
	}
	json_array_foreach(list, i, o) {
		loader_known(r->l, r->s, o, "\"named\"", "set|from");
		read_set(r, json_object_get(o, "set"), &all[i]);
		read_from(r, json_object_get(o, "from"), &all[i]);
		r->screen->n_named++;
	}
}

/* ---- the whole ---- */

static bool is_fed_by(const struct record_type *t, const struct sheet_template *sheet)
{
	for (size_t i = 0; i < sheet->n_records; i++)
		if (sheet->record[i].type == t)
			return true;
	return false;
}

static void read_sheet(const struct reading *r)
{
	const char *name = loader_text_or_null(r->l, r->s, r->o, "\"screen\"", "sheet");

	r->screen->sheet = name == NULL ? NULL : catalog_sheet(r->l->catalog, name);
	if (name != NULL && (r->screen->sheet == NULL || !is_fed_by(r->t, r->screen->sheet)))
		loader_bad(r->l, r->s, "\"sheet\"", "không có mẫu sheets/%s.json, hoặc mẫu ấy không nhập loại hồ sơ này.", name);
}

static void read_title(const struct reading *r)
{
	r->screen->title = (struct words){ r->t->label, r->t->label_en };
	if (json_object_get(r->o, "title") != NULL)
		loader_words(r->l, r->s, r->o, "\"screen\"", "title", &r->screen->title.vi, &r->screen->title.en);
	r->screen->title_of_level = load_level_words(r->l, r->s, r->o, "\"title_of_level\"", "title_of_level");
}

static void read_screen(const struct reading *r)
{
	struct screen *screen = r->screen;
	bool *missing = NEW_N(r->l->c->arena, bool, r->t->n_fields + 1);

	if (r->o != NULL && !json_is_object(r->o))
		loader_bad(r->l, r->s, "\"screen\"", "\"screen\" phải là một đối tượng JSON { … }.");
	loader_known(r->l, r->s, r->o, "\"screen\"", "number|title|title_of_level|list|filters|missing|sections|sheet|grid|named");
	screen->number = loader_text_or_null(r->l, r->s, r->o, "\"screen\"", "number");
	read_title(r);
	screen->column = read_items(r, "list", read_column, &screen->n_columns);
	screen->filter = read_items(r, "filters", read_filter, &screen->n_filters);
	screen->missing = read_fields(r, r->o, "\"missing\"", "missing", missing);
	for (const struct field *const *f = screen->missing; *f != NULL; f++)
		if ((*f)->required)
			loader_bad(r->l, r->s, "\"missing\"", "\"missing\": trường \"%s\" bắt buộc nên không bao giờ thiếu.", (*f)->name);
	read_sheet(r);
	read_named(r);
	read_sections(r);
	if (json_object_get(r->o, "list") == NULL)
		take_usual_columns(r);
	if (json_object_get(r->o, "filters") == NULL)
		take_usual_filters(r);
	read_grid(r);
}

void load_screens(struct loader *l)
{
	struct expr_refs *refs = NEW(l->scratch, struct expr_refs);

	for (size_t i = 0; i < l->catalog->n_types; i++) {
		struct record_type *t = (struct record_type *)&l->catalog->type[i];
		struct screen *screen = NEW(l->c->arena, struct screen);
		*refs = (struct expr_refs){ .catalog = l->catalog, .base = t, .school_year = SCHOOL_YEAR_MIN };
		t->screen = screen;
		read_screen(&(struct reading){ .l = l, .s = &l->record_source[i], .t = t, .o = json_object_get(l->record_source[i].json, "screen"),
		                               .refs = refs, .screen = screen });
	}
}
