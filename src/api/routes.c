/* routes.c - the whole HTTP surface of the program, one row per operation. */
#include "api/routes.h"

#include "catalog/catalog.h"

#define MIB (1024 * 1024)
#define PAGE "limit cursor"

static const struct route routes[] = {
	ROUTE(GET,  "/",              PUBLIC, "page", NONE, api_home, "Trang đầu: hệ thống này là gì, đăng nhập"),
	ROUTE(GET,  "/docs",          PUBLIC, "page", NONE, api_docs, "Tài liệu API, viết từ bảng đường dẫn và danh mục"),
	ROUTE(GET,  "/catalog",       PUBLIC, "page", NONE, api_catalog_page, "Quy định kỹ thuật về dữ liệu, và khác gì với phiên bản trước"),
	ROUTE(GET,  "/catalog.json",  PUBLIC, "page", NONE, api_catalog_json, "Quy định kỹ thuật về dữ liệu, cho phần mềm"),
	ROUTE(GET,  "/catalog.xlsx",  PUBLIC, "page", NONE, api_catalog_xlsx, "Quy định kỹ thuật về dữ liệu, bảng tính"),
	ROUTE(GET,  "/style.css",     PUBLIC, "page", NONE, api_style, "Kiểu dáng của các trang"),
	ROUTE(GET,  "/app.js",        PUBLIC, "page", NONE, api_script, "Việc của trang đầu: đăng nhập, tính biểu, xem hồ sơ của một số"),
	ROUTE(GET,  "/healthz",       PUBLIC, "page", NONE, api_healthz, "Tiến trình còn sống"),
	ROUTE(GET,  "/metrics",       PUBLIC, "page", NONE, api_metrics, "Số đếm của tiến trình, dạng Prometheus"),
	ROUTE(GET,  "/readyz",        PUBLIC, "page", NONE, api_readyz, "Cơ sở dữ liệu trả lời được"),

	ROUTE(POST, API "/session",          PUBLIC,  "session", NONE, api_session_open, "Đăng nhập", IN(session_open_in)),
	ROUTE(GET,  API "/session",          SESSION, "session", NONE, api_session_show, "Tôi là ai, được làm gì"),
	ROUTE(DELETE, API "/session",        SESSION, "session", NONE, api_session_close, "Đăng xuất"),
	ROUTE(POST, API "/session/password", SESSION, "session", NONE, api_session_password, "Đổi mật khẩu", IN(session_password_in)),

	ROUTE(GET,  API "/catalog",          SESSION, "catalog", NONE, api_catalog, "Toàn bộ từ điển dữ liệu; JSON, hoặc HTML, Excel theo tiêu đề Accept"),
	ROUTE(GET,  API "/catalog/{type}",   SESSION, "catalog", NONE, api_catalog_type, "Trường, danh mục và quyền của một loại hồ sơ"),
	ROUTE(GET,  API "/lists/{list}",     SESSION, "catalog", NONE, api_list, "Một danh mục mã, theo ngày hiệu lực", .query = "date parent q code"),
	ROUTE(GET,  API "/places/{code}/conversion", SESSION, "catalog", NONE, api_place_conversion, "Xã cũ thành xã mới từ 01/7/2025"),
	ROUTE(GET,  API "/forms",            SESSION, "catalog", NONE, api_forms, "Các biểu thống kê"),
	ROUTE(GET,  API "/sheets",           SESSION, "catalog", NONE, api_sheets, "Các mẫu Excel"),
	ROUTE(GET,  API "/openapi.json",     PUBLIC,  "catalog", NONE, api_openapi, "Bản mô tả OpenAPI"),

	ROUTE(GET,  API "/units",            READ,  "unit", QUERY, api_unit_list, "Các đơn vị trực thuộc (parent), hoặc mọi cấp bên dưới (within), theo cây của một ngày",
	      .query = "parent within kind on " PAGE),
	ROUTE(GET,  API "/units/{code}",     READ,  "unit", PATH,  api_unit_show, "Một đơn vị"),
	ROUTE(POST, API "/units",            WRITE, "unit", BODY,  api_unit_create, "Lập Sở, Phòng hoặc đơn vị cấp xã", IN(unit_create_in)),
	ROUTE(GET,  API "/units/{code}/lineage", READ, "unit", PATH, api_unit_lineage, "Đơn vị này từ đâu ra, từng mang tên gì, thành gì"),
	ROUTE(POST, API "/units/{code}/close", WRITE, "unit", PATH, api_unit_close, "Ngừng hoạt động hoặc giải thể, khi không còn ai", IN(unit_close_in)),
	ROUTE(POST, API "/units/{code}/merge", WRITE, "unit", PATH, api_unit_merge, "Sáp nhập trường vào một trường khác, cả lớp, người học và cán bộ", IN(unit_merge_in)),
	ROUTE(POST, API "/units/{code}/split", WRITE, "unit", PATH, api_unit_split, "Chia, tách trường theo lớp", IN(unit_split_in), .body_max = MIB),
	ROUTE(POST, API "/units/move",       WRITE, "unit", BODY,  api_unit_move, "Chuyển đơn vị quản lý từ một ngày", IN(unit_move_in), .body_max = MIB),

	ROUTE(GET,  API "/roles",                      READ,  "account", NONE,   api_roles, "Các vai trò"),
	ROUTE(GET,  API "/accounts",                   READ,  "account", QUERY,  api_account_list, "Tài khoản trong phạm vi"),
	ROUTE(POST, API "/accounts",                   ADMIN, "account", BODY,   api_account_issue, "Cấp tài khoản, mật khẩu dùng một lần", IN(account_issue_in)),
	ROUTE(POST, API "/accounts/{name}/reset",      ADMIN, "account", RECORD, api_account_reset, "Cấp lại mật khẩu"),
	ROUTE(POST, API "/accounts/{name}/disable",    ADMIN, "account", RECORD, api_account_disable, "Khoá tài khoản"),

	ROUTE(GET,  API "/changes",          READ,  "change", QUERY, api_changes, "Dòng thay đổi của một đơn vị", .query = "unit after types limit"),

	ROUTE(POST, API "/imports",              WRITE, "import", BODY,   api_import_create, "Nạp tệp Excel hoặc CSV: thử trước, ghi sau",
	      .body = BODY_MULTIPART, .body_max = 32 * MIB),
	ROUTE(GET,  API "/imports/{id}",         READ,  "import", RECORD, api_import_show, "Kết quả nạp: cột nhận ra, số lượng, khác biệt, lỗi"),
	ROUTE(POST, API "/imports/{id}/commit",  WRITE, "import", RECORD, api_import_commit, "Ghi tệp đã thử"),
	ROUTE(POST, API "/imports/{id}/undo",    WRITE, "import", RECORD, api_import_undo, "Huỷ cả lần nạp đã ghi, khi chưa ai sửa hồ sơ của nó"),
	ROUTE(GET,  API "/imports/{id}/errors.xlsx", READ, "import", RECORD, api_import_errors,
	      "Tệp của người dùng, ô sai tô màu, thêm cột «Lỗi»; file: tệp thứ mấy, không nói thì là tệp đầu tiên có lỗi", .query = "file"),
	ROUTE(GET,  API "/jobs/{id}",            READ,  "import", RECORD, api_job_show, "Tiến độ một công việc"),
	ROUTE(POST, API "/jobs/{id}/cancel",     WRITE, "import", RECORD, api_job_cancel, "Dừng một công việc"),

	ROUTE(POST, API "/transfers",            WRITE, "transfer", BODY,   api_transfer_offer, "Đề nghị chuyển một người của trường mình đi", IN(transfer_offer_in)),
	ROUTE(POST, API "/transfers/requests",   WRITE, "transfer", BODY,   api_transfer_request, "Xin nhận một người đang ở trường khác", IN(transfer_request_in)),
	ROUTE(GET,  API "/transfers",            READ,  "transfer", QUERY,  api_transfer_list, "Các lượt chuyển đi và đến của một trường", .query = "unit state " PAGE),
	ROUTE(GET,  API "/transfers/{transfer}", READ,  "transfer", RECORD, api_transfer_show, "Một lượt chuyển"),
	ROUTE(POST, API "/transfers/{transfer}/agree",    WRITE, "transfer", RECORD, api_transfer_agree, "Tiếp nhận, hoặc cho đi", IN(transfer_agree_in)),
	ROUTE(POST, API "/transfers/{transfer}/refuse",   WRITE, "transfer", RECORD, api_transfer_refuse, "Từ chối kèm lý do", IN(transfer_refuse_in)),
	ROUTE(POST, API "/transfers/{transfer}/withdraw", WRITE, "transfer", RECORD, api_transfer_withdraw, "Rút lại"),

	ROUTE(POST, API "/reports",              WRITE,  "report", BODY,   api_report_compute, "Tính một biểu từ hồ sơ", IN(report_compute_in)),
	ROUTE(GET,  API "/reports",              READ,   "report", QUERY,  api_report_list, "Các báo cáo", .query = "unit form period"),
	ROUTE(GET,  API "/reports/preview",      READ,   "report", QUERY,  api_report_preview, "Số liệu ngay lúc này, theo cây đơn vị của một ngày", .query = "unit form period tree"),
	ROUTE(GET,  API "/reports/{id}",         READ,   "report", RECORD, api_report_show, "Một báo cáo"),
	ROUTE(GET,  API "/reports/{id}.xlsx",    READ,   "report", RECORD, api_report_xlsx, "Báo cáo theo mẫu chính thức"),
	ROUTE(GET,  API "/reports/{id}/seal",    READ,   "report", RECORD, api_report_seal, "Mã băm của báo cáo đã gửi và kết quả đối chiếu"),
	ROUTE(POST, API "/reports/{id}/submit",  SUBMIT, "report", RECORD, api_report_submit, "Gửi lên cấp trên"),
	ROUTE(POST, API "/reports/{id}/return",  ACCEPT, "report", RECORD, api_report_return, "Trả lại kèm lý do", IN(report_return_in)),
	ROUTE(POST, API "/reports/{id}/accept",  ACCEPT, "report", RECORD, api_report_accept, "Tiếp nhận"),
	ROUTE(GET,  API "/reports/{id}/cells/{row}/{column}/records", READ, "report", RECORD, api_report_cell, "Các hồ sơ mà một ô đếm", .query = PAGE),

	ROUTE(GET,  API "/rollovers/preview",    READ,   "learners", QUERY,  api_rollover_preview, "Chuyển năm học: bản thử, không ghi gì",
	      .query = "unit year continue_levels keep_homeroom"),
	ROUTE(POST, API "/rollovers",            WRITE,  "learners", BODY,   api_rollover_run, "Chuyển năm học: lên lớp, lưu ban, hoàn thành; lớp được chuyển tiếp", IN(rollover_run_in)),
	ROUTE(GET,  API "/rollovers",            READ,   "learners", QUERY,  api_rollover_list, "Các lần chuyển năm học của một trường", .query = "unit"),
	ROUTE(GET,  API "/rollovers/{id}",       READ,   "learners", RECORD, api_rollover_show, "Một lần chuyển năm học"),
	ROUTE(POST, API "/rollovers/{id}/undo",  WRITE,  "learners", RECORD, api_rollover_undo, "Huỷ cả lần chuyển, khi chưa ai sửa hay dùng hồ sơ mới"),

	ROUTE(GET,  API "/quality/rules",        READ, "quality", NONE,  api_quality_rules, "Các quy tắc kiểm tra"),
	ROUTE(GET,  API "/quality/problems",     READ, "quality", QUERY, api_quality_problems, "Lỗi của một trường theo quy tắc, kèm cách sửa",
	      .query = "unit year rule severity " PAGE),
	ROUTE(GET,  API "/quality/summary",      READ, "quality", QUERY, api_quality_summary, "Số lỗi theo trường và quy tắc", .query = "within year rule severity " PAGE),
	ROUTE(GET,  API "/quality/completeness", READ, "quality", QUERY, api_quality_completeness, "Mức đầy đủ theo trường thông tin, lớp, trường, cấp học",
	      .query = "unit within year by"),
	ROUTE(GET,  API "/quality/checklists",   READ, "quality", NONE,  api_checklists, "Các danh sách \"còn thiếu gì\""),
	ROUTE(GET,  API "/quality/checklists/{name}", READ, "quality", QUERY, api_checklist, "Từng người còn thiếu gì", .query = "unit year " PAGE),

	ROUTE(GET,  API "/learners/{code}/duplicates", READ, "learners", PATH, api_learner_duplicates, "Hồ sơ có thể là cùng một người, ở mọi trường"),
	ROUTE(GET,  API "/duplicates",           READ,  "learners", QUERY, api_duplicates, "Nghi vấn hồ sơ trùng của một trường; limit: số người học được dò",
	      .query = "unit year " PAGE),
	ROUTE(POST, API "/duplicates/decide",    WRITE, "learners", BODY,  api_duplicate_decide, "Hai hồ sơ là một người hay hai người", IN(duplicate_decide_in)),

	ROUTE(GET,   API "/{plural}",                READ,  "record", QUERY, api_record_list, "Danh sách hồ sơ",
	      .query = "unit within year q filter sort fields " PAGE),
	ROUTE(POST,  API "/{plural}",                WRITE, "record", BODY, api_record_create, "Lập hồ sơ", .body = BODY_RECORD),
	ROUTE(POST,  API "/{plural}/batch",          WRITE, "record", BODY, api_record_batch, "Nhiều hồ sơ, mỗi dòng một kết quả",
	      .body = BODY_NDJSON, .body_max = 32 * MIB, .query = "unit year"),
	ROUTE(GET,   API "/{plural}/{code}",         READ,  "record", PATH, api_record_show, "Một hồ sơ", .query = "fields"),
	ROUTE(PATCH, API "/{plural}/{code}",         WRITE, "record", PATH, api_record_change, "Sửa hồ sơ", .body = BODY_RECORD),
	ROUTE(GET,   API "/{plural}/{code}/history", READ,  "record", PATH, api_record_history, "Lịch sử của hồ sơ"),
	ROUTE(GET,   API "/{plural}/{code}/files/{field}", READ,  "record", PATH, api_file_show, "Tệp của một hồ sơ, ví dụ ảnh chân dung"),
	ROUTE(PUT,   API "/{plural}/{code}/files/{field}", WRITE, "record", PATH, api_file_put, "Gửi tệp của một hồ sơ: ảnh JPEG hoặc PNG",
	      .body = BODY_BYTES, .body_max = FILE_MAX),
	ROUTE(GET,   API "/{plural}/{code}/events",  READ,  "record", PATH, api_event_list, "Biến động: chuyển đến, chuyển đi, thôi học, xin học lại, biệt phái, nghỉ hưu"),
	ROUTE(POST,  API "/{plural}/{code}/events",  WRITE, "record", PATH, api_event_add, "Ghi một biến động; trạng thái suy ra từ đó", .body = BODY_RECORD),
	ROUTE(POST,  API "/{plural}/{code}/events/undo", WRITE, "record", PATH, api_event_undo, "Huỷ biến động sau cùng"),
	ROUTE(GET,   API "/{plural}/{code}/identifiers", READ, "record", PATH, api_person_identifiers, "Các mã của một người, ở mọi hệ mã"),
	ROUTE(POST,  API "/{plural}/{code}/identifiers", WRITE, "record", PATH, api_person_bind, "Gắn mã của hệ khác, ví dụ mã của Bộ thay mã tạm", IN(person_bind_in)),
	ROUTE(POST,  API "/{plural}/{code}/merge",   WRITE, "record", PATH, api_person_merge, "Nhập vào hồ sơ khác của cùng một người", IN(person_merge_in)),
	ROUTE(POST,  API "/{plural}/{code}/unmerge", WRITE, "record", PATH, api_person_unmerge, "Huỷ lần nhập sau cùng vào hồ sơ này"),
	ROUTE(POST,  API "/{plural}/{code}/status",  WRITE, "record", PATH, api_record_status, "Đổi trạng thái", IN(record_status_in)),
};

const struct app api_app = { routes, COUNT(routes), api_gate, NULL };
