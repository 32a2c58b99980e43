/* style.h - inside table/: what matters of the look of a cell. */
#ifndef STYLE_H
#define STYLE_H

#include "table/legacy.h"

struct style {
	bool is_date;
	enum legacy font;
};

struct styles {
	size_t n;
	struct style *style;
};

/* A number format by its text, "dd/mm/yyyy;@", or by its number among those every Excel knows. */
bool style_code_is_date(const char *format_code);
bool style_id_is_date(size_t id);

#endif
