/* doctor.c - khue doctor, audit verify: is what is stored sound? */
#include "domain/doctor/doctor.h"

#include <stdio.h>

#include "app/app.h"
#include "domain/unit/unit_tree.h"
#include "store/change.h"

static const char *const labels[DOCTOR__COUNT] = { "Phiên bản", "Thiết lập", "Chỗ trống", "Cây đơn vị", "Nhật ký", "Khoá", "Dòng mồ côi" };

static void progress(size_t done, size_t total)
{
	show_progress("Nhật ký của đơn vị", done, total);
}

static void print_json(const struct doctor *d)
{
	json_t *checks = json_array(), *problems = json_array();

	for (enum doctor_check i = 0; i < DOCTOR__COUNT; i++)
		if (d->of[i].looked)
			json_array_append_new(checks, json_pack("{ss sb ss}", "check", doctor_names[i], "sound", d->of[i].sound, "found", d->of[i].found));
	for (const struct problem *x = d->problems.first; x != NULL; x = x->next)
		json_array_append_new(problems, json_pack("{ss* ss ss}", "where", x->field, "key", x->key, "message", x->message));
	app_print_json(json_pack("{sb so so}", "sound", d->problems.errors == 0, "checks", checks, "problems", problems));
}

static void print_text(const struct doctor *d)
{
	for (enum doctor_check i = 0; i < DOCTOR__COUNT; i++)
		if (d->of[i].looked)
			printf("%s %s: %s\n", d->of[i].sound ? "✓" : "✗", labels[i], d->of[i].found);
		else
			printf("- %s: chưa xem được\n", labels[i]);
}

static bool unsound(struct ctx *c, const struct problems *p)
{
	fail(c, ERR_CONFLICT, "doctor.unsound", "Có %zu chỗ không đúng:", p->errors);
	c->problems = *p;
	return false;
}

bool run_doctor(struct ctx *c, const struct options *o)
{
	const char *url = app_database_url(o), *path = NULL;
	struct doctor d;

	if (o->n_words > 0)
		return usage_error(c, "Lệnh này không cần thêm từ nào.");
	if (strncmp(url, "sqlite:", 7) == 0)
		path = arena_strndup(c->arena, url + 7, strcspn(url + 7, "?"));
	if (!doctor_look(c, path, progress, &d))
		return false;
	option_flag(o, "json") ? print_json(&d) : print_text(&d);
	return d.problems.errors == 0 || unsound(c, &d.problems);
}

static bool verify_unit(struct ctx *c, const struct unit *u, struct problems *p)
{
	int64_t entries;

	if (chain_verify(c, u, &entries))
		return true;
	if (c->err != ERR_CONFLICT)
		return false;
	problem_add(c, p, u->code, c->key, "%s", c->detail);
	ctx_clear(c);
	return true;
}

bool run_audit(struct ctx *c, const struct options *o)
{
	struct unit one, *all = &one;
	struct problems p = { 0 };
	size_t n = 1;

	if (o->n_words != 1 || !streq(o->word[0], "verify"))
		return usage_error(c, "Cần verify.");
	if (option(o, "unit") != NULL ? !app_unit(c, o, &one) : !unit_all(c, &all, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!verify_unit(c, &all[i], &p))
			return false;
	const size_t broken = p.errors;
	if (option(o, "unit") == NULL && !unit_tree_check(c, &p))
		return false;
	if (p.errors == 0) {
		app_say(o, json_pack("{sb sI}", "sound", true, "units", (json_int_t)n), "Nhật ký của %zu đơn vị nguyên vẹn.\n", n);
		return true;
	}
	if (option_flag(o, "json"))
		app_print_json(json_pack("{sb sI sI so}", "sound", false, "units", (json_int_t)n, "broken", (json_int_t)broken, "problems", app_problems(&p)));
	if (broken == 0)
		fail(c, ERR_CONFLICT, "audit.tree", "Nhật ký nguyên vẹn, nhưng cây đơn vị không đúng ở %zu chỗ:", p.errors);
	else
		fail(c, ERR_CONFLICT, "audit.broken", "Nhật ký của %zu đơn vị đã bị can thiệp; cây đơn vị không đúng ở %zu chỗ:", broken, p.errors - broken);
	c->problems = p;
	return false;
}
