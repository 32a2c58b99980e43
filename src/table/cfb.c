/* cfb.c - find a stream in a compound file and follow its chain of sectors. */
#include "table/cfb.h"

#include <ctype.h>
#include <sys/stat.h>
#include <unistd.h>

#include "table/bytes.h"

enum {
	HEADER = 512,
	IN_HEADER = 109,      /* addresses of table sectors that the header itself holds */
	ENTRY = 128,          /* of the directory */
	MINI_SHIFT = 6,
	MINI_CUTOFF = 4096,   /* smaller streams lie in pieces of 64 bytes inside another */
	WINDOW = 16 * 1024,
	DIRECTORY_MAX = 4096
};
#define LAST_SECTOR 0xFFFFFFFAu /* above it are marks */

struct cfb {
	struct ctx *c;
	struct arena *arena;
	int fd;
	unsigned shift;
	uint64_t file_size;
	uint32_t *next; /* of each sector, the one that follows */
	size_t n;
	uint32_t directory, mini_table;
};

static bool damaged(struct ctx *c)
{
	return fail(c, ERR_INVALID, "sheet.xls_damaged",
	            "Tệp Excel .xls bị hỏng hoặc không trọn vẹn. Hãy mở tệp bằng Excel, chọn Lưu thành (Save As), kiểu Excel Workbook "
	            "(*.xlsx), rồi nộp tệp mới.");
}

static bool read_sector(const struct cfb *f, uint32_t sector, unsigned char *to)
{
	const size_t size = (size_t)1 << f->shift;

	/* The header takes the place of one sector; the last one may be cut short. */
	const ssize_t got = sector < LAST_SECTOR ? pread(f->fd, to, size, (off_t)(((uint64_t)sector + 1) << f->shift)) : 0;
	if (got > 0 && (size_t)got < size)
		memset(to + got, 0, size - (size_t)got);
	return got > 0;
}

static bool add_table(struct cfb *f, uint32_t sector, size_t room)
{
	size_t per_sector = ((size_t)1 << f->shift) / 4;
	unsigned char bytes[4096];

	if (sector >= LAST_SECTOR || f->n + per_sector > room)
		return true; /* unused, or more than the file could hold */
	if (!read_sector(f, sector, bytes))
		return damaged(f->c);
	for (size_t i = 0; i < per_sector; i++)
		f->next[f->n++] = le32(bytes + 4 * i);
	return true;
}

static bool read_table(struct cfb *f, const unsigned char *header)
{
	size_t per_sector = ((size_t)1 << f->shift) / 4, room = (size_t)(f->file_size >> f->shift) + 2 * per_sector;
	uint32_t more = le32(header + 68);
	unsigned char bytes[4096];

	f->next = NEW_N(f->arena, uint32_t, room);
	for (size_t i = 0; i < IN_HEADER; i++)
		if (!add_table(f, le32(header + 76 + 4 * i), room))
			return false;
	for (size_t turns = 0; more < LAST_SECTOR && turns <= room / per_sector; turns++) {
		if (!read_sector(f, more, bytes))
			return damaged(f->c);
		for (size_t i = 0; i + 1 < per_sector; i++)
			if (!add_table(f, le32(bytes + 4 * i), room))
				return false;
		more = le32(bytes + 4 * (per_sector - 1));
	}
	return true;
}

/* The sectors of a chain, at most `max` of them; a chain that runs in a circle ends there, too. */
static uint32_t *chain(const struct cfb *f, const uint32_t *next, size_t n_next, uint32_t first, size_t max, size_t *ret_n)
{
	uint32_t *list;
	size_t n = 0;

	if (max > n_next)
		max = n_next;
	for (uint32_t s = first; s < n_next && n < max; s = next[s])
		n++;
	list = NEW_N(f->arena, uint32_t, n);
	*ret_n = 0;
	for (uint32_t s = first; *ret_n < n; s = next[s])
		list[(*ret_n)++] = s;
	return list;
}

static bool is_named(const unsigned char *entry, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < n; i++) /* as everywhere in such a file capitals do not matter */
		if (tolower(entry[2 * i]) != tolower((unsigned char)name[i]) || entry[2 * i + 1] != 0)
			return false;
	return le16(entry + 64) == 2 * (n + 1);
}

struct entry {
	bool found;
	uint32_t first, size;
};

static struct entry entry_of(const unsigned char *e)
{
	return (struct entry){ true, le32(e + 116), le32(e + 120) };
}

static bool read_directory(struct cfb *f, struct entry *ret_root, struct entry *ret_book)
{
	size_t n, size = (size_t)1 << f->shift;
	uint32_t *list = chain(f, f->next, f->n, f->directory, DIRECTORY_MAX, &n);
	unsigned char bytes[4096];

	for (size_t i = 0; i < n; i++) {
		if (!read_sector(f, list[i], bytes))
			return damaged(f->c);
		for (size_t at = 0; at < size; at += ENTRY) {
			if (i == 0 && at == 0)
				*ret_root = entry_of(bytes);
			else if (is_named(bytes + at, "Workbook"))
				*ret_book = entry_of(bytes + at);
			else if (is_named(bytes + at, "Book") && !ret_book->found)
				*ret_book = entry_of(bytes + at); /* Excel 5 and 95; told from the first record */
		}
	}
	return ret_book->found || damaged(f->c);
}

/* Collect a small stream: its pieces lie in the stream of the root. */
static bool read_mini(struct cfb *f, struct entry root, struct entry book, struct cfb_stream *ret)
{
	size_t n_table, n_root, n, size = (size_t)1 << f->shift;
	uint32_t *table_at = chain(f, f->next, f->n, f->mini_table, f->n, &n_table);
	uint32_t *root_at = chain(f, f->next, f->n, root.first, f->n, &n_root);
	uint32_t *next = NEW_N(f->arena, uint32_t, n_table * size / 4), *list;
	unsigned char bytes[4096];

	for (size_t i = 0; i < n_table; i++) {
		if (!read_sector(f, table_at[i], bytes))
			return damaged(f->c);
		for (size_t k = 0; k < size / 4; k++)
			next[i * size / 4 + k] = le32(bytes + 4 * k);
	}
	list = chain(f, next, n_table * size / 4, book.first, MINI_CUTOFF >> MINI_SHIFT, &n);
	ret->mini = arena_alloc(f->arena, MINI_CUTOFF);
	ret->size = book.size < n << MINI_SHIFT ? book.size : n << MINI_SHIFT;
	for (size_t i = 0; i < n; i++) {
		uint64_t at = (uint64_t)list[i] << MINI_SHIFT;
		if (at >> f->shift >= n_root || !read_sector(f, root_at[at >> f->shift], bytes))
			return damaged(f->c);
		memcpy(ret->mini + (i << MINI_SHIFT), bytes + (at & (size - 1)), (size_t)1 << MINI_SHIFT);
	}
	return true;
}

bool cfb_open(struct ctx *c, struct arena *a, int fd, struct cfb_stream *ret)
{
	struct cfb f = { .c = c, .arena = a, .fd = fd };
	struct entry root = { 0 }, book = { 0 };
	unsigned char header[HEADER];
	struct stat st;

	if (fstat(fd, &st) != 0 || pread(fd, header, HEADER, 0) != HEADER)
		return damaged(c);
	f.file_size = (uint64_t)st.st_size;
	f.shift = le16(header + 30);
	f.directory = le32(header + 48);
	f.mini_table = le32(header + 60);
	if ((f.shift != 9 && f.shift != 12) || !read_table(&f, header) || !read_directory(&f, &root, &book))
		return c->err == ERR_NONE ? damaged(c) : false;
	*ret = (struct cfb_stream){ .fd = fd, .shift = f.shift, .size = book.size };
	if (book.size < MINI_CUTOFF)
		return read_mini(&f, root, book, ret);
	ret->sector = chain(&f, f.next, f.n, book.first, (book.size >> f.shift) + 1, &ret->n_sectors);
	if (ret->size > ret->n_sectors << f.shift)
		ret->size = ret->n_sectors << f.shift;
	ret->window = arena_alloc(a, WINDOW);
	return true;
}

/* Sectors that lie side by side are read at once. */
static bool fill(struct cfb_stream *s, size_t at)
{
	size_t first = at >> s->shift, n = 1, most = WINDOW >> s->shift;

	while (n < most && first + n < s->n_sectors && s->sector[first + n] == s->sector[first] + n)
		n++;
	ssize_t got = pread(s->fd, s->window, n << s->shift, (off_t)(((uint64_t)s->sector[first] + 1) << s->shift));
	s->window_at = first << s->shift;
	s->window_len = got < 0 ? 0 : (size_t)got;
	return at - s->window_at < s->window_len;
}

bool cfb_read(struct cfb_stream *s, size_t at, void *to, size_t len)
{
	char *out = to;

	if (at > s->size || len > s->size - at)
		return false;
	if (s->mini != NULL) {
		memcpy(out, s->mini + at, len);
		return true;
	}
	while (len > 0) {
		if ((at < s->window_at || at - s->window_at >= s->window_len) && !fill(s, at))
			return false;
		size_t room = s->window_len - (at - s->window_at), part = len < room ? len : room;
		memcpy(out, s->window + (at - s->window_at), part);
		out += part;
		at += part;
		len -= part;
	}
	return true;
}
