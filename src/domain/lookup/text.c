/* text.c - what a line of search can mean. */
#include "domain/lookup/lookup.h"

#include <stdlib.h>

#include "base/text.h"
#include "base/time.h"

enum { TEXT_MAX = 100, LAST = 4, PHONE_MIN = 9, PHONE_MAX = 11, MOBILE = 9, ABROAD_MIN = 11, OLD_NUMBER = 9, NUMBER = 12 };

/* Three numbers with the same mark between them. */
static bool is_day(const char *text, int part[3], size_t width[3])
{
	const char *p = text;
	char mark = '\0';

	for (int i = 0; i < 3; i++) {
		width[i] = strspn(p, "0123456789");
		if (width[i] == 0 || width[i] > 4)
			return false;
		part[i] = (int)strtol(p, NULL, 10);
		p += width[i];
		if (i == 2)
			return *p == '\0';
		if (*p == '\0' || strchr("/-.", *p) == NULL || (mark != '\0' && *p != mark))
			return false;
		mark = *p++;
	}
	return false;
}

/* "27052019": eight digits that are such a day; others are a number. */
static bool is_day_of_digits(const char *text, int part[3], size_t width[3])
{
	struct date d;

	if (strlen(text) != 8 || strspn(text, "0123456789") != 8 || sscanf(text, "%2d%2d%4d", &part[0], &part[1], &part[2]) != 3)
		return false;
	d = (struct date){ part[2], part[1], part[0] };
	memcpy(width, (const size_t[3]){ 2, 2, 4 }, sizeof(size_t[3]));
	return date_is_valid(d) && d.year >= 1900;
}

static bool read_date(struct ctx *c, struct lookup_text *t, bool *ret)
{
	size_t width[3];
	int part[3];

	*ret = (is_day(t->clean, part, width) || is_day_of_digits(t->clean, part, width)) && (width[0] == 4 || width[2] == 4) && width[1] <= 2 && width[0] + width[2] <= 6;
	if (!*ret)
		return true;
	const struct date d = width[0] == 4 ? (struct date){ part[0], part[1], part[2] } : (struct date){ part[2], part[1], part[0] };
	if (!date_is_valid(d))
		return fail(c, ERR_INVALID, "search.date", "%s không phải là một ngày có thật; ngày sinh viết như 05/09/2015.", t->clean);
	t->date = date_text(c->arena, d);
	return true;
}

/* Digits as people group them, "0912 345.678" or "(+84) 912..."; a number from abroad keeps its plus.  NULL: it is something else. */
static const char *digits_of(struct arena *a, const char *text)
{
	struct buf b = buf_in(a);

	for (; *text != '\0'; text++) {
		if (strchr(" .-()", *text) != NULL)
			continue;
		if ((*text < '0' || *text > '9') && (*text != '+' || b.len > 0))
			return NULL;
		buf_char(&b, *text);
	}
	return buf_text(&b);
}

/* From the zero on, also where it was dialled from abroad or a worksheet lost the zero of a mobile; NULL: no telephone of this country. */
static const char *phone_of(struct arena *a, const char *digits)
{
	const bool plus = *digits == '+', dialled = strncmp(digits, "0084", 4) == 0;
	const char *home = digits + (plus ? 1 : dialled ? 2 : 0);
	const bool abroad = strncmp(home, "84", 2) == 0 && (plus || dialled || strlen(home) >= ABROAD_MIN);

	if (plus && !abroad)
		return NULL;
	home += abroad ? 2 : 0;
	if (*home != '0' && (abroad || (strlen(home) == MOBILE && strchr("35789", *home) != NULL)))
		home = arena_fmt(a, "0%s", home);
	return *home == '0' && strlen(home) >= PHONE_MIN && strlen(home) <= PHONE_MAX ? home : NULL;
}

bool lookup_read(struct ctx *c, const char *text, struct lookup_text *ret)
{
	bool is_date;

	*ret = (struct lookup_text){ .clean = text_clean(c->arena, text, strlen(text)) };
	if (ret->clean == NULL || *ret->clean == '\0' || text_length(ret->clean) > TEXT_MAX)
		return fail(c, ERR_INVALID, "search.text",
		            "text: hãy gõ tên, mã, ngày sinh, số định danh, số điện thoại hoặc bốn số cuối của một số ấy, không quá %d chữ.", TEXT_MAX);
	if (!read_date(c, ret, &is_date))
		return false;
	const char *digits = is_date ? NULL : digits_of(c->arena, ret->clean);
	const size_t n = digits == NULL ? 0 : strlen(digits);
	ret->last = n == LAST && *digits != '+' ? digits : NULL;
	ret->number = (n == OLD_NUMBER || n == NUMBER) && *digits != '+' ? digits : NULL;
	ret->phone = n == 0 ? NULL : phone_of(c->arena, digits);
	return true;
}
