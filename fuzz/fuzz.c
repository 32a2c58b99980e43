/* fuzz.c - one target under libFuzzer, named by the variable KHUE_FUZZ.  Started by script/fuzz. */
#include <stdio.h>
#include <stdlib.h>

#include "targets.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const struct fuzz_target *target;
	const char *name = getenv("KHUE_FUZZ");

	if (target == NULL && (name == NULL || (target = fuzz_target_find(name)) == NULL)) {
		fprintf(stderr, "KHUE_FUZZ: không có đích «%s»\n", name == NULL ? "" : name);
		exit(2);
	}
	target->run(data, len);
	return 0;
}
