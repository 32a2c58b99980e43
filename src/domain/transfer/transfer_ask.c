/* transfer_ask.c - asking for a person of another school: how often a wrong guess is answered, and the lines that stay of it. */
#include "base/json.h"
#include "db/db.h"
#include "domain/transfer/transfer_parts.h"
#include "store/change.h"
#include "store/quota.h"

enum { CODE_DIGITS = 10 };

struct quotas {
	struct quota account, person;
};

static struct quotas quotas(struct ctx *c, const char *person)
{
	const char *who = arena_fmt(c->arena, "%" PRId64 "/%s", c->account->unit.id, person);

	return (struct quotas){ quota_of_account(c, "transfer.miss", c->catalog->transfer_misses_a_day),
		                { "transfer.miss_of_person", who, c->catalog->transfer_misses_of_person } };
}

/* Whoever may not ask any more does not use up what others of the unit may ask of the person. */
static bool take(struct ctx *c, const struct quotas *q, size_t *ret_account, size_t *ret_person)
{
	*ret_person = 0;
	return quota_take(c, &q->account, 1, ret_account) && (*ret_account == 0 || quota_take(c, &q->person, 1, ret_person));
}

bool transfer_ask_count(struct ctx *c, const char *person)
{
	size_t account, of_person;

	if (actor_sees_everything(c))
		return true;
	const struct quotas q = quotas(c, person);
	if (!db_begin(c) || !db_end(c, take(c, &q, &account, &of_person)))
		return false;
	if (account == 0)
		return fail(c, ERR_LIMITED, "transfer.quota", "Hôm nay tài khoản này đã xin chuyển đến %d lần với mã, họ tên hoặc ngày sinh không khớp; hãy kiểm tra "
		            "lại giấy tờ và gửi lại vào ngày mai.", c->catalog->transfer_misses_a_day);
	return of_person > 0 ||
	       fail(c, ERR_LIMITED, "transfer.quota", "Hôm nay đơn vị này đã hỏi về mã này %d lần với họ tên hoặc ngày sinh không khớp; hãy hỏi lại gia đình "
	            "hoặc trường cũ và gửi lại vào ngày mai, hoặc để trường cũ đề nghị chuyển.", c->catalog->transfer_misses_of_person);
}

bool transfer_ask_right(struct ctx *c, const char *person)
{
	if (actor_sees_everything(c))
		return true;
	const struct quotas q = quotas(c, person);
	return db_begin(c) && db_end(c, quota_give_back(c, &q.account, 1) && quota_give_back(c, &q.person, 1));
}

/* What does not look like a code may be anything that is nobody's business here. */
static bool is_code(const char *code)
{
	return strlen(code) == CODE_DIGITS && strspn(code, "0123456789") == CODE_DIGITS;
}

/* The same line at the asking unit whether there is such a person or not; the school that has them learns who asks, not of whom. */
static bool note(struct ctx *c, const struct unit *to, const char *code, const struct unit *at)
{
	struct holding units[] = { { to->id, HOLD_ANY }, { at == NULL ? 0 : at->id, HOLD_ANY } };
	const struct change own = { .type = "unit", .record_id = to->id, .version = 1, .code = to->code, .event = "MISSED",
	                            .after = json_texts(c->arena, "person", is_code(code) ? code : NULL, NULL) };

	if (!units_hold(c, units, at == NULL ? 1 : 2) || !change_log(c, to->id, &own))
		return false;
	return at == NULL || change_log(c, at->id, &(struct change){ .type = "unit", .record_id = at->id, .version = 1, .code = at->code, .event = "ASKED",
	                                                             .after = json_texts(c->arena, "to", to->code, NULL) });
}

static bool note_asked(struct ctx *c, const struct unit *to, const struct unit *at)
{
	const struct change g = { .type = "unit", .record_id = at->id, .version = 1, .code = at->code, .event = "ASKED", .after = json_texts(c->arena, "to", to->code, NULL) };

	return units_hold(c, (struct holding[]){ { at->id, HOLD_ANY } }, 1) && change_log(c, at->id, &g);
}

bool transfer_ask_told(struct ctx *c, const struct unit *to, const struct unit *at)
{
	struct ctx own = *c;

	if (actor_sees_everything(c) || c->err == ERR_INTERNAL || c->err == ERR_BUSY || c->err == ERR_FULL)
		return false;
	ctx_clear(&own);
	own.fence = FENCE_ALL;
	return db_begin(&own) && db_end(&own, note_asked(&own, to, at)) ? false : ctx_hand_over(&own, c);
}

bool transfer_ask_missed(struct ctx *c, const struct unit *to, const char *code, const struct unit *at)
{
	if (at != NULL && at->id == to->id)
		at = NULL;
	const enum fence was = fence_open(c);
	if (!fence_close(c, was, actor_sees_everything(c) || (db_begin(c) && db_end(c, note(c, to, code, at)))))
		return false;
	return fail(c, ERR_NOT_FOUND, "transfer.person", "Không có ai mang mã, họ tên và ngày sinh này; hãy hỏi lại gia đình hoặc trường cũ.");
}
