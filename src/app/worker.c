/* worker.c - khue worker, and what it shares with khue serve: how jobs are done, how a process ends. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "base/log.h"
#include "base/reason.h"
#include "db/db.h"

enum { JOBS_MAX = 8, LEASE_MAX_S = 3600 };

static void stop_signals(sigset_t *ret)
{
	sigemptyset(ret);
	sigaddset(ret, SIGTERM);
	sigaddset(ret, SIGINT);
}

void app_block_signals(void)
{
	sigset_t set;

	stop_signals(&set);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
}

void app_wait_for_stop(void)
{
	sigset_t set;
	int sig;

	stop_signals(&set);
	while (sigwait(&set, &sig) != 0 || (sig != SIGTERM && sig != SIGINT))
		continue;
}

/* Beside an SQLite file; for PostgreSQL a folder of its own. */
static const char *spool_dir(struct ctx *c, const struct options *o)
{
	const char *url = app_database_url(o);

	if (option(o, "spool") != NULL)
		return option(o, "spool");
	if (strncmp(url, "sqlite:", 7) == 0)
		return arena_fmt(c->arena, "%.*s-spool", (int)strcspn(url + 7, "?"), url + 7);
	return "/var/tmp/khue-spool";
}

static bool check_spool(struct ctx *c, const char *dir)
{
	if ((mkdir(dir, 0700) == 0 || errno == EEXIST) && access(dir, W_OK | X_OK) == 0)
		return true;
	return fail(c, ERR_CONFLICT, "jobs.spool", "Không ghi được vào thư mục làm việc %s (%s); hãy cấp quyền cho nó, hoặc chỉ thư mục khác bằng --spool.", dir,
	            reason_of(errno));
}

bool app_jobs(struct ctx *c, const struct options *o, struct job_runner_options *ret)
{
	const char *lanes = option(o, "lanes");
	int64_t hands, lease_s;

	if (!option_number(c, o, "jobs", 1, &hands) || !option_number(c, o, "lease", 60, &lease_s))
		return false;
	if (hands > JOBS_MAX)
		return app_usage_error(c, "--jobs phải từ 0 đến %d: số luồng cho mỗi loại việc.", JOBS_MAX);
	if (lease_s < 1 || lease_s > LEASE_MAX_S)
		return app_usage_error(c, "--lease phải từ 1 đến %d giây.", LEASE_MAX_S);
	if (lanes != NULL && !job_lanes_are_known(lanes))
		return app_usage_error(c, "--lanes: chỉ có import, export, print và outbound, cách nhau bằng dấu phẩy.");
	*ret = (struct job_runner_options){ .database = app_database(), .catalog = c->catalog, .spool = spool_dir(c, o), .lanes = lanes,
		                            .hands = (unsigned)hands, .lease_ms = lease_s * 1000 };
	return check_spool(c, ret->spool);
}

bool run_worker(struct ctx *c, const struct options *o)
{
	struct job_runner_options jobs;

	if (!app_no_more(c, o, 0) || !app_jobs(c, o, &jobs))
		return false;
	if (db_engine(c->db) == ENGINE_SQLITE)
		return fail(c, ERR_CONFLICT, "worker.sqlite", "Trên SQLite, khue serve tự làm các việc nạp, xuất; khue worker chỉ dùng với PostgreSQL.");
	if (jobs.hands == 0)
		return app_usage_error(c, "--jobs phải từ 1 đến %d.", JOBS_MAX);
	app_block_signals();
	database_pulse(jobs.database);
	struct job_runner *runner = job_runner_start(&jobs);
	printf("Khuê đang nhận việc: %s\n", jobs.lanes == NULL ? "mọi loại" : jobs.lanes);
	fflush(stdout);
	app_wait_for_stop();
	log_event("worker.stopping", "lanes=%s", jobs.lanes == NULL ? "all" : jobs.lanes);
	job_runner_stop(runner);
	return true;
}
