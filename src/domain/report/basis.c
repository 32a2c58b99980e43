/* basis.c - what was counted: noted while counting, kept with the report, read again. */
#include "domain/report/basis.h"

#include "base/json.h"
#include "catalog/document.h"

#include <stdlib.h>

/* Records that fall into the same cells share a pattern: a school of 700 has some hundred of them. */
struct pattern {
	const char *type, *text;
	const uint64_t *mark;
	uint64_t hash;
	const struct basis *numbered_in;
	size_t source, number;
};

struct noted {
	int64_t id, version;
	struct pattern *pattern;
};

struct basis {
	struct arena *arena;
	struct noted *record;
	size_t n, room;
};

struct basis_marks {
	struct arena *arena;
	const struct figures_source *x;
	uint64_t *mark;      /* a bit for each row, then a word of columns for each sheet */
	size_t n_row_words, n_words, source;
	bool any;
	struct pattern **slot; /* open addressing */
	size_t n_patterns, n_slots;
};

struct basis *basis_new(struct arena *a)
{
	struct basis *b = NEW(a, struct basis);

	b->arena = a;
	return b;
}

struct basis_marks *basis_marks_new(struct arena *a, const struct figures_source *x)
{
	struct basis_marks *m = NEW(a, struct basis_marks);

	*m = (struct basis_marks){ .arena = a, .x = x, .n_row_words = x->n_rows / 64 + 1, .n_slots = 256 };
	m->n_words = m->n_row_words + x->n_sheets;
	m->mark = NEW_N(a, uint64_t, m->n_words);
	m->slot = NEW_N(a, struct pattern *, m->n_slots);
	m->source = (size_t)(x->source - x->form->source);
	return m;
}

void basis_mark(struct basis_marks *m, size_t row, size_t sheet, size_t column)
{
	m->mark[row / 64] |= (uint64_t)1 << row % 64;
	m->mark[m->n_row_words + sheet] |= (uint64_t)1 << column;
	m->any = true;
}

static bool row_is_marked(const struct basis_marks *m, size_t row)
{
	return (m->mark[row / 64] >> row % 64 & 1) != 0;
}

/* [[37,40],[0,1]], and another pair for each further sheet. */
static const char *pattern_text(const struct basis_marks *m)
{
	struct buf b = buf_in(m->arena);

	json_open_list(&b, NULL);
	for (size_t s = 0; s < m->x->n_sheets; s++) {
		if (m->mark[m->n_row_words + s] == 0)
			continue;
		json_open_list(&b, NULL);
		for (size_t i = 0; i < m->x->n_rows; i++)
			if (m->x->row[i].sheet == m->x->sheet[s].sheet && row_is_marked(m, i))
				json_put_int(&b, NULL, m->x->row[i].row->code);
		json_close_list(&b);
		json_open_list(&b, NULL);
		for (size_t k = 0; k < FORM_COLUMNS_MAX; k++)
			if ((m->mark[m->n_row_words + s] >> k & 1) != 0)
				json_put_int(&b, NULL, k);
		json_close_list(&b);
	}
	json_close_list(&b);
	return b.data;
}

static struct pattern **find_slot(const struct basis_marks *m, const uint64_t *mark, uint64_t hash)
{
	for (size_t i = hash & (m->n_slots - 1);; i = (i + 1) & (m->n_slots - 1)) {
		struct pattern *p = m->slot[i];
		if (p == NULL || (p->hash == hash && memcmp(p->mark, mark, m->n_words * sizeof *mark) == 0))
			return &m->slot[i];
	}
}

static void grow(struct basis_marks *m)
{
	struct pattern **was = m->slot;
	size_t n = m->n_slots;

	m->n_slots *= 2;
	m->slot = NEW_N(m->arena, struct pattern *, m->n_slots);
	for (size_t i = 0; i < n; i++)
		if (was[i] != NULL)
			*find_slot(m, was[i]->mark, was[i]->hash) = was[i];
}

static struct pattern *pattern_of(struct basis_marks *m)
{
	uint64_t hash = 14695981039346656037u;
	struct pattern **slot;

	for (size_t i = 0; i < m->n_words; i++) {
		hash = (hash ^ m->mark[i]) * 0x9e3779b97f4a7c15u;
		hash ^= hash >> 32;
	}
	slot = find_slot(m, m->mark, hash);
	if (*slot != NULL)
		return *slot;
	if (m->n_patterns * 2 >= m->n_slots) {
		grow(m);
		slot = find_slot(m, m->mark, hash);
	}
	uint64_t *mark = NEW_N(m->arena, uint64_t, m->n_words);
	memcpy(mark, m->mark, m->n_words * sizeof *mark);
	m->n_patterns++;
	*slot = NEW(m->arena, struct pattern);
	**slot = (struct pattern){ .type = m->x->source->name, .text = pattern_text(m), .mark = mark, .hash = hash, .source = m->source };
	return *slot;
}

void basis_note(struct basis_marks *m, struct basis *b, int64_t id, int64_t version)
{
	if (!m->any)
		return;
	if (b != NULL) {
		b->record = arena_grow(b->arena, b->record, b->n, &b->room, sizeof *b->record);
		b->record[b->n++] = (struct noted){ id, version, pattern_of(m) };
	}
	memset(m->mark, 0, m->n_words * sizeof *m->mark);
	m->any = false;
}

static int by_source_and_id(const void *a, const void *b)
{
	const struct noted *x = a, *y = b;

	if (x->pattern->source != y->pattern->source)
		return x->pattern->source < y->pattern->source ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

const char *basis_json(struct ctx *c, const struct basis *b)
{
	struct buf out = buf_in(c->arena), records = buf_in(c->arena);
	const char *type = NULL;
	size_t n_patterns = 0;

	/* The engines give records in different orders; the same records are the same text. */
	if (b->n > 0)
		qsort(b->record, b->n, sizeof *b->record, by_source_and_id);
	json_open_object(&out, NULL);
	json_open_list(&out, "patterns");
	json_open_object(&records, NULL);
	for (size_t i = 0; i < b->n; i++) {
		const struct noted *r = &b->record[i];
		if (r->pattern->numbered_in != b) {
			json_put_raw(&out, NULL, r->pattern->text);
			r->pattern->numbered_in = b;
			r->pattern->number = n_patterns++;
		}
		if (type == NULL || !streq(type, r->pattern->type)) {
			if (type != NULL)
				json_close_list(&records);
			type = r->pattern->type;
			json_open_list(&records, type);
		}
		json_open_list(&records, NULL);
		json_put_int(&records, NULL, r->id);
		json_put_int(&records, NULL, r->version);
		json_put_int(&records, NULL, r->pattern->number);
		json_close_list(&records);
	}
	json_close_list(&out);
	if (type != NULL)
		json_close_list(&records);
	json_close_object(&records);
	json_put_raw(&out, "records", buf_text(&records));
	json_close_object(&out);
	return out.data;
}

static bool check_kept(struct ctx *c, const struct report *rep)
{
	return rep->basis != NULL ||
	       fail(c, ERR_CONFLICT, "report.no_basis", "Biểu này tính từ trước khi hệ thống giữ danh sách hồ sơ đã đếm; hãy tính lại để xem.");
}

static bool has_integer(const json_t *list, json_int_t wanted)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (json_integer_value(json_array_get(list, i)) == wanted)
			return true;
	return false;
}

/* A column's position means nothing without its sheet: the pair that names the row is the one. */
static bool pattern_holds(const json_t *pattern, int code, size_t column)
{
	for (size_t i = 0; i + 1 < json_array_size(pattern); i += 2)
		if (has_integer(json_array_get(pattern, i), code))
			return has_integer(json_array_get(pattern, i + 1), (json_int_t)column);
	return false;
}

/* "[12,1,0]": where it ends; NULL when it is none. */
static const char *read_record(const char *s, long long v[3])
{
	for (size_t i = 0; i < 3; i++) {
		char *end;
		if (*s++ != (i == 0 ? '[' : ','))
			return NULL;
		v[i] = strtoll(s, &end, 10);
		if (end == s)
			return NULL;
		s = end;
	}
	return *s == ']' ? s + 1 : NULL;
}

/* A sum's records stand in hundreds of reports, of which each is read whole: this text is ours and is read without a tree. */
bool basis_records(struct ctx *c, const struct report *rep, const char *type, int code, size_t column, struct basis_record **ret,
                   size_t *ret_n)
{
	const char *mark = arena_fmt(c->arena, "\"%s\":", type);
	size_t room = 0;
	long long v[3];

	*ret_n = 0;
	if (!check_kept(c, rep))
		return false;
	const char *records = strstr(rep->basis, ",\"records\":{"), *at = records == NULL ? NULL : strstr(records, mark);
	if (at == NULL)
		return true;
	json_t *patterns = json_loads(arena_fmt(c->arena, "%.*s}", (int)(records - rep->basis), rep->basis), 0, NULL);
	const json_t *list = json_object_get(patterns, "patterns");
	bool *holds = NEW_N(c->arena, bool, json_array_size(list) + 1);
	for (size_t i = 0; i < json_array_size(list); i++)
		holds[i] = pattern_holds(json_array_get(list, i), code, column);
	for (const char *s = at += strlen(mark); *s != '\0' && (s = strchr(s + 1, '[')) != NULL;)
		room++;
	*ret = NEW_N(c->arena, struct basis_record, room + 1);
	for (at++; (at = read_record(at, v)) != NULL; at++) {
		if (v[2] >= 0 && (size_t)v[2] < json_array_size(list) && holds[v[2]])
			(*ret)[(*ret_n)++] = (struct basis_record){ v[0], v[1] };
		if (*at != ',')
			break;
	}
	json_decref(patterns);
	return true;
}

void basis_put_report(struct buf *b, const struct basis_report *r)
{
	json_open_object(b, NULL);
	json_put_text(b, "unit", r->unit);
	json_put_text(b, "report", r->report);
	json_put_int(b, "edition", r->edition);
	json_put_text(b, "hash", r->hash);
	json_close_object(b);
}

static const char *text_or_empty(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s == NULL ? "" : s;
}

bool basis_reports(struct ctx *c, const struct report *rep, struct basis_report **ret, size_t *ret_n)
{
	json_t *r;
	size_t i;

	*ret_n = 0;
	if (!check_kept(c, rep))
		return false;
	const json_t *all = json_object_get(document_read(c->arena, rep->basis), "reports");
	*ret = NEW_N(c->arena, struct basis_report, json_array_size(all) + 1);
	json_array_foreach(all, i, r)
		(*ret)[(*ret_n)++] = (struct basis_report){ text_or_empty(r, "unit"), text_or_empty(r, "report"), text_or_empty(r, "hash"),
		                                            (int)json_integer_value(json_object_get(r, "edition")) };
	return true;
}
