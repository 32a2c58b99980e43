/* client.c - issuing and revoking clients. */
#include "domain/account/client.h"

#include "base/json.h"
#include "base/secret.h"
#include "base/time.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/account/network.h"
#include "domain/unit/unit_admin.h"
#include "store/change.h"
#include "store/hold.h"

enum { WORDS_MAX = 100, CALLS_MAX = 100000000 };

/* What is no record, and the module it belongs to. */
static const struct {
	const char *object, *module;
} others[] = { { "changes", "change" }, { "units", "unit" } };

static const struct role *machine_role(const struct ctx *c, const char *unit_kind)
{
	for (size_t i = 0; i < c->catalog->n_roles; i++)
		if (c->catalog->role[i].machine && role_is_of_kind(&c->catalog->role[i], unit_kind))
			return &c->catalog->role[i];
	return NULL;
}

/* The words of a text between blanks or commas; false: more than one may say. */
static bool words_of(struct arena *a, const char *text, const char **ret, size_t *ret_n)
{
	static const char between[] = " ,";

	*ret_n = 0;
	for (const char *p = text + strspn(text, between); *p != '\0'; p += strspn(p, between)) {
		const size_t n = strcspn(p, between);
		if (*ret_n == WORDS_MAX)
			return false;
		ret[(*ret_n)++] = arena_strndup(a, p, n);
		p += n;
	}
	return true;
}

static bool scope_is_of_role(const struct ctx *c, const struct role *role, const char *scope)
{
	const char *colon = strchrnul(scope, ':'), *action = *colon == '\0' ? "" : colon + 1;
	const char *object = arena_strndup(c->arena, scope, (size_t)(colon - scope));
	const struct record_type *t = catalog_plural(c->catalog, object);

	if (t != NULL && (streq(action, "read") || (streq(action, "write") && !t->by_operation)))
		return role_may(role, t->module, action);
	for (size_t i = 0; i < COUNT(others); i++)
		if (streq(others[i].object, object) && streq(action, "read"))
			return role_may(role, others[i].module, action);
	return false;
}

void client_put_scopes(struct ctx *c, const struct unit *u, struct buf *b)
{
	static const char *const action[] = { "read", "write" };
	const struct role *role = machine_role(c, u->kind);

	json_open_list(b, "scopes");
	for (size_t i = 0; role != NULL && i < COUNT(others) + c->catalog->n_types; i++)
		for (size_t k = 0; k < COUNT(action); k++) {
			const char *object = i < COUNT(others) ? others[i].object : c->catalog->type[i - COUNT(others)].plural;
			const char *scope = arena_fmt(c->arena, "%s:%s", object, action[k]);
			if (scope_is_of_role(c, role, scope))
				json_put_text(b, NULL, scope);
		}
	json_close_list(b);
}

/* As they are kept: each between blanks. */
static bool check_scopes(struct ctx *c, const struct role *role, const char *scopes, const char **ret)
{
	const char *word[WORDS_MAX];
	struct buf b = buf_in(c->arena);
	size_t n;

	if (!words_of(c->arena, scopes, word, &n) || n == 0)
		return fail(c, ERR_INVALID, "client.scope", "Ghi phạm vi của phần mềm, cách nhau bằng dấu cách, ví dụ \"learners:read classes:read\"; tối đa %d.",
		            WORDS_MAX);
	buf_char(&b, ' ');
	for (size_t i = 0; i < n; i++) {
		if (!scope_is_of_role(c, role, word[i]))
			return fail(c, ERR_INVALID, "client.scope",
			            "Không cấp được phạm vi \"%.60s\" cho phần mềm của đơn vị này. Phạm vi là tên loại hồ sơ và :read hoặc :write, ví dụ learners:read; "
			            "ngoài ra có changes:read, units:read. Phần mềm của cơ quan quản lý chỉ được đọc.", word[i]);
		buf_fmt(&b, "%s ", word[i]);
	}
	*ret = buf_text(&b);
	return true;
}

static bool check_addresses(struct ctx *c, const char *addresses, const char **ret)
{
	const char *word[WORDS_MAX];
	struct buf b = buf_in(c->arena);
	size_t n;

	*ret = NULL;
	if (addresses == NULL)
		return true;
	if (!words_of(c->arena, addresses, word, &n) || n == 0)
		return fail(c, ERR_INVALID, "client.addresses", "Ghi từ 1 đến %d địa chỉ cách nhau bằng dấu cách, hoặc bỏ mục này.", WORDS_MAX);
	for (size_t i = 0; i < n; i++) {
		if (!network_is_valid(word[i]))
			return fail(c, ERR_INVALID, "client.addresses", "\"%.60s\" không phải địa chỉ hay dải địa chỉ IP, như 203.0.113.7 hoặc 203.0.113.0/24.", word[i]);
		buf_fmt(&b, "%s%s", i > 0 ? " " : "", word[i]);
	}
	*ret = buf_text(&b);
	return true;
}

static bool check_fields(struct ctx *c, const char *fields)
{
	return streq(fields, "open") || streq(fields, "personal") || streq(fields, "sensitive") ||
	       fail(c, ERR_INVALID, "client.fields", "fields: lớp trường cao nhất được đọc, một trong open, personal, sensitive.");
}

static bool check_name(struct ctx *c, const char *name)
{
	const size_t n = strlen(name);

	return (n >= 2 && n <= 30 && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == n) ||
	       fail(c, ERR_INVALID, "client.name", "Tên phần mềm gồm 2 đến 30 chữ cái không dấu, chữ số và gạch nối.");
}

static bool note(struct ctx *c, const struct unit *u, int64_t id, const char *name, const char *event, const char *after)
{
	return change_log(c, u->id, &(struct change){ .type = "client", .record_id = id, .version = 1, .code = name, .event = event, .after = after });
}

static const char *wish_json(struct ctx *c, const struct client_wish *w, const char *scopes)
{
	struct buf b = buf_in(c->arena);

	json_open_object(&b, NULL);
	json_put_text(&b, "scopes", scopes);
	json_put_text(&b, "fields", w->fields);
	json_put_text(&b, "addresses", w->addresses);
	json_put_int(&b, "a_day", w->a_day);
	json_close_object(&b);
	return buf_text(&b);
}

static bool insert(struct ctx *c, const struct client_wish *w, const struct role *role, int64_t unit_id, const char *scopes, const char *secret_hash,
                   const char **ret_id)
{
	struct unit u;
	int64_t id;

	if (!unit_hold(c, unit_id, HOLD_OPEN, &u))
		return false;
	*ret_id = arena_fmt(c->arena, "%s.%s", u.code, w->name);
	return account_check_issues(c, &u, role, w->levels) && account_insert_in(c, *ret_id, role, &u, w->levels, NULL, "", &id) &&
	       db_exec(c, SQL_CLIENT_INSERT, ARGS(val_int(id), val_text(secret_hash), val_text(scopes), val_text(w->fields), val_text(w->addresses),
	                                          val_int(w->a_day))) &&
	       note(c, &u, id, *ret_id, "NEW", wish_json(c, w, scopes));
}

bool client_issue(struct ctx *c, const struct client_wish *wish, const char **ret_id, const char **ret_secret)
{
	struct client_wish w = *wish;
	const struct role *role;
	const char *scopes = NULL;
	struct unit u;

	w.fields = w.fields == NULL ? "personal" : w.fields;
	w.a_day = w.a_day == CLIENT_CALLS_USUAL ? c->catalog->client_calls_a_day : w.a_day;
	if (!check_name(c, w.name) || !unit_find(c, actor_scope(c), w.unit == NULL ? c->account->unit.code : w.unit, &u))
		return false;
	role = machine_role(c, u.kind);
	if (role == NULL)
		return fail(c, ERR_INVALID, "client.unit", "Danh mục quyền chưa cho loại đơn vị này có phần mềm.");
	if (w.a_day < 1 || w.a_day > CALLS_MAX)
		return fail(c, ERR_INVALID, "client.calls", "a_day: số lần gọi một ngày, từ 1 đến %d.", CALLS_MAX);
	if (!check_scopes(c, role, w.scopes, &scopes) || !check_fields(c, w.fields) || !check_addresses(c, w.addresses, &w.addresses) || !account_check_levels(c, w.levels))
		return false;
	*ret_secret = secret_token(c->arena, 32);
	const char *hash = secret_digest(c->arena, *ret_secret, strlen(*ret_secret));
	return db_begin(c) && db_end(c, insert(c, &w, role, u.id, scopes, hash, ret_id));
}

static bool revoke(struct ctx *c, int64_t id, const struct unit *u, const char *name)
{
	return db_exec(c, SQL_ACCOUNT_SET_DISABLED, ARGS(val_int(id), val_int(c->now_ms), val_int(c->now_ms))) && db_exec(c, SQL_CLIENT_TOKEN_DELETE_ALL, ARGS(val_int(id))) &&
	       note(c, u, id, name, "REVOKE", NULL);
}

/* The same answer for "not there" and "not yours". */
bool client_revoke(struct ctx *c, const char *name)
{
	struct rows r;
	struct unit u;

	if (!db_rows(c, &r, SQL_CLIENT_BY_NAME, ARGS(val_text(name))) || (r.count == 1 && !unit_get(c, rows_int(&r, 0, 8), &u)))
		return false;
	if (r.count == 0 || !scope_covers(actor_scope(c), &u))
		return fail(c, ERR_NOT_FOUND, "client.unknown", "Không có phần mềm này trong phạm vi của bạn.");
	const struct role *role = machine_role(c, u.kind);
	if (role != NULL && !account_check_issues(c, &u, role, rows_text(&r, 0, 2)))
		return false;
	if (rows_at(&r, 0, 3)->kind != VAL_NULL)
		return true;
	return db_begin(c) && db_end(c, revoke(c, rows_int(&r, 0, 0), &u, name));
}

static void put_words(struct buf *b, const char *name, const char *words)
{
	const char *word[WORDS_MAX];
	size_t n = 0;

	if (words == NULL || !words_of(b->arena, words, word, &n)) {
		json_put_null(b, name);
		return;
	}
	json_open_list(b, name);
	for (size_t i = 0; i < n; i++)
		json_put_text(b, NULL, word[i]);
	json_close_list(b);
}

static void put_client(struct buf *b, const struct rows *r, size_t i, bool managed)
{
	json_open_object(b, NULL);
	json_put_text(b, "id", rows_text(r, i, 1));
	json_put_text(b, "unit", rows_text(r, i, 2));
	json_put_text(b, "unit_name", rows_text(r, i, 3));
	json_put_text(b, "levels", rows_text(r, i, 4));
	put_words(b, "scopes", rows_text(r, i, 5));
	json_put_text(b, "fields", rows_text(r, i, 6));
	put_words(b, "addresses", rows_text(r, i, 7));
	json_put_bool(b, "managed", managed);
	json_put_int(b, "a_day", rows_int(r, i, 8));
	json_put_time(b, "issued_at", rows_int(r, i, 9));
	json_put_time(b, "token_at", rows_int(r, i, 10));
	json_put_time(b, "revoked_at", rows_int(r, i, 11));
	json_close_object(b);
}

static bool clients_within(struct ctx *c, const struct unit *within, int64_t after, size_t limit, struct rows *ret)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };

	buf_put(&sql, "SELECT a.id, a.name, u.code, u.name, a.levels, k.scopes, k.fields, k.addresses, k.a_day, a.created_at, k.token_at, a.disabled_at, a.role, u.id, u.path"
	              " FROM client k JOIN account a ON a.id = k.account_id JOIN unit u ON u.id = a.unit_id WHERE ");
	scope_sql(&sql, &args, actor_scope(c), "u", SCOPE_FIND);
	buf_put(&sql, " AND ");
	scope_within_sql(&sql, &args, within->path, "u", SCOPE_FIND);
	buf_put(&sql, " AND a.id > ");
	sql_arg(&sql, &args, val_int(after));
	buf_fmt(&sql, " ORDER BY a.id LIMIT %zu", limit + 1);
	return db_query(c, ret, sql.data, args.v, args.n);
}

bool client_list(struct ctx *c, const struct unit *within, int64_t after, size_t limit, struct buf *b, int64_t *ret_next)
{
	struct rows r;

	*ret_next = 0;
	if (!clients_within(c, within, after, limit, &r))
		return false;
	for (size_t i = 0; i < r.count && i < limit; i++) {
		const struct role *role = catalog_role(c->catalog, rows_text(&r, i, 12));
		const struct unit u = { .id = rows_int(&r, i, 13), .path = rows_text(&r, i, 14) };
		bool managed = role == NULL;
		if (role != NULL && !account_issues(c, &u, role, rows_text(&r, i, 4), &managed))
			return false;
		put_client(b, &r, i, managed);
	}
	if (r.count > limit)
		*ret_next = rows_int(&r, limit - 1, 0);
	return true;
}
