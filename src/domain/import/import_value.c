/* import_value.c - from a cell to the value of a field, each with what is to be said about it. */
#include "base/text.h"
#include "catalog/mapping.h"
#include "catalog/pattern.h"
#include "domain/import/import_plan.h"
#include "sheet/value.h"

enum { NAMED_MAX = 14 }; /* lists up to this length are told in full */

void taker_open(struct taker *t, struct plan *plan)
{
	*t = (struct taker){ .plan = plan, .own = *plan->c, .known = NEW_N(plan->c->arena, struct map, plan->sheet->n_columns) };
	t->own.arena = arena_new();
}

static struct taken wrong(struct taker *t, const char *key, const char *message)
{
	return (struct taken){ .key = key, .message = arena_strdup(t->plan->c->arena, message) };
}

static const struct list *list_of(const struct plan *plan, size_t slot)
{
	const struct sheet_column *col = &plan->sheet->column[slot];

	return col->field != NULL ? col->field->list : col->use == USE_STATUS ? col->type->statuses : NULL;
}

static const char *known_names(struct arena *a, const struct list *list)
{
	struct buf b = buf_in(a);
	size_t n = list->n_items <= NAMED_MAX ? list->n_items : 5;

	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s«%s»", i == 0 ? "" : ", ", list->item[i].name);
	return buf_fmt(&b, "%s", n < list->n_items ? "…" : ""), buf_text(&b);
}

static bool means_none(const char *folded)
{
	static const char *const words[] = { "khong", "khong co", "khong ro", "khong biet", "chua co", "chua ro", "chua biet", "ko", "ko co", "-", "--", "/", "0" };

	for (size_t i = 0; i < COUNT(words); i++)
		if (streq(folded, words[i]))
			return true;
	return false;
}

/* "19164301.0": what a program made of a column of digits. */
static const char *whole_number(struct arena *a, const char *text)
{
	const size_t digits = strspn(text, "0123456789");

	return digits > 0 && streq(text + digits, ".0") ? arena_strndup(a, text, digits) : text;
}

/* A number says what it says in the system it comes from, or nothing. */
static const struct list_item *find_code(struct arena *a, const struct sheet_column *col, const struct list *list, const char *text, const char *folded)
{
	const struct list_item *it = list_find_name(list, folded);

	if (it != NULL || col->codes == NULL)
		return it != NULL ? it : list_find_number(a, list, text);
	const char *ours = mapping_ours(col->codes, whole_number(a, text));
	return ours == NULL ? NULL : list_find(list, ours, NULL);
}

static struct taken take_code(struct taker *t, const struct sheet_column *col, const struct list *list, const struct cell *cell)
{
	struct arena *a = t->own.arena;
	struct value v = streq(list->name, "sex") ? value_sex(a, cell) : value_text(a, cell);

	if (v.verdict == VALUE_ERROR)
		return wrong(t, v.key, v.message);
	if (v.text == NULL)
		return (struct taken){ 0 };
	const char *folded = text_fold(a, v.text);
	const struct list_item *it = find_code(a, col, list, v.text, folded);
	if (it == NULL && cell->shown != NULL)
		it = find_code(a, col, list, cell->text, cell->text);
	if (it != NULL)
		return (struct taken){ .value = val_text(it->code) };
	if (means_none(folded) && col->codes == NULL)
		return (struct taken){ 0 };
	return wrong(t, "import.code", arena_fmt(a, "«%.60s» không có trong danh mục %s. Hãy ghi đúng tên trong danh mục: %s.", v.text,
	                                         list->label, known_names(a, list)));
}

/* The same few names stand in every row: each is looked up once. */
static struct taken take_code_once(struct taker *t, size_t slot, const struct cell *cell)
{
	struct arena *a = t->plan->c->arena;
	size_t known = cell->kind == CELL_TEXT && !cell->unclean ? map_get(&t->known[slot], cell->text) : 0;

	if (known != 0)
		return t->taken[known - 1];
	struct taken new = take_code(t, &t->plan->sheet->column[slot], list_of(t->plan, slot), cell);
	if (cell->kind != CELL_TEXT || cell->unclean || t->n_taken == 10000)
		return new;
	t->taken = arena_grow(a, t->taken, t->n_taken, &t->taken_room, sizeof *t->taken);
	t->taken[t->n_taken++] = new;
	*map_put(a, &t->known[slot], arena_strdup(a, cell->text)) = t->n_taken;
	return new;
}

/* Excel made a day of "3/4", or a truth of a word: what was typed is gone. */
static struct value read_words(struct arena *a, const struct sheet_column *col, const struct cell *cell)
{
	struct value v = value_text(a, cell);

	if (cell->kind != CELL_DATE && cell->kind != CELL_BOOL)
		return v;
	const char *what = cell->kind == CELL_DATE ? "một ngày" : "giá trị đúng/sai của Excel";
	v.key = cell->kind == CELL_DATE ? "import.words_date" : "import.words_bool";
	if (col->field == NULL || col->field->required || col->field->pattern != NULL) {
		v.verdict = VALUE_ERROR;
		v.message = arena_fmt(a, "Ô này chứa %s (%s), có lẽ do Excel tự đổi chữ đã gõ. Hãy định dạng cột là Văn bản (Text) rồi gõ lại.", what, v.text);
	} else {
		v.verdict = VALUE_WARN;
		v.message = arena_fmt(a, "Ô này chứa %s nên được ghi là «%s»; có thể Excel tự đổi chữ đã gõ. Nếu vậy, hãy định dạng cột là Văn bản (Text) rồi gõ lại.",
		                      what, v.text);
	}
	return v;
}

static struct value read_class(struct arena *a, const struct sheet_column *col, const struct cell *cell)
{
	if (cell->kind == CELL_BOOL)
		return read_words(a, col, cell);
	if (cell->kind == CELL_DATE)
		return (struct value){ VALUE_ERROR, NULL, "import.class_date",
		                       "Ô lớp chứa một ngày: Excel tự đổi tên lớp như 1/2 thành ngày tháng. Hãy định dạng cột lớp là Văn bản "
		                       "(Text) rồi gõ lại tên lớp." };
	struct value v = value_text(a, cell);
	if (v.text != NULL && text_length(v.text) > 50)
		return (struct value){ VALUE_ERROR, NULL, "import.class_long",
		                       "Tên lớp dài quá 50 ký tự. Hãy xem lại ô này có đúng là tên lớp không." };
	if (v.text != NULL)
		v.text = class_name(a, v.text);
	return v;
}

static size_t count_digits(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += *s >= '0' && *s <= '9';
	return n;
}

static struct value read_identity(struct arena *a, const struct cell *cell)
{
	struct value v = value_identity(a, cell);

	if (v.verdict != VALUE_OK || v.text == NULL || count_digits(cell->shown != NULL ? cell->shown : cell->text) == strlen(v.text))
		return v;
	v.verdict = VALUE_WARN;
	v.key = "import.identity_repaired";
	v.message = arena_fmt(a, "Số định danh «%s» thiếu số 0 ở đầu (Excel làm mất), đã hiểu là %s. Hãy đối chiếu với giấy tờ gốc.",
	                      cell->text, v.text);
	return v;
}

/* A mark under "Nữ" or "Nam", or the word itself. */
static struct value read_sex_mark(struct arena *a, const char *word, const struct cell *cell)
{
	const char *said = text_fold(a, cell->text);

	if (streq(said, "nu") || streq(said, "nam"))
		return (struct value){ .verdict = VALUE_OK, .text = streq(said, word) ? "1" : "0" };
	return value_bool(a, cell);
}

static struct value read_code(struct arena *a, const struct record_type *type, const struct sheet_column *col, const struct cell *cell)
{
	struct value v = read_words(a, col, cell);

	if (v.verdict != VALUE_OK)
		return v;
	if (type->code_scheme == CODE_GIVEN && v.text != NULL)
		v.text = whole_number(a, v.text);
	if (type->code_scheme != CODE_PERSON || v.text == NULL || subject_code_is_temporary(v.text))
		return v;
	v = value_code(a, cell, 10);
	if (v.verdict == VALUE_OK && count_digits(v.text) == 10 && strncmp(v.text, "00", 2) != 0)
		return v;
	return (struct value){ VALUE_ERROR, NULL, "import.person_code",
	                       arena_fmt(a, "Mã «%.40s» không đúng: mã định danh của Bộ gồm 10 chữ số%s. Hãy ghi mã của Bộ, hoặc để trống nếu "
	                                 "chưa có mã.", cell->text, count_digits(cell->text) == 12 ?
	                                 " (12 chữ số là số định danh cá nhân)" : "") };
}

static struct value read_plain(struct arena *a, const struct sheet_column *col, const struct cell *cell)
{
	const char *type = col->field == NULL ? "" : col->field->type->name;

	if (streq(type, "date"))
		return value_date(a, cell);
	if (streq(type, "integer"))
		return value_integer(a, cell);
	if (streq(type, "decimal"))
		return value_decimal(a, cell);
	if (streq(type, "boolean"))
		return value_bool(a, cell);
	if (streq(type, "partial_date") && cell->kind == CELL_DATE)
		return value_date(a, cell);
	return read_words(a, col, cell);
}

static bool is_number(const struct field *f)
{
	return streq(f->type->name, "integer") || streq(f->type->name, "decimal");
}

/* Some offices' exports write 36 into every empty cell; in a register of units it is the code of a province. */
static bool is_filler(const struct plan *plan, size_t slot, const struct cell *cell)
{
	const struct field *f = plan->sheet->column[slot].field;

	return !plan->known.type->is_unit && streq(cell->text, "36") && slot != plan->at.class && slot != plan->at.grade && (f == NULL || !is_number(f));
}

static const char *with_remedy(struct arena *a, const char *message)
{
	return strstr(message, "ãy ") != NULL ? message : arena_fmt(a, "%s Hãy sửa ô này.", message);
}

/* 85 typed for 8,5. */
static const char *lost_comma(struct ctx *c, const struct field *f, const char *text, const char *message)
{
	size_t n = strlen(text);
	struct problems p = { 0 };
	struct val v;

	if (!streq(f->type->name, "decimal") || n < 2 || strspn(text, "0123456789") != n)
		return message;
	const char *meant = arena_fmt(c->arena, "%.*s.%c", (int)n - 1, text, text[n - 1]);
	if (!field_from_text(c, f, meant, &v, &p))
		return message;
	return arena_fmt(c->arena, "%s Hãy sửa ô này; có phải %.*s,%c không?", message, (int)n - 1, text, text[n - 1]);
}

static bool is_phone(const struct sheet_column *col)
{
	return col->field != NULL && col->field->pattern != NULL && streq(col->field->pattern, "phone");
}

/* "Không có" under an e-mail address, "-" under the father's name, "chưa có" under a date or a number, where 0 is one. */
static bool says_none(struct arena *a, const struct sheet_column *col, const struct cell *cell)
{
	const struct field *f = col->field;

	if (f == NULL || f->required || cell->kind != CELL_TEXT || (f->pattern == NULL && !streq(f->type->name, "date") && !is_number(f)))
		return false;
	const char *folded = text_fold(a, cell->text);
	return means_none(folded) && !(is_number(f) && streq(folded, "0"));
}

static struct taken take_other(struct taker *t, size_t slot, const struct cell *cell)
{
	const struct plan *plan = t->plan;
	const struct sheet_column *col = &plan->sheet->column[slot];
	struct arena *a = t->own.arena;
	struct problems p = { 0 };
	struct taken out = { 0 };

	if (says_none(a, col, cell))
		return out;
	struct value v = slot == plan->at.class    ? read_class(a, col, cell)
	                 : slot == plan->at.code   ? read_code(a, plan->known.type, col, cell)
	                 : slot == plan->at.female ? read_sex_mark(a, "nu", cell)
	                 : slot == plan->at.male   ? read_sex_mark(a, "nam", cell)
	                 : col->repair == REPAIR_IDENTITY ? read_identity(a, cell)
	                 : is_phone(col)                  ? value_phone(a, cell)
	                                                  : read_plain(a, col, cell);

	if (v.verdict == VALUE_ERROR)
		return wrong(t, v.key, v.message);
	if (v.text == NULL)
		return out;
	if (v.verdict == VALUE_WARN) {
		out = wrong(t, v.key, v.message);
		out.warning = true;
	}
	if (slot == plan->at.female || slot == plan->at.male)
		out.value = val_bool(streq(v.text, "1"));
	else if (col->field == NULL)
		out.value = val_text(arena_strdup(plan->c->arena, v.text));
	else if (!field_from_text(&t->own, col->field, v.text, &out.value, &p))
		return wrong(t, p.first->key, with_remedy(a, lost_comma(&t->own, col->field, v.text, p.first->message)));
	else if (out.value.kind == VAL_TEXT)
		out.value = val_text(arena_strdup(plan->c->arena, out.value.s));
	if (col->lenient && col->field != NULL && col->field->pattern != NULL)
		pattern_check(&t->own, col->field, v.text, &p);
	return p.errors > 0 ? wrong(t, p.first->key, with_remedy(a, p.first->message)) : out;
}

void taker_take(struct taker *t, size_t slot, const struct cell *cell, struct taken *ret)
{
	*ret = (struct taken){ 0 };
	if (cell->kind == CELL_EMPTY)
		return;
	if (is_filler(t->plan, slot, cell)) {
		*ret = wrong(t, "import.filler", "«36» là giá trị mà một số phần mềm ghi vào ô trống nên đã coi như ô trống. Hãy ghi giá trị thật "
		                                 "nếu có.");
		ret->warning = true;
		return;
	}
	if (import_is_place(t->plan, slot)) {
		struct value v = value_text(t->own.arena, cell); /* read with the rest of the address */
		ret->value = v.text == NULL ? val_null() : val_text(arena_strdup(t->plan->c->arena, whole_number(t->own.arena, v.text)));
		return;
	}
	*ret = list_of(t->plan, slot) != NULL ? take_code_once(t, slot, cell) : take_other(t, slot, cell);
}
