/* test_import_before.c - a trial of several files tells of each what writing them one after the other would do. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "job_tools.h"
#include "province.h"
#include "store/blob.h"
#include "test_import_tools.h"

#define LIST "STT,Lớp,Họ và tên,Ngày sinh,Giới tính,Dân tộc,Số định danh cá nhân\n"

static const char *file_of(struct ctx *c, const char *list)
{
	const struct unit u = province_unit(c, SCHOOL);
	const int fd = memfd_create("list", MFD_CLOEXEC);
	const char *blob;

	assert_true(fd >= 0 && write(fd, list, strlen(list)) == (ssize_t)strlen(list));
	OK(blob_put(c, u.id, fd, &blob));
	close(fd);
	return arena_fmt(c->arena, "{\"blob\":\"%s\",\"name\":\"a.csv\"}", blob);
}

static void do_next(struct ctx *c, const char *owner)
{
	struct job_control k = taken(take(c, owner), owner);

	job_attempt(c, &k);
}

static struct api_session signed_in(struct ctx *c)
{
	struct api_session clerk;

	assert_int_equal(api_sign_in(c, "vanthu", API_PASSWORD, &clerk), 200);
	return clerk;
}

static size_t classes_told(const json_t *summary)
{
	size_t i, n = 0;
	json_t *x;

	json_array_foreach(json_object_get(summary, "issues"), i, x)
		n += streq(json_string_value(json_object_get(x, "key")), "import.class_created");
	return n;
}

/* "3 1 0; ": of each file how many it makes, how many one before it makes, how many classes. */
static const char *told(struct ctx *c, const char *id)
{
	const struct api_session clerk = signed_in(c);
	const struct api_reply r = api_call(c, &clerk, GET, arena_fmt(c->arena, API "/jobs/%s", id), NULL);
	struct buf b = buf_in(c->arena);
	json_t *file;
	size_t i;

	EXPECT(r, 200);
	json_array_foreach(json_object_get(json_object_get(r.json, "result"), "files"), i, file) {
		const json_t *s = json_object_get(file, "summary");
		assert_int_equal(classes_told(s), json_integer_value(json_object_get(s, "classes_created")));
		buf_fmt(&b, "%d %d %d; ", (int)json_integer_value(json_object_get(s, "created")), (int)json_integer_value(json_object_get(s, "repeated")),
		        (int)json_integer_value(json_object_get(s, "classes_created")));
	}
	return buf_text(&b);
}

TEST(import_of_several_files_tells_each_pupil_as_new_once)
{
	const struct unit u = (province_make(c), province_unit(c, SCHOOL));
	struct api_session clerk = api_account(c, "vanthu", "clerk", SCHOOL, NULL);
	const int64_t clerk_id = pupils_number(c, "SELECT id FROM account WHERE name = 'vanthu'");
	const char *id;

	const char *one = file_of(c, LIST "1,1A,Lê An,05/09/2019,Nam,Kinh,\n2,1A,Vì Bình,06/09/2019,Nam,Thái,019219000123\n");
	const char *two = file_of(c, LIST "1,1A,Vì Bình,06/09/2019,Nam,Thái,\n2,1B,Lò Cả,07/09/2019,Nữ,Thái,\n3,1A,Lê  An,05/09/2019,Nam,Kinh,019219000456\n");
	const char *three = file_of(c, LIST "1,1B,Vì Bình,06/09/2019,Nam,Thái,019219000789\n2,1B,Lò Cả,07/09/2019,Nữ,Thái,\n");
	const char *input = arena_fmt(c->arena, "{\"files\":[%s,%s,%s],\"year\":2025,\"dry_run\":true}", one, two, three);
	OK(db_begin(c) && db_end(c, job_add_in(c, clerk_id, "import", &u, input, &id)));
	do_next(c, "w1");
	const char *trial = told(c, id);
	assert_string_equal(trial, "2 0 1; 1 2 1; 0 1 0; ");
	clerk = signed_in(c);
	const struct api_reply r = api_call(c, &clerk, POST, arena_fmt(c->arena, API "/imports/%s/commit", id), NULL);
	EXPECT(r, 202);
	do_next(c, "w2");
	assert_string_equal(told(c, api_text(&r, "id")), "2 0 1; 1 0 1; 0 0 0; ");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 3);
}

static const json_t *summary_of(struct ctx *c, const char *id, size_t file)
{
	const struct api_session clerk = signed_in(c);
	const struct api_reply r = api_call(c, &clerk, GET, arena_fmt(c->arena, API "/jobs/%s", id), NULL);

	EXPECT(r, 200);
	return json_object_get(json_array_get(json_object_get(json_object_get(r.json, "result"), "files"), file), "summary");
}

static int figure(const json_t *summary, const char *name)
{
	return (int)json_integer_value(json_object_get(summary, name));
}

static const char *text(const json_t *summary, const char *list, size_t at, const char *name)
{
	return json_string_value(json_object_get(json_array_get(json_object_get(summary, list), at), name));
}

static bool tells(const json_t *summary, const char *key)
{
	size_t i;
	json_t *x;

	json_array_foreach(json_object_get(summary, "issues"), i, x)
		if (streq(json_string_value(json_object_get(x, "key")), key))
			return true;
	return false;
}

/* The job of the trial, then the one that writes. */
static void try_and_write(struct ctx *c, int64_t clerk_id, const char *files, const char **trial, const char **written)
{
	const struct unit u = province_unit(c, SCHOOL);
	struct api_session clerk;

	OK(db_begin(c) && db_end(c, job_add_in(c, clerk_id, "import", &u, arena_fmt(c->arena, "{\"files\":[%s],\"year\":2025,\"dry_run\":true}", files), trial)));
	do_next(c, "w1");
	clerk = signed_in(c);
	const struct api_reply r = api_call(c, &clerk, POST, arena_fmt(c->arena, API "/imports/%s/commit", *trial), NULL);
	EXPECT(r, 202);
	do_next(c, "w2");
	*written = api_text(&r, "id");
}

/* Two lists name two classes of a child: the second lacks what a new one must have, and moves it all the same. */
TEST(import_of_several_files_tells_who_changes_class_between_them)
{
	static const char *const figures[] = { "created", "enrolled", "moved", "changed", "refused", "errors", "classes_created", "other_grade" };
	struct api_session clerk = (province_make(c), api_account(c, "vanthu", "clerk", SCHOOL, NULL));
	const int64_t clerk_id = pupils_number(c, "SELECT id FROM account WHERE name = 'vanthu'");
	const char *trial, *written;

	(void)clerk;
	const char *one = file_of(c, "Họ và tên,Ngày sinh,Giới tính,Lớp,Dân tộc\nTriệu Minh Đăng,02/02/2019,Nam,1A,Kinh\nLò Cả,07/02/2019,Nữ,1A,Thái\n");
	const char *two = file_of(c, "Họ và tên,Ngày sinh,Giới tính,Lớp\nTriệu Minh Đăng,02/02/2019,Nam,1B\nLò Cả,07/02/2019,Nữ,2A\n");
	try_and_write(c, clerk_id, arena_fmt(c->arena, "%s,%s", one, two), &trial, &written);
	for (size_t i = 0; i < COUNT(figures); i++)
		for (size_t file = 0; file < 2; file++)
			assert_int_equal(figure(summary_of(c, trial, file), figures[i]), figure(summary_of(c, written, file), figures[i]));
	const json_t *s = summary_of(c, trial, 1);
	assert_int_equal(figure(s, "moved"), 2);
	assert_int_equal(figure(s, "repeated"), 0);
	assert_int_equal(figure(s, "refused"), 0);
	assert_int_equal(figure(s, "other_grade"), 1);
	assert_true(tells(s, "import.class_before"));
	assert_string_equal(text(s, "changes", 0, "name"), "Triệu Minh Đăng");
	assert_string_equal(text(s, "changes", 0, "before"), "1A");
	assert_string_equal(text(s, "changes", 0, "after"), "1B");
	assert_string_equal(text(s, "changes", 0, "kind"), "moved");
	assert_string_equal(pupils_class_of(c, "Triệu Minh Đăng"), "1B");

	/* Of a child that is there: back to where it was, from where the first list puts it; there again changes nothing. */
	one = file_of(c, "Họ và tên,Ngày sinh,Giới tính,Lớp\nTriệu Minh Đăng,02/02/2019,Nam,1A\n");
	two = file_of(c, "Họ và tên,Ngày sinh,Giới tính,Lớp\nTriệu Minh Đăng,02/02/2019,Nam,1B\n");
	try_and_write(c, clerk_id, arena_fmt(c->arena, "%s,%s,%s,%s", one, one, two, two), &trial, &written);
	for (size_t file = 0; file < 4; file++)
		assert_int_equal(figure(summary_of(c, trial, file), "moved"), figure(summary_of(c, written, file), "moved"));
	assert_false(tells(summary_of(c, trial, 0), "import.class_before"));
	assert_int_equal(figure(summary_of(c, trial, 1), "repeated"), 1);
	s = summary_of(c, trial, 2);
	assert_true(tells(s, "import.class_before"));
	assert_string_equal(text(s, "changes", 0, "before"), "1A");
	assert_int_equal(figure(summary_of(c, trial, 3), "unchanged"), 1);
}

/* What is about pupils of a list that comes with it is not refused for their not being there yet, nor for their class; a stranger is. */
TEST(import_of_several_files_knows_whom_a_list_of_them_makes)
{
	const struct unit u = (province_make(c), province_unit(c, SCHOOL));
	struct api_session clerk = api_account(c, "vanthu", "clerk", SCHOOL, NULL);
	const int64_t clerk_id = pupils_number(c, "SELECT id FROM account WHERE name = 'vanthu'");
	const char *health = file_of(c, "STT,Lớp,Họ và tên,Ngày sinh,Cân nặng (kg),Chiều cao (cm)\n1,1A,Lê An,05/09/2019,21,118\n2,1A,Vì Lạ,06/09/2019,22,119\n");
	const char *list = file_of(c, LIST "1,1A,Lê An,05/09/2019,Nam,Kinh,\n"), *id;

	OK(db_begin(c) && db_end(c, job_add_in(c, clerk_id, "import", &u, arena_fmt(c->arena, "{\"files\":[%s,%s],\"year\":2025,\"dry_run\":true}", health, list), &id)));
	do_next(c, "w1");
	assert_string_equal(told(c, id), "0 1 0; 1 0 1; ");
	clerk = signed_in(c);
	struct api_reply r = api_call(c, &clerk, GET, arena_fmt(c->arena, API "/jobs/%s", id), NULL);
	const json_t *s = json_object_get(json_array_get(json_object_get(json_object_get(r.json, "result"), "files"), 0), "summary"), *issues = json_object_get(s, "issues");
	assert_int_equal(json_integer_value(json_object_get(s, "refused")), 1);
	assert_int_equal(json_array_size(issues), 1);
	assert_string_equal(json_string_value(json_object_get(json_array_get(issues, 0), "key")), "import.unknown");
	r = api_call(c, &clerk, POST, arena_fmt(c->arena, API "/imports/%s/commit", id), NULL);
	EXPECT(r, 202);
	do_next(c, "w2");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_health_check"), 1);
}

/* A trial of several: a school of the first is there for the second, which says less of it and lost its zero. */
TEST(import_tries_several_registers_as_one_after_the_other)
{
	static const char *const text[] = { "Mã trường|Tên trường|Đơn vị quản lý|Cấp học|Loại hình\n"
	                            "01990101|Trường Một|19|1|Công lập\n19990102|Trường Hai|19|1|Công lập\n",
		                            "Mã trường|Tên trường|Điện thoại\n1990101|Trường Một|0912345678\n19990102|Trường Hai|0912345679\n" };
	struct import_before before = { .arena = c->arena };

	province_make(c);
	struct import_options o = { .unit = province_unit(c, "BGDDT"), .school_year = 2025, .dry_run = true, .before = &before };
	for (size_t i = 0; i < COUNT(text); i++) {
		struct import_summary s;
		OK(import_file(c, pupils_file(c, text[i]), &o, &s));
		assert_int_equal(s.refused, 0);
		assert_int_equal(i == 0 ? s.created : s.repeated, 2);
	}
	o.before = NULL;
	o.dry_run = false;
	for (size_t i = 0; i < COUNT(text); i++) {
		struct import_summary s;
		OK(import_file(c, pupils_file(c, text[i]), &o, &s));
		assert_int_equal(i == 0 ? s.created : s.changed, 2);
	}
}
