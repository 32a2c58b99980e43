/* xlsx.c - the frame of an xlsx: which sheets there are, in which order, in which parts. */
#include "table/xlsx.h"

#include <strings.h>

#include "base/text.h"

#define TYPES "[Content_Types].xml"

enum { RELATIONS_MAX = 2048, SHEETS_MAX = 1024 };

struct relation {
	struct relation *next;
	const char *id, *type, *part;
};

struct relations {
	struct package *p;
	const char *base; /* the part they belong to */
	struct relation *first;
	size_t n;
};

struct entry {
	struct entry *next;
	const char *name, *relation;
	bool hidden;
};

struct workbook {
	struct package *p;
	struct entry *first, **tail;
	size_t n;
	bool is_1904;
};

static void relation_start(void *arg, const char *name, const char **attributes)
{
	struct relations *r = arg;
	struct arena *a = r->p->arena;
	const char *id = part_attribute(attributes, "Id"), *type = part_attribute(attributes, "Type");
	const char *target = part_attribute(attributes, "Target"), *slash;

	if (!streq(name, "Relationship") || id == NULL || type == NULL || target == NULL || r->n == RELATIONS_MAX)
		return;
	slash = strrchr(type, '/'); /* the last word is the same in the transitional and the strict format */
	struct relation *x = NEW(a, struct relation);
	*x = (struct relation){ .next = r->first,
		                .id = arena_strdup(a, id),
		                .type = arena_strdup(a, slash == NULL ? type : slash + 1),
		                .part = part_resolve(a, r->base, target) };
	r->first = x;
	r->n++;
}

static bool read_relations(struct package *p, const char *base, struct relations *ret)
{
	static const struct part_handlers h = { relation_start, NULL, NULL };
	const char *slash = strrchr(base, '/');
	int up = slash == NULL ? 0 : (int)(slash - base) + 1;
	const char *part = arena_fmt(p->arena, "%.*s_rels/%s.rels", up, base, base + up);

	*ret = (struct relations){ .p = p, .base = base };
	return part_read(p, part, &h, ret);
}

/* By id, by type, or both. */
static const struct relation *find_relation(const struct relations *r, const char *id, const char *type)
{
	for (const struct relation *x = r->first; x != NULL; x = x->next)
		if ((id == NULL || streq(x->id, id)) && (type == NULL || streq(x->type, type)))
			return x;
	return NULL;
}

static void workbook_start(void *arg, const char *name, const char **attributes)
{
	struct workbook *w = arg;
	struct arena *a = w->p->arena;
	const char *value, *relation;

	if (streq(name, "workbookPr")) {
		value = part_attribute(attributes, "date1904");
		w->is_1904 = value != NULL && (streq(value, "1") || streq(value, "true"));
	} else if (streq(name, "sheet") && w->n < SHEETS_MAX) {
		struct entry *e = NEW(a, struct entry);
		const char *title = part_attribute(attributes, "name");
		title = text_clean(a, title == NULL ? "" : title, title == NULL ? 0 : strlen(title));
		value = part_attribute(attributes, "state");
		e->hidden = value != NULL && !streq(value, "visible");
		e->name = title == NULL || *title == '\0' ? arena_fmt(a, "Trang %zu", w->n + 1) : title;
		value = part_relation_id(attributes, &relation);
		e->relation = arena_strdup(a, value == NULL ? "" : value);
		*w->tail = e;
		w->tail = &e->next;
		w->n++;
	}
}

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && strcasecmp(text + n - m, end) == 0;
}

/* A zip is also an ODS, a Word file, or just a zip. */
static bool refuse_other(struct package *p)
{
	struct ctx *c = p->c;

	if (package_has(p, "content.xml") && package_has(p, "mimetype"))
		return table_refuse(c, TABLE_ODS);
	if (package_has(p, "EncryptedPackage"))
		return table_refuse(c, TABLE_ENCRYPTED);
	if (package_has(p, "word/document.xml") || package_has(p, "ppt/presentation.xml"))
		return table_refuse(c, TABLE_WORD);
	return package_has(p, "_rels/.rels") || package_has(p, TYPES) || package_has(p, "xl/workbook.xml") || table_refuse(c, TABLE_ARCHIVE);
}

struct types {
	struct package *p;
	const char *workbook;
};

static void type_start(void *arg, const char *name, const char **attributes)
{
	struct types *t = arg;
	const char *type = part_attribute(attributes, "ContentType"), *part = part_attribute(attributes, "PartName");

	if (streq(name, "Override") && type != NULL && part != NULL && strstr(type, "sheet") != NULL && strstr(type, ".main") != NULL && package_has(t->p, part))
		t->workbook = part_resolve(t->p->arena, "", part);
}

/* What the root does not tell, the table of types does. */
static bool find_by_type(struct package *p, const char **ret)
{
	static const struct part_handlers h = { .start = type_start };
	struct types t = { .p = p };

	if (package_has(p, TYPES) && !part_read(p, TYPES, &h, &t) && !table_excuse(p->c))
		return false;
	if (t.workbook != NULL)
		*ret = t.workbook;
	return true;
}

static bool find_workbook(struct package *p, const char **ret)
{
	struct relations root = { 0 };
	const struct relation *x;

	*ret = "xl/workbook.xml";
	if (!refuse_other(p))
		return false;
	if (package_has(p, "_rels/.rels") && !read_relations(p, "", &root) && !table_excuse(p->c))
		return false;
	x = find_relation(&root, NULL, "officeDocument");
	if (x != NULL && (package_has(p, x->part) || ends_with(x->part, ".bin")))
		*ret = x->part;
	else if (!package_has(p, *ret) && !find_by_type(p, ret))
		return false;
	if (ends_with(*ret, ".bin"))
		return fail(p->c, ERR_UNSUPPORTED, "sheet.xlsb",
		            "Tệp là sổ Excel nhị phân (.xlsb). Hãy mở bằng Excel, chọn Lưu thành (Save As), kiểu Excel Workbook "
		            "(*.xlsx), rồi nộp tệp mới.");
	return true;
}

static bool read_tables(struct book *b, const struct relations *r, int spill)
{
	struct package *p = &b->package;
	const struct relation *x = find_relation(r, NULL, "styles");

	b->bare = x != NULL && !package_has(p, x->part);
	if (x != NULL && !b->bare && !xlsx_styles(p, x->part, &b->styles)) {
		if (!table_excuse(p->c))
			return false;
		b->styles = (struct styles){ 0 };
		b->bare = true;
	}
	x = find_relation(r, NULL, "sharedStrings");
	if (x == NULL || !package_has(p, x->part))
		return true;
	b->strings = strings_new(p->c, p->arena, p->limits, spill);
	if (xlsx_strings(p, x->part, b->strings))
		return true;
	if (!table_excuse(p->c))
		return false;
	b->strings = strings_new(p->c, p->arena, p->limits, spill); /* the packed bytes are damaged: what came before may be as wrong */
	b->strings_lost = true;                                    /* whoever needs none of those can do without */
	return true;
}

static bool read_sheets(struct book *b, const struct workbook *w, const struct relations *r,
                        const struct table_sink *sink, void *arg)
{
	struct ctx *c = b->package.c;
	const char *lost = NULL;
	struct ctx first = { 0 }; /* how the first one was damaged */
	size_t index = 0, n = 0;

	for (const struct entry *e = w->first; e != NULL; e = e->next, index++) {
		const struct relation *x = find_relation(r, e->relation, NULL);
		struct table_info info = { .index = index, .name = e->name, .hidden = e->hidden, .bare = b->bare };
		if (x != NULL && !streq(x->type, "worksheet"))
			continue; /* a chart or a macro */
		if (x == NULL || !package_has(&b->package, x->part)) {
			lost = e->name;
			if (sink->lost != NULL)
				sink->lost(c, arg, e->name, NULL, NULL);
			continue;
		}
		if (sink->begin != NULL && !sink->begin(c, arg, &info)) {
			if (c->err != ERR_NONE)
				return false;
			n++;
			continue;
		}
		if (grid_read(b, &info, x->part, sink, arg)) {
			n++;
			continue;
		}
		first = first.err == ERR_NONE ? *c : first;
		cells_clear(&b->cells);
		if (!table_excuse_sheet(c, sink, arg, e->name))
			return false;
	}
	if (n == 0 && first.err != ERR_NONE)
		return fail(c, first.err, first.key, "%s", first.detail);
	return n > 0 || lost == NULL ||
	       fail(c, ERR_INVALID, "sheet.missing_part",
	            "Tệp Excel bị hỏng: không tìm thấy nội dung của trang «%s». Hãy mở tệp bằng Excel, lưu thành tệp .xlsx mới rồi nộp lại.", lost);
}

bool frame_read(struct package *p, struct frame *ret)
{
	static const struct part_handlers h = { .start = workbook_start };
	struct workbook w = { .p = p };
	struct relations r;
	const struct relation *x;

	w.tail = &w.first;
	*ret = (struct frame){ 0 };
	if (!find_workbook(p, &ret->workbook) || !part_read(p, ret->workbook, &h, &w) || !read_relations(p, ret->workbook, &r))
		return false;
	x = find_relation(&r, NULL, "styles");
	ret->styles = x == NULL ? NULL : x->part;
	ret->sheet = NEW_N(p->arena, struct frame_sheet, w.n);
	for (const struct entry *e = w.first; e != NULL; e = e->next)
		if ((x = find_relation(&r, e->relation, "worksheet")) != NULL)
			ret->sheet[ret->n_sheets++] = (struct frame_sheet){ e->name, x->part };
	return true;
}

bool xlsx_read(const struct reading *r)
{
	static const struct part_handlers h = { workbook_start, NULL, NULL };
	struct book *b = NEW(r->arena, struct book);
	struct relations relations;
	struct workbook w = { .p = &b->package };
	const char *part;

	w.tail = &w.first;
	if (!package_open(r->c, r->arena, r->fd, r->limits, &b->package) || !find_workbook(&b->package, &part))
		return false;
	if (!part_read(&b->package, part, &h, &w) || !read_relations(&b->package, part, &relations))
		return false;
	if (w.n == 0)
		return fail(r->c, ERR_INVALID, "sheet.no_sheet",
		            "Tệp Excel không có trang tính nào. Hãy kiểm tra xem có nộp nhầm tệp không.");
	b->is_1904 = w.is_1904;
	b->raw = buf_in(r->arena);
	cells_open(&b->cells, r->c, r->arena, r->limits);
	return read_tables(b, &relations, r->spill) && read_sheets(b, &w, &relations, r->sink, r->arg);
}
