/* document.h - JSON that was read or is built, and goes with an arena. */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include <jansson.h>

#include "base/buf.h"

json_t *document_kept(struct arena *, json_t *stolen);

/* NULL: there is no text, or it is no JSON. */
json_t *document_read(struct arena *, const char *text);

/* As text, as short as can be. */
const char *document_text(struct arena *, const json_t *);

/* As the value of a member, or an element of a list: base/json.h. */
void document_put(struct buf *, const char *name, const json_t *);

#endif
