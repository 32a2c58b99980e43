/* value_date.c - the many ways a date is typed. */
#include <stdlib.h>

#include "base/time.h"
#include "sheet/value_parts.h"

enum { YEAR_MIN = 1800, YEAR_MAX = 2100 };
enum { SERIAL_MIN = 20000, SERIAL_MAX = 60000 }; /* 1954-10-03 to 2064-04-08 */

static const char remedy[] = "Hãy ghi theo thứ tự ngày/tháng/năm, đủ bốn chữ số của năm, ví dụ 05/09/2019.";

static struct value impossible(struct arena *a, const char *text)
{
	return value_error(a, "value.date_impossible", "«%s» không phải là ngày có thật. %s", text, remedy);
}

static struct value unreadable(struct arena *a, const char *text)
{
	return value_error(a, "value.date", "«%s» không đọc được thành ngày. %s", text, remedy);
}

/* Whether such a day can be of a birth or a decision, the rules of entry say; schools are older than their pupils. */
static struct value checked(struct arena *a, struct date d, const char *text)
{
	if (d.year < YEAR_MIN || d.year > YEAR_MAX)
		return value_error(a, "value.date_year", "«%s» có năm ngoài %d–%d. %s", text, YEAR_MIN, YEAR_MAX, remedy);
	if (!date_is_valid(d))
		return impossible(a, text);
	return value_ok(date_text(a, d));
}

static struct value from_serial(struct arena *a, double serial)
{
	int64_t epoch = date_to_days((struct date){ 1899, 12, 30 });

	return value_ok(date_text(a, date_from_days(epoch + (int64_t)(serial + 0.5 / 86400))));
}

/* Only digits: a serial number, or yyyymmdd. */
static struct value from_digits(struct arena *a, const char *text)
{
	size_t len = strlen(text);
	long n = len <= 8 ? strtol(text, NULL, 10) : -1;

	if (len == 5 && n >= SERIAL_MIN && n <= SERIAL_MAX)
		return from_serial(a, (double)n);
	if (len == 8 && n / 10000 >= 1900 && n / 10000 <= 2100)
		return checked(a, (struct date){ (int)(n / 10000), (int)(n / 100 % 100), (int)(n % 100) }, text);
	if (len == 4 && n >= 1900 && n <= 2100)
		return value_error(a, "value.date_year_only", "«%s» mới có năm, thiếu ngày và tháng. %s", text, remedy);
	return unreadable(a, text);
}

/* Digits, at most `max` of them, moving on; -1 when there are none. */
static int take(const char **p, size_t max)
{
	size_t n = strspn(*p, "0123456789");
	int value = 0;

	if (n == 0 || n > max)
		return -1;
	for (; n > 0; n--)
		value = value * 10 + *(*p)++ - '0';
	return value;
}

enum clock { CLOCK_NONE, CLOCK_FINE, CLOCK_ZONED, CLOCK_BAD };

/* What may stand behind a date: " 00:00:00", "T00:00:00.000Z". */
static enum clock clock_of(const char *s)
{
	bool midnight = strpbrk(s, "123456789") == NULL;

	if (*s == '\0')
		return CLOCK_NONE;
	if (*s != ' ' && *s != 'T')
		return CLOCK_BAD;
	s += 1;
	if (strspn(s, "0123456789") == 0 || strchr(s, ':') == NULL)
		return CLOCK_BAD;
	s += strspn(s, "0123456789:.");
	if (*s == '\0')
		return CLOCK_FINE;
	if (*s != 'Z' && *s != '+')
		return CLOCK_BAD;
	return midnight ? CLOCK_FINE : CLOCK_ZONED;
}

static struct value from_parts(struct arena *a, const char *text)
{
	const char *p = text;
	int n[3];
	char separator = '\0';
	size_t width[3];

	for (int i = 0; i < 3; i++) {
		const char *start = p;
		p += strspn(p, " ");
		n[i] = take(&p, 4);
		width[i] = (size_t)(p - start);
		if (n[i] < 0)
			return unreadable(a, text);
		if (i == 2)
			break;
		p += strspn(p, " ");
		if (*p == '\0' || strchr("/-.", *p) == NULL || (separator != '\0' && *p != separator))
			return unreadable(a, text);
		separator = *p++;
	}
	switch (clock_of(p)) {
	case CLOCK_BAD:
		return unreadable(a, text);
	case CLOCK_ZONED: /* 17:00Z is the next day in Vietnam: whoever wrote it may have meant either */
		return value_error(a, "value.date_zone", "«%s» kèm giờ quốc tế nên không rõ là ngày nào ở Việt Nam. %s", text, remedy);
	default:
		break;
	}
	if (width[0] == 4 && n[0] >= 1000)
		return checked(a, (struct date){ n[0], n[1], n[2] }, text);
	if (n[2] < 100)
		return value_error(a, "value.date_short_year", "«%s» ghi năm có hai chữ số nên không rõ thế kỷ nào. %s", text, remedy);
	return checked(a, (struct date){ n[2], n[1], n[0] }, text);
}

static struct value from_number(struct arena *a, const struct cell *cell)
{
	double n = cell->number;

	if (n >= SERIAL_MIN && n < SERIAL_MAX + 1)
		return from_serial(a, n);
	return value_is_digits(cell->text) ? from_digits(a, cell->text) : unreadable(a, cell->text);
}

struct value value_date(struct arena *a, const struct cell *cell)
{
	struct value v;
	struct date d;
	const char *text;

	if (value_begin(a, cell, &v, &text))
		return v;
	if (cell->kind == CELL_DATE)
		return date_parse(cell->text, &d) ? checked(a, d, text) : impossible(a, text);
	if (cell->kind == CELL_NUMBER)
		return from_number(a, cell);
	if (value_is_digits(text))
		return from_digits(a, text);
	return from_parts(a, text);
}
