/* event_api.c - what happens to people: events, and the status that follows. */
#include "api/routes.h"
#include "domain/event/event.h"

HANDLER(api_event_list)
{
	struct buf b = buf_in(c->arena);
	struct record rec;

	api_open_items(&b);
	if (!api_record(c, q, &rec) || !event_list(c, &rec, &b))
		return false;
	return api_reply_items(r, &b);
}

static bool add(struct ctx *c, const struct request *q, struct attempt *ret)
{
	struct record *rec = &ret->record;
	const struct life *life;
	struct draft d;

	if (!api_record(c, q, rec))
		return false;
	life = catalog_life(c->catalog, rec->type);
	if (life == NULL)
		return fail(c, ERR_INVALID, "event.none", "Trạng thái của %s không suy ra từ biến động.", rec->type->label);
	draft_from_json(c, life->event_type, q->in, NULL, &d);
	if (d.given[life->subject->index])
		problem_add(c, &d.problems, life->subject->name, "event.subject", "%s: đã nêu ở đường dẫn; bỏ mục này.", life->subject->label);
	ret->result = WRITE_CHANGED;
	return event_add(c, rec, &d, rec);
}

static bool add_and_tell(struct ctx *c, const struct request *q, struct response *r)
{
	struct attempt made;

	return add(c, q, &made) && api_reply_record(c, r, &made.record, NULL);
}

HANDLER(api_event_add)
{
	bool dry, again;

	return api_dry_run(c, q, &dry) && (dry ? api_reply_trial(c, q, r, add) : api_once(c, q, r, add_and_tell, &again));
}

HANDLER(api_event_undo)
{
	struct record rec;

	return api_record(c, q, &rec) && event_undo(c, &rec, &rec) && api_reply_record(c, r, &rec, NULL);
}
