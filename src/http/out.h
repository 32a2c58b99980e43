/* out.h - what a route answers: published in OpenAPI, and held to by every reply in the tests.
 *
 * While a request is served nothing here is looked at but whether the answer is JSON. */
#ifndef OUT_H
#define OUT_H

#include <stdbool.h>

enum out_kind { OUT_TEXT, OUT_INT, OUT_NUMBER, OUT_BOOL, OUT_DATE, OUT_TIME, OUT_ANY, OUT_SHAPE };

struct shape;

struct out_field {                    /* one member of an answer */
	const char *name;
	enum out_kind kind;
	const char *summary;              /* Vietnamese */
	const struct shape *shape;        /* OUT_SHAPE */
	bool maybe;                       /* null, and then not there unless nulls=1 */
	bool list;                        /* many of it, in [] */
	bool map;                         /* many of it, in {}, under names that are data */
	bool gaps;                        /* some of the many may be null */
};

struct shape {
	const char *name, *summary;
	const struct out_field *field;    /* the last has no name */
	bool record;                      /* and the fields of the record type */
	bool open;                        /* and what nobody has described */
};

#define SHAPE(name_, summary_, ...) \
	const struct shape name_##_shape = { #name_, summary_, (const struct out_field[]){ __VA_ARGS__, { 0 } }, .record = false }
#define RECORD_SHAPE(name_, summary_, ...) \
	const struct shape name_##_shape = { #name_, summary_, (const struct out_field[]){ __VA_ARGS__, { 0 } }, .record = true }
#define OPEN_SHAPE(name_, summary_) const struct shape name_##_shape = { #name_, summary_, (const struct out_field[]){ { 0 } }, .open = true }

enum out_form {
	FORM_NOTHING = 1,
	FORM_ONE,                         /* the shape */
	FORM_ITEMS,                       /* {"items": [shape]} */
	FORM_PAGE,                        /* {"items": [shape], "cursor"} */
	FORM_LINES,                       /* the shape, one a line */
	FORM_FILE,                        /* bytes */
};

struct out {                          /* one way to answer; the last of a route has no status */
	int status;
	enum out_form form;
	const struct shape *shape;
	const char *type;                 /* content type, without its parameters; "image/" with anything after it */
};

extern const struct shape no_shape;

/* Several may stand beside each other with EITHER.  The table of routes reads GIVES twice: to declare the shapes, and to name them. */
#define OUT_ROW(status, form, shape, type) { status, FORM_##form, &shape##_shape, type }
#define GIVES OUT_ROW
#define OUT(shape) GIVES(200, ONE, shape, "application/json")
#define OUT_MADE(shape) GIVES(201, ONE, shape, "application/json")
#define OUT_LATER(shape) GIVES(202, ONE, shape, "application/json")
#define OUT_ITEMS(shape) GIVES(200, ITEMS, shape, "application/json")
#define OUT_PAGE(shape) GIVES(200, PAGE, shape, "application/json")
#define OUT_LINES(shape) GIVES(200, LINES, shape, "application/x-ndjson")
#define OUT_FILE(type) GIVES(200, FILE, no, type)
#define OUT_SAME GIVES(304, NOTHING, no, NULL) /* what the caller has, by its ETag, is still so */
#define OUT_AWAY GIVES(303, NOTHING, no, NULL) /* to another page */
#define OUT_NONE GIVES(204, NOTHING, no, NULL)
#define EITHER(...) __VA_ARGS__

#endif
