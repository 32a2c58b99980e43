/* test_import_errors.c - the error file is the user's own workbook, and goes in again. */
#include <jansson.h>

#include "province.h"
#include "annotate/annotate.h"
#include "book/book.h"
#include "test_import_tools.h"
#include "test_office.h"

static int error_file(struct ctx *c, int fd, const struct import_summary *s)
{
	const char *path = arena_fmt(c->arena, "%s/errors.xlsx", test_dir(c));

	OK(import_write_errors(c, fd, s, path));
	return sheet_open(c, path);
}

static const char list[] = "TRƯỜNG TIỂU HỌC BA HÀNG\nDANH SÁCH HỌC SINH\nLỚP 1A\nSTT|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Ghi chú thêm\n"
                           "#1|Lê An|31/02/2019|Nam|Kinh\n#2|Lê Bá|06/09/2019|Nam||ngồi bàn đầu\n#3|Lê Cả|07/09/2019|Nam|Kinh\n"
                           "LỚP 1B\nSTT|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Ghi chú thêm\n#1|Lê Dị|08/09/2019|Trai hay gái|Kinh\nTổng số: 4\n";

TEST(import_gives_the_workbook_back_and_takes_it_in_again)
{
	province_make(c);
	int fd = pupils_file(c, list);
	struct import_summary s = pupils_take(c, fd, false);
	assert_string_equal(pupils_errors(c, &s), "5C value.date_impossible\n6E import.required\n10D value.sex\n");
	assert_int_equal(s.created, 1);
	int errors = error_file(c, fd, &s);
	assert_string_equal(LOOK("tints", look_path(c, errors)), "5C red; 5G red; 6E red; 6G red; 10D red; 10G red; ");

	/* As it is: the same again, and nothing of ours is a column or a sheet of the school's. */
	struct import_summary again = pupils_take(c, errors, false);
	assert_string_equal(pupils_errors(c, &again), pupils_errors(c, &s));
	assert_int_equal(again.unchanged, 1);
	assert_int_equal(again.n_mappings, s.n_mappings);
	assert_int_equal(again.n_sheets, 1);

	int fixed = look_set(c, errors, "Sheet1", "C5=28/02/2019\nE6=Tày\nD10=Nữ\n");
	s = pupils_take(c, fixed, false);
	assert_string_equal(pupils_errors(c, &s), "");
	assert_int_equal(s.created, 3);
	assert_int_equal(s.unchanged, 1);
	assert_string_equal(pupils_learner(c, "Lê Bá", "ethnic_group"), "02");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 4);
	s = pupils_take(c, fixed, false);
	assert_int_equal(s.unchanged, 4);
}

/* What we say of a row speaks of days and months, as the lines of signatures do: it must not make a note of a pupil. */
TEST(import_takes_no_row_for_our_own_words)
{
	province_make(c);
	int fd = pupils_file(c, "LỚP 1A\nHọ và tên|Ngày sinh|Giới tính|Dân tộc\n|31/02/2019|Nam|\nLê Bá|06/09/2019|Nam|Kinh\n");
	struct import_summary s = pupils_take(c, fd, true);
	assert_string_equal(pupils_errors(c, &s), "3A import.name_empty\n3B value.date_impossible\n3D import.required\n");
	int errors = error_file(c, fd, &s);
	struct import_summary again = pupils_take(c, errors, true);
	assert_string_equal(pupils_errors(c, &again), pupils_errors(c, &s));
	/* A row that was emptied instead of corrected is gone. */
	s = pupils_take(c, look_set(c, errors, "Sheet1", "B3=\nC3=\n"), true);
	assert_int_equal(s.rows, 1);
	assert_string_equal(pupils_errors(c, &s), "");
}

/* The list of errors has titles too; whatever they are, it is no list of pupils. */
TEST(import_takes_no_pupils_from_the_list_of_errors)
{
	static const struct note_cell title = { ANNOTATE_LIST, NOTE_TITLE }, head[] = { { "STT", NOTE_HEAD }, { "Họ và tên", NOTE_HEAD }, { "Ngày sinh", NOTE_HEAD } };
	static const struct note_cell row[] = { { "1", NOTE_NUMBER }, { "Lê Xa", NOTE_TEXT }, { "05/09/2019", NOTE_TEXT } };
	static const struct note_row rows[] = { { &title, 1 }, { head, 3 }, { row, 3 } };
	static const struct note_sheet looks_like_pupils = { NULL, 0, rows, 3 };
	const struct annotation what = { .list = &looks_like_pupils };
	const char *path = arena_fmt(c->arena, "%s/errors.xlsx", test_dir(c));

	province_make(c);
	OK(sheet_annotate(c, pupils_file(c, list), &what, path));
	struct import_summary s = pupils_take(c, sheet_open(c, path), true);
	assert_int_equal(s.n_sheets, 1);
	assert_int_equal(s.rows, 4);
}

TEST(import_groups_errors_by_cause)
{
	struct buf b = buf_in(c->arena);
	struct import_cause *cause;

	province_make(c);
	struct import_summary s = pupils_take(c, pupils_file(c, HEAD "#1|Hoa|Lê An|05/09/2019|Nam|Kinh\n#2|Hoa|Lê Bá|06/09/2019|Nam|Kinh\n#3|Hoa|Lê Cả|07/09/2019|Nam|Kinh\n"
	                                                  "#4|1A|Lê Dị|31/02/2019|Nam|Kinh\n#5|1A|Lê Ý|31/02/2019|Nam|Kinh|#19219000011\n"), true);
	assert_int_equal(import_causes(c->arena, &s, &cause), 3);
	assert_string_equal(cause[0].first->key, "import.class_unknown"); /* one class, three pupils */
	assert_int_equal(cause[0].count, 1);
	assert_int_equal(cause[0].rows, 3);
	assert_string_equal(cause[1].first->key, "value.date_impossible");
	assert_int_equal(cause[1].count, 2);
	assert_true(cause[2].first->warning);
	import_put_json(&b, &s);
	json_t *o = json_loads(buf_text(&b), JSON_REJECT_DUPLICATES, NULL), *first = json_array_get(json_object_get(o, "causes"), 0);
	assert_int_equal(json_integer_value(json_object_get(first, "affected")), 3);
	assert_int_equal(json_integer_value(json_object_get(json_array_get(json_object_get(first, "rows"), 0), "row")), 2);
	assert_non_null(json_string_value(json_object_get(first, "message_sample")));
	json_decref(o);
}

TEST(import_gives_a_csv_back_as_a_workbook)
{
	province_make(c);
	int fd = sheet_text_file(c, "STT;Lớp;Họ tên;Ngày sinh;Giới tính;Dân tộc;Số định danh cá nhân\n1;1A;Lê An;31/02/2019;Nam;Kinh;019219000011\n"
	                         "2;1A;Lê Bá;06/09/2019;Nam;Kinh;019219000012\n");
	struct import_summary s = pupils_take(c, fd, false);
	fd = look_set(c, error_file(c, fd, &s), "CSV", "D2=28/02/2019\n");
	s = pupils_take(c, fd, false);
	assert_string_equal(pupils_errors(c, &s), "");
	assert_int_equal(s.created, 1);
	assert_int_equal(s.unchanged, 1);
	assert_string_equal(pupils_learner(c, "Lê An", "personal_id"), "019219000011");
}

/* Our own template, as people download it: lists, locks and the mark of its version stay when it comes back with errors. */
TEST(import_gives_a_downloaded_template_back_with_all_that_was_in_it)
{
	static const char *const value[][2] = { { "class", "Hoa Hồng" }, { "learner.full_name", "Lê An" }, { "learner.birth_date", "2019-09-05" },
		                                { "learner.sex", "01" }, { "learner.ethnic_group", "01" } };
	const struct sheet_template *t = catalog_sheet(c->catalog, "class-list");
	const struct book_options o = { .sheet = t, .unit_code = SCHOOL, .unit_name = "Trường", .province = "19", .levels = "02", .school_year = 2025, .filled = true };
	const char *path = arena_fmt(c->arena, "%s/template.xlsx", test_dir(c));
	struct val *row = NEW_N(c->arena, struct val, t->n_columns);
	struct book *b;

	province_make(c);
	for (size_t i = 0; i < COUNT(value); i++)
		for (size_t k = 0; k < t->n_columns; k++)
			if (streq(t->column[k].id, value[i][0]))
				row[k] = val_text(value[i][1]);
	OK(book_open(c, path, &o, &b) && book_row(b, row) && book_close(b));
	int before = sheet_open(c, path);
	struct import_summary s = pupils_take(c, before, true);
	assert_int_equal(s.errors, 1);
	assert_string_equal(s.issue[0].key, "import.class_unknown");
	int after = error_file(c, before, &s);
	const char *sheet = s.issue[0].sheet, *cell = arena_fmt(c->arena, "%s%zu", s.issue[0].column, s.issue[0].row);
	assert_string_equal(LOOK("changed", look_path(c, before), look_path(c, after)),
	                    "[Content_Types].xml; xl/_rels/workbook.xml.rels; xl/styles.xml; xl/workbook.xml; +xl/worksheets/khue-loi.xml; xl/worksheets/sheet1.xml; ");
	static const char *const kept[] = { "dataValidation", "sheetProtection", "legacyDrawing", "pane" };
	for (size_t i = 0; i < COUNT(kept); i++) {
		assert_string_not_equal(LOOK("count", look_path(c, before), sheet, kept[i]), "0");
		assert_string_equal(LOOK("count", look_path(c, before), sheet, kept[i]), LOOK("count", look_path(c, after), sheet, kept[i]));
	}
	s = pupils_take(c, look_set(c, after, sheet, arena_fmt(c->arena, "%s=1A\n", cell)), false);
	assert_string_equal(pupils_errors(c, &s), "");
	assert_int_equal(s.created, 1);
}
