/* doctor.c - each check of what is stored, and all of them in order. */
#include "domain/doctor/doctor.h"

#include <libgen.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/buf.h"
#include "db/db.h"
#include "domain/job/job_check.h"
#include "domain/unit/unit_admin.h"
#include "domain/unit/unit_tree.h"
#include "store/change.h"
#include "store/counter_check.h"
#include "store/fence.h"
#include "store/log_check.h"
#include "store/migrate.h"
#include "store/orphan.h"
#include "store/schema_check.h"

enum { FREE_MIN_MB = 1024, SEAL_KEY_MIN = 32, COUNTERS_SHOWN = 10 };

const char *const doctor_names[DOCTOR__COUNT] = { "versions", "settings", "space", "tables", "trees", "chains", "keys", "fence", "orphans",
	"records", "jobs", "counters" };

const char *const doctor_of_chains = "Không sửa, không xoá gì: chép cơ sở dữ liệu như đang có ra nơi khác làm bằng chứng;"
	" khôi phục từng bản sao lưu, từ bản mới nhất trở về, vào một cơ sở dữ liệu mới (khue restore)"
	" rồi chạy khue audit verify ở đó để tìm bản cuối còn nguyên; báo đơn vị cấp trên.";

struct look {
	const char *path;
	doctor_progress_fn *progress;
	struct problems *problems;
	bool same_schema;
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

/* Told with the words of whoever found it, when the failure is one of the data and none of the machine. */
static bool turned_into_problem(struct ctx *c, struct problems *p, const char *field, const char *remedy)
{
	if (c->err != ERR_CONFLICT)
		return false;
	problem_add(c, p, field, c->key, "%s%s%s", c->detail, remedy == NULL ? "" : " ", remedy == NULL ? "" : remedy);
	for (const struct problem *x = c->problems.first; x != NULL; x = x->next)
		problem_put(c, p, *x);
	ctx_clear(c);
	return true;
}

/* What could not be read, as a problem with what the machine said of it. */
static void tell_unread(struct ctx *c, struct problems *p, const char *field, const char *what)
{
	const char *remedy = c->err == ERR_BUSY
		? "xem cơ sở dữ liệu có đang chạy và trả lời không, rồi chạy lại khue doctor"
		: "khôi phục bản sao lưu gần nhất vào một cơ sở dữ liệu mới (khue restore),"
		  " hoặc, khi chỉ thiếu quyền, cấp cho người dùng của Khuê quyền đọc và ghi mọi bảng";

	problem_add(c, p, field, "doctor.unread", "Không đọc được %s (máy báo: %s); %s.", what, ctx_reason(c), remedy);
	ctx_clear(c);
}

static bool look_at_versions(struct ctx *c, struct look *l, struct doctor_finding *ret)
{
	const char *engine, *sql, *not_yet = "";

	if (!one_text(c, SQL_DOCTOR_ENGINE, &engine))
		return false;
	if (!migrate_pending(c, &sql)) {
		if (streq(c->key, "migrate.no_schema"))
			not_yet = "; cơ sở dữ liệu chưa được tạo";
		if (!turned_into_problem(c, l->problems, NULL, NULL))
			return false;
		l->same_schema = false;
	} else if (*sql != '\0') {
		l->same_schema = false;
		problem_add(c, l->problems, NULL, "migrate.needed", "Danh mục đã đổi so với cơ sở dữ liệu; sao lưu, xem khue migrate --plan, rồi chạy khue migrate.");
	}
	ret->found = arena_fmt(c->arena, "Khuê %s, danh mục số %d, %s %s%s", KHUE_VERSION, c->catalog->version,
	                       db_engine(c->db) == ENGINE_SQLITE ? "SQLite" : "PostgreSQL", engine, not_yet);
	return true;
}

static void look_at_mode(struct ctx *c, const char *path, struct problems *p)
{
	struct stat st;

	if (stat(path, &st) == 0 && (st.st_mode & 077) != 0)
		problem_add(c, p, path, "doctor.mode", "%s: người dùng khác trên máy đọc hoặc ghi được (quyền %03o); chạy chmod 600 cho tệp này và các tệp -wal, -shm cạnh nó.",
		            path, (unsigned)st.st_mode & 0777);
}

/* SQLite heads it with the name of the database. */
static const char *last_line(const char *text)
{
	const char *newline = strrchr(text, '\n');

	return newline == NULL ? text : newline + 1;
}

/* How it is set, in full. */
static const char *setting_command(struct ctx *c, const struct look *l, const char *name, const char *wanted)
{
	if (db_engine(c->db) == ENGINE_SQLITE)
		return arena_fmt(c->arena, "dừng khue serve, rồi sqlite3 %s 'PRAGMA %s = %s'", l->path == NULL ? "TỆP" : l->path, name, wanted);
	return arena_fmt(c->arena, "sudo -u postgres psql -c \"ALTER SYSTEM SET %s = '%s'\" -c \"SELECT pg_reload_conf()\"", name, wanted);
}

static bool look_at_settings(struct ctx *c, struct look *l, struct doctor_finding *ret)
{
	struct problems *p = l->problems;
	struct buf seen = buf_in(c->arena);
	const char *damage;
	struct rows r;

	if (!db_rows(c, &r, SQL_DOCTOR_SETTINGS, NULL, 0))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		const char *name = rows_text(&r, i, 0), *is = rows_text(&r, i, 1), *wanted = rows_text(&r, i, 2);
		buf_fmt(&seen, "%s%s %s", i > 0 ? ", " : "", name, is);
		if (!streq(is, wanted))
			problem_add(c, p, name, "doctor.setting", "%s đang là %s: mất điện có thể mất việc đã báo là xong; đặt lại thành %s: %s.", name, is, wanted,
			            setting_command(c, l, name, wanted));
	}
	ret->found = buf_text(&seen);
	if (l->path != NULL)
		look_at_mode(c, l->path, p);
	if (!one_text(c, SQL_DOCTOR_DAMAGE, &damage))
		return false;
	if (damage != NULL)
		problem_add(c, p, NULL, "doctor.damage", "Tệp dữ liệu hỏng (%s): dừng khue serve, giữ nguyên tệp hỏng, kiểm tra ổ đĩa, khôi phục bản sao lưu gần nhất.",
		            last_line(damage));
	return true;
}

/* As much again as there is must fit: a backup, the work of a migration. */
static bool look_at_space(struct ctx *c, struct look *l, struct doctor_finding *ret)
{
	struct statvfs fs;
	struct rows r;

	if (!db_rows(c, &r, SQL_DOCTOR_SIZE, NULL, 0))
		return false;
	const int64_t size = rows_int(&r, 0, 0) / 1000000, wanted = size > FREE_MIN_MB ? size : FREE_MIN_MB;
	if (l->path == NULL || statvfs(dirname(arena_strdup(c->arena, l->path)), &fs) != 0) {
		ret->looked = false;
		ret->found = arena_fmt(c->arena, "dữ liệu %" PRId64 " MB; chưa xem được ổ đĩa%s, xem bằng df -h ở máy ấy: cần còn trống ít nhất %" PRId64 " MB", size,
		                       l->path == NULL ? " của máy chủ PostgreSQL" : "", wanted);
		return true;
	}
	const int64_t left = (int64_t)(fs.f_bavail * fs.f_frsize / 1000000);
	if (left < wanted)
		problem_add(c, l->problems, NULL, "doctor.space", "Ổ đĩa chỉ còn trống %" PRId64 " MB, cần ít nhất %" PRId64 " MB; dọn chỗ hoặc chuyển sang ổ lớn hơn.", left, wanted);
	ret->found = arena_fmt(c->arena, "dữ liệu %" PRId64 " MB, còn trống %" PRId64 " MB", size, left);
	return true;
}

/* Its columns, and on PostgreSQL, which has no check of its own, every page. */
static bool table_is_read(struct ctx *c, const struct sql_table *t)
{
	struct buf sql = buf_in(c->arena);
	struct rows r;

	for (size_t i = 0; i < t->n_columns; i++)
		buf_fmt(&sql, "%s%s", i == 0 ? "SELECT " : ", ", t->column[i].name);
	buf_fmt(&sql, " FROM %s LIMIT 1", t->name);
	return db_query(c, &r, buf_text(&sql), NULL, 0) &&
	       (db_engine(c->db) == ENGINE_SQLITE || db_query(c, &r, arena_fmt(c->arena, "SELECT count(*) FROM %s", t->name), NULL, 0));
}

static bool is_told(const struct problems *p, const char *key, const char *field)
{
	for (const struct problem *x = p->first; x != NULL; x = x->next)
		if (streq(x->key, key) && x->field != NULL && streq(x->field, field))
			return true;
	return false;
}

static bool look_at_tables(struct ctx *c, struct look *l, struct doctor_finding *ret)
{
	const struct catalog *k = c->catalog;
	size_t unread = 0;

	if (!schema_check(c, l->problems))
		tell_unread(c, l->problems, NULL, "tên các bảng");
	for (size_t i = 0; i < k->n_tables; i++) {
		const char *name = k->table[i].name;
		if (table_is_read(c, &k->table[i]))
			continue;
		if (c->err == ERR_BUSY)
			return false;
		if (is_told(l->problems, "schema.table", name))
			ctx_clear(c);
		else
			tell_unread(c, l->problems, name, arena_fmt(c->arena, "bảng %s", name));
		unread++;
	}
	ret->found = arena_fmt(c->arena, "đọc được %zu trong %zu bảng", k->n_tables - unread, k->n_tables);
	return true;
}

static bool look_at_trees(struct ctx *c, struct look *l, struct doctor_finding *ret)
{
	ret->found = "đơn vị nào nằm dưới đơn vị nào, theo ngày";
	return unit_tree_check(c, l->problems);
}

static bool look_at_chains(struct ctx *c, struct look *l, struct doctor_finding *ret)
{
	int64_t all = 0, entries;
	struct unit *u;
	size_t n;

	if (!unit_all(c, &u, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		l->progress(DOCTOR_CHAINS, i, n);
		if (!db_read_begin(c))
			return false;
		const bool ok = chain_verify(c, &u[i], &entries);
		db_read_end(c);
		if (!ok && !turned_into_problem(c, l->problems, u[i].code, doctor_of_chains))
			return false;
		all += entries;
	}
	l->progress(DOCTOR_CHAINS, n, n);
	ret->found = arena_fmt(c->arena, "nhật ký của %zu đơn vị, %" PRId64 " dòng", n, all);
	return true;
}

static bool look_at_keys(struct ctx *c, struct look *l, struct doctor_finding *ret)
{
	struct rows seal, admins;

	if (!db_rows(c, &seal, SQL_META_GET, ARGS(val_text("seal_key"))) || !db_rows(c, &admins, SQL_DOCTOR_ADMINISTRATORS, NULL, 0))
		return false;
	if (seal.count == 0 || strlen(rows_text(&seal, 0, 0)) < SEAL_KEY_MIN)
		problem_add(c, l->problems, NULL, "doctor.seal_key", "Thiếu khoá niêm phong các mã trang; chạy khue migrate để làm khoá mới,"
		            " không được thì khôi phục bản sao lưu gần nhất (khue restore).");
	if (rows_int(&admins, 0, 0) == 0)
		problem_add(c, l->problems, NULL, "doctor.no_admin", "Không còn tài khoản quản trị hệ thống nào dùng được; chạy khue account enable TÊN, hoặc khue account"
		            " add TÊN --role system_admin --unit %s.", UNIT_ROOT);
	ret->found = arena_fmt(c->arena, "%" PRId64 " tài khoản quản trị hệ thống", rows_int(&admins, 0, 0));
	return true;
}

static bool look_at_fence(struct ctx *c, struct look *l, struct doctor_finding *ret)
{
	return fence_check(c, l->problems, &ret->found);
}

static bool look_at_orphans(struct ctx *c, struct look *l, struct doctor_finding *ret)
{
	size_t looked;

	if (!orphan_check(c, l->problems, &looked))
		return false;
	ret->found = arena_fmt(c->arena, "đơn vị, hồ sơ và tệp được nhắc tới ở %zu bảng và trường", looked);
	return true;
}

/* ---- records with the log, jobs with their files, counters with what they counted ---- */

#define PAST_THE_PROGRAM "Có ai đó đã sửa thẳng vào cơ sở dữ liệu: chép cơ sở dữ liệu như đang có làm bằng chứng, báo đơn vị cấp trên. "

static void tell_records(struct ctx *c, struct problems *p, const struct record_type *t, const struct log_finding *f)
{
	if (f->differ > 0)
		problem_add(c, p, t->name, "log.differs", "%s: %" PRId64 " hồ sơ khác với điều nhật ký ghi lần cuối (%s). " PAST_THE_PROGRAM
		            "Nhà trường mở hồ sơ ấy, xem lịch sử, sửa mục khác ấy cho đúng rồi lưu; nếu nó đang đúng thì đổi đi, lưu, đổi lại, lưu:"
		            " nhật ký khi đó lại khớp.", t->label, f->differ, f->differs);
	if (f->unlogged > 0)
		problem_add(c, p, t->name, "log.missing", "%s: %" PRId64 " hồ sơ mà nhật ký không ghi ai đã lập (%s). " PAST_THE_PROGRAM
		            "Nhà trường cho hồ sơ ấy thôi dùng; nếu nó là thật thì nhập lại qua Khuê. Không tự xoá dòng nào.", t->label, f->unlogged, f->unlogged_which);
	if (f->gone > 0)
		problem_add(c, p, t->name, "log.gone", "%s: %" PRId64 " hồ sơ có trong nhật ký mà không còn trong bảng (%s). " PAST_THE_PROGRAM
		            "Hồ sơ cũ thì lấy ở bản sao lưu khôi phục vào một cơ sở dữ liệu khác (khue restore), rồi nhập lại.", t->label, f->gone, f->gone_which);
	if (f->unread)
		problem_add(c, p, t->name, "log.unread", "%s: chưa so được với nhật ký, vì một bảng không đọc được.", t->label);
}

static bool look_at_records(struct ctx *c, struct look *l, struct doctor_finding *ret)
{
	struct log_finding *found = NEW_N(c->arena, struct log_finding, c->catalog->n_types + 1);
	int64_t records = 0;
	struct unit *u;
	size_t n;

	if (!unit_all(c, &u, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		l->progress(DOCTOR_RECORDS, i, n);
		if (!log_check(c, &u[i], found, &records))
			return false;
	}
	l->progress(DOCTOR_RECORDS, n, n);
	for (size_t i = 0; i < c->catalog->n_types; i++)
		tell_records(c, l->problems, &c->catalog->type[i], &found[i]);
	ret->found = arena_fmt(c->arena, "so hết %" PRId64 " hồ sơ của %zu đơn vị với nhật ký: số bản, trạng thái, từng mục", records, n);
	return true;
}

static bool look_at_jobs(struct ctx *c, struct look *l, struct doctor_finding *ret)
{
	struct job_check k;

	if (!job_check(c, l->problems, &k))
		return false;
	ret->found = arena_fmt(c->arena, "%" PRId64 " việc chưa xong hoặc của hai ngày qua, %" PRId64 " tệp tạm%s", k.jobs, k.blobs,
	                       k.unclaimed == 0 ? "" : arena_fmt(c->arena, ", trong đó %" PRId64 " không thuộc việc nào (gửi dở; tự xoá sau một ngày)", k.unclaimed));
	return true;
}

static bool look_at_counters(struct ctx *c, struct look *l, struct doctor_finding *ret)
{
	struct counter_low *low;
	int64_t looked;
	size_t n;

	if (!counter_check(c, &low, &n, &looked))
		return false;
	for (size_t i = 0; i < n && i < COUNTERS_SHOWN; i++) {
		const char *command = db_engine(c->db) == ENGINE_POSTGRES ? arena_fmt(c->arena, "psql \"$KHUE_DB\" -c \"%s\"", low[i].sql)
		                      : arena_fmt(c->arena, "sqlite3 %s \"%s\"", l->path == NULL ? "TỆP" : l->path, low[i].sql);
		problem_add(c, l->problems, low[i].what, "counter.low", "Bộ đếm của %s đang là %" PRId64 ", dưới số đã dùng: đếm tới số ấy thì thêm mới bị từ chối."
		            " Dừng khue serve và khue worker, sao lưu, rồi đặt lại: %s", low[i].what, low[i].next, command);
	}
	if (n > COUNTERS_SHOWN)
		problem_add(c, l->problems, NULL, "counter.more", "Còn %zu bộ đếm nữa thấp như vậy; đặt lại các bộ đếm trên rồi chạy lại khue doctor.", n - COUNTERS_SHOWN);
	ret->found = arena_fmt(c->arena, "%" PRId64 " bộ đếm: số của hồ sơ, đơn vị, tài khoản", looked);
	return true;
}

static const struct {
	bool (*look)(struct ctx *, struct look *, struct doctor_finding *ret);
	const char *what; /* is not read when it fails */
	bool of_schema;   /* makes sense only of a database of the catalogue's schema */
} checks[DOCTOR__COUNT] = {
	[DOCTOR_VERSIONS] = { look_at_versions, "phiên bản của cơ sở dữ liệu", false },
	[DOCTOR_SETTINGS] = { look_at_settings, "hết thiết lập và tình trạng tệp dữ liệu", false },
	[DOCTOR_SPACE] = { look_at_space, "kích thước dữ liệu", false },
	[DOCTOR_TABLES] = { look_at_tables, "hết các bảng", true },
	[DOCTOR_TREES] = { look_at_trees, "cây đơn vị", true },
	[DOCTOR_CHAINS] = { look_at_chains, "hết nhật ký", true },
	[DOCTOR_KEYS] = { look_at_keys, "khoá và tài khoản quản trị", true },
	[DOCTOR_FENCE] = { look_at_fence, "lưới theo đơn vị", true },
	[DOCTOR_ORPHANS] = { look_at_orphans, "hết những gì các hồ sơ nhắc tới", true },
	[DOCTOR_RECORDS] = { look_at_records, "hết các hồ sơ và nhật ký của chúng", true },
	[DOCTOR_JOBS] = { look_at_jobs, "các việc dài và tệp của chúng", true },
	[DOCTOR_COUNTERS] = { look_at_counters, "các bộ đếm", true },
};

void doctor_look(struct ctx *c, const char *path, doctor_progress_fn *progress, struct doctor *ret)
{
	*ret = (struct doctor){ 0 };
	struct look l = { path, progress, &ret->problems, true };

	for (enum doctor_check i = 0; i < DOCTOR__COUNT; i++) {
		struct doctor_finding *f = &ret->of[i];
		const size_t errors = ret->problems.errors, told = errors + ret->problems.warnings;
		*f = (struct doctor_finding){ .looked = !checks[i].of_schema || l.same_schema, .found = "chưa xem được" };
		if (!f->looked)
			continue;
		f->found = "không xem được";
		if (!checks[i].look(c, &l, f)) {
			f->looked = true;
			tell_unread(c, &ret->problems, NULL, checks[i].what);
		}
		f->problems = ret->problems.errors + ret->problems.warnings - told;
		f->sound = ret->problems.errors == errors;
	}
}
