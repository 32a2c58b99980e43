/* json.h - JSON written into text that grows.
 *
 * Commas come by themselves, so there is no first and no last.  What is open stands in the text: a part may be written by another
 * function, and what does not fit (a name in a list, a member without one, a bracket that closes something else) is a fault of the
 * program.  Outside of anything open members or elements are a part that will stand in something else, or lines.
 *
 * name: of the member, in plain letters; NULL: of a list, what comes after json_put_name, or the whole. */
#ifndef JSON_H
#define JSON_H

#include "base/buf.h"

void json_open_object(struct buf *, const char *name);
void json_close_object(struct buf *);
void json_open_list(struct buf *, const char *name);
void json_close_list(struct buf *);

void json_put_text(struct buf *, const char *name, const char *text); /* NULL is null */
void json_put_text_n(struct buf *, const char *name, const char *text, size_t len);
void json_put_int(struct buf *, const char *name, int64_t);
void json_put_int_if(struct buf *, const char *name, bool known, int64_t); /* else null */
void json_put_bool(struct buf *, const char *name, bool);
void json_put_null(struct buf *, const char *name);
void json_put_time(struct buf *, const char *name, int64_t ms); /* 0: null */
void json_put_raw(struct buf *, const char *name, const char *json); /* JSON already: a value, or elements of a list; NULL is null */

void json_put_name(struct buf *, const char *name);      /* its value follows */
void json_put_texts(struct buf *, const char *name, ...) __attribute__((sentinel)); /* an object: name of a member, its text, ..., NULL */
void json_put_members(struct buf *, const char *object); /* those of an object that is JSON already */

/* {"from":"...","to":"..."}: json_texts(a, "from", from, "to", to, NULL); a text that is NULL is null. */
const char *json_texts(struct arena *, const char *name, ...) __attribute__((sentinel));

#endif
