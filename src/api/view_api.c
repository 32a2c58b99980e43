/* view_api.c - who looked at whom. */
#include "api/routes.h"
#include "api/shapes.h"
#include "base/json.h"
#include "domain/view/view.h"

SHAPE(view, "Một người mà một tài khoản đã được cho xem",
	{ "at", OUT_TIME, .summary = "Lúc nào, lần đầu trong giờ ấy" },
	{ "how", OUT_TEXT,
	  .summary = "opened: mở hồ sơ; listed: thấy trong danh sách; taken: phần mềm lấy về; stopped: bị dừng vì xem quá nhiều người; "
	             "decoy: mở hồ sơ mồi, là hồ sơ không của ai; whole: một ngày xem đủ số của rất nhiều người" },
	{ "type", OUT_TEXT, .summary = "Loại hồ sơ", .maybe = true },
	{ "code", OUT_TEXT, .summary = "Mã của người ấy; của phần mềm thì không nói", .maybe = true },
	{ "title", OUT_TEXT, .summary = "Tên của người ấy, khi bạn được xem và người ấy còn ở đơn vị", .maybe = true },
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị của người ấy" },
	{ "unit_name", OUT_TEXT, .summary = "Tên đơn vị ấy" },
	{ "account", OUT_TEXT, .summary = "Tài khoản đã xem" },
	{ "role", OUT_TEXT, .summary = "Vai trò" },
	{ "account_unit", OUT_TEXT, .summary = "Mã đơn vị của tài khoản" },
	{ "account_unit_name", OUT_TEXT, .summary = "Tên đơn vị của tài khoản" },
	{ "purpose", OUT_TEXT, .summary = "Để làm gì, khi đã nói", .maybe = true });

HANDLER(api_views)
{
	struct view_query query = { .person = http_query(q, "person"), .account = http_query(q, "account") };
	struct buf b = buf_in(c->arena);
	const char *cursor;
	struct unit u;

	if (!api_units(c, q, &u, &query.within) || !api_page(c, q, &query.limit, &query.cursor) || !http_flag(c, q, "alarms", &query.alarms) ||
	    !api_day(c, q, "from", false, 0, &query.from_ms) || !api_day(c, q, "to", true, INT64_MAX, &query.until_ms))
		return false;
	query.unit = &u;
	api_open_items(&b);
	return view_list(c, &query, &b, &cursor) && api_reply_page(c, q, r, &b, cursor);
}
