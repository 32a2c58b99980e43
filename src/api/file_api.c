/* file_api.c - files of records, such as photographs: sent and shown apart from the record.
 *
 * The ETag of a file is its digest; If-Match of PUT names the version of the record, as PATCH does. */
#include "api/routes.h"
#include "store/file.h"
#include "store/shown.h"

HANDLER(api_file_show)
{
	const struct field *f;
	struct record rec;
	struct file file;

	if (!api_record(c, q, &rec) || !file_field(c, rec.type, http_param(q, "field"), &f) || !field_check_shown(c, rec.type, f) || !file_get(c, &rec, f, &file))
		return false;
	r->type = file.media_type;
	r->body = file.bytes;
	r->body_len = file.size;
	reply_header(r, "ETag", arena_fmt(c->arena, "\"%s\"", file.digest));
	reply_header(r, "Content-Disposition", "inline");
	/* Kept by the caller's own browser at most, and asked for again: who may see it can change. */
	reply_header(r, "Cache-Control", "private, no-cache");
	return true;
}

HANDLER(api_file_put)
{
	const struct field *f;
	struct record rec;
	int64_t version;

	return api_record(c, q, &rec) && file_field(c, rec.type, http_param(q, "field"), &f) && field_check_shown(c, rec.type, f) && api_if_match(c, q, &version) &&
	       file_put(c, &rec, version, f, q->body, q->body_len, &version) &&
	       record_load(c, rec.type, &rec.unit, rec.id, &rec) && api_reply_record(c, r, &rec, NULL);
}
