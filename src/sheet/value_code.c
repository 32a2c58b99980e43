/* value_code.c - things made of digits that are not numbers: identities, telephones, codes. */
#include "base/text.h"
#include "catalog/pattern.h"
#include "sheet/value_parts.h"

/* Codes of provinces in identity numbers (since 2012; they outlive the merger of 2025), by their last two digits. */
static bool is_province(const char *three)
{
	static const char codes[] = "01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 48 "
	                            "49 51 52 54 56 58 60 62 64 66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96";

	if (three[0] != '0')
		return false;
	for (size_t i = 0; i + 1 < sizeof codes; i += 3)
		if (three[1] == codes[i] && three[2] == codes[i + 1])
			return true;
	return false;
}

static struct value lost_digits(struct arena *a, const char *text)
{
	return value_error(a, "value.scientific",
	                   "«%s» là cách Excel rút gọn một số dài: các chữ số đã mất, không khôi phục được. Hãy định dạng cột là Văn bản "
	                   "(Text) rồi gõ lại đủ số từ giấy tờ gốc.", text);
}

/* Zeros in front are what Excel takes away first. */
static struct value padded_identity(struct arena *a, const char *digits)
{
	size_t lost = 12 - strlen(digits);
	const char *whole = arena_fmt(a, "%.*s%s", (int)lost, "000", digits);

	if (lost > 2 || !is_province(whole))
		return value_error(a, "value.identity_length",
		                   "Số định danh «%s» có %zu chữ số, phải đủ 12. Hãy định dạng cột là Văn bản (Text) rồi gõ lại đủ 12 số.",
		                   digits, strlen(digits));
	if (lost == 1)
		return value_ok(whole);
	return value_warn(a, whole, "value.identity_padded",
	                  "Số định danh «%s» chỉ có 10 chữ số, đã hiểu là %s (Excel làm mất hai số 0 ở đầu). Hãy kiểm tra xem có nhầm "
	                  "với mã định danh của Bộ (10 số) không.", digits, whole);
}

struct value value_identity(struct arena *a, const struct cell *cell)
{
	struct value v;
	const char *text, *digits;

	if (value_begin_shown(a, cell, &v, &text))
		return v;
	digits = value_without(a, text, "");
	if (value_is_scientific(digits))
		return lost_digits(a, text);
	if (!value_is_digits(digits))
		return value_error(a, "value.identity_letters",
		                   "Số định danh «%s» có ký tự không phải chữ số. Hãy ghi đúng 12 chữ số trên căn cước hoặc giấy khai sinh.",
		                   text);
	switch (strlen(digits)) {
	case 12:
		if (strncmp(digits, "000", 3) != 0)
			return value_ok(digits);
		return value_error(a, "value.identity_length", "Số định danh «%s» không có thật: không mã tỉnh nào là 000. Hãy xem lại.",
		                   text);
	case 10:
	case 11:
		return padded_identity(a, digits);
	case 9:
		return value_warn(a, digits, "value.identity_old",
		                  "«%s» là số chứng minh nhân dân cũ (9 số), không phải số định danh. Hãy thay bằng số định danh 12 số.",
		                  digits);
	default:
		return value_error(a, "value.identity_length", "Số định danh «%s» có %zu chữ số, phải đủ 12. Hãy xem lại giấy tờ gốc.",
		                   text, strlen(digits));
	}
}

/* "+84 (0) 912" and "84 912" are both 0912. */
static const char *without_country(struct arena *a, const char *digits, bool has_plus)
{
	size_t len = strlen(digits);

	if (strncmp(digits, "84", 2) != 0 || (!has_plus && len < 11))
		return digits;
	digits += 2;
	return *digits == '0' ? digits : arena_fmt(a, "0%s", digits);
}

/* Whose it is: "0912345678 (mẹ)", "(mẹ) 0912345678".  NULL: no such words; else *text is the rest. */
static const char *words_beside(struct arena *a, const char **text)
{
	const size_t len = strlen(*text);
	const bool front = **text == '(';
	const char *open = front ? *text : strrchr(*text, '('), *close = front ? strchr(*text, ')') : *text + len - 1;

	if (open == NULL || close == NULL || *close != ')' || close < open)
		return NULL;
	const char *words = arena_strndup(a, open + 1, (size_t)(close - open) - 1);
	if (strpbrk(words, "()0123456789") != NULL || !text_says_something(words))
		return NULL;
	*text = front ? close + 1 : arena_strndup(a, *text, (size_t)(open - *text));
	return words;
}

static struct value phone_of(struct arena *a, const char *text)
{
	const char *digits = value_without(a, text, ".-()");
	size_t len;

	if (value_is_scientific(value_without(a, text, "")))
		return lost_digits(a, text);
	bool has_plus = *digits == '+';
	if (!value_is_digits(digits + has_plus))
		return value_error(a, "value.phone", "Số điện thoại «%s» không đọc được. Hãy ghi một số duy nhất, ví dụ 0912345678.", text);
	if (!has_plus || strncmp(digits, "+84", 3) == 0)
		digits = without_country(a, digits + has_plus, has_plus);
	len = strlen(digits);
	if ((len == 9 && strchr("35789", *digits) != NULL) || (len == 10 && *digits == '2'))
		digits = arena_fmt(a, "0%s", digits);
	if (pattern_phone_fits(a, digits))
		return value_ok(digits);
	if (len == 11 && strncmp(digits, "01", 2) == 0)
		return value_error(a, "value.phone_old", "Số điện thoại «%s» là số 11 chữ số đã đổi từ năm 2018. Hãy ghi số mới gồm 10 chữ số.",
		                   text);
	return value_error(a, "value.phone", "Số điện thoại «%s» không đúng: phải gồm số 0 và 9 chữ số, ví dụ 0912345678. Hãy xem lại.",
	                   text);
}

struct value value_phone(struct arena *a, const struct cell *cell)
{
	struct value v;
	const char *text;

	if (value_begin_shown(a, cell, &v, &text))
		return v;
	const char *words = words_beside(a, &text);
	v = phone_of(a, text);
	if (v.verdict != VALUE_OK || words == NULL)
		return v;
	return value_warn(a, v.text, "value.phone_words", "Ô này có lời «%s» bên số điện thoại: chỉ số %s được ghi. Hãy ghi lời ấy ở cột khác nếu cần.",
	                  words, v.text);
}

struct value value_code(struct arena *a, const struct cell *cell, size_t width)
{
	struct value v;
	const char *text, *code;
	size_t len;

	if (value_begin_shown(a, cell, &v, &text))
		return v;
	code = value_without(a, text, "");
	len = strlen(code);
	if (cell->kind == CELL_TEXT && width >= 7 && value_is_scientific(code))
		return lost_digits(a, text);
	if (width == 0 || len == width)
		return value_ok(width == 0 ? text : code);
	if (len < width && value_is_digits(code)) {
		char *whole = arena_alloc(a, width + 1);
		memset(whole, '0', width - len);
		memcpy(whole + width - len, code, len);
		return value_ok(whole);
	}
	return value_error(a, "value.code", "Mã «%s» không đúng: phải gồm %zu ký tự. Hãy xem lại bảng mã.", text, width);
}
