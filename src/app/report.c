/* report.c - khue report. */
#include "domain/report/report.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>

#include "app/app.h"
#include "base/reason.h"

static bool write_text(struct ctx *c, const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	if (f == NULL || fputs(text, f) < 0 || fclose(f) != 0)
		return fail(c, ERR_FULL, "file.write", "Không ghi được %s: %s.", path, reason_of(errno));
	return true;
}

static bool print(struct ctx *c, const struct report *rep)
{
	struct report_difference *d;
	struct report_remark *remarks;
	struct report_stale *stale;
	size_t n, n_stale, n_remarks;

	if (!report_differences(c, rep, &d, &n) || !report_find_stale(c, rep, &stale, &n_stale) || !report_remarks(c, rep, &remarks, &n_remarks))
		return false;
	printf("Báo cáo %s của %s, kỳ %s: %s, bản số %d. Mã %s, mã băm %s\n", rep->form->official, rep->unit.code, rep->period, report_state_name(rep->state),
	       rep->edition, rep->code, rep->hash);
	if (rep->note != NULL || rep->reason != NULL)
		printf("  Lý do: %s\n", rep->reason != NULL ? rep->reason : rep->note);
	for (size_t i = 0; i < n_remarks; i++)
		printf("  Cần sửa: mã số %d, cột %s: %s\n", remarks[i].row, remarks[i].column, remarks[i].note);
	for (size_t i = 0; i < n; i++) {
		printf("  Khác bản %d: mã số %d, cột %s (%s): ", rep->edition - 1, d[i].row, d[i].column, d[i].label);
		d[i].was ? printf("%" PRId64, d[i].before) : printf("không có ô này");
		d[i].is ? printf(", nay %" PRId64 "\n", d[i].now) : printf(", nay không có ô này\n");
	}
	for (size_t i = 0; i < n_stale; i++)
		printf("  %s\n", stale[i].message);
	return true;
}

static bool ends_in(const char *path, const char *extension)
{
	const char *dot = strrchr(path, '.');

	return dot != NULL && streq(dot, extension);
}

static bool put_out(struct ctx *c, const struct options *o, const struct report *rep)
{
	const char *out = option(o, "out");
	struct buf b = buf_in(c->arena);

	if (!report_put_json(c, &b, rep, true))
		return false;
	if (option_flag(o, "json"))
		printf("%s\n", b.data);
	else if (!print(c, rep))
		return false;
	return out == NULL || (ends_in(out, ".xlsx") ? report_write_xlsx(c, rep, out) : write_text(c, out, b.data));
}

static bool can_put_out(struct ctx *c, const struct options *o)
{
	const char *out = option(o, "out");

	if (out == NULL)
		return true;
	if (option_flag(o, "below"))
		return app_usage_error(c, "--out là tệp của một báo cáo; --below tính nhiều báo cáo, không ghi tệp.");
	if (!ends_in(out, ".xlsx") && !ends_in(out, ".json"))
		return app_usage_error(c, "--out phải là tệp .xlsx hoặc .json.");
	return app_can_write(c, out);
}

static bool compute_below(struct ctx *c, const struct options *o, const struct form *f, const struct unit *u, const char *period)
{
	struct report_summary sum;

	if (!report_compute_below(c, f, u, period, &sum))
		return false;
	app_say(o, json_pack("{sI sI}", "computed", (json_int_t)sum.computed, "frozen", (json_int_t)sum.frozen),
	        "Đã tính %zu báo cáo; %zu báo cáo đã gửi hoặc tiếp nhận được giữ nguyên.\n", sum.computed, sum.frozen);
	return true;
}

static bool step(struct ctx *c, const struct options *o, const char *verb, struct report *rep)
{
	int64_t edition;

	if (streq(verb, "submit"))
		return report_submit(c, rep);
	if (streq(verb, "accept"))
		return report_accept(c, rep);
	if (streq(verb, "show") || streq(verb, "verify")) {
		if (!option_number(c, o, "edition", rep->edition, &edition) || !report_edition(c, rep, edition > INT_MAX ? 0 : (int)edition, rep))
			return false;
		if (streq(verb, "verify") && report_verify(c, rep) && !option_flag(o, "json"))
			printf("Bản số %d của báo cáo %s khớp với mã băm: mẫu biểu, số liệu và danh sách đã đếm còn nguyên.\n", rep->edition, rep->code);
		return c->err == ERR_NONE;
	}
	if (streq(verb, "reopen")) {
		if (option(o, "reason") == NULL)
			return app_usage_error(c, "Mở lại thì phải có --reason: lý do.");
		return report_reopen(c, rep, option(o, "reason"));
	}
	if (option(o, "note") == NULL)
		return app_usage_error(c, "Trả lại thì phải có --note: lý do.");
	return report_return(c, rep, option(o, "note"), NULL, 0);
}

bool run_report(struct ctx *c, const struct options *o)
{
	const char *period = option(o, "period");
	const struct form *f;
	struct report rep;
	struct unit u;

	if (!app_knows(c, o, "compute, show, submit, return, accept, reopen, verify") || !app_needs(c, o, NAMES("việc", "tên biểu"), NAMES("unit", "period")) ||
	    !app_no_more(c, o, 2))
		return false;
	f = catalog_form(c->catalog, o->word[1]);
	if (!can_put_out(c, o) || !app_unit(c, o, &u))
		return false;
	if (streq(o->word[0], "compute")) {
		if (f == NULL)
			return fail(c, ERR_INVALID, "report.form", "Không có biểu \"%s\"; xem khue catalog list.", o->word[1]);
		if (option_flag(o, "below"))
			return compute_below(c, o, f, &u, period);
		return report_compute(c, f, &u, period, &rep) && put_out(c, o, &rep);
	}
	/* A form that the catalogue has dropped still has its reports. */
	return report_named(c, f == NULL ? o->word[1] : f->name, &u, period, &rep) && step(c, o, o->word[0], &rep) && put_out(c, o, &rep);
}
