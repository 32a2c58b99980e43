/* unit_tree.c - paths compared with edges. */
#include "domain/unit/unit_tree.h"

#include "base/time.h"
#include "catalog/unit_kind.h"
#include "db/db.h"
#include "domain/unit/unit_admin.h"

/* One unit, and its last edge. */
struct node {
	int64_t id, parent_id; /* parent_id 0: no edge */
	const char *code, *kind, *path, *status, *parent, *from, *until; /* parent: its code; NULL: it is not there */
	const char *fault;     /* of its edges: "có lúc ..."; NULL: none */
};

struct tree {
	struct node *node;     /* by id */
	size_t n;
	struct problems *problems;
};

enum { ID, CODE, PATH, STATUS, PARENT_ID, FROM, TO, KIND, PARENT };
enum { DEEPEST = 16 }; /* the Ministry, a Sở, a Phòng, a school: no way up is as long */

#define FROM_BACKUP "không lệnh nào sửa được; khôi phục bản sao lưu gần nhất còn đúng vào một cơ sở dữ liệu mới (khue restore)"

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

/* What mends the edges of a unit: khue unit move puts the earlier ones right when the last can be written again. */
static const char *edge_remedy(struct ctx *c, const struct node *u)
{
	if (unit_is_over(u->status) || (u->parent_id != 0 && u->parent == NULL))
		return FROM_BACKUP;
	if (u->parent_id == 0)
		return arena_fmt(c->arena, "ghi lại nơi nó trực thuộc bằng khue unit move %s --to MÃ --from NGÀY", u->code);
	if (u->until == NULL)
		return arena_fmt(c->arena, "nơi sau cùng là %s: ghi lại bằng khue unit move %s --to %s --from %s, nơi trước khi ấy kết thúc đúng lúc", u->parent, u->code,
		                 u->parent, u->from);
	return arena_fmt(c->arena, "ghi lại nơi nó trực thuộc bằng khue unit move %s --to MÃ --from NGÀY, NGÀY sau %s", u->code, date_words(c->arena, u->from));
}

static void bad_edge(struct ctx *c, struct tree *t, const struct node *u, const char *what)
{
	problem_add(c, t->problems, u->code, "tree.edge", "Đơn vị %s %s; %s.", u->code, what, edge_remedy(c, u));
}

static void take_edge(struct ctx *c, struct node *u, const struct rows *r, size_t i)
{
	const char *from = rows_text(r, i, FROM), *to = rows_text(r, i, TO), *parent = rows_text(r, i, PARENT);

	if (to != NULL && strcmp(to, from) <= 0)
		u->fault = "có thời gian trực thuộc kết thúc trước khi bắt đầu";
	if (u->parent_id != 0 && (u->until == NULL || strcmp(u->until, from) > 0))
		u->fault = arena_fmt(c->arena, "có lúc trực thuộc hai đơn vị (đang thuộc %s thì từ %s thuộc %s)", u->parent == NULL ? "?" : u->parent,
		                     date_words(c->arena, from), parent == NULL ? "?" : parent);
	u->parent_id = rows_int(r, i, PARENT_ID);
	u->parent = parent;
	u->from = from;
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
			t->node[t->n++] = (struct node){ .id = rows_int(&r, i, ID), .code = rows_text(&r, i, CODE), .kind = rows_text(&r, i, KIND),
			                                 .path = rows_text(&r, i, PATH), .status = rows_text(&r, i, STATUS) };
		if (rows_text(&r, i, FROM) != NULL)
			take_edge(c, &t->node[t->n - 1], &r, i);
	}
	return true;
}

static bool is_at_work(const struct node *u)
{
	return !unit_is_over(u->status);
}

/* Does the way up from u (NULL: none) come to `above`?  NULL: does it come to no end? */
static bool comes_to(const struct tree *t, const struct node *u, const struct node *above)
{
	for (int up = 0; u != NULL && u != above && up < DEEPEST; up++)
		u = find(t, u->parent_id);
	return u != NULL && (u == above || above == NULL);
}

/* The place it had before it came to stand below itself; *ret NULL: none is known. */
static bool place_before(struct ctx *c, const struct tree *t, const struct node *u, const struct node **ret)
{
	struct rows r;

	*ret = NULL;
	if (!db_rows(c, &r, SQL_UNIT_EDGE_BEFORE, ARGS(val_int(u->id), val_text(u->from))))
		return false;
	for (size_t i = 0; i < r.count && *ret == NULL; i++) {
		const struct node *p = find(t, rows_int(&r, i, 0));
		if (p != NULL && unit_kind_may_stand_under(c->catalog, u->kind, p->kind) && is_at_work(p) && !comes_to(t, p, NULL))
			*ret = p;
	}
	return true;
}

/* Of all in the circle the one is told that stands under a kind of unit that cannot manage it; there is always one: kinds descend. */
static bool check_circle(struct ctx *c, struct tree *t, const struct node *u, const struct node *parent)
{
	const struct node *before;

	if (!comes_to(t, parent, u) || unit_kind_may_stand_under(c->catalog, u->kind, parent->kind))
		return true;
	if (!place_before(c, t, u, &before))
		return false;
	problem_add(c, t->problems, u->code, "tree.circle", "Đơn vị %s từ %s trực thuộc %s, mà %s lại ở dưới chính nó; %s.", u->code, date_words(c->arena, u->from),
	            parent->code, parent->code, before == NULL || u->until != NULL ? "không còn ghi nơi nó trực thuộc trước đó, " FROM_BACKUP
	            : arena_fmt(c->arena, "trước đó nó trực thuộc %s: ghi lại bằng khue unit move %s --to %s --from %s", before->code, u->code, before->code, u->from));
	return true;
}

static void check_node(struct ctx *c, struct tree *t, const struct node *u)
{
	const struct node *parent = u->parent_id == 0 ? NULL : find(t, u->parent_id);
	const bool is_root = streq(u->code, UNIT_ROOT);

	if (u->fault != NULL)
		bad_edge(c, t, u, u->fault);
	if (parent == NULL && !is_root) {
		bad_edge(c, t, u, "không trực thuộc đơn vị nào");
		return;
	}
	if (!streq(u->path, arena_fmt(c->arena, "%s%" PRId64 "/", is_root ? "/" : parent->path, u->id)))
		problem_add(c, t->problems, u->code, "tree.path", "Đơn vị %s được tìm thấy ở chỗ khác với nơi nó trực thuộc, nên đơn vị khác còn thấy nó; %s.", u->code,
		            is_root ? FROM_BACKUP : arena_fmt(c->arena, "ghi lại bằng khue unit move %s --to %s --from %s, đơn vị cấp trên trước", u->code, parent->code, u->from));
	if (is_root || !is_at_work(u))
		return;
	if (u->until != NULL)
		problem_add(c, t->problems, u->code, "tree.left", "Đơn vị %s đang hoạt động nhưng đã rời khỏi mạng lưới từ %s; ghi lại nơi nó trực thuộc "
		            "bằng khue unit move %s --to MÃ --from NGÀY, hoặc đóng nó.", u->code, date_words(c->arena, u->until), u->code);
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
		if (!comes_to(&t, &t.node[i], NULL))
			check_node(c, &t, &t.node[i]);
		else if (!check_circle(c, &t, &t.node[i], find(&t, t.node[i].parent_id)))
			return false;
	if (!db_rows(c, &r, SQL_UNIT_TREE_BEYOND, NULL, 0))
		return false;
	for (size_t i = 0; i < r.count; i++)
		problem_add(c, p, rows_text(&r, i, 0), "tree.edge", "Đơn vị %s có lúc trực thuộc %s khi đơn vị ấy đã kết thúc; " FROM_BACKUP ".",
		            rows_at(&r, i, 0)->s, rows_at(&r, i, 1)->s);
	return true;
}
