/* test.h - slice tests by cmocka.
 *
 * TEST runs once on each engine, on a fresh schema of its own; TEST_PURE runs
 * once and has no database (c->db is NULL).  Each starts with a fresh context.
 *     build/khue-test [-k PART_OF_NAME] [--db URL]... */
#ifndef TEST_H
#define TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* ours records a failure in a context */
#undef fail_msg
#define fail_msg(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))
#undef skip /* ours is counted: the end of the run says which */
#define skip() (test_note_skipped(), _skip(__FILE__, __LINE__))
void test_note_skipped(void);

#include "base/ctx.h"

struct test {
	const char *name;
	void (*fn)(struct ctx *);
	bool needs_db;
	const char *file;
	struct test *next;
};
void test_add(struct test *);

#define TEST_REGISTER(id, db) \
	static void id(struct ctx *); \
	static struct test id##_test = { #id, id, db, __FILE__, NULL }; \
	__attribute__((constructor)) static void id##_add(void) { test_add(&id##_test); } \
	static void id(struct ctx *c)
#define TEST(id)      TEST_REGISTER(id, true)
#define TEST_PURE(id) TEST_REGISTER(id, false)

/* The call must work; shows why when it does not. */
#define OK(call) ok_or_explain(c, (call), #call, __FILE__, __LINE__)
void ok_or_explain(struct ctx *, bool ok, const char *what, const char *file, int line);

/* The call must fail with this key; the failure is cleared. */
#define FAILS(call, expected_key) fails_with(c, (call), expected_key, #call, __FILE__, __LINE__)
void fails_with(struct ctx *, bool ok, const char *key, const char *what, const char *file, int line);

/* The database of the running test, for further handles and threads; its engine is db_engine(c->db). */
struct database *test_database(void);
const char *test_url(void);

/* The catalogue of the checkout, loaded once. */
const struct catalog *test_catalog(void);

/* A folder for files of this test, emptied before it runs. */
const char *test_dir(struct ctx *);

#endif
