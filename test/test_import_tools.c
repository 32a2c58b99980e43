/* test_import_tools.c - small lists of pupils as workbooks, and what became of them. */
#include "test_import_tools.h"

#include <stdlib.h>
#include <string.h>

#include "db/db.h"
#include "province.h"
#include "book/writer.h"
#include "test_table_tools.h"

static void write_cell(struct writer *w, size_t row, size_t column, const char *text)
{
	if (*text == '#')
		assert_true(writer_number(w, row, column, strtod(text + 1, NULL), STYLE_PLAIN));
	else if (*text == '@')
		assert_true(writer_date(w, row, column, text + 1, STYLE_AS_DATE));
	else if (*text != '\0')
		assert_true(writer_text(w, row, column, text, STYLE_PLAIN));
}

void pupils_sheet(struct ctx *c, struct writer *w, const char *name, const char *text)
{
	size_t row = 0, column = 0;

	OK(writer_sheet(w, name));
	while (*text != '\0') {
		size_t n = strcspn(text, "|\n");
		write_cell(w, row, column, arena_strndup(c->arena, text, n));
		column = text[n] == '\n' ? 0 : column + 1;
		row += text[n] == '\n';
		text += n + (text[n] != '\0');
	}
}

int pupils_file(struct ctx *c, const char *text)
{
	const char *path = arena_fmt(c->arena, "%s/list.xlsx", test_dir(c));
	struct writer *w;

	OK(writer_open(c, path, WRITER_FREE, &w));
	pupils_sheet(c, w, "Sheet1", text);
	OK(writer_close(w));
	return sheet_open(c, path);
}

struct import_options pupils_options(struct ctx *c)
{
	return (struct import_options){ .unit = province_unit(c, SCHOOL), .school_year = 2025 };
}

struct import_summary pupils_take(struct ctx *c, int fd, bool dry_run)
{
	struct import_options o = pupils_options(c);
	struct import_summary s;

	o.dry_run = dry_run;
	OK(import_file(c, fd, &o, &s));
	assert_int_equal(s.rows, s.created + s.enrolled + s.moved + s.changed + s.unchanged + s.refused);
	return s;
}

struct import_summary pupils_take_text(struct ctx *c, const char *text)
{
	return pupils_take(c, pupils_file(c, text), false);
}

/* "5D key; 7! key;": row, column ('!' for the whole row), key; '~' before a warning. */
const char *pupils_issues(struct ctx *c, const struct import_summary *s)
{
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; i < s->n_issues; i++)
		buf_fmt(&b, "%s%zu%s %s; ", s->issue[i].warning ? "~" : "", s->issue[i].row,
		        s->issue[i].column == NULL ? "!" : s->issue[i].column, s->issue[i].key);
	return buf_text(&b);
}

void pupils_issues_are(struct ctx *c, const struct import_summary *s, const char *expected)
{
	assert_string_equal(pupils_issues(c, s), expected);
	assert_int_equal(s->errors + s->warnings, s->n_issues);
}

int64_t pupils_number(struct ctx *c, const char *sql)
{
	struct rows r;

	OK(db_query(c, &r, sql, NULL, 0));
	return rows_int(&r, 0, 0);
}

const char *pupils_learner(struct ctx *c, const char *name, const char *column)
{
	struct rows r;

	OK(db_query(c, &r, arena_fmt(c->arena, "SELECT %s FROM r_learner WHERE full_name = $1", column), ARGS(val_text(name))));
	assert_int_equal(r.count, 1);
	return rows_text(&r, 0, 0);
}

const char *pupils_class_of(struct ctx *c, const char *name)
{
	struct rows r;

	OK(db_query(c, &r, "SELECT k.name FROM r_enrolment e JOIN r_learner l ON l.unit_id = e.unit_id AND l.id = e.learner_id"
	                   " JOIN r_class k ON k.unit_id = e.unit_id AND k.id = e.class_id WHERE l.full_name = $1", ARGS(val_text(name))));
	assert_int_equal(r.count, 1);
	return rows_text(&r, 0, 0);
}

const char pupils_halves[] = "SELECT count(*) FROM r_learner l WHERE NOT EXISTS (SELECT 1 FROM r_enrolment e"
                             " WHERE e.unit_id = l.unit_id AND e.learner_id = l.id)";

/* Only the errors: classes made are warned of too. */
const char *pupils_errors(struct ctx *c, const struct import_summary *s)
{
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; i < s->n_issues; i++)
		if (!s->issue[i].warning)
			buf_fmt(&b, "%zu%s %s\n", s->issue[i].row, s->issue[i].column, s->issue[i].key);
	return buf_text(&b);
}
