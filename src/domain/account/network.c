/* network.c - ranges of addresses. */
#include "domain/account/network.h"

#include <arpa/inet.h>
#include <stdlib.h>

struct network {
	unsigned char byte[16]; /* IPv4 as ::ffff:a.b.c.d */
	unsigned bits;
};

enum { MAPPED = 96 };

static bool parse_address(const char *text, struct network *ret)
{
	static const unsigned char mapped[12] = { [10] = 0xFF, [11] = 0xFF };

	ret->bits = 128;
	memcpy(ret->byte, mapped, sizeof mapped);
	return inet_pton(AF_INET, text, ret->byte + sizeof mapped) == 1 || inet_pton(AF_INET6, text, ret->byte) == 1;
}

static bool parse(const char *range, struct network *ret)
{
	char address[INET6_ADDRSTRLEN];
	const char *slash = strchrnul(range, '/');
	const size_t n = (size_t)(slash - range);

	if (n >= sizeof address)
		return false;
	memcpy(address, range, n);
	address[n] = '\0';
	if (!parse_address(address, ret))
		return false;
	if (*slash == '\0')
		return true;
	const unsigned before = strchr(address, ':') == NULL ? MAPPED : 0;
	const size_t digits = strspn(slash + 1, "0123456789");
	if (digits == 0 || digits > 3 || slash[1 + digits] != '\0')
		return false;
	ret->bits = before + (unsigned)strtoul(slash + 1, NULL, 10);
	return ret->bits <= 128;
}

bool network_is_valid(const char *range)
{
	struct network n;

	return parse(range, &n);
}

bool network_has(const char *range, const char *address)
{
	struct network n, one;

	if (!parse(range, &n) || !parse_address(address, &one))
		return false;
	const unsigned whole = n.bits / 8, rest = n.bits % 8;
	if (memcmp(n.byte, one.byte, whole) != 0)
		return false;
	return rest == 0 || ((n.byte[whole] ^ one.byte[whole]) >> (8 - rest)) == 0;
}
