/* import_note.c - what is said about rows and cells, in the order people read a file. */
#include "domain/import/import_parts.h"

#include <stdlib.h>

void *import_grow(struct arena *a, void *list, size_t n, size_t *room, size_t size)
{
	void *bigger;

	if (n < *room)
		return list;
	*room = *room == 0 ? 64 : *room * 2;
	bigger = arena_alloc(a, *room * size);
	if (n > 0)
		memcpy(bigger, list, n * size);
	return bigger;
}

bool slots_have(const struct slots *s, size_t slot)
{
	return (s->bit[slot / 64] >> slot % 64 & 1) != 0;
}

void slots_add(struct slots *s, size_t slot)
{
	s->bit[slot / 64] |= UINT64_C(1) << slot % 64;
}

bool slot_is_kept(const struct plan *plan, size_t slot, size_t record)
{
	const struct sheet_column *col = &plan->sheet->column[slot];

	return col->use == USE_FIELD && col->record == record && plan->slot_of[slot] == slot;
}

bool slot_is_of(const struct plan *plan, size_t slot, size_t record)
{
	return slot_is_kept(plan, slot, record) && !plan->sheet->column[slot].identifies;
}

const char *slot_text(const struct entry *p, size_t slot)
{
	return slot == NOWHERE || p->value[slot].kind != VAL_TEXT ? NULL : p->value[slot].s;
}

const char *note_where(struct plan *plan, const struct entry *p)
{
	if (plan->n_pages == 1)
		return arena_fmt(plan->c->arena, "dòng %zu", p->row);
	return arena_fmt(plan->c->arena, "dòng %zu của trang «%s»", p->row, plan->page[p->page].match->sheet_name);
}

/* A row that is decided again, or written, has been told of. */
static size_t *told(struct plan *plan, size_t page, size_t row, size_t column, const char *key)
{
	struct arena *a = plan->c->arena;

	return map_put(a, &plan->told, arena_fmt(a, "%zu %zu %zu %s", page, row, column, key));
}

static void add(struct plan *plan, size_t page, size_t row, size_t column, const char *value, const char *key, const char *message,
                bool warning)
{
	struct arena *a = plan->c->arena;
	const struct match *m = plan->page[page].match;
	struct noted *n;

	size_t *at = told(plan, page, row, column == NOWHERE ? 0 : column + 1, key);
	if (*at != 0 && (plan->since > 0 || plan->writes))
		return;
	*at = 1;
	warning ? plan->sum->warnings++ : plan->sum->errors++;
	if (plan->n_noted == IMPORT_ISSUES_MAX)
		return;
	plan->noted = import_grow(a, plan->noted, plan->n_noted, &plan->noted_room, sizeof *n);
	n = &plan->noted[plan->n_noted];
	*n = (struct noted){ .page = page, .column = column == NOWHERE ? 0 : column + 1, .order = plan->n_noted++ };
	n->issue = (struct import_issue){ .sheet = m->sheet_name, .row = row, .value = value, .key = key, .message = message,
	                                  .warning = warning };
	if (column == NOWHERE)
		return;
	n->issue.column = table_column_name(a, column);
	n->issue.title = column < m->n_columns ? m->column[column].title : NULL;
}

static void add_cell(struct plan *plan, const struct entry *p, size_t slot, const char *value, const char *key, const char *message,
                     bool warning)
{
	size_t column = slot == NOWHERE ? NOWHERE : plan->page[p->page].column[slot];

	if (value == NULL)
		value = slot_text(p, slot);
	add(plan, p->page, p->row, column, value == NULL ? NULL : arena_strdup(plan->c->arena, value), key, message, warning);
}

void note_error(struct plan *plan, struct entry *p, size_t slot, const char *value, const char *key, const char *fmt, ...)
{
	va_list ap;

	p->fate = FATE_REFUSED;
	if (slot != NOWHERE && slots_have(&p->bad, slot))
		return; /* one cell, one error */
	if (slot != NOWHERE)
		slots_add(&p->bad, slot);
	va_start(ap, fmt);
	add_cell(plan, p, slot, value, key, arena_vfmt(plan->c->arena, fmt, ap), false);
	va_end(ap);
}

void note_warning(struct plan *plan, const struct entry *p, size_t slot, const char *value, const char *key, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_cell(plan, p, slot, value, key, arena_vfmt(plan->c->arena, fmt, ap), true);
	va_end(ap);
}

void note_page(struct plan *plan, const struct page *page, const char *key, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(plan, (size_t)(page - plan->page), page->match->header_last, NOWHERE, NULL, key, arena_vfmt(plan->c->arena, fmt, ap), false);
	va_end(ap);
}

void note_page_warning(struct plan *plan, const struct page *page, const char *key, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(plan, (size_t)(page - plan->page), page->match->header_first, NOWHERE, NULL, key, arena_vfmt(plan->c->arena, fmt, ap), true);
	va_end(ap);
}

void note_take_back(struct plan *plan, const struct entry *p, const char *key)
{
	for (size_t i = 0; i < plan->n_noted; i++) {
		const struct noted *n = &plan->noted[i];
		if (n->page != p->page || n->issue.row != p->row || !streq(n->issue.key, key))
			continue;
		plan->sum->warnings -= n->issue.warning;
		*told(plan, n->page, n->issue.row, n->column, key) = 0;
		memmove(&plan->noted[i], &plan->noted[i + 1], (--plan->n_noted - i) * sizeof *n);
		return;
	}
}

void note_rows(struct plan *plan, size_t n)
{
	if (plan->n_noted > 0 && plan->n_noted < IMPORT_ISSUES_MAX) /* else it may not have been kept */
		plan->noted[plan->n_noted - 1].issue.rows = n;
}

static int by_place(const void *a, const void *b)
{
	const struct noted *x = a, *y = b;
	const size_t d[][2] = { { x->page, y->page }, { x->issue.row, y->issue.row }, { x->column, y->column }, { x->order, y->order } };

	for (size_t i = 0; i < COUNT(d); i++)
		if (d[i][0] != d[i][1])
			return d[i][0] < d[i][1] ? -1 : 1;
	return 0;
}

void note_finish(struct plan *plan)
{
	struct import_summary *sum = plan->sum;

	if (plan->n_noted > 0)
		qsort(plan->noted, plan->n_noted, sizeof *plan->noted, by_place);
	sum->issue = NEW_N(plan->c->arena, struct import_issue, plan->n_noted);
	sum->n_issues = plan->n_noted;
	for (size_t i = 0; i < plan->n_noted; i++)
		sum->issue[i] = plan->noted[i].issue;
}

bool import_cancelled(struct plan *plan)
{
	if (plan->o->cancel == NULL || !atomic_load(plan->o->cancel))
		return false;
	return !fail(plan->c, ERR_CONFLICT, "import.cancelled", "%s",
	             plan->o->dry_run ? "Việc nạp thử đã được dừng theo yêu cầu; chưa có gì được ghi." :
	             "Việc nhập tệp đã được dừng theo yêu cầu; các dòng ghi trước đó vẫn còn. Hãy nhập lại cùng tệp này để làm tiếp.");
}
