/* part.c - inflate with libzip, parse with expat, stop at every limit. */
#include "table/part.h"
#include "table/walls.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	CHUNK = 16 * 1024,
	DEPTH_MAX = 64,             /* expat keeps every open element */
	TOKEN_MAX = 2 * 1024 * 1024, /* expat keeps a tag or comment until it is complete */
	NAMES_MAX = 4096            /* expat keeps every name it has ever met */
};

static bool broken(struct ctx *c, const char *key, const char *part)
{
	return fail(c, ERR_INVALID, key,
	            "Tệp Excel bị hỏng (phần «%s» không đọc được). Hãy mở tệp bằng Excel, chọn Lưu thành (Save As) một tệp "
	            ".xlsx mới rồi nộp lại tệp mới đó.", part);
}

bool part_damaged(struct ctx *c, const char *part)
{
	return broken(c, "sheet.damaged", part);
}

void part_stop(struct package *p)
{
	if (!p->stopped)
		XML_StopParser(p->parser, XML_FALSE);
	p->stopped = true;
}

static const char *local(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon == NULL ? name : colon + 1;
}

/* False when the part uses more different names than any real workbook does. */
static bool name_is_fine(struct package *p, const char *name)
{
	uint32_t h = 2166136261u;

	for (; *name != '\0'; name++)
		h = (h ^ (unsigned char)*name) * 16777619u;
	h = (h ^ h >> 16) & 0xFFFF;
	uint64_t bit = (uint64_t)1 << (h & 63);
	if (!(p->names[h >> 6] & bit)) {
		p->names[h >> 6] |= bit;
		p->n_names++;
	}
	return p->n_names <= NAMES_MAX;
}

static const struct binding *binding_of(const struct package *p, const char *prefix, size_t len)
{
	for (size_t i = p->n_bindings; i > 0; i--)
		if (strlen(p->binding[i - 1].prefix) == len && memcmp(p->binding[i - 1].prefix, prefix, len) == 0)
			return &p->binding[i - 1];
	return NULL;
}

const char *part_local_namespace(const struct package *p, const char *prefix, size_t len)
{
	const struct binding *b = binding_of(p, prefix, len);

	return b == NULL || b->everywhere ? NULL : b->uri;
}

static size_t prefix_length(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon == NULL ? 0 : (size_t)(colon - name);
}

static bool is_of_root(const struct package *p, const char *prefix, size_t len)
{
	return p->prefix[len] == (len == 0 ? '\0' : ':') && memcmp(prefix, p->prefix, len) == 0;
}

static void bind(struct package *p, const char *prefix, const char *uri)
{
	const struct binding *known = binding_of(p, prefix, strlen(prefix));

	if (p->depth > 1 && p->foreign == 0 && p->uri != NULL && strlen(prefix) < sizeof p->prefix && is_of_root(p, prefix, strlen(prefix)) && !streq(uri, p->uri))
		p->foreign = p->depth;
	if (p->n_bindings < BINDINGS_MAX && (known == NULL || !streq(known->uri, uri)))
		p->binding[p->n_bindings++] = (struct binding){ arena_strdup(p->arena, prefix), arena_strdup(p->arena, uri), p->depth == 1 };
}

static void note_bindings(struct package *p, const char **attributes)
{
	for (const char **a = attributes; *a != NULL; a += 2)
		if (streq(*a, "xmlns"))
			bind(p, "", a[1]);
		else if (strncmp(*a, "xmlns:", 6) == 0)
			bind(p, *a + 6, a[1]);
}

static void note_root(struct package *p, const char *name)
{
	const size_t n = (size_t)(local(name) - name);
	const struct binding *b = binding_of(p, name, prefix_length(name));

	if (n < sizeof p->prefix) {
		memcpy(p->prefix, name, n);
		p->prefix[n] = '\0';
	}
	p->uri = b == NULL ? NULL : b->uri;
}

static bool is_ours(const struct package *p, const char *name)
{
	const size_t n = prefix_length(name);

	if (n < sizeof p->prefix && is_of_root(p, name, n))
		return p->foreign == 0;
	const struct binding *b = p->uri == NULL ? NULL : binding_of(p, name, n);
	return b != NULL && streq(b->uri, p->uri);
}

static void XMLCALL on_start(void *user, const char *name, const char **attributes)
{
	struct package *p = user;
	bool fine = name_is_fine(p, name) && ++p->depth <= DEPTH_MAX;

	if (p->stopped)
		return;
	for (const char **a = attributes; fine && *a != NULL; a += 2)
		fine = name_is_fine(p, *a);
	if (!fine) {
		part_damaged(p->c, p->part);
		part_stop(p);
		return;
	}
	note_bindings(p, attributes);
	if (p->depth == 1)
		note_root(p, name);
	const bool ours = is_ours(p, name), told = ours && p->skip == 0;
	if (p->skip == 0 && streq(local(name), ours ? "extLst" : "Choice"))
		p->skip = p->depth;
	if (told)
		p->handlers->start(p->arg, local(name), attributes);
	else if (p->raw != NULL)
		part_pass(p);
}

static void XMLCALL on_end(void *user, const char *name)
{
	struct package *p = user;
	const bool told = is_ours(p, name) && (p->skip == 0 || p->skip == p->depth);

	if (p->skip == p->depth)
		p->skip = 0;
	if (p->foreign == p->depth)
		p->foreign = 0;
	p->depth--;
	if (p->stopped)
		return;
	if (told && p->handlers->end != NULL)
		p->handlers->end(p->arg, local(name));
	else if (!told && p->raw != NULL)
		part_pass(p);
}

static void XMLCALL on_text(void *user, const char *text, int len)
{
	struct package *p = user;

	if (!p->stopped)
		p->handlers->text(p->arg, text, (size_t)len);
}

static void XMLCALL on_raw(void *user, const char *text, int len)
{
	struct package *p = user;

	if (!p->stopped)
		p->raw(p->raw_arg, text, (size_t)len);
}

/* The copy is in UTF-8, whatever the part is in. */
static void XMLCALL on_declaration(void *user, const char *version, const char *encoding, int standalone)
{
	static const char utf8[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";

	(void)version, (void)encoding, (void)standalone;
	on_raw(user, utf8, sizeof utf8 - 1);
}

void part_pass(struct package *p)
{
	XML_DefaultCurrent(p->parser);
}

static void XMLCALL on_doctype(void *user, const char *name, const char *system, const char *public, int internal)
{
	struct package *p = user;

	(void)name, (void)system, (void)public, (void)internal;
	if (!p->stopped)
		fail(p->c, ERR_INVALID, "sheet.doctype",
		     "Tệp Excel chứa phần khai báo DOCTYPE mà Excel không bao giờ ghi; tệp bị từ chối vì lý do an toàn. Hãy "
		     "mở tệp bằng Excel, lưu thành tệp .xlsx mới rồi nộp lại.");
	part_stop(p);
}

void part_text(struct package *p, bool wanted)
{
	XML_SetCharacterDataHandler(p->parser, wanted && p->handlers->text != NULL ? on_text : NULL);
}

bool part_is_within(struct package *p, uint64_t out, const zip_stat_t *st)
{
	const struct table_limits *l = p->limits;
	/* The declared packed size may lie, but cannot usefully exceed the file. */
	const uint64_t packed = st->comp_size < p->file_size ? st->comp_size : p->file_size;

	if (out > l->ratio_free_bytes && out / l->ratio > packed)
		return fail(p->c, ERR_TOO_LARGE, "sheet.bomb",
		            "Tệp Excel nén bất thường (bung ra lớn hơn %u lần), giống tệp phá hoại, nên bị từ chối. Nếu đây là tệp "
		            "thật, hãy xóa các dòng, cột trống thừa, lưu lại rồi nộp.", l->ratio);
	if (out > l->entry_bytes || p->inflated > l->total_bytes)
		return fail(p->c, ERR_TOO_LARGE, "sheet.too_large",
		            "Nội dung tệp Excel quá lớn (giới hạn %" PRIu64 " MB sau khi bung nén). Hãy xóa các dòng, cột trống thừa, "
		            "hình ảnh, hoặc chia thành nhiều tệp nhỏ.", l->total_bytes / 1000000);
	return true;
}

/* A token that never ends would pile up inside expat. */
static bool token_is_fine(struct package *p, uint64_t fed)
{
	XML_Index at = XML_GetCurrentByteIndex(p->parser);

	return at >= 0 ? fed - (uint64_t)at <= TOKEN_MAX : fed <= TOKEN_MAX;
}

static bool feed(struct package *p, zip_file_t *f, const zip_stat_t *st)
{
	uint64_t out = 0;
	zip_int64_t n = 1;

	while (n > 0) {
		void *room = XML_GetBuffer(p->parser, CHUNK);
		if (room == NULL)
			table_out_of_memory();
		n = zip_fread(f, room, CHUNK);
		if (n < 0)
			return part_damaged(p->c, p->part);
		out += (uint64_t)n;
		p->inflated += (uint64_t)n;
		if (!part_is_within(p, out, st))
			return false;
		enum XML_Status s = XML_ParseBuffer(p->parser, (int)n, n == 0);
		if (p->stopped)
			return p->c->err == ERR_NONE;
		if (s != XML_STATUS_OK && XML_GetErrorCode(p->parser) == XML_ERROR_NO_MEMORY)
			table_out_of_memory();
		if (s != XML_STATUS_OK || !token_is_fine(p, out))
			return part_damaged(p->c, p->part);
	}
	return out == st->size || broken(p->c, "sheet.wrong_size", p->part); /* libzip checks the sum, not the size */
}

void part_begin(struct package *p, const char *part, const struct part_handlers *h, void *arg)
{
	XML_ParserReset(p->parser, NULL);
	XML_SetUserData(p->parser, p);
	XML_SetElementHandler(p->parser, on_start, on_end);
	XML_SetStartDoctypeDeclHandler(p->parser, on_doctype);
	if (p->raw != NULL) {
		XML_SetDefaultHandler(p->parser, on_raw);
		XML_SetXmlDeclHandler(p->parser, on_declaration);
	}
	p->handlers = h;
	p->arg = arg;
	p->part = part;
	p->depth = p->foreign = p->skip = 0;
	p->n_bindings = 0;
	p->uri = NULL;
	p->stopped = false;
	part_text(p, true);
}

static bool is_slash(char ch)
{
	return ch == '/' || ch == '\\';
}

/* Some programs write "xl\\workbook.xml", "XL/Workbook.xml", "/xl/workbook.xml" or "./xl/workbook.xml". */
static const char *plain_name(struct arena *a, const char *name)
{
	char *plain = arena_strdup(a, name), *to = plain;

	for (const char *s = name; *s != '\0'; s++) {
		const bool at_start = to == plain || to[-1] == '/';
		if (at_start && (is_slash(*s) || (*s == '.' && is_slash(s[1]))))
			continue;
		*to++ = is_slash(*s) ? '/' : *s >= 'A' && *s <= 'Z' ? (char)(*s + 'a' - 'A') : *s;
	}
	*to = '\0';
	return plain;
}

zip_file_t *part_open(struct package *p, const char *part, zip_stat_t *ret)
{
	const size_t at = map_get(&p->name, plain_name(p->c->arena, part));
	zip_file_t *f = NULL;

	if (at == 0 || zip_stat_index(p->zip, at - 1, 0, ret) != 0)
		fail(p->c, ERR_INVALID, "sheet.missing_part",
		     "Tệp Excel bị hỏng: thiếu phần «%s» bên trong. Hãy mở tệp bằng Excel, lưu thành tệp .xlsx mới rồi nộp lại; "
		     "nếu Excel không mở được thì phải xuất lại tệp từ phần mềm gốc.", part);
	else if ((ret->valid & ZIP_STAT_ENCRYPTION_METHOD) && ret->encryption_method != ZIP_EM_NONE)
		fail(p->c, ERR_INVALID, "sheet.encrypted",
		     "Tệp có mật khẩu nên không đọc được. Hãy mở tệp bằng Excel, gỡ mật khẩu, lưu lại rồi nộp.");
	/* Excel stores or deflates; what else libzip knows need not be tried on strangers' files. */
	else if (((ret->valid & ZIP_STAT_COMP_METHOD) && ret->comp_method != ZIP_CM_STORE && ret->comp_method != ZIP_CM_DEFLATE) ||
	         (f = zip_fopen_index(p->zip, ret->index, 0)) == NULL)
		part_damaged(p->c, part);
	return f;
}

bool part_read(struct package *p, const char *part, const struct part_handlers *h, void *arg)
{
	zip_stat_t st;
	zip_file_t *f = part_open(p, part, &st);

	if (f == NULL)
		return false;
	part_begin(p, part, h, arg);
	bool ok = feed(p, f, &st);
	zip_fclose(f);
	return ok;
}

bool package_has(struct package *p, const char *part)
{
	return map_get(&p->name, plain_name(p->c->arena, part)) != 0;
}

const char *package_name(struct package *p, const char *part)
{
	const size_t at = map_get(&p->name, plain_name(p->c->arena, part));
	const char *name = at == 0 ? NULL : zip_get_name(p->zip, at - 1, 0);

	return name == NULL ? part : arena_strdup(p->arena, name);
}

static void discard(void *zip)
{
	zip_discard(zip);
}

static void free_parser(void *parser)
{
	XML_ParserFree(parser);
}

/* Two parts of one name, or more packed bytes than the file has: whoever reads it second reads something else. */
static bool directory_is_fine(struct package *p, size_t n)
{
	uint64_t packed = 0;
	zip_stat_t st;

	for (size_t i = 0; i < n; i++) {
		if (zip_stat_index(p->zip, i, 0, &st) != 0 || !(st.valid & ZIP_STAT_NAME))
			return part_damaged(p->c, arena_fmt(p->c->arena, "%zu", i + 1));
		size_t *at = map_put(p->arena, &p->name, plain_name(p->arena, st.name));
		if (*at != 0)
			return broken(p->c, "sheet.duplicate_part", arena_strdup(p->c->arena, st.name));
		*at = i + 1;
		packed += st.valid & ZIP_STAT_COMP_SIZE ? st.comp_size : 0;
		if (packed > p->file_size || ((st.valid & ZIP_STAT_COMP_SIZE) && st.comp_size > p->file_size))
			return fail(p->c, ERR_INVALID, "sheet.overlapping",
			            "Tệp Excel có các phần bên trong chồng lên nhau, giống tệp phá hoại, nên bị từ chối. Hãy mở tệp bằng Excel, "
			            "lưu thành tệp .xlsx mới rồi nộp lại.");
	}
	return true;
}

bool package_open(struct ctx *c, struct arena *a, int fd, const struct table_limits *limits, struct package *ret)
{
	struct stat st;
	int error = 0, own = dup(fd);

	if (own < 0 || fstat(own, &st) != 0) {
		if (own >= 0)
			close(own);
		return fail(c, ERR_INTERNAL, "sheet.io", "dup or fstat of the uploaded file failed");
	}
	*ret = (struct package){ .c = c, .arena = a, .limits = limits, .file_size = (uint64_t)st.st_size };
	ret->zip = zip_fdopen(own, 0, &error);
	if (ret->zip == NULL && error == ZIP_ER_MEMORY)
		table_out_of_memory();
	if (ret->zip == NULL) {
		close(own);
		return fail(c, ERR_INVALID, "sheet.truncated",
		            "Tệp Excel không trọn vẹn (có thể tải lên hoặc chép dở dang). Hãy mở thử tệp bằng Excel; nếu mở được "
		            "thì lưu lại rồi nộp, nếu không thì phải xuất lại tệp từ phần mềm gốc.");
	}
	arena_defer(a, discard, ret->zip);
	ret->parser = XML_ParserCreate(NULL);
	if (ret->parser == NULL)
		table_out_of_memory();
	arena_defer(a, free_parser, ret->parser);
	if (zip_get_num_entries(ret->zip, 0) <= (zip_int64_t)limits->entries)
		return directory_is_fine(ret, (size_t)zip_get_num_entries(ret->zip, 0));
	return fail(c, ERR_TOO_LARGE, "sheet.too_many_entries",
		            "Tệp Excel chứa quá nhiều phần bên trong (hơn %zu). Hãy chép riêng trang cần nộp sang một tệp mới rồi "
		            "nộp tệp mới.", limits->entries);
}

const char *part_attribute(const char **a, const char *name)
{
	for (; *a != NULL; a += 2)
		if (streq(*a, name))
			return a[1];
	return NULL;
}

const char *part_relation_id(const char **a, const char **ret_name)
{
	for (*ret_name = NULL; *a != NULL; a += 2)
		if (local(*a) != *a && streq(local(*a), "id")) {
			*ret_name = *a;
			return a[1];
		}
	return NULL;
}

size_t part_number(const char *text, size_t otherwise)
{
	size_t n = 0;

	if (text == NULL || *text == '\0')
		return otherwise;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9' || n > 100000000)
			return otherwise;
		n = n * 10 + (size_t)(*text - '0');
	}
	return n;
}

const char *part_resolve(struct arena *a, const char *base, const char *target)
{
	const char *slash = strrchr(base, '/');
	size_t up = slash == NULL ? 0 : (size_t)(slash - base);
	char *forward = arena_strdup(a, target);

	for (char *p = forward; (p = strchr(p, '\\')) != NULL;)
		*p = '/';
	target = forward;
	if (*target == '/')
		return target + 1;
	while (strncmp(target, "./", 2) == 0 || strncmp(target, "../", 3) == 0) {
		if (target[1] == '.')
			while (up > 0 && base[--up] != '/')
				continue;
		target += target[1] == '.' ? 3 : 2;
	}
	return up == 0 ? target : arena_fmt(a, "%.*s/%s", (int)up, base, target);
}
