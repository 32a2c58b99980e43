/* test_address.c - addresses in records, brought over the reform of communes. */
#include "domain/place/address.h" /* before test.h: cmocka has a macro called fail */
#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "province.h"

#define SCHOOL "19172401"

static const char *learner(struct ctx *c, const char *name, const char *address)
{
	return province_record(c, SCHOOL, "learner", arena_fmt(c->arena,
		"{\"full_name\":\"%s\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\",%s}", name, address));
}

static void is_at(struct ctx *c, const char *code, const char *commune, const char *province, int64_t version)
{
	const struct record_type *t = catalog_type(c->catalog, "learner");
	struct record rec;

	OK(record_find(c, t, actor_scope(c), code, &rec));
	assert_string_equal(rec.value[field_find(t, "residence_commune")->index].s, commune);
	assert_string_equal(rec.value[field_find(t, "residence_province")->index].s, province);
	assert_int_equal(rec.value[field_find(t, "residence_district")->index].kind, VAL_NULL);
	assert_int_equal(rec.version, version);
}

static void setup(struct ctx *c)
{
	OK(place_store_seed(c, TEST_SOURCE_DIR "/catalog"));
	province_make(c);
}

TEST(address_of_a_whole_commune_is_converted_and_the_province_follows)
{
	struct unit u;
	struct address_summary s;

	setup(c);
	u = province_unit(c, SCHOOL);
	const char *whole = learner(c, "Lê An", "\"residence_province\":\"02\",\"residence_district\":\"024\",\"residence_commune\":\"00692\"");
	const char *same = learner(c, "Lê Ba", "\"residence_province\":\"02\",\"residence_commune\":\"00691\"");
	const char *today = learner(c, "Lê Chi", "\"residence_province\":\"08\",\"residence_commune\":\"00691\"");
	const char *split = learner(c, "Lê Dư", "\"residence_province\":\"01\",\"residence_commune\":\"00175\"");
	learner(c, "Lê Ê", "\"residence_province\":\"08\"");
	OK(address_convert_unit(c, &u, NULL, 0, false, &s));
	assert_int_equal(s.addresses, 4);
	assert_int_equal(s.current, 1);
	assert_int_equal(s.convertible, 2);
	assert_int_equal(s.changed, 0);
	is_at(c, same, "00691", "02", 1); /* only counted */
	OK(address_convert_unit(c, &u, NULL, 0, true, &s));
	assert_int_equal(s.changed, 2);
	assert_int_equal(s.refused, 0);
	is_at(c, whole, "00691", "08", 2);
	is_at(c, same, "00691", "08", 2); /* the same code, in another province */
	is_at(c, today, "00691", "08", 1);
	is_at(c, split, "00175", "01", 1);
	assert_int_equal(s.n_open, 1);
	assert_string_equal(s.open[0].code, split);
	assert_string_equal(s.open[0].field->name, "residence_commune");
	assert_int_equal(s.open[0].candidates.n, 3);
	OK(address_convert_unit(c, &u, NULL, 0, true, &s)); /* again: nothing is left to do */
	assert_int_equal(s.convertible, 0);
	assert_int_equal(s.changed, 0);
	assert_int_equal(s.current, 3);
	is_at(c, whole, "00691", "08", 2);
}

TEST(address_whose_code_names_two_communes_is_asked)
{
	struct unit u;
	struct address_summary s;

	setup(c);
	u = province_unit(c, SCHOOL);
	learner(c, "Lê An", "\"residence_commune\":\"06799\""); /* its people went to 06886, another commune has its code now */
	learner(c, "Lê Ba", "\"residence_commune\":\"00010\""); /* gone before the reform */
	OK(address_convert_unit(c, &u, NULL, 0, true, &s));
	assert_int_equal(s.changed, 0);
	assert_int_equal(s.n_open, 2);
	assert_int_equal(s.open[0].candidates.n, 2);
	assert_int_equal(s.open[1].candidates.n, 0);
}

TEST(address_of_a_row_left_behind_stays)
{
	const struct record_type *t = catalog_type(c->catalog, "learner");
	struct unit u;
	struct address_summary s;
	struct record rec;
	int64_t version;

	setup(c);
	u = province_unit(c, SCHOOL);
	OK(record_find(c, t, actor_scope(c), learner(c, "Lê An", "\"residence_province\":\"02\",\"residence_commune\":\"00692\""), &rec));
	OK(db_begin(c) && db_end(c, record_set_status_in(c, &rec, 0, t->moved_status, NULL, &version)));
	OK(address_convert_unit(c, &u, NULL, 0, true, &s));
	assert_int_equal(s.addresses, 0);
	is_at(c, rec.code, "00692", "02", 2);
}

TEST(address_of_every_type_and_field_only_of_the_unit)
{
	struct unit u;
	struct address_summary s;

	setup(c);
	u = province_unit(c, SCHOOL);
	learner(c, "Lê An", "\"residence_commune\":\"00692\",\"current_commune\":\"00692\"");
	province_record(c, SCHOOL, "staff", "{\"full_name\":\"Lê Ba\",\"birth_date\":\"1980-01-01\",\"sex\":\"02\",\"current_commune\":\"00692\"}");
	province_record(c, SCHOOL, "campus", "{\"name\":\"Điểm 1\",\"commune\":\"00692\"}");
	province_record(c, "19172402", "campus", "{\"name\":\"Điểm 1\",\"commune\":\"00692\"}");
	OK(address_convert_unit(c, &u, NULL, 0, true, &s));
	assert_int_equal(s.addresses, 4);
	assert_int_equal(s.convertible, 4);
	assert_int_equal(s.changed, 3);
	u = province_unit(c, "19172402");
	OK(address_convert_unit(c, &u, NULL, 0, false, &s));
	assert_int_equal(s.convertible, 1);
}

/* A new commune may have the code of an old one that was split too: only what was chosen says that nothing is left to ask. */
TEST(address_of_a_split_commune_is_chosen_once_for_all_who_live_there)
{
	struct unit u;
	struct address_summary s;

	setup(c);
	u = province_unit(c, SCHOOL);
	const char *first = learner(c, "Lê An", "\"residence_province\":\"01\",\"residence_commune\":\"00175\",\"residence_address\":\"Tổ 1\"");
	const char *both = learner(c, "Lê Ba", "\"residence_province\":\"01\",\"residence_commune\":\"00175\",\"residence_address\":\"Tổ 1\","
		"\"current_commune\":\"00175\",\"current_address\":\"Tổ 1\"");
	const char *same = learner(c, "Lê Chi", "\"residence_province\":\"01\",\"residence_commune\":\"00175\",\"residence_address\":\"Tổ 2\"");
	const char *none = learner(c, "Lê Dư", "\"residence_province\":\"01\",\"residence_commune\":\"00175\"");
	OK(address_convert_unit(c, &u, NULL, 0, false, &s));
	assert_int_equal(s.n_open, 5);
	assert_int_equal(s.n_groups, 3);
	assert_null(s.group[0].text);
	assert_string_equal(s.group[1].text, "Tổ 1");
	assert_int_equal(s.group[1].records, 2);
	assert_int_equal(s.group[1].candidates.n, 3);
	const struct address_choice choice[] = { { "00175", "Tổ 1", "00367" }, { "00175", "Tổ 2", "00175" }, { "00175", "Tổ 9", "00637" } };
	OK(address_convert_unit(c, &u, choice, COUNT(choice), false, &s));
	assert_int_equal(s.convertible, 4);
	assert_int_equal(s.chosen, 4);
	assert_int_equal(s.changed, 0);
	assert_int_equal(s.n_open, 1);
	is_at(c, first, "00175", "01", 1); /* only tried */
	OK(address_convert_unit(c, &u, choice, COUNT(choice), true, &s));
	assert_int_equal(s.changed, 3);
	assert_int_equal(s.n_open, 1);
	is_at(c, first, "00367", "01", 2);
	is_at(c, both, "00367", "01", 2);
	is_at(c, same, "00175", "01", 1); /* the same code, of the new commune */
	is_at(c, none, "00175", "01", 1);
	OK(address_convert_unit(c, &u, NULL, 0, true, &s)); /* 00367 was split too, and it is not asked again */
	assert_int_equal(s.n_open, 1);
	assert_string_equal(s.open[0].code, none);
	assert_int_equal(s.current, 4);
	FAILS(address_convert_unit(c, &u, &(struct address_choice){ "00175", NULL, "00691" }, 1, true, &s), "place.choice");
	is_at(c, none, "00175", "01", 1);
}

TEST(address_of_a_school_is_converted_over_http_as_far_as_the_caller_may)
{
	setup(c);
	const char *whole = learner(c, "Lê An", "\"residence_province\":\"02\",\"residence_commune\":\"00692\"");
	const char *split = learner(c, "Lê Dư", "\"residence_province\":\"01\",\"residence_commune\":\"00175\"");
	const char *staff = province_record(c, SCHOOL, "staff",
		"{\"full_name\":\"Lê Hà\",\"birth_date\":\"1985-02-03\",\"sex\":\"02\",\"residence_province\":\"02\",\"residence_commune\":\"00692\"}");
	const struct api_session clerk = api_account(c, "van.thu", "clerk", SCHOOL, NULL), so = api_account(c, "so19", "manager", "19", NULL);
	struct rows r;

	struct api_reply a = api_call(c, &clerk, POST, API "/places/conversion", "{\"dry_run\":true}");
	EXPECT(a, 200);
	assert_int_equal(json_integer_value(json_object_get(a.json, "convertible")), 1);
	assert_int_equal(json_integer_value(json_object_get(a.json, "changed")), 0);
	assert_int_equal(json_integer_value(json_object_get(a.json, "open")), 1);
	const json_t *open = json_array_get(api_items(&a), 0);
	assert_string_equal(json_string_value(json_object_get(open, "record")), split);
	assert_int_equal(json_array_size(json_object_get(open, "candidates")), 3);
	is_at(c, whole, "00692", "02", 1);
	a = api_call(c, &so, POST, API "/places/conversion", "{\"unit\":\"" SCHOOL "\"}");
	EXPECT(a, 403);
	a = api_call(c, &clerk, POST, API "/places/conversion", "{}");
	EXPECT(a, 200);
	assert_int_equal(json_integer_value(json_object_get(a.json, "changed")), 1);
	is_at(c, whole, "00691", "08", 2);
	/* The clerk reads the staff and does not change it. */
	OK(db_query(c, &r, "SELECT residence_commune FROM r_staff WHERE code = $1", ARGS(val_text(staff))));
	assert_string_equal(rows_text(&r, 0, 0), "00692");
	a = api_call(c, &api_nobody, POST, API "/places/conversion", "{}");
	EXPECT(a, 401);
}

TEST(address_is_chosen_over_http)
{
	setup(c);
	const char *split = learner(c, "Lê Dư", "\"residence_province\":\"01\",\"residence_commune\":\"00175\",\"residence_address\":\"Tổ 1\"");
	const struct api_session clerk = api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	struct api_reply a = api_call(c, &clerk, POST, API "/places/conversion", "{\"dry_run\":true}");

	EXPECT(a, 200);
	const json_t *group = json_array_get(json_object_get(a.json, "groups"), 0);
	assert_string_equal(json_string_value(json_object_get(group, "value")), "00175");
	assert_string_equal(json_string_value(json_object_get(group, "address")), "Tổ 1");
	assert_int_equal(json_integer_value(json_object_get(group, "records")), 1);
	assert_int_equal(json_array_size(json_object_get(group, "candidates")), 3);
	for (size_t i = 0; i < 4; i++) {
		static const char *const wrong[] = { "7", "{}", "{\"value\":\"00175\"}", "{\"value\":\"00175\",\"to\":\"00367\",\"address\":1}" };
		a = api_call(c, &clerk, POST, API "/places/conversion", arena_fmt(c->arena, "{\"choices\":[%s]}", wrong[i]));
		EXPECT(a, 422);
	}
	a = api_call(c, &clerk, POST, API "/places/conversion", "{\"choices\":[{\"value\":\"00175\",\"to\":\"00691\"}]}");
	EXPECT(a, 422);
	assert_string_equal(a.key, "place.choice");
	is_at(c, split, "00175", "01", 1);
	a = api_call(c, &clerk, POST, API "/places/conversion", "{\"choices\":[{\"value\":\"00175\",\"address\":\"Tổ 1\",\"to\":\"00637\"}]}");
	EXPECT(a, 200);
	assert_int_equal(json_integer_value(json_object_get(a.json, "chosen")), 1);
	assert_int_equal(json_integer_value(json_object_get(a.json, "changed")), 1);
	assert_int_equal(json_integer_value(json_object_get(a.json, "open")), 0);
	is_at(c, split, "00637", "01", 2);
}
