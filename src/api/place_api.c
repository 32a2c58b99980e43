/* place_api.c - what became of a commune on 1 July 2025. */
#include "api/routes.h"
#include "api/shapes.h"
#include "domain/place/address.h"

enum { OPEN_MAX = 500 };

static SHAPE(place_candidate, "Một xã mới",
	{ "code", OUT_TEXT, .summary = "Mã xã mới" },
	{ "name", OUT_TEXT, .summary = "Tên xã mới" },
	{ "kind", OUT_TEXT, .summary = "Xã cũ thành xã này thế nào" });

SHAPE(place_conversion, "Xã cũ thành xã nào",
	{ "unique", OUT_TEXT, .summary = "Mã xã mới, khi chỉ có một", .maybe = true },
	{ "candidates", OUT_SHAPE, .summary = "Các xã mới có thể", .shape = &place_candidate_shape, .list = true });

static SHAPE(place_open, "Một địa chỉ cần người chọn xã mới",
	{ "type", OUT_TEXT, .summary = "Loại hồ sơ" },
	{ "plural", OUT_TEXT, .summary = "Tên của loại trong đường dẫn" },
	{ "record", OUT_TEXT, .summary = "Mã hồ sơ" },
	{ "field", OUT_TEXT, .summary = "Mục" },
	{ "label", OUT_TEXT, .summary = "Tên mục" },
	{ "value", OUT_TEXT, .summary = "Mã xã đang ghi" },
	{ "name", OUT_TEXT, .summary = "Tên xã ấy; không có: không rõ mã gì", .maybe = true },
	{ "candidates", OUT_SHAPE, .summary = "Các xã mới có thể", .shape = &place_candidate_shape, .list = true });

static SHAPE(place_group, "Những ai ở cùng một địa chỉ cũ có thể thành nhiều xã mới",
	{ "value", OUT_TEXT, .summary = "Mã xã đang ghi" },
	{ "name", OUT_TEXT, .summary = "Tên xã ấy", .maybe = true },
	{ "address", OUT_TEXT, .summary = "Địa chỉ chi tiết ghi bên cạnh", .maybe = true },
	{ "records", OUT_INT, .summary = "Số hồ sơ" },
	{ "candidates", OUT_SHAPE, .summary = "Các xã mới có thể", .shape = &place_candidate_shape, .list = true });

SHAPE(places_converted, "Địa chỉ trong hồ sơ của một trường",
	{ "unit", OUT_TEXT, .summary = "Mã trường" },
	{ "addresses", OUT_INT, .summary = "Số địa chỉ đã xem" },
	{ "current", OUT_INT, .summary = "Đã theo xã hiện hành" },
	{ "convertible", OUT_INT, .summary = "Chỉ thành một xã mới, hoặc đã chọn: đổi được" },
	{ "chosen", OUT_INT, .summary = "Trong đó: đã chọn" },
	{ "changed", OUT_INT, .summary = "Số hồ sơ đã sửa" },
	{ "refused", OUT_INT, .summary = "Số hồ sơ không sửa được" },
	{ "refused_detail", OUT_TEXT, .summary = "Vì sao hồ sơ đầu tiên không sửa được", .maybe = true },
	{ "open", OUT_INT, .summary = "Số địa chỉ cần người chọn" },
	{ "items", OUT_SHAPE, .summary = "Những địa chỉ ấy, nhiều nhất 500", .shape = &place_open_shape, .list = true },
	{ "groups", OUT_SHAPE, .summary = "Cũng những địa chỉ ấy, mỗi địa chỉ cũ một lần, nhiều nhất 500", .shape = &place_group_shape, .list = true });

TAKES(api_place_convert,
	{ "unit", IN_TEXT, .max_len = 20, .summary = "Mã trường; bỏ trống: đơn vị của bạn" },
	{ "choices", IN_LIST, .objects = true,
	  .summary = "Người chọn: {\"value\": mã xã cũ, \"address\": địa chỉ chi tiết như đã nêu, nếu có, \"to\": mã xã mới}, cho mọi hồ sơ ở đó" },
	{ "dry_run", IN_BOOL, .summary = "true: chỉ đếm, không ghi gì" });

static json_t *candidates_json(const struct ctx *c, const struct place_candidates *all)
{
	json_t *items = json_array();

	for (size_t i = 0; i < all->n; i++) {
		const struct list_item *it = list_find(catalog_list(c->catalog, "commune"), all->change[i].new_code, PLACE_REFORM);
		json_array_append_new(items, json_pack("{ss ss ss}", "code", all->change[i].new_code, "name", it == NULL ? "" : it->name, "kind",
		                                       place_change_name(all->change[i].kind)));
	}
	return items;
}

static bool choices_in(struct ctx *c, const struct request *q, struct address_choice **ret, size_t *ret_n)
{
	const json_t *list = json_object_get(q->in, "choices");
	struct address_choice *all = NEW_N(c->arena, struct address_choice, json_array_size(list) + 1);

	*ret = all;
	*ret_n = json_array_size(list);
	for (size_t i = 0; i < *ret_n; i++) {
		const json_t *o = json_array_get(list, i);
		if (!api_code_member(c, o, "value", &all[i].value) || !api_code_member(c, o, "address", &all[i].text) || !api_code_member(c, o, "to", &all[i].to))
			return false;
		if (all[i].value == NULL || all[i].to == NULL)
			return fail(c, ERR_INVALID, "place.choices", "Mỗi mục của choices là một đối tượng có value (mã xã cũ) và to (mã xã mới).");
	}
	return true;
}

static const char *old_name(const struct ctx *c, const char *code)
{
	const struct list_item *old = list_find(catalog_list(c->catalog, "commune"), code, NULL);

	return old == NULL ? NULL : old->name;
}

static json_t *open_json(const struct ctx *c, const struct address_summary *s)
{
	json_t *all = json_array();

	for (size_t i = 0; i < s->n_open && i < OPEN_MAX; i++) {
		const struct address_open *o = &s->open[i];
		json_array_append_new(all, json_pack("{ss ss ss ss ss ss ss? so}", "type", o->type->name, "plural", o->type->plural, "record", o->code, "field",
		                                     o->field->name, "label", o->field->label, "value", o->value, "name", old_name(c, o->value), "candidates",
		                                     candidates_json(c, &o->candidates)));
	}
	return all;
}

static json_t *groups_json(const struct ctx *c, const struct address_summary *s)
{
	json_t *all = json_array();

	for (size_t i = 0; i < s->n_groups && i < OPEN_MAX; i++) {
		const struct address_group *g = &s->group[i];
		json_array_append_new(all, json_pack("{ss ss? ss? sI so}", "value", g->value, "name", old_name(c, g->value), "address", g->text, "records",
		                                     (json_int_t)g->records, "candidates", candidates_json(c, &g->candidates)));
	}
	return all;
}

HANDLER(api_place_convert)
{
	struct address_choice *choice;
	struct address_summary s;
	struct unit u;
	size_t n;

	if (!api_unit(c, in_text(q, "unit"), &u) || !choices_in(c, q, &choice, &n))
		return false;
	if (!streq(u.kind, "school"))
		return fail(c, ERR_INVALID, "place.unit", "Hãy chọn một cơ sở giáo dục; ghi mã trường ở mục unit.");
	if (!address_convert_unit(c, &u, choice, n, !in_bool(q, "dry_run"), &s))
		return false;
	return reply_document(c, r, json_pack("{ss sI sI sI sI sI sI ss? sI so so}", "unit", u.code, "addresses", (json_int_t)s.addresses, "current",
	                                  (json_int_t)s.current, "convertible", (json_int_t)s.convertible, "chosen", (json_int_t)s.chosen, "changed",
	                                  (json_int_t)s.changed, "refused", (json_int_t)s.refused, "refused_detail", s.refused_detail, "open",
	                                  (json_int_t)s.n_open, "items", open_json(c, &s), "groups", groups_json(c, &s)));
}

HANDLER(api_place_conversion)
{
	struct place_candidates all;
	const char *unique;

	if (!place_lookup_conversion(c, http_param(q, "code"), &unique, &all))
		return false;
	if (all.n == 0)
		return fail(c, ERR_NOT_FOUND, "place.unknown", "Không có xã cũ nào mang mã này trong bảng chuyển đổi.");
	return reply_document(c, r, json_pack("{so so}", "unique", unique == NULL ? json_null() : json_string(unique), "candidates", candidates_json(c, &all)));
}
