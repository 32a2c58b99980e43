/* listen.c - from an address as text to a listening socket. */
#include "http/inner.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 511 };

static bool split(const char *address, char host[64], char port[8])
{
	const char *colon = strrchr(address, ':');
	size_t len = colon == NULL ? 0 : (size_t)(colon - address);

	if (colon == NULL || strlen(colon + 1) == 0 || strlen(colon + 1) > 5 || len >= 64)
		return false;
	if (strspn(colon + 1, "0123456789") != strlen(colon + 1))
		return false;
	memcpy(port, colon + 1, strlen(colon + 1) + 1);
	if (len >= 2 && address[0] == '[' && address[len - 1] == ']') {
		address++;
		len -= 2;
	} else if (memchr(address, ':', len) != NULL) {
		return false; /* an IPv6 address needs its brackets */
	}
	memcpy(host, address, len);
	host[len] = '\0';
	return len > 0;
}

int listen_address_port(const struct sockaddr *a)
{
	return ntohs(a->sa_family == AF_INET6 ? ((const struct sockaddr_in6 *)(const void *)a)->sin6_port : ((const struct sockaddr_in *)(const void *)a)->sin_port);
}

static uint16_t port_of(int fd)
{
	struct sockaddr_storage own;
	socklen_t len = sizeof own;

	return getsockname(fd, (struct sockaddr *)&own, &len) != 0 ? 0 : (uint16_t)listen_address_port((struct sockaddr *)&own);
}

int listen_on(const char *address, uint16_t *ret_port, const char **ret_why)
{
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE, .ai_socktype = SOCK_STREAM }, *info;
	char host[64], port[8];
	int on = 1;

	*ret_why = "địa chỉ viết sai; hãy viết như 127.0.0.1:8080 hoặc [::1]:8080";
	if (!split(address, host, port) || strtol(port, NULL, 10) > 65535 || getaddrinfo(host, port, &hints, &info) != 0)
		return -1;
	int fd = socket(info->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd >= 0)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (fd < 0 || bind(fd, info->ai_addr, info->ai_addrlen) != 0 || listen(fd, BACKLOG) != 0) {
		*ret_why = errno == EADDRINUSE ? "cổng đang có chương trình khác dùng; hãy chọn cổng khác"
		         : errno == EACCES     ? "không được phép mở cổng này; hãy chọn cổng từ 1024 trở lên"
		                               : "máy này không có địa chỉ đó";
		if (fd >= 0)
			close(fd);
		fd = -1;
	}
	freeaddrinfo(info);
	if (fd >= 0)
		*ret_port = port_of(fd);
	return fd;
}

const char *listen_address_text(struct arena *a, const struct sockaddr *from)
{
	char text[INET6_ADDRSTRLEN] = "";

	if (from->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)from)->sin_addr, text, sizeof text);
	else if (from->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)from)->sin6_addr, text, sizeof text);
	return arena_strdup(a, strncmp(text, "::ffff:", 7) == 0 ? text + 7 : text);
}

bool listen_address_is_valid(const char *text)
{
	unsigned char scrap[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, text, scrap) == 1 || inet_pton(AF_INET6, text, scrap) == 1;
}
