/* media.h - which kinds of file a field takes, told by their first bytes. */
#ifndef MEDIA_H
#define MEDIA_H

#include "base/base.h"

/* Whether a field may say "media": this.  "image" is the one there is: JPEG and PNG. */
bool media_is_known(const char *media);

/* The type of the content, "image/png"; NULL when it is none that this media takes.
 * What a sender or a file's name says is not asked. */
const char *media_type(const char *media, const void *bytes, size_t len);

#endif
