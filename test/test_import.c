/* test_import.c - lists of pupils as schools keep them, taken in. */
#include "province.h"

#include <string.h>

#include "base/text.h"
#include "db/db.h"
#include "domain/import/import_parts.h"
#include "sheet/write.h"
#include "store/change.h"
#include "test_sheet_tools.h"

#define SCHOOL "19172401"
#define HEAD "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Số định danh cá nhân|SĐT liên hệ\n"

/* ---- files: cells between '|', rows between '\n'; "#5" is a number, "@2019-09-05" a date ---- */

static void write_cell(struct writer *w, size_t row, size_t column, const char *text)
{
	if (*text == '#')
		assert_true(writer_number(w, row, column, strtod(text + 1, NULL), STYLE_PLAIN));
	else if (*text == '@')
		assert_true(writer_date(w, row, column, text + 1, STYLE_AS_DATE));
	else if (*text != '\0')
		assert_true(writer_text(w, row, column, text, STYLE_PLAIN));
}

static void write_sheet(struct ctx *c, struct writer *w, const char *name, const char *text)
{
	size_t row = 0, column = 0;

	OK(writer_sheet(w, name));
	while (*text != '\0') {
		size_t n = strcspn(text, "|\n");
		write_cell(w, row, column, arena_strndup(c->arena, text, n));
		column = text[n] == '\n' ? 0 : column + 1;
		row += text[n] == '\n';
		text += n + (text[n] != '\0');
	}
}

static int workbook(struct ctx *c, const char *text)
{
	const char *path = arena_fmt(c->arena, "%s/list.xlsx", test_dir(c));
	struct writer *w;

	OK(writer_open(c, path, WRITER_FREE, &w));
	write_sheet(c, w, "Sheet1", text);
	OK(writer_close(w));
	return sheet_open(c, path);
}

static struct import_options options(struct ctx *c)
{
	return (struct import_options){ .unit = province_unit(c, SCHOOL), .school_year = 2025 };
}

static struct import_summary take(struct ctx *c, int fd, bool dry_run)
{
	struct import_options o = options(c);
	struct import_summary s;

	o.dry_run = dry_run;
	OK(import_file(c, fd, &o, &s));
	assert_int_equal(s.rows, s.created + s.enrolled + s.moved + s.changed + s.unchanged + s.refused);
	return s;
}

static struct import_summary take_text(struct ctx *c, const char *text)
{
	return take(c, workbook(c, text), false);
}

/* "5D key; 7! key;": row, column ('!' for the whole row), key; '~' before a warning. */
static const char *issues(struct ctx *c, const struct import_summary *s)
{
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; i < s->n_issues; i++)
		buf_fmt(&b, "%s%zu%s %s; ", s->issue[i].warning ? "~" : "", s->issue[i].row,
		        s->issue[i].column == NULL ? "!" : s->issue[i].column, s->issue[i].key);
	return buf_text(&b);
}

static void issues_are(struct ctx *c, const struct import_summary *s, const char *expected)
{
	assert_string_equal(issues(c, s), expected);
	assert_int_equal(s->errors + s->warnings, s->n_issues);
}

static int64_t number(struct ctx *c, const char *sql)
{
	struct rows r;

	OK(db_query(c, &r, sql, NULL, 0));
	return rows_int(&r, 0, 0);
}

static const char *learner_field(struct ctx *c, const char *name, const char *column)
{
	struct rows r;

	OK(db_query(c, &r, arena_fmt(c->arena, "SELECT %s FROM r_learner WHERE full_name = $1", column), ARGS(val_text(name))));
	assert_int_equal(r.count, 1);
	return rows_text(&r, 0, 0);
}

static const char *class_of(struct ctx *c, const char *name)
{
	struct rows r;

	OK(db_query(c, &r, "SELECT k.name FROM r_enrolment e JOIN r_learner l ON l.unit_id = e.unit_id AND l.id = e.learner_id"
	                   " JOIN r_class k ON k.unit_id = e.unit_id AND k.id = e.class_id WHERE l.full_name = $1", ARGS(val_text(name))));
	assert_int_equal(r.count, 1);
	return rows_text(&r, 0, 0);
}

static const char halves[] = "SELECT count(*) FROM r_learner l WHERE NOT EXISTS (SELECT 1 FROM r_enrolment e"
                             " WHERE e.unit_id = l.unit_id AND e.learner_id = l.id)";

/* ---- the ordinary list ---- */

static const char school_list[] =
	"TRƯỜNG TIỂU HỌC BA HÀNG\n"
	"DANH SÁCH HỌC SINH NĂM HỌC 2025-2026\n"
	"LỚP 1A\n"
	"STT|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Số định danh cá nhân|SĐT liên hệ|Sở thích\n"
	"#1|Nguyễn Văn An|05/09/2019|Nam|Kinh|#19219000011|#912345678|Cờ vua\n"
	"#2|Lê Thị Bình|@2019-10-06|nữ|Tày|019319000012|+84 912 345 679\n"
	"#3|Trần Công|#43750|Nam|Mông\n"
	"Tổng số: 3\n"
	"LỚP 1B\n"
	"STT|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Số định danh cá nhân|SĐT liên hệ|Sở thích\n"
	"#1|Phạm Hoa|2019-03-04|Gái|Hmông\n"
	"|Cộng|#1\n"
	"|||Phổ Yên, ngày 05 tháng 9 năm 2025\n"
	"|Người lập bảng||Hiệu trưởng\n"
	"|Trần Bình||Lê Hoa\n";

TEST(import_takes_a_school_list_as_it_is)
{
	province_make(c);
	struct import_summary s = take_text(c, school_list);
	assert_int_equal(s.rows, 4);
	assert_int_equal(s.created, 4);
	assert_int_equal(s.classes_created, 2);
	issues_are(c, &s, "~5! import.class_created; ~5F import.identity_repaired; ~11! import.class_created; ");
	assert_string_equal(s.issue[1].title, "Số định danh cá nhân");
	assert_string_equal(s.issue[1].value, "19219000011");
	assert_string_equal(learner_field(c, "Nguyễn Văn An", "personal_id"), "019219000011");
	assert_string_equal(learner_field(c, "Nguyễn Văn An", "phone"), "0912345678");
	assert_string_equal(learner_field(c, "Nguyễn Văn An", "birth_date"), "2019-09-05");
	assert_string_equal(learner_field(c, "Lê Thị Bình", "birth_date"), "2019-10-06");
	assert_string_equal(learner_field(c, "Lê Thị Bình", "sex"), "02");
	assert_string_equal(learner_field(c, "Trần Công", "birth_date"), "2019-10-12");
	assert_string_equal(learner_field(c, "Trần Công", "ethnic_group"), "08");
	assert_string_equal(class_of(c, "Phạm Hoa"), "1B");
	assert_int_equal(number(c, "SELECT count(*) FROM r_class WHERE grade = '01' AND school_year = 2025"), 2);
	assert_int_equal(number(c, "SELECT count(*) FROM change WHERE source = 'import:class-list' AND type = 'enrolment'"), 4);
	assert_int_equal(number(c, "SELECT count(*) FROM r_enrolment WHERE first_class_id = class_id"), 4);
}

TEST(import_shows_the_columns_it_does_not_know)
{
	province_make(c);
	struct import_summary s = take(c, workbook(c, school_list), true);
	assert_int_equal(s.n_mappings, 7);
	assert_string_equal(s.mapping[0].field, "learner.full_name");
	assert_string_equal(s.mapping[0].column, "B");
	assert_string_equal(s.mapping[6].title, "Sở thích");
	assert_null(s.mapping[6].field);
}

TEST(import_reads_csv_too)
{
	province_make(c);
	struct import_summary s = take(c, sheet_text_file(c, "STT;Lớp;Họ tên;Ngày sinh;Giới tính;Dân tộc\n1;1a;Lê An;5/9/2019;Nam;Kinh\n"
	                                                     "2;Lớp 1A;Lê Bình;6/9/2019;Nữ;Kinh\n"), false);
	assert_int_equal(s.created, 2);
	assert_int_equal(s.classes_created, 1);
	assert_string_equal(class_of(c, "Lê Bình"), "1a");
}

TEST(import_knows_marks_under_nu_a_name_over_two_columns_and_a_sheet_for_each_class)
{
	const char *path = arena_fmt(c->arena, "%s/two.xlsx", test_dir(c));
	const char *first = "STT|Họ và tên||Ngày sinh|Nữ|Dân tộc\n#1|Lê Thị|An|05/09/2019|x|Kinh\n#2|Lê Văn|Bá|06/09/2019||Kinh\n";
	const char *second = "STT|Họ và tên|Ngày sinh|Giới tính|Dân tộc\n#1|Vũ Cung|05/09/2018|Nam|Kinh\n";
	struct writer *w;

	province_make(c);
	OK(writer_open(c, path, WRITER_FREE, &w));
	write_sheet(c, w, "1A", first);
	OK(writer_merge(w, 0, 1, 0, 2, "Họ và tên", STYLE_PLAIN));
	write_sheet(c, w, "Lớp 2B", second);
	OK(writer_close(w));
	struct import_summary s = take(c, sheet_open(c, path), false);
	assert_int_equal(s.created, 3);
	assert_string_equal(learner_field(c, "Lê Thị An", "sex"), "02");
	assert_string_equal(learner_field(c, "Lê Văn Bá", "sex"), "01");
	assert_string_equal(class_of(c, "Vũ Cung"), "2B");
	assert_int_equal(number(c, "SELECT count(*) FROM r_class WHERE name = '2B' AND grade = '02'"), 1);
}

/* ---- many rows, planted errors ---- */

static const struct plant {
	size_t row;
	int column;        /* which of the cells is replaced */
	const char *text, *key;
} plants[] = {
	{ 11, 3, "31/02/2019", "value.date_impossible" },
	{ 22, 3, "05/09/19", "value.date_short_year" },
	{ 33, 3, "tháng chín", "value.date" },
	{ 44, 4, "1", "value.sex" },
	{ 55, 5, "Sao Hỏa", "import.code" },
	{ 66, 6, "01921900A011", "value.identity_letters" },
	{ 77, 6, "#19219011", "value.identity_length" },
	{ 88, 6, "7.9E+10", "value.scientific" },
	{ 99, 7, "12345", "value.phone" },
	{ 110, 2, "", "import.name_empty" },
	{ 121, 3, "", "import.required" },
	{ 132, 5, "", "import.required" },
	{ 143, 1, "Hoa Hồng", "import.class_unknown" },
	{ 154, 1, "", "import.class_empty" },
	{ 165, 1, "@2026-02-01", "import.class_date" },
	{ 176, 3, "05/09/2035", "import.birth_future" },
	{ 198, 0, "TWICE", "import.twice" },
	{ 399, 3, "31/02/2019", "value.date_impossible" },
};

enum { MANY = 400 };

static const struct plant *plant_at(size_t row)
{
	for (size_t i = 0; i < COUNT(plants); i++)
		if (plants[i].row == row)
			return &plants[i];
	return NULL;
}

/* Row 1 is the header; pupil i stands in row i + 2. */
static const char *many(struct ctx *c, bool planted)
{
	static const char *const family[] = { "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng" };
	static const char *const given[] = { "An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khánh" };
	struct buf b = buf_in(c->arena);

	buf_put(&b, HEAD);
	for (size_t i = 0; i < MANY; i++) {
		const struct plant *plant = planted ? plant_at(i + 2) : NULL;
		size_t who = plant != NULL && streq(plant->text, "TWICE") ? i - 5 : i;
		const char *cell[] = {
			arena_fmt(c->arena, "#%zu", i + 1), arena_fmt(c->arena, "%zu%c", who % 5 + 1, "ABC"[who / 5 % 3]),
			arena_fmt(c->arena, "%s %s %s", family[who % 5], given[who / 5 % 7], given[who / 35 % 7]),
			arena_fmt(c->arena, "%02zu/%02zu/2018", who % 28 + 1, who / 28 % 12 + 1), who % 2 == 0 ? "Nam" : "Nữ", "Kinh",
			arena_fmt(c->arena, "0192180%05zu", who), arena_fmt(c->arena, "09123%05zu", who),
		};
		if (plant != NULL && who == i)
			cell[plant->column] = plant->text;
		for (size_t k = 0; k < COUNT(cell); k++)
			buf_fmt(&b, "%s%s", k > 0 ? "|" : "", cell[k]);
		buf_char(&b, '\n');
	}
	return buf_text(&b);
}

/* Only the errors: classes made are warned of too. */
static const char *errors(struct ctx *c, const struct import_summary *s)
{
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; i < s->n_issues; i++)
		if (!s->issue[i].warning)
			buf_fmt(&b, "%zu%s %s\n", s->issue[i].row, s->issue[i].column, s->issue[i].key);
	return buf_text(&b);
}

TEST(import_tells_every_error_at_its_cell_and_takes_the_rest)
{
	struct buf expected = buf_in(c->arena);

	province_make(c);
	for (size_t i = 0; i < COUNT(plants); i++)
		buf_fmt(&expected, "%zu%c %s\n", plants[i].row, streq(plants[i].key, "import.twice") ? 'G' : 'A' + plants[i].column, plants[i].key);
	struct import_summary s = take_text(c, many(c, true));
	assert_string_equal(errors(c, &s), buf_text(&expected));
	assert_int_equal(s.refused, COUNT(plants));
	assert_int_equal(s.created, MANY - COUNT(plants));
	assert_int_equal(s.classes_created, 15);
	for (size_t i = 0; i < s.n_issues; i++)
		if (strstr(s.issue[i].message, "ãy ") == NULL)
			fail_msg("no remedy: %s", s.issue[i].message);
	assert_int_equal(number(c, "SELECT count(*) FROM r_enrolment"), MANY - COUNT(plants));

	s = take_text(c, many(c, false));
	assert_string_equal(errors(c, &s), "");
	assert_int_equal(s.created, COUNT(plants));
	assert_int_equal(s.unchanged, MANY - COUNT(plants));
	assert_int_equal(s.missing, 0);
	assert_int_equal(number(c, "SELECT count(*) FROM r_learner"), MANY);
	assert_int_equal(number(c, halves), 0);
}

static int64_t all_rows(struct ctx *c)
{
	return number(c, "SELECT (SELECT count(*) FROM r_learner) + (SELECT count(*) FROM r_enrolment) + (SELECT count(*) FROM r_class)"
	                 " + (SELECT count(*) FROM change) + (SELECT count(*) FROM identifier)");
}

TEST(import_dry_run_says_the_same_and_writes_nothing)
{
	province_make(c);
	int64_t before = all_rows(c);
	struct import_summary dry = take(c, workbook(c, many(c, true)), true);
	assert_int_equal(all_rows(c), before);
	struct import_summary wet = take(c, workbook(c, many(c, true)), false);
	assert_true(all_rows(c) > before);
	assert_int_equal(dry.created, wet.created);
	assert_int_equal(dry.refused, wet.refused);
	assert_int_equal(dry.classes_created, wet.classes_created);
	assert_string_equal(issues(c, &dry), issues(c, &wet));
}

TEST(import_of_the_same_file_changes_nothing)
{
	province_make(c);
	take_text(c, school_list);
	int64_t before = all_rows(c);
	struct import_summary s = take_text(c, school_list);
	assert_int_equal(s.unchanged, 4);
	assert_int_equal(s.n_changes, 0);
	assert_int_equal(s.missing, 0);
	assert_int_equal(all_rows(c), before);
}

/* ---- what changes ---- */

TEST(import_changes_what_the_file_says_and_erases_nothing)
{
	province_make(c);
	take_text(c, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh|019219000011|0912345678\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh\n");
	struct import_summary s = take_text(c, HEAD "#1|1A|LÊ AN|05/09/2019|Nam|Tày||0912345699\n#2|1A|Lê Bá|06/09/2019\n");
	assert_int_equal(s.changed, 1);
	assert_int_equal(s.unchanged, 1);
	assert_int_equal(s.n_changes, 2);
	assert_string_equal(s.change[0].field, "learner.ethnic_group");
	assert_string_equal(s.change[0].before, "Kinh");
	assert_string_equal(s.change[0].after, "Tày");
	assert_string_equal(s.change[1].before, "0912345678");
	assert_int_equal(s.change[1].row, 2);
	assert_string_equal(learner_field(c, "Lê An", "personal_id"), "019219000011");
	assert_string_equal(learner_field(c, "Lê An", "phone"), "0912345699");
	assert_int_equal(number(c, "SELECT count(*) FROM change WHERE event = 'UPDATE'"), 1);
}

TEST(import_moves_pupils_and_enrols_known_ones_in_a_new_year)
{
	struct import_options o;
	struct import_summary s;

	province_make(c);
	take_text(c, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh\n");
	s = take_text(c, HEAD "#1|1B|Lê An|05/09/2019|Nam|Kinh\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh\n");
	assert_int_equal(s.moved, 1);
	assert_int_equal(s.unchanged, 1);
	assert_string_equal(s.change[0].before, "1A");
	assert_string_equal(s.change[0].after, "1B");
	assert_string_equal(class_of(c, "Lê An"), "1B");
	assert_int_equal(number(c, "SELECT count(*) FROM r_enrolment WHERE first_class_id <> class_id"), 1);
	o = options(c);
	o.school_year = 2026;
	OK(import_file(c, workbook(c, HEAD "#1|2B|Lê An|05/09/2019|Nam|Kinh\n"), &o, &s));
	assert_int_equal(s.enrolled, 1);
	assert_int_equal(number(c, "SELECT count(*) FROM r_learner"), 2);
	assert_int_equal(number(c, "SELECT count(*) FROM r_enrolment"), 3);
}

#define STATUS_HEAD "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Trạng thái HS|Ngày nhập trạng thái\n"

TEST(import_sets_the_status_of_new_and_known_pupils)
{
	province_make(c);
	struct import_summary s = take_text(c, STATUS_HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh|Đang học|05/09/2025\n"
	                                                   "#2|1A|Lê Bá|06/09/2019|Nam|Kinh|Chuyển đến kỳ 1|10/10/2025\n");
	assert_int_equal(s.created, 2);
	assert_int_equal(number(c, "SELECT count(*) FROM r_enrolment WHERE status = '02'"), 1);
	assert_int_equal(number(c, "SELECT count(*) FROM change WHERE after LIKE '{\"status\":\"02\",%'"), 1);
	s = take_text(c, STATUS_HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh|Chuyển đi kỳ 1|11/11/2025\n");
	assert_int_equal(s.changed, 1);
	assert_int_equal(s.n_changes, 2);
	assert_string_equal(s.change[0].after, "Chuyển đi kỳ 1");
	assert_int_equal(number(c, "SELECT count(*) FROM r_enrolment WHERE status = '04' AND version = 3"), 1);
	s = take_text(c, STATUS_HEAD "#1|1A|Lê Bá|06/09/2019|Nam|Kinh\n");
	assert_int_equal(s.unchanged, 1);
	assert_int_equal(s.missing, 0); /* An has left */
}

TEST(import_lists_those_who_are_missing_and_leaves_them)
{
	province_make(c);
	take_text(c, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh\n#3|1B|Lê Cả|07/09/2019|Nam|Kinh\n"
	                  "#4|1A|Lê Dị|08/09/2019|Nam|Kinh\n");
	struct import_summary s = take_text(c, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh\n#2|1A|Lê Dị|08/09/19|Nam|Kinh\n");
	assert_int_equal(s.missing, 1); /* Dị is in the file, if wrongly; Cả's class is not */
	assert_string_equal(s.missed[0].name, "Lê Bá");
	assert_string_equal(s.missed[0].class_name, "1A");
	assert_int_equal(number(c, "SELECT count(*) FROM r_enrolment WHERE status = '01'"), 4);
}

/* ---- who is meant ---- */

#define CODE_HEAD "STT|Lớp|Mã định danh Bộ GD&ĐT|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Số định danh cá nhân\n"

static const char *code_of(struct ctx *c, const char *name)
{
	return learner_field(c, name, "code");
}

TEST(import_says_so_when_two_pupils_could_be_meant)
{
	province_make(c);
	const char *class = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	const char *other = province_record(c, SCHOOL, "class", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}");
	province_pupil(c, SCHOOL, class, "Lê An", "2019-09-05", "01", "01");
	province_pupil(c, SCHOOL, class, "Lê An", "2019-09-05", "01", "01");
	struct import_summary s = take_text(c, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh\n");
	issues_are(c, &s, "2C import.ambiguous; ");
	assert_int_equal(s.refused, 1);
	assert_int_equal(s.missing, 0);
	province_pupil(c, SCHOOL, class, "Lê Bá", "2019-09-05", "01", "01");
	province_pupil(c, SCHOOL, other, "Lê Bá", "2019-09-05", "01", "01");
	s = take_text(c, HEAD "#1|1A|Lê Bá|05/09/2019|Nam|Tày\n#2|1B|Lê Bá|05/09/2019|Nam|Kinh\n"); /* the class tells */
	assert_int_equal(s.changed, 1);
	assert_int_equal(s.unchanged, 1);
	assert_int_equal(number(c, "SELECT count(*) FROM r_learner"), 4);
}

TEST(import_tells_namesakes_apart_by_their_numbers)
{
	const char *list = CODE_HEAD "#1|1A||Lê An|05/09/2019|Nam|Kinh|019219000011\n#2|1B||Lê An|05/09/2019|Nam|Kinh|019219000012\n"
	                             "#3|1B||Lê An|05/09/2019|Nam|Kinh\n";

	province_make(c);
	struct import_summary s = take_text(c, list);
	assert_int_equal(s.created, 2);
	assert_string_equal(errors(c, &s), "4D import.twice\n");
	s = take_text(c, list);
	assert_int_equal(s.unchanged, 2);
	assert_int_equal(s.refused, 1);
	s = take_text(c, CODE_HEAD "#1|1A||Lê An|05/09/2019|Nam|Kinh|019219000013\n");
	assert_int_equal(s.refused, 1);
	assert_int_equal(number(c, "SELECT count(*) FROM r_learner"), 2);
}

TEST(import_stops_shifted_rows_and_codes_of_others)
{
	province_make(c);
	take_text(c, CODE_HEAD "#1|1A||Lê An|05/09/2019|Nam|Kinh|019219000011\n#2|1A||Vũ Bá|06/09/2019|Nam|Kinh|019219000012\n");
	const char *elsewhere = province_record(c, "19172402", "learner", "{\"full_name\":\"Hồ Cả\",\"birth_date\":\"2019-01-01\",\"sex\":\"01\","
	                                        "\"ethnic_group\":\"01\"}");
	struct import_summary s = take_text(c, arena_fmt(c->arena, CODE_HEAD "#1|1A|%s|Vũ Bá|06/09/2019|Nam|Kinh\n#2|1A|%s|Lê An|05/09/2019|Nam|Kinh\n"
	                                                 "#3|1A|%s|Hồ Cả|01/01/2019|Nam|Kinh\n#4|1A|9912345678|Lê An|05/09/2019|Nam|Kinh\n",
	                                                 code_of(c, "Lê An"), code_of(c, "Vũ Bá"), elsewhere));
	issues_are(c, &s, "2C import.code_name; 3C import.code_name; 4C import.code_elsewhere; 5C import.code_differs; ");
	s = take_text(c, CODE_HEAD "#1|1A||Vũ Bá|06/09/2019|Nam|Kinh|019219000011\n#2|1A||Lê An|05/09/2019|Nam|Kinh|019219000012\n");
	issues_are(c, &s, "2H import.identity_name; 3H import.identity_name; ");
	s = take_text(c, arena_fmt(c->arena, CODE_HEAD "#1|1A|%s|Lê An|05/09/2019|Nam|Kinh|019219000012\n", code_of(c, "Lê An")));
	issues_are(c, &s, "2H import.code_identity; ");
	assert_int_equal(number(c, "SELECT count(*) FROM r_learner"), 3);
	assert_int_equal(number(c, "SELECT count(*) FROM change WHERE event = 'UPDATE'"), 0);
}

TEST(import_keeps_the_codes_that_pupils_bring)
{
	province_make(c);
	struct import_summary s = take_text(c, CODE_HEAD "#1|1A|1999000001|Lê An|05/09/2019|Nam|Kinh\n#2|1A|1999000001|Lê Bá|06/09/2019|Nam|Kinh\n"
	                                                 "#3|1A|019219000011|Lê Cả|06/09/2019|Nam|Kinh\n");
	assert_string_equal(errors(c, &s), "3C import.twice\n4C import.learner_code\n");
	assert_string_equal(code_of(c, "Lê An"), "1999000001");
	s = take_text(c, CODE_HEAD "#1|1A|1999000001|Lê An|07/09/2019|Nam|Kinh\n"); /* the code says who; the birth date was wrong */
	assert_int_equal(s.changed, 1);
	assert_string_equal(learner_field(c, "Lê An", "birth_date"), "2019-09-07");
}

/* The vendor's own number stands under "Mã học sinh", the Ministry's beside it. */
TEST(import_takes_the_column_that_says_more)
{
	province_make(c);
	struct import_summary s = take_text(c, "STT|Lớp|Mã học sinh|Mã định danh Bộ GD&ĐT|Họ tên|Ngày sinh|Giới tính|Dân tộc|Số CCCD|Số định danh cá nhân\n"
	                                       "#1|1A|HS0001|1999000001|Lê An|05/09/2019|Nam|Kinh||019219000011\n");
	assert_int_equal(s.created, 1);
	assert_string_equal(code_of(c, "Lê An"), "1999000001");
	assert_string_equal(learner_field(c, "Lê An", "personal_id"), "019219000011");
	assert_string_equal(s.mapping[1].title, "Mã học sinh");
	assert_null(s.mapping[1].field);
}

/* ---- classes ---- */

TEST(import_reads_the_grade_from_the_name_of_a_class)
{
	static const struct {
		const char *name, *levels, *grade;
	} known[] = {
		{ "1A", "02", "01" }, { "1/2", "02", "01" }, { "5.1", "02", "05" }, { "10A1", "04", "10" }, { "12 C", "03,04", "12" },
		{ "6A", "02", NULL }, { "10A1", "05", "13" }, { "10A1", "04,05", NULL }, { "Mẫu giáo lớn A", "01", "17" }, { "Nhà trẻ 1", "01", "16" },
		{ "Hoa Hồng", "01", NULL }, { "101", "04", NULL }, { "0A", "02", NULL }, { "11", "02", NULL }, { "13A", "02", NULL },
	};

	for (size_t i = 0; i < COUNT(known); i++) {
		struct import_options o = { .unit = { .levels = known[i].levels } };
		struct plan plan = { .c = c, .o = &o, .class = catalog_type(c->catalog, "class") };
		const char *grade = class_grade(&plan, class_key(c->arena, known[i].name));
		if (grade == NULL ? known[i].grade != NULL : known[i].grade == NULL || !streq(grade, known[i].grade))
			fail_msg("%s (%s): %s", known[i].name, known[i].levels, grade == NULL ? "none" : grade);
	}
}

TEST(import_compares_names_of_classes_as_people_do)
{
	static const char *const same[][2] = { { "1A", "1a" }, { "1A", "Lớp 1A" }, { "1A", " LỚP: 1 A" }, { "1/2", "1.2" }, { "Lá Đỏ", "lá đỏ" },
		                               { "Lớp mầm 1", "mầm 1" } };
	static const char *const other[][2] = { { "1A", "1B" }, { "1/2", "12" }, { "10A1", "10A11" } };

	for (size_t i = 0; i < COUNT(same); i++)
		assert_string_equal(class_key(c->arena, class_name(c->arena, text_clean(c->arena, same[i][0], strlen(same[i][0])))),
		                    class_key(c->arena, class_name(c->arena, text_clean(c->arena, same[i][1], strlen(same[i][1])))));
	for (size_t i = 0; i < COUNT(other); i++)
		assert_string_not_equal(class_key(c->arena, other[i][0]), class_key(c->arena, other[i][1]));
}

TEST(import_tells_a_class_once_for_all_its_pupils)
{
	province_make(c);
	struct import_summary s = take_text(c, HEAD "#1|Hoa|Lê An|05/09/2019|Nam|Kinh\n#2|Hoa|Lê Bá|06/09/2019|Nam|Kinh\n");
	issues_are(c, &s, "2B import.class_unknown; ");
	assert_int_equal(s.refused, 2);
	assert_int_equal(number(c, "SELECT count(*) FROM r_class"), 0);
	s = take_text(c, "STT|Lớp|Khối|Họ tên|Ngày sinh|Giới tính|Dân tộc\n#1|Hoa|Khối 1|Lê An|05/09/2019|Nam|Kinh\n#2|Hoa||Lê Bá|06/09/2019|Nam|Kinh\n");
	assert_int_equal(s.created, 2);
	s = take_text(c, "STT|Họ tên|Ngày sinh|Giới tính\n#1|Lê An|05/09/2019|Nam\n#2|Lê Cả|06/09/2019|Nam\n");
	issues_are(c, &s, "1! import.class_none; 1! import.column_missing; ");
	struct import_options o = options(c);
	o.class_name = "Lớp hoa";
	OK(import_file(c, workbook(c, "STT|Họ tên|Ngày sinh|Giới tính\n#1|Lê An|05/09/2019|Nam\n"), &o, &s));
	assert_int_equal(s.unchanged, 1);
}

/* ---- the year, refusals, reports ---- */

TEST(import_notices_the_wrong_school_year)
{
	province_make(c);
	struct import_summary s = take_text(c, STATUS_HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh|Đang học|05/09/2024\n"
	                                                   "#2|1A|Lê Bá|06/09/2019|Nam|Kinh|Đang học|31/07/2025\n#3|1A|Lê Cả|06/09/2019|Nam|Kinh|Đang học|05/09/2052\n");
	assert_true(s.year_doubtful);
	assert_int_equal(s.year_seen, 2024);
	assert_non_null(strstr(issues(c, &s), "~3H import.year; "));
	s = take_text(c, STATUS_HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh|Đang học|01/08/2025\n");
	assert_false(s.year_doubtful);
}

TEST(import_refuses_what_is_no_list_of_pupils)
{
	struct import_options o;
	struct import_summary s;

	province_make(c);
	o = options(c);
	FAILS(import_file(c, sheet_text_file(c, "Tên hàng,Giá\nBút,5000\n"), &o, &s), "sheet.no_header");
	FAILS(import_file(c, sheet_text_file(c, "STT,Họ tên,Ngày sinh\n"), &o, &s), "import.no_pupils");
	o.unit = province_unit(c, "P172");
	FAILS(import_file(c, sheet_text_file(c, "STT,Họ tên,Ngày sinh\n"), &o, &s), "import.unit_kind");
}

TEST(import_can_be_stopped)
{
	atomic_bool cancel = true;
	struct import_options o;
	struct import_summary s;

	province_make(c);
	o = options(c);
	o.cancel = &cancel;
	FAILS(import_file(c, workbook(c, school_list), &o, &s), "import.cancelled");
	assert_int_equal(number(c, "SELECT count(*) FROM r_learner"), 0);
}

TEST(import_reports_as_json_and_as_a_workbook)
{
	struct buf b = buf_in(c->arena);
	const char *path, *text;

	province_make(c);
	struct import_summary s = take_text(c, HEAD "#1|1A|Lê An|31/02/2019|Nam|Kinh\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh|#19219000011\n");
	import_put_json(&b, &s);
	json_t *o = json_loads(buf_text(&b), JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(o);
	assert_int_equal(json_integer_value(json_object_get(o, "refused")), 1);
	assert_int_equal(json_array_size(json_object_get(o, "issues")), 3);
	assert_int_equal(json_array_size(json_object_get(o, "mapping")), 7);
	json_decref(o);
	path = arena_fmt(c->arena, "%s/errors.xlsx", test_dir(c));
	OK(import_write_errors(c, &s, path));
	OK(sheet_dump(c, sheet_open(c, path), NULL, &text));
	assert_non_null(strstr(text, "|TLỗi|TSheet1|N2|TD|TNgày sinh|T31/02/2019|T«31/02/2019» không phải là ngày có thật.|THãy ghi theo thứ tự"));
	assert_non_null(strstr(text, "|TCảnh báo|TSheet1|N3|TG|TSố định danh cá nhân|T19219000011|TSố định danh"));
}

/* ---- nothing is half written ---- */

static void break_the_class(void *arg, size_t done, size_t total)
{
	struct ctx *c = arg;

	(void)total;
	if (done == 0)
		OK(db_begin(c) && db_end(c, db_run(c, "UPDATE r_class SET code = 'x' WHERE name = '1B'", NULL, 0)));
}

TEST(import_undoes_the_learner_whose_enrolment_is_refused)
{
	struct import_options o;
	struct import_summary s;
	int64_t entries;

	province_make(c);
	province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	province_record(c, SCHOOL, "class", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}");
	o = options(c);
	o.progress = break_the_class;
	o.arg = c;
	OK(import_file(c, workbook(c, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh\n#2|1B|Lê Bá|06/09/2019|Nam|Kinh\n#3|1B|Lê Cả|06/09/2019|Nam|Kinh\n"),
	               &o, &s));
	assert_int_equal(s.created, 1);
	assert_int_equal(s.refused, 2);
	issues_are(c, &s, "3! field.reference; 4! field.reference; ");
	assert_int_equal(number(c, "SELECT count(*) FROM r_learner"), 1);
	assert_int_equal(number(c, halves), 0);
	OK(chain_verify(c, &o.unit, &entries));
}

static void make_another(void *arg, size_t done, size_t total)
{
	(void)total;
	if (done == 0)
		province_record(arg, SCHOOL, "learner", "{\"full_name\":\"Lê An\",\"birth_date\":\"2019-09-05\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
}

TEST(import_notices_that_somebody_else_made_the_same_pupil)
{
	struct import_options o;
	struct import_summary s;

	province_make(c);
	o = options(c);
	o.progress = make_another;
	o.arg = c;
	FAILS(import_file(c, workbook(c, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh\n"), &o, &s), "import.unit_changed");
	o.progress = NULL;
	OK(import_file(c, workbook(c, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh\n"), &o, &s));
	assert_int_equal(s.enrolled, 1);
	assert_int_equal(number(c, "SELECT count(*) FROM r_learner"), 1);
}

/* The database fails at every single call in turn. */
static int survive(struct ctx *c, const char *list, int64_t learners)
{
	struct import_options o = options(c);
	struct import_summary s;
	int64_t before = number(c, "SELECT count(*) FROM r_learner"), entries;
	int fd = workbook(c, list), n = 0;
	bool done = false;

	while (!done && n < 100) {
		db_inject_fault(c->db, ++n);
		done = import_file(c, fd, &o, &s);
		db_inject_fault(c->db, 0);
		assert_true(done == (c->err == ERR_NONE));
		ctx_clear(c);
		assert_int_equal(number(c, halves), 0);
		assert_int_equal(number(c, "SELECT count(*) FROM r_learner"), done ? learners : before);
		OK(chain_verify(c, &o.unit, &entries));
	}
	assert_true(done);
	assert_int_equal(s.refused, 0);
	return n;
}

TEST(import_survives_a_failure_at_every_call)
{
	province_make(c);
	province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	assert_true(survive(c, STATUS_HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh|Chuyển đến kỳ 1\n", 2) > 15);
	/* One new in a new class, one moved, changed and gone. */
	assert_true(survive(c, STATUS_HEAD "#1|1B|Lê Cả|05/09/2019|Nam|Kinh\n#2|1B|Lê Bá|06/09/2019|Nữ|Kinh|Chuyển đi kỳ 1\n", 3) > 20);
	assert_int_equal(number(c, "SELECT count(*) FROM r_class"), 2);
	assert_int_equal(number(c, "SELECT count(*) FROM r_enrolment"), 3);
	assert_int_equal(number(c, "SELECT count(*) FROM r_enrolment WHERE status = '04'"), 1);
}
