/* stream.h - an answer that goes out while its handler still works on it.
 *
 * It lies in a temporary file: the worker writes at its end, the library's thread reads behind it and sleeps where there is nothing yet.  So a
 * slow client holds up nobody, and one that goes away does not stop the work. */
#ifndef HTTP_STREAM_H
#define HTTP_STREAM_H

#include "http/http.h"

struct job;
struct server;

struct stream {
	struct server *server;
	struct job *job;
	int fd;
	uint64_t written; /* from here on under the server's lock */
	bool begun;       /* the answer is the client's: its status and headers stand */
	bool ended;       /* the worker is done with the job */
	bool whole;       /* and all of it is there */
	bool waiting;     /* the connection is suspended until more comes */
	bool gone;        /* the client is: the job is the worker's to free */
};

/* Status, headers and what is in the file go out now.  Whatever fails from here on can only cut the answer off. */
void stream_begin(struct ctx *, const struct request *, struct response *, int fd, uint64_t written);
bool stream_begun(const struct request *);
void stream_more(struct stream *, uint64_t written);

/* For the worker, of one that has begun: it does not touch the job afterwards. */
void stream_end(struct stream *, bool whole);

/* For the library's thread. */
struct MHD_Response *stream_response(struct stream *);
bool stream_left(struct server *, struct stream *); /* the client is gone; true: the worker still has the job, and frees it */

#endif
