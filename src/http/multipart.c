/* multipart.c - a small push parser; the only search is for the next CR. */
#include "http/multipart.h"

#include <strings.h>
#include <unistd.h>

#include "base/text.h"
#include "http/inner.h"
#include "http/spool.h"

enum { BOUNDARY_MAX = 70, BLOCK = 32 * 1024 };

enum state {
	AT_CONTENT,   /* in a part, or before the first boundary */
	AFTER_MARK,   /* a boundary was seen: CR LF or -- follows */
	AT_HEAD,
	AT_EPILOGUE,
};

struct multipart {
	struct arena *arena;
	const char *tmp_dir;
	enum state state;
	char mark[4 + BOUNDARY_MAX + 1]; /* CR LF - - boundary; no CR but the first, so falling back is easy */
	size_t mark_len, matched;
	char pair[2];
	size_t n_pair;
	struct buf head, text;
	char *block; /* what goes to the file next: a content full of CR would else be written in crumbs */
	size_t block_len;
	struct part *parts, **tail, *open;
	size_t n_parts;
};

static bool malformed(struct ctx *c, const char *what)
{
	return fail(c, ERR_MALFORMED, "request.multipart", "Biểu mẫu gửi lên bị hỏng (%s); hãy tải lại trang rồi gửi lại.", what);
}

static bool is_boundary_char(char ch)
{
	return (ch >= '0' && ch <= '9') || ((ch | 0x20) >= 'a' && (ch | 0x20) <= 'z') ||
	       (ch != '\0' && strchr("'()+_,-./:=? ", ch) != NULL);
}

/* The value of name="..." or name=token; NULL when absent or malformed. */
static const char *find_parameter(struct arena *a, const char *text, const char *name)
{
	size_t name_len = strlen(name);

	for (const char *p = strchr(text, ';'); p != NULL && *p == ';';) {
		p += 1 + strspn(p + 1, " \t");
		size_t len = strcspn(p, "=; \t");
		bool wanted = len == name_len && strncasecmp(p, name, len) == 0;
		struct buf value = buf_in(a);

		if (p[len] != '=')
			return NULL;
		p += len + 1;
		if (*p == '"') {
			for (p++; *p != '"'; p++) {
				if (*p == '\0')
					return NULL;
				if (*p == '\\' && (p[1] == '"' || p[1] == '\\'))
					p++;
				buf_char(&value, *p);
			}
			p++;
		} else {
			size_t n = strcspn(p, "; \t");
			buf_add(&value, p, n);
			p += n;
		}
		if (wanted)
			return buf_text(&value);
		p += strspn(p, " \t");
	}
	return NULL;
}

struct multipart *multipart_new(struct ctx *c, const char *content_type, const char *tmp_dir)
{
	const char *boundary = content_type == NULL ? NULL : find_parameter(c->arena, content_type, "boundary");
	size_t len = boundary == NULL ? 0 : strlen(boundary);
	bool good = len > 0 && len <= BOUNDARY_MAX && boundary[len - 1] != ' ';

	for (size_t i = 0; i < len && good; i++)
		good = is_boundary_char(boundary[i]);
	if (!good) {
		(void)malformed(c, "thiếu boundary");
		return NULL;
	}
	struct multipart *m = NEW(c->arena, struct multipart);
	m->arena = c->arena;
	m->tmp_dir = tmp_dir;
	m->mark_len = (size_t)snprintf(m->mark, sizeof m->mark, "\r\n--%s", boundary);
	m->matched = 2; /* the first boundary stands at the very beginning, as if a line had ended */
	m->tail = &m->parts;
	m->head = m->text = buf_in(c->arena);
	return m;
}

static bool open_file(struct ctx *c, const struct multipart *m, struct part *p)
{
	p->fd = spool_file(c, m->arena, m->tmp_dir);
	return p->fd >= 0;
}

static bool flush(struct ctx *c, struct multipart *m)
{
	size_t len = m->block_len;

	m->block_len = 0;
	return spool_write(c, m->open->fd, m->block, len);
}

static bool add_to_file(struct ctx *c, struct multipart *m, const char *data, size_t len)
{
	if (m->block == NULL)
		m->block = arena_alloc(m->arena, BLOCK);
	if (len > BLOCK - m->block_len && !flush(c, m))
		return false;
	if (len >= BLOCK)
		return spool_write(c, m->open->fd, data, len);
	memcpy(m->block + m->block_len, data, len);
	m->block_len += len;
	return true;
}

static bool add_content(struct ctx *c, struct multipart *m, const char *data, size_t len)
{
	if (len == 0)
		return true;
	if (m->open == NULL)
		return malformed(c, "không bắt đầu bằng boundary");
	m->open->size += (int64_t)len;
	if (m->open->filename != NULL)
		return add_to_file(c, m, data, len);
	if (m->text.len + len > PART_TEXT_MAX)
		return fail(c, ERR_TOO_LARGE, "request.too_large", "Ô \"%s\" dài quá %d KiB; hãy rút ngắn.", m->open->name,
		            PART_TEXT_MAX / 1024);
	buf_add(&m->text, data, len);
	return true;
}

/* Browsers send line ends of a form as CR LF. */
static void drop_cr(struct buf *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->len; i++)
		if (b->data[i] != '\r' || b->data[i + 1] != '\n')
			b->data[n++] = b->data[i];
	b->len = n;
	b->data[n] = '\0';
}

static bool close_part(struct ctx *c, struct multipart *m)
{
	struct part *p = m->open;

	if (p == NULL)
		return true;
	if (p->filename != NULL && !flush(c, m))
		return false;
	m->open = NULL;
	if (p->filename != NULL) {
		lseek(p->fd, 0, SEEK_SET);
		return true;
	}
	p->text = buf_text(&m->text);
	drop_cr(&m->text);
	if (!http_text_is_clean(p->text, m->text.len))
		return malformed(c, "ô chữ có ký tự lạ");
	p->size = (int64_t)m->text.len;
	m->text = buf_in(m->arena);
	return true;
}

/* Browsers write a quotation mark as %22 (and a line end as %0D%0A, which no name may have). */
static const char *unquoted(struct multipart *m, const char *raw)
{
	char *out = arena_strdup(m->arena, raw);
	size_t n = 0;

	for (const char *p = raw; *p != '\0'; p++) {
		bool quote = strncmp(p, "%22", 3) == 0;
		out[n++] = *p;
		if (quote) {
			out[n - 1] = '"';
			p += 2;
		}
	}
	out[n] = '\0';
	return strcasestr(raw, "%0d") != NULL || strcasestr(raw, "%0a") != NULL ? NULL : out;
}

static const char *clean_name(struct multipart *m, const char *raw)
{
	const char *name = unquoted(m, raw), *clean = name == NULL ? NULL : text_clean(m->arena, name, strlen(name));

	return clean == NULL || text_length(clean) > PART_NAME_MAX ? NULL : clean;
}

/* Old browsers send the whole path. */
static const char *base_name(const char *path)
{
	const char *base = path;

	for (; *path != '\0'; path++)
		if (*path == '/' || *path == '\\')
			base = path + 1;
	return base;
}

/* It comes to be shown to others: what hides or turns text round is left out, and nobody is refused for it.  NULL: none that can be read. */
static const char *file_name(struct multipart *m, const char *raw)
{
	const char *name = unquoted(m, raw), *base = name == NULL ? "" : base_name(name);
	const char *shown = *base == '\0' ? NULL : text_shown(m->arena, base, strlen(base));

	if (shown == NULL || text_length(shown) > PART_NAME_MAX)
		return NULL;
	return *shown == '\0' ? "tệp" : shown;
}

static bool begin_part(struct ctx *c, struct multipart *m, const char *disposition)
{
	struct part *p = NEW(m->arena, struct part);
	const char *name, *filename;

	if (disposition == NULL || !http_media_is(disposition, "form-data"))
		return malformed(c, "thiếu Content-Disposition");
	name = find_parameter(m->arena, disposition, "name");
	filename = find_parameter(m->arena, disposition, "filename");
	p->name = name == NULL ? NULL : clean_name(m, name);
	if (p->name == NULL || *p->name == '\0')
		return malformed(c, "một ô không có tên");
	if (filename != NULL && *filename != '\0') { /* "" is a file input left empty */
		p->filename = file_name(m, filename);
		if (p->filename == NULL)
			return malformed(c, "tên tệp không đọc được");
	}
	if (++m->n_parts > PARTS_MAX)
		return fail(c, ERR_TOO_LARGE, "request.too_many_parts", "Biểu mẫu có hơn %d phần; hãy chia nhỏ rồi gửi lại.", PARTS_MAX);
	p->fd = -1;
	if (p->filename != NULL && !open_file(c, m, p))
		return false;
	m->open = *m->tail = p;
	m->tail = &p->next;
	return true;
}

/* Lines end with CR LF, the block with an empty line. */
static bool read_head(struct ctx *c, struct multipart *m)
{
	static const char wanted[] = "Content-Disposition:";
	char *line = m->head.data, *end = line + m->head.len - 2;
	const char *disposition = NULL;

	if (memchr(line, '\0', m->head.len) != NULL)
		return malformed(c, "ký tự NUL");
	while (line < end) {
		char *stop = strstr(line, "\r\n");
		size_t len = (size_t)(stop - line);
		*stop = '\0';
		if (line[strcspn(line, "\r\n")] != '\0' || *line == ' ' || *line == '\t' || strchr(line, ':') == NULL)
			return malformed(c, "dòng đầu của một phần");
		if (len >= sizeof wanted - 1 && strncasecmp(line, wanted, sizeof wanted - 1) == 0) {
			if (disposition != NULL)
				return malformed(c, "hai Content-Disposition");
			disposition = line + sizeof wanted - 1;
			disposition += strspn(disposition, " \t");
		}
		line = stop + 2;
	}
	return begin_part(c, m, disposition);
}

static size_t feed_content(struct ctx *c, struct multipart *m, const char *data, size_t len)
{
	if (m->matched == 0) {
		const char *cr = memchr(data, '\r', len);
		size_t plain = cr == NULL ? len : (size_t)(cr - data);
		if (!add_content(c, m, data, plain))
			return 0;
		if (cr != NULL)
			m->matched = 1;
		return cr == NULL ? plain : plain + 1;
	}
	if (*data == m->mark[m->matched]) {
		if (++m->matched == m->mark_len) {
			m->matched = 0;
			m->state = AFTER_MARK;
			m->n_pair = 0;
			close_part(c, m);
		}
		return 1;
	}
	size_t held = m->matched;
	m->matched = 0;
	if (m->open == NULL)
		malformed(c, "không bắt đầu bằng boundary");
	else
		add_content(c, m, m->mark, held);
	return 0; /* look at this byte again */
}

static void feed_after_mark(struct ctx *c, struct multipart *m, char ch)
{
	m->pair[m->n_pair++] = ch;
	if (m->n_pair < 2)
		return;
	m->n_pair = 0;
	if (memcmp(m->pair, "--", 2) == 0)
		m->state = AT_EPILOGUE;
	else if (memcmp(m->pair, "\r\n", 2) == 0)
		m->state = AT_HEAD;
	else
		malformed(c, "sau boundary");
}

static void feed_head(struct ctx *c, struct multipart *m, char ch)
{
	struct buf *h = &m->head;

	if (h->len == PART_HEAD_MAX) {
		malformed(c, "phần đầu quá dài");
		return;
	}
	buf_char(h, ch);
	if (h->len == 2 && memcmp(h->data, "\r\n", 2) == 0) {
		malformed(c, "thiếu Content-Disposition");
	} else if (h->len >= 4 && memcmp(h->data + h->len - 4, "\r\n\r\n", 4) == 0) {
		m->state = AT_CONTENT;
		if (read_head(c, m))
			h->len = 0;
	}
}

bool multipart_feed(struct ctx *c, struct multipart *m, const char *data, size_t len)
{
	for (size_t i = 0; i < len && c->err == ERR_NONE;) {
		switch (m->state) {
		case AT_CONTENT:
			i += feed_content(c, m, data + i, len - i);
			break;
		case AFTER_MARK:
			feed_after_mark(c, m, data[i++]);
			break;
		case AT_HEAD:
			feed_head(c, m, data[i++]);
			break;
		case AT_EPILOGUE: /* at most one line end, which many clients send */
			if (m->n_pair == 2 || data[i] != "\r\n"[m->n_pair])
				malformed(c, "có dữ liệu sau phần cuối");
			m->n_pair++;
			i++;
			break;
		}
	}
	return c->err == ERR_NONE;
}

bool multipart_end(struct ctx *c, const struct multipart *m)
{
	return m->state == AT_EPILOGUE || malformed(c, "thiếu phần cuối");
}

struct part *multipart_parts(const struct multipart *m)
{
	return m->parts;
}
