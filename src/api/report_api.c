/* report_api.c - statistical forms. */
#include <limits.h>

#include "api/routes.h"
#include "base/json.h"
#include "base/time.h"
#include "catalog/unit_kind.h"
#include "domain/report/report.h"

TAKES(api_report_compute,
	{ "form", IN_TEXT, .required = true, .max_len = 40, .summary = "Tên biểu, xem /forms" },
	{ "unit", IN_TEXT, .max_len = 20, .summary = "Mã đơn vị; bỏ trống: đơn vị của bạn" },
	{ "period", IN_TEXT, .required = true, .max_len = 20, .summary = "Kỳ, như 2025-start" },
	{ "below", IN_BOOL, .summary = "Tính cho mọi cơ sở giáo dục bên dưới" });

TAKES(api_report_return,
	{ "note", IN_TEXT, .required = true, .max_len = 1000, .summary = "Lý do trả lại" },
	{ "cells", IN_LIST, .objects = true, .summary = "Ô nào phải sửa gì: {\"row\": mã số, \"column\": chữ cột, \"note\": phải sửa gì}, có thể thêm sheet (tên trang)" });

static bool form_named(struct ctx *c, const char *name, const struct form **ret)
{
	*ret = NULL;
	if (name == NULL)
		return fail(c, ERR_INVALID, "request.required", "Thiếu \"form\": tên biểu thống kê.");
	*ret = catalog_form(c->catalog, name);
	return *ret != NULL || fail(c, ERR_INVALID, "report.form", "Không có biểu này; xem các biểu thống kê.");
}

TAKES(api_report_reopen,
	{ "reason", IN_TEXT, .required = true, .max_len = 1000, .summary = "Lý do mở lại" });

static bool reply_report(struct ctx *c, struct response *r, const struct report *rep)
{
	struct buf b = buf_in(c->arena);

	if (!report_put_json(c, &b, rep, true))
		return false;
	reply_header(r, "ETag", arena_fmt(c->arena, "\"%" PRId64 "\"", rep->version));
	return reply_json(r, &b);
}

static bool reply_summary(struct ctx *c, struct response *r, const struct report_summary *sum)
{
	struct buf b = buf_in(c->arena);

	json_open_object(&b, NULL);
	json_put_int(&b, "computed", sum->computed);
	json_put_int(&b, "frozen", sum->frozen);
	json_close_object(&b);
	return reply_json(r, &b);
}

/* An office computes for itself and reads what lies below; a school computes for itself. */
static bool own_unit_only(struct ctx *c, const struct unit *u, bool below)
{
	if (below || u->id == c->account->unit.id)
		return true;
	return fail(c, ERR_FORBIDDEN, "report.not_yours", "Mỗi đơn vị tự tính báo cáo của mình; cấp trên tính giúp thì tính cho mọi trường bên dưới một lượt.");
}

HANDLER(api_report_compute)
{
	const struct form *f;
	struct report_summary sum;
	struct report rep;
	struct unit u;
	bool below = in_bool(q, "below");

	if (!form_named(c, in_text(q, "form"), &f) || !api_unit(c, in_text(q, "unit"), &u) || !own_unit_only(c, &u, below))
		return false;
	if (below)
		return report_compute_below(c, f, &u, in_text(q, "period"), &sum) && reply_summary(c, r, &sum);
	if (!report_compute(c, f, &u, in_text(q, "period"), &rep)) {
		if (streq(c->key, "report.frozen")) /* it is there to be seen, and what to do is said there */
			reply_header(r, "Location", arena_fmt(c->arena, API "/reports/%s", c->problems.first->message));
		return false;
	}
	r->status = 201;
	reply_header(r, "Location", arena_fmt(c->arena, API "/reports/%s", rep.code));
	return reply_report(c, r, &rep);
}

static bool check_filters(struct ctx *c, const struct report_query *q)
{
	struct period when;

	if (q->period != NULL && !report_period(c, q->period, &when))
		return false;
	if (q->state != NULL && !report_is_state(q->state))
		return fail(c, ERR_INVALID, "query.state", "state phải là draft (bản nháp), submitted (đã gửi), returned (bị trả lại) hoặc accepted (đã tiếp nhận).");
	if (q->kind != NULL && unit_kind_find(c->catalog, q->kind) == NULL)
		return fail(c, ERR_INVALID, "query.kind", "kind phải là một trong các loại đơn vị: %s.", unit_kinds_words(c->arena, c->catalog));
	return true;
}

HANDLER(api_report_list)
{
	struct buf b = buf_in(c->arena);
	struct report_query query = { .form = http_query(q, "form"), .period = http_query(q, "period"), .state = http_query(q, "state"),
	                              .kind = http_query(q, "kind") };
	const char *cursor;
	struct unit u;

	query.unit = &u;
	api_open_items(&b);
	return check_filters(c, &query) && http_flag(c, q, "waiting", &query.waiting) && api_page(c, q, &query.limit, &query.cursor) &&
	       api_units(c, q, &u, &query.within) && report_list(c, &query, &b, &cursor) && api_reply_page(c, q, r, &b, cursor);
}

HANDLER(api_report_progress)
{
	struct report_query query = { .within = true, .period = http_query(q, "period") };
	struct buf b = buf_in(c->arena), items = buf_in(c->arena);
	struct report_totals t;
	const struct form *f;
	const char *cursor;
	struct unit u;

	query.unit = &u;
	if (query.period == NULL)
		query.period = "";
	if (!form_named(c, http_query(q, "form"), &f) || !api_page(c, q, &query.limit, &query.cursor) || !api_unit(c, http_query(q, "within"), &u) ||
	    !report_progress(c, f, &query, &t, &items, &cursor))
		return false;
	json_open_object(&b, NULL);
	json_open_object(&b, "totals");
	json_put_int(&b, "none", t.none);
	json_put_int(&b, "draft", t.draft);
	json_put_int(&b, "submitted", t.submitted);
	json_put_int(&b, "returned", t.returned);
	json_put_int(&b, "accepted", t.accepted);
	json_close_object(&b);
	json_open_list(&b, "items");
	json_put_raw(&b, NULL, buf_text(&items));
	return api_reply_page(c, q, r, &b, cursor);
}

/* What may be another figure in a minute tells by its difference. */
static bool covered(struct ctx *c)
{
	return fail(c, ERR_FORBIDDEN, "report.covered", "Vai trò của bạn không xem hồ sơ nên không xem số liệu đang thay đổi; hãy xem báo cáo đã gửi.");
}

HANDLER(api_report_preview)
{
	const struct form *f;
	const char *cells, *period = http_query(q, "period"), *tree = http_query(q, "tree");
	struct buf b = buf_in(c->arena);
	struct unit u;
	struct date d;

	if (tree != NULL && !date_parse(tree, &d))
		return fail(c, ERR_INVALID, "query.date", "tree phải là một ngày có thật dạng năm-tháng-ngày.");

	if (!form_named(c, http_query(q, "form"), &f) || !api_unit(c, http_query(q, "unit"), &u))
		return false;
	if (report_hides(c, f))
		return covered(c);
	if (!report_preview(c, f, &u, period == NULL ? "" : period, tree, &cells))
		return false;
	json_put_raw(&b, NULL, cells);
	return reply_json(r, &b);
}

static bool find(struct ctx *c, const struct request *q, struct report *ret)
{
	return report_find(c, actor_scope(c), http_param(q, "id"), ret);
}

/* The edition asked for; the current one when none is. */
static bool find_edition(struct ctx *c, const struct request *q, struct report *ret)
{
	int64_t edition;

	if (!api_number(c, q, "edition", 1, 9999, 0, &edition) || !find(c, q, ret))
		return false;
	if ((streq(ret->state, "draft") || streq(ret->state, "returned")) && ret->unit.id != c->account->unit.id && report_hides(c, ret->form))
		return covered(c);
	return edition == 0 || report_edition(c, ret, (int)edition, ret);
}

HANDLER(api_report_show)
{
	struct report rep;

	return find_edition(c, q, &rep) && reply_report(c, r, &rep);
}

static bool write_report(struct ctx *c, const void *report, const char *path)
{
	return report_write_xlsx(c, report, path);
}

HANDLER(api_report_xlsx)
{
	struct report rep;

	if (!find_edition(c, q, &rep))
		return false;
	const char *form = arena_fmt(c->arena, "Biểu %s %s", rep.form->official, rep.when.kind == NULL ? "" : rep.when.kind->label);
	return api_reply_workbook(c, r, write_report, &rep, api_file_name(c, form, rep.unit.code, rep.when.year));
}

HANDLER(api_report_seal)
{
	struct buf b = buf_in(c->arena);
	struct report rep;

	if (!find_edition(c, q, &rep))
		return false;
	bool intact = report_verify(c, &rep);
	if (!intact && c->err != ERR_CONFLICT)
		return false;
	ctx_clear(c);
	json_open_object(&b, NULL);
	json_put_text(&b, "id", rep.code);
	json_put_text(&b, "unit", rep.unit.code);
	json_put_text(&b, "period", rep.period);
	json_put_text(&b, "state", rep.state);
	json_put_int(&b, "edition", rep.edition);
	json_put_text(&b, "hash", report_hides(c, rep.form) ? NULL : rep.hash); /* few figures could be tried against it */
	json_put_bool(&b, "intact", intact);
	json_close_object(&b);
	return reply_json(r, &b);
}

HANDLER(api_report_submit)
{
	struct report rep;

	return find(c, q, &rep) && report_submit(c, &rep) && reply_report(c, r, &rep);
}

static bool read_remarks(struct ctx *c, const json_t *list, struct report_remark **ret)
{
	struct problems wrong = { 0 };
	json_t *o;
	size_t i;

	*ret = NEW_N(c->arena, struct report_remark, json_array_size(list) + 1);
	json_array_foreach(list, i, o) {
		struct report_remark *x = &(*ret)[i];
		json_int_t row = 0;
		if (json_unpack(o, "{sI ss ss s?s !}", "row", &row, "column", &x->column, "note", &x->note, "sheet", &x->sheet) != 0)
			problem_add(c, &wrong, arena_fmt(c->arena, "cells[%zu]", i), "report.cell", "Mỗi ô phải sửa ghi mã số (row), chữ của cột (column) và ghi chú "
			            "(note), có thể thêm tên trang (sheet); ngoài ra không ghi gì.");
		x->row = row < 0 ? 0 : row > INT_MAX ? INT_MAX : (int)row;
	}
	return wrong.errors == 0 || fail_problems(c, &wrong);
}

HANDLER(api_report_return)
{
	const json_t *cells = json_object_get(q->in, "cells");
	struct report_remark *remarks;
	struct report rep;

	return find(c, q, &rep) && read_remarks(c, cells, &remarks) && report_return(c, &rep, in_text(q, "note"), remarks, json_array_size(cells)) &&
	       reply_report(c, r, &rep);
}

HANDLER(api_report_accept)
{
	struct report rep;

	return find(c, q, &rep) && report_accept(c, &rep) && reply_report(c, r, &rep);
}

HANDLER(api_report_reopen)
{
	struct report rep;

	return find(c, q, &rep) && report_reopen(c, &rep, in_text(q, "reason")) && reply_report(c, r, &rep);
}

HANDLER(api_report_cell)
{
	const char *row = http_param(q, "row");
	struct buf b = buf_in(c->arena);
	struct report_page page;
	const char *cursor;
	struct report rep;
	int64_t n;

	if (!api_number(c, q, "limit", 1, 200, 50, &n) || !api_cursor(c, q, &cursor))
		return false;
	if (strspn(row, "0123456789") != strlen(row) || strlen(row) > 6)
		return fail(c, ERR_NOT_FOUND, "report.cell", "Biểu này không có mã số \"%.20s\".", row);
	if (!find_edition(c, q, &rep) || !report_cell_records(c, &rep, (int)strtol(row, NULL, 10), http_param(q, "column"),
	                                                      cursor, (size_t)n, &page))
		return false;
	json_open_object(&b, NULL);
	json_put_text(&b, "plural", page.type->plural);
	json_put_int(&b, "left_out", page.left_out);
	json_put_int(&b, "unlisted", page.unlisted);
	json_open_list(&b, "items");
	json_put_raw(&b, NULL, buf_text(&page.items));
	return api_reply_page(c, q, r, &b, page.cursor);
}
