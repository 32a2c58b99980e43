/* wire.h - inside table/: what the process that reads a workbook tells the one that asked for it.
 *
 * Frames: four bytes of length, one of type, the content.  The reader is not trusted: every length is checked, and
 * text that claims to be clean is looked at again. */
#ifndef WIRE_H
#define WIRE_H

#include "base/buf.h"
#include "table/table.h"

enum wire_type {
	WIRE_BEGIN = 1, /* a sheet; the answer is awaited */
	WIRE_ROW,
	WIRE_END,       /* of a sheet, with its merged cells */
	WIRE_FAIL,      /* the reading failed, and so did fail() */
	WIRE_DONE,
	WIRE_LOST,      /* a sheet that is not there, or damaged */
	WIRE__COUNT
};

/* The other way: single bytes. */
enum wire_answer { WIRE_WANTED = 'y', WIRE_UNWANTED = 'n', WIRE_ENOUGH = 'e' };

enum { WIRE_HEAD = 5, WIRE_MAX = 64 * 1024 * 1024 };

/* What the child is told first. */
struct wire_order {
	struct table_limits limits;
	bool merged; /* are merged cells of interest? */
	bool lost;   /* and sheets that are lost? */
};

struct wire_failure {
	enum err err;
	const char *key, *detail;
};

/* Append one frame. */
void wire_put_begin(struct buf *, const struct table_info *);
void wire_put_row(struct buf *, const struct table_row *);
void wire_put_end(struct buf *, const struct table_range *merged, size_t n);
void wire_put_lost(struct buf *, const char *name, const char *key, const char *why);
void wire_put_fail(struct buf *, const struct ctx *, const struct table_cost *);
void wire_put_done(struct buf *, const struct table_cost *);

/* The content of one frame; false: it is not well made.  Texts point into `data`; `cell` has room for `columns`. */
bool wire_get_begin(char *data, size_t len, struct table_info *ret);
bool wire_get_row(char *data, size_t len, struct cell *cell, size_t columns, struct table_row *ret);
bool wire_get_end(struct arena *, char *data, size_t len, struct table_range **ret, size_t *ret_n);
bool wire_get_lost(char *data, size_t len, const char **ret_name, const char **ret_key, const char **ret_why);
bool wire_get_fail(char *data, size_t len, struct wire_failure *ret, struct table_cost *ret_cost);
bool wire_get_done(char *data, size_t len, struct table_cost *ret);

#endif
