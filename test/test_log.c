/* test_log.c - lines of the program's own log. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "api.h"
#include "api/routes.h"
#include "base/log.h"
#include "db/db.h"
#include "province.h"

#define SCHOOL "19172401"

static int log_fd, usual_fd;

static void listen_to_log(void)
{
	log_fd = memfd_create("log", MFD_CLOEXEC);
	usual_fd = dup(STDERR_FILENO);
	assert_true(log_fd >= 0 && usual_fd >= 0 && dup2(log_fd, STDERR_FILENO) >= 0);
	log_quiet(false);
}

static const char *what_was_logged(struct ctx *c)
{
	char *text = arena_alloc(c->arena, 8192);

	log_quiet(getenv("KHUE_TEST_LOG") == NULL);
	assert_true(dup2(usual_fd, STDERR_FILENO) >= 0);
	const ssize_t n = pread(log_fd, text, 8191, 0);
	assert_true(n >= 0);
	text[n] = '\0';
	close(log_fd);
	close(usual_fd);
	return text;
}

/* Whatever is told of a stranger's request, it is one line: nobody writes a second one, nor anything that moves a terminal. */
TEST_PURE(a_line_of_the_log_stays_one_line)
{
	char *longer = arena_alloc(c->arena, 3000);

	memset(longer, 'x', 2999);
	longer[2999] = '\0';
	listen_to_log();
	log_event("request.failed", "key=%s ms=%d", "a\nb\r\x1b[2Jc", 7);
	log_event("request.failed", "key=%s", longer);
	const char *log = what_was_logged(c), *end = strchr(log, '\n');
	assert_non_null(end);
	assert_string_equal(strchr(arena_strndup(c->arena, log, (size_t)(end - log)), ' '), " request.failed key=a b  [2Jc ms=7");
	assert_int_equal(log[strcspn(log, " ") - 1], 'Z');
	assert_ptr_equal(strchr(end + 1, '\n'), log + strlen(log) - 1); /* the long one is cut and ends */
}

/* By route and account's number, never by name or code. */
TEST(what_fails_and_what_is_refused_to_somebody_known_stands_in_the_log)
{
	struct rows id;

	province_make(c);
	const struct api_session me = api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	OK(db_query(c, &id, "SELECT id FROM account WHERE name = 'van.thu'", NULL, 0));
	const char *mine = arena_fmt(c->arena, " account=%" PRId64 " ", rows_int(&id, 0, 0));
	listen_to_log();
	const struct api_reply fine = api_call(c, &me, GET, API "/learners", NULL), away = api_call(c, &api_nobody, GET, API "/learners", NULL),
	                       other = api_call(c, &me, POST, API "/learners", "{}", .sec_fetch_site = "cross-site");
	const char *nothing = what_was_logged(c);
	EXPECT(fine, 200);
	EXPECT(away, 401);
	EXPECT(other, 403);
	assert_string_equal(nothing, ""); /* strangers, and whoever is made to send by another page before anybody looked at the cookie */

	listen_to_log();
	const struct api_reply forged = api_call(c, &me, POST, API "/learners", "{}", .no_csrf = true), sessions = api_call(c, &me, GET, API "/sessions?unit=" SCHOOL, NULL);
	db_inject_full(c->db, true);
	const struct api_reply full = api_call(c, &me, POST, API "/rooms", "{\"name\":\"Phòng 1\",\"kind\":\"01\",\"school_year\":2025}");
	db_inject_full(c->db, false);
	const char *log = what_was_logged(c);
	EXPECT(forged, 403);
	EXPECT(sessions, 403);
	EXPECT(full, 507);
	assert_non_null(strstr(log, arena_fmt(c->arena, " request.refused method=POST route=" API "/{plural}%skey=csrf.token\n", mine)));
	assert_non_null(strstr(log, arena_fmt(c->arena, " request.refused method=GET route=" API "/sessions%skey=", mine)));
	assert_non_null(strstr(log, arena_fmt(c->arena, " request.failed method=POST route=" API "/{plural}%sstatus=507 key=db.full ms=", mine)));
	assert_null(strstr(log, "van.thu"));
	assert_null(strstr(log, SCHOOL));
}
