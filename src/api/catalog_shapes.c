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

static SHAPE(catalog_field, "Một trường thông tin",
	{ "name", OUT_TEXT, .summary = "Tên" },
	{ "label", OUT_SHAPE, .summary = "Tên cho người đọc", .shape = &label_shape },
	{ "type", OUT_TEXT, .summary = "Kiểu" },
	{ "class", OUT_TEXT, .summary = "Mức nhạy cảm" },
	{ "required", OUT_BOOL, .summary = "Bắt buộc" },
	{ "required_when", OUT_TEXT, .summary = "Bắt buộc khi", .maybe = true },
	{ "unique", OUT_BOOL, .summary = "Không được trùng", .maybe = true },
	{ "computed", OUT_BOOL, .summary = "Hệ thống tự tính", .maybe = true },
	{ "carried", OUT_BOOL, .summary = "Theo người sang năm học sau", .maybe = true },
	{ "list", OUT_TEXT, .summary = "Danh mục mã", .maybe = true },
	{ "to", OUT_TEXT, .summary = "Loại hồ sơ được trỏ đến", .maybe = true },
	{ "media", OUT_TEXT, .summary = "Loại tệp", .maybe = true },
	{ "pattern", OUT_TEXT, .summary = "Dạng viết", .maybe = true },
	{ "moet", OUT_TEXT, .summary = "Tên trao đổi với Bộ", .maybe = true },
	{ "moet_object", OUT_TEXT, .summary = "Đối tượng trao đổi với Bộ", .maybe = true },
	{ "why", OUT_TEXT, .summary = "Mục đích", .maybe = true },
	{ "since", OUT_TEXT, .summary = "Có từ", .maybe = true },
	{ "until", OUT_TEXT, .summary = "Có đến", .maybe = true },
	{ "expected", OUT_TEXT, .summary = "Vì sao Bộ bắt buộc mà ở đây không", .maybe = true },
	{ "min", OUT_INT, .summary = "Nhỏ nhất", .maybe = true },
	{ "max", OUT_INT, .summary = "Lớn nhất, hoặc dài nhất", .maybe = true },
	{ "scale", OUT_INT, .summary = "Số chữ số sau dấu phẩy", .maybe = true });

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

#define TYPE \
	{ "name", OUT_TEXT, .summary = "Tên" }, \
	{ "plural", OUT_TEXT, .summary = "Tên trong đường dẫn" }, \
	{ "label", OUT_SHAPE, .summary = "Tên cho người đọc", .shape = &label_shape }, \
	{ "module", OUT_TEXT, .summary = "Phần việc, như trong quyền" }, \
	{ "year_bound", OUT_BOOL, .summary = "Theo năm học" }, \
	{ "statuses", OUT_TEXT, .summary = "Danh mục trạng thái" }, \
	{ "moet_object", OUT_TEXT, .summary = "Đối tượng trao đổi với Bộ", .maybe = true }, \
	{ "fields", OUT_SHAPE, .summary = "Các trường", .shape = &catalog_field_shape, .list = true }, \
	{ "members", OUT_SHAPE, .summary = "Điều hỏi ngoài các trường", .shape = &catalog_member_shape, .maybe = true, .list = true }, \
	{ "entry", OUT_SHAPE, .summary = "Quy tắc khi nhập", .shape = &catalog_entry_rule_shape, .maybe = true, .list = true }, \
	{ "answered_by", OUT_SHAPE, .summary = "Tên của Bộ mà không có trường riêng", .shape = &catalog_answer_shape, .maybe = true, .list = true }, \
	{ "rights", OUT_TEXT, .summary = "Người gọi được làm gì; bản công bố không nói", .maybe = true, .list = true }, \
	{ "not_shown", OUT_TEXT, .summary = "Trường mà người gọi không được xem; bản công bố không nói", .maybe = true, .list = true }

static SHAPE(catalog_type, "Một loại hồ sơ", TYPE);

static SHAPE(catalog_double, "Một cách giống nhau",
	{ "fields", OUT_TEXT, .summary = "Các mục cùng giống", .list = true });

SHAPE(catalog_of_type, "Một loại hồ sơ, như một màn hình cần biết",
	TYPE,
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
	{ "asks", OUT_SHAPE, .summary = "Điều mẫu hỏi", .shape = &sheet_ask_shape, .list = true },
	{ "columns", OUT_SHAPE, .summary = "Từng cột", .shape = &sheet_column_shape, .list = true });

OPEN_SHAPE(openapi, "Bản mô tả OpenAPI 3.1");
