/* test_history.c - any lawful history: the figures of a day are the same whenever they are asked for. */
#include <string.h>

#include "day_tools.h"
#include "test_report_tools.h"
#include "db/db.h"
#include "domain/transfer/transfer.h"
#include "domain/unit/unit_life.h"
#include "table/table.h"

enum { HISTORIES = 6, STEPS = 60, KEPT = 8 };

static const char *const schools[] = { SCHOOL, OTHER, FAR };

struct play {
	unsigned seed;
	struct kept {
		const char *day;
		struct figures x[COUNT(schools)];
		bool files[COUNT(schools)];
	} kept[KEPT];
	size_t n_kept;
};

static size_t pick(struct play *p, size_t n)
{
	p->seed = p->seed * 1103515245u + 12345u;
	return (p->seed >> 16) % n;
}

/* The code of a random record, NULL: there is none. */
static const char *any(struct ctx *c, struct play *p, const char *type, const char *where)
{
	struct rows r;

	OK(db_query(c, &r, arena_fmt(c->arena, "SELECT code FROM r_%s t WHERE %s ORDER BY unit_id, id", type, where), NULL, 0));
	return r.count == 0 ? NULL : rows_text(&r, pick(p, r.count), 0);
}

static void move_pupil(struct ctx *c, struct play *p, const char *day)
{
	struct transfer_start s = { .day = day, .reason = "Theo gia đình" };
	const char *room = any(c, p, "class", "t.status = '01'");
	struct transfer t;

	s.person = any(c, p, "learner", "t.status = '01'");
	if (s.person == NULL || room == NULL)
		return;
	const char *to = get(c, "class", room).unit.code;
	if (!transfer_offer(c, &s, to, &t) || !transfer_agree(c, &t, room, NULL, &t))
		ctx_clear(c);
}

/* Something happens on this very day; what the law refuses does not. */
static void step(struct ctx *c, struct play *p, const char *day)
{
	static const char *const event[] = { "leave\",\"destination\":\"01", "drop\",\"reason\":\"01", "return" };
	const char *pupil_code = any(c, p, "enrolment", "TRUE"), *room = any(c, p, "class", "t.status IN ('01', '03')");
	struct record rec = get(c, "enrolment", pupil_code);
	bool done = true;

	switch (pick(p, 7)) {
	case 0: case 1:
		done = happen(c, "enrolment", pupil_code, arena_fmt(c->arena, "{\"event\":\"%s\",\"event_date\":\"%s\"}", event[pick(p, COUNT(event))], day));
		break;
	case 2: case 3:
		room = any(c, p, "class", arena_fmt(c->arena, "t.status = '01' AND t.unit_id = %" PRId64, rec.unit.id));
		done = room == NULL || change(c, "enrolment", pupil_code, arena_fmt(c->arena, "{\"class\":\"%s\"}", room));
		break;
	case 4:
		move_pupil(c, p, day);
		break;
	case 5:
		done = room == NULL || set_status(c, "class", room, streq(get(c, "class", room).status, "01") ? "02" : "01", NULL);
		break;
	default:
		rec = get(c, "school", schools[pick(p, COUNT(schools))]);
		done = unit_set_status(c, &rec, 0, streq(rec.status, "01") ? "02" : "01", NULL, NULL, &rec);
	}
	if (!done)
		ctx_clear(c);
}

/* What a form of this very day would have said: the form's day is that of the catalogue. */
static struct form form_of(struct ctx *c, const char *day)
{
	struct form f = *form(c);
	struct date d;

	assert_true(date_parse(day, &d));
	f.month = d.month;
	f.day = d.day;
	return f;
}

static void look(struct ctx *c, const char *day, struct kept *k)
{
	struct form *f = NEW(c->arena, struct form);

	*f = form_of(c, day);
	k->day = day;
	for (size_t i = 0; i < COUNT(schools); i++) {
		const struct unit u = province_unit(c, schools[i]);
		struct unit *units;
		size_t n;
		k->x[i] = figures_new(c->arena, f);
		OK(figures_count(c, f, &(const struct period){ .year = 2025 }, &u, 1, &k->x[i]));
		OK(report_filers(c, f, &u, &(const struct period){ .year = 2025 }, &units, &n));
		k->files[i] = n == 1;
	}
}

/* In SQL, as of the day: the records behind each cell are as many as the pass in memory counted. */
static void trace(struct ctx *c, const struct kept *k, size_t school)
{
	const struct form *f = k->x[school].form;
	const struct unit u = province_unit(c, schools[school]);

	for (size_t s = 0; s < f->n_sheets; s++)
		for (size_t i = 0; i < f->sheet[s].n_rows; i++)
			for (size_t j = 0; j < f->sheet[s].n_columns; j += 3) {
				const struct form_row *row = &f->sheet[s].row[i];
				if (row->source == NULL || row->blank[j] || streq(row->source, "school"))
					continue;
				const size_t n = report_count_by_sql(c, f, &u, 2025, row, &f->sheet[s].column[j]);
				if ((int64_t)n != k->x[school].cell[figures_at(f, &f->sheet[s], i) + j])
					fail_msg("school %s as of %s, row %d", schools[school], k->day, row->code);
			}
}

static void begin(struct ctx *c, struct play *p)
{
	for (size_t i = 0; i < COUNT(schools); i++)
		for (int grade = 1; grade <= 3; grade++) {
			const char *room = make_class(c, schools[i], "A", grade);
			for (size_t n = pick(p, 3); n < 3; n++)
				pupil(c, schools[i], room);
		}
}

TEST(figures_of_a_day_are_the_same_whenever_they_are_asked_for)
{
	struct play *p = NEW(c->arena, struct play);

	province_make(c);
	today(c, "2025-09-01");
	p->seed = 7;
	begin(c, p);
	for (int i = 0; i < HISTORIES * STEPS; i++) {
		const char *day = time_today(c->arena, date_to_days((struct date){ 2025, 9, 2 }) * 86400000LL + i / 4 * 86400000LL + 43200000);
		today(c, day);
		step(c, p, day);
		if (i % 40 == 39 && p->n_kept < KEPT)
			look(c, day, &p->kept[p->n_kept++]);
		/* Nothing more may happen on a day that was looked at: the next is begun. */
		i += i % 40 == 39 ? 3 - i % 4 : 0;
	}
	assert_int_equal(p->n_kept, KEPT);
	for (size_t i = 0; i < p->n_kept; i++) {
		struct kept now;
		look(c, p->kept[i].day, &now);
		for (size_t k = 0; k < COUNT(schools); k++) {
			if (memcmp(now.x[k].cell, p->kept[i].x[k].cell, now.x[k].n_cells * sizeof *now.x[k].cell) != 0)
				fail_msg("school %s as of %s", schools[k], now.day);
			assert_int_equal(now.files[k], p->kept[i].files[k]);
		}
		if (i % 4 == 1)
			trace(c, &now, i % COUNT(schools));
	}
}
