/* test_http_multipart.c - the streaming form parser, cut at every byte. */
#include "base/ctx.h" /* before cmocka, which has a macro named fail */
#include "test.h"
#undef fail

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "http/multipart.h"

#define TYPE "multipart/form-data; boundary=AaB03x"
#define PART(head) "--AaB03x\r\nContent-Disposition: form-data; " head "\r\n\r\n"

static const char good[] =
	PART("name=\"unit\"") "79 Hồ\r\nChí Minh\r\n"
	"--AaB03x\r\ncontent-type: application/octet-stream\r\ncontent-disposition:form-data;name=file; filename=\"C:\\mẫu\\H\xe1\xbb\x8d"
	"c %22sinh%22.xlsx\"\r\n\r\n"
	"\r\n--AaB03\r\r\n--AaB\r\n-\r\n--\0\r\n\r\n--AaB03y\r\n"
	"--AaB03x--\r\n";

static const char file_content[] = "\r\n--AaB03\r\r\n--AaB\r\n-\r\n--\0\r\n\r\n--AaB03y";

/* In pieces of the given size; the first is `first` bytes long. */
static bool parse(struct ctx *c, const char *body, size_t len, size_t first, size_t piece, struct part **ret)
{
	struct multipart *m = multipart_new(c, TYPE, "/tmp");

	if (m == NULL)
		return false;
	if (!multipart_feed(c, m, body, first))
		return false;
	for (size_t i = first; i < len; i += piece)
		if (!multipart_feed(c, m, body + i, len - i < piece ? len - i : piece))
			return false;
	*ret = multipart_parts(m);
	return multipart_end(c, m);
}

/* It is shown to others, and never refused for what it hides. */
TEST_PURE(multipart_file_names_hide_nothing)
{
	static const struct { const char *sent, *kept; } names[] = {
		{ "Danh s\xc3\xa1" "ch \xe2\x80\xae" "xslx.exe", "Danh sách xslx.exe" },
		{ "l\xe2\x80\x8b" "op\xc2\xa0 1A\xef\xbb\xbf.xlsx", "lop 1A.xlsx" },
		{ "a\x07\x1b[31m.xlsx", "a[31m.xlsx" },
		{ "q\xcc\x82\xcc\x86\xcc\x80\xcc\x81\xcc\x83.csv", "q\xcc\x82\xcc\x86.csv" },
		{ "\xe2\x80\x8b", "tệp" },
	};

	for (size_t i = 0; i < COUNT(names); i++) {
		const char *body = arena_fmt(c->arena, PART("name=a; filename=\"%s\"") "x\r\n--AaB03x--\r\n", names[i].sent);
		struct part *parts = NULL;
		assert_true(parse(c, body, strlen(body), 0, 9, &parts));
		assert_string_equal(parts->filename, names[i].kept);
	}
}

static void check_good(struct part *p)
{
	char content[100];
	struct stat st;

	assert_non_null(p);
	assert_string_equal(p->name, "unit");
	assert_null(p->filename);
	assert_string_equal(p->text, "79 Hồ\nChí Minh");
	p = p->next;
	assert_non_null(p);
	assert_string_equal(p->name, "file");
	assert_string_equal(p->filename, "Học \"sinh\".xlsx");
	assert_int_equal(p->size, sizeof file_content - 1);
	assert_int_equal(read(p->fd, content, sizeof content), sizeof file_content - 1);
	assert_memory_equal(content, file_content, sizeof file_content - 1);
	assert_int_equal(fstat(p->fd, &st), 0);
	assert_int_equal(st.st_nlink, 0); /* nobody finds it by name */
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_null(p->next);
}

TEST_PURE(http_multipart_is_the_same_cut_anywhere)
{
	struct part *parts = NULL;
	size_t len = sizeof good - 1;

	for (size_t first = 0; first <= len; first++) {
		struct ctx own = { .arena = arena_new() };
		ok_or_explain(&own, parse(&own, good, len, first, len, &parts), "parse", __FILE__, __LINE__);
		check_good(parts);
		arena_free(own.arena);
	}
	for (size_t piece = 1; piece < 9; piece++) {
		struct ctx own = { .arena = arena_new() };
		ok_or_explain(&own, parse(&own, good, len, 0, piece, &parts), "parse", __FILE__, __LINE__);
		check_good(parts);
		arena_free(own.arena);
	}
	(void)c;
}

TEST_PURE(http_multipart_needs_its_end)
{
	struct part *parts = NULL;

	for (size_t len = 0; len < sizeof good - 5; len++) { /* all but the last CR LF, which may be absent */
		struct ctx own = { .arena = arena_new() };
		assert_false(parse(&own, good, len, len, 1, &parts));
		assert_int_equal(own.err, ERR_MALFORMED);
		arena_free(own.arena);
	}
	OK(parse(c, good, sizeof good - 3, 0, 1000, &parts));
}

TEST_PURE(http_multipart_refuses_what_is_malformed)
{
	static const char *const bad[] = {
		"",
		"preamble\r\n" PART("name=a") "x\r\n--AaB03x--\r\n",
		"\r\n" PART("name=a") "x\r\n--AaB03x--\r\n",
		"--AaB03x\n\nx",
		"--AaB03x \r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--AaB03x--\r\n",
		"--AaB03x\r\n\r\nx\r\n--AaB03x--\r\n",
		"--AaB03x\r\nContent-Type: text/plain\r\n\r\nx\r\n--AaB03x--\r\n",
		"--AaB03x\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--AaB03x--\r\n",
		"--AaB03x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--AaB03x--\r\n",
		"--AaB03x\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n\r\nx\r\n--AaB03x--\r\n",
		"--AaB03x\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\nx\r\n--AaB03x--\r\n",
		"--AaB03x\r\nContent-Disposition: form-data; name=a\nX: y\r\n\r\nx\r\n--AaB03x--\r\n",
		"--AaB03x\r\nno colon here\r\n\r\nx\r\n--AaB03x--\r\n",
		PART("name=\"\"") "x\r\n--AaB03x--\r\n",
		PART("name=\"a") "x\r\n--AaB03x--\r\n",
		PART("name=\"\xff\"") "x\r\n--AaB03x--\r\n",
		PART("name=\"a\x01\"") "x\r\n--AaB03x--\r\n",
		PART("name=a; filename=\"\xc3\x28.xlsx\"") "x\r\n--AaB03x--\r\n",
		PART("name=a; filename=\"a%0D%0Ab\"") "x\r\n--AaB03x--\r\n",
		PART("name=a; filename=\"dir/\"") "x\r\n--AaB03x--\r\n",
		PART("name=a") "\xff\r\n--AaB03x--\r\n",
		PART("name=a") "a\x07\r\n--AaB03x--\r\n",
		PART("name=a") "x\r\n--AaB03xy\r\n",
		PART("name=a") "x\r\n--AaB03x--\r\nepilogue",
		PART("name=a") "x\r\n--AaB03x--\r\n\r\n",
		PART("name=a") "x\n--AaB03x--\r\n",
	};
	struct part *parts = NULL;

	for (size_t i = 0; i < COUNT(bad); i++) {
		if (parse(c, bad[i], strlen(bad[i]), 0, 7, &parts))
			print_message("taken: %s\n", bad[i]);
		assert_int_equal(c->err, ERR_MALFORMED);
		assert_string_equal(c->key, "request.multipart");
		ctx_clear(c);
	}
	assert_false(parse(c, PART("name=a") "a\0b\r\n--AaB03x--\r\n", sizeof PART("name=a") - 1 + 18, 0, 100, &parts));
	ctx_clear(c);
	assert_false(parse(c, "--AaB03x\r\nX\0: y\r\n\r\n", 20, 0, 100, &parts));
}

TEST_PURE(http_multipart_wants_a_boundary)
{
	static const char *const bad[] = {
		NULL, "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=\"a",
		"multipart/form-data; boundary=\"a b \"", "multipart/form-data; boundary=a@b", "multipart/form-data; boundary=\"a\x7f\"",
		"multipart/form-data; boundary=0123456789012345678901234567890123456789012345678901234567890123456789x",
	};

	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_null(multipart_new(c, bad[i], "/tmp"));
		assert_string_equal(c->key, "request.multipart");
		ctx_clear(c);
	}
	assert_non_null(multipart_new(c, "multipart/form-data; charset=utf-8; BOUNDARY=\"a b\"", "/tmp"));
}

TEST_PURE(http_multipart_has_limits)
{
	struct part *parts = NULL;
	struct buf b = buf_in(c->arena);

	for (int n = 64; n <= 65; n++) {
		b.len = 0;
		for (int i = 0; i < n; i++)
			buf_fmt(&b, PART("name=n%d") "v%s", i, "\r\n");
		buf_put(&b, "--AaB03x--\r\n");
		assert_int_equal(parse(c, b.data, b.len, 0, 4096, &parts), n == 64);
	}
	assert_int_equal(c->err, ERR_TOO_LARGE);
	ctx_clear(c);
	for (int over = 0; over <= 1; over++) {
		b.len = 0;
		buf_put(&b, PART("name=a"));
		for (int i = 0; i < PART_TEXT_MAX + over; i++)
			buf_char(&b, 'x');
		buf_put(&b, "\r\n--AaB03x--\r\n");
		assert_int_equal(parse(c, b.data, b.len, 0, 4096, &parts), over == 0);
	}
	assert_int_equal(c->err, ERR_TOO_LARGE);
	ctx_clear(c);
	b.len = 0;
	buf_put(&b, "--AaB03x\r\nX: ");
	for (int i = 0; i < PART_HEAD_MAX; i++)
		buf_char(&b, 'x');
	FAILS(parse(c, b.data, b.len, 0, 4096, &parts), "request.multipart");
}

TEST_PURE(http_multipart_takes_empty_parts)
{
	static const char body[] = PART("name=a") "\r\n" PART("name=b; filename=\"\"") "\r\n" PART("name=c; filename=x.csv") "\r\n--AaB03x--";
	struct part *p = NULL;

	OK(parse(c, body, sizeof body - 1, 0, 3, &p));
	assert_string_equal(p->text, "");
	p = p->next;
	assert_null(p->filename); /* a file input left empty */
	assert_string_equal(p->text, "");
	p = p->next;
	assert_string_equal(p->filename, "x.csv");
	assert_int_equal(p->size, 0);
	OK(parse(c, "--AaB03x--\r\n", 12, 0, 3, &p));
	assert_null(p);
}

TEST_PURE(http_multipart_says_when_there_is_no_room_for_files)
{
	static const char body[] = PART("name=c; filename=x.csv") "\r\n--AaB03x--";
	struct multipart *m = multipart_new(c, TYPE, "/nonexistent");

	FAILS(multipart_feed(c, m, body, sizeof body - 1), "request.tmp");
}
