/* walls.h - inside table/: what the process that reads workbooks may do, and how it is seen from outside. */
#ifndef WALLS_H
#define WALLS_H

#include "base/base.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WALLS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define WALLS_SANITIZED 1
#endif
#endif
#ifndef WALLS_SANITIZED
#define WALLS_SANITIZED 0
#endif

#define CHILD_NAME "khue-sheet" /* its argv[0] */

/* Descriptors of the child. */
enum { CHILD_FILE, CHILD_SOCKET, CHILD_TROUBLE, CHILD_SPILL };

/* Its exit status when memory ran out. */
enum { CHILD_HEAVY = 3 };

enum {
	CPU_BASE_S = 2,         /* for any file, and a second for each ... */
	CPU_FILE = 2000000,     /* ... so many of its bytes, and ... */
	CPU_CELLS = 50000,      /* ... so many cells delivered: an eighth of what a slow machine reads */
	CPU_MOST_S = 180,
	DATA_MB = 40,           /* beyond what the program has before it starts */
	SLOWER = WALLS_SANITIZED ? 20 : 1
};

/* Close what was inherited, limit memory, files and time (more is given as cells come), and allow nothing but reading and writing what is
 * open.
 * False: this system cannot build the walls.  *ret_status stays open for walls_cost(). */
MUST_CHECK bool walls_build(uint64_t most_written, int *ret_status);

/* As the arena does when a library finds no memory. */
_Noreturn void table_out_of_memory(void);

struct table_cost;
void walls_cost(int status, struct table_cost *ret);

#endif
