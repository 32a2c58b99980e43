/* parts.c - what goes, and to which part. */
#include "domain/reorganize/parts.h"

#include "db/db.h"
#include "domain/unit/unit_life.h"

static bool load(struct ctx *c, const struct reorganization *x, const char *type, enum sql_id sql, bool by_year, struct going **ret, size_t *ret_n)
{
	const struct val args[] = { val_int(x->from.id), val_int(x->year) };
	struct rows r;

	if (!db_rows(c, &r, sql, args, by_year ? 2 : 1))
		return false;
	*ret = NEW_N(c->arena, struct going, r.count + 1);
	*ret_n = r.count;
	for (size_t i = 0; i < r.count; i++) {
		(*ret)[i].part = x->whole ? 0 : NO_PART;
		if (!record_load(c, catalog_type(c->catalog, type), &x->from, rows_int(&r, i, 0), &(*ret)[i].rec))
			return false;
	}
	return true;
}

struct going *parts_find(struct going *all, size_t n, const char *code)
{
	for (size_t i = 0; code != NULL && i < n; i++)
		if (streq(all[i].rec.code, code))
			return &all[i];
	return NULL;
}

static void assign(struct ctx *c, struct problems *p, struct going *all, size_t n, const char *code, int part, const char *unknown)
{
	struct going *g = parts_find(all, n, code);

	if (g == NULL)
		problem_add(c, p, code, unknown, "%s không phải lớp đang dùng hay cán bộ đang làm việc của trường này.", code);
	else if (g->part != NO_PART)
		problem_add(c, p, code, "reorganize.twice", "%s đứng ở hai phần; hãy giữ một.", code);
	else
		g->part = part, g->listed = true;
}

static const char *homeroom_of(const struct record *class)
{
	const struct field *f = field_find(class->type, "homeroom_teacher");

	return f == NULL || class->value[f->index].kind != VAL_TEXT ? NULL : class->value[f->index].s;
}

static void follow_classes(struct ctx *c, struct reorganization *x, struct problems *p)
{
	for (size_t i = 0; i < x->n_classes; i++) {
		const char *teacher = homeroom_of(&x->class[i].rec);
		struct going *g = teacher == NULL ? NULL : parts_find(x->staff, x->n_staff, teacher);
		if (g == NULL || g->listed || x->class[i].part == NO_PART)
			continue;
		if (g->part != NO_PART && g->part != x->class[i].part)
			problem_add(c, p, teacher, "reorganize.staff", "Cán bộ %s chủ nhiệm lớp ở hai phần; hãy ghi rõ cán bộ này thuộc phần nào.", teacher);
		g->part = x->class[i].part;
	}
}

static void tell_left(struct ctx *c, const struct going *all, size_t n, struct problems *p)
{
	for (size_t i = 0; i < n; i++)
		if (all[i].part == NO_PART)
			problem_add(c, p, all[i].rec.code, "reorganize.left", "%s %s chưa thuộc phần nào; ghi vào một phần, hoặc vào phần của chính trường nếu ở lại.",
			            all[i].rec.type->label, all[i].rec.code);
}

/* Several of a kind, told in one sentence: "1A, 1B, 2A". */
struct several {
	struct buf list;
	const char *first; /* its code */
	size_t n;
};

enum { NAMED_MAX = 30 };

static void name_one(struct ctx *c, struct several *s, const char *code, const char *name)
{
	if (s->n == 0)
		*s = (struct several){ .list = buf_in(c->arena), .first = code };
	if (s->n++ < NAMED_MAX)
		buf_fmt(&s->list, "%s%s", s->n > 1 ? ", " : "", name);
}

static const char *names_of(struct ctx *c, struct several *s)
{
	return s->n <= NAMED_MAX ? buf_text(&s->list) : arena_fmt(c->arena, "%s và %zu nữa", buf_text(&s->list), s->n - NAMED_MAX);
}

/* A school teaches the grades of its levels. */
static bool is_taught(const struct reorganization *x, const struct going *g)
{
	const struct field *f = field_find(g->rec.type, "grade");
	const struct val *v = &g->rec.value[f->index];
	const struct list_item *grade = v->kind != VAL_TEXT ? NULL : list_find(f->list, v->s, NULL);
	const struct unit *to = &x->part[g->part].to;

	return to->id == x->from.id || grade == NULL || grade->levels == NULL || to->levels == NULL || strstr(to->levels, grade->levels) != NULL;
}

static void check_levels(struct ctx *c, const struct reorganization *x, int part, struct problems *p)
{
	struct several class = { .n = 0 };

	for (size_t i = 0; i < x->n_classes; i++)
		if (x->class[i].part == part && !is_taught(x, &x->class[i]))
			name_one(c, &class, x->class[i].rec.code, parts_text(&x->class[i].rec, "name"));
	if (class.n > 0)
		problem_add(c, p, class.first, "reorganize.level", "%s không dạy cấp học của lớp %s. Hãy sửa nhóm cấp học của trường ấy trước.",
		            x->part[part].to.name, names_of(c, &class));
}

static const struct going *class_of(const struct reorganization *x, int64_t class_id)
{
	for (size_t i = 0; i < x->n_classes; i++)
		if (x->class[i].rec.id == class_id)
			return &x->class[i];
	return NULL;
}

static bool load_pupils(struct ctx *c, struct reorganization *x, struct problems *p)
{
	struct several former = { .n = 0 }, parted = { .n = 0 };
	struct rows r;

	if (!db_rows(c, &r, SQL_REORGANIZE_PUPILS, ARGS(val_int(x->from.id), val_int(x->year))))
		return false;
	int64_t *id = NEW_N(c->arena, int64_t, r.count + 1);
	x->pupil = NEW_N(c->arena, struct pupil, r.count + 1);
	for (size_t i = 0; i < r.count; i++) {
		struct pupil *last = x->n_pupils == 0 ? NULL : &x->pupil[x->n_pupils - 1];
		const struct going *class = class_of(x, rows_int(&r, i, 2));
		const int part = class == NULL ? NO_PART : class->part;
		if (class == NULL)
			name_one(c, &former, rows_text(&r, i, 3), rows_text(&r, i, 3));
		id[i] = rows_int(&r, i, 1);
		if (last == NULL || last->learner_id != rows_int(&r, i, 0))
			x->pupil[x->n_pupils++] = (struct pupil){ rows_int(&r, i, 0), part, &id[i], 1 };
		else if (last->n_enrolments++, last->part != part)
			name_one(c, &parted, rows_text(&r, i, 3), rows_text(&r, i, 3));
	}
	if (former.n > 0)
		problem_add(c, p, former.first, "reorganize.learner", "Người học %s ghi danh ở một lớp của năm học trước; hãy xếp lại lớp trước.", names_of(c, &former));
	if (parted.n > 0)
		problem_add(c, p, parted.first, "reorganize.learner", "Người học %s có ghi danh ở lớp của hai phần; hãy xếp lại lớp trước.", names_of(c, &parted));
	return true;
}

bool parts_load(struct ctx *c, struct reorganization *x)
{
	struct problems p = { 0 };

	if (!load(c, x, "class", SQL_REORGANIZE_CLASSES, true, &x->class, &x->n_classes) ||
	    !load(c, x, "staff", SQL_REORGANIZE_STAFF, false, &x->staff, &x->n_staff) ||
	    !load(c, x, "campus", SQL_REORGANIZE_CAMPUSES, false, &x->campus, &x->n_campuses))
		return false;
	for (size_t i = 0; i < x->n_parts && !x->whole; i++) {
		for (size_t k = 0; k < x->part[i].n_classes; k++)
			assign(c, &p, x->class, x->n_classes, x->part[i].class[k], (int)i, "reorganize.class");
		for (size_t k = 0; k < x->part[i].n_staff; k++)
			assign(c, &p, x->staff, x->n_staff, x->part[i].staff[k], (int)i, "reorganize.staff");
	}
	if (!x->whole)
		follow_classes(c, x, &p);
	tell_left(c, x->class, x->n_classes, &p);
	tell_left(c, x->staff, x->n_staff, &p);
	for (size_t i = 0; i < x->n_parts; i++)
		check_levels(c, x, (int)i, &p);
	return load_pupils(c, x, &p) && (!x->ends || unit_check_settled(c, &x->from, x->decision->date, &p)) && (p.errors == 0 || fail_problems(c, &p));
}
