/* decoy.c - khue decoy. */
#include "domain/decoy/decoy.h"

#include <stdio.h>

#include "app/app.h"
#include "store/actor.h"

static bool plant(struct ctx *c, const struct options *o)
{
	struct unit office, school;
	int64_t n;

	if (!option_number(c, o, "number", DECOY_USUAL, &n) || !unit_find(c, actor_scope(c), option(o, "unit"), &office) ||
	    !decoy_plant(c, &office, c->catalog->dir, n < 0 ? 0 : (size_t)n, &school))
		return false;
	app_say(o, json_pack("{sI ss ss}", "planted", (json_int_t)n, "unit", school.code, "unit_name", school.name),
	        "Đã đặt %" PRId64 " hồ sơ mồi, như học sinh của một trường đã giải thể: %s (%s).\n"
	        "Chỉ người quản trị máy nên biết; khue decoy list xem lại.\n", n, school.name, school.code);
	return true;
}

static bool list(struct ctx *c, const struct options *o)
{
	json_t *all = json_array();
	struct decoy *d;
	size_t n;

	if (!decoy_list(c, &d, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{ss ss ss ss}", "type", d[i].type, "code", d[i].code, "unit", d[i].unit, "unit_name", d[i].unit_name));
	if (option_flag(o, "json")) {
		app_print_json(json_pack("{so}", "decoys", all));
		return true;
	}
	json_decref(all);
	for (size_t i = 0; i < n; i++)
		printf("%s  %s %s\n", d[i].code, d[i].unit, d[i].unit_name);
	if (n == 0)
		puts("Chưa có hồ sơ mồi nào. Đặt bằng: khue decoy plant --unit MÃ-SỞ");
	return true;
}

bool run_decoy(struct ctx *c, const struct options *o)
{
	if (!app_knows(c, o, "plant, list") || !app_no_more(c, o, 1))
		return false;
	if (streq(o->word[0], "list"))
		return list(c, o);
	return app_needs(c, o, NAMES("plant", NULL), NAMES("unit")) && plant(c, o);
}
