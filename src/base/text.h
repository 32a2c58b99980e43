/* text.h - Vietnamese text: one form to store, one to search, one to sort. */
#ifndef TEXT_H
#define TEXT_H

#include "base/arena.h"
#include "base/val.h"

/* NFC, outer space gone, inner space (also no-break) folded to single blanks.
 * NULL when not UTF-8 or when a control character is inside. */
const char *text_clean(struct arena *, const char *text, size_t len);

/* What must not be inside a text of one line: control characters; marks that hide or turn round what stands beside them
 * (U+202E, zero width); more than two combining marks on one letter, or one on none: at the beginning, after a blank.
 * *ret_at: which character, from 1. */
enum text_fault { TEXT_FINE, TEXT_CONTROL, TEXT_HIDDEN, TEXT_STACKED };
enum text_fault text_fault(struct arena *, const char *text, size_t len, size_t *ret_at);

/* For a screen, whoever sent it: clean, and without what text_fault finds.  NULL when not UTF-8. */
const char *text_shown(struct arena *, const char *text, size_t len);
const char *text_shown_lines(struct arena *, const char *text); /* each line so */

/* Without blanks and the marks that programs leave at the ends of a text, U+FEFF and U+200B. */
void text_trim(const char **text, size_t *len);

/* How a person's name may be: doubtful is what a name seldom has (digits, brackets, letters other than Latin), wrong what it
 * never has.  *ret_at: the character, from 1; 0: there is no letter at all. */
enum name_verdict { NAME_FINE, NAME_DOUBTFUL, NAME_WRONG };
enum name_verdict text_name(const char *text, size_t *ret_at);

/* Is there a letter or a digit, of whatever writing?  What else it has may be anything. */
bool text_says_something(const char *text);

/* With a blank for every apostrophe or hyphen between two letters, whichever it is and with whatever blanks: "H’Hen", "H' Hen" and
 * "H Hen" are one name, "Y-Krông" and "Y Krông" too.  All that compares or sorts below does so.  Input is clean. */
const char *text_parted(struct arena *, const char *text);

/* The first blank between two letters, of spaces and no-break spaces: where it begins, and its bytes; 0: there is none.  Whatever is beyond
 * ASCII counts as a letter. */
size_t text_gap(const char *text, size_t len, size_t *ret_len);

/* What a search compares: no marks, đ as d, lower case, single blanks.  Input is clean. */
const char *text_fold(struct arena *, const char *text);

/* A word of what is searched without the apostrophes and hyphens at its ends, of which the keys keep none between letters. */
const char *text_bare(struct arena *, const char *word);

/* What counts as the same spelling: lower case, all marks kept, but the tone where it is one of a syllable's vowels
 * always in one place: "Hoà", "HÒA" and "hòa" are equal, "hoa" and "hóa" are not, nor are "Lý" and "Lí".  Input is clean. */
const char *text_spelling(struct arena *, const char *text);

/* What an index sorts by: the ICU key of Vietnamese in which numbers count as numbers (2A before 10A), the given name whole and then the rest.
 * given NULL: it is the last word. */
struct val text_sort_key(struct arena *, const char *name, const char *given);

/* Same, by the text as it stands. */
struct val text_sort_key_plain(struct arena *, const char *text);

/* Two letters or more, and all of them capitals or none: a name typed in capitals. */
bool text_is_one_case(const char *text);

/* A whole number, the whole text of it: digits with "-" before them or not; false also where 64 bits do not hold it. */
bool text_int(const char *text, int64_t *ret);

size_t text_words(const char *clean); /* words of two letters or more, of a text that is clean: between them is one space */

/* One of the words of "a,b"? */
bool text_is_listed(const char *list, const char *word);

/* Characters (code points) of valid UTF-8. */
size_t text_length(const char *text);

/* A pattern for LIKE ... ESCAPE '\' that finds the folded word anywhere. */
const char *text_like(struct arena *, const char *folded_word);

bool text_is_utf8(const char *text, size_t len);

/* Without the bytes that are no whole character, such as half a letter at a cut; in place. */
char *text_whole(char *text);

#endif
