/* change_read.c - the change log as a caller is shown it. */
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "catalog/document.h"
#include "catalog/life.h"
#include "db/db.h"
#include "store/change.h"
#include "store/gone.h"
#include "store/masked.h"
#include "store/record.h"
#include "store/seen.h"
#include "store/shown.h"

const char *const change_others[] = { "account", "client", "export", "regulation", "report", "rollover", "transfer", "unit", NULL };

static json_t *text_or_null(const char *s)
{
	return s == NULL ? json_null() : json_string(s);
}

/* type NULL: of no record. */
static json_t *embedded(const struct ctx *c, const struct record_type *type, const char *s)
{
	json_t *j = s == NULL ? NULL : json_loads(s, 0, NULL);

	for (size_t i = 0; type != NULL && j != NULL && i < type->n_fields; i++)
		if (!field_is_shown(c, type, &type->field[i]))
			json_object_del(j, type->field[i].name);
	return j == NULL ? json_null() : j;
}

/* What is no record has a right of its own name; two are told as part of something else. */
static bool entry_is_shown(const struct ctx *c, const char *type)
{
	static const struct {
		const char *type, *module, *action;
	} other[] = { { "rollover", "learners", "read" }, { "export", "export", "approve" }, { "client", "account", "read" } };
	const struct record_type *t = catalog_type(c->catalog, type);

	if (c->account == NULL || t != NULL)
		return t == NULL || type_is_shown(c, t);
	for (size_t i = 0; i < COUNT(other); i++)
		if (streq(other[i].type, type))
			return role_may(c->account->role, other[i].module, other[i].action);
	return role_may(c->account->role, type, "read") || (streq(type, "account") && c->account->role->leads); /* who leads is told when another is made to lead */
}

static json_t *entry_json(struct ctx *c, const struct rows *r, size_t i, bool with_hash)
{
	const struct record_type *t = catalog_type(c->catalog, rows_text(r, i, 5));

	return json_pack("{sI ss so so so ss ss sI ss so so ss?}", "seq", (json_int_t)rows_int(r, i, 0), "at",
	                 time_iso(c->arena, rows_int(r, i, 1)), "account", text_or_null(rows_text(r, i, 2)), "purpose",
	                 text_or_null(rows_text(r, i, 3)), "source", text_or_null(rows_text(r, i, 4)), "type", rows_text(r, i, 5),
	                 "code", rows_text(r, i, 6), "version", (json_int_t)rows_int(r, i, 7), "event", rows_text(r, i, 8),
	                 "before", embedded(c, t, rows_text(r, i, 9)), "after", embedded(c, t, rows_text(r, i, 10)), "hash",
	                 with_hash ? rows_text(r, i, 11) : NULL);
}

json_t *change_history(struct ctx *c, const struct unit *u, const char *type, int64_t record_id)
{
	const bool with_hash = all_is_shown(c);
	json_t *all = json_array();
	struct rows r;

	if (!db_rows(c, &r, SQL_CHANGE_OF_RECORD, ARGS(val_int(u->id), val_text(type), val_int(record_id)))) {
		json_decref(all);
		return NULL;
	}
	for (size_t i = 0; i < r.count; i++)
		json_array_append_new(all, entry_json(c, &r, i, with_hash));
	return all;
}

/* One field that was changed: the last word on it. */
static void put_current(struct ctx *c, json_t *all, const char *name, const json_t *value, const struct rows *r, size_t i)
{
	json_object_set_new(all, name, json_pack("{ss sO? so ss}", "field", name, "value", value, "by", text_or_null(rows_text(r, i, 1)), "at",
	                                         time_iso(c->arena, rows_int(r, i, 0))));
}

static void note_changed(struct ctx *c, const struct record_type *t, json_t *all, const struct rows *r, size_t i)
{
	json_t *after = embedded(c, t, rows_text(r, i, 2)), *value;
	const char *name;

	json_object_foreach(after, name, value)
		if (field_find(t, name) != NULL || streq(name, "status"))
			put_current(c, all, name, value, r, i);
	json_decref(after);
}

bool change_since(struct ctx *c, const struct unit *u, const struct record_type *t, int64_t record_id, int64_t version, struct buf *b)
{
	json_t *all = document_kept(c->arena, json_object()), *item;
	const char *name;
	struct rows r;

	if (!db_rows(c, &r, SQL_CHANGE_SINCE, ARGS(val_int(u->id), val_text(t->name), val_int(record_id), val_int(version))))
		return false;
	for (size_t i = 0; i < r.count; i++)
		note_changed(c, t, all, &r, i);
	json_object_foreach(all, name, item)
		document_put(b, NULL, item);
	return true;
}

/* Codes of the rows of a unit that are not read there any more (gone.h), by type, looked for when they are needed. */
struct never_came {
	const struct unit *unit;
	bool any;            /* person; of others there is none without one */
	bool *looked;
	struct rows *code;
};

static bool look(struct ctx *c, const struct never_came *x, const struct record_type *t)
{
	const size_t at = (size_t)(t - c->catalog->type);
	const char *never_came = gone_never_came_sql(c->arena, t, "t");

	if (x->looked[at])
		return true;
	x->looked[at] = true;
	return *never_came == '\0' || db_query(c, &x->code[at], arena_fmt(c->arena, "SELECT t.code FROM %s t WHERE t.unit_id = $1 AND (%s)", t->table, never_came),
	                                       ARGS(val_int(x->unit->id)));
}

static bool never_came_begin(struct ctx *c, const struct unit *u, struct never_came *x)
{
	const struct catalog *k = c->catalog;

	*x = (struct never_came){ .unit = u, .looked = NEW_N(c->arena, bool, k->n_types), .code = NEW_N(c->arena, struct rows, k->n_types) };
	for (size_t i = 0; i < k->n_types; i++) {
		x->looked[i] = false;
		x->code[i] = (struct rows){ 0 };
		if (k->type[i].code_scheme == CODE_PERSON && !look(c, x, &k->type[i]))
			return false;
		x->any = x->any || x->code[i].count > 0;
	}
	return true;
}

static bool never_came(struct ctx *c, const struct never_came *x, const char *type, const char *code, bool *ret)
{
	const struct record_type *t = catalog_type(c->catalog, type);

	*ret = false;
	if (!x->any || t == NULL)
		return true;
	if (!look(c, x, t))
		return false;
	const struct rows *all = &x->code[t - c->catalog->type];
	for (size_t i = 0; i < all->count && !*ret; i++)
		*ret = streq(rows_text(all, i, 0), code);
	return true;
}

static bool is_wanted(const char *types, const char *type)
{
	return types == NULL || text_is_listed(types, type);
}

/* Entries that were written at once. */
struct act {
	size_t n;
	int64_t first, last;
};

/* Entries of a unit on their way out. */
struct telling {
	const struct unit *unit;
	const char *types;
	bool with_hash, masks;
	struct never_came gone;
	const char *job;          /* whose files were looked up last */
	json_t *files;
	const struct change_about *about; /* by row; NULL: not told */
	const struct act *act;    /* by row; NULL: each entry by itself */
};

/* What the list of imports tells of the files of a job. */
static bool look_up_files(struct ctx *c, struct telling *k, const char *job)
{
	struct rows r;

	if (k->job != NULL && streq(k->job, job))
		return true;
	if (!db_rows(c, &r, SQL_CHANGE_FILES, ARGS(val_text(job))))
		return false;
	const char *brief = r.count == 0 ? NULL : rows_text(&r, 0, 0);
	k->job = job;
	k->files = brief == NULL ? NULL : document_kept(c->arena, json_loads(brief, 0, NULL));
	return true;
}

/* "import:JOB-1", "undo:JOB-0": the file that was taken in, or those of the import that was taken back.  One of the command line has no job. */
static bool put_import(struct ctx *c, struct telling *k, const char *source, json_t *entry)
{
	const bool undo = source != NULL && strncmp(source, "undo:", 5) == 0;
	const char *batch = undo ? source + 5 : source != NULL && strncmp(source, "import:", 7) == 0 ? source + 7 : NULL;
	const char *dash = batch == NULL ? NULL : strrchr(batch, '-');
	json_t *told = batch == NULL ? NULL : json_pack("{sb}", "undo", undo);

	if (told == NULL)
		return true;
	json_object_set_new(entry, "import", told);
	if (dash == NULL)
		return true;
	const char *job = arena_strndup(c->arena, batch, (size_t)(dash - batch));
	if (!look_up_files(c, k, job))
		return false;
	if (k->files == NULL)
		return true;
	json_object_set_new(told, "job", json_string(job));
	json_t *files = json_array(), *file = json_array_get(k->files, strtoul(dash + 1, NULL, 10));
	if (undo)
		json_array_extend(files, k->files);
	else if (file != NULL)
		json_array_append(files, file);
	json_object_set_new(told, "files", files);
	return true;
}

/* What it tells of a person is a look at them. */
static void note(struct ctx *c, const struct telling *k, const struct record_type *t, const char *code, json_t *entry)
{
	seen_code(c, t, k->unit->id, code);
	if (k->masks) {
		masked_json(c, t, json_object_get(entry, "before"));
		masked_json(c, t, json_object_get(entry, "after"));
	}
}

static bool put_entry(struct ctx *c, struct telling *k, const struct rows *r, size_t i, bool hidden, struct buf *b)
{
	const struct record_type *t = catalog_type(c->catalog, rows_text(r, i, 5));
	json_t *entry = document_kept(c->arena, entry_json(c, r, i, k->with_hash && !hidden));

	if (hidden) {
		json_object_set_new(entry, "before", json_null());
		json_object_set_new(entry, "after", json_null());
	} else if (k->about != NULL) {
		json_object_update_new(entry, json_pack("{so ss* ss* ss*}", "title", text_or_null(k->about[i].title), "class", k->about[i].class_code, "form",
		                                        k->about[i].form, "period", k->about[i].period));
	}
	if (t != NULL && !hidden)
		note(c, k, t, rows_text(r, i, 6), entry);
	if (k->act != NULL && k->act[i].n > 1)
		json_object_update_new(entry, json_pack("{sI sI sI}", "together", (json_int_t)k->act[i].n, "first", (json_int_t)k->act[i].first, "last",
		                                        (json_int_t)k->act[i].last));
	if (k->about != NULL && !put_import(c, k, rows_text(r, i, 4), entry))
		return false;
	document_put(b, NULL, entry);
	return true;
}

/* {"items": [...], "last": ..., "more": ...} */
static bool put_entries(struct ctx *c, struct telling *k, const struct rows *r, int64_t last, bool more, struct buf *b)
{
	bool hidden;

	json_open_object(b, NULL);
	json_open_list(b, "items");
	for (size_t i = 0; i < r->count; i++) {
		if (!is_wanted(k->types, rows_text(r, i, 5)) || !entry_is_shown(c, rows_text(r, i, 5)))
			continue;
		if (!never_came(c, &k->gone, rows_text(r, i, 5), rows_text(r, i, 6), &hidden) || !put_entry(c, k, r, i, hidden, b))
			return false;
	}
	json_close_list(b);
	json_put_int(b, "last", last);
	json_put_bool(b, "more", more);
	if (k->masks)
		json_put_bool(b, "masked", true);
	json_close_object(b);
	return true;
}

bool change_feed(struct ctx *c, const struct unit *u, int64_t after, const struct change_query *q, struct buf *b)
{
	struct telling k = { .unit = u, .types = q->types, .with_hash = all_is_shown(c), .masks = q->masks };
	struct rows r, head;

	if (!never_came_begin(c, u, &k.gone) || !db_rows(c, &r, SQL_CHANGE_AFTER, ARGS(val_int(u->id), val_int(after), val_int((int64_t)q->limit))))
		return false;
	if (r.count == 0 && !db_rows(c, &head, SQL_CHAIN_HEAD, ARGS(val_int(u->id))))
		return false;
	if (r.count == 0 && head.count == 1 && after > rows_int(&head, 0, 0))
		return fail(c, ERR_INVALID, "query.cursor", "Đơn vị %s chưa có thay đổi số %" PRId64 "; hãy lấy lại từ số cuối (last) đã nhận của đơn vị này.", u->code,
		            after);
	return put_entries(c, &k, &r, r.count == 0 ? after : rows_int(&r, r.count - 1, 0), r.count == q->limit, b);
}

/* ---- backwards, for people ---- */

enum { RECORD_ID = 12, TITLES_MAX = 200 };

/* "SELECT t.id, title ..." of up to TITLES_MAX records of one type. */
static bool titles_sql(struct ctx *c, const struct record_type *t, const char *path, struct buf *sql, struct sql_args *args)
{
	struct expr_refs refs = { .catalog = c->catalog, .base = t };
	size_t title;

	if (!expr_ref_add(c, &refs, path, &title))
		return false;
	buf_fmt(sql, "SELECT t.id, %s FROM %s t", refs.ref[title].sql, t->table);
	expr_joins_sql(sql, &refs);
	buf_put(sql, " WHERE t.unit_id = ");
	sql_arg(sql, args, val_null());
	buf_put(sql, " AND t.id IN ");
	sql_arg_chunk(sql, args, TITLES_MAX);
	return true;
}

static bool find_titles_of(struct ctx *c, const struct unit *u, const struct record_type *t, const struct rows *r, struct change_about *about)
{
	const char *path = record_title_path(c->arena, t);
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows found;
	size_t n = 1;

	if (!path_is_shown(c, t, path))
		return true;
	if (!titles_sql(c, t, path, &sql, &args))
		return false;
	args.v[0] = val_int(u->id);
	for (size_t i = 0; i < r->count; i++)
		if (streq(rows_text(r, i, 5), t->name))
			args.v[n++] = *rows_at(r, i, RECORD_ID);
	if (!db_query(c, &found, sql.data, args.v, args.n))
		return false;
	for (size_t i = 0; i < r->count; i++)
		for (size_t k = 0; streq(rows_text(r, i, 5), t->name) && k < found.count; k++)
			if (rows_int(&found, k, 0) == rows_int(r, i, RECORD_ID))
				about[i].title = rows_text(&found, k, 1);
	return true;
}

/* The entries before it may be about the same. */
static bool ask_about(struct ctx *c, change_about_fn *ask, const struct rows *r, size_t i, struct change_about *about)
{
	for (size_t k = 0; k < i; k++)
		if (streq(rows_text(r, k, 5), rows_text(r, i, 5)) && streq(rows_text(r, k, 6), rows_text(r, i, 6))) {
			about[i] = about[k];
			return true;
		}
	return ask(c, rows_text(r, i, 5), rows_text(r, i, 6), &about[i]);
}

static bool is_of_type(const struct rows *r, size_t i, const char *type)
{
	return streq(rows_text(r, i, 5), type);
}

/* What the records are called now, as far as they are still here and the caller is shown it. */
static bool find_about(struct ctx *c, const struct unit *u, change_about_fn *ask, const struct rows *r, struct change_about *about)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct record_type *t = catalog_type(c->catalog, rows_text(r, i, 5));
		size_t first = 0;
		while (!is_of_type(r, first, rows_text(r, i, 5)))
			first++;
		if (first == i && t != NULL && !find_titles_of(c, u, t, r, about))
			return false;
		if (is_of_type(r, i, "unit"))
			about[i].title = u->name;
		if (ask != NULL && (is_of_type(r, i, "report") || is_of_type(r, i, "transfer")) && !ask_about(c, ask, r, i, about))
			return false;
	}
	return true;
}

/* ",learner,class,": the types among which the caller reads.  What is not shown must not be counted either. */
static const char *shown_types(struct ctx *c)
{
	struct buf b = buf_in(c->arena);

	if (c->account == NULL)
		return NULL;
	buf_char(&b, ',');
	for (size_t i = 0; i < c->catalog->n_types; i++)
		if (type_is_shown(c, &c->catalog->type[i]))
			buf_fmt(&b, "%s,", c->catalog->type[i].name);
	for (const char *const *other = change_others; *other != NULL; other++)
		if (entry_is_shown(c, *other))
			buf_fmt(&b, "%s,", *other);
	return buf_text(&b);
}

static bool read_before(struct ctx *c, const struct unit *u, const struct change_query *q, int64_t before, size_t limit, struct rows *ret)
{
	return db_rows(c, ret, SQL_CHANGE_BEFORE, ARGS(val_int(u->id), val_int(before), val_int((int64_t)limit), val_int(q->from_ms), val_int(q->until_ms),
	                                               val_text(q->type), val_text(q->code), val_text(q->account), val_text(shown_types(c))));
}

/* What is told, and how far it was read. */
struct reading {
	struct rows told;
	struct act *act;
	size_t lead;          /* the item of the act that is being read */
	int64_t last;
	bool more;
};

static bool same_act(const struct rows *a, size_t i, const struct rows *b, size_t k)
{
	return rows_int(a, i, 1) == rows_int(b, k, 1) && val_equal(rows_at(a, i, 2), rows_at(b, k, 2)) && val_equal(rows_at(a, i, 4), rows_at(b, k, 4));
}

/* How much of an act an entry is: what the others are of leads them, and before what somebody's status follows from comes what that is of. */
static int weight(const struct catalog *k, const char *type)
{
	bool is_event = false;

	for (size_t i = 0; i < k->n_lives && !is_event; i++)
		is_event = streq(k->life[i].event_type->name, type);
	return streq(type, "unit") ? 3 : streq(type, "rollover") || streq(type, "transfer") ? 2 : is_event;
}

/* false: it is of a further act than are asked for. */
static bool take_entry(const struct catalog *k, struct reading *x, const struct change_query *q, const struct rows *r, size_t i)
{
	const char *type = rows_text(r, i, 5);
	const bool same = x->told.count > 0 && same_act(&x->told, x->lead, r, i);
	const int64_t seq = rows_int(r, i, 0);

	if (same && is_wanted(q->types, type) && !streq(type, "unit")) {
		if (weight(k, type) > weight(k, rows_text(&x->told, x->lead, 5)))
			memcpy(x->told.cell + x->lead * r->width, rows_at(r, i, 0), r->width * sizeof *r->cell);
		x->act[x->lead].n++;
		x->act[x->lead].first = seq;
	} else if (is_wanted(q->types, type)) {
		if (x->told.count == q->limit)
			return false;
		x->told.width = r->width;
		memcpy(x->told.cell + x->told.count * r->width, rows_at(r, i, 0), r->width * sizeof *r->cell);
		x->act[x->told.count] = (struct act){ 1, seq, seq };
		if (!same)
			x->lead = x->told.count;
		x->told.count++;
	}
	x->last = seq;
	return true;
}

/* As many acts as are asked for, of no more than so many entries: a longer one goes on in the next answer. */
static bool read_acts(struct ctx *c, const struct unit *u, const struct change_query *q, struct reading *ret)
{
	enum { ENTRIES_MAX = 4000 };
	struct rows r = { .count = TITLES_MAX };

	*ret = (struct reading){ .last = q->before == 0 ? INT64_MAX : q->before, .act = NEW_N(c->arena, struct act, q->limit + 1) };
	ret->told.cell = NEW_N(c->arena, struct val, (q->limit + 1) * (RECORD_ID + 1));
	for (size_t n = 0; r.count == TITLES_MAX && n < ENTRIES_MAX && !ret->more; n += r.count) {
		if (!read_before(c, u, q, ret->last, TITLES_MAX, &r))
			return false;
		for (size_t i = 0; i < r.count && !ret->more; i++)
			ret->more = !take_entry(c->catalog, ret, q, &r, i);
	}
	ret->more = ret->more || r.count == TITLES_MAX;
	return true;
}

static bool read_entries(struct ctx *c, const struct unit *u, const struct change_query *q, struct reading *ret)
{
	*ret = (struct reading){ .act = NULL };
	if (!read_before(c, u, q, q->before == 0 ? INT64_MAX : q->before, q->limit, &ret->told))
		return false;
	ret->last = ret->told.count == 0 ? 0 : rows_int(&ret->told, ret->told.count - 1, 0);
	ret->more = ret->told.count == q->limit;
	return true;
}

bool change_log_read(struct ctx *c, const struct unit *u, const struct change_query *q, struct buf *b)
{
	struct change_about *about = NEW_N(c->arena, struct change_about, q->limit + 1);
	struct telling k = { .unit = u, .types = q->types, .with_hash = all_is_shown(c), .masks = q->masks, .about = about };
	struct reading x;

	assert(q->limit <= TITLES_MAX);
	if (!never_came_begin(c, u, &k.gone) || !(q->by_act ? read_acts : read_entries)(c, u, q, &x) || !find_about(c, u, q->about, &x.told, about))
		return false;
	k.act = x.act;
	return put_entries(c, &k, &x.told, x.told.count == 0 ? 0 : x.last, x.more, b);
}
