/* idempotency.c - a repeated request is answered as the first time. */
#include "store/idempotency.h"

#include "api/routes.h"
#include "base/secret.h"

static const char *request_digest(struct ctx *c, const struct request *q)
{
	const char *text = arena_fmt(c->arena, "%d %s\n%.*s", (int)q->method, q->path, (int)q->body_len, q->body == NULL ? "" : q->body);

	return secret_digest(c->arena, text, strlen(text));
}

bool api_replay(struct ctx *c, const struct request *q, struct response *r, bool *ret_replayed)
{
	struct kept_answer kept;
	struct buf b = buf_in(c->arena);

	*ret_replayed = false;
	if (q->idempotency_key == NULL)
		return true;
	if (strlen(q->idempotency_key) > 100)
		return fail(c, ERR_INVALID, "idempotency.key", "Idempotency-Key dài tối đa 100 ký tự.");
	if (!answer_find(c, q->idempotency_key, &kept) || kept.request_hash == NULL)
		return c->err == ERR_NONE;
	if (!streq(kept.request_hash, request_digest(c, q)))
		return fail(c, ERR_INVALID, "idempotency.reused", "Idempotency-Key này đã dùng cho một yêu cầu khác; hãy tạo khoá mới.");
	buf_put(&b, kept.body);
	r->status = kept.status;
	reply_buf(r, "application/json", &b);
	*ret_replayed = true;
	return true;
}

bool api_remember(struct ctx *c, const struct request *q, const struct response *r)
{
	if (q->idempotency_key == NULL)
		return true;
	return answer_keep(c, q->idempotency_key, &(struct kept_answer){ request_digest(c, q), arena_strndup(c->arena, r->body, r->body_len), r->status });
}
