/* job_shapes.c - jobs and what came of them, as the API tells of them. */
#include "api/shapes.h"

static SHAPE(import_ask, "Điều mẫu hỏi, và câu trả lời của tệp",
	{ "name", OUT_TEXT, .summary = "Tên" },
	{ "label", OUT_TEXT, .summary = "Tên cho người đọc" },
	{ "value", OUT_TEXT, .summary = "Mã", .maybe = true },
	{ "text", OUT_TEXT, .summary = "Chữ trong tệp", .maybe = true },
	{ "from", OUT_TEXT, .summary = "Lấy từ đâu", .maybe = true });

static SHAPE(import_place, "Một chỗ trong tệp",
	{ "sheet", OUT_TEXT, .summary = "Trang tính", .maybe = true },
	{ "row", OUT_INT, .summary = "Dòng" });

static SHAPE(import_cause, "Một nguyên nhân của nhiều lỗi",
	{ "key", OUT_TEXT, .summary = "Khoá, cho phần mềm" },
	{ "title", OUT_TEXT, .summary = "Tiêu đề cột", .maybe = true },
	{ "message_sample", OUT_TEXT, .summary = "Một trong các lời báo", .maybe = true },
	{ "warning", OUT_BOOL, .summary = "Chỉ nhắc, không ngăn" },
	{ "count", OUT_INT, .summary = "Số ô" },
	{ "affected", OUT_INT, .summary = "Số dòng" },
	{ "rows", OUT_SHAPE, .summary = "Vài chỗ đầu tiên", .shape = &import_place_shape, .list = true });

static SHAPE(import_issue, "Một ô sai",
	{ "sheet", OUT_TEXT, .summary = "Trang tính", .maybe = true },
	{ "row", OUT_INT, .summary = "Dòng" },
	{ "column", OUT_TEXT, .summary = "Cột", .maybe = true },
	{ "title", OUT_TEXT, .summary = "Tiêu đề cột", .maybe = true },
	{ "value", OUT_TEXT, .summary = "Chữ trong ô", .maybe = true },
	{ "key", OUT_TEXT, .summary = "Khoá, cho phần mềm" },
	{ "message", OUT_TEXT, .summary = "Nói với người nhập" },
	{ "warning", OUT_BOOL, .summary = "Chỉ nhắc, không ngăn" });

static SHAPE(import_column, "Một cột của tệp",
	{ "sheet", OUT_TEXT, .summary = "Trang tính", .maybe = true },
	{ "column", OUT_TEXT, .summary = "Cột" },
	{ "title", OUT_TEXT, .summary = "Tiêu đề", .maybe = true },
	{ "field", OUT_TEXT, .summary = "Mục nhận ra; không có: bỏ qua", .maybe = true },
	{ "label", OUT_TEXT, .summary = "Tên mục", .maybe = true },
	{ "instead", OUT_TEXT, .summary = "Cột khác đã được lấy cho mục ấy, nên cột này không được lấy", .maybe = true },
	{ "ignored", OUT_BOOL, .summary = "Người của trường đã nói bỏ qua cột này" },
	{ "samples", OUT_TEXT, .summary = "Vài ô đầu tiên", .list = true });

static SHAPE(import_change, "Một mục của hồ sơ được sửa",
	{ "sheet", OUT_TEXT, .summary = "Trang tính", .maybe = true },
	{ "row", OUT_INT, .summary = "Dòng" },
	{ "code", OUT_TEXT, .summary = "Mã hồ sơ", .maybe = true },
	{ "name", OUT_TEXT, .summary = "Tên người", .maybe = true },
	{ "field", OUT_TEXT, .summary = "Mục" },
	{ "label", OUT_TEXT, .summary = "Tên mục", .maybe = true },
	{ "before", OUT_TEXT, .summary = "Trước", .maybe = true },
	{ "after", OUT_TEXT, .summary = "Sau", .maybe = true },
	{ "kind", OUT_TEXT, .summary = "Dòng này thành gì: moved, changed, enrolled hoặc created", .maybe = true });

static SHAPE(import_row, "Một dòng lập mới hoặc giữ nguyên",
	{ "sheet", OUT_TEXT, .summary = "Trang tính", .maybe = true },
	{ "row", OUT_INT, .summary = "Dòng" },
	{ "class", OUT_TEXT, .summary = "Tên lớp", .maybe = true },
	{ "name", OUT_TEXT, .summary = "Tên người", .maybe = true },
	{ "kind", OUT_TEXT, .summary = "Dòng này thành gì: created, enrolled hoặc unchanged" });

static SHAPE(import_missing, "Người có trong lớp mà không có trong tệp",
	{ "class", OUT_TEXT, .summary = "Tên lớp", .maybe = true },
	{ "code", OUT_TEXT, .summary = "Mã hồ sơ", .maybe = true },
	{ "name", OUT_TEXT, .summary = "Tên người", .maybe = true });

static SHAPE(import_summary, "Một tệp đã đọc",
	{ "sheet", OUT_TEXT, .summary = "Mẫu nhận ra" },
	{ "sheet_label", OUT_TEXT, .summary = "Tên mẫu" },
	{ "dry_run", OUT_BOOL, .summary = "Chỉ thử, chưa ghi" },
	{ "school_year", OUT_INT, .summary = "Năm đầu của năm học" },
	{ "year_seen", OUT_INT, .summary = "Năm học ghi trong tệp", .maybe = true },
	{ "year_doubtful", OUT_BOOL, .summary = "Hai năm học không khớp" },
	{ "batch", OUT_TEXT, .summary = "Mã lần ghi", .maybe = true },
	{ "classes", OUT_TEXT, .summary = "Tên các lớp trong tệp", .list = true },
	{ "asks", OUT_SHAPE, .summary = "Điều mẫu hỏi", .shape = &import_ask_shape, .list = true },
	{ "rows", OUT_INT, .summary = "Số dòng" },
	{ "created", OUT_INT, .summary = "Hồ sơ lập mới" },
	{ "enrolled", OUT_INT, .summary = "Ghi danh mới" },
	{ "moved", OUT_INT, .summary = "Chuyển lớp" },
	{ "changed", OUT_INT, .summary = "Hồ sơ được sửa" },
	{ "unchanged", OUT_INT, .summary = "Như cũ" },
	{ "refused", OUT_INT, .summary = "Dòng bị từ chối" },
	{ "repeated", OUT_INT, .maybe = true, 
	  .summary = "Người mà một tệp trước trong cùng lần nạp thử đã lập; khi ghi, dòng này nhiều nhất là sửa người ấy. Lần nạp của bản cũ không có" },
	{ "classes_created", OUT_INT, .summary = "Lớp lập mới" },
	{ "other_grade", OUT_INT, .summary = "Vào lớp của khối khác" },
	{ "missing", OUT_INT, .summary = "Người không có trong tệp" },
	{ "errors", OUT_INT, .summary = "Số lỗi" },
	{ "warnings", OUT_INT, .summary = "Số lời nhắc" },
	{ "causes", OUT_SHAPE, .summary = "Lỗi theo nguyên nhân", .shape = &import_cause_shape, .list = true },
	{ "issues", OUT_SHAPE, .summary = "Từng ô sai", .shape = &import_issue_shape, .list = true },
	{ "mapping", OUT_SHAPE, .summary = "Từng cột", .shape = &import_column_shape, .list = true },
	{ "changes", OUT_SHAPE, .summary = "Từng mục được sửa", .shape = &import_change_shape, .list = true },
	{ "entries", OUT_SHAPE, .summary = "Từng dòng lập mới hoặc giữ nguyên, mỗi loại nhiều nhất 1.000", .shape = &import_row_shape, .maybe = true, .list = true },
	{ "missing_entries", OUT_SHAPE, .summary = "Ai không có trong tệp", .shape = &import_missing_shape, .list = true });

static SHAPE(import_file, "Một tệp đã gửi",
	{ "name", OUT_TEXT, .summary = "Tên tệp", .maybe = true },
	{ "summary", OUT_SHAPE, .summary = "Đọc được gì", .shape = &import_summary_shape, .maybe = true },
	{ "sheet", OUT_TEXT, .summary = "Mẫu nhận ra, của tệp không đọc được", .maybe = true },
	{ "sheet_label", OUT_TEXT, .summary = "Tên mẫu ấy", .maybe = true },
	{ "key", OUT_TEXT, .summary = "Vì sao không đọc được, cho phần mềm", .maybe = true },
	{ "detail", OUT_TEXT, .summary = "Vì sao không đọc được, cho người đọc", .maybe = true });

static SHAPE(job_result, "Kết quả; có gì tuỳ loại và tuỳ việc có xong không",
	{ "files", OUT_SHAPE, .summary = "Từng tệp đã nạp", .shape = &import_file_shape, .maybe = true, .list = true },
	{ "undone", OUT_INT, .summary = "Số hồ sơ đã huỷ", .maybe = true },
	{ "restored", OUT_INT, .summary = "Số hồ sơ trở lại như trước", .maybe = true },
	{ "export", OUT_TEXT, .summary = "Mã lần xuất tệp", .maybe = true },
	{ "persons", OUT_INT, .summary = "Số người trong tệp", .maybe = true },
	{ "key", OUT_TEXT, .summary = "Vì sao không xong, cho phần mềm", .maybe = true },
	{ "detail", OUT_TEXT, .summary = "Vì sao không xong, cho người đọc", .maybe = true },
	{ "problems", OUT_SHAPE, .summary = "Từng điều không ổn", .shape = &problem_item_shape, .maybe = true, .list = true });

#define JOB \
	{ "id", OUT_TEXT, .summary = "Mã" }, \
	{ "kind", OUT_TEXT, .summary = "import, import_undo hoặc export" }, \
	{ "state", OUT_TEXT, .summary = "queued, running, done, failed hoặc cancelled" }, \
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị" }, \
	{ "phase", OUT_TEXT, .summary = "Đang ở bước nào" }, \
	{ "done", OUT_INT, .summary = "Đã xong bao nhiêu" }, \
	{ "total", OUT_INT, .summary = "Trong tất cả bao nhiêu; 0: chưa biết" }, \
	{ "counts", OUT_TEXT, .summary = "Đếm gì: rows là dòng; bytes, khi nạp nhiều tệp, là byte của các tệp" }, \
	{ "rate", OUT_INT, .summary = "Mỗi giây bao nhiêu", .maybe = true }, \
	{ "eta", OUT_TIME, .summary = "Chừng nào xong", .maybe = true }, \
	{ "place", OUT_INT, .summary = "Đang chờ: nhiều nhất bao nhiêu việc nữa thì xong việc này, kể cả chính nó", .maybe = true }, \
	{ "from", OUT_INT, .summary = "Lần này làm tiếp từ đâu; 0: từ đầu" }, \
	{ "created_at", OUT_TIME, .summary = "Xin lúc" }, \
	{ "changed_at", OUT_TIME, .summary = "Đổi trạng thái hay tiến độ lần cuối lúc" }, \
	{ "asked_by", OUT_TEXT, .summary = "Ai xin", .maybe = true }, \
	{ "school_year", OUT_INT, .summary = "Năm đầu của năm học của lần nạp", .maybe = true }, \
	{ "names", OUT_TEXT, .summary = "Tên các tệp của lần nạp", .maybe = true, .list = true }, \
	{ "dry_run", OUT_BOOL, .summary = "Lần nạp chỉ thử, chưa ghi", .maybe = true }, \
	{ "undone", OUT_BOOL, .summary = "Lần nạp đã được huỷ", .maybe = true }, \
	{ "trial", OUT_TEXT, .summary = "Ghi lần nạp thử nào", .maybe = true }, \
	{ "writer", OUT_TEXT, .summary = "Việc ghi lần nạp thử này, kể cả đã dừng giữa chừng", .maybe = true }, \
	{ "written", OUT_INT, .summary = "Lần nạp đã ghi bao nhiêu dòng, kể cả khi dừng giữa chừng", .maybe = true }

SHAPE(job, "Một công việc",
	JOB,
	{ "result", OUT_SHAPE, .summary = "Kết quả", .shape = &job_result_shape, .maybe = true });

SHAPE(job_file, "Một tệp của một lần nạp, tóm tắt",
	{ "name", OUT_TEXT, .summary = "Tên tệp", .maybe = true },
	{ "sheet", OUT_TEXT, .summary = "Mẫu nhận ra", .maybe = true },
	{ "sheet_label", OUT_TEXT, .summary = "Tên mẫu nhận ra", .maybe = true },
	{ "rows", OUT_INT, .summary = "Số dòng" },
	{ "created", OUT_INT, .summary = "Hồ sơ lập mới hoặc ghi danh mới" },
	{ "changed", OUT_INT, .summary = "Hồ sơ được sửa hoặc chuyển lớp" },
	{ "unchanged", OUT_INT, .summary = "Như cũ" },
	{ "refused", OUT_INT, .summary = "Dòng bị từ chối" },
	{ "errors", OUT_INT, .summary = "Số lỗi" },
	{ "key", OUT_TEXT, .summary = "Vì sao cả tệp chưa xem trước được: khoá, cho phần mềm", .maybe = true });

SHAPE(job_line, "Một công việc trong danh sách; kết quả đầy đủ ở /jobs/{id}",
	JOB,
	{ "files", OUT_SHAPE, .summary = "Từng tệp của lần nạp đã xong", .shape = &job_file_shape, .maybe = true, .list = true });
