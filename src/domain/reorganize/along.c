/* along.c - what goes along: with staff and classes what is kept of their year, with a whole school where it teaches.
 *
 * By the catalogue: a type goes along that has a status for having moved, and is of the facilities, or of a year and
 * about staff or classes. */
#include "db/db.h"
#include "domain/reorganize/parts.h"
#include "store/status.h"

/* The new code of what a reference leads to; NULL: it does not go. */
static const char *new_code(const struct reorganization *x, const struct field *f, const char *code, int part)
{
	const struct going *staff = streq(f->to_name, "staff") ? parts_find(x->staff, x->n_staff, code) : NULL;
	const struct going *class = streq(f->to_name, "class") ? parts_find(x->class, x->n_classes, code) : NULL;
	const struct going *campus = streq(f->to_name, "campus") ? parts_find(x->campus, x->n_campuses, code) : NULL;
	const struct going *room = streq(f->to_name, "room") ? parts_find(x->room, x->n_rooms, code) : NULL;

	if (staff != NULL)
		return staff->part == part ? staff->rec.code : NULL;
	if (class != NULL)
		return class->part == part ? class->new_code : NULL;
	return campus != NULL ? campus->new_code : room != NULL ? room->new_code : NULL;
}

/* Whose record it is: the first reference that must be there. */
static const struct field *owner_of(const struct record_type *t)
{
	for (size_t i = 0; i < t->n_fields; i++)
		if (t->field[i].to != NULL && t->field[i].required)
			return &t->field[i];
	return NULL;
}

static bool is_facility(const struct record_type *t)
{
	return streq(t->module, "facilities");
}

static bool goes_along(const struct reorganization *x, const struct record_type *t)
{
	const struct field *owner = owner_of(t);

	if (t->moved_status == NULL || t->by_operation)
		return false;
	if (is_facility(t))
		return x->whole;
	return t->year_bound && owner != NULL && (streq(owner->to_name, "staff") || streq(owner->to_name, "class"));
}

static bool load(struct ctx *c, const struct reorganization *x, const struct record_type *t, struct going **ret, size_t *ret_n)
{
	const char *sql = arena_fmt(c->arena, "SELECT id FROM %s WHERE unit_id = $1 AND status = $2%s ORDER BY id", t->table,
	                            t->year_bound ? " AND school_year >= $3" : "");
	const struct val args[] = { val_int(x->from.id), val_text(t->initial_status), val_int(x->year) };
	struct rows r;

	if (!db_query(c, &r, sql, args, t->year_bound ? 3 : 2))
		return false;
	int64_t *id = NEW_N(c->arena, int64_t, r.count + 1);
	struct record *rec = NEW_N(c->arena, struct record, r.count + 1);
	for (size_t i = 0; i < r.count; i++)
		id[i] = rows_int(&r, i, 0);
	*ret = NEW_N(c->arena, struct going, r.count + 1);
	*ret_n = r.count;
	if (!record_load_many(c, t, &x->from, id, r.count, rec))
		return false;
	for (size_t i = 0; i < r.count; i++)
		(*ret)[i].rec = rec[i];
	return true;
}

static struct draft draft_there(struct ctx *c, const struct reorganization *x, const struct record *rec, int part)
{
	struct draft d = parts_copy(c, rec, NULL);

	for (size_t i = 0; i < rec->type->n_fields; i++) {
		const struct field *f = &rec->type->field[i];
		if (f->to != NULL)
			draft_set_text(&d, f->name, new_code(x, f, parts_text(rec, f->name), part));
	}
	return d;
}

static bool move_type(struct ctx *c, struct reorganization *x, const struct record_type *t, int part)
{
	const struct field *owner = owner_of(t);
	const struct unit *to = &x->part[part].to;
	struct going *all;
	size_t n_all, n = 0;

	if (!load(c, x, t, &all, &n_all))
		return false;
	struct going **g = NEW_N(c->arena, struct going *, n_all + 1);
	struct draft *d = NEW_N(c->arena, struct draft, n_all + 1);
	struct status_of *of = NEW_N(c->arena, struct status_of, n_all + 1);
	for (size_t i = 0; i < n_all; i++) {
		const struct record *rec = &all[i].rec;
		if (owner != NULL && !is_facility(t) && new_code(x, owner, parts_text(rec, owner->name), part) == NULL)
			continue;
		g[n] = &all[i];
		d[n] = draft_there(c, x, rec, part);
		of[n++] = (struct status_of){ rec->id, rec->version, rec->code, rec->status };
	}
	if (!parts_write(c, to, g, d, n, x->decision->date) ||
	    (n > 0 && !record_set_status_all_since(c, t, &x->from, of, n, t->moved_status, x->decision->date, to->code)))
		return false;
	if (streq(t->name, "room")) {
		x->room = all;
		x->n_rooms = n_all;
	}
	return true;
}

/* A room before what stands in it. */
bool parts_move_along(struct ctx *c, struct reorganization *x, int part)
{
	const struct record_type *room = catalog_type(c->catalog, "room");

	if (goes_along(x, room) && !move_type(c, x, room, part))
		return false;
	for (size_t i = 0; i < c->catalog->n_types; i++) {
		const struct record_type *t = &c->catalog->type[i];
		if (t != room && goes_along(x, t) && !move_type(c, x, t, part))
			return false;
	}
	return true;
}
