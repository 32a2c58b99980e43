/* main.c - the command table. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/time.h"
#include "db/db.h"
#include "domain/place/place_lists.h"
#include "table/child.h"
#include "store/migrate.h"

#define DB " db= catalog= json "
#define EVERY "Mọi lệnh: --db URL hoặc biến KHUE_DB (sqlite:TỆP, postgres://…); --catalog THƯ MỤC hoặc KHUE_CATALOG; --json: kết quả là JSON.\n"

static const struct command commands[] = {
	{ "init", "Lập cơ sở dữ liệu mới và tài khoản quản trị đầu tiên; in mật khẩu dùng một lần của tài khoản ấy.",
	  "khue init --db URL [--admin TÊN]", DB "admin= node= ", NEEDS_DATABASE, run_init },
	{ "serve", "Phục vụ ứng dụng và API. Sau một proxy: --proxy nêu địa chỉ của nó; --spool: thư mục cho tệp đang xử lý; --jobs 0: để khue worker làm việc dài; "
	  "--per-address: nhiều nhất bao nhiêu kết nối và yêu cầu cùng lúc của một địa chỉ (sau proxy: của địa chỉ mà nó nêu), 256 khi không nêu, 0: không giới hạn.",
	  "khue serve --db URL [--listen 127.0.0.1:8080] [--proxy ĐỊA CHỈ] [--spool THƯ MỤC] [--workers N] [--per-address N] [--jobs N] [--lease GIÂY]",
	  DB "listen= workers= per-address= proxy= spool= jobs= lease= ", NEEDS_SCHEMA, run_serve },
	{ "worker", "Làm việc dài (nhập, xuất) bên cạnh các máy chủ, chỉ trên PostgreSQL.",
	  "khue worker --db URL [--lanes import,export] [--spool THƯ MỤC] [--jobs N] [--lease GIÂY]", DB "lanes= jobs= lease= spool= ", NEEDS_SCHEMA, run_worker },
	{ "demo", "Lập một tỉnh trình diễn với dữ liệu sinh ra và các tài khoản để xem thử.",
	  "khue demo --db URL [--learners N] [--seed N] [--province MÃ]", DB "learners= seed= province= ", NEEDS_SCHEMA, run_demo },
	{ "load", "Nạp danh sách đơn vị, địa danh hoặc trường từ tệp CSV hay Excel; với schools, --dry-run chỉ thử, --errors ghi tệp đánh dấu dòng lỗi.",
	  "khue load units|places|schools TỆP... [--dry-run] [--errors RA.xlsx] [--json] --db URL", DB "dry-run errors= ", NEEDS_SCHEMA, run_load },
	{ "import", "Nhập tệp Excel hay CSV của một trường; --dry-run chỉ thử, --errors ghi tệp đánh dấu dòng lỗi.",
	  "khue import MẪU|auto TỆP... --unit MÃ --year 2025 (không cần với schools) [--class LỚP] [--ask period=CN] [--dry-run] [--errors RA.xlsx] | undo LẦN-NẠP "
	  "--unit MÃ --db URL",
	  DB "unit= year= class= ask= dry-run errors= ", NEEDS_SCHEMA, run_import },
	{ "export", "Xuất một biểu mẫu Excel; --empty: mẫu trống. trace: một tệp tìm thấy do ai lấy ra.",
	  "khue export MẪU --unit MÃ --year 2025 (không cần với schools) --out TỆP.xlsx [--empty] [--purpose MỤC ĐÍCH] [--ask period=CN]"
	  " | trace TỆP [--unit MÃ] --db URL",
	  DB "unit= year= out= empty purpose= ask= ", NEEDS_SCHEMA, run_export },
	{ "report", "Tính, xem, gửi, trả lại, tiếp nhận một báo cáo thống kê.",
	  "khue report compute|show|submit|return|accept|reopen|verify BIỂU --unit MÃ --period 2025-start [--below] [--note LÝ DO] [--reason LÝ DO]"
	  " [--edition N] [--out TỆP.xlsx|.json] --db URL",
	  DB "unit= period= out= note= reason= edition= below ", NEEDS_SCHEMA, run_report },
	{ "rollover", "Chuyển một trường sang năm học mới; preview chỉ xem trước.",
	  "khue rollover preview|run --unit MÃ --year 2025 [--continue-levels] [--keep-homeroom] | undo MÃ-LẦN-CHUYỂN --db URL",
	  DB "unit= year= continue-levels keep-homeroom ", NEEDS_SCHEMA, run_rollover },
	{ "quality", "Kiểm tra dữ liệu theo các quy tắc, và mức đầy đủ; count: đếm và giữ số liệu của tuần này, trend: xem các tuần.",
	  "khue quality check|completeness|checklist|count|trend [TÊN] --unit MÃ --year 2025 [--rule QUY TẮC] [--by field|class|school|level] [--json] --db URL",
	  DB "unit= year= rule= severity= by= ", NEEDS_SCHEMA, run_quality },
	{ "doctor", "Cơ sở dữ liệu có lành lặn không; lỗi nào thì làm gì. Chỉ đọc.",
	  "khue doctor [--json] --db URL", DB, NEEDS_DATABASE, run_doctor },
	{ "audit", "Nhật ký thay đổi có nguyên vẹn không.",
	  "khue audit verify [--unit MÃ] --db URL", DB "unit= ", NEEDS_SCHEMA, run_audit },
	{ "catalog", "Kiểm tra, liệt kê, xuất danh mục; openapi: mô tả API.",
	  "khue catalog check|list|openapi|export THƯ MỤC [--catalog THƯ MỤC]", " catalog= json ", NEEDS_CATALOG, run_catalog },
	{ "account", "Cấp, cấp lại mật khẩu, khoá, mở tài khoản; sign-ins: ai đã đăng nhập, bị từ chối, ra, từ địa chỉ và cổng nào; "
	  "second-step: xác nhận hai bước là bắt buộc hay tuỳ mỗi người.",
	  "khue account add TÊN --role VAI TRÒ --unit MÃ [--levels 02,03] [--staff MÃ CÁN BỘ] [--sections personnel,finance] [--until NGÀY] | reset TÊN | disable TÊN | enable TÊN | unused"
	  " | sign-ins [TÊN] [--from NGÀY] [--to NGÀY] | second-step [demanded|optional] --db URL", DB "role= unit= levels= staff= sections= until= from= to= ",
	  NEEDS_SCHEMA, run_account },
	{ "client", "Cấp, thu hồi, liệt kê phần mềm được kết nối.",
	  "khue client add TÊN --unit MÃ --scopes \"learners:read changes:read\" [--fields personal] [--levels 02,03] [--addresses DẢI] [--calls N]"
	  " | revoke TÊN --unit MÃ | list [--unit MÃ] --db URL", DB "unit= scopes= fields= levels= addresses= calls= ", NEEDS_SCHEMA, run_client },
	{ "decoy", "Đặt, liệt kê hồ sơ mồi: hồ sơ không của ai, ai mở thì đơn vị và cấp trên được báo. Không tính vào số liệu nào.",
	  "khue decoy plant --unit MÃ-SỞ [--number N] | list --db URL", DB "unit= number= ", NEEDS_SCHEMA, run_decoy },
	{ "transfer", "Cho đi những học sinh xin chuyển trường đã quá hạn trả lời.",
	  "khue transfer release --db URL", DB, NEEDS_SCHEMA, run_transfer },
	{ "place", "Xã cũ nay là xã nào; --apply: đổi địa chỉ trong hồ sơ của một trường.",
	  "khue place convert MÃ... | --unit MÃ [--apply] --db URL", DB "unit= apply ", NEEDS_SCHEMA, run_place },
	{ "unit", "Chuyển, đóng, mở lại, sáp nhập, chia tách đơn vị.",
	  "khue unit move MÃ...|--under PHÒNG --to MÃ --from NGÀY | close MÃ --date NGÀY [--decision SỐ] [--dissolve]"
	  " | reopen MÃ --reason LÝ DO"
	  " | merge MÃ --to MÃ --date NGÀY | split MÃ MÃ=LỚP,...,CÁN BỘ MÃ=... --date NGÀY | lineage MÃ --db URL",
	  DB "to= from= under= date= decision= reason= dissolve ", NEEDS_SCHEMA, run_unit },
	{ "backup", "Sao lưu tất cả vào một tệp niêm phong, cả khi đang phục vụ.",
	  "khue backup TỆP (--passphrase-file TỆP | --recipient TỆP-KHOÁ) --db URL", DB "passphrase-file= recipient= ", NEEDS_DATABASE, run_backup },
	{ "restore", "Khôi phục một bản sao lưu vào cơ sở dữ liệu mới, trống; --check chỉ đọc thử, không cần cơ sở dữ liệu.",
	  "khue restore TỆP (--passphrase-file TỆP | --identity TỆP-KHOÁ) (--db URL | --check)", DB "passphrase-file= identity= check ",
	  NEEDS_CATALOG, run_restore },
	{ "migrate", "Đổi cơ sở dữ liệu theo danh mục của bản Khuê này; --plan chỉ xem.",
	  "khue migrate [--plan] --db URL", DB "plan ", NEEDS_DATABASE, run_migrate },
};

static bool parse_options(struct ctx *c, const struct command *cmd, int argc, char **argv, struct options *o)
{
	size_t at;

	for (int i = 0; i < argc; i++) {
		const char *name = argv[i] + 2;
		if (strncmp(argv[i], "--", 2) != 0) {
			if (o->n_words == WORDS_MAX)
				return app_usage_error(c, "Quá nhiều tham số.");
			o->word[o->n_words++] = argv[i];
			continue;
		}
		bool takes = strstr(cmd->options, arena_fmt(c->arena, " %s= ", name)) != NULL;
		if (o->n == WORDS_MAX || (!takes && strstr(cmd->options, arena_fmt(c->arena, " %s ", name)) == NULL))
			return app_usage_error(c, "Không biết tuỳ chọn --%s.", name);
		if (takes && i + 1 == argc)
			return app_usage_error(c, "--%s cần một giá trị.", name);
		if (takes && text_fault(c->arena, argv[i + 1], strlen(argv[i + 1]), &at) > TEXT_CONTROL)
			return app_usage_error(c, "--%s: ký tự thứ %zu không nhìn thấy được (ẩn hoặc đảo chiều chữ); hãy gõ lại.", name, at);
		o->name[o->n] = name;
		o->value[o->n++] = takes ? argv[++i] : NULL;
	}
	return true;
}

/* --catalog, else KHUE_CATALOG, else beside the program's folder. */
static const char *catalog_dir(struct ctx *c, const struct options *o)
{
	const char *dir = option(o, "catalog") != NULL ? option(o, "catalog") : getenv("KHUE_CATALOG");
	char path[4096];

	if (dir != NULL)
		return dir;
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
	path[n < 0 ? 0 : n] = '\0';
	for (int up = 0; up < 2; up++) {
		char *slash = strrchr(path, '/');
		if (slash != NULL)
			*slash = '\0';
	}
	return arena_fmt(c->arena, "%s/catalog", path);
}

/* Only khue init makes a file of that name: a wrong path must not look like an empty province. */
static bool check_there(struct ctx *c, const struct options *o, bool new)
{
	const char *url = app_database_url(o), *path = url != NULL && strncmp(url, "sqlite:", 7) == 0 ? url + 7 : NULL;
	const char *after = path == NULL ? "" : path + strcspn(path, "?");

	if (path != NULL && (after == path || (*after != '\0' && !streq(after, "?sync=off"))))
		return fail(c, ERR_INVALID, "db.url", "Không đọc được địa chỉ cơ sở dữ liệu %s; dạng đúng: sqlite:TỆP, sau tên tệp không có gì nữa.", url);
	return new || path == NULL || access(arena_strndup(c->arena, path, strcspn(path, "?")), F_OK) == 0 ||
	       fail(c, ERR_NOT_FOUND, "db.missing", "Không có tệp %s; kiểm tra lại đường dẫn sau --db. Cơ sở dữ liệu mới thì do khue init lập.", path);
}

static bool prepare(struct ctx *c, const struct command *cmd, const struct options *o)
{
	struct catalog *catalog = NULL;

	if (cmd->needs >= NEEDS_CATALOG) {
		if (!catalog_load(c, &catalog, catalog_dir(c, o)))
			return false;
		c->catalog = catalog;
	}
	if (cmd->needs < NEEDS_DATABASE)
		return true;
	if (!check_there(c, o, streq(cmd->name, "init")) || !app_database_open(c, o))
		return false;
	return cmd->needs < NEEDS_SCHEMA || (migrate_check(c) && place_lists_refresh(c, catalog));
}

static int run(const struct command *cmd, int argc, char **argv)
{
	struct ctx c = { .arena = arena_new(), .now_ms = time_now_ms(), .source = "cli" };
	struct options o = { 0 };
	bool ok = parse_options(&c, cmd, argc, argv, &o) && prepare(&c, cmd, &o) && cmd->run(&c, &o);
	int status = ok ? 0 : app_explain(&c, cmd, &o);

	db_close(c.db);
	database_close(app_database());
	arena_free(c.arena);
	return status;
}

static bool is_help(const char *word)
{
	return streq(word, "--help") || streq(word, "-h") || streq(word, "help");
}

/* Asked for it goes to where it can be read from; else it is a refusal. */
static int usage(const char *word)
{
	const bool asked = word != NULL && is_help(word);
	FILE *out = asked ? stdout : stderr;

	if (word != NULL && !asked)
		fprintf(out, *word == '-' ? "Không có tuỳ chọn \"%s\" đứng một mình.\n" : "Không có lệnh \"%s\".\n", word);
	fprintf(out, "Khuê, cơ sở dữ liệu giáo dục mở. Các lệnh:\n");
	for (size_t i = 0; i < COUNT(commands); i++)
		fprintf(out, "  %s\n", commands[i].usage);
	fprintf(out, EVERY);
	return asked ? 0 : EXIT_USAGE;
}

static bool asks_help(int argc, char **argv)
{
	for (int i = 0; i < argc; i++)
		if (streq(argv[i], "--help"))
			return true;
	return false;
}

static int help(const struct command *cmd)
{
	printf("Cách dùng: %s\n%s\n" EVERY, cmd->usage, cmd->about);
	return 0;
}

int main(int argc, char **argv)
{
	table_child(argv, NULL);
	secret_init();
	for (size_t i = 0; argc > 1 && i < COUNT(commands); i++)
		if (streq(commands[i].name, argv[1]))
			return asks_help(argc - 2, argv + 2) ? help(&commands[i]) : run(&commands[i], argc - 2, argv + 2);
	if (argc > 1 && streq(argv[1], "--version"))
		return printf("khue " KHUE_VERSION "\n") > 0 ? 0 : 1;
	return usage(argc > 1 ? argv[1] : NULL);
}
