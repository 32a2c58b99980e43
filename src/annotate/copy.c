/* copy.c - a part of a package, copied as it passes by, with changes. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "annotate/parts.h"

static bool cannot_write(struct ctx *c)
{
	if (errno == ENOSPC || errno == EDQUOT)
		return fail(c, ERR_FULL, "sheet.full", "Không còn chỗ trống trên đĩa để ghi tệp Excel. Hãy báo người quản trị hệ thống.");
	return fail(c, ERR_INTERNAL, "sheet.write", "annotate: errno %d", errno);
}

static void copy_raw(void *arg, const char *text, size_t len)
{
	struct copy *k = arg;

	if (k->skipping)
		return;
	fwrite(text, 1, len, k->file);
	if (k->tee != NULL)
		buf_add(k->tee, text, len);
}

bool copy_open(struct package *p, const char *beside, struct copy *ret)
{
	char *name = arena_fmt(p->arena, "%s.XXXXXX", beside);
	int fd = mkstemp(name);

	*ret = (struct copy){ .p = p };
	if (fd < 0)
		return cannot_write(p->c);
	unlink(name);
	ret->file = fdopen(fd, "w+");
	p->raw = copy_raw;
	p->raw_arg = ret;
	return ret->file != NULL || cannot_write(p->c);
}

bool copy_close(struct copy *k)
{
	errno = 0;
	k->p->raw = NULL;
	if (fflush(k->file) == 0 && !ferror(k->file) && fseek(k->file, 0, SEEK_SET) == 0)
		return true;
	fclose(k->file);
	return cannot_write(k->p->c);
}

void copy_put(struct copy *k, const char *text)
{
	fputs(text, k->file);
}

void copy_fmt(struct copy *k, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(k->file, fmt, ap);
	va_end(ap);
}

/* A control character would make the part unreadable, and "_x0041_" would be read as "A". */
void copy_text(struct copy *k, const char *text)
{
	bool is_utf8 = text_is_utf8(text, strlen(text));

	for (const char *s = text; *s != '\0'; s++) {
		unsigned char ch = (unsigned char)*s;
		if (strchr("&<>\"", *s) != NULL)
			fprintf(k->file, "&#%d;", ch);
		else if (strncmp(s, "_x", 2) == 0)
			fputs("_x005F_", k->file);
		else if (ch == '\n' || ch == '\t' || ch == '\r')
			fprintf(k->file, "&#%d;", ch);
		else if (ch == 0xEF && s[1] == '\xBF' && (s[2] == '\xBE' || s[2] == '\xBF'))
			fputc('?', k->file), s += 2;
		else
			fputc(ch < 0x20 ? ' ' : !is_utf8 && ch >= 0x80 ? '?' : ch, k->file);
	}
}

static const char *const *find(const char *const *instead, const char *name)
{
	for (; *instead != NULL; instead += 2)
		if (streq(*instead, name))
			return instead;
	return NULL;
}

static void put_value(struct copy *k, const char *value)
{
	for (; *value != '\0'; value++)
		if (strchr("&<>\"\n\t\r", *value) != NULL)
			fprintf(k->file, "&#%d;", *value);
		else
			fputc(*value, k->file);
}

void copy_start(struct copy *k, const char *name, const char **attributes, const char *const *instead)
{
	copy_fmt(k, "<%s%s", k->p->prefix, name);
	for (const char **a = attributes; *a != NULL; a += 2) {
		if (find(instead, *a) != NULL)
			continue;
		copy_fmt(k, " %s=\"", *a);
		put_value(k, a[1]);
		fputc('"', k->file);
	}
	for (; *instead != NULL; instead += 2)
		if (instead[1] != NULL)
			copy_fmt(k, " %s=\"%s\"", *instead, instead[1]);
	fputc('>', k->file);
}

void copy_string_cell(struct copy *k, size_t row, size_t column, size_t style, const char *text)
{
	const char *x = k->p->prefix;
	char name[16], *p = name + sizeof name;

	*--p = '\0';
	for (column++; column > 0; column = (column - 1) / 26)
		*--p = (char)('A' + (column - 1) % 26);
	copy_fmt(k, "<%sc r=\"%s%zu\" s=\"%zu\"", x, p, row, style);
	if (text == NULL || *text == '\0') {
		copy_put(k, "/>");
		return;
	}
	copy_fmt(k, " t=\"inlineStr\"><%sis><%st xml:space=\"preserve\">", x, x);
	copy_text(k, text);
	copy_fmt(k, "</%st></%sis></%sc>", x, x, x);
}
