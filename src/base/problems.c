/* problems.c - what is wrong with one input, as a list of JSON. */
#include "base/problems.h"

static void put_records(struct buf *b, const struct problem *p)
{
	if (p->record[0].type == NULL)
		return;
	json_open_list(b, "records");
	for (size_t i = 0; i < PROBLEM_RECORDS && p->record[i].type != NULL; i++) {
		json_open_object(b, NULL);
		json_put_text(b, "type", p->record[i].type);
		json_put_text(b, "code", p->record[i].code);
		json_close_object(b);
	}
	json_close_list(b);
}

void problems_put(struct buf *b, const char *name, const struct problem *first, unsigned how)
{
	json_open_list(b, name);
	for (const struct problem *p = first; p != NULL; p = p->next) {
		json_open_object(b, NULL);
		if (p->field != NULL || (how & PROBLEM_FIELD_IF_ANY) == 0)
			json_put_text(b, "field", p->field);
		if (how & PROBLEM_SEVERITY)
			json_put_text(b, "severity", p->warning ? "warning" : "error");
		json_put_text(b, "key", p->key);
		if (how & PROBLEM_WARNING)
			json_put_bool(b, "warning", p->warning);
		json_put_text(b, "message", p->message);
		put_records(b, p);
		json_close_object(b);
	}
	json_close_list(b);
}
