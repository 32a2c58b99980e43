/* load.c - khue load: official lists as published. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "app/app.h"
#include "base/time.h"
#include "domain/import/import.h"
#include "domain/place/place_lists.h"
#include "domain/place/place_store.h"
#include "domain/unit/unit_admin.h"
#include "sheet/list.h"
#include "base/reason.h"

struct list_rows {
	struct place_input *row;
	size_t n, room;
};

static void take_row(struct ctx *c, void *arg, size_t row, const char *const *cell)
{
	struct list_rows *t = arg;

	t->row = arena_grow(c->arena, t->row, t->n, &t->room, sizeof *t->row);
	t->row[t->n++] = (struct place_input){ cell, row };
}

static bool read_rows(struct ctx *c, const char *path, const struct template *const *templates, size_t n, const struct template **ret, struct list_rows *t)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	*t = (struct list_rows){ 0 };
	if (fd < 0)
		return fail(c, ERR_INVALID, "file.open", "Không mở được %s: %s.", path, reason_of(errno));
	bool ok = sheet_list_read(c, fd, templates, n, ret, take_row, t);
	close(fd);
	return ok;
}

static void print_notes(const struct input_notes *notes)
{
	for (size_t i = 0; i < notes->n; i++) {
		const struct input_note *x = &notes->note[i];
		printf("  dòng %zu: %s", x->row, x->text);
		if (x->after != NULL)
			printf(" (%s → %s)", x->before == NULL ? "" : x->before, x->after);
		printf("\n");
	}
}

static void print_rejects(const struct row_reject *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		printf("  dòng %zu: không nạp %s %s: %s\n", r[i].row, r[i].code == NULL ? "" : r[i].code, r[i].name == NULL ? "" : r[i].name, r[i].reason);
}

static json_t *notes_json(const struct input_notes *notes)
{
	json_t *all = json_array();

	for (size_t i = 0; i < notes->n; i++)
		json_array_append_new(all, json_pack("{sI ss ss* ss*}", "row", (json_int_t)notes->note[i].row, "text", notes->note[i].text, "before", notes->note[i].before,
		                                     "after", notes->note[i].after));
	return all;
}

static json_t *rejects_json(const struct row_reject *r, size_t n)
{
	json_t *all = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{sI ss* ss* ss}", "row", (json_int_t)r[i].row, "code", r[i].code, "name", r[i].name, "reason", r[i].reason));
	return all;
}

/* What came of one list. */
struct loaded {
	const char *what, *file; /* file: NULL: it is the only one, or all */
	size_t created, changed, unchanged, rejected;
	const struct input_notes *notes;
	const struct row_reject *reject;
	size_t n_rejects;
};

static void say(const struct options *o, const struct loaded *l)
{
	if (!option_flag(o, "json")) {
		print_notes(l->notes);
		print_rejects(l->reject, l->n_rejects);
	}
	app_say(o, json_pack("{ss* sI sI sI sI so so}", "file", l->file, "loaded", (json_int_t)l->created, "updated", (json_int_t)l->changed, "unchanged", (json_int_t)l->unchanged,
	                     "rejected", (json_int_t)l->rejected, "notes", notes_json(l->notes), "rejects", rejects_json(l->reject, l->n_rejects)),
	        "%s%s%s: %zu mới, %zu thay đổi, %zu như cũ, %zu không nạp.\n", l->file == NULL ? "" : l->file, l->file == NULL ? "" : ": ", l->what,
	        l->created, l->changed, l->unchanged, l->rejected);
}

static bool load_units(struct ctx *c, const struct options *o, const char *path, struct left_out *left)
{
	struct load_summary sum;
	const struct template *template = &unit_rows_template;
	struct unit_rows units;
	struct list_rows t;

	if (!read_rows(c, path, &template, 1, &template, &t))
		return false;
	unit_rows_read(c, t.row, t.n, &units);
	if (!unit_load_offices(c, &units, &sum))
		return false;
	say(o, &(const struct loaded){ "Đơn vị", o->n_words > 2 ? app_file_name(path) : NULL, sum.created, sum.changed, sum.unchanged, sum.rejected, &units.notes, units.reject, units.n_rejects });
	if (sum.created + sum.changed + sum.unchanged == 0)
		left->rows += sum.rejected; /* each is told; but nothing went in */
	return true;
}

static json_t *refusals_json(const struct import_summary *sum)
{
	json_t *all = json_array();

	for (size_t i = 0; i < sum->refused; i++) {
		const struct import_refused *r = &sum->refusal[i];
		json_array_append_new(all, json_pack("{ss sI ss* ss* ss}", "sheet", r->sheet, "row", (json_int_t)r->row, "code", r->code, "name", r->name, "reason", r->why));
	}
	return all;
}

static json_t *warnings_json(const struct import_summary *sum)
{
	json_t *all = json_array();

	for (size_t i = 0; i < sum->n_issues; i++)
		if (sum->issue[i].warning)
			json_array_append_new(all, json_pack("{ss sI ss ss*}", "sheet", sum->issue[i].sheet, "row", (json_int_t)sum->issue[i].row, "text", sum->issue[i].message,
			                                     "before", sum->issue[i].value));
	return all;
}

static json_t *sheet_errors_json(const struct import_summary *sum)
{
	json_t *all = json_array();

	for (size_t i = 0; i < sum->n_issues; i++)
		if (app_is_sheet_error(&sum->issue[i]))
			json_array_append_new(all, json_pack("{ss sI ss}", "sheet", sum->issue[i].sheet, "row", (json_int_t)sum->issue[i].row, "text", sum->issue[i].message));
	return all;
}

/* A sheet that is not taken has no row. */
static const char *place_of(struct ctx *c, const struct import_issue *x)
{
	return x->row == 0 ? arena_fmt(c->arena, "trang «%s»", x->sheet) : arena_fmt(c->arena, "dòng %zu", x->row);
}

/* Hundreds of rows may be doubtful for one cause; what does not go in is told row by row. */
static void print_schools(struct ctx *c, const struct import_summary *sum)
{
	struct import_cause *cause;
	const size_t n = import_causes(c->arena, sum, &cause);

	for (size_t i = 0; i < sum->n_issues; i++)
		if (app_is_sheet_error(&sum->issue[i]))
			printf("  trang «%s»%s: %s\n", sum->issue[i].sheet, sum->issue[i].row == 0 ? "" : arena_fmt(c->arena, ", dòng %zu", sum->issue[i].row), sum->issue[i].message);
	for (size_t i = 0; i < n; i++)
		if (cause[i].first->warning)
			printf("  %s%s: %s\n", place_of(c, cause[i].first), cause[i].count == 1 ? "" : arena_fmt(c->arena, " và %zu chỗ khác", cause[i].count - 1),
			       cause[i].first->message);
	for (size_t i = 0; i < sum->refused; i++) {
		const struct import_refused *r = &sum->refusal[i];
		printf("  dòng %zu: không nạp %s %s: %s\n", r->row, r->code == NULL ? "" : r->code, r->name == NULL ? "" : r->name, r->why);
	}
	if (sum->batch != NULL)
		printf("  lần nạp %s; huỷ được bằng khue import undo %s --unit " UNIT_ROOT "\n", sum->batch, sum->batch);
}

static void say_schools(struct ctx *c, const struct options *o, const char *file, const struct import_summary *sum, const char *marked)
{
	struct left_out left = { 0 };

	app_count_left(sum, &left);
	app_say(o, json_pack("{ss sb sI sI sI sI sI sI ss* ss* so so so}", "file", file, "dry_run", sum->dry_run, "rows", (json_int_t)sum->rows, "loaded",
	                     (json_int_t)sum->created, "updated", (json_int_t)sum->changed, "unchanged", (json_int_t)sum->unchanged, "repeated", (json_int_t)sum->repeated,
	                     "rejected", (json_int_t)sum->refused,
	                     "batch", sum->batch, "errors_file", marked, "notes", warnings_json(sum), "rejects", refusals_json(sum), "sheet_errors", sheet_errors_json(sum)),
	        "%s%s%sCơ sở giáo dục: %zu mới, %zu thay đổi, %zu như cũ, %s%zu không nạp%s.\n",
	        sum->dry_run ? "(thử) " : "", o->n_words > 2 ? file : "", o->n_words > 2 ? ": " : "", sum->created, sum->changed, sum->unchanged,
	        sum->repeated == 0 ? "" : arena_fmt(c->arena, "%zu đã có ở tệp trước, ", sum->repeated), sum->refused,
	        left.sheets == 0 ? "" : arena_fmt(c->arena, "; %zu lỗi của cả trang", left.sheets));
	if (!option_flag(o, "json"))
		print_schools(c, sum);
	if (!option_flag(o, "json") && marked != NULL)
		printf("  tệp đánh dấu dòng lỗi: %s\n", marked);
}

/* A register of the whole country's: any office may stand in it. */
static bool load_schools(struct ctx *c, const struct options *o, size_t file, struct import_before *before, struct left_out *left)
{
	const bool tried = option_flag(o, "dry-run");
	struct import_options io = { .sheet = catalog_sheet(c->catalog, "schools"), .dry_run = tried, .before = tried && o->n_words > 2 ? before : NULL };
	struct import_summary sum;
	struct date today;

	if (io.sheet == NULL)
		return fail(c, ERR_INVALID, "import.sheet", "Danh mục không có mẫu schools.");
	if (!unit_find(c, actor_scope(c), UNIT_ROOT, &io.unit) || !date_parse(time_today(c->arena, c->now_ms), &today))
		return false;
	io.school_year = date_school_year(today);
	if (!app_import(c, o, file, &io, &sum))
		return false;
	say_schools(c, o, io.file_name, &sum, app_errors_written(c, o, file, &sum));
	struct left_out own = { 0 };
	app_count_left(&sum, &own);
	if (sum.refused < sum.rows)
		own.rows = 0; /* each is told; a list as it is published has some */
	left->rows += own.rows;
	left->sheets += own.sheets;
	return true;
}

/* Which of the two official files it is shows in its own header. */
static bool read_places(struct ctx *c, const char *path, struct place_set *set)
{
	const struct template *const both[] = { &place_old_template, &place_conversion_template }, *which;
	struct list_rows t;

	if (!read_rows(c, path, both, COUNT(both), &which, &t))
		return false;
	(which == &place_old_template ? place_read_old : place_read_conversion)(set, t.row, t.n);
	return true;
}

static bool load_places(struct ctx *c, const struct options *o, struct left_out *left)
{
	struct place_set *set = place_set_new(c->arena);
	struct place_load_summary sum;

	for (size_t i = 1; i < o->n_words; i++)
		if (!read_places(c, o->word[i], set) && !app_next_file(c, o, i, left))
			return false;
	if (left->files == o->n_words - 1)
		return true;
	place_finish(set);
	if (!place_store_load(c, set, &sum) || (sum.created + sum.changed > 0 && !place_lists_mark(c)))
		return false;
	if (!option_flag(o, "json"))
		printf("Tỉnh: %zu trước và %zu từ %s; xã: %zu và %zu; chuyển đổi: %zu.\n", place_count(set, PLACE_PROVINCE, "2025-06-30"),
		       place_count(set, PLACE_PROVINCE, PLACE_REFORM), PLACE_REFORM, place_count(set, PLACE_COMMUNE, "2025-06-30"),
		       place_count(set, PLACE_COMMUNE, PLACE_REFORM), set->n_changes);
	say(o, &(const struct loaded){ "Địa danh", NULL, sum.created, sum.changed, sum.unchanged, 0, &set->notes, NULL, 0 });
	return true;
}

bool run_load(struct ctx *c, const struct options *o)
{
	struct import_before before = { .arena = c->arena };
	struct left_out left = { 0 };

	if (o->n_words < 2)
		return app_usage_error(c, "Cần units, places hoặc schools và tệp.");
	if (!streq(o->word[0], "schools") && (option_flag(o, "dry-run") || option(o, "errors") != NULL))
		return app_usage_error(c, "--dry-run và --errors chỉ dùng với schools.");
	const bool schools = streq(o->word[0], "schools"), places = streq(o->word[0], "places");
	if (!schools && !places && !streq(o->word[0], "units"))
		return app_usage_error(c, "Không biết \"%s\".", o->word[0]);
	if (schools && !app_can_write_errors(c, o))
		return false;
	if (places && !load_places(c, o, &left))
		return false;
	for (size_t i = 1; !places && i < o->n_words; i++)
		if (!(schools ? load_schools(c, o, i, &before, &left) : load_units(c, o, o->word[i], &left)) && !app_next_file(c, o, i, &left))
			return false;
	return app_none_left(c, o, &left);
}
