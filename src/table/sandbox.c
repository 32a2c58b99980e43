/* sandbox.c - a workbook read by another process, told here as if it were read here. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "table/table.h"
#include "table/walls.h"
#include "table/wire.h"

enum { FIRST_FREE = 10, SILENCE_MS = 120000, ROOM = 256 * 1024 };

struct reader {
	struct ctx *c;
	struct arena *arena;
	const struct table_limits *limits;
	const struct table_sink *sink;
	void *arg;
	struct table_cost *cost;
	pid_t pid;
	int socket;
	uint64_t file_bytes;
	char *data;            /* what has come; of it `used` have been dealt with */
	size_t room, len, used;
	struct cell *cell;
	size_t cells;
	bool in_sheet, enough, done;
};

static bool trouble(struct ctx *c, const char *what)
{
	return fail(c, ERR_BUSY, "sheet.sandbox", "cannot start the process that reads workbooks: %s failed (%d)", what, errno);
}

static bool too_heavy(struct ctx *c)
{
	return fail(c, ERR_TOO_LARGE, "sheet.too_heavy",
	            "Tệp đòi quá nhiều bộ nhớ hoặc thời gian để đọc nên bị dừng lại. Hãy chép riêng vùng dữ liệu cần nộp sang một tệp mới "
	            "(dán giá trị), xóa định dạng, hình ảnh và các trang thừa, hoặc chia thành nhiều tệp rồi nộp lại.");
}

static bool crashed(struct ctx *c)
{
	return fail(c, ERR_INVALID, "sheet.crashed",
	            "Tệp làm chương trình đọc bảng tính phải dừng đột ngột, nên bị từ chối vì lý do an toàn. Hãy mở tệp bằng Excel, chọn "
	            "Lưu thành (Save As) một tệp .xlsx mới rồi nộp lại tệp mới đó.");
}

/* ---- start ---- */

/* Above the descriptors that the child will have. */
static int raised(int fd)
{
	int high = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, FIRST_FREE);

	if (fd >= 0)
		close(fd);
	return high;
}

static bool spawn(struct reader *r, int file, int spill, int theirs)
{
	char *const argv[] = { (char[]){ CHILD_NAME }, NULL };
	/* Nothing of ours, like the password of a database. */
	char *const environment[] = { (char[]){ "TZ=UTC0" }, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t none, all;
	int error;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&how);
	posix_spawnattr_setsigmask(&how, &none);
	posix_spawnattr_setsigdefault(&how, &all);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawn_file_actions_adddup2(&files, file, CHILD_FILE);
	posix_spawn_file_actions_adddup2(&files, theirs, CHILD_SOCKET);
	if (!WALLS_SANITIZED)
		posix_spawn_file_actions_addopen(&files, CHILD_TROUBLE, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&files, spill, CHILD_SPILL);
	error = posix_spawn(&r->pid, "/proc/self/exe", &files, &how, argv, environment);
	posix_spawnattr_destroy(&how);
	posix_spawn_file_actions_destroy(&files);
	errno = error;
	return error == 0 || trouble(r->c, "posix_spawn");
}

/* On a disk, where there is one; its pages leave the memory when others need it. */
static int open_spill(void)
{
	int fd = open("/var/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	return fd >= 0 ? fd : memfd_create("khue-sheet", MFD_CLOEXEC);
}

static bool send_order(struct reader *r)
{
	struct wire_order order;

	memset(&order, 0, sizeof order);
	order.limits = *r->limits;
	order.merged = r->sink->end != NULL;
	order.lost = r->sink->lost != NULL;
	return send(r->socket, &order, sizeof order, MSG_NOSIGNAL) == (ssize_t)sizeof order || crashed(r->c);
}

static bool start(struct reader *r, int fd)
{
	char path[40];
	struct stat st;
	int ends[2];

	if (fstat(fd, &st) != 0)
		return trouble(r->c, "fstat");
	r->file_bytes = (uint64_t)st.st_size;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return trouble(r->c, "socketpair");
	r->socket = ends[0];
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	/* Opened anew: the child can only read it, and its offset is its own. */
	int file = raised(open(path, O_RDONLY | O_CLOEXEC)), spill = raised(open_spill()), theirs = raised(ends[1]);
	bool ok = file >= 0 && spill >= 0 && theirs >= 0 ? spawn(r, file, spill, theirs) : trouble(r->c, "open");
	close(file);
	close(spill);
	close(theirs);
	return ok && send_order(r);
}

/* ---- listen ---- */

static bool tell(struct reader *r, enum wire_answer answer)
{
	char byte = (char)answer;

	return send(r->socket, &byte, 1, MSG_NOSIGNAL) == 1;
}

/* Time is given as cells come. */
static void give_time(struct reader *r)
{
	uint64_t s = CPU_BASE_S + r->file_bytes / CPU_FILE + r->cells / CPU_CELLS;
	struct rlimit now;

	if (prlimit(r->pid, RLIMIT_CPU, NULL, &now) != 0)
		return;
	now.rlim_cur = s * SLOWER < now.rlim_max ? s * SLOWER : now.rlim_max;
	(void)prlimit(r->pid, RLIMIT_CPU, &now, NULL);
}

static bool on_begin(struct reader *r, char *data, size_t len)
{
	struct table_info info;
	bool wanted;

	if (!wire_get_begin(data, len, &info))
		return crashed(r->c);
	wanted = r->sink->begin == NULL || r->sink->begin(r->c, r->arg, &info);
	if (r->c->err != ERR_NONE)
		return false;
	r->in_sheet = wanted;
	r->enough = false;
	return tell(r, wanted ? WIRE_WANTED : WIRE_UNWANTED) || crashed(r->c);
}

static bool on_row(struct reader *r, char *data, size_t len)
{
	struct table_row row;

	if (!r->in_sheet || !wire_get_row(data, len, r->cell, r->limits->columns, &row))
		return crashed(r->c);
	size_t before = r->cells / CPU_CELLS;
	r->cells += row.n_cells;
	if (r->cells / CPU_CELLS > before)
		give_time(r);
	if (r->enough)
		return true;
	switch (r->sink->row(r->c, r->arg, &row)) {
	case TABLE_FAILED:
		return false;
	case TABLE_ENOUGH:
		r->enough = true;
		(void)tell(r, WIRE_ENOUGH); /* it may have told all and gone */
		return true;
	default:
		return true;
	}
}

static bool on_end(struct reader *r, char *data, size_t len)
{
	struct table_range *merged;
	size_t n;

	if (!r->in_sheet || r->sink->end == NULL || !wire_get_end(r->arena, data, len, &merged, &n))
		return crashed(r->c);
	r->in_sheet = false;
	return r->sink->end(r->c, r->arg, merged, n);
}

static bool on_lost(struct reader *r, char *data, size_t len)
{
	const char *name, *key, *why;

	if (r->sink->lost == NULL || !wire_get_lost(data, len, &name, &key, &why) || (key != NULL && !r->in_sheet))
		return crashed(r->c);
	r->sink->lost(r->c, r->arg, name, key, why);
	r->in_sheet = r->in_sheet && key == NULL;
	return true;
}

static bool on_fail(struct reader *r, char *data, size_t len)
{
	struct wire_failure f;

	if (!wire_get_fail(data, len, &f, r->cost))
		return crashed(r->c);
	return fail(r->c, f.err, arena_strdup(r->c->arena, f.key), "%s", f.detail);
}

static bool on_frame(struct reader *r, unsigned type, char *data, size_t len)
{
	switch (type) {
	case WIRE_BEGIN:
		return on_begin(r, data, len);
	case WIRE_ROW:
		return on_row(r, data, len);
	case WIRE_END:
		return on_end(r, data, len);
	case WIRE_LOST:
		return on_lost(r, data, len);
	case WIRE_FAIL:
		return on_fail(r, data, len);
	case WIRE_DONE:
		r->done = true;
		return wire_get_done(data, len, r->cost) || crashed(r->c);
	default:
		return crashed(r->c);
	}
}

/* All whole frames that have come. */
static bool take_frames(struct reader *r)
{
	while (!r->done && r->len - r->used >= WIRE_HEAD) {
		uint32_t len;
		memcpy(&len, r->data + r->used, sizeof len);
		if (len > WIRE_MAX)
			return crashed(r->c);
		if (r->len - r->used - WIRE_HEAD < len) {
			if (len + WIRE_HEAD > r->room) {
				char *more = arena_alloc(r->arena, len + WIRE_HEAD);
				memcpy(more, r->data + r->used, r->len - r->used);
				r->data = more;
				r->room = len + WIRE_HEAD;
				r->len -= r->used;
				r->used = 0;
			}
			break;
		}
		char *frame = r->data + r->used;
		r->used += WIRE_HEAD + len;
		if (!on_frame(r, (unsigned char)frame[4], frame + WIRE_HEAD, len))
			return false;
	}
	memmove(r->data, r->data + r->used, r->len - r->used);
	r->len -= r->used;
	r->used = 0;
	return true;
}

/* Why did it go without a word? */
static bool explain(struct reader *r, int status)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == CHILD_HEAVY)
		return too_heavy(r->c);
	if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
		return trouble(r->c, "seccomp or setrlimit");
	if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL || WTERMSIG(status) == SIGXFSZ))
		return too_heavy(r->c);
	return crashed(r->c);
}

static bool listen_to(struct reader *r, bool *ret_gone)
{
	for (;;) {
		struct pollfd p = { .fd = r->socket, .events = POLLIN };
		int ready = poll(&p, 1, SILENCE_MS);
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready == 0)
			return too_heavy(r->c);
		ssize_t n = recv(r->socket, r->data + r->len, r->room - r->len, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			*ret_gone = true;
			return true;
		}
		r->len += (size_t)n;
		if (!take_frames(r))
			return false;
		if (r->done)
			return true;
	}
}

/* Either way, no child is left behind. */
static bool finish(struct reader *r, bool ok, bool gone)
{
	int status = 0;

	if (!gone)
		kill(r->pid, SIGKILL);
	while (waitpid(r->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return gone ? explain(r, status) : ok;
}

bool table_read_cost(struct ctx *c, int fd, const struct table_limits *limits, const struct table_sink *sink, void *arg,
                     struct table_cost *ret)
{
	struct reader r = { .c = c, .limits = limits == NULL ? &table_limits_default : limits, .sink = sink, .arg = arg, .socket = -1 };
	bool gone = false;

	*ret = (struct table_cost){ 0 };
	r.cost = ret;
	r.arena = arena_join(c->arena, arena_new());
	r.cell = NEW_N(r.arena, struct cell, r.limits->columns);
	r.room = ROOM;
	r.data = arena_alloc(r.arena, ROOM);
	bool ok = start(&r, fd) && listen_to(&r, &gone);
	if (r.pid != 0)
		ok = finish(&r, ok, gone);
	if (r.socket >= 0)
		close(r.socket);
	arena_reset(r.arena);
	return ok;
}

bool table_read(struct ctx *c, int fd, const struct table_limits *limits, const struct table_sink *sink, void *arg)
{
	struct table_cost ignored;

	return table_read_cost(c, fd, limits, sink, arg, &ignored);
}
