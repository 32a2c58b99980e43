/* legacy.h - inside table/: text typed for TCVN3 (ABC) or VNI fonts, turned into Unicode.
 *
 * Such text is stored as Western letters that only look Vietnamese in their font: "NguyÔn" or "Nguyeãn" for "Nguyễn".
 * It is converted when the font of the cell says so, or when its content proves it; correct Unicode is never touched. */
#ifndef LEGACY_H
#define LEGACY_H

#include "base/arena.h"

/* DOUBTED: among texts in Unicode. */
enum legacy { LEGACY_NONE, LEGACY_TCVN3, LEGACY_TCVN3_CAPITALS, LEGACY_VNI, LEGACY_DOUBTED };

/* ".VnTime" and ".VnTimeH" (its capitals), "VNI-Times". */
enum legacy legacy_of_font(const char *name);

/* Could this be such text at all: letters beyond ASCII, and none that only Unicode has? */
bool legacy_is_candidate(const char *text, size_t len);

/* The text in Unicode, and the name of the encoding it was in; NULL when it is to be left alone: with the
 * font's word, when a converted word could not be Vietnamese; without it (LEGACY_NONE), also when the text
 * as it stands could be; when it is doubted, also when most of its words could be. */
const char *legacy_convert(struct arena *, const char *text, size_t len, enum legacy font, const char **ret_name);

/* Whether a word of the text is none as it stands, and would be one in an old encoding. */
bool legacy_is_doubtful(const char *text, size_t len);

#endif
