/* batch_api.c - many records in one request: a line in, a line out. */
#include <unistd.h>

#include "api/routes.h"
#include "api/shapes.h"
#include "base/json.h"
#include "base/log.h"
#include "base/problems.h"
#include "catalog/document.h"
#include "domain/account/account.h"
#include "domain/unit/unit_life.h"
#include "http/lines.h"
#include "store/change.h"
#include "store/hold.h"
#include "store/trial.h"
#include "store/write.h"

static SHAPE(batch_current, "Một mục mà người khác đã sửa",
	{ "field", OUT_TEXT, .summary = "Mục; status: trạng thái" },
	{ "value", OUT_ANY, .summary = "Giá trị hiện nay; không có: đã để trống", .maybe = true },
	{ "by", OUT_TEXT, .summary = "Tài khoản sửa sau cùng; không có: hệ thống", .maybe = true },
	{ "at", OUT_TIME, .summary = "Sửa lúc nào" });

SHAPE(batch_line, "Kết quả của một dòng",
	{ "line", OUT_INT, .summary = "Dòng thứ mấy của nội dung gửi lên, từ 1; dòng trống cũng đếm" },
	{ "client_id", OUT_TEXT, .summary = "Mã do bên gửi đặt", .maybe = true },
	{ "code", OUT_TEXT, .summary = "Mã hồ sơ; không có: bị từ chối, hoặc chỉ làm thử", .maybe = true },
	{ "version", OUT_INT, .summary = "Phiên bản của hồ sơ", .maybe = true },
	{ "outcome", OUT_TEXT, .summary = "created, changed, unchanged hoặc refused" },
	{ "problems", OUT_SHAPE, .summary = "Điều không ổn", .shape = &problem_item_shape, .list = true },
	{ "current", OUT_SHAPE, .summary = "Khi bị từ chối vì version đã cũ (record.stale): những mục người khác đã sửa từ đó",
	  .shape = &batch_current_shape, .maybe = true, .list = true });

enum { PART = 200, LINES_MAX = 100000, TRIES_MAX = 3, TRIED_TOGETHER = 10 * PART, LET_PASS_US = 1000 };

struct line {
	const char *unit; /* NULL: the default */
	const char *client_id;
	size_t number;
	struct draft draft;
	struct outcome out;
	const char *current; /* of a record that somebody else has changed: items; else NULL */
	const char *answer;
};

/* Lines of one unit in a part: one transaction. */
struct group {
	struct line *at[PART];
	size_t n;
};

struct batch {
	struct ctx *c; /* of the part in hand: its arena goes with it */
	const struct request *q;
	const struct record_type *type;
	const struct unit *home;
	struct api_sending sending;
	int64_t year;
	bool dry;
	bool written; /* something of it stands */
	bool cut;     /* no more can be written */
	bool begun;   /* its answer */
	struct response *answer;
	struct spool *out;
	struct line line[PART];
	size_t n;
	struct http_lines lines;
	bool more;    /* of them */
};

/* Of a trial a number is told only where the record was there before. */
static bool tells_record(const struct batch *b, const struct line *l)
{
	return l->out.result == WRITE_REFUSED ? l->current != NULL : !b->dry || l->out.result != WRITE_CREATED;
}

static void put_outcome(const struct batch *k, struct line *l)
{
	struct buf b = buf_in(k->c->arena);

	json_open_object(&b, NULL);
	json_put_int(&b, "line", l->number);
	json_put_text(&b, "client_id", l->client_id);
	if (tells_record(k, l)) {
		json_put_text(&b, "code", l->out.code);
		json_put_int(&b, "version", l->out.version);
	} else {
		json_put_null(&b, "code");
		json_put_null(&b, "version");
	}
	json_put_text(&b, "outcome", write_result_name(l->out.result));
	problems_put(&b, "problems", l->out.problems.first, PROBLEM_SEVERITY);
	if (l->current != NULL) {
		json_open_list(&b, "current");
		json_put_raw(&b, NULL, l->current);
		json_close_list(&b);
	}
	json_close_object(&b);
	buf_char(&b, '\n');
	l->answer = buf_text(&b);
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

static const char *answer_of(struct ctx *c, const struct group *g)
{
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; i < g->n; i++)
		buf_put(&b, g->at[i]->answer);
	return buf_text(&b);
}

/* Told as the first time; false: it was answered for other lines than these. */
static bool take_answer(struct ctx *c, struct group *g, const char *kept)
{
	for (size_t i = 0; i < g->n; i++) {
		const size_t len = strcspn(kept, "\n");
		if (kept[len] != '\n')
			return false;
		g->at[i]->answer = arena_strndup(c->arena, kept, len + 1);
		kept += len + 1;
	}
	return *kept == '\0';
}

/* Was it answered already? */
static bool find_answer(struct batch *b, struct group *g, bool *ret)
{
	const char *kept;

	if (!api_find_part(b->c, &b->sending, g->at[0]->number, &kept))
		return false;
	*ret = kept != NULL && take_answer(b->c, g, kept);
	return true;
}

/* Why the lines of a group could not be written at all is told on each of them. */
static void refuse(struct batch *b, struct group *g, const char *field, const char *key, const char *why)
{
	for (size_t i = 0; i < g->n; i++) {
		struct line *l = g->at[i];
		l->current = NULL;
		l->out = (struct outcome){ .result = WRITE_REFUSED };
		problem_add(b->c, &l->out.problems, field, key, "%s", why);
		put_outcome(b, l);
	}
}

/* One list each: whoever writes adds to it, and may do so again. */
static struct draft draft_of(struct ctx *c, const struct line *l)
{
	struct draft d = l->draft;

	d.problems = (struct problems){ 0 };
	for (const struct problem *p = l->draft.problems.first; p != NULL; p = p->next)
		problem_put(c, &d.problems, (struct problem){ .field = p->field, .key = p->key, .message = p->message, .warning = p->warning });
	return d;
}

static bool find_school(struct batch *b, const struct group *g, struct unit *ret)
{
	struct ctx *c = b->c;

	*ret = *b->home;
	if (!account_check_stands(c) || (g->at[0]->unit != NULL && !unit_find(c, actor_scope(c), g->at[0]->unit, ret)))
		return false;
	return unit_is_school(c, ret) || fail(c, ERR_INVALID, "record.unit", "Hồ sơ này thuộc một cơ sở giáo dục; ghi mã trường ở mục unit.");
}

struct work {
	struct batch *b;
	struct group *g;
	struct unit unit;
	struct outcome *out;
};

/* The unit is held before it is asked what was answered: the same sending may be under way twice. */
static bool write_in(struct ctx *c, void *arg)
{
	struct work *w = arg;
	struct batch *b = w->b;
	struct group *g = w->g;
	struct draft *draft = NEW_N(c->arena, struct draft, g->n);
	bool answered = false;

	if (b->sending.key != NULL && (!unit_hold(c, w->unit.id, HOLD_ANY, NULL) || !find_answer(b, g, &answered)))
		return false;
	if (answered)
		return true;
	for (size_t i = 0; i < g->n; i++)
		draft[i] = draft_of(c, g->at[i]);
	if (!record_write_batch_in(c, b->type, &w->unit, draft, g->n, w->out))
		return false;
	for (size_t i = 0; i < g->n; i++) {
		struct line *l = g->at[i];
		l->out = w->out[i];
		if (!tell_current(c, b->type, &w->unit, l))
			return false;
		put_outcome(b, l);
	}
	return api_keep_part_in(c, &b->sending, g->at[0]->number, answer_of(c, g));
}

static bool keep_refusal(struct ctx *c, void *arg)
{
	const struct work *w = arg;

	return api_keep_part_in(c, &w->b->sending, w->g->at[0]->number, answer_of(c, w->g));
}

static bool write_once(struct batch *b, struct group *g)
{
	struct ctx *c = b->c;
	struct work w = { .b = b, .g = g, .out = NEW_N(c->arena, struct outcome, g->n) };

	if (!find_school(b, g, &w.unit) || !write_together(c, write_in, &w))
		return false;
	for (size_t i = 0; i < g->n; i++)
		b->written = b->written || w.out[i].result == WRITE_CREATED || w.out[i].result == WRITE_CHANGED;
	return true;
}

static bool lies_in_what_was_sent(const struct ctx *c)
{
	return c->err == ERR_NOT_FOUND || c->err == ERR_INVALID || c->err == ERR_CONFLICT || c->err == ERR_UNAUTHENTICATED;
}

static const char cut_key[] = "batch.cut", cut_text[] = "Chưa ghi được dòng này vì hệ thống đang bận hoặc gặp lỗi; hãy gửi lại dòng này.";

/* May the request still be refused as a whole?  Not when its answer has begun; nor when lines stand and no key would tell them from new ones. */
static bool may_fail(const struct batch *b)
{
	return !b->begun && (b->dry || b->sending.key != NULL || !b->written);
}

/* The answer goes on, and says of each line what became of it. */
static void cut_off(struct batch *b, struct group *g)
{
	struct ctx *c = b->c;

	log_event("batch.cut", "key=%s detail=%s", c->key, c->err == ERR_BUSY || c->err == ERR_INTERNAL ? c->detail : "-");
	b->cut = true;
	if (c->err == ERR_BUSY && c->again == AGAIN_IF_READ)
		refuse(b, g, NULL, "batch.unsure", "Mất kết nối với cơ sở dữ liệu khi đang ghi dòng này, không rõ đã ghi hay chưa; hãy xem lại trước khi gửi lại.");
	else
		refuse(b, g, NULL, cut_key, cut_text);
	ctx_clear(c);
}

static bool try_group(struct batch *b, struct group *g)
{
	struct ctx *c = b->c;
	bool answered;

	if (!find_answer(b, g, &answered) || answered)
		return c->err == ERR_NONE;
	for (int tries = 1; !write_once(b, g); tries++) {
		if (lies_in_what_was_sent(c)) {
			refuse(b, g, "unit", c->key, c->detail);
			ctx_clear(c);
			return b->sending.key == NULL || write_together(c, keep_refusal, &(struct work){ .b = b, .g = g });
		}
		if (b->dry || tries == TRIES_MAX || c->err != ERR_BUSY || c->again != AGAIN)
			return false;
		ctx_clear(c);
	}
	return true;
}

/* False: the request cannot go on. */
static bool write_group(struct batch *b, struct group *g)
{
	if (b->cut) {
		refuse(b, g, NULL, cut_key, cut_text);
		return true;
	}
	const bool wanted = http_check_wanted(b->c, b->q);
	if (wanted && try_group(b, g))
		return true;
	if (may_fail(b) || streq(b->c->key, "server.left"))
		return false;
	if (!wanted)
		b->c->again = AGAIN_NOT; /* but nothing of it was done */
	cut_off(b, g);
	return true;
}

static bool same_unit(const struct line *a, const struct line *b)
{
	return a->unit == b->unit || (a->unit != NULL && b->unit != NULL && streq(a->unit, b->unit));
}

static bool flush(struct batch *b)
{
	struct group *g = NEW(b->c->arena, struct group);
	struct buf out = buf_in(b->c->arena);
	bool done[PART] = { false };

	for (size_t i = 0; i < b->n; i++) {
		if (done[i])
			continue;
		g->n = 0;
		for (size_t k = i; k < b->n; k++)
			if (!done[k] && same_unit(&b->line[i], &b->line[k])) {
				g->at[g->n++] = &b->line[k];
				done[k] = true;
			}
		if (!write_group(b, g))
			return false;
	}
	for (size_t i = 0; i < b->n; i++)
		buf_put(&out, b->line[i].answer);
	b->n = 0;
	return reply_lines_add(b->c, b->q, b->out, &out);
}

static void read_version(struct ctx *c, const json_t *o, struct draft *d)
{
	const json_t *v = json_object_get(o, "version");

	d->version = json_integer_value(v);
	if (v != NULL && !json_is_null(v) && d->version <= 0)
		problem_add(c, &d->problems, "version", "field.type", "version: phải là số phiên bản đã nhận khi đọc hồ sơ; hồ sơ mới thì bỏ mục này.");
}

static void read_line(struct batch *b, size_t number, const char *text, size_t len)
{
	struct ctx *c = b->c;
	struct line *l = &b->line[b->n++];
	json_error_t e;
	json_t *o = document_kept(c->arena, len > HTTP_LINE_MAX ? NULL : json_loadb(text, len, JSON_REJECT_DUPLICATES, &e));

	*l = (struct line){ .number = number };
	if (!json_is_object(o)) {
		draft_init(c, b->type, &l->draft);
		l->draft.unread = true;
		problem_add(c, &l->draft.problems, NULL, "line.json", "Dòng %zu không phải một đối tượng JSON hợp lệ (hoặc dài quá 64 KiB).", number);
		return;
	}
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
	l->draft.where = arena_fmt(c->arena, "dòng %zu", number);
	if (b->sending.retry_key != NULL)
		l->draft.retry_key = arena_fmt(c->arena, "%s/%zu", b->sending.retry_key, number);
}

/* Is there more than one may send?  Known before anything is written. */
static bool check_count(struct ctx *c, const struct request *q)
{
	struct http_lines lines = http_lines_of(c->arena, q);
	const char *text = "";
	size_t len, n = 0;

	for (;; n++) {
		if (!http_next_line(c, &lines, &text, &len))
			return false;
		if (text == NULL)
			return n <= LINES_MAX || fail(c, ERR_TOO_LARGE, "batch.lines", "Một lần gửi tối đa %d dòng, lần này có %zu; hãy chia nhỏ. Chưa dòng nào được ghi.", LINES_MAX, n);
	}
}

static bool one_part(struct batch *b)
{
	const char *text = "";
	size_t len;

	while (b->n < PART && text != NULL) {
		if (!http_next_line(b->c, &b->lines, &text, &len))
			return false;
		if (text != NULL)
			read_line(b, b->lines.number, text, len);
	}
	b->more = text != NULL;
	return b->n == 0 || flush(b);
}

/* Of a trial only so many parts. */
static bool run(struct ctx *c, void *arg)
{
	struct batch *b = arg;
	struct ctx own = ctx_within(c);
	bool ok = true;

	b->c = &own;
	for (int n = 0; ok && b->more && !(b->dry && n == TRIED_TOGETHER / PART); n++) {
		ok = one_part(b) || ctx_hand_over(&own, c);
		if (ok && b->more && !b->dry) {
			ok = reply_lines_begin(c, b->q, b->answer, b->out);
			b->begun = true;
		}
		arena_reset(own.arena);
	}
	c->db = own.db;
	arena_free(own.arena);
	return ok;
}

/* Others wait for the writer, or for what the unit gives out: they come in between. */
static bool try_all(struct ctx *c, struct batch *b)
{
	while (trial(c, run, b)) {
		if (!b->more)
			return true;
		usleep(LET_PASS_US);
	}
	return false;
}

HANDLER(api_record_batch)
{
	struct batch *b = NEW(c->arena, struct batch);
	struct unit home;
	bool dry;

	if (!api_dry_run(c, q, &dry))
		return false;
	*b = (struct batch){ .q = q, .home = &home, .dry = dry, .answer = r, .out = reply_lines(c, q), .lines = http_lines_of(c->arena, q), .more = true };
	if (!dry && (!api_sending(c, q, &b->sending) || !api_check_sending(c, &b->sending)))
		return false;
	if (!api_type(c, q, &b->type) || !api_unit(c, http_query(q, "unit"), &home) || !api_number(c, q, "year", SCHOOL_YEAR_MIN, SCHOOL_YEAR_MAX, 0, &b->year) || !check_count(c, q))
		return false;
	if (b->type->is_unit)
		return fail(c, ERR_INVALID, "batch.unit", "Cơ sở giáo dục được lập từng cơ sở một qua POST /schools.");
	return (dry ? try_all(c, b) : run(c, b)) && reply_lines_end(c, q, r, b->out);
}
