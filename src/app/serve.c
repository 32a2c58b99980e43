/* serve.c - khue serve. */
#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "api/routes.h"
#include "app/app.h"
#include "base/log.h"
#include "db/db.h"
#include "domain/job/job.h"
#include "http/server.h"

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

static void wait_for_stop(const sigset_t *set)
{
	int sig;

	while (sigwait(set, &sig) != 0 || (sig != SIGTERM && sig != SIGINT))
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

bool run_serve(struct ctx *c, const struct options *o)
{
	struct shared shared = { c->catalog, app_database() };
	struct api_services services = { 0 };
	struct app app = api_app;
	int64_t workers, cores = sysconf(_SC_NPROCESSORS_ONLN);
	sigset_t set;

	if (!option_number(c, o, "workers", cores < 4 ? 8 : cores * 2, &workers))
		return false;
	if (workers < 1 || workers > 64)
		return usage_error(c, "--workers phải từ 1 đến 64.");
	const struct server_options so = {
		.listen = option(o, "listen") == NULL ? "127.0.0.1:8080" : option(o, "listen"), .workers = (unsigned)workers, .queue_max = 512,
		.header_ms = 10000, .body_ms = 30000, .connections_max = 2000, .per_client_max = 0, .proxy = option(o, "proxy"), .app = &app,
		.open = open_worker, .close = close_worker, .arg = &shared,
	};
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	malloc_trim(0); /* reading the catalogue needed far more than is kept */
	app.data = &services;
	services.jobs = job_runner_start(&(struct job_runner_options){ .database = shared.database, .catalog = shared.catalog,
		.spool = spool_dir(c, o), .hands = 1 });
	struct server *server = server_start(&so);
	if (server == NULL) {
		job_runner_stop(services.jobs);
		return fail(c, ERR_BUSY, "serve.listen", "Không phục vụ được ở %s.", so.listen);
	}
	services.server = server;
	const char *colon = strrchr(so.listen, ':');
	printf("Khuê đang phục vụ tại http://%.*s:%u/\n", (int)(colon - so.listen), so.listen, server_port(server));
	fflush(stdout);
	wait_for_stop(&set);
	log_event("server.stopping", "workers=%d", (int)workers);
	server_stop(server);
	job_runner_stop(services.jobs);
	return true;
}
