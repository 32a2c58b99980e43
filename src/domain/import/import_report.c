/* import_report.c - what an import did, as JSON. */
#include "base/json.h"
#include "base/text.h"
#include "domain/import/import.h"

/* What stood in a file, and what is said of it, comes to screens: a cell that was refused for what it hides hides nothing there. */
static void put_text(struct buf *b, const char *name, const char *text)
{
	json_put_text(b, name, text == NULL ? NULL : text_shown(b->arena, text, strlen(text)));
}

static void put_counts(struct buf *b, const struct import_summary *s)
{
	json_put_int(b, "rows", s->rows);
	json_put_int(b, "created", s->created);
	json_put_int(b, "enrolled", s->enrolled);
	json_put_int(b, "moved", s->moved);
	json_put_int(b, "changed", s->changed);
	json_put_int(b, "unchanged", s->unchanged);
	json_put_int(b, "refused", s->refused);
	json_put_int(b, "repeated", s->repeated);
	json_put_int(b, "classes_created", s->classes_created);
	json_put_int(b, "other_grade", s->other_grade);
	json_put_int(b, "missing", s->missing);
	json_put_int(b, "errors", s->errors);
	json_put_int(b, "warnings", s->warnings);
}

static void put_issues(struct buf *b, const struct import_summary *s)
{
	json_open_list(b, "issues");
	for (size_t i = 0; i < s->n_issues; i++) {
		const struct import_issue *n = &s->issue[i];
		json_open_object(b, NULL);
		put_text(b, "sheet", n->sheet);
		json_put_int(b, "row", n->row);
		put_text(b, "column", n->column);
		put_text(b, "title", n->title);
		put_text(b, "value", n->value);
		put_text(b, "key", n->key);
		put_text(b, "message", n->message);
		json_put_bool(b, "warning", n->warning);
		json_close_object(b);
	}
	json_close_list(b);
}

static void put_causes(struct buf *b, const struct import_summary *s)
{
	struct import_cause *cause;
	size_t n = import_causes(b->arena, s, &cause);

	json_open_list(b, "causes");
	for (size_t i = 0; i < n; i++) {
		json_open_object(b, NULL);
		put_text(b, "key", cause[i].first->key);
		put_text(b, "title", cause[i].first->title);
		put_text(b, "message_sample", cause[i].first->message);
		json_put_bool(b, "warning", cause[i].first->warning);
		json_put_int(b, "count", cause[i].count);
		json_put_int(b, "affected", cause[i].rows);
		json_open_list(b, "rows");
		for (size_t k = 0; k < cause[i].n_places; k++) {
			json_open_object(b, NULL);
			put_text(b, "sheet", cause[i].place[k]->sheet);
			json_put_int(b, "row", cause[i].place[k]->row);
			json_close_object(b);
		}
		json_close_list(b);
		json_close_object(b);
	}
	json_close_list(b);
}

static void put_mapping(struct buf *b, const struct import_summary *s)
{
	json_open_list(b, "mapping");
	for (size_t i = 0; i < s->n_mappings; i++) {
		const struct import_mapping *m = &s->mapping[i];
		json_open_object(b, NULL);
		put_text(b, "sheet", m->sheet);
		put_text(b, "column", m->column);
		put_text(b, "title", m->title);
		put_text(b, "field", m->field);
		put_text(b, "label", m->label);
		put_text(b, "instead", m->instead);
		json_put_bool(b, "ignored", m->ignored);
		json_open_list(b, "samples");
		for (size_t k = 0; k < COUNT(m->sample) && m->sample[k] != NULL; k++)
			put_text(b, NULL, m->sample[k]);
		json_close_list(b);
		json_close_object(b);
	}
	json_close_list(b);
}

static void put_answers(struct buf *b, const struct import_summary *s)
{
	json_open_list(b, "asks");
	for (size_t i = 0; i < s->n_answers; i++) {
		const struct import_answer *a = &s->answer[i];
		json_open_object(b, NULL);
		put_text(b, "name", a->name);
		put_text(b, "label", a->label);
		put_text(b, "value", a->code);
		put_text(b, "text", a->text);
		put_text(b, "from", a->from);
		json_close_object(b);
	}
	json_close_list(b);
}

static void put_changes(struct buf *b, const struct import_summary *s)
{
	json_open_list(b, "changes");
	for (size_t i = 0; i < s->n_changes; i++) {
		const struct import_change *g = &s->change[i];
		json_open_object(b, NULL);
		put_text(b, "sheet", g->sheet);
		json_put_int(b, "row", g->row);
		put_text(b, "code", g->code);
		put_text(b, "name", g->name);
		put_text(b, "field", g->field);
		put_text(b, "label", g->label);
		put_text(b, "before", g->before);
		put_text(b, "after", g->after);
		put_text(b, "kind", g->kind);
		json_close_object(b);
	}
	json_close_list(b);
	json_open_list(b, "missing_entries");
	for (size_t i = 0; i < s->n_missed; i++) {
		json_open_object(b, NULL);
		put_text(b, "class", s->missed[i].class_name);
		put_text(b, "code", s->missed[i].code);
		put_text(b, "name", s->missed[i].name);
		json_close_object(b);
	}
	json_close_list(b);
}

static void put_entries(struct buf *b, const struct import_summary *s)
{
	json_open_list(b, "entries");
	for (size_t i = 0; i < s->n_entries; i++) {
		const struct import_row *e = &s->entry[i];
		json_open_object(b, NULL);
		put_text(b, "sheet", e->sheet);
		json_put_int(b, "row", e->row);
		put_text(b, "class", e->class_name);
		put_text(b, "name", e->name);
		put_text(b, "kind", e->kind);
		json_close_object(b);
	}
	json_close_list(b);
}

void import_put_json(struct buf *b, const struct import_summary *s)
{
	json_open_object(b, NULL);
	put_text(b, "sheet", s->template_name);
	put_text(b, "sheet_label", s->template_label);
	json_put_bool(b, "dry_run", s->dry_run);
	json_put_int(b, "school_year", s->school_year);
	if (s->year_seen == 0)
		json_put_null(b, "year_seen");
	else
		json_put_int(b, "year_seen", s->year_seen);
	json_put_bool(b, "year_doubtful", s->year_doubtful);
	put_text(b, "batch", s->batch);
	json_open_list(b, "classes");
	for (size_t i = 0; i < s->n_classes; i++)
		put_text(b, NULL, s->class_name[i]);
	json_close_list(b);
	put_answers(b, s);
	put_counts(b, s);
	put_causes(b, s);
	put_issues(b, s);
	put_mapping(b, s);
	put_changes(b, s);
	put_entries(b, s);
	json_close_object(b);
}
