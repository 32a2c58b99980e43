/* person_code.c - the other codes a person goes by. */
#include "base/json.h"
#include "base/text.h"
#include "catalog/document.h"
#include "db/db.h"
#include "domain/person/person.h"
#include "store/change.h"
#include "store/hold.h"

enum { CODE_MAX = 40 };

struct code_holder person_holder(const struct record *person)
{
	return (struct code_holder){ person->unit.id, person->id, person->type->name, person->code };
}

static bool check_scheme(struct ctx *c, const char *scheme)
{
	const struct list *schemes = catalog_list(c->catalog, "identifier_scheme");

	if (schemes != NULL && list_find(schemes, scheme, NULL) != NULL)
		return true;
	return fail(c, ERR_INVALID, "identifier.scheme", "Không có hệ mã \"%.20s\"; xem danh mục identifier_scheme.", scheme);
}

static bool check_form(struct ctx *c, const char *value)
{
	size_t n = strlen(value);

	if (n >= 1 && n <= CODE_MAX && strspn(value, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._-/") == n)
		return true;
	return fail(c, ERR_INVALID, "identifier.form", "Mã gồm 1 đến %d chữ cái không dấu, chữ số hoặc dấu . _ - /.", CODE_MAX);
}

static bool leads_to(const struct rows *r, const struct record *person)
{
	return rows_int(r, 0, 0) == person->unit.id && rows_int(r, 0, 2) == person->id && streq(rows_text(r, 0, 1), person->type->name);
}

static bool taken(struct ctx *c)
{
	return fail(c, ERR_CONFLICT, "identifier.taken", "Mã này đã gắn với một hồ sơ khác; nếu là cùng một người, hãy nhập hai hồ sơ làm một.");
}

static bool load_holder(struct ctx *c, const struct code_holder *h, struct record *ret)
{
	struct unit u;

	return unit_get(c, h->unit_id, &u) && record_load(c, catalog_type(c->catalog, h->type), &u, h->id, ret);
}

bool person_ever_was(struct ctx *c, const struct code_holder *h, bool *ret)
{
	struct record holder;

	if (!load_holder(c, h, &holder))
		return false;
	*ret = !record_never_was(holder.type, holder.status);
	return true;
}

/* Whom else a code leads to; id 0: nobody.  Somebody that never was holds nothing: whose code it is turns out later. */
static bool find_holder(struct ctx *c, const struct record *person, const char *scheme, const char *value, struct code_holder *ret)
{
	struct record holder;
	struct rows r;

	*ret = (struct code_holder){ 0 };
	if (!db_rows(c, &r, SQL_IDENTIFIER_GET, ARGS(val_text(scheme), val_text(value))))
		return false;
	if (r.count == 0 || leads_to(&r, person))
		return true;
	if (!load_holder(c, &(struct code_holder){ .unit_id = rows_int(&r, 0, 0), .id = rows_int(&r, 0, 2), .type = rows_text(&r, 0, 1) }, &holder))
		return false;
	*ret = person_holder(&holder);
	return record_never_was(holder.type, holder.status) || taken(c);
}

/* A code of the Ministry's may be what somebody goes by here: it leads to one person. */
static bool lead_here(struct ctx *c, const struct record *person, const char *scheme, const char *value)
{
	const struct code_holder own = person_holder(person);
	struct code_holder before, of_here = { 0 };

	if (!find_holder(c, person, scheme, value, &before) || (streq(scheme, "moet") && !find_holder(c, person, "person", value, &of_here)))
		return false;
	return identifier_point(c, scheme, value, before.id == 0 ? NULL : &before, &own) &&
	       (of_here.id == 0 || identifier_point(c, "person", value, &of_here, &own));
}

/* What another record brought along when they were found to be one person goes back with it. */
static bool came_by_merge(struct ctx *c, const struct rows *merges, const char *scheme, const char *value)
{
	for (size_t i = 0; i < merges->count; i++) {
		const json_t *codes = json_object_get(document_read(c->arena, rows_text(merges, i, 0)), "codes"), *o;
		size_t k;
		json_array_foreach(codes, k, o)
			if (streq(json_string_value(json_array_get(o, 0)), scheme) && streq(json_string_value(json_array_get(o, 1)), value))
				return true;
	}
	return false;
}

/* Of each system one code: what was bound before gives way.  *ret_was: that one, NULL: there was none. */
static bool release_former(struct ctx *c, const struct record *person, const char *scheme, const char *value, const char **ret_was)
{
	const struct code_holder own = person_holder(person);
	struct rows r, merges;

	*ret_was = NULL;
	if (!db_rows(c, &r, SQL_OTHER_CODE_LIST, ARGS(val_int(own.unit_id), val_text(own.type), val_int(own.id))) ||
	    !db_rows(c, &merges, SQL_SAME_PERSON_STANDING, ARGS(val_int(own.unit_id), val_int(own.id), val_text(own.type))))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		const char *was = rows_text(&r, i, 1);
		if (!streq(rows_text(&r, i, 0), scheme) || streq(was, value) || came_by_merge(c, &merges, scheme, was))
			continue;
		if (!identifier_release(c, scheme, was, &own))
			return false;
		*ret_was = was;
	}
	return true;
}

bool person_bind_held(struct ctx *c, const struct record *person, const char *scheme, const char *value)
{
	const char *was;
	struct rows r;
	bool here;

	if (!unit_hold(c, person->unit.id, HOLD_ANY, NULL) || !person_is_here(c, person, &here) ||
	    !db_rows(c, &r, SQL_IDENTIFIER_GET, ARGS(val_text(scheme), val_text(value))))
		return false;
	if (!here)
		return fail(c, ERR_INVALID, "person.moved", "%s này đã chuyển sang đơn vị khác hoặc đã nhập vào hồ sơ khác.", person->type->label);
	if (r.count == 1 && leads_to(&r, person))
		return true;
	if (!lead_here(c, person, scheme, value) || !release_former(c, person, scheme, value, &was))
		return false;
	const struct change g = { .type = person->type->name, .record_id = person->id, .version = person->version, .code = person->code, .event = "BIND",
	                          .after = was == NULL ? json_texts(c->arena, "scheme", scheme, "value", value, NULL)
	                                               : json_texts(c->arena, "scheme", scheme, "value", value, "was", was, NULL) };
	return change_log(c, person->unit.id, &g);
}

static bool bind(struct ctx *c, const struct record *person, const char *scheme, const char *value)
{
	struct record now;

	return record_hold(c, person, 0, HOLD_ANY, &now) && person_check_ever_was(c, &now) && person_bind_held(c, &now, scheme, value);
}

bool person_bind(struct ctx *c, const struct record *person, const char *scheme, const char *value)
{
	if (person->type->code_scheme != CODE_PERSON)
		return fail(c, ERR_INVALID, "identifier.type", "Chỉ hồ sơ của người mới gắn được mã khác.");
	return check_scheme(c, scheme) && check_form(c, value) && db_begin(c) && db_end(c, bind(c, person, scheme, value));
}

bool person_identifiers(struct ctx *c, const struct record *person, struct buf *b)
{
	const struct code_holder own = person_holder(person);
	struct rows r;

	if (!identifier_list(c, &own, &r))
		return false;
	for (size_t i = 0; i < r.count; i++)
		json_put_texts(b, NULL, "scheme", rows_text(&r, i, 0), "value", rows_text(&r, i, 1), NULL);
	return true;
}
