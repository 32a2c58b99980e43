/* test_file.c - files of records: put, shown, replaced, kept through moves, and nobody else's. */
#include <stdlib.h>

#include "api.h"
#include "api/routes.h"
#include "base/secret.h"
#include "catalog/media.h"
#include "db/db.h"
#include "domain/merge/person_merge.h"
#include "province.h"
#include "scope_world.h"
#include "store/change.h"
#include "store/hold.h"
#include "store/file.h"

/* The beginning of a PNG as wide and high as these bytes say; NUL bytes throughout. */
#define PNG(width, height, end) "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0" width "\0\0\0" height "\x08\2\0\0\0crc4" end
#define SIZED(literal) literal, sizeof(literal) - 1

static const char png[] = PNG("\3", "\4", "\0first\0"), other[] = PNG("\3", "\4", "\0other\0");
enum { PNG_SIZE = sizeof png - 1, CHUNK_END = 33 };
static const char jpeg[] = "\xFF\xD8\xFF\xE0\0\x10JFIF\0\1";

static const char *learner(struct ctx *c, const char *unit, const char *name)
{
	return province_record(c, unit, "learner", arena_fmt(c->arena,
		"{\"full_name\":\"%s\",\"birth_date\":\"2018-03-09\",\"sex\":\"02\",\"ethnic_group\":\"08\"}", name));
}

static struct record find(struct ctx *c, const char *code)
{
	struct record rec;

	OK(record_find(c, catalog_type(c->catalog, "learner"), actor_scope(c), code, &rec));
	return rec;
}

static const struct field *photo(struct ctx *c)
{
	return field_find(catalog_type(c->catalog, "learner"), "photo");
}

static void put(struct ctx *c, const char *code, const char *bytes)
{
	struct record rec = find(c, code);
	int64_t version;

	OK(file_put(c, &rec, 0, photo(c), bytes, PNG_SIZE, &version));
}

static void is_file(struct ctx *c, const struct record *rec, const char *bytes)
{
	struct file file = { 0 };

	OK(file_get(c, rec, photo(c), &file));
	assert_string_equal(file.media_type, "image/png");
	assert_int_equal(file.size, PNG_SIZE);
	assert_memory_equal(file.bytes, bytes, PNG_SIZE);
}

static int64_t count(struct ctx *c)
{
	struct rows r = { 0 };

	OK(db_query(c, &r, "SELECT count(*) FROM file", NULL, 0));
	return rows_int(&r, 0, 0);
}

static bool move(struct ctx *c, const struct record *rec, const char *to, struct record *ret)
{
	struct unit u = { 0 };

	return unit_find(c, actor_scope(c), to, &u) && db_begin(c) &&
	       db_end(c, units_hold(c, (struct holding[]){ { rec->unit.id, HOLD_OPEN }, { u.id, HOLD_OPEN } }, 2) && person_move(c, rec, &u, "2026-01-05", ret));
}

TEST_PURE(file_kind_is_told_by_the_first_bytes)
{
	(void)c;
	assert_true(media_is_known("image") && !media_is_known("video"));
	assert_string_equal(media_type("image", SIZED(png)), "image/png");
	assert_string_equal(media_type("image", png, CHUNK_END), "image/png");
	assert_string_equal(media_type("image", SIZED(jpeg)), "image/jpeg");
	for (size_t n = 0; n < CHUNK_END; n++)
		assert_null(media_type("image", png, n));
	for (size_t n = 0; n < 5; n++)
		assert_null(media_type("image", jpeg, n));
	assert_null(media_type("image", SIZED(PNG("\0", "\4", ""))));
	assert_null(media_type("image", SIZED(PNG("\4", "\0", ""))));
	assert_null(media_type("image", SIZED("\xFF\xD8\xFF\0 none of the markers")));
	assert_null(media_type("image", SIZED("GIF89a\1\0\1\0\0\0\0;")));
	assert_null(media_type("image", SIZED("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>")));
	assert_null(media_type("video", SIZED(png)));
}

TEST(file_is_kept_under_its_digest_and_stays_when_another_takes_its_place)
{
	struct record rec, before;
	struct file file;
	int64_t version;

	province_make(c);
	const char *code = learner(c, "19172401", "Giàng Thị Dợ");
	rec = find(c, code);
	FAILS(file_get(c, &rec, photo(c), &file), "file.none");
	put(c, code, png);
	before = find(c, code);
	assert_int_equal(before.version, 2);
	is_file(c, &before, png);
	put(c, code, png); /* the same again: nothing changes */
	assert_int_equal(find(c, code).version, 2);
	put(c, code, other);
	rec = find(c, code);
	assert_int_equal(rec.version, 3);
	is_file(c, &rec, other);
	is_file(c, &before, png); /* what the record once named */
	assert_int_equal(count(c), 2);
	put(c, learner(c, "19172401", "Giàng Thị Dợ"), png);
	assert_int_equal(count(c), 2);
	FAILS(file_put(c, &before, 2, photo(c), jpeg, sizeof jpeg - 1, &version), "record.stale");
	FAILS(file_put(c, &rec, 2, photo(c), jpeg, sizeof jpeg - 1, &version), "record.stale");
	FAILS(file_put(c, &rec, 0, photo(c), "GIF89a", 6, &version), "file.kind");
	FAILS(file_put(c, &rec, 0, photo(c), png, CHUNK_END - 1, &version), "file.kind");
	char *large = arena_alloc(c->arena, (size_t)photo(c)->max + 1);
	memcpy(large, png, PNG_SIZE);
	FAILS(file_put(c, &rec, 0, photo(c), large, (size_t)photo(c)->max + 1, &version), "file.size");
	is_file(c, &rec, other);
	assert_int_equal(count(c), 2);
	OK(file_put(c, &rec, 3, photo(c), large, (size_t)photo(c)->max, &version));
	assert_int_equal(version, 4);
	rec = find(c, code);
	OK(file_get(c, &rec, photo(c), &file));
	assert_int_equal(file.size, photo(c)->max);
	assert_memory_equal(file.bytes, large, file.size);
}

TEST(file_goes_along_with_the_person)
{
	struct record here, there, back;

	province_make(c);
	const char *code = learner(c, "19172401", "Giàng Thị Dợ");
	put(c, code, png);
	here = find(c, code);
	OK(move(c, &here, "01001401", &there));
	is_file(c, &there, png);
	OK(record_load(c, here.type, &here.unit, here.id, &here));
	is_file(c, &here, png);
	put(c, code, other);
	there = find(c, code);
	OK(move(c, &there, "19172401", &back));
	assert_int_equal(back.id, here.id);
	is_file(c, &back, other);
	is_file(c, &there, other);
	assert_int_equal(count(c), 4);
}

TEST(file_fills_the_record_that_a_person_is_merged_into)
{
	struct record from, into;
	int64_t id;

	province_make(c);
	from = find(c, learner(c, "19172401", "Giàng Thị Dợ"));
	into = find(c, learner(c, "01001401", "Giàng Thị Dợ"));
	put(c, from.code, png);
	from = find(c, from.code);
	OK(person_merge(c, &from, &into, &(struct merge_fields){ .fill = true }, "cùng một cháu", &id));
	into = find(c, into.code);
	is_file(c, &into, png);
	OK(person_unmerge(c, &into, &from));
	struct file file;
	into = find(c, into.code);
	FAILS(file_get(c, &into, photo(c), &file), "file.none");
	is_file(c, &from, png);
}

static struct record moved; /* of the running test */

static bool put_again(struct ctx *c)
{
	struct record rec = moved;
	int64_t version;

	return file_put(c, &rec, 0, photo(c), other, PNG_SIZE, &version);
}

static bool move_away(struct ctx *c)
{
	struct record ret;

	return move(c, &moved, "01001401", &ret);
}

static void at_every_call(struct ctx *c, bool (*operation)(struct ctx *))
{
	const uint64_t before = world_digest(c);
	bool done = false;
	int n = 0;

	while (!done && n < 200) {
		db_inject_fault(c->db, ++n);
		done = operation(c);
		db_inject_fault(c->db, 0);
		if (done)
			break;
		assert_string_equal(c->key, "db.fault");
		ctx_clear(c);
		if (world_digest(c) != before)
			fail_msg("something was written although call %d failed", n);
	}
	assert_true(done && n > 4 && world_digest(c) != before);
}

TEST(file_and_record_are_written_both_or_neither)
{
	province_make(c);
	const char *code = learner(c, "19172401", "Giàng Thị Dợ");
	put(c, code, png);
	moved = find(c, code);
	at_every_call(c, put_again);
	moved = find(c, code);
	is_file(c, &moved, other);
	at_every_call(c, move_away);
	moved = find(c, code);
	is_file(c, &moved, other);
}

/* ---- as a client sees it ---- */

#define PUT_PHOTO(me, target, data, ...) api_call(c, me, PUT, target, data, .body_len = sizeof(data) - 1, .type = "image/png", __VA_ARGS__)

static void is_picture(const struct api_reply *r, const char *type, const char *bytes, size_t len)
{
	EXPECT(*r, 200);
	assert_string_equal(r->type, type);
	assert_int_equal(r->body_len, len);
	assert_memory_equal(r->body, bytes, len);
	assert_string_equal(r->disposition, "inline");
	assert_null(r->cache); /* the server then says no-store */
}

TEST(api_file_is_sent_and_shown_apart_from_its_record)
{
	province_make(c);
	const char *code = learner(c, "19172401", "Giàng Thị Dợ");
	const char *record = arena_fmt(c->arena, API "/learners/%s", code), *target = arena_fmt(c->arena, "%s/files/photo", record);
	struct api_session me = api_account(c, "head.bahang", "head", "19172401", NULL);
	struct api_reply r = api_call(c, &me, GET, target, NULL);

	EXPECT(r, 404);
	assert_string_equal(r.key, "file.none");
	r = PUT_PHOTO(&me, target, png, .if_match = "\"1\"");
	EXPECT(r, 200);
	assert_string_equal(r.etag, "\"2\"");
	const char *digest = api_text(&r, "photo");
	assert_string_equal(digest, secret_digest(c->arena, png, PNG_SIZE));
	assert_int_equal(strlen(digest), 64);
	r = api_call(c, &me, GET, target, NULL);
	is_picture(&r, "image/png", png, PNG_SIZE);
	assert_string_equal(r.etag, arena_fmt(c->arena, "\"%s\"", digest));
	r = PUT_PHOTO(&me, target, jpeg, .if_match = "\"1\"");
	EXPECT(r, 412);
	r = PUT_PHOTO(&me, target, jpeg, .if_match = "\"2\""); /* whatever the header calls it */
	EXPECT(r, 200);
	r = api_call(c, &me, GET, target, NULL);
	is_picture(&r, "image/jpeg", jpeg, sizeof jpeg - 1);
	r = api_call(c, &me, PATCH, record, arena_fmt(c->arena, "{\"photo\":\"%s\"}", digest), .if_match = "*");
	EXPECT(r, 422);
	assert_string_equal(api_problem(&r, "photo"), "field.computed");
	r = api_call(c, &me, GET, arena_fmt(c->arena, "%s/history", record), NULL);
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, digest));
	assert_null(strstr(r.body, "IHDR"));
	assert_null(strstr(r.body, "JFIF"));
	r = api_call(c, &me, GET, API "/learners?filter=photo%20is%20not%20null", NULL);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 1);
}

TEST(api_file_is_taken_away_and_stays_in_the_history)
{
	province_make(c);
	const char *code = learner(c, "19172401", "Giàng Thị Dợ"), *target = arena_fmt(c->arena, API "/learners/%s/files/photo", code);
	struct api_session me = api_account(c, "head.bahang", "head", "19172401", NULL);
	struct api_reply r = api_call(c, &me, DELETE, target, NULL, .if_match = "\"1\"");

	EXPECT(r, 404);
	assert_string_equal(r.key, "file.none");
	r = PUT_PHOTO(&me, target, png, .if_match = "\"1\"");
	EXPECT(r, 200);
	r = api_call(c, &me, DELETE, target, NULL, .if_match = "\"1\"");
	EXPECT(r, 412);
	r = api_call(c, &me, DELETE, target, NULL, .if_match = "\"2\"");
	EXPECT(r, 200);
	assert_string_equal(r.etag, "\"3\"");
	r = api_call(c, &me, GET, target, NULL);
	EXPECT(r, 404);
	r = api_call(c, &me, GET, arena_fmt(c->arena, API "/learners/%s/history", code), NULL);
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, secret_digest(c->arena, png, PNG_SIZE)));
	assert_int_equal(count(c), 1);
}

/* The first one of a record, the same once more and taking it away are no question of room. */
TEST(api_file_takes_the_place_of_another_so_often_a_day)
{
	struct catalog *strict = NEW(c->arena, struct catalog);

	province_make(c);
	const char *code = learner(c, "19172401", "Giàng Thị Dợ"), *target = arena_fmt(c->arena, API "/learners/%s/files/photo", code);
	struct api_session me = api_account(c, "head.bahang", "head", "19172401", NULL);
	*strict = *c->catalog;
	strict->taken_in_megabytes_a_day = 0;
	c->catalog = strict;
	struct api_reply r = PUT_PHOTO(&me, target, png, .if_match = "\"1\"");
	EXPECT(r, 200);
	r = PUT_PHOTO(&me, target, png, .if_match = "\"2\"");
	EXPECT(r, 200);
	r = PUT_PHOTO(&me, target, other, .if_match = "\"2\"");
	EXPECT(r, 429);
	assert_string_equal(r.key, "unit.taken_in");
	const long wait_s = strtol(r.retry_after, NULL, 10);
	assert_true(wait_s > 0 && wait_s <= 24 * 60 * 60 + 1);
	r = api_call(c, &me, GET, target, NULL);
	is_picture(&r, "image/png", png, PNG_SIZE);
	r = api_call(c, &me, DELETE, target, NULL, .if_match = "\"2\"");
	EXPECT(r, 200);
	strict->taken_in_megabytes_a_day = 1;
	for (int i = 0; i < 1026; i++) { /* a kilobyte each, however small it is */
		const char *version = arena_fmt(c->arena, "\"%d\"", i + 3);
		r = i % 2 == 0 ? PUT_PHOTO(&me, target, png, .if_match = version) : PUT_PHOTO(&me, target, other, .if_match = version);
		EXPECT(r, i <= 1024 ? 200 : 429);
	}
}

TEST(api_file_that_is_none_is_refused)
{
	province_make(c);
	const char *code = learner(c, "19172401", "Giàng Thị Dợ"), *target = arena_fmt(c->arena, API "/learners/%s/files/photo", code);
	struct api_session me = api_account(c, "head.bahang", "head", "19172401", NULL);
	char *large = arena_alloc(c->arena, FILE_MAX + 1);
	memcpy(large, png, PNG_SIZE);
	const struct {
		const char *body;
		size_t len;
		int status;
		const char *key;
	} wrong[] = {
		{ NULL, 0, 400, "request.body_missing" }, { "GIF89a", 6, 422, "file.kind" }, { png, CHUNK_END - 1, 422, "file.kind" },
		{ large, (size_t)photo(c)->max + 1, 413, "file.size" }, { large, FILE_MAX + 1, 413, "request.too_large" },
	};

	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct api_reply r = api_call(c, &me, PUT, target, wrong[i].body, .body_len = wrong[i].len, .type = "image/png");
		EXPECT(r, wrong[i].status);
		assert_string_equal(r.key, wrong[i].key);
		assert_null(strstr(r.body, "IHDR"));
	}
	struct api_reply r = PUT_PHOTO(&me, arena_fmt(c->arena, API "/learners/%s/files/full_name", code), png);
	EXPECT(r, 404);
	assert_string_equal(r.key, "file.unknown");
	assert_int_equal(count(c), 0);
	assert_int_equal(find(c, code).version, 1);
}

TEST(api_file_of_others_is_as_one_that_is_not_there)
{
	province_make(c);
	const char *code = learner(c, "19172401", "Giàng Thị Dợ"), *target = arena_fmt(c->arena, API "/learners/%s/files/photo", code);
	const char *ghost = API "/learners/9900000009/files/photo";
	put(c, code, png);
	struct api_session away = api_account(c, "head.hanoi", "head", "01001401", NULL), viewer = api_account(c, "viewer.bahang", "viewer", "19172401", NULL);
	struct api_reply theirs = api_call(c, &away, GET, target, NULL), none = api_call(c, &away, GET, ghost, NULL);

	EXPECT(theirs, 404);
	assert_string_equal(theirs.body, none.body);
	theirs = PUT_PHOTO(&away, target, other);
	none = PUT_PHOTO(&away, ghost, other);
	EXPECT(theirs, 404);
	assert_string_equal(theirs.body, none.body);
	theirs = PUT_PHOTO(&viewer, target, other);
	EXPECT(theirs, 403);
	theirs = api_call(c, &api_nobody, GET, target, NULL);
	EXPECT(theirs, 401);
	struct record rec = find(c, code);
	is_file(c, &rec, png);
	assert_int_equal(count(c), 1);
}
