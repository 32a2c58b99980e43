/* crowd.h - how many there are of each address and of each network.
 *
 * An address has a place among 65,536 by a keyed digest: two may share one, and nobody who comes can choose with whom.  A network is 256
 * addresses (IPv4) or a site (IPv6, /48); of an IPv6 line (/64) all addresses are one. */
#ifndef CROWD_H
#define CROWD_H

#include "base/base.h"

struct sockaddr;

struct whence {
	uint16_t address, network;
};

/* "192.0.2.7", "2001:db8::1"; what is no address has a place too. */
struct whence crowd_whence(const char *address);
struct whence crowd_whence_of(const struct sockaddr *);

enum { CROWD_PLACES = UINT16_MAX + 1 };
struct crowd {
	uint16_t n[CROWD_PLACES];
};

#endif
