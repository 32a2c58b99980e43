/* test_json.c - JSON as it is written. */
#include "test.h"

#include <jansson.h>

#include "base/json.h"
#include "base/problems.h"

#define IS(b, expected) assert_string_equal(buf_text(b), expected)

TEST_PURE(json_puts_its_commas_itself)
{
	struct buf b = buf_in(c->arena);

	json_open_object(&b, NULL);
	json_put_text(&b, "code", "1A");
	json_open_list(&b, "rows");
	for (int i = 0; i < 3; i++) {
		json_open_list(&b, NULL);
		for (int k = 0; k < i; k++)
			json_put_int(&b, NULL, i * 10 + k);
		json_close_list(&b);
	}
	json_open_object(&b, NULL);
	json_close_object(&b);
	json_close_list(&b);
	json_open_object(&b, "of");
	json_put_bool(&b, "here", true);
	json_put_bool(&b, "gone", false);
	json_put_null(&b, "none");
	json_close_object(&b);
	json_put_int(&b, "last", INT64_MIN);
	json_close_object(&b);
	IS(&b, "{\"code\":\"1A\",\"rows\":[[],[10],[20,21],{}],\"of\":{\"here\":true,\"gone\":false,\"none\":null},\"last\":-9223372036854775808}");
	assert_int_equal(b.open, 0);
}

TEST_PURE(json_of_nothing_is_empty)
{
	struct buf object = buf_in(c->arena), list = buf_in(c->arena);

	json_open_object(&object, NULL);
	json_put_members(&object, "{}");
	json_close_object(&object);
	IS(&object, "{}");
	json_open_list(&list, NULL);
	json_put_raw(&list, NULL, "");
	json_close_list(&list);
	IS(&list, "[]");
}

/* Whatever stands in a text, a reader gets it back; and brackets in it are no brackets. */
TEST_PURE(json_texts_come_back_as_they_were)
{
	static const char text[] = "\"\\ {[:\t\r\n\x01\x1f đỗ 😀 </script>";
	struct buf b = buf_in(c->arena);

	json_open_object(&b, NULL);
	json_put_text(&b, "a", text);
	json_put_text(&b, "b", "ends with [");
	json_put_text(&b, "c", "ends with :");
	json_put_text(&b, "d", NULL);
	json_put_text_n(&b, "e", "half of it", 4);
	json_put_text(&b, "f", "");
	json_put_time(&b, "g", 0);
	json_close_object(&b);
	json_t *o = json_loads(buf_text(&b), JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(o);
	assert_string_equal(json_string_value(json_object_get(o, "a")), text);
	json_decref(o);
	IS(&b, "{\"a\":\"\\\"\\\\ {[:\\u0009\\u000d\\n\\u0001\\u001f đỗ 😀 </script>\",\"b\":\"ends with [\",\"c\":\"ends with :\",\"d\":null,\"e\":\"half\",\"f\":\"\","
	       "\"g\":null}");
}

TEST_PURE(json_lines_stand_by_themselves)
{
	struct buf b = buf_in(c->arena);

	for (int i = 0; i < 2; i++) {
		json_open_object(&b, NULL);
		json_put_int(&b, "line", i + 1);
		json_close_object(&b);
		buf_char(&b, '\n');
	}
	IS(&b, "{\"line\":1}\n{\"line\":2}\n");
}

/* A part is written before what it stands in; a whole is taken apart. */
TEST_PURE(json_is_put_together_of_parts)
{
	struct buf b = buf_in(c->arena), items = buf_in(c->arena);

	json_put_text(&items, NULL, "a");
	json_open_object(&items, NULL);
	json_close_object(&items);
	json_put_raw(&items, NULL, NULL);
	IS(&items, "\"a\",{},null");
	json_open_object(&b, NULL);
	json_put_members(&b, "{\"x\":1,\"y\":[2]}");
	json_put_members(&b, json_texts(c->arena, "from", "A", "to", (char *)NULL, NULL));
	json_open_list(&b, "items");
	json_put_raw(&b, NULL, buf_text(&items));
	json_put_int(&b, NULL, 3);
	json_close_list(&b);
	json_put_name(&b, "further");
	json_open_list(&b, NULL);
	json_close_list(&b);
	json_close_object(&b);
	IS(&b, "{\"x\":1,\"y\":[2],\"from\":\"A\",\"to\":null,\"items\":[\"a\",{},null,3],\"further\":[]}");
}

TEST_PURE(json_goes_as_deep_as_its_bits)
{
	struct buf b = buf_in(c->arena);
	enum { DEEP = 63 };

	for (int i = 0; i < DEEP; i++)
		json_open_list(&b, NULL);
	for (int i = 0; i < DEEP; i++)
		json_close_list(&b);
	assert_int_equal(b.open, 0);
	assert_int_equal(b.len, 2 * DEEP);
}

TEST_PURE(json_tells_problems_as_each_place_does)
{
	struct problems list = { 0 };
	struct buf b = buf_in(c->arena);

	problem_add(c, &list, NULL, "a.b", "Sai.");
	problem_warn(c, &list, "sex", "c.d", "Lạ.");
	json_open_object(&b, NULL);
	problems_put(&b, "problems", list.first, 0);
	problems_put(&b, "shown", list.first, PROBLEM_SEVERITY | PROBLEM_FIELD_IF_ANY);
	problems_put(&b, "left", list.first, PROBLEM_WARNING);
	problems_put(&b, "none", NULL, PROBLEM_WARNING);
	json_close_object(&b);
	IS(&b, "{\"problems\":[{\"field\":null,\"key\":\"a.b\",\"message\":\"Sai.\"},{\"field\":\"sex\",\"key\":\"c.d\",\"message\":\"Lạ.\"}],"
	       "\"shown\":[{\"severity\":\"error\",\"key\":\"a.b\",\"message\":\"Sai.\"},{\"field\":\"sex\",\"severity\":\"warning\",\"key\":\"c.d\",\"message\":\"Lạ.\"}],"
	       "\"left\":[{\"field\":null,\"key\":\"a.b\",\"warning\":false,\"message\":\"Sai.\"},{\"field\":\"sex\",\"key\":\"c.d\",\"warning\":true,\"message\":\"Lạ.\"}],"
	       "\"none\":[]}");
}
