/* guessed.c - words that are tried first by whoever guesses passwords, from catalog/guessed.tsv. */
#include "base/text.h"
#include "base/tsv.h"
#include "catalog/loader.h"

static const char path[] = "guessed.tsv";

enum { WORD_MIN = 4 };

void load_guessed(struct loader *l)
{
	struct source s;
	struct tsv t;

	if (!loader_has(l, path) || !loader_read(l, path, &s))
		return;
	const char **word = NEW_N(l->c->arena, const char *, tsv_lines_max(s.text));
	l->catalog->guessed = word;
	tsv_begin(l->c->arena, &t, s.text);
	while (tsv_line(&t)) {
		if (streq(t.cell[0], "word"))
			continue;
		if (t.n != 1 || strlen(t.cell[0]) < WORD_MIN || !streq(text_fold(l->c->arena, t.cell[0]), t.cell[0]))
			problem_add(l->c, &l->problems, path, "catalog.invalid", "%s:%zu: mỗi dòng một từ viết thường không dấu, ít nhất %d chữ.", path, t.line, WORD_MIN);
		else
			word[l->catalog->n_guessed++] = t.cell[0];
	}
}
