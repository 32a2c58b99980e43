/* list.c - pages of records. */
#include "base/json.h"
#include "base/text.h"
#include "catalog/declared.h"
#include "db/db.h"
#include "store/asked.h"
#include "store/gone.h"
#include "store/nearest.h"
#include "store/search.h"
#include "store/seen.h"
#include "store/select.h"
#include "store/shown.h"

enum { FEW_UNITS = 32, UNITS_FIRST = 4, UNITS_AT_ONCE = 500 };

struct order {
	const char *column[4]; /* SQL; the last makes it unique */
	enum val_kind kind[4];
	size_t n;
	bool down;
	bool by_unit; /* one unit of many after the other */
};

static void order_by(struct order *o, const char *column, enum val_kind kind)
{
	o->kind[o->n] = kind;
	o->column[o->n++] = column;
}

/* Neither the order nor a cursor tells a name that is not shown. */
static bool sorts_by_name(const struct ctx *c, const struct record_type *t)
{
	return t->name_field != NULL && field_is_shown(c, t, t->name_field) &&
	       (t->given_name_field == NULL || field_is_shown(c, t, t->given_name_field));
}

/* Every step leads to a record: a name that may be missing cannot be put in order beside bytes. */
static bool leads_surely(const struct ctx *c, const struct record_type *t, const char *path)
{
	for (const char *dot; (dot = strchr(path, '.')) != NULL; path = dot + 1) {
		const char *name = arena_strndup(c->arena, path, (size_t)(dot - path));
		const struct field *f = field_find(t, name);
		t = f != NULL ? f->to : catalog_type(c->catalog, name);
		if (t == NULL || !(f != NULL ? f->required : t->is_unit))
			return false;
	}
	return true;
}

static const struct record_type *named_by(const struct ctx *c, const struct field *f)
{
	for (size_t i = 0; f != NULL && i < c->catalog->n_types; i++)
		if (c->catalog->type[i].name_field == f)
			return &c->catalog->type[i];
	return NULL;
}

/* Names as people put them in order; what is absent comes first. */
static bool order_by_ref(struct ctx *c, const struct record_type *t, const struct expr_ref *r, struct order *o)
{
	const struct record_type *named = named_by(c, r->field);

	if (named != NULL) {
		if (named->given_name_field != NULL && !field_check_shown(c, named, named->given_name_field))
			return false;
		order_by(o, arena_fmt(c->arena, leads_surely(c, t, r->path) ? "%.*s.sort_key" : "COALESCE(%.*s.sort_key, CAST('' AS %s))", (int)strcspn(r->sql, "."), r->sql,
		                      db_engine(c->db) == ENGINE_SQLITE ? "BLOB" : "BYTEA"), VAL_BLOB);
	} else if (r->type == COLUMN_TEXT || r->type == COLUMN_DATE) {
		order_by(o, arena_fmt(c->arena, "COALESCE(CAST(%s AS TEXT), '')", r->sql), VAL_TEXT);
	} else {
		order_by(o, arena_fmt(c->arena, "COALESCE(CAST(%s AS %s), %" PRId64 ")", r->sql, r->type == COLUMN_BOOLEAN ? "INTEGER" : "BIGINT",
		                      r->type == COLUMN_BOOLEAN ? (int64_t)-1 : INT64_MIN + 1), VAL_INT);
	}
	return true;
}

static bool is_of_many(const struct record_query *q)
{
	return q->unit == NULL || q->within;
}

static bool refuse_of_many(struct ctx *c, const char *path)
{
	return fail(c, ERR_INVALID, "query.sort", "Nhiều đơn vị một lúc thì chỉ sắp xếp được theo name hoặc code; hãy chọn một đơn vị (unit) để xếp theo %.60s.", path);
}

/* Any field, own or of a reference, in one unit: there everybody can be put in order at once. */
static bool order_by_path(struct ctx *c, const struct record_query *q, struct record_select *s, const char *path, struct order *o)
{
	size_t ref;

	if (is_of_many(q))
		return refuse_of_many(c, path);
	if (!expr_ref_add(c, &s->refs, path, &ref)) {
		if (!ctx_forgive(c, ERR_INVALID))
			return false;
		return fail(c, ERR_INVALID, "query.sort", "Không xếp theo \"%.60s\" được: không có mục ấy. Xếp được theo name, code, changed_at, một trường của hồ sơ hoặc "
		            "của hồ sơ được trỏ đến.", path);
	}
	if (q->masks && s->refs.ref[ref].field != NULL && s->refs.ref[ref].field->masked != MASKED_NOT)
		return fail(c, ERR_INVALID, "query.purpose", "Hãy nói xem để làm gì rồi mới sắp xếp theo \"%s\": thứ tự cho biết giá trị.", s->refs.ref[ref].field->label);
	if (!path_check_shown(c, s->type, path) || !order_by_ref(c, s->type, &s->refs.ref[ref], o))
		return false;
	order_by(o, "t.id", VAL_INT);
	return true;
}

static bool choose_order(struct ctx *c, const struct record_query *q, struct record_select *s, struct order *o)
{
	const struct record_type *t = s->type;
	const char *by = q->sort == NULL ? "name" : q->sort;

	*o = (struct order){ .down = *by == '-' };
	by += o->down;
	if (streq(by, "name")) {
		o->by_unit = is_of_many(q);
		order_by(o, "t.unit_id", VAL_INT);
		if (t->year_bound)
			order_by(o, "t.school_year", VAL_INT);
		if (sorts_by_name(c, t))
			order_by(o, "t.sort_key", VAL_BLOB);
		else if (t->name_field != NULL && q->sort != NULL)
			return field_check_shown(c, t, t->name_field) && field_check_shown(c, t, t->given_name_field);
		order_by(o, "t.id", VAL_INT);
	} else if (streq(by, "code") || streq(by, "changed_at")) {
		if (streq(by, "changed_at") && is_of_many(q))
			return refuse_of_many(c, by);
		if (streq(by, "code"))
			order_by(o, "t.code", VAL_TEXT);
		else
			order_by(o, "t.changed_at", VAL_INT);
		order_by(o, "t.unit_id", VAL_INT);
		order_by(o, "t.id", VAL_INT);
	} else {
		return order_by_path(c, q, s, by, o);
	}
	return true;
}

/* A cursor is the order columns of the last row: i123, or t or b with the hexadecimal of text or bytes. */
static const char *cursor_text(struct arena *a, const struct order *o, const struct val *v)
{
	struct buf b = buf_in(a);

	for (size_t i = 0; i < o->n; i++) {
		if (i > 0)
			buf_char(&b, '.');
		if (v[i].kind == VAL_INT)
			buf_fmt(&b, "i%" PRId64, v[i].i);
		else
			buf_char(&b, v[i].kind == VAL_BLOB ? 'b' : 't');
		if (v[i].kind == VAL_BLOB || v[i].kind == VAL_TEXT)
			buf_hex(&b, v[i].s, v[i].len);
	}
	return buf_text(&b);
}

/* As the column keeps it: what another order gave is refused, not compared. */
static bool cursor_part(struct arena *a, const char *s, size_t n, enum val_kind kind, struct val *ret)
{
	char *bytes;
	int64_t number;

	if (n == 0 || n > 4000 || *s != (kind == VAL_INT ? 'i' : kind == VAL_BLOB ? 'b' : 't'))
		return false;
	if (kind == VAL_INT) {
		bool is_number = text_int(arena_strndup(a, s + 1, n - 1), &number);
		*ret = val_int(number);
		return is_number;
	}
	if (n % 2 == 0)
		return false;
	bytes = arena_alloc(a, n / 2 + 1);
	if (!buf_unhex(s + 1, n / 2, bytes))
		return false;
	*ret = val_blob(bytes, n / 2);
	ret->kind = kind;
	return kind == VAL_BLOB || (strlen(bytes) == n / 2 && text_is_utf8(bytes, n / 2));
}

/* *ret_unit: of an order by units, where it goes on. */
static bool cursor_sql(struct ctx *c, struct buf *sql, struct sql_args *args, const struct order *o, const char *cursor, int64_t *ret_unit)
{
	struct val v[COUNT(o->column)] = { 0 };
	size_t n = 0;

	for (const char *p = cursor; n < o->n; n++) {
		size_t len = strcspn(p, ".");
		if (!cursor_part(c->arena, p, len, o->kind[n], &v[n]))
			break;
		p += len + (p[len] == '.');
		if (n + 1 == o->n && *p != '\0')
			break;
	}
	if (n != o->n)
		return fail(c, ERR_INVALID, "query.cursor", "Con trỏ trang không đọc được; hãy lấy lại từ trang đầu.");
	*ret_unit = v[0].i;
	buf_put(sql, " AND (");
	for (size_t i = 0; i < o->n; i++)
		buf_fmt(sql, "%s%s", i > 0 ? ", " : "", o->column[i]);
	buf_put(sql, o->down ? ") < (" : ") > (");
	for (size_t i = 0; i < o->n; i++) {
		if (i > 0)
			buf_put(sql, ", ");
		sql_arg(sql, args, v[i]);
	}
	buf_char(sql, ')');
	return true;
}

static bool asks_for_status(struct ctx *c, const struct record_select *s, const char *filter, bool *ret)
{
	struct expr_refs refs = { .catalog = c->catalog, .base = s->type, .school_year = s->refs.school_year };
	const struct expr *parsed;

	*ret = false;
	if (filter == NULL)
		return true;
	if (!expr_parse(c, &refs, filter, &parsed))
		return false;
	for (size_t i = 0; i < refs.n_refs; i++)
		*ret = *ret || streq(refs.ref[i].path, "status");
	return true;
}

/* Where what is gone is left out, so are they, but for what is asked for by its code. */
static void leave_out_never_came(struct ctx *c, struct buf *sql, const struct record_type *t)
{
	const char *never_came = gone_never_came_sql(c->arena, t, "t");

	if (*never_came != '\0')
		buf_fmt(sql, " AND NOT (%s)", never_came);
}

static bool leave_out_gone(struct ctx *c, struct buf *sql, struct sql_args *args, const struct record_select *s, const struct record_query *q)
{
	const char *gone[GONE_STATUSES];
	const size_t n = record_gone_statuses(s->type, gone);
	bool asked = false;

	if (!q->gone && n > 0 && !asks_for_status(c, s, q->filter, &asked))
		return false;
	if (q->gone || n == 0 || asked || q->q != NULL)
		leave_out_never_came(c, sql, s->type);
	if (q->gone || n == 0 || asked)
		return true;
	buf_fmt(sql, " AND (%s NOT IN (", s->status);
	for (size_t i = 0; i < n; i++)
		buf_fmt(sql, "%s'%s'", i > 0 ? ", " : "", gone[i]);
	buf_char(sql, ')');
	if (q->q != NULL) {
		buf_put(sql, " OR t.code = ");
		sql_arg(sql, args, val_text(q->q));
	}
	buf_char(sql, ')');
	return true;
}

static void units_sql(struct buf *sql, struct sql_args *args, const struct record_query *q, enum scope_use use)
{
	scope_sql(sql, args, q->scope, "u", use);
	if (q->unit == NULL || !q->within)
		return;
	buf_put(sql, " AND ");
	scope_within_sql(sql, args, q->unit->path, "u", use);
}

/* Of many units, how they are come by.  The order of codes has an index, which SQLite is only led to by a test; a few units are put
 * in order sooner. */
static bool choose_way(struct ctx *c, const struct record_query *q, const struct order *o, enum scope_use *ret)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	*ret = is_of_many(q) ? SCOPE_FIND : SCOPE_TEST;
	if (*ret == SCOPE_TEST || !streq(o->column[0], "t.code") || db_engine(c->db) != ENGINE_SQLITE)
		return true;
	buf_put(&sql, "SELECT count(*) FROM (SELECT 1 AS one FROM unit u WHERE ");
	units_sql(&sql, &args, q, SCOPE_FIND);
	buf_fmt(&sql, " LIMIT %d) n", FEW_UNITS + 1);
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	if (rows_int(&r, 0, 0) > FEW_UNITS)
		*ret = SCOPE_TEST;
	return true;
}

static bool where_sql(struct ctx *c, struct buf *sql, struct sql_args *args, struct record_select *s, const struct record_query *q,
                      const struct expr *filter, const struct search *search, enum scope_use use)
{
	buf_put(sql, " WHERE ");
	units_sql(sql, args, q, use);
	scope_records_sql(sql, args, c->catalog, q->scope, s->type, "t", q->match == NULL ? SCOPE_SHARED : SCOPE_WHOLE);
	if (q->unit != NULL && !q->within) {
		buf_put(sql, " AND t.unit_id = ");
		s->unit_arg = args->n;
		sql_arg(sql, args, val_int(q->unit->id));
	}
	if (q->year != 0 && s->type->year_bound) {
		buf_put(sql, " AND t.school_year = ");
		sql_arg(sql, args, val_int(q->year));
	}
	if (q->declared)
		declared_sql(sql, c->catalog, s->type, "t", s->refs.school_year);
	if (q->on != NULL)
		buf_fmt(sql, " AND %s IS NOT NULL", s->status);
	if (filter != NULL) {
		buf_put(sql, " AND ");
		expr_sql(sql, args, &s->refs, filter);
	}
	if (q->match != NULL)
		match_sql(sql, args, q->match);
	if (q->q != NULL)
		search_sql(sql, args, search, q->unit != NULL && !q->within ? &s->unit_arg : NULL);
	return leave_out_gone(c, sql, args, s, q);
}

struct page {
	struct buf *items;
	const struct record_select *select;
	size_t limit, count, n_order, width;
	struct val last[4];
	bool more;
	const struct record_type *seen; /* of whom a row tells, and which cell says who; as many of those before the order */
	size_t seen_at, n_seen;
};

static bool take_row(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	struct page *p = arg;

	if (p->count == p->limit) {
		p->more = true;
		return false;
	}
	p->count++;
	json_open_object(p->items, NULL);
	select_put_members(p->items, p->select, cell);
	json_close_object(p->items);
	const size_t who = p->n_seen > 0 ? n - p->n_order - 1 : p->seen_at;
	if (who != SIZE_MAX && cell[who].kind == VAL_TEXT)
		seen_note(c, &(struct seen_one){ p->seen, cell[0].i, cell[who].s });
	select_note_persons(c, p->select, cell[0].i, cell + SELECT_FIXED + p->select->n_fields);
	for (size_t i = 0; i < p->n_order; i++) {
		p->last[i] = cell[n - p->n_order + i];
		if (p->count == p->limit && (p->last[i].kind == VAL_TEXT || p->last[i].kind == VAL_BLOB))
			p->last[i].s = arena_strndup(c->arena, p->last[i].s, p->last[i].len);
	}
	return true;
}

static bool count_all(struct ctx *c, struct record_select *s, const struct record_query *q, const struct expr *filter, const struct search *search)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	s->from = search_from(c, &args, search);
	buf_put(&sql, "SELECT count(*) FROM (");
	select_none_sql(&sql, s);
	if (!where_sql(c, &sql, &args, s, q, filter, search, is_of_many(q) ? SCOPE_FIND : SCOPE_TEST))
		return false;
	buf_fmt(&sql, " LIMIT %d) n", TOTAL_MAX + 1);
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	q->total->more = rows_int(&r, 0, 0) > TOTAL_MAX;
	q->total->n = q->total->more ? TOTAL_MAX : (size_t)rows_int(&r, 0, 0);
	return true;
}

/* Codes are given out by provinces: the first page need not walk through those of the provinces before. */
static bool begin_at_first_code(struct ctx *c, const struct record_query *q, struct buf *sql, struct sql_args *args, const struct record_select *s, bool down)
{
	const char *first = down ? "max" : "min";
	struct buf heads = buf_in(c->arena);
	struct sql_args where = { 0 };
	struct rows r;

	buf_fmt(&heads, "SELECT %s(head) FROM (SELECT (SELECT %s(r.code) FROM %s r WHERE r.unit_id = u.id) AS head FROM unit u WHERE ", first, first, s->type->table);
	units_sql(&heads, &where, q, SCOPE_FIND);
	buf_put(&heads, ") heads");
	if (!db_query(c, &r, heads.data, where.v, where.n))
		return false;
	buf_put(sql, down ? " AND t.code <= " : " AND t.code >= ");
	sql_arg(sql, args, rows_text(&r, 0, 0) == NULL ? val_text("") : *rows_at(&r, 0, 0));
	return true;
}

/* Unit by unit, in their order, until the page is full: the same statement for each, whatever an engine thinks of how many there are. */
static bool walk_units(struct ctx *c, const struct record_query *q, bool down, int64_t from, const char *statement, struct sql_args *args, struct page *p)
{
	const struct record_type *t = p->select->type;
	bool last = false;

	for (size_t at_once = UNITS_FIRST; !last && !p->more; at_once = UNITS_AT_ONCE) {
		struct buf sql = buf_in(c->arena);
		struct sql_args where = { 0 };
		struct rows r;
		buf_put(&sql, "SELECT u.id FROM unit u WHERE ");
		units_sql(&sql, &where, q, SCOPE_FIND);
		buf_put(&sql, down ? " AND u.id <= " : " AND u.id >= ");
		sql_arg(&sql, &where, val_int(from));
		/* Most units have nothing of most types.  EXISTS would be made a join with all there is. */
		buf_fmt(&sql, " AND (SELECT 1 FROM %s r WHERE r.unit_id = u.id%s LIMIT 1) IS NOT NULL ORDER BY u.id%s LIMIT %zu", t->table,
		        t->year_bound && q->year != 0 ? arena_fmt(c->arena, " AND r.school_year = %d", q->year) : "", down ? " DESC" : "", at_once);
		if (!db_query(c, &r, sql.data, where.v, where.n))
			return false;
		for (size_t i = 0; i < r.count && !p->more; i++) {
			args->v[p->select->unit_arg] = *rows_at(&r, i, 0);
			if (!db_visit(c, statement, args->v, args->n, take_row, p))
				return false;
			from = rows_int(&r, i, 0) + (down ? -1 : 1);
		}
		last = r.count < at_once;
	}
	return true;
}

static bool check_match(struct ctx *c, const struct record_type *t, const struct record_match *m)
{
	for (size_t i = 0; m != NULL && i < m->n; i++)
		if (!field_check_shown(c, t, m->field[i]))
			return false;
	return true;
}

/* Who may not read the records of a year is not told who has one either. */
static bool check_declared(struct ctx *c, const struct record_type *t, const struct record_query *q)
{
	const struct declaration way = q->declared ? declaration_of(c->arena, c->catalog, t) : (struct declaration){ 0 };

	return way.by == NULL || field_check_shown(c, way.by, way.field);
}

static bool read_filter(struct ctx *c, const struct record_query *q, struct record_select *s, const struct expr **ret)
{
	const size_t selected = s->refs.n_refs;

	*ret = NULL;
	if (q->match != NULL && c->seen != NULL)
		c->seen->guesses++;
	return q->filter == NULL || (expr_parse(c, &s->refs, q->filter, ret) && refs_check_shown(c, &s->refs, selected) && asked_check(c, &s->refs, *ret) &&
	                             asked_note(c, &s->refs, *ret));
}

/* The order columns make the cursor; before them stands whom a row tells of, where that is kept and nothing else says it. */
static bool select_watched(struct ctx *c, struct record_select *s, struct page *p, const struct order *o, struct buf *sql)
{
	const char *further[COUNT(o->column) + 1], *path;
	size_t ref;

	p->seen_at = seen_cell(c->arena, s, &p->seen, &path);
	p->n_seen = c->seen != NULL && path != NULL;
	if (p->n_seen > 0) {
		if (!expr_ref_add(c, &s->refs, path, &ref))
			return false;
		further[0] = s->refs.ref[ref].sql;
	}
	memcpy(further + p->n_seen, o->column, o->n * sizeof *further);
	select_sql(sql, s, further, o->n + p->n_seen);
	return true;
}

static bool list_page(struct ctx *c, const struct record_type *t, const struct record_query *q, struct buf *items, const char **ret_cursor)
{
	const struct unit in_turn = { 0 };
	struct record_query one = *q;
	struct record_select s;
	const struct expr *filter;
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct search search = { 0 };
	enum scope_use use;
	struct order o;

	*ret_cursor = NULL;
	if (!select_shown(c, &s, t, q->fields, q->on, q->year) || !choose_order(c, q, &s, &o))
		return false;
	s.no_nulls = !q->nulls;
	s.masks = q->masks;
	if (!read_filter(c, q, &s, &filter) || !check_declared(c, t, q) || !check_match(c, t, q->match) ||
	    (q->q != NULL && (!search_read(c, t, q->q, q->whole, &search) || !search_choose(c, is_of_many(q) ? NULL : q->unit, &search))))
		return false;
	if ((q->total != NULL && !count_all(c, &s, q, filter, &search)) || !choose_way(c, q, &o, &use))
		return false;
	s.from = q->q != NULL || !is_of_many(q) ? search_from(c, &args, &search) : match_from(c, &args, t, q->match);
	const bool walks = o.by_unit && s.from == NULL;
	int64_t from = o.down ? INT64_MAX : 0;
	if (walks) {
		one.unit = &in_turn;
		one.within = false;
		use = SCOPE_TEST;
	}
	struct page p = { .items = items, .select = &s, .limit = q->limit, .n_order = o.n };
	if (!select_watched(c, &s, &p, &o, &sql))
		return false;
	if (!where_sql(c, &sql, &args, &s, &one, filter, &search, use))
		return false;
	if (q->cursor == NULL && is_of_many(q) && s.from == NULL && streq(o.column[0], "t.code") && !begin_at_first_code(c, q, &sql, &args, &s, o.down))
		return false;
	if (q->cursor != NULL && !cursor_sql(c, &sql, &args, &o, q->cursor, &from))
		return false;
	buf_put(&sql, " ORDER BY ");
	if (q->nearest && search.n_words > 0) {
		nearest_sql(&sql, &args, "t.search_key", search.text);
		buf_put(&sql, ", ");
	}
	for (size_t i = 0; i < o.n; i++)
		buf_fmt(&sql, "%s%s%s", i > 0 ? ", " : "", o.column[i], o.down ? " DESC" : "");
	/* Written out: PostgreSQL would plan a limit it does not know anew each time, for a tenth of the table. */
	buf_fmt(&sql, " LIMIT %zu", q->limit + 1);
	if (walks ? !walk_units(c, q, o.down, from, sql.data, &args, &p) : !db_visit(c, sql.data, args.v, args.n, take_row, &p))
		return false;
	if (q->masked != NULL)
		*q->masked = p.count > 0 && select_masks(&s);
	if (p.more && !q->nearest)
		*ret_cursor = cursor_text(c->arena, &o, p.last);
	return true;
}

bool record_list(struct ctx *c, const struct record_type *t, const struct record_query *q, struct buf *items, const char **ret_cursor)
{
	if (q->total == NULL && !is_of_many(q))
		return list_page(c, t, q, items, ret_cursor);
	if (!db_read_begin(c))
		return false;
	bool ok = list_page(c, t, q, items, ret_cursor);
	db_read_end(c);
	return ok;
}
