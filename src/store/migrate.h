/* migrate.h - the schema follows the catalogue. */
#ifndef MIGRATE_H
#define MIGRATE_H

#include "catalog/catalog.h"

/* The SQL that is missing; "" when the database is up to date.  *ret_new: there is no schema yet. */
MUST_CHECK bool migrate_plan(struct ctx *, const char **ret_sql, bool *ret_new);

/* The same for a database that must have a schema: ERR_CONFLICT "migrate.no_schema". */
MUST_CHECK bool migrate_pending(struct ctx *, const char **ret_sql);

/* Run it and remember the model.  ERR_CONFLICT "migrate.refused" leaves everything as it was. */
MUST_CHECK bool migrate(struct ctx *);

/* ERR_CONFLICT "migrate.needed" / "migrate.no_schema" when the database is not what the catalogue says. */
MUST_CHECK bool migrate_check(struct ctx *);

/* The tables as the database was last migrated to.  *ret_new: there is no schema yet, and none. */
MUST_CHECK bool migrate_tables(struct ctx *, const struct sql_table **ret, size_t *ret_n, bool *ret_new);

#endif
