/* record_api.c - records of any type. */
#include <strings.h>

#include "api/routes.h"
#include "api/shapes.h"
#include "base/json.h"
#include "base/problems.h"
#include "base/text.h"
#include "base/time.h"
#include "catalog/document.h"
#include "domain/unit/unit_admin.h"
#include "domain/unit/unit_life.h"
#include "store/change.h"
#include "store/masked.h"
#include "store/seen.h"

TAKES(api_record_status,
	{ "status", IN_TEXT, .required = true, .max_len = 20, .summary = "Mã trạng thái trong danh mục của loại hồ sơ" },
	{ "reason", IN_TEXT, .max_len = 500, .summary = "Lý do, ghi vào lịch sử" },
	{ "date", IN_TEXT, .max_len = 10, .summary = "Ngày bắt đầu có trạng thái ấy, năm-tháng-ngày; bỏ trống: hôm nay" });

SHAPE(record_page, "Một trang hồ sơ",
	{ "items", OUT_SHAPE, .summary = "Từng hồ sơ", .shape = &record_shape, .list = true },
	{ "cursor", OUT_TEXT, .summary = "Trang sau", .maybe = true },
	{ "masked", OUT_BOOL, .summary = "Số định danh, điện thoại, địa chỉ không hiện đủ; gửi purpose để xem đủ", .maybe = true },
	{ "total", OUT_INT, .summary = "Tổng số, khi có count", .maybe = true },
	{ "at_least", OUT_INT, .summary = "Nhiều hơn chừng này, khi có count và không đếm hết", .maybe = true });

SHAPE(record_saved, "Một hồ sơ vừa ghi, vắn tắt: khi gửi Prefer: return=minimal",
	{ "code", OUT_TEXT, .summary = "Mã hồ sơ" },
	{ "version", OUT_INT, .summary = "Số lần ghi; ETag của hồ sơ" },
	{ "warnings", OUT_SHAPE, .summary = "Điều nên xem lại của lần ghi này", .shape = &problem_item_shape, .maybe = true, .list = true });

static bool find_units(struct ctx *c, const struct request *q, struct unit *u, struct record_query *rq)
{
	const char *unit = http_query(q, "unit"), *within = http_query(q, "within");

	if (unit != NULL && within != NULL)
		return fail(c, ERR_INVALID, "query.unit", "Chỉ dùng một trong hai: unit (đúng đơn vị ấy) hoặc within (cả các đơn vị trực thuộc).");
	const struct unit *own = c->account != NULL && unit_is_school(c, &c->account->unit) ? &c->account->unit : NULL;
	if (within == NULL && own != NULL && (unit == NULL || streq(unit, own->code))) {
		rq->unit = own;
		return true;
	}
	if (within == NULL && unit == NULL)
		return true;
	const char *code = within != NULL ? within : unit;
	const struct unit *asked = c->account != NULL && c->account->asked.id != 0 ? &c->account->asked : NULL;
	rq->unit = u;
	rq->within = within != NULL;
	if (asked == NULL || !streq(asked->code, code) || !scope_covers(rq->scope, asked))
		return unit_find(c, rq->scope, code, u);
	*u = *asked;
	return true;
}

HANDLER(api_record_list)
{
	struct record_query rq = {
		.scope = actor_scope(c), .q = http_query(q, "q"), .filter = http_query(q, "filter"), .sort = http_query(q, "sort"),
		.fields = http_query(q, "fields"),
		.on = http_query(q, "on"), .nulls = q->nulls, .masks = masked_for(c) && http_query(q, "purpose") == NULL,
	};
	const struct record_type *t;
	struct date day;
	struct buf b = buf_in(c->arena), items = buf_in(c->arena);
	const char *cursor;
	struct record_total total;
	struct unit u;
	bool count, masked;
	int64_t limit, year;

	if (!api_type(c, q, &t) || !api_purpose(c, q) || !api_number(c, q, "limit", 1, 200, 50, &limit) || !api_number(c, q, "year", SCHOOL_YEAR_MIN, SCHOOL_YEAR_MAX, 0, &year) ||
	    !http_flag(c, q, "gone", &rq.gone) || !http_flag(c, q, "declared", &rq.declared) || !http_flag(c, q, "count", &count) || !api_cursor(c, q, &rq.cursor) || !find_units(c, q, &u, &rq))
		return false;
	if (rq.on != NULL && !date_parse(rq.on, &day))
		return fail(c, ERR_INVALID, "query.on", "on: phải là một ngày có thật dạng năm-tháng-ngày, ví dụ 2025-09-30.");
	rq.limit = (size_t)limit;
	rq.year = year == 0 && rq.on != NULL ? date_school_year(day) : (int)year; /* records of a year are of that of the day */
	rq.total = count ? &total : NULL;
	rq.masked = &masked;
	if (!record_list(c, t, &rq, &items, &cursor))
		return false;
	json_open_object(&b, NULL);
	if (count)
		json_put_int(&b, total.more ? "at_least" : "total", total.n);
	if (masked)
		json_put_bool(&b, "masked", true);
	json_open_list(&b, "items");
	json_put_raw(&b, NULL, buf_text(&items));
	return api_reply_page(c, q, r, &b, cursor);
}

static void set_etag(struct ctx *c, struct response *r, int64_t version)
{
	reply_header(r, "ETag", arena_fmt(c->arena, "\"%" PRId64 "\"", version));
}

static void put_warnings(struct buf *b, const struct record *rec)
{
	if (rec->warnings.warnings == 0)
		return;
	problems_put(b, "warnings", rec->warnings.first, 0);
}

/* What may still be written of a person here. */
static bool put_whereabouts(struct ctx *c, struct buf *b, const struct record *person)
{
	bool left;
	int last;

	if (!record_left(c, person, &left, &last))
		return false;
	json_put_bool(b, "in_use", streq(person->status, person->type->initial_status));
	if (left)
		json_put_int(b, "last_year", last);
	return true;
}

bool api_reply_record(struct ctx *c, struct response *r, const struct record *rec, const char *fields)
{
	struct buf b = buf_in(c->arena);

	json_open_object(&b, NULL);
	record_put_members(c, &b, rec, fields);
	if (!record_put_paths(c, &b, rec, fields))
		return false;
	if (rec->type->code_scheme == CODE_PERSON && fields == NULL && !put_whereabouts(c, &b, rec))
		return false;
	put_warnings(&b, rec);
	json_close_object(&b);
	set_etag(c, r, rec->version);
	return reply_json(r, &b);
}

bool api_record(struct ctx *c, const struct request *q, struct record *ret)
{
	const struct record_type *t;

	return api_type(c, q, &t) && record_find(c, t, actor_scope(c), http_param(q, "code"), ret);
}

HANDLER(api_record_show)
{
	struct record rec;

	if (!api_record(c, q, &rec) || !record_check_fields(c, rec.type, http_query(q, "fields")))
		return false;
	seen_opened(c, &rec);
	return api_reply_record(c, r, &rec, http_query(q, "fields"));
}

HANDLER(api_record_history)
{
	struct record rec;

	if (!api_record(c, q, &rec))
		return false;
	seen_opened(c, &rec);
	json_t *items = change_history(c, &rec.unit, rec.type->name, rec.id);
	return items != NULL && reply_document(c, r, json_pack("{so}", "items", items));
}

static bool create_school(struct ctx *c, const struct request *q, const struct draft *d, struct outcome *out)
{
	const char *parent, *kind;
	struct unit made;

	return api_code_member(c, q->in, "managed_by", &parent) && api_code_member(c, q->in, "unit_kind", &kind) &&
	       unit_make_school_and_tell(c, d, kind, parent == NULL ? c->account->unit.code : parent, &made, out);
}

/* Changing what is there is another call: a code that is known is a mistake here. */
static bool is_new(struct ctx *c, const struct record_type *t, const struct draft *d)
{
	struct record rec;

	if (d->code == NULL)
		return true;
	if (record_find(c, t, actor_scope(c), d->code, &rec))
		return fail(c, ERR_CONFLICT, "record.exists", "Đã có hồ sơ mang mã này; hãy sửa nó bằng PATCH.");
	return ctx_forgive(c, ERR_NOT_FOUND);
}

static bool write_new(struct ctx *c, const struct request *q, const struct record_type *t, struct outcome *out)
{
	const char *unit = NULL;
	struct draft d;
	struct unit u;

	if ((!t->is_unit && !api_code_member(c, q->in, "unit", &unit)) || !api_unit(c, unit, &u))
		return false;
	draft_from_json(c, t, q->in, t->is_unit ? "managed_by,unit_kind" : "unit", &d);
	d.as_shown = true;
	if (!api_dry_run(c, q, &d.tried))
		return false;
	if (t->is_unit)
		return create_school(c, q, &d, out);
	if (!unit_is_school(c, &u))
		return fail(c, ERR_INVALID, "record.unit", "Hồ sơ này thuộc một cơ sở giáo dục; ghi mã trường ở mục unit.");
	d.only_new = true;
	if (!is_new(c, t, &d) || !record_write_batch(c, t, &u, &d, 1, out))
		return false;
	return out->result != WRITE_REFUSED || fail_problems(c, &out->problems);
}

static bool create(struct ctx *c, const struct request *q, struct attempt *ret)
{
	const struct record_type *t;
	struct outcome out;

	/* One's own, also when its unit went to somebody else in this moment. */
	if (!api_type(c, q, &t) || !write_new(c, q, t, &out) || !record_find(c, t, &scope_everywhere, out.code, &ret->record))
		return false;
	ret->record.warnings = out.problems;
	ret->result = out.result;
	return true;
}

static void set_location(struct ctx *c, struct response *r, const struct record_type *t, const char *code)
{
	reply_header(r, "Location", arena_fmt(c->arena, API "/%s/%s", t->plural, code));
}

/* The headers of a first answer follow from its body. */
static bool replay_headers(struct ctx *c, struct response *r, const struct record_type *t)
{
	json_t *o = document_kept(c->arena, json_loadb(r->body, r->body_len, 0, NULL));

	set_location(c, r, t, json_string_value(json_object_get(o, "code")));
	set_etag(c, r, json_integer_value(json_object_get(o, "version")));
	return true;
}

static bool create_and_tell(struct ctx *c, const struct request *q, struct response *r)
{
	struct attempt made;

	if (!create(c, q, &made))
		return false;
	/* A client_id that was known: its record, changed where the sender says otherwise. */
	r->status = made.result == WRITE_CREATED ? 201 : 200;
	set_location(c, r, made.record.type, made.record.code);
	return api_reply_record(c, r, &made.record, NULL);
}

HANDLER(api_record_create)
{
	const struct record_type *t;
	bool dry, again;

	if (!api_type(c, q, &t) || !api_dry_run(c, q, &dry))
		return false;
	if (dry)
		return api_reply_trial(c, q, r, create);
	return api_once(c, q, r, create_and_tell, &again) && (!again || replay_headers(c, r, t));
}

bool api_if_match(struct ctx *c, const struct request *q, int64_t *ret)
{
	const char *text = q->if_match;
	const size_t n = text == NULL ? 0 : strlen(text);

	*ret = 0;
	if (text == NULL || streq(text, "*"))
		return true;
	if (n > 2 && *text == '"' && text[n - 1] == '"' && text_int(arena_strndup(c->arena, text + 1, n - 2), ret) && *ret > 0)
		return true;
	return fail(c, ERR_MALFORMED, "record.if_match", "If-Match phải là ETag đã nhận, ví dụ \"3\", hoặc *.");
}

/* Two people at one form: the second must not overwrite unseen what the first has saved. */
static bool wants_if_match(struct ctx *c, const struct request *q)
{
	return q->if_match != NULL ||
	       fail(c, ERR_PRECONDITION, "record.if_match_missing", "Sửa hồ sơ phải kèm If-Match: ETag nhận được khi đọc hồ sơ, hoặc * để sửa bản nào cũng được.");
}

static bool change_unit(struct ctx *c, const struct record_type *t, const char *code, int64_t version, const struct draft *d, struct record *ret, int64_t *ret_was)
{
	if (!record_find(c, t, actor_scope(c), code, ret))
		return false;
	*ret_was = ret->version;
	return unit_change(c, ret, version, d, ret);
}

static bool change(struct ctx *c, const struct request *q, struct attempt *ret)
{
	const struct record_type *t;
	struct record *rec = &ret->record;
	int64_t version, was;
	struct draft d;

	if (!api_type(c, q, &t) || (q->if_match == NULL && !api_record(c, q, rec)) || !wants_if_match(c, q) || !api_if_match(c, q, &version))
		return false;
	draft_from_json(c, t, q->in, NULL, &d);
	d.as_shown = true;
	if (d.code != NULL || d.client_id != NULL || d.school_year != 0)
		problem_add(c, &d.problems, "code", "record.fixed", "Mã, năm học và client_id không thay đổi được.");
	if (!(t->is_unit ? change_unit : record_change_found)(c, t, http_param(q, "code"), version, &d, rec, &was))
		return false;
	ret->result = rec->version == was ? WRITE_UNCHANGED : WRITE_CHANGED;
	return true;
}

/* RFC 7240: "respond-async, return=minimal". */
static bool wants_little(const struct request *q)
{
	static const char wish[] = "return=minimal";

	for (const char *p = q->prefer == NULL ? "" : q->prefer; *p != '\0'; p += strspn(p, ", \t")) {
		const size_t n = strcspn(p, ", \t");
		if (n == sizeof wish - 1 && strncasecmp(p, wish, n) == 0)
			return true;
		p += n;
	}
	return false;
}

/* Who has the record on the screen needs to know only that it is stored. */
static bool reply_saved(struct ctx *c, struct response *r, const struct record *rec)
{
	struct buf b = buf_in(c->arena);

	json_open_object(&b, NULL);
	json_put_text(&b, "code", rec->code);
	json_put_int(&b, "version", rec->version);
	put_warnings(&b, rec);
	json_close_object(&b);
	set_etag(c, r, rec->version);
	reply_header(r, "Preference-Applied", "return=minimal");
	return reply_json(r, &b);
}

HANDLER(api_record_change)
{
	struct attempt made;
	bool dry;

	if (!api_dry_run(c, q, &dry))
		return false;
	if (dry)
		return api_reply_trial(c, q, r, change);
	return change(c, q, &made) && (wants_little(q) ? reply_saved(c, r, &made.record) : api_reply_record(c, r, &made.record, NULL));
}

static bool set_status(struct ctx *c, const struct request *q, struct attempt *ret)
{
	struct record *rec = &ret->record;
	int64_t version;

	if (!api_record(c, q, rec) || !api_if_match(c, q, &version))
		return false;
	const int64_t was = rec->version;
	if (!(rec->type->is_unit ? unit_set_status : record_set_status_since)(c, rec, version, in_text(q, "status"), in_text(q, "reason"),
	                                                                      in_text(q, "date"), rec))
		return false;
	ret->result = rec->version == was ? WRITE_UNCHANGED : WRITE_CHANGED;
	return true;
}

HANDLER(api_record_status)
{
	struct attempt made;
	bool dry;

	if (!api_dry_run(c, q, &dry))
		return false;
	return dry ? api_reply_trial(c, q, r, set_status) : set_status(c, q, &made) && api_reply_record(c, r, &made.record, NULL);
}
