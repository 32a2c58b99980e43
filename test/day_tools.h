/* day_tools.h - for tests of what held on a day: a clock, small changes, the figures of one school. */
#ifndef DAY_TOOLS_H
#define DAY_TOOLS_H

#include "base/time.h"
#include "catalog/life.h"
#include "domain/event/event.h"
#include "domain/report/figures.h"
#include "province.h"

#define SCHOOL "19172401"
#define OTHER  "19172402"
#define FAR    "01001401"
#define THE_DAY "2025-09-30"

static inline void today(struct ctx *c, const char *date)
{
	struct date d;

	assert_true(date_parse(date, &d));
	c->now_ms = date_to_days(d) * 86400000 + 43200000;
}

static inline const struct form *form(struct ctx *c)
{
	return catalog_form(c->catalog, "02-TH-DN");
}

static inline struct record get(struct ctx *c, const char *type, const char *code)
{
	static const struct scope all = { .path = "/" };
	struct record rec;

	OK(record_find(c, catalog_type(c->catalog, type), &all, code, &rec));
	return rec;
}

static inline const char *text(const struct record *rec, const char *field)
{
	return rec->value[field_find(rec->type, field)->index].s;
}

static inline bool happen(struct ctx *c, const char *type, const char *code, const char *json)
{
	struct record rec = get(c, type, code);
	struct draft d = province_draft(c, catalog_life(c->catalog, rec.type)->event_type->name, json);

	return event_add(c, &rec, &d, &rec);
}

static inline bool change(struct ctx *c, const char *type, const char *code, const char *json)
{
	const struct record rec = get(c, type, code);
	struct draft d = province_draft(c, type, json);
	int64_t version;

	return record_change(c, &rec, 0, &d, &version);
}

static inline const char *make_class(struct ctx *c, const char *school, const char *name, int grade)
{
	return province_record(c, school, "class", arena_fmt(c->arena, "{\"name\":\"%s\",\"grade\":\"0%d\",\"school_year\":2025}", name, grade));
}

static inline const char *pupil(struct ctx *c, const char *school, const char *class_code)
{
	return province_pupil(c, school, class_code, "Lò Thị Mẫu", "2018-02-03", "02", "03");
}

/* As of the form's day, by one pass in memory. */
static inline struct figures count(struct ctx *c, const char *school)
{
	const struct unit u = province_unit(c, school);
	struct figures x = figures_new(c->arena, form(c));

	OK(figures_count(c, form(c), &(const struct period){ .year = 2025 }, &u, 1, &x));
	return x;
}

static inline int64_t cell(const struct figures *x, int code)
{
	const struct form_sheet *sheet;
	const struct form_row *row = form_row_find(x->form, code, &sheet);

	return x->cell[figures_at(x->form, sheet, (size_t)(row - sheet->row))];
}

enum { CLASSES = 27, PUPILS = 37, PUPILS_1 = 40, CAMPUSES = 26 };

static inline int64_t figure(struct ctx *c, const char *school, int code)
{
	const struct figures x = count(c, school);

	return cell(&x, code);
}

/* Is the institution asked for the form of the period? */
static inline bool files(struct ctx *c, const char *school)
{
	const struct unit u = province_unit(c, school);
	struct unit *units;
	size_t n;

	OK(report_filers(c, form(c), &u, &(const struct period){ .year = 2025 }, &units, &n));
	return n == 1;
}

static inline bool set_status(struct ctx *c, const char *type, const char *code, const char *status, const char *day)
{
	const struct record rec = get(c, type, code);
	struct record now;

	return record_set_status_since(c, &rec, 0, status, NULL, day, &now);
}

#endif
