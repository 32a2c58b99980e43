/* test_http_raw.c - requests as no decent client sends them, straight to the port.
 *
 * Each is followed on the same connection by a good request to /evil.  None may
 * be executed, neither the bad one nor the one behind it, and the connection must end. */
#include "test_http_wire.h"

#include "http/framing.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct raw {
	const char *name, *data;
	size_t len;
	int status;
};

#define RAW(name, data) { name, data, sizeof data - 1, 400 }
#define RAW_AS(status, name, data) { name, data, sizeof data - 1, status }
#define G "GET /count HTTP/1.1\r\n"
#define P "POST /lines HTTP/1.1\r\n"
#define H "Host: a\r\n"
#define T "Content-Type: application/x-ndjson\r\n"
#define K "Transfer-Encoding: chunked\r\n\r\n"
#define X64 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define EVIL "GET /evil HTTP/1.1\r\nHost: a\r\n\r\n"

static const struct raw refused[] = {
	/* lengths */
	RAW("two different lengths", P H T "Content-Length: 5\r\nContent-Length: 40\r\n\r\nhello"),
	RAW("two equal lengths", P H T "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"),
	RAW("list of lengths", P H T "Content-Length: 5, 5\r\n\r\nhello"),
	RAW("negative length", P H T "Content-Length: -5\r\n\r\nhello"),
	RAW("plus sign in length", P H T "Content-Length: +5\r\n\r\nhello"),
	RAW("hexadecimal length", P H T "Content-Length: 0x5\r\n\r\nhello"),
	RAW("letters after length", P H T "Content-Length: 5a\r\n\r\nhello"),
	RAW("blank inside length", P H T "Content-Length: 1 0\r\n\r\nhello12345"),
	RAW("empty length", P H T "Content-Length:\r\n\r\nhello"),
	RAW("length too large for 64 bits", P H T "Content-Length: 99999999999999999999\r\n\r\nhello"),
	RAW("length of 2^64+5", P H T "Content-Length: 18446744073709551621\r\n\r\nhello"),
	RAW_AS(413, "length beyond the route's limit", P H T "Content-Length: 4097\r\n\r\nhello"),
	RAW("length with a dot", P H T "Content-Length: 5.0\r\n\r\nhello"),
	RAW("length in another case too", P H T "Content-Length: 5\r\ncOnTeNt-lEnGtH: 40\r\n\r\nhello"),
	/* transfer coding */
	RAW("length and chunks", P H T "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	RAW("chunks and length", P H T "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	RAW("xchunked", P H T "Transfer-Encoding: xchunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	RAW("chunked, identity", P H T "Transfer-Encoding: chunked, identity\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	RAW("identity", P H T "Transfer-Encoding: identity\r\n\r\n"),
	RAW("gzip, chunked", P H T "Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	RAW("two transfer codings", P H T "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	RAW("chunked twice", P H T "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	RAW("quoted chunked", P H T "Transfer-Encoding: \"chunked\"\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	RAW("chunked with vertical tab", P H T "Transfer-Encoding: \x0b" "chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	RAW("empty transfer coding", P H T "Transfer-Encoding:\r\n\r\n"),
	RAW("chunks in HTTP/1.0", "POST /lines HTTP/1.0\r\n" H T "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	RAW("chunk size not a number", P H T "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n"),
	RAW("chunk size negative", P H T "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n"),
	RAW("chunk size with 0x", P H T "Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n"),
	RAW("chunk size overflows", P H T "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nhello\r\n0\r\n\r\n"),
	RAW("chunk longer than said", P H T "Transfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n"),
	RAW("chunk size empty", P H T "Transfer-Encoding: chunked\r\n\r\n\r\nhello\r\n0\r\n\r\n"),
	RAW("trailer", P H T "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nContent-Length: 40\r\n\r\n"),
	RAW("chunk size with plus sign", P H T K "+5\r\nhello\r\n0\r\n\r\n"),
	RAW("chunk size with a blank before", P H T K " 5\r\nhello\r\n0\r\n\r\n"),
	RAW("chunk size with a blank behind", P H T K "5 \r\nhello\r\n0\r\n\r\n"),
	RAW("chunk size with an underscore", P H T K "0_5\r\nhello\r\n0\r\n\r\n"),
	RAW("chunk size with h", P H T K "5h\r\nhello\r\n0\r\n\r\n"),
	RAW("chunk size of 2^32+5", P H T K "100000005\r\nhello\r\n0\r\n\r\n"),
	RAW("chunk size of 2^64+5", P H T K "10000000000000005\r\nhello\r\n0\r\n\r\n"),
	RAW("chunk size with many zeros", P H T K "0000000000000000000000005\r\nhello\r\n0\r\n\r\n"),
	RAW("chunk size with NUL", P H T K "5\0\r\nhello\r\n0\r\n\r\n"),
	RAW("chunk shorter than said", P H T K "8\r\nhello\r\n0\r\n\r\n"),
	RAW("last chunk not a number", P H T K "5\r\nhello\r\nx\r\n\r\n"),
	RAW("bare LF after the first chunk size", P H T K "5\nhello\r\n0\r\n\r\n"),
	RAW("bare LF after a later chunk size", P H T K "2\r\nhe\r\n3\nllo\r\n0\r\n\r\n"),
	RAW("bare LF after a chunk", P H T K "5\r\nhello\n0\r\n\r\n"),
	RAW("bare LF after the last chunk size", P H T K "5\r\nhello\r\n0\n\r\n"),
	RAW("bare LF at the end of the chunks", P H T K "5\r\nhello\r\n0\r\n\n"),
	RAW("bare LF all through the chunks", P H T K "5\nhello\n0\n\n"),
	RAW("bare LF after a chunk extension", P H T K "5;a=b\nhello\r\n0\r\n\r\n"),
	RAW("bare CR after a chunk size", P H T K "5\rhello\r\n0\r\n\r\n"),
	RAW("bare CR after a chunk", P H T K "5\r\nhello\r0\r\n\r\n"),
	RAW("CR CR LF after a chunk size", P H T K "5\r\r\nhello\r\n0\r\n\r\n"),
	RAW("bare CR in a chunk extension", P H T K "5;a\rb\r\nhello\r\n0\r\n\r\n"),
	RAW("NUL in a chunk extension", P H T K "5;a\0b\r\nhello\r\n0\r\n\r\n"),
	RAW("long chunk extension", P H T K "5;a=" X64 X64 X64 "\r\nhello\r\n0\r\n\r\n"),
	RAW("chunk extension without a size", P H T K ";a=b\r\nhello\r\n0\r\n\r\n"),
	RAW("trailer that hides a request", P H T K "5\r\nhello\r\n0\r\nGET /evil HTTP/1.1\r\n\r\n"),
	RAW("trailer with a host", P H T K "5\r\nhello\r\n0\r\nHost: b\r\n\r\n"),
	RAW("trailer that is folded", P H T K "5\r\nhello\r\n0\r\n a\r\n\r\n"),
	RAW("empty line in the chunks", P H T K "5\r\nhello\r\n\r\n0\r\n\r\n"),
	RAW("chunked and a blank behind", P H T "Transfer-Encoding: chunked \r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	RAW("chunked with a comma", P H T "Transfer-Encoding: chunked,\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	RAW("a comma and chunked", P H T "Transfer-Encoding: ,chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	RAW("chunked, chunked", P H T "Transfer-Encoding: chunked, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	RAW("chunked with a parameter", P H T "Transfer-Encoding: chunked;a=b\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	RAW("identity, then chunked in another line", P H T "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	RAW("length 0 and chunks", P H T "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	RAW("chunks in another case and length", P H T "tRANSFER-eNCODING: CHUNKED\r\ncONTENT-lENGTH: 5\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	RAW("chunks of a GET that say nothing", G H "Transfer-Encoding: x\r\n\r\n"),
	RAW("length with a blank behind", P H T "Content-Length: 5 \r\n\r\nhello"),
	RAW("length with an underscore", P H T "Content-Length: 0_5\r\n\r\nhello"),
	RAW("length with exponent", P H T "Content-Length: 5e0\r\n\r\nhello"),
	RAW("length of sixteen digits", P H T "Content-Length: 0000000000000005\r\n\r\nhello"),
	RAW("length in full-width digits", P H T "Content-Length: \xef\xbc\x95\r\n\r\nhello"),
	RAW("two lengths of which one is empty", P H T "Content-Length: 5\r\nContent-Length:\r\n\r\nhello"),
	RAW("length of a GET not a number", G H "Content-Length: a\r\n\r\n"),
	/* host */
	RAW("no host", G "\r\n"),
	RAW("two hosts", G H "Host: b\r\n\r\n"),
	RAW("two equal hosts", G H H "\r\n"),
	RAW("empty host", G "Host:\r\n\r\n"),
	RAW("host with path", G "Host: a/b\r\n\r\n"),
	RAW("host with user", G "Host: a@b\r\n\r\n"),
	RAW("list of hosts", G "Host: a, b\r\n\r\n"),
	RAW("host with blank", G "Host: a b\r\n\r\n"),
	RAW("two hosts in HTTP/1.0", "GET /count HTTP/1.0\r\n" H "Host: b\r\n\r\n"),
	/* the form of header lines */
	RAW("NUL in a value", G H "X-A: a\0b\r\n\r\n"),
	RAW("NUL in the last value", G H "X-A: a\0\r\n\r\n"),
	RAW("NULs at the end of the last value", G H "X-A: a\0\0\0\r\n\r\n"),
	RAW("NUL at the beginning of a value", G H "X-A: \0a\r\nX-B: b\r\n\r\n"),
	RAW("NUL hides a second length", P H T "Content-Length: 5\0\x30\r\n\r\nhello"),
	RAW("NUL in a name", G H "X\0A: b\r\n\r\n"),
	RAW("NUL before the colon", G H "X-A\0: b\r\n\r\n"),
	RAW("NUL in the host", G "Host: a\0b\r\n\r\n"),
	RAW("NUL in the target", "GET /count\0x HTTP/1.1\r\n" H "\r\n"),
	RAW("NUL in the query", "GET /count?a=\0x HTTP/1.1\r\n" H "\r\n"),
	RAW("NUL after the version", "GET /count HTTP/1.1\0\r\n" H "\r\n"),
	RAW("NUL in the method", "GE\0T /count HTTP/1.1\r\n" H "\r\n"),
	RAW("NUL line", G H "\0\r\n\r\n"),
	RAW("bare LF everywhere", "GET /count HTTP/1.1\nHost: a\n\n"),
	RAW("bare LF after a header", G "Host: a\nX-A: b\r\n\r\n"),
	RAW("bare LF after the request line", "GET /count HTTP/1.1\nHost: a\r\n\r\n"),
	RAW("bare LF at the end", G H "\n"),
	RAW("bare LF hides a header", G H "X-A: b\nContent-Length: 40\r\n\r\n"),
	RAW("bare CR in a value", G H "X-A: b\rContent-Length: 40\r\n\r\n"),
	RAW("bare CR at the end of a value", G H "X-A: b\r\r\n\r\n"),
	RAW("bare CR after the request line", "GET /count HTTP/1.1\rHost: a\r\n\r\n"),
	RAW("folded line", G H "X-A: b\r\n c\r\n\r\n"),
	RAW("folded line with tab", G H "X-A: b\r\n\tc\r\n\r\n"),
	RAW("folded transfer coding", P H T "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"),
	RAW("folded length", P H T "Content-Length: 5\r\n 0\r\n\r\nhello"),
	RAW("first header begins with a blank", "GET /count HTTP/1.1\r\n Host: a\r\nHost: a\r\n\r\n"),
	RAW("blank before the colon", G "Host : a\r\n\r\n"),
	RAW("blank before the colon of a length", P H T "Content-Length : 5\r\n\r\nhello"),
	RAW("tab before the colon", G H "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n"),
	RAW("no colon", G H "X-A\r\n\r\n"),
	RAW("empty name", G H ": b\r\n\r\n"),
	RAW("name with a slash", G H "X/A: b\r\n\r\n"),
	RAW("name with a high byte", G H "X\xe9: b\r\n\r\n"),
	RAW("control character in a value", G H "X-A: a\x01\r\n\r\n"),
	RAW("DEL in a value", G H "X-A: a\x7f\r\n\r\n"),
	RAW("two authorizations", G H "Authorization: a\r\nAuthorization: b\r\n\r\n"),
	RAW("two cookies", G H "Cookie: a=1\r\nCookie: a=2\r\n\r\n"),
	RAW("two content types", P H T T "Content-Length: 5\r\n\r\nhello"),
	RAW("two If-Match", G H "If-Match: \"1\"\r\nIf-Match: \"2\"\r\n\r\n"),
	RAW("high byte in a cookie", G H "Cookie: a=\xff\r\n\r\n"),
	/* the request line */
	RAW("unknown method", "BREW /count HTTP/1.1\r\n" H "\r\n"),
	RAW("lower-case method", "get /count HTTP/1.1\r\n" H "\r\n"),
	RAW("TRACE", "TRACE /count HTTP/1.1\r\n" H "\r\n"),
	RAW("CONNECT", "CONNECT a:80 HTTP/1.1\r\n" H "\r\n"),
	RAW("OPTIONS *", "OPTIONS * HTTP/1.1\r\n" H "\r\n"),
	RAW("no target", "GET HTTP/1.1\r\n" H "\r\n"),
	RAW("two blanks before the target", "GET  /count HTTP/1.1\r\n" H "\r\n"),
	RAW("two blanks before the version", "GET /count  HTTP/1.1\r\n" H "\r\n"),
	RAW("blank after the version", "GET /count HTTP/1.1 \r\n" H "\r\n"),
	RAW("tab for a blank", "GET\t/count\tHTTP/1.1\r\n" H "\r\n"),
	RAW("blank in the target", "GET /count?a= b HTTP/1.1\r\n" H "\r\n"),
	RAW("absolute target", "GET http://a/count HTTP/1.1\r\n" H "\r\n"),
	RAW("target without a slash", "GET count HTTP/1.1\r\n" H "\r\n"),
	RAW("target with two slashes", "GET //count HTTP/1.1\r\n" H "\r\n"),
	RAW("fragment", "GET /count#a HTTP/1.1\r\n" H "\r\n"),
	RAW("high byte in the target", "GET /count?a=\xc3\xa0 HTTP/1.1\r\n" H "\r\n"),
	RAW("control character in the target", "GET /count?a=\x01 HTTP/1.1\r\n" H "\r\n"),
	RAW("backslash in the target", "GET /\\count HTTP/1.1\r\n" H "\r\n"),
	RAW("%00 in the path", "GET /count%00.html HTTP/1.1\r\n" H "\r\n"),
	RAW("%00 in the query", "GET /count?a=%00 HTTP/1.1\r\n" H "\r\n"),
	RAW("%0d%0a in the path", "GET /count%0d%0aX: HTTP/1.1\r\n" H "\r\n"),
	RAW("%2e%2e", "GET /x/%2e%2e/count HTTP/1.1\r\n" H "\r\n"),
	RAW("..", "GET /x/../count HTTP/1.1\r\n" H "\r\n"),
	RAW(".", "GET /./count HTTP/1.1\r\n" H "\r\n"),
	RAW("%2f", "GET /x%2fcount HTTP/1.1\r\n" H "\r\n"),
	RAW("%5c", "GET /x%5ccount HTTP/1.1\r\n" H "\r\n"),
	RAW("overlong slash", "GET /x%c0%afcount HTTP/1.1\r\n" H "\r\n"),
	RAW("broken percent", "GET /coun%7 HTTP/1.1\r\n" H "\r\n"),
	RAW("parameter twice", "GET /count?a=1&a=2 HTTP/1.1\r\n" H "\r\n"),
	RAW("HTTP/0.9", "GET /count\r\n"),
	RAW("HTTP/0.9 with headers", "GET /count\r\n" H "\r\n"),
	RAW("HTTP/1.2", "GET /count HTTP/1.2\r\n" H "\r\n"),
	RAW("HTTP/2.0", "GET /count HTTP/2.0\r\n" H "\r\n"),
	RAW("HTTP/11", "GET /count HTTP/11\r\n" H "\r\n"),
	RAW("http/1.1", "GET /count http/1.1\r\n" H "\r\n"),
	RAW("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0"),
	RAW("TLS hello", "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\r\n\r\n"),
	RAW("nonsense", "hello\r\n\r\n"),
	RAW("empty lines before a request", "\r\n\r\n" G H "\r\n"),
	RAW("bare LF before a request", "\n" G H "\r\n"),
	RAW("bare CR before a request", "\r" G H "\r\n"),
	RAW("blank before a request", " " G H "\r\n"),
	RAW("NUL before a request", "\0" G H "\r\n"),
	RAW("byte order mark before a request", "\xef\xbb\xbf" G H "\r\n"),
	RAW("three words more", "GET /count HTTP/1.1 HTTP/1.1 x y\r\n" H "\r\n"),
	RAW("no method", " /count HTTP/1.1\r\n" H "\r\n"),
	RAW("method with a slash", "GE/T /count HTTP/1.1\r\n" H "\r\n"),
	RAW("method that is long", X64 X64 " /count HTTP/1.1\r\n" H "\r\n"),
	RAW("absolute target of another host", "GET http://b/count HTTP/1.1\r\n" H "\r\n"),
	RAW("absolute target with user", "GET http://b@a/count HTTP/1.1\r\n" H "\r\n"),
	RAW("target *", "GET * HTTP/1.1\r\n" H "\r\n"),
	RAW("target of CONNECT", "GET a:80 HTTP/1.1\r\n" H "\r\n"),
	RAW("two slashes inside", "GET /x//count HTTP/1.1\r\n" H "\r\n"),
	RAW("two slashes at the end", "GET /count// HTTP/1.1\r\n" H "\r\n"),
	RAW(".. at the end", "GET /count/.. HTTP/1.1\r\n" H "\r\n"),
	RAW(".%2e", "GET /x/.%2e/count HTTP/1.1\r\n" H "\r\n"),
	RAW("%252e%252e", "GET /x/%252e%252e%2fcount HTTP/1.1\r\n" H "\r\n"),
	RAW("%u002e", "GET /%u002e%u002e/count HTTP/1.1\r\n" H "\r\n"),
	RAW("DEL in the target", "GET /count?a=\x7f HTTP/1.1\r\n" H "\r\n"),
	RAW("HTTP/1.1 with a blank inside", "GET /count HTTP/ 1.1\r\n" H "\r\n"),
	RAW("HTTP/01.1", "GET /count HTTP/01.1\r\n" H "\r\n"),
	RAW("HTTP/1.10", "GET /count HTTP/1.10\r\n" H "\r\n"),
	RAW("HTTP/3", "GET /count HTTP/3.0\r\n" H "\r\n"),
	RAW("HTTPS/1.1", "GET /count HTTPS/1.1\r\n" H "\r\n"),
	/* bodies where none belongs */
	RAW("body of a GET", G H "Content-Length: 5\r\n\r\nhello"),
	RAW("chunks of a GET", G H "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	RAW_AS(404, "request as the body of an unknown path", "PATCH /nothing HTTP/1.1\r\n" H "Content-Length: 40\r\n\r\n"),
	RAW_AS(405, "request as the body of a wrong method", "PUT /lines HTTP/1.1\r\n" H "Content-Length: 40\r\n\r\n"),
	RAW_AS(415, "form of another type", "POST /form HTTP/1.1\r\n" H "Content-Type: text/plain\r\nContent-Length: 40\r\n\r\n"),
	RAW("form without boundary", "POST /form HTTP/1.1\r\n" H "Content-Type: multipart/form-data\r\nContent-Length: 40\r\n\r\n"),
	RAW("form that is malformed", "POST /form HTTP/1.1\r\n" H "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 5\r\n\r\nhello"),
};

static bool is_refusal(const char *answer, size_t len)
{
	return len > 0 && strncmp(answer, "HTTP/1.1 4", 10) == 0;
}

static size_t times(const char *text, const char *what)
{
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, what)) != NULL; p += strlen(what))
		n++;
	return n;
}

/* One answer and no more, which says that it is the last, and nothing of what stands behind it. */
static bool is_answered(const struct raw *r, const char *answer)
{
	return strncmp(answer, "HTTP/1.1 ", 9) == 0 && (int)strtol(answer + 9, NULL, 10) == r->status && times(answer, "HTTP/1.") == 1 &&
	       strstr(answer, "\r\nConnection: close\r\n") != NULL && strcasestr(answer, "\nServer:") == NULL && strcasestr(answer, "microhttpd") == NULL;
}

/* At once, or cut in two at `cut`. */
static bool try_case(struct wire *w, const struct raw *r, size_t cut)
{
	char answer[16 * 1024];
	size_t len;
	int fd = wire_connect(w), before = w->count;

	wire_send(fd, r->data, cut);
	if (cut < r->len)
		wire_sleep_ms(2);
	wire_send(fd, r->data + cut, r->len - cut);
	wire_send(fd, EVIL EVIL, sizeof EVIL EVIL - 1);
	bool closed = wire_read(fd, answer, sizeof answer, &len, 2000);
	close(fd);
	bool good = closed && is_answered(r, answer) && w->count == before && w->evil == 0;
	if (!good)
		print_message("%s (cut %zu): closed=%d count=%d evil=%d answer=%.60s\n", r->name, cut, closed, w->count - before, w->evil, answer);
	w->evil = 0;
	return good;
}

TEST_PURE(http_raw_requests_are_refused_and_nothing_behind_them_runs)
{
	struct wire w = { 0 };
	struct server_stats stats;
	size_t bad = 0;

	(void)c;
	wire_start(&w, (struct server_options){ 0 });
	for (size_t i = 0; i < COUNT(refused); i++)
		for (int cut = 1; cut <= 3; cut++)
			bad += !try_case(&w, &refused[i], refused[i].len * (size_t)cut / 3);
	assert_int_equal(bad, 0);
	server_read_stats(w.server, &stats);
	assert_true(stats.refused_guard > 100);
	assert_int_equal(stats.by_status[2], 0);
	wire_stop(&w);
}

/* What stands before it is answered first, and what stands behind it never. */
TEST_PURE(http_raw_a_bad_request_behind_good_ones_is_refused_when_they_are_answered)
{
	static const char *const good[] = { G H "\r\n", P H T "Content-Length: 5\r\n\r\nhello", P H T K "5\r\nhello\r\n0\r\n\r\n", "GET /nothing HTTP/1.1\r\n" H "\r\n" };
	static const char *const bad[] = { P H T K "5\nhello\r\n0\r\n\r\n", P H T "Content-Length: a\r\n\r\n", G "\n", "nonsense\r\n\r\n" };
	struct wire w = { 0 };
	char answer[16 * 1024];
	size_t len;

	wire_start(&w, (struct server_options){ 0 });
	for (size_t i = 0; i < COUNT(good); i++)
		for (size_t k = 0; k < COUNT(bad); k++) {
			const int fd = wire_connect(&w), before = w.count;
			const char *sent = arena_fmt(c->arena, "%s%s%s" EVIL, good[0], good[i], bad[k]);
			wire_send(fd, sent, strlen(sent));
			assert_true(wire_read(fd, answer, sizeof answer, &len, 2000));
			close(fd);
			assert_int_equal(times(answer, "HTTP/1.1 200"), i < 3 ? 2 : 1);
			assert_int_equal(times(answer, "HTTP/1.1 400"), 1);
			assert_int_equal(times(answer, "HTTP/1."), 3);
			assert_int_equal(w.count, before + (i < 3 ? 2 : 1));
		}
	assert_int_equal(w.evil, 0);
	wire_stop(&w);
}

/* Of bytes that come one by one it thinks as of all at once. */
TEST_PURE(framing_is_the_same_cut_anywhere)
{
	(void)c;
	for (size_t i = 0; i < COUNT(refused); i++) {
		const struct raw *r = &refused[i];
		for (size_t cut = 0; cut <= r->len; cut++) {
			struct framing whole = { 0 }, parts = { 0 };
			framing_read(&whole, r->data, r->len);
			framing_read(&parts, r->data, cut);
			framing_read(&parts, r->data + cut, r->len - cut);
			assert_ptr_equal(whole.fault, parts.fault);
			assert_int_equal(whole.state, parts.state);
		}
	}
}

static const struct raw accepted[] = {
	RAW("plain", G H "\r\n"),
	RAW("HTTP/1.0 without host", "GET /count HTTP/1.0\r\n\r\n"),
	RAW("HEAD", "HEAD /count HTTP/1.1\r\n" H "\r\n"),
	RAW("blanks around values", G "Host:  \t a \t \r\nX-A:\r\nX-B: \t \r\n\r\n"),
	RAW("no blank after the colon", G "Host:a\r\nX:b\r\n\r\n"),
	RAW("host with port", G "Host: [::1]:8080\r\n\r\n"),
	RAW("UTF-8 in an unused header", G H "X-A: \xc3\xa0\r\n\r\n"),
	RAW("query", "GET /count?a=1&b=%20&c=x+y HTTP/1.1\r\n" H "\r\n"),
	RAW("empty query", "GET /count? HTTP/1.1\r\n" H "\r\n"),
	RAW("escaped letter", "GET /c%6funt HTTP/1.1\r\n" H "\r\n"),
	RAW("length 0", G H "Content-Length: 0\r\n\r\n"),
	RAW("length", P H T "Content-Length: 5\r\n\r\nhello"),
	RAW("length with blanks", P H T "Content-Length:  \t5\r\n\r\nhello"),
	RAW("chunks", P H T "Transfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n0003;a=b\r\n123\r\n0\r\n\r\n"),
	RAW("empty line first", "\r\n" G H "\r\n"),
	RAW("browser", "GET /count HTTP/1.1\r\nHost: localhost:8080\r\nConnection: keep-alive\r\nsec-ch-ua: \"Chromium\";v=\"140\"\r\n"
		"User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept: */*\r\nSec-Fetch-Site: same-origin\r\nReferer: http://localhost:8080/a?b=c\r\n"
		"Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: vi-VN,vi;q=0.9\r\nCookie: khue=abc; other=\"d\"\r\n\r\n"),
};

TEST_PURE(http_raw_good_requests_pass_however_they_are_cut)
{
	struct wire w = { 0 };

	(void)c;
	wire_start(&w, (struct server_options){ 0 });
	for (size_t i = 0; i < COUNT(accepted); i++) {
		const struct raw *r = &accepted[i];
		for (size_t step = 1; step <= r->len; step = step == 1 ? r->len / 2 : step == r->len / 2 ? r->len : r->len + 1) {
			char answer[4096];
			size_t len;
			int fd = wire_connect(&w), before = w.count;

			for (size_t at = 0; at < r->len; at += step)
				wire_send(fd, r->data + at, r->len - at < step ? r->len - at : step);
			wire_send(fd, "GET /evil HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 50);
			bool closed = wire_read(fd, answer, sizeof answer, &len, 2000);
			close(fd);
			if (!closed || strncmp(answer, "HTTP/1.", 7) != 0 || strncmp(answer + 8, " 200", 4) != 0 || w.count != before + 1)
				print_message("%s: %s\n", r->name, answer);
			assert_true(closed);
			assert_int_equal(strncmp(answer + 8, " 200 ", 5), 0);
			assert_int_equal(w.count, before + 1);
		}
	}
	wire_stop(&w);
}

/* The guard compares addresses inside the library's buffer: that must hold for headers of any size, in any pieces. */
TEST_PURE(http_raw_headers_of_any_size_in_any_pieces)
{
	static const size_t pieces[] = { 1, 7, 1000, 1460, 100000 };
	struct wire w = { 0 };
	struct buf b = buf_in(c->arena);
	char answer[4096];
	size_t len, n_accepted = 0, n_refused = 0;

	wire_start(&w, (struct server_options){ 0 });
	for (size_t value = 10; value < 70000; value = value * 3 / 2) {
		b.len = 0;
		buf_put(&b, G H "X-A: 1\r\nX-B: ");
		for (size_t i = 0; i < value; i++)
			buf_char(&b, 'x');
		buf_put(&b, "\r\nX-C: 2\r\nConnection: close\r\n\r\n");
		for (size_t k = 0; k < COUNT(pieces); k++) {
			int fd = wire_connect(&w);
			for (size_t at = 0; at < b.len && wire_send(fd, b.data + at, b.len - at < pieces[k] ? b.len - at : pieces[k]); at += pieces[k])
				continue;
			wire_read(fd, answer, sizeof answer, &len, 2000);
			close(fd);
			bool ok = strncmp(answer, "HTTP/1.1 200", 12) == 0;
			n_accepted += ok;
			n_refused += !ok;
			if (value < 16000 && !ok)
				print_message("%zu in pieces of %zu: %s\n", value, pieces[k], answer);
			assert_true(ok || value > 16000);
			assert_true(!ok || value < 40000);
			assert_true(ok || is_refusal(answer, len));
		}
	}
	assert_int_equal(w.count, n_accepted);
	assert_true(n_refused > 0);
	wire_stop(&w);
}

TEST_PURE(http_raw_targets_and_header_counts_are_limited)
{
	struct wire w = { 0 };
	struct buf b = buf_in(c->arena);

	wire_start(&w, (struct server_options){ 0 });
	for (int over = 0; over <= 1; over++) {
		b.len = 0;
		buf_put(&b, "GET /count?a=");
		for (int i = 0; i < 2048 - 9 + over; i++)
			buf_char(&b, 'x');
		buf_put(&b, " HTTP/1.1\r\nHost: a\r\n\r\n");
		assert_int_equal(wire_ask(&w, b.data, b.len), over ? 400 : 200);
		b.len = 0;
		buf_put(&b, G H);
		for (int i = 0; i < 63 + over; i++)
			buf_fmt(&b, "X-%d: %s", i, "y\r\n");
		buf_put(&b, "\r\n");
		assert_int_equal(wire_ask(&w, b.data, b.len), over ? 400 : 200);
	}
	b.len = 0;
	buf_put(&b, "GET /count?a=");
	for (int i = 0; i < 200000; i++)
		buf_char(&b, 'x');
	buf_put(&b, " HTTP/1.1\r\nHost: a\r\n\r\n");
	assert_true(wire_ask(&w, b.data, b.len) / 100 != 2);
	assert_int_equal(w.count, 2);
	wire_stop(&w);
}

/* The library itself stumbles over one of these cuts and over none of the others. */
TEST_PURE(http_raw_chunks_are_the_same_cut_anywhere)
{
	static const char head[] = P H T "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
	static const char body[] = "5\r\nhello\r\n3;a=b\r\n123\r\n0\r\n\r\n", trailer[] = "5\r\nhello\r\n0\r\nA: b\r\n\r\n";
	struct wire w = { 0 };
	char answer[4096];
	size_t len;

	(void)c;
	wire_start(&w, (struct server_options){ 0 });
	for (int with_trailer = 0; with_trailer <= 1; with_trailer++) {
		const char *sent = with_trailer ? trailer : body;
		for (size_t cut = 1; cut < strlen(sent); cut++) {
			int fd = wire_connect(&w);
			wire_send(fd, head, sizeof head - 1);
			wire_send(fd, sent, cut);
			wire_sleep_ms(3);
			wire_send(fd, sent + cut, strlen(sent) - cut);
			wire_read(fd, answer, sizeof answer, &len, 2000);
			close(fd);
			if (with_trailer)
				assert_non_null(strstr(answer, "request.trailer"));
			else
				assert_non_null(strstr(answer, "{\"bytes\":8}"));
		}
	}
	assert_int_equal(w.count, strlen(body) - 1);
	wire_stop(&w);
}

/* A chunked body announces no size; the end comes when the limit is passed. */
TEST_PURE(http_raw_chunks_beyond_the_limit_are_refused)
{
	struct wire w = { 0 };
	struct buf b = buf_in(c->arena);
	char answer[4096];
	size_t len;

	wire_start(&w, (struct server_options){ 0 });
	for (int n = 40; n <= 41; n++) { /* of 100 bytes, and four: up to 4004 bytes pass, 4104 do not */
		int fd = wire_connect(&w);
		b.len = 0;
		buf_put(&b, P H T "Transfer-Encoding: chunked\r\n\r\n");
		for (int i = 0; i < n; i++)
			buf_fmt(&b, "64\r\n%0100d%s", i, "\r\n");
		buf_put(&b, "4\r\nabcd\r\n0\r\n\r\n" EVIL);
		wire_send(fd, b.data, b.len);
		wire_read(fd, answer, sizeof answer, &len, n == 40 ? 200 : 2000);
		close(fd);
		assert_int_equal(strncmp(answer, n == 40 ? "HTTP/1.1 200" : "HTTP/1.1 413", 12), 0);
		assert_int_equal(w.evil, n == 40);
		w.evil = 0;
	}
	/* One that never ends is dropped. */
	int fd = wire_connect(&w);
	wire_send(fd, P H T "Transfer-Encoding: chunked\r\n\r\nfffffff\r\n", sizeof P H T "Transfer-Encoding: chunked\r\n\r\nfffffff\r\n" - 1);
	for (int i = 0; i < 100 && wire_send(fd, b.data, b.len); i++)
		wire_sleep_ms(1);
	wire_sleep_ms(20);
	assert_true(wire_read(fd, answer, sizeof answer, &len, 2000));
	close(fd);
	assert_int_equal(w.count, 1);
	wire_stop(&w);
}

/* A refusal must reach a client that is still busy sending. */
TEST_PURE(http_raw_refusal_is_seen_while_the_body_is_on_its_way)
{
	static const char head[] = P H T "Content-Length: 3000000\r\n\r\n";
	struct wire w = { 0 };
	struct buf b = buf_in(c->arena);
	char answer[4096];
	size_t len;

	wire_start(&w, (struct server_options){ 0 });
	buf_put(&b, head);
	for (int i = 0; i < 3000000; i++)
		buf_char(&b, 'x');
	for (int i = 0; i < 10; i++) {
		int fd = wire_connect(&w);
		assert_true(wire_send(fd, b.data, b.len));
		wire_read(fd, answer, sizeof answer, &len, 2000);
		assert_int_equal(strncmp(answer, "HTTP/1.1 413", 12), 0);
		assert_non_null(strstr(answer, "Connection: close"));
		assert_non_null(strstr(answer, "request.too_large"));
		close(fd);
	}
	assert_int_equal(w.count, 0);
	wire_stop(&w);
}
