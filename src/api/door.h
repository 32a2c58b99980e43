/* door.h - what the plain pages before the application share. */
#ifndef DOOR_H
#define DOOR_H

#include "http/http.h"
#include "store/actor.h"

handler_fn api_door_factor, api_door_factor_confirm;

/* Where the person wants to go: an address of ours, "/" where it is none. */
const char *door_wanted(const struct request *);

/* To a page, and from there to where they want to go; to where whoever is signed in must go first, or wants to. */
bool door_redirect(struct ctx *, struct response *, const char *page, const char *ve);
bool door_go_in(struct ctx *, const struct request *, struct response *, const struct account *);

/* Text inside of HTML, NULL as "". */
const char *door_html(struct arena *, const char *text);
const char *door_problem(struct arena *, const char *text); /* with its frame */

/* The pages that set a second step: the password is asked for, then a code of the key. */
bool door_factor(struct ctx *, const struct request *, struct response *, const char *problem);
bool door_factor_key(struct ctx *, const struct request *, struct response *, const char *problem);

#endif
