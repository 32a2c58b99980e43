/* unit_tree.c - paths compared with edges. */
#include "domain/unit/unit_tree.h"

#include "db/db.h"
#include "domain/unit/unit_admin.h"

/* One unit, and its last edge. */
struct node {
	int64_t id, parent_id; /* parent_id 0: no edge */
	const char *code, *path, *status, *until;
};

struct tree {
	struct node *node;     /* by id */
	size_t n;
	struct problems *problems;
};

enum { ID, CODE, PATH, STATUS, PARENT, FROM, TO };

static const struct node *find(const struct tree *t, int64_t id)
{
	size_t lo = 0, hi = t->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (t->node[mid].id < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < t->n && t->node[lo].id == id ? &t->node[lo] : NULL;
}

static void bad_edge(struct ctx *c, struct tree *t, const char *code, const char *what)
{
	problem_add(c, t->problems, code, "tree.edge", "Đơn vị %s %s; ghi lại nơi nó trực thuộc bằng khue unit move %s --to MÃ --from NGÀY.", code, what, code);
}

static void take_edge(struct ctx *c, struct tree *t, struct node *u, const struct rows *r, size_t i)
{
	const char *from = rows_text(r, i, FROM), *to = rows_text(r, i, TO);

	if (to != NULL && strcmp(to, from) <= 0)
		bad_edge(c, t, u->code, "có thời gian trực thuộc kết thúc trước khi bắt đầu");
	if (u->parent_id != 0 && (u->until == NULL || strcmp(u->until, from) > 0))
		bad_edge(c, t, u->code, "có lúc trực thuộc hai đơn vị");
	u->parent_id = rows_int(r, i, PARENT);
	u->until = to;
}

static bool load(struct ctx *c, struct tree *t)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_UNIT_TREE_ALL, NULL, 0))
		return false;
	t->node = NEW_N(c->arena, struct node, r.count + 1);
	for (size_t i = 0; i < r.count; i++) {
		if (t->n == 0 || t->node[t->n - 1].id != rows_int(&r, i, ID))
			t->node[t->n++] = (struct node){ .id = rows_int(&r, i, ID), .code = rows_text(&r, i, CODE), .path = rows_text(&r, i, PATH),
			                                 .status = rows_text(&r, i, STATUS) };
		if (rows_text(&r, i, FROM) != NULL)
			take_edge(c, t, &t->node[t->n - 1], &r, i);
	}
	return true;
}

static bool is_at_work(const struct node *u)
{
	return !unit_is_over(u->status);
}

static void check_node(struct ctx *c, struct tree *t, const struct node *u)
{
	const struct node *parent = u->parent_id == 0 ? NULL : find(t, u->parent_id);
	const bool is_root = streq(u->code, UNIT_ROOT);

	if (parent == NULL && !is_root) {
		bad_edge(c, t, u->code, "không trực thuộc đơn vị nào");
		return;
	}
	if (!streq(u->path, arena_fmt(c->arena, "%s%" PRId64 "/", is_root ? "/" : parent->path, u->id)))
		problem_add(c, t->problems, u->code, "tree.path", "Đơn vị %s được tìm thấy ở chỗ khác với nơi nó trực thuộc (%s), nên đơn vị cũ còn thấy nó. "
		            "Ghi lại bằng khue unit move %s --to %s --from NGÀY, từ trên xuống.", u->code, is_root ? "gốc" : parent->code, u->code,
		            is_root ? "gốc" : parent->code);
	if (is_root || !is_at_work(u))
		return;
	if (u->until != NULL)
		problem_add(c, t->problems, u->code, "tree.left", "Đơn vị %s đang hoạt động nhưng đã rời khỏi mạng lưới từ %s; ghi lại nơi nó trực thuộc "
		            "bằng khue unit move %s --to MÃ --from NGÀY, hoặc đóng nó.", u->code, u->until, u->code);
	else if (!is_at_work(parent))
		problem_add(c, t->problems, u->code, "tree.closed", "Đơn vị %s đang hoạt động dưới %s, đơn vị đã ngừng hoạt động; chuyển nó sang đơn vị khác "
		            "bằng khue unit move.", u->code, parent->code);
}

bool unit_tree_check(struct ctx *c, struct problems *p)
{
	struct tree t = { .problems = p };
	struct rows r;

	if (!load(c, &t))
		return false;
	for (size_t i = 0; i < t.n; i++)
		check_node(c, &t, &t.node[i]);
	if (!db_rows(c, &r, SQL_UNIT_TREE_BEYOND, NULL, 0))
		return false;
	for (size_t i = 0; i < r.count; i++)
		problem_add(c, p, rows_text(&r, i, 0), "tree.edge", "Đơn vị %s có lúc trực thuộc %s khi đơn vị ấy đã kết thúc; khôi phục bảng unit_edge từ bản sao lưu.",
		            rows_at(&r, i, 0)->s, rows_at(&r, i, 1)->s);
	return true;
}
