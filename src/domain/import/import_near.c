/* import_near.c - somebody new who may be one that is known, but for a slip in the birth date. */
#include "base/time.h"
#include "domain/import/import_plan.h"

enum { YEAR = 4, DAY = 10 };

/* "2017-12-07" and "2017-07-12", "2017-02-28" and "2018-02-28": day and month the other way round, or a digit of the year. */
static const char *slip_between(const char *a, const char *b)
{
	size_t digits = 0;

	if (strlen(a) != DAY || strlen(b) != DAY || streq(a, b))
		return NULL;
	for (size_t i = 0; i < YEAR; i++)
		digits += a[i] != b[i];
	if (digits == 0)
		return strncmp(a + 5, b + 8, 2) == 0 && strncmp(a + 8, b + 5, 2) == 0 ? "đảo ngày với tháng" : NULL;
	return digits == 1 && streq(a + YEAR, b + YEAR) ? "sai một số của năm" : NULL;
}

/* The class of this year, where the template has one. */
static bool is_of_class(const struct plan *plan, const struct entry *p, const struct subject *who)
{
	const int64_t class_id = p->group == NOWHERE ? 0 : plan->classes.group[p->group].id;

	if (plan->at.class == NOWHERE)
		return true;
	for (size_t k = 1; k < plan->sheet->n_records; k++)
		if (class_id != 0 && who->held[k] != NULL && who->held[k]->class_id == class_id)
			return true;
	return false;
}

/* Nobody else in the file is meant, and nothing tells them apart but the date. */
static const char *slip_of(const struct plan *plan, const struct entry *p, const struct subject *who)
{
	const struct val *sex = subject_value(&plan->known, &who->own, plan->at.sex);
	const char *code = slot_text(p, plan->at.code);

	if (who->claimed != 0 || who->birth == NULL || !subject_is_present(&plan->known, who) || !val_equal(sex, slot_value(p, plan->at.sex)) ||
	    subject_differ(slot_text(p, plan->at.personal_id), who->personal_id) || (code != NULL && who->has_moet) || !is_of_class(plan, p, who))
		return NULL;
	return slip_between(slot_text(p, plan->at.birth), who->birth);
}

static bool is_new(const struct plan *plan, const struct entry *p)
{
	return p->subject == NULL && !p->contradicts && p->fate != FATE_REFUSED && p->folded != NULL && slot_text(p, plan->at.birth) != NULL &&
	       slot_value(p, plan->at.sex)->kind != VAL_NULL;
}

/* One sentence, however many they are. */
static void tell(struct plan *plan, const struct entry *p, const struct subject *who, const char *slip, size_t others)
{
	note_warning(plan, p, plan->at.birth, NULL, "import.birth_near", "Dòng này được hiểu là người mới, mà đã có «%s» (mã %s)%s, cùng giới tính, sinh %s%s: ngày sinh có "
	             "thể ghi %s. Nếu là một người, hãy sửa ngày sinh trong tệp hay trên hồ sơ rồi nạp lại.", who->name, who->own.code,
	             plan->at.class == NOWHERE ? "" : " cùng lớp", date_words(plan->c->arena, who->birth),
	             others == 0 ? "" : arena_fmt(plan->c->arena, ", và %zu người nữa gần giống như thế", others), slip);
}

void import_tell_near(struct plan *plan)
{
	struct arena *own = arena_new();
	struct map named = { 0 };
	size_t *next = NEW_N(own, size_t, plan->known.n + 1);

	for (size_t i = 0; i < plan->known.n; i++) {
		const char *folded = plan->known.item[i].folded;
		if (folded == NULL)
			continue;
		size_t *first = map_put(own, &named, folded);
		next[i] = *first;
		*first = i + 1;
	}
	for (size_t i = 0; i < plan->rows.n_entries; i++) {
		const struct entry *p = &plan->rows.entry[i];
		const struct subject *first = NULL;
		const char *how = NULL;
		size_t others = 0;
		for (size_t at = is_new(plan, p) ? map_get(&named, p->folded) : 0; at != 0; at = next[at - 1]) {
			const struct subject *who = &plan->known.item[at - 1];
			const char *slip = slip_of(plan, p, who);
			others += slip != NULL && first != NULL;
			if (slip != NULL && first == NULL)
				first = who, how = slip;
		}
		if (first != NULL)
			tell(plan, p, first, how, others);
	}
	arena_free(own);
}
