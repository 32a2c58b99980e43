/* import_school.c - the register of schools: a row is an institution under the office that manages it. */
#include "domain/import/import_plan.h"

#include "db/db.h"
#include "domain/unit/unit_admin.h"

struct collecting {
	struct plan *plan;
	struct place_input *row;
	size_t n, room;
};

static bool on_begin(struct ctx *c, void *arg, const struct table_info *info)
{
	const struct collecting *k = arg;

	(void)c;
	return info->index == k->plan->rows.page[0].match->sheet;
}

static enum table_go on_row(struct ctx *c, void *arg, const struct table_row *row)
{
	struct collecting *k = arg;
	const char **cell = NEW_N(c->arena, const char *, row->n_cells + 1);

	for (size_t i = 0; i < row->n_cells; i++)
		cell[i] = arena_strndup(c->arena, row->cell[i].text, row->cell[i].len);
	k->row = arena_grow(c->arena, k->row, k->n, &k->room, sizeof *k->row);
	k->row[k->n++] = (struct place_input){ row->n_cells, cell, row->number };
	return TABLE_MORE;
}

/* Entries without values: the register has a reader of its own, and issues point to rows. */
static struct entry *entry_at(struct plan *plan, size_t row)
{
	struct entry *p = NEW(plan->c->arena, struct entry);

	p->row = row;
	return p;
}

static void tell(struct plan *plan, const struct school_rows *rows)
{
	for (size_t i = 0; i < rows->n_rejects; i++)
		note_error(plan, entry_at(plan, rows->reject[i].row), NOWHERE, rows->reject[i].code, "import.school", "%s Hãy sửa dòng này.",
		           rows->reject[i].reason);
	for (size_t i = 0; i < rows->notes.n; i++) {
		const struct input_note *n = &rows->notes.note[i];
		note_warning(plan, entry_at(plan, n->row), NOWHERE, n->before, "import.school_note", "%s Hãy xem lại dòng này.", n->text);
	}
}

/* A school that is written twice is the same school. */
static bool go_on(struct ctx *c, void *arg)
{
	const struct plan *plan = arg;
	const struct import_options *o = plan->o;

	if (o->cancel != NULL && atomic_load(o->cancel))
		return fail(c, ERR_CONFLICT, "import.cancelled", "%s",
		            o->dry_run ? "Việc nạp thử đã được dừng theo yêu cầu; chưa có gì được ghi." :
		            "Việc nhập tệp đã được dừng theo yêu cầu; các trường đã ghi vẫn giữ nguyên.");
	return o->settle == NULL || (db_begin(c) && db_end(c, o->settle(c, o->arg)));
}

bool import_schools(struct plan *plan, int fd)
{
	static const struct table_sink sink = { .begin = on_begin, .row = on_row };
	struct collecting k = { .plan = plan };
	struct import_summary *sum = plan->sum;
	struct load_summary done;
	struct school_rows rows;

	if (!table_read(plan->c, fd, NULL, &sink, &k) || !school_rows_read(plan->c, k.row, k.n, &rows))
		return false;
	rows.go_on = go_on;
	rows.arg = plan;
	if (!unit_load_schools(plan->c, &rows, plan->o->dry_run, &done))
		return false;
	sum->created = done.created;
	sum->changed = done.changed;
	sum->unchanged = done.unchanged;
	sum->rows = done.created + done.changed + done.unchanged + done.rejected;
	sum->refused = done.rejected;
	tell(plan, &rows);
	note_finish(plan);
	return true;
}
