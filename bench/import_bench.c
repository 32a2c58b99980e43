/* import_bench.c - a school's list of pupils taken in: seconds for looking, writing and repeating.
 *
 *     import_bench --db URL_OF_AN_EMPTY_DATABASE [--rows 20000] [--codes] [--catalog DIR] [--only dry]
 *
 * Prints rows of a Markdown table.  --codes: every pupil brings a code of the Ministry.
 * The file has 25 columns, in the style of the official list.  Figures are for one process. */
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/secret.h"
#include "base/time.h"
#include "db/db.h"
#include "domain/import/import.h"
#include "table/child.h"
#include "domain/unit/unit_admin.h"
#include "book/writer.h"
#include "store/migrate.h"
#include "store/write.h"

static const char *url = NULL, *catalog_dir = "catalog", *only = NULL;
static size_t n_rows = 20000;
static bool with_codes = false;

static void must(const struct ctx *c, bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "%s: %s: %s\n", what, c->key == NULL ? "?" : c->key, c->detail == NULL ? "?" : c->detail);
	for (const struct problem *p = c->problems.first; p != NULL; p = p->next)
		fprintf(stderr, "  %s\n", p->message);
	exit(1);
}

/* ---- the file ---- */

static const char *const titles[] = {
	"STT", "Mã lớp", "Mã định danh Bộ GD&ĐT", "Họ tên", "Ngày sinh", "Giới tính", "Dân tộc", "Tôn giáo", "Quốc tịch",
	"Số định danh cá nhân", "Số điện thoại liên hệ", "Nơi sinh", "Quê quán", "Tổ/thôn", "Chỗ ở hiện nay", "Họ tên cha",
	"Nghề nghiệp cha", "Năm sinh cha", "Số điện thoại cha", "Họ tên mẹ", "Nghề nghiệp mẹ", "Năm sinh mẹ", "Số điện thoại mẹ",
	"Trạng thái HS", "Ngày nhập trạng thái",
};

static void fill_row(struct arena *a, size_t i, size_t phone, const char **cell)
{
	static const char *const family[] = { "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ" };
	static const char *const middle[] = { "Văn", "Thị", "Minh", "Ngọc", "Gia", "Bảo", "Thanh" };
	static const char *const given[] = { "An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khánh", "Linh", "Mai", "Nam", "Phúc", "Quân", "Sơn" };
	static const char *const group[] = { "Kinh", "Kinh", "Kinh", "Kinh", "Tày", "Nùng", "Hmông", "Dao", "Sán Dìu" };

	cell[1] = arena_fmt(a, "%zuA%zu", i % 5 + 1, i / 5 % (n_rows / 175 + 1) + 1);
	cell[2] = with_codes ? arena_fmt(a, "1999%06zu", i) : NULL;
	cell[3] = arena_fmt(a, "%s %s %s", family[i % 11], middle[i / 11 % 7], given[i / 77 % 13]);
	cell[4] = arena_fmt(a, "%02zu/%02zu/%zu", i % 28 + 1, i / 28 % 12 + 1, 2019 - i % 5);
	cell[5] = i % 2 == 0 ? "Nam" : "Nữ";
	cell[6] = group[i / 3 % 9];
	cell[7] = i % 9 == 0 ? "Phật giáo" : "Không";
	cell[8] = "Việt Nam";
	cell[9] = arena_fmt(a, "01921%07zu", i);
	cell[10] = arena_fmt(a, "09%08zu", i * 7 + phone);
	cell[11] = "Bệnh viện Đa khoa Phổ Yên, tỉnh Thái Nguyên";
	cell[12] = "Phường Ba Hàng, tỉnh Thái Nguyên";
	cell[13] = arena_fmt(a, "Tổ dân phố %zu", i % 40 + 1);
	cell[14] = arena_fmt(a, "Số %zu, tổ dân phố %zu, phường Ba Hàng", i % 300 + 1, i % 40 + 1);
	cell[15] = arena_fmt(a, "%s Văn %s", family[i % 11], given[i / 5 % 13]);
	cell[16] = "Công nhân";
	cell[17] = arena_fmt(a, "%zu", 1980 + i % 15);
	cell[18] = arena_fmt(a, "03%08zu", i * 3);
	cell[19] = arena_fmt(a, "%s Thị %s", family[i / 2 % 11], given[i / 7 % 13]);
	cell[20] = "Giáo viên";
	cell[21] = arena_fmt(a, "%zu", 1983 + i % 13);
	cell[22] = arena_fmt(a, "08%08zu", i * 5);
	cell[23] = "Đang học";
	cell[24] = "05/09/2025";
}

static void write_file(struct ctx *c, const char *path, size_t phone)
{
	const char *cell[COUNT(titles)] = { NULL };
	struct arena *scratch = arena_new();
	struct writer *w;

	must(c, writer_open(c, path, WRITER_STREAM, &w) && writer_sheet(w, "Sheet1"), "file");
	for (size_t k = 0; k < COUNT(titles); k++)
		must(c, writer_text(w, 0, k, titles[k], STYLE_HEADER), "file");
	for (size_t i = 0; i < n_rows; i++) {
		arena_reset(scratch);
		fill_row(scratch, i, phone, cell);
		must(c, writer_number(w, i + 1, 0, (double)(i + 1), STYLE_PLAIN), "file");
		for (size_t k = 1; k < COUNT(titles); k++)
			if (cell[k] != NULL)
				must(c, writer_text(w, i + 1, k, cell[k], STYLE_PLAIN), "file");
	}
	arena_free(scratch);
	must(c, writer_close(w), "file");
}

/* ---- the school ---- */

static struct unit make_school(struct ctx *c)
{
	const struct unit so = { .code = "19", .name = "Sở Thái Nguyên", .kind = "so", .province = "19", .status = "01" };
	json_t *o = json_pack("{ss ss ss ss ss}", "code", "19172401", "name", "Trường Tiểu học Đo Đếm", "level_group", "06", "ownership", "01",
	                      "region", "01");
	struct unit made;
	struct draft d;

	must(c, migrate(c) && unit_make_root(c) && unit_make_office(c, &so, "BGDDT", &made), "unit");
	draft_from_json(c, catalog_type(c->catalog, "school"), o, NULL, &d);
	must(c, unit_make_school(c, &d, "19", &made), "school");
	json_decref(o);
	return made;
}

/* ---- the runs ---- */

static void run(struct ctx *c, const struct unit *u, const char *path, bool dry_run, const char *name, double target)
{
	struct ctx own = *c;
	struct import_options o = { .unit = *u, .school_year = 2025, .dry_run = dry_run };
	struct import_summary s;
	struct rusage before, after;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	own.arena = arena_new();
	getrusage(RUSAGE_SELF, &before);
	int64_t begin = time_now_ms();
	must(&own, import_file(&own, fd, &o, &s), name);
	double seconds = (double)(time_now_ms() - begin) / 1000;
	getrusage(RUSAGE_SELF, &after);
	double cpu = (double)(after.ru_utime.tv_sec - before.ru_utime.tv_sec + after.ru_stime.tv_sec - before.ru_stime.tv_sec) +
	             (double)(after.ru_utime.tv_usec - before.ru_utime.tv_usec + after.ru_stime.tv_usec - before.ru_stime.tv_usec) / 1e6;
	if (s.errors > 0)
		fprintf(stderr, "%zu errors: %s\n", s.errors, s.issue[0].message);
	printf("| %s | %zu rows | %.2f s | %.1f s | %.2f s | %ld MB | %zu/%zu/%zu |\n", name, s.rows, seconds, target, cpu,
	       after.ru_maxrss / 1024, s.created, s.changed, s.unchanged);
	fflush(stdout);
	arena_free(own.arena);
	close(fd);
}

static void read_options(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		const char *v = i + 1 < argc ? argv[i + 1] : NULL;
		if (streq(argv[i], "--codes"))
			with_codes = true;
		else if (v != NULL && streq(argv[i], "--db"))
			url = argv[++i];
		else if (v != NULL && streq(argv[i], "--rows"))
			n_rows = strtoul(argv[++i], NULL, 10);
		else if (v != NULL && streq(argv[i], "--catalog"))
			catalog_dir = argv[++i];
		else if (v != NULL && streq(argv[i], "--only"))
			only = argv[++i];
		else
			url = NULL, argc = 0;
	}
	if (url == NULL || n_rows == 0 || n_rows > 100000) {
		fprintf(stderr, "import_bench --db URL_OF_AN_EMPTY_DATABASE [--rows 20000] [--codes] [--catalog DIR] [--only dry]\n");
		exit(2);
	}
}

int main(int argc, char **argv)
{
	char path[] = "/tmp/khue-import-XXXXXX", later[] = "/tmp/khue-import-XXXXXX";
	struct ctx c = { .arena = arena_new(), .now_ms = time_now_ms() };
	struct catalog *loaded;
	struct database *database = NULL;

	table_child(argv, NULL);
	read_options(argc, argv);
	secret_init();
	close(mkstemp(path));
	close(mkstemp(later));
	must(&c, catalog_load(&c, &loaded, catalog_dir) && (c.catalog = loaded) != NULL && database_open(&c, &database, url) && db_open(&c, &c.db, database), "start");
	struct unit u = make_school(&c);
	write_file(&c, path, 0);
	write_file(&c, later, 1);
	printf("| pupil list | size | seconds | target | CPU | peak | created/changed/unchanged |\n|---|---|---|---|---|---|---|\n");
	run(&c, &u, path, true, "dry run", 4);
	if (only == NULL) {
		run(&c, &u, path, false, "writing", 6);
		run(&c, &u, path, false, "the same again", 4);
		run(&c, &u, later, false, "one field of everybody changed", 5);
	}
	unlink(path);
	unlink(later);
	db_close(c.db);
	database_close(database);
	arena_free(c.arena);
	return 0;
}
