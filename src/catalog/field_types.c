/* field_types.c - what a type of field accepts, stores and shows. */
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "catalog/catalog.h"

static bool wrong(struct ctx *c, const struct field *f, struct problems *p, const char *key, const char *why)
{
	problem_add(c, p, f->name, key, "%s: %s", f->label, why);
	return false;
}

static bool all_digits(const char *s)
{
	return *s != '\0' && strspn(s, "0123456789") == strlen(s);
}

static bool parse_text(struct ctx *c, const struct field *f, const char *text, struct val *ret, struct problems *p)
{
	const char *clean;
	size_t at;

	switch (text_fault(c->arena, text, strlen(text), &at)) {
	case TEXT_CONTROL: return wrong(c, f, p, "field.text", arena_fmt(c->arena, "ký tự thứ %zu không đọc được; hãy gõ lại.", at));
	case TEXT_HIDDEN:  return wrong(c, f, p, "field.hidden_character",
	                                 arena_fmt(c->arena, "ký tự thứ %zu không nhìn thấy được (ẩn hoặc đảo chiều chữ); hãy xoá và gõ lại.", at));
	case TEXT_STACKED:
		return wrong(c, f, p, "field.stacked", arena_fmt(c->arena, "ký tự thứ %zu là dấu không đứng trên chữ nào, hoặc chồng lên quá nhiều dấu khác; "
		                                           "hãy gõ lại chữ ấy.", at));
	case TEXT_FINE:    break;
	}
	clean = text_clean(c->arena, text, strlen(text));
	int64_t n = (int64_t)text_length(clean);
	if (f->has_max && n > f->max)
		return wrong(c, f, p, "field.too_long", arena_fmt(c->arena, "dài %" PRId64 " ký tự, tối đa %" PRId64 ".", n, f->max));
	if (f->has_min && n > 0 && n < f->min)
		return wrong(c, f, p, "field.too_short", arena_fmt(c->arena, "dài %" PRId64 " ký tự, tối thiểu %" PRId64 ".", n, f->min));
	if (field_is_digits(f) && n > 0 && !all_digits(clean))
		return wrong(c, f, p, "field.digits", "chỉ được gồm chữ số.");
	*ret = n == 0 ? val_null() : val_text(clean);
	return true;
}

/* From five digits on, so that years stay years. */
static const char *grouped(struct arena *a, int64_t n)
{
	const char *digits = arena_fmt(a, "%" PRId64, n < 0 ? -n : n);
	const size_t len = strlen(digits);
	struct buf b = buf_in(a);

	buf_put(&b, n < 0 ? "-" : "");
	for (size_t i = 0; i < len; i++)
		buf_fmt(&b, "%s%c", i > 0 && len > 4 && (len - i) % 3 == 0 ? "." : "", digits[i]);
	return buf_text(&b);
}

const char *field_limit(struct arena *a, const struct field *f, int64_t value)
{
	int64_t unit = 1;

	for (int i = 0; i < f->scale; i++)
		unit *= 10;
	if (value % unit == 0)
		return grouped(a, value / unit);
	return arena_fmt(a, "%s%" PRId64 ",%0*" PRId64, value < 0 ? "-" : "", (value < 0 ? -value : value) / unit, f->scale,
	                 (value < 0 ? -value : value) % unit);
}

/* Both bounds, whichever was missed. */
static const char *span(struct arena *a, const struct field *f)
{
	const char *min = field_limit(a, f, f->min), *max = field_limit(a, f, f->max);

	if (f->has_min && f->has_max)
		return arena_fmt(a, "phải từ %s đến %s.", min, max);
	return f->has_min ? arena_fmt(a, "phải từ %s trở lên.", min) : arena_fmt(a, "nhiều nhất là %s.", max);
}

static bool in_range(struct ctx *c, const struct field *f, int64_t i, struct problems *p)
{
	if (f->has_min && i < f->min)
		return wrong(c, f, p, "field.too_small", span(c->arena, f));
	if (f->has_max && i > f->max)
		return wrong(c, f, p, "field.too_large", span(c->arena, f));
	return true;
}

/* Digits with an optional sign and at most `scale` after the point, as a scaled integer. */
static bool read_scaled(const char *s, int scale, int64_t *ret)
{
	bool negative = *s == '-', point = false;
	int digits = 0, after = 0;
	int64_t value = 0;

	for (s += negative; *s != '\0'; s++) {
		if (*s == '.' && !point) {
			point = true;
			continue;
		}
		if (*s < '0' || *s > '9' || ++digits > 17)
			return false;
		after += point;
		value = value * 10 + (*s - '0');
	}
	if (digits == 0 || after > scale)
		return false;
	for (; after < scale; after++)
		if (__builtin_mul_overflow(value, 10, &value))
			return false;
	*ret = negative ? -value : value;
	return true;
}

static bool is_decimal(const char *s)
{
	s += *s == '-';
	const size_t whole = strspn(s, "0123456789"), after = s[whole] == '.' ? strspn(s + whole + 1, "0123456789") : 0;

	return whole > 0 && after > 0 && s[whole + 1 + after] == '\0';
}

static bool parse_integer(struct ctx *c, const struct field *f, const char *text, struct val *ret, struct problems *p)
{
	int64_t i;

	if (!read_scaled(text, 0, &i))
		return wrong(c, f, p, "field.integer", "phải là số nguyên.");
	*ret = val_int(i);
	return in_range(c, f, i, p);
}

static bool parse_decimal(struct ctx *c, const struct field *f, const char *text, struct val *ret, struct problems *p)
{
	char *dotted = arena_strdup(c->arena, text);
	char *comma = strchr(dotted, ',');
	int64_t i;

	if (comma != NULL && strchr(dotted, '.') == NULL)
		*comma = '.';
	if (!read_scaled(dotted, f->scale, &i) && is_decimal(dotted))
		return wrong(c, f, p, "field.decimal", arena_fmt(c->arena, "có quá nhiều chữ số thập phân, ở đây tối đa %d. Hãy làm tròn số (trong Excel: hàm ROUND).", f->scale));
	if (!read_scaled(dotted, f->scale, &i))
		return wrong(c, f, p, "field.decimal", arena_fmt(c->arena, "phải là số, tối đa %d chữ số thập phân.", f->scale));
	*ret = val_int(i);
	return in_range(c, f, i, p);
}

static bool parse_boolean(struct ctx *c, const struct field *f, const char *text, struct val *ret, struct problems *p)
{
	const char *t = text_fold(c->arena, text);

	if (streq(t, "true") || streq(t, "1") || streq(t, "co") || streq(t, "x"))
		*ret = val_bool(true);
	else if (streq(t, "false") || streq(t, "0") || streq(t, "khong"))
		*ret = val_bool(false);
	else
		return wrong(c, f, p, "field.boolean", "ghi Có hoặc Không.");
	return true;
}

static bool parse_date(struct ctx *c, const struct field *f, const char *text, struct val *ret, struct problems *p)
{
	struct date d;

	if (!date_parse(text, &d))
		return wrong(c, f, p, "field.date", "không phải một ngày có thật; ghi dạng năm-tháng-ngày, ví dụ 2018-09-05.");
	*ret = val_text(arena_strdup(c->arena, text));
	return true;
}

/* yyyy, yyyy-mm or yyyy-mm-dd: what is known of a birth date. */
static bool parse_partial_date(struct ctx *c, const struct field *f, const char *text, struct val *ret, struct problems *p)
{
	size_t n = strlen(text);
	const char *whole = n == 4 ? arena_fmt(c->arena, "%s-01-01", text) : n == 7 ? arena_fmt(c->arena, "%s-01", text) : text;
	struct date d;

	if (!date_parse(whole, &d))
		return wrong(c, f, p, "field.partial_date", "ghi năm, năm-tháng hoặc năm-tháng-ngày.");
	*ret = val_text(arena_strdup(c->arena, text));
	return true;
}

static bool parse_code(struct ctx *c, const struct field *f, const char *text, struct val *ret, struct problems *p)
{
	if (list_find(f->list, text, NULL) == NULL)
		return wrong(c, f, p, "field.code", arena_fmt(c->arena, "mã \"%.40s\" không có trong danh mục %s.", text, f->list->label));
	*ret = val_text(arena_strdup(c->arena, text));
	return true;
}

static bool parse_reference(struct ctx *c, const struct field *f, const char *text, struct val *ret, struct problems *p)
{
	if (strlen(text) > 60)
		return wrong(c, f, p, "field.reference", "mã quá dài.");
	*ret = val_text(arena_strdup(c->arena, text));
	return true;
}

/* The digest of a file that is kept: only the program itself says it. */
static bool parse_file(struct ctx *c, const struct field *f, const char *text, struct val *ret, struct problems *p)
{
	if (strlen(text) != 64 || strspn(text, "0123456789abcdef") != 64)
		return wrong(c, f, p, "field.digest", "không phải mã băm SHA-256 của một tệp.");
	*ret = val_text(arena_strdup(c->arena, text));
	return true;
}

static void put_text(struct buf *b, const char *name, const struct field *f, const struct val *v)
{
	(void)f;
	json_put_text_n(b, name, v->s, v->len);
}

static void put_integer(struct buf *b, const char *name, const struct field *f, const struct val *v)
{
	(void)f;
	json_put_int(b, name, v->i);
}

static void put_boolean(struct buf *b, const char *name, const struct field *f, const struct val *v)
{
	(void)f;
	json_put_bool(b, name, v->i != 0);
}

static void put_decimal(struct buf *b, const char *name, const struct field *f, const struct val *v)
{
	int64_t unit = 1;

	for (int i = 0; i < f->scale; i++)
		unit *= 10;
	json_put_raw(b, name, v->i < 0 ? "-" : "");
	int64_t whole = v->i < 0 ? -v->i : v->i;
	buf_int(b, whole / unit);
	if (f->scale > 0)
		buf_fmt(b, ".%0*" PRId64, f->scale, whole % unit);
}

static void set_limits(const struct field *f, json_t *o, const char *min, const char *max)
{
	if (f->has_min)
		json_object_set_new(o, min, json_integer(f->min));
	if (f->has_max)
		json_object_set_new(o, max, json_integer(f->max));
}

static void schema_text(const struct field *f, json_t *o)
{
	json_object_set_new(o, "type", json_string("string"));
	set_limits(f, o, "minLength", "maxLength");
	if (field_is_digits(f))
		json_object_set_new(o, "pattern", json_string("^[0-9]+$"));
	else if (f->pattern != NULL)
		json_object_set_new(o, streq(f->pattern, "email") ? "format" : "x-pattern", json_string(f->pattern));
}

static void schema_integer(const struct field *f, json_t *o)
{
	json_object_set_new(o, "type", json_string("integer"));
	set_limits(f, o, "minimum", "maximum");
}

static void schema_decimal(const struct field *f, json_t *o)
{
	double unit = 1;

	json_object_set_new(o, "type", json_string("number"));
	json_object_set_new(o, "x-scale", json_integer(f->scale));
	for (int i = 0; i < f->scale; i++)
		unit *= 10;
	if (f->has_min)
		json_object_set_new(o, "minimum", json_real((double)f->min / unit));
	if (f->has_max)
		json_object_set_new(o, "maximum", json_real((double)f->max / unit));
}

static void schema_boolean(const struct field *f, json_t *o)
{
	(void)f;
	json_object_set_new(o, "type", json_string("boolean"));
}

static void schema_date(const struct field *f, json_t *o)
{
	(void)f;
	json_object_update_new(o, json_pack("{ss ss}", "type", "string", "format", "date"));
}

static void schema_partial_date(const struct field *f, json_t *o)
{
	(void)f;
	json_object_update_new(o, json_pack("{ss ss}", "type", "string", "pattern", "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"));
}

static void schema_code(const struct field *f, json_t *o)
{
	json_object_update_new(o, json_pack("{ss ss}", "type", "string", "x-list", f->list->name));
}

static void schema_reference(const struct field *f, json_t *o)
{
	json_object_update_new(o, json_pack("{ss ss}", "type", "string", "x-reference", f->to->plural));
}

static void schema_file(const struct field *f, json_t *o)
{
	json_object_update_new(o, json_pack("{ss ss sb ss sI}", "type", "string", "pattern", "^[0-9a-f]{64}$", "readOnly", 1, "x-media", f->media,
	                                    "x-max-bytes", (json_int_t)f->max));
}

static const struct field_type field_types[] = {
	{ "text",         COLUMN_TEXT,    parse_text,         put_text,    schema_text },
	{ "integer",      COLUMN_INTEGER, parse_integer,      put_integer, schema_integer },
	{ "decimal",      COLUMN_INTEGER, parse_decimal,      put_decimal, schema_decimal },
	{ "boolean",      COLUMN_BOOLEAN, parse_boolean,      put_boolean, schema_boolean },
	{ "date",         COLUMN_DATE,    parse_date,         put_text,    schema_date },
	{ "partial_date", COLUMN_TEXT,    parse_partial_date, put_text,    schema_partial_date },
	{ "code",         COLUMN_TEXT,    parse_code,         put_text,    schema_code },
	{ "reference",    COLUMN_INTEGER, parse_reference,    put_text,    schema_reference },
	{ "file",         COLUMN_TEXT,    parse_file,         put_text,    schema_file },
};

const struct field_type *field_type_find(const char *name)
{
	for (size_t i = 0; i < COUNT(field_types); i++)
		if (streq(field_types[i].name, name))
			return &field_types[i];
	return NULL;
}
