/* transfer_day.c - the day of a transfer: from when on somebody is elsewhere. */
#include "base/time.h"
#include "db/db.h"
#include "domain/event/event.h"
#include "domain/transfer/transfer_parts.h"

enum { NEAR_DAYS = 92 };

/* What tells where the person is: their own events, or those of enrolments. */
static const struct life *life_of(const struct ctx *c, const struct record_type *person)
{
	const struct life *own = catalog_life(c->catalog, person);

	return own != NULL ? own : catalog_life(c->catalog, catalog_type(c->catalog, "enrolment"));
}

static int school_year_in(struct ctx *c, int days)
{
	struct date today;

	const bool is_day = date_parse(time_today(c->arena, c->now_ms), &today);
	assert(is_day);
	return date_school_year(date_from_days(date_to_days(today) + days));
}

/* Not before the year they are in and the summer that leads to it, nor after the year that runs, or is near.  Of whom no year is
 * known: the one before this. */
static bool check_year(struct ctx *c, const struct record *person, const char *day, struct date d)
{
	const int now = school_year_in(c, 0), near = school_year_in(c, NEAR_DAYS), year = date_school_year(d);
	int running, last;

	if (!event_years_of_person(c, life_of(c, person->type), person->code, now, &running, &last))
		return false;
	if (running == 0)
		running = now - 1;
	if (last < near)
		last = near;
	if (year < running && !calendar_is_summer(c->catalog, calendar_term(c->catalog, running - 1, person->unit.province, day)))
		return fail(c, ERR_INVALID, "transfer.day", "Ngày chuyển %s sớm hơn hè trước năm học %d–%d, là năm học mà hồ sơ đang theo; hãy xem lại ngày này.",
		            date_words(c->arena, day), running, running + 1);
	return year <= last ||
	       fail(c, ERR_INVALID, "transfer.day", "Ngày chuyển %s sau khi năm học %d–%d kết thúc; hãy chọn ngày trong năm học ấy, hoặc đợi khi năm học sau sắp "
	            "bắt đầu.", date_words(c->arena, day), last, last + 1);
}

/* Nobody leaves a unit before they came. */
static bool check_came(struct ctx *c, const struct record *person, const char *day)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_STATUS_CHANGE_CAME, ARGS(val_int(person->unit.id), val_text(person->type->name), val_int(person->id))))
		return false;
	const char *came = rows_text(&r, 0, 0);
	return came == NULL || strcmp(came, day) <= 0 ||
	       fail(c, ERR_INVALID, "transfer.day", "Ngày chuyển %s sớm hơn ngày người này đến trường đang học (%s). Hãy chọn từ ngày ấy trở đi; "
	            " nếu lần chuyển đến ghi nhầm thì huỷ nó trước.", date_words(c->arena, day), date_words(c->arena, came));
}

bool transfer_check_day(struct ctx *c, const struct record *person, const char *day)
{
	const char *last;
	struct date d;

	if (!date_parse(day, &d))
		return fail(c, ERR_INVALID, "transfer.day", "Ngày chuyển phải là một ngày có thật dạng năm-tháng-ngày.");
	if (!check_year(c, person, day, d) || !check_came(c, person, day) || !event_last_of_person(c, life_of(c, person->type), person->code, &last))
		return false;
	return last == NULL || strcmp(last, day) <= 0 ||
	       fail(c, ERR_INVALID, "transfer.day", "Ngày chuyển %s sớm hơn biến động sau cùng của người này (ngày %s). Hãy chọn ngày chuyển từ %s trở đi; "
	            "nếu biến động ấy ghi nhầm thì trường đang có người này huỷ nó trước.", date_words(c->arena, day), date_words(c->arena, last), date_words(c->arena, last));
}
