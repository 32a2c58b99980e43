/* plan.c - who goes where: the same for a preview and for a run. */
#include "domain/rollover/plan.h"

#include "base/time.h"
#include "catalog/life.h"
#include "db/db.h"
#include "store/identifier.h"

/* Codes of the list admission. */
#define REPEATS "3"
#define WENT_UP "4"

/* Codes of the list promotion. */
#define PROMOTED  "01"
#define RETAINED  "02"
#define COMPLETED "03"

/* Columns of SQL_ROLLOVER_PUPILS. */
enum { CLASS_ID, ENROLMENT_ID, PROMOTION, LEARNER_ID, LEARNER, VERSION, STATUS, HERE, ROLLED, WENT_TO, ADMISSION };

static bool load_classes(struct ctx *c, const struct unit *u, int year, struct record **ret, size_t *ret_n)
{
	const struct record_type *t = catalog_type(c->catalog, "class");
	struct rows r;

	if (!db_rows(c, &r, SQL_ROLLOVER_CLASSES, ARGS(val_int(u->id), val_int(year))))
		return false;
	*ret = NEW_N(c->arena, struct record, r.count + 1);
	*ret_n = r.count;
	for (size_t i = 0; i < r.count; i++)
		if (!record_load(c, t, u, rows_int(&r, i, 0), &(*ret)[i]))
			return false;
	return true;
}

static bool load(struct ctx *c, struct rollover_plan *plan)
{
	struct record *old, *present;
	size_t n_present;

	if (!load_classes(c, &plan->unit, plan->options.year, &old, &plan->n_origins) ||
	    !load_classes(c, &plan->unit, plan->options.year + 1, &present, &n_present))
		return false;
	plan->origin = NEW_N(c->arena, struct rollover_origin, plan->n_origins + 1);
	/* Each class may be carried forward once for those who go up and once for those who stay. */
	plan->class = NEW_N(c->arena, struct rollover_class, n_present + 2 * plan->n_origins + 1);
	plan->grade = NEW_N(c->arena, struct rollover_grade, plan->n_origins + 1);
	for (size_t i = 0; i < n_present; i++)
		plan_add_present(plan, &present[i]);
	for (size_t i = 0; i < plan->n_origins; i++) {
		const struct record *rec = &old[i];
		plan->origin[i] = (struct rollover_origin){
			.rec = *rec, .name = plan_text(rec->type, rec->value, "name"), .grade = plan_text(rec->type, rec->value, "grade"),
			.age_group = plan_text(rec->type, rec->value, "age_group"), .campus = plan_text(rec->type, rec->value, "campus"),
		};
		plan_step(c, plan, &plan->origin[i]);
	}
	return true;
}

static struct rollover_origin *origin_of(const struct rollover_plan *plan, int64_t class_id)
{
	for (size_t i = 0; i < plan->n_origins; i++)
		if (plan->origin[i].rec.id == class_id)
			return &plan->origin[i];
	return NULL;
}

static struct rollover_counts *counts_of(struct rollover_plan *plan, const struct rollover_origin *o)
{
	for (size_t i = 0; i < plan->n_grades; i++) {
		const struct rollover_grade *g = &plan->grade[i];
		bool same_age = g->age_group == NULL || o->age_group == NULL ? g->age_group == o->age_group : streq(g->age_group, o->age_group);
		if (streq(g->grade, o->grade) && same_age)
			return &plan->grade[i].counts;
	}
	plan->grade[plan->n_grades] = (struct rollover_grade){ .grade = o->grade, .age_group = o->age_group };
	return &plan->grade[plan->n_grades++].counts;
}

/* Which of them are enrolled for the next year where their code leads, in another unit. */
static bool find_elsewhere(struct ctx *c, const struct rollover_plan *plan, const struct rows *r, bool **ret)
{
	const char **code = NEW_N(c->arena, const char *, r->count + 1);
	struct code_holder *holder = NEW_N(c->arena, struct code_holder, r->count + 1);

	*ret = NEW_N(c->arena, bool, r->count + 1);
	for (size_t i = 0; i < r->count; i++)
		code[i] = rows_text(r, i, LEARNER);
	if (!identifier_find_persons(c, code, r->count, holder))
		return false;
	for (size_t i = 0; i < r->count; i++) {
		struct rows there;
		if (holder[i].id == 0 || holder[i].unit_id == plan->unit.id)
			continue;
		if (!db_rows(c, &there, SQL_ROLLOVER_ENROLLED, ARGS(val_int(holder[i].unit_id), val_int(holder[i].id), val_int(plan->options.year + 1))))
			return false;
		(*ret)[i] = there.count > 0;
	}
	return true;
}

/* Why somebody is left out; NULL: nothing stands in the way. */
static const char *obstacle(struct ctx *c, const struct rows *r, size_t i, bool elsewhere, const struct rollover_origin *o, const char **ret_key)
{
	const char *promotion = rows_text(r, i, PROMOTION);

	if (o == NULL)
		return *ret_key = "rollover.class", "lớp đang ghi danh không còn dùng trong năm học này. Hãy xếp em vào một lớp đang dùng rồi chuyển lại.";
	if (rows_int(r, i, HERE) > 0)
		return *ret_key = "rollover.enrolled", "đã có ghi danh của năm sau tại trường; không chuyển thêm.";
	if (elsewhere)
		return *ret_key = "rollover.enrolled", "đã được trường khác ghi danh cho năm sau. Nếu em vẫn học ở trường này, hãy làm thủ tục chuyển trường.";
	if (!streq(rows_text(r, i, STATUS), catalog_type(c->catalog, "learner")->initial_status))
		return *ret_key = "rollover.learner_inactive", "hồ sơ đã ngừng dùng hoặc đã chuyển đi. Hãy mở lại hồ sơ, hoặc cập nhật trạng thái ghi danh.";
	if (promotion != NULL && streq(promotion, COMPLETED) && o->fits && !o->ends)
		return *ret_key = "rollover.decision", "ghi hoàn thành cấp học nhưng lớp này chưa phải cuối cấp. Hãy sửa kết quả cuối năm hoặc khối của lớp.";
	return NULL;
}

enum decision { GOES_UP, STAYS, IS_DONE };

static enum decision decide(const char *promotion, const struct rollover_origin *o)
{
	if (promotion != NULL && streq(promotion, RETAINED))
		return STAYS;
	return o->next_grade == NULL ? IS_DONE : GOES_UP;
}

static void place(struct ctx *c, struct rollover_plan *plan, const struct rows *r, size_t i, struct rollover_origin *o, enum decision d)
{
	struct rollover_class *to = d == GOES_UP ? plan_next_class(c, plan, o) : d == STAYS ? plan_same_class(c, plan, o) : NULL;
	struct rollover_counts *const all[] = { counts_of(plan, o), &o->counts, &plan->counts };
	const char *promotion = rows_text(r, i, PROMOTION);

	if (to != NULL && to->refused) {
		plan->skipped++;
		return;
	}
	for (size_t k = 0; k < COUNT(all); k++) {
		all[k]->promoted += d == GOES_UP;
		all[k]->retained += d == STAYS;
		all[k]->completed += d == IS_DONE;
		all[k]->not_said += promotion == NULL;
	}
	if (to == NULL && !o->leaving)
		return; /* the school teaches on: whether they come is for another day */
	if (to != NULL)
		to->pupils++;
	plan->pupil[plan->n_pupils++] = (struct rollover_pupil){
		.enrolment_id = rows_int(r, i, ENROLMENT_ID), .learner_id = rows_int(r, i, LEARNER_ID), .version = rows_int(r, i, VERSION), .learner = rows_text(r, i, LEARNER),
		.status = rows_text(r, i, STATUS), .to = to, .admission = d == STAYS ? REPEATS : WENT_UP,
	};
}

static void warn(struct ctx *c, struct rollover_plan *plan, const char *key, const char *learner, const char *message)
{
	problem_put(c, &plan->problems, (struct problem){ .field = learner, .key = key, .message = message, .warning = true, .record = { { "learner", learner } } });
}

/* A decision put right after the pupil went over: what the earlier run did of it is for people to set right. */
static void tell_if_decided_otherwise(struct ctx *c, struct rollover_plan *plan, const struct rows *r, size_t i, const struct rollover_origin *o)
{
	const char *code = rows_text(r, i, LEARNER), *promotion = rows_text(r, i, PROMOTION), *went_to = rows_text(r, i, WENT_TO);

	if (promotion == NULL || o == NULL || !o->fits)
		return;
	const bool stays = decide(promotion, o) == STAYS;
	const char *own = o->age_group == NULL ? o->grade : arena_fmt(c->arena, "%s/%s", o->grade, o->age_group);
	if (went_to == NULL && stays)
		warn(c, plan, "rollover.decided_otherwise", code, arena_fmt(c->arena, "Người học %s: kết quả cuối năm nay ghi ở lại lớp, nhưng lần chuyển trước đã cho "
		     "ra trường. Hãy mở lại hồ sơ của em rồi chuyển lại.", code));
	else if (went_to != NULL && stays != streq(went_to, own))
		warn(c, plan, "rollover.decided_otherwise", code, arena_fmt(c->arena, "Người học %s: kết quả cuối năm nay ghi %s, nhưng lần chuyển trước đã xếp em %s. "
		     "Hãy xếp lại lớp của năm học %d–%d.", code, stays ? "ở lại lớp" : "được lên lớp", stays ? "lên lớp" : "ở lại lớp",
		     plan->options.year + 1, plan->options.year + 2));
}

/* The form counts repeaters by how they were admitted; who goes up may also be newly admitted to a level. */
static void tell_if_admitted_otherwise(struct ctx *c, struct rollover_plan *plan, const struct rows *r, size_t i, const struct rollover_origin *o)
{
	const char *code = rows_text(r, i, LEARNER), *promotion = rows_text(r, i, PROMOTION), *admission = rows_text(r, i, ADMISSION);
	const struct field *f = field_find(catalog_type(c->catalog, "enrolment"), "admission");

	if (promotion == NULL || o == NULL || !o->fits || rows_text(r, i, WENT_TO) == NULL)
		return;
	const bool stays = decide(promotion, o) == STAYS;
	if (stays == (admission != NULL && streq(admission, REPEATS)))
		return;
	warn(c, plan, "rollover.decided_otherwise", code, arena_fmt(c->arena, "Người học %s: kết quả cuối năm nay ghi %s, nhưng «%s» của ghi danh năm học %d–%d ghi "
	     "khác. Hãy sửa «%s» thành «%s».", code, stays ? "ở lại lớp" : "được lên lớp", f->label, plan->options.year + 1, plan->options.year + 2,
	     f->label, list_find(f->list, stays ? REPEATS : WENT_UP, NULL)->name));
}

/* Left or dropped out in the old year, said only after they had gone over. */
static bool tell_left_since(struct ctx *c, struct rollover_plan *plan)
{
	const int year = plan->options.year;
	struct rows r;

	if (!db_rows(c, &r, SQL_ROLLOVER_LEFT, ARGS(val_int(plan->unit.id), val_int(year))))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		const char *learner = rows_text(&r, i, 0), *enrolment = rows_text(&r, i, 1);
		assert(learner != NULL && enrolment != NULL);
		problem_say(c, &plan->problems,
		            (struct problem){ .field = learner, .key = "rollover.left_since", .warning = true,
		                              .record = { { "learner", learner }, { "enrolment", enrolment } } },
		            "Người học %s đã thôi học hoặc chuyển đi trong năm học %d–%d, nhưng lần chuyển trước đã ghi danh em cho năm học %d–%d. Hãy huỷ ghi danh "
		            "%s của năm học mới, hoặc huỷ biến động ấy nếu ghi nhầm.", learner, year, year + 1, year + 1, year + 2, enrolment);
	}
	return true;
}

/* Those who go up first: their classes are then there for those who stay. */
static void place_all(struct ctx *c, struct rollover_plan *plan, const struct rows *r, const bool *elsewhere, bool staying)
{
	for (size_t i = 0; i < r->count; i++) {
		struct rollover_origin *o = origin_of(plan, rows_int(r, i, CLASS_ID));
		const char *key = NULL, *why = NULL;
		if (rows_int(r, i, ROLLED) > 0) {
			plan->already += staying;
			if (staying) {
				tell_if_decided_otherwise(c, plan, r, i, o);
				tell_if_admitted_otherwise(c, plan, r, i, o);
			}
			continue;
		}
		why = obstacle(c, r, i, elsewhere[i], o, &key);
		if (why != NULL || !o->fits) {
			plan->skipped += staying;
			if (why != NULL && staying)
				problem_say(c, &plan->problems, (struct problem){ .field = rows_text(r, i, LEARNER), .key = key, .record = { { "learner", rows_text(r, i, LEARNER) } } },
				            "Người học %s: %s", rows_text(r, i, LEARNER), why);
			continue;
		}
		enum decision d = decide(rows_text(r, i, PROMOTION), o);
		if ((d == STAYS) == staying)
			place(c, plan, r, i, o, d);
	}
}

/* Before the summer people still come, go and get their results. */
static void tell_if_early(struct ctx *c, struct rollover_plan *plan)
{
	const int year = plan->options.year, term = calendar_term(c->catalog, year, plan->unit.province, time_today(c->arena, c->now_ms));

	if (term >= 0 && !calendar_is_summer(c->catalog, term))
		problem_warn(c, &plan->problems, "year", "rollover.early", "Năm học %d–%d chưa kết thúc: ai đến, đi hoặc được ghi kết quả từ hôm nay thì phải tự xếp lại "
		             "ở năm học mới. Nếu chọn nhầm năm, hãy huỷ lần chuyển này.", year, year + 1);
}

static bool check(struct ctx *c, const struct unit *u, const struct rollover_options *o)
{
	struct date today;

	if (!unit_is_working_school(c, u))
		return fail(c, ERR_INVALID, "rollover.unit", "Chỉ cơ sở giáo dục đang hoạt động mới chuyển năm học; %s không phải.", u->code);
	if (o->year < SCHOOL_YEAR_MIN || o->year >= SCHOOL_YEAR_MAX)
		return fail(c, ERR_INVALID, "rollover.year", "year là năm đầu của năm học sắp kết thúc, ví dụ 2025.");
	return (date_parse(time_today(c->arena, c->now_ms), &today) && o->year <= date_school_year(today)) ||
	       fail(c, ERR_INVALID, "rollover.year", "Năm học %d–%d chưa bắt đầu; year là năm đầu của năm học sắp kết thúc.", o->year, o->year + 1);
}

bool plan_make(struct ctx *c, const struct unit *u, const struct rollover_options *o, struct rollover_plan *plan)
{
	struct rows r;
	bool *elsewhere;

	*plan = (struct rollover_plan){ .unit = *u, .options = *o };
	if (!check(c, u, o) || !load(c, plan) ||
	    !db_rows(c, &r, SQL_ROLLOVER_PUPILS, ARGS(val_int(u->id), val_int(o->year), val_int(o->year + 1))) || !find_elsewhere(c, plan, &r, &elsewhere))
		return false;
	plan->pupil = NEW_N(c->arena, struct rollover_pupil, r.count + 1);
	tell_if_early(c, plan);
	place_all(c, plan, &r, elsewhere, false);
	place_all(c, plan, &r, elsewhere, true);
	return tell_left_since(c, plan);
}

bool rollover_preview(struct ctx *c, const struct unit *u, const struct rollover_options *o, struct rollover_plan *ret)
{
	if (!db_read_begin(c))
		return false;
	bool ok = plan_make(c, u, o, ret);
	db_read_end(c);
	return ok;
}
