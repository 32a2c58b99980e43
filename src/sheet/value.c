/* value.c - words and numbers: text, yes or no, sex, decimals. */
#include <stdarg.h>

#include "base/text.h"
#include "base/time.h"
#include "sheet/value_parts.h"

enum { DECIMALS_MAX = 40 }; /* of a small number with 15 significant digits, and more */

struct value value_ok(const char *text)
{
	return (struct value){ .verdict = VALUE_OK, .text = text };
}

struct value value_warn(struct arena *a, const char *text, const char *key, const char *fmt, ...)
{
	struct value v = { .verdict = VALUE_WARN, .text = text, .key = key };
	va_list ap;

	va_start(ap, fmt);
	v.message = arena_vfmt(a, fmt, ap);
	va_end(ap);
	return v;
}

struct value value_error(struct arena *a, const char *key, const char *fmt, ...)
{
	struct value v = { .verdict = VALUE_ERROR, .key = key };
	va_list ap;

	va_start(ap, fmt);
	v.message = arena_vfmt(a, fmt, ap);
	va_end(ap);
	return v;
}

static struct value unclean(struct arena *a, const struct cell *cell)
{
	size_t at;

	switch (text_fault(a, cell->text, cell->len, &at)) {
	case TEXT_HIDDEN:
		return value_error(a, "value.hidden", "Ký tự thứ %zu của ô không nhìn thấy được (ẩn hoặc đảo chiều chữ). Hãy xóa ô và gõ lại.", at);
	case TEXT_STACKED:
		return value_error(a, "value.stacked", "Ký tự thứ %zu của ô là dấu không đứng trên chữ nào, hoặc chồng lên quá nhiều dấu khác. Hãy gõ lại chữ ấy.", at);
	default:
		return value_error(a, "value.unclean", "Ký tự thứ %zu của ô là ký tự điều khiển không đọc được. Hãy xóa ô và gõ lại.", at);
	}
}

bool value_is_blank(const char *text)
{
	static const char *const marks[] = { "-", ".", "_", " ", "‐", "‑", "‒", "–", "—", "―", "−", "…" };

	for (size_t i = 0; *text != '\0' && i < COUNT(marks); i++)
		if (strncmp(text, marks[i], strlen(marks[i])) == 0) {
			text += strlen(marks[i]);
			i = SIZE_MAX;
		}
	return *text == '\0';
}

bool value_begin(struct arena *a, const struct cell *cell, struct value *ret, const char **ret_text)
{
	const char *text = cell->text;

	*ret = value_ok(NULL);
	if (cell->kind == CELL_EMPTY || (cell->kind == CELL_TEXT && value_is_blank(text)))
		return true;
	if (cell->kind == CELL_ERROR) {
		*ret = streq(text, CELL_NOT_COMPUTED)
		           ? value_error(a, "value.not_computed", "Công thức trong ô chưa được tính. Hãy mở tệp bằng Excel rồi lưu lại, hoặc gõ thẳng giá trị vào ô.")
		       : streq(text, CELL_UNREADABLE)
		           ? value_error(a, "value.unreadable", "Chữ của ô này trong tệp bị hỏng, mất hoặc quá dài nên không đọc được. "
		                         "Hãy mở tệp bằng Excel, gõ lại ô này, lưu rồi nạp lại.")
		           : value_error(a, "value.excel_error", "Ô đang báo lỗi %s của Excel. Hãy sửa công thức, hoặc gõ thẳng giá trị vào ô.", text);
		return true;
	}
	if (cell->unclean) {
		*ret = unclean(a, cell);
		return true;
	}
	if (cell->kind == CELL_TEXT && *text == '\'')
		for (text++; *text == ' '; text++)
			continue;
	*ret_text = cell->kind == CELL_DATE ? date_words(a, text) : text;
	return *text == '\0';
}

bool value_begin_shown(struct arena *a, const struct cell *cell, struct value *ret, const char **ret_text)
{
	if (value_begin(a, cell, ret, ret_text))
		return true;
	if (cell->kind == CELL_BOOL)
		*ret_text = streq(cell->text, "1") ? "TRUE" : "FALSE";
	else if (cell->shown != NULL)
		*ret_text = cell->shown;
	return false;
}

bool value_is_digits(const char *text)
{
	size_t n = strspn(text, "0123456789");

	return n > 0 && text[n] == '\0';
}

char *value_without(struct arena *a, const char *text, const char *dropped)
{
	char *out = arena_alloc(a, strlen(text) + 1), *p = out;

	for (; *text != '\0'; text++)
		if (*text != ' ' && strchr(dropped, *text) == NULL)
			*p++ = *text;
	return out;
}

bool value_is_scientific(const char *text)
{
	size_t n = strspn(text, "0123456789.,");

	return n > 0 && (text[n] == 'E' || text[n] == 'e') && (text[n + 1] == '+' || value_is_digits(text + n + 1)) &&
	       value_is_digits(text + n + 1 + (text[n + 1] == '+'));
}

struct value value_text(struct arena *a, const struct cell *cell)
{
	struct value v;
	const char *text;

	return value_begin_shown(a, cell, &v, &text) ? v : value_ok(text);
}

static bool is_one_of(const char *folded, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (streq(folded, words[i]))
			return true;
	return false;
}

struct value value_bool(struct arena *a, const struct cell *cell)
{
	static const char *const yes[] = { "x", "1", "co", "dung", "true", "yes", "y", "v", "✓", "✔", "☑", "√" };
	static const char *const no[] = { "0", "khong", "ko", "k", "sai", "false", "no", "n" };
	struct value v;
	const char *text;

	if (value_begin(a, cell, &v, &text))
		return v;
	const char *word = text_fold(a, text);
	if (is_one_of(word, yes, COUNT(yes)))
		return value_ok("1");
	if (is_one_of(word, no, COUNT(no)))
		return value_ok("0");
	return value_error(a, "value.bool", "«%s» không rõ là có hay không. Hãy ghi «x» hoặc «Có» nếu có; để trống hoặc ghi "
	                   "«Không» nếu không.", text);
}

struct value value_sex(struct arena *a, const struct cell *cell)
{
	static const char *const male[] = { "nam", "trai", "male" };
	static const char *const female[] = { "nu", "gai", "female" };
	struct value v;
	const char *text;

	if (value_begin(a, cell, &v, &text))
		return v;
	const char *word = text_fold(a, text);
	if (is_one_of(word, male, COUNT(male)))
		return value_ok("Nam");
	if (is_one_of(word, female, COUNT(female)))
		return value_ok("Nữ");
	return value_error(a, "value.sex", "Giới tính «%s» không rõ (mỗi phần mềm hiểu mã số một kiểu). Hãy ghi «Nam» hoặc «Nữ».",
	                   text);
}

/* Sign, digits, and one point or comma with digits behind it. */
static const char *decimal_of(struct arena *a, const char *text)
{
	char *s = value_without(a, text, ""), *p = s, *end;
	size_t n;

	p += *p == '-' || *p == '+';
	n = strspn(p, "0123456789");
	end = p + n;
	if (n == 0 || n > 15)
		return NULL;
	while (n > 1 && *p == '0')
		p++, n--;
	if (*end == ',' || *end == '.') {
		if (!value_is_digits(end + 1) || strlen(end + 1) > DECIMALS_MAX)
			return NULL;
		*end = '.';
		for (end += strlen(end); end[-1] == '0'; end--)
			continue;
		end -= end[-1] == '.';
	} else if (*end != '\0') {
		return NULL;
	}
	*end = '\0';
	return arena_fmt(a, "%s%s", *s == '-' && !streq(p, "0") ? "-" : "", p);
}

/* "1.234": a Vietnamese reader sees a thousand, a program sees one and a bit. */
static bool may_be_thousands(const char *s)
{
	s += *s == '-' || *s == '+';
	size_t n = strspn(s, "0123456789");

	return n >= 1 && n <= 3 && *s != '0' && (s[n] == '.' || s[n] == ',') && strlen(s + n + 1) == 3 && value_is_digits(s + n + 1);
}

struct value value_decimal(struct arena *a, const struct cell *cell)
{
	struct value v;
	const char *text, *number;

	if (value_begin(a, cell, &v, &text))
		return v;
	if (cell->kind == CELL_TEXT && may_be_thousands(text))
		return value_error(a, "value.decimal_ambiguous",
		                   "«%s» có thể hiểu là hàng nghìn hoặc phần lẻ. Hãy bỏ dấu phân cách hàng nghìn, hoặc định dạng ô là số.",
		                   text);
	number = cell->kind == CELL_NUMBER || cell->kind == CELL_TEXT ? decimal_of(a, text) : NULL;
	if (number != NULL)
		return value_ok(number);
	return value_error(a, "value.decimal", "«%s» không phải là số. Hãy ghi số bằng chữ số, phần lẻ sau dấu phẩy, ví dụ 8,5.",
	                   text);
}

struct value value_integer(struct arena *a, const struct cell *cell)
{
	struct value v = value_decimal(a, cell);

	if (v.text == NULL || strchr(v.text, '.') == NULL)
		return v;
	return value_error(a, "value.integer", "«%s» có phần lẻ; ở đây chỉ nhận số nguyên. Hãy ghi lại số.", cell->text);
}
