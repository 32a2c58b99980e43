/* life.c - which status follows from which event. */
#include "catalog/life.h"

#include "catalog/loader.h"

const struct life *catalog_life(const struct catalog *k, const struct record_type *t)
{
	for (size_t i = 0; i < k->n_lives; i++)
		if (k->life[i].present != NULL && streq(k->life[i].type->name, t->name)) /* NULL: refused, and told */
			return &k->life[i];
	return NULL;
}

const struct life_event *life_event_find(const struct life *l, const char *event)
{
	for (size_t i = 0; i < l->n_events; i++)
		if (streq(l->event[i].event, event))
			return &l->event[i];
	return NULL;
}

const struct life_dated *life_dated_event(const struct life *l, const char *event)
{
	for (size_t i = 0; i < l->n_dated; i++)
		if (streq(l->dated[i].event, event))
			return &l->dated[i];
	return NULL;
}

const struct life_dated *life_dated_field(const struct life *l, const struct field *f)
{
	for (size_t i = 0; i < l->n_dated; i++)
		if (l->dated[i].field == f)
			return &l->dated[i];
	return NULL;
}

const struct life_dated *life_other(const struct life *l, const char *member)
{
	for (size_t i = 0; l != NULL && i < l->n_dated; i++)
		if (l->dated[i].other != NULL && streq(l->dated[i].other, member))
			return &l->dated[i];
	return NULL;
}

static bool is_among(const char *const *list, const char *text)
{
	for (; *list != NULL; list++)
		if (streq(*list, text))
			return true;
	return false;
}

bool life_is_present(const struct life *l, const char *status)
{
	return is_among(l->present, status);
}

bool record_is_present(const struct catalog *k, const struct record_type *t, const char *status)
{
	const struct life *life = catalog_life(k, t);

	return life == NULL ? streq(status, t->initial_status) : life_is_present(life, status);
}

void record_present_sql(struct buf *sql, const struct catalog *k, const struct record_type *t, const char *column)
{
	const struct life *life = catalog_life(k, t);
	const char *const own[] = { t->initial_status, NULL };
	const char *const *first = life == NULL ? own : life->present;

	buf_fmt(sql, "%s IN (", column);
	for (const char *const *p = first; *p != NULL; p++)
		buf_fmt(sql, "%s'%s'", p == first ? "" : ", ", *p);
	buf_char(sql, ')');
}

bool life_begins_as(const struct life *l, const char *status)
{
	for (size_t i = 0; i < l->n_events; i++)
		for (size_t k = 0; k < l->n_terms; k++)
			if (l->event[i].begins && l->event[i].to[k] != NULL && streq(l->event[i].to[k], status))
				return true;
	return false;
}

bool life_starts_from(const struct life_event *e, const char *status)
{
	return is_among(e->from, status);
}

static void check_status(struct loader *l, const struct source *s, const struct life *life, const char *near, const char *status)
{
	if (list_find(life->type->statuses, status, NULL) == NULL)
		loader_bad(l, s, near, "danh mục %s không có mã \"%s\".", life->type->statuses->name, status);
}

static const char *const *read_statuses(struct loader *l, const struct source *s, const json_t *o, const char *near, const char *member,
                                        const struct life *life)
{
	const char *const *all = loader_texts(l, s, o, near, member);

	if (*all == NULL)
		loader_bad(l, s, near, "thiếu \"%s\": danh sách mã trạng thái.", member);
	for (const char *const *p = all; *p != NULL; p++)
		check_status(l, s, life, near, *p);
	return all;
}

/* "1|2|3" */
static const char *term_codes(struct loader *l)
{
	struct buf b = buf_in(l->c->arena);

	for (size_t i = 0; i < calendar_terms(l->catalog); i++)
		buf_fmt(&b, "%s%s", i == 0 ? "" : "|", calendar_term_code(l->catalog, (int)i));
	return buf_text(&b);
}

static void read_to(struct loader *l, const struct source *s, const json_t *o, const char *near, const struct life *life, struct life_event *e)
{
	const char **all = NEW_N(l->c->arena, const char *, life->n_terms);
	const json_t *to = json_object_get(o, "to");

	e->to = all;
	if (life->by_term ? !json_is_object(to) : !json_is_string(to)) {
		loader_bad(l, s, near, life->by_term ? "\"to\" phải là { \"1\": …, \"2\": … } theo học kỳ." : "\"to\" phải là một mã trạng thái.");
		return;
	}
	if (life->by_term)
		loader_known(l, s, to, near, term_codes(l));
	for (size_t i = 0; i < life->n_terms; i++) {
		all[i] = json_string_value(life->by_term ? json_object_get(to, calendar_term_code(l->catalog, (int)i)) : to);
		if (all[i] != NULL)
			check_status(l, s, life, near, all[i]);
	}
}

static void read_event(struct loader *l, const struct source *s, const json_t *o, const struct life *life, struct life_event *e)
{
	const struct field *kind = field_find(life->event_type, "event");
	const char *name = loader_text(l, s, o, "\"events\"", "event");
	const char *near = arena_fmt(l->c->arena, "\"event\": \"%s\"", name == NULL ? "" : name);

	loader_known(l, s, o, near, "event|from|to|begins");
	e->begins = loader_flag(l, s, o, near, "begins");
	e->event = name == NULL ? "?" : name;
	if (name != NULL && (kind == NULL || kind->list == NULL || list_find(kind->list, name, NULL) == NULL))
		loader_bad(l, s, near, "loại hồ sơ %s không có biến động \"%s\".", life->event_type->name, name);
	e->from = read_statuses(l, s, o, near, "from", life);
	if (e->begins && life->type->initial_status != NULL && !life_starts_from(e, life->type->initial_status))
		loader_bad(l, s, near, "\"begins\" cần trạng thái ban đầu trong \"from\".");
	read_to(l, s, o, near, life, e);
}

static void read_copies(struct loader *l, const struct source *s, const json_t *o, struct life *life)
{
	struct life_copy *all = NEW_N(l->c->arena, struct life_copy, json_object_size(o) + 1);
	const char *from;
	json_t *to;

	life->copy = all;
	json_object_foreach((json_t *)o, from, to) {
		const char *name = json_is_string(to) ? json_string_value(to) : "?";
		struct life_copy copy = { field_find(life->event_type, from), field_find(life->type, name) };
		if (copy.from == NULL || copy.to == NULL || copy.from->type != copy.to->type || copy.from->list != copy.to->list)
			loader_bad(l, s, "\"copies\"", "không chép được %s vào %s: cần hai trường cùng kiểu và cùng danh mục.", from, name);
		all[life->n_copies++] = copy;
	}
}

static void read_alike(struct loader *l, const struct source *s, const json_t *o, struct life_dated *d)
{
	const char *alike = json_string_value(json_object_get(o, "alike")), *unless = json_string_value(json_object_get(o, "unless"));
	const struct record_type *to = d->field == NULL ? NULL : d->field->to;

	if (alike == NULL)
		return;
	d->alike = to == NULL || !to->year_bound ? NULL : field_find(to, alike);
	d->unless = to == NULL || unless == NULL ? NULL : field_find(to, unless);
	d->other = arena_fmt(l->c->arena, "other_%s", alike);
	if (d->alike == NULL || (unless != NULL && (d->unless == NULL || d->unless->type->column != COLUMN_BOOLEAN)))
		loader_bad(l, s, "\"alike\"", "\"alike\" và \"unless\" phải là trường của loại hồ sơ theo năm học mà \"field\" chỉ tới; \"unless\" là đúng/sai.");
}

static void read_dated(struct loader *l, const struct source *s, const json_t *list, struct life *life)
{
	const struct field *kind = field_find(life->event_type, "event");
	struct life_dated *all = NEW_N(l->c->arena, struct life_dated, json_array_size(list) + 1);
	size_t i;
	json_t *o;

	life->dated = all;
	json_array_foreach((json_t *)list, i, o) {
		const char *name = loader_text(l, s, o, "\"dated\"", "field"), *event = loader_text(l, s, o, "\"dated\"", "event");
		const char *before = loader_text(l, s, o, "\"dated\"", "before"), *first = json_string_value(json_object_get(o, "first"));
		loader_known(l, s, o, "\"dated\"", "field|event|before|first|alike|unless");
		if (name == NULL || event == NULL || before == NULL)
			continue;
		struct life_dated d = { .field = field_find(life->type, name), .first = first == NULL ? NULL : field_find(life->type, first),
		                        .event = event, .before = field_find(life->event_type, before) };
		read_alike(l, s, o, &d);
		if (d.field == NULL || d.before == NULL || d.field->type != d.before->type || d.field->to_name == NULL || d.before->to_name == NULL ||
		    !streq(d.field->to_name, d.before->to_name) || (first != NULL && d.first == NULL))
			loader_bad(l, s, "\"dated\"", "%s và %s phải là hai trường cùng chỉ tới một loại hồ sơ.", name, before);
		else if (kind == NULL || kind->list == NULL || list_find(kind->list, event, NULL) == NULL || life_event_find(life, event) != NULL)
			loader_bad(l, s, "\"dated\"", "\"%s\" phải là một biến động trong danh mục, và không có trong \"events\".", event);
		else
			all[life->n_dated++] = d;
	}
}

/* What the C code of events relies on. */
static bool check_event_type(struct loader *l, const struct source *s, struct life *life)
{
	static const char *const needed[] = { "event", "event_date", "status_before", "status_after" };

	for (size_t i = 0; life->event_type != NULL && i < COUNT(needed); i++)
		if (field_find(life->event_type, needed[i]) == NULL)
			loader_bad(l, s, "\"event_type\"", "loại hồ sơ %s thiếu trường \"%s\".", life->event_type->name, needed[i]);
	for (size_t i = 0; life->event_type != NULL && i < life->event_type->n_fields; i++)
		if (life->event_type->field[i].to == life->type)
			life->subject = &life->event_type->field[i];
	if (life->type != NULL && life->event_type != NULL && life->subject != NULL)
		return true;
	loader_bad(l, s, NULL, "cần \"type\" và \"event_type\" là hai loại hồ sơ, loại sau có trường chỉ tới loại trước.");
	return false;
}

static void read_life(struct loader *l, const struct source *s, struct life *life)
{
	const json_t *events = json_object_get(s->json, "events");
	struct life_event *all = NEW_N(l->c->arena, struct life_event, json_array_size(events) + 1);
	const char *type = loader_text(l, s, s->json, NULL, "type"), *event_type = loader_text(l, s, s->json, NULL, "event_type");

	loader_known(l, s, s->json, NULL, "type|event_type|by_term|copies|dated|events|present");
	life->type = type == NULL ? NULL : catalog_type(l->catalog, type);
	life->event_type = event_type == NULL ? NULL : catalog_type(l->catalog, event_type);
	life->by_term = loader_flag(l, s, s->json, NULL, "by_term");
	life->n_terms = life->by_term ? calendar_terms(l->catalog) : 1;
	life->event = all;
	if (!check_event_type(l, s, life))
		return;
	if (life->by_term && (!life->type->year_bound || field_find(life->event_type, "term") == NULL || life->n_terms == 0))
		loader_bad(l, s, "\"by_term\"", "\"by_term\" cần loại hồ sơ theo năm học, trường \"term\" ở biến động và danh mục term.");
	for (; life->n_events < json_array_size(events); life->n_events++)
		read_event(l, s, json_array_get(events, life->n_events), life, &all[life->n_events]);
	read_copies(l, s, json_object_get(s->json, "copies"), life);
	read_dated(l, s, json_object_get(s->json, "dated"), life);
	life->present = read_statuses(l, s, s->json, "\"present\"", "present", life);
}

void load_lives(struct loader *l)
{
	const char *const *path;
	size_t n = loader_files(l, "life", ".json", &path);
	struct life *all = NEW_N(l->c->arena, struct life, n + 1);
	struct source s;

	l->catalog->life = all;
	for (size_t i = 0; i < n; i++)
		if (loader_read_json(l, path[i], &s))
			read_life(l, &s, &all[l->catalog->n_lives++]);
}
