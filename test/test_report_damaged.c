/* test_report_damaged.c - a report that cannot be read says so, and where. */
#include <string.h>

#include "api.h"
#include "catalog/form.h"
#include "db/db.h"
#include "province.h"
#include "test_report_tools.h"

static void run(struct ctx *c, const char *sql)
{
	OK(db_begin(c) && db_end(c, db_run(c, sql, NULL, 0)));
}

/* Not even figures: told with a key and the place, never as a failure of ours, and listed as ever. */
TEST(a_report_with_garbage_for_cells_is_told_as_damaged)
{
	static const struct {
		const char *damage, *place;
	} kinds[] = {
		{ "UPDATE report SET cells = 'rác'", "mọi ô" },
		{ "UPDATE report SET cells = '{\"cells\":[1,2]}'", "mọi ô" },
		{ "UPDATE report SET cells = replace(cells, '\"37\":[1,', '\"37\":[\"x\",')", "mã số 37, cột E" },
		{ "UPDATE report SET cells = replace(cells, '\"37\":[', '\"37\":7,\"x\":[')", "mã số 37" },
	};
	struct form damaged;
	static const char *const views[] = { "", ".xlsx", "/cells/37/E/records" };

	province_make(c);
	const char *class_code = province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	(void)province_pupil(c, "19172401", class_code, "Lê Văn An", "2019-03-04", "01", "01");
	struct report rep = report_test_compute(c, "19172401");
	const struct api_session head = api_account(c, "hieu.truong", "head", "19172401", NULL);
	struct api_reply r = api_call(c, &head, GET, arena_fmt(c->arena, "/api/v1/reports/%s", rep.code), NULL);
	EXPECT(r, 200);
	for (size_t i = 0; i < COUNT(kinds); i++) {
		run(c, kinds[i].damage);
		for (size_t k = 0; k < COUNT(views); k++) {
			r = api_call(c, &head, GET, arena_fmt(c->arena, "/api/v1/reports/%s%s", rep.code, views[k]), NULL);
			EXPECT(r, 409);
			assert_string_equal(r.key, "report.damaged");
			if (strstr(r.body, kinds[i].place) == NULL)
				fail_msg("%s: %s", kinds[i].place, r.body);
		}
		r = api_call(c, &head, GET, "/api/v1/reports?unit=19172401", NULL);
		EXPECT(r, 200);
		run(c, arena_fmt(c->arena, "UPDATE report SET cells = '%s'", rep.cells));
	}
	FAILS(form_parse(c, "rác", "6141e91a3906", &damaged), "report.damaged");
}
