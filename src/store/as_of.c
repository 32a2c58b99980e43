/* as_of.c - a record as it was: every later change taken back. */
#include "store/as_of.h"

#include "base/time.h"
#include "catalog/document.h"
#include "db/db.h"
#include "store/change.h"

static json_t *as_json(struct ctx *c, const struct record *rec)
{
	struct buf b = buf_in(c->arena);

	record_put_json(c, &b, rec);
	return document_read(c->arena, b.data);
}

/* Members the record does not have, such as the reason of a change of status, are the log's own. */
static void put_members(json_t *o, const char *json)
{
	json_t *members = json == NULL ? NULL : json_loads(json, 0, NULL), *value;
	const char *name;

	json_object_foreach(members, name, value)
		if (json_object_get(o, name) != NULL && strcmp(name, "code") != 0 && strcmp(name, "unit") != 0)
			json_object_set(o, name, value);
	json_decref(members);
}

/* The row of someone who came back was written over whole, which no "before" tells: then from the last whole entry onwards. */
static void replay(json_t *then, const struct record *now, const struct rows *r, int64_t version)
{
	size_t from = 0;

	for (size_t i = 0; i < r->count; i++)
		if (rows_int(r, i, 7) <= version && change_is_whole(rows_text(r, i, 8)))
			from = i;
	for (size_t i = 0; i < now->type->n_fields; i++)
		if (json_object_get(then, now->type->field[i].name) != NULL) /* the caller is shown it */
			json_object_set_new(then, now->type->field[i].name, json_null());
	json_object_set_new(then, "status", json_string(now->type->initial_status));
	for (size_t i = from; i < r->count; i++)
		if (rows_int(r, i, 7) <= version)
			put_members(then, rows_text(r, i, 10));
}

static void take_back(json_t *then, const struct rows *r, int64_t version)
{
	for (size_t i = r->count; i-- > 0;)
		if (rows_int(r, i, 7) > version) /* what was noted of a version may stand after the next one */
			put_members(then, rows_text(r, i, 9));
}

static bool came_back(const struct rows *r, int64_t version)
{
	for (size_t i = 0; i < r->count; i++)
		if (rows_int(r, i, 7) > version && streq(rows_text(r, i, 8), "RETURN"))
			return true;
	return false;
}

/* What differs now, and always the status and the version. */
static json_t *differing(const json_t *then, json_t *now)
{
	json_t *o = json_object(), *value;
	const char *name;

	json_object_foreach(now, name, value)
		if (strcmp(name, "status") == 0 || strcmp(name, "version") == 0 || !json_equal(value, json_object_get(then, name)))
			json_object_set(o, name, value);
	return o;
}

bool record_as_of(struct ctx *c, const struct record *rec, int64_t version, json_t **ret)
{
	json_t *now = as_json(c, rec), *then;
	struct rows r;

	*ret = now;
	if (version >= rec->version)
		return true;
	if (!db_rows(c, &r, SQL_CHANGE_OF_RECORD, ARGS(val_int(rec->unit.id), val_text(rec->type->name), val_int(rec->id))))
		return false;
	*ret = then = document_kept(c->arena, json_deep_copy(now));
	if (came_back(&r, version))
		replay(then, rec, &r, version);
	else
		take_back(then, &r, version);
	json_object_set_new(then, "version", json_integer(version));
	/* The first entry of a version is the change; what was noted of it later is none. */
	for (size_t i = r.count; i-- > 0;)
		if (rows_int(&r, i, 7) == version)
			json_object_set_new(then, "changed_at", json_string(time_iso(c->arena, rows_int(&r, i, 1))));
	json_object_set_new(then, "now", differing(then, now));
	return true;
}
