/* document.h - JSON that was read or is built, and goes with an arena. */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include <jansson.h>

#include "base/arena.h"

json_t *document_kept(struct arena *, json_t *stolen);

/* NULL: there is no text, or it is no JSON. */
json_t *document_read(struct arena *, const char *text);

#endif
