/* test_screen.c - a screen is told whole, shows nothing that is hidden, and what it is told can be asked. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "catalog/menu.h"
#include "province.h"
#include "store/shown.h"

#define SCHOOL "19172401"

static struct api_reply ask(struct ctx *c, const struct api_session *who, const char *target)
{
	struct api_reply r = api_call(c, who, GET, target, NULL);

	EXPECT(r, 200);
	return r;
}

static struct api_reply type_of(struct ctx *c, const struct api_session *who, const char *plural)
{
	return ask(c, who, arena_fmt(c->arena, API "/catalog/%s", plural));
}

static const char *text(const json_t *o, const char *member)
{
	const char *value = json_string_value(json_object_get(o, member));

	return value == NULL ? "" : value;
}

static bool has(const json_t *texts, const char *name)
{
	size_t i;
	json_t *o;

	json_array_foreach(texts, i, o)
		if (streq(json_string_value(o), name))
			return true;
	return false;
}

/* "a b c" */
static const char *joined(struct ctx *c, const json_t *list, const char *member, const char *between)
{
	struct buf b = buf_in(c->arena);
	size_t i;
	json_t *o;

	json_array_foreach(list, i, o)
		buf_fmt(&b, "%s%s", i > 0 ? between : "", member == NULL ? json_string_value(o) : text(o, member));
	return buf_text(&b);
}

/* ---- what is told can be asked ---- */

/* Every field that is shown is in one section, and no other. */
static void check_sections(const struct api_reply *r, const struct record_type *t)
{
	const json_t *sections = json_object_get(json_object_get(r->json, "screen"), "sections");
	size_t i;
	json_t *o;

	for (size_t k = 0; k < t->n_fields; k++) {
		const char *name = t->field[k].name;
		size_t n = 0;
		json_array_foreach(sections, i, o)
			n += has(json_object_get(o, "fields"), name);
		if (n != (has(json_object_get(r->json, "not_shown"), name) ? 0 : 1))
			fail_msg("%s.%s is in %zu sections", t->name, name, n);
	}
	json_array_foreach(sections, i, o)
		assert_true(json_array_size(json_object_get(o, "fields")) > 0);
}

static void check_list(struct ctx *c, const struct api_session *who, const json_t *screen, const char *plural)
{
	const char *base = arena_fmt(c->arena, API "/%s?year=2025&limit=2", plural);
	size_t i;
	json_t *o;

	ask(c, who, arena_fmt(c->arena, "%s&fields=%s", base, joined(c, json_object_get(screen, "list"), "path", ",")));
	json_array_foreach(json_object_get(screen, "filters"), i, o) {
		const struct list *list = catalog_list(c->catalog, text(o, "list"));
		const char *wanted = streq(text(o, "type"), "boolean") ? "true" : arena_fmt(c->arena, "\"%s\"", list == NULL ? "19172401L1" : list->item[0].code);
		ask(c, who, arena_fmt(c->arena, "%s&filter=%s", base, api_escape(c->arena, arena_fmt(c->arena, "%s == %s", text(o, "by"), wanted))));
	}
	json_array_foreach(json_object_get(screen, "missing"), i, o)
		ask(c, who, arena_fmt(c->arena, "%s&filter=%s", base, api_escape(c->arena, arena_fmt(c->arena, "%s is null", json_string_value(o)))));
}

/* The rows of a grid can be asked for: those of the type, or those it is of. */
static void check_grid(struct ctx *c, const struct api_session *who, const struct api_reply *r, const struct record_type *t)
{
	const json_t *grid = json_object_get(json_object_get(r->json, "screen"), "grid");
	const char *by = text(json_object_get(grid, "by"), "by"), *of = text(grid, "of"), *plural = t->plural;
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(grid, "columns"), i, o)
		assert_non_null(field_find(t, json_string_value(o)));
	if (*of != '\0') {
		plural = field_find(t, of)->to->plural;
		by += *by == '\0' ? 0 : strlen(of) + 1;
	}
	const char *filter = *by == '\0' ? "" : arena_fmt(c->arena, "&filter=%s", api_escape(c->arena, arena_fmt(c->arena, "%s == \"19172401L1\"", by)));
	ask(c, who, arena_fmt(c->arena, API "/%s?year=2025&limit=2%s", plural, filter));
}

TEST(every_screen_asks_only_for_what_there_is)
{
	province_make(c);
	const char *class = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	province_pupil(c, SCHOOL, class, "Giàng Thị Mỷ", "2019-03-04", "02", "08");
	const struct api_session who[] = {
		api_account(c, "h.bahang", "head", SCHOOL, NULL), api_account(c, "c.bahang", "clerk", SCHOOL, NULL),
		api_account(c, "so.19", "manager", "19", NULL), api_account(c, "xem.19", "viewer", "19", NULL),
	};

	for (size_t i = 0; i < COUNT(who); i++)
		for (size_t k = 0; k < c->catalog->n_types; k++) {
			const struct record_type *t = &c->catalog->type[k];
			const struct api_reply r = type_of(c, &who[i], t->plural);
			const json_t *screen = json_object_get(r.json, "screen");
			assert_true(json_array_size(json_object_get(screen, "list")) > 0);
			check_sections(&r, t);
			if (has(json_object_get(r.json, "rights"), "read")) {
				check_list(c, &who[i], screen, t->plural);
				check_grid(c, &who[i], &r, t);
			}
		}
}

TEST(a_screen_tells_what_a_clerk_needs)
{
	province_make(c);
	const struct api_session clerk = api_account(c, "c.bahang", "clerk", SCHOOL, NULL);
	struct api_reply r = type_of(c, &clerk, "learners");
	const json_t *screen = json_object_get(r.json, "screen");

	assert_string_equal(text(screen, "number"), "4.1.1");
	assert_string_equal(text(json_object_get(screen, "title"), "vi"), "Hồ sơ học sinh");
	assert_string_equal(joined(c, json_object_get(screen, "list"), "path", " "), "full_name birth_date sex enrolment.class.title ethnic_group personal_id enrolment.status");
	assert_string_equal(text(json_object_get(json_array_get(json_object_get(screen, "list"), 3), "label"), "vi"), "Lớp");
	assert_string_equal(joined(c, json_object_get(screen, "list"), "class", " "), "personal personal personal open sensitive personal open");
	assert_string_equal(joined(c, json_object_get(screen, "filters"), "by", " "),
	                    "enrolment.class.grade enrolment.class.code sex ethnic_group enrolment.status");
	assert_string_equal(text(json_array_get(json_object_get(screen, "filters"), 1), "to"), "classes");
	assert_string_equal(text(screen, "sheet"), "class-list");
	assert_string_equal(joined(c, json_object_get(r.json, "sublists"), "type", " "),
	                    "enrolments guardians health_checks identity_documents results subject_results");
	assert_true(json_is_true(json_object_get(json_array_get(json_object_get(r.json, "sublists"), 0), "life")));
	assert_true(json_is_false(json_object_get(json_array_get(json_object_get(r.json, "sublists"), 1), "life")));
	const json_t *named = json_object_get(json_array_get(json_object_get(r.json, "sublists"), 1), "named");
	assert_int_equal(json_array_size(json_object_get(json_array_get(json_object_get(r.json, "sublists"), 0), "named")), 0);
	assert_int_equal(json_array_size(named), 3); /* father, mother, guardian */
	assert_string_equal(text(json_object_get(json_array_get(named, 1), "set"), "relation"), "02");
	assert_string_equal(text(json_object_get(json_array_get(named, 1), "from"), "birth_date"), "mother_birth_year");
	assert_non_null(strstr(r.body, "\"expected_when\":\"father_name is null and mother_name is null\""));
	assert_string_equal(joined(c, json_object_get(r.json, "statuses_by_hand"), NULL, " "), "01 02 03");
	assert_true(json_is_true(json_object_get(r.json, "person")));
	assert_string_equal(text(r.json, "name_field"), "full_name");
	assert_string_equal(text(json_object_get(json_object_get(screen, "grid"), "by"), "by"), "enrolment.class.code");
	assert_string_equal(json_string_value(json_array_get(json_object_get(json_object_get(screen, "grid"), "columns"), 0)), "personal_id");
	assert_non_null(strstr(r.body, "\"show_when\":\"pioneer == true\""));
	assert_null(json_object_get(r.json, "life"));

	r = type_of(c, &clerk, "enrolments");
	const json_t *life = json_object_get(r.json, "life");
	assert_string_equal(text(life, "type"), "enrolment_events");
	assert_string_equal(joined(c, json_object_get(life, "events"), "event", " "), "arrive leave drop return");
	assert_string_equal(joined(c, json_object_get(r.json, "sublists"), "type", " "), "");
	assert_string_equal(joined(c, json_object_get(r.json, "statuses_by_hand"), NULL, " "), "99");
	r = type_of(c, &clerk, "health_checks");
	const json_t *grid = json_object_get(json_object_get(r.json, "screen"), "grid");
	assert_string_equal(text(grid, "of"), "learner");
	assert_string_equal(joined(c, json_object_get(grid, "apart"), NULL, " "), "round");
	assert_string_equal(joined(c, json_object_get(grid, "begins"), NULL, " "), "checked_on");
	r = type_of(c, &clerk, "results"); /* which says nothing of a grid */
	grid = json_object_get(json_object_get(r.json, "screen"), "grid");
	assert_string_equal(text(json_object_get(grid, "by"), "by"), "learner.enrolment.class.code");
	assert_string_equal(joined(c, json_object_get(grid, "columns"), NULL, " "), "period rating study_rating conduct_rating");
	r = type_of(c, &clerk, "classes"); /* not every class is at a campus */
	assert_null(json_object_get(json_object_get(json_object_get(r.json, "screen"), "grid"), "by"));
	r = type_of(c, &clerk, "rooms");
	assert_string_equal(joined(c, json_object_get(r.json, "statuses_by_hand"), NULL, " "), "01 02 03");
	assert_string_equal(text(r.json, "mistaken_status"), "03");
	assert_false(json_is_true(json_object_get(r.json, "person")));
	r = type_of(c, &clerk, "campuses"); /* which a clerk only reads */
	assert_null(json_object_get(r.json, "mistaken_status"));
	assert_int_equal(json_array_size(json_object_get(r.json, "statuses_by_hand")), 0);
	r = type_of(c, &clerk, "enrolment_events");
	assert_true(json_is_true(json_object_get(r.json, "by_operation")));
	r = type_of(c, &clerk, "school_year_profiles");
	assert_true(json_is_true(json_object_get(r.json, "once_a_year")));
}

/* Of a school what becomes of it is said by an office, and its end by no status. */
TEST(statuses_told_are_those_that_may_be_set)
{
	province_make(c);
	const struct api_session office = api_account(c, "so.19", "manager", "19", NULL), head = api_account(c, "h.bahang", "head", SCHOOL, NULL);
	struct api_reply r = type_of(c, &office, "schools");

	assert_string_equal(joined(c, json_object_get(r.json, "statuses_by_hand"), NULL, " "), "01 02 99");
	assert_true(json_is_true(json_object_get(r.json, "is_unit")));
	r = type_of(c, &head, "staff");
	assert_int_equal(json_array_size(json_object_get(r.json, "statuses_by_hand")), 0);
	const char *room = province_record(c, SCHOOL, "room", "{\"name\":\"P1\",\"kind\":\"01\",\"solidity\":\"01\",\"level\":\"02\",\"school_year\":2025}");
	const char *const told[] = { "02", "01", "03" };
	for (size_t i = 0; i < COUNT(told); i++) {
		r = api_call(c, &head, POST, arena_fmt(c->arena, API "/rooms/%s/status", room), arena_fmt(c->arena, "{\"status\":\"%s\",\"reason\":\"thử\"}", told[i]),
		             .if_match = "*");
		EXPECT(r, 200);
	}
}

/* ---- what is not shown ---- */

static void show_managers_open_fields(struct ctx *c)
{
	static const struct field_class most[] = { { "*", CLASS_OPEN } };
	struct catalog *k = NEW(c->arena, struct catalog);
	struct role *role = NEW_N(c->arena, struct role, c->catalog->n_roles);

	*k = *c->catalog;
	memcpy(role, k->role, k->n_roles * sizeof *role);
	for (size_t i = 0; i < k->n_roles; i++)
		if (streq(role[i].name, "manager")) {
			role[i].field_class = most;
			role[i].n_field_classes = COUNT(most);
		}
	k->role = role;
	c->catalog = k;
}

TEST(a_screen_names_nothing_that_is_hidden)
{
	province_make(c);
	show_managers_open_fields(c);
	const struct api_session office = api_account(c, "so.19", "manager", "19", NULL);
	struct api_reply r = type_of(c, &office, "learners");
	const json_t *screen = json_object_get(r.json, "screen");

	/* Of the list the class and the status of the year are open, the name is not. */
	assert_string_equal(joined(c, json_object_get(screen, "list"), "path", " "), "enrolment.class.title enrolment.status");
	assert_string_equal(joined(c, json_object_get(screen, "filters"), "path", " "), "enrolment.class.grade enrolment.class enrolment.status");
	assert_int_equal(json_array_size(json_object_get(screen, "missing")), 0);
	assert_int_equal(json_array_size(json_object_get(screen, "sections")), 0);
	assert_int_equal(json_array_size(json_object_get(json_object_get(screen, "grid"), "columns")), 0);
	assert_non_null(strstr(r.body, "\"type\":\"guardians\""));
	assert_null(strstr(r.body, "\"from\""));
	/* No office reads health: neither a tab nor a column. */
	assert_null(strstr(joined(c, json_object_get(r.json, "sublists"), "type", " "), "health_checks"));
	r = type_of(c, &office, "health_checks");
	screen = json_object_get(r.json, "screen");
	assert_string_equal(joined(c, json_object_get(screen, "list"), "path", " "), "code");
	assert_int_equal(json_array_size(json_object_get(screen, "filters")), 0);
	assert_string_equal(joined(c, json_object_get(json_object_get(screen, "grid"), "columns"), NULL, " "), "");
	assert_null(json_object_get(json_object_get(screen, "grid"), "by"));
	r = type_of(c, &office, "relatives");
	assert_string_equal(joined(c, json_object_get(json_object_get(r.json, "screen"), "sections"), "name", " "), "other");
}

/* ---- the menu ---- */

#define LIST "/ho-so/"

static bool is_list(const json_t *entry)
{
	return strncmp(text(entry, "to"), LIST, strlen(LIST)) == 0;
}

static const char *menu_text(struct ctx *c, const struct api_session *who)
{
	const struct api_reply r = ask(c, who, API "/menu");
	struct buf b = buf_in(c->arena);
	size_t i, k;
	json_t *group, *entry;

	json_array_foreach(api_items(&r), i, group) {
		buf_fmt(&b, "%s[%s %s]", i > 0 ? " " : "", text(group, "number"), text(json_object_get(group, "label"), "vi"));
		json_array_foreach(json_object_get(group, "entries"), k, entry)
			buf_fmt(&b, " %s %s", text(entry, "number"), is_list(entry) ? text(entry, "to") + strlen(LIST) : text(entry, "to"));
	}
	return buf_text(&b);
}

#define SCHOOL_MENU "[1 Trường] 1.1 schools/19172401 1.2 campuses 1.3 school_year_profiles " \
	"[2 Lớp học] 2.1 classes 2.2 class_subjects 2.3 /lop 2.9 /chuyen-nam-hoc [3 Nhân sự] 3.1 staff 3.2 staff_years " \
	"[4 Học sinh] 4.1.1 learners 4.1.2 enrolments 4.1.3 /chuyen-truong 4.1.5 /trung 4.1.6 /dinh-danh 4.2 health_checks 4.3.1 results 4.3.2 subject_results " \
	"[5 Cơ sở vật chất, tài chính] 5.1 rooms 5.2 equipment 5.3 toilets 5.4 land_parcels 5.9 finance_lines"

#define FILES_MENU "[7 Nạp, xuất tệp] 7.1 /nap 7.2 /xuat "
#define OFFICE_MENU "[6 Báo cáo] 6 /tien-do 6.1 /bao-cao 6.2 /duyet 6.4 /chat-luong " FILES_MENU \
	"[9 Quản trị] 9.1 /quan-tri/tai-khoan 9.2 /quan-tri/don-vi 9.3 /quan-tri/nhat-ky 9.4 /quan-tri/luot-xem 9.7 /quan-tri/quy-dinh 9.8 /quan-tri/phan-mem 9.9 /quan-tri/quy-che " \
	"9.10 /quan-tri/yeu-cau"

TEST(the_menu_is_what_each_may_open)
{
	province_make(c);
	const struct {
		const char *role, *unit, *levels, *menu;
	} who[] = {
		{ "head", SCHOOL, NULL, SCHOOL_MENU " [6 Báo cáo] 6 /tien-do 6.1 /bao-cao 6.2 /duyet 6.4 /chat-luong " FILES_MENU
		  "[9 Quản trị] 9.3 /quan-tri/nhat-ky 9.4 /quan-tri/luot-xem 9.6 /quan-tri/dia-danh 9.9 /quan-tri/quy-che" },
		{ "clerk", SCHOOL, NULL, SCHOOL_MENU " [6 Báo cáo] 6 /tien-do 6.1 /bao-cao 6.4 /chat-luong " FILES_MENU "[9 Quản trị] 9.6 /quan-tri/dia-danh 9.9 /quan-tri/quy-che" },
		{ "manager", "19", NULL, "[1 Trường] 1.1 schools 1.2 campuses 1.3 school_year_profiles [2 Lớp học] 2.1 classes 2.2 class_subjects "
		  "[3 Nhân sự] 3.1 staff 3.2 staff_years [4 Học sinh] 4.1.1 learners 4.1.2 enrolments 4.3.1 results 4.3.2 subject_results "
		  "[5 Cơ sở vật chất, tài chính] 5.1 rooms 5.2 equipment 5.3 toilets 5.4 land_parcels 5.9 finance_lines " OFFICE_MENU },
		{ "manager", "P172", "01", "[1 Trường] 1.1 schools 1.2 campuses 1.3 school_year_profiles [2 Nhóm, lớp] 2.1 classes [3 Nhân sự] 3.1 staff 3.2 staff_years "
		  "[4 Trẻ] 4.1.1 learners 4.1.2 enrolments [5 Cơ sở vật chất, tài chính] 5.1 rooms 5.2 equipment 5.3 toilets 5.4 land_parcels 5.9 finance_lines " OFFICE_MENU },
		{ "viewer", "BGDDT", NULL, "[1 Trường] 1.1 schools 1.2 campuses 1.3 school_year_profiles [6 Báo cáo] 6.1 /bao-cao [9 Quản trị] 9.2 /quan-tri/don-vi "
		  "9.7 /quan-tri/quy-dinh 9.9 /quan-tri/quy-che" },
		{ "unit_admin", SCHOOL, NULL, "[1 Trường] 1.1 schools/19172401 1.2 campuses 1.3 school_year_profiles "
		  "[9 Quản trị] 9.1 /quan-tri/tai-khoan 9.4 /quan-tri/luot-xem 9.5 /quan-tri/phien 9.8 /quan-tri/phan-mem 9.9 /quan-tri/quy-che 9.10 /quan-tri/yeu-cau" },
	};

	for (size_t i = 0; i < COUNT(who); i++) {
		const struct api_session me = api_account(c, arena_fmt(c->arena, "nguoi.%zu", i), who[i].role, who[i].unit, who[i].levels);
		size_t k, j;
		json_t *group, *entry;
		assert_string_equal(menu_text(c, &me), who[i].menu);
		const struct api_reply r = ask(c, &me, API "/menu");
		json_array_foreach(api_items(&r), k, group)
			json_array_foreach(json_object_get(group, "entries"), j, entry)
				if (is_list(entry))
					ask(c, &me, arena_fmt(c->arena, API "/%s", text(entry, "to") + strlen(LIST)));
	}
}

/* What is of one level only is nothing to an office below which nobody teaches it. */
TEST(grade_12_is_offered_where_there_is_one)
{
	static const struct {
		const char *unit, *levels;
		bool offered;
	} office[] = { { "19", NULL, true }, { "P172", NULL, false }, { "01", NULL, false }, { "BGDDT", NULL, true }, { "19", "02,03", false } };
	province_make(c);
	province_script(c, "UPDATE unit SET levels = '03,04' WHERE code = '19000501'");

	for (size_t i = 0; i < COUNT(office); i++) {
		const struct api_session me = api_account(c, arena_fmt(c->arena, "nguoi.%zu", i), "manager", office[i].unit, office[i].levels);
		const struct api_reply lists = ask(c, &me, API "/quality/checklists");
		assert_int_equal(strstr(menu_text(c, &me), "grade-12-exam") != NULL, office[i].offered);
		assert_int_equal(strstr(lists.body, "grade-12-exam") != NULL, office[i].offered);
		assert_non_null(strstr(lists.body, "lifelong-record"));
	}
}

/* Words of whom it is about, also above the list; whoever is told other words has another digest. */
TEST(a_preschool_has_children)
{
	province_make(c);
	const struct api_session all = api_account(c, "p.1", "manager", "P172", NULL), young = api_account(c, "p.2", "manager", "P172", "01");
	const struct api_reply usual = type_of(c, &all, "learners"), r = type_of(c, &young, "learners");

	assert_string_equal(text(json_object_get(json_object_get(usual.json, "screen"), "title"), "vi"), "Hồ sơ học sinh");
	assert_string_equal(text(json_object_get(json_object_get(r.json, "screen"), "title"), "vi"), "Hồ sơ trẻ");
	assert_string_not_equal(usual.etag, r.etag);
}

/* By the menu, from there to what belongs to a record, or as what happened to it. */
TEST_PURE(every_record_type_is_found)
{
	struct catalog *k;
	size_t n_alone = 0;

	OK(catalog_load(c, &k, TEST_SOURCE_DIR "/catalog"));
	assert_int_equal(k->n_menu, 8); /* nothing was forgotten */
	for (size_t i = 0; i < k->n_types; i++) {
		bool found = screen_stands_alone(k, &k->type[i]) || k->type[i].by_operation;
		n_alone += screen_stands_alone(k, &k->type[i]);
		for (size_t j = 0; j < k->n_types && !found; j++)
			found = screen_part_owner(k, &k->type[i], &k->type[j]) != NULL;
		if (!found)
			fail_msg("nothing leads to %s", k->type[i].name);
	}
	assert_true(n_alone >= 10);
}
