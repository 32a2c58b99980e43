/* namesake.c - somebody of the same name, birth date and sex in the same school. */
#include "domain/person/namesake.h"

#include "base/text.h"
#include "catalog/life.h"
#include "db/db.h"

enum { FEW = 8, MANY = 256 };

struct names {
	const struct record_type *type;
	const struct unit *unit;
	const struct field *name, *birth, *sex;
	struct record_write *w;
	size_t n;
	const char **folded;      /* by write; NULL: not to be looked for */
	size_t *next, *first;     /* writes to look for, in chains by a hash of the name: index + 1 */
	const char **asked;       /* their names, each once */
	size_t n_asked;
};

static bool has_changed(const struct names *k, const struct record_write *w)
{
	const struct field *f[] = { k->name, k->birth, k->sex };

	for (size_t i = 0; i < COUNT(f); i++)
		if (w->old == NULL || !val_equal(&w->value[f[i]->index], &w->old->value[f[i]->index]))
			return true;
	return false;
}

static bool is_known(const struct names *k, const struct record_write *w)
{
	return w->value[k->name->index].kind == VAL_TEXT && w->value[k->birth->index].kind == VAL_TEXT && w->value[k->sex->index].kind == VAL_TEXT;
}

static size_t *chain(const struct names *k, const char *folded)
{
	size_t h = 5381;

	for (const char *p = folded; *p != '\0'; p++)
		h = h * 33 + (unsigned char)*p;
	return &k->first[h % (k->n * 2 + 1)];
}

static bool same_day_and_sex(const struct names *k, size_t i, const struct val *birth, const struct val *sex)
{
	const struct val *v = k->w[i].value;

	return val_equal(birth, &v[k->birth->index]) && val_equal(sex, &v[k->sex->index]);
}

static void warn(struct ctx *c, const struct names *k, size_t i, const char *code)
{
	if (code != NULL)
		problem_warn(c, k->w[i].problems, k->name->name, "person.namesake", "%s: trường đã có hồ sơ %s cùng họ tên, ngày sinh và giới tính; hãy xem có phải nhập "
		             "hai lần không.", k->name->label, code);
	else
		problem_warn(c, k->w[i].problems, k->name->name, "person.namesake", "%s: lần gửi này có hai người cùng họ tên, ngày sinh và giới tính; hãy xem có phải nhập "
		             "hai lần không.", k->name->label);
}

/* Those of one sending among themselves: the second is told. */
static void look_among(struct ctx *c, struct names *k)
{
	for (size_t i = 0; i < k->n; i++) {
		const struct record_write *w = &k->w[i];
		if (!is_known(k, w) || !has_changed(k, w) || !record_is_present(c->catalog, k->type, w->status))
			continue;
		const char *folded = k->folded[i] = text_fold(c->arena, w->value[k->name->index].s);
		bool asked = false, told = false;
		for (size_t other = *chain(k, folded); other != 0 && !told; other = k->next[other - 1]) {
			if (!streq(folded, k->folded[other - 1]))
				continue;
			asked = true;
			told = same_day_and_sex(k, other - 1, &w->value[k->birth->index], &w->value[k->sex->index]);
		}
		if (told)
			warn(c, k, i, NULL);
		if (!asked)
			k->asked[k->n_asked++] = folded;
		k->next[i] = *chain(k, folded);
		*chain(k, folded) = i + 1;
	}
}

/* Cells: id, code, status, folded name, birth date, sex. */
static bool take(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	const struct names *k = arg;

	(void)n;
	if (!record_is_present(c->catalog, k->type, cell[2].s))
		return true;
	for (size_t i = *chain(k, cell[3].s); i != 0; i = k->next[i - 1])
		if (streq(cell[3].s, k->folded[i - 1]) && same_day_and_sex(k, i - 1, &cell[4], &cell[5]) &&
		    (k->w[i - 1].old == NULL || k->w[i - 1].old->id != cell[0].i))
			warn(c, k, i - 1, cell[1].s);
	return true;
}

/* Each name once, in one of two statements that are always the same. */
static bool look_up(struct ctx *c, struct names *k)
{
	const size_t chunk = k->n_asked <= FEW ? FEW : MANY;
	struct buf sql = buf_in(c->arena);
	struct val args[MANY + 1] = { val_int(k->unit->id) };

	buf_fmt(&sql, "SELECT id, code, status, search_key, %s, %s FROM %s WHERE unit_id = $1 AND search_key IN (", k->birth->column, k->sex->column,
	        k->type->table);
	for (size_t i = 0; i < chunk; i++)
		buf_fmt(&sql, "%s$%zu", i > 0 ? ", " : "", i + 2);
	buf_char(&sql, ')');
	for (size_t n = 0; n < k->n_asked; n += chunk) {
		for (size_t i = 0; i < chunk; i++)
			args[i + 1] = n + i < k->n_asked ? val_text(k->asked[n + i]) : val_null();
		if (!db_visit(c, sql.data, args, chunk + 1, take, k))
			return false;
	}
	return true;
}

bool namesake_check(struct ctx *c, const struct record_type *t, const struct unit *u, struct record_write *w, size_t n)
{
	struct names k = { .type = t, .unit = u, .name = t->name_field, .birth = field_find(t, "birth_date"), .sex = field_find(t, "sex"), .w = w, .n = n };

	if (k.name == NULL || k.birth == NULL || k.sex == NULL || (n == 1 && !has_changed(&k, w)))
		return true;
	k.folded = NEW_N(c->arena, const char *, n);
	k.asked = NEW_N(c->arena, const char *, n);
	k.next = NEW_N(c->arena, size_t, n);
	k.first = NEW_N(c->arena, size_t, n * 2 + 1);
	look_among(c, &k);
	return look_up(c, &k);
}
