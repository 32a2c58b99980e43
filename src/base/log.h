/* log.h - lines on stderr for the operator: time, event, key=value.
 *
 * No personal data: only keys, codes of units, numbers and our own words. */
#ifndef LOG_H
#define LOG_H

#include "base/base.h"

/* log_event("request.failed", "route=%s key=%s", ...) */
void log_event(const char *event, const char *fmt, ...) PRINTF(2, 3);

/* Tests silence it. */
void log_quiet(bool);

#endif
