/* trial_api.c - what would come of a request, without doing it. */
#include "api/routes.h"
#include "api/shapes.h"
#include "base/json.h"
#include "base/problems.h"
#include "domain/quality/quality.h"
#include "store/trial.h"

SHAPE(trial, "Nếu gửi thật thì ra sao; chưa ghi gì",
	{ "outcome", OUT_TEXT, .summary = "created, changed, unchanged hoặc refused" },
	{ "problems", OUT_SHAPE, .summary = "error: sẽ bị từ chối; warning: ghi được nhưng nên xem lại, kể cả theo quy tắc chất lượng",
	  .shape = &problem_item_shape, .list = true });

bool api_dry_run(struct ctx *c, const struct request *q, bool *ret)
{
	return http_flag(c, q, "dry_run", ret);
}

struct trying {
	const struct request *q;
	attempt_fn *fn;
	int year;
	struct attempt made;
	struct problems problems;
};

static bool run(struct ctx *c, void *arg)
{
	struct trying *t = arg;

	if (!t->fn(c, t->q, &t->made))
		return false;
	t->problems = t->made.record.warnings;
	return quality_warn(c, &t->made.record, t->year, &t->problems);
}

bool api_reply_trial(struct ctx *c, const struct request *q, struct response *r, attempt_fn *fn)
{
	struct trying t = { .q = q, .fn = fn };
	struct buf b = buf_in(c->arena);

	if (!api_year(c, q, &t.year))
		return false;
	if (!trial(c, run, &t)) {
		if (!trial_refusal(c, &t.problems))
			return false;
		t.made.result = WRITE_REFUSED;
	}
	json_open_object(&b, NULL);
	json_put_text(&b, "outcome", write_result_name(t.made.result));
	problems_put(&b, "problems", t.problems.first, PROBLEM_SEVERITY);
	json_close_object(&b);
	return reply_json(r, &b);
}
