/* import_note.c - what is said about rows and cells, in the order people read a file. */
#include "base/time.h"
#include "domain/import/import_plan.h"

#include <stdlib.h>

bool slots_have(const struct slots *s, size_t slot)
{
	return (s->bit[slot / 64] >> slot % 64 & 1) != 0;
}

void slots_add(struct slots *s, size_t slot)
{
	s->bit[slot / 64] |= UINT64_C(1) << slot % 64;
}

bool slot_is_of(const struct plan *plan, size_t slot, size_t record)
{
	const struct sheet_column *col = &plan->sheet->column[slot];

	return col->use == USE_FIELD && col->record == record && plan->slot_of[slot] == slot && !col->identifies;
}

const char *slot_text(const struct entry *p, size_t slot)
{
	return slot == NOWHERE || slot_value(p, slot)->kind != VAL_TEXT ? NULL : slot_value(p, slot)->s;
}

const struct val *slot_value(const struct entry *p, size_t slot)
{
	static const struct val null = { .kind = VAL_NULL };

	return p->place[slot] == NO_PLACE ? &null : &p->value[p->place[slot]];
}

static size_t count_places(const struct plan *plan, const struct entry *p)
{
	size_t n = 0;

	for (size_t i = 0; i < plan->sheet->n_columns; i++)
		n += p->place[i] != NO_PLACE;
	return n;
}

static void make_place(struct plan *plan, struct entry *p, size_t slot)
{
	const size_t n = count_places(plan, p);
	uint8_t *place = NEW_N(plan->c->arena, uint8_t, plan->sheet->n_columns);
	struct val *value = NEW_N(plan->c->arena, struct val, n + 1);

	memcpy(place, p->place, plan->sheet->n_columns);
	memcpy(value, p->value, n * sizeof *value);
	place[slot] = (uint8_t)n;
	p->place = place;
	p->value = value;
}

void slot_set(struct plan *plan, struct entry *p, size_t slot, struct val v)
{
	if (p->place[slot] == NO_PLACE && v.kind == VAL_NULL)
		return;
	if (p->place[slot] == NO_PLACE)
		make_place(plan, p, slot);
	p->value[p->place[slot]] = v;
}

const char *note_where(struct plan *plan, const struct entry *p)
{
	if (plan->rows.n_pages == 1)
		return arena_fmt(plan->c->arena, "dòng %zu", p->row);
	return arena_fmt(plan->c->arena, "dòng %zu của trang «%s»", p->row, plan->rows.page[p->page].match->sheet_name);
}

/* A row that is decided again, or written, has been told of. */
static size_t *told(struct plan *plan, size_t page, size_t row, size_t column, const char *key)
{
	struct arena *a = plan->c->arena;

	return map_put(a, &plan->notes.told, arena_fmt(a, "%zu %zu %zu %s", page, row, column, key));
}

static void add(struct plan *plan, size_t page, size_t row, size_t column, const char *value, const char *key, const char *message,
                bool warning)
{
	struct arena *a = plan->c->arena;
	const struct match *m = plan->rows.page[page].match;
	struct noted *n;

	size_t *at = told(plan, page, row, column == NOWHERE ? 0 : column + 1, key);
	if (*at != 0 && (plan->known.since > 0 || plan->notes.writes))
		return;
	*at = 1;
	warning ? plan->sum->warnings++ : plan->sum->errors++;
	if (plan->notes.n == IMPORT_ISSUES_MAX)
		return;
	plan->notes.item = arena_grow(a, plan->notes.item, plan->notes.n, &plan->notes.room, sizeof *n);
	n = &plan->notes.item[plan->notes.n];
	*n = (struct noted){ .page = page, .column = column == NOWHERE ? 0 : column + 1, .order = plan->notes.n++ };
	n->issue = (struct import_issue){ .sheet = m->sheet_name, .row = row, .value = value, .key = key, .message = message,
	                                  .warning = warning, .of_sheet = column == NOWHERE && row == m->header_last };
	if (column == NOWHERE)
		return;
	n->issue.column = table_column_name(a, column);
	n->issue.title = column < m->n_columns ? m->column[column].title : NULL;
}

static void add_cell(struct plan *plan, const struct entry *p, size_t slot, const char *value, const char *key, const char *message,
                     bool warning)
{
	size_t column = slot == NOWHERE ? NOWHERE : plan->rows.page[p->page].column[slot];

	if (value == NULL)
		value = date_words(plan->c->arena, slot_text(p, slot));
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

void note_cell_warning(struct plan *plan, const struct page *page, size_t row, size_t column, const char *value, const char *key, const char *fmt, ...)
{
	struct arena *a = plan->c->arena;
	va_list ap;

	va_start(ap, fmt);
	add(plan, (size_t)(page - plan->rows.page), row, column, value == NULL ? NULL : arena_strdup(a, value), key, arena_vfmt(a, fmt, ap), true);
	va_end(ap);
}

void note_page(struct plan *plan, const struct page *page, const char *key, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(plan, (size_t)(page - plan->rows.page), page->match->header_last, NOWHERE, NULL, key, arena_vfmt(plan->c->arena, fmt, ap), false);
	va_end(ap);
}

void note_page_warning(struct plan *plan, const struct page *page, const char *key, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(plan, (size_t)(page - plan->rows.page), page->match->header_first, NOWHERE, NULL, key, arena_vfmt(plan->c->arena, fmt, ap), true);
	va_end(ap);
}

bool note_take_back(struct plan *plan, const struct entry *p, const char *key)
{
	for (size_t i = 0; i < plan->notes.n; i++) {
		const struct noted *n = &plan->notes.item[i];
		if (n->page != p->page || n->issue.row != p->row || !streq(n->issue.key, key))
			continue;
		plan->sum->warnings -= n->issue.warning;
		*told(plan, n->page, n->issue.row, n->column, key) = 0;
		memmove(&plan->notes.item[i], &plan->notes.item[i + 1], (--plan->notes.n - i) * sizeof *n);
		return true;
	}
	return false;
}

void note_rows(struct plan *plan, size_t n)
{
	if (plan->notes.n > 0 && plan->notes.n < IMPORT_ISSUES_MAX) /* else it may not have been kept */
		plan->notes.item[plan->notes.n - 1].issue.rows = n;
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

	if (plan->notes.n > 0)
		qsort(plan->notes.item, plan->notes.n, sizeof *plan->notes.item, by_place);
	sum->issue = NEW_N(plan->c->arena, struct import_issue, plan->notes.n);
	sum->n_issues = plan->notes.n;
	for (size_t i = 0; i < plan->notes.n; i++)
		sum->issue[i] = plan->notes.item[i].issue;
}

bool import_cancelled(struct plan *plan)
{
	if (plan->o->cancel == NULL || !atomic_load(plan->o->cancel))
		return false;
	return !fail(plan->c, ERR_CONFLICT, "import.cancelled", "%s",
	             plan->o->dry_run ? "Việc nạp thử đã được dừng theo yêu cầu; chưa có gì được ghi." :
	             "Việc nạp tệp đã được dừng theo yêu cầu; các dòng ghi trước đó vẫn còn. Hãy nhập lại cùng tệp này để làm tiếp.");
}
