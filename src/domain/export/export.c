/* export.c - the log of files out: asked for, approved or refused, written, fetched. */
#include "domain/export/export.h"

#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "catalog/document.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/job/job.h"
#include "store/change.h"
#include "store/hold.h"
#include "store/record.h"
#include "store/shown.h"

#define LETTERS "x"

enum { PURPOSE_MIN = 5 }; /* words */
static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;

/* ---- lines ---- */

static struct export from_row(const struct unit *u, const struct rows *r, size_t i)
{
	return (struct export){
		.unit = *u, .id = rows_int(r, i, 1), .code = rows_text(r, i, 2), .sheet = rows_text(r, i, 3), .school_year = (int)rows_int(r, i, 4),
		.asks = rows_text(r, i, 5), .empty = rows_int(r, i, 6) != 0, .purpose = rows_text(r, i, 7), .persons = rows_int(r, i, 8),
		.state = rows_text(r, i, 9), .asked_at = rows_int(r, i, 10), .asked_account = rows_int(r, i, 11), .asked_by = rows_text(r, i, 12),
		.decided_at = rows_int(r, i, 13), .decided_by = rows_text(r, i, 14), .reason = rows_text(r, i, 15), .job = rows_text(r, i, 16),
		.done_at = rows_int(r, i, 17), .fetched = rows_int(r, i, 18), .fetched_at = rows_int(r, i, 19),
		.class_code = rows_text(r, i, 20), .taken = rows_int(r, i, 21),
	};
}

static bool unknown(struct ctx *c)
{
	return fail(c, ERR_NOT_FOUND, "export.unknown", "Không có lần xuất tệp nào mang mã này trong phạm vi của bạn.");
}

static bool load(struct ctx *c, const char *code, struct export *ret)
{
	struct unit u;
	struct rows r;
	int64_t id;

	if (!record_code_find(c, &scope_everywhere, LETTERS, code, &u, &id) || !db_rows(c, &r, SQL_EXPORT_BY_ID, ARGS(val_int(u.id), val_int(id))))
		return false;
	if (r.count == 0)
		return unknown(c);
	*ret = from_row(&u, &r, 0);
	return true;
}

/* Whose lines the caller sees; -1: everybody's. */
static int64_t visible_account(const struct ctx *c)
{
	return account_may(c, "export", "approve") ? -1 : actor_id(c);
}

bool export_find(struct ctx *c, const struct scope *scope, const char *code, struct export *ret)
{
	if (!load(c, code, ret))
		return false;
	bool seen = visible_account(c) == -1 || visible_account(c) == ret->asked_account;
	return (seen && scope_covers(scope, &ret->unit)) || unknown(c);
}

bool export_list(struct ctx *c, const struct unit *u, int64_t before, size_t limit, struct export **ret, size_t *ret_n)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_EXPORT_LIST, ARGS(val_int(u->id), val_int(before == 0 ? INT64_MAX : before), val_int(visible_account(c)),
	                                          val_int((int64_t)limit))))
		return false;
	*ret = NEW_N(c->arena, struct export, r.count + 1);
	*ret_n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*ret)[i] = from_row(u, &r, i);
	return true;
}

/* ---- who may read what is in it ---- */

static bool reads_sheet(const struct role *r, const struct sheet_template *t)
{
	bool all = role_may_type(r, t->record[0].type, "read");

	for (size_t i = 0; i < t->n_records; i++)
		all = all && !role_leaves_out(r, t->record[i].type);
	return all;
}

static bool check_reads(struct ctx *c, const struct export *x)
{
	const struct sheet_template *t = catalog_sheet(c->catalog, x->sheet);

	for (size_t i = 0; t != NULL && i < t->n_records; i++)
		if (!shown_check_section(c, t->record[i].type))
			return false;
	return t == NULL || c->account == NULL || reads_sheet(c->account->role, t) ||
	       fail(c, ERR_FORBIDDEN, "right.missing", "Vai trò của bạn không được xem «%s» nên cũng không quyết định và không tải tệp này được.", t->record[0].type->label);
}

/* "e.sheet IN ('', 'rooms')" */
static void reads_sql(struct ctx *c, struct buf *sql, const struct role *r)
{
	buf_put(sql, "e.sheet IN (''");
	for (size_t i = 0; i < c->catalog->n_sheets; i++)
		if (reads_sheet(r, &c->catalog->sheet[i]))
			buf_fmt(sql, ", '%s'", c->catalog->sheet[i].name);
	buf_char(sql, ')');
}

/* Of an account a of that role: is one of its sections enough for the export e? */
static void section_reads_sql(struct ctx *c, struct buf *sql, const struct role *r)
{
	buf_put(sql, " AND (a.sections IS NULL");
	for (size_t i = 0; role_has_sections(r) && i < c->catalog->n_sections; i++) {
		const char *name = c->catalog->section[i].name;
		buf_fmt(sql, " OR (',' || a.sections || ',' LIKE '%%,%s,%%' AND ", name);
		reads_sql(c, sql, role_in_sections(c->arena, c->catalog, r, name));
		buf_char(sql, ')');
	}
	buf_char(sql, ')');
}

/* Of an export e: has its unit nobody beside whoever asked who may approve? */
static void nobody_there_sql(struct ctx *c, struct buf *sql, struct sql_args *args)
{
	const char *between = "";

	buf_put(sql, "NOT EXISTS (SELECT 1 FROM account a WHERE a.unit_id = e.unit_id AND a.id <> e.asked_account AND a.disabled_at IS NULL AND (a.ends_at IS NULL OR a.ends_at > ");
	sql_arg(sql, args, val_int(c->now_ms));
	buf_put(sql, ") AND (");
	for (size_t i = 0; i < c->catalog->n_roles; i++) {
		const struct role *r = &c->catalog->role[i];
		if (!role_may(r, "export", "approve"))
			continue;
		buf_fmt(sql, "%s(a.role = '%s'", between, r->name);
		section_reads_sql(c, sql, r);
		buf_char(sql, ')');
		between = " OR ";
	}
	buf_put(sql, "))");
}

static void waiting_sql(struct ctx *c, struct buf *sql, struct sql_args *args)
{
	buf_put(sql, " FROM export e JOIN unit u ON u.id = e.unit_id WHERE e.state = 'waiting_approval' AND ");
	scope_sql(sql, args, actor_scope(c), "u", SCOPE_FIND);
	buf_put(sql, " AND ((e.unit_id = ");
	sql_arg(sql, args, val_int(c->account->unit.id));
	buf_put(sql, " AND e.asked_account <> ");
	sql_arg(sql, args, val_int(actor_id(c)));
	buf_put(sql, ") OR (EXISTS (SELECT 1 FROM unit_edge g WHERE g.unit_id = e.unit_id AND g.valid_to IS NULL AND g.parent_id = ");
	sql_arg(sql, args, val_int(c->account->unit.id));
	buf_put(sql, ") AND ");
	nobody_there_sql(c, sql, args);
	buf_put(sql, ")) AND ");
	reads_sql(c, sql, c->account->role);
}

bool export_count_waiting(struct ctx *c, int64_t *ret)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	*ret = 0;
	if (!account_may(c, "export", "approve"))
		return true;
	buf_put(&sql, "SELECT count(*)");
	waiting_sql(c, &sql, &args);
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	*ret = rows_int(&r, 0, 0);
	return true;
}

bool export_count_ready(struct ctx *c, int64_t *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_EXPORT_READY_COUNT, ARGS(val_int(c->account->unit.id), val_int(actor_id(c)), val_int(c->now_ms - EXPORT_KEEP_MS))))
		return false;
	*ret = rows_int(&r, 0, 0);
	return true;
}

bool export_waiting(struct ctx *c, size_t limit, struct export **ret, size_t *ret_n)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r = { 0 };

	*ret_n = 0;
	buf_put(&sql, "SELECT e.code");
	waiting_sql(c, &sql, &args);
	buf_fmt(&sql, " ORDER BY e.asked_at, e.unit_id, e.id LIMIT %zu", limit);
	if (account_may(c, "export", "approve") && !db_query(c, &r, sql.data, args.v, args.n))
		return false;
	*ret = NEW_N(c->arena, struct export, r.count + 1);
	for (size_t i = 0; i < r.count; i++)
		if (!load(c, rows_text(&r, i, 0), &(*ret)[(*ret_n)++]))
			return false;
	return true;
}

/* In the unit's own log too, where nobody can take it out again. */
static bool note(struct ctx *c, const struct export *x, const char *event)
{
	struct buf b = buf_in(c->arena);

	json_open_object(&b, NULL);
	json_put_text(&b, "sheet", x->sheet);
	if (x->class_code != NULL)
		json_put_text(&b, "class", x->class_code);
	json_put_int(&b, "school_year", x->school_year);
	json_put_int(&b, "persons", x->persons);
	json_put_text(&b, "purpose", x->purpose);
	json_close_object(&b);
	return change_log(c, x->unit.id, &(struct change){ .type = "export", .record_id = x->id, .version = 1, .code = x->code, .event = event,
	                                                   .after = b.data });
}

/* ---- asking ---- */

static const char *asks_text(struct arena *a, const struct export_wish *wish)
{
	struct buf b = buf_in(a);

	json_open_object(&b, NULL);
	for (size_t i = 0; i < wish->sheet->n_asks; i++)
		if (wish->ask[i] != NULL)
			json_put_text(&b, wish->sheet->ask[i].name, wish->ask[i]);
	json_close_object(&b);
	return buf_text(&b);
}

static bool check_purpose(struct ctx *c, const struct export_wish *wish, const char *purpose, const char **ret)
{
	*ret = purpose == NULL ? NULL : text_clean(c->arena, purpose, strlen(purpose));
	if (wish->empty || (*ret != NULL && text_words(*ret) >= PURPOSE_MIN))
		return true;
	return fail(c, ERR_INVALID, "export.purpose", "Hãy ghi mục đích xuất dữ liệu (purpose): để làm gì, gửi cho ai, ít nhất %d từ, mỗi từ ít nhất hai chữ cái.",
	            PURPOSE_MIN);
}

static bool add_job(struct ctx *c, const struct export *x, const char **ret_id)
{
	const char *input = json_texts(c->arena, "export", x->code, NULL);

	return job_add_in(c, x->asked_account, "export", &x->unit, input, ret_id);
}

static bool insert(struct ctx *c, struct export *x, bool by_job)
{
	/* What a closed school left is still asked for. */
	if (!unit_hold(c, x->unit.id, HOLD_ANY, NULL) || !unit_numbers(c, x->unit.id, 1, &x->id))
		return false;
	x->code = record_code_make(c->arena, LETTERS, x->unit.code, x->id);
	if (by_job && streq(x->state, "approved") && !add_job(c, x, &x->job))
		return false;
	return db_exec(c, SQL_EXPORT_INSERT, ARGS(val_int(x->unit.id), val_int(x->id), val_text(x->code), val_text(x->sheet), val_int(x->school_year),
	                                          val_text(x->asks), val_bool(x->empty), val_text(x->purpose), val_int(x->persons), val_text(x->state),
	                                          val_int(x->asked_at), val_int(x->asked_account), val_text(x->job),
	                                          val_text(x->class_code), val_int(x->taken))) &&
	       note(c, x, "EXPORT");
}

static bool make_line(struct ctx *c, const struct export_wish *wish, const char *purpose, struct export *x)
{
	size_t n = 0;

	*x = (struct export){ .unit = wish->unit, .class_code = wish->class_code, .sheet = wish->sheet->name, .asks = asks_text(c->arena, wish), .school_year = wish->school_year,
		              .empty = wish->empty, .asked_at = c->now_ms, .asked_account = actor_id(c),
		              .asked_by = c->account == NULL ? NULL : c->account->name, .state = "approved" };
	if (!check_purpose(c, wish, purpose, &x->purpose) || (!wish->empty && export_is_of_persons(wish) && !export_count(c, wish, &n)))
		return false;
	x->persons = (int64_t)n;
	return true;
}

bool export_count_taken(struct ctx *c, const struct export_wish *wish, int64_t *ret)
{
	const struct val args[] = { val_int(actor_id(c)), val_int(c->now_ms - day_ms), val_int(wish->unit.id), val_text(wish->sheet->name), val_int(wish->school_year),
		                    val_text(wish->class_code == NULL ? "" : wish->class_code) };
	struct rows r;

	if (!db_rows(c, &r, SQL_EXPORT_TAKEN, args, COUNT(args)))
		return false;
	*ret = rows_int(&r, 0, 0);
	return true;
}

bool export_needs_approval(const struct ctx *c, int64_t persons, int64_t taken)
{
	return persons + (persons > 0 ? taken : 0) > c->catalog->export_approval_over;
}

/* Whoever asks for several at once is counted one after the other. */
static bool choose_state(struct ctx *c, const struct export_wish *wish, struct export *x)
{
	struct holding units[] = { { x->unit.id, HOLD_ANY }, { c->account == NULL ? x->unit.id : c->account->unit.id, HOLD_ANY } };

	if (!units_hold(c, units, COUNT(units)) || !export_count_taken(c, wish, &x->taken))
		return false;
	if (export_needs_approval(c, x->persons, x->taken))
		x->state = "waiting_approval";
	return true;
}

bool export_ask(struct ctx *c, const struct export_wish *wish, const char *purpose, struct export *ret)
{
	struct export x;

	if (!make_line(c, wish, purpose, &x))
		return false;
	return db_begin(c) && db_end(c, choose_state(c, wish, &x) && insert(c, &x, true)) && load(c, x.code, ret);
}

/* ---- deciding ---- */

static bool check_decider(struct ctx *c, const struct export *x)
{
	if (!streq(x->state, "waiting_approval"))
		return fail(c, ERR_CONFLICT, "export.state", "Lần xuất tệp này không chờ duyệt, hoặc đã được quyết định.");
	if (actor_id(c) == x->asked_account)
		return fail(c, ERR_FORBIDDEN, "export.same_person", "Người duyệt phải là người khác với người xin xuất tệp.");
	return check_reads(c, x);
}

static bool decide(struct ctx *c, const struct export *x, const char *state, const char *reason)
{
	const char *job = NULL;
	struct rows r;

	if (streq(state, "approved") && !add_job(c, x, &job))
		return false;
	if (!db_rows(c, &r, SQL_EXPORT_DECIDE, ARGS(val_int(x->unit.id), val_int(x->id), val_text(state), val_int(c->now_ms), val_int(actor_id(c)),
	                                            val_text(reason), val_text(job))))
		return false;
	if (r.count == 0)
		return fail(c, ERR_CONFLICT, "export.state", "Lần xuất tệp này vừa được quyết định; hãy tải lại.");
	return note(c, x, streq(state, "approved") ? "APPROVE" : "REFUSE");
}

bool export_approve(struct ctx *c, struct export *x)
{
	struct account asker;

	return check_decider(c, x) && account_load(c, x->asked_account, &asker) && db_begin(c) && db_end(c, decide(c, x, "approved", NULL)) &&
	       load(c, x->code, x);
}

bool export_refuse(struct ctx *c, struct export *x, const char *reason)
{
	return check_decider(c, x) && db_begin(c) && db_end(c, decide(c, x, "refused", reason)) && load(c, x->code, x);
}

/* ---- carrying out ---- */

static bool note_done(struct ctx *c, const struct export *x, const struct export_watch *watch)
{
	return db_exec(c, SQL_EXPORT_DONE, ARGS(val_int(x->unit.id), val_int(x->id), val_int(x->persons), val_int(time_now_ms()))) &&
	       (watch == NULL || watch->settle == NULL || watch->settle(c, watch->arg, x));
}

static bool carry_out(struct ctx *c, const struct export *x, const struct export_wish *wish, const char *path, const struct export_watch *watch,
                      struct export *ret)
{
	struct export now = *x;
	struct export_wish of_line = *wish;
	size_t rows;

	of_line.line = x;
	if (!export_write(c, &of_line, path, watch, &rows))
		return false;
	now.persons = !wish->empty && export_is_of_persons(wish) ? (int64_t)rows : 0;
	return (watch == NULL || watch->written == NULL || watch->written(c, watch->arg, &now)) && db_begin(c) && db_end(c, note_done(c, &now, watch)) &&
	       load(c, x->code, ret);
}

/* A school does not grow by the hour; where it did past the limit, a second person is asked after all. */
static bool check_grown(struct ctx *c, const struct export *x, const struct export_wish *wish)
{
	size_t now = 0;

	if (x->decided_at != 0 || x->empty || !export_is_of_persons(wish))
		return true;
	return export_count(c, wish, &now) && (!export_needs_approval(c, (int64_t)now, 0) ||
	       fail(c, ERR_CONFLICT, "export.grown", "Số người trong tệp nay là %zu, vượt mức phải duyệt; hãy xin xuất lại.", now));
}

bool export_carry_out(struct ctx *c, const char *code, const char *path, const struct export_watch *watch, struct export *ret)
{
	struct export_wish wish;
	struct export x;

	if (!load(c, code, &x))
		return false;
	const struct sheet_template *t = catalog_sheet(c->catalog, x.sheet);
	json_t *asks = document_read(c->arena, x.asks);
	if (streq(x.state, "waiting_approval") || streq(x.state, "refused") || t == NULL)
		return fail(c, ERR_CONFLICT, "export.state", "Lần xuất tệp này chưa được duyệt, hoặc mẫu không còn.");
	return export_wish_make(c, t, &x.unit, x.school_year, x.empty, asks, &wish) &&
	       (x.class_code == NULL || export_wish_of_class(c, &wish, x.class_code)) && check_grown(c, &x, &wish) &&
	       carry_out(c, &x, &wish, path, watch, ret);
}

bool export_now(struct ctx *c, const struct export_wish *wish, const char *purpose, const char *path, const struct export_watch *watch,
                struct export *ret)
{
	struct export x;

	return make_line(c, wish, purpose, &x) && db_begin(c) && db_end(c, insert(c, &x, false)) && carry_out(c, &x, wish, path, watch, ret);
}

/* ---- fetching ---- */

static bool is_expired(const struct ctx *c, const struct export *x)
{
	return streq(x->state, "done") && c->now_ms - x->done_at > EXPORT_KEEP_MS;
}

bool export_check_fetch(struct ctx *c, const struct export *x)
{
	if (actor_id(c) != x->asked_account)
		return fail(c, ERR_FORBIDDEN, "export.not_yours", "Chỉ người xin xuất mới được tải tệp này.");
	if (!check_reads(c, x))
		return false;
	if (!streq(x->state, "done"))
		return fail(c, ERR_CONFLICT, "export.not_ready", "Tệp chưa có: đang chờ duyệt, đang ghi, hoặc đã bị từ chối.");
	return !is_expired(c, x) || fail(c, ERR_NOT_FOUND, "export.expired", "Tệp chỉ được giữ một ngày; hãy xin xuất lại.");
}

/* A GET reads one state and cannot write; what it read is read by now. */
bool export_note_fetch(struct ctx *c, const struct export *x)
{
	db_read_end(c);
	return db_begin(c) && db_end(c, db_exec(c, SQL_EXPORT_FETCHED, ARGS(val_int(x->unit.id), val_int(x->id), val_int(c->now_ms))) && note(c, x, "FETCH"));
}

/* ---- showing ---- */

bool export_state(struct ctx *c, const struct export *x, const char **ret)
{
	struct job j;

	*ret = is_expired(c, x) ? "expired" : x->state;
	if (!streq(x->state, "approved") || x->job == NULL)
		return true;
	if (!job_load(c, x->job, &j))
		return false;
	*ret = j.state;
	return true;
}

bool export_put_json(struct ctx *c, struct buf *b, const struct export *x)
{
	const char *state;

	if (!export_state(c, x, &state))
		return false;
	json_open_object(b, NULL);
	json_put_text(b, "id", x->code);
	json_put_text(b, "unit", x->unit.code);
	json_put_text(b, "unit_name", x->unit.name);
	json_put_text(b, "sheet", x->sheet);
	json_put_int(b, "school_year", x->school_year);
	json_put_text(b, "class", x->class_code);
	json_put_raw(b, "asks", x->asks);
	json_put_bool(b, "empty", x->empty);
	json_put_int(b, "persons", x->persons);
	if (x->taken > 0 && streq(x->state, "waiting_approval"))
		json_put_int(b, "taken", x->taken);
	json_put_text(b, "purpose", x->purpose);
	json_put_text(b, "state", state);
	json_put_text(b, "job", x->job);
	json_put_time(b, "asked_at", x->asked_at);
	json_put_text(b, "asked_by", x->asked_by);
	json_put_time(b, "decided_at", x->decided_at);
	json_put_text(b, "decided_by", x->decided_by);
	json_put_text(b, "reason", x->reason);
	json_put_time(b, "done_at", x->done_at);
	json_put_int(b, "fetched", x->fetched);
	json_put_time(b, "fetched_at", x->fetched_at);
	json_close_object(b);
	return true;
}
