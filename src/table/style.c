/* style.c - which number formats show something else than the number. */
#include "table/style.h"

enum { PERCENT = 9, PERCENT_2 = 10, ZEROS_MAX = 15 };

struct format format_of_id(size_t id)
{
	/* 18-21 and 45-47 are times of day and durations: such a number stays a number. */
	const bool is_date = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

	return (struct format){ .is_date = is_date, .is_percent = id == PERCENT || id == PERCENT_2, .zeros = id == PERCENT_2 ? 2 : 0 };
}

static bool is_date(const char *code)
{
	bool day = false, month = false, clock = false, quoted = false;

	for (; *code != '\0' && *code != ';'; code++) {
		if (*code == '"')
			quoted = !quoted;
		if (quoted || *code == '"')
			continue;
		if (*code == '[') {
			if (code[1] != '\0' && strchr("hHmMsS", code[1]) != NULL && (code[2] == ']' || code[2] == code[1]))
				clock = true; /* [h]:mm */
			code += strcspn(code, "]");
		} else if ((*code == '\\' || *code == '_' || *code == '*') && code[1] != '\0') {
			code++;
		} else if (strchr("dDyY", *code) != NULL) {
			day = true;
		} else if (*code == 'm' || *code == 'M') {
			month = true;
		} else if (strchr("hHsS", *code) != NULL) {
			clock = true;
		}
		if (*code == '\0')
			break;
	}
	return day || (month && !clock); /* beside hours or seconds, m is minutes */
}

struct format format_of_code(const char *code)
{
	const size_t whole = strspn(code, "0"), after = whole == 1 && code[1] == '.' ? strspn(code + 2, "0") : 0;
	const char *end = code + whole + (after > 0 ? 1 + after : 0);

	if (whole > 1 && whole <= ZEROS_MAX && *end == '\0')
		return (struct format){ .zeros = (unsigned char)whole };
	if (whole == 1 && after <= ZEROS_MAX && streq(end, "%"))
		return (struct format){ .is_percent = true, .zeros = (unsigned char)after };
	return (struct format){ .is_date = is_date(code) };
}
