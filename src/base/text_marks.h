/* text_marks.h - which characters join the parts of a name, and which cannot be seen.  Private to src/base. */
#ifndef TEXT_MARKS_H
#define TEXT_MARKS_H

#include <stdbool.h>
#include <stdint.h>

/* Every way to write an apostrophe, typed or printed. */
static inline bool is_apostrophe(int32_t ch)
{
	return ch == '\'' || ch == '`' || ch == 0xB4 || ch == 0x2BC || ch == 0x2BB || ch == 0x2BD || ch == 0x2B9 || ch == 0x2C8 ||
	       (ch >= 0x2018 && ch <= 0x201B) || ch == 0x2032 || ch == 0x2035 || ch == 0xFF07;
}

static inline bool is_hyphen(int32_t ch)
{
	return ch == '-' || (ch >= 0x2010 && ch <= 0x2015) || ch == 0x2212 || ch == 0xFF0D;
}

/* Nothing to be seen: zero width, direction, joiners, fillers, variants, tags. */
static inline bool is_invisible(int32_t ch)
{
	return ch == 0xAD || ch == 0x34F || ch == 0x61C || ch == 0xFEFF || ch == 0x115F || ch == 0x1160 || ch == 0x17B4 || ch == 0x17B5 || ch == 0x3164 ||
	       ch == 0xFFA0 || (ch >= 0x180B && ch <= 0x180F) || (ch >= 0x200B && ch <= 0x200F) || (ch >= 0x202A && ch <= 0x202E) ||
	       (ch >= 0x2060 && ch <= 0x206F) || (ch >= 0xFE00 && ch <= 0xFE0F) || (ch >= 0xE0000 && ch <= 0xE0FFF);
}

/* Drawn over what stands before: strokes, circles, the Cyrillic hundred thousands. */
static inline bool is_overlay(int32_t ch)
{
	return (ch >= 0x334 && ch <= 0x338) || ch == 0x488 || ch == 0x489 || (ch >= 0x20D0 && ch <= 0x20F0) || (ch >= 0xA670 && ch <= 0xA672);
}

static inline bool is_hidden(int32_t ch)
{
	return is_invisible(ch) || is_overlay(ch);
}

static inline bool is_control(int32_t ch)
{
	return (ch < 0x20 && ch != '\t' && ch != '\n' && ch != '\r') || (ch >= 0x7F && ch < 0xA0);
}

#endif
