/* looked.h - whom each account was shown in this hour, by this process; whoever calls holds the lock.  Private to src/domain/view. */
#ifndef LOOKED_H
#define LOOKED_H

#include "base/arena.h"

/* {0} is empty. */
enum { LOOKED_BUCKETS = 1024 };
struct looked_all {
	struct arena *arena; /* of the hour */
	struct looked *bucket[LOOKED_BUCKETS];
	int64_t hour;
};
void looked_forget(struct looked_all *);

/* Of an account, in this hour; those of hours before are forgotten. */
struct looked *looked_of(struct looked_all *, int64_t account_id, int64_t hour);
uint64_t looked_key(const char *type, const char *code, bool opened);
bool looked_has(const struct looked *, uint64_t key);
bool looked_add(struct looked_all *, struct looked *, uint64_t key); /* false: it was there */

size_t looked_persons(const struct looked *);
void looked_count(struct looked *, size_t persons);
bool looked_stop(struct looked *);              /* false: it was stopped already */
bool looked_alarms(struct looked *, size_t weight, size_t limit); /* of decoys, together; true once an hour */

#endif
