/* import_ask.c - what the rows of a file cannot say: which period, which subject, which round. */
#include "base/text.h"
#include "base/time.h"
#include "domain/import/import_plan.h"
#include "book/book.h"

static bool is_word_char(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || (ch & 0x80) != 0;
}

/* How much of a list's name stands in the text, as whole words; the longest name says most. */
static size_t said(const char *folded, const char *name)
{
	size_t n = strlen(name);

	for (const char *s = folded; n > 0 && (s = strstr(s, name)) != NULL; s++)
		if ((s == folded || !is_word_char(s[-1])) && !is_word_char(s[n]))
			return n;
	return 0;
}

/* Items of other levels than the school's are not meant: there are three subjects called Toán. */
static bool is_for(const struct plan *plan, const struct list_item *it)
{
	return it->levels == NULL || plan->o->unit.levels == NULL || import_is_taught(plan, it);
}

static const struct list_item *find_said(const struct plan *plan, const struct list *list, const char *text)
{
	const struct list_item *best = NULL;
	const char *folded;
	size_t most = 0;

	if (text == NULL)
		return NULL;
	folded = text_fold(plan->c->arena, text);
	for (size_t i = 0; i < list->n_items; i++) {
		const struct list_item *it = &list->item[i];
		for (const char *const *name = it->folded; is_for(plan, it) && *name != NULL; name++) {
			size_t n = said(folded, *name);
			if (n > most) {
				most = n;
				best = it;
			} else if (n > 0 && n == most && it != best) {
				best = NULL; /* two things of the same length: nobody knows */
			}
		}
	}
	return best;
}

static const char *sheet_names(const struct plan *plan)
{
	struct buf b = buf_in(plan->c->arena);

	for (size_t i = 0; i < plan->rows.n_pages; i++)
		buf_fmt(&b, "%s\n", plan->rows.page[i].match->sheet_name);
	return buf_text(&b);
}

static const char *known_codes(struct plan *plan, const struct list *list)
{
	struct buf b = buf_in(plan->c->arena);

	for (size_t i = 0; list != NULL && i < list->n_items && i < 40; i++)
		if (is_for(plan, &list->item[i]))
			buf_fmt(&b, "%s%s (%s)", b.len == 0 ? " Hãy chọn: " : ", ", list->item[i].code, list->item[i].name);
	return b.len == 0 ? " Hãy ghi giá trị." : buf_fmt(&b, "."), buf_text(&b);
}

static const char *told_by_file(struct plan *plan, const struct sheet_ask *ask, const char **ret_from)
{
	const struct list *list = ask->field->list;
	const struct list_item *it = NULL;

	if (list == NULL)
		return NULL;
	*ret_from = "sheet";
	it = find_said(plan, list, buf_text(&plan->rows.words));
	if (it == NULL)
		it = find_said(plan, list, sheet_names(plan));
	if (it == NULL) {
		*ret_from = "file";
		it = find_said(plan, list, plan->o->file_name);
	}
	return it == NULL ? NULL : it->code;
}

/* A workbook that was written here says what it was asked for. */
static const char *told_by_mark(const struct book_mark *mark, const struct sheet_ask *ask, const char **ret_from)
{
	*ret_from = "mark";
	for (const char *const *p = mark->ask; p != NULL && *p != NULL; p += 2)
		if (streq(p[0], ask->name))
			return p[1];
	return NULL;
}

static bool answer(struct plan *plan, const struct sheet_ask *ask, struct val *ret)
{
	struct ctx *c = plan->c;
	const char *text = json_string_value(json_object_get(plan->o->asks, ask->name)), *from = "given";
	struct problems p = { 0 };

	if (text == NULL)
		text = told_by_mark(&plan->mark, ask, &from);
	if (text == NULL)
		text = told_by_file(plan, ask, &from);
	if (text == NULL && ask->otherwise != NULL) {
		from = "default";
		text = streq(ask->otherwise, "today") ? time_today(c->arena, c->now_ms) : ask->otherwise;
	}
	if (text == NULL)
		return fail(c, ERR_INVALID, "import.ask", "Tệp không cho biết «%s» (%s).%s", ask->field->label, ask->name, known_codes(plan, ask->field->list));
	if (!field_from_text(c, ask->field, text, ret, &p))
		return fail(c, ERR_INVALID, "import.ask", "%s (%s): %s%s", ask->field->label, ask->name, p.first->message, known_codes(plan, ask->field->list));
	const struct list_item *it = ask->field->list == NULL ? NULL : list_find(ask->field->list, text, NULL);
	plan->sum->answer[plan->sum->n_answers++] = (struct import_answer){ ask->name, ask->field->label, text, it == NULL ? date_words(c->arena, text) : it->name, from };
	return true;
}

bool import_ask(struct plan *plan)
{
	struct val *value = NEW_N(plan->c->arena, struct val, plan->sheet->n_asks + 1);

	plan->known.asked = value;
	plan->sum->answer = NEW_N(plan->c->arena, struct import_answer, plan->sheet->n_asks + 1);
	for (size_t i = 0; i < plan->sheet->n_asks; i++)
		if (!answer(plan, &plan->sheet->ask[i], &value[i]))
			return false;
	return true;
}
