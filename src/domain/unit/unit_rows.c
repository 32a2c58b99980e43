/* unit_rows.c - Sở and Phòng from rows of a file, their codes repaired. */
#include "domain/unit/unit_rows.h"

#include <stdlib.h>

#include "base/text.h"

enum { COL_CODE, COL_NAME, COL_PARENT, COL__COUNT };

#define COLUMN(id, title) {id, (const char *const[]){title}, 1, .required = true}
static const struct template_column columns[COL__COUNT] = {
	[COL_CODE] = COLUMN("code", "Mã Đơn Vị"), [COL_NAME] = COLUMN("name", "Tên Đơn Vị"), [COL_PARENT] = COLUMN("parent", "Mã đơn vị cha")};
const struct template unit_rows_template = {"danh sách Sở, Phòng", columns, COL__COUNT};

enum { SO_DIGITS = 2, PHONG_DIGITS = 3 };

const char *unit_code_padded(struct arena *a, const char *text, size_t len)
{
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > len || (text[digits] != '\0' && !streq(text + digits, ".0")))
		return NULL;
	char *code = arena_alloc(a, len + 1);
	memset(code, '0', len - digits);
	memcpy(code + len - digits, text, digits);
	return code;
}

static void PRINTF(5, 6)
	reject(struct ctx *c, struct unit_rows *u, size_t row, const char *const *cell, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	const char *reason = arena_vfmt(c->arena, fmt, ap);
	va_end(ap);
	u->reject = arena_grow(c->arena, u->reject, u->n_rejects, &u->rejects_room, sizeof(*u->reject));
	u->reject[u->n_rejects++] = (struct row_reject){row, cell[COL_CODE], cell[COL_NAME], reason};
}

static bool kind_of(struct arena *a, const char *name, enum office_kind *ret)
{
	const char *folded = text_fold(a, name);

	*ret = strncmp(folded, "so ", 3) == 0 ? UNIT_SO : UNIT_PHONG;
	return strncmp(folded, "so giao duc", 11) == 0 || strncmp(folded, "phong giao duc", 14) == 0;
}

static const char *repaired(struct unit_rows *u, size_t row, const char *field, const char *given, size_t digits)
{
	const char *code = unit_code_padded(u->notes.arena, given, digits);

	if (code != NULL && !streq(code, given))
		input_note_add(&u->notes, row, field, given, code, "Mã mất số 0 ở đầu: “%s” thành “%s”", given, code);
	return code;
}

static void read_row(struct ctx *c, struct unit_rows *u, size_t row, const char *const *cell)
{
	struct unit_row out = {.name = cell[COL_NAME], .row = row};

	if (cell[COL_CODE][0] == '\0' && cell[COL_NAME][0] == '\0')
		return; /* an empty row */
	if (!kind_of(c->arena, cell[COL_NAME], &out.kind)) {
		reject(c, u, row, cell, "“%s” không phải Sở hoặc Phòng Giáo dục và Đào tạo", cell[COL_NAME]);
		return;
	}
	out.code = repaired(u, row, "code", cell[COL_CODE], out.kind == UNIT_SO ? SO_DIGITS : PHONG_DIGITS);
	if (out.code == NULL) {
		reject(c, u, row, cell, "Mã “%s” không đúng dạng (Sở 2 chữ số, Phòng 3 chữ số)", cell[COL_CODE]);
		return;
	}
	if (out.kind == UNIT_PHONG) {
		out.parent_code = repaired(u, row, "parent_code", cell[COL_PARENT], SO_DIGITS);
		if (out.parent_code == NULL) {
			reject(c, u, row, cell, "Phòng không có mã Sở cấp trên đúng dạng (“%s”)", cell[COL_PARENT]);
			return;
		}
	}
	u->unit = arena_grow(c->arena, u->unit, u->n_units, &u->units_room, sizeof(*u->unit));
	u->unit[u->n_units++] = out;
}

static int by_code(const void *a, const void *b)
{
	const struct unit_row *p = *(const struct unit_row *const *)a, *q = *(const struct unit_row *const *)b;
	int order = strcmp(p->code, q->code);

	return order != 0 ? order : (p->row > q->row) - (p->row < q->row);
}

static int find_code(const void *key, const void *item)
{
	return strcmp(key, (*(const struct unit_row *const *)item)->code);
}

/* Drop second uses of a code, and Phòng whose Sở is not in the list. */
static void check_tree(struct ctx *c, struct unit_rows *u)
{
	const struct unit_row **sorted = NEW_N(c->arena, const struct unit_row *, u->n_units + 1);
	struct unit_row *all = u->unit;
	size_t n = u->n_units;

	for (size_t i = 0; i < n; i++)
		sorted[i] = &all[i];
	if (n > 0)
		qsort(sorted, n, sizeof(*sorted), by_code);
	u->unit = NEW_N(c->arena, struct unit_row, n + 1);
	u->units_room = n + 1;
	u->n_units = 0;
	for (size_t i = 0; i < n; i++) {
		const char *cell[COL__COUNT] = {all[i].code, all[i].name, all[i].parent_code};
		const struct unit_row **same = bsearch(all[i].code, sorted, n, sizeof(*sorted), find_code);
		while (same > sorted && streq(same[-1]->code, all[i].code))
			same--;
		if ((*same)->row != all[i].row)
			reject(c, u, all[i].row, cell, "Trùng mã %s với dòng %zu", all[i].code, (*same)->row);
		else if (all[i].parent_code != NULL &&
		         bsearch(all[i].parent_code, sorted, n, sizeof(*sorted), find_code) == NULL)
			reject(c, u, all[i].row, cell, "Không có Sở mang mã %s", all[i].parent_code);
		else
			u->unit[u->n_units++] = all[i];
	}
}

void unit_rows_read(struct ctx *c, const struct place_input *in, size_t n, struct unit_rows *ret)
{
	*ret = (struct unit_rows){.notes.arena = c->arena};
	for (size_t i = 0; i < n; i++) {
		const char *cell[COL__COUNT];
		for (size_t k = 0; k < COL__COUNT; k++)
			cell[k] = input_cell(c->arena, &in[i], k);
		read_row(c, ret, in[i].row, cell);
	}
	check_tree(c, ret);
}
