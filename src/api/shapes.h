/* shapes.h - what several answers hold. */
#ifndef SHAPES_H
#define SHAPES_H

#include "http/out.h"

extern const struct shape problem_shape;      /* RFC 9457, of every route */
extern const struct shape problem_item_shape; /* one fault of one field */
extern const struct shape record_shape;       /* of the type that {plural} names */
extern const struct shape trial_shape;        /* what would come of it, with dry_run */
extern const struct shape label_shape;        /* {"vi", "en"} */
extern const struct shape job_file_shape;     /* what is told of a file that was taken in */
extern const struct shape unit_name_shape;    /* {"code", "name", ...} */

#endif
