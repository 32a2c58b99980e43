/* unit_load.c - the official list of offices into the tree. */
#include "catalog/unit_kind.h"
#include "db/db.h"
#include "domain/unit/unit_admin.h"

static bool exists(struct ctx *c, const char *code, struct unit *ret, bool *ret_exists)
{
	*ret_exists = unit_find(c, &scope_everywhere, code, ret);
	if (*ret_exists || c->err != ERR_NOT_FOUND)
		return *ret_exists;
	ctx_clear(c);
	return true;
}

static bool load_office(struct ctx *c, const struct unit_row *row, struct load_summary *sum)
{
	const struct unit u = {
		.code = row->code, .name = row->name, .kind = unit_kind_of_place(c->catalog, row->kind == UNIT_SO ? "province" : "district"), .status = UNIT_WORKING,
		.province = row->kind == UNIT_SO ? row->code : row->parent_code,
	};
	struct unit was;
	bool there;

	if (!exists(c, row->code, &was, &there))
		return false;
	if (there) {
		sum->unchanged++;
		return true;
	}
	sum->created++;
	return unit_make_office(c, &u, row->kind == UNIT_SO ? UNIT_ROOT : row->parent_code, &was);
}

bool unit_load_offices(struct ctx *c, const struct unit_rows *rows, struct load_summary *sum)
{
	*sum = (struct load_summary){ .rejected = rows->n_rejects };
	/* Parents first, whatever the order of the file. */
	for (int kind = UNIT_SO; kind <= UNIT_PHONG; kind++)
		for (size_t i = 0; i < rows->n_units; i++)
			if ((int)rows->unit[i].kind == kind && !load_office(c, &rows->unit[i], sum))
				return false;
	return true;
}
