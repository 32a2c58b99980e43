/* likeness.c - how likely two records are one person. */
#include "base/text.h"
#include "base/time.h"
#include "domain/duplicate/duplicate.h"

enum { WORDS_MAX = 12, SLIP_LETTERS = 4, LENGTH_MAX = 100, ID_DIGITS = 12 };

/* What each agreement and contradiction is worth.  Name, date and sex alone make 76, a date that differs undoes them. */
enum {
	NAME_SAME = 40, NAME_SPELLING = 36, NAME_ORDER = 30, NAME_SLIP = 30, NAME_WORD = 24, NAME_FAMILY = 14, GIVEN_SLIP = 16,
	DATE_SAME = 30, DATE_SWAPPED = 22, DATE_DIGIT = 20, DATE_YEAR = 14, DATE_DIFFERS = -25,
	SEX_SAME = 6, SEX_DIFFERS = -12,
	ID_SAME = 60, ID_SLIP = 10, ID_DIFFERS = -30,
	PARENT_SAME = 8, PARENT_SLIP = 6, PARENT_DIFFERS = -6,
};

static void add(struct likeness *l, const char *field, const char *what, int score)
{
	assert(l->n < REASONS_MAX);
	l->reason[l->n++] = (struct reason){ field, what };
	l->score += score;
}

/* One letter more, less or other, or two neighbours swapped. */
static bool one_slip(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b), i = 0;

	if (n > m)
		return one_slip(b, a);
	if (m - n > 1)
		return false;
	while (a[i] != '\0' && a[i] == b[i])
		i++;
	if (n < m)
		return streq(a + i, b + i + 1);
	if (a[i] == '\0')
		return false; /* equal: no slip */
	return streq(a + i + 1, b + i + 1) || (a[i] == b[i + 1] && a[i + 1] == b[i] && a[i + 1] != '\0' && streq(a + i + 2, b + i + 2));
}

struct words {
	const char *word[WORDS_MAX];
	size_t n;
};

static struct words split(struct arena *a, const char *text)
{
	struct words w = { .n = 0 };

	for (char *save = NULL, *p = strtok_r(arena_strdup(a, text), " ", &save); p != NULL && w.n < WORDS_MAX; p = strtok_r(NULL, " ", &save))
		w.word[w.n++] = p;
	return w;
}

static bool same_words(const struct words *x, const struct words *y)
{
	bool used[WORDS_MAX] = { false };

	for (size_t i = 0; i < x->n; i++) {
		size_t k = 0;
		while (k < y->n && (used[k] || !streq(x->word[i], y->word[k])))
			k++;
		if (k == y->n)
			return false;
		used[k] = true;
	}
	return x->n == y->n;
}

/* The names without the words they begin and end with alike: how many words each has left, and whether it is the first. */
static void compare_words(const struct words *x, const struct words *y, size_t *ret_x, size_t *ret_y, bool *ret_first)
{
	size_t front = 0, back = 0, least = x->n < y->n ? x->n : y->n;

	while (front < least && streq(x->word[front], y->word[front]))
		front++;
	while (back < least - front && streq(x->word[x->n - 1 - back], y->word[y->n - 1 - back]))
		back++;
	*ret_x = x->n - front - back;
	*ret_y = y->n - front - back;
	*ret_first = front == 0;
}

/* Twins share everything but the given name: a given name must not differ by more than a slip in a longer word. */
static bool names_alike(struct arena *a, const struct twin *x, const struct twin *y, struct likeness *l)
{
	size_t rest_x, rest_y;
	bool first;

	if (streq(x->folded, y->folded)) {
		bool same = streq(text_spelling(a, x->name), text_spelling(a, y->name));
		add(l, "full_name", same ? "same" : "spelling", same ? NAME_SAME : NAME_SPELLING);
		return true;
	}
	struct words v = split(a, x->folded), w = split(a, y->folded);
	if (v.n < 2 || w.n < 2)
		return false;
	if (same_words(&v, &w)) {
		add(l, "full_name", "order", NAME_ORDER);
		return true;
	}
	const char *given_x = v.word[v.n - 1], *given_y = w.word[w.n - 1];
	bool given_same = streq(given_x, given_y), slip = strlen(x->folded) < LENGTH_MAX && one_slip(x->folded, y->folded);
	if (!given_same && (!slip || strlen(given_x) < SLIP_LETTERS || strlen(given_y) < SLIP_LETTERS))
		return false;
	compare_words(&v, &w, &rest_x, &rest_y, &first);
	if (slip)
		add(l, "full_name", "slip", given_same ? NAME_SLIP : GIVEN_SLIP);
	else if (rest_x + rest_y == 1 && v.n + w.n > 4)
		add(l, "full_name", "word", NAME_WORD);
	else if (rest_x == 1 && rest_y == 1 && v.n > 2)
		add(l, "full_name", "word", first ? NAME_FAMILY : NAME_WORD);
	else
		return false;
	return true;
}

/* "2018-03-09": the month and the day in each other's place. */
static bool swapped(const char *a, const char *b)
{
	return strncmp(a, b, 4) == 0 && strncmp(a + 5, b + 8, 2) == 0 && strncmp(a + 8, b + 5, 2) == 0;
}

static size_t digits_off(const char *a, const char *b)
{
	size_t n = 0;

	for (; *a != '\0' && *b != '\0'; a++, b++)
		n += *a != *b;
	return n;
}

static int64_t birth_year(const struct twin *t)
{
	struct date d;

	return t->birth_date != NULL && date_parse(t->birth_date, &d) ? d.year : t->birth_year;
}

static void compare_birth(const struct twin *x, const struct twin *y, struct likeness *l)
{
	if (x->birth_date != NULL && y->birth_date != NULL) {
		if (streq(x->birth_date, y->birth_date))
			add(l, "birth_date", "same", DATE_SAME);
		else if (swapped(x->birth_date, y->birth_date))
			add(l, "birth_date", "swapped", DATE_SWAPPED);
		else if (digits_off(x->birth_date, y->birth_date) == 1)
			add(l, "birth_date", "digit", DATE_DIGIT);
		else
			add(l, "birth_date", "differs", DATE_DIFFERS);
		return;
	}
	int64_t a = birth_year(x), b = birth_year(y);
	if (a != 0 && b != 0)
		add(l, "birth_year", a == b ? "year" : "differs", a == b ? DATE_YEAR : DATE_DIFFERS);
}

static void compare_id(const struct twin *x, const struct twin *y, struct likeness *l)
{
	const char *a = x->personal_id, *b = y->personal_id;

	if (a == NULL || b == NULL)
		return;
	if (streq(a, b))
		add(l, "personal_id", "same", ID_SAME);
	else if (one_slip(a, b))
		add(l, "personal_id", "slip", ID_SLIP);
	else if (strlen(a) == ID_DIGITS && strlen(b) == ID_DIGITS)
		add(l, "personal_id", "differs", ID_DIFFERS);
}

static void compare_parent(struct arena *arena, const char *field, const char *a, const char *b, struct likeness *l)
{
	if (a == NULL || b == NULL)
		return;
	a = text_fold(arena, a);
	b = text_fold(arena, b);
	if (streq(a, b))
		add(l, field, "same", PARENT_SAME);
	else if (one_slip(a, b))
		add(l, field, "slip", PARENT_SLIP);
	else
		add(l, field, "differs", PARENT_DIFFERS);
}

struct likeness likeness_of(struct arena *a, const struct twin *x, const struct twin *y)
{
	struct likeness l = { 0 };
	bool one_number = x->personal_id != NULL && y->personal_id != NULL && streq(x->personal_id, y->personal_id);

	if (!names_alike(a, x, y, &l) && !one_number)
		return l;
	compare_birth(x, y, &l);
	if (x->sex != NULL && y->sex != NULL)
		add(&l, "sex", streq(x->sex, y->sex) ? "same" : "differs", streq(x->sex, y->sex) ? SEX_SAME : SEX_DIFFERS);
	compare_id(x, y, &l);
	compare_parent(a, "father_name", x->father, y->father, &l);
	compare_parent(a, "mother_name", x->mother, y->mother, &l);
	l.score = l.score < 0 ? 0 : l.score > 100 ? 100 : l.score;
	return l;
}
