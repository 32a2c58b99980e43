/* strings.c - a table of texts, its beginning in memory and the rest in a file.
 *
 * Each text is a record: its length and flags, its bytes, a NUL.  Every few records have an address; the ones between
 * are walked over. */
#include "table/strings.h"

#include <unistd.h>

enum {
	PAGE = 64 * 1024,    /* of the part in memory */
	MEMORY = 16 * PAGE,
	STEP = 8,            /* records per address */
	ADDRESSES = 4096,    /* per block */
	WINDOW = 4096        /* read from the file at once */
};
enum { KEPT_RAW = 1, KEPT_UNCLEAN = 2, KEPT_NO_BREAK = 4, KEPT_LOST = 8 };

struct record {
	uint32_t len;
	uint8_t flags;
};
enum { HEAD = 5 };

struct strings {
	struct ctx *c;
	struct arena *arena, *scratch;
	const struct table_limits *limits;
	int spill;
	size_t n, bytes;     /* bytes: of all records */
	uint32_t **address;  /* blocks */
	char **page;
	size_t n_pages;
	char *window;        /* what was last read from the file; while writing, what is not yet in it */
	size_t window_at, window_len;
	bool complete;
};

struct strings *strings_new(struct ctx *c, struct arena *a, const struct table_limits *l, int spill)
{
	struct strings *s = NEW(a, struct strings);

	*s = (struct strings){ .c = c, .arena = a, .scratch = arena_join(a, arena_new()), .limits = l, .spill = spill };
	s->address = NEW_N(a, uint32_t *, l->strings / STEP / ADDRESSES + 1);
	s->page = NEW_N(a, char *, (l->string_bytes + l->strings * (HEAD + 1)) / PAGE + 2);
	s->window = arena_alloc(a, WINDOW);
	s->window_at = MEMORY;
	return s;
}

static bool io_failed(struct strings *s)
{
	return fail(s->c, ERR_INTERNAL, "sheet.io", "the file for long string tables cannot be read or written");
}

static bool flush(struct strings *s)
{
	if (s->window_len > 0 &&
	    pwrite(s->spill, s->window, s->window_len, (off_t)(s->window_at - MEMORY)) != (ssize_t)s->window_len)
		return io_failed(s);
	s->window_at += s->window_len;
	s->window_len = 0;
	return true;
}

static bool append(struct strings *s, const char *bytes, size_t len)
{
	while (len > 0) {
		bool in_memory = s->spill < 0 || s->bytes < MEMORY;
		size_t room = in_memory ? PAGE - s->bytes % PAGE : WINDOW - s->window_len, part = len < room ? len : room;
		if (in_memory && s->bytes / PAGE == s->n_pages)
			s->page[s->n_pages++] = arena_alloc(s->arena, PAGE);
		memcpy(in_memory ? s->page[s->bytes / PAGE] + s->bytes % PAGE : s->window + s->window_len, bytes, part);
		s->bytes += part;
		if (!in_memory && (s->window_len += part) == WINDOW && !flush(s))
			return false;
		bytes += part;
		len -= part;
	}
	return true;
}

static bool add(struct strings *s, const char *text, size_t len, uint8_t flags)
{
	const struct table_limits *l = s->limits;
	struct record r = { .len = (uint32_t)len, .flags = flags };
	char head[HEAD];

	if (s->n >= l->strings || s->bytes - s->n * (HEAD + 1) + len > l->string_bytes)
		return fail(s->c, ERR_TOO_LARGE, "sheet.too_many_strings",
		            "Tệp Excel chứa quá nhiều chữ (giới hạn %zu chuỗi, %zu MB). Hãy chia thành nhiều tệp nhỏ hơn rồi nộp từng "
		            "tệp.", l->strings, l->string_bytes / 1000000);
	if (s->n % (STEP * ADDRESSES) == 0)
		s->address[s->n / STEP / ADDRESSES] = NEW_N(s->arena, uint32_t, ADDRESSES);
	if (s->n % STEP == 0)
		s->address[s->n / STEP / ADDRESSES][s->n / STEP % ADDRESSES] = (uint32_t)s->bytes;
	s->n++;
	memcpy(head, &r.len, sizeof r.len);
	head[sizeof r.len] = (char)r.flags;
	return append(s, head, HEAD) && append(s, text, len) && append(s, "", 1);
}

bool strings_add_lost(struct strings *s)
{
	return add(s, "", 0, KEPT_LOST);
}

bool strings_add(struct strings *s, const char *raw, size_t len)
{
	uint8_t flags = KEPT_RAW;

	if (!legacy_is_candidate(raw, len)) { /* otherwise the font of each cell has a say */
		const struct cell cell = cell_text(s->scratch, raw, len, LEGACY_NONE);
		raw = cell.text;
		len = cell.len;
		flags = (cell.unclean ? KEPT_UNCLEAN : 0) | (cell.no_break ? KEPT_NO_BREAK : 0);
	}
	const bool ok = len > s->limits->cell_bytes ? strings_add_lost(s) : add(s, raw, len, flags);
	arena_reset(s->scratch);
	return ok;
}

size_t strings_count(const struct strings *s)
{
	return s->n;
}

void strings_forget(struct strings *s, size_t from)
{
	s->n = from < s->n ? from : s->n;
}

static bool from_file(struct strings *s, size_t at, char *to, size_t len)
{
	if (len <= WINDOW && (at < s->window_at || at + len > s->window_at + s->window_len)) {
		ssize_t n = pread(s->spill, s->window, WINDOW, (off_t)(at - MEMORY));
		s->window_at = at;
		s->window_len = n < 0 ? 0 : (size_t)n;
	}
	if (at >= s->window_at && at + len <= s->window_at + s->window_len)
		memcpy(to, s->window + (at - s->window_at), len);
	else if (len <= WINDOW || pread(s->spill, to, len, (off_t)(at - MEMORY)) != (ssize_t)len)
		return io_failed(s);
	return true;
}

static bool fetch(struct strings *s, size_t at, char *to, size_t len)
{
	while (len > 0 && (s->spill < 0 || at < MEMORY)) {
		size_t room = PAGE - at % PAGE, part = len < room ? len : room;
		memcpy(to, s->page[at / PAGE] + at % PAGE, part);
		at += part;
		to += part;
		len -= part;
	}
	return len == 0 || from_file(s, at, to, len);
}

static bool head_at(struct strings *s, size_t at, struct record *ret)
{
	char head[HEAD];

	if (!fetch(s, at, head, HEAD))
		return false;
	memcpy(&ret->len, head, sizeof ret->len);
	ret->flags = (uint8_t)head[sizeof ret->len];
	return true;
}

bool strings_find(struct strings *s, struct arena *a, size_t index, enum legacy font, struct cell *ret)
{
	struct record r;

	if (s == NULL || index >= s->n)
		return false;
	if (!s->complete && !flush(s))
		return false;
	s->complete = true;
	size_t at = s->address[index / STEP / ADDRESSES][index / STEP % ADDRESSES];
	if (!head_at(s, at, &r))
		return false;
	for (size_t i = index % STEP; i > 0; i--) {
		at += HEAD + r.len + 1;
		if (!head_at(s, at, &r))
			return false;
	}
	if (r.flags & KEPT_LOST)
		return false;
	char *text = arena_alloc(a, r.len + 1);
	if (!fetch(s, at + HEAD, text, r.len + 1))
		return false;
	*ret = (struct cell){ .kind = r.len > 0 ? CELL_TEXT : CELL_EMPTY, .unclean = r.flags & KEPT_UNCLEAN, .no_break = r.flags & KEPT_NO_BREAK, .text = text, .len = r.len };
	if (r.flags & KEPT_RAW)
		*ret = cell_text(a, text, r.len, font);
	return true;
}
