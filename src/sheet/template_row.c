/* template_row.c - what each row of a school's list is: a person, a class, a total, a signature. */
#include "sheet/template.h"
#include "sheet/title.h"

enum { TITLE_MAX_BYTES = 160, FEW = 4 };

struct census {
	size_t filled;        /* cells with something */
	size_t known;         /* of these, in columns of the template other than STT */
	size_t required_empty;
	size_t required;
	bool ordinal_expected, has_ordinal; /* is there an STT, and a number under it */
	bool has_day;
};

static const struct template_column *target_of(const struct match *m, size_t column)
{
	if (column >= m->n_columns || m->column[column].target == MATCH_NONE)
		return NULL;
	return &m->template->column[m->column[column].target];
}

bool sheet_cell_is_day(const struct cell *cell)
{
	const char *s = cell->text;

	if (cell->kind != CELL_TEXT || cell->len < 8 || cell->len > 10)
		return cell->kind == CELL_DATE;
	for (int part = 0; part < 2; part++) {
		size_t n = strspn(s, "0123456789");
		if (n == 0 || n > 2 || strchr("/-.", s[n]) == NULL)
			return false;
		s += n + 1;
	}
	return strspn(s, "0123456789") == 4 && s[4] == '\0';
}

static struct census take_census(const struct match *m, const struct table_row *row)
{
	struct census n = { 0 };
	size_t columns = row->n_cells > m->n_columns ? row->n_cells : m->n_columns;

	for (size_t i = 0; i < columns; i++) {
		bool filled = i < row->n_cells && row->cell[i].kind != CELL_EMPTY;
		const struct template_column *t = target_of(m, i);
		n.filled += filled;
		n.has_day = n.has_day || (filled && (sheet_cell_is_day(&row->cell[i]) || (i < m->n_columns && m->column[i].is_day)));
		if (t == NULL)
			continue;
		if (t->ordinal) {
			n.ordinal_expected = true;
			n.has_ordinal = filled && strspn(row->cell[i].text, "0123456789.") == row->cell[i].len;
			continue;
		}
		n.known += filled;
		n.required += t->required;
		n.required_empty += t->required && !filled;
	}
	return n;
}

/* ---- the header again ---- */

static bool is_title_here(struct arena *a, const struct match *m, size_t column, const struct cell *cell)
{
	const char *text = cell->kind == CELL_TEXT && cell->len <= TITLE_MAX_BYTES ? cell_title(a, cell) : NULL;

	if (column >= m->n_columns || text == NULL)
		return false;
	const struct match_column *mc = &m->column[column];
	const char *key = title_key(a, text);
	for (size_t i = 0; i < mc->n_keys; i++)
		if (streq(key, mc->keys[i]))
			return true;
	return false;
}

/* Most cells say what the header says there.  Nearly every row fails at its first two texts. */
static bool is_header(struct arena *a, const struct match *m, const struct table_row *row, size_t filled)
{
	size_t tried = 0, hits = 0;

	for (size_t i = 0; i < row->n_cells && i < m->n_columns; i++) {
		if (row->cell[i].kind != CELL_TEXT)
			continue;
		tried++;
		hits += is_title_here(a, m, i, &row->cell[i]);
		if (tried == 2 && hits == 0)
			return false;
	}
	return hits * 5 >= filled * 3 && (hits >= 2 || (hits == 1 && m->n_known == 1));
}

/* "A B C 1 2 3" or "(1) (2) (3)" under a header; "7 8 9" counts nothing from its beginning. */
static bool numbers_columns(const struct table_row *row, size_t filled)
{
	long before = -1;
	size_t n_numbers = 0;

	if (filled < 3)
		return false;
	for (size_t i = 0; i < row->n_cells; i++) {
		const struct cell *cell = &row->cell[i];
		const char *s = cell->text + (cell->text[0] == '(');
		size_t digits = strspn(s, "0123456789");
		if (cell->kind == CELL_EMPTY)
			continue;
		if (digits == 0 && s[0] >= 'A' && s[0] <= 'Z' && (s[1] == '\0' || streq(s + 1, ")")))
			continue;
		if (digits == 0 || digits > 3 || (s[digits] != '\0' && !streq(s + digits, ")")))
			return false;
		long n = (s[0] - '0') * (digits == 3 ? 100 : digits == 2 ? 10 : 1);
		if (digits > 1)
			n += (s[1] - '0') * (digits == 3 ? 10 : 1);
		if (digits > 2)
			n += s[2] - '0';
		if (before >= 0 ? n != before + 1 : n != 1 && n != (long)i + 1)
			return false;
		before = n;
		n_numbers++;
	}
	return n_numbers >= 2;
}

/* "(tên lớp) (dd/mm/yyyy)" under a header: what it wants there. */
static bool explains_columns(const struct table_row *row, size_t filled)
{
	for (size_t i = 0; i < row->n_cells; i++) {
		const struct cell *cell = &row->cell[i];
		if (cell->kind != CELL_EMPTY && (cell->kind != CELL_TEXT || cell->text[0] != '(' || cell->text[cell->len - 1] != ')'))
			return false;
	}
	return filled >= 2;
}

/* ---- notes ---- */

static bool begins_with_one_of(const char *lower, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strncmp(lower, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

static bool is_total(const char *lower)
{
	static const char *const words[] = { "tổng số", "tổng cộng", "tổng:", "cộng:", "cộng hòa xã hội", "cộng hoà xã hội", "total", "bằng chữ" };

	return begins_with_one_of(lower, words, COUNT(words)) || streq(lower, "tổng") || streq(lower, "cộng");
}

static bool is_signature(const char *lower)
{
	static const char *const words[] = {
		"người lập", "người kiểm tra", "người báo cáo", "người tổng hợp", "người thống kê", "cán bộ lập", "hiệu trưởng", "phó hiệu trưởng",
		"p. hiệu trưởng", "p.hiệu trưởng", "ban giám hiệu", "bgh", "thủ trưởng", "giám đốc", "phó giám đốc", "trưởng phòng", "chủ tịch", "tổ trưởng",
		"phụ trách", "giáo viên chủ nhiệm", "gvcn", "kế toán", "thủ quỹ", "thư ký", "văn thư", "xác nhận", "duyệt của", "nơi nhận", "kt.", "tm.", "t/m",
		"tl.", "tuq.", "(ký", "ký tên", "(đã ký",
	};
	const char *day = strstr(lower, "ngày");

	return begins_with_one_of(lower, words, COUNT(words)) || (day != NULL && strstr(day, "tháng") != NULL);
}

/* "dd/mm/yyyy", "(nn/tt/nnnn)" below the title of a day */
static bool is_form_of_day(const char *lower)
{
	return (strstr(lower, "yy") != NULL && lower[strspn(lower, "dmy/-. ()*")] == '\0') || (strstr(lower, "nn") != NULL && lower[strspn(lower, "nt/-. ()*")] == '\0');
}

/* When the list was printed, and its page. */
static bool is_print(const char *lower)
{
	static const char *const words[] = {
		"ngày in", "in ngày", "in lúc", "ngày xuất", "xuất ngày", "ngày lập", "lập ngày", "ngày tạo", "ngày kết xuất", "ngày báo cáo", "ngày cập nhật", "cập nhật ngày",
		"cập nhật lúc", "cập nhật đến", "thời gian in", "thời gian xuất", "thời điểm in", "thời điểm xuất", "tính đến", "số liệu tính đến", "trang ",
	};

	return begins_with_one_of(lower, words, COUNT(words));
}

static bool is_heading(const char *lower)
{
	static const char *const words[] = {
		"danh sách", "ấn định", "ghi chú", "lưu ý", "* ", "sở giáo dục", "sở gd", "phòng giáo dục", "phòng gd",
		"bộ giáo dục", "ubnd", "ủy ban nhân dân", "uỷ ban nhân dân", "trường ", "năm học", "độc lập", "biểu mẫu", "mẫu ",
		"khối ", "trong đó", "sĩ số",
	};

	return begins_with_one_of(lower, words, COUNT(words));
}

/* "Cộng lớp 1M: 1 em", "Tất cả có 35 học sinh": a sum in words. */
static bool says_how_many(const char *lower)
{
	static const char *const sums[] = { "tổng ", "cộng ", "t.cộng", "t. cộng", "tc:", "tc ", "ts:", "ts ", "tất cả", "số lượng", "sĩ số", "gồm ", "có ", "nam:", "nữ:" };
	static const char *const what[] = { "em", "học sinh", "hs", "người", "trẻ", "cháu", "bạn", "nữ", "nam", "hồ sơ", "dòng", "lớp", "cán bộ", "giáo viên", "gv" };
	const char *digit = strpbrk(lower, "0123456789");

	if (digit != NULL && begins_with_one_of(lower, sums, COUNT(sums)))
		return true;
	for (; digit != NULL; digit = strpbrk(digit, "0123456789")) {
		digit += strspn(digit, "0123456789");
		const char *word = digit + strspn(digit, " ");
		for (size_t i = 0; i < COUNT(what); i++)
			if (strncmp(word, what[i], strlen(what[i])) == 0 && strchr(" .,;:)", word[strlen(what[i])]) != NULL)
				return true;
	}
	return false;
}

/* ---- statistics ---- */

/* "Tỉ lệ %:", "Trung bình", "SL": whole, for what goes on may be a name. */
static bool is_statistic(const char *lower)
{
	static const char *const words[] = {
		"tỉ lệ", "tỷ lệ", "tỉ lệ phần trăm", "tỷ lệ phần trăm", "phần trăm", "trung bình", "trung bình chung", "trung bình cộng", "trung bình môn",
		"điểm trung bình", "điểm tb", "tb", "tbc", "bình quân", "bq", "sl", "s.l", "số lượng", "s.lượng", "cộng dồn", "cộng chung", "t.số", "t. số", "ts",
		"tổng", "cộng", "lũy kế", "luỹ kế", "cao nhất", "thấp nhất", "số hs", "số học sinh", "số em", "số trẻ", "số nữ", "số nam",
	};
	size_t n = strlen(lower);

	while (n > 0 && strchr(" :.%()=", lower[n - 1]) != NULL)
		n--;
	for (size_t i = 0; i < COUNT(words); i++)
		if (strlen(words[i]) == n && memcmp(lower, words[i], n) == 0)
			return true;
	return n == 0 && strchr(lower, '%') != NULL;
}

/* What stands among the figures beside such a word. */
static bool is_part(const char *lower)
{
	static const char *const words[] = { "nữ", "nam", "trong đó", "dân tộc", "dtts", "khuyết tật" };

	return begins_with_one_of(lower, words, COUNT(words));
}

/* "35", "48,6%", "17/35", "35 em", or a formula that had nothing to divide by. */
static bool is_figure(const struct cell *cell, const char *lower)
{
	return cell->kind == CELL_NUMBER || cell->kind == CELL_ERROR ||
	       (cell->kind == CELL_TEXT && (lower[strspn(lower, "0123456789.,%/+-() ")] == '\0' ? strpbrk(lower, "0123456789") != NULL : says_how_many(lower)));
}

bool sheet_row_is_statistic(struct arena *a, const struct match *m, const struct table_row *row)
{
	const struct census n = take_census(m, row);
	size_t figures = 0, words = 0;

	for (size_t i = 0; !n.has_ordinal && i < row->n_cells; i++) {
		const struct cell *cell = &row->cell[i];
		if (cell->kind == CELL_EMPTY)
			continue;
		const char *lower = title_lower(a, cell->text);
		if (sheet_cell_is_day(cell) || !(is_figure(cell, lower) || is_statistic(lower) || is_total(lower) || (words > 0 && is_part(lower))))
			return false;
		is_figure(cell, lower) ? figures++ : words++;
	}
	return figures > 0 && words > 0;
}

/* Not counting what stands under STT. */
static const struct cell *first_text(const struct table_row *row, const struct match *m)
{
	for (size_t i = 0; i < row->n_cells; i++) {
		const struct template_column *t = target_of(m, i);
		if (row->cell[i].kind == CELL_TEXT && !(t != NULL && t->ordinal && row->cell[i].len < 5))
			return &row->cell[i];
	}
	return NULL;
}

enum remark sheet_remark(struct arena *a, const char *text)
{
	const char *lower = title_lower(a, text);

	if (is_total(lower) || says_how_many(lower))
		return REMARK_SUM;
	return is_signature(lower) ? REMARK_SIGNATURE : is_heading(lower) || is_form_of_day(lower) || is_print(lower) ? REMARK_HEADING : REMARK_NONE;
}

static bool has_remark(struct arena *a, const struct table_row *row)
{
	for (size_t i = 0; i < row->n_cells; i++)
		if (row->cell[i].kind == CELL_TEXT && sheet_remark(a, row->cell[i].text) != REMARK_NONE)
			return true;
	return false;
}

static const char *section_of(struct arena *a, const struct table_row *row)
{
	for (size_t i = 0; i < row->n_cells; i++) {
		const char *name = row->cell[i].kind == CELL_TEXT ? title_class(a, row->cell[i].text) : NULL;
		if (name != NULL)
			return name;
	}
	return NULL;
}

/* Could the row be a person after all?  Then the words in it prove nothing.  A sheet
 * that numbers its people numbers all of them, but who has a birth date is one. */
static bool may_be_data(const struct match *m, const struct census *n)
{
	if (n->ordinal_expected)
		return n->has_ordinal || (n->has_day && n->required > 0 && n->required_empty == 0);
	if (n->filled == 1 && m->n_known > 1)
		return false;
	if (n->required > 0)
		return n->required_empty == 0 && n->known > 0;
	return n->known * 2 > m->n_known;
}

/* "15", "15 trường" */
static bool counts_only(struct arena *a, const struct table_row *row, const struct cell *but)
{
	for (size_t i = 0; i < row->n_cells; i++) {
		const struct cell *cell = &row->cell[i];
		if (cell == but || cell->kind == CELL_EMPTY)
			continue;
		const size_t digits = cell->kind == CELL_DATE ? 0 : strspn(cell->text, "0123456789.");
		const char *unit = title_lower(a, cell->text) + digits;
		if (*unit != '\0' && strncmp(unit, " trường", strlen(" trường")) != 0 && strncmp(unit, " cơ sở", strlen(" cơ sở")) != 0 && !says_how_many(unit - digits))
			return false;
	}
	return true;
}

static bool is_total_row(struct arena *a, const struct match *m, const struct table_row *row, const struct census *n)
{
	const struct cell *text = first_text(row, m);

	if (n->has_ordinal || (!n->ordinal_expected && n->required >= 2 && n->required_empty == 0 && !counts_only(a, row, text)))
		return false;
	return text != NULL && strchr("tTcC", text->text[0]) != NULL && is_total(title_lower(a, text->text));
}

bool sheet_row_is_total(struct arena *a, const struct match *m, const struct table_row *row)
{
	const struct census n = take_census(m, row);

	return is_total_row(a, m, row, &n);
}

enum row_kind sheet_row_kind(struct arena *a, const struct match *m, const struct table_row *row, const char **ret_section)
{
	struct census n = take_census(m, row);
	bool few = n.filled <= FEW && !may_be_data(m, &n);

	*ret_section = NULL;
	if (row->number >= m->header_first && row->number <= m->header_last)
		return ROW_HEADER_AGAIN;
	if (few)
		*ret_section = section_of(a, row);
	if (*ret_section != NULL)
		return ROW_SECTION;
	if (row->number < m->header_first)
		return ROW_NOTE;
	if (is_header(a, m, row, n.filled) || numbers_columns(row, n.filled) || explains_columns(row, n.filled))
		return ROW_HEADER_AGAIN;
	if (n.known == 0 || is_total_row(a, m, row, &n) || sheet_row_is_statistic(a, m, row) || (few && has_remark(a, row)))
		return ROW_NOTE;
	return ROW_DATA;
}
