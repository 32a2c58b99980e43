/* words.h - the words that stand in search keys, each once: how a part of a word leads to the words it is in.  Private to src/store.
 *
 * There are a few thousand, however many records there are.  A word is never taken out. */
#ifndef WORDS_H
#define WORDS_H

#include "store/actor.h"

/* Those of the keys that are not known yet.  Inside the caller's transaction, which holds the unit; what is no text has none. */
MUST_CHECK bool words_note(struct ctx *, int64_t unit_id, const struct val *key, size_t n);

/* The words that hold the text, of one or two letters those that begin with it; at most `most` of them. */
MUST_CHECK bool words_find(struct ctx *, const char *folded, size_t most, const char ***ret, size_t *ret_n);

/* A pattern of LIKE for a key with a blank before it, in which such a word stands. */
const char *words_pattern(struct arena *, const char *folded);

/* The same for a key between two blanks, in which the text begins a word; then: "%", after a whole word " %", where it ends the key " ". */
const char *words_pattern_at(struct arena *, const char *folded, const char *then);

#endif
