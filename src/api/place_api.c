/* place_api.c - what became of a commune on 1 July 2025. */
#include "api/routes.h"
#include "api/shapes.h"
#include "base/json.h"
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

static void put_candidates(const struct ctx *c, struct buf *b, const struct place_candidates *all)
{
	json_open_list(b, "candidates");
	for (size_t i = 0; i < all->n; i++) {
		const struct list_item *it = list_find(catalog_list(c->catalog, "commune"), all->change[i].new_code, PLACE_REFORM);
		json_put_texts(b, NULL, "code", all->change[i].new_code, "name", it == NULL ? "" : it->name,
		               "kind", place_change_name(all->change[i].kind), NULL);
	}
	json_close_list(b);
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

static void put_open(const struct ctx *c, struct buf *b, const struct address_summary *s)
{
	json_open_list(b, "items");
	for (size_t i = 0; i < s->n_open && i < OPEN_MAX; i++) {
		const struct address_open *o = &s->open[i];
		json_open_object(b, NULL);
		json_put_text(b, "type", o->type->name);
		json_put_text(b, "plural", o->type->plural);
		json_put_text(b, "record", o->code);
		json_put_text(b, "field", o->field->name);
		json_put_text(b, "label", o->field->label);
		json_put_text(b, "value", o->value);
		json_put_text(b, "name", old_name(c, o->value));
		put_candidates(c, b, &o->candidates);
		json_close_object(b);
	}
	json_close_list(b);
}

static void put_groups(const struct ctx *c, struct buf *b, const struct address_summary *s)
{
	json_open_list(b, "groups");
	for (size_t i = 0; i < s->n_groups && i < OPEN_MAX; i++) {
		const struct address_group *g = &s->group[i];
		json_open_object(b, NULL);
		json_put_text(b, "value", g->value);
		json_put_text(b, "name", old_name(c, g->value));
		json_put_text(b, "address", g->text);
		json_put_int(b, "records", g->records);
		put_candidates(c, b, &g->candidates);
		json_close_object(b);
	}
	json_close_list(b);
}

HANDLER(api_place_convert)
{
	struct address_choice *choice;
	struct address_summary s;
	struct buf b = buf_in(c->arena);
	struct unit u;
	size_t n;

	if (!api_unit(c, in_text(q, "unit"), &u) || !choices_in(c, q, &choice, &n))
		return false;
	if (!unit_is_school(c, &u))
		return fail(c, ERR_INVALID, "place.unit", "Hãy chọn một cơ sở giáo dục; ghi mã trường ở mục unit.");
	if (!address_convert_unit(c, &u, choice, n, !in_bool(q, "dry_run"), &s))
		return false;
	json_open_object(&b, NULL);
	json_put_text(&b, "unit", u.code);
	json_put_int(&b, "addresses", s.addresses);
	json_put_int(&b, "current", s.current);
	json_put_int(&b, "convertible", s.convertible);
	json_put_int(&b, "chosen", s.chosen);
	json_put_int(&b, "changed", s.changed);
	json_put_int(&b, "refused", s.refused);
	json_put_text(&b, "refused_detail", s.refused_detail);
	json_put_int(&b, "open", s.n_open);
	put_open(c, &b, &s);
	put_groups(c, &b, &s);
	json_close_object(&b);
	return reply_json(r, &b);
}

HANDLER(api_place_conversion)
{
	struct buf b = buf_in(c->arena);
	struct place_candidates all;
	const char *unique;

	if (!place_lookup_conversion(c, http_param(q, "code"), &unique, &all))
		return false;
	if (all.n == 0)
		return fail(c, ERR_NOT_FOUND, "place.unknown", "Không có xã cũ nào mang mã này trong bảng chuyển đổi.");
	json_open_object(&b, NULL);
	json_put_text(&b, "unique", unique);
	put_candidates(c, &b, &all);
	json_close_object(&b);
	return reply_json(r, &b);
}
