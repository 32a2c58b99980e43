/* test_names.c - spelling, given names and birth years of people as they are. */
#include <string.h>

#include "base/text.h"
#include "catalog/expr.h"
#include "db/db.h"
#include "province.h"
#include "store/migrate.h"

static const char *spelling(struct ctx *c, const char *text)
{
	return text_spelling(c->arena, text_clean(c->arena, text, strlen(text)));
}

TEST_PURE(names_of_one_spelling_are_equal)
{
	static const char *const same[][2] = {
		{ "hòa", "hoà" }, { "Thúy", "Thuý" }, { "khỏe", "khoẻ" }, { "ủy", "uỷ" }, { "HOÀNG THUÝ HOÀ", "Hoàng Thúy Hòa" },
		{ "Đỗ", "ĐỖ" }, { "Qúy", "quý" }, { "thuở", "thủơ" }, { "Ngo\xCC\x81t", "ngót" }, { "Hue\xCC\xA3\xCC\x82", "Huệ" },
	};
	static const char *const different[][2] = {
		{ "hoa", "hóa" }, { "hòa", "hóa" }, { "Lý", "Lí" }, { "Thùy", "Thủy" }, { "an", "ân" }, { "Du", "Dư" }, { "Dung", "Đung" },
		{ "hòa an", "hoa àn" }, { "Y Moan", "I Moan" },
	};

	for (size_t i = 0; i < COUNT(same); i++)
		assert_string_equal(spelling(c, same[i][0]), spelling(c, same[i][1]));
	for (size_t i = 0; i < COUNT(different); i++)
		assert_string_not_equal(spelling(c, different[i][0]), spelling(c, different[i][1]));
	for (size_t i = 0; i < COUNT(same); i++)
		assert_string_equal(spelling(c, spelling(c, same[i][0])), spelling(c, same[i][0]));
}

static const char *add(struct ctx *c, const char *name, const char *given)
{
	return province_record(c, "19172401", "learner", arena_fmt(c->arena,
		"{\"full_name\":\"%s\",\"birth_date\":\"2018-03-09\",\"sex\":\"02\",\"ethnic_group\":\"12\"%s}", name,
		given == NULL ? "" : arena_fmt(c->arena, ",\"given_name\":\"%s\"", given)));
}

static const char *in_order(struct ctx *c, const char *q)
{
	const struct unit u = province_unit(c, "19172401");
	struct record_query rq = { .scope = actor_scope(c), .unit = &u, .limit = 50, .fields = "full_name", .q = q };
	struct buf b = buf_in(c->arena), names = buf_in(c->arena);
	const char *cursor;

	OK(record_list(c, catalog_type(c->catalog, "learner"), &rq, &b, &cursor));
	for (const char *p = buf_text(&b); (p = strstr(p, "\"full_name\":\"")) != NULL;) {
		p += 13;
		buf_fmt(&names, "%s%.*s", names.len > 0 ? ", " : "", (int)strcspn(p, "\""), p);
	}
	return buf_text(&names);
}

TEST(names_sort_by_the_given_name_they_have)
{
	struct record rec;
	int64_t version;

	province_make(c);
	add(c, "Nguyễn Thị Lan", NULL);
	const char *code = add(c, "H'Bia Niê", "H'Bia");
	add(c, "Maria Nguyễn Thu An", "Maria");
	add(c, "Lê Anh Minh", NULL);
	add(c, "Y Moan Ênuôl", "Moan");
	add(c, "Đỗ Văn Bình", NULL);
	assert_string_equal(in_order(c, NULL), "Đỗ Văn Bình, H'Bia Niê, Nguyễn Thị Lan, Maria Nguyễn Thu An, Lê Anh Minh, Y Moan Ênuôl");
	assert_string_equal(in_order(c, "bia nie"), "H'Bia Niê");
	OK(record_find(c, catalog_type(c->catalog, "learner"), actor_scope(c), code, &rec));
	struct draft d = province_draft(c, "learner", "{\"given_name\":null}");
	OK(record_change(c, &rec, 0, &d, &version));
	assert_string_equal(in_order(c, NULL), "Đỗ Văn Bình, Nguyễn Thị Lan, Maria Nguyễn Thu An, Lê Anh Minh, Y Moan Ênuôl, H'Bia Niê");
}

TEST_PURE(names_with_the_given_name_said_sort_as_without)
{
	const struct val said = text_sort_key(c->arena, "Lê Văn An", "An"), last = text_sort_key(c->arena, "Lê Văn An", NULL);
	const struct val front = text_sort_key(c->arena, "An Lê Văn", "An"), other = text_sort_key(c->arena, "Lê Văn An", "Bé");
	const struct val one = text_sort_key(c->arena, "Siu", "Siu"), alone = text_sort_key(c->arena, "Siu", NULL);

	assert_true(val_equal(&said, &last));
	assert_true(val_equal(&front, &last));
	assert_false(val_equal(&other, &last));
	assert_true(val_equal(&one, &alone));
}

static size_t counted(struct ctx *c, const char *filter)
{
	const struct unit u = province_unit(c, "19172401");
	struct record_query rq = { .scope = actor_scope(c), .unit = &u, .limit = 50, .fields = "sex", .filter = filter };
	struct buf b = buf_in(c->arena);
	const char *cursor;
	size_t n = 0;

	OK(record_list(c, catalog_type(c->catalog, "learner"), &rq, &b, &cursor));
	for (const char *p = buf_text(&b); (p = strstr(p, "\"sex\"")) != NULL; p++)
		n++;
	return n;
}

/* Of somebody born in 2018, no day known. */
static size_t in_memory(struct ctx *c, const char *text)
{
	struct expr_refs refs = { .catalog = c->catalog, .base = catalog_type(c->catalog, "learner") };
	struct val v[2];
	const struct expr *e;

	OK(expr_parse(c, &refs, text, &e));
	for (size_t i = 0; i < refs.n_refs; i++)
		v[i] = streq(refs.ref[i].path, "birth_year") ? val_int(2018) : val_null();
	return expr_eval(e, v) == TRUE;
}

/* At the end of a year the birth year is enough; on another day one of two ages is in doubt, and unknown is not true. */
TEST_PURE(names_stand_by_the_given_name_with_its_tone_and_then_by_the_rest)
{
	static const char *const in_order[] = { "Bế Văn An", "Vũ An", "Triệu Gia Anh", "Bế Ngọc Ánh", "Lò Thị Ánh", "Nguyễn Thị Ân", "Bế Bình" };

	for (size_t i = 1; i < COUNT(in_order); i++) {
		const struct val a = text_sort_key(c->arena, in_order[i - 1], NULL), b = text_sort_key(c->arena, in_order[i], NULL);
		const int d = memcmp(a.s, b.s, a.len < b.len ? a.len : b.len);
		assert_true(d < 0 || (d == 0 && a.len < b.len));
	}
}

/* Those are in one order in whichever list. */
TEST_PURE(numbers_in_names_stand_by_what_they_count)
{
	static const char *const in_order[] = { "2A", "9", "10A", "10B", "Phòng học 2", "Phòng học 02B", "Phòng học 10", "Phòng học 100", "Phòng máy 1" };

	for (size_t i = 0; i < COUNT(in_order); i++) {
		const struct val b = text_sort_key_plain(c->arena, in_order[i]);
		assert_null(memchr(b.s, '\0', b.len));
		if (i == 0)
			continue;
		const struct val a = text_sort_key_plain(c->arena, in_order[i - 1]);
		const int d = memcmp(a.s, b.s, a.len < b.len ? a.len : b.len);
		assert_true(d < 0 || (d == 0 && a.len < b.len));
	}
}

TEST(rooms_and_classes_are_listed_by_number)
{
	static const char *const name[] = { "Phòng học 10", "Phòng học 2", "Phòng học 1" };
	struct rows r;

	province_make(c);
	for (size_t i = 0; i < COUNT(name); i++)
		province_record(c, "19172401", "room", arena_fmt(c->arena, "{\"name\":\"%s\",\"kind\":\"01\",\"solidity\":\"01\",\"level\":\"02\","
		                                                           "\"school_year\":2025}", name[i]));
	OK(db_query(c, &r, "SELECT name FROM r_room ORDER BY unit_id, school_year, sort_key", NULL, 0));
	assert_int_equal(r.count, COUNT(name));
	for (size_t i = 0; i < COUNT(name); i++)
		assert_string_equal(rows_text(&r, i, 0), name[COUNT(name) - 1 - i]);
}

TEST(names_with_only_a_birth_year_have_the_age_it_decides)
{
	struct outcome out;

	province_make(c);
	province_record(c, "19172401", "learner", "{\"full_name\":\"Giàng A Súa\",\"birth_year\":2018,\"sex\":\"01\",\"ethnic_group\":\"08\"}");
	assert_int_equal(counted(c, "true"), 1);
	static const struct {
		const char *text;
		size_t n;
	} ages[] = {
		{ "age_on(\"2025-12-31\") == 7", 1 }, { "age_on(\"2025-12-31\") != 7", 0 }, { "age_on(\"2025-12-31\") == 6", 0 },
		{ "age_on(\"2025-12-31\") >= 8", 0 }, { "age_on(\"2025-12-31\") > 6", 1 }, { "not (age_on(\"2025-12-31\") == 6)", 1 },
		{ "age_on(\"2025-09-01\") == 7", 0 }, { "age_on(\"2025-09-01\") != 7", 0 }, { "age_on(\"2025-09-01\") == 6", 0 },
		{ "not (age_on(\"2025-09-01\") == 6)", 0 }, { "age_on(\"2025-09-01\") >= 7", 0 }, { "age_on(\"2025-09-01\") < 7", 0 },
		{ "age_on(\"2025-09-01\") >= 6", 1 }, { "age_on(\"2025-09-01\") <= 7", 1 }, { "age_on(\"2025-09-01\") == 5", 0 },
		{ "age_on(\"2025-09-01\") == 8", 0 }, { "age_on(\"2025-09-01\") != 8", 1 },
	};
	for (size_t i = 0; i < COUNT(ages); i++)
		if (counted(c, ages[i].text) != ages[i].n || in_memory(c, ages[i].text) != ages[i].n)
			fail_msg("%s: %zu as SQL, %zu in memory", ages[i].text, counted(c, ages[i].text), in_memory(c, ages[i].text));
	assert_int_equal(counted(c, "birth_date is null and birth_year == 2018"), 1);
	struct draft neither = province_draft(c, "learner", "{\"full_name\":\"Giàng A Páo\",\"sex\":\"01\",\"ethnic_group\":\"08\"}");
	const struct unit u = province_unit(c, "19172401");
	OK(record_write_batch(c, catalog_type(c->catalog, "learner"), &u, &neither, 1, &out));
	assert_int_equal(out.result, WRITE_REFUSED);
	assert_string_equal(out.problems.first->field, "birth_date");
	assert_string_equal(out.problems.first->key, "field.required");
}

/* ---- apostrophes and hyphens ---- */

TEST_PURE(names_with_any_apostrophe_or_hyphen_are_one)
{
	static const char *const same[][8] = {
		{ "H'Hen Niê", "H’Hen Niê", "H`Hen Niê", "Hʼ Hen Niê", "H ' Hen Niê", "h‘hen nie", "H Hen Niê", NULL },
		{ "Y-Krông", "Y - Krông", "Y‑Krông", "Y – Krông", "Y Krông", "y krong", NULL },
		{ "Maria-José", "Maria José", NULL },
	};
	static const char *const different[][2] = { { "H'Hen", "HHen" }, { "1-2", "1 2" }, { "1-2", "12" }, { "A-1", "A 1" }, { "Lê-", "Lê" }, { "Y-Krông", "YKrông" } };

	assert_string_equal(text_fold(c->arena, "Ðặng Văn Ðô"), text_fold(c->arena, "Đặng Văn Đô")); /* Eth, which old fonts have for Đ */
	for (size_t i = 0; i < COUNT(same); i++)
		for (size_t k = 1; same[i][k] != NULL; k++) {
			assert_string_equal(text_fold(c->arena, same[i][k]), text_fold(c->arena, same[i][0]));
			bool marks = strpbrk(same[i][k], "\xC3") != NULL;
			if (!marks)
				continue;
			assert_string_equal(text_spelling(c->arena, same[i][k]), text_spelling(c->arena, same[i][0]));
			struct val a = text_sort_key(c->arena, same[i][k], NULL), b = text_sort_key(c->arena, same[i][0], NULL);
			assert_true(val_equal(&a, &b));
		}
	for (size_t i = 0; i < COUNT(different); i++)
		assert_string_not_equal(text_fold(c->arena, different[i][0]), text_fold(c->arena, different[i][1]));
}

TEST(names_are_found_and_sorted_whatever_joins_their_parts)
{
	province_make(c);
	add(c, "Y – Krông Êban", NULL);
	add(c, "H’Hen Niê", NULL);
	add(c, "H'An Niê", NULL);
	add(c, "Hʼ Bia Niê", NULL);
	static const char *const asked[] = { "h'hen", "H’HEN", "H Hen", "hen" };
	static const char *const edges[] = { "-H'Hen", "H'Hen-", "'hen", "– Hen ’", "Niê -Hen" };
	for (size_t i = 0; i < COUNT(asked); i++)
		assert_string_equal(in_order(c, asked[i]), "H’Hen Niê");
	for (size_t i = 0; i < COUNT(edges); i++)
		if (!streq(in_order(c, edges[i]), "H’Hen Niê"))
			fail_msg("%s: %s", edges[i], in_order(c, edges[i]));
	assert_string_equal(in_order(c, "H'"), in_order(c, "h"));
	assert_string_equal(in_order(c, "-"), "");
	assert_string_equal(in_order(c, " "), in_order(c, NULL));
	assert_string_equal(in_order(c, "' ’"), "");
	assert_string_equal(in_order(c, "Y-Krông"), "Y – Krông Êban");
	assert_string_equal(in_order(c, "y krong"), "Y – Krông Êban");
	assert_string_equal(in_order(c, NULL), "Y – Krông Êban, H'An Niê, Hʼ Bia Niê, H’Hen Niê");
}

TEST(a_migration_makes_the_keys_of_names_anew)
{
	enum { MANY = 2100 };
	const struct record_type *t;
	struct rows r;
	const char *sql;

	province_make(c);
	t = catalog_type(c->catalog, "learner");
	struct draft *d = NEW_N(c->arena, struct draft, MANY);
	struct outcome *out = NEW_N(c->arena, struct outcome, MANY);
	struct unit u = province_unit(c, "19172401");
	for (size_t i = 0; i < MANY; i++)
		d[i] = province_draft(c, "learner", arena_fmt(c->arena, "{\"full_name\":\"H’Hen %c%c Niê\",\"birth_date\":\"2018-03-09\",\"sex\":\"02\",\"ethnic_group\":\"12\"}",
		                                              (char)('a' + i % 26), (char)('a' + i / 26 % 26)));
	OK(record_write_batch(c, t, &u, d, MANY, out));
	OK(db_query(c, &r, "SELECT search_key, sort_key FROM r_learner ORDER BY id", NULL, 0));
	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE r_learner SET search_key = 'h’hen nie', sort_key = NULL", NULL, 0) &&
	                               db_run(c, "UPDATE unit SET search_key = 'x' WHERE code = '19172401'", NULL, 0) &&
	                               db_run(c, "DELETE FROM meta WHERE name = 'folding'", NULL, 0)));
	FAILS(migrate_check(c), "migrate.needed");
	OK(migrate_pending(c, &sql));
	assert_non_null(strstr(sql, "search_key"));
	OK(migrate(c));
	OK(migrate_check(c));
	struct rows now;
	OK(db_query(c, &now, "SELECT search_key, sort_key FROM r_learner ORDER BY id", NULL, 0));
	assert_int_equal(now.count, MANY);
	for (size_t i = 0; i < MANY; i++)
		for (size_t k = 0; k < 2; k++)
			assert_true(val_equal(rows_at(&now, i, k), rows_at(&r, i, k)));
	OK(db_query(c, &now, "SELECT search_key FROM unit WHERE code = '19172401'", NULL, 0));
	assert_string_not_equal(rows_text(&now, 0, 0), "x");
	OK(migrate_pending(c, &sql));
	assert_string_equal(sql, "");
}
