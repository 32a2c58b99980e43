/* place_api.c - what became of a commune on 1 July 2025. */
#include "api/routes.h"
#include "api/shapes.h"
#include "domain/place/place_store.h"

static SHAPE(place_candidate, "Một xã mới",
	{ "code", OUT_TEXT, .summary = "Mã xã mới" },
	{ "name", OUT_TEXT, .summary = "Tên xã mới" },
	{ "kind", OUT_TEXT, .summary = "Xã cũ thành xã này thế nào" });

SHAPE(place_conversion, "Xã cũ thành xã nào",
	{ "unique", OUT_TEXT, .summary = "Mã xã mới, khi chỉ có một", .maybe = true },
	{ "candidates", OUT_SHAPE, .summary = "Các xã mới có thể", .shape = &place_candidate_shape, .list = true });

HANDLER(api_place_conversion)
{
	struct place_candidates all;
	const char *unique;
	json_t *items;

	if (!place_lookup_conversion(c, http_param(q, "code"), &unique, &all))
		return false;
	if (all.n == 0)
		return fail(c, ERR_NOT_FOUND, "place.unknown", "Không có xã cũ nào mang mã này trong bảng chuyển đổi.");
	items = json_array();
	for (size_t i = 0; i < all.n; i++) {
		const struct list_item *it = list_find(catalog_list(c->catalog, "commune"), all.change[i].new_code, PLACE_REFORM);
		json_array_append_new(items, json_pack("{ss ss ss}", "code", all.change[i].new_code, "name", it == NULL ? "" : it->name, "kind",
		                                       place_change_name(all.change[i].kind)));
	}
	return reply_json(c, r, json_pack("{so so}", "unique", unique == NULL ? json_null() : json_string(unique), "candidates", items));
}
