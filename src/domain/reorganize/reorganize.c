/* reorganize.c - schools merged and split, in one transaction. */
#include "domain/reorganize/reorganize.h"

#include "base/json.h"
#include "base/time.h"
#include "db/db.h"
#include "domain/reorganize/parts.h"
#include "domain/unit/unit_admin.h"
#include "domain/unit/unit_life.h"
#include "store/change.h"
#include "store/hold.h"

/* Codes of the list operating_status. */
#define MERGED  "03"
#define SPLIT   "04"

/* The tree, and then the schools. */
static bool hold(struct ctx *c, const struct reorganization *x)
{
	struct holding *all = NEW_N(c->arena, struct holding, x->n_parts + 1);

	all[0] = (struct holding){ x->from.id, HOLD_OPEN };
	for (size_t i = 0; i < x->n_parts; i++)
		all[i + 1] = (struct holding){ x->part[i].to.id, HOLD_OPEN };
	return unit_tree_hold(c) && units_hold(c, all, x->n_parts + 1);
}

static bool check_school(struct ctx *c, int64_t id, struct unit *ret)
{
	if (!unit_get(c, id, ret))
		return false;
	return unit_is_working_school(c, ret) ||
	       fail(c, ERR_INVALID, "reorganize.unit", "%s không phải cơ sở giáo dục đang hoạt động.", ret->name);
}

static bool check(struct ctx *c, struct reorganization *x)
{
	struct unit u;
	struct date d;

	if (!check_school(c, x->from.id, &x->from) || !unit_check_end_date(c, &x->from, x->decision->date))
		return false;
	if (!date_parse(x->decision->date, &d))
		return false; /* was told above */
	x->year = date_school_year(d);
	x->ends = true;
	for (size_t i = 0; i < x->n_parts; i++) {
		if (!check_school(c, x->part[i].to.id, &u))
			return false;
		x->ends = x->ends && u.id != x->from.id;
		for (size_t k = 0; k < i; k++)
			if (x->part[k].to.id == u.id)
				return fail(c, ERR_INVALID, "reorganize.unit", "%s đứng ở hai phần.", u.name);
	}
	return true;
}

/* Of one unit, about the other: member is "from" or "into". */
static bool log_other(struct ctx *c, const struct reorganization *x, const struct unit *of, const char *member, const struct unit *other, const char *event)
{
	struct buf after = buf_in(c->arena);

	json_open_object(&after, NULL);
	unit_put_other(&after, member, other);
	json_put_text(&after, "date", x->decision->date);
	json_close_object(&after);
	return change_log(c, of->id, &(struct change){ .type = "unit", .record_id = of->id, .version = 1, .code = of->code, .event = event, .after = after.data });
}

/* The end of a merged school tells into whom. */
static bool log_part(struct ctx *c, const struct reorganization *x, const struct unit *to, const char *event)
{
	return log_other(c, x, to, "from", &x->from, event) && (x->whole || log_other(c, x, &x->from, "into", to, event));
}

/* Nothing may be left behind; then the school ends, unless a part of it stays. */
static bool end(struct ctx *c, const struct reorganization *x, const char *kind, const char *status, const char *event)
{
	int64_t first;

	if (!unit_numbers(c, x->from.id, x->n_parts, &first))
		return false;
	for (size_t i = 0; i < x->n_parts; i++) {
		const struct unit *to = &x->part[i].to;
		if (to->id != x->from.id && (!unit_lineage_add(c, &x->from, first + (int64_t)i, to, kind, x->decision->date, x->decision->number) ||
		                             !log_part(c, x, to, event)))
			return false;
	}
	return !x->ends || (unit_check_empty(c, &x->from, x->decision->date) &&
	                    unit_end(c, &x->from, status, x->decision->date, event, x->whole ? &x->part[0].to : NULL));
}

static bool carry_out(struct ctx *c, struct reorganization *x, const char *kind, const char *status, const char *event)
{
	if (!hold(c, x) || !check(c, x) || !parts_load(c, x))
		return false;
	for (size_t i = 0; i < x->n_parts; i++)
		if (x->part[i].to.id != x->from.id && !parts_move(c, x, (int)i))
			return false;
	return end(c, x, kind, status, event);
}

/* Thousands of entries in a few chains. */
static bool reorganize(struct ctx *c, struct reorganization *x, const char *kind, const char *status, const char *event)
{
	chain_keep(c);
	return chain_settle(c, carry_out(c, x, kind, status, event));
}

static bool check_caller(struct ctx *c, const struct unit *from)
{
	return c->account == NULL || c->account->unit.id != from->id ||
	       fail(c, ERR_FORBIDDEN, "unit.own", "Sáp nhập, chia tách do đơn vị quản lý của trường ghi.");
}

bool reorganize_merge(struct ctx *c, const struct unit *from, const struct unit *into, const struct reorganize_decision *d)
{
	const struct reorganize_part part = { .to = *into };
	struct reorganization x = { .from = *from, .part = &part, .n_parts = 1, .decision = d, .whole = true };

	if (from->id == into->id)
		return fail(c, ERR_INVALID, "reorganize.unit", "%s không sáp nhập được vào chính nó.", from->name);
	return check_caller(c, from) && db_begin(c) && db_end(c, reorganize(c, &x, "merged", MERGED, "MERGE"));
}

bool reorganize_split(struct ctx *c, const struct unit *from, const struct reorganize_part *part, size_t n, const struct reorganize_decision *d)
{
	struct reorganization x = { .from = *from, .part = part, .n_parts = n, .decision = d };

	if (n < 2)
		return fail(c, ERR_INVALID, "reorganize.unit", "Chia, tách cần ít nhất hai phần; một phần có thể là chính %s.", from->name);
	return check_caller(c, from) && db_begin(c) && db_end(c, reorganize(c, &x, "split", SPLIT, "SPLIT"));
}
