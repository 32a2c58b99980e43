/* pattern.c - what telephones, e-mail addresses, names of people and of things look like. */
#include "catalog/pattern.h"

#include "base/text.h"

#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static bool all_of(const char *text, const char *allowed)
{
	return *text != '\0' && strspn(text, allowed) == strlen(text);
}

/* From the zero on. */
static bool is_national(const char *digits)
{
	size_t n = strlen(digits);

	return digits[0] == '0' && ((n == 10 && digits[1] != '0' && digits[1] != '1') || (n == 11 && digits[1] == '2'));
}

bool pattern_phone_fits(struct arena *a, const char *text)
{
	char *digits = arena_alloc(a, strlen(text) + 1), *p = digits;
	bool plus = *text == '+';

	for (text += plus; *text != '\0'; text++)
		if (strchr(" .-()", *text) == NULL)
			*p++ = *text;
	*p = '\0';
	if (!all_of(digits, DIGITS))
		return false;
	if (strncmp(digits, "84", 2) == 0 && (plus || strlen(digits) >= 11))
		return is_national(digits[2] == '0' ? digits + 2 : arena_fmt(a, "0%s", digits + 2));
	return plus ? digits[0] != '0' && strlen(digits) >= 7 && strlen(digits) <= 15 : is_national(digits);
}

static bool is_host(struct arena *a, const char *host)
{
	const char *last = strrchr(host, '.');

	if (last == NULL || strlen(last + 1) < 2 || !all_of(last + 1, LETTERS))
		return false;
	for (char *save = NULL, *label = strtok_r(arena_strdup(a, host), ".", &save); label != NULL; label = strtok_r(NULL, ".", &save))
		if (!all_of(label, LETTERS DIGITS "-") || label[0] == '-' || label[strlen(label) - 1] == '-')
			return false;
	return host[0] != '.' && strstr(host, "..") == NULL;
}

static bool email_fits(struct arena *a, const char *text)
{
	const char *at = strchr(text, '@');

	if (at == NULL || at == text || text[0] == '.' || at[-1] == '.' || strstr(text, "..") != NULL)
		return false;
	return strspn(text, LETTERS DIGITS ".!#$%&'*+/=?^_`{|}~-") == (size_t)(at - text) && is_host(a, at + 1);
}

/* The nth character, from 1. */
static const char *character(struct arena *a, const char *text, size_t n)
{
	size_t len = 1;

	for (; n > 1; n--)
		for (text++; ((unsigned char)*text & 0xC0) == 0x80;)
			text++;
	while (((unsigned char)text[len] & 0xC0) == 0x80)
		len++;
	return arena_strndup(a, text, len);
}

static const char *kind_of(const char *ch)
{
	return strchr(DIGITS, ch[0]) != NULL ? "chữ số" : (unsigned char)ch[0] < 0x80 ? "dấu" : "chữ không phải La-tinh";
}

static void check_name(struct ctx *c, const struct field *f, const char *text, struct problems *p)
{
	size_t at;

	switch (text_name(text, &at)) {
	case NAME_WRONG:
		if (at == 0)
			problem_add(c, p, f->name, "field.name", "%s: không có chữ cái nào; ghi họ tên bằng chữ.", f->label);
		else
			problem_add(c, p, f->name, "field.name", "%s: ký tự thứ %zu, «%s», không thể có trong họ tên; hãy xoá hoặc gõ lại.", f->label, at,
			            character(c->arena, text, at));
		break;
	case NAME_DOUBTFUL:
		problem_warn(c, p, f->name, "field.name_doubtful", "%s: ký tự thứ %zu, «%s», là %s, hiếm gặp trong họ tên; hãy đối chiếu giấy tờ.", f->label, at,
		             character(c->arena, text, at), kind_of(character(c->arena, text, at)));
		break;
	default:
		break;
	}
}

void pattern_check(struct ctx *c, const struct field *f, const char *text, struct problems *p)
{
	if (streq(f->pattern, "name"))
		check_name(c, f, text, p);
	else if (streq(f->pattern, "title") && !text_says_something(text))
		problem_add(c, p, f->name, "field.title", "%s: không có chữ cái hay chữ số nào; ghi tên đang dùng.", f->label);
	else if (streq(f->pattern, "phone") && !pattern_phone_fits(c->arena, text))
		problem_add(c, p, f->name, "field.phone", "%s: số điện thoại không đúng; ghi một số gồm 0 và 9 chữ số như 0912345678, số cố định 02… có 11 chữ số, "
		            "số nước ngoài bắt đầu bằng dấu +.", f->label);
	else if (streq(f->pattern, "email") && !email_fits(c->arena, text))
		problem_add(c, p, f->name, "field.email", "%s: không phải một địa chỉ thư điện tử; ghi một địa chỉ như ten@truong.edu.vn.", f->label);
}

bool pattern_is_known(const char *name)
{
	return streq(name, "digits") || streq(name, "phone") || streq(name, "email") || streq(name, "name") || streq(name, "title");
}
