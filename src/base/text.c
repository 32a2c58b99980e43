/* text.c - normal forms and sort keys by ICU. */
#include "base/text.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <unicode/ucol.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>
#include <unicode/uchar.h>

#include "base/text_marks.h"
#include "base/utf8.h"

/* Opened once; ICU lets any thread read them. */
static const UNormalizer2 *nfc, *nfd;
static UCollator *collator;
static pthread_once_t forms_once = PTHREAD_ONCE_INIT, collator_once = PTHREAD_ONCE_INIT;

static void open_forms(void)
{
	UErrorCode e = U_ZERO_ERROR;

	nfc = unorm2_getNFCInstance(&e);
	nfd = unorm2_getNFDInstance(&e);
	if (U_FAILURE(e))
		abort();
}

static void open_collator(void)
{
	UErrorCode e = U_ZERO_ERROR;

	collator = ucol_open("vi", &e);
	if (U_SUCCESS(e))
		ucol_setAttribute(collator, UCOL_NUMERIC_COLLATION, UCOL_ON, &e);
	if (U_FAILURE(e))
		abort();
}

bool text_is_utf8(const char *text, size_t len)
{
	return utf8_valid(text, len) == len;
}

char *text_whole(char *text)
{
	const int32_t len = (int32_t)strlen(text);
	int32_t kept = 0;

	for (int32_t i = 0, from = 0; i < len; from = i) {
		UChar32 ch;
		U8_NEXT(text, i, len, ch);
		if (ch < 0)
			continue;
		memmove(text + kept, text + from, (size_t)(i - from));
		kept += i - from;
	}
	text[kept] = '\0';
	return text;
}

struct u16 {
	UChar *s;
	int32_t len;
};

static struct u16 widen(struct arena *a, const char *text, size_t len)
{
	UErrorCode e = U_ZERO_ERROR;
	struct u16 w = { .s = NEW_N(a, UChar, len + 1) };

	u_strFromUTF8(w.s, (int32_t)len + 1, &w.len, text, (int32_t)len, &e);
	if (U_FAILURE(e))
		w.len = 0;
	return w;
}

static const char *narrow(struct arena *a, struct u16 w)
{
	UErrorCode e = U_ZERO_ERROR;
	char *s = arena_alloc(a, (size_t)w.len * 3 + 1);

	u_strToUTF8(s, w.len * 3 + 1, NULL, w.s, w.len, &e);
	return U_FAILURE(e) ? "" : s;
}

static struct u16 normalized(struct arena *a, const UNormalizer2 *form, struct u16 in)
{
	UErrorCode e = U_ZERO_ERROR;
	struct u16 out = { .s = NEW_N(a, UChar, in.len * 4 + 1) };

	out.len = unorm2_normalize(form, in.s, in.len, out.s, in.len * 4 + 1, &e);
	return U_FAILURE(e) ? in : out;
}

static bool is_blank(UChar32 ch)
{
	return ch == ' ' || ch == 0xA0 || ch == '\t' || ch == '\n' || ch == '\r' || ch == 0x202F || ch == 0x3000 ||
	       (ch >= 0x2000 && ch <= 0x200A);
}

/* Fold blanks, drop invisible marks; false on a control character or bad UTF-8. */
static bool tidy(const char *text, size_t len, char *out, bool *ret_ascii)
{
	int32_t i = 0, n = 0;
	bool gap = false;

	*ret_ascii = true;
	while (i < (int32_t)len) {
		UChar32 ch;
		U8_NEXT(text, i, (int32_t)len, ch);
		if (ch < 0)
			return false;
		if (is_blank(ch)) {
			gap = n > 0;
			continue;
		}
		if (is_hidden(ch))
			continue;
		if (is_control(ch))
			return false;
		if (gap)
			out[n++] = ' ';
		gap = false;
		*ret_ascii = *ret_ascii && ch < 0x80;
		U8_APPEND_UNSAFE(out, n, ch);
	}
	out[n] = '\0';
	return true;
}

const char *text_clean(struct arena *a, const char *text, size_t len)
{
	char *tidied = arena_alloc(a, len + 2);
	UErrorCode e = U_ZERO_ERROR;
	bool ascii;

	if (!tidy(text, len, tidied, &ascii))
		return NULL;
	if (ascii)
		return tidied;
	pthread_once(&forms_once, open_forms);
	struct u16 w = widen(a, tidied, strlen(tidied));
	if (unorm2_isNormalized(nfc, w.s, w.len, &e))
		return tidied;
	return narrow(a, normalized(a, nfc, w));
}

static size_t gap_bytes(const char *text, size_t left)
{
	return left > 0 && *text == ' ' ? 1 : left > 1 && text[0] == '\xC2' && text[1] == '\xA0' ? 2 : 0;
}

static bool is_letter_byte(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (unsigned char)ch >= 0x80;
}

size_t text_gap(const char *text, size_t len, size_t *ret_len)
{
	for (size_t i = 0, end; i < len; i = end) {
		for (end = i + 1; end < len && text[end] != ' ' && text[end] != '\xC2';)
			end++;
		size_t at = end;
		for (size_t n; (n = gap_bytes(text + end, len - end)) > 0;)
			end += n;
		*ret_len = end - at;
		if (end > at && end < len && is_letter_byte(text[at - 1]) && is_letter_byte(text[end]))
			return at;
	}
	return 0;
}

static bool is_of_word(UChar32 ch)
{
	return u_isalpha(ch) || (U_GET_GC_MASK(ch) & U_GC_M_MASK) != 0;
}

/* Blanks and marks that stand together, from *i on; true when a mark is among them. */
static bool skip_joint(const char *text, int32_t *i)
{
	bool any = false;

	for (int32_t next = *i; text[next] != '\0'; *i = next) {
		UChar32 ch;
		U8_NEXT_UNSAFE(text, next, ch);
		if (ch != ' ' && !is_apostrophe(ch) && !is_hyphen(ch))
			break;
		any = any || ch != ' ';
	}
	return any;
}

const char *text_parted(struct arena *a, const char *text)
{
	char *out;
	int32_t n = 0;
	bool word = false;

	if (strpbrk(text, "'-`\xC2\xCA\xCB\xE2\xEF") == NULL) /* no such mark begins with another byte */
		return text;
	out = arena_alloc(a, strlen(text) + 1);
	for (int32_t i = 0; text[i] != '\0';) {
		UChar32 ch = 0;
		int32_t from = i;
		bool mark = skip_joint(text, &i);
		int32_t next = i;
		if (text[i] != '\0')
			U8_NEXT_UNSAFE(text, next, ch);
		if (mark && word && is_of_word(ch)) {
			out[n++] = ' ';
			from = i;
		}
		memcpy(out + n, text + from, (size_t)(next - from));
		n += next - from;
		word = is_of_word(ch);
		i = next;
	}
	out[n] = '\0';
	return out;
}

const char *text_fold(struct arena *a, const char *text)
{
	int32_t n = 0;

	pthread_once(&forms_once, open_forms);
	text = text_parted(a, text);
	struct u16 w = normalized(a, nfd, widen(a, text, strlen(text)));
	for (int32_t i = 0; i < w.len; i++) {
		UChar ch = w.s[i];
		if (ch >= 0x300 && ch <= 0x36F)
			continue;
		if (ch == 0x110 || ch == 0x111 || ch == 0xD0 || ch == 0xF0) /* Đ, and Eth, which old fonts made of it */
			ch = 'd';
		w.s[n++] = ch < 0x80 ? (UChar)(ch >= 'A' && ch <= 'Z' ? ch + 32 : ch) : (UChar)u_tolower(ch);
	}
	w.len = n;
	return narrow(a, w);
}

const char *text_bare(struct arena *a, const char *word)
{
	int32_t from = 0, to = 0, next = 0;
	bool begun = false;

	for (int32_t i = 0; word[i] != '\0'; i = next) {
		UChar32 ch;
		next = i;
		U8_NEXT_UNSAFE(word, next, ch);
		if (is_apostrophe(ch) || is_hyphen(ch))
			continue;
		from = begun ? from : i;
		begun = true;
		to = next;
	}
	return arena_strndup(a, word + from, (size_t)(to - from));
}

static bool is_vowel(UChar ch)
{
	return ch == 'a' || ch == 'e' || ch == 'i' || ch == 'o' || ch == 'u' || ch == 'y';
}

/* Grave, acute, tilde, hook, dot below: tones.  Breve, circumflex and horn make other letters. */
static bool is_tone(UChar ch)
{
	return ch == 0x300 || ch == 0x301 || ch == 0x303 || ch == 0x309 || ch == 0x323;
}

static bool is_mark(UChar ch)
{
	return ch >= 0x300 && ch <= 0x36F;
}

const char *text_spelling(struct arena *a, const char *text)
{
	pthread_once(&forms_once, open_forms);
	text = text_parted(a, text);
	struct u16 w = normalized(a, nfd, widen(a, text, strlen(text)));
	UChar held[8];
	int32_t n = 0, n_held = 0;

	for (int32_t i = 0; i < w.len; i++) {
		UChar ch = w.s[i] < 0x80 ? (UChar)(w.s[i] >= 'A' && w.s[i] <= 'Z' ? w.s[i] + 32 : w.s[i]) : (UChar)u_tolower(w.s[i]);
		if (is_tone(ch) && n_held < (int32_t)COUNT(held)) {
			held[n_held++] = ch;
			continue;
		}
		if (!is_vowel(ch) && !is_mark(ch)) { /* the vowels end: their tone follows */
			memmove(w.s + n, held, (size_t)n_held * sizeof *held);
			n += n_held;
			n_held = 0;
		}
		w.s[n++] = ch;
	}
	memcpy(w.s + n, held, (size_t)n_held * sizeof *held);
	w.len = n + n_held;
	return narrow(a, w);
}

struct val text_sort_key_plain(struct arena *a, const char *text)
{
	pthread_once(&collator_once, open_collator);
	text = text_parted(a, text);
	struct u16 w = widen(a, text, strlen(text));
	int32_t room = w.len * 4 + 16;
	uint8_t *key = arena_alloc(a, (size_t)room);
	int32_t len = ucol_getSortKey(collator, w.s, w.len, key, room);

	if (len > room) {
		key = arena_alloc(a, (size_t)len);
		len = ucol_getSortKey(collator, w.s, w.len, key, len);
	}
	return val_blob(key, len > 0 ? (size_t)len - 1 : 0); /* without the final zero */
}

/* Where the given name stands in the name as whole words; NULL: it does not. */
static const char *find_words(const char *name, const char *given)
{
	size_t n = strlen(given);

	for (const char *p = name; n > 0 && (p = strstr(p, given)) != NULL; p++)
		if ((p == name || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
			return p;
	return NULL;
}

/* The given name with its tone first, as class lists go: Anh before Ánh whatever the family name.  No key has a zero inside. */
static struct val key_of_parts(struct arena *a, const char *given, const char *rest)
{
	const struct val first = text_sort_key_plain(a, given), then = text_sort_key_plain(a, rest);
	char *key = arena_alloc(a, first.len + 1 + then.len);

	memcpy(key, first.s, first.len);
	key[first.len] = '\0';
	memcpy(key + first.len + 1, then.s, then.len);
	return val_blob(key, first.len + 1 + then.len);
}

struct val text_sort_key(struct arena *a, const char *name, const char *given)
{
	const char *last, *at;

	name = text_parted(a, name);
	given = given == NULL ? NULL : text_parted(a, given);
	last = strrchr(name, ' ');
	if (given == NULL)
		given = last == NULL ? name : last + 1;
	at = last != NULL && streq(given, last + 1) ? last + 1 : find_words(name, given);
	if (at == NULL)
		return key_of_parts(a, given, name);
	/* The rest without the given name, so that names written in either order stand together. */
	const char *after = at + strlen(given);
	int before = (int)(at - name) - (at > name);
	if (*after == ' ' && at == name)
		after++;
	return key_of_parts(a, arena_strndup(a, at, strlen(given)), arena_fmt(a, "%.*s%s", before, name, after));
}

bool text_is_one_case(const char *text)
{
	int32_t i = 0, len = (int32_t)strlen(text);
	size_t upper = 0, lower = 0;

	while (i < len) {
		UChar32 ch;
		U8_NEXT(text, i, len, ch);
		upper += ch > 0 && u_isupper(ch);
		lower += ch > 0 && u_islower(ch);
	}
	return upper + lower >= 2 && (upper == 0 || lower == 0);
}

bool text_int(const char *text, int64_t *ret)
{
	const char *digits = text + (*text == '-');
	const size_t n = strspn(digits, "0123456789");

	errno = 0;
	*ret = strtoll(text, NULL, 10);
	return n > 0 && digits[n] == '\0' && errno == 0;
}

bool text_is_listed(const char *list, const char *word)
{
	const size_t len = strlen(word);

	for (const char *p = list;; p++) {
		const size_t n = strcspn(p, ",");
		if (n == len && memcmp(p, word, n) == 0)
			return true;
		p += n;
		if (*p == '\0')
			return false;
	}
}

size_t text_length(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += ((unsigned char)*text & 0xC0) != 0x80;
	return n;
}

const char *text_like(struct arena *a, const char *word)
{
	char *out = arena_alloc(a, strlen(word) * 2 + 3), *p = out;

	*p++ = '%';
	for (; *word != '\0'; word++) {
		if (*word == '%' || *word == '_' || *word == '\\')
			*p++ = '\\';
		*p++ = *word;
	}
	*p = '%';
	return out;
}

size_t text_words(const char *text)
{
	const int32_t len = (int32_t)strlen(text);
	size_t n = 0, letters = 0;

	for (int32_t i = 0; i < len;) {
		UChar32 ch;
		U8_NEXT(text, i, len, ch);
		letters = ch == ' ' ? 0 : letters + (ch > 0 && u_isalpha(ch));
		n += letters == 2 && u_isalpha(ch);
	}
	return n;
}
