/* export_trace.c - the marks of a file that was found, against the words of all that were taken.
 *
 * Each sheet says at some places of the word whether the bit is set: the more texts stand at a place, the surer.  Words are as good as thrown with a
 * coin, and no file that is not of theirs can know them: so whatever stands in a file, a wrong word agrees in half of the places, and how
 * often in more follows from the number of places alone. */
#include <math.h>
#include <strings.h>

#include "base/text.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/export/export_mark.h"
#include "store/change.h"
#include "store/hold.h"
#include "store/quota.h"
#include "table/table.h"

enum {
	ZEROS_MIN = 6,
	PLACES_MIN = 20,   /* fewer name nobody: 2 to the 20th is a million */
	CHANNELS_MAX = 64,
	COLUMNS_MAX = 64,
	NAME_MAX_BYTES = 120,
	NAME_WORDS_MAX = 7
};

/* What the texts of a sheet, or the rows by a column of it, say in common. */
struct votes {
	int32_t at[WATERMARK_BITS];
};

struct channel {
	uint64_t said[WATERMARK_LIMBS], bit[WATERMARK_LIMBS];
	size_t places, need;          /* need: so many must agree */
	bool by_order;
};

struct person_column {
	struct votes pairs;
	size_t names;                 /* cells that may be a person's name */
	size_t row;                   /* how many rows before this had come with one; 0: none */
	char name[NAME_MAX_BYTES + 1];
};

struct tracing {
	const struct watermark_keys *keys;
	struct votes *cells;
	struct person_column *column[COLUMNS_MAX]; /* NULL: not seen yet */
	size_t rows;
	struct channel *channel;
	size_t n_channels;
	struct arena *moment;
	const struct unit *within;
	struct export_trace *ret;
	struct best {
		const char *code;
		size_t agree;
		const struct channel *channel;
		double log10;         /* of how often it happens by chance */
	} best[EXPORT_TRACE_MOST];
	size_t n_best;
	double log_factorial[WATERMARK_BITS + 1];
};

/* ---- what a file says ---- */

static void vote(struct votes *v, struct watermark_place p, bool bit)
{
	v->at[p.at] += bit != p.flip ? 1 : -1;
}

/* Votes that are even say nothing. */
static void close_channel(struct tracing *t, const struct votes *v, bool by_order)
{
	struct channel *ch = &t->channel[t->n_channels];

	if (t->n_channels == CHANNELS_MAX)
		return;
	*ch = (struct channel){ .by_order = by_order };
	for (size_t i = 0; i < WATERMARK_BITS; i++) {
		ch->said[i / 64] |= (uint64_t)(v->at[i] != 0) << i % 64;
		ch->bit[i / 64] |= (uint64_t)(v->at[i] > 0) << i % 64;
		ch->places += v->at[i] != 0;
	}
	if (!by_order && ch->places > t->ret->marks)
		t->ret->marks = ch->places;
	t->n_channels += ch->places >= PLACES_MIN;
}

/* The order is that of the column with the most names: the persons', not their parents'. */
static void close_sheet(struct tracing *t)
{
	const struct person_column *names = NULL;

	for (size_t k = 0; k < COLUMNS_MAX; k++)
		if (t->column[k] != NULL && (names == NULL || t->column[k]->names > names->names))
			names = t->column[k];
	close_channel(t, t->cells, false);
	if (names != NULL)
		close_channel(t, &names->pairs, true);
	memset(t->cells, 0, sizeof *t->cells);
	for (size_t k = 0; k < COLUMNS_MAX; k++)
		if (t->column[k] != NULL)
			memset(t->column[k], 0, sizeof *t->column[k]);
	t->rows = 0;
}

static bool is_name(const struct cell *cell)
{
	size_t blanks = 0;

	for (size_t i = 0; i < cell->len; i++) {
		const unsigned char ch = (unsigned char)cell->text[i];
		blanks += ch == ' ';
		if (ch < 0x80 && ch != ' ' && ch != '\'' && ch != '-' && ch != '.' && !(ch >= 'A' && ch <= 'Z') && !(ch >= 'a' && ch <= 'z'))
			return false;
	}
	return blanks > 0 && blanks < NAME_WORDS_MAX && cell->len <= NAME_MAX_BYTES;
}

static void take_name(struct ctx *c, struct tracing *t, size_t k, const struct cell *cell)
{
	struct watermark_place place;
	struct person_column *col;
	bool turned;

	if (t->column[k] == NULL)
		t->column[k] = NEW(c->arena, struct person_column);
	col = t->column[k];
	if (col->row + 1 == t->rows && col->row > 0 && watermark_of_pair(t->moment, t->keys, col->name, cell->text, &place, &turned))
		vote(&col->pairs, place, turned);
	col->names++;
	col->row = t->rows;
	memcpy(col->name, cell->text, cell->len + 1);
}

static bool on_sheet(struct ctx *c, void *arg, const struct table_info *info)
{
	(void)c, (void)info;
	close_sheet(arg);
	return true;
}

static enum table_go on_row(struct ctx *c, void *arg, const struct table_row *row)
{
	struct tracing *t = arg;
	struct watermark_place place;

	t->rows++;
	for (size_t k = 0; k < row->n_cells; k++) {
		const struct cell *cell = &row->cell[k];
		if (cell->kind != CELL_TEXT || cell->unclean)
			continue;
		if (watermark_of_text(t->moment, t->keys, cell->text, &place))
			vote(t->cells, place, cell->no_break);
		if (k < COLUMNS_MAX && is_name(cell))
			take_name(c, t, k, cell);
	}
	arena_reset(t->moment);
	return TABLE_MORE;
}

/* ---- how often by chance ---- */

/* log10 of how often at least so many of n coins show one side; agree beyond the half. */
static double log10_of_chance(const struct tracing *t, size_t n, size_t agree)
{
	const double first = t->log_factorial[n] - t->log_factorial[agree] - t->log_factorial[n - agree] - (double)n * log(2);
	double sum = 0, term = 1;

	for (size_t i = agree; i <= n && term > 1e-12; i++) {
		sum += term;
		term *= (double)(n - i) / (double)(i + 1);
	}
	return (first + log(sum)) / log(10);
}

/* Of all lines in all channels together. */
static double log10_of_all(const struct tracing *t, size_t n, size_t agree)
{
	return log10_of_chance(t, n, agree) + log10((double)t->ret->lines * (double)t->n_channels);
}

static void find_needs(struct tracing *t)
{
	for (size_t i = 1; i <= WATERMARK_BITS; i++)
		t->log_factorial[i] = t->log_factorial[i - 1] + log((double)i);
	for (size_t i = 0; i < t->n_channels; i++) {
		struct channel *ch = &t->channel[i];
		ch->need = ch->places / 2 + 1;
		while (ch->need <= ch->places && log10_of_all(t, ch->places, ch->need) > -ZEROS_MIN)
			ch->need++;
	}
}

/* ---- whose it is ---- */

static size_t agreement(const struct channel *ch, const uint64_t *word)
{
	size_t n = 0;

	for (size_t i = 0; i < WATERMARK_LIMBS; i++)
		n += (size_t)__builtin_popcountll(~(word[i] ^ ch->bit[i]) & ch->said[i]);
	return n;
}

static void keep(struct ctx *c, struct tracing *t, const char *code, const struct channel *ch, size_t agree)
{
	const double chance = log10_of_all(t, ch->places, agree);
	size_t at = t->n_best;

	while (at > 0 && t->best[at - 1].log10 > chance)
		at--;
	if (at == EXPORT_TRACE_MOST)
		return;
	if (t->n_best < EXPORT_TRACE_MOST)
		t->n_best++;
	memmove(t->best + at + 1, t->best + at, (t->n_best - at - 1) * sizeof *t->best);
	t->best[at] = (struct best){ arena_strdup(c->arena, code), agree, ch, chance };
}

static bool on_line(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	const struct channel *surest = NULL;
	struct tracing *t = arg;
	struct watermark w;
	size_t most = 0;

	(void)n;
	watermark_make(t->keys, cell[0].s, &w);
	for (size_t i = 0; i < t->n_channels; i++) {
		const struct channel *ch = &t->channel[i];
		const size_t agree = agreement(ch, w.word);
		if (agree < ch->need || (surest != NULL && log10_of_all(t, ch->places, agree) > log10_of_all(t, surest->places, most)))
			continue;
		surest = ch;
		most = agree;
	}
	if (surest != NULL)
		keep(c, t, cell[0].s, surest, most);
	return true;
}

static void lines_sql(struct ctx *c, const struct tracing *t, struct buf *sql, struct sql_args *args, const char *what)
{
	*sql = buf_in(c->arena);
	*args = (struct sql_args){ 0 };
	buf_fmt(sql, "SELECT %s FROM export e JOIN unit u ON u.id = e.unit_id WHERE NOT e.is_empty AND e.state = 'done' AND ", what);
	scope_within_sql(sql, args, t->within->path, "u", SCOPE_FIND);
	buf_put(sql, " AND ");
	scope_sql(sql, args, actor_scope(c), "u", SCOPE_TEST);
}

static bool find_lines(struct ctx *c, struct tracing *t)
{
	struct sql_args args;
	struct buf sql;
	struct rows r;

	lines_sql(c, t, &sql, &args, "count(*)");
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	t->ret->lines = (size_t)rows_int(&r, 0, 0);
	if (t->ret->lines == 0 || t->n_channels == 0)
		return true;
	find_needs(t);
	lines_sql(c, t, &sql, &args, "e.code");
	return db_each(c, sql.data, args.v, args.n, on_line, t);
}

static bool name_lines(struct ctx *c, struct tracing *t)
{
	for (size_t i = 0; i < t->n_best; i++) {
		const struct best *b = &t->best[i];
		struct export_found *f = &t->ret->found[t->ret->n++];
		*f = (struct export_found){ .agree = b->agree, .marks = b->channel->places, .by_order = b->channel->by_order, .zeros = (int)-b->log10 };
		if (!export_find(c, actor_scope(c), b->code, &f->line))
			return false;
	}
	return true;
}

/* ---- the whole ---- */

static bool count_in(struct ctx *c, const struct unit *within, size_t *ret_granted)
{
	const struct quota quota = quota_of_account(c, "export.trace", c->catalog->export_traces_a_day);

	*ret_granted = 1;
	if (c->account != NULL && !quota_take(c, &quota, 1, ret_granted))
		return false;
	return *ret_granted == 0 || change_log(c, c->account == NULL ? within->id : c->account->unit.id,
	                                       &(struct change){ .type = "export", .version = 1, .code = "", .event = "TRACE" });
}

static bool read_file(struct ctx *c, int fd, struct tracing *t)
{
	static const struct table_sink sink = { .begin = on_sheet, .row = on_row };

	t->cells = NEW(c->arena, struct votes);
	t->channel = NEW_N(c->arena, struct channel, CHANNELS_MAX);
	t->moment = arena_join(c->arena, arena_new());
	if (!table_read(c, fd, NULL, &sink, t))
		return false;
	close_sheet(t);
	return true;
}

/* Lines of text by the name of a workbook would be a list that nobody took. */
static bool check_is_as_called(struct ctx *c, const char *called, int fd)
{
	const char *dot = strrchr(called, '.');
	enum table_kind kind;

	if (!table_kind_of(c, fd, &kind))
		return false;
	return kind != TABLE_CSV || dot == NULL || (strcasecmp(dot, ".xlsx") != 0 && strcasecmp(dot, ".xlsm") != 0) ||
	       fail(c, ERR_INVALID, "sheet.unread", "Không đọc được tệp: mang tên Excel mà bên trong không phải. Nếu là CSV, hãy đổi tên thành .csv rồi tra lại.");
}

bool export_trace(struct ctx *c, const struct unit *within, const char *called, int fd, struct export_trace *ret)
{
	struct tracing *t = NEW(c->arena, struct tracing);
	size_t granted;

	*ret = (struct export_trace){ 0 };
	t->ret = ret;
	t->within = within;
	if (!check_is_as_called(c, called, fd) || !db_begin(c) || !db_end(c, count_in(c, within, &granted)))
		return false;
	if (granted == 0)
		return fail(c, ERR_LIMITED, "export.traces", "Hôm nay tài khoản này đã tra %d tệp, nhiều nhất trong một ngày; hãy đợi đến mai.",
		            c->catalog->export_traces_a_day);
	if (!export_keys(c, &t->keys) || t->keys == NULL)
		return t->keys == NULL && c->err == ERR_NONE;
	if (!read_file(c, fd, t) || !db_read_begin(c))
		return false;
	bool ok = find_lines(c, t);
	db_read_end(c);
	return ok && name_lines(c, t);
}
