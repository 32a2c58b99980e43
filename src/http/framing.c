/* framing.c - a state for each place where a byte of a request can stand. */
#include "http/framing.h"

#include <strings.h>

enum { LENGTH_DIGITS = 15, SIZE_DIGITS = 8, EXTENSION_MAX = 128 };

static const struct framing_fault bad_line = { "request.line", "dòng yêu cầu" }, bad_ends = { "request.header", "dòng không kết thúc bằng CR LF" },
                                bad_header = { "request.header", "dòng tiêu đề bị gấp, tên tiêu đề sai hoặc có ký tự điều khiển" },
                                bad_length = { "request.length", "Content-Length hoặc Transfer-Encoding" }, bad_chunk = { "request.chunk", "nội dung gửi từng đoạn" },
                                trailer = { "request.trailer", "tiêu đề sau nội dung" };

static bool wrong(struct framing *f, const struct framing_fault *fault)
{
	f->fault = fault;
	return false;
}

static bool is_token(unsigned char ch)
{
	return ((ch | 0x20) >= 'a' && (ch | 0x20) <= 'z') || (ch >= '0' && ch <= '9') || (ch != '\0' && strchr("!#$%&'*+-.^_`|~", ch) != NULL);
}

static bool is_value(unsigned char ch)
{
	return (ch >= 0x20 && ch != 0x7F) || ch == '\t';
}

static int hex(unsigned char ch)
{
	return ch >= '0' && ch <= '9' ? ch - '0' : (ch | 0x20) >= 'a' && (ch | 0x20) <= 'f' ? (ch | 0x20) - 'a' + 10 : -1;
}

static void go(struct framing *f, enum framing_state state)
{
	f->state = state;
	f->len = 0;
}

/* ---- the head ---- */

/* METHOD target HTTP/1.x: three words with one blank between. */
static bool first_char(struct framing *f, unsigned char ch)
{
	if (ch < 0x20 || ch == 0x7F || (ch == ' ' && (f->len == f->word || f->words == 2)))
		return wrong(f, &bad_line);
	f->tail = f->tail << 8 | ch;
	f->len++;
	if (ch == ' ') {
		f->word = f->len;
		f->words++;
	}
	return true;
}

static bool first_end(struct framing *f)
{
	static const uint64_t http_1 = 0x485454502F312E30; /* "HTTP/1.0" */

	if (f->words != 2 || f->len != f->word + 8 || (f->tail & ~UINT64_C(1)) != http_1)
		return wrong(f, &bad_line);
	f->old = f->tail == http_1;
	go(f, FRAMING_NAME);
	return true;
}

static void keep(char room[20], size_t len, unsigned char ch)
{
	if (len < 20)
		room[len] = (char)ch;
}

static bool is_text(const char room[20], size_t len, const char *text)
{
	return len == strlen(text) && strncasecmp(room, text, len) == 0;
}

static bool name_char(struct framing *f, unsigned char ch)
{
	if (ch == ':' && f->len > 0) {
		f->name_len = f->len;
		go(f, FRAMING_VALUE);
		return true;
	}
	keep(f->name, f->len++, ch);
	return is_token(ch) || wrong(f, &bad_header);
}

/* Without the blanks before it; what stands behind it is part of it. */
static bool value_char(struct framing *f, unsigned char ch)
{
	if (f->len == 0 && (ch == ' ' || ch == '\t'))
		return true;
	keep(f->value, f->len++, ch);
	return is_value(ch) || wrong(f, &bad_header);
}

/* Most of a head is values that matter to nobody here. */
static size_t skip_value(struct framing *f, const char *data, size_t len)
{
	size_t n = 0;

	while (n < len && is_value((unsigned char)data[n]))
		n++;
	f->len += n;
	return n;
}

static bool take_length(struct framing *f)
{
	if (f->has_length || f->chunked || f->len == 0 || f->len > LENGTH_DIGITS)
		return wrong(f, &bad_length);
	f->rest = 0;
	for (size_t i = 0; i < f->len; i++) {
		if (f->value[i] < '0' || f->value[i] > '9')
			return wrong(f, &bad_length);
		f->rest = f->rest * 10 + (uint64_t)(f->value[i] - '0');
	}
	f->has_length = true;
	return true;
}

static bool value_end(struct framing *f)
{
	if (is_text(f->name, f->name_len, "Content-Length") && !take_length(f))
		return false;
	if (is_text(f->name, f->name_len, "Transfer-Encoding")) {
		if (f->has_length || f->chunked || f->old || !is_text(f->value, f->len, "chunked"))
			return wrong(f, &bad_length);
		f->chunked = true;
	}
	go(f, FRAMING_NAME);
	return true;
}

static bool head_end(struct framing *f)
{
	if (f->len > 0)
		return wrong(f, &bad_header); /* a line without a colon */
	if (f->chunked)
		go(f, FRAMING_SIZE);
	else if (f->rest > 0)
		go(f, FRAMING_BODY);
	else
		*f = (struct framing){ 0 };
	return true;
}

/* ---- chunks ---- */

static bool size_char(struct framing *f, unsigned char ch)
{
	if (ch == ';' && f->len > 0) {
		go(f, FRAMING_EXTENSION);
		return true;
	}
	if (hex(ch) < 0 || f->len == SIZE_DIGITS)
		return wrong(f, &bad_chunk);
	f->rest = (f->len++ == 0 ? 0 : f->rest << 4) | (uint64_t)hex(ch);
	return true;
}

static bool extension_char(struct framing *f, unsigned char ch)
{
	return (ch >= 0x20 && ch < 0x7F && ++f->len <= EXTENSION_MAX) || wrong(f, &bad_chunk);
}

static bool size_end(struct framing *f)
{
	if (f->state == FRAMING_SIZE && f->len == 0)
		return wrong(f, &bad_chunk);
	go(f, f->rest > 0 ? FRAMING_DATA : FRAMING_END);
	return true;
}

/* ---- all of it ---- */

static bool line_end(struct framing *f)
{
	switch (f->state) {
	case FRAMING_START: /* one empty line before a request is passed over: RFC 9112, 2.2 */
		if (f->empty_before)
			return wrong(f, &bad_line);
		f->empty_before = true;
		return true;
	case FRAMING_FIRST: return first_end(f);
	case FRAMING_NAME: return head_end(f);
	case FRAMING_VALUE: return value_end(f);
	case FRAMING_SIZE:
	case FRAMING_EXTENSION: return size_end(f);
	case FRAMING_DATA_END: go(f, FRAMING_SIZE); return true;
	case FRAMING_END: *f = (struct framing){ 0 }; return true;
	case FRAMING_BODY:
	case FRAMING_DATA: break;
	}
	assert(false);
	return false;
}

static bool take(struct framing *f, unsigned char ch)
{
	if (f->cr) {
		f->cr = false;
		return ch == '\n' ? line_end(f) : wrong(f, f->state >= FRAMING_SIZE ? &bad_chunk : &bad_ends);
	}
	if (ch == '\r') {
		f->cr = true;
		return true;
	}
	if (ch == '\n')
		return wrong(f, f->state >= FRAMING_SIZE ? &bad_chunk : &bad_ends);
	if (f->state == FRAMING_START)
		*f = (struct framing){ .state = FRAMING_FIRST };
	switch (f->state) {
	case FRAMING_FIRST: return first_char(f, ch);
	case FRAMING_NAME: return name_char(f, ch);
	case FRAMING_VALUE: return value_char(f, ch);
	case FRAMING_SIZE: return size_char(f, ch);
	case FRAMING_EXTENSION: return extension_char(f, ch);
	case FRAMING_END: return wrong(f, &trailer);
	default: return wrong(f, &bad_chunk); /* a chunk that is longer than was said */
	}
}

size_t framing_read(struct framing *f, const char *data, size_t len)
{
	size_t sound = 0;

	for (size_t i = 0; i < len && f->fault == NULL;) {
		if (f->state == FRAMING_BODY || f->state == FRAMING_DATA) {
			const size_t n = len - i < f->rest ? len - i : (size_t)f->rest;
			i += n;
			f->rest -= n;
			if (f->rest == 0 && f->state == FRAMING_BODY)
				*f = (struct framing){ 0 };
			else if (f->rest == 0)
				go(f, FRAMING_DATA_END);
		} else if (f->state == FRAMING_VALUE && f->len >= sizeof f->value && !f->cr && is_value((unsigned char)data[i])) {
			i += skip_value(f, data + i, len - i);
		} else if (take(f, (unsigned char)data[i])) {
			i++;
		}
		if (f->state == FRAMING_START && !f->cr && !f->empty_before && f->fault == NULL)
			sound = i;
	}
	return f->fault == NULL ? len : sound;
}
