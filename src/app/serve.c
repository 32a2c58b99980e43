/* serve.c - khue serve. */
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "api/routes.h"
#include "app/app.h"
#include "base/log.h"
#include "db/db.h"
#include "domain/account/sign_ins.h"
#include "domain/runner/job_runner.h"
#include "domain/view/view.h"
#include "http/server.h"

enum {
	CONNECTIONS_MAX = 2000,
	DOOR_WORKERS_MAX = SESSION_FREE_FAILURES - 1, /* so that those who come at once, all with the right password, are not taken for guesses */
	PER_ADDRESS = 256, /* a school behind one address has a hundred browsers, of which each keeps a few */
};

/* What every worker needs. */
struct shared {
	const struct catalog *catalog;
	struct database *database;
};

static bool open_worker(struct ctx *c, void *arg)
{
	struct shared *s = arg;

	c->catalog = s->catalog;
	return db_open(c, &c->db, s->database);
}

static void close_worker(struct ctx *c, void *arg)
{
	(void)arg;
	db_close(c->db);
	c->db = NULL;
}

static void rest_worker(struct ctx *c, void *arg)
{
	(void)arg;
	db_rest(c->db);
}

static void stop_jobs(struct job_runner *jobs)
{
	if (jobs != NULL)
		job_runner_stop(jobs);
}

static void stop_watching(struct view_watch *views)
{
	view_watch_stop(views);
	view_watch_free(views);
}

/* Two descriptors for a connection that lingers, and those of the workers: the usual 1,024 are not enough. */
static void allow_descriptors(void)
{
	struct rlimit l;

	if (getrlimit(RLIMIT_NOFILE, &l) == 0) {
		l.rlim_cur = l.rlim_max;
		setrlimit(RLIMIT_NOFILE, &l);
	}
}

bool run_serve(struct ctx *c, const struct options *o)
{
	struct shared shared = { c->catalog, app_database() };
	struct api_services services = { .database = shared.database };
	struct app app = api_app;
	int64_t workers, per_address, cores = sysconf(_SC_NPROCESSORS_ONLN);
	struct job_runner_options jobs;

	if (!app_no_more(c, o, 0) || !option_number(c, o, "workers", cores < 4 ? 8 : cores * 2, &workers) ||
	    !option_number(c, o, "per-address", PER_ADDRESS, &per_address) || !app_jobs(c, o, &jobs))
		return false;
	if (workers < 1 || workers > 64)
		return app_usage_error(c, "--workers phải từ 1 đến 64.");
	if (per_address < 0 || per_address > CONNECTIONS_MAX)
		return app_usage_error(c, "--per-address phải từ 0 (không giới hạn) đến 2000.");
	if (jobs.hands == 0 && db_engine(c->db) == ENGINE_SQLITE)
		return app_usage_error(c, "--jobs 0: trên SQLite chỉ máy chủ làm được các việc nạp, xuất; hãy để ít nhất 1.");
	/* Of an SQLite file it is the only writer from here on, or is told who else is. */
	if (!db_begin(c) || !db_end(c, true) || !sign_in_remember(c))
		return false;
	const struct server_options so = {
		.listen = option(o, "listen") == NULL ? "127.0.0.1:8080" : option(o, "listen"), .workers = (unsigned)workers, .queue_max = 512,
		.header_ms = 10000, .body_ms = 30000, .connections_max = CONNECTIONS_MAX, .per_client_max = (unsigned)per_address, .proxy = option(o, "proxy"),
		.door_workers = (unsigned)(cores < 4 ? 1 : cores / 2 < DOOR_WORKERS_MAX ? cores / 2 : DOOR_WORKERS_MAX),
		.app = &app, .tmp_dir = jobs.spool,
		.open = open_worker, .close = close_worker, .rest = rest_worker, .arg = &shared,
	};
	allow_descriptors();
	app_block_signals();
	database_pulse(shared.database);
	db_rest(c->db); /* reading the catalogue needed far more than is kept */
	app.data = &services;
	services.views = view_watch_new();
	view_watch_start(services.views, c->catalog, shared.database);
	services.jobs = jobs.hands == 0 ? NULL : job_runner_start(&jobs);
	struct server *server = server_start(&so);
	if (server == NULL) {
		stop_jobs(services.jobs);
		stop_watching(services.views);
		return fail(c, ERR_BUSY, "serve.listen", "Không phục vụ được ở %s.", so.listen);
	}
	services.server = server;
	const char *colon = strrchr(so.listen, ':');
	printf("Khuê đang phục vụ tại http://%.*s:%u/\n", (int)(colon - so.listen), so.listen, server_port(server));
	fflush(stdout);
	app_wait_for_stop();
	log_event("server.stopping", "workers=%d", (int)workers);
	server_stop(server);
	stop_jobs(services.jobs);
	stop_watching(services.views);
	return true;
}
