/* mapping.c - mapping tables from TSV, and both ways through them. */
#include "catalog/mapping.h"

#include <stdlib.h>

#include "base/tsv.h"
#include "catalog/loader.h"

enum { CODE, THEIRS, THEIR_NAME, WAY, COLUMNS };
static const char *const header[COLUMNS] = { "code", "theirs", "their_name", "way" };

static void bad_line(struct loader *l, const struct source *s, int line, const char *why)
{
	problem_add(l->c, &l->problems, s->path, "catalog.invalid", "%s:%d: %s", s->path, line, why);
}

static bool read_row(struct loader *l, const struct source *s, const struct list *list, const struct tsv *t, struct mapping_row *r)
{
	const char *const *cell = t->cell;
	const size_t n = t->n;
	const char *way = n > WAY ? cell[WAY] : "";

	if (n < THEIR_NAME || *cell[CODE] == '\0' || *cell[THEIRS] == '\0') {
		bad_line(l, s, r->line, "cần mã của ta và mã của họ, cách nhau bằng tab.");
		return false;
	}
	r->code = cell[CODE];
	r->theirs = cell[THEIRS];
	r->their_name = n > THEIR_NAME && *cell[THEIR_NAME] != '\0' ? cell[THEIR_NAME] : NULL;
	r->in = *way == '\0' || streq(way, "in");
	r->out = *way == '\0' || streq(way, "out");
	if (!r->in && !r->out)
		bad_line(l, s, r->line, arena_fmt(l->c->arena, "chiều \"%s\" phải là in, out hoặc để trống (cả hai).", way));
	if (list_find(list, r->code, NULL) == NULL)
		bad_line(l, s, r->line, arena_fmt(l->c->arena, "danh mục %s không có mã \"%s\".", list->name, r->code));
	return true;
}

static int by_question(const void *a, const void *b)
{
	const struct mapping_answer *x = a, *y = b;
	int d = strcmp(x->question, y->question);

	return d != 0 ? d : x->line - y->line;
}

/* One direction: sorted, and no two answers to one question. */
static struct mapping_way index_rows(struct loader *l, const struct source *s, const struct mapping *m, bool out)
{
	struct mapping_answer *all = NEW_N(l->c->arena, struct mapping_answer, m->n_rows + 1);
	size_t n = 0;

	for (size_t i = 0; i < m->n_rows; i++) {
		const struct mapping_row *r = &m->row[i];
		if (out ? r->out : r->in)
			all[n++] = (struct mapping_answer){ out ? r->code : r->theirs, out ? r->theirs : r->code, r->line };
	}
	qsort(all, n, sizeof *all, by_question);
	for (size_t i = 1; i < n; i++)
		if (streq(all[i].question, all[i - 1].question))
			bad_line(l, s, all[i].line, arena_fmt(l->c->arena, "mã %s \"%s\" đã có ở dòng %d; ghi \"%s\" ở cột way của dòng không dùng cho chiều này.",
			                                      out ? "của ta" : "của họ", all[i].question, all[i - 1].line, out ? "in" : "out"));
	return (struct mapping_way){ all, n };
}

static bool is_header(const struct tsv *t)
{
	bool same = t->n == COLUMNS;

	for (size_t i = 0; same && i < COLUMNS; i++)
		same = streq(t->cell[i], header[i]);
	return same;
}

static void read_rows(struct loader *l, const struct source *s, struct mapping *m)
{
	struct mapping_row *row = NEW_N(l->c->arena, struct mapping_row, tsv_lines_max(s->text));
	struct tsv t;

	m->row = row;
	tsv_begin(l->c->arena, &t, s->text);
	if (tsv_line(&t) && !is_header(&t))
		bad_line(l, s, (int)t.line, "dòng tiêu đề phải là: code, theirs, their_name, way, cách nhau bằng tab.");
	while (tsv_line(&t)) {
		row[m->n_rows].line = (int)t.line;
		m->n_rows += read_row(l, s, m->list, &t, &row[m->n_rows]);
	}
	m->out = index_rows(l, s, m, true);
	m->in = index_rows(l, s, m, false);
}

static void load_source(struct loader *l, const char *folder, struct mapping *all, size_t room)
{
	const char *const *path;
	const size_t n = loader_files(l, folder, ".tsv", &path);
	struct source s;

	for (size_t i = 0; i < n && l->catalog->n_mappings < room; i++) {
		const char *name = strrchr(path[i], '/') + 1;
		struct mapping *m = &all[l->catalog->n_mappings];
		if (!loader_read(l, path[i], &s))
			continue;
		*m = (struct mapping){ .source = strchr(folder, '/') + 1 };
		m->list = catalog_list(l->catalog, arena_strndup(l->c->arena, name, strlen(name) - strlen(".tsv")));
		if (m->list == NULL) {
			bad_line(l, &s, 1, arena_fmt(l->c->arena, "không có danh mục lists/%s.", name));
			continue;
		}
		read_rows(l, &s, m);
		l->catalog->n_mappings++;
	}
}

void load_mappings(struct loader *l)
{
	enum { MAPPINGS_MAX = 1000 };
	const char *const *folder;
	const size_t n = loader_files(l, "mappings", "", &folder);
	struct mapping *all = NEW_N(l->c->arena, struct mapping, n == 0 ? 1 : MAPPINGS_MAX);

	l->catalog->mapping = all;
	for (size_t i = 0; i < n; i++)
		if (strchr(folder[i], '.') == NULL)
			load_source(l, folder[i], all, MAPPINGS_MAX);
}

const struct mapping *catalog_mapping(const struct catalog *k, const char *source, const char *list)
{
	for (size_t i = 0; i < k->n_mappings; i++)
		if (streq(k->mapping[i].source, source) && streq(k->mapping[i].list->name, list))
			return &k->mapping[i];
	return NULL;
}

static const char *answer(const struct mapping_way *w, const char *question)
{
	const size_t at = lower_bound(w->answer, w->n, sizeof *w->answer, question);

	return at < w->n && streq(w->answer[at].question, question) ? w->answer[at].answer : NULL;
}

const char *mapping_theirs(const struct mapping *m, const char *code)
{
	return answer(&m->out, code);
}

const char *mapping_ours(const struct mapping *m, const char *theirs)
{
	return answer(&m->in, theirs);
}
