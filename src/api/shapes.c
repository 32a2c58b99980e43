/* shapes.c - what several answers hold. */
#include "api/shapes.h"

SHAPE(problem, "Lỗi, theo RFC 9457",
	{ "type", OUT_TEXT, .summary = "Địa chỉ của loại lỗi" },
	{ "title", OUT_TEXT, .summary = "Loại lỗi, cho người đọc" },
	{ "status", OUT_INT, .summary = "Mã trạng thái HTTP" },
	{ "detail", OUT_TEXT, .summary = "Sai ở đâu và sửa thế nào, cho người đọc" },
	{ "key", OUT_TEXT, .summary = "Khoá của lỗi, không bao giờ đổi, cho phần mềm" },
	{ "error", OUT_TEXT, .summary = "Của /token: lỗi theo OAuth 2", .maybe = true },
	{ "problems", OUT_SHAPE, .summary = "Từng lỗi của từng mục", .shape = &problem_item_shape, .list = true });

SHAPE(problem_record, "Một hồ sơ mà lời báo nói tới",
	{ "type", OUT_TEXT, .summary = "Loại hồ sơ" },
	{ "code", OUT_TEXT, .summary = "Mã hồ sơ" });

SHAPE(problem_item, "Một điều không ổn của một mục",
	{ "field", OUT_TEXT, .summary = "Tên mục; không có: của cả hồ sơ hay yêu cầu", .maybe = true },
	{ "key", OUT_TEXT, .summary = "Khoá, cho phần mềm" },
	{ "message", OUT_TEXT, .summary = "Nói với người nhập" },
	{ "warning", OUT_BOOL, .summary = "true: chỉ nhắc, không ngăn", .maybe = true },
	{ "severity", OUT_TEXT, .summary = "error hoặc warning", .maybe = true },
	{ "records", OUT_SHAPE, .summary = "Những hồ sơ mà lời báo gọi bằng mã hay bằng tên", .shape = &problem_record_shape, .maybe = true, .list = true });

RECORD_SHAPE(record, "Một hồ sơ của loại nêu ở {plural}",
	{ "code", OUT_TEXT, .summary = "Mã hồ sơ" },
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị giữ hồ sơ" },
	{ "status", OUT_TEXT, .summary = "Mã trạng thái" },
	{ "school_year", OUT_INT, .summary = "Năm đầu của năm học, với loại theo năm học", .maybe = true },
	{ "client_id", OUT_TEXT, .summary = "Mã do bên gửi đặt", .maybe = true },
	{ "changed_at", OUT_TIME, .summary = "Lần sửa sau cùng" },
	{ "catalog_version", OUT_INT, .summary = "Phiên bản danh mục khi nhập", .maybe = true },
	{ "version", OUT_INT, .summary = "Số lần ghi; ETag của hồ sơ" },
	{ "in_use", OUT_BOOL, .summary = "Của một người: hồ sơ đang dùng, nên ghi danh mới được", .maybe = true },
	{ "last_year", OUT_INT, .summary = "Của người đã ở nơi khác: năm học cuối mà đơn vị này còn ghi; 0: không năm nào", .maybe = true },
	{ "warnings", OUT_SHAPE, .summary = "Điều nên xem lại của lần ghi này", .shape = &problem_item_shape, .maybe = true, .list = true });

SHAPE(label, "Tên tiếng Việt và tiếng Anh",
	{ "vi", OUT_TEXT, .summary = "Tiếng Việt" },
	{ "en", OUT_TEXT, .summary = "Tiếng Anh" });

SHAPE(unit_name, "Một đơn vị, vắn tắt",
	{ "code", OUT_TEXT, .summary = "Mã đơn vị" },
	{ "name", OUT_TEXT, .summary = "Tên đơn vị" },
	{ "kind", OUT_TEXT, .summary = "Mã loại đơn vị", .maybe = true },
	{ "province", OUT_TEXT, .summary = "Mã tỉnh", .maybe = true });
