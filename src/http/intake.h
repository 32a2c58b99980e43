/* intake.h - every byte is looked at before libmicrohttpd reads it, which takes more for a request than it should. */
#ifndef INTAKE_H
#define INTAKE_H

#include "http/frame.h"

struct intake {
	struct frame frame;
	void (*refuse)(struct intake *, int fd); /* what frame.fault says, to the other side */
	void *server;
	bool passes; /* it has been refused: what still comes is only thrown away */
};

/* The bytes of this socket from now on; false: there is no room for it. */
MUST_CHECK bool intake_watch(int fd, struct intake *);
void intake_forget(int fd);

#endif
