/* file.c - a file that belongs to a record, such as a photograph. */
#include "store/file.h"

#include "base/secret.h"
#include "catalog/media.h"
#include "db/db.h"
#include "store/hold.h"
#include "store/quota.h"
#include "store/update.h"

bool file_field(struct ctx *c, const struct record_type *t, const char *name, const struct field **ret)
{
	*ret = field_find(t, name);
	if (*ret != NULL && (*ret)->media != NULL)
		return true;
	return fail(c, ERR_NOT_FOUND, "file.unknown", "Loại hồ sơ này không có tệp mang tên ấy; xem các trường kiểu tệp trong danh mục dữ liệu.");
}

static bool none(struct ctx *c, const struct field *f)
{
	return fail(c, ERR_NOT_FOUND, "file.none", "%s: hồ sơ này chưa có.", f->label);
}

static bool name_file(struct ctx *c, const struct record *rec, int64_t version, const struct field *f, struct val digest, int64_t *ret_version)
{
	struct problems p = { 0 };
	struct record now;
	struct draft d;

	draft_init(c, rec->type, &d);
	draft_set_field(&d, f, digest);
	return record_hold(c, rec, version, HOLD_OPEN, &now) && record_apply(c, &now, &d, ret_version, &p) && (p.errors == 0 || fail_problems(c, &p));
}

static bool put(struct ctx *c, const struct record *rec, int64_t version, const struct field *f, const struct file *file, int64_t *ret_version)
{
	if (!name_file(c, rec, version, f, val_text(file->digest), ret_version))
		return false;
	return db_exec(c, SQL_FILE_PUT, ARGS(val_int(rec->unit.id), val_text(file->digest), val_text(file->media_type), val_int((int64_t)file->size),
	                                     val_blob(file->bytes, file->size), val_int(c->now_ms), val_int(actor_id(c))));
}

/* What another takes the place of stays. */
static bool count_old(struct ctx *c, const struct record *rec, const struct field *f)
{
	struct rows r;

	if (rec->value[f->index].kind == VAL_NULL)
		return true;
	return db_rows(c, &r, SQL_FILE_SIZE, ARGS(val_int(rec->unit.id), rec->value[f->index])) &&
	       quota_take_bytes(c, rec->unit.id, r.count == 0 ? 0 : rows_int(&r, 0, 0));
}

bool file_put(struct ctx *c, const struct record *rec, int64_t version, const struct field *f, const void *bytes, size_t len, int64_t *ret_version)
{
	struct file file = { .bytes = bytes, .size = len };

	if (len > (size_t)f->max)
		return fail(c, ERR_TOO_LARGE, "file.size", "%s: tệp lớn %zu byte, tối đa %" PRId64 "; hãy thu nhỏ ảnh rồi gửi lại.", f->label, len, f->max);
	file.media_type = media_type(f->media, bytes, len);
	if (file.media_type == NULL)
		return fail(c, ERR_INVALID, "file.kind", "%s: tệp không phải ảnh JPEG hay PNG, hoặc đã hỏng; hãy lưu lại thành JPEG rồi gửi.", f->label);
	file.digest = secret_digest(c->arena, bytes, len);
	if (!val_equal(&rec->value[f->index], &(struct val){ VAL_TEXT, val_length(strlen(file.digest)), { .s = file.digest } }) && !count_old(c, rec, f))
		return false;
	return db_begin(c) && db_end(c, put(c, rec, version, f, &file, ret_version));
}

bool file_drop(struct ctx *c, const struct record *rec, int64_t version, const struct field *f, int64_t *ret_version)
{
	if (rec->value[f->index].kind == VAL_NULL)
		return none(c, f);
	if (!count_old(c, rec, f) && !ctx_forgive(c, ERR_LIMITED)) /* nobody has to keep a picture for it */
		return false;
	return db_begin(c) && db_end(c, name_file(c, rec, version, f, val_null(), ret_version));
}

bool file_get(struct ctx *c, const struct record *rec, const struct field *f, struct file *ret)
{
	const struct val *digest = &rec->value[f->index];
	struct rows r;

	if (digest->kind == VAL_NULL)
		return none(c, f);
	if (!db_rows(c, &r, SQL_FILE_GET, ARGS(val_int(rec->unit.id), *digest)))
		return false;
	if (r.count != 1)
		return fail(c, ERR_INTERNAL, "file.lost", "%s %s: no bytes for field %s", rec->type->name, rec->code, f->name);
	*ret = (struct file){ .digest = digest->s, .media_type = rows_text(&r, 0, 0), .bytes = rows_at(&r, 0, 1)->s, .size = rows_at(&r, 0, 1)->len };
	return true;
}

bool file_carry(struct ctx *c, const struct record *rec, const struct unit *to)
{
	for (size_t i = 0; i < rec->type->n_fields; i++) {
		const struct val *digest = &rec->value[i];
		if (rec->type->field[i].media == NULL || digest->kind == VAL_NULL || rec->unit.id == to->id)
			continue;
		if (!db_exec(c, SQL_FILE_CARRY, ARGS(val_int(rec->unit.id), *digest, val_int(to->id))))
			return false;
	}
	return true;
}
