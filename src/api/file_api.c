/* file_api.c - files of records, such as photographs: sent and shown apart from the record.
 *
 * The ETag of a file is its digest; If-Match of PUT and DELETE names the version of the record, as PATCH does. */
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
	return true;
}

static bool find(struct ctx *c, const struct request *q, struct record *ret_rec, const struct field **ret, int64_t *ret_version)
{
	return api_record(c, q, ret_rec) && file_field(c, ret_rec->type, http_param(q, "field"), ret) && field_check_shown(c, ret_rec->type, *ret) &&
	       api_if_match(c, q, ret_version);
}

static bool reply_with(struct ctx *c, struct response *r, struct record *rec)
{
	return record_load(c, rec->type, &rec->unit, rec->id, rec) && api_reply_record(c, r, rec, NULL);
}

HANDLER(api_file_put)
{
	const struct field *f;
	struct record rec;
	int64_t version;

	return find(c, q, &rec, &f, &version) && file_put(c, &rec, version, f, q->body, q->body_len, &version) && reply_with(c, r, &rec);
}

HANDLER(api_file_drop)
{
	const struct field *f;
	struct record rec;
	int64_t version;

	return find(c, q, &rec, &f, &version) && file_drop(c, &rec, version, f, &version) && reply_with(c, r, &rec);
}
