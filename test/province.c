/* province.c - the small tree that most tests start from. */
#include "province.h"

#include "db/db.h"
#include "domain/unit/unit_admin.h"

static const struct scope everything = { .path = "/" };

struct unit province_unit(struct ctx *c, const char *code)
{
	struct unit u;

	OK(unit_find(c, &everything, code, &u));
	return u;
}

static void office(struct ctx *c, const char *code, const char *name, const char *kind, const char *province, const char *parent)
{
	const struct unit u = { .code = code, .name = name, .kind = kind, .province = province, .status = "01" };
	struct unit made;

	OK(unit_make_office(c, &u, parent, &made));
}

static void school(struct ctx *c, const char *code, const char *name, const char *levels, const char *ownership, const char *parent)
{
	struct draft d = province_draft(c, "school", arena_fmt(c->arena,
		"{\"code\":\"%s\",\"name\":\"%s\",\"level_group\":\"%s\",\"ownership\":\"%s\",\"region\":\"01\"}", code, name, levels, ownership));
	struct unit made;

	OK(unit_make_school(c, &d, parent, &made));
}

void province_make(struct ctx *c)
{
	OK(unit_make_root(c));
	office(c, "19", "Sở Giáo dục và Đào tạo Thái Nguyên", "so", "19", "BGDDT");
	office(c, "01", "Sở Giáo dục và Đào tạo Hà Nội", "so", "01", "BGDDT");
	office(c, "P172", "Phòng Giáo dục và Đào tạo Phổ Yên", "phong", "19", "19");
	school(c, "19172401", "Trường Tiểu học Ba Hàng", "06", "01", "P172");
	school(c, "19172402", "Trường Tiểu học Đồng Tiến", "06", "09", "P172");
	school(c, "19000501", "Trường THCS Nha Trang", "07", "01", "19");
	school(c, "01001401", "Trường Tiểu học Ba Đình", "06", "01", "01");
}

void province_act_as(struct ctx *c, const char *role, const char *unit_code)
{
	struct account *a = NEW(c->arena, struct account);

	*a = (struct account){ .id = 77, .name = "test", .role = catalog_role(c->catalog, role), .unit = province_unit(c, unit_code) };
	a->scope = (struct scope){ .path = a->unit.path };
	assert_non_null(a->role);
	c->account = a;
}

void province_act_as_system(struct ctx *c)
{
	c->account = NULL;
}

struct draft province_raw_draft(struct ctx *c, const char *type, const char *json)
{
	json_error_t e;
	json_t *o = json_loads(json, 0, &e);
	struct draft d;

	if (o == NULL)
		fail_msg("%s: %s", e.text, json);
	arena_defer(c->arena, (void (*)(void *))json_decref, o);
	draft_from_json(c, catalog_type(c->catalog, type), o, NULL, &d);
	return d;
}

struct draft province_draft(struct ctx *c, const char *type, const char *json)
{
	struct draft d = province_raw_draft(c, type, json);

	if (d.problems.errors > 0)
		fail_msg("%s", d.problems.first->message);
	return d;
}

static const char *record(struct ctx *c, const char *unit_code, const char *type, const char *json, bool as_it_was)
{
	struct draft d = province_draft(c, type, json);
	struct unit u = province_unit(c, unit_code);
	struct outcome out;

	d.as_it_was = as_it_was;
	OK(record_write_batch(c, catalog_type(c->catalog, type), &u, &d, 1, &out));
	if (out.result == WRITE_REFUSED)
		(void)fail_problems(c, &out.problems), fail_msg("%s", c->detail);
	return out.code;
}

const char *province_record(struct ctx *c, const char *unit_code, const char *type, const char *json)
{
	return record(c, unit_code, type, json, false);
}

const char *province_old_record(struct ctx *c, const char *unit_code, const char *type, const char *json)
{
	return record(c, unit_code, type, json, true);
}

const char *province_pupil(struct ctx *c, const char *unit_code, const char *class_code, const char *name, const char *birth,
                           const char *sex, const char *ethnic)
{
	const char *learner = province_record(c, unit_code, "learner", arena_fmt(c->arena,
		"{\"full_name\":\"%s\",\"birth_date\":\"%s\",\"sex\":\"%s\",\"ethnic_group\":\"%s\"}", name, birth, sex, ethnic));

	return province_record(c, unit_code, "enrolment", arena_fmt(c->arena,
		"{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025}", learner, class_code));
}

void province_script(struct ctx *c, const char *sql)
{
	OK(db_begin(c) && db_end(c, db_script(c, sql)));
}

const char *province_text(struct ctx *c, const char *sql)
{
	struct buf b = buf_in(c->arena);
	struct rows r;

	OK(db_query(c, &r, sql, NULL, 0));
	for (size_t i = 0; i < r.count; i++)
		buf_fmt(&b, "%s\n", rows_at(&r, i, 0)->s);
	return buf_text(&b);
}
