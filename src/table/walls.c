/* walls.c - the limits and the list of system calls of the process that reads workbooks. */
#include "table/walls.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "table/table.h"

/* What reading from open files and asking for memory takes. */
static const int allowed[] = {
	SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(readv), SCMP_SYS(write), SCMP_SYS(pwrite64), SCMP_SYS(writev), SCMP_SYS(lseek),
	SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(close), SCMP_SYS(dup), SCMP_SYS(fcntl), SCMP_SYS(recvfrom), SCMP_SYS(sendto),
	SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(clock_gettime),
	SCMP_SYS(getrandom), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(getpid),
	SCMP_SYS(gettid), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(restart_syscall),
#if WALLS_SANITIZED
	SCMP_SYS(sigaltstack), SCMP_SYS(sched_yield), SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep), SCMP_SYS(getrusage),
#endif
};

/* A call, when one of its arguments is fine. */
static bool allow_with(scmp_filter_ctx filter, int call, struct scmp_arg_cmp argument)
{
	return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &argument) == 0;
}

static bool allow_calls(void)
{
	const struct scmp_arg_cmp no_code = { .arg = 2, .op = SCMP_CMP_MASKED_EQ, .datum_a = PROT_EXEC, .datum_b = 0 };
	const struct scmp_arg_cmp itself = { .arg = 0, .op = SCMP_CMP_EQ, .datum_a = (scmp_datum_t)getpid() };
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	bool ok = filter != NULL;

	for (size_t i = 0; ok && i < COUNT(allowed); i++)
		ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
	ok = ok && allow_with(filter, SCMP_SYS(mmap), no_code) && allow_with(filter, SCMP_SYS(mprotect), no_code) &&
	     allow_with(filter, SCMP_SYS(tgkill), itself) && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return ok;
}

static bool limit(int what, uint64_t soft, uint64_t hard)
{
	struct rlimit r = { soft, hard };

	return setrlimit((__rlimit_resource_t)what, &r) == 0;
}

/* A line of /proc/self/status, in kB. */
static uint64_t status_kb(int status, const char *name)
{
	char text[4096];
	ssize_t n = pread(status, text, sizeof text - 1, 0);
	const char *at;

	text[n < 0 ? 0 : n] = '\0';
	at = strstr(text, name);
	return at == NULL ? 0 : strtoull(at + strlen(name), NULL, 10);
}

/* Memory that runs out aborts; the one who asked is to be told why. */
static void on_abort(int signal)
{
	(void)signal;
	if (errno == ENOMEM)
		_exit(CHILD_HEAVY);
}

void table_out_of_memory(void)
{
	errno = ENOMEM;
	abort();
}

static uint64_t first_seconds(void)
{
	struct stat st;

	return CPU_BASE_S + (fstat(CHILD_FILE, &st) == 0 ? (uint64_t)st.st_size / CPU_FILE : 0);
}

bool walls_build(uint64_t most_written, int *ret_status)
{
	const struct sigaction abort_action = { .sa_handler = on_abort };
	uint64_t data;

	if (close_range(CHILD_SPILL + 1, ~0u, 0) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_DUMPABLE, 0) != 0)
		return false;
	*ret_status = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
	data = status_kb(*ret_status, "VmData:") * 1024 + (uint64_t)DATA_MB * 1024 * 1024;
	return *ret_status >= 0 && sigaction(SIGABRT, &abort_action, NULL) == 0 &&
	       (WALLS_SANITIZED || (limit(RLIMIT_DATA, data, data) && limit(RLIMIT_AS, (uint64_t)1 << 30, (uint64_t)1 << 30))) &&
	       limit(RLIMIT_CPU, first_seconds() * SLOWER, CPU_MOST_S * SLOWER) && limit(RLIMIT_FSIZE, most_written, most_written) &&
	       limit(RLIMIT_NOFILE, 16, 16) && limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_NPROC, 0, 0) &&
	       prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && allow_calls();
}

void walls_cost(int status, struct table_cost *ret)
{
	struct timespec t = { 0 };

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	ret->cpu_ms = (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
	ret->peak_kb = status_kb(status, "VmHWM:");
}
