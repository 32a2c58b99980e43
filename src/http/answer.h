/* answer.h - what a worker or a failure left in a job, sent.  Private to src/http. */
#ifndef ANSWER_H
#define ANSWER_H

#include "http/queue.h"

/* The failure in the job's context becomes its answer. */
void answer_problem(const struct server *, struct job *);

enum MHD_Result answer_send(struct server *, struct job *);

/* Answer with the failure in the job's context and end the connection: what follows on it cannot be trusted. */
enum MHD_Result answer_refusal(struct server *, struct job *);

/* The same while a body comes: the library can answer nothing then, and whoever goes on sending would only see the connection closed, so it is
 * written to the socket itself. */
enum MHD_Result answer_refusal_now(struct server *, struct job *);

/* The same of what is no request at all. */
void answer_fault(void *server, void *peer, int fd, const struct framing_fault *);

#endif
