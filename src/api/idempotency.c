/* idempotency.c - a repeated request is answered as the first time. */
#include "store/idempotency.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "api/routes.h"
#include "base/secret.h"
#include "base/text.h"
#include "catalog/document.h"
#include "http/lines.h"

enum { PIECE = 64 * 1024 };

static bool add_file(struct ctx *c, struct digest *d, int fd, char *piece)
{
	ssize_t n;

	for (off_t at = 0; (n = pread(fd, piece, PIECE, at)) > 0; at += n)
		secret_digest_add(d, piece, (size_t)n);
	return n == 0 || fail(c, ERR_INTERNAL, "request.tmp", "cannot read a part again: %s", strerrorname_np(errno));
}

static bool add_parts(struct ctx *c, const struct request *q, struct digest *d, char *piece)
{
	for (const struct part *p = q->parts; p != NULL; p = p->next) {
		const char *head = arena_fmt(c->arena, "%s=%s\n", p->name, p->filename != NULL ? p->filename : p->text);
		secret_digest_add(d, head, strlen(head));
		if (p->filename != NULL && !add_file(c, d, p->fd, piece))
			return false;
	}
	return true;
}

static bool add_body(struct ctx *c, const struct request *q, struct digest *d, char *piece)
{
	for (size_t at = 0, n = PIECE; n == PIECE; at += n) {
		if (!http_body_read(c, q, at, piece, PIECE, &n))
			return false;
		secret_digest_add(d, piece, n);
	}
	return true;
}

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
	if (!(q->parts != NULL ? add_parts(c, q, d, piece) : add_body(c, q, d, piece)))
		return false;
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

static bool check_same(struct ctx *c, const struct api_sending *s, const struct kept_answer *kept)
{
	return kept->request_hash == NULL || streq(kept->request_hash, s->digest) ||
	       fail(c, ERR_INVALID, "idempotency.reused", "Idempotency-Key này đã dùng cho một yêu cầu khác; hãy tạo khoá mới.");
}

static bool find(struct ctx *c, const struct api_sending *s, const char *key, struct kept_answer *ret)
{
	return idempotency_find(c, key, ret) && check_same(c, s, ret);
}

struct act {
	const struct request *q;
	struct response *r;
	handler_fn *fn;
	const char *digest;
	bool secret, done;
};

static bool act(struct ctx *c, void *arg, struct kept_answer *ret)
{
	struct act *x = arg;

	if (!x->fn(c, x->q, x->r))
		return false;
	x->done = true;
	*ret = (struct kept_answer){ x->digest, x->secret ? "" : arena_strndup(c->arena, x->r->body, x->r->body_len), x->r->status };
	return true;
}

static bool once(struct ctx *c, const struct request *q, struct response *r, handler_fn *fn, bool secret, bool *ret_again)
{
	struct act x = { .q = q, .r = r, .fn = fn, .secret = secret };
	struct buf b = buf_in(c->arena);
	struct kept_answer kept;
	struct api_sending s;

	*ret_again = false;
	if (!api_sending(c, q, &s))
		return false;
	if (s.key == NULL)
		return fn(c, q, r);
	x.digest = s.digest;
	if (!idempotency_once(c, s.key, s.digest, act, &x, &kept) || !check_same(c, &s, &kept))
		return false;
	*ret_again = !x.done;
	if (x.done)
		return true;
	if (secret)
		return fail(c, ERR_CONFLICT, "idempotency.secret",
		            "Lần gửi trước đã làm xong, và mật khẩu chỉ nói ra một lần. Nếu chưa nhận được, hãy cấp lại mật khẩu, hoặc thu hồi rồi cấp lại.");
	buf_put(&b, kept.body);
	r->status = kept.status;
	return reply_json(r, &b);
}

bool api_once(struct ctx *c, const struct request *q, struct response *r, handler_fn *fn, bool *ret_again)
{
	return once(c, q, r, fn, false, ret_again);
}

bool api_once_below(struct ctx *c, const struct request *q, struct response *r, handler_fn *fn, const char *address)
{
	bool again;

	if (!once(c, q, r, fn, false, &again))
		return false;
	const json_t *o = document_kept(c->arena, json_loadb(r->body, r->body_len, 0, NULL));
	reply_header(r, "Location", arena_fmt(c->arena, "%s/%s", address, json_string_value(json_object_get(o, "id"))));
	return true;
}

bool api_once_secret(struct ctx *c, const struct request *q, struct response *r, handler_fn *fn)
{
	bool again;

	return once(c, q, r, fn, true, &again);
}

bool api_check_sending(struct ctx *c, const struct api_sending *s)
{
	struct kept_answer kept;

	return s->key == NULL || find(c, s, s->key, &kept);
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
