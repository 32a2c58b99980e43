/* intake.h - every byte is looked at before libmicrohttpd reads it, which takes more for a request than it should. */
#ifndef INTAKE_H
#define INTAKE_H

#include "http/framing.h"

struct intake {
	struct framing framing;
	void (*refuse)(void *server, void *peer, int fd, const struct framing_fault *); /* tells the other side */
	void *server, *peer;
	bool passes; /* it has been refused: what still comes is only thrown away */
};

/* The bytes of this socket from now on; false: there is no room for it. */
MUST_CHECK bool intake_watch(int fd, struct intake *);
void intake_forget(int fd);

#endif
