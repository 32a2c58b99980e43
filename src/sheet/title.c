/* title.c - titles and words as they are compared. */
#include "sheet/title.h"

#include <ctype.h>

#include "base/text.h"

const char *title_key(struct arena *a, const char *text)
{
	const char *s = text_fold(a, text);
	char *key = arena_alloc(a, strlen(s) + 1), *p = key;

	for (; *s != '\0'; s++)
		if ((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') || *s == '%' || *s == '#' || (*s & 0x80))
			*p++ = *s;
	return key;
}

const char *cell_title(struct arena *a, const struct cell *cell)
{
	if (cell->kind != CELL_TEXT && cell->kind != CELL_NUMBER)
		return NULL;
	return cell->unclean ? text_clean(a, cell->text, cell->len) : cell->text;
}

/* The marks matter here: "Tống Công" is a man, "tổng cộng" is not. */
char *title_lower(struct arena *a, const char *text)
{
	char *out = arena_strdup(a, text);

	for (unsigned char *s = (unsigned char *)out; *s != '\0'; s++) {
		if (*s >= 'A' && *s <= 'Z') {
			*s += 32;
		} else if (*s == 0xC3 && s[1] >= 0x80 && s[1] <= 0x9E && s[1] != 0x97) {
			s[1] += 32; /* À to Þ */
		} else if (*s == 0xC4 && (s[1] == 0x82 || s[1] == 0x90 || s[1] == 0xA8)) {
			s[1]++; /* Ă Đ Ĩ */
		} else if ((*s == 0xC5 && s[1] == 0xA8) || (*s == 0xC6 && (s[1] == 0xA0 || s[1] == 0xAF))) {
			s[1]++; /* Ũ Ơ Ư */
		} else if (*s == 0xE1 && (s[1] == 0xBA || s[1] == 0xBB) && s[2] >= 0x80 && s[2] % 2 == 0) {
			s[2]++; /* Ạ to Ỹ */
		}
	}
	return out;
}

static bool is_ascii(const char *s)
{
	while (*s != '\0' && (unsigned char)*s < 0x80)
		s++;
	return *s == '\0';
}

/* "Nữ *" is "nữ". */
static const char *bare_word(struct arena *a, const char *text)
{
	char *s = title_lower(a, text);
	size_t n = strlen(s);

	while (n > 0 && (unsigned char)s[n - 1] < 0x80 && !isalnum((unsigned char)s[n - 1]))
		n--;
	s[n] = '\0';
	return s + strspn(s, " \t\n*");
}

/* A longer word is mistyped sooner than it is another; nobody puts marks on a word that has none, but for abbreviations. */
bool title_means(struct arena *a, const char *title, const char *text)
{
	const bool is_short_form = is_ascii(title) && strpbrk(title, "abcdefghijklmnopqrstuvwxyz") == NULL;
	const bool is_word = !is_short_form && strpbrk(title, " _/") == NULL;
	const bool is_distinct = is_ascii(title) || text_length(title) <= 2;

	return is_ascii(text) || !is_word || !is_distinct || streq(bare_word(a, title), bare_word(a, text));
}

static bool starts(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* Where the name of the class begins, or NULL. */
static const char *class_begin(const char *lower)
{
	static const char *const heads[] = { "danh sách", "ds ", "bảng ", "kết quả ", "sổ ", "theo dõi " };
	const char *at;

	if (starts(lower, "lớp "))
		return lower + strlen("lớp");
	if (starts(lower, "lớp:"))
		return lower + strlen("lớp:");
	if (starts(lower, "nhóm/lớp"))
		return lower + strlen("nhóm/lớp");
	for (size_t i = 0; i < COUNT(heads); i++)
		if (starts(lower, heads[i]) && (at = strstr(lower, " lớp")) != NULL)
			return at + strlen(" lớp");
	return NULL;
}

const char *title_class(struct arena *a, const char *text)
{
	static const char *const ends[] = { " năm học", " (", " -", " –", ",", ";", " gvcn", " giáo viên", " sĩ số",
		                            " học kỳ", " học kì", " hk", " tháng", " cuối năm", " đầu năm" };
	static const char *const others[] = { "học", "chủ nhiệm", "trưởng", "và ", "đầu", "cuối" };
	const char *lower = title_lower(a, text), *begin = class_begin(lower), *end, *at;

	if (begin == NULL)
		return NULL;
	begin += strspn(begin, " :.-");
	for (size_t i = 0; i < COUNT(others); i++)
		if (starts(begin, others[i]))
			return NULL; /* "DANH SÁCH LỚP HỌC" */
	end = begin + strlen(begin);
	for (size_t i = 0; i < COUNT(ends); i++)
		if ((at = strstr(begin, ends[i])) != NULL && at < end)
			end = at;
	while (end > begin && strchr(" :.", end[-1]) != NULL)
		end--;
	if (end == begin || end - begin > 60)
		return NULL;
	return arena_strndup(a, text + (begin - lower), (size_t)(end - begin));
}
