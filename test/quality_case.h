/* quality_case.h - for test/quality/rules.json: the values of a record of which a case says nothing else. */
#ifndef QUALITY_CASE_H
#define QUALITY_CASE_H

#include "test.h"

/* NULL: the case says all. */
static inline const char *case_values(const char *type)
{
	static const char *const values[][2] = {
		{ "learner", "{\"full_name\":\"Lê Văn An\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}" },
		{ "staff", "{\"full_name\":\"Lê Thị Hoa\",\"birth_date\":\"1985-03-09\",\"sex\":\"01\"}" },
		{ "staff_year", "{\"staff_group\":\"01\",\"contract_form\":\"01\",\"qualification\":\"04\"}" },
	};

	for (size_t i = 0; i < COUNT(values); i++)
		if (streq(values[i][0], type))
			return values[i][1];
	return NULL;
}

#endif
