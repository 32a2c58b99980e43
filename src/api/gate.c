/* gate.c - who is calling, and may they. */
#include <limits.h>
#include <strings.h>

#include "api/routes.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/time.h"
#include "domain/account/account.h"
#include "domain/account/client.h"
#include "domain/view/view.h"
#include "store/seen.h"

static const char *const action_names[] = {
	[ACTION_READ] = "read", [ACTION_WRITE] = "write", [ACTION_APPROVE] = "approve",
	[ACTION_SUBMIT] = "submit", [ACTION_ACCEPT] = "accept", [ACTION_ADMIN] = "admin",
};

const char *api_cookie(struct arena *a, const struct request *q, const char *name)
{
	const size_t len = strlen(name);

	for (const char *p = q->cookie; p != NULL && *p != '\0';) {
		size_t n = strcspn(p, ";");
		if (strncmp(p, name, len) == 0 && p[len] == '=')
			return arena_strndup(a, p + len + 1, n - len - 1);
		p += n;
		p += strspn(p, "; ");
	}
	return NULL;
}

const char *api_remote(const struct request *q)
{
	return q->remote == NULL ? "" : q->remote;
}

const char *api_session_cookie(const struct request *q)
{
	return q->secure ? SESSION_COOKIE : SESSION_COOKIE_PLAIN;
}

const char *api_session_token(struct arena *a, const struct request *q)
{
	return api_cookie(a, q, api_session_cookie(q));
}

static bool check_site(struct ctx *c, bool ours)
{
	return ours || fail(c, ERR_FORBIDDEN, "csrf.cross_site", "Yêu cầu đến từ một trang khác nên bị từ chối.");
}

static bool is_same_site(const struct request *q)
{
	return q->sec_fetch_site == NULL || streq(q->sec_fetch_site, "same-origin") || streq(q->sec_fetch_site, "none");
}

/* Where there is no token: of a page's form, and before anybody is signed in.  What is no browser says nothing, and brings no cookie of somebody else. */
static bool is_from_here(const struct request *q)
{
	const char *host = q->origin == NULL ? NULL : strstr(q->origin, "://");

	if (q->sec_fetch_site != NULL || q->origin == NULL)
		return is_same_site(q);
	return host != NULL && q->host != NULL && strcasecmp(host + 3, q->host) == 0;
}

/* A page of another site can send a cookie, but not read the token. */
static bool check_csrf(struct ctx *c, const struct request *q)
{
	if (q->method == GET || q->route->page)
		return true;
	if (q->csrf_token != NULL && secret_equal(q->csrf_token, c->account->csrf))
		return true;
	return fail(c, ERR_FORBIDDEN, "csrf.token", "Thiếu hoặc sai mã chống giả mạo (tiêu đề X-CSRF-Token, lấy từ /session).");
}

/* A client may what its scope says, of what is open to clients at all. */
static bool check_scope(struct ctx *c, const char *object, const char *action)
{
	if (role_has_scope(c->account->role, object, action))
		return true;
	return fail(c, ERR_FORBIDDEN, "client.scope", "Phần mềm này không được cấp phạm vi \"%s:%s\".", object, action);
}

static bool check_client_scope(struct ctx *c, const struct route *t)
{
	const char *scope = t->client_scope, *colon = scope == NULL ? NULL : strchr(scope, ':');

	if (!c->account->role->machine)
		return true;
	if (scope == NULL)
		return fail(c, ERR_FORBIDDEN, "client.people_only", "Việc này chỉ dành cho người đăng nhập, không dành cho phần mềm.");
	return check_scope(c, arena_strndup(c->arena, scope, (size_t)(colon - scope)), colon + 1);
}

/* What changes something, or shows more than names, is for the classes they lead. */
static bool check_classes(struct ctx *c, const struct route *t)
{
	return c->account->scope.classes == NULL || t->classes != CLASSES_NONE || t->action <= ACTION_SESSION ||
	       fail(c, ERR_FORBIDDEN, "scope.classes",
	            "Việc này là của cả trường; tài khoản giáo viên chỉ làm với các lớp của mình. Hãy nhờ văn thư hoặc hiệu trưởng.");
}

static bool check_right(struct ctx *c, const struct route *t, const struct request *q)
{
	const char *module = t->object;

	if (t->action == ACTION_SESSION && streq(module, "catalog"))
		return true;
	if (streq(module, "record")) {
		const struct record_type *type;
		if (!api_type(c, q, &type) || !check_scope(c, type->plural, action_names[t->action]))
			return false;
		if (type->by_operation && t->action == ACTION_WRITE)
			return fail(c, ERR_FORBIDDEN, "record.by_operation", "Hồ sơ loại này chỉ sinh ra từ nghiệp vụ của nó, không lập hay sửa trực tiếp.");
		module = type->module;
	} else if (!check_client_scope(c, t)) {
		return false;
	}
	if (t->action == ACTION_SESSION || account_may(c, module, action_names[t->action]) || (t->also != NULL && account_may(c, t->also, action_names[t->action])))
		return check_classes(c, t);
	return fail(c, ERR_FORBIDDEN, "right.missing", "Vai trò của bạn không có quyền làm việc này.");
}

/* Khue-Catalog-Version: the published version the sender was written for. */
static bool check_version(struct ctx *c, const struct request *q)
{
	int64_t version;

	c->catalog_version = 0;
	if (q->catalog_version == NULL)
		return true;
	if (!text_int(q->catalog_version, &version) || version <= 0 || version > INT_MAX)
		return fail(c, ERR_MALFORMED, "catalog.version", "Khue-Catalog-Version phải là số của một phiên bản danh mục.");
	c->catalog_version = (int)version;
	return catalog_check_version(c, c->catalog_version);
}

/* ---- who is calling ---- */

static const char *bearer_token(struct arena *a, const struct request *q)
{
	static const char name[] = "Bearer ";

	(void)a;
	return q->authorization != NULL && strncasecmp(q->authorization, name, sizeof name - 1) == 0 ? q->authorization + sizeof name - 1 : NULL;
}

/* Whom the answer shows is noted, where it is kept. */
static void watch(struct ctx *c, const struct request *q)
{
	const struct api_services *services = q->app->data;

	c->seen = services->views == NULL ? NULL : NEW(c->arena, struct seen);
}

bool api_keep_views(struct ctx *c, const struct request *q)
{
	const struct api_services *services = q->app->data;

	return c->seen == NULL || view_keep(services->views, c, c->seen->purpose);
}

static bool find_client(struct ctx *c, const struct request *q, const char *token)
{
	struct account *me = NEW(c->arena, struct account);

	if (!client_find(c, token, q->remote, me))
		return false;
	actor_set(c, me);
	return true;
}

/* What must be set before anything else is done. */
static bool check_set_up(struct ctx *c, const struct request *q)
{
	if (q->route->page || streq(q->route->object, "session"))
		return true;
	if (c->account->must_change)
		return fail(c, ERR_FORBIDDEN, "password.must_change", "Đây là mật khẩu dùng một lần; hãy đổi mật khẩu trước.");
	return !c->account->must_set_factor ||
	       fail(c, ERR_FORBIDDEN, "otp.must_set", "Tài khoản này phải có xác nhận hai bước; hãy tải lại trang để đặt, rồi làm tiếp.");
}

/* With the session it is read for nothing. */
static const char *asked(const struct request *q)
{
	const char *unit = http_query(q, "unit");

	return unit != NULL ? unit : http_query(q, "within");
}

static bool find_person(struct ctx *c, const struct request *q, const char *token)
{
	struct account *me = NEW(c->arena, struct account);

	if (!session_find(c, token, asked(q), me))
		return false;
	if (me->must_confirm && !q->route->halfway)
		return fail(c, ERR_UNAUTHENTICATED, "session.otp", "Chưa nhập mã xác nhận: đăng nhập lại và nhập mã 6 số của ứng dụng xác thực.");
	me->scope.led = q->route->classes == CLASSES_LED;
	actor_set(c, me);
	if (!check_csrf(c, q))
		return false;
	return check_set_up(c, q);
}

/* A kind of caller: what of a request is its mark, and who it is. */
static const struct caller {
	const char *(*mark)(struct arena *, const struct request *);
	bool (*find)(struct ctx *, const struct request *, const char *mark);
} callers[] = { { bearer_token, find_client }, { api_session_token, find_person } };

const char *api_caller_token(struct arena *a, const struct request *q)
{
	const char *mark = NULL;

	for (size_t i = 0; i < COUNT(callers) && mark == NULL; i++)
		mark = callers[i].mark(a, q);
	return mark;
}

static bool find_caller(struct ctx *c, const struct request *q)
{
	for (size_t i = 0; i < COUNT(callers); i++) {
		const char *mark = callers[i].mark(c->arena, q);
		if (mark != NULL)
			return callers[i].find(c, q, mark);
	}
	return fail(c, ERR_UNAUTHENTICATED, "session.none", "Bạn chưa đăng nhập, hoặc phiên làm việc đã hết hạn.");
}

/* A page is shown to whoever comes; what it shows may depend on who that is. */
static bool find_visitor(struct ctx *c, const struct request *q)
{
	const char *token = api_session_token(c->arena, q);

	if (token == NULL || find_person(c, q, token))
		return true;
	return ctx_forgive(c, ERR_UNAUTHENTICATED);
}

bool api_gate(struct ctx *c, const struct route *t, const struct request *q)
{
	if (q->method != GET && !check_site(c, t->page || t->action == ACTION_PUBLIC ? is_from_here(q) : is_same_site(q)))
		return false;
	if (t->action == ACTION_PUBLIC)
		return true;
	if (t->action == ACTION_VISIT)
		return find_visitor(c, q);
	c->source = "api";
	watch(c, q);
	return find_caller(c, q) && check_version(c, q) && check_right(c, t, q);
}

/* A page knows without asking when it must save what is not yet sent. */
void api_tell_session(struct ctx *c, struct response *r)
{
	const struct account *me = c->account;

	if (me != NULL && me->csrf != NULL)
		reply_header(r, "Khue-Session-Ends", time_iso(c->arena, me->idle_expires_ms < me->expires_ms ? me->idle_expires_ms : me->expires_ms));
}

bool api_unit(struct ctx *c, const char *code, struct unit *ret)
{
	if (code != NULL)
		return unit_find(c, actor_scope(c), code, ret);
	*ret = c->account->unit;
	return true;
}

bool api_units(struct ctx *c, const struct request *q, struct unit *ret, bool *ret_within)
{
	const char *unit = http_query(q, "unit"), *within = http_query(q, "within");

	if (unit != NULL && within != NULL)
		return fail(c, ERR_INVALID, "query.unit", "Chỉ dùng một trong hai: unit (đúng đơn vị ấy) hoặc within (cả các đơn vị trực thuộc).");
	*ret_within = unit == NULL;
	return api_unit(c, unit != NULL ? unit : within, ret);
}

bool api_type(struct ctx *c, const struct request *q, const struct record_type **ret)
{
	*ret = catalog_plural(c->catalog, http_param(q, "plural"));
	return *ret != NULL || fail(c, ERR_NOT_FOUND, "route.unknown", "Không có địa chỉ này; hãy kiểm tra lại đường dẫn.");
}
