/* copy.c - a record once more, in another unit. */
#include "domain/reorganize/parts.h"
#include "store/status.h"

struct draft parts_copy(struct ctx *c, const struct record *rec, const struct life *life)
{
	struct draft d;

	draft_init(c, rec->type, &d);
	d.as_it_was = true;
	d.school_year = rec->school_year;
	for (size_t i = 0; i < rec->type->n_fields; i++) {
		const struct field *f = &rec->type->field[i];
		bool of_event = f->computed || f->to != NULL;
		for (size_t k = 0; life != NULL && k < life->n_copies; k++)
			of_event = of_event || life->copy[k].to == f;
		if (of_event)
			continue;
		d.value[i] = rec->value[i];
		d.given[i] = true;
	}
	return d;
}

const char *parts_text(const struct record *rec, const char *name)
{
	const struct field *f = field_find(rec->type, name);

	return f == NULL || rec->value[f->index].kind != VAL_TEXT ? NULL : rec->value[f->index].s;
}

bool parts_write(struct ctx *c, const struct unit *to, struct going *const *g, const struct draft *d, size_t n, const char *day)
{
	struct outcome *out = NEW_N(c->arena, struct outcome, n + 1);
	struct status_of *of = NEW_N(c->arena, struct status_of, n + 1);

	if (n == 0)
		return true;
	if (!record_write_batch_in(c, g[0]->rec.type, to, d, n, out))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (out[i].result == WRITE_REFUSED)
			return fail_problems(c, &out[i].problems);
		g[i]->new_code = out[i].code;
		of[i] = (struct status_of){ .id = out[i].id };
	}
	return status_changes_add(c, g[0]->rec.type, to, of, n, g[0]->rec.type->initial_status, day);
}
