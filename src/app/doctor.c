/* doctor.c - khue doctor, audit verify: is what is stored sound? */
#include <stdio.h>

#include "app/app.h"
#include "domain/unit/unit_tree.h"
#include "store/change.h"

static void print_json(struct ctx *c, const struct problems *p)
{
	struct buf b = buf_in(c->arena);

	buf_fmt(&b, "{\"sound\":%s,\"problems\":[", p->errors == 0 ? "true" : "false");
	for (const struct problem *x = p->first; x != NULL; x = x->next) {
		buf_fmt(&b, "%s{\"unit\":", x == p->first ? "" : ",");
		buf_json_text(&b, x->field);
		buf_fmt(&b, ",\"key\":\"%s\",\"message\":", x->key);
		buf_json_text(&b, x->message);
		buf_char(&b, '}');
	}
	printf("%s]}\n", b.data);
}

static bool unsound(struct ctx *c, const struct problems *p)
{
	fail(c, ERR_CONFLICT, "doctor.unsound", "Có %zu chỗ không đúng trong cơ sở dữ liệu:", p->errors);
	c->problems = *p;
	return false;
}

bool run_doctor(struct ctx *c, const struct options *o)
{
	struct problems p = { 0 };

	if (o->n_words > 0)
		return usage_error(c, "Lệnh này không cần thêm từ nào.");
	if (!unit_tree_check(c, &p))
		return false;
	if (option_flag(o, "json"))
		print_json(c, &p);
	else if (p.errors == 0)
		puts("Cây đơn vị đúng: mỗi đơn vị nằm dưới đơn vị quản lý nó.");
	return p.errors == 0 || unsound(c, &p);
}

static bool verify_unit(struct ctx *c, const struct unit *u, struct problems *p)
{
	int64_t entries;

	if (chain_verify(c, u, &entries))
		return true;
	if (c->err != ERR_CONFLICT)
		return false;
	problem_add(c, p, u->code, c->key, "%s", c->detail);
	ctx_clear(c);
	return true;
}

bool run_audit(struct ctx *c, const struct options *o)
{
	struct unit one, *all = &one;
	struct problems p = { 0 };
	size_t n = 1;

	if (o->n_words != 1 || !streq(o->word[0], "verify"))
		return usage_error(c, "Cần verify.");
	if (option(o, "unit") != NULL ? !app_unit(c, o, &one) : !unit_all(c, &all, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!verify_unit(c, &all[i], &p))
			return false;
	const size_t broken = p.errors;
	if (option(o, "unit") == NULL && !unit_tree_check(c, &p))
		return false;
	if (p.errors == 0) {
		printf("Nhật ký của %zu đơn vị nguyên vẹn.\n", n);
		return true;
	}
	if (broken == 0)
		fail(c, ERR_CONFLICT, "audit.tree", "Nhật ký nguyên vẹn, nhưng cây đơn vị không đúng ở %zu chỗ:", p.errors);
	else
		fail(c, ERR_CONFLICT, "audit.broken", "Nhật ký của %zu đơn vị đã bị can thiệp; cây đơn vị không đúng ở %zu chỗ:", broken, p.errors - broken);
	c->problems = p;
	return false;
}
