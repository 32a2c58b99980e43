/* idempotency.c - a repeated request is answered as the first time. */
#include "store/idempotency.h"

#include <pthread.h>

#include "api/routes.h"
#include "base/secret.h"
#include "base/text.h"
#include "http/lines.h"

enum { PIECE = 64 * 1024, KEY_LOCKS = 64 };

/* Of all that decides what is done, not of how it is answered. */
static bool request_digest(struct ctx *c, const struct request *q, const char **ret)
{
	struct digest *d = secret_digest_new(c->arena);
	struct buf head = buf_in(c->arena);
	char *piece = arena_alloc(c->arena, PIECE);

	buf_fmt(&head, "%d %s\n", (int)q->method, q->path);
	for (size_t i = 0; i < q->n_query; i++)
		if (!streq(q->query[i].name, "nulls") && !streq(q->query[i].name, "dry_run"))
			buf_fmt(&head, "%s=%s\n", q->query[i].name, q->query[i].value);
	secret_digest_add(d, head.data, head.len);
	for (size_t at = 0, n = PIECE; n == PIECE; at += n) {
		if (!http_body_read(c, q, at, piece, PIECE, &n))
			return false;
		secret_digest_add(d, piece, n);
	}
	*ret = secret_digest_text(c->arena, d);
	return true;
}

bool api_sending(struct ctx *c, const struct request *q, struct api_sending *ret)
{
	size_t at;

	*ret = (struct api_sending){ .key = q->idempotency_key };
	if (ret->key == NULL)
		return true;
	if (strlen(ret->key) > 100)
		return fail(c, ERR_INVALID, "idempotency.key", "Idempotency-Key dài tối đa 100 ký tự.");
	if (text_fault(c->arena, ret->key, strlen(ret->key), &at) != TEXT_FINE)
		return fail(c, ERR_INVALID, "idempotency.key", "Idempotency-Key: ký tự thứ %zu không nhìn thấy được; hãy tạo khoá bằng chữ và số.", at);
	if (!request_digest(c, q, &ret->digest))
		return false;
	ret->retry_key = arena_fmt(c->arena, "%s/%.16s", ret->key, ret->digest);
	return true;
}

static bool find(struct ctx *c, const struct api_sending *s, const char *key, struct kept_answer *ret)
{
	if (!idempotency_find(c, key, ret))
		return false;
	return ret->request_hash == NULL || streq(ret->request_hash, s->digest) ||
	       fail(c, ERR_INVALID, "idempotency.reused", "Idempotency-Key này đã dùng cho một yêu cầu khác; hãy tạo khoá mới.");
}

bool api_replay(struct ctx *c, const struct request *q, const struct api_sending *s, struct response *r, bool *ret_replayed)
{
	struct kept_answer kept;
	struct buf b = buf_in(c->arena);

	*ret_replayed = false;
	if (s->key == NULL)
		return true;
	if (!find(c, s, s->key, &kept))
		return false;
	if (kept.status == 0)
		return true; /* none, or one of lines: each part of it is kept by itself */
	buf_put(&b, kept.body);
	r->status = kept.status;
	reply_buf(r, q->route->body == BODY_NDJSON ? "application/x-ndjson" : "application/json", &b);
	*ret_replayed = true;
	return true;
}

bool api_remember(struct ctx *c, const struct api_sending *s, const struct response *r)
{
	if (s->key == NULL)
		return true;
	const struct kept_answer kept = { s->digest, arena_strndup(c->arena, r->body, r->body_len), r->status == 0 ? 200 : r->status };
	return idempotency_keep(c, s->key, &kept);
}

static pthread_mutex_t key_lock[KEY_LOCKS];

static void make_key_locks(void)
{
	for (size_t i = 0; i < KEY_LOCKS; i++)
		pthread_mutex_init(&key_lock[i], NULL);
}

static pthread_mutex_t *lock_of(const char *key)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	size_t at = 0;

	pthread_once(&once, make_key_locks);
	for (const char *p = key; *p != '\0'; p++)
		at = at * 31 + (unsigned char)*p;
	return &key_lock[at % KEY_LOCKS];
}

static bool replay_or_act(struct ctx *c, const struct request *q, const struct api_sending *s, struct response *r, handler_fn *act)
{
	bool replayed;

	return api_replay(c, q, s, r, &replayed) && (replayed || (act(c, q, r) && api_remember(c, s, r)));
}

bool api_once(struct ctx *c, const struct request *q, struct response *r, handler_fn *act)
{
	struct api_sending s;

	if (!api_sending(c, q, &s))
		return false;
	if (s.key == NULL)
		return act(c, q, r);
	pthread_mutex_lock(lock_of(s.key));
	const bool ok = replay_or_act(c, q, &s, r, act);
	pthread_mutex_unlock(lock_of(s.key));
	return ok;
}

/* No key that is sent has a line end in it. */
static const char *part_key(struct ctx *c, const struct api_sending *s, size_t number)
{
	return arena_fmt(c->arena, "%s\n%zu", s->key, number);
}

bool api_find_part(struct ctx *c, const struct api_sending *s, size_t number, const char **ret)
{
	struct kept_answer kept;

	*ret = NULL;
	if (s->key == NULL)
		return true;
	if (!find(c, s, part_key(c, s, number), &kept))
		return false;
	*ret = kept.body;
	return true;
}

bool api_keep_part_in(struct ctx *c, const struct api_sending *s, size_t number, const char *body)
{
	return s->key == NULL ||
	       (idempotency_keep_in(c, s->key, &(const struct kept_answer){ s->digest, "", 0 }) &&
	        idempotency_keep_in(c, part_key(c, s, number), &(const struct kept_answer){ s->digest, body, 200 }));
}
