/* catalog_shapes.c - what exists, as the API tells of it. */
#include "api/shapes.h"

static SHAPE(catalog_code, "Một mã của danh mục",
	{ "code", OUT_TEXT, .summary = "Mã" },
	{ "name", OUT_TEXT, .summary = "Tên" },
	{ "name_en", OUT_TEXT, .summary = "Tên tiếng Anh", .maybe = true },
	{ "valid_from", OUT_DATE, .summary = "Có từ ngày", .maybe = true },
	{ "valid_to", OUT_DATE, .summary = "Ngày đầu tiên không còn", .maybe = true },
	{ "levels", OUT_TEXT, .summary = "Cấp học", .maybe = true },
	{ "parent", OUT_TEXT, .summary = "Mã của cấp trên, với địa danh", .maybe = true },
	{ "next", OUT_TEXT, .summary = "Khối của năm sau", .maybe = true },
	{ "ends", OUT_TEXT, .summary = "Cấp học hoàn thành với khối này", .maybe = true });

SHAPE(list, "Một danh mục mã",
	{ "name", OUT_TEXT, .summary = "Tên" },
	{ "items", OUT_SHAPE, .summary = "Từng mã", .shape = &catalog_code_shape, .list = true });

static SHAPE(catalog_list, "Một danh mục mã, và nó từ đâu",
	{ "name", OUT_TEXT, .summary = "Tên" },
	{ "label", OUT_SHAPE, .summary = "Tên cho người đọc", .shape = &label_shape },
	{ "items", OUT_INT, .summary = "Số mã" },
	{ "official", OUT_TEXT, .summary = "Văn bản ban hành", .maybe = true },
	{ "codes", OUT_SHAPE, .summary = "Từng mã; địa danh thì xem /lists", .shape = &catalog_code_shape, .maybe = true, .list = true });

#define FIELD \
	{ "name", OUT_TEXT, .summary = "Tên" }, \
	{ "label", OUT_SHAPE, .summary = "Tên cho người đọc", .shape = &label_shape }, \
	{ "type", OUT_TEXT, .summary = "Kiểu" }, \
	{ "class", OUT_TEXT, .summary = "Mức nhạy cảm" }, \
	{ "required", OUT_BOOL, .summary = "Bắt buộc" }, \
	{ "required_when", OUT_TEXT, .summary = "Bắt buộc khi", .maybe = true }, \
	{ "unique", OUT_BOOL, .summary = "Không được trùng", .maybe = true }, \
	{ "computed", OUT_BOOL, .summary = "Hệ thống tự tính", .maybe = true }, \
	{ "carried", OUT_BOOL, .summary = "Theo người sang năm học sau", .maybe = true }, \
	{ "list", OUT_TEXT, .summary = "Danh mục mã", .maybe = true }, \
	{ "to", OUT_TEXT, .summary = "Loại hồ sơ được trỏ đến", .maybe = true }, \
	{ "media", OUT_TEXT, .summary = "Loại tệp", .maybe = true }, \
	{ "pattern", OUT_TEXT, .summary = "Dạng viết", .maybe = true }, \
	{ "moet", OUT_TEXT, .summary = "Tên trao đổi với Bộ", .maybe = true }, \
	{ "moet_object", OUT_TEXT, .summary = "Đối tượng trao đổi với Bộ", .maybe = true }, \
	{ "why", OUT_TEXT, .summary = "Mục đích", .maybe = true }, \
	{ "since", OUT_TEXT, .summary = "Có từ", .maybe = true }, \
	{ "until", OUT_TEXT, .summary = "Có đến", .maybe = true }, \
	{ "expected", OUT_TEXT, .summary = "Vì sao Bộ bắt buộc mà ở đây không", .maybe = true }, \
	{ "blank", OUT_TEXT, .summary = "Bộ bắt buộc; bỏ trống được hiểu là gì", .maybe = true }, \
	{ "min", OUT_INT, .summary = "Nhỏ nhất", .maybe = true }, \
	{ "max", OUT_INT, .summary = "Lớn nhất, hoặc dài nhất", .maybe = true }, \
	{ "scale", OUT_INT, .summary = "Số chữ số sau dấu phẩy", .maybe = true }

static SHAPE(catalog_field, "Một trường thông tin", FIELD);

static SHAPE(catalog_field_shown, "Một trường thông tin, như một màn hình cần biết",
	FIELD,
	{ "width", OUT_TEXT, .summary = "wide: rộng hết phiếu", .maybe = true },
	{ "expected_when", OUT_TEXT, .summary = "Chỉ thiếu khi điều này đúng; không có thì khi được hiện", .maybe = true },
	{ "show_when", OUT_TEXT, .summary = "Chỉ hiện khi điều này đúng; ẩn không phải là xoá", .maybe = true });

static SHAPE(catalog_member, "Điều hỏi về hồ sơ ngoài các trường",
	{ "name", OUT_TEXT, .summary = "Tên" },
	{ "label", OUT_SHAPE, .summary = "Tên cho người đọc", .shape = &label_shape },
	{ "type", OUT_TEXT, .summary = "Kiểu" },
	{ "required", OUT_BOOL, .summary = "Bắt buộc" },
	{ "min", OUT_INT, .summary = "Nhỏ nhất", .maybe = true },
	{ "max", OUT_INT, .summary = "Lớn nhất", .maybe = true });

static SHAPE(catalog_entry_rule, "Một quy tắc có hiệu lực khi nhập",
	{ "key", OUT_TEXT, .summary = "Khoá, cho phần mềm" },
	{ "severity", OUT_TEXT, .summary = "error hoặc warning" },
	{ "field", OUT_TEXT, .summary = "Mục bị báo" },
	{ "fields", OUT_TEXT, .summary = "Các mục được đọc", .list = true },
	{ "message", OUT_TEXT, .summary = "Nói với người nhập" },
	{ "remedy", OUT_TEXT, .summary = "Cách sửa" });

static SHAPE(catalog_answer, "Tên của Bộ mà không có trường riêng",
	{ "moet_object", OUT_TEXT, .summary = "Đối tượng trao đổi" },
	{ "moet", OUT_TEXT, .summary = "Tên trao đổi" },
	{ "by", OUT_TEXT, .summary = "Trả lời bằng gì" });

#define TYPE(field_shape) \
	{ "name", OUT_TEXT, .summary = "Tên" }, \
	{ "plural", OUT_TEXT, .summary = "Tên trong đường dẫn" }, \
	{ "label", OUT_SHAPE, .summary = "Tên cho người đọc", .shape = &label_shape }, \
	{ "module", OUT_TEXT, .summary = "Phần việc, như trong quyền" }, \
	{ "year_bound", OUT_BOOL, .summary = "Theo năm học" }, \
	{ "statuses", OUT_TEXT, .summary = "Danh mục trạng thái" }, \
	{ "moet_object", OUT_TEXT, .summary = "Đối tượng trao đổi với Bộ", .maybe = true }, \
	{ "fields", OUT_SHAPE, .summary = "Các trường", .shape = &field_shape, .list = true }, \
	{ "members", OUT_SHAPE, .summary = "Điều hỏi ngoài các trường", .shape = &catalog_member_shape, .maybe = true, .list = true }, \
	{ "entry", OUT_SHAPE, .summary = "Quy tắc khi nhập", .shape = &catalog_entry_rule_shape, .maybe = true, .list = true }, \
	{ "answered_by", OUT_SHAPE, .summary = "Tên của Bộ mà không có trường riêng", .shape = &catalog_answer_shape, .maybe = true, .list = true }, \
	{ "rights", OUT_TEXT, .summary = "Người gọi được làm gì; bản công bố không nói", .maybe = true, .list = true }, \
	{ "not_shown", OUT_TEXT, .summary = "Trường mà người gọi không được xem; bản công bố không nói", .maybe = true, .list = true }

static SHAPE(catalog_type, "Một loại hồ sơ", TYPE(catalog_field_shape));

static SHAPE(catalog_double, "Một cách giống nhau",
	{ "fields", OUT_TEXT, .summary = "Các mục cùng giống", .list = true });

static SHAPE(screen_column, "Một cột của danh sách",
	{ "path", OUT_TEXT, .summary = "Mục, như fields của danh sách nhận" },
	{ "label", OUT_SHAPE, .summary = "Tên cho người đọc", .shape = &label_shape },
	{ "type", OUT_TEXT, .summary = "Kiểu" },
	{ "class", OUT_TEXT, .summary = "Lớp bảo vệ: open, personal, sensitive hoặc secret" },
	{ "list", OUT_TEXT, .summary = "Danh mục mã", .maybe = true });

static SHAPE(screen_filter, "Một điều để lọc danh sách",
	{ "path", OUT_TEXT, .summary = "Mục" },
	{ "by", OUT_TEXT, .summary = "Mục đứng trong filter của danh sách; với tham chiếu là mã của hồ sơ được trỏ đến" },
	{ "label", OUT_SHAPE, .summary = "Tên cho người đọc", .shape = &label_shape },
	{ "type", OUT_TEXT, .summary = "Kiểu" },
	{ "list", OUT_TEXT, .summary = "Chọn trong danh mục mã này", .maybe = true },
	{ "to", OUT_TEXT, .summary = "Chọn trong các hồ sơ loại này", .maybe = true });

static SHAPE(screen_section, "Một phần của phiếu",
	{ "name", OUT_TEXT, .summary = "Tên" },
	{ "label", OUT_SHAPE, .summary = "Tên cho người đọc", .shape = &label_shape },
	{ "fields", OUT_TEXT, .summary = "Các trường", .list = true });

static SHAPE(screen_grid, "Cách nhập nhiều hồ sơ thành bảng",
	{ "columns", OUT_TEXT, .summary = "Các trường là cột", .list = true },
	{ "by", OUT_SHAPE, .summary = "Chọn trước: lớp nào; không có: cả trường", .shape = &screen_filter_shape, .maybe = true },
	{ "of", OUT_TEXT, .summary = "Mỗi dòng là một hồ sơ mà tham chiếu này trỏ tới; giá trị đầu tiên lập hồ sơ của dòng", .maybe = true },
	{ "apart", OUT_TEXT, .summary = "Chọn trước: hồ sơ thứ mấy trong những hồ sơ một dòng có thể có", .list = true },
	{ "begins", OUT_TEXT, .summary = "Chọn trước: hồ sơ mới có sẵn", .list = true });

static SHAPE(screen, "Cách hiện một loại hồ sơ",
	{ "number", OUT_TEXT, .summary = "Số, như trang của Bộ", .maybe = true },
	{ "title", OUT_SHAPE, .summary = "Tên màn hình", .shape = &label_shape },
	{ "list", OUT_SHAPE, .summary = "Các cột lúc đầu", .shape = &screen_column_shape, .list = true },
	{ "filters", OUT_SHAPE, .summary = "Lọc theo", .shape = &screen_filter_shape, .list = true },
	{ "missing", OUT_TEXT, .summary = "Các trường đáng hỏi là còn thiếu ở ai", .list = true },
	{ "sections", OUT_SHAPE, .summary = "Các phần của phiếu; mỗi trường được xem nằm ở một phần", .shape = &screen_section_shape, .list = true },
	{ "sheet", OUT_TEXT, .summary = "Mẫu Excel để nạp", .maybe = true },
	{ "grid", OUT_SHAPE, .summary = "Cách nhập thành bảng", .shape = &screen_grid_shape });

static SHAPE(catalog_named, "Một người mà hồ sơ này cũng có thể ghi tên: mẹ của học sinh",
	{ "set", OUT_TEXT, .summary = "Mã mà hồ sơ riêng của người ấy có, theo trường", .map = true },
	{ "from", OUT_TEXT, .summary = "Trường của hồ sơ riêng, và trường của hồ sơ này nói cùng điều", .map = true });

static SHAPE(catalog_sublist, "Một loại hồ sơ thuộc về hồ sơ này",
	{ "type", OUT_TEXT, .summary = "Loại, như trong đường dẫn" },
	{ "field", OUT_TEXT, .summary = "Tham chiếu của nó tới hồ sơ này" },
	{ "life", OUT_BOOL, .summary = "Có biến động, ghi ở đó" },
	{ "label", OUT_SHAPE, .summary = "Tên cho người đọc", .shape = &label_shape },
	{ "named", OUT_SHAPE, .summary = "Ai của loại ấy mà hồ sơ này cũng ghi tên", .shape = &catalog_named_shape, .list = true });

static SHAPE(catalog_life_event, "Một biến động ghi được",
	{ "event", OUT_TEXT, .summary = "Mã biến động" },
	{ "from", OUT_TEXT, .summary = "Từ các trạng thái này", .list = true },
	{ "begins", OUT_BOOL, .summary = "Trước ngày ấy chưa ở đây" });

static SHAPE(catalog_life, "Trạng thái suy ra từ biến động",
	{ "type", OUT_TEXT, .summary = "Loại hồ sơ của biến động" },
	{ "present", OUT_TEXT, .summary = "Các trạng thái đang ở đây", .list = true },
	{ "events", OUT_SHAPE, .summary = "Các biến động ghi được", .shape = &catalog_life_event_shape, .list = true });

SHAPE(catalog_of_type, "Một loại hồ sơ, như một màn hình cần biết",
	TYPE(catalog_field_shown_shape),
	{ "screen", OUT_SHAPE, .summary = "Cách hiện, đầy đủ, với điều người gọi được xem", .shape = &screen_shape },
	{ "sublists", OUT_SHAPE, .summary = "Các loại hồ sơ thuộc về hồ sơ này", .shape = &catalog_sublist_shape, .list = true },
	{ "statuses_by_hand", OUT_TEXT, .summary = "Các trạng thái người gọi ghi được bằng tay", .list = true },
	{ "mistaken_status", OUT_TEXT, .summary = "Trong đó: trạng thái của hồ sơ nhập nhầm", .maybe = true },
	{ "person", OUT_BOOL, .summary = "Là một người: có mã ở các hệ mã, hai hồ sơ nhập làm một được" },
	{ "is_unit", OUT_BOOL, .summary = "Là chính đơn vị" },
	{ "once_a_year", OUT_BOOL, .summary = "Mỗi đơn vị một hồ sơ một năm học" },
	{ "by_operation", OUT_BOOL, .summary = "Chỉ sinh ra từ nghiệp vụ, không lập hay sửa trực tiếp" },
	{ "name_field", OUT_TEXT, .summary = "Trường là tên của hồ sơ; không có: gọi theo mã", .maybe = true },
	{ "life", OUT_SHAPE, .summary = "Trạng thái suy ra từ biến động", .shape = &catalog_life_shape, .maybe = true },
	{ "namesake", OUT_TEXT, .summary = "Hai hồ sơ của trường và năm học giống nhau ở các mục này: có thể đã nhập hai lần", .maybe = true, .list = true },
	{ "doubles", OUT_SHAPE, .summary = "Giống nhau theo một trong các cách này: cũng vậy", .shape = &catalog_double_shape, .maybe = true, .list = true });

static SHAPE(catalog_change, "Một chỗ khác với phiên bản trước",
	{ "change", OUT_TEXT, .summary = "Khác thế nào" },
	{ "type", OUT_TEXT, .summary = "Loại hồ sơ hoặc danh mục" },
	{ "name", OUT_TEXT, .summary = "Trường hoặc mã", .maybe = true },
	{ "member", OUT_TEXT, .summary = "Điều được sửa", .maybe = true },
	{ "from", OUT_ANY, .summary = "Trước", .maybe = true },
	{ "to", OUT_ANY, .summary = "Nay", .maybe = true });

SHAPE(catalog, "Từ điển dữ liệu",
	{ "version", OUT_INT, .summary = "Phiên bản" },
	{ "published", OUT_DATE, .summary = "Ngày công bố" },
	{ "digest", OUT_TEXT, .summary = "Mã băm" },
	{ "live", OUT_INT, .summary = "Các phiên bản còn dùng được", .list = true },
	{ "types", OUT_SHAPE, .summary = "Các loại hồ sơ", .shape = &catalog_type_shape, .list = true },
	{ "lists", OUT_SHAPE, .summary = "Các danh mục mã", .shape = &catalog_list_shape, .list = true },
	{ "changes", OUT_SHAPE, .summary = "Khác với phiên bản trước", .shape = &catalog_change_shape, .maybe = true, .list = true });

SHAPE(form, "Một biểu thống kê",
	{ "name", OUT_TEXT, .summary = "Tên" },
	{ "official", OUT_TEXT, .summary = "Tên chính thức" },
	{ "label", OUT_SHAPE, .summary = "Tên cho người đọc", .shape = &label_shape },
	{ "basis", OUT_TEXT, .summary = "Căn cứ" });

static SHAPE(sheet_ask, "Điều mẫu hỏi",
	{ "name", OUT_TEXT, .summary = "Tên" },
	{ "label", OUT_TEXT, .summary = "Tên cho người đọc" },
	{ "type", OUT_TEXT, .summary = "Kiểu" },
	{ "list", OUT_TEXT, .summary = "Danh mục mã", .maybe = true },
	{ "default", OUT_TEXT, .summary = "Khi không trả lời", .maybe = true });

static SHAPE(sheet_column, "Một cột của mẫu",
	{ "field", OUT_TEXT, .summary = "Mục" },
	{ "title", OUT_TEXT, .summary = "Tiêu đề" },
	{ "titles", OUT_TEXT, .summary = "Các tiêu đề được nhận", .list = true },
	{ "required", OUT_BOOL, .summary = "Bắt buộc" },
	{ "identifies", OUT_BOOL, .summary = "Dùng để tìm hồ sơ" });

SHAPE(sheet, "Một mẫu Excel",
	{ "name", OUT_TEXT, .summary = "Tên" },
	{ "label", OUT_SHAPE, .summary = "Tên cho người đọc", .shape = &label_shape },
	{ "row", OUT_TEXT, .summary = "Mỗi dòng là gì" },
	{ "file", OUT_TEXT, .summary = "Tên tệp", .maybe = true },
	{ "levels", OUT_TEXT, .summary = "Cấp học", .maybe = true },
	{ "creates", OUT_BOOL, .summary = "Lập được hồ sơ mới" },
	{ "register", OUT_BOOL, .summary = "Danh sách đơn vị, do cơ quan quản lý giữ; mọi mẫu khác là của trường" },
	{ "asks", OUT_SHAPE, .summary = "Điều mẫu hỏi", .shape = &sheet_ask_shape, .list = true },
	{ "columns", OUT_SHAPE, .summary = "Từng cột", .shape = &sheet_column_shape, .list = true });

OPEN_SHAPE(openapi, "Bản mô tả OpenAPI 3.1");
