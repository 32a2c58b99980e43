/* backup.c - writing everything a database holds, as of one moment. */
#include "store/backup.h"

#include <stdlib.h>

#include "base/secret.h"
#include "catalog/document.h"
#include "db/db.h"
#include "store/lines.h"
#include "store/migrate.h"

enum { PIECE = 64 * 1024 };

struct writing {
	struct backup_out *out;
	struct digest *digest;
	const struct sql_table *table;
	struct buf text;
	int64_t rows;
};

static bool put_json(struct ctx *c, struct backup_out *out, const json_t *o)
{
	char *text = json_dumps(o, JSON_COMPACT);
	const bool ok = backup_put(c, out, text, strlen(text)) && backup_put(c, out, "\n", 1);

	free(text);
	return ok;
}

static bool flush(struct ctx *c, struct writing *w)
{
	const size_t n = w->text.len;

	if (n == 0)
		return true;
	w->text.len = 0;
	secret_digest_add(w->digest, w->text.data, n);
	return backup_put(c, w->out, w->text.data, n);
}

static bool put_row(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	struct writing *w = arg;

	assert(n == w->table->n_columns);
	line_put(&w->text, w->table, cell);
	w->rows++;
	return w->text.len < PIECE || flush(c, w);
}

static bool put_table(struct ctx *c, struct writing *w, const struct sql_table *t, json_t *ret_lines)
{
	json_t *head = json_pack("{ss}", "table", t->name);
	bool ok = put_json(c, w->out, head);

	json_decref(head);
	w->table = t;
	w->rows = 0;
	if (!ok || !db_each(c, lines_select(c->arena, t), NULL, 0, put_row, w) || !flush(c, w) || !backup_put(c, w->out, "\\.\n", 3))
		return false;
	json_array_append_new(ret_lines, json_pack("{ss sI ss}", "name", t->name, "rows", (json_int_t)w->rows, "digest", secret_digest_text(c->arena, w->digest)));
	return true;
}

/* The catalogue that the database was last migrated to, which may not be that of the program. */
static bool put_catalog(struct ctx *c, json_t *manifest)
{
	struct rows dictionary, digest;

	if (!db_rows(c, &dictionary, SQL_META_GET, ARGS(val_text("dictionary"))) || !db_rows(c, &digest, SQL_META_GET, ARGS(val_text("digest"))))
		return false;
	const json_t *stored = document_read(c->arena, dictionary.count == 0 ? NULL : rows_text(&dictionary, 0, 0));
	json_object_set_new(manifest, "catalog", json_pack("{sI ss*}", "version", json_integer_value(json_object_get(stored, "version")), "digest",
	                                                   digest.count == 0 ? NULL : rows_text(&digest, 0, 0)));
	return true;
}

static bool put_all(struct ctx *c, struct backup_out *out, const struct sql_table *t, size_t n, backup_progress_fn *progress, struct backup_summary *ret)
{
	struct writing w = { .out = out, .digest = secret_digest_new(c->arena), .text = buf_in(c->arena) };
	json_t *end = document_kept(c->arena, json_object()), *lines = json_array();
	struct rows chains;

	json_object_set_new(end, "tables", lines);
	for (size_t i = 0; i < n; i++) {
		progress(i, n);
		if (!put_table(c, &w, &t[i], lines))
			return false;
		ret->rows += w.rows;
	}
	progress(n, n);
	if (!db_rows(c, &chains, SQL_BACKUP_CHAINS, NULL, 0))
		return false;
	ret->n_tables = n;
	ret->entries = rows_int(&chains, 0, 1);
	json_object_set_new(end, "chains", json_pack("{sI sI}", "units", (json_int_t)rows_int(&chains, 0, 0), "entries", (json_int_t)ret->entries));
	json_object_update(ret->manifest, end);
	return put_json(c, out, end);
}

static bool write_moment(struct ctx *c, struct backup_out *out, backup_progress_fn *progress, struct backup_summary *ret)
{
	const struct sql_table *t;
	struct rows r;
	bool is_new;
	size_t n;

	if (!db_rows(c, &r, SQL_BACKUP_NO_HURRY, NULL, 0) || !migrate_tables(c, &t, &n, &is_new))
		return false;
	if (is_new)
		return fail(c, ERR_CONFLICT, "migrate.no_schema", "Cơ sở dữ liệu chưa được tạo; chạy khue init trước.");
	json_object_set_new(ret->manifest, "tables", sql_tables_to_json(t, n));
	return put_catalog(c, ret->manifest) && put_json(c, out, ret->manifest) && put_all(c, out, t, n, progress, ret);
}

bool backup_write(struct ctx *c, const char *path, const struct age_key *key, backup_progress_fn *progress, struct backup_summary *ret)
{
	struct backup_out *out;

	*ret = (struct backup_summary){ 0 };
	ret->manifest = document_kept(c->arena, json_pack("{si ss ss sI}", "khue_backup", BACKUP_FORMAT, "program", KHUE_VERSION, "engine",
	                                                  db_engine(c->db) == ENGINE_SQLITE ? "sqlite" : "postgres", "made_at", (json_int_t)c->now_ms));
	if (!backup_create(c, path, key, &out))
		return false;
	const bool reading = db_read_begin(c), ok = reading && write_moment(c, out, progress, ret);
	if (reading)
		db_read_end(c);
	return backup_end(c, out, ok, &ret->size);
}
