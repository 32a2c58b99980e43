/* test_export.c - files out: what stands in them, and who may take them for what. */
#include "domain/export/export.h"

#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "province.h"
#include "book/book.h"
#include "store/change.h"
#include "test_import_tools.h"
#include "test_table_tools.h"

/* Names in an order that neither the code nor the family name gives. */
static void make_pupils(struct ctx *c)
{
	province_make(c);
	const char *first = province_record(c, SCHOOL, "class", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}");
	const char *second = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	const char *fifth = province_record(c, SCHOOL, "class", "{\"name\":\"10A\",\"grade\":\"05\",\"school_year\":2025}");

	province_pupil(c, SCHOOL, fifth, "Lê Văn Năm", "2014-01-01", "01", "01");
	province_pupil(c, SCHOOL, first, "Đỗ Thị Ánh", "2019-01-02", "02", "01");
	province_pupil(c, SCHOOL, second, "Nguyễn Văn Bình", "2019-05-06", "01", "08");
	province_pupil(c, SCHOOL, second, "Vũ Hoàng An", "2019-03-04", "01", "01");
	const char *other = province_record(c, "19172402", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	province_pupil(c, "19172402", other, "Trần Người Khác", "2019-03-04", "01", "01");
}

static struct export_wish wish_for(struct ctx *c, const char *sheet)
{
	const struct unit u = province_unit(c, SCHOOL);
	struct export_wish w;

	OK(export_wish_make(c, catalog_sheet(c->catalog, sheet), &u, 2025, false, NULL, &w));
	return w;
}

static int write_wish(struct ctx *c, const struct export_wish *w, size_t rows)
{
	const char *path = arena_fmt(c->arena, "%s/out.xlsx", test_dir(c));
	size_t n;

	OK(export_write(c, w, path, NULL, &n));
	assert_int_equal(n, rows);
	return sheet_open(c, path);
}

/* The rows of data, columns B and on up to `columns`, by line. */
struct rows_read {
	struct buf text;
	size_t first, columns;
};

static bool is_data(struct ctx *c, void *arg, const struct table_info *info)
{
	(void)c, (void)arg;
	return streq(info->name, "Dữ liệu");
}

static enum table_go take_line(struct ctx *c, void *arg, const struct table_row *row)
{
	struct rows_read *r = arg;

	(void)c;
	for (size_t k = 0; row->number >= r->first && k < r->columns; k++)
		buf_fmt(&r->text, "%s%c", k < row->n_cells ? row->cell[k].text : "", k + 1 == r->columns ? '\n' : '|');
	return TABLE_MORE;
}

static const char *read_rows(struct ctx *c, int fd, size_t first, size_t columns)
{
	static const struct table_sink sink = { .begin = is_data, .row = take_line };
	struct rows_read *r = NEW(c->arena, struct rows_read);

	*r = (struct rows_read){ .text = buf_in(c->arena), .first = first, .columns = columns };
	OK(table_read(c, fd, NULL, &sink, r));
	return buf_text(&r->text);
}

/* ---- what stands in a file ---- */

TEST(export_stands_by_class_and_given_name)
{
	make_pupils(c);
	struct export_wish w = wish_for(c, "class-list");

	assert_string_equal(read_rows(c, write_wish(c, &w, 4), 2, 8), "1|1A|Khối 1|1900000004|Vũ Hoàng An|04/03/2019|Nam|Kinh\n"
	                                                              "2|1A|Khối 1|1900000003|Nguyễn Văn Bình|06/05/2019|Nam|Hmông\n"
	                                                              "3|1B|Khối 1|1900000002|Đỗ Thị Ánh|02/01/2019|Nữ|Kinh\n"
	                                                              "4|10A|Khối 5|1900000001|Lê Văn Năm|01/01/2014|Nam|Kinh\n");
}

TEST(export_taken_in_again_changes_nothing)
{
	make_pupils(c);
	struct export_wish w = wish_for(c, "class-list");
	const char *code = pupils_learner(c, "Vũ Hoàng An", "code");
	struct draft d = province_draft(c, "learner", "{\"personal_id\":\"019219000011\",\"phone\":\"0912345678\",\"religion\":\"01\","
	                                              "\"home_town\":\"=1+1\",\"father_name\":\"'Ông\",\"father_birth_year\":1986,\"birth_place\":\"+84\"}");
	struct record rec;
	int64_t version;

	OK(record_find(c, catalog_type(c->catalog, "learner"), &(const struct scope){ .path = "/" }, code, &rec));
	OK(record_change(c, &rec, 0, &d, &version));
	struct import_summary s = pupils_take(c, write_wish(c, &w, 4), true);
	pupils_issues_are(c, &s, "");
	assert_int_equal(s.unchanged, 4);
	assert_int_equal(s.n_changes, 0);
}

TEST(export_shows_who_left_where_the_status_has_a_column)
{
	make_pupils(c);
	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE r_enrolment SET status = '04' WHERE unit_id = $1 AND learner_id = (SELECT id FROM r_learner "
	                                      "WHERE full_name = 'Vũ Hoàng An')", ARGS(val_int(province_unit(c, SCHOOL).id)))));
	struct export_wish w = wish_for(c, "class-list");
	write_wish(c, &w, 4);
	struct sheet_template without = *w.sheet;
	struct sheet_column *col = NEW_N(c->arena, struct sheet_column, without.n_columns);
	memcpy(col, w.sheet->column, without.n_columns * sizeof *col);
	for (size_t k = 0; k < without.n_columns; k++)
		if (col[k].use == USE_STATUS)
			col[k].use = USE_IGNORED;
	without.column = col;
	w.sheet = &without;
	write_wish(c, &w, 3);
}

/* A learner's results of one subject, at the end of the year. */
static struct export_wish results_wish(struct ctx *c, const char *period)
{
	static const char *const titles[][2] = { { "Họ tên" }, { "Lớp" }, { "Toán / Mức đạt được" }, { "Toán / Điểm KTĐK" }, { "Nữ" } };
	const struct record_type *learner = catalog_type(c->catalog, "learner"), *result = catalog_type(c->catalog, "subject_result");
	struct sheet_template *t = NEW(c->arena, struct sheet_template);
	struct sheet_record *rec = NEW_N(c->arena, struct sheet_record, 2);
	struct sheet_column *col = NEW_N(c->arena, struct sheet_column, COUNT(titles));
	struct sheet_set *set = NEW_N(c->arena, struct sheet_set, 2);
	struct sheet_ask *ask = NEW(c->arena, struct sheet_ask);
	json_t *told = json_pack("{ss}", "period", period);
	const struct unit u = province_unit(c, SCHOOL);
	struct export_wish w;

	*ask = (struct sheet_ask){ .name = "period", .field = field_find(result, "period") };
	set[0] = (struct sheet_set){ .field = field_find(result, "subject"), .value = "2018-TH-TOAN", .key = true };
	set[1] = (struct sheet_set){ .field = field_find(result, "period"), .key = true };
	rec[0] = (struct sheet_record){ .name = "learner", .type = learner };
	rec[1] = (struct sheet_record){ .name = "toan", .type = result, .role = RECORD_MORE, .owner = field_find(result, "learner"), .set = set, .n_sets = 2 };
	col[0] = (struct sheet_column){ .id = "learner.full_name", .type = learner, .field = field_find(learner, "full_name"), .required = true };
	col[1] = (struct sheet_column){ .id = "class", .use = USE_CLASS, .type = catalog_type(c->catalog, "class") };
	col[2] = (struct sheet_column){ .id = "toan.level", .record = 1, .type = result, .field = field_find(result, "level") };
	col[3] = (struct sheet_column){ .id = "toan.score", .record = 1, .type = result, .field = field_find(result, "score") };
	col[4] = (struct sheet_column){ .id = "female", .use = USE_FEMALE };
	for (size_t i = 0; i < COUNT(titles); i++)
		col[i].title = titles[i];
	*t = (struct sheet_template){ .name = "test-results", .label = "Kết quả", .record = rec, .ask = ask, .column = col, .n_records = 2, .n_asks = 1,
		                      .n_columns = COUNT(titles) };
	arena_defer(c->arena, (void (*)(void *))json_decref, told);
	OK(export_wish_make(c, t, &u, 2025, false, told, &w));
	return w;
}

TEST(export_tells_further_records_apart_by_their_keys)
{
	make_pupils(c);
	const char *an = pupils_learner(c, "Vũ Hoàng An", "code");
	static const char line[] = "{\"learner\":\"%s\",\"period\":\"%s\",\"subject\":\"%s\",\"level\":\"%s\",\"score\":%s,\"school_year\":%d}";

	province_record(c, SCHOOL, "subject_result", arena_fmt(c->arena, line, an, "CN", "2018-TH-TOAN", "T", "9.5", 2025));
	province_record(c, SCHOOL, "subject_result", arena_fmt(c->arena, line, an, "CK1", "2018-TH-TOAN", "H", "6", 2025));
	province_record(c, SCHOOL, "subject_result", arena_fmt(c->arena, line, an, "CN", "2018-TH-TV", "C", "3", 2025));
	province_record(c, SCHOOL, "subject_result", arena_fmt(c->arena, line, an, "CN", "2018-TH-TOAN", "C", "2", 2024));
	struct export_wish w = results_wish(c, "Cuối năm học");
	assert_string_equal(read_rows(c, write_wish(c, &w, 4), 3, 5), "Vũ Hoàng An|1A|T|9.5|\nNguyễn Văn Bình|1A|||\nĐỗ Thị Ánh|1B|||x\nLê Văn Năm|10A|||\n");
	w = results_wish(c, "CK1");
	assert_non_null(strstr(read_rows(c, write_wish(c, &w, 4), 3, 5), "Vũ Hoàng An|1A|H|6|\n"));
}

TEST(export_leaves_out_what_the_account_may_not_read)
{
	make_pupils(c);
	struct role *blind = NEW(c->arena, struct role);
	struct right *right = NEW_N(c->arena, struct right, 2);
	struct account *me;

	right[0] = (struct right){ "learners", " read " };
	right[1] = (struct right){ "classes", " read " };
	province_act_as(c, "clerk", SCHOOL);
	me = (struct account *)c->account;
	*blind = *me->role;
	blind->right = right;
	blind->n_rights = 2;
	me->role = blind;
	struct export_wish w = results_wish(c, "CN");
	const char *text;
	OK(sheet_dump(c, write_wish(c, &w, 4), NULL, &text));
	assert_non_null(strstr(text, "[Dữ liệu]\n1|THọ tên|TLớp|TNữ|\n"));
	assert_non_null(strstr(text, "không có quyền đọc nên tệp không có: «Toán / Mức đạt được», «Toán / Điểm KTĐK»."));
	right[0].module = "staff";
	const struct unit u = province_unit(c, SCHOOL);
	FAILS(export_wish_make(c, w.sheet, &u, 2025, false, NULL, &w), "right.missing");
}

TEST(export_asks_what_the_template_asks)
{
	make_pupils(c);
	struct export_wish w = results_wish(c, "CN");
	const struct unit u = province_unit(c, SCHOOL), office = province_unit(c, "19");
	json_t *wrong = json_pack("{ss}", "period", "Mùa hè"), *more = json_pack("{ssss}", "period", "CN", "subject", "x");

	FAILS(export_wish_make(c, w.sheet, &u, 2025, false, NULL, &w), "export.ask");
	FAILS(export_wish_make(c, w.sheet, &u, 2025, false, wrong, &w), "export.ask");
	FAILS(export_wish_make(c, w.sheet, &u, 2025, false, more, &w), "export.ask");
	OK(export_wish_make(c, w.sheet, &u, 2025, true, NULL, &w)); /* an empty one is for any */
	FAILS(export_wish_make(c, catalog_sheet(c->catalog, "class-list"), &office, 2025, false, NULL, &w), "export.unit");
	json_decref(wrong);
	json_decref(more);
}

/* ---- purpose, approval, log ---- */

static struct api_session clerk, head, deputy, office;

static void make_accounts(struct ctx *c, int limit)
{
	struct catalog *strict = NEW(c->arena, struct catalog);

	make_pupils(c);
	*strict = *c->catalog;
	strict->export_approval_over = limit;
	c->catalog = strict;
	clerk = api_account(c, "vanthu", "clerk", SCHOOL, NULL);
	head = api_account(c, "hieutruong", "head", SCHOOL, NULL);
	deputy = api_account(c, "vanthu.2", "clerk", SCHOOL, NULL);
	office = api_account(c, "phong", "manager", "P172", NULL);
	api_serve_jobs(c);
}

#define ASK "{\"sheet\":\"class-list\",\"year\":2025,\"purpose\":\"Đối chiếu với bản giấy\"}"

static const char *path_of(struct ctx *c, const struct api_reply *r, const char *end)
{
	return arena_fmt(c->arena, API "/exports/%s%s", api_text(r, "id"), end);
}

static void answers(struct api_reply r, int status)
{
	EXPECT(r, status);
}

TEST(export_needs_a_purpose_and_the_right)
{
	make_accounts(c, 500);
	struct api_session viewer = api_account(c, "xem", "viewer", SCHOOL, NULL);
	struct api_reply r = api_call(c, &clerk, POST, API "/exports", "{\"sheet\":\"class-list\",\"year\":2025}");
	EXPECT(r, 422);
	assert_string_equal(r.key, "export.purpose");
	r = api_call(c, &clerk, POST, API "/exports", "{\"sheet\":\"class-list\",\"year\":2025,\"purpose\":\"  x  \"}");
	assert_string_equal(r.key, "export.purpose");
	static const char *const nothing[] = { "a  b c   d", "a b c d e", ". . . . .", "1 22 333 44 5", "Nộp danh sách lớp 6A" };
	for (size_t i = 0; i < COUNT(nothing); i++) {
		r = api_call(c, &clerk, POST, API "/exports", arena_fmt(c->arena, "{\"sheet\":\"class-list\",\"year\":2025,\"purpose\":\"%s\"}", nothing[i]));
		EXPECT(r, 422);
		assert_string_equal(r.key, "export.purpose");
	}
	r = api_call(c, &viewer, POST, API "/exports", ASK);
	EXPECT(r, 403);
	r = api_call(c, &office, POST, API "/exports", "{\"sheet\":\"class-list\",\"unit\":\"" SCHOOL "\",\"year\":2025,\"purpose\":\"Xem danh sách của trường\"}");
	EXPECT(r, 403); /* who approves for schools does not take their files */
	r = api_call(c, &clerk, POST, API "/exports", "{\"sheet\":\"nothing\",\"year\":2025,\"purpose\":\"Xem danh sách của trường\"}");
	EXPECT(r, 404);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM export"), 0);
	r = api_call(c, &clerk, POST, API "/exports", ASK);
	EXPECT(r, 202);
	assert_string_equal(r.location, path_of(c, &r, ""));
	assert_true(*api_text(&r, "job") != '\0');
	assert_string_equal(api_text(&r, "asked_by"), "vanthu");
	assert_int_equal(json_integer_value(json_object_get(r.json, "persons")), 4);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM export WHERE purpose = 'Đối chiếu với bản giấy' AND persons = 4"), 1);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM change WHERE type = 'export' AND event = 'EXPORT'"), 1);
}

/* Whoever opens and changes schools takes their register, of all templates. */
TEST(export_of_the_register_is_its_keepers)
{
	static const char ask[] = "{\"sheet\":\"schools\",\"unit\":\"P172\",\"year\":2025,\"purpose\":\"Gửi danh mục cho phòng\"}";

	make_accounts(c, 500);
	struct api_session viewer = api_account(c, "xem172", "viewer", "P172", NULL);
	struct api_reply r = api_call(c, &office, POST, API "/exports", ask);
	EXPECT(r, 202);
	r = api_call(c, &viewer, POST, API "/exports", ask);
	EXPECT(r, 403);
	r = api_call(c, &office, POST, API "/exports", "{\"sheet\":\"rooms\",\"unit\":\"" SCHOOL "\",\"year\":2025,\"purpose\":\"Gửi danh mục cho phòng\"}");
	EXPECT(r, 403);
	assert_string_equal(r.key, "right.missing");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM export"), 1);
}

static const char *ask_class(struct ctx *c, const char *code)
{
	return arena_fmt(c->arena, "{\"sheet\":\"class-list\",\"year\":2025,\"class\":\"%s\",\"purpose\":\"Đối chiếu với bản giấy\"}", code);
}

/* One class of the school; how many that is, and whether somebody must agree, is told before. */
TEST(export_of_one_class_is_of_who_is_in_it)
{
	make_accounts(c, 3);
	struct api_reply r = api_call(c, &clerk, GET, API "/classes?year=2025&fields=name&filter=name%20%3D%3D%20%221A%22", NULL);
	EXPECT(r, 200);
	const char *code = json_string_value(json_object_get(json_array_get(api_items(&r), 0), "code"));
	r = api_call(c, &clerk, GET, API "/exports/preview?sheet=class-list&year=2025", NULL);
	EXPECT(r, 200);
	assert_int_equal(json_integer_value(json_object_get(r.json, "persons")), 4);
	assert_int_equal(json_integer_value(json_object_get(r.json, "over")), 3);
	assert_true(json_is_true(json_object_get(r.json, "waits")));
	r = api_call(c, &clerk, GET, arena_fmt(c->arena, API "/exports/preview?sheet=class-list&year=2025&class=%s", code), NULL);
	EXPECT(r, 200);
	assert_int_equal(json_integer_value(json_object_get(r.json, "persons")), 2);
	assert_true(json_is_false(json_object_get(r.json, "waits")));
	r = api_call(c, &clerk, POST, API "/exports", ask_class(c, code));
	EXPECT(r, 202);
	assert_string_equal(api_text(&r, "class"), code);
	assert_int_equal(json_integer_value(json_object_get(r.json, "persons")), 2);
	assert_string_equal(api_text(&r, "state"), "queued");
	OK(export_carry_out(c, api_text(&r, "id"), arena_fmt(c->arena, "%s/class.xlsx", test_dir(c)), NULL, &(struct export){ 0 }));
	assert_int_equal(pupils_number(c, "SELECT persons FROM export WHERE class IS NOT NULL"), 2);
	r = api_call(c, &clerk, POST, API "/exports", ask_class(c, "19172402-L1"));
	EXPECT(r, 422);
	assert_string_equal(r.key, "export.class");
	r = api_call(c, &clerk, GET, arena_fmt(c->arena, API "/exports/preview?sheet=rooms&year=2025&class=%s", code), NULL);
	EXPECT(r, 422);
	r = api_call(c, &clerk, GET, arena_fmt(c->arena, API "/exports/preview?sheet=class-list&year=2024&class=%s", code), NULL);
	EXPECT(r, 422);
}

/* Two small ones in a day are as large as one; the same one again is no more than it was. */
TEST(export_of_small_files_adds_up)
{
	make_accounts(c, 5);
	struct api_reply r = api_call(c, &clerk, POST, API "/exports", ASK);
	EXPECT(r, 202);
	assert_string_not_equal(api_text(&r, "state"), "waiting_approval"); /* somebody may be at it already */
	r = api_call(c, &clerk, POST, API "/exports", ASK);
	assert_string_not_equal(api_text(&r, "state"), "waiting_approval");
	r = api_call(c, &clerk, GET, API "/exports/preview?sheet=identity-numbers&year=2025", NULL);
	EXPECT(r, 200);
	assert_int_equal(json_integer_value(json_object_get(r.json, "taken")), 4);
	assert_true(json_is_true(json_object_get(r.json, "waits")));
	r = api_call(c, &clerk, POST, API "/exports", "{\"sheet\":\"identity-numbers\",\"year\":2025,\"purpose\":\"Đối chiếu với bản giấy\"}");
	EXPECT(r, 202);
	assert_string_equal(api_text(&r, "state"), "waiting_approval");
	r = api_call(c, &head, GET, path_of(c, &r, ""), NULL); /* who decides is told why */
	assert_int_equal(json_integer_value(json_object_get(r.json, "taken")), 4);
	r = api_call(c, &deputy, POST, API "/exports", "{\"sheet\":\"identity-numbers\",\"year\":2025,\"purpose\":\"Đối chiếu với bản giấy\"}");
	assert_string_not_equal(api_text(&r, "state"), "waiting_approval");
	r = api_call(c, &clerk, POST, API "/exports", "{\"sheet\":\"class-list\",\"year\":2025,\"empty\":true}");
	assert_string_not_equal(api_text(&r, "state"), "waiting_approval");
	c->now_ms += INT64_C(25) * 60 * 60 * 1000;
	assert_int_equal(api_sign_in(c, "vanthu", API_PASSWORD, &clerk), 200);
	r = api_call(c, &clerk, POST, API "/exports", "{\"sheet\":\"identity-numbers\",\"year\":2025,\"purpose\":\"Đối chiếu với bản giấy\"}");
	assert_string_not_equal(api_text(&r, "state"), "waiting_approval");
}

TEST(export_over_the_limit_waits_for_a_second_person)
{
	make_accounts(c, 3);
	struct api_reply r = api_call(c, &clerk, POST, API "/exports", ASK), a;
	EXPECT(r, 202);
	assert_string_equal(api_text(&r, "state"), "waiting_approval");
	assert_string_equal(api_text(&r, "job"), "");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM job"), 0);
	a = api_call(c, &clerk, GET, path_of(c, &r, "/file"), NULL);
	EXPECT(a, 409);
	assert_string_equal(a.key, "export.not_ready");
	a = api_call(c, &clerk, POST, path_of(c, &r, "/approve"), NULL);
	EXPECT(a, 403);
	a = api_call(c, &head, POST, path_of(c, &r, "/approve"), NULL);
	EXPECT(a, 200);
	assert_string_equal(api_text(&a, "decided_by"), "hieutruong");
	assert_true(*api_text(&a, "job") != '\0');
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM job j JOIN account a ON a.id = j.account_id WHERE a.name = 'vanthu'"), 1);
	a = api_call(c, &head, POST, path_of(c, &r, "/approve"), NULL);
	EXPECT(a, 409);
	a = api_call(c, &head, GET, path_of(c, &r, "/file"), NULL);
	EXPECT(a, 403);
	assert_string_equal(a.key, "export.not_yours");
}

TEST(export_of_a_head_is_approved_by_the_office_above)
{
	make_accounts(c, 3);
	struct api_reply r = api_call(c, &head, POST, API "/exports", ASK), a;
	a = api_call(c, &head, POST, path_of(c, &r, "/approve"), NULL);
	EXPECT(a, 403);
	assert_string_equal(a.key, "export.same_person");
	a = api_call(c, &office, POST, path_of(c, &r, "/refuse"), "{\"reason\":\"Chưa rõ gửi cho ai\"}");
	EXPECT(a, 200);
	assert_string_equal(api_text(&a, "state"), "refused");
	assert_string_equal(api_text(&a, "reason"), "Chưa rõ gửi cho ai");
	a = api_call(c, &office, POST, path_of(c, &r, "/approve"), NULL);
	EXPECT(a, 409);
	r = api_call(c, &head, POST, API "/exports", ASK);
	a = api_call(c, &office, POST, path_of(c, &r, "/approve"), NULL);
	EXPECT(a, 200);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM change WHERE type = 'export' AND event IN ('APPROVE', 'REFUSE')"), 2);
	int64_t entries;
	const struct unit u = province_unit(c, SCHOOL);
	OK(chain_verify(c, &u, &entries));
}

TEST(export_log_shows_all_to_the_head_and_their_own_to_others)
{
	make_accounts(c, 3);
	for (int i = 0; i < 3; i++)
		answers(api_call(c, i < 2 ? &clerk : &deputy, POST, API "/exports", ASK), 202);
	struct api_reply r = api_call(c, &head, GET, API "/exports?limit=2", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 2);
	r = api_call(c, &head, GET, arena_fmt(c->arena, API "/exports?limit=2&cursor=%s", api_text(&r, "cursor")), NULL);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	assert_string_equal(api_text(&r, "cursor"), "");
	r = api_call(c, &office, GET, API "/exports?unit=" SCHOOL, NULL);
	assert_int_equal(json_array_size(api_items(&r)), 3);
	r = api_call(c, &deputy, GET, API "/exports", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	const char *own = json_string_value(json_object_get(json_array_get(api_items(&r), 0), "id"));
	answers(api_call(c, &deputy, GET, arena_fmt(c->arena, API "/exports/%s", own), NULL), 200);
	answers(api_call(c, &clerk, GET, arena_fmt(c->arena, API "/exports/%s", own), NULL), 404);
	for (const char *const *p = (const char *const[]){ "Vũ Hoàng An", "2019-03-04", NULL }; *p != NULL; p++)
		assert_null(strstr(r.body, *p));
}

TEST(export_empty_needs_neither_purpose_nor_approval)
{
	make_accounts(c, 0);
	struct api_reply r = api_call(c, &clerk, GET, API "/sheets/class-list.xlsx?year=2025", NULL);
	struct book_mark m;

	EXPECT(r, 200);
	assert_string_equal(r.disposition, "attachment; filename=\"mau-danh-sach-hoc-sinh-" SCHOOL "-2025-2026.xlsx\"");
	OK(book_mark_read(c, r.file, &m));
	assert_string_equal(m.sheet, "class-list");
	assert_string_equal(m.unit, SCHOOL);
	assert_false(m.filled);
	answers(api_call(c, &clerk, GET, API "/sheets/nothing.xlsx", NULL), 404);
	r = api_call(c, &clerk, POST, API "/exports", "{\"sheet\":\"class-list\",\"year\":2025,\"empty\":true}");
	EXPECT(r, 202);
	assert_int_equal(json_integer_value(json_object_get(r.json, "persons")), 0);
}

/* ---- carrying out, without the thread ---- */

TEST(export_is_fetched_by_who_asked_for_a_day)
{
	struct catalog strict;
	struct export x;
	size_t n = 0;

	make_pupils(c);
	strict = *c->catalog;
	strict.export_approval_over = 4;
	c->catalog = &strict;
	struct export_wish w = wish_for(c, "class-list");
	const char *path = arena_fmt(c->arena, "%s/out.xlsx", test_dir(c));
	province_act_as(c, "clerk", SCHOOL);
	OK(export_ask(c, &w, "Gửi phụ huynh xem lại", &x));
	assert_string_equal(x.state, "approved");
	FAILS(export_check_fetch(c, &x), "export.not_ready");
	strict.export_approval_over = 3;
	FAILS(export_carry_out(c, x.code, path, NULL, &x), "export.grown");
	strict.export_approval_over = 4;
	OK(export_carry_out(c, x.code, path, NULL, &x));
	assert_string_equal(x.state, "done");
	assert_int_equal(x.persons, 4);
	OK(export_check_fetch(c, &x));
	OK(export_note_fetch(c, &x));
	OK(export_note_fetch(c, &x));
	OK(export_find(c, actor_scope(c), x.code, &x));
	assert_int_equal(x.fetched, 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM change WHERE type = 'export' AND event = 'FETCH'"), 2);
	c->now_ms = x.done_at + EXPORT_KEEP_MS + 1;
	FAILS(export_check_fetch(c, &x), "export.expired");
	province_act_as_system(c);
	OK(export_count(c, &w, &n));
	FAILS(export_now(c, &w, NULL, path, NULL, &x), "export.purpose");
	OK(export_now(c, &w, "Sao lưu theo yêu cầu của Sở", path, NULL, &x)); /* the operator's word is the approval */
	assert_int_equal(x.persons, n);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM export WHERE state = 'done'"), 2);
}

TEST(export_stops_when_told)
{
	make_pupils(c);
	struct export_wish w = wish_for(c, "class-list");
	atomic_bool cancel = true;
	size_t n;

	FAILS(export_write(c, &w, arena_fmt(c->arena, "%s/out.xlsx", test_dir(c)), &(const struct export_watch){ .cancel = &cancel }, &n), "export.cancelled");
}
