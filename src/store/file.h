/* file.h - a file that belongs to a record, such as a photograph.
 *
 * A field of type "file" holds the SHA-256 of its file as text, so that lists,
 * history and log stay small.  The bytes stand once in the table "file", by unit
 * and digest, and stay: what a version of the record named is still there when
 * another has taken its place.  A file is reached through its record only, so
 * the record's scope is the file's. */
#ifndef FILE_H
#define FILE_H

#include "store/record.h"

struct file {
	const char *digest, *media_type; /* "image/png", as found when it came */
	const void *bytes;
	size_t size;
};

/* ERR_NOT_FOUND "file.unknown": the type has no file of this name. */
MUST_CHECK bool file_field(struct ctx *, const struct record_type *, const char *name, const struct field **ret);

/* Keep the bytes and let the field name them, in one transaction; version: as for record_change.
 * The same bytes again change nothing.  ERR_TOO_LARGE "file.size"; ERR_INVALID "file.kind": the
 * content is none that the field takes; ERR_STALE "record.stale"; ERR_LIMITED "unit.taken_in": too much was replaced today. */
MUST_CHECK bool file_put(struct ctx *, const struct record *, int64_t version, const struct field *, const void *bytes, size_t len,
                         int64_t *ret_version);

/* The field names none any more; the bytes stay, as of an earlier version.  ERR_NOT_FOUND "file.none"; ERR_STALE "record.stale". */
MUST_CHECK bool file_drop(struct ctx *, const struct record *, int64_t version, const struct field *, int64_t *ret_version);

/* ERR_NOT_FOUND "file.none": the record has none. */
MUST_CHECK bool file_get(struct ctx *, const struct record *, const struct field *, struct file *ret);

/* Every file of the record stands in that unit too.  Inside the caller's transaction. */
MUST_CHECK bool file_carry(struct ctx *, const struct record *, const struct unit *to);

#endif
