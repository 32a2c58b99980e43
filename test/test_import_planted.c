/* test_import_planted.c - 5,000 pupils with 300 planted mistakes of 25 kinds: each found, none invented, each mended once. */
#include "province.h"

#include <stdlib.h>

#include "db/db.h"
#include "book/writer.h"
#include "test_import_tools.h"
#include "test_office.h"

enum { PUPILS = 5000, SHEETS = 2, PER_SHEET = PUPILS / SHEETS, EVERY = 16, PLANTED = 300, COLUMNS = 10 };

static const char head[] = "STT|Lớp|Mã định danh Bộ GD&ĐT|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Số định danh cá nhân|SĐT liên hệ|Năm sinh cha\n";

static const struct kind {
	char column;
	const char *text, *key;
} kinds[] = {
	{ 'B', "", "import.class_empty" },
	{ 'B', "@2026-02-01", "import.class_date" },
	{ 'B', "một hai ba bốn năm sáu bảy tám chín mười một hai ba bốn năm", "import.class_long" },
	{ 'B', "Hoa Hồng ", "import.class_unknown" },
	{ 'C', "019219000011", "import.person_code" },
	{ 'D', "", "import.name_empty" },
	{ 'D', "LONG", "field.too_long" },
	{ 'E', "31/02/2019", "value.date_impossible" },
	{ 'E', "05/09/19", "value.date_short_year" },
	{ 'E', "tháng chín", "value.date" },
	{ 'E', "2019", "value.date_year_only" },
	{ 'E', "2019-09-05T17:00:00Z", "value.date_zone" },
	{ 'E', "", "import.required" },
	{ 'E', "05/09/2035", "rule.birth_date_impossible" },
	{ 'F', "1", "value.sex" },
	{ 'F', "", "import.required" },
	{ 'G', "Sao Hỏa", "import.code" },
	{ 'G', "", "import.required" },
	{ 'H', "01921900A011", "value.identity_letters" },
	{ 'H', "#19219011", "value.identity_length" },
	{ 'H', "7.9E+10", "value.scientific" },
	{ 'H', "TWICE", "import.twice" },
	{ 'I', "12345", "value.phone" },
	{ 'I', "01234567890", "value.phone_old" },
	{ 'J', "1850", "field.too_small" },
};

static size_t plant_of(size_t i) /* which of the 300; or as many as there are */
{
	return i % EVERY == 7 && i / EVERY < PLANTED ? i / EVERY : PLANTED;
}

static const char *identity(struct ctx *c, size_t i)
{
	return arena_fmt(c->arena, "019%c%02zu%06zu", "23"[i % 2], 19 - i * 5 / PUPILS, i);
}

static const char *right(struct ctx *c, size_t i, int column)
{
	static const char *const family[] = { "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng" };
	static const char *const given[] = { "An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khánh" };

	switch ('A' + column) {
	case 'A': return arena_fmt(c->arena, "#%zu", i % PER_SHEET + 1);
	case 'B': return arena_fmt(c->arena, "%zu/%zu", i * 5 / PUPILS + 1, i / 40 % 25 + 1);
	case 'D': return arena_fmt(c->arena, "%s %s %s", family[i % 5], given[i / 5 % 7], given[i / 35 % 7]);
	case 'E': return arena_fmt(c->arena, "%02zu/%02zu/%zu", i / 245 % 28 + 1, i / 6860 % 12 + 1, 2019 - i * 5 / PUPILS);
	case 'F': return i % 2 == 0 ? "Nam" : "Nữ";
	case 'G': return i % 3 == 0 ? "Tày" : "Kinh";
	case 'H': return identity(c, i);
	case 'I': return arena_fmt(c->arena, "09123%05zu", i);
	case 'J': return "#1985";
	default:  return "";
	}
}

static const char *wrong(struct ctx *c, size_t i, const struct kind *k)
{
	if (streq(k->text, "TWICE"))
		return identity(c, i - 4);
	if (streq(k->key, "import.class_unknown"))
		return arena_fmt(c->arena, "%s%zu", k->text, i);
	if (!streq(k->text, "LONG"))
		return k->text;
	struct buf b = buf_in(c->arena);
	for (size_t n = 0; n < 40; n++)
		buf_put(&b, "Văn ");
	buf_put(&b, "An");
	return buf_text(&b);
}

static int planted_file(struct ctx *c)
{
	const char *path = arena_fmt(c->arena, "%s/planted.xlsx", test_dir(c));
	struct writer *w;

	OK(writer_open(c, path, WRITER_FREE, &w));
	for (size_t s = 0; s < SHEETS; s++) {
		struct buf b = buf_in(c->arena);
		buf_put(&b, head);
		for (size_t i = s * PER_SHEET; i < (s + 1) * PER_SHEET; i++)
			for (int k = 0; k < COLUMNS; k++) {
				const struct kind *kind = plant_of(i) < PLANTED ? &kinds[plant_of(i) % COUNT(kinds)] : NULL;
				buf_put(&b, kind != NULL && kind->column == 'A' + k ? wrong(c, i, kind) : right(c, i, k));
				buf_char(&b, k + 1 < COLUMNS ? '|' : '\n');
			}
		pupils_sheet(c, w, arena_fmt(c->arena, "Tờ %zu", s + 1), buf_text(&b));
	}
	OK(writer_close(w));
	return sheet_open(c, path);
}

/* "sheet row column key" for each planted mistake, in the order of the file. */
static const char *expected(struct ctx *c)
{
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; i < PUPILS; i++)
		if (plant_of(i) < PLANTED) {
			const struct kind *k = &kinds[plant_of(i) % COUNT(kinds)];
			buf_fmt(&b, "Tờ %zu %zu%c %s\n", i / PER_SHEET + 1, i % PER_SHEET + 2, k->column, k->key);
		}
	return buf_text(&b);
}

/* The errors told; a warning other than of a new class is a false alarm. */
static const char *told(struct ctx *c, const struct import_summary *s)
{
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; i < s->n_issues; i++) {
		const struct import_issue *x = &s->issue[i];
		if (!x->warning || !streq(x->key, "import.class_created"))
			buf_fmt(&b, "%s %zu%s %s\n", x->sheet, x->row, x->column == NULL ? "!" : x->column, x->key);
	}
	return buf_text(&b);
}

static const char *corrections(struct ctx *c, size_t sheet)
{
	struct buf b = buf_in(c->arena);

	for (size_t i = sheet * PER_SHEET; i < (sheet + 1) * PER_SHEET; i++)
		if (plant_of(i) < PLANTED) {
			char column = kinds[plant_of(i) % COUNT(kinds)].column;
			buf_fmt(&b, "%c%zu=%s\n", column, i % PER_SHEET + 2, right(c, i, column - 'A'));
		}
	return buf_text(&b);
}

TEST(import_finds_300_of_300_planted_errors_and_the_corrected_file_leaves_none)
{
	const char *path;
	int fd;

	province_make(c);
	fd = planted_file(c);
	struct import_summary s = pupils_take(c, fd, true);
	assert_string_equal(told(c, &s), expected(c));
	assert_int_equal(s.errors, PLANTED);
	assert_int_equal(s.refused, PLANTED);
	assert_int_equal(s.created, PUPILS - PLANTED);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 0);

	s = pupils_take(c, fd, false);
	assert_string_equal(told(c, &s), expected(c));
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), PUPILS - PLANTED);

	path = arena_fmt(c->arena, "%s/errors.xlsx", test_dir(c));
	OK(import_write_errors(c, fd, &s, path));
	fd = sheet_open(c, path);
	for (size_t k = 0; k < SHEETS; k++)
		fd = look_set(c, fd, arena_fmt(c->arena, "Tờ %zu", k + 1), corrections(c, k));
	s = pupils_take(c, fd, false);
	assert_string_equal(told(c, &s), "");
	assert_int_equal(s.created, PLANTED);
	assert_int_equal(s.unchanged, PUPILS - PLANTED);
	assert_int_equal(s.missing, 0);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), PUPILS);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment"), PUPILS);
	assert_int_equal(pupils_number(c, "SELECT count(DISTINCT personal_id) FROM r_learner"), PUPILS);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM change WHERE event <> 'NEW' AND type IN ('learner', 'enrolment')"), 0);
	assert_int_equal(pupils_number(c, pupils_halves), 0);
}
