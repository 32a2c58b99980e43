/* school_rows.c - schools from rows of a province's register. */
#include "domain/unit/school_rows.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"

enum column {
	COL_CODE,
	COL_NAME,
	COL_UNIT,
	COL_LEVELS,
	COL_STATUS,
	COL_OWNERSHIP,
	COL_KIND,
	COL_COMMUNE,
	COL_DISTRICT,
	COL_PROVINCE,
	COL_QUALITY,
	COL_REQUIRED, /* above: obligatory */
	COL_ADDRESS = COL_REQUIRED,
	COL_HAMLET,
	COL_DIFFICULT,
	COL_BORDER,
	COL_PARTY,
	COL_WEBSITE,
	COL_PHONE,
	COL_EMAIL,
	COL_FAX,
	COL_FOUNDED,
	COL_PRINCIPAL,
	COL_PRINCIPAL_PHONE,
	COL_OFFICE,
	COL__COUNT
};
static const char *const titles[COL__COUNT] = {
	[COL_CODE] = "MA_TRUONG",
	[COL_NAME] = "TEN_TRUONG_HOC",
	[COL_UNIT] = "MA_DON_VI",
	[COL_LEVELS] = "CAP_HOC",
	[COL_STATUS] = "TRANG_THAI",
	[COL_OWNERSHIP] = "LOAI_HINH_DAO_TAO",
	[COL_KIND] = "LOAI_HINH_TRUONG",
	[COL_COMMUNE] = "MA_XA_PHUONG",
	[COL_DISTRICT] = "MA_QUAN_HUYEN",
	[COL_PROVINCE] = "MA_TINH_THANH",
	[COL_QUALITY] = "CHUAN_QUOC_GIA",
	[COL_ADDRESS] = "DIA_CHI",
	[COL_HAMLET] = "MA_TO_THON",
	[COL_DIFFICULT] = "VUNG_KHO_KHAN",
	[COL_BORDER] = "VUNG_BIEN_GIOI",
	[COL_PARTY] = "CHI_BO_DANG",
	[COL_WEBSITE] = "WEBSITE",
	[COL_PHONE] = "SDT",
	[COL_EMAIL] = "EMAIL",
	[COL_FAX] = "FAX",
	[COL_FOUNDED] = "NGAY_THANH_LAP",
	[COL_PRINCIPAL] = "TEN_HIEU_TRUONG",
	[COL_PRINCIPAL_PHONE] = "SDT_HIEU_TRUONG",
	[COL_OFFICE] = "ID_PHONG",
};

enum { HEADER_WITHIN = 12 };

/* ---- the register's codes, and ours ---- */

enum { PRIMARY = 1, LOWER = 2, UPPER = 4, NURSERY = 8, KINDERGARTEN = 16, CONTINUING = 32 };

/* CAP_HOC is a string of such digits: "45" nursery and kindergarten, "12" primary and lower secondary. */
static const struct {
	char digit;
	int bit;
} level_digits[] = {{'1', PRIMARY}, {'2', LOWER}, {'3', UPPER}, {'4', NURSERY}, {'5', KINDERGARTEN}, {'6', CONTINUING}};

struct mapping {
	const char *theirs, *ours;
};

/* TRANG_THAI: 759 with 1; 30 with 0, closed or merged; 24 with -1, some of them older records of
 * a school that is there again. */
static const struct mapping statuses[] = {{"1", "01"}, {"0", "06"}, {"-1", "99"}};

/* LOAI_HINH_DAO_TAO: 1 all state schools; 2 private groups and schools; 5 three schools outside the state sector.
 * 4 stands at five unlike institutions (a people-founded school, colleges), so it tells nothing; 3 never occurs. */
static const struct mapping ownerships[] = {{"1", "01"}, {"2", "09"}, {"5", "02"}, {"4", NULL}};

/* CHUAN_QUOC_GIA: 1 and 2 are the levels.  3 stands at six new or closed ones, -1 at three: not clear. */
static const struct mapping qualities[] = {{"0", ""}, {"1", "02"}, {"2", "03"}, {"3", NULL}, {"-1", NULL}};

/* LOAI_HINH_TRUONG: 1 general, 11 preschool, 7 semi-boarding and 2 boarding for ethnic minorities, 6 for the gifted,
 * 12 continuing, 13 vocational and continuing, 18 disabled.  3 stands at private groups and one school,
 * -2 is "not known". */
static const struct mapping kinds[] = {{"1", "07"},  {"11", "13"}, {"7", "01"},  {"2", ""},   {"6", "09"},
                                       {"12", "15"}, {"13", "16"}, {"18", "18"}, {"3", NULL}, {"-2", NULL}};

static const struct {
	int levels;
	const char *group;
} groups[] = {
	{NURSERY | KINDERGARTEN, "01"},
	{KINDERGARTEN, "02"},
	{NURSERY, "03"},
	{PRIMARY, "06"},
	{LOWER, "07"},
	{UPPER, "08"},
	{PRIMARY | LOWER, "09"},
	{LOWER | UPPER, "10"},
	{PRIMARY | LOWER | UPPER, "11"},
	{NURSERY | KINDERGARTEN | PRIMARY, "16"},
	{NURSERY | KINDERGARTEN | PRIMARY | LOWER, "18"},
	{NURSERY | KINDERGARTEN | PRIMARY | LOWER | UPPER, "17"},
};

/* ---- one row ---- */

struct reading {
	struct ctx *c;
	struct school_rows *out;
	const char *cell[COL__COUNT];
	const char *folded; /* the name */
	size_t row;
};

static void PRINTF(2, 3) reject(struct reading *r, const char *fmt, ...)
{
	struct school_rows *s = r->out;
	va_list ap;

	va_start(ap, fmt);
	const char *reason = arena_vfmt(r->c->arena, fmt, ap);
	va_end(ap);
	s->reject = arena_grow(r->c->arena, s->reject, s->n_rejects, &s->rejects_room, sizeof(*s->reject));
	s->reject[s->n_rejects++] = (struct row_reject){r->row, r->cell[COL_CODE], r->cell[COL_NAME], reason};
}

/* A cell that a spreadsheet may have made a number of: "1.0" is "1". */
static const char *number_text(struct arena *a, const char *text)
{
	size_t len = strlen(text);

	if (len > 2 && streq(text + len - 2, ".0") && strspn(text, "0123456789") == len - 2)
		return arena_strndup(a, text, len - 2);
	return text;
}

static const char *optional(struct reading *r, enum column k)
{
	return r->cell[k][0] == '\0' ? NULL : r->cell[k];
}

static void PRINTF(5, 6)
	note(struct reading *r, enum column k, const char *before, const char *after, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	const char *text = arena_vfmt(r->c->arena, fmt, ap);
	va_end(ap);
	input_note_add(&r->out->notes, r->row, titles[k], before, after, "%s", text);
}

/* Ours, "" when the mapping says so, NULL with a note when not clear. */
static const char *mapped(struct reading *r, enum column k, const struct mapping *map, size_t n)
{
	const char *given = r->cell[k];

	for (size_t i = 0; i < n; i++)
		if (streq(map[i].theirs, given) && map[i].ours != NULL)
			return map[i].ours;
	note(r, k, NULL, NULL, "Không rõ nghĩa của %s = “%s”; để trống", titles[k], given);
	return NULL;
}

static enum school_flag flag(struct reading *r, enum column k)
{
	if (streq(r->cell[k], "1"))
		return SCHOOL_YES;
	return streq(r->cell[k], "0") ? SCHOOL_NO : SCHOOL_UNKNOWN;
}

/* Digits with their zeros back; NULL (and a note, unless empty) when it is no such code. */
static const char *place_code(struct reading *r, enum column k, size_t digits, size_t at_least)
{
	const char *given = r->cell[k], *code = unit_code_padded(r->c->arena, given, digits);

	if (given[0] == '\0')
		return NULL;
	if (code == NULL || strspn(given, "0123456789") < at_least) {
		note(r, k, given, "", "%s “%s” không phải mã %zu chữ số; để trống", titles[k], given, digits);
		return NULL;
	}
	if (!streq(code, given))
		note(r, k, given, code, "Mã mất số 0 ở đầu: “%s” thành “%s”", given, code);
	return code;
}

/* A one-digit code can be a Sở or a Phòng that lost zeros: a Phòng when the row's other columns say so too. */
static const char *unit_code(struct reading *r, const char *district, const char *province)
{
	const char *given = r->cell[COL_UNIT];
	const char *so = unit_code_padded(r->c->arena, given, 2), *phong = unit_code_padded(r->c->arena, given, 3);
	const char *office = unit_code_padded(r->c->arena, r->cell[COL_OFFICE], 3), *code = phong;

	if (phong == NULL) {
		code = province;
		note(r, COL_UNIT, given, code, "Đơn vị quản lý “%s” không có trong danh mục Sở, Phòng; ghi về Sở %s",
		     given, code);
		return code;
	}
	if (so != NULL && streq(so, province)) {
		bool is_phong = strlen(given) == 1 && office != NULL && district != NULL && streq(office, phong) &&
		                streq(district, phong);
		code = is_phong ? phong : so;
	}
	if (!streq(code, given))
		note(r, COL_UNIT, given, code, "Mã mất số 0 ở đầu: “%s” thành “%s”", given, code);
	return code;
}

static const char *founded(struct reading *r)
{
	const char *s = r->cell[COL_FOUNDED];
	struct date d = {0};

	if (s[0] == '\0')
		return NULL;
	if (strlen(s) == 10 && s[2] == '/' && s[5] == '/' && strspn(s, "0123456789/") == 10)
		d = (struct date){.day = (int)strtol(s, NULL, 10),
		                  .month = (int)strtol(s + 3, NULL, 10),
		                  .year = (int)strtol(s + 6, NULL, 10)};
	else if (!date_parse(s, &d))
		d.year = 0;
	if (date_is_valid(d))
		return date_text(r->c->arena, d);
	note(r, COL_FOUNDED, s, "", "Ngày thành lập “%s” không phải ngày/tháng/năm; để trống", s);
	return NULL;
}

static int level_bits(struct reading *r)
{
	int bits = 0;

	for (const char *p = r->cell[COL_LEVELS]; *p != '\0'; p++) {
		size_t i = 0;
		while (i < COUNT(level_digits) && level_digits[i].digit != *p)
			i++;
		if (i < COUNT(level_digits))
			bits |= level_digits[i].bit;
		else if (*p != ',' && *p != ' ')
			note(r, COL_LEVELS, NULL, NULL, "Không rõ cấp học “%c”; bỏ qua", *p);
	}
	return bits;
}

static const char *levels_text(struct arena *a, int bits)
{
	struct buf b = buf_in(a);

	if (bits & (NURSERY | KINDERGARTEN))
		buf_put(&b, ",01");
	if (bits & PRIMARY)
		buf_put(&b, ",02");
	if (bits & LOWER)
		buf_put(&b, ",03");
	if (bits & UPPER)
		buf_put(&b, ",04");
	if (bits & CONTINUING)
		buf_put(&b, ",05");
	return buf_text(&b) + (b.len > 0);
}

/* Groups and classes outside a school are told only by their names: "Nhóm trẻ...", "NTMG...", "Cơ sở GDMN độc lập...".
 */
static bool is_independent(const char *folded)
{
	static const char *const begins[] = {"nhom ",        "nt ",    "nt-",   "ntmg", "lop mam non",
	                                     "lop mau giao", "lop mg", "co so", "csmn"};

	for (size_t i = 0; i < COUNT(begins); i++)
		if (strncmp(folded, begins[i], strlen(begins[i])) == 0)
			return true;
	return strstr(folded, "doc lap") != NULL;
}

static const char *level_group(struct reading *r, int bits)
{
	if (bits == CONTINUING)
		return strstr(r->folded, " tinh") != NULL ? "12" : "13";
	if ((bits & ~(NURSERY | KINDERGARTEN)) == 0 && is_independent(r->folded))
		return bits == NURSERY ? "04" : bits == KINDERGARTEN ? "05" : "19";
	for (size_t i = 0; i < COUNT(groups); i++)
		if (groups[i].levels == bits)
			return groups[i].group;
	note(r, COL_LEVELS, NULL, NULL, "Không có nhóm cấp học cho “%s”; để trống", r->cell[COL_LEVELS]);
	return NULL;
}

static const char *school_kind(struct reading *r, int bits)
{
	const char *kind = mapped(r, COL_KIND, kinds, COUNT(kinds));

	if (kind == NULL)
		return NULL;
	if (kind[0] == '\0') /* a boarding school: the province's has upper secondary, a district's has not */
		return bits & UPPER ? "02" : "03";
	bool general = streq(kind, "01") || streq(kind, "07"), continuing = streq(kind, "15") || streq(kind, "16");
	if ((general && !(bits & (PRIMARY | LOWER | UPPER))) || (continuing && !(bits & CONTINUING))) {
		note(r, COL_KIND, NULL, NULL, "Loại trường “%s” không hợp với cấp học “%s”; để trống",
		     r->cell[COL_KIND], r->cell[COL_LEVELS]);
		return NULL;
	}
	return kind;
}

static bool is_acceptable(struct reading *r, int bits)
{
	if (r->cell[COL_CODE][0] == '\0')
		reject(r, "Thiếu mã trường");
	else if (r->cell[COL_NAME][0] == '\0')
		reject(r, "Thiếu tên trường");
	else if (strncmp(r->folded, "test ", 5) == 0)
		reject(r, "“%s” là dòng thử nghiệm, không phải trường", r->cell[COL_NAME]);
	else if (bits == 0)
		reject(r, "Thiếu cấp học hoặc cấp học “%s” không rõ", r->cell[COL_LEVELS]);
	else if (unit_code_padded(r->c->arena, r->cell[COL_PROVINCE], 2) == NULL)
		reject(r, "Mã tỉnh “%s” không đúng dạng", r->cell[COL_PROVINCE]);
	else
		return true;
	return false;
}

static void read_row(struct reading *r)
{
	struct school_rows *s = r->out;
	struct school_row out = {.code = r->cell[COL_CODE], .name = r->cell[COL_NAME], .row = r->row};

	if (r->cell[COL_CODE][0] == '\0' && r->cell[COL_NAME][0] == '\0')
		return;
	r->folded = text_fold(r->c->arena, out.name);
	int bits = level_bits(r);
	if (!is_acceptable(r, bits))
		return;
	out.province = place_code(r, COL_PROVINCE, 2, 1);
	out.district = place_code(r, COL_DISTRICT, 3, 1);
	out.commune = place_code(r, COL_COMMUNE, 5, 4);
	out.unit_code = unit_code(r, out.district, out.province);
	out.levels = levels_text(r->c->arena, bits);
	out.level_group = level_group(r, bits);
	out.status = mapped(r, COL_STATUS, statuses, COUNT(statuses));
	out.ownership = mapped(r, COL_OWNERSHIP, ownerships, COUNT(ownerships));
	out.kind = school_kind(r, bits);
	out.quality = mapped(r, COL_QUALITY, qualities, COUNT(qualities));
	if (out.quality != NULL && out.quality[0] == '\0')
		out.quality = NULL;
	if (out.status == NULL)
		out.status = "99";
	out.founded = founded(r);
	out.is_difficult = flag(r, COL_DIFFICULT);
	out.is_border = flag(r, COL_BORDER);
	out.has_party_cell = flag(r, COL_PARTY);
	out.address = optional(r, COL_ADDRESS);
	out.hamlet = optional(r, COL_HAMLET);
	out.website = optional(r, COL_WEBSITE);
	out.phone = optional(r, COL_PHONE);
	out.email = optional(r, COL_EMAIL);
	out.fax = optional(r, COL_FAX);
	out.principal_name = optional(r, COL_PRINCIPAL);
	out.principal_phone = optional(r, COL_PRINCIPAL_PHONE);
	s->school = arena_grow(r->c->arena, s->school, s->n_schools, &s->schools_room, sizeof(out));
	s->school[s->n_schools++] = out;
}

/* ---- all rows ---- */

struct keyed {
	const char *key;
	struct school_row *school;
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *p = a, *q = b;
	int order = strcmp(p->key, q->key);

	return order != 0 ? order : (p->school->row > q->school->row) - (p->school->row < q->school->row);
}

/* Two rows of one code: the second cannot be kept under it. */
static void reject_second_codes(struct ctx *c, struct school_rows *s)
{
	struct keyed *k = NEW_N(c->arena, struct keyed, s->n_schools + 1);
	size_t n = 0;

	for (size_t i = 0; i < s->n_schools; i++)
		k[i] = (struct keyed){s->school[i].code, &s->school[i]};
	if (s->n_schools > 0)
		qsort(k, s->n_schools, sizeof(*k), by_key);
	for (size_t i = 1; i < s->n_schools; i++) {
		struct reading r = {.c = c, .out = s, .row = k[i].school->row};
		if (!streq(k[i].key, k[i - 1].key))
			continue;
		r.cell[COL_CODE] = k[i].key;
		r.cell[COL_NAME] = k[i].school->name;
		reject(&r, "Trùng mã trường %s với dòng %zu", k[i].key, k[i - 1].school->row);
		k[i].school->row = 0;
	}
	for (size_t i = 0; i < s->n_schools; i++)
		if (s->school[i].row != 0)
			s->school[n++] = s->school[i];
	s->n_schools = n;
}

/* The same name in the same district: told, and left to a person; nothing is merged here. */
static void note_twins(struct ctx *c, struct school_rows *s)
{
	struct keyed *k = NEW_N(c->arena, struct keyed, s->n_schools + 1);
	size_t i, end;

	for (i = 0; i < s->n_schools; i++) {
		struct school_row *p = &s->school[i];
		const char *name = text_fold(c->arena, p->name);
		name += strncmp(name, "truong ", 7) == 0 ? 7 : 0;
		k[i] = (struct keyed){
			arena_fmt(c->arena, "%s %s", p->district == NULL ? p->unit_code : p->district, name), p};
	}
	if (s->n_schools > 0)
		qsort(k, s->n_schools, sizeof(*k), by_key);
	for (i = 0; i < s->n_schools; i = end) {
		struct school_row *main_one = k[i].school;
		for (end = i + 1; end < s->n_schools && streq(k[end].key, k[i].key); end++)
			if (!streq(main_one->status, "01") && streq(k[end].school->status, "01"))
				main_one = k[end].school;
		for (size_t j = i; j < end && end > i + 1; j++) {
			struct school_row *p = k[j].school;
			if (p == main_one)
				continue;
			p->same_as = main_one->code;
			input_note_add(&s->notes, p->row, titles[COL_CODE], NULL, NULL,
			               "“%s” (mã %s) có thể cùng một trường với mã %s ở dòng %zu", p->name, p->code,
			               main_one->code, main_one->row);
		}
	}
}

static bool find_header(struct ctx *c, const struct place_input *in, size_t n, int *col, size_t *ret_first)
{
	size_t missing = 0;

	for (size_t i = 0; i < n && i < HEADER_WITHIN; i++) {
		input_find_columns(c->arena, &in[i], titles, COL__COUNT, col);
		if (col[COL_CODE] < 0 || col[COL_NAME] < 0)
			continue;
		while (missing < COL_REQUIRED && col[missing] >= 0)
			missing++;
		*ret_first = i + 1;
		return missing == COL_REQUIRED || fail(c, ERR_INVALID, "school.header",
		                                       "Thiếu cột “%s” ở dòng tiêu đề %zu", titles[missing], in[i].row);
	}
	return fail(c, ERR_INVALID, "school.header", "Không tìm thấy dòng tiêu đề có “%s” và “%s”", titles[COL_CODE],
	            titles[COL_NAME]);
}

bool school_rows_read(struct ctx *c, const struct place_input *in, size_t n, struct school_rows *ret)
{
	int col[COL__COUNT];
	size_t i = 0;

	*ret = (struct school_rows){.notes.arena = c->arena};
	if (!find_header(c, in, n, col, &i))
		return false;
	for (; i < n; i++) {
		struct reading r = {.c = c, .out = ret, .row = in[i].row};
		for (size_t k = 0; k < COL__COUNT; k++)
			r.cell[k] = number_text(c->arena, input_cell(c->arena, &in[i], col[k]));
		read_row(&r);
	}
	reject_second_codes(c, ret);
	note_twins(c, ret);
	return true;
}
