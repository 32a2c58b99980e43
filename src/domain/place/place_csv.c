/* place_csv.c - the two files of the statistics office, as published.
 *
 * What they are like: the first has one row a commune, and one row with an empty
 * commune for each of five island districts.  The second has two header rows,
 * group rows ("THÀNH PHỐ HÀ NỘI", once "Tỉnh Bắc Ninh (24)") with one filled
 * cell, codes in brackets after names, line ends inside cells, and about a dozen
 * old codes that are slips: there the district and the name decide. */
#include "domain/place/place.h"

#include <stdlib.h>

#include "base/text.h"

/* ---- pieces of text ---- */

/* "Quận Ba Đình (001)" gives the name and "001"; false when there is no code of that length. */
static bool split_code(struct arena *a, const char *text, size_t digits, const char **ret_name, const char **ret_code)
{
	const char *open = strrchr(text, '(');

	if (open == NULL || strlen(open) != digits + 2 || open[digits + 1] != ')')
		return false;
	*ret_code = arena_strndup(a, open + 1, digits);
	size_t len = (size_t)(open - text);
	while (len > 0 && text[len - 1] == ' ')
		len--;
	*ret_name = arena_strndup(a, text, len);
	return input_is_digits(*ret_code, digits);
}

static const struct {
	const char *folded, *proper;
} kinds[] = {{"xa ", "Xã "}, {"phuong ", "Phường "}, {"thi tran ", "Thị trấn "}, {"dac khu ", "Đặc khu "}};

/* The name without "Xã", "Phường"... and without marks: what two spellings have in common. */
static const char *bare_name(struct arena *a, const char *name)
{
	const char *folded = text_fold(a, name);

	for (size_t i = 0; i < COUNT(kinds); i++)
		if (strncmp(folded, kinds[i].folded, strlen(kinds[i].folded)) == 0)
			return folded + strlen(kinds[i].folded);
	return folded;
}

/* The name with its kind written properly ("Xa Ea Kly", "phường Vĩnh Hải"). */
static const char *proper_name(struct arena *a, const char *name)
{
	const char *folded = text_fold(a, name);

	for (size_t i = 0; i < COUNT(kinds); i++) {
		size_t words = 1 + (strchr(kinds[i].folded, ' ')[1] != '\0');
		const char *rest = name;
		if (strncmp(folded, kinds[i].folded, strlen(kinds[i].folded)) != 0)
			continue;
		for (; words > 0; words--)
			rest = strchr(rest, ' ') + 1;
		return arena_fmt(a, "%s%s", kinds[i].proper, rest);
	}
	return name;
}

/* ---- the list before the reform ---- */

enum { OLD_PROVINCE, OLD_PROVINCE_CODE, OLD_DISTRICT, OLD_DISTRICT_CODE, OLD_COMMUNE, OLD_COMMUNE_CODE, OLD__COUNT };
#define COLUMN(title) {title, (const char *const[]){title}, 1, .required = true}
static const struct template_column old_columns[OLD__COUNT] = {COLUMN("Tỉnh Thành Phố"), COLUMN("Mã TP"),     COLUMN("Quận Huyện"),
                                                               COLUMN("Mã QH"),          COLUMN("Phường Xã"), COLUMN("Mã PX")};
const struct template place_old_template = {"danh sách xã trước 1/7/2025", old_columns, OLD__COUNT};

/* Add unless the last place of this level, or any, has this code: rows of a district stand together. */
static void add_once(struct place_set *s, struct place p, size_t *last)
{
	if (*last < s->n_places && s->place[*last].level == p.level && streq(s->place[*last].code, p.code))
		return;
	for (size_t i = 0; i < s->n_places; i++) {
		if (s->place[i].level != p.level || !streq(s->place[i].code, p.code))
			continue;
		*last = i;
		return;
	}
	*last = s->n_places;
	place_add(s, p);
}

void place_read_old(struct place_set *s, const struct place_input *in, size_t n)
{
	size_t last[PLACE_LEVEL__COUNT] = {SIZE_MAX, SIZE_MAX, SIZE_MAX};

	for (size_t i = 0; i < n; i++) {
		const char *cell[OLD__COUNT];
		for (size_t k = 0; k < OLD__COUNT; k++)
			cell[k] = input_cell(s->arena, &in[i], k);
		bool has_commune = cell[OLD_COMMUNE_CODE][0] != '\0' || cell[OLD_COMMUNE][0] != '\0';
		if (!input_is_digits(cell[OLD_PROVINCE_CODE], 2) || !input_is_digits(cell[OLD_DISTRICT_CODE], 3) ||
			(has_commune && !input_is_digits(cell[OLD_COMMUNE_CODE], 5))) {
			input_note_add(&s->notes, in[i].row, NULL, NULL, NULL,
			               "Mã tỉnh, huyện hoặc xã không đúng dạng; dòng bị bỏ qua");
			continue;
		}
		add_once(s,
		         (struct place){.level = PLACE_PROVINCE,
		                        .code = cell[OLD_PROVINCE_CODE],
		                        .name = cell[OLD_PROVINCE],
		                        .province = cell[OLD_PROVINCE_CODE],
		                        .row = in[i].row},
		         &last[PLACE_PROVINCE]);
		add_once(s,
		         (struct place){.level = PLACE_DISTRICT,
		                        .code = cell[OLD_DISTRICT_CODE],
		                        .name = cell[OLD_DISTRICT],
		                        .parent = cell[OLD_PROVINCE_CODE],
		                        .province = cell[OLD_PROVINCE_CODE],
		                        .row = in[i].row},
		         &last[PLACE_DISTRICT]);
		if (has_commune)
			place_add(s, (struct place){.level = PLACE_COMMUNE,
			                            .code = cell[OLD_COMMUNE_CODE],
			                            .name = cell[OLD_COMMUNE],
			                            .parent = cell[OLD_DISTRICT_CODE],
			                            .province = cell[OLD_PROVINCE_CODE],
			                            .row = in[i].row});
	}
}

/* ---- old communes by code, and by district and name ---- */

struct old_index {
	struct arena *arena;
	const struct place **by_code;
	struct named {
		const char *key; /* "001 phuc xa" */
		const struct place *place;
	} * by_name;
	size_t n;
};

static int order_code(const void *a, const void *b)
{
	return strcmp((*(const struct place *const *)a)->code, (*(const struct place *const *)b)->code);
}

static int order_name(const void *a, const void *b)
{
	return strcmp(((const struct named *)a)->key, ((const struct named *)b)->key);
}

static struct old_index index_old(const struct place_set *s)
{
	struct old_index x = {.arena = s->arena};

	x.by_code = NEW_N(s->arena, const struct place *, s->n_places + 1);
	x.by_name = NEW_N(s->arena, struct named, s->n_places + 1);
	for (size_t i = 0; i < s->n_places; i++) {
		const struct place *p = &s->place[i];
		if (p->level != PLACE_COMMUNE)
			continue;
		x.by_code[x.n] = p;
		x.by_name[x.n++] =
			(struct named){arena_fmt(s->arena, "%s %s", p->parent, bare_name(s->arena, p->name)), p};
	}
	qsort(x.by_code, x.n, sizeof(*x.by_code), order_code);
	qsort(x.by_name, x.n, sizeof(*x.by_name), order_name);
	return x;
}

static const struct place *old_by_code(const struct old_index *x, const char *code)
{
	const struct place wanted = {.code = code}, *key = &wanted;
	const struct place **hit = bsearch(&key, x->by_code, x->n, sizeof(*x->by_code), order_code);

	return hit == NULL ? NULL : *hit;
}

/* NULL when there is none, or more than one. */
static const struct place *old_by_name(const struct old_index *x, const char *district, const char *name)
{
	struct named wanted = {.key = arena_fmt(x->arena, "%s %s", district, bare_name(x->arena, name))};
	const struct named *hit = bsearch(&wanted, x->by_name, x->n, sizeof(*x->by_name), order_name);

	if (hit == NULL || (hit > x->by_name && order_name(hit - 1, &wanted) == 0) ||
		(hit + 1 < x->by_name + x->n && order_name(hit + 1, &wanted) == 0))
		return NULL;
	return hit->place;
}

/* ---- the conversion ---- */

enum { NEW_PROVINCE, NEW_COMMUNE, NEW_CODE, WAS_COMMUNE, WAS_CODE, WAS_DISTRICT, CHANGE_NOTE, CONVERSION__COUNT };
static const struct template_column conversion_columns[CONVERSION__COUNT] = {
	COLUMN("Tỉnh, thành phố"), COLUMN("Tên Xã mới"), COLUMN("Mã Xã mới"), COLUMN("Tên Xã cũ"),
	COLUMN("Mã Xã cũ"),        COLUMN("Quận/huyện"), COLUMN("Ghi chú")};
const struct template place_conversion_template = {"bảng chuyển đổi xã từ 1/7/2025", conversion_columns, CONVERSION__COUNT};

/* Compared folded; the first that the note begins with, so longer ones stand first. */
static const struct {
	const char *begins;
	enum place_change_kind kind;
} note_kinds[] = {
	{"nhap toan bo dien tich", PLACE_ALL_AREA},
	{"nhap toan bo", PLACE_WHOLE},
	{"nhap mot phan dien tich, toan bo dan so", PLACE_PART_ALL_PEOPLE},
	{"nhap mot phan dien tich", PLACE_PART_AREA},
	{"nhap mot phan dan so", PLACE_PART_PEOPLE},
	{"nhap mot phan", PLACE_PART},
	{"giu nguyen", PLACE_UNCHANGED},
	{"phan con lai sau khi tach", PLACE_PART},
	{"doi ten tu mot phan", PLACE_PART},
	{"doi ten, doi loai hinh tu mot phan", PLACE_PART},
	{"doi ten", PLACE_RENAMED},
	{"doi loai hinh", PLACE_RENAMED},
	{"sap xep toan bo huyen", PLACE_DISTRICT_WHOLE},
	{"sap xep toan bo xa", PLACE_WHOLE},
};

static bool note_kind(struct arena *a, const char *note, enum place_change_kind *ret)
{
	const char *folded = text_fold(a, note);

	for (size_t i = 0; i < COUNT(note_kinds); i++) {
		if (strncmp(folded, note_kinds[i].begins, strlen(note_kinds[i].begins)) != 0)
			continue;
		*ret = note_kinds[i].kind;
		return true;
	}
	return false;
}

struct new_province {
	const char *code, *name;
	bool grew;  /* some of its communes came from a province of another code */
	bool stays; /* the old province, same land, same name */
	size_t row;
};

struct conversion {
	struct place_set *set;
	struct old_index old;
	struct new_province province[100]; /* two digits */
	struct place *commune;             /* kept apart until the old index is done with */
	size_t n_communes, communes_room;
};

/* Which old commune a row means.  The printed code, unless its name disagrees and the
 * district has exactly one commune of the printed name. */
static const struct place *resolve_old(struct conversion *v, size_t row, const char *code, const char *name,
                                       const char *district, struct place_change *ch)
{
	struct input_notes *notes = &v->set->notes;
	const struct place *listed = old_by_code(&v->old, code);

	ch->old_code = code;
	if (listed != NULL && streq(bare_name(v->set->arena, listed->name), bare_name(v->set->arena, name)))
		return listed;
	const struct place *meant = old_by_name(&v->old, district, name);
	if (meant != NULL) {
		ch->old_code = meant->code;
		ch->printed_code = code;
		input_note_add(notes, row, "old_code", code, meant->code,
		               "Mã in %s không phải của “%s”; dùng mã %s theo tên và huyện", code, name, meant->code);
		return meant;
	}
	if (listed == NULL)
		input_note_add(notes, row, "old_code", NULL, NULL,
		               "Mã xã cũ %s (“%s”) không có trong danh mục trước 01/7/2025; giữ mã như đã in", code,
		               name);
	return listed;
}

static void add_new_commune(struct conversion *v, const struct place_input *in, const char *code, const char *printed,
                            const char *province)
{
	struct arena *a = v->set->arena;
	const char *name = proper_name(a, printed);

	if (v->n_communes > 0 && streq(v->commune[v->n_communes - 1].code, code)) {
		const char *known = v->commune[v->n_communes - 1].name;
		if (!streq(known, name))
			input_note_add(&v->set->notes, in->row, "new_name", name, known,
			               "Xã mới %s có hai cách viết tên; dùng cách thứ nhất", code);
		return;
	}
	if (!streq(name, printed))
		input_note_add(&v->set->notes, in->row, "new_name", printed, name,
		               "Sửa cách viết loại đơn vị trong tên");
	v->commune = arena_grow(a, v->commune, v->n_communes, &v->communes_room, sizeof(*v->commune));
	v->commune[v->n_communes++] = (struct place){
		.level = PLACE_COMMUNE,
		.code = code,
		.name = name,
		.parent = province,
		.province = province,
		.valid_from = PLACE_REFORM,
		.row = in->row,
	};
}

/* The old commune or district a row speaks of; false with a note when the row is not understood. */
static bool read_old_side(struct conversion *v, const struct place_input *in, const char *const *cell,
                          struct place_change *ch, const char **ret_province)
{
	struct place_set *s = v->set;
	const char *district_name, *district;
	const struct place *was = NULL;

	*ret_province = NULL;
	if (!split_code(s->arena, cell[WAS_DISTRICT], 3, &district_name, &district) ||
		!note_kind(s->arena, cell[CHANGE_NOTE], &ch->kind)) {
		input_note_add(&s->notes, in->row, NULL, NULL, NULL,
		               "Không hiểu quận/huyện hoặc ghi chú “%s”; dòng bị bỏ qua", cell[CHANGE_NOTE]);
		return false;
	}
	if (input_is_digits(cell[WAS_CODE], 5)) {
		was = resolve_old(v, in->row, cell[WAS_CODE], cell[WAS_COMMUNE], district, ch);
	} else if (cell[WAS_CODE][0] == '\0') {
		/* An island district without communes, or land outside all communes of a district. */
		ch->old_code = district;
		if (ch->kind != PLACE_DISTRICT_WHOLE)
			ch->kind = PLACE_OUTSIDE;
	} else {
		input_note_add(&s->notes, in->row, NULL, NULL, NULL, "Mã xã cũ “%s” không đúng dạng; dòng bị bỏ qua",
		               cell[WAS_CODE]);
		return false;
	}
	if (was != NULL)
		*ret_province = was->province;
	return true;
}

static void read_conversion_row(struct conversion *v, const struct place_input *in, const char *const *cell)
{
	struct place_set *s = v->set;
	struct place_change ch = {.new_code = cell[NEW_CODE], .row = in->row};
	const char *name, *code, *old_province;

	if (cell[NEW_COMMUNE][0] == '\0' && cell[NEW_CODE][0] == '\0' && cell[WAS_COMMUNE][0] == '\0')
		return; /* a group row, or an empty one */
	if (!split_code(s->arena, cell[NEW_PROVINCE], 2, &name, &code) || !input_is_digits(cell[NEW_CODE], 5)) {
		input_note_add(&s->notes, in->row, NULL, NULL, NULL,
		               "Không hiểu tỉnh “%s” hoặc mã xã mới “%s”; dòng bị bỏ qua", cell[NEW_PROVINCE],
		               cell[NEW_CODE]);
		return;
	}
	if (!read_old_side(v, in, cell, &ch, &old_province))
		return;
	struct new_province *p = &v->province[(code[0] - '0') * 10 + code[1] - '0'];
	if (p->code == NULL)
		*p = (struct new_province){.code = code, .name = name, .row = in->row};
	p->grew = p->grew || (old_province != NULL && !streq(old_province, code));
	add_new_commune(v, in, cell[NEW_CODE], cell[NEW_COMMUNE], code);
	place_add_change(s, ch);
}

/* What the old list holds ends with the reform, except provinces that stayed what they were. */
static void end_old(struct conversion *v)
{
	struct place_set *s = v->set;
	size_t n_old = s->n_places;

	for (size_t i = 0; i < n_old; i++) {
		struct place *p = &s->place[i];
		if (p->level == PLACE_PROVINCE) {
			struct new_province *now = &v->province[(p->code[0] - '0') * 10 + p->code[1] - '0'];
			now->stays = now->code != NULL && !now->grew && streq(now->name, p->name);
			if (now->stays)
				continue;
		}
		p->valid_to = PLACE_REFORM;
	}
}

static int order_new_code(const void *a, const void *b)
{
	const struct place *p = a, *q = b;
	int order = strcmp(p->code, q->code);

	return order != 0 ? order : (p->row > q->row) - (p->row < q->row);
}

static void add_new(struct conversion *v)
{
	struct place_set *s = v->set;

	for (size_t i = 0; i < COUNT(v->province); i++) {
		const struct new_province *p = &v->province[i];
		if (p->code != NULL && !p->stays)
			place_add(s, (struct place){.level = PLACE_PROVINCE,
			                            .code = p->code,
			                            .name = p->name,
			                            .province = p->code,
			                            .valid_from = PLACE_REFORM,
			                            .row = p->row});
	}
	/* Rows of one new commune stand together as published; should they not, the first counts. */
	if (v->n_communes > 0)
		qsort(v->commune, v->n_communes, sizeof(*v->commune), order_new_code);
	for (size_t i = 0; i < v->n_communes; i++)
		if (i == 0 || !streq(v->commune[i].code, v->commune[i - 1].code))
			place_add(s, v->commune[i]);
}

void place_read_conversion(struct place_set *s, const struct place_input *in, size_t n)
{
	struct conversion *v = NEW(s->arena, struct conversion);

	v->set = s;
	v->old = index_old(s);
	for (size_t i = 0; i < n; i++) {
		const char *cell[CONVERSION__COUNT];
		for (size_t k = 0; k < CONVERSION__COUNT; k++)
			cell[k] = input_cell(s->arena, &in[i], k);
		read_conversion_row(v, &in[i], cell);
	}
	end_old(v);
	add_new(v);
}
