/* targets.h - everything that reads strangers' bytes, each from its narrowest entrance. */
#ifndef TARGETS_H
#define TARGETS_H

#include <stddef.h>
#include <stdint.h>

struct fuzz_target {
	const char *name; /* and the folder of its corpus */
	void (*run)(const uint8_t *data, size_t len);
};
extern const struct fuzz_target fuzz_targets[];
extern const size_t fuzz_n_targets;

/* NULL: there is none of this name. */
const struct fuzz_target *fuzz_target_find(const char *name);

#endif
