/* person_api.c - other codes of a person, and two records that are one person. */
#include "api/routes.h"
#include "api/shapes.h"
#include "domain/merge/person_merge.h"

SHAPE(identifier, "Mã của một người ở một hệ mã",
	{ "scheme", OUT_TEXT, .summary = "Hệ mã" },
	{ "value", OUT_TEXT, .summary = "Mã" });

TAKES(api_person_bind,
	{ "scheme", IN_TEXT, .required = true, .max_len = 20, .summary = "Hệ mã, trong danh mục identifier_scheme" },
	{ "value", IN_TEXT, .required = true, .max_len = 40, .summary = "Mã" });

TAKES(api_person_merge,
	{ "same_as", IN_TEXT, .required = true, .max_len = 50, .summary = "Mã hồ sơ được giữ" },
	{ "fill", IN_BOOL, .summary = "Mục còn trống của hồ sơ được giữ lấy từ hồ sơ kia" },
	{ "note", IN_TEXT, .max_len = 500, .summary = "Căn cứ" });

static bool reply_identifiers(struct ctx *c, struct response *r, const struct record *person)
{
	struct buf b = buf_in(c->arena);

	api_open_items(&b);
	if (!person_identifiers(c, person, &b))
		return false;
	return api_reply_items(r, &b);
}

HANDLER(api_person_identifiers)
{
	struct record rec;

	return api_record(c, q, &rec) && reply_identifiers(c, r, &rec);
}

HANDLER(api_person_bind)
{
	struct record rec;

	return api_record(c, q, &rec) && person_bind(c, &rec, in_text(q, "scheme"), in_text(q, "value")) && reply_identifiers(c, r, &rec);
}

HANDLER(api_person_merge)
{
	struct record from, into;
	int64_t id;

	return api_record(c, q, &from) && record_find(c, from.type, actor_scope(c), in_text(q, "same_as"), &into) &&
	       person_merge(c, &from, &into, in_bool(q, "fill"), in_text(q, "note"), &id) &&
	       record_load(c, into.type, &into.unit, into.id, &into) && api_reply_record(c, r, &into, NULL);
}

HANDLER(api_person_unmerge)
{
	struct record into, from;

	return api_record(c, q, &into) && person_unmerge(c, &into, &from) && api_reply_record(c, r, &from, NULL);
}
