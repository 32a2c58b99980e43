/* doctor.c - versions, settings, space, trees, chains, keys, orphans. */
#include "domain/doctor/doctor.h"

#include <errno.h>
#include <libgen.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/buf.h"
#include "db/db.h"
#include "domain/unit/unit_admin.h"
#include "domain/unit/unit_tree.h"
#include "store/change.h"
#include "store/migrate.h"
#include "store/orphan.h"
#include "store/schema_check.h"

enum { FREE_MIN_MB = 1024, SEAL_KEY_MIN = 32 };

const char *const doctor_names[DOCTOR__COUNT] = { "versions", "settings", "space", "trees", "chains", "keys", "orphans" };

struct look {
	const char *path;
	doctor_progress_fn *progress;
	struct doctor *ret;
};

static bool one_text(struct ctx *c, enum sql_id id, const char **ret)
{
	struct rows r;

	*ret = NULL;
	if (!db_rows(c, &r, id, NULL, 0))
		return false;
	if (r.count > 0)
		*ret = rows_text(&r, 0, 0);
	return true;
}

/* What the check says on its way out: sound when it added no problem. */
static void found(struct doctor *d, enum doctor_check check, size_t before, const char *what)
{
	d->of[check] = (struct doctor_finding){ true, d->problems.errors == before, what };
}

/* Told with the words of whoever found it, when the failure is one of the data and none of the machine. */
static bool turned_into_problem(struct ctx *c, struct problems *p, const char *field)
{
	if (c->err != ERR_CONFLICT)
		return false;
	problem_add(c, p, field, c->key, "%s", c->detail);
	for (const struct problem *x = c->problems.first; x != NULL; x = x->next)
		problem_put(c, p, *x);
	ctx_clear(c);
	return true;
}

static bool look_at_versions(struct ctx *c, struct look *l, bool *ret_same_schema)
{
	struct doctor *d = l->ret;
	const char *engine, *sql;

	if (!one_text(c, SQL_DOCTOR_ENGINE, &engine))
		return false;
	*ret_same_schema = migrate_pending(c, &sql);
	if (!*ret_same_schema && !turned_into_problem(c, &d->problems, NULL))
		return false;
	if (*ret_same_schema && *sql != '\0') {
		*ret_same_schema = false;
		problem_add(c, &d->problems, NULL, "migrate.needed", "Danh mục đã đổi so với cơ sở dữ liệu; sao lưu, xem khue migrate --plan, rồi chạy khue migrate.");
	}
	if (*ret_same_schema && !schema_check(c, &d->problems))
		return false;
	found(d, DOCTOR_VERSIONS, 0, arena_fmt(c->arena, "Khuê %s, danh mục số %d, %s %s", KHUE_VERSION, c->catalog->version,
	                                       db_engine(c->db) == ENGINE_SQLITE ? "SQLite" : "PostgreSQL", engine));
	return true;
}

static void look_at_mode(struct ctx *c, const char *path, struct problems *p)
{
	struct stat st;

	if (stat(path, &st) == 0 && (st.st_mode & 077) != 0)
		problem_add(c, p, path, "doctor.mode", "%s: người dùng khác trên máy đọc hoặc ghi được (quyền %03o); chạy chmod 600 cho tệp này và các tệp -wal, -shm cạnh nó.",
		            path, (unsigned)st.st_mode & 0777);
}

static bool look_at_settings(struct ctx *c, struct look *l)
{
	struct problems *p = &l->ret->problems;
	const size_t before = p->errors;
	struct buf seen = buf_in(c->arena);
	const char *damage;
	struct rows r;

	if (!db_rows(c, &r, SQL_DOCTOR_SETTINGS, NULL, 0) || !one_text(c, SQL_DOCTOR_DAMAGE, &damage))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		buf_fmt(&seen, "%s%s %s", i > 0 ? ", " : "", rows_text(&r, i, 0), rows_text(&r, i, 1));
		if (!streq(rows_text(&r, i, 1), rows_text(&r, i, 2)))
			problem_add(c, p, rows_text(&r, i, 0), "doctor.setting", "%s đang là %s: mất điện có thể mất việc đã báo là xong; đặt lại thành %s.", rows_text(&r, i, 0),
			            rows_text(&r, i, 1), rows_text(&r, i, 2));
	}
	if (damage != NULL)
		problem_add(c, p, NULL, "doctor.damage", "Tệp dữ liệu hỏng (%s): dừng khue serve, giữ nguyên tệp hỏng, kiểm tra ổ đĩa, khôi phục bản sao lưu gần nhất.", damage);
	if (l->path != NULL)
		look_at_mode(c, l->path, p);
	found(l->ret, DOCTOR_SETTINGS, before, buf_text(&seen));
	return true;
}

/* As much again as there is must fit: a backup, the work of a migration. */
static bool look_at_space(struct ctx *c, struct look *l)
{
	struct problems *p = &l->ret->problems;
	const size_t before = p->errors;
	struct statvfs fs;
	struct rows r;

	if (!db_rows(c, &r, SQL_DOCTOR_SIZE, NULL, 0))
		return false;
	const int64_t size = rows_int(&r, 0, 0) / 1000000;
	const char *what = arena_fmt(c->arena, "dữ liệu %" PRId64 " MB", size);
	if (l->path != NULL) {
		if (statvfs(dirname(arena_strdup(c->arena, l->path)), &fs) != 0)
			return fail(c, ERR_INVALID, "doctor.space", "Không xem được chỗ trống của %s: %s.", l->path, strerror(errno));
		const int64_t left = (int64_t)(fs.f_bavail * fs.f_frsize / 1000000), wanted = size > FREE_MIN_MB ? size : FREE_MIN_MB;
		if (left < wanted)
			problem_add(c, p, NULL, "doctor.space", "Ổ đĩa chỉ còn trống %" PRId64 " MB, cần ít nhất %" PRId64 " MB; dọn chỗ hoặc chuyển sang ổ lớn hơn.", left, wanted);
		what = arena_fmt(c->arena, "%s, còn trống %" PRId64 " MB", what, left);
	}
	found(l->ret, DOCTOR_SPACE, before, what);
	return true;
}

static bool look_at_trees(struct ctx *c, struct look *l)
{
	const size_t before = l->ret->problems.errors;

	if (!unit_tree_check(c, &l->ret->problems))
		return false;
	found(l->ret, DOCTOR_TREES, before, "đơn vị nào nằm dưới đơn vị nào, theo ngày");
	return true;
}

static bool look_at_chains(struct ctx *c, struct look *l)
{
	struct problems *p = &l->ret->problems;
	const size_t before = p->errors;
	int64_t all = 0, entries;
	struct unit *u;
	size_t n;

	if (!unit_all(c, &u, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		l->progress(i, n);
		if (!db_read_begin(c))
			return false;
		const bool ok = chain_verify(c, &u[i], &entries);
		db_read_end(c);
		if (!ok && !turned_into_problem(c, p, u[i].code))
			return false;
		all += entries;
	}
	l->progress(n, n);
	found(l->ret, DOCTOR_CHAINS, before, arena_fmt(c->arena, "nhật ký của %zu đơn vị, %" PRId64 " dòng", n, all));
	return true;
}

static bool look_at_keys(struct ctx *c, struct look *l)
{
	struct problems *p = &l->ret->problems;
	const size_t before = p->errors;
	struct rows seal, admins;

	if (!db_rows(c, &seal, SQL_META_GET, ARGS(val_text("seal_key"))) || !db_rows(c, &admins, SQL_DOCTOR_ADMINISTRATORS, NULL, 0))
		return false;
	if (seal.count == 0 || strlen(rows_text(&seal, 0, 0)) < SEAL_KEY_MIN)
		problem_add(c, p, NULL, "doctor.seal_key", "Thiếu khoá niêm phong các mã trang; chạy khue migrate để làm khoá mới.");
	if (rows_int(&admins, 0, 0) == 0)
		problem_add(c, p, NULL, "doctor.no_admin", "Không còn tài khoản quản trị hệ thống nào dùng được; chạy khue account enable TÊN, hoặc khue account add TÊN"
		            " --role system_admin --unit %s.", UNIT_ROOT);
	found(l->ret, DOCTOR_KEYS, before, arena_fmt(c->arena, "%" PRId64 " tài khoản quản trị hệ thống", rows_int(&admins, 0, 0)));
	return true;
}

static bool look_at_orphans(struct ctx *c, struct look *l)
{
	const size_t before = l->ret->problems.errors;
	size_t looked;

	if (!orphan_check(c, &l->ret->problems, &looked))
		return false;
	found(l->ret, DOCTOR_ORPHANS, before, arena_fmt(c->arena, "đơn vị, hồ sơ và tệp được nhắc tới ở %zu bảng và trường", looked));
	return true;
}

bool doctor_look(struct ctx *c, const char *path, doctor_progress_fn *progress, struct doctor *ret)
{
	struct look l = { path, progress, ret };
	bool same_schema;

	*ret = (struct doctor){ 0 };
	if (!look_at_versions(c, &l, &same_schema) || !look_at_settings(c, &l) || !look_at_space(c, &l))
		return false;
	return !same_schema || (look_at_trees(c, &l) && look_at_chains(c, &l) && look_at_keys(c, &l) && look_at_orphans(c, &l));
}
