/* search.c - what is looked for by name or code. */
#include "store/search.h"

#include "base/text.h"
#include "db/db.h"
#include "store/shown.h"
#include "store/words.h"

/* More words than the index is asked for at once, and more records than are worth being put in order to give a page. */
enum { WORDS_MAX = 1000, FEW = 2000 };

bool search_read(struct ctx *c, const struct record_type *t, const char *q, bool whole, struct search *ret)
{
	const char *clean = text_clean(c->arena, q, strlen(q));

	if (clean == NULL || text_length(clean) > 100)
		return fail(c, ERR_INVALID, "query.q", "Từ cần tìm không đọc được hoặc quá dài.");
	for (size_t i = 0; i < t->n_fields; i++)
		if (t->field[i].search && !field_check_shown(c, t, &t->field[i]))
			return false;
	*ret = (struct search){ .type = t, .text = clean, .word = NEW_N(c->arena, const char *, strlen(clean) + 1), .whole = whole,
		                .all = *clean == '\0' && t->name_field != NULL };
	char *folded = arena_strdup(c->arena, text_fold(c->arena, clean));
	for (char *save = NULL, *w = strtok_r(folded, " ", &save); w != NULL && t->name_field != NULL; w = strtok_r(NULL, " ", &save))
		if (*text_bare(c->arena, w) != '\0')
			ret->word[ret->n_words++] = text_bare(c->arena, w);
	return true;
}

/* A given name, which stands last, tells more people apart than a family's; a word that only begins so is found by a key with a blank before it. */
static void put_words(struct buf *sql, struct sql_args *args, const struct search *s, bool begins, const char **word)
{
	for (size_t i = s->n_words; i-- > 0;) {
		const char *pattern = s->whole ? words_pattern_at(sql->arena, s->word[i], " %") : words_pattern(sql->arena, s->word[i]);
		if ((pattern[1] == ' ') != begins)
			continue;
		buf_fmt(sql, "%s%st.search_key%s LIKE ", *word, begins ? "' ' || " : "", s->whole ? " || ' '" : "");
		sql_arg(sql, args, val_text(pattern));
		buf_put(sql, " ESCAPE '\\'");
		*word = " AND ";
	}
}

/* Of one unit by what stands in the index of names: only what is found is looked at further. */
static void put_found(struct buf *sql, struct sql_args *args, const struct search *s, const size_t *unit_arg)
{
	const char *word = " OR (";

	if (unit_arg == NULL)
		buf_put(sql, "(t.code = ");
	else
		buf_fmt(sql, "(t.id = (SELECT x.id FROM %s x WHERE x.unit_id = $%zu AND x.code = ", s->type->table, *unit_arg + 1);
	sql_arg(sql, args, val_text(s->text));
	buf_put(sql, unit_arg == NULL ? "" : ")");
	put_words(sql, args, s, false, &word);
	put_words(sql, args, s, true, &word);
	buf_put(sql, s->n_words > 0 ? "))" : s->all ? " OR TRUE)" : ")");
}

void search_sql(struct buf *sql, struct sql_args *args, const struct search *s, const size_t *unit_arg)
{
	if (s->unit != NULL)
		return;
	buf_put(sql, " AND ");
	put_found(sql, args, s, unit_arg);
}

/* As the index of words is asked: a text of words for an array, or a query of FTS5. */
static const char *index_text(struct ctx *c, const char *const *word, size_t n)
{
	const bool fts = db_engine(c->db) == ENGINE_SQLITE;
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; i < n; i++) {
		buf_put(&b, i == 0 ? "" : fts ? " OR " : " ");
		buf_put(&b, fts ? "\"" : "");
		for (const char *p = word[i]; *p != '\0'; p++) {
			if (fts && *p == '"')
				buf_char(&b, '"');
			buf_char(&b, *p);
		}
		buf_put(&b, fts ? "\"" : "");
	}
	return buf_text(&b);
}

/* The condition on the index, of r on PostgreSQL and of m on SQLite. */
static void put_index_condition(struct ctx *c, struct buf *b, struct sql_args *args, const struct search *s)
{
	struct buf match = buf_in(c->arena);

	for (size_t i = 0; i < s->n_words; i++) {
		if (db_engine(c->db) == ENGINE_SQLITE) {
			buf_fmt(&match, "%s(%s)", i > 0 ? " AND " : "", s->index[i]);
			continue;
		}
		buf_put(b, i > 0 ? " AND string_to_array(r.search_key, ' ') && string_to_array(" : "string_to_array(r.search_key, ' ') && string_to_array(");
		sql_arg(b, args, val_text(s->index[i]));
		buf_put(b, ", ' ')");
	}
	if (db_engine(c->db) != ENGINE_SQLITE)
		return;
	buf_fmt(b, "m.%s_search_key_words MATCH ", s->type->table);
	sql_arg(b, args, val_text(buf_text(&match)));
}

static bool is_few(struct ctx *c, const struct search *s, bool *ret)
{
	const char *from = db_engine(c->db) == ENGINE_SQLITE ? "_search_key_words m" : " r";
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	buf_fmt(&sql, "SELECT count(n.id) FROM (SELECT %s AS id FROM %s%s WHERE ", *from == '_' ? "m.rowid" : "r.id", s->type->table, from);
	put_index_condition(c, &sql, &args, s);
	buf_fmt(&sql, " LIMIT %d) n", FEW + 1);
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	*ret = rows_int(&r, 0, 0) <= FEW;
	return true;
}

bool search_choose(struct ctx *c, const struct unit *unit, struct search *s)
{
	const char **index = NEW_N(c->arena, const char *, s->n_words + 1);
	bool few = true;

	if (unit != NULL && s->n_words > 0 && db_engine(c->db) == ENGINE_POSTGRES)
		s->unit = unit;
	if (unit != NULL || s->all)
		return true;
	for (size_t i = 0; i < s->n_words && !s->none; i++) {
		const char **word = &s->word[i];
		size_t n = 1;
		if (!s->whole && !words_find(c, s->word[i], WORDS_MAX + 1, &word, &n))
			return false;
		if (n > WORDS_MAX)
			return true;
		s->none = n == 0;
		index[i] = index_text(c, word, n);
	}
	s->index = index;
	if (s->none || s->n_words == 0)
		return true;
	if (!is_few(c, s, &few))
		return false;
	if (!few)
		s->index = NULL;
	return true;
}

/* The row with the code: where the index of codes finds it.  A code of a unit tells the unit. */
static void put_coded(struct ctx *c, struct buf *b, struct sql_args *args, const struct search *s)
{
	const char *unit = s->text;
	int64_t id;

	buf_fmt(b, "SELECT r.* FROM %s r WHERE r.code = ", s->type->table);
	sql_arg(b, args, val_text(s->text));
	if (s->type->code_scheme == CODE_PERSON)
		return;
	if (s->type->code_scheme == CODE_UNIT && !record_code_split(c->arena, s->type->code_letters, s->text, &unit, &id))
		unit = "";
	buf_put(b, " AND r.unit_id = (SELECT id FROM unit WHERE code = ");
	sql_arg(b, args, val_text(unit));
	buf_char(b, ')');
}

static const char *found_of_unit(struct ctx *c, struct sql_args *args, const struct search *s)
{
	struct buf b = buf_in(c->arena);
	const size_t unit_arg = args->n;

	buf_fmt(&b, "(SELECT t.* FROM %s t WHERE t.unit_id = ", s->type->table);
	sql_arg(&b, args, val_int(s->unit->id));
	buf_put(&b, " AND ");
	put_found(&b, args, s, &unit_arg);
	buf_put(&b, " OFFSET 0)"); /* what stands outside is looked at afterwards */
	return buf_text(&b);
}

const char *search_from(struct ctx *c, struct sql_args *args, const struct search *s)
{
	struct buf b = buf_in(c->arena);

	if (s->unit != NULL)
		return found_of_unit(c, args, s);
	if (s->index == NULL)
		return NULL;
	const char *table = s->type->table;
	/* Found whole before it is looked at further: else an engine may walk through everything in the wanted order instead. */
	buf_put(&b, "(WITH found AS MATERIALIZED (");
	put_coded(c, &b, args, s);
	if (s->n_words > 0 && !s->none) {
		if (db_engine(c->db) == ENGINE_SQLITE)
			buf_fmt(&b, " UNION ALL SELECT r.* FROM %s_search_key_words m CROSS JOIN %s r ON r.unit_id = m.rowid >> 32"
			        " AND r.id = m.rowid & 4294967295 WHERE ", table, table);
		else
			buf_fmt(&b, " UNION ALL SELECT r.* FROM %s r WHERE ", table);
		put_index_condition(c, &b, args, s);
		buf_put(&b, " AND r.code <> ");
		sql_arg(&b, args, val_text(s->text));
	}
	buf_put(&b, ") SELECT * FROM found)");
	return buf_text(&b);
}

/* However a telephone was grouped. */
static void put_digits(struct buf *sql, const struct field *f)
{
	static const char marks[] = " .-()+";

	for (size_t i = 0; marks[i] != '\0'; i++)
		buf_put(sql, "replace(");
	buf_fmt(sql, "t.%s", f->column);
	for (size_t i = 0; marks[i] != '\0'; i++)
		buf_fmt(sql, ", '%c', '')", marks[i]);
}

static void put_match(struct buf *sql, struct sql_args *args, const struct field *f, const struct record_match *m)
{
	static const char *const abroad[] = { "0", "84", "840" }; /* 0912345678 is also kept as +84 912 345 678 and +84 (0)912 345 678 */

	switch (m->how) {
	case MATCH_IS:
		buf_fmt(sql, "t.%s = ", f->column);
		sql_arg(sql, args, val_text(m->text));
		break;
	case MATCH_ENDS:
		buf_fmt(sql, "t.%s LIKE ", f->column);
		sql_arg(sql, args, val_text(arena_fmt(sql->arena, "%%%s", m->text)));
		break;
	case MATCH_PHONE:
		put_digits(sql, f);
		buf_put(sql, " IN (");
		for (size_t i = 0; i < COUNT(abroad); i++) {
			buf_put(sql, i > 0 ? ", " : "");
			sql_arg(sql, args, val_text(arena_fmt(sql->arena, "%s%s", abroad[i], m->text + (*m->text == '0'))));
		}
		buf_char(sql, ')');
		break;
	case MATCH_PHONE_ENDS:
		put_digits(sql, f);
		buf_put(sql, " LIKE ");
		sql_arg(sql, args, val_text(arena_fmt(sql->arena, "%%%s", m->text)));
		break;
	}
}

void match_sql(struct buf *sql, struct sql_args *args, const struct record_match *m)
{
	buf_put(sql, m->n == 0 ? " AND (FALSE" : " AND (");
	for (size_t i = 0; i < m->n; i++) {
		buf_put(sql, i > 0 ? " OR " : "");
		put_match(sql, args, m->field[i], m);
	}
	buf_char(sql, ')');
}

const char *match_from(struct ctx *c, struct sql_args *args, const struct record_type *t, const struct record_match *m)
{
	struct buf b = buf_in(c->arena);

	if (m == NULL || m->how != MATCH_IS)
		return NULL;
	buf_fmt(&b, "(WITH found AS MATERIALIZED (SELECT t.* FROM %s t WHERE TRUE", t->table);
	match_sql(&b, args, m);
	buf_put(&b, ") SELECT * FROM found)");
	return buf_text(&b);
}
