/* password.c - passwords that are guessed. */
#include "domain/account/password.h"

#include <ctype.h>

#include "base/text.h"
#include "catalog/catalog.h"

enum { LEFT_MIN = 8, LEFT_MIN_BESIDE = 5, SAME_MIN = 3, ROW_MIN = 4, PART_MIN = 3, YEAR_LEN = 4 };

/* What was found in a password; what: NULL, the piece itself is named. */
struct piece {
	size_t at, len;
	const char *what;
};

/* Letters and digits only, so that nothing is hidden by what stands between them. */
static const char *squeezed(struct ctx *c, const char *text)
{
	struct buf b = buf_in(c->arena);

	for (const char *p = text_fold(c->arena, text); *p != '\0'; p++)
		if (isalnum((unsigned char)*p) || (unsigned char)*p >= 0x80)
			buf_char(&b, *p);
		else if (*p == '@' || *p == '$')
			buf_char(&b, *p == '@' ? 'a' : 's');
	return buf_text(&b);
}

static bool stands_for(char typed, char letter)
{
	const char *digits = "0113457", *letters = "oileast";

	if (typed == letter)
		return true;
	for (size_t i = 0; digits[i] != '\0'; i++)
		if (typed == digits[i] && letter == letters[i])
			return true;
	return false;
}

static void take(struct piece *best, const char *at, const char *word, const char *what)
{
	size_t n = 0;

	while (word[n] != '\0' && stands_for(at[n], word[n]))
		n++;
	if (word[n] == '\0' && n > best->len)
		*best = (struct piece){ .len = n, .what = what };
}

/* What is an account's own. */
struct own {
	struct own_word {
		const char *text, *what;
	} *word;
	size_t n, room;
};

static void add_word(struct ctx *c, struct own *own, const char *text, const char *what)
{
	own->word = arena_grow(c->arena, own->word, own->n, &own->room, sizeof *own->word);
	own->word[own->n++] = (struct own_word){ squeezed(c, text), what };
}

/* The words of a name, and all of them as one. */
static void add_name(struct ctx *c, struct own *own, const char *name, const char *what)
{
	add_word(c, own, name, what);
	for (const char *p = text_fold(c->arena, name); *p != '\0'; p += *p != '\0') {
		const size_t n = strcspn(p, " .-_,");
		if (n >= PART_MIN)
			add_word(c, own, arena_strndup(c->arena, p, n), what);
		p += n;
	}
}

/* How far it goes on as it begins: the same again and again, or along a row of keys or of the alphabet, either way. */
static size_t row_length(const char *at)
{
	static const char *const rows[] = { "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz" };
	size_t best = strspn(at, (const char[]){ *at, '\0' });

	if (best < SAME_MIN)
		best = 0;
	for (size_t r = 0; r < COUNT(rows); r++) {
		const char *from = strchr(rows[r], *at);
		for (int step = -1; from != NULL && step <= 1; step += 2) {
			const char *p = from;
			size_t n = 0;
			while (p >= rows[r] && *p != '\0' && at[n] == *p) {
				n++;
				p += step;
			}
			best = n >= ROW_MIN && n > best ? n : best;
		}
	}
	return best;
}

static bool is_year(const char *at)
{
	return (strncmp(at, "19", 2) == 0 || strncmp(at, "20", 2) == 0) && isdigit((unsigned char)at[2]) && isdigit((unsigned char)at[3]);
}

/* The longest piece there that is guessed. */
static struct piece piece_at(const struct ctx *c, const struct own *own, const char *at)
{
	struct piece best = { .len = is_year(at) ? YEAR_LEN : 0 };
	const size_t row = row_length(at);

	if (row > best.len)
		best.len = row;
	for (size_t i = 0; i < c->catalog->n_guessed; i++)
		take(&best, at, c->catalog->guessed[i], NULL);
	for (size_t i = 0; i < own->n; i++)
		take(&best, at, own->word[i].text, own->word[i].what);
	return best;
}

/* After how many characters it begins anew, again and again to its end; its length where it does not. */
static size_t period(const char *text)
{
	const size_t n = strlen(text);

	for (size_t p = 1; p <= n / 2; p++)
		if (memcmp(text, text + p, n - p) == 0)
			return p;
	return n;
}

/* How many characters are left of it, and the longest piece that is not. */
static size_t count_left(struct ctx *c, const struct account *a, const char *text, size_t end, struct piece *ret)
{
	struct own own = { 0 };
	size_t left = 0;

	add_name(c, &own, a->unit.name, "tên đơn vị");
	add_name(c, &own, a->unit.code, "mã đơn vị");
	add_name(c, &own, a->name, "tên tài khoản");
	*ret = (struct piece){ 0 };
	for (size_t i = 0; i < end;) {
		struct piece p = piece_at(c, &own, text + i);
		p.at = i;
		if (p.len > ret->len)
			*ret = p;
		left += p.len == 0 && ((unsigned char)text[i] & 0xC0) != 0x80;
		i += p.len == 0 ? 1 : p.len;
	}
	return left;
}

bool password_is_short(const struct ctx *c, const char *password)
{
	return text_length(password) < (size_t)c->catalog->password_characters;
}

bool password_check(struct ctx *c, const struct account *a, const char *password, bool has_factor)
{
	const int least = has_factor ? c->catalog->password_characters_beside : c->catalog->password_characters;
	const char *text = squeezed(c, password);
	const size_t end = period(text);
	struct piece found;

	if (text_length(password) < (size_t)least)
		return fail(c, ERR_INVALID, "password.weak", "Mật khẩu cần ít nhất %d ký tự. Hãy ghép vài từ không liên quan với nhau.", least);
	const size_t left = count_left(c, a, text, end, &found);
	if (left >= (has_factor ? LEFT_MIN_BESIDE : LEFT_MIN))
		return true;
	const char *what = found.what != NULL ? found.what : found.len > 0 ? arena_fmt(c->arena, "«%.*s»", (int)found.len, text + found.at)
	                   : end < strlen(text) ? arena_fmt(c->arena, "«%.*s» lặp lại", (int)end, text) : NULL;
	if (what == NULL)
		return fail(c, ERR_INVALID, "password.weak", "Mật khẩu chỉ có %d chữ và số. Hãy ghép vài từ không liên quan với nhau.", (int)left);
	return fail(c, ERR_INVALID, "password.weak", "Mật khẩu có %s, ai cũng đoán được; ngoài ra chỉ còn %d chữ và số. Hãy ghép vài từ không liên quan với nhau.",
	            what, (int)left);
}
