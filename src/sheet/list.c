/* list.c - rows of a published list, cell by cell in the order of its template. */
#include "sheet/list.h"

struct reading {
	const struct match *match;
	sheet_list_fn *take;
	void *arg;
};

static bool on_begin(struct ctx *c, void *arg, const struct table_info *info)
{
	const struct reading *r = arg;

	(void)c;
	return info->index == r->match->sheet;
}

static enum table_go on_row(struct ctx *c, void *arg, const struct table_row *row)
{
	const struct reading *r = arg;
	const struct match *m = r->match;
	const char **cell;

	if (row->number <= m->header_last || sheet_row_is_total(c->arena, m, row))
		return TABLE_MORE;
	cell = NEW_N(c->arena, const char *, m->template->n_columns);
	for (size_t i = 0; i < row->n_cells && i < m->n_columns; i++)
		if (m->column[i].target != MATCH_NONE)
			cell[m->column[i].target] = arena_strdup(c->arena, row->cell[i].shown != NULL ? row->cell[i].shown : row->cell[i].text);
	r->take(c, r->arg, row->number, cell);
	return TABLE_MORE;
}

/* One sheet is read: of another that holds a list nothing may be lost. */
static bool is_alone(struct ctx *c, const struct matches *m, const struct template *const *templates, size_t n)
{
	const char *other = NULL;
	struct sheet_left *left;

	for (size_t i = 0; i < m->n && other == NULL; i++)
		other = &m->item[i] == m->best ? NULL : m->item[i].sheet_name;
	if (other == NULL && sheet_left_find(c->arena, m, templates, n, &left) > 0 && !left->hidden) /* visible ones come first */
		other = left->name;
	if (other == NULL && m->n_lost > 0)
		return fail(c, ERR_INVALID, "sheet.damaged", "Trang «%s» của tệp bị hỏng nên không rõ có danh sách không. Hãy mở tệp bằng Excel, xem lại trang ấy, lưu rồi nạp "
		            "lại.", m->lost->name);
	return other == NULL || fail(c, ERR_INVALID, "sheet.several", "Trang «%s» và trang «%s» đều có danh sách mà mỗi lần chỉ nạp được một. Hãy chép mỗi trang ra một tệp.",
	                             m->best->sheet_name, other);
}

bool sheet_list_read(struct ctx *c, int fd, const struct template *const *templates, size_t n, const struct template **ret, sheet_list_fn *take, void *arg)
{
	static const struct table_sink sink = { .begin = on_begin, .row = on_row };
	struct matches m;

	if (!sheet_match(c, fd, NULL, templates, n, &m))
		return false;
	*ret = m.best->template;
	if (m.best->n_missing > 0)
		return fail(c, ERR_INVALID, "sheet.column_missing", "Dòng tiêu đề (dòng %zu) của %s thiếu cột «%s». Hãy thêm cột, hoặc sửa lại tên cột.", m.best->header_last,
		            (*ret)->name, m.best->missing[0]->titles[0]);
	if (!is_alone(c, &m, templates, n))
		return false;
	struct reading r = { m.best, take, arg };
	return table_read(c, fd, NULL, &sink, &r);
}
