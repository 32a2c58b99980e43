/* style.h - inside table/: what matters of the look of a cell. */
#ifndef STYLE_H
#define STYLE_H

#include "table/legacy.h"

struct format {
	bool is_date, is_percent;
	unsigned char zeros; /* "000": so many digits at least, 0: nothing of the kind; of a percentage those behind the comma */
};

struct style {
	struct format format;
	enum legacy font;
};

struct styles {
	size_t n;
	struct style *style;
};

/* A number format by its text, "dd/mm/yyyy;@", or by its number among those every Excel knows. */
struct format format_of_code(const char *format_code);
struct format format_of_id(size_t id);

#endif
