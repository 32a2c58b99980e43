/* batch_api.c - many records in one request: a line in, a line out. */
#include "api/routes.h"
#include "api/shapes.h"
#include "domain/account/account.h"
#include "domain/unit/unit_life.h"
#include "store/change.h"
#include "store/trial.h"
#include "store/write.h"

static SHAPE(batch_current, "Một mục mà người khác đã sửa",
	{ "field", OUT_TEXT, .summary = "Mục; status: trạng thái" },
	{ "value", OUT_ANY, .summary = "Giá trị hiện nay; không có: đã để trống", .maybe = true },
	{ "by", OUT_TEXT, .summary = "Tài khoản sửa sau cùng; không có: hệ thống", .maybe = true },
	{ "at", OUT_TIME, .summary = "Sửa lúc nào" });

SHAPE(batch_line, "Kết quả của một dòng",
	{ "line", OUT_INT, .summary = "Dòng thứ mấy, từ 1" },
	{ "client_id", OUT_TEXT, .summary = "Mã do bên gửi đặt", .maybe = true },
	{ "code", OUT_TEXT, .summary = "Mã hồ sơ; không có: bị từ chối, hoặc chỉ làm thử", .maybe = true },
	{ "version", OUT_INT, .summary = "Phiên bản của hồ sơ", .maybe = true },
	{ "outcome", OUT_TEXT, .summary = "created, changed, unchanged hoặc refused" },
	{ "problems", OUT_SHAPE, .summary = "Điều không ổn", .shape = &problem_item_shape, .list = true },
	{ "current", OUT_SHAPE, .summary = "Khi bị từ chối vì version đã cũ (record.stale): những mục người khác đã sửa từ đó",
	  .shape = &batch_current_shape, .maybe = true, .list = true });

enum { PART = 200, LINES_MAX = 100000 };

struct line {
	const char *unit; /* NULL: the default */
	const char *client_id;
	struct draft draft;
	struct outcome out;
	const char *current; /* of a record that somebody else has changed: items; else NULL */
};

struct batch {
	struct ctx *c;
	const struct record_type *type;
	const struct unit *home;
	const char *retry_key;
	int64_t year;
	bool dry;
	struct buf *out;
	struct line line[PART];
	size_t n, number;
};

/* Of a trial a number is told only where the record was there before. */
static bool tells_record(const struct batch *b, const struct line *l)
{
	return l->out.result == WRITE_REFUSED ? l->current != NULL : !b->dry || l->out.result != WRITE_CREATED;
}

static void put_outcome(const struct batch *k, const struct line *l, size_t number)
{
	struct buf *b = k->out;

	buf_fmt(b, "{\"line\":%zu,\"client_id\":", number);
	buf_json_text(b, l->client_id);
	if (tells_record(k, l))
		buf_fmt(b, ",\"code\":\"%s\",\"version\":%" PRId64, l->out.code, l->out.version);
	else
		buf_put(b, ",\"code\":null,\"version\":null");
	buf_fmt(b, ",\"outcome\":\"%s\"", write_result_name(l->out.result));
	buf_put(b, ",\"problems\":");
	api_put_problems(b, &l->out.problems, true);
	if (l->current != NULL)
		buf_fmt(b, ",\"current\":[%s]", l->current);
	buf_put(b, "}\n");
}

static bool is_stale(const struct outcome *out)
{
	for (const struct problem *p = out->problems.first; p != NULL; p = p->next)
		if (streq(p->key, "record.stale"))
			return true;
	return false;
}

/* What the sender has not seen. */
static bool tell_current(struct ctx *c, const struct record_type *t, const struct unit *u, struct line *l)
{
	struct buf b = buf_in(c->arena);

	if (!is_stale(&l->out))
		return true;
	if (!change_since(c, u, t, l->out.id, l->draft.version, &b))
		return false;
	l->current = buf_text(&b);
	return true;
}

/* Why the lines of a unit could not be written at all is told on each of them. */
static void refuse_all(struct ctx *c, struct line **at, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		at[i]->out = (struct outcome){ .result = WRITE_REFUSED };
		problem_add(c, &at[i]->out.problems, "unit", c->key, "%s", c->detail);
	}
	ctx_clear(c);
}

/* Lines of one unit, one transaction.  False: the request cannot go on. */
static bool write_unit(struct ctx *c, struct batch *b, struct line **at, size_t n)
{
	struct draft *draft = NEW_N(c->arena, struct draft, n);
	struct outcome *out = NEW_N(c->arena, struct outcome, n);
	struct unit u = *b->home;

	for (size_t i = 0; i < n; i++)
		draft[i] = at[i]->draft;
	bool ok = account_check_stands(c) && (at[0]->unit == NULL || unit_find(c, actor_scope(c), at[0]->unit, &u));
	if (ok && !streq(u.kind, "school"))
		ok = fail(c, ERR_INVALID, "record.unit", "Hồ sơ này thuộc một cơ sở giáo dục; ghi mã trường ở mục unit.");
	ok = ok && record_write_batch(c, b->type, &u, draft, n, out);
	if (!ok && (c->err == ERR_NOT_FOUND || c->err == ERR_INVALID || c->err == ERR_CONFLICT || c->err == ERR_UNAUTHENTICATED)) {
		refuse_all(c, at, n);
		return true;
	}
	for (size_t i = 0; ok && i < n; i++) {
		at[i]->out = out[i];
		ok = tell_current(c, b->type, &u, at[i]);
	}
	return ok;
}

static bool same_unit(const struct line *a, const struct line *b)
{
	return a->unit == b->unit || (a->unit != NULL && b->unit != NULL && streq(a->unit, b->unit));
}

static bool flush(struct batch *b)
{
	struct ctx *c = b->c;
	struct line **group = NEW_N(c->arena, struct line *, PART);
	bool done[PART] = { false };

	for (size_t i = 0; i < b->n; i++) {
		size_t n = 0;
		if (done[i])
			continue;
		for (size_t k = i; k < b->n; k++)
			if (!done[k] && same_unit(&b->line[i], &b->line[k])) {
				group[n++] = &b->line[k];
				done[k] = true;
			}
		if (!write_unit(c, b, group, n))
			return false;
	}
	for (size_t i = 0; i < b->n; i++)
		put_outcome(b, &b->line[i], b->number - b->n + i + 1);
	b->n = 0;
	return true;
}

static void read_version(struct ctx *c, const json_t *o, struct draft *d)
{
	const json_t *v = json_object_get(o, "version");

	d->version = json_integer_value(v);
	if (v != NULL && !json_is_null(v) && d->version <= 0)
		problem_add(c, &d->problems, "version", "field.type", "version: phải là số phiên bản đã nhận khi đọc hồ sơ; hồ sơ mới thì bỏ mục này.");
}

static void read_line(struct batch *b, const char *text, size_t len)
{
	struct ctx *c = b->c;
	struct line *l = &b->line[b->n++];
	json_error_t e;
	json_t *o = len > 65536 ? NULL : json_loadb(text, len, JSON_REJECT_DUPLICATES, &e);

	*l = (struct line){ 0 };
	b->number++;
	if (!json_is_object(o)) {
		draft_init(c, b->type, &l->draft);
		l->draft.unread = true;
		problem_add(c, &l->draft.problems, NULL, "line.json", "Dòng %zu không phải một đối tượng JSON hợp lệ (hoặc dài quá 64 KiB).", b->number);
		json_decref(o);
		return;
	}
	arena_defer(c->arena, (void (*)(void *))json_decref, o);
	draft_from_json(c, b->type, o, "unit,version", &l->draft);
	l->draft.as_shown = true;
	l->draft.tried = b->dry;
	read_version(c, o, &l->draft);
	l->client_id = l->draft.client_id;
	if (!api_code_member(c, o, "unit", &l->unit)) {
		problem_add(c, &l->draft.problems, "unit", c->key, "%s", c->detail);
		ctx_clear(c);
	}
	if (l->draft.school_year == 0)
		l->draft.school_year = (int)b->year;
	l->draft.where = arena_fmt(c->arena, "dòng %zu", b->number);
	if (b->retry_key != NULL)
		l->draft.retry_key = arena_fmt(c->arena, "%s/%zu", b->retry_key, b->number);
}

struct sending {
	const struct request *q;
	struct batch *batch;
};

static bool run(struct ctx *c, void *arg)
{
	const struct sending *s = arg;
	const struct request *q = s->q;
	struct batch *b = s->batch;

	for (const char *p = q->body, *end = q->body + q->body_len; p < end;) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		size_t len = nl == NULL ? (size_t)(end - p) : (size_t)(nl - p);
		if (len > 0 && !(len == 1 && *p == '\r'))
			read_line(b, p, len);
		p += len + 1;
		if (b->n == PART && !flush(b))
			return false;
		if (b->number > LINES_MAX)
			return fail(c, ERR_TOO_LARGE, "batch.lines", "Một lần gửi tối đa %d dòng; hãy chia nhỏ.", LINES_MAX);
	}
	return b->n == 0 || flush(b);
}

HANDLER(api_record_batch)
{
	struct buf out = buf_in(c->arena);
	struct batch *b = NEW(c->arena, struct batch);
	struct sending s = { q, b };
	struct unit home;
	bool dry, replayed;

	if (!api_dry_run(c, q, &dry))
		return false;
	*b = (struct batch){ .c = c, .home = &home, .out = &out, .dry = dry, .retry_key = dry ? NULL : api_retry_key(c, q) };
	if (!dry && (!api_replay(c, q, r, &replayed) || replayed))
		return c->err == ERR_NONE;
	if (!api_type(c, q, &b->type) || !api_unit(c, http_query(q, "unit"), &home) || !api_number(c, q, "year", 1990, 2100, 0, &b->year))
		return false;
	if (b->type->is_unit)
		return fail(c, ERR_INVALID, "batch.unit", "Cơ sở giáo dục được lập từng cơ sở một qua POST /schools.");
	if (!(dry ? trial(c, run, &s) : run(c, &s)))
		return false;
	reply_buf(r, "application/x-ndjson", &out);
	return dry || api_remember(c, q, r);
}
