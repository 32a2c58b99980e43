/* transfer_day.c - the day of a transfer: from when on somebody is elsewhere. */
#include "base/time.h"
#include "domain/event/event.h"
#include "domain/transfer/transfer_parts.h"

/* What tells where the person is: their own events, or those of enrolments. */
static const struct life *life_of(const struct ctx *c, const struct record_type *person)
{
	const struct life *own = catalog_life(c->catalog, person);

	return own != NULL ? own : catalog_life(c->catalog, catalog_type(c->catalog, "enrolment"));
}

bool transfer_check_day(struct ctx *c, const struct record *person, const char *day)
{
	const char *last;
	struct date d;

	if (!date_parse(day, &d))
		return fail(c, ERR_INVALID, "transfer.day", "Ngày chuyển phải là một ngày có thật dạng năm-tháng-ngày.");
	if (!event_last_of_person(c, life_of(c, person->type), person->code, &last))
		return false;
	return last == NULL || strcmp(last, day) <= 0 ||
	       fail(c, ERR_INVALID, "transfer.day", "Ngày chuyển %s sớm hơn biến động sau cùng của người này (ngày %s). Hãy chọn ngày chuyển từ %s trở đi; "
	            "nếu biến động ấy ghi nhầm thì trường đang có người này huỷ nó trước.", day, last, last);
}
