/* whence.h - where somebody comes from, and how many there are of each.
 *
 * An address has a place among 65,536 by a keyed digest: two may share one, and nobody who comes can choose with whom.  A network is 256
 * addresses (IPv4) or a site (IPv6, /48); of an IPv6 line (/64) all addresses are one. */
#ifndef WHENCE_H
#define WHENCE_H

#include "base/base.h"

struct sockaddr;

struct whence {
	uint16_t address, network;
};

/* "192.0.2.7", "2001:db8::1"; what is no address has a place too. */
struct whence whence_of(const char *address);
struct whence whence_of_socket(const struct sockaddr *);

enum { PLACES = UINT16_MAX + 1 };
struct crowd {
	uint16_t n[PLACES];
};

#endif
