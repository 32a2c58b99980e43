/* app.c - what commands share: options, the database, what is said, and what is said of a failure. */
#include "app/app.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "catalog/document.h"
#include "catalog/sheets.h"
#include "base/reason.h"
#include "base/text.h"
#include "base/time.h"
#include "db/db.h"

static struct database *database;

struct database *app_database(void)
{
	return database;
}

bool app_usage_error(struct ctx *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	const char *text = arena_vfmt(c->arena, fmt, ap);
	va_end(ap);
	return fail(c, ERR_MALFORMED, "usage", "%s", text);
}

void app_show_progress(const char *label, size_t done, size_t total)
{
	if (!isatty(STDERR_FILENO))
		return;
	fprintf(stderr, "\r%s: %zu/%zu%s", label, done, total, done == total ? "\n" : "");
}

static bool told_json;

void app_print_json(json_t *stolen)
{
	told_json = true;
	json_dumpf(stolen, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(stolen);
}

json_t *app_problems(const struct problems *list)
{
	json_t *all = json_array();

	for (const struct problem *p = list->first; p != NULL; p = p->next)
		json_array_append_new(all, json_pack("{ss ss sb}", "key", p->key, "message", p->message, "warning", p->warning));
	return all;
}

void app_say(const struct options *o, json_t *stolen, const char *fmt, ...)
{
	va_list ap;

	if (option_flag(o, "json")) {
		app_print_json(stolen);
		return;
	}
	json_decref(stolen);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
}

const char *option(const struct options *o, const char *name)
{
	for (size_t i = 0; i < o->n; i++)
		if (streq(o->name[i], name))
			return o->value[i];
	return NULL;
}

bool option_flag(const struct options *o, const char *name)
{
	for (size_t i = 0; i < o->n; i++)
		if (streq(o->name[i], name))
			return true;
	return false;
}

bool option_number(struct ctx *c, const struct options *o, const char *name, int64_t otherwise, int64_t *ret)
{
	const char *text = option(o, name);

	*ret = otherwise;
	return text == NULL || (text_int(text, ret) && *ret >= 0) || app_usage_error(c, "--%s cần một số nguyên không âm.", name);
}

bool app_knows(struct ctx *c, const struct options *o, const char *first)
{
	for (const char *s = first; o->n_words > 0 && *s != '\0';) {
		const size_t n = strcspn(s, ",");
		if (strlen(o->word[0]) == n && memcmp(s, o->word[0], n) == 0)
			return true;
		s += n;
		s += strspn(s, ", ");
	}
	const char *need = arena_fmt(c->arena, "%s%s", strchr(first, ',') == NULL ? "" : "một trong: ", first);
	return o->n_words == 0 ? app_usage_error(c, "Cần %s.", need) : app_usage_error(c, "Không biết \"%s\"; cần %s.", o->word[0], need);
}

bool app_needs(struct ctx *c, const struct options *o, const char *const *words, const char *const *names)
{
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; words[i] != NULL; i++)
		if (i >= o->n_words)
			buf_fmt(&b, "%s%s", b.len == 0 ? "" : ", ", words[i]);
	for (; *names != NULL; names++)
		if (option(o, *names) == NULL)
			buf_fmt(&b, "%s--%s", b.len == 0 ? "" : ", ", *names);
	return b.len == 0 || app_usage_error(c, "Thiếu %s.", buf_text(&b));
}

bool app_no_more(struct ctx *c, const struct options *o, size_t n_words)
{
	return o->n_words <= n_words || app_usage_error(c, "Thừa \"%s\".", o->word[n_words]);
}

const char *app_database_url(const struct options *o)
{
	const char *url = option(o, "db");

	return url != NULL ? url : getenv("KHUE_DB");
}

bool app_unit(struct ctx *c, const struct options *o, struct unit *ret)
{
	const char *code = option(o, "unit");

	if (code == NULL)
		return app_usage_error(c, "Thiếu --unit: mã đơn vị.");
	return unit_find(c, &scope_everywhere, code, ret);
}

bool app_year(struct ctx *c, const struct options *o, int *ret)
{
	const char *text = option(o, "year");
	struct date today;
	int64_t year;

	if (!date_parse(time_today(c->arena, c->now_ms), &today))
		return false;
	year = date_school_year(today);
	if (text != NULL && (!text_int(text, &year) || year < SCHOOL_YEAR_MIN || year > SCHOOL_YEAR_MAX))
		return app_usage_error(c, "--year %s: ghi năm đầu của năm học, từ %d đến %d, ví dụ 2025.", text, SCHOOL_YEAR_MIN, SCHOOL_YEAR_MAX);
	*ret = (int)year;
	return true;
}

bool app_year_is_needed(const struct sheet_template *t)
{
	return t == NULL || !t->record[0].type->is_unit;
}

static bool cannot_write(struct ctx *c, const char *path, const char *folder)
{
	const char *why = errno == ENOENT ? arena_fmt(c->arena, "không có thư mục %s", folder) : reason_of(errno);

	return fail(c, ERR_INVALID, "file.write", "Không ghi được vào %s: %s. Lệnh chưa làm gì; hãy sửa đường dẫn rồi làm lại.", path, why);
}

bool app_can_write(struct ctx *c, const char *path)
{
	const char *folder = dirname(arena_strdup(c->arena, path));
	char *beside = arena_fmt(c->arena, "%s/khue-XXXXXX", folder); /* workbooks come to be in parts that lie where they will */
	int fd = access(path, F_OK) == 0 ? open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK) : -1;

	if (*path == '\0')
		return app_usage_error(c, "Tên tệp để ghi còn trống.");
	if (fd < 0 && errno != ENOENT)
		return cannot_write(c, path, folder);
	if (fd >= 0)
		close(fd);
	fd = mkstemp(beside);
	if (fd < 0)
		return cannot_write(c, path, folder);
	close(fd);
	unlink(beside);
	return true;
}

json_t *app_asks(struct ctx *c, const struct options *o)
{
	json_t *asks = document_kept(c->arena, json_object());

	for (const char *s = option(o, "ask") == NULL ? "" : option(o, "ask"); *s != '\0';) {
		size_t n = strcspn(s, ","), name = strcspn(s, "=,");
		if (name < n)
			json_object_set_new(asks, arena_strndup(c->arena, s, name), json_stringn(s + name + 1, n - name - 1));
		s += n + (s[n] == ',');
	}
	return asks;
}

bool app_database_open(struct ctx *c, const struct options *o)
{
	const char *url = app_database_url(o);

	if (url == NULL)
		return app_usage_error(c, "Thiếu --db (hoặc biến KHUE_DB): sqlite:TỆP hoặc postgres://…");
	return database_open(c, &database, url) && db_open(c, &c->db, database);
}

/* ---- failures ---- */

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
	{ "db.unknown", "Mất liên lạc với máy chủ PostgreSQL đúng lúc đang ghi, nên chưa rõ đã ghi xong hay chưa; hãy xem lại trước khi làm lại" },
	{ "db.away", "Không tới được máy chủ PostgreSQL: kiểm tra nó có đang chạy không (systemctl status postgresql), địa chỉ và cổng sau --db, tường lửa; rồi làm lại" },
	{ "migrate.model", "Cơ sở dữ liệu không còn mô tả các bảng của nó: giữ nguyên, khôi phục bản sao lưu gần nhất vào một cơ sở dữ liệu mới (khue restore)" },
	{ "db.retry", "Cơ sở dữ liệu đang bận vì việc khác; làm lại sau ít phút" },
	{ "db.timeout", "Việc này lâu hơn thời gian cơ sở dữ liệu cho phép nên đã dừng; thu hẹp lại, như một trường hoặc một năm học" },
	{ "db.memory", "Máy chủ PostgreSQL không đủ bộ nhớ; xem nhật ký của nó, rồi làm lại" },
};

static const char *sentence_of(const struct ctx *c)
{
	for (size_t i = 0; i < COUNT(told); i++)
		if (streq(told[i].key, c->key))
			return streq(c->key, "db.host") /* of which the machine quotes the address, in which a piece of a password may stand */
			       ? arena_fmt(c->arena, "%s.", told[i].sentence)
			       : arena_fmt(c->arena, "%s (máy báo: %s).", told[i].sentence, ctx_reason(c));
	if (c->err == ERR_INTERNAL)
		return arena_fmt(c->arena, "Chương trình gặp lỗi ngoài dự kiến (%s; máy báo: %s). Chạy khue doctor; nếu vẫn lỗi thì báo người giữ chương trình,"
		                 " kèm câu này.", c->key, ctx_reason(c));
	return c->detail;
}

int app_explain(const struct ctx *c, const struct command *cmd, const struct options *o)
{
	const char *detail = sentence_of(c);

	if (option_flag(o, "json") && !told_json)
		app_print_json(json_pack("{ss ss so}", "key", c->key, "detail", detail, "problems", app_problems(&c->problems)));
	fprintf(stderr, "%s\n", detail);
	for (const struct problem *p = c->problems.first; p != NULL; p = p->next)
		if (p->message != NULL && !streq(p->message, c->detail))
			fprintf(stderr, "  %s\n", p->message);
	if (c->err != ERR_MALFORMED)
		return EXIT_REFUSED;
	fprintf(stderr, "Cách dùng: %s\n", cmd->usage);
	return EXIT_USAGE;
}
