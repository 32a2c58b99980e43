/* decide.c - a person says whether two records are one. */
#include "base/json.h"
#include "db/db.h"
#include "domain/duplicate/find.h"
#include "store/change.h"

/* What duplicate_put_items told of a record elsewhere; good only while it still is a suspicion of a, and while a may be
 * asked for: else deciding would tell what asking does not. */
static bool find_elsewhere(struct ctx *c, const struct record *a, const char *told, int64_t *ret_unit, int64_t *ret_id, bool *ret_found)
{
	const char *mark = strrchr(told, '#');
	struct duplicate_asked asked;
	struct duplicate *all;
	struct twin who;
	bool elsewhere;
	size_t n;

	*ret_found = false;
	if (mark == NULL)
		return true;
	if (!twin_load(c, a->unit.id, a->id, &who) || !elsewhere_allow(c, &who, 1, &elsewhere, &asked))
		return false;
	if (asked.too_new > 0)
		return fail(c, ERR_CONFLICT, "duplicate.too_new", "Hồ sơ này vừa lập hoặc vừa sửa; hãy quyết định sau một ngày.");
	if (asked.over_quota > 0)
		return fail(c, ERR_LIMITED, "duplicate.quota", "Hôm nay tài khoản này đã hỏi các trường khác về đủ %d người; hãy quyết định vào ngày mai.",
		            c->catalog->duplicate_asks_a_day);
	if (!twins_find(c, &who, (struct twins_wanted){ .decided = true, .elsewhere = elsewhere }, &all, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!all[i].visible && streq(told, elsewhere_handle(c->arena, &all[i]))) {
			*ret_unit = all[i].twin.unit_id;
			*ret_id = all[i].twin.id;
			*ret_found = true;
			return elsewhere_note(c, &(struct elsewhere_told){ who, &all[i], 1 }, 1);
		}
	return true;
}

static bool keep(struct ctx *c, const struct record *a, int64_t b_unit, int64_t b_id, const char *b, const char *decision, const char *note)
{
	bool first = a->unit.id < b_unit || (a->unit.id == b_unit && a->id < b_id);
	const struct change g = { .type = a->type->name, .record_id = a->id, .version = a->version, .code = a->code, .event = "DUPLICATE",
	                          .after = json_texts(c->arena, "decision", decision, "other", b, NULL) };

	return change_log(c, a->unit.id, &g) &&
	       db_exec(c, SQL_DUPLICATE_DECIDE,
	               ARGS(val_int(first ? a->unit.id : b_unit), val_int(first ? a->id : b_id), val_int(first ? b_unit : a->unit.id),
	                    val_int(first ? b_id : a->id), val_text(decision), val_text(note), val_int(actor_id(c)), val_int(c->now_ms)));
}

bool duplicate_decide(struct ctx *c, const char *a, const char *b, const char *decision, const char *note)
{
	int64_t b_unit = 0, b_id = 0;
	struct record one, other;
	bool elsewhere;

	if (!streq(decision, "same") && !streq(decision, "different") && !streq(decision, "open"))
		return fail(c, ERR_INVALID, "duplicate.decision", "Quyết định phải là same (một người), different (hai người) hoặc open (xét lại).");
	if (!twins_check_shown(c) || !record_find(c, twin_type(c), actor_scope(c), a, &one) || !find_elsewhere(c, &one, b, &b_unit, &b_id, &elsewhere))
		return false;
	if (!elsewhere) {
		if (!record_find(c, twin_type(c), actor_scope(c), b, &other))
			return false;
		b_unit = other.unit.id;
		b_id = other.id;
	}
	if (b_unit == one.unit.id && b_id == one.id)
		return fail(c, ERR_INVALID, "duplicate.self", "Hai mã là của cùng một hồ sơ.");
	return db_begin(c) && db_end(c, keep(c, &one, b_unit, b_id, b, decision, note));
}
