/* test_export_trace.c - a file that was found names who took it, whatever was done to it; a file of others names nobody. */
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "base/text.h"
#include "book/watermark.h"
#include "book/writer.h"
#include "db/db.h"
#include "domain/export/export.h"
#include "province.h"
#include "store/change.h"
#include "test_import_tools.h"
#include "test_table_tools.h"

enum { FILES = 20, CLASSES = 6, PUPILS = 204, COLUMNS_MAX = 80, ROWS_MAX = PUPILS + 10 };

#define NO_BREAK "\xC2\xA0"
#define PURPOSE "Đối chiếu với bản giấy"

/* ---- a school of generated people ---- */

static const char *const families[] = { "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Nông", "Bế", "Đàm", "Lý", "Hà", "Vũ", "Đặng", "Bùi" };
static const char *const middles[] = { "Văn", "Thị", "Minh", "Ngọc", "Hoàng", "Thu", "Đức", "Gia", "Bảo", "Khánh", "Quang" };
static const char *const givens[] = { "An", "Anh", "Ánh", "Bình", "Chi", "Dũng", "Hà", "Hoa", "Hùng", "Lan", "Linh", "Mai", "Nam", "Oanh", "Phúc", "Quân", "Sơn" };

static const char *some_name(struct ctx *c, size_t i)
{
	return arena_fmt(c->arena, "%s %s %s", families[i % COUNT(families)], middles[i / 3 % COUNT(middles)], givens[i * 7 % COUNT(givens)]);
}

/* The table stays from test to test. */
static void set_key(struct ctx *c, const char *key)
{
	OK(db_begin(c) && db_end(c, db_exec(c, SQL_META_PUT, ARGS(val_text("watermark_key"), val_text(key)))));
}

static const char *dir; /* made anew by each test */

static void make_school(struct ctx *c)
{
	const char *class[CLASSES];

	dir = test_dir(c);
	province_make(c);
	set_key(c, "a key of the tests");
	for (size_t i = 0; i < CLASSES; i++)
		class[i] = province_record(c, SCHOOL, "class", arena_fmt(c->arena, "{\"name\":\"1%c\",\"grade\":\"01\",\"school_year\":2025}", (char)('A' + i)));
	for (size_t i = 0; i < PUPILS; i++)
		province_pupil(c, SCHOOL, class[i % CLASSES], some_name(c, i), arena_fmt(c->arena, "2019-%02zu-%02zu", i % 12 + 1, i % 28 + 1), i % 2 ? "01" : "02", "01");
	/* Parents by one statement: what is looked at is the file. */
	for (size_t i = 0; i < PUPILS; i++)
		OK(db_begin(c) && db_end(c, db_run(c, "UPDATE r_learner SET father_name = $1, current_address = $2 WHERE full_name = $3",
		                                   ARGS(val_text(some_name(c, i * 5 + 3)), val_text(arena_fmt(c->arena, "%zu phố %s", i + 1, givens[i % COUNT(givens)])),
		                                        val_text(some_name(c, i))))));
}

static struct export_wish class_list(struct ctx *c)
{
	const struct unit u = province_unit(c, SCHOOL);
	struct export_wish w;

	OK(export_wish_make(c, catalog_sheet(c->catalog, "class-list"), &u, 2025, false, NULL, &w));
	return w;
}

static bool trace(struct ctx *c, int fd, struct export_trace *ret)
{
	const struct unit root = province_unit(c, "BGDDT");

	return export_trace(c, &root, "tim-thay", fd, ret);
}

/* By another account each time. */
static struct export take(struct ctx *c, size_t i, const char **ret_path)
{
	const struct export_wish w = class_list(c);
	struct export x;

	*ret_path = arena_fmt(c->arena, "%s/taken-%zu.xlsx", dir, i);
	province_act_as(c, "clerk", SCHOOL);
	((struct account *)c->account)->id = 1000 + (int64_t)i;
	((struct account *)c->account)->name = arena_fmt(c->arena, "vanthu.%zu", i);
	OK(export_now(c, &w, PURPOSE, *ret_path, NULL, &x));
	province_act_as_system(c);
	return x;
}

/* ---- files as a thief makes them ---- */

struct copy {
	const char *cell[ROWS_MAX][COLUMNS_MAX];
	size_t n_rows, n_columns, first; /* first: row of data */
	size_t marks;
};

static bool is_data(struct ctx *c, void *arg, const struct table_info *info)
{
	(void)c, (void)arg;
	return streq(info->name, "Dữ liệu");
}

/* As it stands in the file, which the reader does not say: with its no-break blank. */
static const char *raw_text(struct ctx *c, const struct cell *cell)
{
	size_t len, at;

	if (!cell->no_break)
		return arena_strdup(c->arena, cell->text);
	at = text_gap(cell->text, cell->len, &len);
	return arena_fmt(c->arena, "%.*s" NO_BREAK "%s", (int)at, cell->text, cell->text + at + len);
}

static enum table_go take_row(struct ctx *c, void *arg, const struct table_row *row)
{
	struct copy *copy = arg;

	for (size_t k = 0; k < COLUMNS_MAX; k++)
		copy->cell[copy->n_rows][k] = k < row->n_cells ? raw_text(c, &row->cell[k]) : "";
	for (size_t k = 0; k < row->n_cells; k++)
		copy->marks += row->cell[k].no_break;
	if (row->n_cells > copy->n_columns)
		copy->n_columns = row->n_cells;
	copy->n_rows++;
	return TABLE_MORE;
}

static struct copy *copy_of(struct ctx *c, const char *path)
{
	static const struct table_sink sink = { .begin = is_data, .row = take_row };
	struct copy *copy = NEW(c->arena, struct copy);

	OK(table_read(c, sheet_open(c, path), NULL, &sink, copy));
	copy->first = 2;
	return copy;
}

static struct copy *same(struct ctx *c, const struct copy *from)
{
	struct copy *copy = NEW(c->arena, struct copy);

	*copy = *from;
	return copy;
}

static struct copy *without_column(struct ctx *c, const struct copy *from, size_t gone)
{
	struct copy *copy = same(c, from);

	for (size_t r = 0; r < copy->n_rows; r++)
		for (size_t k = gone; k + 1 < COLUMNS_MAX; k++)
			copy->cell[r][k] = copy->cell[r][k + 1];
	return copy;
}

static size_t column_named(const struct copy *copy, const char *title)
{
	for (size_t k = 0; k < copy->n_columns; k++)
		if (streq(copy->cell[1][k], title))
			return k;
	fail_msg("no column %s", title);
	return 0;
}

static struct copy *only_column(struct ctx *c, const struct copy *from, size_t k)
{
	struct copy *copy = NEW(c->arena, struct copy);

	*copy = (struct copy){ .n_rows = from->n_rows - from->first, .n_columns = 1 };
	for (size_t r = 0; r < copy->n_rows; r++)
		copy->cell[r][0] = from->cell[r + from->first][k];
	return copy;
}

/* About every other row. */
static struct copy *half(struct ctx *c, const struct copy *from)
{
	struct copy *copy = same(c, from);

	copy->n_rows = copy->first;
	for (size_t r = from->first; r < from->n_rows; r++)
		if ((uint32_t)r * 2654435761u >> 7 & 1)
			memcpy(copy->cell[copy->n_rows++], from->cell[r], sizeof from->cell[r]);
	return copy;
}

static struct copy *sorted_by(struct ctx *c, const struct copy *from, size_t k)
{
	struct copy *copy = same(c, from);

	for (size_t r = copy->first + 1; r < copy->n_rows; r++)
		for (size_t i = r; i > copy->first && strcmp(copy->cell[i - 1][k], copy->cell[i][k]) > 0; i--) {
			const char *row[COLUMNS_MAX];
			memcpy(row, copy->cell[i], sizeof row);
			memcpy(copy->cell[i], copy->cell[i - 1], sizeof row);
			memcpy(copy->cell[i - 1], row, sizeof row);
		}
	return copy;
}

/* No-break blanks became blanks. */
static struct copy *trimmed(struct ctx *c, const struct copy *from)
{
	struct copy *copy = same(c, from);

	for (size_t r = 0; r < copy->n_rows; r++)
		for (size_t k = 0; k < copy->n_columns; k++)
			copy->cell[r][k] = text_clean(c->arena, copy->cell[r][k], strlen(copy->cell[r][k]));
	return copy;
}

static int as_csv(struct ctx *c, const struct copy *copy)
{
	struct buf b = buf_in(c->arena);

	for (size_t r = 0; r < copy->n_rows; r++)
		for (size_t k = 0; k < copy->n_columns; k++)
			buf_fmt(&b, "\"%s\"%c", copy->cell[r][k], k + 1 == copy->n_columns ? '\n' : ',');
	return sheet_text_file(c, buf_text(&b));
}

static int as_workbook(struct ctx *c, const struct copy *copy)
{
	const char *path = arena_fmt(c->arena, "%s/leaked.xlsx", dir);
	struct writer *w;

	OK(writer_open(c, path, WRITER_FREE, &w) && writer_sheet(w, "Sheet1"));
	for (size_t r = 0; r < copy->n_rows; r++)
		for (size_t k = 0; k < copy->n_columns; k++)
			OK(writer_text(w, r, k, copy->cell[r][k], STYLE_PLAIN));
	OK(writer_close(w));
	return sheet_open(c, path);
}

/* ---- whom they name ---- */

static void names(struct ctx *c, int fd, const struct export *x, const char *what)
{
	struct export_trace t;

	OK(trace(c, fd, &t));
	if (t.n != 1 || !streq(t.found[0].line.code, x->code))
		fail_msg("%s of %s: %zu named, the first %s; %zu places", what, x->code, t.n, t.n == 0 ? "" : t.found[0].line.code, t.marks);
	assert_int_equal(t.found[0].line.asked_account, x->asked_account);
	assert_true(t.found[0].zeros >= 6);
	assert_int_equal(t.lines, FILES);
}

static bool has_marks(const struct copy *copy, size_t k)
{
	for (size_t r = copy->first; r < copy->n_rows; r++)
		if (strstr(copy->cell[r][k], NO_BREAK) != NULL)
			return true;
	return false;
}

static void leaked(struct ctx *c, const struct export *x, const char *path)
{
	const struct copy *copy = copy_of(c, path);
	const size_t name = column_named(copy, "Họ tên");

	assert_int_equal(copy->n_rows, PUPILS + 2);
	names(c, sheet_open(c, path), x, "the file as it is");
	names(c, as_workbook(c, sorted_by(c, copy, column_named(copy, "Ngày sinh"))), x, "the file by birth date");
	names(c, as_workbook(c, half(c, copy)), x, "half of the rows");
	names(c, as_csv(c, copy), x, "the file as CSV");
	names(c, as_workbook(c, only_column(c, copy, name)), x, "the names alone");
	names(c, as_csv(c, sorted_by(c, only_column(c, copy, name), 0)), x, "the names by themselves, by family name");
	for (size_t k = 0; k < copy->n_columns; k++)
		if (has_marks(copy, k) || (int64_t)(k % FILES) == x->asked_account % FILES) /* each that matters, and each of the others of some file */
			names(c, as_csv(c, without_column(c, copy, k)), x, arena_fmt(c->arena, "the file without %s", copy->cell[1][k]));
}

TEST(export_leaked_names_who_took_it)
{
	struct export x[FILES];
	const char *path[FILES];

	make_school(c);
	for (size_t i = 0; i < FILES; i++)
		x[i] = take(c, i, &path[i]);
	for (size_t i = 0; i < FILES; i++) {
		struct ctx moment = ctx_within(c);
		leaked(&moment, &x[i], path[i]);
		OK(ctx_end(&moment, c, true));
	}
}

TEST(export_by_its_order_alone_names_who_took_it)
{
	const char *path[2];
	struct export x[2];
	struct export_trace t;

	make_school(c);
	for (size_t i = 0; i < 2; i++)
		x[i] = take(c, i, &path[i]);
	for (size_t i = 0; i < 2; i++) {
		OK(trace(c, as_csv(c, trimmed(c, copy_of(c, path[i]))), &t));
		assert_int_equal(t.n, 1);
		assert_true(t.found[0].by_order);
		assert_string_equal(t.found[0].line.code, x[i].code);
		assert_string_equal(t.found[0].line.asked_by == NULL ? "" : t.found[0].line.asked_by, ""); /* no account of the database */
	}
}

/* The rows of one and of another below each other, and cells of two by turns. */
TEST(export_joined_of_two_names_both)
{
	const char *path[4];
	struct export x[4];
	struct export_trace t;

	make_school(c);
	for (size_t i = 0; i < COUNT(x); i++)
		x[i] = take(c, i, &path[i]);
	const struct copy *one = copy_of(c, path[1]), *two = copy_of(c, path[3]);
	struct copy *joined = same(c, one);
	for (size_t r = 0; r < joined->n_rows; r++)
		for (size_t k = 0; k < joined->n_columns; k++)
			if ((r * 31 + k * 17) % 2 == 1)
				joined->cell[r][k] = two->cell[r][k];
	OK(trace(c, as_csv(c, joined), &t));
	assert_int_equal(t.n, 2);
	for (size_t i = 0; i < t.n; i++)
		assert_true(streq(t.found[i].line.code, x[1].code) || streq(t.found[i].line.code, x[3].code));
	assert_true(t.found[0].zeros >= t.found[1].zeros);
}

/* Lists of the same people that nobody took from here: typed, from another program, with blanks of any kind, and a file of another database. */
TEST(export_that_never_was_names_nobody)
{
	const char *path;
	struct export_trace t;

	make_school(c);
	for (size_t i = 0; i < FILES; i++)
		take(c, i, &path);
	const struct copy *copy = copy_of(c, path);
	struct copy *plain = sorted_by(c, trimmed(c, copy), column_named(copy, "Ngày sinh"));
	for (size_t i = 0; i < FILES; i++) {
		struct ctx moment = ctx_within(c);
		struct copy *other = same(&moment, plain);
		for (size_t r = other->first; i > 0 && r < other->n_rows; r++)
			for (size_t k = 0; k < other->n_columns; k++) {
				const char *text = plain->cell[r][k], *gap = strchr(text, ' ');
				if (gap != NULL && (i == 1 || (uint32_t)(r * 2654435761u + k * 40503u * i + i * 97u) >> 9 & 1)) /* all of them; some */
					other->cell[r][k] = arena_fmt(moment.arena, "%.*s" NO_BREAK "%s", (int)(gap - text), text, gap + 1);
			}
		OK(trace(&moment, i % 2 == 0 ? as_csv(&moment, other) : as_workbook(&moment, other), &t));
		if (t.n != 0)
			fail_msg("file %zu names %s: %zu of %zu", i, t.found[0].line.code, t.found[0].agree, t.found[0].marks);
		assert_true(t.marks > 200);
		OK(ctx_end(&moment, c, true));
	}
	set_key(c, "the key of another");
	OK(trace(c, sheet_open(c, path), &t));
	assert_int_equal(t.n, 0);
	province_script(c, "DELETE FROM meta WHERE name = 'watermark_key'"); /* a database of before */
	OK(trace(c, sheet_open(c, path), &t));
	assert_int_equal(t.n, 0);
	take(c, 1, &path);
	assert_int_equal(copy_of(c, path)->marks, 0);
	set_key(c, "a key of the tests");
}

/* What was typed in capitals, without marks or with blanks more is the same text; codes and numbers carry nothing. */
TEST_PURE(watermark_is_of_letters_and_digits)
{
	static const char *const alike[] = { "Nguyễn Văn Ân", "NGUYỄN VĂN ÂN", "nguyen van an", "Nguyễn  Văn Ân." };
	static const char *const bare[] = { "", "An", "0912 345 678", "QĐ 12", "Tổ 5", "1A", "12 3B", " An" };
	struct watermark_keys keys;
	struct watermark_place first, now;

	watermark_keys_make("a key of the tests", &keys);
	assert_true(watermark_of_text(c->arena, &keys, alike[0], &first));
	for (size_t i = 1; i < COUNT(alike); i++) {
		assert_true(watermark_of_text(c->arena, &keys, alike[i], &now));
		assert_int_equal(now.at, first.at);
		assert_int_equal(now.flip, first.flip);
	}
	for (size_t i = 0; i < COUNT(bare); i++)
		assert_false(watermark_of_text(c->arena, &keys, bare[i], &now));
	assert_true(watermark_of_text(c->arena, &keys, "Nguyễn Văn Bình", &now));
	assert_int_not_equal(now.at, first.at);
}

/* ---- what is seen ---- */

/* Who, when, which line, what for: over the titles; and who takes the file in again changes nothing. */
TEST(export_says_who_took_it)
{
	const char *path;

	make_school(c);
	c->now_ms = INT64_C(1764552600000); /* 08:30 of 1 December 2025 in Vietnam */
	const struct export x = take(c, 7, &path);
	const struct copy *copy = copy_of(c, path);
	assert_string_equal(copy->cell[0][0], arena_fmt(c->arena, "Tài khoản vanthu.7 lấy tệp này lúc 01/12/2025 08:30, mã %s. Chỉ dùng cho giáo dục và quản lý giáo dục.",
	                                                x.code));
	assert_string_equal(copy->cell[1][0], "STT");
	assert_in_range(copy->marks, PUPILS / 2, PUPILS * 3);
	struct import_summary s = pupils_take(c, sheet_open(c, path), true);
	pupils_issues_are(c, &s, "");
	assert_int_equal(s.rows, PUPILS);
	assert_int_equal(s.unchanged, PUPILS);
}

/* By class, then by given name, and of one class and given name nobody is left out or told twice. */
TEST(export_with_its_order_stands_by_class_and_given_name)
{
	const char *path[2], *last = "", *last_class = "";

	make_school(c);
	for (size_t i = 0; i < 2; i++)
		take(c, i, &path[i]);
	const struct copy *one = copy_of(c, path[0]), *two = copy_of(c, path[1]);
	const size_t name = column_named(one, "Họ tên"), class = column_named(one, "Mã lớp"), code = column_named(one, "Mã định danh Bộ GD&ĐT");
	size_t differ = 0;
	for (size_t r = one->first; r < one->n_rows; r++) {
		const char *given = strrchr(one->cell[r][name], ' '), *other = strrchr(two->cell[r][name], ' ');
		const struct val now = text_sort_key_plain(c->arena, given + 1), before = text_sort_key_plain(c->arena, last);
		assert_string_equal(one->cell[r][class], two->cell[r][class]);
		assert_string_equal(given, other);
		if (streq(one->cell[r][class], last_class) && memcmp(before.s, now.s, before.len < now.len ? before.len : now.len) > 0)
			fail_msg("%s before %s", last, given);
		assert_int_equal(strtol(one->cell[r][0], NULL, 10), r - one->first + 1);
		differ += !streq(one->cell[r][code], two->cell[r][code]);
		last = given + 1;
		last_class = one->cell[r][class];
	}
	assert_true(differ > 10);
	const struct copy *a = sorted_by(c, trimmed(c, one), code), *b = sorted_by(c, trimmed(c, two), code);
	for (size_t r = a->first; r < a->n_rows; r++)
		assert_string_equal(a->cell[r][name], b->cell[r][name]);
}

/* ---- who may look ---- */

static struct api_reply look(struct ctx *c, const struct api_session *s, const char *path)
{
	struct part *p = NEW(c->arena, struct part);

	*p = (struct part){ .name = "file", .filename = "tim-thay.xlsx", .fd = sheet_open(c, path) };
	return api_call(c, s, POST, API "/exports/trace", NULL, .type = "multipart/form-data", .parts = p);
}

TEST(export_trace_is_of_those_who_approve_and_of_their_scope)
{
	const char *path;
	int64_t entries;

	make_school(c);
	const struct api_session clerk = api_account(c, "vanthu", "clerk", SCHOOL, NULL), head = api_account(c, "hieutruong", "head", SCHOOL, NULL),
	                         other = api_account(c, "hieutruong2", "head", "19172402", NULL), office = api_account(c, "phong", "manager", "P172", NULL),
	                         secondary = api_account(c, "phong.thcs", "manager", "P172", "03");
	const struct export x = take(c, 3, &path);
	struct api_reply r = look(c, &clerk, path);
	EXPECT(r, 403);
	const struct api_session *strangers[] = { &other, &secondary };
	for (size_t i = 0; i < COUNT(strangers); i++) {
		r = look(c, strangers[i], path);
		EXPECT(r, 200);
		assert_int_equal(json_array_size(json_object_get(r.json, "found")), 0);
		assert_int_equal(json_integer_value(json_object_get(r.json, "lines")), 0);
	}
	const struct api_session *both[] = { &head, &office };
	for (size_t i = 0; i < COUNT(both); i++) {
		r = look(c, both[i], path);
		EXPECT(r, 200);
		const json_t *found = json_array_get(json_object_get(r.json, "found"), 0);
		assert_string_equal(json_string_value(json_object_get(json_object_get(found, "export"), "id")), x.code);
		assert_string_equal(json_string_value(json_object_get(json_object_get(found, "export"), "purpose")), PURPOSE);
		assert_in_range(json_integer_value(json_object_get(found, "agree")), 150, json_integer_value(json_object_get(found, "marks")));
		assert_true(json_integer_value(json_object_get(found, "zeros")) > 6);
	}
	/* Who looked is told, and not whom they found. */
	assert_string_equal(province_text(c, "SELECT u.code FROM change h JOIN unit u ON u.id = h.unit_id WHERE h.event = 'TRACE' AND h.after IS NULL ORDER BY u.code"),
	                    "19172401\n19172402\nP172\nP172\n");
	const struct unit u = province_unit(c, SCHOOL);
	OK(chain_verify(c, &u, &entries));
	r = api_call(c, &head, GET, API "/changes?before=0&types=export", NULL);
	EXPECT(r, 200);
	assert_string_equal(json_string_value(json_object_get(json_array_get(api_items(&r), 0), "event")), "TRACE");
	assert_string_equal(json_string_value(json_object_get(json_array_get(api_items(&r), 0), "account")), "hieutruong");
}

TEST(export_trace_is_done_so_many_times_a_day)
{
	struct catalog few = *c->catalog;
	const char *path;

	make_school(c);
	few.export_traces_a_day = 2;
	c->catalog = &few;
	const struct api_session head = api_account(c, "hieutruong", "head", SCHOOL, NULL);
	take(c, 3, &path);
	for (int i = 0; i < 3; i++) {
		struct api_reply r = look(c, &head, path);
		EXPECT(r, i < 2 ? 200 : 429);
		if (i == 2)
			assert_string_equal(r.key, "export.traces");
	}
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM change WHERE event = 'TRACE'"), 2);
}

TEST(export_trace_refuses_what_is_no_list)
{
	struct export_trace t;

	make_school(c);
	FAILS(trace(c, sheet_text_file(c, "%PDF-1.7\n"), &t), "sheet.pdf");
}

/* Named as a workbook, or beginning as one: what cannot be read has not been found to be nobody's. */
TEST(export_trace_says_that_it_could_not_read)
{
	static const struct {
		const char *name, *bytes, *key;
	} bad[] = {
		{ "tim-thay.xlsx", "không phải tệp Excel\n", "sheet.unread" }, { "TIM-THAY.XLSX", "a,b\n1,2\n", "sheet.unread" },
		{ "tim-thay.xlsm", "PK", "sheet.unread" }, { "tim-thay.xlsx", "PK\3\4 gì đó", "sheet.truncated" }, { "tim-thay", "PK\3\4", "sheet.truncated" },
	};

	make_school(c);
	const struct api_session head = api_account(c, "hieutruong", "head", SCHOOL, NULL);
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct part p = { .name = "file", .filename = bad[i].name, .fd = sheet_text_file(c, bad[i].bytes) };
		const struct api_reply r = api_call(c, &head, POST, API "/exports/trace", NULL, .type = "multipart/form-data", .parts = &p);
		if (r.status != 422 || !streq(r.key, bad[i].key))
			fail_msg("%s «%s»: %d %s", bad[i].name, bad[i].bytes, r.status, r.body);
	}
}
