/* idempotency.c - a repeated request is answered as the first time. */
#include "store/idempotency.h"

#include "api/routes.h"
#include "base/secret.h"
#include "base/text.h"

enum { KEEP_MAX = 256 * 1024 };

static const char *request_digest(struct ctx *c, const struct request *q)
{
	const char *text = arena_fmt(c->arena, "%d %s\n%.*s", (int)q->method, q->path, (int)q->body_len, q->body == NULL ? "" : q->body);

	return secret_digest(c->arena, text, strlen(text));
}

const char *api_retry_key(struct ctx *c, const struct request *q)
{
	return q->idempotency_key == NULL ? NULL : arena_fmt(c->arena, "%s/%.16s", q->idempotency_key, request_digest(c, q));
}

bool api_replay(struct ctx *c, const struct request *q, struct response *r, bool *ret_replayed)
{
	struct kept_answer kept;
	struct buf b = buf_in(c->arena);
	size_t at;

	*ret_replayed = false;
	if (q->idempotency_key == NULL)
		return true;
	if (strlen(q->idempotency_key) > 100)
		return fail(c, ERR_INVALID, "idempotency.key", "Idempotency-Key dài tối đa 100 ký tự.");
	if (text_fault(c->arena, q->idempotency_key, strlen(q->idempotency_key), &at) != TEXT_FINE)
		return fail(c, ERR_INVALID, "idempotency.key", "Idempotency-Key: ký tự thứ %zu không nhìn thấy được; hãy tạo khoá bằng chữ và số.", at);
	if (!answer_find(c, q->idempotency_key, &kept) || kept.request_hash == NULL)
		return c->err == ERR_NONE;
	if (!streq(kept.request_hash, request_digest(c, q)))
		return fail(c, ERR_INVALID, "idempotency.reused", "Idempotency-Key này đã dùng cho một yêu cầu khác; hãy tạo khoá mới.");
	if (kept.status == 0)
		return true; /* too long to keep: done again, and its lines find their records */
	buf_put(&b, kept.body);
	r->status = kept.status;
	reply_buf(r, q->route->body == BODY_NDJSON ? "application/x-ndjson" : "application/json", &b);
	*ret_replayed = true;
	return true;
}

bool api_remember(struct ctx *c, const struct request *q, const struct response *r)
{
	if (q->idempotency_key == NULL)
		return true;
	bool keep = r->body_len <= KEEP_MAX;
	const struct kept_answer kept = { request_digest(c, q), keep ? arena_strndup(c->arena, r->body, r->body_len) : "", !keep ? 0 : r->status == 0 ? 200 : r->status };
	return answer_keep(c, q->idempotency_key, &kept);
}
