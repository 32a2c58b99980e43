/* place.c - khue place convert. */
#include <stdio.h>

#include "app/app.h"
#include "domain/place/address.h"

static const char *name_of(const struct ctx *c, const char *code, const char *date)
{
	const struct list_item *it = list_find(catalog_list(c->catalog, "commune"), code, date);

	return it == NULL ? "?" : it->name;
}

static void print_candidates(const struct ctx *c, const struct place_candidates *all)
{
	if (all->n == 0)
		printf("    không có trong bảng chuyển đổi\n");
	for (size_t i = 0; i < all->n; i++)
		printf("    %s  %s (%s)\n", all->change[i].new_code, name_of(c, all->change[i].new_code, PLACE_REFORM), place_change_name(all->change[i].kind));
}

static json_t *candidates_json(const struct ctx *c, const struct place_candidates *all)
{
	json_t *o = json_array();

	for (size_t i = 0; i < all->n; i++)
		json_array_append_new(o, json_pack("{ss ss ss}", "code", all->change[i].new_code, "name", name_of(c, all->change[i].new_code, PLACE_REFORM), "kind",
		                                   place_change_name(all->change[i].kind)));
	return o;
}

static bool convert_codes_json(struct ctx *c, const char *const *code, size_t n)
{
	json_t *all = json_array();
	struct place_candidates found;
	const char *new_code;
	size_t open = 0;

	for (size_t i = 0; i < n; i++) {
		if (!place_lookup_conversion(c, code[i], &new_code, &found)) {
			json_decref(all);
			return false;
		}
		open += new_code == NULL;
		json_array_append_new(all, json_pack("{ss ss*}", "code", code[i], "new_code", new_code));
		if (new_code == NULL)
			json_object_set_new(json_array_get(all, i), "candidates", candidates_json(c, &found));
	}
	app_print_json(json_pack("{so}", "items", all));
	return open == 0 || fail(c, ERR_CONFLICT, "place.split", "%zu mã không có một xã mới duy nhất; hãy chọn theo địa chỉ chi tiết.", open);
}

static void unit_json(const struct ctx *c, const struct unit *u, const struct address_summary *s)
{
	json_t *open = json_array();

	for (size_t i = 0; i < s->n_open; i++)
		json_array_append_new(open, json_pack("{ss ss ss so}", "code", s->open[i].code, "field", s->open[i].field->name, "value", s->open[i].value, "candidates",
		                                      candidates_json(c, &s->open[i].candidates)));
	app_print_json(json_pack("{ss sI sI sI sI so}", "unit", u->code, "addresses", (json_int_t)s->addresses, "current", (json_int_t)s->current, "convertible",
	                         (json_int_t)s->convertible, "changed", (json_int_t)s->changed, "open", open));
}

static void unit_text(const struct ctx *c, const struct options *o, const struct unit *u, const struct address_summary *s)
{
	for (size_t i = 0; i < s->n_open; i++) {
		printf("  %s, %s: %s  %s\n", s->open[i].code, s->open[i].field->label, s->open[i].value, name_of(c, s->open[i].value, NULL));
		if (i == 0 || !streq(s->open[i].value, s->open[i - 1].value))
			print_candidates(c, &s->open[i].candidates);
	}
	printf("%s: %zu địa chỉ; %zu đã theo xã hiện hành, %zu chuyển được, %zu cần người chọn.\n", u->code, s->addresses, s->current, s->convertible, s->n_open);
	if (option_flag(o, "apply"))
		printf("Đã sửa %zu hồ sơ.\n", s->changed);
}

static bool convert_codes(struct ctx *c, const char *const *code, size_t n)
{
	struct place_candidates all;
	const char *new_code;
	size_t open = 0;

	for (size_t i = 0; i < n; i++) {
		if (!place_lookup_conversion(c, code[i], &new_code, &all))
			return false;
		if (new_code != NULL) {
			printf("%s  %s → %s  %s\n", code[i], name_of(c, code[i], "2025-06-30"), new_code, name_of(c, new_code, PLACE_REFORM));
			continue;
		}
		printf("%s  %s: cần người chọn\n", code[i], name_of(c, code[i], "2025-06-30"));
		print_candidates(c, &all);
		open++;
	}
	return open == 0 || fail(c, ERR_CONFLICT, "place.split", "%zu mã không có một xã mới duy nhất; hãy chọn theo địa chỉ chi tiết.", open);
}

static bool convert_unit(struct ctx *c, const struct options *o)
{
	struct address_summary s;
	struct unit u;

	if (!app_unit(c, o, &u) || !address_convert_unit(c, &u, NULL, 0, option_flag(o, "apply"), &s))
		return false;
	option_flag(o, "json") ? unit_json(c, &u, &s) : unit_text(c, o, &u, &s);
	return s.refused == 0 || fail(c, ERR_INVALID, "place.refused", "%zu hồ sơ không sửa được; đầu tiên: %s", s.refused, s.refused_detail);
}

bool run_place(struct ctx *c, const struct options *o)
{
	if (!app_knows(c, o, "convert"))
		return false;
	if ((o->n_words > 1) == (option(o, "unit") != NULL))
		return app_usage_error(c, "Cần một trong hai: mã xã cũ, hoặc --unit.");
	if (o->n_words == 1)
		return convert_unit(c, o);
	return option_flag(o, "json") ? convert_codes_json(c, o->word + 1, o->n_words - 1) : convert_codes(c, o->word + 1, o->n_words - 1);
}
