/* compare.c - records with the log, jobs with their files, counters with what they counted. */
#include "domain/doctor/look.h"

#include "db/db.h"
#include "domain/job/job_check.h"
#include "store/counter_check.h"
#include "store/log_check.h"

enum { SHOWN = 10 };

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

bool look_at_records(struct ctx *c, struct look *l, struct doctor_finding *ret)
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

bool look_at_jobs(struct ctx *c, struct look *l, struct doctor_finding *ret)
{
	struct job_check k;

	if (!job_check(c, l->problems, &k))
		return false;
	ret->found = arena_fmt(c->arena, "%" PRId64 " việc chưa xong hoặc của hai ngày qua, %" PRId64 " tệp tạm%s", k.jobs, k.blobs,
	                       k.unclaimed == 0 ? "" : arena_fmt(c->arena, ", trong đó %" PRId64 " không thuộc việc nào (gửi dở; tự xoá sau một ngày)", k.unclaimed));
	return true;
}

bool look_at_counters(struct ctx *c, struct look *l, struct doctor_finding *ret)
{
	struct counter_low *low;
	int64_t looked;
	size_t n;

	if (!counter_check(c, &low, &n, &looked))
		return false;
	for (size_t i = 0; i < n && i < SHOWN; i++) {
		const char *command = db_engine(c->db) == ENGINE_POSTGRES ? arena_fmt(c->arena, "psql \"$KHUE_DB\" -c \"%s\"", low[i].sql)
		                      : arena_fmt(c->arena, "sqlite3 %s \"%s\"", l->path == NULL ? "TỆP" : l->path, low[i].sql);
		problem_add(c, l->problems, low[i].what, "counter.low", "Bộ đếm của %s đang là %" PRId64 ", dưới số đã dùng: đếm tới số ấy thì thêm mới bị từ chối."
		            " Dừng khue serve và khue worker, sao lưu, rồi đặt lại: %s", low[i].what, low[i].next, command);
	}
	if (n > SHOWN)
		problem_add(c, l->problems, NULL, "counter.more", "Còn %zu bộ đếm nữa thấp như vậy; đặt lại các bộ đếm trên rồi chạy lại khue doctor.", n - SHOWN);
	ret->found = arena_fmt(c->arena, "%" PRId64 " bộ đếm: số của hồ sơ, đơn vị, tài khoản", looked);
	return true;
}
