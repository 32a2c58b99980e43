/* test_completeness.c - what is filled of what is due, and who lacks what for the exam. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "domain/quality/quality.h"
#include "province.h"

enum { YEAR = 2025 };

static void add_class(struct ctx *c, const char *unit, const char *name, const char *grade)
{
	province_old_record(c, unit, "class", arena_fmt(c->arena, "{\"name\":\"%s\",\"grade\":\"%s\",\"school_year\":2025}", name, grade));
}

static const char *add(struct ctx *c, const char *unit, const char *class, const char *more, const char *status)
{
	const struct record_type *t = catalog_type(c->catalog, "enrolment");
	const struct unit u = province_unit(c, unit);
	const char *learner = province_record(c, unit, "learner", arena_fmt(c->arena,
		"{\"full_name\":\"Lê Văn An\",\"sex\":\"01\",\"ethnic_group\":\"01\"%s}", more));
	struct draft d = province_draft(c, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025}", learner, class));
	struct outcome out;

	d.status = status;
	OK(record_write_batch(c, t, &u, &d, 1, &out));
	assert_int_equal(out.result, WRITE_CREATED);
	return learner;
}

static const char *counted(struct ctx *c, const char *unit, bool within, const char *by)
{
	struct unit u = province_unit(c, unit);
	struct buf b = buf_in(c->arena);

	OK(completeness_count(c, &(struct completeness_query){ .unit = &u, .within = within, .year = YEAR, .by = by }, &b));
	return buf_text(&b);
}

static void has(const char *json, const char *part)
{
	if (strstr(json, part) == NULL)
		fail_msg("no %s in %s", part, json);
}

static void make(struct ctx *c)
{
	province_make(c);
	add_class(c, "19172401", "1A", "01"); /* L2 */
	add_class(c, "19172401", "2A", "02"); /* L3 */
	add_class(c, "19000501", "6A", "06"); /* L2 */
	add(c, "19172401", "19172401-L2", ",\"birth_date\":\"2019-01-02\"", NULL);
	add(c, "19172401", "19172401-L2", ",\"birth_year\":2019", NULL);
	add(c, "19172401", "19172401-L3", ",\"birth_date\":\"2018-01-02\"", NULL);
	add(c, "19172401", "19172401-L3", ",\"birth_date\":\"2018-01-03\"", "05"); /* has left */
	add(c, "19000501", "19000501-L2", ",\"birth_date\":\"2014-01-02\"", NULL);
}

TEST(completeness_counts_what_is_due_and_filled)
{
	struct buf b = buf_in(c->arena);
	struct unit u;

	make(c);
	const char *fields = counted(c, "19172401", false, "field");
	has(fields, "{\"type\":\"learner\",\"plural\":\"learners\",\"declared\":true,\"field\":\"full_name\",\"label\":\"Họ tên\",\"filled\":3,\"due\":3}");
	has(fields, "{\"type\":\"learner\",\"plural\":\"learners\",\"declared\":true,\"field\":\"birth_date\",\"label\":\"Ngày sinh\",\"filled\":2,\"due\":2}"); /* a year stands in for a date */
	has(fields, "\"field\":\"grade\",\"label\":\"Khối\",\"filled\":2,\"due\":2");
	has(counted(c, "19", true, "field"), "\"field\":\"full_name\",\"label\":\"Họ tên\",\"filled\":4,\"due\":4");
	const char *classes = counted(c, "19172401", false, "class");
	has(classes, "{\"class\":\"19172401-L2\",\"label\":\"1A\",");
	has(classes, "{\"class\":\"19172401-L3\",\"label\":\"2A\",");
	const char *levels = counted(c, "19", true, "level");
	has(levels, "{\"level\":\"02\",\"label\":\"Tiểu học\",");
	has(levels, "{\"level\":\"03\",\"label\":\"Trung học cơ sở\",");
	const char *schools = counted(c, "19", true, "school");
	has(schools, "{\"school\":\"19172401\",\"label\":\"Trường Tiểu học Ba Hàng\",");
	assert_null(strstr(schools, "01001401"));
	u = province_unit(c, "19");
	FAILS(completeness_count(c, &(struct completeness_query){ .unit = &u, .within = true, .year = YEAR, .by = "colour" }, &b), "completeness.by");
}

/* However many results and checks there are of her in the year. */
TEST(completeness_counts_a_pupil_once)
{
	make(c);
	const char *learner = add(c, "19172401", "19172401-L2", ",\"birth_date\":\"2019-02-02\"", NULL);
	const char *four = "\"field\":\"full_name\",\"label\":\"Họ tên\",\"filled\":4,\"due\":4";
	has(counted(c, "19172401", false, "field"), four);
	for (int round = 1; round <= 2; round++)
		province_record(c, "19172401", "health_check", arena_fmt(c->arena,
		                "{\"learner\":\"%s\",\"school_year\":2025,\"round\":%d,\"checked_on\":\"2025-10-0%d\"}", learner, round, round));
	has(counted(c, "19172401", false, "field"), four);
	has(counted(c, "19172401", false, "field"), "\"type\":\"health_check\"");
}

TEST(completeness_of_one_class_counts_what_is_of_it)
{
	struct buf b = buf_in(c->arena);

	make(c);
	struct unit u = province_unit(c, "19172401");
	OK(completeness_count(c, &(struct completeness_query){ .unit = &u, .year = YEAR, .by = "field", .class = "19172401-L2" }, &b));
	has(buf_text(&b), "\"field\":\"full_name\",\"label\":\"Họ tên\",\"filled\":2,\"due\":2");
	has(buf_text(&b), "\"field\":\"birth_date\",\"label\":\"Ngày sinh\",\"filled\":1,\"due\":1");
	has(buf_text(&b), "\"field\":\"grade\",\"label\":\"Khối\",\"filled\":1,\"due\":1");
	assert_null(strstr(buf_text(&b), "\"type\":\"school\""));
	struct buf other = buf_in(c->arena);
	OK(completeness_count(c, &(struct completeness_query){ .unit = &u, .year = YEAR, .by = "field", .class = "19000501-L2" }, &other));
	assert_null(strstr(buf_text(&other), "\"due\":1"));
}

/* Fields that are asked for by name are counted also where nobody must fill them in, and nothing else is. */
TEST(completeness_of_named_fields_counts_those)
{
	const struct unit u = (make(c), province_unit(c, "19172401"));
	struct completeness_query q = { .unit = &u, .year = YEAR, .by = "class", .fields = "learner.personal_id,learner.birth_date" };
	struct buf b = buf_in(c->arena), other = buf_in(c->arena);

	add(c, "19172401", "19172401-L2", ",\"personal_id\":\"019319042669\",\"birth_date\":\"2019-04-26\"", "01");
	OK(completeness_count(c, &q, &b));
	has(buf_text(&b), "{\"class\":\"19172401-L2\",\"label\":\"1A\",\"filled\":3,\"due\":5}"); /* one has a birth year instead */;
	q.by = "field";
	q.fields = "learner.personal_id";
	OK(completeness_count(c, &q, &other));
	has(buf_text(&other), "\"field\":\"personal_id\",\"label\":\"Số định danh cá nhân\",\"filled\":1,\"due\":");
	assert_null(strstr(buf_text(&other), "full_name"));
	for (size_t i = 0; i < 3; i++) {
		q.fields = (const char *const[]){ "learner", "learner.personal", "nobody.personal_id" }[i];
		FAILS(completeness_count(c, &q, &other), "completeness.fields");
	}
}

/* A field that is expected and empty lowers the share where it is, and nowhere else. */
TEST(completeness_sees_fields_that_are_expected)
{
	struct catalog copy = *c->catalog;
	struct record_type *types = NEW_N(c->arena, struct record_type, copy.n_types);
	const struct record_type *learner = catalog_type(c->catalog, "learner");
	struct field *fields = NEW_N(c->arena, struct field, learner->n_fields);

	make(c);
	memcpy(types, copy.type, copy.n_types * sizeof *types);
	memcpy(fields, learner->field, learner->n_fields * sizeof *fields);
	fields[field_find(learner, "blood_type")->index].expected = "thử";
	add(c, "19172401", "19172401-L2", ",\"birth_date\":\"2019-01-02\",\"blood_type\":\"1\"", NULL);
	copy.type = types;
	/* References lead to the types as loaded: the type itself is what changes. */
	for (size_t i = 0; i < copy.n_types; i++)
		for (size_t k = 0; k < types[i].n_fields; k++)
			if (types[i].field[k].to == learner) {
				struct field *own = NEW_N(c->arena, struct field, types[i].n_fields);
				memcpy(own, types[i].field, types[i].n_fields * sizeof *own);
				own[k].to = &types[learner - c->catalog->type];
				types[i].field = own;
			}
	types[learner - c->catalog->type].field = fields;
	struct rule_set *sets = NEW_N(c->arena, struct rule_set, copy.n_rule_sets);
	memcpy(sets, copy.rule_set, copy.n_rule_sets * sizeof *sets);
	for (size_t i = 0; i < copy.n_rule_sets; i++)
		sets[i].type = &types[sets[i].type - c->catalog->type];
	copy.rule_set = sets;
	c->catalog = &copy;
	has(counted(c, "19172401", false, "field"), "\"field\":\"blood_type\",\"label\":\"Nhóm máu\",\"filled\":1,\"due\":4");
	c->catalog = test_catalog();
	assert_null(strstr(counted(c, "19172401", false, "field"), "blood_type"));
}

/* A guardian is asked for where neither parent is known; what an empty value says already, and an age group in a primary school, never. */
TEST(completeness_asks_for_what_is_expected_only_when_it_is)
{
	make(c);
	has(counted(c, "19172401", false, "field"), "\"field\":\"guardian_name\",\"label\":\"Họ tên người giám hộ\",\"filled\":0,\"due\":3");
	add(c, "19172401", "19172401-L2", ",\"birth_date\":\"2019-01-02\",\"father_name\":\"Hoàng Văn Thử\"", NULL);
	const char *fields = counted(c, "19172401", false, "field");
	has(fields, "\"field\":\"guardian_name\",\"label\":\"Họ tên người giám hộ\",\"filled\":0,\"due\":3");
	has(fields, "\"field\":\"mother_name\",\"label\":\"Họ tên mẹ\",\"filled\":0,\"due\":4");
	assert_null(strstr(fields, "\"disability\""));
	assert_null(strstr(fields, "\"combined\""));
	has(fields, "\"field\":\"semi_boarding_kind\",\"label\":\"Loại bán trú của lớp\",\"filled\":0,\"due\":0");
	has(fields, "\"field\":\"age_group\",\"label\":\"Nhóm tuổi\",\"filled\":0,\"due\":0");
}

/* How many the check says lack a field, and how many a list of those who lack it has. */
static void are_the_same(struct ctx *c, const struct api_session *me, const char *plural, const char *field, const char *when, int64_t n)
{
	struct api_reply all = api_call(c, me, GET, API "/quality/completeness?unit=19172401&year=2025&by=field", NULL), list;
	const json_t *o;
	int64_t lack = -1;
	size_t i;

	EXPECT(all, 200);
	json_array_foreach(api_items(&all), i, o)
		if (streq(json_string_value(json_object_get(o, "plural")), plural) && streq(json_string_value(json_object_get(o, "field")), field)) {
			assert_true(json_is_true(json_object_get(o, "declared")));
			lack = json_integer_value(json_object_get(o, "due")) - json_integer_value(json_object_get(o, "filled"));
		}
	assert_int_equal(lack, n);
	list = api_call(c, me, POST, arena_fmt(c->arena, API "/%s/query", plural),
	                arena_fmt(c->arena, "{\"unit\":\"19172401\",\"year\":2025,\"declared\":true,\"count\":true,\"filter\":\"%s is null%s\"}", field, when));
	EXPECT(list, 200);
	assert_int_equal(json_integer_value(json_object_get(list.json, "total")), n);
}

/* Those of no class, those who have left, and staff of whom nothing is declared in the year are in neither. */
TEST(a_count_and_the_list_of_those_it_counts_are_the_same_people)
{
	static const char person[] = "\"birth_date\":\"1980-01-01\",\"sex\":\"02\"";
	const char *staff[3];

	make(c);
	const struct api_session me = api_account(c, "ht.dem", "head", "19172401", NULL);
	province_record(c, "19172401", "learner", "{\"full_name\":\"Lê Không Lớp\",\"birth_date\":\"2019-03-03\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	are_the_same(c, &me, "learners", "mother_name", "", 3);
	are_the_same(c, &me, "learners", "guardian_name", " and father_name is null and mother_name is null", 3);
	for (size_t i = 0; i < COUNT(staff); i++) {
		staff[i] = province_record(c, "19172401", "staff", arena_fmt(c->arena, "{\"full_name\":\"Lê Ba %zu\",%s}", i, person));
		if (i > 0)
			province_record(c, "19172401", "staff_year", arena_fmt(c->arena, "{\"staff\":\"%s\",\"school_year\":2025,\"staff_group\":\"03\",\"contract_form\":\"07\",\"qualification\":\"13\"}", staff[i]));
	}
	are_the_same(c, &me, "staff", "personal_id", "", 2);
	struct api_reply r = api_call(c, &me, POST, arena_fmt(c->arena, API "/staff/%s/events", staff[2]), "{\"event\":\"leave\",\"event_date\":\"2025-10-01\"}");
	EXPECT(r, 200);
	are_the_same(c, &me, "staff", "personal_id", "", 1);
	r = api_call(c, &me, GET, API "/learners?unit=19172401&year=2024&declared=1", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 0);
	r = api_call(c, &me, GET, API "/rooms?unit=19172401&declared=1", NULL); /* declared by nothing else */
	EXPECT(r, 200);
}

TEST(checklist_says_what_each_still_lacks)
{
	const struct checklist *k = checklist_find(c->catalog, "grade-12-exam");
	struct checklist_result r;
	struct buf b = buf_in(c->arena);
	const char *whole = ",\"birth_date\":\"2008-01-02\",\"nationality\":\"704\",\"personal_id\":\"019208000001\",\"birth_place\":\"Thái Nguyên\","
	                    "\"residence_province\":\"19\",\"residence_commune\":\"05440\",\"phone\":\"0900012345\"";
	struct unit u;

	make(c);
	assert_non_null(k);
	add_class(c, "19172402", "12A", "12"); /* L2 */
	add_class(c, "19172402", "11A", "11"); /* L3 */
	const char *has_all = add(c, "19172402", "19172402-L2", whole, NULL);
	const char *lacks = add(c, "19172402", "19172402-L2", ",\"birth_year\":2008,\"nationality\":\"704\",\"birth_place\":\"x\",\"residence_province\":\"19\","
	                        "\"residence_commune\":\"05440\",\"phone\":\"0900012346\"", NULL);
	const char *nothing = add(c, "19172402", "19172402-L2", ",\"birth_date\":\"2008-01-05\"", NULL);
	add(c, "19172402", "19172402-L3", ",\"birth_date\":\"2009-01-05\"", NULL);
	u = province_unit(c, "19172402");
	struct checklist_query q = { k, &u, YEAR, NULL, 100 };
	OK(checklist_run(c, &q, &b, &r));
	assert_int_equal(r.records, 3);
	assert_int_equal(r.complete, 1);
	assert_null(r.cursor);
	assert_string_equal(arena_strndup(c->arena, b.data, strcspn(b.data, "}") + 1),
	                    arena_fmt(c->arena, "{\"record\":\"%s\",\"title\":\"Lê Văn An\",\"class\":\"12A\",\"missing\":[{\"field\":\"learner.birth_date\",\"label\":\"Ngày sinh\"}", lacks));
	has(b.data, nothing);
	assert_null(strstr(b.data, has_all));
	q.limit = 1;
	b = buf_in(c->arena);
	OK(checklist_run(c, &q, &b, &r));
	assert_int_equal(r.records, 3);
	assert_null(strstr(b.data, nothing));
	q.cursor = r.cursor;
	b = buf_in(c->arena);
	OK(checklist_run(c, &q, &b, &r));
	has(b.data, nothing);
	assert_null(strstr(b.data, lacks));
	assert_null(r.cursor);
	u = province_unit(c, "P172");
	FAILS(checklist_run(c, &q, &b, &r), "quality.unit");
}
