/* import_left.c - sheets of the file that are not taken: of another template, hidden, lost; each is told. */
#include "domain/import/import_plan.h"

enum { STAFF_AGE = 16, NAMES_TOLD = 3, SAME_MORE = 3 };

/* The catalogue's templates, the one that is taken first: of equals it counts. */
struct others {
	const struct sheet_template **sheet;
	const struct template **template;
	size_t *more, n;
};

static bool takes_staff(const struct sheet_template *s)
{
	return s->creates && streq(s->record[0].type->name, "staff");
}

/* Another one of the same people must explain several titles more. */
static bool read_others(struct plan *plan, struct others *ret)
{
	const struct catalog *k = plan->c->catalog;
	struct arena *a = plan->c->arena;

	*ret = (struct others){ .sheet = NEW_N(a, const struct sheet_template *, k->n_sheets), .template = NEW_N(a, const struct template *, k->n_sheets),
		                .more = NEW_N(a, size_t, k->n_sheets) };
	ret->sheet[ret->n++] = plan->sheet;
	for (size_t i = 0; i < k->n_sheets; i++)
		if (&k->sheet[i] != plan->sheet && k->sheet[i].record[0].type->is_unit == plan->known.type->is_unit)
			ret->sheet[ret->n++] = &k->sheet[i];
	for (size_t i = 0; i < ret->n; i++)
		ret->more[i] = ret->sheet[i]->record[0].type == plan->known.type ? SAME_MORE : 1;
	return import_read_templates(plan, ret->sheet, ret->n, ret->template);
}

static bool is_young(const struct plan *plan, const struct match *m)
{
	const int year = import_birth_year(plan, m);

	return year != 0 && plan->o->school_year - year < STAFF_AGE;
}

/* Whatever its titles say, children are no staff. */
static bool is_of_another(struct plan *plan, const struct matches *m, const struct match *item, const struct others *others)
{
	const size_t better = sheet_left_better(plan->c->arena, m, item, others->template, others->more, others->n);

	return better < others->n && !(takes_staff(others->sheet[better]) && is_young(plan, item));
}

static void keep_own(struct plan *plan, struct matches *m, const struct others *others, struct left *left)
{
	struct match *kept = NEW_N(plan->c->arena, struct match, m->n);
	const struct match *best = m->best;
	size_t n = 0;

	left->young = NEW_N(plan->c->arena, const char *, m->n);
	for (size_t i = 0; i < m->n; i++) {
		const struct match *item = &m->item[i];
		const bool young = item != best && takes_staff(plan->sheet) && is_young(plan, item);
		if (young)
			left->young[left->n_young++] = item->sheet_name;
		if (young || (item != best && is_of_another(plan, m, item, others)))
			continue;
		m->best = item == best ? &kept[n] : m->best;
		kept[n++] = *item;
	}
	m->item = kept;
	m->n = n;
}

bool import_left_find(struct plan *plan, struct matches *m, struct left *ret)
{
	struct others others;

	*ret = (struct left){ 0 };
	if (m->n == 1 && sheet_left_count(m) == 0)
		return true;
	if (!read_others(plan, &others))
		return false;
	keep_own(plan, m, &others, ret);
	ret->n = sheet_left_find(plan->c->arena, m, others.template, others.n, &ret->sheet);
	return true;
}

/* ---- told ---- */

/* As a sheet of its own, whose content is not there or not taken. */
static struct page *add_other(struct plan *plan, const char *name)
{
	struct match *m = NEW(plan->c->arena, struct match);
	struct page *page = &plan->rows.page[plan->rows.n_pages++];

	*m = (struct match){ .template = plan->rows.page[0].match->template, .sheet = SIZE_MAX, .sheet_name = name };
	import_place_columns(plan, page, m);
	return page;
}

/* "«1A», «1B»" */
static const char *names_taken(struct plan *plan, const struct matches *m)
{
	struct arena *a = plan->c->arena;
	const char *ret = "";

	for (size_t i = 0; i < m->n && i < NAMES_TOLD; i++)
		ret = arena_fmt(a, "%s%s«%s»", ret, i == 0 ? "" : ", ", m->item[i].sheet_name);
	return m->n <= NAMES_TOLD ? ret : arena_fmt(a, "%s và %zu trang khác", ret, m->n - NAMES_TOLD);
}

static bool has_name(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (streq(names[i], name))
			return true;
	return false;
}

static const char *label_of_pupils(const struct plan *plan)
{
	const struct catalog *k = plan->c->catalog;

	for (size_t i = 0; i < k->n_sheets; i++)
		if (import_takes_pupils(&k->sheet[i]))
			return k->sheet[i].label;
	return "";
}

static void add_left(struct plan *plan, const struct matches *m, const struct left *all, const struct sheet_left *left)
{
	struct page *page = add_other(plan, left->name);
	const char *own = page->match->template->name, *label = left->template->name;
	const bool young = streq(label, own) && has_name(all->young, all->n_young, left->name);

	if (young)
		label = label_of_pupils(plan);
	if (left->late)
		note_page(plan, page, "import.sheet_left", "Trang «%s» có danh sách mà dòng tiêu đề ở dưới 30 dòng đầu (dòng %zu) nên không được nạp. Hãy xoá bớt các dòng "
		          "phía trên rồi nạp lại.", left->name, left->header_last);
	else if (!streq(label, own))
		note_page(plan, page, "import.sheet_left", "Mỗi lần chỉ nạp được các trang cùng một mẫu: trang %s đã lấy theo mẫu «%s»; trang «%s» theo mẫu «%s»%s nên không "
		          "được nạp. Hãy nạp lại chính tệp này và chọn mẫu «%s».", names_taken(plan, m), own, left->name, label,
		          young ? " (phần lớn là trẻ em)" : "", label);
	else if (left->missing != NULL)
		note_page(plan, page, "import.sheet_left", "Trang «%s» có các dòng như của danh sách mà dòng tiêu đề (dòng %zu) không có cột %s nên không được nạp. Hãy sửa tên "
		          "cột theo trang được nạp rồi nạp lại.", left->name, left->header_last, left->missing);
	else
		note_page(plan, page, "import.sheet_left", "Trang «%s» có các dòng như của danh sách mà ít cột có tên trùng với trang được nạp nên không được nạp. Hãy sửa tên "
		          "cột ở dòng %zu theo trang ấy rồi nạp lại.", left->name, left->header_last);
}

static void add_hidden(struct plan *plan, const char *name, const char *label)
{
	struct page *page = add_other(plan, name);

	if (streq(label, page->match->template->name))
		note_page_warning(plan, page, "import.sheet_hidden", "Trang «%s» có các dòng như của danh sách này nhưng đang ẩn nên không được nạp. Nếu "
		                  "cần nạp, hãy bỏ ẩn trang ấy trong Excel (bấm chuột phải vào tên một trang, chọn Unhide) rồi nạp lại.", name);
	else
		note_page_warning(plan, page, "import.sheet_hidden", "Trang «%s» đang ẩn có danh sách theo mẫu «%s» nên không được nạp. Nếu cần nạp, hãy bỏ ẩn "
		                  "trang ấy trong Excel (bấm chuột phải vào tên một trang, chọn Unhide) rồi nạp lại chính tệp này và chọn mẫu «%s».", name, label, label);
}

static bool is_left(const struct left *left, const char *name)
{
	for (size_t i = 0; i < left->n; i++)
		if (streq(left->sheet[i].name, name))
			return true;
	return false;
}

void import_left_tell(struct plan *plan, const struct matches *m, const struct left *left)
{
	for (size_t i = 0; i < left->n; i++)
		if (!left->sheet[i].hidden)
			add_left(plan, m, left, &left->sheet[i]);
	for (size_t i = 0; i < left->n; i++)
		if (left->sheet[i].hidden)
			add_hidden(plan, left->sheet[i].name, left->sheet[i].template->name);
	for (size_t i = 0; i < m->n_hidden; i++)
		if (!is_left(left, m->hidden[i]))
			add_hidden(plan, m->hidden[i], plan->rows.page[0].match->template->name);
	for (size_t i = 0; i < m->n_lost; i++) {
		const char *name = m->lost[i].name;
		note_page(plan, add_other(plan, name), "import.sheet_lost", "%s «%s»%s, nên trang ấy chưa được nạp; các trang khác vẫn nạp. Hãy mở tệp bằng Excel, xem lại "
		          "trang ấy, lưu rồi nạp thêm.", m->lost[i].key == NULL ? "Trong tệp không có nội dung của trang" : "Trang", name,
		          m->lost[i].key == NULL ? "" : " bị hỏng trong tệp, không đọc được");
	}
}
