/* network.h - inside domain/account: addresses of the internet, and ranges of them. */
#ifndef NETWORK_H
#define NETWORK_H

#include "base/base.h"

/* "203.0.113.7", "203.0.113.0/24", "2001:db8::/32". */
bool network_is_valid(const char *range);
bool network_has(const char *range, const char *address);

#endif
