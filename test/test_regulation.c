/* test_regulation.c - rules of use: a unit publishes them, who is bound acknowledges them, who has not is listed. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "domain/regulation/regulation.h"
#include "province.h"

static struct api_reply publish(struct ctx *c, const struct api_session *who, const char *title, const char *replaces)
{
	return api_call(c, who, POST, API "/regulations", arena_fmt(c->arena, "{\"title\":\"%s\",\"text\":\"Điều 1.  Giữ mật khẩu.\\nĐiều 2. Không chép danh sách.\"%s}", title,
	                replaces == NULL ? "" : arena_fmt(c->arena, ",\"replaces\":\"%s\"", replaces)));
}

static const char *ids(struct ctx *c, const struct api_session *who, const char *query)
{
	const struct api_reply r = api_call(c, who, GET, arena_fmt(c->arena, API "/regulations%s", query), NULL);
	struct buf b = buf_in(c->arena);
	size_t i;
	json_t *x;

	EXPECT(r, 200);
	json_array_foreach(api_items(&r), i, x)
		buf_fmt(&b, "%s%s ", json_string_value(json_object_get(x, "id")), json_object_get(x, "acknowledged_at") != NULL ? "+" : "");
	return buf_text(&b);
}

static json_int_t waiting(struct ctx *c, const struct api_session *who)
{
	const struct api_reply r = api_call(c, who, GET, API "/notices", NULL);
	size_t i;
	json_t *x;

	EXPECT(r, 200);
	json_array_foreach(api_items(&r), i, x)
		if (streq(json_string_value(json_object_get(x, "kind")), "regulations"))
			return json_integer_value(json_object_get(x, "n"));
	return 0;
}

static const char *missing(struct ctx *c, const struct api_session *who, const char *id, const char *query)
{
	const struct api_reply r = api_call(c, who, GET, arena_fmt(c->arena, API "/regulations/%s/missing%s", id, query), NULL);
	struct buf b = buf_in(c->arena);
	size_t i;
	json_t *x;

	EXPECT(r, 200);
	buf_fmt(&b, "%" JSON_INTEGER_FORMAT ":", json_integer_value(json_object_get(r.json, "total")));
	json_array_foreach(api_items(&r), i, x)
		buf_fmt(&b, " %s", json_string_value(json_object_get(x, "name")));
	return buf_text(&b);
}

/* The key of the refusal, "" where there is none. */
static const char *acknowledge(struct ctx *c, const struct api_session *who, const char *id)
{
	const struct api_reply r = api_call(c, who, POST, arena_fmt(c->arena, API "/regulations/%s/acknowledge", id), NULL);

	return r.status == 200 ? "" : r.key;
}

TEST(rules_of_an_office_bind_whoever_stands_below_it)
{
	province_make(c);
	struct api_session so = api_account(c, "so.tn", "manager", "19", NULL), head = api_account(c, "h.bahang", "head", "19172401", NULL);
	struct api_session clerk = api_account(c, "c.bahang", "clerk", "19172401", NULL), other = api_account(c, "h.dongtien", "head", "19172402", NULL);
	const struct api_reply made = publish(c, &so, "Quy chế  khai thác", NULL), own = publish(c, &head, "Quy chế của trường", NULL);

	EXPECT(made, 201);
	EXPECT(own, 201);
	assert_string_equal(api_text(&made, "title"), "Quy chế khai thác");
	assert_string_equal(api_text(&made, "text"), "Điều 1. Giữ mật khẩu.\nĐiều 2. Không chép danh sách.");
	const char *id = api_text(&made, "id"), *school = api_text(&own, "id");
	assert_string_equal(ids(c, &clerk, ""), arena_fmt(c->arena, "%s %s ", id, school));
	assert_string_equal(ids(c, &head, ""), arena_fmt(c->arena, "%s %s+ ", id, school));
	assert_string_equal(ids(c, &other, ""), arena_fmt(c->arena, "%s ", id));
	assert_string_equal(ids(c, &so, "?unit=19172401"), arena_fmt(c->arena, "%s+ %s ", id, school));
	assert_int_equal(waiting(c, &clerk), 2);
	assert_int_equal(waiting(c, &so), 0);
	const struct api_reply log = api_call(c, &head, GET, API "/changes?before=0&type=regulation", NULL);
	EXPECT(log, 200);
	assert_int_equal(json_array_size(api_items(&log)), 1); /* that it was published is told */
	assert_string_equal(acknowledge(c, &clerk, id), "");
	assert_int_equal(waiting(c, &clerk), 1);
	c->now_ms += 1000;
	assert_string_equal(acknowledge(c, &clerk, id), "");
	assert_string_equal(ids(c, &clerk, ""), arena_fmt(c->arena, "%s+ %s ", id, school));
	assert_string_equal(missing(c, &so, id, ""), "2: h.bahang h.dongtien");
	assert_string_equal(missing(c, &so, id, "?within=19172402"), "1: h.dongtien");
	assert_string_equal(missing(c, &head, id, ""), "1: h.bahang");
	assert_string_equal(missing(c, &so, id, "?limit=1"), "2: h.bahang");
	assert_string_equal(api_call(c, &other, GET, arena_fmt(c->arena, API "/regulations/%s", school), NULL).key, "regulation.unknown");
	static const char *const none[] = { "x", "19-QC9999", "99999999-QC1", "19-HT1" };
	for (size_t i = 0; i < COUNT(none); i++)
		assert_string_equal(api_call(c, &so, GET, arena_fmt(c->arena, API "/regulations/%s", none[i]), NULL).key, "regulation.unknown");
	assert_string_equal(acknowledge(c, &so, school), "regulation.other");
	assert_int_equal(api_call(c, &clerk, GET, arena_fmt(c->arena, API "/regulations/%s/missing", id), NULL).status, 403);
}

TEST(a_new_version_is_acknowledged_anew)
{
	province_make(c);
	struct api_session so = api_account(c, "so.tn", "manager", "19", NULL), clerk = api_account(c, "c.bahang", "clerk", "19172401", NULL);
	const struct api_reply one = publish(c, &so, "Quy chế", NULL);
	const char *first = api_text(&one, "id");

	assert_string_equal(acknowledge(c, &clerk, first), "");
	const struct api_reply two = publish(c, &so, "Quy chế", first);
	EXPECT(two, 201);
	const char *second = api_text(&two, "id");
	assert_int_equal(json_integer_value(json_object_get(two.json, "version")), 2);
	assert_string_equal(ids(c, &clerk, ""), arena_fmt(c->arena, "%s ", second));
	assert_string_equal(ids(c, &clerk, "?old=true"), arena_fmt(c->arena, "%s %s+ ", second, first));
	assert_string_equal(acknowledge(c, &clerk, first), "regulation.replaced");
	assert_string_equal(publish(c, &so, "Quy chế", first).key, "regulation.replaced");
	assert_string_equal(publish(c, &so, "Quy chế", "19172401-QC1").key, "regulation.unknown");
	assert_string_equal(publish(c, &so, "Quy \\u0007 chế", NULL).key, "request.control_character");
	assert_int_equal(publish(c, &clerk, "Quy chế", NULL).status, 403);
	assert_string_equal(missing(c, &so, second, ""), "1: c.bahang");
	assert_string_equal(acknowledge(c, &clerk, second), "");
	assert_int_equal(waiting(c, &clerk), 0);
	assert_string_equal(missing(c, &so, second, ""), "0:");
}

TEST(two_rules_in_force_have_two_names)
{
	province_make(c);
	struct api_session so = api_account(c, "so.tn", "manager", "19", NULL), head = api_account(c, "h.bahang", "head", "19172401", NULL);
	const struct api_reply made = publish(c, &so, "Quy chế", NULL), other = publish(c, &so, "Quy định", NULL);

	EXPECT(made, 201);
	EXPECT(other, 201);
	assert_string_equal(publish(c, &so, " Quy  chế", NULL).key, "regulation.exists");
	assert_int_equal(publish(c, &head, "Quy chế", NULL).status, 201); /* another unit's */
	assert_string_equal(publish(c, &so, "Quy chế", api_text(&other, "id")).key, "regulation.exists");
	assert_int_equal(publish(c, &so, "Quy chế mới", api_text(&made, "id")).status, 201);
	assert_int_equal(publish(c, &so, "Quy chế", NULL).status, 201); /* nobody has the name any more */
}
