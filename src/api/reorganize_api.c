/* reorganize_api.c - schools merged and split. */
#include "api/routes.h"
#include "domain/account/account.h"
#include "domain/reorganize/reorganize.h"

TAKES(api_unit_merge,
	{ "into", IN_TEXT, .required = true, .max_len = 20, .summary = "Mã trường nhận" },
	{ "date", IN_TEXT, .required = true, .max_len = 10, .summary = "Ngày có hiệu lực, dạng năm-tháng-ngày" },
	{ "decision", IN_TEXT, .max_len = 50, .summary = "Số quyết định của cấp có thẩm quyền" },
	{ "dry_run", IN_BOOL, .summary = "true: làm thử, không ghi gì; trả lời sẽ động đến những gì" });

TAKES(api_unit_split,
	{ "parts", IN_LIST, .required = true, .objects = true,
	  .summary = "Các phần: {\"unit\": mã trường, \"classes\": [mã lớp], \"staff\": [mã cán bộ]}; phần của chính trường là phần ở lại" },
	{ "date", IN_TEXT, .required = true, .max_len = 10, .summary = "Ngày có hiệu lực, dạng năm-tháng-ngày" },
	{ "decision", IN_TEXT, .max_len = 50, .summary = "Số quyết định của cấp có thẩm quyền" },
	{ "dry_run", IN_BOOL, .summary = "true: làm thử, không ghi gì; trả lời sẽ động đến những gì" });

/* What stands in the way is told by codes of classes, learners and staff. */
static bool may_see_records(struct ctx *c)
{
	return (account_may(c, "classes", "read") && account_may(c, "learners", "read") && account_may(c, "staff", "read")) ||
	       fail(c, ERR_FORBIDDEN, "right.missing", "Vai trò của bạn không xem được hồ sơ của trường nên không sáp nhập, chia tách được.");
}

static bool merge(struct ctx *c, const struct request *q, const struct unit *from, size_t n)
{
	const struct reorganize_decision d = { in_text(q, "date"), in_text(q, "decision") };
	struct unit into;

	(void)n;
	return unit_find(c, actor_scope(c), in_text(q, "into"), &into) && reorganize_merge(c, from, &into, &d);
}

/* The units that take a part, but for the one that is split. */
typedef bool receivers_fn(struct ctx *, const struct request *, const struct unit *from, struct unit_trial_of *);

/* Done, or only tried. */
static bool reply(struct ctx *c, const struct request *q, struct response *r, unit_change_fn *fn, receivers_fn *receivers)
{
	struct unit from;

	if (!may_see_records(c) || !unit_find(c, actor_scope(c), http_param(q, "code"), &from))
		return false;
	if (in_bool(q, "dry_run")) {
		struct unit_trial_of of = { .unit = &from, .n = 1, .fn = fn };
		return (receivers == NULL || receivers(c, q, &from, &of)) && api_reply_unit_trial(c, q, r, &of);
	}
	return fn(c, q, &from, 1) && unit_get(c, from.id, &from) && api_reply_lineage(c, r, &from);
}

HANDLER(api_unit_merge)
{
	return reply(c, q, r, merge, NULL);
}

static bool malformed(struct ctx *c)
{
	return fail(c, ERR_INVALID, "reorganize.parts", "Mỗi phần là một đối tượng có unit (mã trường), classes và staff (danh sách mã).");
}

static bool codes_in(struct ctx *c, const json_t *part, const char *name, const char *const **ret, size_t *ret_n)
{
	const json_t *list = json_object_get(part, name);
	const char **code = NEW_N(c->arena, const char *, json_array_size(list) + 1);

	*ret = code;
	*ret_n = json_array_size(list);
	if (list != NULL && !json_is_array(list))
		return malformed(c);
	for (size_t i = 0; i < *ret_n; i++)
		if ((code[i] = json_string_value(json_array_get(list, i))) == NULL)
			return malformed(c);
	return true;
}

static bool part_in(struct ctx *c, const json_t *o, struct reorganize_part *ret)
{
	const char *unit;

	if (!json_is_object(o) || !api_code_member(c, o, "unit", &unit) || unit == NULL)
		return c->err == ERR_NONE ? malformed(c) : false;
	return unit_find(c, actor_scope(c), unit, &ret->to) && codes_in(c, o, "classes", &ret->class, &ret->n_classes) &&
	       codes_in(c, o, "staff", &ret->staff, &ret->n_staff);
}

static bool parts_in(struct ctx *c, const struct request *q, struct reorganize_part **ret, size_t *ret_n)
{
	const json_t *list = json_object_get(q->in, "parts");
	const size_t n = json_array_size(list);

	*ret = NEW_N(c->arena, struct reorganize_part, n + 1);
	*ret_n = n;
	for (size_t i = 0; i < n; i++)
		if (!part_in(c, json_array_get(list, i), &(*ret)[i]))
			return false;
	return true;
}

static bool split(struct ctx *c, const struct request *q, const struct unit *from, size_t n_from)
{
	const struct reorganize_decision d = { in_text(q, "date"), in_text(q, "decision") };
	struct reorganize_part *part;
	size_t n;

	(void)n_from;
	return parts_in(c, q, &part, &n) && reorganize_split(c, from, part, n, &d);
}

static bool receivers(struct ctx *c, const struct request *q, const struct unit *from, struct unit_trial_of *of)
{
	struct reorganize_part *part;
	struct unit *to;
	size_t n;

	if (!parts_in(c, q, &part, &n))
		return false;
	of->to = to = NEW_N(c->arena, struct unit, n + 1);
	for (size_t i = 0; i < n; i++)
		if (part[i].to.id != from->id)
			to[of->n_to++] = part[i].to;
	return true;
}

HANDLER(api_unit_split)
{
	return reply(c, q, r, split, receivers);
}
