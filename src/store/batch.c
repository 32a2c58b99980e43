/* batch.c - creating records, many at a time. */
#include "base/json.h"
#include "catalog/entry.h"
#include "db/db.h"
#include "store/change.h"
#include "store/gone.h"
#include "store/hold.h"
#include "store/hook.h"
#include "store/identifier.h"
#include "store/row.h"
#include "store/shown.h"
#include "store/status.h"
#include "store/update.h"
#include "store/values.h"
#include "store/words.h"

static const char *const result_names[] = { "created", "changed", "unchanged", "refused" };

const char *write_result_name(enum write_result r)
{
	return result_names[r];
}

/* One batch on its way: which drafts still stand, and what they become. */
struct batch {
	const struct record_type *type;
	const struct unit *unit;
	const struct draft *draft;
	struct outcome *out;
	size_t n;
	struct row_lookup *lookup; /* by index of field, for references */
	struct val **stored;       /* by draft: values with references as ids */
	bool reached;              /* references were looked up, and told, before anybody else looked */
	bool *twin;                /* by draft: stands in the batch before */
	const char **begins;       /* by draft: the day a hook says it begins on, or NULL */
};

static bool stands(const struct batch *b, size_t i)
{
	return b->out[i].result == WRITE_CREATED && b->out[i].problems.errors == 0;
}

static const char *where_of(struct ctx *c, const struct batch *b, size_t i)
{
	return b->draft[i].where != NULL ? b->draft[i].where : arena_fmt(c->arena, "hồ sơ thứ %zu", i + 1);
}

/* The first in the batch that has the text: this one, or an earlier one. */
static size_t first_with(struct arena *a, struct map *seen, const char *text, size_t i)
{
	size_t *at = map_put(a, seen, text); /* index + 1 */

	if (*at == 0)
		*at = i + 1;
	return *at - 1;
}

static void check_drafts(struct ctx *c, struct batch *b)
{
	for (size_t i = 0; i < b->n; i++) {
		b->out[i] = (struct outcome){ .result = WRITE_CREATED };
		for (const struct problem *p = b->draft[i].problems.first; p != NULL; p = p->next)
			problem_put(c, &b->out[i].problems, *p); /* a list of its own: of a record that is there the draft's stands alone */
		if (b->draft[i].status != NULL && list_find(b->type->statuses, b->draft[i].status, NULL) == NULL)
			problem_add(c, &b->out[i].problems, "status", "status.unknown", "Danh mục %s không có mã trạng thái này.",
			            b->type->statuses->label);
	}
}

/* What a new record must have.  A line that could not be read, or is of one before it, may be whole. */
static void check_new(struct ctx *c, struct batch *b)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct draft *d = &b->draft[i];
		if (b->out[i].result != WRITE_CREATED || d->unread || b->twin[i])
			continue;
		if (d->tried)
			given_check_shown(c, b->type, d->given, &b->out[i].problems);
		record_check_required(c, b->type, d->value, &b->out[i].problems);
		record_check_dates(c, b->type, d->value, NULL, d->school_year, &b->out[i].problems);
		if (b->type->year_bound && d->school_year == 0)
			problem_add(c, &b->out[i].problems, "school_year", "field.required", "school_year: chưa có năm học.");
	}
}

static bool find_references(struct ctx *c, struct batch *b, const struct field *f)
{
	const char **code = NEW_N(c->arena, const char *, b->n + 1);
	struct map seen = { 0 };
	size_t n = 0;

	/* Thirty pupils name one class: it is looked up once. */
	for (size_t i = 0; i < b->n; i++) {
		const struct val *v = &b->draft[i].value[f->index];
		if (v->kind == VAL_TEXT && map_claim(c->arena, &seen, v->s))
			code[n++] = v->s;
	}
	return row_find_ids(c, b->unit, f->to, b->type->entry == NULL ? NULL : &b->type->entry->through[f->index], code, n, &b->lookup[f->index]);
}

static bool store_values(struct ctx *c, struct batch *b)
{
	const struct record_type *t = b->type;

	b->lookup = NEW_N(c->arena, struct row_lookup, t->n_fields);
	b->stored = NEW_N(c->arena, struct val *, b->n + 1);
	for (size_t k = 0; k < t->n_fields; k++)
		if (t->field[k].to != NULL && !find_references(c, b, &t->field[k]))
			return false;
	for (size_t i = 0; i < b->n; i++) {
		struct problems told = { 0 };
		b->stored[i] = values_stored(c, t, b->draft[i].value, b->lookup, b->reached ? &told : &b->out[i].problems);
	}
	return true;
}

/* Of a record that is not theirs to name, nothing that a hook finds out is told. */
static bool check_reached(struct ctx *c, struct batch *b)
{
	if (actor_scope(c)->classes == NULL)
		return true;
	if (!store_values(c, b))
		return false;
	b->reached = true;
	return true;
}

/* Where a new record's reference leads: to somebody who is elsewhere by now, to what never was, or into another year. */
static bool check_reference(struct ctx *c, struct batch *b, const struct field *f, size_t i)
{
	const struct draft *d = &b->draft[i];
	struct problems *p = &b->out[i].problems;

	if (!stands(b, i) || d->value[f->index].kind != VAL_TEXT)
		return true;
	const struct entry *e = row_found(&b->lookup[f->index], d->value[f->index].s);
	if (gone_is_person(f) && gone_status(f->to, e->status) &&
	    !gone_check(c, &(struct gone_write){ b->type, b->unit, NULL, d->value, NULL, d->school_year }, p))
		return false;
	if (p->errors == 0 && !d->as_it_was)
		row_check_reference(c, f, e, d->school_year, p);
	return true;
}

static bool check_references(struct ctx *c, struct batch *b)
{
	for (size_t k = 0; k < b->type->n_fields; k++)
		for (size_t i = 0; b->type->field[k].to != NULL && i < b->n; i++)
			if (!check_reference(c, b, &b->type->field[k], i))
				return false;
	return true;
}

/* A value that must be the only one in its unit: against what is stored, and against the batch itself. */
static bool check_unique(struct ctx *c, struct batch *b, const struct field *f)
{
	const char **value = NEW_N(c->arena, const char *, b->n + 1);
	struct row_lookup stored;
	struct map own = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		if (stands(b, i) && b->draft[i].value[f->index].kind == VAL_TEXT)
			value[n++] = b->draft[i].value[f->index].s;
	if (n == 0)
		return true;
	if (!values_find_taken(c, b->unit, b->type, f, value, n, &stored))
		return false;
	for (size_t i = 0; i < b->n; i++) {
		const struct val *v = &b->draft[i].value[f->index];
		if (v->kind != VAL_TEXT || !stands(b, i))
			continue; /* a change that was made stands among what is stored */
		const size_t first = first_with(c->arena, &own, v->s, i);
		if (row_found(&stored, v->s)->id != 0)
			problem_add(c, &b->out[i].problems, f->name, "field.taken", "%s: đã có ở một hồ sơ khác của đơn vị này.", f->label);
		else if (first != i)
			problem_add(c, &b->out[i].problems, f->name, "field.taken", "%s: đã có ở %s của lần gửi này.", f->label, where_of(c, b, first));
	}
	return true;
}

/* The database would say no more than that there is one. */
static void tell_once(struct ctx *c, const struct batch *b, size_t i, const struct rows *stored)
{
	const int year = b->draft[i].school_year;
	size_t k = 0, first = 0;

	while (k < stored->count && rows_int(stored, k, 0) != year)
		k++;
	while (first < i && (!stands(b, first) || b->draft[first].school_year != year))
		first++;
	if (k < stored->count) {
		const struct list_item *status = list_find(b->type->statuses, rows_text(stored, k, 2), NULL);
		const bool in_use = streq(rows_text(stored, k, 2), b->type->initial_status);
		problem_add(c, &b->out[i].problems, "school_year", "record.once", "%s: năm học %d–%d đã có hồ sơ %s%s, mỗi năm học chỉ một; hãy %ssửa hồ sơ ấy.", b->type->label,
		            year, year + 1, rows_text(stored, k, 1), in_use || status == NULL ? "" : arena_fmt(c->arena, " («%s»)", status->name),
		            in_use ? "" : "dùng lại và ");
	} else if (first < i)
		problem_add(c, &b->out[i].problems, "school_year", "record.once", "%s: năm học %d–%d đã có ở %s của lần gửi này, mỗi năm học chỉ một; hãy bỏ một trong hai.",
		            b->type->label, year, year + 1, where_of(c, b, first));
}

/* What there is one of a year: against what is stored, and against the batch itself. */
static bool check_once(struct ctx *c, struct batch *b)
{
	struct rows stored;
	size_t n = 0;

	for (size_t i = 0; b->type->once_a_year && i < b->n; i++) {
		if (!stands(b, i))
			continue;
		if (n++ == 0 && !values_find_years(c, b->unit, b->type, &stored))
			return false;
		tell_once(c, b, i, &stored);
	}
	return true;
}

static size_t count_standing(const struct batch *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		n += stands(b, i);
	return n;
}

/* A person may bring the code they have; it must be free and of the right form. */
static bool check_given_code(struct ctx *c, struct batch *b, size_t i)
{
	const char *code = b->draft[i].code;
	struct rows r;

	if (b->type->code_scheme == CODE_UNIT) {
		problem_add(c, &b->out[i].problems, "code", "code.issued", "Mã của loại hồ sơ này do hệ thống cấp; bỏ mục code.");
		return true;
	}
	if (b->type->code_scheme == CODE_GIVEN)
		return true;
	if (!identifier_is_person(code)) {
		problem_add(c, &b->out[i].problems, "code", "code.form", "Mã định danh phải gồm 10 chữ số.");
		return true;
	}
	if (!db_rows(c, &r, SQL_IDENTIFIER_TAKEN, ARGS(val_text(code))))
		return false;
	if (r.count > 0)
		problem_add(c, &b->out[i].problems, "code", "code.taken", "Mã này đã được cấp cho một hồ sơ khác.");
	return true;
}

static bool issue_codes(struct ctx *c, struct batch *b, int64_t first_id)
{
	size_t n = 0, used = 0;
	const char **fresh = NEW_N(c->arena, const char *, b->n + 1);

	for (size_t i = 0; i < b->n; i++)
		n += stands(b, i) && b->draft[i].code == NULL;
	if (b->type->code_scheme == CODE_PERSON && n > 0 && !identifier_issue_persons(c, b->unit, n, fresh))
		return false;
	for (size_t i = 0; i < b->n; i++) {
		if (!stands(b, i))
			continue;
		struct outcome *o = &b->out[i];
		o->id = first_id++;
		o->version = 1;
		if (b->type->code_scheme == CODE_UNIT)
			o->code = record_code_make(c->arena, b->type->code_letters, b->unit->code, o->id);
		else if (b->type->code_scheme == CODE_GIVEN)
			o->code = b->unit->code;
		else
			o->code = b->draft[i].code != NULL ? b->draft[i].code : fresh[used++];
	}
	return true;
}

static const char *initial_status(const struct batch *b, const struct draft *d)
{
	return d->status != NULL ? d->status : b->type->initial_status;
}

static bool insert_rows(struct ctx *c, const struct batch *b, size_t n)
{
	const struct sql_table *table = catalog_table(c->catalog, b->type->table);
	const char **column = NEW_N(c->arena, const char *, table->n_columns);
	struct val *cell = NEW_N(c->arena, struct val, n * table->n_columns), *v = cell;
	struct val *key = NEW_N(c->arena, struct val, n);
	size_t n_keys = 0;

	for (size_t k = 0; k < table->n_columns; k++)
		column[k] = table->column[k].name;
	for (size_t i = 0; i < b->n; i++) {
		if (!stands(b, i))
			continue;
		const struct outcome *o = &b->out[i];
		const struct draft *d = &b->draft[i];
		struct val *at = v;
		*at++ = val_int(b->unit->id);
		*at++ = val_int(o->id);
		*at++ = val_text(o->code);
		*at++ = val_int(1);
		*at++ = val_text(initial_status(b, d));
		*at++ = val_int(c->now_ms);
		*at++ = val_int(c->now_ms);
		*at++ = val_int(actor_id(c));
		*at++ = val_text(d->client_id);
		*at++ = val_int(c->catalog_version != 0 ? c->catalog_version : c->catalog->version);
		if (b->type->year_bound)
			*at++ = val_int(d->school_year);
		if (b->type->name_field != NULL) {
			*at++ = key[n_keys++] = row_search_key(c, b->type, d->value);
			*at++ = row_sort_key(c, b->type, d->value);
		}
		memcpy(at, b->stored[i], b->type->n_fields * sizeof *at);
		v += table->n_columns;
	}
	return words_note(c, b->unit->id, key, n_keys) && db_bulk(c, &(struct bulk){ b->type->table, column, table->n_columns, n, cell });
}

static bool insert_identifiers(struct ctx *c, const struct batch *b, size_t n)
{
	static const char *const column[] = { "unit_id", "type", "record_id", "value", "scheme" };
	struct val *cell = NEW_N(c->arena, struct val, n * COUNT(column)), *v = cell;

	if (b->type->code_scheme != CODE_PERSON)
		return true;
	for (size_t i = 0; i < b->n; i++) {
		if (!stands(b, i))
			continue;
		const struct val row[] = { val_int(b->unit->id), val_text(b->type->name), val_int(b->out[i].id), val_text(b->out[i].code), val_text("person") };
		memcpy(v, row, sizeof row);
		v += COUNT(row);
	}
	return db_bulk(c, &(struct bulk){ "identifier", column, COUNT(column), n, cell });
}

static bool insert_client_keys(struct ctx *c, const struct batch *b, size_t n)
{
	static const char *const column[] = { "unit_id", "type", "record_id", "value" };
	struct val *cell = NEW_N(c->arena, struct val, n * COUNT(column)), *v = cell;

	for (size_t i = 0; i < b->n; i++) {
		const char *key = stands(b, i) ? values_client_key(c, &b->draft[i]) : NULL;
		if (key == NULL)
			continue;
		const struct val row[] = { val_int(b->unit->id), val_text(b->type->name), val_int(b->out[i].id), val_text(key) };
		memcpy(v, row, sizeof row);
		v += COUNT(row);
	}
	return db_bulk(c, &(struct bulk){ "client_key", column, COUNT(column), (size_t)(v - cell) / COUNT(column), cell });
}

/* A status other than the usual one is part of what came into being. */
static const char *json_of_new(struct ctx *c, const struct batch *b, const struct draft *d)
{
	const char *json = row_json(c, b->type, d->value, NULL);
	struct buf whole = buf_in(c->arena);

	if (streq(initial_status(b, d), b->type->initial_status))
		return json;
	json_open_object(&whole, NULL);
	json_put_text(&whole, "status", d->status);
	json_put_members(&whole, json);
	json_close_object(&whole);
	return buf_text(&whole);
}

static bool log_new(struct ctx *c, const struct batch *b, size_t n)
{
	struct change *all = NEW_N(c->arena, struct change, n), *g = all;

	for (size_t i = 0; i < b->n; i++)
		if (stands(b, i))
			*g++ = (struct change){ .type = b->type->name, .record_id = b->out[i].id, .version = 1, .code = b->out[i].code,
			                        .event = "NEW", .after = json_of_new(c, b, &b->draft[i]) };
	return change_log_all(c, b->unit->id, all, n);
}

static bool note_beginnings(struct ctx *c, const struct batch *b)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct status_of of = { .id = b->out[i].id, .code = b->out[i].code };
		if (b->begins[i] != NULL && stands(b, i) &&
		    !status_changes_add(c, b->type, b->unit, &of, 1, initial_status(b, &b->draft[i]), b->begins[i]))
			return false;
	}
	return true;
}

static bool write_new(struct ctx *c, struct batch *b)
{
	size_t n = count_standing(b);
	int64_t first_id;

	if (n == 0)
		return true;
	return unit_numbers(c, b->unit->id, n, &first_id) && issue_codes(c, b, first_id) && insert_rows(c, b, n) &&
	       insert_identifiers(c, b, n) && insert_client_keys(c, b, n) && log_new(c, b, n) && note_beginnings(c, b);
}

/* Change a record that is there to what the draft gives. */
static bool change_known(struct ctx *c, const struct record *rec, const struct draft *d, struct outcome *o)
{
	o->result = WRITE_UNCHANGED;
	o->code = rec->code;
	o->id = rec->id;
	o->version = rec->version;
	o->problems = d->problems; /* what a new record lacks, this one may have */
	if (d->version != 0 && d->version != rec->version)
		problem_add(c, &o->problems, "version", "record.stale", "Hồ sơ đã được người khác sửa (bản hiện tại: %" PRId64 "); hãy xem lại rồi sửa tiếp.", rec->version);
	if (o->problems.errors == 0) {
		if (!record_apply(c, rec, d, &o->version, &o->problems))
			return false;
		if (o->version != rec->version)
			o->result = WRITE_CHANGED;
	}
	if (o->problems.errors > 0)
		o->result = WRITE_REFUSED;
	return true;
}

/* A sender's own key may be that of a record which is not theirs to change: it then names nothing. */
static bool check_own(struct ctx *c, struct batch *b, size_t i, int64_t *id)
{
	bool own;

	if (!record_is_own(c, b->type, b->unit->id, *id, &own))
		return false;
	if (!own)
		problem_add(c, &b->out[i].problems, "client_id", "client_id.taken", "client_id này đã dùng cho một hồ sơ ngoài các lớp của bạn; hãy đặt mã khác.");
	*id = own ? *id : 0;
	return true;
}

/* As it is now: read with the others, unless one before it may have changed it. */
static bool load_known(struct ctx *c, const struct batch *b, const struct record *all, size_t k, int64_t id, struct record *ret)
{
	bool again = record_hook_after(b->type) != NULL || all[k].id != id;

	for (size_t i = 0; !again && i < k; i++)
		again = all[i].id == id;
	*ret = all[k];
	return !again || record_load(c, b->type, b->unit, id, ret);
}

/* A draft whose client_id or code is known is an update of that record. */
static bool update_known(struct ctx *c, struct batch *b)
{
	int64_t *id = NEW_N(c->arena, int64_t, b->n + 1), *there = NEW_N(c->arena, int64_t, b->n + 1);
	size_t n_there = 0;

	if (!values_find_known(c, b->unit, b->type, b->draft, b->n, id))
		return false;
	for (size_t i = 0; i < b->n; i++)
		if (id[i] != 0)
			there[n_there++] = id[i];
	struct record *all = NEW_N(c->arena, struct record, n_there + 1), rec;
	if (!record_load_many(c, b->type, b->unit, there, n_there, all))
		return false;
	for (size_t i = 0, k = 0; i < b->n; i++) {
		const size_t at = k;
		k += id[i] != 0;
		if (b->twin[i])
			continue;
		if (id[i] == 0 && !scope_takes_new(actor_scope(c), b->type)) {
			problem_add(c, &b->out[i].problems, "code", "scope.new", "%s: giáo viên không lập mới loại hồ sơ này; hãy nhờ văn thư.", b->type->label);
			continue;
		}
		if (id[i] != 0 && !check_own(c, b, i, &id[i]))
			return false;
		if (id[i] != 0 && (!load_known(c, b, all, at, id[i], &rec) || !change_known(c, &rec, &b->draft[i], &b->out[i])))
			return false;
		if (id[i] == 0 && b->draft[i].version != 0)
			problem_add(c, &b->out[i].problems, "version", "record.unknown", "Ở đơn vị này không có hồ sơ nào mang mã hoặc client_id ấy để sửa; hồ sơ mới thì bỏ mục version.");
		else if (id[i] == 0 && b->draft[i].code != NULL && !check_given_code(c, b, i))
			return false;
	}
	return true;
}

/* The same record twice in one sending: the first stands. */
static void refuse_twins(struct ctx *c, struct batch *b)
{
	struct map seen = { 0 };

	b->twin = NEW_N(c->arena, bool, b->n + 1);
	for (size_t i = 0; i < b->n; i++) {
		const struct draft *d = &b->draft[i];
		const size_t client = d->client_id == NULL ? i : first_with(c->arena, &seen, d->client_id, i);
		const size_t code = d->code == NULL ? i : first_with(c->arena, &seen, arena_fmt(c->arena, "\t%s", d->code), i);
		b->twin[i] = client != i || code != i;
		if (client != i)
			problem_add(c, &b->out[i].problems, "client_id", "client_id.twice", "client_id này đã có ở %s của lần gửi này.", where_of(c, b, client));
		if (code != i)
			problem_add(c, &b->out[i].problems, "code", "code.twice", "Mã này đã có ở %s của lần gửi này.", where_of(c, b, code));
	}
}

/* What the law says of new records of this type. */
static bool run_hook(struct ctx *c, struct batch *b)
{
	record_hook_fn *hook = record_hook_find(b->type);
	struct record_write *all = NEW_N(c->arena, struct record_write, b->n + 1);
	size_t n = 0;

	b->begins = NEW_N(c->arena, const char *, b->n + 1);
	for (size_t i = 0; hook != NULL && i < b->n; i++)
		if (stands(b, i))
			all[n++] = (struct record_write){ .value = b->draft[i].value, .status = initial_status(b, &b->draft[i]), .school_year = b->draft[i].school_year,
			                                  .as_it_was = b->draft[i].as_it_was, .where = where_of(c, b, i), .problems = &b->out[i].problems };
	if (n > 0 && !hook(c, b->type, b->unit, all, n))
		return false;
	for (size_t i = 0, k = 0; k < n && i < b->n; i++)
		if (b->draft[i].value == all[k].value)
			b->begins[i] = all[k++].begins;
	return true;
}

/* What must hold of whatever comes in, however it comes. */
static bool check_entry(struct ctx *c, struct batch *b)
{
	struct entry_check *k = entry_begin(c, b->type);
	struct entry_record e = { 0 };

	if (entry_looks_at_school(b->type, NULL) && !values_find_school(c, b->unit, b->type, &e.school))
		return false;
	for (size_t i = 0; i < b->n; i++) {
		if (b->out[i].result != WRITE_CREATED || b->draft[i].as_it_was)
			continue;
		e.value = b->draft[i].value;
		e.through = values_through(c, b->type, e.value, b->lookup);
		e.school_year = b->draft[i].school_year;
		entry_check_shown(c, k, b->type, &e, &b->out[i].problems);
	}
	return true;
}

static bool run(struct ctx *c, struct batch *b)
{
	refuse_twins(c, b);
	if (!unit_hold(c, b->unit->id, HOLD_OPEN, NULL) || !update_known(c, b))
		return false;
	check_new(c, b);
	if (!check_reached(c, b) || !run_hook(c, b) || !store_values(c, b) || !check_references(c, b) || !check_entry(c, b))
		return false;
	for (size_t k = 0; k < b->type->n_fields; k++)
		if (b->type->field[k].unique && !check_unique(c, b, &b->type->field[k]))
			return false;
	if (!check_once(c, b) || !write_new(c, b))
		return false;
	for (size_t i = 0; i < b->n; i++)
		if (b->out[i].result == WRITE_CREATED && b->out[i].problems.errors > 0)
			b->out[i].result = WRITE_REFUSED;
	return true;
}

bool record_write_batch(struct ctx *c, const struct record_type *t, const struct unit *u, const struct draft *draft, size_t n,
                        struct outcome *out)
{
	return db_begin(c) && db_end(c, record_write_batch_in(c, t, u, draft, n, out));
}

static bool run_keeping(struct ctx *c, struct batch *b)
{
	check_drafts(c, b);
	chain_keep(c);
	return chain_settle(c, run(c, b));
}

bool record_write_batch_in(struct ctx *c, const struct record_type *t, const struct unit *u, const struct draft *draft, size_t n,
                           struct outcome *out)
{
	return run_keeping(c, &(struct batch){ .type = t, .unit = u, .draft = draft, .out = out, .n = n });
}

bool record_create(struct ctx *c, const struct record_type *t, const struct unit *u, const struct draft *draft, struct outcome *out)
{
	return run_keeping(c, &(struct batch){ .type = t, .unit = u, .draft = draft, .out = out, .n = 1 }) &&
	       (out->result != WRITE_REFUSED || fail_problems(c, &out->problems));
}
