/* time.h - instants are milliseconds UTC; dates are text "yyyy-mm-dd". */
#ifndef TIME_H
#define TIME_H

#include "base/arena.h"

int64_t time_now_ms(void);

/* For how long something takes: no clock that somebody sets. */
int64_t time_steady_ms(void);

/* What work in the background may take: until then, and while nobody needs its thread. */
struct spare_time {
	int64_t until_ms;
	bool (*is_needed)(void *arg); /* NULL: never */
	void *arg;
};
bool spare_time_is_left(const struct spare_time *);

/* "2025-11-21T13:45:00.123Z" */
const char *time_iso(struct arena *, int64_t ms);

/* Today in Vietnam (UTC+7, no summer time). */
const char *time_today(struct arena *, int64_t now_ms);

/* Until the next day begins there. */
int time_left_today_s(int64_t now_ms);

/* "21/11/2025 20:45", of a clock in Vietnam: for sentences. */
const char *time_words(struct arena *, int64_t ms);

struct date {
	int year, month, day;
};

bool date_is_valid(struct date);                       /* years 1800 to 2200 */
bool date_parse(const char *text, struct date *ret);   /* exactly yyyy-mm-dd, a real day */
const char *date_text(struct arena *, struct date);
const char *date_words(struct arena *, const char *iso); /* "15/05/2026", for sentences; what is no day as it is */
int64_t date_begins_ms(struct date);                    /* when the day begins in Vietnam */
int64_t date_to_days(struct date);                     /* days since 1970-01-01 */
struct date date_from_days(int64_t days);

/* First year of the school year (from August on) that a date falls in. */
int date_school_year(struct date);

#endif
