/* job.h - a request on its way from the socket to the answer.  Private to src/http. */
#ifndef HTTP_JOB_H
#define HTTP_JOB_H

#include "base/whence.h"
#include "http/guard.h"
#include "http/multipart.h"
#include "http/reaper.h"
#include "http/server.h"
#include "http/stream.h"

struct job {
	struct job *next;
	struct MHD_Connection *conn;
	struct peer *peer;
	struct whence whence;      /* of request.remote */
	uint16_t caller;           /* a place among PLACES: of its token, else of its address */
	struct ctx ctx;
	struct head head;
	struct request request;
	struct response response;
	struct multipart *multipart;
	struct spool *body;
	size_t drained;
	bool begun, queued, done, close, gzip;
	struct waiting wait;
	struct stream stream;
	int64_t due_ms;            /* parked until then */
};

#endif
