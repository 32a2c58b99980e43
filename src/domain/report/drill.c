/* drill.c - from a figure to the records that were counted, down through the reports that were added up. */
#include <jansson.h>

#include "base/json.h"
#include "catalog/document.h"
#include "catalog/expr.h"
#include "domain/report/basis.h"
#include "store/as_of.h"
#include "store/masked.h"
#include "store/seen.h"
#include "store/shown.h"

/* Ministry, Sở, institution. */
enum { DEPTH_MAX = 3, REPORTS_MAX = 400 };

struct drill {
	int code;
	const char *letter;
	const struct record_type *type;
	size_t limit, n, visited;
	size_t from[DEPTH_MAX], next[DEPTH_MAX]; /* position in the basis of each report on the way down */
	bool full;
	struct report_page *page;
};

/* Where a page begins: of this very report and this cell, since others have other positions. */
static const char *cursor_mark(struct ctx *c, const struct report *rep, const struct drill *d)
{
	return arena_fmt(c->arena, "%.12s-%d%s-", rep->hash, d->code, d->letter);
}

static const char *cursor_text(struct ctx *c, const struct report *rep, const struct drill *d)
{
	return arena_fmt(c->arena, "%s%zu-%zu-%zu", cursor_mark(c, rep, d), d->next[0], d->next[1], d->next[2]);
}

static bool read_cursor(struct ctx *c, const struct report *rep, const char *cursor, struct drill *d)
{
	const char *mark = cursor_mark(c, rep, d), *at = cursor == NULL ? NULL : cursor + strlen(mark);
	int end = 0;

	if (cursor == NULL)
		return true;
	if (strncmp(cursor, mark, strlen(mark)) == 0 && strlen(at) < 40 && strspn(at, "-0123456789") == strlen(at) &&
	    sscanf(at, "%9zu-%9zu-%9zu%n", &d->from[0], &d->from[1], &d->from[2], &end) == 3 && at[end] == '\0')
		return true;
	return fail(c, ERR_INVALID, "query.cursor", "Con trỏ trang không đọc được, là của ô khác, hoặc báo cáo đã được tính lại; hãy lấy lại từ trang đầu.");
}

/* The figure of the cell in a report, whatever edition of the form it was computed by. */
static bool figure_of(struct ctx *c, const struct drill *d, const struct report *rep, int64_t *ret, size_t *ret_column)
{
	const struct form_sheet *sheet;
	const struct form_row *row = form_row_find(rep->form, d->code, &sheet);
	struct figures x;

	*ret = 0;
	if (row == NULL || row->source == NULL)
		return true;
	*ret_column = figures_column_index(c->arena, sheet, d->letter);
	if (*ret_column == SIZE_MAX || row->blank[*ret_column])
		return true;
	if (!figures_of(c, rep->form, rep->cells, &x))
		return false;
	*ret = *figures_cell(&x, d->code, *ret_column);
	return true;
}

static void put_item(struct drill *d, json_t *o)
{
	d->n++;
	document_put(&d->page->items, NULL, o);
}

/* What decides on a cell: of the record, and of those it leads to; false: a field has left the catalogue. */
static bool cell_refs(struct ctx *c, const struct drill *d, const struct report *rep, struct expr_refs *ret)
{
	const struct form_sheet *sheet = NULL;
	const struct form_row *row = form_row_find(rep->form, d->code, &sheet);
	const size_t column = row == NULL ? SIZE_MAX : figures_column_index(c->arena, sheet, d->letter);
	const char **measure = NEW_N(c->arena, const char *, rep->form->n_measures + 1);
	const struct expr *e;
	bool known = true;

	*ret = (struct expr_refs){ .catalog = c->catalog, .base = d->type, .school_year = rep->when.year, .measures = measure };
	if (column == SIZE_MAX || row->source == NULL)
		return true;
	for (size_t i = 0; i < rep->form->n_measures; i++)
		measure[i] = rep->form->measure[i].name;
	const char *const when[] = { form_source_find(rep->form, row->source)->when, row->when, sheet->column[column].when };
	for (size_t i = 0; i < COUNT(when) && known; i++)
		known = when[i] == NULL || expr_parse(c, ret, form_condition(c->arena, when[i], rep->when.year), &e);
	ctx_clear(c);
	return known;
}

static bool is_of_person(const struct expr_join *j)
{
	return j->type != NULL && j->type->code_scheme == CODE_PERSON;
}

/* Whether the people whose fields decide on the cell were changed since: of each record, by its place among id[n]. */
static bool find_people_changed(struct ctx *c, const struct drill *d, const struct report *rep, const int64_t *id, size_t n, bool *ret)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct expr_refs refs;
	bool any = false;
	struct rows r;

	if (n == 0 || !cell_refs(c, d, rep, &refs))
		return true;
	buf_fmt(&sql, "SELECT t.id FROM %s t", d->type->table);
	expr_joins_sql(&sql, &refs);
	buf_put(&sql, " WHERE t.unit_id = ");
	sql_arg(&sql, &args, val_int(rep->unit.id));
	for (size_t i = 0; i < refs.n_joins; i++)
		if (is_of_person(&refs.join[i])) {
			buf_fmt(&sql, "%s%s.changed_at > ", any ? " OR " : " AND (", refs.join[i].alias);
			sql_arg(&sql, &args, val_int(rep->computed_at));
			any = true;
		}
	if (!any)
		return true;
	buf_put(&sql, ") AND t.id IN (");
	for (size_t i = 0; i < n; i++)
		buf_fmt(&sql, "%s%" PRId64, i == 0 ? "" : ", ", id[i]);
	buf_put(&sql, ")");
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < r.count && !ret[i]; k++)
			ret[i] = rows_int(&r, k, 0) == id[i];
	return true;
}

static bool put_records(struct ctx *c, struct drill *d, const struct report *rep, const struct basis_record *all, size_t n)
{
	const struct unit *u = &rep->unit;
	struct record *rec = NEW_N(c->arena, struct record, n + 1);
	bool *changed = NEW_N(c->arena, bool, n + 1);
	int64_t *id = NEW_N(c->arena, int64_t, n + 1);

	for (size_t i = 0; i < n; i++)
		id[i] = all[i].id;
	if (!record_load_many(c, d->type, u, id, n, rec) || !find_people_changed(c, d, rep, id, n, changed))
		return false;
	for (size_t i = 0; i < n; i++) {
		json_t *o;
		if (rec[i].id == 0)
			return fail(c, ERR_INTERNAL, "report.record", "record %s %" PRId64 " of unit %s was counted and is gone", d->type->name, id[i], u->code);
		if (!record_as_of(c, &rec[i], all[i].version, &o))
			return false;
		if (masked_for(c))
			masked_json(c, d->type, o);
		seen_record(c, &rec[i]);
		json_object_set_new(o, "counted_version", json_integer(all[i].version));
		json_object_set_new(o, "unit_name", json_string(u->name));
		if (changed[i])
			json_object_set_new(o, "person_changed", json_true());
		put_item(d, o);
	}
	return true;
}

/* Who stands in a cell of pupils with a disability has one. */
static bool check_cell_shown(struct ctx *c, const struct drill *d, const struct report *rep)
{
	struct expr_refs refs;

	if (all_is_shown(c))
		return true;
	if (!cell_refs(c, d, rep, &refs))
		return fail(c, ERR_FORBIDDEN, "field.hidden", "Ô này đếm theo một mục nay không còn trong danh mục; hãy tính lại báo cáo rồi xem.");
	return refs_check_shown(c, &refs, 0);
}

/* A figure that nothing is listed for is of before this was: what is there says so, rather than that nobody is. */
static bool list_school(struct ctx *c, struct drill *d, const struct report *rep, int64_t figure, size_t column, size_t depth)
{
	struct basis_record *all;
	size_t n, from = d->from[depth];

	if (!check_cell_shown(c, d, rep) || !basis_records(c, rep, d->type->name, d->code, column, &all, &n))
		return false;
	if (n == 0) {
		d->page->unlisted += figure;
		return true;
	}
	from = from < n ? from : n;
	size_t some = n - from < d->limit - d->n ? n - from : d->limit - d->n;
	if (!put_records(c, d, rep, all + from, some))
		return false;
	d->full = from + some < n;
	d->next[depth] = d->full ? from + some : 0;
	return true;
}

/* An edition that was added up; one that is not the one added up is of no use. */
static bool find_added(struct ctx *c, const struct basis_report *b, struct report *ret)
{
	struct report now;

	if (!report_find(c, &scope_everywhere, b->report, &now) || !report_edition(c, &now, b->edition, ret))
		return false;
	return streq(ret->hash, b->hash) ||
	       fail(c, ERR_CONFLICT, "report.altered", "Bản số %d của báo cáo %s không còn là bản đã được cộng; bản này đã bị sửa.", b->edition, b->report);
}

static bool list_report(struct ctx *c, struct drill *d, const struct report *rep, size_t depth);

static bool list_added(struct ctx *c, struct drill *d, const struct basis_report *b, size_t depth)
{
	struct report rep;
	int64_t figure;
	size_t column;

	if (!find_added(c, b, &rep) || !figure_of(c, d, &rep, &figure, &column))
		return false;
	d->visited++;
	if (figure == 0)
		return true;
	if (!scope_covers(actor_scope(c), &rep.unit)) {
		d->page->left_out += figure;
		return true;
	}
	if (rep.basis == NULL) {
		d->page->unlisted += figure;
		return true;
	}
	return list_report(c, d, &rep, depth);
}

static bool list_office(struct ctx *c, struct drill *d, const struct report *rep, size_t depth)
{
	struct basis_report *all;
	size_t n, i = d->from[depth];

	if (!basis_reports(c, rep, &all, &n))
		return false;
	for (; i < n; i++) {
		if (d->n == d->limit || d->visited >= REPORTS_MAX) {
			d->full = true;
			break;
		}
		if (!list_added(c, d, &all[i], depth + 1))
			return false;
		if (d->full)
			break;
		memset(d->from, 0, sizeof d->from); /* the next is read from its beginning */
	}
	d->next[depth] = d->full ? i : 0;
	return true;
}

static bool list_report(struct ctx *c, struct drill *d, const struct report *rep, size_t depth)
{
	int64_t figure;
	size_t column;

	if (!figure_of(c, d, rep, &figure, &column) || figure == 0)
		return c->err == ERR_NONE;
	if (!report_verify(c, rep)) /* else more or others might be listed than were counted */
		return false;
	if (unit_is_school(c, &rep->unit))
		return list_school(c, d, rep, figure, column, depth);
	return depth + 1 < DEPTH_MAX ? list_office(c, d, rep, depth)
	                             : fail(c, ERR_INTERNAL, "report.basis", "%s adds up more levels than there are", rep->code);
}

bool report_cell_records(struct ctx *c, const struct report *rep, int code, const char *letter, const char *cursor, size_t limit,
                         struct report_page *page)
{
	const struct form_sheet *sheet = NULL;
	const struct form_row *row = form_row_find(rep->form, code, &sheet);
	const size_t column = row == NULL ? SIZE_MAX : figures_column_index(c->arena, sheet, letter);
	struct drill d = { .code = code, .letter = letter, .limit = limit, .page = page };

	*page = (struct report_page){ .items = buf_in(c->arena) };
	if (code > 0 && column != SIZE_MAX && row->source != NULL && !row->blank[column])
		d.type = catalog_type(c->catalog, row->source);
	if (d.type == NULL)
		return fail(c, ERR_NOT_FOUND, "report.cell", "Biểu này không có ô mã số %d, cột %s tính từ hồ sơ.", code, letter);
	page->type = d.type;
	if (!type_is_shown(c, d.type))
		return fail(c, ERR_FORBIDDEN, "right.missing", "Vai trò của bạn xem được số liệu nhưng không xem được hồ sơ đứng sau.");
	if (rep->basis == NULL)
		return fail(c, ERR_CONFLICT, "report.no_basis", "Biểu này tính từ trước khi hệ thống giữ danh sách hồ sơ đã đếm; hãy tính lại để xem.");
	if (!check_cell_shown(c, &d, rep) || !read_cursor(c, rep, cursor, &d) || !list_report(c, &d, rep, 0))
		return false;
	if (d.full)
		page->cursor = cursor_text(c, rep, &d);
	return true;
}
