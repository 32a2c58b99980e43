/* legacy.c - the two encodings, and what proves that a text is in one of them. */
#include "table/legacy.h"

#include <strings.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "table/syllable.h"

enum { WORD_MAX = 24 };

/* TCVN 5712:1993 VN3: code points A1 to FE. */
static const uint16_t tcvn3[] = {
	0x102,  0xC2,   0xCA,   0xD4,   0x1A0,  0x1AF,  0x110,  0x103,  0xE2,   0xEA,   0xF4,   0x1A1,  0x1B0,  0x111,  0,      0,
	0,      0,      0,      0,      0xE0,   0x1EA3, 0xE3,   0xE1,   0x1EA1, 0,      0x1EB1, 0x1EB3, 0x1EB5, 0x1EAF, 0,      0,
	0,      0,      0,      0,      0,      0x1EB7, 0x1EA7, 0x1EA9, 0x1EAB, 0x1EA5, 0x1EAD, 0xE8,   0,      0x1EBB, 0x1EBD, 0xE9,
	0x1EB9, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EBF, 0x1EC7, 0xEC,   0x1EC9, 0,      0,      0,      0x129,  0xED,   0x1ECB, 0xF2,   0,
	0x1ECF, 0xF5,   0xF3,   0x1ECD, 0x1ED3, 0x1ED5, 0x1ED7, 0x1ED1, 0x1ED9, 0x1EDD, 0x1EDF, 0x1EE1, 0x1EDB, 0x1EE3, 0xF9,   0,
	0x1EE7, 0x169,  0xFA,   0x1EE5, 0x1EEB, 0x1EED, 0x1EEF, 0x1EE9, 0x1EF1, 0x1EF3, 0x1EF7, 0x1EF9, 0xFD,   0x1EF5,
};

/* VNI: a mark follows its vowel.  The vowel itself, with each mark. */
static const struct {
	char vowel;
	uint8_t mark;
	uint16_t is;
} vni_pairs[] = {
	{ 'a', 0xF9, 0xE1 },   { 'a', 0xF8, 0xE0 },   { 'a', 0xFB, 0x1EA3 }, { 'a', 0xF5, 0xE3 },   { 'a', 0xEF, 0x1EA1 },
	{ 'a', 0xEA, 0x103 },  { 'a', 0xE9, 0x1EAF }, { 'a', 0xE8, 0x1EB1 }, { 'a', 0xFA, 0x1EB3 }, { 'a', 0xFC, 0x1EB5 },
	{ 'a', 0xEB, 0x1EB7 }, { 'a', 0xE2, 0xE2 },   { 'a', 0xE1, 0x1EA5 }, { 'a', 0xE0, 0x1EA7 }, { 'a', 0xE5, 0x1EA9 },
	{ 'a', 0xE3, 0x1EAB }, { 'a', 0xE4, 0x1EAD }, { 'e', 0xF9, 0xE9 },   { 'e', 0xF8, 0xE8 },   { 'e', 0xFB, 0x1EBB },
	{ 'e', 0xF5, 0x1EBD }, { 'e', 0xEF, 0x1EB9 }, { 'e', 0xE2, 0xEA },   { 'e', 0xE1, 0x1EBF }, { 'e', 0xE0, 0x1EC1 },
	{ 'e', 0xE5, 0x1EC3 }, { 'e', 0xE3, 0x1EC5 }, { 'e', 0xE4, 0x1EC7 }, { 'o', 0xF9, 0xF3 },   { 'o', 0xF8, 0xF2 },
	{ 'o', 0xFB, 0x1ECF }, { 'o', 0xF5, 0xF5 },   { 'o', 0xEF, 0x1ECD }, { 'o', 0xE2, 0xF4 },   { 'o', 0xE1, 0x1ED1 },
	{ 'o', 0xE0, 0x1ED3 }, { 'o', 0xE5, 0x1ED5 }, { 'o', 0xE3, 0x1ED7 }, { 'o', 0xE4, 0x1ED9 }, { 'u', 0xF9, 0xFA },
	{ 'u', 0xF8, 0xF9 },   { 'u', 0xFB, 0x1EE7 }, { 'u', 0xF5, 0x169 },  { 'u', 0xEF, 0x1EE5 }, { 'y', 0xF9, 0xFD },
	{ 'y', 0xF8, 0x1EF3 }, { 'y', 0xFB, 0x1EF7 }, { 'y', 0xF5, 0x1EF9 },
};

/* ô (o with horn) and ö (u with horn) stand alone or take a mark; the others are whole letters. */
static const struct {
	uint8_t horn, mark;
	uint16_t is;
} vni_horns[] = {
	{ 0xF4, 0, 0x1A1 },  { 0xF4, 0xF9, 0x1EDB }, { 0xF4, 0xF8, 0x1EDD }, { 0xF4, 0xFB, 0x1EDF }, { 0xF4, 0xF5, 0x1EE1 },
	{ 0xF4, 0xEF, 0x1EE3 }, { 0xF6, 0, 0x1B0 },  { 0xF6, 0xF9, 0x1EE9 }, { 0xF6, 0xF8, 0x1EEB }, { 0xF6, 0xFB, 0x1EED },
	{ 0xF6, 0xF5, 0x1EEF }, { 0xF6, 0xEF, 0x1EF1 }, { 0xED, 0, 0xED },   { 0xEC, 0, 0xEC },      { 0xE6, 0, 0x1EC9 },
	{ 0xF3, 0, 0x129 },  { 0xF2, 0, 0x1ECB },    { 0xEE, 0, 0x1EF5 },    { 0xF1, 0, 0x111 },
};

static bool is_capital(uint32_t ch)
{
	return (ch >= 'A' && ch <= 'Z') || (ch >= 0xC0 && ch <= 0xDE && ch != 0xD7);
}

static uint32_t capital_of(uint32_t ch)
{
	if ((ch >= 'a' && ch <= 'z') || (ch >= 0xE0 && ch <= 0xFE && ch != 0xF7))
		return ch - 32;
	if ((ch >= 0x1EA0 && ch <= 0x1EF9 && ch % 2 == 1) || ch == 0x103 || ch == 0x111 || ch == 0x129 || ch == 0x169 || ch == 0x1A1)
		return ch - 1;
	return ch == 0x1B0 ? 0x1AF : ch;
}

struct word {
	uint32_t ch[WORD_MAX];
	size_t n;
};

static bool from_tcvn3(const struct word *in, bool capitals, struct word *ret)
{
	ret->n = in->n;
	for (size_t i = 0; i < in->n; i++) {
		uint32_t ch = in->ch[i];
		if (ch >= 0x80)
			ch = ch >= 0xA1 && ch <= 0xFE ? tcvn3[ch - 0xA1] : 0;
		if (ch == 0)
			return false;
		ret->ch[i] = capitals ? capital_of(ch) : ch;
	}
	return true;
}

static uint32_t vni_pair(uint32_t vowel, uint32_t mark)
{
	uint32_t low = is_capital(vowel) ? vowel + 32 : vowel, low_mark = is_capital(mark) ? mark + 32 : mark;

	for (size_t i = 0; i < COUNT(vni_pairs); i++)
		if ((uint32_t)vni_pairs[i].vowel == low && vni_pairs[i].mark == low_mark)
			return is_capital(vowel) ? capital_of(vni_pairs[i].is) : vni_pairs[i].is;
	for (size_t i = 0; i < COUNT(vni_horns); i++)
		if (vni_horns[i].horn == low && vni_horns[i].mark == low_mark)
			return is_capital(vowel) ? capital_of(vni_horns[i].is) : vni_horns[i].is;
	return 0;
}

static bool from_vni(const struct word *in, struct word *ret)
{
	ret->n = 0;
	for (size_t i = 0; i < in->n; i++) {
		uint32_t ch = in->ch[i], both = i + 1 < in->n && in->ch[i + 1] >= 0x80 ? vni_pair(ch, in->ch[i + 1]) : 0;
		if (both != 0)
			ch = both, i++;
		else if (ch >= 0x80 && (ch = vni_pair(ch, 0)) == 0)
			return false;
		ret->ch[ret->n++] = ch;
	}
	return true;
}

/* ---- evidence ---- */

/* Between A1 and FF, what Vietnamese in Unicode has. */
static bool is_vietnamese(uint32_t ch)
{
	static const uint8_t have[] = { 0xE0, 0xE1, 0xE2, 0xE3, 0xE8, 0xE9, 0xEA, 0xEC, 0xED, 0xF2, 0xF3, 0xF4, 0xF5, 0xF9, 0xFA, 0xFD };

	return memchr(have, (int)(is_capital(ch) ? ch + 32 : ch), sizeof have) != NULL;
}

struct text {
	const char *s;
	size_t len, at;
};

/* Letters in a row; false at the end.  What stands before them goes to `out`. */
static bool next_word(struct text *t, struct word *ret, bool *ret_foreign, struct buf *out)
{
	ret->n = 0;
	*ret_foreign = false;
	while (t->at < t->len) {
		size_t from = t->at;
		uint32_t ch = utf8_next(t->s, t->len, &t->at);
		bool letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= 0xA1 && ch <= 0xFF);
		if (!letter && ret->n > 0) {
			t->at = from;
			return true;
		}
		if (!letter)
			buf_add(out, t->s + from, t->at - from);
		else if (ret->n < WORD_MAX)
			ret->ch[ret->n++] = ch;
		else
			*ret_foreign = true;
	}
	return ret->n > 0;
}

static bool is_ascii(const struct word *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->ch[i] >= 0x80)
			return false;
	return true;
}

/* "NguyÔn" and "Vaên" are no words as they stand; µ and ø stand in none.  A single sign proves nothing: 6×8, 50µ. */
static bool is_proof(const struct word *w)
{
	if (w->n == 1)
		return false;
	for (size_t i = 0; i < w->n; i++)
		if (w->ch[i] >= 0x80 && !is_vietnamese(w->ch[i]))
			return true;
	return !syllable_is_possible(w->ch, w->n);
}

/* "NGUYÔN THÞ": letters with marks have no capitals of their own, only fonts of capitals. */
static bool is_in_capitals(struct text t)
{
	size_t n = 0, longest = 0;

	for (; t.at < t.len; t.at++) {
		if (t.s[t.at] >= 'a' && t.s[t.at] <= 'z')
			return false;
		n = t.s[t.at] == ' ' ? 0 : n + (t.s[t.at] >= 'A' && t.s[t.at] <= 'Z');
		longest = n > longest ? n : longest;
	}
	return longest > 1;
}

enum trust { BY_ONE_WORD, BY_MOST_WORDS, TRUSTED };

static const char *convert(struct arena *a, struct text t, enum legacy to, enum trust trust)
{
	const bool capitals = to == LEGACY_TCVN3_CAPITALS || is_in_capitals(t);
	struct buf out = buf_in(a);
	struct word raw, word;
	size_t proofs = 0, words = 0;
	bool foreign;

	while (next_word(&t, &raw, &foreign, &out)) {
		if (foreign)
			return NULL;
		bool ascii = is_ascii(&raw);
		if (!(to == LEGACY_VNI ? from_vni(&raw, &word) : from_tcvn3(&raw, capitals, &word)))
			return NULL;
		if (!ascii && !syllable_is_possible(word.ch, word.n))
			return NULL;
		words += !ascii;
		proofs += !ascii && is_proof(&raw);
		for (size_t i = 0; i < word.n; i++)
			utf8_add(&out, word.ch[i]);
	}
	if ((trust != TRUSTED && proofs == 0) || (trust == BY_MOST_WORDS && proofs * 2 <= words) || (out.len == t.len && memcmp(out.data, t.s, t.len) == 0))
		return NULL; /* í and ý are the same in both */
	return buf_text(&out);
}

enum legacy legacy_of_font(const char *name)
{
	size_t len = strlen(name);

	if (strncasecmp(name, "VNI-", 4) == 0)
		return LEGACY_VNI;
	if (strncasecmp(name, ".Vn", 3) != 0)
		return LEGACY_NONE;
	return name[len - 1] == 'H' ? LEGACY_TCVN3_CAPITALS : LEGACY_TCVN3;
}

/* Dashes, quotes and dots that Word puts in by itself say nothing. */
bool legacy_is_candidate(const char *text, size_t len)
{
	bool beyond = false;

	for (size_t i = 0; i < len;) {
		if ((unsigned char)text[i] < 0x80) {
			i++;
			continue;
		}
		uint32_t ch = utf8_next(text, len, &i);
		if (ch > 0xFF && (ch < 0x2010 || ch > 0x2026))
			return false;
		beyond = beyond || (ch >= 0xA1 && ch <= 0xFF);
	}
	return beyond;
}

const char *legacy_convert(struct arena *a, const char *text, size_t len, enum legacy font, const char **ret_name)
{
	struct text t = { text, len, 0 };
	const char *by_tcvn3, *by_vni;

	if (!legacy_is_candidate(text, len))
		return NULL;
	*ret_name = font == LEGACY_VNI ? "VNI" : "TCVN3";
	if (font != LEGACY_NONE && font != LEGACY_DOUBTED)
		return convert(a, t, font, TRUSTED);
	by_tcvn3 = convert(a, t, LEGACY_TCVN3, font == LEGACY_NONE ? BY_ONE_WORD : BY_MOST_WORDS);
	by_vni = convert(a, t, LEGACY_VNI, font == LEGACY_NONE ? BY_ONE_WORD : BY_MOST_WORDS);
	if ((by_tcvn3 == NULL) == (by_vni == NULL))
		return NULL; /* neither, or no telling which */
	*ret_name = by_vni != NULL ? "VNI" : "TCVN3";
	return by_vni != NULL ? by_vni : by_tcvn3;
}

static bool would_be_word(const struct word *w)
{
	struct word is;

	return is_proof(w) && ((from_tcvn3(w, false, &is) && syllable_is_possible(is.ch, is.n)) || (from_tcvn3(w, true, &is) && syllable_is_possible(is.ch, is.n)) ||
	                       (from_vni(w, &is) && syllable_is_possible(is.ch, is.n)));
}

bool legacy_is_doubtful(const char *text, size_t len)
{
	struct word w = { .n = 0 };
	bool modern = false;

	for (size_t at = 0, end = 0; !end;) {
		end = at == len;
		const uint32_t ch = end ? ' ' : utf8_next(text, len, &at);
		const bool old = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= 0xA1 && ch <= 0xFF);
		if (old && w.n < WORD_MAX)
			w.ch[w.n++] = ch;
		else if (old || (ch > 0xFF && (ch < 0x2000 || ch > 0x206F)))
			modern = true;
		else if (!modern && w.n > 0 && !is_ascii(&w) && would_be_word(&w))
			return true;
		if (!old && ch < 0x100)
			w.n = 0, modern = false;
	}
	return false;
}
