/* test_sheet_value.c - what people type, and what is stored. */
#include "sheet/value.h"
#include "test_table_tools.h"

static struct cell text_cell(const char *text)
{
	return (struct cell){ .kind = *text == '\0' ? CELL_EMPTY : CELL_TEXT, .text = text, .len = strlen(text) };
}

static struct cell number_cell(const char *text, double number)
{
	return (struct cell){ .kind = CELL_NUMBER, .text = text, .len = strlen(text), .number = number };
}

/* "text", "text !key" for a warning, "!key" for an error, "" for nothing. */
static void value_is(struct ctx *c, struct value v, const char *expected)
{
	const char *got = arena_fmt(c->arena, "%s%s%s%s", v.text == NULL ? "" : v.text,
	                            v.text != NULL && v.key != NULL ? " " : "", v.key == NULL ? "" : "!", v.key == NULL ? "" : v.key);

	assert_string_equal(got, expected);
	assert_true((v.verdict == VALUE_OK) == (v.key == NULL));
	assert_true((v.verdict == VALUE_ERROR) == (v.key != NULL && v.text == NULL));
	assert_true((v.key == NULL) == (v.message == NULL));
}

#define TEXT_IS(fn, typed, expected) \
	do { \
		struct cell cell_ = text_cell(typed); \
		value_is(c, fn(c->arena, &cell_), expected); \
	} while (0)
#define NUMBER_IS(fn, number, expected) \
	do { \
		struct cell cell_ = number_cell(#number, number); \
		value_is(c, fn(c->arena, &cell_), expected); \
	} while (0)

TEST_PURE(value_of_a_date_is_day_first)
{
	TEXT_IS(value_date, "05/09/2019", "2019-09-05");
	TEXT_IS(value_date, "5/9/2019", "2019-09-05");
	TEXT_IS(value_date, "5-9-2019", "2019-09-05");
	TEXT_IS(value_date, "05.09.2019", "2019-09-05");
	TEXT_IS(value_date, "5 / 9 / 2019", "2019-09-05");
	TEXT_IS(value_date, "'05/09/2019", "2019-09-05");
	TEXT_IS(value_date, "2019-09-05", "2019-09-05");
	TEXT_IS(value_date, "2019/9/5", "2019-09-05");
	TEXT_IS(value_date, "2019-09-05 00:00:00", "2019-09-05");
	TEXT_IS(value_date, "2019-09-05T00:00:00.000Z", "2019-09-05");
	TEXT_IS(value_date, "05/09/2019 07:30", "2019-09-05");
	TEXT_IS(value_date, "20190905", "2019-09-05");
	TEXT_IS(value_date, "29/02/2020", "2020-02-29");
	TEXT_IS(value_date, "", "");
	TEXT_IS(value_date, "'", "");
}

TEST_PURE(value_of_a_date_may_be_a_serial_number)
{
	struct cell date = { .kind = CELL_DATE, .text = "2019-09-05", .len = 10, .number = 43713 };

	TEXT_IS(value_date, "43713", "2019-09-05");
	NUMBER_IS(value_date, 43713, "2019-09-05");
	NUMBER_IS(value_date, 43713.5, "2019-09-05");
	NUMBER_IS(value_date, 20000, "1954-10-03");
	NUMBER_IS(value_date, 60000, "2064-04-08");
	NUMBER_IS(value_date, 20190905, "2019-09-05");
	NUMBER_IS(value_date, 19999, "!value.date");
	NUMBER_IS(value_date, 60001, "!value.date");
	NUMBER_IS(value_date, 5.9, "!value.date");
	NUMBER_IS(value_date, 2019, "!value.date_year_only");
	value_is(c, value_date(c->arena, &date), "2019-09-05");
	date.text = "1750-01-01";
	value_is(c, value_date(c->arena, &date), "!value.date_impossible");
}

TEST_PURE(value_of_a_date_is_never_guessed)
{
	TEXT_IS(value_date, "31/02/2019", "!value.date_impossible");
	TEXT_IS(value_date, "29/02/2019", "!value.date_impossible");
	TEXT_IS(value_date, "09/25/2019", "!value.date_impossible"); /* month first */
	TEXT_IS(value_date, "00/09/2019", "!value.date_impossible");
	TEXT_IS(value_date, "05/09/0019", "!value.date_short_year");
	TEXT_IS(value_date, "05/09/19", "!value.date_short_year");
	TEXT_IS(value_date, "05/09/1719", "!value.date_year");
	TEXT_IS(value_date, "20191305", "!value.date_impossible");
	TEXT_IS(value_date, "05092019", "!value.date");
	TEXT_IS(value_date, "05/09-2019", "!value.date");
	TEXT_IS(value_date, "09/2019", "!value.date");
	TEXT_IS(value_date, "2019", "!value.date_year_only");
	TEXT_IS(value_date, "05/09/2019x", "!value.date");
	TEXT_IS(value_date, "05/09/20199", "!value.date");
	TEXT_IS(value_date, "không rõ", "!value.date");
	TEXT_IS(value_date, "2019-09-04T17:00:00.000Z", "!value.date_zone");
}

TEST_PURE(value_of_an_identity_gets_its_zeros_back)
{
	TEXT_IS(value_identity, "001204001234", "001204001234");
	TEXT_IS(value_identity, "'001 204 001 234", "001204001234");
	TEXT_IS(value_identity, "19204001234", "019204001234");
	NUMBER_IS(value_identity, 79204001234, "079204001234");
	NUMBER_IS(value_identity, 1204001234, "001204001234 !value.identity_padded");
	TEXT_IS(value_identity, "1204001234", "001204001234 !value.identity_padded");
	TEXT_IS(value_identity, "012345678", "012345678 !value.identity_old");
	TEXT_IS(value_identity, "", "");
}

TEST_PURE(value_of_an_identity_is_refused_when_digits_are_lost)
{
	TEXT_IS(value_identity, "7.9E+10", "!value.scientific");
	TEXT_IS(value_identity, "7,9204E+10", "!value.scientific");
	TEXT_IS(value_identity, "7.9e10", "!value.scientific");
	TEXT_IS(value_identity, "3204001234", "!value.identity_length"); /* no province 003 */
	TEXT_IS(value_identity, "99204001234", "!value.identity_length"); /* nor 099 */
	TEXT_IS(value_identity, "000204001234", "!value.identity_length");
	TEXT_IS(value_identity, "12345678", "!value.identity_length");
	TEXT_IS(value_identity, "0012040012345", "!value.identity_length");
	TEXT_IS(value_identity, "C1234567", "!value.identity_letters");
	TEXT_IS(value_identity, "001204O01234", "!value.identity_letters");
	NUMBER_IS(value_identity, 0.5, "!value.identity_letters");
}

TEST_PURE(value_of_a_telephone)
{
	TEXT_IS(value_phone, "0912345678", "0912345678");
	TEXT_IS(value_phone, "0912.345.678", "0912345678");
	TEXT_IS(value_phone, "(091) 234-5678", "0912345678");
	NUMBER_IS(value_phone, 912345678, "0912345678");
	TEXT_IS(value_phone, "+84 912 345 678", "0912345678");
	TEXT_IS(value_phone, "84912345678", "0912345678");
	TEXT_IS(value_phone, "+84(0)912345678", "0912345678");
	TEXT_IS(value_phone, "845123456", "0845123456"); /* Vinaphone, not the country */
	TEXT_IS(value_phone, "02083123456", "02083123456");
	NUMBER_IS(value_phone, 2083123456, "02083123456");
	TEXT_IS(value_phone, "01681234567", "!value.phone_old");
	TEXT_IS(value_phone, "112345678", "!value.phone");
	TEXT_IS(value_phone, "091234567", "!value.phone");
	TEXT_IS(value_phone, "0912345678, 0987654321", "!value.phone");
	TEXT_IS(value_phone, "9.1E+08", "!value.scientific");
	TEXT_IS(value_phone, "không có", "!value.phone");
	TEXT_IS(value_phone, "0912345678 (mẹ)", "0912345678 !value.phone_words");
	TEXT_IS(value_phone, "(Bố) +84(0)912345678", "0912345678 !value.phone_words");
	TEXT_IS(value_phone, "0912345678 (0987654321)", "!value.phone");
	TEXT_IS(value_phone, "0912345678 (mẹ), 0987654321 (bố)", "!value.phone");
	TEXT_IS(value_phone, "mẹ 0912345678", "!value.phone");
	TEXT_IS(value_phone, "(mẹ)", "!value.phone");
}

TEST_PURE(value_of_a_code_has_its_width)
{
	struct cell commune = number_cell("5860", 5860), text = text_cell("5860"), name = text_cell("1A");

	value_is(c, value_code(c->arena, &commune, 5), "05860");
	value_is(c, value_code(c->arena, &text, 5), "05860");
	value_is(c, value_code(c->arena, &text, 4), "5860");
	value_is(c, value_code(c->arena, &text, 3), "!value.code");
	value_is(c, value_code(c->arena, &name, 0), "1A");
	value_is(c, value_code(c->arena, &name, 5), "!value.code");
	text = text_cell("4.04E+09");
	value_is(c, value_code(c->arena, &text, 10), "!value.scientific");
}

TEST_PURE(value_of_yes_and_no)
{
	struct cell set = { .kind = CELL_BOOL, .text = "1", .len = 1, .number = 1 };

	value_is(c, value_bool(c->arena, &set), "1");
	TEXT_IS(value_bool, "x", "1");
	TEXT_IS(value_bool, "X", "1");
	TEXT_IS(value_bool, "Có", "1");
	TEXT_IS(value_bool, "CO\xCC\x81", "1");
	TEXT_IS(value_bool, "Đúng", "1");
	TEXT_IS(value_bool, "TRUE", "1");
	TEXT_IS(value_bool, "Không", "0");
	TEXT_IS(value_bool, "0", "0");
	NUMBER_IS(value_bool, 1, "1");
	TEXT_IS(value_bool, "", "");
	TEXT_IS(value_bool, "-", "");
	NUMBER_IS(value_bool, 36, "!value.bool");
}

TEST_PURE(value_of_a_sex)
{
	TEXT_IS(value_sex, "NAM", "Nam");
	TEXT_IS(value_sex, "Nữ", "Nữ");
	TEXT_IS(value_sex, "nu", "Nữ");
	TEXT_IS(value_sex, "Trai", "Nam");
	TEXT_IS(value_sex, "", "");
	NUMBER_IS(value_sex, 1, "!value.sex"); /* means different things in different programs */
	TEXT_IS(value_sex, "x", "!value.sex");
}

TEST_PURE(value_of_a_number)
{
	TEXT_IS(value_decimal, "8,5", "8.5");
	TEXT_IS(value_decimal, "8.50", "8.5");
	TEXT_IS(value_decimal, "08", "8");
	TEXT_IS(value_decimal, "0,250", "0.25");
	TEXT_IS(value_decimal, "-3,0", "-3");
	TEXT_IS(value_decimal, "-0", "0");
	NUMBER_IS(value_decimal, 8.5, "8.5");
	NUMBER_IS(value_decimal, 1.234, "1.234");
	TEXT_IS(value_decimal, "1.234", "!value.decimal_ambiguous");
	TEXT_IS(value_decimal, "12,345", "!value.decimal_ambiguous");
	TEXT_IS(value_decimal, "8,", "!value.decimal");
	TEXT_IS(value_decimal, "8,5,", "!value.decimal");
	TEXT_IS(value_decimal, "T", "!value.decimal");
	TEXT_IS(value_decimal, "", "");
	TEXT_IS(value_integer, "35,0", "35");
	TEXT_IS(value_integer, "35,5", "!value.integer");
	NUMBER_IS(value_integer, 35, "35");
}

TEST_PURE(value_of_dashes_and_dots_is_none)
{
	static const char *const blank[] = { "-", "--", "–", "—", "−", "...", "…", ". . .", "___" };

	for (size_t i = 0; i < COUNT(blank); i++) {
		TEXT_IS(value_text, blank[i], "");
		TEXT_IS(value_decimal, blank[i], "");
		TEXT_IS(value_date, blank[i], "");
		TEXT_IS(value_sex, blank[i], "");
	}
	TEXT_IS(value_text, "-a", "-a");
	TEXT_IS(value_decimal, "-1", "-1");
}

TEST_PURE(value_of_a_text_loses_its_apostrophe)
{
	struct cell error = { .kind = CELL_ERROR, .text = "#REF!", .len = 5 };
	struct cell waiting = { .kind = CELL_ERROR, .text = CELL_NOT_COMPUTED, .len = strlen(CELL_NOT_COMPUTED) };
	struct cell unclean = { .kind = CELL_TEXT, .unclean = true, .text = "a\ab", .len = 3 };

	TEXT_IS(value_text, "'0123", "0123");
	TEXT_IS(value_text, "Y'Bia", "Y'Bia");
	value_is(c, value_text(c->arena, &error), "!value.excel_error");
	value_is(c, value_text(c->arena, &waiting), "!value.not_computed");
	value_is(c, value_text(c->arena, &unclean), "!value.unclean");
}
