/* import.c - khue import. */
#include "domain/import/import.h"
#include "domain/import/import_batch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "base/reason.h"

static void progress(void *arg, size_t done, size_t total)
{
	(void)arg;
	app_show_progress("Dòng", done, total);
}

static bool is_untitled(const struct import_mapping *m)
{
	return m->field == NULL && !m->ignored && m->title == NULL;
}

/* Columns of a sheet without a title are one line, however many they are. */
static void print_untitled(const struct import_summary *s, size_t first)
{
	const struct import_mapping *from = &s->mapping[first], *to = from;
	size_t columns = 0, cells = 0;

	for (size_t i = first; i < s->n_mappings && streq(s->mapping[i].sheet, from->sheet); i++)
		if (is_untitled(&s->mapping[i])) {
			to = &s->mapping[i];
			columns++;
			cells += to->cells;
		}
	if (columns == 1)
		printf("  cột %s không có tiêu đề nên không được nạp", from->column);
	else
		printf("  %zu cột không có tiêu đề, từ %s đến %s, không được nạp", columns, from->column, to->column);
	printf(": %zu ô có dữ liệu", cells);
	for (size_t k = 0; k < COUNT(from->sample) && from->sample[k] != NULL; k++)
		printf("%s«%s»", k == 0 ? ", như " : ", ", from->sample[k]);
	printf("\n");
}

static void print_columns(const struct import_summary *s)
{
	const char *told = NULL; /* the sheet whose columns without a title were */

	for (size_t i = 0; i < s->n_mappings; i++) {
		const struct import_mapping *m = &s->mapping[i];
		if (m->field != NULL || m->ignored)
			continue;
		if (!is_untitled(m))
			printf("  cột %s \"%s\" không được nạp%s%s\n", m->column, m->title, m->instead == NULL ? "" : ": đã lấy cột ", m->instead == NULL ? "" : m->instead);
		else if (told == NULL || !streq(told, m->sheet))
			print_untitled(s, i);
		told = is_untitled(m) ? m->sheet : told;
	}
}

static void print_summary(struct ctx *c, const char *file, const struct import_summary *s, const struct unit *u)
{
	printf("%s%s%s%s: %zu dòng: %zu mới, %zu ghi danh, %zu chuyển lớp, %zu thay đổi, %zu như cũ, %s%zu không nạp; %zu lớp mới; %zu không có "
	       "trong tệp.\n", s->dry_run ? "(thử) " : "", file, *file == '\0' ? "" : ": ", s->template_label, s->rows, s->created, s->enrolled, s->moved, s->changed, s->unchanged,
	       s->repeated == 0 ? "" : arena_fmt(c->arena, "%zu đã có ở tệp trước, ", s->repeated), s->refused, s->classes_created, s->missing);
	for (size_t i = 0; i < s->n_answers; i++)
		printf("  %s: %s\n", s->answer[i].label, s->answer[i].text);
	if (s->batch != NULL)
		printf("  lần nạp %s; huỷ được bằng khue import undo %s --unit %s\n", s->batch, s->batch, u->code);
	print_columns(s);
	for (size_t i = 0; i < s->n_issues; i++) {
		const struct import_issue *x = &s->issue[i];
		printf("  %s%s%s%s: %s%s\n", x->sheet == NULL ? "" : x->sheet, x->row == 0 ? "" : arena_fmt(c->arena, ", dòng %zu", x->row), x->column == NULL ? "" : ", cột ", x->column == NULL ? "" : x->column,
		       x->warning ? "(lưu ý) " : "", x->message);
	}
	if (s->errors + s->warnings > s->n_issues)
		printf("  và %zu lỗi, lưu ý nữa: danh sách chỉ giữ %d mục đầu. Hãy sửa rồi nạp lại để thấy tiếp.\n", s->errors + s->warnings - s->n_issues, IMPORT_ISSUES_MAX);
}

/* "loi.xlsx"; of several files the second has "loi-2.xlsx". */
static const char *errors_path(struct ctx *c, const char *path, size_t file)
{
	const char *dot = strrchr(path, '.');
	size_t n = dot == NULL || strchr(dot, '/') != NULL ? strlen(path) : (size_t)(dot - path);

	return file == 1 ? path : arena_fmt(c->arena, "%.*s-%zu%s", (int)n, path, file, path + n);
}

const char *app_file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

const char *app_errors_written(struct ctx *c, const struct options *o, size_t file, const struct import_summary *s)
{
	const char *errors = option(o, "errors");

	return errors == NULL || s->errors == 0 ? NULL : errors_path(c, errors, file);
}

/* marked: the file that was written; NULL: none. */
static void tell_summary(struct ctx *c, const struct options *o, const struct import_options *io, const struct import_summary *s, const char *marked)
{
	struct buf b = buf_in(c->arena);

	if (!option_flag(o, "json")) {
		print_summary(c, o->n_words > 2 ? io->file_name : "", s, &io->unit);
		if (marked != NULL)
			printf("  tệp đánh dấu dòng lỗi: %s\n", marked);
		return;
	}
	import_put_json(&b, s);
	json_t *told = json_loadb(b.data, b.len, 0, NULL);
	json_object_set_new(told, "file", json_string(io->file_name));
	if (marked != NULL)
		json_object_set_new(told, "errors_file", json_string(marked));
	json_dumpf(told, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(told);
}

static bool is_one_of_them(const struct options *o, const struct stat *file)
{
	struct stat source;

	for (size_t k = 1; k < o->n_words; k++)
		if (stat(o->word[k], &source) == 0 && file->st_ino == source.st_ino && file->st_dev == source.st_dev)
			return true;
	return false;
}

/* Neither can it be the file itself: what is wrong in it would be all that is left.  What nobody named overwrites nothing. */
bool app_can_write_errors(struct ctx *c, const struct options *o)
{
	const char *errors = option(o, "errors");
	struct stat marked;

	for (size_t i = 1; errors != NULL && i < o->n_words; i++) {
		const char *path = errors_path(c, errors, i);
		if (!app_can_write(c, path))
			return false;
		if (i > 1 && lstat(path, &marked) == 0 && !is_one_of_them(o, &marked))
			return app_usage_error(c, "--errors %s: đã có tệp %s; với nhiều tệp, tệp thứ %zu được ghi vào đó. Hãy đặt tên khác, hoặc dời tệp ấy đi.", errors, path, i);
		if (stat(path, &marked) == 0 && is_one_of_them(o, &marked))
			return app_usage_error(c, "--errors %s: tệp đánh dấu dòng lỗi không thể là chính tệp được nạp; hãy đặt tên khác.", path);
	}
	return true;
}

bool app_import(struct ctx *c, const struct options *o, size_t file, struct import_options *io, struct import_summary *ret)
{
	const char *path = o->word[file], *errors = option(o, "errors");

	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail(c, ERR_INVALID, "file.open", "Không mở được %s: %s.", path, reason_of(errno));
	io->file_name = app_file_name(path);
	io->progress = progress;
	bool ok = import_file(c, fd, io, ret);
	if (ok && errors != NULL && ret->errors > 0 && !import_write_errors(c, fd, ret, errors_path(c, errors, file))) {
		tell_summary(c, o, io, ret, NULL);
		ok = false;
	}
	close(fd);
	return ok;
}

bool app_next_file(struct ctx *c, const struct options *o, size_t file, struct left_out *left)
{
	const char *name = app_file_name(o->word[file]);

	if (o->n_words <= 2 || c->err == ERR_INTERNAL || c->err == ERR_BUSY || c->err == ERR_FULL || c->err == ERR_MALFORMED)
		return false;
	fprintf(stderr, "%s: %s\n", name, c->detail);
	for (const struct problem *p = c->problems.first; p != NULL; p = p->next)
		if (p->message != NULL && !streq(p->message, c->detail))
			fprintf(stderr, "  %s\n", p->message);
	if (option_flag(o, "json"))
		app_print_json(json_pack("{ss ss ss so}", "file", name, "key", c->key, "detail", c->detail, "problems", app_problems(&c->problems)));
	ctx_clear(c);
	left->files++;
	return true;
}

bool app_is_sheet_error(const struct import_issue *x)
{
	return x->of_sheet && !x->warning;
}

void app_count_left(const struct import_summary *sum, struct left_out *ret)
{
	ret->rows += sum->refused;
	for (size_t i = 0; i < sum->n_issues; i++)
		ret->sheets += app_is_sheet_error(&sum->issue[i]);
}

bool app_none_left(struct ctx *c, const struct options *o, const struct left_out *left)
{
	const bool tried = option_flag(o, "dry-run");

	if (left->files > 0)
		return fail(c, ERR_INVALID, "import.refused", "%zu trong %zu tệp không nạp được, lý do ghi bên tên tệp%s. Hãy sửa rồi nạp lại.", left->files, o->n_words - 1,
		            left->rows > 0 ? arena_fmt(c->arena, "; ở các tệp khác còn %zu dòng không nạp được", left->rows) : "");
	if (left->rows > 0)
		return fail(c, ERR_INVALID, "import.refused", tried ? "%zu dòng sẽ không nạp được. Đây là lần thử, chưa dòng nào được nạp: sửa tệp rồi thử lại."
		            : "%zu dòng không nạp được; sửa rồi nạp lại chính tệp ấy, các dòng đã nạp không bị nạp hai lần.", left->rows);
	return left->sheets == 0 || fail(c, ERR_INVALID, "import.refused", "Có trang không nạp được; sửa rồi nạp lại chính tệp ấy.");
}

static bool import_one(struct ctx *c, const struct options *o, size_t file, struct import_options *io, struct left_out *left)
{
	struct import_summary sum;

	if (!app_import(c, o, file, io, &sum))
		return false;
	tell_summary(c, o, io, &sum, app_errors_written(c, o, file, &sum));
	app_count_left(&sum, left);
	return true;
}

static bool undo(struct ctx *c, const struct options *o)
{
	const char *batch = o->word[1];
	struct import_undone n;
	struct unit u;

	if (!app_needs(c, o, NAMES("undo", "lần nạp"), NAMES("unit")) || !app_no_more(c, o, 2) || !app_unit(c, o, &u) || !import_undo(c, &u, &batch, 1, NULL, NULL, &n))
		return false;
	app_say(o, json_pack("{ss sI sI}", "import", batch, "cancelled", (json_int_t)n.created, "restored", (json_int_t)n.restored),
	        "Đã huỷ lần nạp %s: %zu hồ sơ mới được huỷ, %zu hồ sơ được trả lại như trước.\n", batch, n.created, n.restored);
	return true;
}

bool run_import(struct ctx *c, const struct options *o)
{
	struct import_options io = { .dry_run = option_flag(o, "dry-run"), .class_name = option(o, "class") };
	struct import_before before = { .arena = c->arena };
	struct left_out left = { 0 };

	if (o->n_words > 0 && streq(o->word[0], "undo"))
		return undo(c, o);
	io.sheet = o->n_words == 0 ? NULL : catalog_sheet(c->catalog, o->word[0]);
	if (!app_needs(c, o, NAMES("mẫu", "tệp"), NAMES("unit", app_year_is_needed(io.sheet) ? "year" : NULL)) || !app_year(c, o, &io.school_year))
		return false;
	if (io.sheet == NULL && !streq(o->word[0], "auto"))
		return fail(c, ERR_INVALID, "import.sheet", "Không có mẫu \"%s\"; xem khue catalog list, hoặc ghi auto để tự nhận.", o->word[0]);
	io.asks = app_asks(c, o);
	if (!app_unit(c, o, &io.unit) || !app_can_write_errors(c, o))
		return false;
	io.before = io.dry_run && o->n_words > 2 ? &before : NULL;
	for (size_t i = 1; i < o->n_words; i++)
		if (!import_one(c, o, i, &io, &left) && !app_next_file(c, o, i, &left))
			return false;
	return app_none_left(c, o, &left);
}
