/* person_api.c - other codes of a person, and two records that are one person. */
#include "api/routes.h"
#include "api/shapes.h"
#include "domain/merge/person_merge.h"
#include "store/shown.h"

SHAPE(identifier, "Mã của một người ở một hệ mã",
	{ "scheme", OUT_TEXT, .summary = "Hệ mã" },
	{ "value", OUT_TEXT, .summary = "Mã" });

TAKES(api_person_bind,
	{ "scheme", IN_TEXT, .required = true, .max_len = 20, .summary = "Hệ mã, trong danh mục identifier_scheme" },
	{ "value", IN_TEXT, .required = true, .max_len = 40, .summary = "Mã" });

TAKES(api_person_merge,
	{ "same_as", IN_TEXT, .required = true, .max_len = 50, .summary = "Mã hồ sơ được giữ" },
	{ "fill", IN_BOOL, .summary = "Mục còn trống của hồ sơ được giữ lấy từ hồ sơ kia" },
	{ "take", IN_LIST, .summary = "Những mục mà hồ sơ được giữ lấy theo hồ sơ kia, như [\"birth_date\"]" },
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

/* Of what the caller is not shown it chooses nothing. */
static bool read_fields(struct ctx *c, const struct request *q, const struct record_type *t, struct merge_fields *ret)
{
	const json_t *take = json_object_get(q->in, "take"), *name;
	size_t i;

	*ret = (struct merge_fields){ .fill = in_bool(q, "fill"), .take = NEW_N(c->arena, const struct field *, json_array_size(take) + 1) };
	json_array_foreach(take, i, name) {
		const char *text = json_string_value(name);
		const struct field *f = text == NULL ? NULL : field_find(t, text);
		if (f == NULL)
			return fail(c, ERR_INVALID, "field.unknown", "take: %s không có trường nào tên «%s».", t->label, text == NULL ? "" : text);
		if (!field_check_shown(c, t, f))
			return false;
		ret->take[ret->n_take++] = f;
	}
	return true;
}

HANDLER(api_person_merge)
{
	struct merge_fields fields;
	struct record from, into;
	int64_t id;

	return api_record(c, q, &from) && record_find(c, from.type, actor_scope(c), in_text(q, "same_as"), &into) &&
	       read_fields(c, q, from.type, &fields) && person_merge(c, &from, &into, &fields, in_text(q, "note"), &id) &&
	       record_load(c, into.type, &into.unit, into.id, &into) && api_reply_record(c, r, &into, NULL);
}

HANDLER(api_person_unmerge)
{
	struct record into, from;

	return api_record(c, q, &into) && person_unmerge(c, &into, &from) && api_reply_record(c, r, &from, NULL);
}
