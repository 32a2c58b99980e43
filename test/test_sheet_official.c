/* test_sheet_official.c - the real files of the Ministry and of provinces, where they are at hand. */
#include "sheet/template.h"
#include "test_table_tools.h"

/* The files lie beside the checkout, not in it. */
static int official(struct ctx *c, const char *name)
{
	int fd = sheet_open(c, arena_fmt(c->arena, "%s/../shared/data/official/%s", TEST_SOURCE_DIR, name));

	if (fd < 0)
		skip();
	return fd;
}

static const char *dump(struct ctx *c, const char *name)
{
	const char *text;

	OK(sheet_dump(c, official(c, name), NULL, &text));
	return text;
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;

	for (; (text = strstr(text, what)) != NULL; text += strlen(what))
		n++;
	return n;
}

#define ONE(title, must) { title, (const char *const[]){ title }, 1, .required = must }

static const struct template_column school_columns[] = {
	ONE("MA_TRUONG", true),          ONE("TEN_TRUONG_HOC", true),   ONE("MA_DON_VI", true),       ONE("CAP_HOC", true),
	ONE("TRANG_THAI", true),         ONE("LOAI_HINH_DAO_TAO", true), ONE("LOAI_HINH_TRUONG", true), ONE("DIA_CHI", false),
	ONE("MA_TO_THON", false),        ONE("MA_XA_PHUONG", true),     ONE("MA_QUAN_HUYEN", true),   ONE("MA_TINH_THANH", true),
	ONE("CHUAN_QUOC_GIA", true),     ONE("VUNG_KHO_KHAN", false),   ONE("VUNG_BIEN_GIOI", false), ONE("CHI_BO_DANG", false),
	ONE("WEBSITE", false),           ONE("SDT", false),             ONE("EMAIL", false),          ONE("FAX", false),
	ONE("NGAY_THANH_LAP", false),    ONE("TEN_HIEU_TRUONG", false), ONE("SDT_HIEU_TRUONG", false), ONE("ID_SO", true),
	ONE("ID_PHONG", true),
};
static const struct template schools = { "Trường học", school_columns, COUNT(school_columns) };

static const struct template_column form_columns[] = {
	ONE("Trẻ em", true), ONE("Mã số", true), ONE("Tổng số / Nữ", false), ONE("Công lập / Dân tộc thiểu số / Nữ", false),
};
static const struct template form = { "01-MN-ĐN, Học sinh", form_columns, COUNT(form_columns) };

struct tally {
	const struct match *match;
	size_t index, kinds[4], numbers, texts, last_row;
	bool here;
};

static bool on_begin(struct ctx *c, void *arg, const struct table_info *info)
{
	struct tally *t = arg;

	(void)c;
	return info->index == t->match->sheet;
}

static enum table_go on_row(struct ctx *c, void *arg, const struct table_row *row)
{
	struct tally *t = arg;
	const char *section;

	t->kinds[sheet_row_kind(c->arena, t->match, row, &section)]++;
	t->last_row = row->number;
	for (size_t i = 0; i < row->n_cells; i++) {
		t->numbers += row->cell[i].kind == CELL_NUMBER;
		t->texts += row->cell[i].kind == CELL_TEXT;
	}
	return TABLE_MORE;
}

TEST_PURE(official_school_list_is_recognised)
{
	static const struct table_sink sink = { .begin = on_begin, .row = on_row };
	const struct template *template = &schools;
	struct tally t = { 0 };
	struct matches m;
	int fd = official(c, "truong-hoc-thai-nguyen-2025-06-23.xlsx");

	OK(sheet_match(c, fd, NULL, &template, 1, &m));
	assert_int_equal(m.n, 1);
	assert_string_equal(m.best->sheet_name, "Sheet1");
	assert_int_equal(m.best->header_first, 4);
	assert_int_equal(m.best->header_last, 4);
	assert_int_equal(m.best->n_known, 25);
	assert_int_equal(m.best->n_unknown, 0);
	assert_int_equal(m.best->n_missing, 0);
	t.match = m.best;
	OK(table_read(c, fd, NULL, &sink, &t));
	assert_int_equal(t.kinds[ROW_DATA], 813);
	assert_int_equal(t.kinds[ROW_HEADER_AGAIN], 1);
	assert_int_equal(t.kinds[ROW_NOTE], 1); /* the title */
	assert_int_equal(t.last_row, 817);
	assert_true(t.numbers > 1000 && t.texts > 5000);
}

TEST_PURE(official_form_of_primary_schools_reads)
{
	const char *text = dump(c, "bieu-02-th-dn-2020.xlsx");

	assert_int_equal(count(text, "["), 5);
	assert_non_null(strstr(text, "[III]\n1|TIII|THọc sinh|TĐơn vị tính|TMã số|TTổng số|"));
	assert_non_null(strstr(text, "4|-|TA|TB|TC|N1|N2|N3|N4|"));
	assert_non_null(strstr(text, "E#VALUE!|"));
	assert_non_null(strstr(text, "[Errors]\n1|TSheet|TCell|TError|TDetail|\n"));
}

TEST_PURE(official_form_of_preschools_has_its_three_header_rows)
{
	const struct template *template = &form;
	struct matches m;
	int fd = official(c, "bieu-01-mn-dn-2020.xlsx");

	OK(sheet_match(c, fd, NULL, &template, 1, &m));
	assert_string_equal(m.best->sheet_name, "Học sinh");
	assert_int_equal(m.best->header_first, 1);
	assert_int_equal(m.best->header_last, 3);
	assert_int_equal(m.best->n_known, 4);
	assert_string_equal(m.best->column[11].title, "Công lập / Dân tộc thiểu số / Nữ");
}

TEST_PURE(official_dictionary_reads_all_its_sheets)
{
	const char *text = dump(c, "mo-ta-du-lieu-dau-nam-2020-10-26.xlsx");

	assert_non_null(strstr(text, "[LstHocSinh]\n1|TSTT|TCSDL NGÀNH|"));
	assert_int_equal(count(text, "\n["), 156); /* and the first */
}

TEST_PURE(official_csv_of_units_reads)
{
	const char *text = dump(c, "don-vi-so-phong-2025-06.csv");

	assert_int_equal(count(text, "\n"), 777);
	assert_non_null(strstr(text, "\n2|T22|TSở Giáo dục và Đào tạo Tỉnh Quảng Ninh|\n"));
}
