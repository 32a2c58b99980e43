/* whence.c - places of addresses. */
#include "base/whence.h"

#include <arpa/inet.h>

#include "base/secret.h"

static struct whence of_4(const struct in_addr *a)
{
	const unsigned char *byte = (const unsigned char *)a;

	return (struct whence){ secret_place(byte, 4), secret_place(byte, 3) };
}

static struct whence of_6(const struct in6_addr *a)
{
	if (IN6_IS_ADDR_V4MAPPED(a)) {
		struct in_addr four;
		memcpy(&four, a->s6_addr + 12, sizeof four);
		return of_4(&four);
	}
	return (struct whence){ secret_place(a->s6_addr, 8), secret_place(a->s6_addr, 6) };
}

struct whence whence_of(const char *address)
{
	struct in_addr four;
	struct in6_addr six;

	if (inet_pton(AF_INET, address, &four) == 1)
		return of_4(&four);
	if (inet_pton(AF_INET6, address, &six) == 1)
		return of_6(&six);
	return (struct whence){ secret_place("", 0), secret_place("", 0) };
}

struct whence whence_of_socket(const struct sockaddr *from)
{
	if (from->sa_family == AF_INET)
		return of_4(&((const struct sockaddr_in *)(const void *)from)->sin_addr);
	if (from->sa_family == AF_INET6)
		return of_6(&((const struct sockaddr_in6 *)(const void *)from)->sin6_addr);
	return whence_of("");
}
