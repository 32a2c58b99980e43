/* parameters.c - what the parameters of paths and queries mean: a name means the same wherever it stands. */
#include "api/openapi.h"

#include "api/routes.h"

static const struct parameter {
	const char *name, *type, *format, *summary;
} parameters[] = {
	{ "account", "string", NULL, "Tên tài khoản" },
	{ "acts", "boolean", NULL, "true: những gì ghi cùng một lúc là một mục (together), việc của chính đơn vị đứng riêng; đọc ngược" },
	{ "after", "integer", NULL, "Số cuối (last) đã nhận" },
	{ "before", "integer", NULL, "Trước số này, mới nhất trước; 0: từ mục mới nhất" },
	{ "by", "string", NULL, "field, class, school hoặc level" },
	{ "class", "string", NULL, "Mã lớp: chỉ những gì của lớp này" },
	{ "code", "string", NULL, "Mã của thứ nêu ngay trước nó trong đường dẫn; ở /lists: một mã của danh mục; ở /changes: mã hồ sơ" },
	{ "column", "string", NULL, "Chữ của cột, như B" },
	{ "continue_levels", "boolean", NULL, "Ai hoàn thành một cấp thì lên thẳng cấp sau mà trường có dạy" },
	{ "count", "boolean", NULL, "true: nói cả tổng số (total), hoặc ít nhất bao nhiêu (at_least) khi nhiều hơn 10.000" },
	{ "cursor", "string", NULL, "Con trỏ của trang, lấy từ trang trước" },
	{ "date", "string", "date", "Chỉ những mã có hiệu lực vào ngày này" },
	{ "declared", "boolean", NULL, "Chỉ những gì được khai trong năm học: học sinh có ghi danh, cán bộ có hồ sơ năm" },
	{ "dry_run", "boolean", NULL, "true: làm thử, không ghi gì; trả lời điều sẽ xảy ra" },
	{ "edition", "integer", NULL, "Bản thứ mấy; không nói: bản hiện nay" },
	{ "field", "string", NULL, "Tên của một trường kiểu tệp" },
	{ "fields", "string", NULL, "Chỉ những mục này, cách nhau bằng dấu phẩy; cả của hồ sơ được trỏ đến, như learner.full_name, class.title" },
	{ "file", "integer", NULL, "Tệp thứ mấy; không nói: tệp đầu tiên có lỗi" },
	{ "filter", "string", NULL, "Điều kiện, viết như trong danh mục" },
	{ "form", "string", NULL, "Tên biểu, xem /forms" },
	{ "from", "string", "date", "Từ ngày này, giờ Việt Nam" },
	{ "gone", "boolean", NULL, "Kể cả những gì không còn ở đây" },
	{ "id", "string", NULL, "Mã của thứ nêu ngay trước nó" },
	{ "keep_homeroom", "boolean", NULL, "Lớp mới giữ giáo viên chủ nhiệm" },
	{ "kind", "string", NULL, "Mã loại đơn vị; ở /jobs: import, import_undo hoặc export" },
	{ "limit", "integer", NULL, "Nhiều nhất bao nhiêu trong một trang" },
	{ "list", "string", NULL, "Tên danh mục mã" },
	{ "mine", "boolean", NULL, "true: chỉ những gì chính tôi xin" },
	{ "name", "string", NULL, "Tên của thứ nêu ngay trước nó" },
	{ "names", "string", NULL, "Tên các danh mục mã, cách nhau bằng dấu phẩy" },
	{ "nulls", "boolean", NULL, "true: kể cả những mục không có giá trị (null)" },
	{ "old", "boolean", NULL, "true: kể cả những bản đã có bản thay" },
	{ "on", "string", "date", "Như ngày này" },
	{ "parent", "string", NULL, "Mã của cấp ngay trên" },
	{ "passkey", "string", NULL, "Mã của một khóa truy cập của tôi" },
	{ "period", "string", NULL, "Kỳ, như 2025-start" },
	{ "person", "string", NULL, "Mã của một người" },
	{ "plural", "string", NULL, "Loại hồ sơ" },
	{ "purpose", "string", NULL, "Để làm gì, ít nhất ba từ, mỗi từ ít nhất hai chữ cái: số và địa chỉ hiện đủ, nhật ký lượt xem ghi lại" },
	{ "q", "string", NULL, "Tìm theo tên hoặc mã" },
	{ "record", "string", NULL, "Mã của một hồ sơ" },
	{ "row", "integer", NULL, "Mã số của dòng" },
	{ "rule", "string", NULL, "Tên quy tắc, xem /quality/rules; có thể vài quy tắc, cách nhau bằng dấu phẩy" },
	{ "sheet", "string", NULL, "Tên mẫu Excel, xem /sheets" },
	{ "severity", "string", NULL, "error, warning hoặc notice" },
	{ "sort", "string", NULL, "name, code; trong một đơn vị thì cả changed_at và mọi mục, như learner.full_name; có dấu trừ ở trước: từ lớn xuống" },
	{ "state", "string", NULL, "Đang ở bước nào" },
	{ "alarms", "boolean", NULL, "true: chỉ những lần một tài khoản bị dừng vì xem quá nhiều người, hoặc mở hồ sơ mồi" },
	{ "to", "string", "date", "Đến hết ngày này, giờ Việt Nam" },
	{ "transfer", "string", NULL, "Mã lượt chuyển" },
	{ "tree", "string", "date", "Theo cây đơn vị của ngày này" },
	{ "type", "string", NULL, "Tên loại hồ sơ" },
	{ "types", "string", NULL, "Chỉ những loại hồ sơ này, cách nhau bằng dấu phẩy" },
	{ "unit", "string", NULL, "Mã đơn vị; không nói: đơn vị của bạn" },
	{ "v", "string", NULL, "Mã băm của danh mục (catalog trong /session): đúng thì câu trả lời giữ được mãi, không phải hỏi lại" },
	{ "wait", "integer", NULL, "Đợi nhiều nhất bao nhiêu giây (đến 30) tới khi có gì mới; trả lời ngay khi có" },
	{ "waiting", "boolean", NULL, "true: chỉ những gì chờ chính tôi duyệt, kể cả của cấp dưới không có người duyệt; cũ nhất trước" },
	{ "weeks", "integer", NULL, "Bao nhiêu tuần, kể cả tuần này; không nói: 12" },
	{ "within", "string", NULL, "Mã đơn vị, kể cả mọi cấp bên dưới" },
	{ "year", "integer", NULL, "Năm đầu của năm học; không nói: năm nay, ở /imports: mọi năm" },
};

static json_t *plurals(const struct catalog *k)
{
	json_t *all = json_array();

	for (size_t i = 0; i < k->n_types; i++)
		json_array_append_new(all, json_string(k->type[i].plural));
	return all;
}

/* NULL: it is one that its handler alone knows. */
static const struct parameter *find(const char *name, size_t n)
{
	for (size_t i = 0; i < COUNT(parameters); i++)
		if (strlen(parameters[i].name) == n && memcmp(parameters[i].name, name, n) == 0)
			return &parameters[i];
	return NULL;
}

bool parameter_is_flag(const char *name)
{
	const struct parameter *p = find(name, strlen(name));

	return p != NULL && streq(p->type, "boolean");
}

static json_t *parameter(const struct catalog *k, const char *name, size_t n, const char *in)
{
	const struct parameter *p = find(name, n);

	assert(p != NULL); /* a new name: say above what it means */
	json_t *schema = json_pack("{ss ss*}", "type", p->type, "format", p->format);
	if (streq(p->name, "plural"))
		json_object_set_new(schema, "enum", plurals(k));
	return json_pack("{ss ss sb ss so}", "name", p->name, "in", in, "required", streq(in, "path"), "description", p->summary, "schema", schema);
}

static const struct header {
	const char *route;      /* the handler's name; NULL: of every call that is not GET and not open to all */
	const char *name;
	bool required;
	const char *summary;
} headers[] = {
	{ NULL, "X-CSRF-Token", false, "Mã chống giả mạo, csrf của /session; bắt buộc khi vào bằng phiên" },
	{ "api_record_change", "If-Match", true, "ETag đã nhận, hoặc *" },
	{ "api_record_change", "Prefer", false, "return=minimal: chỉ trả lời mã và phiên bản" },
	{ "api_job_show", "If-None-Match", false, "ETag của câu trả lời trước, cho wait: đợi tới khi khác đi" },
	{ "api_import_show", "If-None-Match", false, "ETag của câu trả lời trước, cho wait: đợi tới khi khác đi" },
	{ "api_record_status", "If-Match", false, "ETag đã nhận, hoặc *" },
	{ "api_file_put", "If-Match", false, "ETag của hồ sơ đã nhận, hoặc *" },
	{ "api_record_create", "Idempotency-Key", false, "Khoá của lần gửi này; gửi lại với khoá ấy thì được trả lời như lần đầu" },
	{ "api_record_batch", "Idempotency-Key", false, "Khoá của lần gửi này; gửi lại với khoá ấy thì được trả lời như lần đầu" },
	{ "api_support_ask", "Idempotency-Key", false, "Khoá của lần gửi này; gửi lại với khoá ấy thì được trả lời như lần đầu" },
	{ "api_event_add", "Idempotency-Key", false, "Khoá của lần gửi này; gửi lại với khoá ấy thì được trả lời như lần đầu" },
	{ "api_regulation_publish", "Idempotency-Key", false, "Khoá của lần gửi này; gửi lại với khoá ấy thì được trả lời như lần đầu" },
	{ "api_import_create", "Idempotency-Key", false, "Khoá của lần gửi này; gửi lại với khoá ấy thì được trả lời như lần đầu" },
	{ "api_export_create", "Idempotency-Key", false, "Khoá của lần gửi này; gửi lại với khoá ấy thì được trả lời như lần đầu" },
	{ "api_transfer_offer", "Idempotency-Key", false, "Khoá của lần gửi này; gửi lại với khoá ấy thì được trả lời như lần đầu" },
	{ "api_transfer_request", "Idempotency-Key", false, "Khoá của lần gửi này; gửi lại với khoá ấy thì được trả lời như lần đầu" },
	{ "api_rollover_run", "Idempotency-Key", false, "Khoá của lần gửi này; gửi lại với khoá ấy thì được trả lời như lần đầu" },
	{ "api_unit_create", "Idempotency-Key", false, "Khoá của lần gửi này; gửi lại với khoá ấy thì được trả lời như lần đầu" },
	{ "api_account_issue", "Idempotency-Key", false, "Khoá của lần gửi này; gửi lại với khoá ấy thì không làm lần nữa, và mật khẩu không nói lại" },
	{ "api_client_issue", "Idempotency-Key", false, "Khoá của lần gửi này; gửi lại với khoá ấy thì không làm lần nữa, và mật khẩu không nói lại" },
	{ "api_catalog_type", "If-None-Match", false, "ETag của bản đã có; còn đúng thì trả lời 304" },
	{ "api_lists", "If-None-Match", false, "ETag của bản đã có; còn đúng thì trả lời 304" },
};

static bool takes_header(const struct route *t, const struct header *h)
{
	return h->route != NULL ? streq(h->route, t->name) : t->method != GET && t->action != ACTION_PUBLIC && !t->page;
}

static json_t *header(const struct header *h)
{
	return json_pack("{ss ss sb ss s{ss}}", "name", h->name, "in", "header", "required", h->required, "description", h->summary, "schema", "type", "string");
}

json_t *openapi_parameters(const struct catalog *k, const struct route *t)
{
	json_t *all = json_array();

	for (const char *p = t->path; (p = strchr(p, '{')) != NULL; p++)
		json_array_append_new(all, parameter(k, p + 1, strcspn(p + 1, "}"), "path"));
	for (const char *p = t->query == NULL ? "" : t->query; *p != '\0'; p += strspn(p, " ")) {
		const size_t n = strcspn(p, " ");
		json_array_append_new(all, parameter(k, p, n, "query"));
		p += n;
	}
	if (route_gives_json(t))
		json_array_append_new(all, parameter(k, "nulls", 5, "query"));
	for (const struct header *h = headers; h < headers + COUNT(headers); h++)
		if (takes_header(t, h))
			json_array_append_new(all, header(h));
	return all;
}
