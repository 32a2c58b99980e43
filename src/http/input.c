/* input.c - is what was sent what the route expects?  All that is wrong is said at once. */
#include "http/inner.h"

#include "base/text.h"

static const char *const kind_names[] = {
	[IN_INT] = "số nguyên",          [IN_TEXT] = "chữ",
	[IN_BOOL] = "true hoặc false",   [IN_OBJECT] = "đối tượng {...}",
	[IN_LIST] = "danh sách [...]",   [IN_FILES] = "tệp",
};

static void decref(void *json)
{
	json_decref(json);
}

static bool name_in(const char *blank_separated, const char *name)
{
	size_t len = strlen(name);

	for (const char *p = blank_separated; *p != '\0'; p += strspn(p, " ")) {
		size_t n = strcspn(p, " ");
		if (n == len && memcmp(p, name, len) == 0)
			return true;
		p += n;
	}
	return false;
}

bool http_flag(struct ctx *c, const struct request *q, const char *name, bool *ret)
{
	const char *text = http_query(q, name);

	*ret = text != NULL && (streq(text, "true") || streq(text, "1"));
	if (text == NULL || *ret || streq(text, "false") || streq(text, "0"))
		return true;
	return fail(c, ERR_INVALID, "query.flag", "%s phải là true hoặc false.", name);
}

bool route_gives_json(const struct route *t)
{
	for (const struct out *o = t->out; o->status != 0; o++)
		if (o->form >= FORM_ONE && o->form <= FORM_LINES)
			return true;
	return false;
}

static bool check_query(struct ctx *c, struct request *q)
{
	const char *known = q->route->query == NULL ? "" : q->route->query;
	const bool gives_json = route_gives_json(q->route);
	struct problems wrong = { 0 };

	if (streq(known, "*") || (q->route->page && q->method == GET)) /* whoever passes on a link adds something of their own */
		return true;
	for (size_t i = 0; i < q->n_query; i++)
		if (!name_in(known, q->query[i].name) && !(gives_json && streq(q->query[i].name, "nulls")))
			problem_add(c, &wrong, q->query[i].name, "request.unknown_parameter",
			            "Không có tham số \"%s\"; hãy bỏ nó hoặc sửa lại tên.", q->query[i].name);
	return wrong.errors == 0 ? http_flag(c, q, "nulls", &q->nulls) : fail_problems(c, &wrong);
}

/* Before parsing: the parser itself goes down one level of the stack for each bracket. */
static bool is_too_deep(const char *text, size_t len)
{
	size_t depth = 0;
	bool quoted = false;

	for (size_t i = 0; i < len; i++) {
		char ch = text[i];
		if (quoted) {
			if (ch == '\\')
				i++;
			else if (ch == '"')
				quoted = false;
		} else if (ch == '"') {
			quoted = true;
		} else if (ch == '{' || ch == '[') {
			if (++depth > JSON_DEPTH_MAX)
				return true;
		} else if ((ch == '}' || ch == ']') && depth > 0) {
			depth--;
		}
	}
	return false;
}

static bool parse(struct ctx *c, struct request *q)
{
	json_error_t e;

	if (q->body_len == 0)
		return fail(c, ERR_MALFORMED, "request.body_missing", "Yêu cầu thiếu nội dung; hãy gửi một đối tượng JSON.");
	if (is_too_deep(q->body, q->body_len))
		return fail(c, ERR_MALFORMED, "request.json_depth", "JSON lồng nhau quá %d tầng; hãy gửi nội dung phẳng hơn.",
		            JSON_DEPTH_MAX);
	json_t *in = json_loadb(q->body, q->body_len, JSON_REJECT_DUPLICATES, &e);
	if (in == NULL && json_error_code(&e) == json_error_duplicate_key)
		return fail(c, ERR_MALFORMED, "request.json_duplicate",
		            "JSON có một tên xuất hiện hai lần (dòng %d); hãy bỏ bớt một.", e.line);
	if (in == NULL && json_error_code(&e) == json_error_numeric_overflow)
		return fail(c, ERR_MALFORMED, "request.json_number", "JSON có số quá lớn (dòng %d); hãy sửa lại số.", e.line);
	if (in == NULL)
		return fail(c, ERR_MALFORMED, "request.json", "JSON viết sai ở dòng %d, cột %d; hãy sửa rồi gửi lại.", e.line,
		            e.column);
	arena_defer(c->arena, decref, in);
	if (!json_is_object(in))
		return fail(c, ERR_MALFORMED, "request.json", "Nội dung phải là một đối tượng JSON, dạng {...}.");
	q->in = in;
	return true;
}

/* Every text at any depth; the depth is known to be small. */
static bool texts_are_clean(const json_t *v)
{
	const char *name;
	json_t *member;
	size_t i;

	if (json_is_string(v))
		return http_text_is_clean(json_string_value(v), json_string_length(v));
	json_array_foreach(v, i, member)
		if (!texts_are_clean(member))
			return false;
	json_object_foreach((json_t *)(uintptr_t)v, name, member)
		if (!http_text_is_clean(name, strlen(name)) || !texts_are_clean(member))
			return false;
	return true;
}

static void check_texts(struct ctx *c, const struct request *q, struct problems *wrong)
{
	const char *name;
	json_t *member;

	json_object_foreach((json_t *)(uintptr_t)q->in, name, member)
		if ((!http_text_is_clean(name, strlen(name)) || !texts_are_clean(member)) && wrong->errors < PROBLEMS_MAX)
			problem_add(c, wrong, name, "request.control_character",
			            "Có ký tự điều khiển không nhìn thấy được; hãy gõ lại chữ này.");
}

/* Of the texts at any depth and their names, the first with a mark that hides or turns text round. */
static bool hides(struct ctx *c, const json_t *v, size_t *ret_at)
{
	const char *name;
	json_t *member;
	size_t i;

	if (json_is_string(v))
		return text_fault(c->arena, json_string_value(v), json_string_length(v), ret_at) > TEXT_CONTROL;
	json_array_foreach(v, i, member)
		if (hides(c, member, ret_at))
			return true;
	json_object_foreach((json_t *)(uintptr_t)v, name, member)
		if (text_fault(c->arena, name, strlen(name), ret_at) > TEXT_CONTROL || hides(c, member, ret_at))
			return true;
	return false;
}

static bool is_kind(enum in_kind kind, const json_t *v)
{
	switch (kind) {
	case IN_INT: return json_is_integer(v);
	case IN_TEXT: return json_is_string(v);
	case IN_BOOL: return json_is_boolean(v);
	case IN_OBJECT: return json_is_object(v);
	case IN_LIST: return json_is_array(v);
	case IN_FILES: break; /* never in JSON */
	}
	return false;
}

static void check_field(struct ctx *c, const struct in_field *f, const json_t *v, struct problems *wrong)
{
	size_t max = f->max_len == 0 ? 200 : f->max_len, at;

	if (v == NULL || json_is_null(v)) {
		if (f->required)
			problem_add(c, wrong, f->name, "request.required", "Thiếu \"%s\"; hãy điền vào.", f->name);
	} else if (!is_kind(f->kind, v)) {
		problem_add(c, wrong, f->name, "request.type", "\"%s\" phải là %s.", f->name, kind_names[f->kind]);
	} else if (f->required && f->kind == IN_TEXT && strspn(json_string_value(v), " \t\r\n") == strlen(json_string_value(v))) {
		problem_add(c, wrong, f->name, "request.required", "\"%s\" còn trống; hãy điền vào.", f->name);
	} else if (f->kind == IN_TEXT && text_length(json_string_value(v)) > max) {
		problem_add(c, wrong, f->name, "request.too_long", "\"%s\" dài quá %zu ký tự; hãy rút ngắn.", f->name, max);
	} else if (strstr(f->name, "password") == NULL && hides(c, v, &at)) { /* a password is whatever it is */
		problem_add(c, wrong, f->name, "request.hidden_character", "\"%s\": ký tự thứ %zu không nhìn thấy được hoặc có quá nhiều dấu chồng lên nhau; hãy gõ lại.",
		            f->name, at);
	}
}

static bool check_members(struct ctx *c, const struct request *q)
{
	const struct route *t = q->route;
	struct problems wrong = { 0 };
	const char *name;
	json_t *member;

	for (const struct in_field *f = t->in; f->name != NULL; f++)
		check_field(c, f, json_object_get(q->in, f->name), &wrong);
	json_object_foreach((json_t *)(uintptr_t)q->in, name, member) {
		const struct in_field *f = t->in;
		while (f->name != NULL && !streq(f->name, name))
			f++;
		if (f->name == NULL && t->body != BODY_FORM && wrong.errors < PROBLEMS_MAX) /* what else a form brings is passed over: RFC 6749, 3.2 */
			problem_add(c, &wrong, name, "request.unknown_member",
			            "Không có thành phần \"%s\"; hãy bỏ nó hoặc sửa lại tên.", name);
	}
	check_texts(c, q, &wrong);
	return wrong.errors == 0 || fail_problems(c, &wrong);
}

static bool requires_nothing(const struct route *t)
{
	for (const struct in_field *f = t->in; f->name != NULL; f++)
		if (f->required)
			return false;
	return true;
}

static bool wrong_type(struct ctx *c, const char *wanted)
{
	return fail(c, ERR_UNSUPPORTED, "request.content_type", "Kiểu nội dung phải là %s; hãy sửa phần đầu Content-Type.",
	            wanted);
}

static bool read_form(struct ctx *c, struct request *q)
{
	json_t *in = q->body == NULL ? NULL : http_parse_form(c->arena, arena_strndup(c->arena, q->body, q->body_len));

	if (in == NULL)
		return fail(c, ERR_MALFORMED, "request.form", "Nội dung phải là một biểu mẫu dạng tên=giá trị&tên=giá trị, mỗi tên một lần.");
	arena_defer(c->arena, decref, in);
	q->in = in;
	return check_members(c, q);
}

static bool read_json(struct ctx *c, struct request *q)
{
	if (q->route->body == BODY_JSON && q->body_len == 0 && requires_nothing(q->route)) {
		json_t *empty = json_object();
		arena_defer(c->arena, decref, empty);
		q->in = empty;
		return true;
	}
	if (q->body_len > 0 && !http_media_is(q->content_type, "application/json"))
		return wrong_type(c, "application/json");
	if (!parse(c, q))
		return false;
	if (q->route->in != NULL)
		return check_members(c, q);
	struct problems wrong = { 0 };
	check_texts(c, q, &wrong);
	return wrong.errors == 0 || fail_problems(c, &wrong);
}

static bool read_ndjson(struct ctx *c, const struct request *q)
{
	if (!http_media_is(q->content_type, "application/x-ndjson") && !http_media_is(q->content_type, "application/json"))
		return wrong_type(c, "application/x-ndjson");
	if (q->body_len == 0)
		return fail(c, ERR_MALFORMED, "request.body_missing", "Yêu cầu thiếu nội dung; hãy gửi mỗi hồ sơ một dòng JSON.");
	return true;
}

static bool read_bytes(struct ctx *c, const struct request *q)
{
	return q->body_len > 0 || fail(c, ERR_MALFORMED, "request.body_missing", "Yêu cầu thiếu nội dung; hãy gửi chính tệp ấy.");
}

bool http_read_input(struct ctx *c, struct request *q)
{
	q->in = NULL;
	if (!check_query(c, q))
		return false;
	if (q->body_len > route_body_max(q->route))
		return fail(c, ERR_TOO_LARGE, "request.too_large", "Nội dung lớn quá %zu byte; hãy chia nhỏ rồi gửi lại.",
		            route_body_max(q->route));
	switch (q->route->body) {
	case BODY_NONE:
		return q->body_len == 0 || fail(c, ERR_MALFORMED, "request.body_unexpected",
		                                "Thao tác này không nhận nội dung; hãy gửi lại không kèm nội dung.");
	case BODY_FORM:
		if (http_media_is(q->content_type, "application/x-www-form-urlencoded"))
			return read_form(c, q);
		return read_json(c, q);
	case BODY_JSON:
	case BODY_RECORD:
		return read_json(c, q);
	case BODY_NDJSON:
		return read_ndjson(c, q);
	case BODY_MULTIPART:
		return http_media_is(q->content_type, "multipart/form-data") || wrong_type(c, "multipart/form-data");
	case BODY_BYTES:
		return read_bytes(c, q);
	}
	assert(false);
	return false;
}

int64_t in_int(const struct request *q, const char *name)
{
	return json_integer_value(json_object_get(q->in, name));
}

bool in_bool(const struct request *q, const char *name)
{
	return json_is_true(json_object_get(q->in, name));
}

const char *in_text(const struct request *q, const char *name)
{
	return json_string_value(json_object_get(q->in, name));
}
