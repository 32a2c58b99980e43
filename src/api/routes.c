/* routes.c - the whole HTTP surface of the program, one row per operation. */
#include "api/routes.h"

#include "api/pages.h"
#include "catalog/catalog.h"

#define MIB (1024 * 1024)
#define PAGE "limit cursor"
#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#define ROUTES(R) \
	R(GET,  "/",              VISIT,  "page", NONE, api_shell, EITHER(OUT_FILE("text/html"), OUT_AWAY), \
	  "Ứng dụng web, ở mọi địa chỉ không phải là tệp hay API; chưa đăng nhập thì đến trang đăng nhập", .page = true, .query = "*"), \
	R(GET,  "/dang-nhap",     VISIT,  "session", NONE, api_door, EITHER(OUT_FILE("text/html"), OUT_AWAY), "Trang đăng nhập", .page = true, .query = "ve", .halfway = true), \
	R(POST, "/dang-nhap",     PUBLIC, "session", NONE, api_door_open, EITHER(OUT_AWAY, OUT_FILE("text/html")), "Đăng nhập bằng biểu mẫu của trang", \
	      IN_FORM(api_door_open_in), .page = true, .at_door = true), \
	R(GET,  "/mat-khau",      VISIT,  "session", NONE, api_door_password_page, EITHER(OUT_FILE("text/html"), OUT_AWAY), "Trang đổi mật khẩu", .page = true, .query = "ve"), \
	R(POST, "/mat-khau",      SESSION, "session", NONE, api_door_password, EITHER(OUT_AWAY, OUT_FILE("text/html")), "Đổi mật khẩu bằng biểu mẫu của trang", \
	      IN_FORM(api_door_password_in), .page = true), \
	R(GET,  "/xac-nhan",      VISIT,  "session", NONE, api_door_confirm_page, EITHER(OUT_FILE("text/html"), OUT_AWAY), "Trang nhập mã xác nhận", .page = true, .query = "ve", \
	  .halfway = true), \
	R(POST, "/xac-nhan",      SESSION, "session", NONE, api_door_confirm, EITHER(OUT_AWAY, OUT_FILE("text/html")), "Nhập mã xác nhận bằng biểu mẫu của trang", \
	  IN_FORM(api_door_confirm_in), .page = true, .halfway = true), \
	R(GET,  "/hai-buoc",      VISIT,  "session", NONE, api_door_factor_page, EITHER(OUT_FILE("text/html"), OUT_AWAY), "Trang đặt xác nhận hai bước, của ai phải có mà chưa có", \
	  .page = true, .query = "ve"), \
	R(POST, "/hai-buoc",      SESSION, "session", NONE, api_door_factor, EITHER(OUT_FILE("text/html"), OUT_AWAY), "Khoá cho ứng dụng xác thực, bằng biểu mẫu của trang", \
	  IN_FORM(api_door_factor_in), .page = true), \
	R(POST, "/hai-buoc/ma",   SESSION, "session", NONE, api_door_factor_confirm, EITHER(OUT_FILE("text/html"), OUT_AWAY), \
	  "Xác nhận khoá ấy bằng một mã; rồi các mã dự phòng", IN_FORM(api_door_factor_confirm_in), .page = true), \
	R(GET,  "/dang-xuat",     VISIT,  "session", NONE, api_door_closed, OUT_AWAY, "Đăng xuất là một nút; trang này không có gì để xem", .page = true), \
	R(POST, "/dang-xuat",     VISIT,  "session", NONE, api_door_close, OUT_AWAY, "Đăng xuất bằng nút của trang", .page = true, .halfway = true), \
	R(GET,  "/w/{asset}",     PUBLIC, "page", NONE, api_asset, EITHER(OUT_FILE("text/javascript"), OUT_FILE("text/css"), OUT_FILE("image/")), \
	  "Tệp của các trang; tên có mã băm của nội dung nên giữ được mãi", .alone = true), \
	R(GET,  "/gioi-thieu",    PUBLIC, "page", NONE, api_about, OUT_FILE("text/html"), \
	  "Cho mọi người: hệ thống này là gì, quy định kỹ thuật ở đâu, giữ gì để làm gì, hỏi ai; không có dữ liệu của ai", .page = true), \
	R(GET,  "/docs",          PUBLIC, "page", NONE, api_docs, OUT_FILE("text/html"), "Tài liệu API, viết từ bảng đường dẫn và danh mục"), \
	R(GET,  "/catalog",       PUBLIC, "page", NONE, api_catalog_page, OUT_FILE("text/html"), "Quy định kỹ thuật về dữ liệu, và khác gì với phiên bản trước"), \
	R(GET,  "/catalog.json",  PUBLIC, "page", NONE, api_catalog_json, OUT(catalog), "Quy định kỹ thuật về dữ liệu, cho phần mềm"), \
	R(GET,  "/catalog.xlsx",  PUBLIC, "page", NONE, api_catalog_xlsx, OUT_FILE(XLSX), "Quy định kỹ thuật về dữ liệu, bảng tính"), \
	R(GET,  "/style.css",     PUBLIC, "page", NONE, api_style, OUT_FILE("text/css"), "Kiểu dáng của các trang tài liệu", .alone = true), \
	R(GET,  "/healthz",       PUBLIC, "page", NONE, api_healthz, OUT(health), "Tiến trình còn sống", .alone = true), \
	R(GET,  "/metrics",       PUBLIC, "page", NONE, api_metrics, OUT_FILE("text/plain"), "Số đếm của tiến trình, dạng Prometheus", .alone = true), \
	R(GET,  "/readyz",        PUBLIC, "page", NONE, api_readyz, OUT(health), "Cơ sở dữ liệu trả lời được"), \
	\
	R(POST, API "/session",          PUBLIC,  "session", NONE, api_session_open, OUT(session), "Đăng nhập", IN(api_session_open_in), .at_door = true), \
	R(GET,  API "/session",          SESSION, "session", NONE, api_session_show, OUT(session), "Tôi là ai, được làm gì"), \
	R(DELETE, API "/session",        SESSION, "session", NONE, api_session_close, OUT_NONE, "Đăng xuất"), \
	R(GET,  API "/session/otp",      SESSION, "session", NONE, api_factor_show, OUT(factor), "Xác nhận hai bước của tôi"), \
	R(POST, API "/session/otp",      SESSION, "session", NONE, api_factor_make, OUT(factor_secret), \
	  "Bắt đầu đặt xác nhận hai bước: khoá cho ứng dụng xác thực", IN(api_factor_make_in)), \
	R(POST, API "/session/otp/confirm", SESSION, "session", NONE, api_factor_confirm, OUT(factor_codes), \
	  "Xác nhận bằng một mã của ứng dụng; từ đó đăng nhập phải có mã", IN(api_factor_confirm_in)), \
	R(POST, API "/session/otp/remove", SESSION, "session", NONE, api_factor_remove, OUT_NONE, "Bỏ xác nhận hai bước", IN(api_factor_remove_in)), \
	R(POST, API "/session/passkey/options", VISIT, "session", NONE, api_passkey_options, OUT(passkey_options), \
	  "Điều trình duyệt hỏi thiết bị: để đăng ký khóa truy cập khi đã đăng nhập, để đăng nhập bằng khóa khi chưa", .halfway = true), \
	R(POST, API "/session/passkey",  VISIT,   "session", NONE, api_passkey_sign_in, OUT(session), "Đăng nhập bằng khóa truy cập, không cần gì nữa; hoặc dùng nó làm bước hai", \
	  IN(api_passkey_sign_in_in), .halfway = true), \
	R(GET,  API "/session/passkeys", SESSION, "session", NONE, api_passkey_list, OUT_ITEMS(passkey), "Khóa truy cập của tôi"), \
	R(POST, API "/session/passkeys", SESSION, "session", NONE, api_passkey_add, OUT_MADE(passkey), "Đăng ký một khóa truy cập", IN(api_passkey_add_in)), \
	R(DELETE, API "/session/passkeys/{passkey}", SESSION, "session", NONE, api_passkey_remove, OUT_NONE, "Bỏ một khóa truy cập"), \
	R(GET,  API "/second-step",      SESSION, "session", NONE, api_second_step, OUT(second_step), "Xác nhận hai bước là bắt buộc hay tuỳ mỗi người"), \
	R(POST, API "/second-step",      SESSION, "session", NONE, api_second_step_set, OUT(second_step), \
	  "Đặt việc ấy, cho toàn hệ thống: của người quản trị hệ thống", IN(api_second_step_set_in)), \
	R(POST, API "/session/password", SESSION, "session", NONE, api_session_password, OUT_NONE, "Đổi mật khẩu", IN(api_session_password_in)), \
	\
	R(GET,  API "/catalog",          SESSION, "catalog", NONE, api_catalog, EITHER(OUT(catalog), OUT_FILE("text/html"), \
	  OUT_FILE(XLSX)), "Toàn bộ từ điển dữ liệu; JSON, hoặc HTML, Excel theo tiêu đề Accept"), \
	R(GET,  API "/catalog/{type}",   SESSION, "catalog", NONE, api_catalog_type, EITHER(OUT(catalog_of_type), OUT_SAME), \
	  "Trường, danh mục và quyền của một loại hồ sơ", .query = "v"), \
	R(GET,  API "/types",            SESSION, "catalog", NONE, api_types, OUT_ITEMS(type_name), "Các loại hồ sơ, chỉ tên; từng loại ở /catalog/{type}"), \
	R(GET,  API "/menu",             SESSION, "catalog", NONE, api_menu, OUT_ITEMS(menu_group), "Thực đơn của người gọi: các màn hình mà họ có quyền"), \
	R(GET,  API "/lists",            SESSION, "catalog", NONE, api_lists, EITHER(OUT_ITEMS(list), OUT_SAME), "Nhiều danh mục mã một lần", .query = "names v"), \
	R(GET,  API "/lists/{list}",     SESSION, "catalog", NONE, api_list, OUT(list), "Một danh mục mã, theo ngày hiệu lực", .query = "date parent q code"), \
	R(POST, API "/lists/{list}/query", SESSION, "catalog", NONE, api_list_query, OUT(list), "Một danh mục mã, hỏi bằng nội dung thay cho địa chỉ; chỉ đọc", IN(api_list_query_in)), \
	R(GET,  API "/places/{code}/conversion", SESSION, "catalog", NONE, api_place_conversion, OUT(place_conversion), "Xã cũ thành xã mới từ 01/7/2025"), \
	R(POST, API "/places/conversion", WRITE, "learners", BODY, api_place_convert, OUT(places_converted), \
	  "Địa chỉ trong hồ sơ của một trường: đổi những xã cũ chỉ thành một xã mới, kể ra những chỗ cần người chọn", IN(api_place_convert_in)), \
	R(GET,  API "/forms",            SESSION, "catalog", NONE, api_forms, OUT_ITEMS(form), "Các biểu thống kê"), \
	R(GET,  API "/forms/{name}",     SESSION, "catalog", NONE, api_form, OUT(form_layout), "Một biểu như in ra: tiêu đề, đầu bảng, dòng, ô, phép kiểm tra"), \
	R(GET,  API "/sheets",           SESSION, "catalog", NONE, api_sheets, OUT_ITEMS(sheet), "Các mẫu Excel"), \
	R(GET,  API "/openapi.json",     PUBLIC,  "catalog", NONE, api_openapi, OUT(openapi), "Bản mô tả OpenAPI"), \
	\
	R(GET,  API "/units",            READ,  "unit", QUERY, api_unit_list, OUT(units), \
	  "Các đơn vị trực thuộc (parent), hoặc mọi cấp bên dưới (within), theo cây của một ngày", \
	      .query = "parent within kind on " PAGE, .client_scope = "units:read", .classes = CLASSES_SHARED), \
	R(GET,  API "/units/{code}",     READ,  "unit", PATH,  api_unit_show, OUT(unit_whole), \
	  "Một đơn vị, cả như một ngày (on: tên, tình trạng, thuộc ai), những năm học có hồ sơ, và hôm nay là năm học, học kỳ nào", \
	      .query = "on", .client_scope = "units:read", .classes = CLASSES_SHARED), \
	R(POST, API "/units",            WRITE, "unit", BODY,  api_unit_create, OUT_MADE(unit), "Lập Sở, Phòng hoặc đơn vị cấp xã", IN(api_unit_create_in)), \
	R(GET,  API "/units/{code}/lineage", READ, "unit", PATH, api_unit_lineage, OUT(lineage), "Đơn vị này từ đâu ra, từng mang tên gì, thành gì", \
	      .client_scope = "units:read", .classes = CLASSES_SHARED), \
	R(POST, API "/units/{code}/close", WRITE, "unit", PATH, api_unit_close, EITHER(OUT(lineage), OUT(unit_trial)), \
	  "Ngừng hoạt động hoặc giải thể, khi không còn ai", IN(api_unit_close_in)), \
	R(POST, API "/units/{code}/reopen", WRITE, "unit", PATH, api_unit_reopen, OUT(lineage), "Mở lại đơn vị bị đóng nhầm", IN(api_unit_reopen_in)), \
	R(POST, API "/units/{code}/merge", WRITE, "unit", PATH, api_unit_merge, EITHER(OUT(lineage), OUT(unit_trial)), \
	  "Sáp nhập trường vào một trường khác, cả lớp, người học và cán bộ", IN(api_unit_merge_in)), \
	R(POST, API "/units/{code}/split", WRITE, "unit", PATH, api_unit_split, EITHER(OUT(lineage), OUT(unit_trial)), \
	  "Chia, tách trường theo lớp", IN(api_unit_split_in), .body_max = MIB), \
	R(POST, API "/units/move",       WRITE, "unit", BODY,  api_unit_move, EITHER(OUT(units_moved), OUT(unit_trial)), \
	  "Chuyển nhiều đơn vị sang đơn vị quản lý khác từ một ngày", IN(api_unit_move_in), .body_max = MIB), \
	R(POST, API "/units/{code}/move", WRITE, "unit", PATH, api_unit_move_one, EITHER(OUT(units_moved), OUT(unit_trial)), \
	  "Chuyển một đơn vị sang đơn vị quản lý khác từ một ngày", IN(api_unit_move_one_in)), \
	\
	R(GET,  API "/roles",                      READ,  "account", QUERY,  api_roles, OUT_ITEMS(role), \
	  "Các vai trò; có unit: những vai trò người gọi cấp được ở đơn vị ấy", .query = "unit"), \
	R(GET,  API "/sections",                   READ,  "account", NONE,   api_sections, OUT_ITEMS(section), "Các bộ phận chuyên môn mà tài khoản chia theo được"), \
	R(GET,  API "/accounts",                   READ,  "account", QUERY,  api_account_list, OUT_PAGE(account), "Tài khoản trong phạm vi", .query = "within q " PAGE), \
	R(POST, API "/accounts/query",             READ,  "account", BODY,   api_account_query, OUT_PAGE(account), \
	  "Tài khoản trong phạm vi, hỏi bằng nội dung thay cho địa chỉ; chỉ đọc", IN(api_account_query_in)), \
	R(POST, API "/accounts",                   ADMIN, "account", BODY,   api_account_issue, OUT_MADE(account_password), \
	  "Cấp tài khoản, mật khẩu dùng một lần", IN(api_account_issue_in)), \
	R(POST, API "/accounts/holders",           ADMIN, "account", BODY,   api_account_holders, OUT_ITEMS(holder), \
	  "Tài khoản giáo viên có thể là của ai: người đang làm việc ở đơn vị, tìm theo họ tên", IN(api_account_holders_in)), \
	R(POST, API "/accounts/review",            ADMIN, "account", BODY, api_account_review, OUT_NONE, \
	  "Đã rà soát các tài khoản của một đơn vị: ai không còn cần đã khoá", IN(api_account_review_in)), \
	R(POST, API "/accounts/{name}/reset",      ADMIN, "account", RECORD, api_account_reset, OUT(account_password), "Cấp lại mật khẩu"), \
	R(POST, API "/accounts/{name}/disable",    ADMIN, "account", RECORD, api_account_disable, OUT_NONE, "Khoá tài khoản"), \
	R(POST, API "/accounts/{name}/sections",   ADMIN, "account", RECORD, api_account_sections, OUT_NONE, "Chia tài khoản theo bộ phận chuyên môn, hay cho mọi việc của vai trò", \
	  IN(api_account_sections_in)), \
	R(POST, API "/accounts/{name}/until",      ADMIN, "account", RECORD, api_account_until, OUT_NONE, "Đặt, đổi hay bỏ ngày cuối cùng dùng tài khoản của người làm thay", \
	  IN(api_account_until_in)), \
	R(POST, API "/accounts/{name}/enable",     ADMIN, "account", RECORD, api_account_enable, OUT_NONE, "Mở lại tài khoản đã khoá; mật khẩu như cũ"), \
	R(GET,  API "/sessions",                   SESSION, "sessions", QUERY, api_session_list, OUT_PAGE(open_session), \
	  "Các phiên đang mở của tôi, hoặc (unit) của tài khoản một đơn vị mà tôi cấp", .query = "unit " PAGE), \
	R(POST, API "/sessions/{id}/end",          SESSION, "sessions", RECORD, api_session_end_one, OUT_NONE, \
	  "Kết thúc một phiên của tôi, hoặc của tài khoản mà tôi quản lý"), \
	\
	R(POST, API "/token",                 PUBLIC, "session", NONE, api_token, OUT(token), "Mã truy cập cho một phần mềm (OAuth 2, client credentials)", IN_FORM(api_token_in)), \
	R(GET,  API "/clients",               READ,  "account", QUERY,  api_client_list, OUT_PAGE(client), "Phần mềm của một đơn vị và mọi cấp bên dưới", \
	      .query = "within " PAGE), \
	R(GET,  API "/clients/scopes",        READ,  "account", QUERY,  api_client_scopes, OUT(client_scopes), "Phần mềm của một đơn vị giữ được những phạm vi nào", \
	      .query = "unit"), \
	R(POST, API "/clients",               ADMIN, "account", BODY,   api_client_issue, OUT_MADE(client_secret), \
	  "Cấp cho một phần mềm quyền làm việc thay đơn vị; mã bí mật chỉ nói ra một lần", IN(api_client_issue_in)), \
	R(POST, API "/clients/{id}/revoke",   ADMIN, "account", RECORD, api_client_revoke, OUT_NONE, "Thu hồi quyền của một phần mềm"), \
	\
	R(GET,  API "/changes",          READ,  "change", QUERY, api_changes, OUT(changes), "Dòng thay đổi của một đơn vị: xuôi từ after, hoặc ngược từ before", \
	      .query = "unit after types before acts type code account from to limit purpose", \
	      .client_scope = "changes:read"), \
	R(POST, API "/changes/query",    READ,  "change", BODY,  api_changes_query, OUT(changes), "Dòng thay đổi của một đơn vị, hỏi bằng nội dung thay cho địa chỉ; chỉ đọc", \
	      IN(api_changes_query_in), .client_scope = "changes:read"), \
	R(GET,  API "/views",            READ,  "audit", QUERY, api_views, OUT_PAGE(view), \
	      "Ai đã xem ai: từng người mà mỗi tài khoản được cho xem, mỗi giờ một lần, mới nhất trước", \
	      .query = "unit within person account alarms from to " PAGE), \
	R(POST, API "/views/query",      READ,  "audit", BODY,  api_views_query, OUT_PAGE(view), "Ai đã xem ai, hỏi bằng nội dung thay cho địa chỉ; chỉ đọc", \
	      IN(api_views_query_in)), \
	R(GET,  API "/audit",            READ,  "audit", QUERY, api_audit, OUT(audit), "Nhật ký của một đơn vị có nguyên vẹn không, theo lần kiểm chứng sau cùng", \
	      .query = "unit"), \
	\
	R(POST, API "/imports",              WRITE, "import", BODY,   api_import_create, OUT_LATER(job), "Nạp tệp Excel hoặc CSV: thử trước, ghi sau", \
	      .body = BODY_MULTIPART, .body_max = 32 * MIB, .parts = api_import_create_in, .also = "network"), \
	R(GET,  API "/imports",              READ,  "import", QUERY, api_import_list, OUT_PAGE(job_line), \
	      "Các lần nạp tệp của tôi, hoặc (unit) của một đơn vị, mới nhất trước", .query = "unit year state mine " PAGE), \
	R(GET,  API "/imports/{id}",         READ,  "import", RECORD, api_import_show, OUT(job), "Kết quả nạp: cột nhận ra, số lượng, khác biệt, lỗi", \
	      .query = "wait", .also = "network"), \
	R(POST, API "/imports/{id}/again",   WRITE, "import", RECORD, api_import_again, OUT_LATER(job), \
	  "Thử lại các tệp đã gửi với câu trả lời khác, không phải gửi lại", IN(api_import_again_in), .body_max = 4 * MIB, .also = "network"), \
	R(POST, API "/imports/{id}/commit",  WRITE, "import", RECORD, api_import_commit, OUT_LATER(job), "Ghi tệp đã thử", .also = "network"), \
	R(POST, API "/imports/{id}/undo",    WRITE, "import", RECORD, api_import_undo, OUT_LATER(job), "Huỷ cả lần nạp đã ghi, khi chưa ai sửa hồ sơ của nó", .also = "network"), \
	R(GET,  API "/imports/{id}/errors.xlsx", READ, "import", RECORD, api_import_errors, OUT_FILE(XLSX), \
	      "Tệp của người dùng, ô sai tô màu, thêm cột «Lỗi»; file: tệp thứ mấy, không nói thì là tệp đầu tiên có lỗi", .query = "file", .also = "network"), \
	R(GET,  API "/jobs",                 READ,  "import", QUERY, api_job_list, OUT_PAGE(job_line), \
	      "Công việc của tôi, hoặc (unit) của một đơn vị, mới nhất trước", .query = "unit kind state mine " PAGE, .also = "export"), \
	R(GET,  API "/jobs/{id}",            READ,  "import", RECORD, api_job_show, OUT(job), \
	      "Tiến độ một công việc; wait: đợi tới khi có gì mới", .query = "wait", .also = "export"), \
	R(POST, API "/jobs/{id}/cancel",     WRITE, "import", RECORD, api_job_cancel, OUT(job), "Dừng một công việc", .also = "network"), \
	\
	R(GET,  API "/sheets/{name}.xlsx",   READ,    "export", QUERY,  api_sheet_empty, OUT_FILE(XLSX), "Một mẫu Excel, để trống", .query = "unit year"), \
	R(POST, API "/exports",              WRITE,   "export", BODY,   api_export_create, OUT_LATER(export), \
	  "Xin xuất hồ sơ theo một mẫu Excel, có mục đích; tệp lớn chờ người thứ hai duyệt", \
	      IN(api_export_create_in), .also = "network"), \
	R(GET,  API "/exports",              READ,    "export", QUERY,  api_export_list, OUT_PAGE(export), \
	  "Nhật ký xuất tệp: ai, cái gì, khi nào, để làm gì, bao nhiêu người, ai duyệt", \
	      .query = "unit waiting " PAGE), \
	R(GET,  API "/exports/preview",      READ,    "export", QUERY,  api_export_preview, OUT(export_preview), \
	  "Tệp sẽ có bao nhiêu người, và có phải chờ duyệt không", .query = "sheet unit year class"), \
	R(POST, API "/exports/trace",        APPROVE, "export", BODY,   api_export_trace, OUT(export_trace), \
	  "Một tệp tìm thấy do ai lấy ra: so với các lần xuất trong phạm vi của bạn", .body = BODY_MULTIPART, .body_max = 32 * MIB, .parts = api_export_trace_in), \
	R(GET,  API "/exports/{id}",         READ,    "export", RECORD, api_export_show, OUT(export), "Một lần xuất tệp; wait: đợi tới khi có gì mới", \
	      .query = "wait"), \
	R(GET,  API "/exports/{id}/file",    READ,    "export", RECORD, api_export_file, OUT_FILE(XLSX), "Tệp đã xuất, trong một ngày, cho chính người xin"), \
	R(POST, API "/exports/{id}/approve", APPROVE, "export", RECORD, api_export_approve, OUT(export), "Duyệt một lần xuất tệp của người khác"), \
	R(POST, API "/exports/{id}/refuse",  APPROVE, "export", RECORD, api_export_refuse, OUT(export), "Từ chối kèm lý do", IN(api_export_refuse_in)), \
	\
	R(POST, API "/transfers",            WRITE, "transfer", BODY,   api_transfer_offer, OUT_MADE(transfer), \
	  "Đề nghị chuyển một người của trường mình đi", IN(api_transfer_offer_in)), \
	R(POST, API "/transfers/requests",   WRITE, "transfer", BODY,   api_transfer_request, OUT_MADE(transfer), \
	  "Xin nhận một người đang ở trường khác", IN(api_transfer_request_in)), \
	R(GET,  API "/transfers",            READ,  "transfer", QUERY,  api_transfer_list, OUT_PAGE(transfer), \
	  "Các lượt chuyển đi và đến của một trường, cả theo vài trạng thái (state=done,released)", .query = "unit state " PAGE), \
	R(GET,  API "/transfers/{transfer}", READ,  "transfer", RECORD, api_transfer_show, OUT(transfer), "Một lượt chuyển"), \
	R(POST, API "/transfers/{transfer}/agree",    WRITE, "transfer", RECORD, api_transfer_agree, OUT(transfer), "Tiếp nhận, hoặc cho đi", IN(api_transfer_agree_in)), \
	R(POST, API "/transfers/{transfer}/refuse",   WRITE, "transfer", RECORD, api_transfer_refuse, OUT(transfer), "Từ chối kèm lý do", IN(api_transfer_refuse_in)), \
	R(POST, API "/transfers/{transfer}/withdraw", WRITE, "transfer", RECORD, api_transfer_withdraw, OUT(transfer), "Rút lại"), \
	R(POST, API "/transfers/{transfer}/undo",     WRITE, "transfer", RECORD, api_transfer_undo, OUT(transfer), "Huỷ một lượt chuyển đã xong", IN(api_transfer_undo_in)), \
	\
	R(POST, API "/reports",              WRITE,  "report", BODY,   api_report_compute, EITHER(OUT_MADE(report), OUT(reports_computed)), \
	  "Tính một biểu từ hồ sơ", IN(api_report_compute_in)), \
	R(GET,  API "/reports",              READ,   "report", QUERY,  api_report_list, OUT_PAGE(report_head), "Các báo cáo, theo mã đơn vị, biểu và kỳ", \
	      .query = "unit within waiting kind form period state " PAGE), \
	R(GET,  API "/reports/progress",     READ,   "report", QUERY,  api_report_progress, OUT(report_progress), \
	  "Đơn vị nào bên dưới phải gửi một biểu, đã đến bước nào", .query = "within form period " PAGE), \
	R(GET,  API "/reports/preview",      READ,   "report", QUERY,  api_report_preview, OUT(report_preview), \
	  "Số liệu ngay lúc này, theo cây đơn vị của ngày chốt số liệu hoặc của ngày tree", \
	      .query = "unit form period tree"), \
	R(GET,  API "/reports/{id}",         READ,   "report", RECORD, api_report_show, OUT(report), "Một báo cáo, hoặc một bản đã được mở lại của nó", .query = "edition"), \
	R(GET,  API "/reports/{id}.xlsx",    READ,   "report", RECORD, api_report_xlsx, OUT_FILE(XLSX), "Báo cáo theo mẫu chính thức", .query = "edition"), \
	R(GET,  API "/reports/{id}/seal",    READ,   "report", RECORD, api_report_seal, OUT(report_seal), "Mã băm của báo cáo và kết quả đối chiếu", .query = "edition"), \
	R(POST, API "/reports/{id}/submit",  SUBMIT, "report", RECORD, api_report_submit, OUT(report), "Gửi lên cấp trên"), \
	R(POST, API "/reports/{id}/return",  ACCEPT, "report", RECORD, api_report_return, OUT(report), "Trả lại kèm lý do", IN(api_report_return_in)), \
	R(POST, API "/reports/{id}/accept",  ACCEPT, "report", RECORD, api_report_accept, OUT(report), "Tiếp nhận"), \
	R(POST, API "/reports/{id}/reopen",  ACCEPT, "report", RECORD, api_report_reopen, OUT(report), \
	  "Mở lại báo cáo đã tiếp nhận; bản ấy được giữ nguyên", IN(api_report_reopen_in)), \
	R(GET,  API "/reports/{id}/cells/{row}/{column}/records", READ, "report", RECORD, api_report_cell, OUT(report_cell), \
	  "Các hồ sơ đã đếm vào một ô, như lúc đếm; now: nay khác", \
	      .query = PAGE " edition"), \
	\
	R(POST, API "/reminders",            ACCEPT, "report", BODY,   api_remind, OUT(reminders), "Nhắc các đơn vị bên dưới gửi một biểu, mỗi ngày một lần", IN(api_remind_in)), \
	R(GET,  API "/notices",              SESSION, "notice", NONE,  api_notices, OUT_ITEMS(notice), "Những việc đang chờ tôi"), \
	\
	R(GET,  API "/regulations",          SESSION, "regulation", QUERY, api_regulation_list, OUT_ITEMS(regulation), "Quy chế sử dụng áp dụng cho một đơn vị, của cấp cao trước", \
	  .query = "unit old"), \
	R(POST, API "/regulations",          WRITE,  "regulation", BODY, api_regulation_publish, OUT_MADE(regulation_whole), "Ban hành một bản quy chế sử dụng", \
	  IN(api_regulation_publish_in), .body_max = MIB / 4), \
	R(GET,  API "/regulations/{id}",     SESSION, "regulation", RECORD, api_regulation_show, OUT(regulation_whole), "Một bản quy chế"), \
	R(POST, API "/regulations/{id}/acknowledge", SESSION, "regulation", RECORD, api_regulation_acknowledge, OUT(regulation_whole), \
	  "Xác nhận đã đọc và sẽ theo"), \
	R(GET,  API "/regulations/{id}/missing", READ, "regulation", RECORD, api_regulation_missing, OUT(regulation_missing), "Tài khoản nào chưa xác nhận", \
	  .query = "within " PAGE), \
	R(POST, API "/requests",             SESSION, "support", BODY, api_support_ask, OUT_MADE(support_request), \
	  "Hỏi, báo lỗi hoặc góp ý về một màn hình; đơn vị mình và cấp trên trả lời", IN(api_support_ask_in)), \
	R(GET,  API "/requests",             SESSION, "support", QUERY, api_support_list, OUT_PAGE(support_request), \
	  "Yêu cầu của tôi (mine), hoặc của các đơn vị mà tôi trả lời: chờ trả lời thì cũ trước, còn lại mới trước", .query = "within state mine " PAGE), \
	R(POST, API "/requests/{id}/answer", WRITE,   "support", RECORD, api_support_answer, OUT(support_request), "Trả lời và đóng một yêu cầu", \
	  IN(api_support_answer_in)), \
	R(POST, API "/requests/{id}/seen",   SESSION, "support", RECORD, api_support_see, OUT(support_request), "Người gửi đã đọc câu trả lời"), \
	R(GET,  API "/rollovers/preview",    READ,   "learners", QUERY,  api_rollover_preview, OUT(rollover_plan), "Chuyển năm học: bản thử, không ghi gì", \
	      .query = "unit year continue_levels keep_homeroom"), \
	R(POST, API "/rollovers",            WRITE,  "learners", BODY,   api_rollover_run, OUT_MADE(rollover_plan), \
	  "Chuyển năm học: lên lớp, lưu ban, hoàn thành; lớp được chuyển tiếp", \
	  IN(api_rollover_run_in)), \
	R(GET,  API "/rollovers",            READ,   "learners", QUERY,  api_rollover_list, OUT_PAGE(rollover), "Các lần chuyển năm học của một trường, mới nhất trước", \
	      .query = "unit " PAGE), \
	R(GET,  API "/rollovers/{id}",       READ,   "learners", RECORD, api_rollover_show, OUT(rollover), "Một lần chuyển năm học"), \
	R(POST, API "/rollovers/{id}/undo",  WRITE,  "learners", RECORD, api_rollover_undo, OUT(rollover), \
	  "Huỷ những gì của lần chuyển chưa ai sửa hay dùng; kể ra phần còn lại"), \
	\
	R(GET,  API "/quality/rules",        READ, "quality", NONE,  api_quality_rules, OUT_ITEMS(quality_rule), "Các quy tắc kiểm tra"), \
	R(GET,  API "/quality/problems",     READ, "quality", QUERY, api_quality_problems, OUT(quality_problems), "Lỗi của một trường theo quy tắc, kèm cách sửa", \
	      .query = "unit year rule severity type record class " PAGE), \
	R(GET,  API "/quality/summary",      READ, "quality", QUERY, api_quality_summary, OUT_PAGE(quality_sum), \
	  "Số lỗi theo trường và quy tắc", .query = "within year rule severity " PAGE), \
	R(GET,  API "/quality/trend",        READ, "quality", QUERY, api_quality_trend, OUT_ITEMS(quality_week), \
	  "Lỗi và mức đầy đủ tuần này và các tuần trước, tuần cũ trước; của đơn vị quản lý là tổng của các trường", .query = "unit weeks"), \
	R(GET,  API "/quality/completeness", READ, "quality", QUERY, api_quality_completeness, OUT_ITEMS(completeness), \
	  "Mức đầy đủ theo trường thông tin, lớp, trường, cấp học", \
	      .query = "unit within year by class fields"), \
	R(GET,  API "/quality/checklists",   READ, "quality", NONE,  api_checklists, OUT_ITEMS(checklist), "Các danh sách \"còn thiếu gì\""), \
	R(GET,  API "/quality/checklists/{name}", READ, "quality", QUERY, api_checklist, OUT(checklist_result), "Từng người còn thiếu gì", .query = "unit year " PAGE), \
	R(GET,  API "/quality/checklists/{name}/units", READ, "quality", QUERY, api_checklist_units, OUT_ITEMS(checklist_part), \
	  "Bao nhiêu người đã đủ, ở từng đơn vị ngay bên dưới", .query = "within year"), \
	R(GET,  API "/quality/progress",     READ, "quality", QUERY, api_quality_progress, OUT(quality_progress), \
	  "Định danh, lỗi, mức đầy đủ và báo cáo của từng đơn vị ngay bên dưới, theo lần đếm sau cùng", .query = "within form period"), \
	\
	R(GET,  API "/learners/{code}/duplicates", READ, "learners", PATH, api_learner_duplicates, OUT(duplicates), "Hồ sơ có thể là cùng một người, ở mọi trường"), \
	R(GET,  API "/duplicates",           READ,  "learners", QUERY, api_duplicates, OUT(duplicates), \
	  "Nghi vấn hồ sơ trùng của một trường; limit: số người học được dò", \
	      .query = "unit year " PAGE), \
	R(POST, API "/duplicates/decide",    WRITE, "learners", BODY,  api_duplicate_decide, OUT(duplicate_decision), \
	  "Hai hồ sơ là một người hay hai người", IN(api_duplicate_decide_in)), \
	\
	R(POST,  API "/search",              READ,  "unit", BODY, api_search, OUT_ITEMS(found), \
	  "Tìm người, lớp, đơn vị bằng một dòng chữ: tên, mã, ngày sinh, điện thoại, số định danh; chỉ đọc", IN(api_search_in), .classes = CLASSES_SHARED), \
	\
	R(GET,   API "/{plural}",                READ,  "record", QUERY, api_record_list, OUT(record_page), "Danh sách hồ sơ", \
	      .one_statement = true, .query = "unit within year on gone declared q filter sort fields count purpose " PAGE, .classes = CLASSES_SHARED), \
	R(POST,  API "/{plural}",                WRITE, "record", BODY, api_record_create, EITHER(OUT_MADE(record), OUT(record), OUT(trial)), "Lập hồ sơ", .body = BODY_RECORD, \
	      .query = "dry_run year", .classes = CLASSES_LED), \
	R(POST,  API "/{plural}/query",          READ,  "record", BODY, api_record_query, OUT(record_page), \
	  "Danh sách hồ sơ, hỏi bằng nội dung thay cho địa chỉ; chỉ đọc", IN(api_record_query_in), .body_max = 32 * 1024, .classes = CLASSES_SHARED), \
	R(POST,  API "/{plural}/batch",          WRITE, "record", BODY, api_record_batch, OUT_LINES(batch_line), "Nhiều hồ sơ, mỗi dòng một kết quả", \
	      .body = BODY_NDJSON, .body_max = 32 * MIB, .query = "unit year dry_run", .classes = CLASSES_LED), \
	R(GET,   API "/{plural}/{code}",         READ,  "record", PATH, api_record_show, OUT(record), "Một hồ sơ", .query = "fields", .classes = CLASSES_SHARED), \
	R(PATCH, API "/{plural}/{code}",         WRITE, "record", PATH, api_record_change, EITHER(OUT(record), OUT(record_saved), OUT(trial)), "Sửa hồ sơ", \
	      .body = BODY_RECORD, .query = "dry_run year", .classes = CLASSES_LED), \
	R(GET,   API "/{plural}/{code}/history", READ,  "record", PATH, api_record_history, OUT_ITEMS(change), "Lịch sử của hồ sơ", .classes = CLASSES_LED), \
	R(GET,   API "/{plural}/{code}/files/{field}", READ,  "record", PATH, api_file_show, OUT_FILE("image/"), "Tệp của một hồ sơ, ví dụ ảnh chân dung", .classes = CLASSES_LED), \
	R(PUT,   API "/{plural}/{code}/files/{field}", WRITE, "record", PATH, api_file_put, OUT(record), "Gửi tệp của một hồ sơ: ảnh JPEG hoặc PNG", \
	      .body = BODY_BYTES, .body_max = FILE_MAX), \
	R(DELETE, API "/{plural}/{code}/files/{field}", WRITE, "record", PATH, api_file_drop, OUT(record), "Bỏ tệp của một hồ sơ; bản cũ còn trong lịch sử"), \
	R(GET,   API "/{plural}/{code}/events",  READ,  "record", PATH, api_event_list, OUT_ITEMS(record), \
	  "Biến động: chuyển đến, chuyển đi, thôi học, xin học lại, biệt phái, nghỉ hưu", .classes = CLASSES_LED), \
	R(POST,  API "/{plural}/{code}/events",  WRITE, "record", PATH, api_event_add, EITHER(OUT(record), OUT(trial)), "Ghi một biến động; trạng thái suy ra từ đó", \
	      .body = BODY_RECORD, .query = "dry_run year"), \
	R(POST,  API "/{plural}/{code}/events/undo", WRITE, "record", PATH, api_event_undo, OUT(record), "Huỷ biến động sau cùng"), \
	R(GET,   API "/{plural}/{code}/identifiers", READ, "record", PATH, api_person_identifiers, OUT_ITEMS(identifier), "Các mã của một người, ở mọi hệ mã"), \
	R(POST,  API "/{plural}/{code}/identifiers", WRITE, "record", PATH, api_person_bind, OUT_ITEMS(identifier), \
	  "Gắn mã của hệ khác, ví dụ mã của Bộ thay mã tạm", IN(api_person_bind_in)), \
	R(POST,  API "/{plural}/{code}/merge",   WRITE, "record", PATH, api_person_merge, OUT(record), "Nhập vào hồ sơ khác của cùng một người", IN(api_person_merge_in)), \
	R(POST,  API "/{plural}/{code}/unmerge", WRITE, "record", PATH, api_person_unmerge, OUT(record), "Huỷ lần nhập sau cùng vào hồ sơ này"), \
	R(POST,  API "/{plural}/{code}/status",  WRITE, "record", PATH, api_record_status, EITHER(OUT(record), OUT(trial)), "Đổi trạng thái", IN(api_record_status_in), \
	      .query = "dry_run year")

/* A row declares its function, the table of its body where there is one, and the shapes it answers; they stand in the file of their subject. */
#define HANDLER_OF(method, path, action, object, scope, handler, ...) handler
#define IN_OF(method, path, action, object, scope, handler, ...) handler##_in[]
handler_fn ROUTES(HANDLER_OF);
extern const struct in_field ROUTES(IN_OF);

#undef GIVES
#define GIVES(status, form, shape, type) shape##_shape
#define OUT_OF(method, path, action, object, scope, handler, out, ...) out
extern const struct shape ROUTES(OUT_OF);
#undef GIVES
#define GIVES OUT_ROW

static const struct route routes[] = { ROUTES(ROUTE) };

const struct app api_app = {
	.routes = routes, .n_routes = COUNT(routes), .gate = api_gate, .token = api_caller_token, .caller = actor_id, .elsewhere = &routes[0], .problem_page = page_problem,
	.keep = api_keep_views, .tell = api_tell_session,
};
