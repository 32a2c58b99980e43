/* client_token.c - the tokens of clients, and those this process knows.
 *
 * A token is read from the database again after half a second, so that a revoked one ends everywhere; calls are taken from
 * the day's in parts.  What is known is a table without chains: of two tokens in one place the later stands. */
#include <pthread.h>
#include <stdlib.h>

#include "base/secret.h"
#include "base/time.h"
#include "db/db.h"
#include "domain/account/client.h"
#include "domain/account/network.h"
#include "store/idempotency.h"
#include "store/quota.h"

enum { CELLS = 19, KNOWN = 256, KNOWN_FOR_MS = 500, CALLS_AT_ONCE = 100 };

struct known {
	char digest[65];
	struct arena *arena;     /* of the cells */
	struct val cell[CELLS];  /* of client_token_get */
	int64_t read_ms;
	char day[11];
	size_t calls;            /* taken of that day and not made yet */
};

static struct known known[KNOWN];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* The digest is hexadecimal and as good as random. */
static struct known *place_of(const char *digest)
{
	return &known[strtoul((char[]){ digest[0], digest[1], '\0' }, NULL, 16) % KNOWN];
}

static void copy_cells(struct arena *a, struct val *to, const struct val *from)
{
	for (size_t i = 0; i < CELLS; i++) {
		to[i] = from[i];
		if (from[i].kind == VAL_TEXT)
			to[i].s = arena_strndup(a, from[i].s, from[i].len);
	}
}

static bool take_known(struct ctx *c, const char *digest, struct val *ret)
{
	struct known *k = place_of(digest);

	pthread_mutex_lock(&lock);
	const bool ok = k->arena != NULL && secret_equal(k->digest, digest) && c->now_ms >= k->read_ms && c->now_ms - k->read_ms < KNOWN_FOR_MS;
	if (ok)
		copy_cells(c->arena, ret, k->cell);
	pthread_mutex_unlock(&lock);
	return ok;
}

static void keep_known(struct ctx *c, const char *digest, const struct val *cell)
{
	struct known *k = place_of(digest);

	pthread_mutex_lock(&lock);
	if (k->arena == NULL)
		k->arena = arena_new();
	arena_reset(k->arena);
	if (!streq(k->digest, digest)) {
		memcpy(k->digest, digest, sizeof k->digest);
		k->calls = 0;
	}
	copy_cells(k->arena, k->cell, cell);
	k->read_ms = c->now_ms;
	pthread_mutex_unlock(&lock);
}

static bool call_is_left(const char *digest, const char *day)
{
	struct known *k = place_of(digest);

	pthread_mutex_lock(&lock);
	const bool ok = streq(k->digest, digest) && streq(k->day, day) && k->calls > 0;
	k->calls -= ok;
	pthread_mutex_unlock(&lock);
	return ok;
}

static void keep_calls(const char *digest, const char *day, size_t n)
{
	struct known *k = place_of(digest);

	pthread_mutex_lock(&lock);
	if (streq(k->digest, digest)) {
		k->calls = streq(k->day, day) ? k->calls + n : n;
		memcpy(k->day, day, sizeof k->day);
	}
	pthread_mutex_unlock(&lock);
}

static bool take_calls(struct ctx *c, int64_t account_id, int64_t a_day, size_t wanted, size_t *ret)
{
	const struct quota q = { "client.calls", arena_fmt(c->arena, "%" PRId64, account_id), a_day };

	if (!db_begin(c) || !db_end(c, quota_take(c, &q, wanted, ret)))
		return false;
	return *ret > 0 || fail(c, ERR_LIMITED, "client.calls",
	                        "Phần mềm này đã gọi đủ %" PRId64 " lần của hôm nay; hãy gọi tiếp ngày mai, hoặc nhờ đơn vị cấp lại với số lần lớn hơn.",
	                        a_day);
}

/* A small part of a small day: what one process took another one cannot use. */
static bool count_call(struct ctx *c, const char *digest, int64_t account_id, int64_t a_day)
{
	const char *day = time_today(c->arena, c->now_ms);
	const size_t part = a_day / 100 < CALLS_AT_ONCE ? (size_t)(a_day / 100) + 1 : CALLS_AT_ONCE;
	size_t n;

	if (call_is_left(digest, day))
		return true;
	if (!take_calls(c, account_id, a_day, part, &n))
		return false;
	keep_calls(digest, day, n - 1);
	return true;
}

static bool comes_from(struct ctx *c, const char *addresses, const char *remote)
{
	const char *p = addresses;

	if (addresses == NULL)
		return true;
	while (p += strspn(p, " "), *p != '\0') {
		const size_t n = strcspn(p, " ");
		if (remote != NULL && network_has(arena_strndup(c->arena, p, n), remote))
			return true;
		p += n;
	}
	return false;
}

static bool refused(struct ctx *c)
{
	return fail(c, ERR_UNAUTHENTICATED, "oauth.invalid_client", "Mã phần mềm hoặc mã bí mật không đúng, đã bị thu hồi, hoặc không được dùng từ địa chỉ này.");
}

/* Every scope that is asked for is among those held. */
static bool narrow(struct ctx *c, const char *held, const char *asked, const char **ret)
{
	struct buf b = buf_in(c->arena);

	*ret = held;
	if (asked == NULL || asked[strspn(asked, " ")] == '\0')
		return true;
	buf_char(&b, ' ');
	for (const char *p = asked + strspn(asked, " "); *p != '\0'; p += strspn(p, " ")) {
		const char *word = arena_strndup(c->arena, p, strcspn(p, " ")), *colon = strchrnul(word, ':');
		if (*colon == '\0' || !role_has_scope(&(struct role){ .scopes = held }, arena_strndup(c->arena, word, (size_t)(colon - word)), colon + 1))
			return fail(c, ERR_MALFORMED, "oauth.invalid_scope", "Phần mềm này không được cấp phạm vi \"%.60s\".", word);
		buf_fmt(&b, "%s ", word);
		p += strlen(word);
	}
	*ret = buf_text(&b);
	return true;
}

static bool insert(struct ctx *c, int64_t account_id, const char *token, const char *scopes)
{
	return db_exec(c, SQL_CLIENT_TOKEN_DELETE_OLD, ARGS(val_int(c->now_ms - TOKEN_LIFE_MS))) && idempotency_forget_old(c) &&
	       db_exec(c, SQL_CLIENT_TOKEN_INSERT, ARGS(val_text(secret_digest(c->arena, token, strlen(token))), val_int(account_id), val_text(scopes),
	                                                val_int(c->now_ms))) &&
	       db_exec(c, SQL_CLIENT_SET_TOKEN_AT, ARGS(val_int(account_id), val_int(c->now_ms)));
}

bool client_token_issue(struct ctx *c, const char *id, const char *secret, const char *scopes, const char *remote, const char **ret_token,
                        const char **ret_scopes)
{
	const char *digest = secret_digest(c->arena, secret, strlen(secret));
	struct rows r;
	size_t n;

	if (!db_rows(c, &r, SQL_CLIENT_BY_NAME, ARGS(val_text(id))))
		return false;
	if (r.count == 0 || !secret_equal(rows_text(&r, 0, 4), digest) || rows_at(&r, 0, 3)->kind != VAL_NULL || !comes_from(c, rows_text(&r, 0, 6), remote))
		return refused(c);
	if (!narrow(c, rows_text(&r, 0, 5), scopes, ret_scopes) || !take_calls(c, rows_int(&r, 0, 0), rows_int(&r, 0, 7), 1, &n))
		return false;
	*ret_token = secret_token(c->arena, 32);
	return db_begin(c) && db_end(c, insert(c, rows_int(&r, 0, 0), *ret_token, *ret_scopes));
}

/* The machine role of its unit, of that what the token names, and no class of fields beyond the client's. */
static const struct role *role_of(struct ctx *c, const char *name, const char *scopes, const char *fields)
{
	const struct role *most = catalog_role(c->catalog, name);
	const enum sensitivity class = streq(fields, "open") ? CLASS_OPEN : streq(fields, "personal") ? CLASS_PERSONAL : CLASS_SENSITIVE;

	if (most == NULL || !most->machine)
		return NULL;
	struct role *role = NEW(c->arena, struct role);
	struct field_class *of = NEW_N(c->arena, struct field_class, most->n_field_classes + 1);
	*role = *most;
	for (size_t i = 0; i < most->n_field_classes; i++) {
		of[i] = most->field_class[i];
		of[i].most = of[i].most < class ? of[i].most : class;
	}
	role->field_class = of;
	role->scopes = scopes;
	return role;
}

static bool none(struct ctx *c)
{
	return fail(c, ERR_UNAUTHENTICATED, "token.none", "Mã truy cập không đúng, đã hết hạn hoặc đã bị thu hồi; hãy xin mã mới.");
}

static bool find_cells(struct ctx *c, const char *digest, struct val *ret)
{
	struct rows r;

	if (take_known(c, digest, ret))
		return true;
	if (!db_rows(c, &r, SQL_CLIENT_TOKEN_GET, ARGS(val_text(digest))))
		return false;
	if (r.count == 0)
		return none(c);
	memcpy(ret, r.cell, CELLS * sizeof *ret);
	keep_known(c, digest, ret);
	return true;
}

static const char *text(const struct val *v)
{
	return v->kind == VAL_TEXT ? v->s : NULL;
}

bool client_find(struct ctx *c, const char *token, const char *remote, struct account *ret)
{
	const char *digest = secret_digest(c->arena, token, strlen(token));
	struct val v[CELLS];

	if (!find_cells(c, digest, v))
		return false;
	if (v[6].kind != VAL_NULL || c->now_ms > v[0].i + TOKEN_LIFE_MS)
		return none(c);
	if (!comes_from(c, text(&v[8]), remote))
		return fail(c, ERR_FORBIDDEN, "client.address", "Phần mềm này không được gọi từ địa chỉ của bạn.");
	*ret = (struct account){
		.id = v[2].i, .name = text(&v[3]), .role = role_of(c, text(&v[4]), text(&v[1]), text(&v[7])), .levels = text(&v[5]),
		.unit = { .id = v[10].i, .code = text(&v[11]), .name = text(&v[12]), .kind = text(&v[13]), .province = text(&v[14]), .status = text(&v[15]),
		          .path = text(&v[16]), .levels = text(&v[17]), .limited = v[18].kind != VAL_NULL },
	};
	if (ret->role == NULL)
		return none(c);
	ret->scope = (struct scope){ .path = ret->unit.path, .levels = ret->levels, .limited = unit_is_school(c, &ret->unit) };
	return count_call(c, digest, ret->id, v[9].i);
}
