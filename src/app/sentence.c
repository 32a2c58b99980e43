/* sentence.c - what a person is told of a failure of the machine: what it means, and what to do. */
#include "app/app.h"

static const struct {
	const char *key, *sentence;
} told[] = {
	{ "db.not_database", "Tệp sau --db không phải là cơ sở dữ liệu của Khuê: kiểm tra lại đường dẫn (--db, hoặc KHUE_DB trong /etc/khue/env). Nếu đúng tệp"
	                     " ấy thì nó đã hỏng: giữ nguyên, kiểm tra ổ đĩa, khôi phục bản sao lưu gần nhất vào một tệp mới (khue restore)" },
	{ "db.damaged", "Tệp dữ liệu hỏng: dừng khue serve, giữ nguyên tệp hỏng cùng tệp -wal, kiểm tra ổ đĩa, khôi phục bản sao lưu gần nhất vào"
	                " một tệp mới (khue restore)" },
	{ "db.open", "Không mở được tệp dữ liệu: kiểm tra đường dẫn sau --db, và người dùng đang chạy lệnh có quyền đọc, ghi tệp cùng thư mục chứa nó không" },
	{ "db.host", "Không có máy nào tên như trong địa chỉ cơ sở dữ liệu: kiểm tra tên máy sau --db (hoặc KHUE_DB), rồi DNS của máy này. Ký tự lạ trong mật"
	             " khẩu phải viết dạng phần trăm, như %40 thay cho @" },
	{ "db.password", "Máy chủ PostgreSQL không nhận mật khẩu: kiểm tra mật khẩu trong --db (hoặc KHUE_DB, tệp ~/.pgpass)" },
	{ "db.login", "Máy chủ PostgreSQL không cho người dùng này vào: kiểm tra tên người dùng trong --db (createuser nếu chưa có) và tệp pg_hba.conf của máy chủ ấy" },
	{ "db.no_database", "Trên máy chủ PostgreSQL không có cơ sở dữ liệu tên ấy: kiểm tra tên sau --db; cơ sở dữ liệu mới thì createdb rồi khue init" },
	{ "db.away", "Không tới được máy chủ PostgreSQL: kiểm tra nó có đang chạy không (systemctl status postgresql), địa chỉ và cổng sau --db, tường lửa; rồi làm lại" },
	{ "migrate.model", "Cơ sở dữ liệu không còn mô tả các bảng của nó: giữ nguyên, khôi phục bản sao lưu gần nhất vào một cơ sở dữ liệu mới (khue restore)" },
	{ "db.retry", "Cơ sở dữ liệu đang bận vì việc khác; làm lại sau ít phút" },
	{ "db.timeout", "Việc này lâu hơn thời gian cơ sở dữ liệu cho phép nên đã dừng; thu hẹp lại, như một trường hoặc một năm học" },
	{ "db.memory", "Máy chủ PostgreSQL không đủ bộ nhớ; xem nhật ký của nó, rồi làm lại" },
};

/* What the machine says quotes an address, in which a piece of a password may stand. */
static bool quotes_address(const char *key)
{
	return streq(key, "db.host");
}

const char *app_sentence(const struct ctx *c)
{
	for (size_t i = 0; i < COUNT(told); i++)
		if (streq(told[i].key, c->key))
			return quotes_address(c->key) ? arena_fmt(c->arena, "%s.", told[i].sentence)
			                              : arena_fmt(c->arena, "%s (máy báo: %s).", told[i].sentence, ctx_reason(c));
	if (c->err == ERR_INTERNAL)
		return arena_fmt(c->arena, "Chương trình gặp lỗi ngoài dự kiến (%s; máy báo: %s). Chạy khue doctor; nếu vẫn lỗi thì báo người giữ chương trình,"
		                 " kèm câu này.", c->key, ctx_reason(c));
	return c->detail;
}
