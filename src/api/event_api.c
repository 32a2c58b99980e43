/* event_api.c - what happens to people: events, and the status that follows. */
#include "api/routes.h"
#include "domain/event/event.h"

HANDLER(api_event_list)
{
	struct buf b = buf_in(c->arena);
	struct record rec;

	buf_put(&b, "{\"items\":[");
	if (!api_record(c, q, &rec) || !event_list(c, &rec, &b))
		return false;
	buf_put(&b, "]}");
	reply_buf(r, "application/json", &b);
	return true;
}

HANDLER(api_event_add)
{
	const struct life *life;
	struct record rec;
	struct draft d;
	bool replayed;

	if (!api_record(c, q, &rec) || !api_replay(c, q, r, &replayed) || replayed)
		return c->err == ERR_NONE;
	life = catalog_life(c->catalog, rec.type);
	if (life == NULL)
		return fail(c, ERR_INVALID, "event.none", "Trạng thái của %s không suy ra từ biến động.", rec.type->label);
	draft_from_json(c, life->event_type, q->in, NULL, &d);
	if (d.given[life->subject->index])
		problem_add(c, &d.problems, life->subject->name, "event.subject", "%s: đã nêu ở đường dẫn; bỏ mục này.", life->subject->label);
	return event_add(c, &rec, &d, &rec) && api_reply_record(c, r, &rec, NULL) && api_remember(c, q, r);
}

HANDLER(api_event_undo)
{
	struct record rec;

	return api_record(c, q, &rec) && event_undo(c, &rec, &rec) && api_reply_record(c, r, &rec, NULL);
}
