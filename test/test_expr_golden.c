/* test_expr_golden.c - test/catalog/expr.tsv: what expressions say of a record.  The web application is held to the same cases
 * (web/test/expr.test.ts). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/expr.h"
#include "test.h"

enum { COLUMNS = 4 };

/* As text, for the parser of the field's type. */
static const char *as_text(struct ctx *c, const json_t *v)
{
	char *dumped = json_is_string(v) ? NULL : json_dumps(v, JSON_ENCODE_ANY);
	const char *text = arena_strdup(c->arena, dumped == NULL ? json_string_value(v) : dumped);

	free(dumped);
	return text;
}

static struct val value_of(struct ctx *c, const struct expr_ref *r, const json_t *record)
{
	const json_t *v = json_object_get(record, r->path);
	struct problems p = { 0 };
	struct val ret;

	if (v == NULL)
		return val_null();
	if (r->field == NULL)
		return val_text(as_text(c, v));
	assert_true(r->field->type->parse(c, r->field, as_text(c, v), &ret, &p));
	return ret;
}

static const char *says(struct ctx *c, const struct record_type *t, const char *text, const char *record)
{
	static const char *const words[] = { [FALSE] = "false", [TRUE] = "true", [UNKNOWN] = "unknown" };
	struct expr_refs refs = { .catalog = c->catalog, .base = t };
	json_t *o = json_loads(record, 0, NULL);
	struct val v[REFS_MAX];
	const struct expr *e;

	assert_non_null(o);
	arena_defer(c->arena, (void (*)(void *))json_decref, o);
	if (!expr_parse(c, &refs, text, &e)) {
		ctx_clear(c);
		return "wrong";
	}
	for (size_t i = 0; i < refs.n_refs; i++)
		v[i] = value_of(c, &refs.ref[i], o);
	return words[expr_eval(e, v)];
}

TEST_PURE(expr_says_of_a_record_what_the_cases_say)
{
	FILE *f = fopen(TEST_SOURCE_DIR "/test/catalog/expr.tsv", "r");
	char line[1000], *column[COLUMNS];
	size_t n = 0;

	assert_non_null(f);
	while (fgets(line, sizeof line, f) != NULL) {
		char *rest = line;
		if (*line == '#')
			continue;
		line[strcspn(line, "\n")] = '\0';
		for (size_t i = 0; i < COLUMNS; i++)
			assert_non_null(column[i] = strsep(&rest, "\t"));
		const char *said = says(c, catalog_type(c->catalog, column[0]), column[1], column[2]);
		if (!streq(said, column[3]))
			fail_msg("%s of %s is %s, not %s", column[1], column[2], said, column[3]);
		n++;
	}
	fclose(f);
	assert_true(n > 100);
}
