/* header.c - the header of a template among the first rows of one sheet. */
#include "sheet/header.h"

#include <stdlib.h>

#include "base/text.h"
#include "sheet/title.h"

/* ---- one candidate: `height` rows from `first` on ---- */

struct block {
	const struct head *head;
	size_t first, height, columns;
	/* title[row][column], merged parents filled in; width of a title at the bottom */
	struct head_title *title[HEADER_ROWS_MAX];
	size_t *width;
	size_t *day;          /* where the day of a date begins: the column of the template + 1 */
	const char *const **by_sex; /* where it stands under one of two words */
};

static bool is_known(struct arena *a, const struct head *h, const struct lookup *l, size_t row)
{
	for (size_t i = 0; i < h->row[row].n; i++) {
		const struct head_title *t = &h->row[row].title[i];
		if (t->key != NULL && lookup_find(a, l, t->key, t->text) != MATCH_NONE)
			return true;
	}
	return false;
}

/* Something below a merged title makes it a parent. */
static bool is_parent(const struct block *b, size_t row, size_t first, size_t last)
{
	for (size_t r = row + 1; r < b->height; r++)
		for (size_t k = first; k <= last; k++)
			if (b->title[r][k].filled)
				return true;
	return false;
}

/* A merged parent stands over all its columns; a merged leaf is one title over several. */
static void apply_merged(struct block *b)
{
	size_t bottom = b->head->row[b->first + b->height - 1].number;

	for (size_t i = 0; i < b->head->n_merged; i++) {
		const struct table_range *m = &b->head->merged[i];
		for (size_t r = 0; r < b->height; r++) {
			struct head_title *t = b->title[r];
			if (m->row_first != b->head->row[b->first + r].number || m->column_first >= b->columns)
				continue;
			size_t last = m->column_last < b->columns ? m->column_last : b->columns - 1;
			const bool parent = m->row_last < bottom && is_parent(b, r + (m->row_last - m->row_first), m->column_first, last);
			if (!parent && t[m->column_first].key != NULL)
				b->width[m->column_first] = last - m->column_first + 1;
			for (size_t k = m->column_first + 1; k <= last; k++)
				if (parent)
					t[k] = t[m->column_first];
				else
					b->width[k] = 0;
		}
	}
}

static bool has_below(const struct block *b, size_t row, size_t column)
{
	for (size_t r = row + 1; r < b->height; r++)
		if (b->title[r][column].key != NULL)
			return true;
	return false;
}

static bool same_parents(const struct block *b, size_t row, size_t column, size_t other)
{
	for (size_t r = 0; r < row; r++)
		if (b->title[r][column].text != b->title[r][other].text)
			return false;
	return true;
}

/* Without merged cells (csv), a parent, which has a title below itself, reaches right over blank cells as long as
 * something stands below them, and never out of its own parent. */
static void spread_parents(struct block *b)
{
	for (size_t r = 0; r + 1 < b->height; r++)
		for (size_t k = 1, parent = 0; k < b->columns; k++) {
			struct head_title *t = b->title[r];
			if (t[k].filled || t[k].key != NULL)
				parent = k;
			else if (t[parent].key != NULL && b->width[k] != 0 && k == parent + 1 && has_below(b, r, parent) && has_below(b, r, k) &&
			         same_parents(b, r, k, parent))
				t[k] = t[parent], parent = k;
		}
}

/* A merged title may reach right of all others, as far as something stands below it. */
static size_t count_columns(const struct head *h, size_t first, size_t height)
{
	size_t n = 0, filled = 0;

	for (size_t r = 0; r < h->n_rows; r++) {
		filled = h->row[r].n > filled ? h->row[r].n : filled;
		if (r >= first && r < first + height && h->row[r].n > n)
			n = h->row[r].n;
	}
	for (size_t i = 0; i < h->n_merged; i++)
		for (size_t r = first; r < first + height; r++) {
			const struct table_range *m = &h->merged[i];
			if (m->row_first == h->row[r].number && m->column_first < h->row[r].n && h->row[r].title[m->column_first].key != NULL && m->column_last >= n)
				n = m->column_last < filled ? m->column_last + 1 : filled;
		}
	return n;
}

static void build_block(struct arena *a, const struct head *h, size_t first, size_t height, struct block *ret)
{
	*ret = (struct block){ .head = h, .first = first, .height = height, .columns = count_columns(h, first, height) };
	ret->width = NEW_N(a, size_t, ret->columns);
	for (size_t k = 0; k < ret->columns; k++)
		ret->width[k] = 1;
	for (size_t r = 0; r < height; r++) {
		ret->title[r] = NEW_N(a, struct head_title, ret->columns);
		memcpy(ret->title[r], h->row[first + r].title, h->row[first + r].n * sizeof(struct head_title));
	}
	apply_merged(ret);
	if (height > 1)
		spread_parents(ret);
}

/* The lowest title of a column, and the row it stands in. */
static const struct head_title *leaf(const struct block *b, size_t column, size_t *ret_row)
{
	for (size_t r = b->height; r-- > 0;)
		if (b->title[r][column].key != NULL && *b->title[r][column].key != '\0')
			return *ret_row = r, &b->title[r][column];
	return NULL;
}

/* What follows the word in the title: "" of "Ngày", "sinh" of "Ngày sinh"; NULL: it is another. */
static const char *after_word(struct arena *a, const struct head_title *t, const char *word, const char *key)
{
	if (t == NULL || strncmp(t->key, key, strlen(key)) != 0)
		return NULL;
	return t->key[strlen(key)] != '\0' || title_means(a, word, t->text) ? t->key + strlen(key) : NULL;
}

/* "Ngày", "Tháng", "Năm" side by side, under "Ngày sinh" or under nothing; "Ngày sinh", "Tháng sinh", "Năm sinh". */
static size_t day_begins(struct arena *a, const struct block *b, const struct lookup *l, size_t column)
{
	static const char *const words[] = { "Ngày", "Tháng", "Năm" }, *const keys[] = { "ngay", "thang", "nam" };
	const struct head_title *part[COUNT(words)], *over = NULL;
	const char *of = NULL;
	size_t row = 0, other, target = MATCH_NONE;

	for (size_t i = 0; i < COUNT(words); i++) {
		const char *rest = b->width[column + i] != 1 ? NULL : after_word(a, part[i] = leaf(b, column + i, i == 0 ? &row : &other), words[i], keys[i]);
		if (rest == NULL || (i > 0 && (row != other || !streq(rest, of) || !same_parents(b, row, column, column + i))))
			return MATCH_NONE;
		of = rest;
	}
	for (size_t r = 0; r < row; r++)
		over = b->title[r][column].key != NULL ? &b->title[r][column] : over;
	if (over != NULL)
		target = lookup_find(a, l, over->key, over->text);
	else if (*of != '\0')
		target = lookup_find(a, l, part[0]->key, part[0]->text);
	if (target == MATCH_NONE && (over == NULL ? *of == '\0' : strstr(over->key, "sinh") != NULL))
		target = lookup_find(a, l, "ngaysinh", "Ngày sinh");
	return target;
}

/* "Nam" and "Nữ" side by side under a birth date: the day of each stands under one of them. */
static size_t sexes_begin(struct arena *a, const struct block *b, const struct lookup *l, size_t column, const char *const *words, const char *const *keys)
{
	const struct head_title *over = NULL;
	size_t row[2] = { 0 };

	for (size_t i = 0; i < COUNT(row); i++) {
		const char *rest = b->width[column + i] != 1 ? NULL : after_word(a, leaf(b, column + i, &row[i]), words[i], keys[i]);
		if (rest == NULL || *rest != '\0')
			return MATCH_NONE;
	}
	if (row[0] != row[1] || !same_parents(b, row[0], column, column + 1))
		return MATCH_NONE;
	for (size_t r = 0; r < row[0]; r++)
		over = b->title[r][column].key != NULL ? &b->title[r][column] : over;
	const size_t birth = lookup_find(a, l, "ngaysinh", "Ngày sinh");
	return over != NULL && (lookup_find(a, l, over->key, over->text) == birth || strstr(over->key, "namsinh") != NULL) ? birth : MATCH_NONE;
}

static void join_sexes(struct arena *a, struct block *b, const struct lookup *l)
{
	static const char *const words[] = { "Nam", "Nữ", "Nam" }, *const keys[] = { "nam", "nu", "nam" };

	b->by_sex = NEW_N(a, const char *const *, b->columns + 1);
	for (size_t k = 0; k + 1 < b->columns; k++)
		for (size_t first = 0; first < 2; first++) {
			const size_t target = sexes_begin(a, b, l, k, &words[first], &keys[first]);
			if (target == MATCH_NONE)
				continue;
			b->day[k] = target + 1;
			b->by_sex[k] = &keys[first];
			b->width[k] = 2;
			b->width[k + 1] = 0;
		}
}

static void join_days(struct arena *a, struct block *b, const struct lookup *l)
{
	b->day = NEW_N(a, size_t, b->columns + 1);
	join_sexes(a, b, l);
	for (size_t k = 0; k + 2 < b->columns; k++) {
		const size_t target = day_begins(a, b, l, k);
		if (target == MATCH_NONE)
			continue;
		b->day[k] = target + 1;
		b->width[k] = 3;
		b->width[k + 1] = b->width[k + 2] = 0;
		k += 2;
	}
}

/* The path of a column from row `top` down: its key, and its text for people. */
static const char *path(struct arena *a, const struct block *b, size_t column, size_t top, const char **ret_text)
{
	const char *key = "", *text = NULL;

	for (size_t r = top; r < b->height; r++) {
		const struct head_title *t = &b->title[r][column];
		if (t->key == NULL || (*t->key == '\0' && *t->text == '\0'))
			continue;
		key = *key == '\0' ? t->key : arena_fmt(a, "%s%s", key, t->key);
		text = text == NULL ? t->text : arena_fmt(a, "%s / %s", text, t->text);
	}
	if (ret_text != NULL)
		*ret_text = text;
	return key;
}

/* By the lowest title and what those above it say together, from row `top` down. */
static size_t under_title(struct arena *a, const struct block *b, const struct lookup *l, size_t column, size_t top)
{
	size_t row = 0;
	const struct head_title *last = leaf(b, column, &row);
	const char *over = "";

	for (size_t r = top; last != NULL && r < row; r++)
		if (b->title[r][column].key != NULL)
			over = arena_fmt(a, "%s%s", over, b->title[r][column].key);
	return *over == '\0' ? MATCH_NONE : lookup_find_under(a, l, over, last->key);
}

/* Whole paths first, and what they say in other words;
 * then paths without their topmost parents, where only one column claims the target: "Cha / Họ tên" and "Mẹ / Họ tên" must not become the pupil's name. */
static void assign_targets(struct arena *a, const struct block *b, const struct lookup *l, struct match *m)
{
	size_t *claims = NEW_N(a, size_t, l->template->n_columns), *wish = NEW_N(a, size_t, b->columns);
	bool *taken = NEW_N(a, bool, l->template->n_columns);

	for (size_t k = 0; k < b->columns; k++) {
		if (b->day[k] == 0)
			continue;
		struct match_column *mc = &m->column[k];
		*(taken[b->day[k] - 1] ? &mc->repeats : &mc->target) = b->day[k] - 1;
		taken[b->day[k] - 1] = true;
		mc->is_day = b->by_sex[k] == NULL;
		mc->by_sex = b->by_sex[k];
	}
	for (size_t pass = 0; pass < 2 * b->height; pass++) {
		const size_t top = pass / 2;
		memset(claims, 0, l->template->n_columns * sizeof *claims);
		for (size_t k = 0; k < b->columns; k++) {
			struct match_column *mc = &m->column[k];
			bool open = mc->target == MATCH_NONE && mc->repeats == MATCH_NONE && (top == 0 || b->title[top - 1][k].key != NULL);
			const char *text = NULL, *key = open && b->width[k] != 0 ? path(a, b, k, top, &text) : "";
			wish[k] = *key == '\0' ? MATCH_NONE : pass % 2 == 0 ? lookup_find(a, l, key, text) : under_title(a, b, l, k, top);
			if (wish[k] != MATCH_NONE)
				claims[wish[k]]++;
		}
		for (size_t k = 0; k < b->columns; k++) {
			if (wish[k] == MATCH_NONE)
				continue;
			if (!taken[wish[k]] && (top == 0 || claims[wish[k]] == 1)) {
				m->column[k].target = wish[k];
				taken[wish[k]] = true;
			} else if (top == 0) {
				m->column[k].repeats = wish[k];
			}
		}
	}
}

/* What is a general kind of thing counts for no template; the three columns of a day are all known. */
static void count_known(struct match *m)
{
	for (size_t k = 0; k < m->n_columns; k++) {
		const struct match_column *mc = &m->column[k];
		const struct template_column *t = mc->target == MATCH_NONE ? NULL : &m->template->column[mc->target];
		if (t == NULL)
			continue;
		*(t->general ? &m->n_general : &m->n_known) += mc->is_day || mc->by_sex != NULL ? mc->width : 1;
		m->n_own += !t->general && !t->ordinal && !t->finds;
	}
}

static void evaluate(struct arena *a, const struct head *h, const struct lookup *l, size_t first, size_t height, struct match *ret)
{
	struct block b;

	build_block(a, h, first, height, &b);
	join_days(a, &b, l);
	*ret = (struct match){ .template = l->template,
		               .sheet = h->sheet,
		               .sheet_name = h->name,
		               .header_first = h->row[first].number,
		               .header_last = h->row[first + height - 1].number,
		               .down = h->down,
		               .n_down = h->n_down,
		               .n_columns = b.columns,
		               .column = NEW_N(a, struct match_column, b.columns) };
	for (size_t k = 0; k < b.columns; k++) {
		ret->column[k] = (struct match_column){ .target = MATCH_NONE, .repeats = MATCH_NONE, .width = b.width[k] };
		if (b.width[k] != 0)
			path(a, &b, k, 0, &ret->column[k].title);
		if (b.day[k] != 0)
			ret->column[k].title = l->template->column[b.day[k] - 1].titles[0];
	}
	assign_targets(a, &b, l, ret);
	count_known(ret);
}

/* ---- what the caller is told about the winner ---- */

static void note_missing(struct arena *a, struct match *m)
{
	const struct template *t = m->template;
	bool *found = NEW_N(a, bool, t->n_columns);

	for (size_t k = 0; k < m->n_columns; k++)
		if (m->column[k].target != MATCH_NONE)
			found[m->column[k].target] = true;
	m->missing = NEW_N(a, const struct template_column *, t->n_columns);
	for (size_t i = 0; i < t->n_columns; i++)
		if (t->column[i].required && !found[i])
			m->missing[m->n_missing++] = &t->column[i];
}

/* A sign that only looks like an old letter makes no column of old letters. */
static const char *legacy_of(const struct head *h, size_t after, size_t column)
{
	const char *seen = NULL;
	size_t n = 0, marked = 0, modern = 0;

	for (size_t r = after; r < h->n_rows; r++) {
		const struct head_title *t = column < h->row[r].n ? &h->row[r].title[column] : NULL;
		if (t == NULL || !t->marked)
			continue;
		marked++;
		modern += t->modern;
		n += t->legacy != NULL && (seen == NULL || streq(seen, t->legacy));
		seen = seen != NULL ? seen : t->legacy;
	}
	return seen == NULL || (n * 2 >= marked && modern == 0) ? seen : "";
}

static int by_year(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* Of a day, or of the third of its three columns. */
static int year_at(const struct head_row *r, const struct match_column *mc, size_t column)
{
	const size_t at = mc->is_day ? column + 2 : column;
	const char *text = mc->is_day && at < r->n ? r->title[at].text : NULL;

	if (text != NULL)
		return strlen(text) == 4 && strspn(text, "0123456789") == 4 ? (int)strtol(text, NULL, 10) : 0;
	return at < r->n ? r->title[at].year : 0;
}

static int year_of(const struct head *h, size_t after, const struct match_column *mc, size_t column)
{
	int year[HEAD_ROWS];
	size_t n = 0;

	for (size_t r = after; r < h->n_rows; r++)
		if (year_at(&h->row[r], mc, column) != 0)
			year[n++] = year_at(&h->row[r], mc, column);
	qsort(year, n, sizeof *year, by_year);
	return n == 0 ? 0 : year[n / 2];
}

/* Three words at most, as a given name has; a note is longer, a code has digits. */
static bool is_given_name(const struct head_title *t)
{
	size_t blanks = 0, at;

	for (const char *s = t->text; s != NULL && *s != '\0'; s++)
		blanks += *s == ' ';
	return t->text != NULL && t->year == 0 && blanks <= 2 && text_name(t->text, &at) == NAME_FINE;
}

static bool is_mark(const char *key)
{
	static const char *const marks[] = { "nam", "nu", "x", "co", "khong" };

	for (size_t i = 0; i < COUNT(marks); i++)
		if (streq(key, marks[i]))
			return true;
	return false;
}

/* "Nguyễn Văn An" and beside it "An", or another name of a Nguyễn: nothing goes on there. */
static bool says_again(const struct head_title *whole, const struct head_title *part)
{
	const size_t n = whole->key == NULL ? 0 : strlen(whole->key), m = part->key == NULL ? 0 : strlen(part->key);
	const size_t family = m == 0 ? 0 : strcspn(part->text, " ");

	return m > 0 && n > 0 && ((n >= m && streq(whole->key + n - m, part->key)) || (part->text[family] == ' ' && strncmp(whole->text, part->text, family + 1) == 0));
}

/* Names differ from row to row; what repeats itself, or only marks, may be anything. */
static enum given_names given_of(const struct head *h, size_t after, size_t column)
{
	const char *seen[HEAD_ROWS];
	size_t names = 0, filled = 0, rows = 0, differ = 0, marks = 0, again = 0;

	for (size_t r = after; column > 0 && r < h->n_rows; r++) {
		const struct head_title *t = column < h->row[r].n ? &h->row[r].title[column] : NULL;
		rows += column <= h->row[r].n && h->row[r].title[column - 1].filled;
		again += t != NULL && says_again(&h->row[r].title[column - 1], t);
		filled += t != NULL && t->filled;
		if (t == NULL || !is_given_name(t))
			continue;
		bool known = false;
		for (size_t i = 0; i < differ; i++)
			known = known || streq(seen[i], t->key);
		if (!known)
			seen[differ++] = t->key;
		marks += is_mark(t->key);
		names++;
	}
	if (names * 2 < filled || names == marks || again * 2 > names)
		return GIVEN_NONE;
	return names * 5 >= filled * 4 && names * 2 >= rows && differ * 2 > names ? GIVEN_NAMES : GIVEN_DOUBTFUL;
}

static bool is_between(const struct head_row *r, size_t column, long low, long high)
{
	const char *s = column < r->n && r->title[column].text != NULL ? r->title[column].text : "";
	const size_t n = strlen(s);

	return n > 0 && n <= 4 && strspn(s, "0123456789") == n && strtol(s, NULL, 10) >= low && strtol(s, NULL, 10) <= high;
}

static bool is_filled(const struct head_row *r, size_t column)
{
	return column < r->n && r->title[column].filled;
}

/* Under a title over three columns "5", "9", "2019": of most rows, so that another is told. */
static bool are_days(const struct head *h, size_t after, size_t column)
{
	size_t days = 0, filled = 0;

	for (size_t i = after; i < h->n_rows; i++) {
		const struct head_row *r = &h->row[i];
		filled += is_filled(r, column) || is_filled(r, column + 1) || is_filled(r, column + 2);
		days += is_between(r, column, 1, 31) && is_between(r, column + 1, 1, 12) && is_between(r, column + 2, 1900, 2100);
	}
	return days * 2 > filled;
}

/* What stands in parts in half of the rows does so in all. */
static bool is_halved(const struct head *h, size_t after, size_t first, size_t last)
{
	size_t both = 0, either = 0;

	for (size_t r = after; r < h->n_rows; r++) {
		both += is_filled(&h->row[r], first) && is_filled(&h->row[r], last);
		either += is_filled(&h->row[r], first) || is_filled(&h->row[r], last);
	}
	return both > 0 && both * 2 >= either;
}

/* Data may reach further right than the header. */
static void note_data(struct arena *a, const struct head *h, size_t after, struct match *m)
{
	size_t columns = m->n_columns;

	for (size_t r = after; r < h->n_rows; r++)
		if (h->row[r].n > columns)
			columns = h->row[r].n;
	struct match_column *wider = NEW_N(a, struct match_column, columns);
	memcpy(wider, m->column, m->n_columns * sizeof *wider);
	for (size_t k = m->n_columns; k < columns; k++)
		wider[k] = (struct match_column){ .target = MATCH_NONE, .repeats = MATCH_NONE, .width = 1 };
	m->column = wider;
	m->n_columns = columns;
	for (size_t r = after; r < h->n_rows; r++)
		for (size_t k = 0; k < h->row[r].n; k++)
			wider[k].has_data = wider[k].has_data || h->row[r].title[k].filled;
	m->n_unknown = 0;
	for (size_t k = 0; k < columns; k++) {
		wider[k].legacy = legacy_of(h, after, k);
		wider[k].is_day = wider[k].is_day || (wider[k].width == 3 && wider[k].target != MATCH_NONE && are_days(h, after, k));
		wider[k].halved = is_halved(h, after, k, wider[k].width < 2 ? k + 1 : k + wider[k].width - 1);
		wider[k].year = year_of(h, after, &wider[k], k);
		wider[k].given = given_of(h, after, k);
	}
	for (size_t k = 0; k < columns; k++)
		m->n_unknown += wider[k].target == MATCH_NONE && wider[k].width != 0 && (wider[k].title != NULL || wider[k].has_data);
}

/* A repeated header says what it said here, or any other title of the same target. */
static void note_keys(struct arena *a, const struct head *h, size_t first, size_t height, const struct lookup *l,
                      struct match *m)
{
	for (size_t k = 0; k < m->n_columns; k++) {
		struct match_column *mc = &m->column[k];
		size_t titles = mc->target == MATCH_NONE ? 0 : l->template->column[mc->target].n_titles;
		const char **keys = NEW_N(a, const char *, HEADER_ROWS_MAX + titles);
		for (size_t r = first; r < first + height; r++)
			if (k < h->row[r].n && h->row[r].title[k].key != NULL && *h->row[r].title[k].key != '\0')
				keys[mc->n_keys++] = h->row[r].title[k].key;
		for (size_t i = 0; mc->target != MATCH_NONE && i < l->n; i++)
			if (l->entry[i].column == mc->target)
				keys[mc->n_keys++] = l->entry[i].key;
		mc->keys = keys;
	}
}

static void note_section(struct arena *a, const struct head *h, size_t first, struct match *m)
{
	for (size_t r = 0; r < first; r++)
		for (size_t k = 0; k < h->row[r].n; k++) {
			const char *text = h->row[r].title[k].text;
			const char *name = text == NULL ? NULL : title_class(a, text);
			if (name != NULL)
				m->section = name;
		}
}

/* Most known titles; of equals the lowest block, then the first. */
static bool find_block(const struct head *h, const struct lookup *l, size_t *ret_first, size_t *ret_height)
{
	struct arena *scratch = arena_new();
	size_t best = 0;
	struct match m;

	for (size_t height = 1; height <= HEADER_ROWS_MAX; height++)
		for (size_t r = 0; r + height <= h->n_rows; r++) {
			bool known = false;
			for (size_t s = r; s < r + height; s++)
				known = known || is_known(scratch, h, l, s);
			if (!known || h->row[r + height - 1].number != h->row[r].number + height - 1)
				continue;
			evaluate(scratch, h, l, r, height, &m);
			arena_reset(scratch);
			if (m.n_known == 0 || m.n_known + m.n_general <= best)
				continue;
			best = m.n_known + m.n_general;
			*ret_first = r;
			*ret_height = height;
		}
	arena_free(scratch);
	return best > 0;
}

bool header_find(struct arena *a, const struct head *h, const struct lookup *l, struct match *ret)
{
	size_t first, height;

	if (!find_block(h, l, &first, &height))
		return false;
	evaluate(a, h, l, first, height, ret);
	note_missing(a, ret);
	note_data(a, h, first + height, ret);
	note_keys(a, h, first, height, l, ret);
	note_section(a, h, first, ret);
	return true;
}
