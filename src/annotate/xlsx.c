/* xlsx.c - a package with a few parts replaced, the others as they were. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "annotate/parts.h"
#include "table/xlsx.h"

enum { LEVEL = 3 };

struct repack {
	struct package package;
	struct frame frame;
	struct palette palette;
	const char *path;
	zip_t *zip;
};

static bool cannot_write(struct ctx *c, int error, const char *what)
{
	if (error == ENOSPC || error == EDQUOT)
		return fail(c, ERR_FULL, "sheet.full", "Không còn chỗ trống trên đĩa để ghi tệp Excel. Hãy báo người quản trị hệ thống.");
	return fail(c, ERR_INTERNAL, "sheet.write", "annotate, %s: errno %d", what, error);
}

/* Readable by its owner only: it holds what the original holds. */
static bool copy_file(struct ctx *c, int fd, const char *path)
{
	int out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	char piece[65536];
	off_t at = 0;
	ssize_t n = 0;
	bool ok = out >= 0;

	while (ok && (n = pread(fd, piece, sizeof piece, at)) > 0) {
		ok = write(out, piece, (size_t)n) == n;
		at += n;
	}
	int error = errno;
	if (out >= 0)
		ok = close(out) == 0 && ok && n == 0;
	return ok || cannot_write(c, error, "copy");
}

static void discard(void *arg)
{
	struct repack *r = arg;

	if (r->zip != NULL)
		zip_discard(r->zip);
}

static bool open_result(struct repack *r, int fd)
{
	struct ctx *c = r->package.c;
	int error;

	if (!copy_file(c, fd, r->path))
		return false;
	r->zip = zip_open(r->path, 0, &error);
	if (r->zip == NULL)
		return fail(c, ERR_INTERNAL, "sheet.write", "annotate, zip_open: %d", error);
	arena_defer(r->package.arena, discard, r);
	return true;
}

static bool zip_failed(struct repack *r)
{
	return fail(r->package.c, ERR_INTERNAL, "sheet.write", "annotate: %s", zip_strerror(r->zip));
}

/* libzip takes the file over.  A part that is only replaced would be packed at its slowest level, for most of the
 * time and hundredths of the size: so the old one goes and the new one is added. */
static bool put_part(struct repack *r, const char *part, struct copy *k)
{
	const char *name = package_name(&r->package, part);
	zip_int64_t at = zip_name_locate(r->zip, name, 0);
	zip_source_t *s = zip_source_filep(r->zip, k->file, 0, -1);

	if (s == NULL) {
		fclose(k->file);
		return zip_failed(r);
	}
	if (at >= 0 && zip_delete(r->zip, (zip_uint64_t)at) != 0) {
		zip_source_free(s);
		return zip_failed(r);
	}
	at = zip_file_add(r->zip, name, s, ZIP_FL_ENC_UTF_8);
	if (at >= 0)
		return zip_set_file_compression(r->zip, (zip_uint64_t)at, ZIP_CM_DEFLATE, LEVEL) == 0 || zip_failed(r);
	zip_source_free(s);
	return zip_failed(r);
}

/* ---- the parts ---- */

static bool put_leaf(struct repack *r, const struct leaf *leaf, const char *part)
{
	struct copy k;

	if (leaf->title_row == 0 || (leaf->n_lines == 0 && !leaf->had_column && !r->palette.has_tinted))
		return true;
	return copy_open(&r->package, r->path, &k) && grid_annotate(&r->package, part, leaf, &r->palette, &k) && put_part(r, part, &k);
}

/* The workbook says where its relations are. */
static const char *relations_of(struct arena *a, const char *part)
{
	const char *slash = strrchr(part, '/');
	int up = slash == NULL ? 0 : (int)(slash - part) + 1;

	return arena_fmt(a, "%.*s_rels/%s.rels", up, part, part + up);
}

static const char *new_part(struct repack *r)
{
	const char *part = "xl/worksheets/khue-loi.xml";

	for (size_t i = 2; package_has(&r->package, part); i++)
		part = arena_fmt(r->package.arena, "xl/worksheets/khue-loi%zu.xml", i);
	return part;
}

static const char *older_list(const struct repack *r, const struct leaves *leaves)
{
	for (size_t i = 0; i < r->frame.n_sheets; i++) {
		const struct leaf *l = leaves_find(leaves, r->frame.sheet[i].name);
		if (l != NULL && l->is_list)
			return r->frame.sheet[i].part;
	}
	return NULL;
}

/* Only the new sheet itself, and what must know of it. */
static bool announce(struct repack *r, struct addition *what)
{
	struct package *p = &r->package;
	const char *workbook = r->frame.workbook, *relations = relations_of(p->arena, workbook);
	struct copy k;

	return copy_open(p, r->path, &k) && frame_add_sheet(p, workbook, what, &k) && put_part(r, workbook, &k) &&
	       copy_open(p, r->path, &k) && frame_add_relation(p, relations, what, &k) && put_part(r, relations, &k) &&
	       copy_open(p, r->path, &k) && frame_add_type(p, what, &k) && put_part(r, "[Content_Types].xml", &k);
}

static bool put_list(struct repack *r, const struct leaves *leaves, const struct note_sheet *list)
{
	struct addition what = { .part = older_list(r, leaves), .name = leaves_free_name(r->package.arena, leaves) };
	struct copy k;

	if (what.part == NULL) {
		what.part = new_part(r);
		if (!announce(r, &what))
			return false;
	}
	if (what.namespace == NULL)
		what.namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
	if (!copy_open(&r->package, r->path, &k))
		return false;
	grid_list(&k, list, &r->palette, what.namespace);
	return copy_close(&k) && put_part(r, what.part, &k);
}

static bool put_styles(struct repack *r)
{
	struct copy k;

	return copy_open(&r->package, r->path, &k) && palette_write(&r->package, r->frame.styles, &r->palette, &k) &&
	       put_part(r, r->frame.styles, &k);
}

static bool close_result(struct repack *r)
{
	zip_t *zip = r->zip;

	if (zip_close(zip) == 0) {
		r->zip = NULL;
		return true;
	}
	return cannot_write(r->package.c, zip_error_code_system(zip_get_error(zip)), "zip_close");
}

bool annotate_xlsx(struct ctx *c, struct arena *a, int fd, const struct leaves *leaves, const struct note_sheet *list, const char *path,
                   bool *ret_done)
{
	struct repack *r = NEW(a, struct repack);

	r->path = path;
	if (!package_open(c, a, fd, &table_limits_default, &r->package) || !frame_read(&r->package, &r->frame))
		return false;
	if (r->frame.styles == NULL || !package_has(&r->package, r->frame.styles) || !package_has(&r->package, "[Content_Types].xml"))
		return true;
	if (!palette_read(&r->package, r->frame.styles, &r->palette))
		return table_excuse(c);
	if (r->palette.n_xfs == 0)
		return true;
	*ret_done = true;
	if (!open_result(r, fd))
		return false;
	for (size_t i = 0; i < r->frame.n_sheets; i++) {
		const struct leaf *leaf = leaves_find(leaves, r->frame.sheet[i].name);
		if (leaf != NULL && !put_leaf(r, leaf, r->frame.sheet[i].part))
			return false;
	}
	return (list == NULL || put_list(r, leaves, list)) && put_styles(r) && close_result(r);
}
