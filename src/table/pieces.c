/* pieces.c - a list of elements of which one is malformed: each is parsed for itself, behind the head of the part. */
#include "base/buf.h"
#include "table/part.h"
#include "table/walls.h"

enum { CHUNK = 16 * 1024, HEAD_MAX = 4096, PIECE_MAX = 2 * 1024 * 1024, TAG_MAX = 32 };

struct pieces {
	struct package *p;
	const char *part, *item;
	const struct part_handlers *handlers;
	bool (*done)(void *arg);
	void *arg;
	struct arena *scratch; /* of one piece */
	struct buf head, rest; /* head: all that stands before the first; rest: what is not yet parsed */
	size_t at, looked;     /* of the rest: where the piece begins, and how far there is no other */
	size_t from, n;
	bool begun;
};

static bool is_name(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_' || ch == '-' || ch == '.';
}

/* "<si>", "<x:si " */
static bool begins_here(const char *tag, const char *item)
{
	size_t n = 1;

	while (is_name(tag[n]))
		n++;
	const char *name = tag[n] == ':' ? tag + n + 1 : tag + 1;
	return strncmp(name, item, strlen(item)) == 0 && strchr(" />\t\r\n", name[strlen(item)]) != NULL && name[strlen(item)] != '\0';
}

static bool parse(struct pieces *k, const char *piece, size_t len)
{
	struct package *p = k->p;
	struct arena *own = p->arena;

	p->arena = k->scratch;
	part_begin(p, k->part, k->handlers, k->arg);
	if (XML_Parse(p->parser, k->head.data, (int)k->head.len, 0) == XML_STATUS_OK)
		(void)XML_Parse(p->parser, piece, (int)len, 0); /* malformed: what was told of it stands */
	if (XML_GetErrorCode(p->parser) == XML_ERROR_NO_MEMORY)
		table_out_of_memory();
	p->arena = own;
	arena_reset(k->scratch);
	return p->c->err == ERR_NONE && k->done(k->arg);
}

/* What stands before the next beginning. */
static bool take(struct pieces *k, size_t end)
{
	const char *piece = k->rest.data + k->at;
	const size_t len = end - k->at;
	bool ok = true;

	if (!k->begun && len > HEAD_MAX) /* it is parsed again for each */
		return part_damaged(k->p->c, k->part);
	if (!k->begun)
		buf_add(&k->head, piece, len);
	else if (k->n++ >= k->from)
		ok = parse(k, piece, len);
	k->begun = true;
	k->at = end;
	k->looked = end + 1; /* its own beginning */
	return ok;
}

static void drop_taken(struct pieces *k)
{
	k->rest.len -= k->at;
	k->looked -= k->at;
	memmove(k->rest.data, k->rest.data + k->at, k->rest.len + 1);
	k->at = 0;
}

/* Inside of a comment or a section of text a beginning is none. */
static bool take_whole(struct pieces *k, bool all)
{
	for (const char *tag; k->looked < k->rest.len && (tag = memchr(k->rest.data + k->looked, '<', k->rest.len - k->looked)) != NULL;) {
		k->looked = (size_t)(tag - k->rest.data);
		if (!all && k->rest.len - k->looked < TAG_MAX)
			return true;
		if (k->begun && tag[1] == '!')
			return part_damaged(k->p->c, k->part);
		if (!begins_here(tag, k->item))
			k->looked++;
		else if (!take(k, k->looked))
			return false;
	}
	k->looked = k->rest.len;
	return true;
}

static bool feed(struct pieces *k, zip_file_t *f, const zip_stat_t *st)
{
	struct package *p = k->p;
	uint64_t out = 0;

	for (zip_int64_t n = 1; n > 0;) {
		if (k->at > 0)
			drop_taken(k);
		n = zip_fread(f, buf_room(&k->rest, CHUNK), CHUNK);
		if (n < 0)
			return part_damaged(p->c, k->part);
		k->rest.len += (size_t)n;
		k->rest.data[k->rest.len] = '\0';
		out += (uint64_t)n;
		p->inflated += (uint64_t)n;
		if (!part_is_within(p, out, st) || !take_whole(k, n == 0))
			return false;
		if (k->rest.len - k->at > PIECE_MAX)
			return part_damaged(p->c, k->part);
	}
	return out == st->size && k->begun ? take(k, k->rest.len) : part_damaged(p->c, k->part);
}

bool part_read_pieces(struct package *p, const char *part, const char *item, size_t from, const struct part_handlers *h, bool (*done)(void *arg), void *arg)
{
	struct pieces k = { .p = p, .part = part, .item = item, .handlers = h, .done = done, .arg = arg, .scratch = arena_join(p->arena, arena_new()),
		            .head = buf_in(p->arena), .rest = buf_in(p->arena), .from = from };
	zip_stat_t st;
	zip_file_t *f = part_open(p, part, &st);

	if (f == NULL)
		return false;
	const bool ok = feed(&k, f, &st);
	zip_fclose(f);
	return ok;
}
