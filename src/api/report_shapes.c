/* report_shapes.c - statistical forms, as the API tells of them. */
#include "api/shapes.h"

#define HEAD \
	{ "id", OUT_TEXT, .summary = "Mã báo cáo" }, \
	{ "form", OUT_TEXT, .summary = "Tên biểu" }, \
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị" }, \
	{ "unit_name", OUT_TEXT, .summary = "Tên đơn vị" }, \
	{ "period", OUT_TEXT, .summary = "Kỳ" }, \
	{ "state", OUT_TEXT, .summary = "Đang ở bước nào" }, \
	{ "edition", OUT_INT, .summary = "Bản thứ mấy" }, \
	{ "version", OUT_INT, .summary = "Số lần ghi; ETag của báo cáo" }, \
	{ "note", OUT_TEXT, .summary = "Lý do trả lại", .maybe = true }, \
	{ "computed_at", OUT_TIME, .summary = "Tính lúc", .maybe = true }, \
	{ "submitted_at", OUT_TIME, .summary = "Gửi lúc", .maybe = true }, \
	{ "decided_at", OUT_TIME, .summary = "Tiếp nhận hay trả lại lúc", .maybe = true }

SHAPE(report_head, "Một báo cáo, không kèm số liệu",
	HEAD,
	{ "stale", OUT_BOOL, .summary = "Báo cáo bên dưới đã khác" });

static SHAPE(report_difference, "Một ô khác với lần tính trước",
	{ "row", OUT_INT, .summary = "Mã số của dòng" },
	{ "column", OUT_TEXT, .summary = "Cột" },
	{ "label", OUT_TEXT, .summary = "Tên dòng", .maybe = true },
	{ "before", OUT_INT, .summary = "Trước", .maybe = true },
	{ "now", OUT_INT, .summary = "Nay", .maybe = true });

static SHAPE(report_stale, "Một báo cáo bên dưới đã khác",
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị" },
	{ "unit_name", OUT_TEXT, .summary = "Tên đơn vị, khi được xem", .maybe = true },
	{ "why", OUT_TEXT, .summary = "Khác thế nào" },
	{ "added", OUT_INT, .summary = "Bản đã được cộng", .maybe = true },
	{ "edition", OUT_INT, .summary = "Bản hiện nay" },
	{ "message", OUT_TEXT, .summary = "Nói với người dùng" });

static SHAPE(report_place, "Một ô của biểu",
	{ "sheet", OUT_TEXT, .summary = "Tên trang" },
	{ "row", OUT_INT, .summary = "Mã số của dòng" },
	{ "column", OUT_TEXT, .summary = "Cột" });

static SHAPE(report_check, "Một phép kiểm tra của biểu không đúng ở một cột",
	{ "key", OUT_TEXT, .summary = "Phép nào, xem checks của /forms/{name}; hoặc report.altered: số liệu đã bị sửa" },
	{ "severity", OUT_TEXT, .summary = "error: không gửi được; warning: nên xem lại" },
	{ "cells", OUT_SHAPE, .summary = "Tổng, rồi các ô được cộng", .shape = &report_place_shape, .list = true },
	{ "message", OUT_TEXT, .summary = "Nói với người dùng" });

static SHAPE(report_remark, "Điều phải sửa ở một ô, do đơn vị trả lại ghi",
	{ "row", OUT_INT, .summary = "Mã số của dòng" },
	{ "sheet", OUT_TEXT, .summary = "Tên trang; không có: biểu không còn dòng ấy", .maybe = true },
	{ "column", OUT_TEXT, .summary = "Cột" },
	{ "note", OUT_TEXT, .summary = "Phải sửa gì" },
	{ "at", OUT_TIME, .summary = "Ghi lúc" });

static SHAPE(report_row, "Một dòng của biểu",
	{ "label", OUT_TEXT, .summary = "Tên dòng" },
	{ "ordinal", OUT_TEXT, .summary = "Số thứ tự trên biểu", .maybe = true },
	{ "code", OUT_INT, .summary = "Mã số", .maybe = true },
	{ "measure_unit", OUT_TEXT, .summary = "Đơn vị tính", .maybe = true },
	{ "no_source", OUT_TEXT, .summary = "Vì sao không có số liệu", .maybe = true },
	{ "values", OUT_INT, .summary = "Số liệu theo cột; ô không dùng hoặc được che là null", .maybe = true, .list = true, .gaps = true },
	{ "covered", OUT_TEXT, .summary = "Các cột mà số liệu được che vì bạn không được xem hồ sơ đứng sau; ô che có thể là số bất kỳ", .maybe = true, .list = true });

static SHAPE(report_sheet, "Một trang của biểu",
	{ "name", OUT_TEXT, .summary = "Tên trang" },
	{ "columns", OUT_TEXT, .summary = "Cột có số liệu", .list = true },
	{ "rows", OUT_SHAPE, .summary = "Từng dòng", .shape = &report_row_shape, .list = true });

static SHAPE(report_returned, "Một báo cáo đã gửi lại: vì sao đã bị trả lại",
	{ "note", OUT_TEXT, .summary = "Lý do trả lại" },
	{ "at", OUT_TIME, .summary = "Trả lại lúc" },
	{ "remarks", OUT_INT, .summary = "Số ô đã được ghi phải sửa" },
	{ "changed", OUT_INT, .summary = "Số ô có số liệu khác từ lúc trả lại" });

SHAPE(report, "Một báo cáo",
	HEAD,
	{ "official", OUT_TEXT, .summary = "Tên chính thức của biểu" },
	{ "receiver", OUT_TEXT, .summary = "Tên đơn vị nhận báo cáo; Bộ không gửi cho ai", .maybe = true },
	{ "hash", OUT_TEXT, .summary = "Mã băm của số liệu; không có với ai mà số nhỏ được che", .maybe = true },
	{ "reopened_at", OUT_TIME, .summary = "Mở lại lúc", .maybe = true },
	{ "reason", OUT_TEXT, .summary = "Lý do mở lại", .maybe = true },
	{ "decided_by", OUT_TEXT, .summary = "Tên đơn vị tiếp nhận, trả lại hay mở lại", .maybe = true },
	{ "reopens", OUT_BOOL, .summary = "Người gọi mở lại được" },
	{ "units", OUT_INT, .summary = "Số cơ sở giáo dục được tính" },
	{ "missing", OUT_TEXT, .summary = "Đơn vị chưa có báo cáo", .list = true },
	{ "difference", OUT_SHAPE, .summary = "Khác lần tính trước", .shape = &report_difference_shape, .list = true },
	{ "stale", OUT_SHAPE, .summary = "Báo cáo bên dưới đã khác", .shape = &report_stale_shape, .list = true },
	{ "changed", OUT_INT, .summary = "Số ô sẽ khác nếu tính lại lúc này, vì hồ sơ đã đổi; của một trường, khi chưa gửi" },
	{ "checks", OUT_SHAPE, .summary = "Số liệu không khớp", .shape = &report_check_shape, .list = true },
	{ "remarks", OUT_SHAPE, .summary = "Ô nào phải sửa gì, đến khi gửi lại; của bản đã được mở lại: mọi điều đã ghi", .shape = &report_remark_shape, .list = true },
	{ "sheets", OUT_SHAPE, .summary = "Từng trang", .shape = &report_sheet_shape, .list = true },
	{ "returned", OUT_SHAPE, .summary = "Lần bị trả lại trước khi gửi lại", .shape = &report_returned_shape, .maybe = true });

SHAPE(reports_computed, "Đã tính cho các đơn vị bên dưới",
	{ "computed", OUT_INT, .summary = "Số báo cáo đã tính" },
	{ "frozen", OUT_INT, .summary = "Số báo cáo đã gửi nên giữ nguyên" });

static SHAPE(report_totals, "Số đơn vị theo bước",
	{ "none", OUT_INT, .summary = "Chưa tính" },
	{ "draft", OUT_INT, .summary = "Bản nháp" },
	{ "submitted", OUT_INT, .summary = "Đã gửi, chờ tiếp nhận" },
	{ "returned", OUT_INT, .summary = "Bị trả lại" },
	{ "accepted", OUT_INT, .summary = "Đã tiếp nhận" });

static SHAPE(report_of_unit, "Một đơn vị phải gửi biểu, đến đâu",
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị" },
	{ "unit_name", OUT_TEXT, .summary = "Tên đơn vị" },
	{ "kind", OUT_TEXT, .summary = "so hoặc school" },
	{ "state", OUT_TEXT, .summary = "none (chưa tính), draft, submitted, returned hoặc accepted" },
	{ "report", OUT_TEXT, .summary = "Mã báo cáo; không có: chưa tính", .maybe = true },
	{ "computed_at", OUT_TIME, .summary = "Tính lúc", .maybe = true },
	{ "submitted_at", OUT_TIME, .summary = "Gửi lúc", .maybe = true },
	{ "decided_at", OUT_TIME, .summary = "Tiếp nhận hay trả lại lúc", .maybe = true },
	{ "reminded_at", OUT_TIME, .summary = "Được nhắc lần cuối lúc", .maybe = true },
	{ "missing", OUT_INT, .summary = "Của một Sở: số cơ sở bên dưới chưa được tiếp nhận", .maybe = true });

SHAPE(report_progress, "Các đơn vị phải gửi một biểu, đến đâu",
	{ "totals", OUT_SHAPE, .summary = "Của mọi đơn vị, không chỉ của trang này", .shape = &report_totals_shape },
	{ "items", OUT_SHAPE, .summary = "Từng đơn vị, theo mã", .shape = &report_of_unit_shape, .list = true },
	{ "cursor", OUT_TEXT, .summary = "Trang sau", .maybe = true });

SHAPE(report_preview, "Số liệu ngay lúc này",
	{ "left_out", OUT_INT, .summary = "Số cơ sở không tính được", .maybe = true },
	{ "checks", OUT_SHAPE, .summary = "Số liệu không khớp", .shape = &report_check_shape, .list = true },
	{ "cells", OUT_INT, .summary = "Số liệu của từng mã số, theo cột", .map = true, .list = true, .gaps = true },
	{ "units", OUT_INT, .summary = "Số cơ sở giáo dục được tính" },
	{ "missing", OUT_TEXT, .summary = "Đơn vị chưa có báo cáo", .list = true });

SHAPE(report_seal, "Mã băm của báo cáo, đã đối chiếu",
	{ "id", OUT_TEXT, .summary = "Mã báo cáo" },
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị" },
	{ "period", OUT_TEXT, .summary = "Kỳ" },
	{ "state", OUT_TEXT, .summary = "Đang ở bước nào" },
	{ "edition", OUT_INT, .summary = "Bản thứ mấy" },
	{ "hash", OUT_TEXT, .summary = "Mã băm; không có với ai mà số nhỏ được che", .maybe = true },
	{ "intact", OUT_BOOL, .summary = "Số liệu còn nguyên" });

static RECORD_SHAPE(counted_record, "Một hồ sơ như lúc đếm",
	{ "counted_version", OUT_INT, .summary = "Phiên bản lúc đếm" },
	{ "unit_name", OUT_TEXT, .summary = "Tên cơ sở giáo dục đã đếm hồ sơ này" },
	{ "person_changed", OUT_BOOL, .summary = "Hồ sơ của chính người mà ô này đếm theo (giới tính, ngày sinh, dân tộc...) đã sửa sau khi tính", .maybe = true },
	{ "now", OUT_ANY, .summary = "Các mục nay đã khác", .maybe = true, .map = true });

SHAPE(report_cell, "Các hồ sơ đã đếm vào một ô",
	{ "plural", OUT_TEXT, .summary = "Loại hồ sơ, như trong địa chỉ" },
	{ "left_out", OUT_INT, .summary = "Số hồ sơ ngoài phạm vi của bạn" },
	{ "unlisted", OUT_INT, .summary = "Số hồ sơ không kể ra được" },
	{ "items", OUT_SHAPE, .summary = "Từng hồ sơ", .shape = &counted_record_shape, .list = true },
	{ "cursor", OUT_TEXT, .summary = "Trang sau", .maybe = true });

static SHAPE(form_column, "Một cột của trang",
	{ "column", OUT_TEXT, .summary = "Chữ của cột" },
	{ "role", OUT_TEXT, .summary = "ordinal (số thứ tự), label (chỉ tiêu), measure_unit (đơn vị tính), code (mã số) hoặc figure (số liệu)" },
	{ "width", OUT_INT, .summary = "Rộng bao nhiêu chữ" });

static SHAPE(form_text, "Một ô chữ của đầu trang, gộp đến to_row, to_column",
	{ "row", OUT_INT, .summary = "Dòng, từ 1" },
	{ "column", OUT_TEXT, .summary = "Cột" },
	{ "to_row", OUT_INT, .summary = "Gộp đến dòng này" },
	{ "to_column", OUT_TEXT, .summary = "Gộp đến cột này" },
	{ "head", OUT_BOOL, .summary = "Là đầu bảng, có khung; không thì là tiêu đề ở trên bảng" },
	{ "text", OUT_TEXT, .summary = "Chữ; {unit}, {parent}, {receiver}, {year}, {school_year} là chỗ điền đơn vị, đơn vị cấp trên, nơi nhận, năm, năm học" });

static SHAPE(form_row, "Một dòng của trang",
	{ "row", OUT_INT, .summary = "Dòng trên trang" },
	{ "code", OUT_INT, .summary = "Mã số; không có: dòng đề mục", .maybe = true },
	{ "ordinal", OUT_TEXT, .summary = "Số thứ tự", .maybe = true },
	{ "label", OUT_TEXT, .summary = "Chỉ tiêu" },
	{ "measure_unit", OUT_TEXT, .summary = "Đơn vị tính", .maybe = true },
	{ "no_source", OUT_TEXT, .summary = "Vì sao chưa có số liệu", .maybe = true },
	{ "open", OUT_TEXT, .summary = "Các cột mà biểu hỏi ở dòng này", .list = true });

static SHAPE(form_sheet, "Một trang của biểu",
	{ "name", OUT_TEXT, .summary = "Tên trang" },
	{ "code_column", OUT_TEXT, .summary = "Cột ghi mã số" },
	{ "columns", OUT_SHAPE, .summary = "Từng cột", .shape = &form_column_shape, .list = true },
	{ "texts", OUT_SHAPE, .summary = "Tiêu đề và đầu bảng", .shape = &form_text_shape, .list = true },
	{ "rows", OUT_SHAPE, .summary = "Từng dòng", .shape = &form_row_shape, .list = true });

static SHAPE(form_check, "Một phép kiểm tra của biểu, đúng ở mọi cột",
	{ "key", OUT_TEXT, .summary = "Tên của phép, như 37=40+41 hay 46>=52" },
	{ "severity", OUT_TEXT, .summary = "error hoặc warning" },
	{ "total", OUT_INT, .summary = "Mã số của tổng" },
	{ "relation", OUT_TEXT, .summary = "equal: bằng; at_most: các dòng cộng lại không lớn hơn tổng" },
	{ "rows", OUT_INT, .summary = "Mã số của các dòng được cộng", .list = true },
	{ "message", OUT_TEXT, .summary = "Bằng lời" });

SHAPE(form_layout, "Một biểu như in ra",
	{ "name", OUT_TEXT, .summary = "Tên" },
	{ "label", OUT_SHAPE, .summary = "Tên cho người đọc", .shape = &label_shape },
	{ "official", OUT_TEXT, .summary = "Tên chính thức" },
	{ "basis", OUT_TEXT, .summary = "Căn cứ" },
	{ "as_of", OUT_TEXT, .summary = "Số liệu có đến hết ngày nào, tháng-ngày" },
	{ "sheets", OUT_SHAPE, .summary = "Từng trang", .shape = &form_sheet_shape, .list = true },
	{ "checks", OUT_SHAPE, .summary = "Các phép kiểm tra", .shape = &form_check_shape, .list = true });
