/* child.c - inside the walls: read the file, tell what it says. */
#include "table/child.h"

#include <libxml/parser.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "table/parse.h"
#include "table/walls.h"
#include "table/wire.h"

enum { FLUSH = 64 * 1024, OUT_MAX = 1024 * 1024 };

struct teller {
	struct buf out;
	struct arena *arena; /* of `out` */
	bool enough;         /* of this sheet */
};

static void flush(struct teller *t)
{
	for (size_t at = 0; at < t->out.len;) {
		ssize_t n = write(CHILD_SOCKET, t->out.data + at, t->out.len - at);
		if (n <= 0)
			_exit(0); /* nobody listens any more */
		at += (size_t)n;
	}
	t->out.len = 0;
	if (t->out.room > OUT_MAX) { /* one enormous row must not cost its size for ever */
		arena_reset(t->arena);
		t->out = buf_in(t->arena);
	}
}

static int answer(int flags)
{
	char byte;
	ssize_t n = recv(CHILD_SOCKET, &byte, 1, flags);

	if (n == 0 || (n < 0 && flags == 0))
		_exit(0);
	return n == 1 ? byte : -1;
}

static bool on_begin(struct ctx *c, void *arg, const struct table_info *info)
{
	struct teller *t = arg;
	int said;

	(void)c;
	t->enough = false;
	wire_put_begin(&t->out, info);
	flush(t);
	while ((said = answer(0)) == WIRE_ENOUGH)
		continue; /* of the sheet before, which had ended by itself */
	return said == WIRE_WANTED;
}

static enum table_go on_row(struct ctx *c, void *arg, const struct table_row *row)
{
	struct teller *t = arg;

	(void)c;
	wire_put_row(&t->out, row);
	if (t->out.len < FLUSH)
		return TABLE_MORE;
	flush(t);
	t->enough = answer(MSG_DONTWAIT) == WIRE_ENOUGH;
	return t->enough ? TABLE_ENOUGH : TABLE_MORE;
}

static bool on_end(struct ctx *c, void *arg, const struct table_range *merged, size_t n)
{
	struct teller *t = arg;

	(void)c;
	wire_put_end(&t->out, merged, n);
	return true;
}

static void on_lost(struct ctx *c, void *arg, const char *name, const char *key, const char *why)
{
	struct teller *t = arg;

	(void)c;
	wire_put_lost(&t->out, name, key, why);
}

/* What opens files or asks the system at its first use is used once before the walls stand. */
static void warm_up(struct arena *a)
{
	const char *text = "Nguye\xCC\x82\xCC\x83n";

	(void)text_clean(a, text, strlen(text));
	xmlInitParser();
	tzset(); /* libzip reads times */
}

static void receive_order(struct wire_order *ret)
{
	char *to = (char *)ret;

	for (size_t at = 0; at < sizeof *ret;) {
		ssize_t n = read(CHILD_SOCKET, to + at, sizeof *ret - at);
		if (n <= 0)
			_exit(1);
		at += (size_t)n;
	}
}

void table_child(char **argv, void (*misdeed)(int fd))
{
	struct table_cost cost;
	struct wire_order order;
	int status;

	if (argv[0] == NULL || !streq(argv[0], CHILD_NAME))
		return;
	struct ctx c = { .arena = arena_new() };
	struct teller t = { .arena = arena_new() };
	t.out = buf_in(t.arena);
	receive_order(&order);
	warm_up(c.arena);
	if (!walls_build(order.limits.string_bytes + order.limits.strings * 8, &status))
		_exit(1);
	if (misdeed != NULL)
		misdeed(CHILD_FILE);
	const struct table_sink sink = { on_begin, on_row, order.merged ? on_end : NULL, order.lost ? on_lost : NULL };
	bool ok = table_parse(&c, CHILD_FILE, CHILD_SPILL, &order.limits, &sink, &t);
	walls_cost(status, &cost);
	if (ok)
		wire_put_done(&t.out, &cost);
	else
		wire_put_fail(&t.out, &c, &cost);
	flush(&t);
	_exit(0);
}
