/* left.c - sheets that hold a list and are none of those that are taken. */
#include "sheet/header.h"

/* Cells below a header, under titles that are known. */
struct below {
	size_t words, digits;
};

static struct below count_below(const struct head *h, const struct match *m)
{
	struct below n = { 0 };

	for (size_t r = 0; r < h->n_rows; r++)
		for (size_t k = 0; h->row[r].number > m->header_last && k < h->row[r].n && k < m->n_columns; k++) {
			const struct head_title *t = &h->row[r].title[k];
			if (m->column[k].target == MATCH_NONE || m->template->column[m->column[k].target].ordinal || t->key == NULL || *t->key == '\0')
				continue;
			t->key[strspn(t->key, "0123456789")] == '\0' && t->year == 0 ? n.digits++ : n.words++;
		}
	return n;
}

/* Tells of whom or what its rows are, or, where it is visible, numbers them and says more of each than how many. */
static bool is_list(const struct head *h, const struct match *m, bool hidden)
{
	const struct below n = count_below(h, m);
	size_t known = 0, required = 0;
	bool ordinal = false;

	for (size_t k = 0; k < m->n_columns; k++) {
		const struct template_column *t = m->column[k].target == MATCH_NONE ? NULL : &m->template->column[m->column[k].target];
		if (t == NULL || !m->column[k].has_data)
			continue;
		known += !t->ordinal && !t->general;
		required += t->required;
		ordinal = ordinal || t->ordinal;
	}
	return (required > 0 && known + ordinal >= 2) || (!hidden && known >= 2 && ordinal && n.words > n.digits);
}

static const char *names_of_missing(struct arena *a, const struct match *m)
{
	const char *ret = NULL;

	for (size_t i = 0; i < m->n_missing; i++)
		ret = arena_fmt(a, "%s%s«%s»", ret == NULL ? "" : ret, ret == NULL ? "" : ", ", m->missing[i]->titles[0]);
	return ret;
}

/* Of templates that explain as many titles the first; their work is not kept. */
static bool look(struct arena *a, const struct head *h, bool hidden, const struct lookup *lookup, size_t n, struct sheet_left *ret)
{
	struct arena *scratch = arena_new();
	size_t best = 0;

	for (size_t i = 0; i < n; i++) {
		struct match m;
		arena_reset(scratch);
		if (!header_find(scratch, h, &lookup[i], &m) || !is_list(h, &m, hidden) || m.n_known <= best)
			continue;
		best = m.n_known;
		*ret = (struct sheet_left){ .name = h->name, .hidden = hidden, .template = m.template, .header_last = m.header_last, .missing = names_of_missing(a, &m) };
	}
	arena_free(scratch);
	return best > 0;
}

static bool is_taken(const struct matches *m, const struct head *h)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->item[i].sheet == h->sheet)
			return true;
	return false;
}

static size_t count(const struct matches *m, const struct head *h)
{
	size_t n = 0;

	for (; h != NULL; h = h->next)
		n += !is_taken(m, h);
	return n;
}

size_t sheet_left_count(const struct matches *m)
{
	return count(m, m->head) + count(m, m->hidden_head);
}

static size_t find(struct arena *a, const struct matches *m, const struct head *h, bool hidden, const struct lookup *lookup, size_t n, struct sheet_left *ret)
{
	size_t found = 0;

	for (; h != NULL; h = h->next) {
		if (is_taken(m, h))
			continue;
		if (look(a, h, hidden, lookup, n, &ret[found])) {
			found++;
		} else if (h->late != NULL && look(a, h->late, hidden, lookup, n, &ret[found])) {
			ret[found++].late = true;
		}
	}
	return found;
}

size_t sheet_left_find(struct arena *a, const struct matches *m, const struct template *const *templates, size_t n, struct sheet_left **ret)
{
	struct lookup *lookup = NEW_N(a, struct lookup, n);

	for (size_t i = 0; i < n; i++)
		lookup_build(a, templates[i], &lookup[i]);
	*ret = NEW_N(a, struct sheet_left, sheet_left_count(m));
	const size_t found = find(a, m, m->head, false, lookup, n, *ret);
	return found + find(a, m, m->hidden_head, true, lookup, n, *ret + found);
}

size_t sheet_left_better(struct arena *a, const struct matches *m, const struct match *item, const struct template *const *templates, const size_t *more, size_t n)
{
	const struct head *h = m->head;
	size_t best = 0, ret = n;

	while (h != NULL && h->sheet != item->sheet)
		h = h->next;
	if (h == NULL || item->n_known == 0 || item->n_unknown == 0)
		return n;
	struct arena *scratch = arena_join(a, arena_new());
	for (size_t i = 0; i < n; i++) {
		struct lookup lookup;
		struct match other;
		arena_reset(scratch);
		lookup_build(scratch, templates[i], &lookup);
		if (templates[i] == item->template || !header_find(scratch, h, &lookup, &other) || other.n_own == 0 || other.n_missing > item->n_missing ||
		    other.n_known < item->n_known + more[i] || other.n_known <= best)
			continue;
		best = other.n_known;
		ret = i;
	}
	arena_reset(scratch);
	return ret;
}
