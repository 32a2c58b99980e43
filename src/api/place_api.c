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

SHAPE(places_converted, "Địa chỉ trong hồ sơ của một trường",
	{ "unit", OUT_TEXT, .summary = "Mã trường" },
	{ "addresses", OUT_INT, .summary = "Số địa chỉ đã xem" },
	{ "current", OUT_INT, .summary = "Đã theo xã hiện hành" },
	{ "convertible", OUT_INT, .summary = "Chỉ thành một xã mới: đổi được" },
	{ "changed", OUT_INT, .summary = "Số hồ sơ đã sửa" },
	{ "refused", OUT_INT, .summary = "Số hồ sơ không sửa được" },
	{ "refused_detail", OUT_TEXT, .summary = "Vì sao hồ sơ đầu tiên không sửa được", .maybe = true },
	{ "open", OUT_INT, .summary = "Số địa chỉ cần người chọn" },
	{ "items", OUT_SHAPE, .summary = "Những địa chỉ ấy, nhiều nhất 500", .shape = &place_open_shape, .list = true });

TAKES(api_place_convert,
	{ "unit", IN_TEXT, .max_len = 20, .summary = "Mã trường; bỏ trống: đơn vị của bạn" },
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

HANDLER(api_place_convert)
{
	struct address_summary s;
	json_t *open = json_array();
	struct unit u;

	arena_defer(c->arena, (void (*)(void *))json_decref, open);
	if (!api_unit(c, in_text(q, "unit"), &u))
		return false;
	if (!streq(u.kind, "school"))
		return fail(c, ERR_INVALID, "place.unit", "Hãy chọn một cơ sở giáo dục; ghi mã trường ở mục unit.");
	if (!address_convert_unit(c, &u, !json_is_true(json_object_get(q->in, "dry_run")), &s))
		return false;
	for (size_t i = 0; i < s.n_open && i < OPEN_MAX; i++) {
		const struct address_open *o = &s.open[i];
		const struct list_item *old = list_find(catalog_list(c->catalog, "commune"), o->value, NULL);
		json_array_append_new(open, json_pack("{ss ss ss ss ss ss ss? so}", "type", o->type->name, "plural", o->type->plural, "record", o->code, "field",
		                                      o->field->name, "label", o->field->label, "value", o->value, "name", old == NULL ? NULL : old->name,
		                                      "candidates", candidates_json(c, &o->candidates)));
	}
	return reply_json(c, r, json_pack("{ss sI sI sI sI sI ss? sI sO}", "unit", u.code, "addresses", (json_int_t)s.addresses, "current", (json_int_t)s.current,
	                                  "convertible", (json_int_t)s.convertible, "changed", (json_int_t)s.changed, "refused", (json_int_t)s.refused,
	                                  "refused_detail", s.refused_detail, "open", (json_int_t)s.n_open, "items", open));
}

HANDLER(api_place_conversion)
{
	struct place_candidates all;
	const char *unique;

	if (!place_lookup_conversion(c, http_param(q, "code"), &unique, &all))
		return false;
	if (all.n == 0)
		return fail(c, ERR_NOT_FOUND, "place.unknown", "Không có xã cũ nào mang mã này trong bảng chuyển đổi.");
	return reply_json(c, r, json_pack("{so so}", "unique", unique == NULL ? json_null() : json_string(unique), "candidates", candidates_json(c, &all)));
}
