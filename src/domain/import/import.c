/* import.c - one import from beginning to end. */
#include "domain/import/import_plan.h"

#include "base/text.h"
#include "db/db.h"

/* Registers of schools go to the office that manages them, everything else to one school. */
static bool check_unit(struct plan *plan)
{
	const struct unit *u = &plan->o->unit;

	if (unit_is_school(plan->c, u) != plan->sheet->record[0].type->is_unit)
		return true;
	return fail(plan->c, ERR_INVALID, "import.unit_kind", unit_is_school(plan->c, u) ? "Mẫu «%s» dành cho cơ quan quản lý, không dành cho %s. Hãy chọn "
	            "đơn vị quản lý các trường trong tệp." : "Mẫu «%s» chỉ nhập được cho một trường; %s không phải là trường. Hãy chọn trường của tệp.",
	            plan->sheet->label, u->name);
}

/* A class may come to be called so. */
static bool check_class_name(struct plan *plan)
{
	const char *name = plan->o->class_name;
	size_t at;

	if (name == NULL || text_fault(plan->c->arena, name, strlen(name), &at) == TEXT_FINE)
		return true;
	return fail(plan->c, ERR_INVALID, "import.class_hidden", "Tên lớp kèm theo tệp: ký tự thứ %zu không nhìn thấy được hoặc có quá nhiều dấu chồng lên "
	            "nhau. Hãy gõ lại.", at);
}

/* Whoever makes records of the unit from here on is noticed when we write. */
static bool note_next_id(struct plan *plan)
{
	struct rows r;

	if (plan->known.type->is_unit)
		return import_next_unit(plan->c, &plan->next_id);
	if (!db_rows(plan->c, &r, SQL_IMPORT_NEXT_ID, ARGS(val_int(plan->o->unit.id))))
		return false;
	if (r.count != 1)
		return fail(plan->c, ERR_INTERNAL, "chain.lost", "unit %s has no chain", plan->o->unit.code);
	plan->next_id = rows_int(&r, 0, 0);
	return true;
}

static void count(struct plan *plan)
{
	struct import_summary *sum = plan->sum;
	size_t n[FATE__COUNT] = { 0 };

	for (size_t i = 0; i < plan->rows.n_entries; i++)
		n[plan->rows.entry[i].fate]++;
	for (size_t f = 0; f < FATE__COUNT; f++) { /* what was written then is found as it is now */
		n[f] += plan->earlier.fate[f];
		n[FATE_UNCHANGED] -= plan->earlier.fate[f] < n[FATE_UNCHANGED] ? plan->earlier.fate[f] : n[FATE_UNCHANGED];
	}
	sum->classes_created += plan->earlier.classes;
	sum->created = n[FATE_CREATED];
	sum->enrolled = n[FATE_ENROLLED];
	sum->moved = n[FATE_MOVED];
	sum->changed = n[FATE_CHANGED];
	sum->unchanged = n[FATE_UNCHANGED];
	sum->refused = n[FATE_REFUSED];
	sum->repeated = n[FATE_REPEATED];
}

/* Columns that are missing are told once, of the sheet, and all together keep its rows out; else it is the class of the row. */
static const char *told_of_all(const struct plan *plan, const struct entry *p)
{
	struct page *page = &plan->rows.page[p->page];
	const char *first = "Danh sách lỗi quá dài nên lỗi của dòng này không được giữ. Hãy sửa các lỗi đầu rồi nạp lại.";
	struct buf why = buf_in(plan->c->arena);
	bool any = false;

	for (size_t i = 0; page->lacks == NULL && i < plan->notes.n; i++) {
		const struct noted *n = &plan->notes.item[i];
		if (n->issue.warning || n->page != p->page)
			continue;
		if (!any)
			first = n->issue.message;
		any = true;
		if (n->issue.of_sheet)
			buf_fmt(&why, "%s%s", why.len > 0 ? " " : "", n->issue.message);
	}
	if (page->lacks == NULL)
		page->lacks = why.len > 0 ? buf_text(&why) : first;
	return page->lacks;
}

/* Rows and what is told of them stand in the order of the file. */
static const char *why_refused(const struct plan *plan, const struct entry *p, size_t *at)
{
	struct buf why = buf_in(plan->c->arena);

	for (; *at < plan->notes.n; ++*at) {
		const struct noted *n = &plan->notes.item[*at];
		if (n->page > p->page || (n->page == p->page && n->issue.row > p->row))
			break;
		if (n->page == p->page && n->issue.row == p->row && !n->issue.warning)
			buf_fmt(&why, "%s%s", why.len > 0 ? " " : "", n->issue.message);
	}
	return why.len > 0 ? buf_text(&why) : told_of_all(plan, p);
}

static void list_refused(struct plan *plan)
{
	struct import_summary *sum = plan->sum;
	size_t n = 0, at = 0;

	sum->refusal = NEW_N(plan->c->arena, struct import_refused, sum->refused + 1);
	for (size_t i = 0; i < plan->rows.n_entries; i++) {
		const struct entry *p = &plan->rows.entry[i];
		if (p->fate == FATE_REFUSED)
			sum->refusal[n++] = (struct import_refused){ plan->rows.page[p->page].match->sheet_name, p->row, slot_text(p, plan->at.code),
				                                     slot_text(p, plan->at.name), why_refused(plan, p, &at) };
	}
}

static void report(struct plan *plan, size_t done)
{
	if (plan->o->progress != NULL)
		plan->o->progress(plan->o->arg, done, plan->rows.n_entries);
}

static void name_classes(struct plan *plan)
{
	struct import_summary *sum = plan->sum;

	sum->class_name = NEW_N(plan->c->arena, const char *, plan->classes.n_groups + 1);
	for (size_t i = 0; i < plan->classes.n_groups; i++)
		sum->class_name[sum->n_classes++] = plan->classes.group[i].name;
}

/* What becomes of each row, all seen in one state of the unit. */
static bool decide(struct plan *plan, int fd)
{
	if (!note_next_id(plan) || !class_load(plan, 0) || !import_read(plan, fd) || !import_ask(plan))
		return false;
	class_resolve(plan);
	if (!subjects_load(&plan->known, 0) || !import_entry_load(plan) || !import_match(plan) || import_cancelled(plan))
		return false;
	if (!import_decide(plan))
		return false;
	import_note_missing(plan);
	name_classes(plan);
	return true;
}

bool import_file(struct ctx *c, int fd, const struct import_options *o, struct import_summary *ret)
{
	struct plan plan = { .c = c, .o = o, .sum = ret };

	*ret = (struct import_summary){ .dry_run = o->dry_run, .school_year = o->school_year };
	plan.class = catalog_type(c->catalog, "class");
	if (!import_recognise(&plan, fd) || !check_unit(&plan) || !check_class_name(&plan))
		return false;
	if (!db_read_begin(c))
		return false;
	bool ok = decide(&plan, fd);
	db_read_end(c);
	if (!ok)
		return false;
	report(&plan, 0);
	if (!o->dry_run && !import_write(&plan))
		return false;
	report(&plan, plan.rows.n_entries);
	if (o->before != NULL)
		import_take_before(&plan);
	count(&plan);
	note_finish(&plan);
	import_list_rows(&plan);
	list_refused(&plan);
	return true;
}
