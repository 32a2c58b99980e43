/* test_dictionary.c - the catalogue against the Ministry's workbook, where it is at hand: every field, code and required mark. */
#include <stdlib.h>

#include "catalog/catalog.h"
#include "test_table_tools.h"

#define WORKBOOK TEST_SOURCE_DIR "/../shared/data/official/mo-ta-du-lieu-dau-nam-2020-10-26.xlsx"

struct dictionary {
	const struct catalog *catalog;
	const char *sheet, *object;  /* the sheet being read, and the object its rows are of */
	const struct list *list;     /* of a sheet of codes */
	size_t code_column;          /* 0: the header row has not come yet */
	struct buf missing;
	size_t fields, codes, lists, required;
};

static const char *cell_text(const struct table_row *row, size_t column)
{
	return column < row->n_cells ? row->cell[column].text : "";
}

static bool starts(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static bool ends(const char *text, const char *with)
{
	size_t n = strlen(text), end = strlen(with);

	return n >= end && streq(text + n - end, with);
}

static bool is_code_sheet(const char *name)
{
	return (starts(name, "DM_") || starts(name, "TIEU_CHI_")) && !ends(name, "_SME");
}

static bool is_field_sheet(const char *name)
{
	return starts(name, "Lst") || streq(name, "TruongHocInfo") || streq(name, "DsMonHoc");
}

/* A list knows its official name; the places are the statistics office's. */
static const struct list *list_of(const struct catalog *k, const char *official)
{
	static const char *const places[][2] = { { "DM_TINH", "province" }, { "DM_HUYEN", "district" }, { "DM_XA", "commune" } };

	for (size_t i = 0; i < COUNT(places); i++)
		if (streq(places[i][0], official))
			return catalog_list(k, places[i][1]);
	for (size_t i = 0; i < k->n_lists; i++)
		if (k->list[i].official != NULL && streq(k->list[i].official, official))
			return &k->list[i];
	return NULL;
}

/* Required by the Ministry: required by us, or there is a reason why not. */
static bool is_accounted_for(const struct official *o)
{
	const struct field *f = o->field;

	return f == NULL || f->required || f->required_when != NULL || f->expected != NULL || f->blank != NULL || (f->until != NULL && f->why != NULL);
}

static void field_row(struct dictionary *d, const struct table_row *row)
{
	const char *name = cell_text(row, 1), *mark = cell_text(row, 3);

	if (strstr(cell_text(row, 0), "DsGiaoVien") != NULL)
		d->object = "DsGiaoVien"; /* the second half of the sheet DsMonHoc */
	if (row->number <= 2 || *name == '\0')
		return;
	const struct official o = catalog_official(d->catalog, d->object, name);
	d->fields++;
	if (o.type == NULL)
		buf_fmt(&d->missing, "%s.%s is not in catalog/records\n", d->object, name);
	if (!streq(mark, "x"))
		return;
	d->required++;
	if (o.type != NULL && !is_accounted_for(&o))
		buf_fmt(&d->missing, "%s.%s is required, %s.%s is not and gives no reason\n", d->object, name, o.type->name, o.field->name);
}

static void code_row(struct dictionary *d, const struct table_row *row)
{
	for (size_t i = 0; d->code_column == 0 && i < row->n_cells; i++)
		if (starts(row->cell[i].text, "Mã") || streq(row->cell[i].text, "CONSTANT_CODE")) {
			/* The levels of languages have the language's code first. */
			d->code_column = streq(d->sheet, "DM_TRINH_DO_NGOAI_NGU") ? i + 1 : i;
			return;
		}
	const char *code = cell_text(row, d->code_column);
	if (d->code_column == 0 || *code == '\0' || strchr(code, ' ') != NULL)
		return; /* titles, and remarks below the table */
	d->codes++;
	if (list_find(d->list, code, NULL) == NULL)
		buf_fmt(&d->missing, "%s %s (%s) is not in lists/%s.tsv\n", d->sheet, code, cell_text(row, d->code_column + 1), d->list->name);
}

static bool on_begin(struct ctx *c, void *arg, const struct table_info *info)
{
	struct dictionary *d = arg;

	d->sheet = d->object = arena_strdup(c->arena, info->name);
	d->code_column = 0;
	if (is_field_sheet(d->sheet))
		return true;
	d->list = list_of(d->catalog, d->sheet);
	if (d->list == NULL && !is_code_sheet(d->sheet))
		return false; /* a vendor's list */
	d->lists++;
	if (d->list == NULL)
		buf_fmt(&d->missing, "%s has no list\n", d->sheet);
	return d->list != NULL;
}

static enum table_go on_row(struct ctx *c, void *arg, const struct table_row *row)
{
	struct dictionary *d = arg;

	(void)c;
	if (is_field_sheet(d->sheet))
		field_row(d, row);
	else
		code_row(d, row);
	return TABLE_MORE;
}

static struct dictionary compare(struct ctx *c, const struct catalog *k)
{
	static const struct table_sink sink = { .begin = on_begin, .row = on_row };
	struct dictionary d = { .catalog = k, .missing = buf_in(c->arena) };
	int fd = sheet_open(c, WORKBOOK);

	if (fd < 0) {
		print_message("bỏ qua: không có %s\n", strrchr(WORKBOOK, '/') + 1);
		skip();
	}
	OK(table_read(c, fd, NULL, &sink, &d));
	return d;
}

TEST_PURE(dictionary_of_the_ministry_is_in_the_catalogue)
{
	struct dictionary d = compare(c, test_catalog());

	if (d.missing.len > 0)
		fail_msg("%s", buf_text(&d.missing));
	printf("%zu fields, %zu required; %zu lists, %zu codes\n", d.fields, d.required, d.lists, d.codes);
	assert_int_equal(d.fields, 443);
	assert_int_equal(d.lists, 100); /* those of the Ministry, and those of its sender that fields name */
	assert_int_equal(d.codes, 13371);
}

/* The catalogue without one thing: the comparison says so, and says nothing else. */
static void differs(struct ctx *c, const char *edit, const char *expected)
{
	const char *dir = arena_fmt(c->arena, "%s/catalog", test_dir(c));
	struct catalog *k;

	if (system(arena_fmt(c->arena, "rm -rf '%s' && cp -r '" TEST_SOURCE_DIR "/catalog' '%s' && cd '%s' && %s", dir, dir, dir, edit)) != 0)
		fail_msg("%s", edit);
	OK(catalog_load(c, &k, dir));
	struct dictionary d = compare(c, k);
	assert_string_equal(buf_text(&d.missing), expected);
}

TEST_PURE(dictionary_comparison_finds_what_is_missing)
{
	differs(c, "sed -i 's/\"moet\": \"Fax\", //' records/school.json", "TruongHocInfo.Fax is not in catalog/records\n");
	differs(c, "sed -i '/^04\\t/d' lists/vocational_class.tsv", "DM_LOP_HUONG_NGHIEP_DAY_NGHE 04 (Dịch vụ) is not in lists/vocational_class.tsv\n");
	differs(c, "sed -i 's/, \"blank\": \"[^\"]*\"//' records/campus.json",
	        "LstDiemTruongInfo.MaTinhThanh is required, campus.province is not and gives no reason\n");
}

TEST_PURE(dictionary_names_lead_to_fields_or_answers)
{
	const struct catalog *k = test_catalog();
	struct official o = catalog_official(k, "LstHocSinh", "TinhTrangDinhDuong");

	(void)c;
	assert_string_equal(o.type->name, "health_check");
	assert_string_equal(o.field->name, "nutrition_status");
	o = catalog_official(k, "TruongHocInfo", "SoDiemTruong");
	assert_string_equal(o.type->name, "school");
	assert_null(o.field);
	assert_non_null(o.by);
	assert_null(catalog_official(k, "LstHocSinh", "SoDiemTruong").type);
}
