/* part.h - inside table/: the package of an xlsx, its XML parts streamed within limits. */
#ifndef PART_H
#define PART_H

#include <expat.h>
#include <zip.h>

#include "base/map.h"
#include "table/table.h"

enum { BINDINGS_MAX = 64 };

struct package {
	struct ctx *c;
	struct arena *arena; /* lives as long as the reading */
	const struct table_limits *limits;
	zip_t *zip;
	struct map name;     /* of each part, in small letters and with "/", to its index + 1 */
	XML_Parser parser;
	/* NULL, or who copies the part: gets what no handler takes and what part_pass hands on, as it
	 * stands in the part, but always in UTF-8. */
	void (*raw)(void *raw_arg, const char *text, size_t len);
	void *raw_arg;
	uint64_t file_size, inflated;
	bool stopped;
	/* the part being read */
	const struct part_handlers *handlers;
	void *arg;
	const char *part;
	unsigned depth;
	char prefix[16];     /* of its outermost element, "x:"; "" when it has none */
	const char *uri;     /* what that stands for, or NULL */
	struct binding {
		const char *prefix, *uri; /* prefix: "x", "" */
		bool everywhere;          /* the outermost element says so */
	} binding[BINDINGS_MAX];
	size_t n_bindings;
	unsigned foreign, skip;  /* how deep: the outermost element's prefix stands for something else; nothing is looked at.  0: nowhere */
	size_t n_names;
	uint64_t names[1024]; /* which names have been met, as bits by hash */
};

/* Names come without their namespace prefix.  Told is what is in the namespace of the outermost element: no extension, and of alternatives that
 * which needs none. */
struct part_handlers {
	void (*start)(void *arg, const char *name, const char **attributes);
	void (*end)(void *arg, const char *name);
	void (*text)(void *arg, const char *text, size_t len);
};

/* `fd` is not taken over. */
MUST_CHECK bool package_open(struct ctx *, struct arena *, int fd, const struct table_limits *, struct package *ret);

/* Capitals, backslashes and a slash in front do not matter. */
bool package_has(struct package *, const char *part);
const char *package_name(struct package *, const char *part); /* as it stands in the package, or the same */

/* True also when a handler stopped the reading without calling fail(). */
MUST_CHECK bool part_read(struct package *, const char *part, const struct part_handlers *, void *arg);

/* The same of a part that could not be read so, whose outermost element holds nothing but elements `item`: from number `from` on each is read for itself, and
 * `done` is told after it, whether or not it could be.  False: more than some of them is damaged, or what would tell where one begins. */
MUST_CHECK bool part_read_pieces(struct package *, const char *part, const char *item, size_t from, const struct part_handlers *, bool (*done)(void *arg), void *arg);

/* Inside: what part.c does for pieces.c. */
bool part_damaged(struct ctx *, const char *part);
bool part_is_within(struct package *, uint64_t out, const zip_stat_t *); /* limits */
zip_file_t *part_open(struct package *, const char *part, zip_stat_t *ret); /* NULL after fail() */
void part_begin(struct package *, const char *part, const struct part_handlers *, void *arg);

/* From a handler: nothing further of this part, please. */
void part_stop(struct package *);

/* From a handler of a start or an end: the tag as it stands goes to `raw`. */
void part_pass(struct package *);

/* From a handler: expat is given a rest. Text is not reported any more until part_text(p, true). */
void part_text(struct package *, bool wanted);

/* The value of an attribute, or NULL. */
const char *part_attribute(const char **attributes, const char *name);

/* "r:id", whatever its prefix; ret_name: as it stands there, or NULL. */
const char *part_relation_id(const char **attributes, const char **ret_name);

/* What a prefix ("r") stands for where it was met; NULL: nowhere, or everywhere the same. */
const char *part_local_namespace(const struct package *, const char *prefix, size_t len);

/* Decimal digits only; `otherwise` when missing, malformed or above one thousand million. */
size_t part_number(const char *text, size_t otherwise);

/* A target of a relation, seen from the part that names it. */
const char *part_resolve(struct arena *, const char *base, const char *target);

#endif
