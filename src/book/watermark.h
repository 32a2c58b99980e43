/* watermark.h - which file a row came from: marks that no eye sees, which only the database that made them can read.
 *
 * A file has a word of its own: bits that follow from the database's key and from the code of its line in the log.  A text tells
 * through the key at which bit of the word it stands; whether its first blank between two letters is a no-break space is that bit.  So each
 * cell stands alone, and what follows from its text is the same in every file, but for the word.  Two rows of one class and one given
 * name have such a bit as well: which of them comes first.
 *
 * Of a text only letters and digits count, without marks and case. */
#ifndef WATERMARK_H
#define WATERMARK_H

#include "base/secret.h"

enum { WATERMARK_BITS = 4096, WATERMARK_LIMBS = WATERMARK_BITS / 64 };

struct watermark_keys {
	struct secret_key cell, pair, word;
};
void watermark_keys_make(const char *secret, struct watermark_keys *ret);

/* The word of a file. */
struct watermark {
	const struct watermark_keys *keys;
	uint64_t word[WATERMARK_LIMBS];
};
void watermark_make(const struct watermark_keys *, const char *code, struct watermark *ret);

/* Where a text stands in the word; `flip` makes one of as many texts of 0 as of 1 in every file. */
struct watermark_place {
	uint16_t at;
	bool flip;
};

/* Of a clean text; false where it can carry nothing. */
bool watermark_of_text(struct arena *, const struct watermark_keys *, const char *text, struct watermark_place *ret);

/* Of two texts that follow one another and end with the same word, as names of one given name do; *ret_turned: are they the other way round
 * than usual?  false: they carry nothing. */
bool watermark_of_pair(struct arena *, const struct watermark_keys *, const char *first, const char *second, struct watermark_place *ret,
                       bool *ret_turned);

static inline bool watermark_bit(const uint64_t *word, struct watermark_place p)
{
	return (word[p.at / 64] >> p.at % 64 & 1) != p.flip;
}

#endif
