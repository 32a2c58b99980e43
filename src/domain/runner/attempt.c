/* attempt.c - one attempt at one job, and what follows from how it ends. */
#include "base/json.h"
#include "base/log.h"
#include "base/problems.h"
#include "base/time.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/runner/attempt.h"

enum {
	AGAIN_MS = 5000,           /* before what could not be done is tried again; longer each time */
	PROBLEMS_MAX = 100,
};

struct job_kind {
	const char *name;
	job_fn *run;
	void (*clean)(struct ctx *, const struct job *); /* what is not needed after its end; may be NULL */
	int tries;                   /* so often it may be begun, before a kill or a lost connection counts as its failure */
	const char *failed;          /* what a person is told then */
	const char *failed_trial;    /* the same where nothing was to be written; NULL: it is never only tried */
};

#define MAY_HAVE_WRITTEN " Phần đã ghi vẫn còn và không bị ghi hai lần; hãy làm lại."

static const struct job_kind kinds[] = {
	{ "import", job_import, job_import_clean, 3, "Đã thử 3 lần mà việc nạp tệp vẫn bị ngắt giữa chừng." MAY_HAVE_WRITTEN,
	  "Đã thử 3 lần mà việc xem trước tệp vẫn bị ngắt giữa chừng. Chưa có gì được ghi; hãy xem trước lại, hoặc chia tệp nhỏ ra." },
	{ "import_undo", job_import_undo, NULL, 3, "Đã thử 3 lần mà việc huỷ lần nạp vẫn bị ngắt giữa chừng. Chưa có gì bị huỷ; hãy làm lại.", NULL },
	{ "export", job_export, NULL, 3, "Đã thử 3 lần mà việc xuất tệp vẫn bị ngắt giữa chừng. Hãy xin xuất lại.", NULL },
};

static const struct job_kind *kind_of(const char *name)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (streq(kinds[i].name, name))
			return &kinds[i];
	return NULL;
}

/* Of a list that may be long the beginning. */
static void cut(struct problems *list)
{
	struct problem *p = list->first;

	for (size_t n = 1; p != NULL && n < PROBLEMS_MAX; n++)
		p = p->next;
	if (p != NULL)
		p->next = NULL;
}

static const char *failure_json(struct ctx *c, bool trial)
{
	const bool technical = c->err == ERR_INTERNAL || c->err == ERR_BUSY;
	struct buf b = buf_in(c->arena);

	cut(&c->problems);
	json_open_object(&b, NULL);
	json_put_text(&b, "key", c->key);
	json_put_text(&b, "detail", !technical ? c->detail : trial ? "Máy chủ gặp lỗi; chưa có gì được ghi, hãy xem trước lại."
	                                                           : "Máy chủ gặp lỗi; việc đã ghi được giữ nguyên, hãy làm lại.");
	problems_put(&b, "problems", c->problems.first, 0);
	json_close_object(&b);
	return buf_text(&b);
}

static bool run(struct ctx *c, struct job_control *k, const struct job *j, const struct job_kind *kind, struct job_made *ret)
{
	struct account account;

	if (kind == NULL)
		return fail(c, ERR_INTERNAL, "job.kind", "unknown kind of job");
	if (j->cancel) {
		atomic_store(&k->unwanted, true);
		return fail(c, ERR_CONFLICT, "job.cancelled", "Công việc đã được dừng theo yêu cầu.");
	}
	if (j->attempts > kind->tries)
		return fail(c, ERR_CONFLICT, "job.tries", "%s", kind->failed_trial != NULL && job_is_trial(c, j) ? kind->failed_trial : kind->failed);
	if (!account_load(c, j->account_id, &account))
		return false;
	c->account = &account;
	bool ok = kind->run(c, j, k, ret);
	c->account = NULL;
	return ok;
}

static void log_why(const struct ctx *c, const char *event, const struct job *j)
{
	log_event(event, "kind=%s job=%s attempt=%" PRId64 " key=%s detail=%s", j->kind, j->id, j->attempts, c->key,
	          c->err == ERR_INTERNAL || c->err == ERR_BUSY ? c->detail : "-");
}

/* What goes back to the queue after a failure; false: it has failed. */
static bool goes_back(struct ctx *c, struct job_control *k, const struct job *j, const struct job_kind *kind)
{
	const bool unwanted = atomic_load(&k->unwanted), cut_off = atomic_load(&k->ends) && !unwanted;
	const bool again = c->err == ERR_BUSY && c->again != AGAIN_NOT && j->attempts < kind->tries && !unwanted;

	if (!cut_off && !again)
		return false;
	if (cut_off)
		log_event("job.given_back", "kind=%s job=%s attempt=%" PRId64, j->kind, j->id, j->attempts);
	else
		log_why(c, "job.again", j);
	ctx_clear(c);
	c->now_ms = time_now_ms();
	if (!job_give_back(c, k, !cut_off, cut_off ? 0 : AGAIN_MS << j->attempts))
		log_event("job.kept", "job=%s key=%s", j->id, c->key); /* until its lease ends */
	return true;
}

static bool settle(struct ctx *c, struct job_control *k, const struct job *j, const char *state, const struct job_made *made)
{
	c->now_ms = time_now_ms();
	if (db_begin(c) && db_end(c, job_finish(c, k, state, made)))
		return true;
	log_why(c, "job.lost", j);
	return false;
}

void job_attempt(struct ctx *c, struct job_control *k)
{
	struct job_made made = { 0 };
	const char *state = "done";
	struct job j;

	if (!job_load(c, k->id, &j))
		return;
	const struct job_kind *kind = kind_of(j.kind);
	if (!run(c, k, &j, kind, &made)) {
		if (streq(c->key, "job.lost")) {
			log_why(c, "job.lost", &j);
			return;
		}
		if (kind != NULL && goes_back(c, k, &j, kind))
			return;
		state = atomic_load(&k->unwanted) ? "cancelled" : "failed";
		log_why(c, streq(state, "failed") ? "job.failed" : "job.cancelled", &j);
		made = (struct job_made){ .result = failure_json(c, job_is_trial(c, &j)) };
		ctx_clear(c);
	}
	if (!k->finished && !settle(c, k, &j, state, &made))
		return;
	j.state = state;
	if (streq(state, "done"))
		log_event("job.done", "kind=%s job=%s attempt=%" PRId64 " done=%" PRId64 " ms=%" PRId64, j.kind, j.id, j.attempts, atomic_load(&k->done),
		          time_now_ms() - j.started_at);
	if (kind != NULL && kind->clean != NULL)
		kind->clean(c, &j);
}
