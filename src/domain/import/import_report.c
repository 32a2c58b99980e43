/* import_report.c - what an import did, as JSON. */
#include "base/text.h"
#include "domain/import/import.h"

/* What stood in a file, and what is said of it, comes to screens: a cell that was refused for what it hides hides nothing there. */
static void put_shown(struct buf *b, const char *text)
{
	buf_json_text(b, text == NULL ? NULL : text_shown(b->arena, text, strlen(text)));
}

static void put_text(struct buf *b, const char *name, const char *text)
{
	buf_fmt(b, "\"%s\":", name);
	put_shown(b, text);
	buf_char(b, ',');
}

static void put_count(struct buf *b, const char *name, size_t n)
{
	buf_fmt(b, "\"%s\":%zu,", name, n);
}

/* The comma after the last member or element becomes the end. */
static void put_end(struct buf *b, char end)
{
	if (b->data[b->len - 1] == ',')
		b->data[b->len - 1] = end;
	else
		buf_char(b, end);
}

static void put_counts(struct buf *b, const struct import_summary *s)
{
	put_count(b, "rows", s->rows);
	put_count(b, "created", s->created);
	put_count(b, "enrolled", s->enrolled);
	put_count(b, "moved", s->moved);
	put_count(b, "changed", s->changed);
	put_count(b, "unchanged", s->unchanged);
	put_count(b, "refused", s->refused);
	put_count(b, "classes_created", s->classes_created);
	put_count(b, "other_grade", s->other_grade);
	put_count(b, "missing", s->missing);
	put_count(b, "errors", s->errors);
	put_count(b, "warnings", s->warnings);
}

static void put_issues(struct buf *b, const struct import_summary *s)
{
	buf_put(b, "\"issues\":[");
	for (size_t i = 0; i < s->n_issues; i++) {
		const struct import_issue *n = &s->issue[i];
		buf_char(b, '{');
		put_text(b, "sheet", n->sheet);
		put_count(b, "row", n->row);
		put_text(b, "column", n->column);
		put_text(b, "title", n->title);
		put_text(b, "value", n->value);
		put_text(b, "key", n->key);
		put_text(b, "message", n->message);
		buf_fmt(b, "\"warning\":%s},", n->warning ? "true" : "false");
	}
	put_end(b, ']');
	buf_char(b, ',');
}

static void put_causes(struct buf *b, const struct import_summary *s)
{
	struct import_cause *cause;
	size_t n = import_causes(b->arena, s, &cause);

	buf_put(b, "\"causes\":[");
	for (size_t i = 0; i < n; i++) {
		buf_char(b, '{');
		put_text(b, "key", cause[i].first->key);
		put_text(b, "title", cause[i].first->title);
		put_text(b, "message_sample", cause[i].first->message);
		buf_fmt(b, "\"warning\":%s,", cause[i].first->warning ? "true" : "false");
		put_count(b, "count", cause[i].count);
		put_count(b, "affected", cause[i].rows);
		buf_put(b, "\"rows\":[");
		for (size_t k = 0; k < cause[i].n_places; k++) {
			buf_char(b, '{');
			put_text(b, "sheet", cause[i].place[k]->sheet);
			put_count(b, "row", cause[i].place[k]->row);
			put_end(b, '}');
			buf_char(b, ',');
		}
		put_end(b, ']');
		buf_put(b, "},");
	}
	put_end(b, ']');
	buf_char(b, ',');
}

static void put_mapping(struct buf *b, const struct import_summary *s)
{
	buf_put(b, "\"mapping\":[");
	for (size_t i = 0; i < s->n_mappings; i++) {
		const struct import_mapping *m = &s->mapping[i];
		buf_char(b, '{');
		put_text(b, "sheet", m->sheet);
		put_text(b, "column", m->column);
		put_text(b, "title", m->title);
		put_text(b, "field", m->field);
		put_text(b, "label", m->label);
		buf_put(b, "\"samples\":[");
		for (size_t k = 0; k < COUNT(m->sample) && m->sample[k] != NULL; k++) {
			put_shown(b, m->sample[k]);
			buf_char(b, ',');
		}
		put_end(b, ']');
		buf_char(b, '}');
		buf_char(b, ',');
	}
	put_end(b, ']');
	buf_char(b, ',');
}

static void put_answers(struct buf *b, const struct import_summary *s)
{
	buf_put(b, "\"asks\":[");
	for (size_t i = 0; i < s->n_answers; i++) {
		const struct import_answer *a = &s->answer[i];
		buf_char(b, '{');
		put_text(b, "name", a->name);
		put_text(b, "label", a->label);
		put_text(b, "value", a->code);
		put_text(b, "text", a->text);
		put_text(b, "from", a->from);
		put_end(b, '}');
		buf_char(b, ',');
	}
	put_end(b, ']');
	buf_char(b, ',');
}

static void put_changes(struct buf *b, const struct import_summary *s)
{
	buf_put(b, "\"changes\":[");
	for (size_t i = 0; i < s->n_changes; i++) {
		const struct import_change *g = &s->change[i];
		buf_char(b, '{');
		put_text(b, "sheet", g->sheet);
		put_count(b, "row", g->row);
		put_text(b, "code", g->code);
		put_text(b, "name", g->name);
		put_text(b, "field", g->field);
		put_text(b, "label", g->label);
		put_text(b, "before", g->before);
		put_text(b, "after", g->after);
		put_end(b, '}');
		buf_char(b, ',');
	}
	put_end(b, ']');
	buf_put(b, ",\"missing_entries\":[");
	for (size_t i = 0; i < s->n_missed; i++) {
		buf_char(b, '{');
		put_text(b, "class", s->missed[i].class_name);
		put_text(b, "code", s->missed[i].code);
		put_text(b, "name", s->missed[i].name);
		put_end(b, '}');
		buf_char(b, ',');
	}
	put_end(b, ']');
}

void import_put_json(struct buf *b, const struct import_summary *s)
{
	buf_char(b, '{');
	put_text(b, "sheet", s->template_name);
	put_text(b, "sheet_label", s->template_label);
	buf_fmt(b, "\"dry_run\":%s,\"school_year\":%d,\"year_seen\":", s->dry_run ? "true" : "false", s->school_year);
	buf_put(b, s->year_seen == 0 ? "null" : arena_fmt(b->arena, "%d", s->year_seen));
	buf_fmt(b, ",\"year_doubtful\":%s,", s->year_doubtful ? "true" : "false");
	put_text(b, "batch", s->batch);
	put_answers(b, s);
	put_counts(b, s);
	put_causes(b, s);
	put_issues(b, s);
	put_mapping(b, s);
	put_changes(b, s);
	buf_char(b, '}');
}
