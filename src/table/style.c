/* style.c - which number formats show a date. */
#include "table/style.h"

bool style_id_is_date(size_t id)
{
	/* 18-21 and 45-47 are times of day and durations: such a number stays a number. */
	return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
}

bool style_code_is_date(const char *code)
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
