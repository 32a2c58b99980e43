/* import_year.c - which school year a file is of, and whose it is. */
#include <stdio.h>

#include "base/text.h"
#include "base/time.h"
#include "domain/import/import_plan.h"

/* "Năm học 2024-2025" above the header, or in the name of the file. */
static int year_in(struct arena *a, const char *text)
{
	for (const char *s = text_fold(a, text == NULL ? "" : text); *s != '\0'; s++) {
		int from, to, n = 0;
		if (s[0] == '2' && s[1] == '0' && sscanf(s, "%4d%*[- _/]%n", &from, &n) == 1 && n > 4 && sscanf(s + n, "%4d", &to) == 1 &&
		    (to == from + 1 || to == (from + 1) % 100))
			return from;
	}
	return 0;
}

static void check_words(struct plan *plan)
{
	struct import_summary *sum = plan->sum;
	int year = plan->mark.school_year != 0 ? plan->mark.school_year : year_in(plan->c->arena, buf_text(&plan->rows.words));

	sum->year_seen = year != 0 ? year : year_in(plan->c->arena, plan->o->file_name);
	sum->year_doubtful = sum->year_seen != 0 && sum->year_seen != plan->o->school_year;
	if (sum->year_doubtful && plan->rows.n_pages > 0)
		note_page_warning(plan, &plan->rows.page[0], "import.year", "Tệp ghi năm học %d-%d, nhưng đang nạp cho năm học %d-%d. Hãy kiểm tra có nhầm "
		                  "tệp hoặc nhầm năm học không.", sum->year_seen, sum->year_seen + 1, plan->o->school_year, plan->o->school_year + 1);
}

/* A workbook that was written here says for whom. */
static void check_unit(struct plan *plan)
{
	const char *unit = plan->mark.unit;

	if (unit != NULL && !streq(unit, plan->o->unit.code) && plan->rows.n_pages > 0)
		note_page_warning(plan, &plan->rows.page[0], "import.other_unit", "Tệp này được tải xuống cho đơn vị %s, nhưng đang nạp cho %s. Hãy kiểm tra có "
		                  "nhầm tệp không.", unit, plan->o->unit.code);
}

/* A status date tells the year of its file; the latest one, typing slips of decades aside. */
void import_check_year(struct plan *plan, const char *today)
{
	struct import_summary *sum = plan->sum;
	const char *latest = NULL;
	size_t at = 0;
	struct date d, now;

	if (!date_parse(today, &now))
		return;
	check_unit(plan);
	if (plan->at.status_date == NOWHERE || plan->mark.school_year != 0) {
		check_words(plan);
		return;
	}
	for (size_t i = 0; i < plan->rows.n_entries; i++) {
		const char *date = slot_text(&plan->rows.entry[i], plan->at.status_date);
		if (date == NULL || (latest != NULL && strcmp(date, latest) <= 0) || !date_parse(date, &d) || d.year > now.year + 1)
			continue;
		latest = date;
		at = i;
	}
	if (latest == NULL || !date_parse(latest, &d)) {
		check_words(plan);
		return;
	}
	sum->year_seen = date_school_year(d);
	sum->year_doubtful = sum->year_seen != plan->o->school_year;
	if (sum->year_doubtful)
		note_warning(plan, &plan->rows.entry[at], plan->at.status_date, NULL, "import.year", "Ngày trạng thái mới nhất trong tệp thuộc năm học "
		             "%d-%d, nhưng đang nạp cho năm học %d-%d. Hãy kiểm tra có nhầm tệp hoặc nhầm năm học không.", sum->year_seen,
		             sum->year_seen + 1, plan->o->school_year, plan->o->school_year + 1);
}

