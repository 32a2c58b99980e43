/* time.c - clocks and the calendar. */
#include "base/time.h"

#include <time.h>

enum { DAY_MS = 24 * 60 * 60 * 1000, VIETNAM_MS = 7 * 60 * 60 * 1000 }; /* UTC+7, no summer time */

static int64_t clock_ms(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t time_now_ms(void)
{
	return clock_ms(CLOCK_REALTIME);
}

int64_t time_steady_ms(void)
{
	return clock_ms(CLOCK_MONOTONIC);
}

bool spare_time_is_left(const struct spare_time *t)
{
	return time_now_ms() < t->until_ms && (t->is_needed == NULL || !t->is_needed(t->arg));
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* n digits ending before `end`. */
static void put_digits(char *end, int value, int n)
{
	while (n-- > 0) {
		*--end = (char)('0' + value % 10);
		value /= 10;
	}
}

const char *time_iso(struct arena *a, int64_t ms)
{
	struct date d = date_from_days(floor_div(ms, 86400000));
	int rest = (int)(ms - floor_div(ms, 86400000) * 86400000);
	char *text = arena_strdup(a, "0000-00-00T00:00:00.000Z");

	put_digits(text + 4, d.year, 4);
	put_digits(text + 7, d.month, 2);
	put_digits(text + 10, d.day, 2);
	put_digits(text + 13, rest / 3600000, 2);
	put_digits(text + 16, rest / 60000 % 60, 2);
	put_digits(text + 19, rest / 1000 % 60, 2);
	put_digits(text + 23, rest % 1000, 3);
	return text;
}

const char *time_today(struct arena *a, int64_t now_ms)
{
	return date_text(a, date_from_days(floor_div(now_ms + VIETNAM_MS, DAY_MS)));
}

int time_left_today_s(int64_t now_ms)
{
	return (int)((DAY_MS - (now_ms + VIETNAM_MS) % DAY_MS) / 1000) + 1;
}

const char *time_words(struct arena *a, int64_t ms)
{
	const int64_t here = ms + VIETNAM_MS, minute = (here - floor_div(here, DAY_MS) * DAY_MS) / 60000;

	return arena_fmt(a, "%s %02d:%02d", date_words(a, date_text(a, date_from_days(floor_div(here, DAY_MS)))), (int)(minute / 60), (int)(minute % 60));
}

const char *date_words(struct arena *a, const char *iso)
{
	struct date d;

	return iso != NULL && date_parse(iso, &d) ? arena_fmt(a, "%02d/%02d/%04d", d.day, d.month, d.year) : iso;
}

int64_t date_begins_ms(struct date d)
{
	return date_to_days(d) * DAY_MS - VIETNAM_MS;
}

bool date_is_valid(struct date d)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (d.year % 4 == 0 && d.year % 100 != 0) || d.year % 400 == 0;

	if (d.year < 1800 || d.year > 2200 || d.month < 1 || d.month > 12)
		return false;
	return d.day >= 1 && d.day <= days[d.month - 1] + (d.month == 2 && leap);
}

static int digits(const char *s, int n)
{
	int value = 0;

	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		value = value * 10 + s[i] - '0';
	}
	return value;
}

bool date_parse(const char *text, struct date *ret)
{
	if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
		return false;
	*ret = (struct date){ digits(text, 4), digits(text + 5, 2), digits(text + 8, 2) };
	return date_is_valid(*ret);
}

const char *date_text(struct arena *a, struct date d)
{
	return arena_fmt(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

/* Days from civil, after the proleptic Gregorian calendar with years that begin in March. */
int64_t date_to_days(struct date d)
{
	int64_t y = d.year - (d.month <= 2);
	int64_t era = floor_div(y, 400);
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

struct date date_from_days(int64_t days)
{
	int64_t z = days + 719468;
	int64_t era = floor_div(z, 146097);
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int month = (int)(mp < 10 ? mp + 3 : mp - 9);

	return (struct date){ (int)(yoe + era * 400 + (month <= 2)), month, (int)(doy - (153 * mp + 2) / 5 + 1) };
}

int date_school_year(struct date d)
{
	return d.month >= 8 ? d.year : d.year - 1;
}
