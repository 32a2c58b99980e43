/* trial_api.c - what would come of a request, without doing it. */
#include "api/routes.h"
#include "api/shapes.h"
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
	buf_fmt(&b, "{\"outcome\":\"%s\",\"problems\":", write_result_name(t.made.result));
	api_put_problems(&b, &t.problems, true);
	buf_char(&b, '}');
	reply_buf(r, "application/json", &b);
	return true;
}
