/* syllable.h - inside table/: could this be a Vietnamese syllable?  Used to believe a guess about an encoding. */
#ifndef SYLLABLE_H
#define SYLLABLE_H

#include "base/base.h"

/* Code points of one word, in either case: an onset, a rhyme, at most one tone, and the tone one that the rhyme can bear. */
bool syllable_is_possible(const uint32_t *word, size_t n);

#endif
