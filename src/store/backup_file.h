/* backup_file.h - the file of a backup: lines of text, compressed (zstd), sealed (base/age.h).
 *
 * It is written under another name beside its own (FILE.partial), of mode 0600, and gets its own when every byte of it is on
 * disk: a file of that name is whole. */
#ifndef BACKUP_FILE_H
#define BACKUP_FILE_H

#include "base/age.h"

struct backup_out;

/* ERR_CONFLICT "backup.exists", "backup.running"; ERR_FULL "backup.full". */
MUST_CHECK bool backup_create(struct ctx *, const char *path, const struct age_key *, struct backup_out **ret);
MUST_CHECK bool backup_put(struct ctx *, struct backup_out *, const void *data, size_t len);

/* ok: the file gets its name; else it is removed.  Returns whether it has its name.  *ret_size: its bytes. */
MUST_CHECK bool backup_end(struct ctx *, struct backup_out *, bool ok, int64_t *ret_size);

struct backup_in;

/* ERR_NOT_FOUND "backup.file", and what age_open says. */
MUST_CHECK bool backup_open(struct ctx *, const char *path, const struct age_key *, struct backup_in **ret);

/* The next line without its end, which is a NUL now; the caller may change it.  *ret NULL: the end of the file, which is whole. */
MUST_CHECK bool backup_line(struct ctx *, struct backup_in *, char **ret, size_t *ret_len);

#endif
