/* openapi.h - the published description: OpenAPI 3.1, written from the routes, the shapes and the catalogue. */
#ifndef OPENAPI_H
#define OPENAPI_H

#include <jansson.h>

#include "catalog/catalog.h"
#include "http/http.h"

/* The whole document; needs neither server nor database. */
json_t *openapi_document(const struct app *, const struct catalog *);

/* ---- its parts ---- */

/* Every parameter of a route, in the path, the query and the headers. */
json_t *openapi_parameters(const struct catalog *, const struct route *);
bool parameter_is_flag(const char *name);

/* {"$ref": "#/components/schemas/NAME"} */
json_t *openapi_ref(const char *name);

/* What one way to answer gives, without its content type. */
json_t *openapi_answer(const struct out *);

/* Every shape that a route gives; every record type as it is shown (NAME), sent whole (NAME_input), changed (NAME_change) and sent in a
 * batch (NAME_line); every event type as it is told of a record (NAME_told). */
json_t *openapi_schemas(const struct app *, const struct catalog *);

#endif
