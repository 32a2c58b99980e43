/* loader.c - reading catalogue files and saying where they are wrong. */
#include "catalog/loader.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/reason.h"
#include "base/secret.h"
#include "base/text.h"
#include "catalog/document.h"

size_t loader_files(struct loader *l, const char *folder, const char *ending, const char *const **ret)
{
	enum { FILES_MAX = 1000 };
	const char **all = NEW_N(l->c->arena, const char *, FILES_MAX);
	DIR *d = opendir(arena_fmt(l->c->arena, "%s/%s", l->catalog->dir, folder));
	size_t n = 0, end = strlen(ending);

	if (d == NULL)
		return 0;
	for (struct dirent *e; (e = readdir(d)) != NULL && n < FILES_MAX;) {
		size_t len = strlen(e->d_name);
		if (len > end && e->d_name[0] != '.' && streq(e->d_name + len - end, ending))
			all[n++] = arena_fmt(l->c->arena, "%s/%s", folder, e->d_name);
	}
	closedir(d);
	qsort(all, n, sizeof *all, text_order);
	*ret = all;
	return n;
}

bool loader_has(const struct loader *l, const char *path)
{
	return access(arena_fmt(l->c->arena, "%s/%s", l->catalog->dir, path), R_OK) == 0;
}

static void note(struct loader *l, const char *path, int line, const char *text)
{
	problem_add(l->c, &l->problems, path, "catalog.invalid", "%s:%d: %s", path, line, text);
}

bool loader_read(struct loader *l, const char *path, struct source *ret)
{
	FILE *f = fopen(arena_fmt(l->scratch, "%s/%s", l->catalog->dir, path), "r");
	struct stat st;

	*ret = (struct source){ .path = path };
	if (f == NULL || fstat(fileno(f), &st) != 0) {
		note(l, path, 1, reason_of(errno));
		return false;
	}
	char *text = arena_alloc(l->scratch, (size_t)st.st_size + 1);
	size_t n = fread(text, 1, (size_t)st.st_size, f);
	fclose(f);
	ret->text = text;
	if (n != strlen(text) || !text_is_utf8(text, n)) {
		note(l, path, 1, "không phải văn bản UTF-8.");
		return false;
	}
	const char *digest = secret_digest(l->scratch, text, n);
	const char *all = arena_fmt(l->scratch, "%s %s %s", l->digest, path, digest);
	l->digest = secret_digest(l->scratch, all, strlen(all));
	return true;
}

bool loader_read_json(struct loader *l, const char *path, struct source *ret)
{
	json_error_t e;

	if (!loader_read(l, path, ret))
		return false;
	ret->json = document_kept(l->c->arena, json_loads(ret->text, JSON_REJECT_DUPLICATES, &e));
	if (ret->json == NULL) {
		note(l, path, e.line, e.text);
		return false;
	}
	if (json_is_object(ret->json))
		return true;
	note(l, path, 1, "cần một đối tượng JSON { … }.");
	return false;
}

void loader_bad(struct loader *l, const struct source *s, const char *near, const char *fmt, ...)
{
	const char *at = near == NULL ? NULL : strstr(s->text, near);
	int line = near != NULL && *near == '\n' ? 2 : 1; /* what follows a line break stands on the next line */
	va_list ap;

	for (const char *p = s->text; at != NULL && p < at; p++)
		line += *p == '\n';
	va_start(ap, fmt);
	note(l, s->path, line, arena_vfmt(l->c->arena, fmt, ap));
	va_end(ap);
}

const char *loader_anchor(struct loader *l, const char *name)
{
	return arena_fmt(l->c->arena, "\"name\": \"%s\"", name);
}

void loader_known(struct loader *l, const struct source *s, const json_t *o, const char *near, const char *known)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)o, key, value) {
		const char *at = strstr(known, key);
		size_t n = strlen(key);
		while (at != NULL && !((at == known || at[-1] == '|') && (at[n] == '|' || at[n] == '\0')))
			at = strstr(at + 1, key);
		if (at == NULL)
			loader_bad(l, s, near, "không biết mục \"%s\"; các mục được dùng: %s.", key, known);
	}
}

const char *loader_text_or_null(struct loader *l, const struct source *s, const json_t *o, const char *near, const char *member)
{
	const json_t *v = json_object_get(o, member);

	if (v == NULL)
		return NULL;
	if (json_is_string(v) && *json_string_value(v) != '\0')
		return json_string_value(v);
	loader_bad(l, s, near, "mục \"%s\" phải là chuỗi không rỗng.", member);
	return NULL;
}

const char *loader_text(struct loader *l, const struct source *s, const json_t *o, const char *near, const char *member)
{
	if (json_object_get(o, member) != NULL)
		return loader_text_or_null(l, s, o, near, member);
	loader_bad(l, s, near, "thiếu mục \"%s\".", member);
	return NULL;
}

bool loader_flag(struct loader *l, const struct source *s, const json_t *o, const char *near, const char *member)
{
	const json_t *v = json_object_get(o, member);

	if (v != NULL && !json_is_boolean(v))
		loader_bad(l, s, near, "mục \"%s\" phải là true hoặc false.", member);
	return json_is_true(v);
}

const char *const *loader_texts(struct loader *l, const struct source *s, const json_t *o, const char *near, const char *member)
{
	const json_t *list = json_object_get(o, member);
	size_t n = json_array_size(list);
	const char **all = NEW_N(l->c->arena, const char *, n + 1);

	if (list != NULL && !json_is_array(list))
		loader_bad(l, s, near, "mục \"%s\" phải là danh sách chuỗi.", member);
	for (size_t i = 0; i < n; i++) {
		all[i] = json_string_value(json_array_get(list, i));
		if (all[i] == NULL) {
			loader_bad(l, s, near, "mục \"%s\" phải là danh sách chuỗi.", member);
			all[i] = "";
		}
	}
	return all;
}

bool loader_words(struct loader *l, const struct source *s, const json_t *o, const char *near, const char *member, const char **vi, const char **en)
{
	const json_t *words = json_object_get(o, member);

	*vi = json_string_value(json_object_get(words, "vi"));
	*en = json_string_value(json_object_get(words, "en"));
	if (*vi != NULL && *en != NULL)
		return true;
	loader_bad(l, s, near, "thiếu \"%s\": { \"vi\": …, \"en\": … }.", member);
	*vi = *en = "";
	return false;
}

bool loader_label(struct loader *l, const struct source *s, const json_t *o, const char *near, const char **vi, const char **en)
{
	return loader_words(l, s, o, near, "label", vi, en);
}
