/* routes.h - the whole HTTP surface; one thin function per operation. */
#ifndef ROUTES_H
#define ROUTES_H

#include "http/http.h"
#include "store/record.h"

extern const struct app api_app;

/* struct app.data of a running server; NULL where there is none (tests without jobs). */
struct api_services {
	struct job_runner *jobs;
	const struct server *server;
};

#define API "/api/v1"
#define SESSION_COOKIE "khue_session"

gate_fn api_gate;

/* The session token of a request, NULL when it brings none. */
const char *api_session_token(struct arena *, const struct request *);

/* The unit named by a query parameter or body member; the caller's own (the root for the system) when it is absent. */
MUST_CHECK bool api_unit(struct ctx *, const char *code, struct unit *ret);

/* The record type of {plural}; ERR_NOT_FOUND "route.unknown". */
MUST_CHECK bool api_type(struct ctx *, const struct request *, const struct record_type **ret);

/* The record of {plural} and {code}, in the caller's scope. */
MUST_CHECK bool api_record(struct ctx *, const struct request *, struct record *ret);

/* Answer with a record and its version as ETag; fields: "full_name,sex" or NULL for all. */
/* [{"field", "key", "message"}], with "severity": "error" or "warning" where both may be. */
void api_put_problems(struct buf *, const struct problems *, bool with_severity);
/* With the warnings of the write that gave the record, where there are any. */
MUST_CHECK bool api_reply_record(struct ctx *, struct response *, const struct record *, const char *fields);

/* If-Match: "3".  0 when absent: any version.  ERR_STALE "record.if_match". */
MUST_CHECK bool api_if_match(struct ctx *, const struct request *, int64_t *ret);

/* Answer a repeated Idempotency-Key as the first time; false in *ret_replayed: go on, then api_remember. */
MUST_CHECK bool api_replay(struct ctx *, const struct request *, struct response *, bool *ret_replayed);
MUST_CHECK bool api_remember(struct ctx *, const struct request *, const struct response *);

/* Names this very content under its Idempotency-Key; NULL without one. */
const char *api_retry_key(struct ctx *, const struct request *);

/* A whole number of the query; `otherwise` when absent.  ERR_INVALID "query.number". */
MUST_CHECK bool api_number(struct ctx *, const struct request *, const char *name, int64_t min, int64_t max, int64_t otherwise, int64_t *ret);

/* Answer with a workbook that is written now; name: of the file, without ".xlsx". */
typedef bool workbook_fn(struct ctx *, const void *what, const char *path);
MUST_CHECK bool api_reply_workbook(struct ctx *, struct response *, workbook_fn *, const void *what, const char *name);

/* "year" of the query, the first of a school year; today's when absent.  ERR_INVALID "query.number". */
MUST_CHECK bool api_year(struct ctx *, const struct request *, int *ret);

/* true or 1, false or 0; false without one.  ERR_INVALID "query.flag". */
MUST_CHECK bool api_flag(struct ctx *, const struct request *, const char *name, bool *ret);

/* A cursor is where a list goes on, sealed with a digest of the list it came from: its path and the parameters that choose and
 * order.  "cursor" of the query, without its seal; NULL: there is none.  ERR_INVALID "query.cursor": of another list, or made up. */
MUST_CHECK bool api_cursor(struct ctx *, const struct request *, const char **ret);

/* The same with its seal; NULL stays NULL. */
const char *api_cursor_sealed(struct ctx *, const struct request *, const char *cursor);

/* What ends a page of items in b: "],"cursor":...}", and a Link header to the next; cursor without its seal.  Always true. */
bool api_reply_page(struct ctx *, const struct request *, struct response *, struct buf *, const char *cursor);

/* The value of a Link header: the same address with another cursor, sealed. */
const char *api_next_link(struct ctx *, const struct request *, const char *sealed);

/* Member "unit" and the like of a body: NULL when absent.  ERR_INVALID "field.type". */
MUST_CHECK bool api_code_member(struct ctx *, const json_t *, const char *name, const char **ret);

/* What came of a unit, as GET /units/{code}/lineage tells it. */
MUST_CHECK bool api_reply_lineage(struct ctx *, struct response *, const struct unit *);

handler_fn api_home, api_docs, api_style, api_script, api_healthz, api_readyz, api_metrics;
handler_fn api_session_open, api_session_show, api_session_close, api_session_password;
handler_fn api_catalog, api_catalog_page, api_catalog_json, api_catalog_xlsx, api_catalog_type, api_list, api_forms, api_sheets, api_openapi;
handler_fn api_record_list, api_record_create, api_record_show, api_record_change, api_record_history, api_record_status;
handler_fn api_record_batch;
handler_fn api_file_show, api_file_put;
handler_fn api_event_list, api_event_add, api_event_undo;
handler_fn api_person_identifiers, api_person_bind, api_person_merge, api_person_unmerge;
handler_fn api_transfer_offer, api_transfer_request, api_transfer_list, api_transfer_show, api_transfer_agree, api_transfer_refuse,
	api_transfer_withdraw, api_transfer_undo;
handler_fn api_changes;
handler_fn api_import_create, api_import_show, api_import_commit, api_import_undo, api_import_errors, api_job_show, api_job_cancel;
handler_fn api_export_create, api_export_list, api_export_show, api_export_approve, api_export_refuse, api_export_file, api_sheet_empty;
handler_fn api_unit_list, api_unit_show, api_unit_create, api_unit_move, api_unit_lineage, api_unit_close, api_unit_reopen, api_unit_merge, api_unit_split, api_place_conversion;
handler_fn api_rollover_preview, api_rollover_run, api_rollover_list, api_rollover_show, api_rollover_undo;
handler_fn api_account_list, api_account_issue, api_account_reset, api_account_disable, api_roles;
handler_fn api_report_compute, api_report_list, api_report_show, api_report_xlsx, api_report_submit, api_report_return,
	api_report_accept, api_report_cell, api_report_seal, api_report_preview, api_report_reopen;

handler_fn api_learner_duplicates, api_duplicates, api_duplicate_decide;
handler_fn api_quality_rules, api_quality_problems, api_quality_summary, api_quality_completeness, api_checklists, api_checklist;

extern const struct in_field session_open_in[2], session_password_in[2], record_status_in[3], unit_create_in[5], unit_move_in[4],
	unit_close_in[3], unit_reopen_in[1], unit_merge_in[3], unit_split_in[3], account_issue_in[4], report_compute_in[4], report_return_in[1], report_reopen_in[1], person_bind_in[2],
	person_merge_in[3], transfer_offer_in[4], transfer_request_in[8], transfer_agree_in[3], transfer_refuse_in[1], transfer_undo_in[1], rollover_run_in[4],
	duplicate_decide_in[4], export_create_in[6], export_refuse_in[1];

#endif
