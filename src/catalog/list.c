/* list.c - code lists from TSV. */
#include <stdlib.h>

#include "base/secret.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"
#include "base/tsv.h"
#include "catalog/loader.h"

/* A file's header line says which of these it has, and where. */
enum { CODE, NAME, NAME_EN, VALID_FROM, VALID_TO, LEVELS, ALIASES, PARENT, NEXT, ENDS, COLUMNS };
static const char *const column_names[COLUMNS] = {
	"code", "name", "name_en", "valid_from", "valid_to", "levels", "aliases", "parent", "next", "ends",
};

static bool valid_on(const struct list_item *it, const char *date)
{
	return (it->valid_from == NULL || strcmp(it->valid_from, date) <= 0) &&
	       (it->valid_to == NULL || strcmp(date, it->valid_to) < 0);
}

const struct list_item *list_find(const struct list *list, const char *code, const char *date)
{
	const struct list_item *found = NULL;

	for (size_t i = lower_bound(list->item, list->n_items, sizeof *list->item, code); i < list->n_items && streq(list->item[i].code, code); i++)
		if (date == NULL || valid_on(&list->item[i], date))
			found = &list->item[i];
	return found;
}

const struct list_item *list_find_number(struct arena *a, const struct list *list, const char *text)
{
	size_t width = list->n_items == 0 ? 0 : strlen(list->item[0].code), n = strlen(text);
	const struct list_item *it = list_find(list, text, NULL);

	if (it != NULL || n >= width || strspn(text, "0123456789") != n)
		return it;
	return list_find(list, arena_fmt(a, "%.*s%s", (int)(width - n), "00000000", text), NULL);
}

bool list_means(const struct list *list, const char *code, const char *from, const char *to)
{
	for (size_t i = lower_bound(list->item, list->n_items, sizeof *list->item, code); i < list->n_items && streq(list->item[i].code, code); i++) {
		const struct list_item *it = &list->item[i];
		if ((it->valid_from == NULL || strcmp(it->valid_from, to) < 0) && (it->valid_to == NULL || strcmp(it->valid_to, from) > 0))
			return true;
	}
	return false;
}

static void note_dates(struct list *list)
{
	for (size_t i = 0; i < list->n_items; i++)
		list->dated = list->dated || list->item[i].valid_from != NULL || list->item[i].valid_to != NULL;
}

const struct list_item *list_find_name(const struct list *list, const char *folded)
{
	const struct list_item *found = NULL;

	for (size_t i = 0; i < list->n_items; i++)
		for (const char *const *p = list->item[i].folded; *p != NULL; p++) {
			if (!streq(*p, folded))
				continue;
			if (found != NULL && !streq(found->code, list->item[i].code))
				return NULL;
			found = &list->item[i];
		}
	return found;
}

bool list_item_has_level(const struct list_item *it, const char *level)
{
	const char *at = it->levels == NULL ? NULL : strstr(it->levels, level);

	return at != NULL && strlen(level) == 2;
}

static int by_code(const void *a, const void *b)
{
	const struct list_item *x = a, *y = b;
	int d = strcmp(x->code, y->code);

	if (d != 0)
		return d;
	return strcmp(x->valid_from == NULL ? "" : x->valid_from, y->valid_from == NULL ? "" : y->valid_from);
}

/* Folding needs room of its own, many times what is kept. */
static const char *folded_name(struct arena *a, struct arena *scratch, const char *name)
{
	return arena_strdup(a, text_fold(scratch, name));
}

static void read_names(struct arena *a, struct arena *scratch, struct list_item *it, char *aliases)
{
	static const char *const none[] = { NULL };
	size_t n = *aliases == '\0' ? 0 : 1;
	const char **alias, **folded;

	for (const char *p = aliases; *p != '\0'; p++)
		n += *p == '|';
	folded = NEW_N(a, const char *, n + 2);
	folded[0] = folded_name(a, scratch, it->name);
	it->folded = folded;
	it->alias = none;
	if (n == 0)
		return;
	it->alias = alias = NEW_N(a, const char *, n + 1);
	n = 0;
	for (char *save = NULL, *p = strtok_r(aliases, "|", &save); p != NULL; p = strtok_r(NULL, "|", &save)) {
		alias[n] = p;
		folded[++n] = folded_name(a, scratch, p);
	}
}

static const char *or_null(const char *s)
{
	return s == NULL || *s == '\0' ? NULL : s;
}

struct layout {
	int at[COLUMNS]; /* index of a cell, -1: not there */
};

static void read_header(const struct tsv *t, struct layout *where)
{
	for (int k = 0; k < COLUMNS; k++) {
		where->at[k] = -1;
		for (size_t i = 0; i < t->n && i < TSV_CELLS_MAX; i++)
			if (streq(t->cell[i], column_names[k]))
				where->at[k] = (int)i;
	}
}

static bool read_line(struct loader *l, const struct source *s, const struct tsv *t, const struct layout *where, struct list_item *it)
{
	const char *part[COLUMNS];
	struct date d;

	for (int k = 0; k < COLUMNS; k++)
		part[k] = where->at[k] >= 0 && where->at[k] < (int)t->n ? t->cell[where->at[k]] : NULL;
	if (or_null(part[CODE]) == NULL || or_null(part[NAME]) == NULL) {
		problem_add(l->c, &l->problems, s->path, "catalog.invalid", "%s:%zu: cần ít nhất mã và tên, cách nhau bằng tab.", s->path, t->line);
		return false;
	}
	for (int k = VALID_FROM; k <= VALID_TO; k++)
		if (or_null(part[k]) != NULL && !date_parse(part[k], &d))
			problem_add(l->c, &l->problems, s->path, "catalog.invalid", "%s:%zu: \"%s\" không phải ngày yyyy-mm-dd.", s->path, t->line, part[k]);
	*it = (struct list_item){ .code = part[CODE], .name = part[NAME], .name_en = or_null(part[NAME_EN]), .parent = or_null(part[PARENT]),
	                          .valid_from = or_null(part[VALID_FROM]), .valid_to = or_null(part[VALID_TO]), .levels = or_null(part[LEVELS]),
	                          .next = or_null(part[NEXT]), .ends = or_null(part[ENDS]) };
	read_names(l->c->arena, l->scratch, it, arena_strdup(l->c->arena, part[ALIASES] == NULL ? "" : part[ALIASES]));
	return true;
}

/* "# Vietnamese title | English title | official name" */
static void read_title(struct loader *l, struct list *list, const char *title)
{
	char *line = arena_strdup(l->c->arena, title);
	char *en = strchr(line, '|'), *official = en == NULL ? NULL : strchr(en + 1, '|');

	if (official != NULL)
		*official++ = '\0';
	if (en != NULL)
		*en++ = '\0';
	list->label = text_clean(l->c->arena, line, strlen(line));
	list->label_en = en == NULL ? list->label : text_clean(l->c->arena, en, strlen(en));
	list->official = official == NULL ? NULL : text_clean(l->c->arena, official, strlen(official));
}

static void check_order(struct loader *l, const struct source *s, const struct list *list)
{
	for (size_t i = 1; i < list->n_items; i++) {
		const struct list_item *a = &list->item[i - 1], *b = &list->item[i];
		if (streq(a->code, b->code) && (a->valid_to == NULL || b->valid_from == NULL || strcmp(a->valid_to, b->valid_from) > 0))
			loader_bad(l, s, arena_fmt(l->c->arena, "\n%s\t", b->code), "mã \"%s\" có hai dòng cùng hiệu lực.", b->code);
	}
}

static void check_next(struct loader *l, const struct source *s, const struct list *list)
{
	for (size_t i = 0; i < list->n_items; i++) {
		const struct list_item *it = &list->item[i];
		if (it->next != NULL && list_find(list, it->next, NULL) == NULL)
			loader_bad(l, s, arena_fmt(l->c->arena, "\n%s\t", it->code), "mã \"%s\" có next \"%s\" không có trong danh mục.", it->code, it->next);
	}
}

/* Further items from a file; its first title is the list's. */
static void read_file(struct loader *l, const char *path, struct list *list)
{
	struct source s;
	struct layout where = { .at = { 0 } };
	struct tsv t;
	const bool titled = list->n_items > 0;

	if (!loader_read(l, path, &s))
		return;
	struct list_item *item = NEW_N(l->c->arena, struct list_item, list->n_items + tsv_lines_max(s.text));
	if (list->n_items > 0)
		memcpy(item, list->item, list->n_items * sizeof *item);
	list->item = item;
	tsv_begin(l->c->arena, &t, s.text);
	if (tsv_line(&t))
		read_header(&t, &where);
	while (tsv_line(&t))
		list->n_items += read_line(l, &s, &t, &where, &item[list->n_items]);
	if (!titled && t.title != NULL)
		read_title(l, list, t.title);
	qsort(item, list->n_items, sizeof *item, by_code);
	note_dates(list);
	check_order(l, &s, list);
	check_next(l, &s, list);
}

static void load_list(struct loader *l, const char *path, const char *name, struct list *list)
{
	*list = (struct list){ .name = name, .label = name, .label_en = name };
	read_file(l, path, list);
}

/* Places are lists too; the files hold many, so the lists are named after one. */
static const struct {
	const char *path, *earlier, *name;
} places[] = {
	{ "places/provinces.tsv", NULL, "province" },
	{ "places/districts.tsv", "places/earlier/districts.tsv", "district" },
	{ "places/communes.tsv", "places/earlier/communes.tsv", "commune" },
};

bool list_is_place(const struct list *list)
{
	for (size_t i = 0; i < COUNT(places); i++)
		if (streq(places[i].name, list->name))
			return true;
	return false;
}

void load_lists(struct loader *l)
{
	const char *const *path;
	size_t n = loader_files(l, "lists", ".tsv", &path);
	struct list *all = NEW_N(l->c->arena, struct list, n + COUNT(places));

	for (size_t i = 0; i < n; i++) {
		const char *name = strrchr(path[i], '/') + 1;
		load_list(l, path[i], arena_strndup(l->c->arena, name, strlen(name) - strlen(".tsv")), &all[l->catalog->n_lists++]);
	}
	for (size_t i = 0; i < COUNT(places) && loader_has(l, places[i].path); i++) {
		struct list *list = &all[l->catalog->n_lists++];
		load_list(l, places[i].path, places[i].name, list);
		if (places[i].earlier != NULL && loader_has(l, places[i].earlier))
			read_file(l, places[i].earlier, list);
	}
	l->catalog->list = all;
}

/* The digest of former lists and one more. */
static const char *digest_with(struct arena *a, const char *former, const struct list *l)
{
	struct arena *scratch = arena_new();
	struct buf b = buf_in(scratch);

	buf_json_text(&b, former);
	buf_json_text(&b, l->name);
	for (size_t i = 0; i < l->n_items; i++) {
		const struct list_item *it = &l->item[i];
		for (const char *const *p = (const char *const[]){ it->code, it->name, it->parent, it->valid_from, it->valid_to }, *const *end = p + 5; p < end; p++)
			buf_json_text(&b, *p);
	}
	const char *digest = secret_digest(a, b.data, b.len);
	arena_free(scratch);
	return digest;
}

void catalog_replace_list(struct arena *a, struct catalog *k, const char *name, struct list_item *item, size_t n)
{
	struct list *list = (struct list *)catalog_list(k, name);

	if (list == NULL)
		return;
	struct arena *scratch = arena_new();
	for (size_t i = 0; i < n; i++)
		read_names(a, scratch, &item[i], arena_strdup(a, ""));
	arena_free(scratch);
	qsort(item, n, sizeof *item, by_code);
	list->item = item;
	list->n_items = n;
	note_dates(list);
	k->replaced = digest_with(a, k->replaced, list);
}
