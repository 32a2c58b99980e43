/* test_search.c - what is looked for by name below an office is what the schools find one by one. */
#include "test.h"

#include <string.h>

#include <jansson.h>

#include "catalog/catalog.h"
#include "db/db.h"
#include "province.h"
#include "store/actor.h"
#include "store/migrate.h"
#include "store/move.h"

static const char *const schools[] = { "19172401", "19172402", "19000501", "01001401" };

static const char *learner(struct ctx *c, const char *school, const char *name)
{
	return province_record(c, school, "learner", arena_fmt(c->arena, "{\"full_name\":\"%s\",\"birth_date\":\"2018-03-09\",\"sex\":\"02\",\"ethnic_group\":\"01\"}", name));
}

/* The codes in their order, with blanks between, page by page. */
static const char *codes(struct ctx *c, struct record_query q, const char *plural)
{
	struct buf all = buf_in(c->arena);
	const char *next = NULL;

	do {
		struct buf b = buf_in(c->arena);
		size_t i;
		json_t *item;
		q.cursor = next;
		q.fields = "code";
		buf_char(&b, '[');
		OK(record_list(c, catalog_plural(c->catalog, plural), &q, &b, &next));
		buf_char(&b, ']');
		json_t *page = json_loads(buf_text(&b), 0, NULL);
		assert_non_null(page);
		assert_true(json_array_size(page) <= q.limit && (next == NULL || json_array_size(page) == q.limit));
		json_array_foreach(page, i, item)
			buf_fmt(&all, " %s", json_string_value(json_object_get(item, "code")));
		json_decref(page);
	} while (next != NULL);
	return buf_text(&all);
}

static const char *below(struct ctx *c, const char *office, const char *text, const char *sort, bool gone)
{
	struct unit u = province_unit(c, office);

	return codes(c, (struct record_query){ .scope = actor_scope(c), .unit = &u, .within = true, .q = text, .sort = sort, .gone = gone, .limit = 2 }, "learners");
}

/* School by school, as the office's list goes through them: there every key is looked at. */
static const char *one_by_one(struct ctx *c, const char *office, const char *text, bool gone)
{
	struct unit o = province_unit(c, office);
	struct buf all = buf_in(c->arena);

	for (size_t i = 0; i < COUNT(schools); i++) {
		struct unit u = province_unit(c, schools[i]);
		if (strncmp(u.path, o.path, strlen(o.path)) == 0)
			buf_put(&all, codes(c, (struct record_query){ .scope = actor_scope(c), .unit = &u, .q = text, .gone = gone, .limit = 200 }, "learners"));
	}
	return buf_text(&all);
}

static size_t count(const char *list)
{
	size_t n = 0;

	for (; *list != '\0'; list++)
		n += *list == ' ';
	return n;
}

static void same_everywhere(struct ctx *c)
{
	static const char *const offices[] = { "BGDDT", "19", "P172", "01" };
	static const char *const texts[] = { "nguyễn", "Nguyen van", "guy", "n", "ng", "an", "hải", "y", "h'hen", "zzz", "van an", "a%", "-", "", "lan anh", "\"", "anh\"x", "*" };

	for (size_t i = 0; i < COUNT(offices); i++)
		for (size_t k = 0; k < COUNT(texts); k++)
			for (int gone = 0; gone <= 1; gone++) {
				const char *found = below(c, offices[i], texts[k], NULL, gone != 0), *wanted = one_by_one(c, offices[i], texts[k], gone != 0);
				if (strcmp(found, wanted) != 0)
					fail_msg("%s, \"%s\": %s instead of %s", offices[i], texts[k], found, wanted);
				assert_int_equal(count(below(c, offices[i], texts[k], "-code", gone != 0)), count(wanted));
				assert_int_equal(count(below(c, offices[i], texts[k], "code", gone != 0)), count(wanted));
			}
}

static void make_names(struct ctx *c)
{
	static const char *const names[] = {
		"Nguyễn Văn An", "Nguyễn Thị Lan Anh", "Trần Hải Nguyên", "Đặng Thu Hải", "H’Hen Niê", "Y Moan Êban", "Lê Văn Ngọc", "Nguyễn An", "Phạm Ân",
		"Lỳ Xó Cà", "Trần Thuỷ",
	};

	province_make(c);
	for (size_t i = 0; i < COUNT(names) * 3; i++)
		learner(c, schools[(i + i / COUNT(names)) % COUNT(schools)], names[i % COUNT(names)]);
}

TEST(an_office_finds_by_name_what_its_schools_find)
{
	make_names(c);
	same_everywhere(c);
	assert_true(count(below(c, "19", "nguyễn", NULL, false)) > 3);
	assert_true(count(below(c, "19", "nguyễn", NULL, false)) < count(below(c, "BGDDT", "nguyễn", NULL, false)));
	province_act_as(c, "manager", "P172");
	assert_string_equal(below(c, "P172", "nguyen", NULL, false), one_by_one(c, "P172", "nguyen", false));
	struct unit u = province_unit(c, "19");
	const char *own = codes(c, (struct record_query){ .scope = actor_scope(c), .unit = &u, .within = true, .q = "nguyen", .limit = 2 }, "learners");
	assert_string_equal(own, one_by_one(c, "P172", "nguyen", false)); /* of what is beyond the scope nothing */
}

TEST(one_or_two_letters_begin_a_word)
{
	make_names(c);
	learner(c, "19000501", "Hoàng Quang");
	assert_int_equal(count(below(c, "19", "qu", NULL, false)), 1);
	assert_int_equal(count(below(c, "19", "ua", NULL, false)), 0);
	assert_int_equal(count(below(c, "19", "uan", NULL, false)), 1);
	assert_string_equal(below(c, "19", "ua", NULL, false), one_by_one(c, "19", "ua", false));
	const char *code = learner(c, "19000501", "Uất Kim");
	assert_string_equal(below(c, "19", "ua", NULL, false), arena_fmt(c->arena, " %s", code));
}

TEST(codes_are_put_in_order_below_an_office)
{
	struct unit so;

	make_names(c);
	so = province_unit(c, "19");
	struct record_query q = { .scope = actor_scope(c), .unit = &so, .within = true, .sort = "code", .limit = 4 };
	const char *up = codes(c, q, "learners");
	q.sort = "-code";
	const char *down = codes(c, q, "learners");
	assert_int_equal(count(up), count(one_by_one(c, "19", "", false)));
	assert_int_equal(count(down), count(up));
	assert_int_equal(strncmp(up, strrchr(down, ' '), strlen(strrchr(down, ' '))), 0);
	assert_int_equal(strncmp(down, strrchr(up, ' '), strlen(strrchr(up, ' '))), 0);
	q.filter = "sex == \"01\"";
	assert_string_equal(codes(c, q, "learners"), "");
	q.filter = NULL;
	assert_string_equal(codes(c, q, "equipment"), "");
}

TEST(a_code_is_found_below_an_office)
{
	struct unit so;

	make_names(c);
	const char *code = learner(c, "19000501", "Hoàng Quang");
	assert_string_equal(below(c, "19", code, NULL, false), arena_fmt(c->arena, " %s", code));
	assert_string_equal(below(c, "01", code, NULL, false), "");
	const char *class = province_record(c, "19000501", "class", "{\"name\":\"6A\",\"grade\":\"06\",\"school_year\":2025}");
	so = province_unit(c, "19");
	struct record_query q = { .scope = actor_scope(c), .unit = &so, .within = true, .q = class, .limit = 2 };
	assert_string_equal(codes(c, q, "classes"), arena_fmt(c->arena, " %s", class));
	q.q = "19000501";
	assert_string_equal(codes(c, q, "schools"), " 19000501");
	q.q = "19000501-Lx";
	assert_string_equal(codes(c, q, "classes"), "");
}

/* Records of two schools have the same numbers. */
TEST(a_code_is_found_in_its_own_school_alone)
{
	make_names(c);
	const struct unit here = province_unit(c, "19000501"), there = province_unit(c, "19172401");
	const char *code = learner(c, "19000501", "Hoàng Quang");
	struct record_query q = { .scope = actor_scope(c), .unit = &here, .q = code, .limit = 2 };

	assert_string_equal(codes(c, q, "learners"), arena_fmt(c->arena, " %s", code));
	q.unit = &there;
	for (int i = 0; i < 12; i++)
		(void)learner(c, "19172401", "Lò Văn Páo");
	assert_string_equal(codes(c, q, "learners"), "");
}

TEST(a_changed_name_is_found_and_the_old_one_no_more)
{
	const struct record_type *t;
	struct record rec, moved;
	int64_t version;

	make_names(c);
	t = catalog_type(c->catalog, "learner");
	const char *code = learner(c, "19172401", "Vừ Mí Già"), *found = arena_fmt(c->arena, " %s", code);
	assert_string_equal(below(c, "19", "vu gia", NULL, false), found);
	OK(record_find(c, t, actor_scope(c), code, &rec));
	struct draft d = province_draft(c, "learner", "{\"full_name\":\"Sùng Mí Xoá\"}");
	OK(record_change(c, &rec, 0, &d, &version));
	assert_string_equal(below(c, "19", "vu", NULL, false), "");
	assert_string_equal(below(c, "19", "xoa", NULL, false), found);
	OK(record_find(c, t, actor_scope(c), code, &rec));
	struct unit to = province_unit(c, "01001401");
	OK(db_begin(c) && db_end(c, record_move(c, &rec, &to, NULL, 0, "2025-09-01", &moved)));
	assert_string_equal(below(c, "01", "xoa", NULL, false), found);
	assert_string_equal(below(c, "19", "xoa", NULL, false), "");
	assert_string_equal(below(c, "19", "xoa", NULL, true), found); /* as it was when they left */
	same_everywhere(c);
}

/* Beyond so many the list is walked; the index is not asked for them all. */
TEST(common_words_are_found_by_walking)
{
	enum { MANY = 2100 };
	const struct record_type *t;

	make_names(c);
	t = catalog_type(c->catalog, "learner");
	struct draft *d = NEW_N(c->arena, struct draft, MANY);
	struct outcome *out = NEW_N(c->arena, struct outcome, MANY);
	struct unit u = province_unit(c, "19172402");
	for (size_t i = 0; i < MANY; i++)
		d[i] = province_draft(c, "learner", "{\"full_name\":\"Nguyễn Văn An\",\"birth_date\":\"2018-03-09\",\"sex\":\"02\",\"ethnic_group\":\"01\"}");
	OK(record_write_batch(c, t, &u, d, MANY, out));
	struct unit so = province_unit(c, "19");
	struct record_total total;
	struct record_query q = { .scope = actor_scope(c), .unit = &so, .within = true, .q = "nguyen", .limit = 200, .total = &total };
	const char *all = codes(c, q, "learners");
	assert_int_equal(count(all), total.n);
	assert_true(total.n > MANY);
	q.total = NULL;
	q.sort = "-name";
	const char *back = codes(c, q, "learners");
	assert_int_equal(count(back), count(all));
	assert_int_equal(strncmp(all, strrchr(back, ' '), strlen(strrchr(back, ' '))), 0);
	q.sort = NULL;
	q.filter = "sex == \"01\"";
	assert_string_equal(codes(c, q, "learners"), "");
	const char *last = learner(c, "19172402", "Văn An Nguyễn");
	struct buf items = buf_in(c->arena);
	const char *next;
	q = (struct record_query){ .scope = actor_scope(c), .unit = &u, .within = true, .q = "an nguyễn", .whole = true, .nearest = true, .fields = "code", .limit = 1 };
	OK(record_list(c, catalog_type(c->catalog, "learner"), &q, &items, &next));
	assert_non_null(strstr(buf_text(&items), last));
	assert_null(next);
}

static void run(struct ctx *c, const char *sql)
{
	OK(db_begin(c) && db_end(c, db_script(c, sql)));
}

/* The model as an older release kept it: no index of words, and nobody had noted them. */
static void forget_words(struct ctx *c)
{
	struct rows r;
	size_t i;
	json_t *table;

	OK(db_rows(c, &r, SQL_META_GET, ARGS(val_text("tables"))));
	json_t *all = json_loads(rows_text(&r, 0, 0), 0, NULL);
	json_array_foreach(all, i, table) {
		json_t *indexes = json_object_get(table, "indexes");
		for (size_t k = json_array_size(indexes); k-- > 0;)
			if (json_is_true(json_object_get(json_array_get(indexes, k), "words")))
				json_array_remove(indexes, k);
	}
	char *text = json_dumps(all, JSON_COMPACT);
	json_decref(all);
	OK(db_begin(c) && db_end(c, db_exec(c, SQL_META_PUT, ARGS(val_text("tables"), val_text(text))) && db_exec(c, SQL_META_PUT, ARGS(val_text("folding"), val_text("3"))) &&
	                               db_script(c, "DELETE FROM word")));
	free(text);
	for (i = 0; i < c->catalog->n_types; i++) {
		const struct record_type *t = &c->catalog->type[i];
		if (t->name_field != NULL)
			run(c, arena_fmt(c->arena, db_engine(c->db) == ENGINE_POSTGRES ? "DROP INDEX %1$s_search_key_words"
			                 : "DROP TRIGGER %1$s_search_key_words_insert; DROP TRIGGER %1$s_search_key_words_update;"
			                   "DROP TRIGGER %1$s_search_key_words_delete; DROP TABLE %1$s_search_key_words", t->table));
	}
}

TEST(a_migration_makes_the_index_of_words)
{
	make_names(c);
	const char *before = below(c, "19", "nguyen", NULL, false);
	forget_words(c);
	FAILS(migrate_check(c), "migrate.needed");
	OK(migrate(c));
	OK(migrate_check(c));
	assert_true(count(before) > 0);
	assert_string_equal(below(c, "19", "nguyen", NULL, false), before);
	same_everywhere(c);
}

TEST(a_search_below_an_office_is_refused_where_the_name_is_hidden)
{
	struct unit so;
	struct buf b = buf_in(c->arena);
	const char *next;

	make_names(c);
	so = province_unit(c, "19");
	province_act_as(c, "viewer", "19");
	struct record_query q = { .scope = actor_scope(c), .unit = &so, .within = true, .q = "nguyen", .limit = 2 };
	FAILS(record_list(c, catalog_type(c->catalog, "learner"), &q, &b, &next), "field.hidden");
}
