/* workbook.c - answering with a workbook that is written for this request. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/routes.h"
#include "base/reason.h"
#include "base/text.h"

/* One letter or digit after the other, a hyphen for whatever is between; not what stands in brackets. */
static const char *plain_name(struct ctx *c, const char *title)
{
	struct buf b = buf_in(c->arena);

	for (const char *p = text_fold(c->arena, title); *p != '\0' && *p != '('; p++) {
		const bool fine = (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9');
		if (fine)
			buf_char(&b, *p);
		else if (b.len > 0 && b.data[b.len - 1] != '-')
			buf_char(&b, '-');
	}
	while (b.len > 0 && b.data[b.len - 1] == '-')
		b.len--;
	return arena_strndup(c->arena, buf_text(&b), b.len);
}

const char *api_file_name(struct ctx *c, const char *title, const char *of, int school_year)
{
	const char *name = plain_name(c, title);

	if (of != NULL)
		name = arena_fmt(c->arena, "%s-%s", name, plain_name(c, of));
	return school_year == 0 ? name : arena_fmt(c->arena, "%s-%d-%d", name, school_year, school_year + 1);
}

bool api_reply_xlsx(struct ctx *c, struct response *r, int fd, const char *name)
{
	r->file = fd;
	r->file_size = lseek(fd, 0, SEEK_END);
	lseek(fd, 0, SEEK_SET);
	r->type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
	reply_header(r, "Content-Disposition", arena_fmt(c->arena, "attachment; filename=\"%s.xlsx\"", name));
	return true;
}

bool api_reply_workbook(struct ctx *c, struct response *r, workbook_fn *write_to, const void *what, const char *name)
{
	char path[] = "/tmp/khue-workbook-XXXXXX";
	int fd = mkstemp(path);

	if (fd < 0)
		return fail(c, ERR_FULL, "report.file", "Máy chủ chưa ghi được tệp: %s.", reason_of(errno));
	bool ok = write_to(c, what, path);
	/* The writer makes the file anew under the same name. */
	close(fd);
	fd = ok ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	unlink(path);
	if (!ok)
		return false;
	return api_reply_xlsx(c, r, fd, name);
}
