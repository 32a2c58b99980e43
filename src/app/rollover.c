/* rollover.c - khue rollover. */
#include "domain/rollover/rollover.h"

#include <stdio.h>

#include "app/app.h"
#include "base/json.h"
#include "base/problems.h"

static void print_problems(const struct problems *list)
{
	for (const struct problem *p = list->first; p != NULL; p = p->next)
		printf("  %s%s\n", p->warning ? "" : "! ", p->message);
}

static void print_plan(struct ctx *c, const struct options *o, const struct rollover_plan *plan, const struct rollover *made)
{
	struct buf b = buf_in(c->arena);

	if (option_flag(o, "json")) {
		json_open_object(&b, NULL);
		if (made != NULL)
			json_put_text(&b, "id", made->code);
		rollover_put_plan(&b, plan);
		problems_put(&b, "problems", plan->problems.first, PROBLEM_WARNING);
		json_close_object(&b);
		puts(b.data);
		return;
	}
	for (size_t i = 0; i < plan->n_origins; i++)
		printf("  %s → %s\n", plan->origin[i].name, plan->origin[i].to == NULL ? "—" : plan->origin[i].to->name);
	printf("Lên lớp %zu, lưu ban %zu, hoàn thành cấp học %zu (chưa ghi kết quả: %zu); đã chuyển trước đó %zu, bỏ qua %zu.\n", plan->counts.promoted,
	       plan->counts.retained, plan->counts.completed, plan->counts.not_said, plan->already, plan->skipped);
	print_problems(&plan->problems);
	if (made != NULL)
		printf("Mã lần chuyển: %s\n", made->code);
}

static bool options_in(struct ctx *c, const struct options *o, struct unit *u, struct rollover_options *ret)
{
	int year;

	if (!app_needs(c, o, NAMES("preview"), NAMES("unit", "year")) || !app_no_more(c, o, 1) || !app_year(c, o, &year) || !app_unit(c, o, u))
		return false;
	*ret = (struct rollover_options){ .year = year, .continue_levels = option_flag(o, "continue-levels"),
		                          .keep_homeroom = option_flag(o, "keep-homeroom") };
	return true;
}

static bool undo(struct ctx *c, const struct options *o, const char *code)
{
	struct rollover x;

	if (!rollover_find(c, &scope_everywhere, code, &x) || !rollover_undo(c, &x))
		return false;
	if (!option_flag(o, "json"))
		print_problems(&x.left);
	app_say(o, json_pack("{ss sI sI so}", "id", x.code, "taken_back", (json_int_t)x.taken_back, "remaining", (json_int_t)x.remaining, "problems", app_problems(&x.left)),
	        "Lần chuyển năm học %s: đã huỷ %zu hồ sơ, còn lại %zu.\n", x.code, x.taken_back, x.remaining);
	return true;
}

bool run_rollover(struct ctx *c, const struct options *o)
{
	struct rollover_options ro;
	struct rollover_plan plan;
	struct rollover made;
	struct unit u;

	if (!app_knows(c, o, "preview, run, undo"))
		return false;
	const bool really = streq(o->word[0], "run");
	if (streq(o->word[0], "undo"))
		return app_needs(c, o, NAMES("undo", "mã lần chuyển"), NAMES(NULL)) && app_no_more(c, o, 2) && undo(c, o, o->word[1]);
	if (!options_in(c, o, &u, &ro))
		return false;
	if (really ? !rollover_run(c, &u, &ro, &plan, &made) : !rollover_preview(c, &u, &ro, &plan))
		return false;
	print_plan(c, o, &plan, really ? &made : NULL);
	return true;
}
