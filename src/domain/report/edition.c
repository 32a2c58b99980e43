/* edition.c - one edition of a report: read, drawn with the form it was computed by, and held to its digest. */
#include "base/secret.h"
#include "db/db.h"
#include "domain/report/figures.h"
#include "store/record.h"

static const char *digest_of(struct ctx *c, const char *text)
{
	return secret_digest(c->arena, text, strlen(text));
}

const char *report_digest(struct ctx *c, const struct report *rep)
{
	const char *text;

	if (rep->definition == NULL) /* of before definitions and records were kept */
		text = arena_fmt(c->arena, "%s\n%s\n%s\n%s", rep->form_name, rep->unit.code, rep->period, rep->cells);
	else
		text = arena_fmt(c->arena, "khue-report-2\n%s\n%s\n%s\n%d\n%s\n%s\n%s", rep->form_name, rep->unit.code, rep->period, rep->edition,
		                 digest_of(c, rep->definition), digest_of(c, rep->cells), digest_of(c, rep->basis == NULL ? "" : rep->basis));
	return digest_of(c, text);
}

bool report_verify(struct ctx *c, const struct report *rep)
{
	if (streq(report_digest(c, rep), rep->hash))
		return true;
	return fail(c, ERR_CONFLICT, "report.altered", "Bản số %d của báo cáo %s không còn khớp với mã băm lúc tính (số liệu, danh sách đã đếm, mẫu biểu hoặc số "
	            "bản): đã bị sửa. Báo người quản trị đối chiếu với bản sao lưu.", rep->edition, rep->code);
}

/* Only bytes that are what they were are read as a form. */
static bool form_of(struct ctx *c, const char *name, const char *digest, const char *definition, const struct form **ret)
{
	const struct form *today = catalog_form(c->catalog, name);
	struct form *own;

	*ret = today;
	if (digest != NULL && definition != NULL && (today == NULL || !streq(today->digest, digest)) &&
	    streq(digest_of(c, definition), digest)) {
		*ret = own = NEW(c->arena, struct form);
		return form_parse(c, definition, digest, own);
	}
	return today != NULL || fail(c, ERR_CONFLICT, "report.form", "Biểu %s không còn trong danh mục và mẫu biểu lúc tính không đọc được.", name);
}

bool report_keep_definition(struct ctx *c, const struct form *f)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_FORM_DEFINITION_GET, ARGS(val_text(f->digest))))
		return false;
	return r.count == 1 || db_exec(c, SQL_FORM_DEFINITION_INSERT, ARGS(val_text(f->digest), val_text(f->name), val_text(f->definition)));
}

static bool fill(struct ctx *c, const struct rows *r, struct report *ret)
{
	const char *digest = rows_text(r, 0, 15);

	*ret = (struct report){
		.id = rows_int(r, 0, 1), .code = rows_text(r, 0, 2), .form_name = rows_text(r, 0, 3), .period = rows_text(r, 0, 4),
		.state = rows_text(r, 0, 5), .version = rows_int(r, 0, 6), .cells = rows_text(r, 0, 7), .hash = rows_text(r, 0, 8),
		.computed_at = rows_int(r, 0, 9), .submitted_at = rows_int(r, 0, 10), .decided_at = rows_int(r, 0, 11), .note = rows_text(r, 0, 12),
		.edition = report_edition_number(rows_int(r, 0, 13)), .basis = rows_text(r, 0, 14), .definition = rows_text(r, 0, 16),
		.decided_unit = rows_int(r, 0, 17), .reopened_at = rows_int(r, 0, 18), .reason = rows_text(r, 0, 19),
	};
	(void)period_parse(c->catalog, ret->period, &ret->when); /* of a kind that has left the catalogue the year is known still */
	return form_of(c, ret->form_name, digest, ret->definition, &ret->form) && unit_get(c, rows_int(r, 0, 0), &ret->unit);
}

static bool unknown(struct ctx *c)
{
	return fail(c, ERR_NOT_FOUND, "report.unknown", "Không có báo cáo này trong phạm vi của bạn.");
}

bool report_named(struct ctx *c, const char *form, const struct unit *u, const char *period, struct report *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_REPORT_OF, ARGS(val_int(u->id), val_text(form), val_text(period))))
		return false;
	return r.count == 1 ? fill(c, &r, ret) : unknown(c);
}

bool report_of(struct ctx *c, const struct form *f, const struct unit *u, const char *period, struct report *ret)
{
	return report_named(c, f->name, u, period, ret);
}

/* A report's code is that of its unit, -B and its number there. */
#define LETTERS "B"

const char *report_code(struct ctx *c, const struct unit *u, int64_t id)
{
	return record_code_make(c->arena, LETTERS, u->code, id);
}

bool report_find(struct ctx *c, const struct scope *scope, const char *code, struct report *ret)
{
	struct unit u;
	struct rows r;
	int64_t id;

	if (!record_code_find(c, scope, LETTERS, code, &u, &id) || !db_rows(c, &r, SQL_REPORT_BY_ID, ARGS(val_int(u.id), val_int(id))))
		return false;
	return r.count == 1 ? fill(c, &r, ret) : unknown(c);
}

bool report_edition(struct ctx *c, const struct report *rep, int edition, struct report *ret)
{
	struct rows r;

	if (edition == rep->edition) {
		*ret = *rep;
		return true;
	}
	if (!db_rows(c, &r, SQL_REPORT_EDITION_OF, ARGS(val_int(rep->unit.id), val_int(rep->id), val_int(edition))))
		return false;
	if (r.count == 1)
		return fill(c, &r, ret);
	return fail(c, ERR_NOT_FOUND, "report.edition", "Báo cáo %s không có bản số %d; bản hiện nay là bản số %d.", rep->code, edition, rep->edition);
}
