/* kept.h - patterns that were found, and what must hold between the figures of a form, kept while the process lives. */
#ifndef KEPT_H
#define KEPT_H

#include "domain/small/small.h"

/* As small_relations_of. */
const struct small_relations *small_relations_kept(struct ctx *, const struct form *);

/* What is covered of a unit's cells; key: all that the pattern follows from, at most 199 characters.  false: it is not kept. */
bool small_pattern_find(const char *key, int64_t id, size_t n_cells, bool *ret);
void small_pattern_keep(const char *key, const int64_t *id, const struct small_table *, size_t n, size_t n_cells);

#endif
