/* backup.c - khue backup, khue restore. */
#include "store/backup.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>

#include "app/app.h"
#include "base/reason.h"
#include "base/time.h"

enum { KEY_FILE_MAX = 64 * 1024 };

static void progress(size_t done, size_t total)
{
	app_show_progress("Bảng", done, total);
}

static bool read_text(struct ctx *c, const char *path, const char **ret)
{
	char *text = arena_alloc(c->arena, KEY_FILE_MAX + 1);
	FILE *f = fopen(path, "r");

	if (f == NULL)
		return fail(c, ERR_INVALID, "backup.key_file", "Không mở được %s: %s.", path, reason_of(errno));
	text[fread(text, 1, KEY_FILE_MAX, f)] = '\0';
	const bool whole = !ferror(f) && fgetc(f) == EOF;
	fclose(f);
	*ret = text;
	return whole || fail(c, ERR_INVALID, "backup.key_file", "%s không đọc được như một tệp khoá hay cụm mật khẩu (nhiều nhất %d KB).", path, KEY_FILE_MAX / 1024);
}

typedef bool read_key_fn(struct ctx *, const char *text, struct age_key *ret);

/* Either a passphrase, or what the other option names. */
static bool key_of(struct ctx *c, const struct options *o, const char *other, read_key_fn *read, struct age_key *ret)
{
	const char *passphrase = option(o, "passphrase-file"), *file = option(o, other), *text = "";

	if ((passphrase == NULL) == (file == NULL))
		return app_usage_error(c, "Cần đúng một trong hai: --passphrase-file hoặc --%s.", other);
	if (passphrase != NULL)
		return read_text(c, passphrase, &text) && age_passphrase(c, text, ret);
	return read_text(c, file, &text) && read(c, text, ret);
}

static void print(struct ctx *c, const struct options *o, const struct backup_summary *s, const char *what, const char *path)
{
	if (option_flag(o, "json")) {
		app_print_json(json_incref(s->manifest));
		return;
	}
	const json_int_t made = json_integer_value(json_object_get(s->manifest, "made_at"));
	printf("%s %s (bản sao lưu lúc %s, Khuê %s): %zu bảng, %" PRId64 " dòng, trong đó %" PRId64 " dòng nhật ký", what, path,
	       time_iso(c->arena, made), json_string_value(json_object_get(s->manifest, "program")), s->n_tables, s->rows, s->entries);
	if (s->size > 0)
		printf("; %.1f MB", (double)s->size / 1e6);
	puts(".");
}

bool run_backup(struct ctx *c, const struct options *o)
{
	struct backup_summary s;
	struct age_key key;

	if (!app_needs(c, o, NAMES("tên tệp sao lưu"), NAMES(NULL)) || !app_no_more(c, o, 1))
		return false;
	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is told as a full disk */
	if (!key_of(c, o, "recipient", age_recipients, &key) || !backup_write(c, o->word[0], &key, progress, &s))
		return false;
	print(c, o, &s, "Đã sao lưu vào", o->word[0]);
	return true;
}

bool run_restore(struct ctx *c, const struct options *o)
{
	const bool only_check = option_flag(o, "check");
	struct backup_summary s;
	struct backup_in *in;
	struct age_key key;

	if (!app_needs(c, o, NAMES("tên tệp sao lưu"), NAMES(NULL)) || !app_no_more(c, o, 1))
		return false;
	if (!key_of(c, o, "identity", age_identities, &key) || !backup_open(c, o->word[0], &key, &in))
		return false;
	if (only_check ? !backup_check(c, in, progress, &s) : !app_database_open(c, o) || !backup_restore(c, in, progress, &s))
		return false;
	print(c, o, &s, only_check ? "Bản sao lưu trọn vẹn, đọc được:" : "Đã khôi phục, đọc lại và thấy đúng:", o->word[0]);
	return true;
}
