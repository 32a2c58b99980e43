/* transfer.c - khue transfer: requests that were not answered in time. */
#include "app/app.h"
#include "domain/transfer/transfer.h"

bool run_transfer(struct ctx *c, const struct options *o)
{
	size_t n;

	if (o->n_words != 1 || !streq(o->word[0], "release"))
		return app_usage_error(c, "Cần release.");
	if (!transfer_release_due(c, &n))
		return false;
	app_say(o, json_pack("{sI}", "released", (json_int_t)n),
	        "Đã cho chuyển %zu người mà trường cũ không trả lời trong %d ngày.\n", n, c->catalog->transfer_release_days);
	return true;
}
