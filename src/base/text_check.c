/* text_check.c - what must not be inside a text, and how a name may be. */
#include "base/text.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include "base/buf.h"
#include "base/text_marks.h"

enum { STACK_MAX = 2 };

/* Letters of Vietnamese and its neighbours, which nearly all are. */
static bool is_common(UChar32 ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= 0xC0 && ch < 0x250 && ch != 0xD7 && ch != 0xF7) ||
	       (ch >= 0x1E00 && ch < 0x1F00);
}

static bool is_combining(UChar32 ch)
{
	return ch >= 0x300 && !is_common(ch) && (U_GET_GC_MASK(ch) & U_GC_M_MASK) != 0;
}

/* Nothing that a mark could stand on. */
static bool is_blank(UChar32 ch)
{
	return ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r' || ch == 0xA0 || (ch >= 0x2000 && u_isUWhiteSpace(ch));
}

enum text_fault text_fault(struct arena *a, const char *text, size_t len, size_t *ret_at)
{
	int32_t i = 0;
	size_t stacked = 0;
	bool bare = true; /* at the beginning, or after a blank */

	*ret_at = 0;
	while (i < (int32_t)len) {
		UChar32 ch;
		++*ret_at;
		if (text[i] >= 0x20 && text[i] < 0x7F) { /* above ASCII is negative */
			bare = text[i++] == ' ';
			continue;
		}
		U8_NEXT(text, i, (int32_t)len, ch);
		if (ch < 0 || is_control(ch))
			return TEXT_CONTROL;
		if (is_hidden(ch))
			return TEXT_HIDDEN;
		if (bare && is_combining(ch))
			return TEXT_STACKED;
		bare = is_blank(ch);
		stacked += is_combining(ch);
	}
	if (stacked <= STACK_MAX)
		return TEXT_FINE;
	/* As few marks as there can be: a letter with its own marks is one character. */
	text = text_clean(a, text, len);
	*ret_at = 0;
	for (i = 0, stacked = 0; text[i] != '\0';) {
		UChar32 ch;
		U8_NEXT_UNSAFE(text, i, ch);
		++*ret_at;
		stacked = is_combining(ch) ? stacked + 1 : 0;
		if (stacked > STACK_MAX)
			return TEXT_STACKED;
	}
	return TEXT_FINE;
}

const char *text_shown(struct arena *a, const char *text, size_t len)
{
	char *out = arena_alloc(a, len + 1);
	int32_t n = 0, m = 0;
	size_t stacked = 0;

	for (int32_t i = 0; i < (int32_t)len;) {
		UChar32 ch;
		U8_NEXT(text, i, (int32_t)len, ch);
		if (ch < 0)
			return NULL;
		if (!is_control(ch))
			U8_APPEND_UNSAFE(out, n, ch);
	}
	const char *clean = text_clean(a, out, (size_t)n);
	char *kept = arena_strdup(a, clean);
	bool bare = true;
	for (int32_t i = 0; clean[i] != '\0';) {
		UChar32 ch;
		U8_NEXT_UNSAFE(clean, i, ch);
		if (bare && is_combining(ch))
			continue;
		bare = is_blank(ch);
		stacked = is_combining(ch) ? stacked + 1 : 0;
		if (stacked <= STACK_MAX)
			U8_APPEND_UNSAFE(kept, m, ch);
	}
	kept[m] = '\0';
	return text_clean(a, kept, (size_t)m);
}

const char *text_shown_lines(struct arena *a, const char *text)
{
	struct buf b = buf_in(a);

	for (const char *p = text;; p++) {
		const size_t n = strcspn(p, "\r\n");
		const char *line = text_shown(a, p, n);
		if (line == NULL)
			return NULL;
		buf_put(&b, line);
		p += n + (p[n] == '\r' && p[n + 1] == '\n');
		if (*p == '\0')
			return buf_text(&b);
		buf_char(&b, '\n');
	}
}

static const char *const edges[] = { "\xEF\xBB\xBF", "\xE2\x80\x8B", "\xC2\xA0", " ", "\t", "\n", "\r" };

/* How many bytes of an edge stand at the front, or at the end; 0: none. */
static size_t edge(const char *text, size_t len, bool end)
{
	for (size_t i = 0; i < COUNT(edges); i++) {
		size_t n = strlen(edges[i]);
		if (len >= n && memcmp(end ? text + len - n : text, edges[i], n) == 0)
			return n;
	}
	return 0;
}

void text_trim(const char **text, size_t *len)
{
	size_t n;

	while ((n = edge(*text, *len, true)) > 0)
		*len -= n;
	while ((n = edge(*text, *len, false)) > 0) {
		*text += n;
		*len -= n;
	}
}

static enum name_verdict of_character(UChar32 ch)
{
	UErrorCode e = U_ZERO_ERROR;

	if (is_common(ch) || ch == ' ' || ch == '.' || ch == 0xB7 || is_apostrophe(ch) || is_hyphen(ch) || is_combining(ch))
		return NAME_FINE;
	if (u_isalpha(ch))
		return uscript_getScript(ch, &e) == USCRIPT_LATIN ? NAME_FINE : NAME_DOUBTFUL;
	return u_isdigit(ch) || (ch < 0x80 && strchr("()/,;\"", (int)ch) != NULL) ? NAME_DOUBTFUL : NAME_WRONG;
}

bool text_says_something(const char *text)
{
	bool any = false;

	for (int32_t i = 0; text[i] != '\0' && !any;) {
		UChar32 ch;
		U8_NEXT_UNSAFE(text, i, ch);
		any = u_isalnum(ch) && !is_apostrophe(ch);
	}
	return any;
}

enum name_verdict text_name(const char *text, size_t *ret_at)
{
	enum name_verdict worst = NAME_FINE;
	bool any = false;
	size_t at = 0;

	*ret_at = 0;
	for (int32_t i = 0; text[i] != '\0';) {
		UChar32 ch;
		U8_NEXT_UNSAFE(text, i, ch);
		at++;
		any = any || is_common(ch) || (u_isalpha(ch) && !is_apostrophe(ch));
		enum name_verdict v = of_character(ch);
		if (v <= worst)
			continue;
		worst = v;
		*ret_at = at;
	}
	if (any)
		return worst;
	*ret_at = 0;
	return NAME_WRONG;
}
