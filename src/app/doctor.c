/* doctor.c - khue doctor, audit verify: is what is stored sound? */
#include "domain/doctor/doctor.h"

#include <stdio.h>

#include "app/app.h"
#include "domain/unit/unit_tree.h"
#include "store/change.h"

static const char *const labels[DOCTOR__COUNT] = { "Phiên bản", "Thiết lập", "Chỗ trống", "Bảng dữ liệu", "Cây đơn vị", "Nhật ký", "Khoá", "Lưới theo đơn vị",
	"Dòng mồ côi", "Hồ sơ so với nhật ký", "Việc dài và tệp tạm", "Bộ đếm" };

static void progress(enum doctor_check check, size_t done, size_t total)
{
	app_show_progress(check == DOCTOR_CHAINS ? "Nhật ký của đơn vị" : "Hồ sơ của đơn vị", done, total);
}

static json_t *problem_json(const struct problem *x, enum doctor_check check)
{
	return json_pack("{ss ss* ss ss sb}", "check", doctor_names[check], "where", x->field, "key", x->key, "message", x->message,
	                 "warning", x->warning);
}

static void print_json(const struct doctor *d)
{
	json_t *checks = json_array(), *problems = json_array();
	const struct problem *x = d->problems.first;

	for (enum doctor_check i = 0; i < DOCTOR__COUNT; i++) {
		const struct doctor_finding *f = &d->of[i];
		json_array_append_new(checks, json_pack("{ss sb so ss}", "check", doctor_names[i], "looked", f->looked, "sound",
		                                        f->looked ? json_boolean(f->sound) : json_null(), "found", f->found));
		for (size_t n = f->problems; n > 0; n--, x = x->next)
			json_array_append_new(problems, problem_json(x, i));
	}
	app_print_json(json_pack("{sb so so}", "sound", d->problems.errors == 0, "checks", checks, "problems", problems));
}

static void print_text(const struct doctor *d)
{
	const struct problem *x = d->problems.first;

	for (enum doctor_check i = 0; i < DOCTOR__COUNT; i++) {
		const struct doctor_finding *f = &d->of[i];
		printf("%s %s: %s\n", !f->looked ? "–" : f->sound ? "✓" : "✗", labels[i], f->found);
		for (size_t n = f->problems; n > 0; n--, x = x->next)
			printf("    %s\n", x->message);
	}
	fflush(stdout); /* before what is said of it on the other stream */
}

bool run_doctor(struct ctx *c, const struct options *o)
{
	const char *url = app_database_url(o), *path = NULL;
	struct doctor d;

	if (!app_no_more(c, o, 0))
		return false;
	if (strncmp(url, "sqlite:", 7) == 0)
		path = arena_strndup(c->arena, url + 7, strcspn(url + 7, "?"));
	doctor_look(c, path, progress, &d);
	option_flag(o, "json") ? print_json(&d) : print_text(&d);
	return d.problems.errors == 0 ||
	       fail(c, ERR_CONFLICT, "doctor.unsound", "Có %zu chỗ không đúng; từng chỗ và việc cần làm có trong danh sách.", d.problems.errors);
}

static bool verify_unit(struct ctx *c, const struct unit *u, struct problems *p)
{
	int64_t entries;

	if (chain_verify(c, u, &entries))
		return true;
	if (c->err != ERR_CONFLICT)
		return false;
	problem_add(c, p, u->code, c->key, "%s %s", c->detail, doctor_of_chains);
	ctx_clear(c);
	return true;
}

bool run_audit(struct ctx *c, const struct options *o)
{
	struct unit one, *all = &one;
	struct problems p = { 0 };
	size_t n = 1;

	if (!app_knows(c, o, "verify") || !app_no_more(c, o, 1))
		return false;
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
