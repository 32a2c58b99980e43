/* transfer.c - khue transfer: requests that were not answered in time. */
#include "app/app.h"
#include "domain/transfer/transfer.h"

bool run_transfer(struct ctx *c, const struct options *o)
{
	size_t n;

	if (!app_knows(c, o, "release") || !app_no_more(c, o, 1) || !transfer_release_due(c, &n))
		return false;
	app_say(o, json_pack("{sI}", "released", (json_int_t)n),
	        "Đã cho chuyển %zu người mà trường cũ không trả lời trong %d ngày.\n", n, c->catalog->transfer_release_days);
	return true;
}
