/* orphan.c - rows that stand for something that is not there. */
#include "store/orphan.h"

#include "base/buf.h"
#include "db/db.h"

enum { SHOWN = 5 };

struct look {
	struct problems *problems;
	size_t looked;
};

/* What is looked for, and how it is told. */
struct lack {
	const char *where, *key;    /* of the problem */
	const char *of, *what;      /* "Ghi danh, trường Học sinh", "nhắc tới một hồ sơ không có" */
	const char *remedy;
	const char *rows;           /* "r_enrolment t WHERE ..." */
	const char *shown;          /* columns that say which; NULL: none does */
};

/* "19172401: 19172401E1, 19172401E2; ..." */
static bool put_examples(struct ctx *c, const struct lack *k, int64_t n, struct buf *b)
{
	const char *last = NULL;
	struct rows r;

	if (!db_query(c, &r, arena_fmt(c->arena, "SELECT %s FROM %s ORDER BY 1, 2 LIMIT %d", k->shown, k->rows, SHOWN), NULL, 0))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		const char *unit = rows_text(&r, i, 0), *code = rows_text(&r, i, 1);
		buf_put(b, i == 0 ? " (" : ", ");
		if (last == NULL || !streq(last, unit))
			buf_fmt(b, "đơn vị %s: ", unit);
		buf_put(b, code);
		last = unit;
	}
	buf_put(b, n > SHOWN ? ", …)" : ")");
	return true;
}

static bool find(struct ctx *c, const struct lack *k, int64_t *ret_n, struct buf *b)
{
	struct rows r;

	if (!db_query(c, &r, arena_fmt(c->arena, "SELECT count(*) FROM %s", k->rows), NULL, 0))
		return false;
	*ret_n = rows_int(&r, 0, 0);
	return *ret_n == 0 || k->shown == NULL || put_examples(c, k, *ret_n, b);
}

static bool tell(struct ctx *c, struct look *l, const struct lack *k)
{
	struct buf examples = buf_in(c->arena);
	int64_t n;

	if (!find(c, k, &n, &examples)) {
		if (c->err == ERR_BUSY)
			return false;
		problem_add(c, l->problems, k->where, "orphan.unread", "%s: chưa xem được có dòng nào %s không, vì một bảng không đọc được.", k->of, k->what);
		ctx_clear(c);
		return true;
	}
	l->looked++;
	if (n > 0)
		problem_add(c, l->problems, k->where, k->key, "%s: %" PRId64 " dòng %s%s. %s", k->of, n, k->what, buf_text(&examples), k->remedy);
	return true;
}

/* As people call it, when it holds records. */
static const char *table_words(struct ctx *c, const struct sql_table *t)
{
	for (size_t i = 0; i < c->catalog->n_types; i++)
		if (streq(c->catalog->type[i].table, t->name))
			return c->catalog->type[i].label;
	return arena_fmt(c->arena, "Bảng %s", t->name);
}

static bool check_units(struct ctx *c, struct look *l, const struct sql_table *t)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (streq(t->column[i].name, "unit_id"))
			return tell(c, l, &(struct lack){ t->name, "orphan.unit", table_words(c, t), "thuộc một đơn vị không có",
			            "Không lệnh nào trả chúng về đơn vị được, và không màn hình nào còn thấy chúng; không tự xoá."
			            " Nếu cần những dòng ấy: khôi phục cả bản sao lưu gần nhất còn đủ vào một cơ sở dữ liệu mới (khue restore),"
			            " rồi nhập lại những gì ghi sau bản ấy.",
			            arena_fmt(c->arena, "%s t WHERE NOT EXISTS (SELECT 1 FROM unit u WHERE u.id = t.unit_id)", t->name), NULL });
	return true;
}

/* Where the unit is gone too it is told of that. */
static bool tell_field(struct ctx *c, struct look *l, const struct record_type *t, const struct field *f, struct lack *k, const char *other)
{
	k->where = arena_fmt(c->arena, "%s.%s", t->name, f->name);
	k->of = arena_fmt(c->arena, "%s, mục %s", t->label, f->label);
	k->rows = arena_fmt(c->arena, "%s t JOIN unit u ON u.id = t.unit_id WHERE t.%s IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %s = t.%s)",
	                    t->table, f->column, other, f->column);
	k->shown = "u.code, t.code";
	return tell(c, l, k);
}

static bool check_field(struct ctx *c, struct look *l, const struct record_type *t, const struct field *f)
{
	if (f->to != NULL)
		return tell_field(c, l, t, f, &(struct lack){ .key = "orphan.reference", .what = "nhắc tới một hồ sơ không có", .remedy = t->by_operation
		                  ? "Hồ sơ loại này do một thao tác ghi nên không sửa riêng được: khôi phục cả bản sao lưu gần nhất còn đủ"
		                    " vào một cơ sở dữ liệu mới (khue restore), rồi nhập lại những gì ghi sau bản ấy; không tự xoá dòng nào."
		                  : "Nhà trường mở hồ sơ ấy và chọn lại mục này; trước đó là gì thì xem ở bản sao lưu"
		                    " khôi phục vào một cơ sở dữ liệu khác (khue restore); không tự xoá dòng nào." },
		                  arena_fmt(c->arena, "%s o WHERE o.unit_id = t.unit_id AND o.id", f->to->table));
	if (f->media != NULL)
		return tell_field(c, l, t, f, &(struct lack){ .key = "orphan.file", .what = "có tệp đính kèm không còn",
		                  .remedy = "Nhà trường mở hồ sơ ấy và đính kèm lại tệp; tệp cũ thì lấy ở bản sao lưu"
		                            " khôi phục vào một cơ sở dữ liệu khác (khue restore)." },
		                  "file f WHERE f.unit_id = t.unit_id AND f.digest");
	return true;
}

/* A person is found by the register of codes: without a line there the record is listed, and cannot be opened. */
static bool check_code(struct ctx *c, struct look *l, const struct record_type *t)
{
	static const char absent[] = "NOT EXISTS (SELECT 1 FROM identifier i WHERE i.scheme = 'person' AND i.value = t.code)";

	return t->code_scheme != CODE_PERSON ||
	       tell(c, l, &(struct lack){ t->name, "orphan.code", t->label, "không có trong sổ mã nên không mở được",
	            arena_fmt(c->arena, "Dừng khue serve và khue worker, sao lưu, rồi ghi lại sổ mã bằng lệnh SQL: INSERT INTO identifier (scheme, value, unit_id, type, record_id)"
	                      " SELECT 'person', t.code, t.unit_id, '%s', t.id FROM %s t WHERE t.status <> '%s' AND %s", t->name, t->table, t->moved_status, absent),
	            arena_fmt(c->arena, "%s t JOIN unit u ON u.id = t.unit_id WHERE %s", t->table, absent), "u.code, t.code" });
}

bool orphan_check(struct ctx *c, struct problems *p, size_t *ret_looked)
{
	const struct catalog *k = c->catalog;
	struct look l = { .problems = p };

	for (size_t i = 0; i < k->n_tables; i++)
		if (!check_units(c, &l, &k->table[i]))
			return false;
	for (size_t i = 0; i < k->n_types; i++)
		if (!check_code(c, &l, &k->type[i]))
			return false;
	for (size_t i = 0; i < k->n_types; i++)
		for (size_t f = 0; f < k->type[i].n_fields; f++)
			if (!check_field(c, &l, &k->type[i], &k->type[i].field[f]))
				return false;
	*ret_looked = l.looked;
	return true;
}
