/* test_table_legacy.c - TCVN3 and VNI: every name there and back, and no correct text touched. */
#include "domain/demo/demo_names.h" /* before test.h: cmocka has a macro called fail */
#include "rows.h"

#include <stdio.h>

#include "base/text.h"
#include "base/utf8.h"
#include "catalog/catalog.h"
#include "table/cells.h"
#include "table/syllable.h"
#include "test_table_tools.h"

enum { NAMES = 2000 };

struct letters {
	char from[160][8], to[160][8]; /* a letter of Vietnamese, and as the font has it */
	size_t n;
};

/* The letters of test/fixtures/reading/NAME.txt, which the test fixtures are made with, too. */
static const struct letters *letters(struct ctx *c, const char *name)
{
	struct letters *t = NEW(c->arena, struct letters);
	FILE *f = fopen(arena_fmt(c->arena, "%s/test/fixtures/reading/%s.txt", TEST_SOURCE_DIR, name), "r");

	assert_non_null(f);
	while (t->n < 160 && fscanf(f, "%7s %7s", t->from[t->n], t->to[t->n]) == 2)
		t->n++;
	fclose(f);
	assert_true(t->n > 70);
	return t;
}

static const char *encode(struct ctx *c, const struct letters *t, const char *text)
{
	struct buf b = buf_in(c->arena);

	while (*text != '\0') {
		size_t at = 0, i = 0;
		utf8_next(text, strlen(text), &at);
		while (i < t->n && !(strlen(t->from[i]) == at && memcmp(t->from[i], text, at) == 0))
			i++;
		if (i < t->n)
			buf_put(&b, t->to[i]);
		else
			buf_add(&b, text, at);
		text += at;
	}
	return buf_text(&b);
}

static const struct demo_data *material(struct ctx *c)
{
	const char *text[DEMO_FILE__COUNT];
	const struct demo_data *d;

	for (int i = 0; i < DEMO_FILE__COUNT; i++)
		text[i] = test_file_text(c, arena_fmt(c->arena, "catalog/demo/%s", demo_file_names[i]));
	OK(demo_data_read(c, text, &d));
	return d;
}

static const char *name_of(struct ctx *c, const struct demo_data *d, struct demo_rng *rng, const char *ethnic_group)
{
	return demo_person(d, rng, c->arena, demo_chance(rng, 500) ? DEMO_CHILD : DEMO_ADULT, "01", NULL, ethnic_group).full_name;
}

static bool same_name(struct ctx *c, const char *a, const char *b)
{
	return streq(text_spelling(c->arena, a), text_spelling(c->arena, b));
}

static void there_and_back(struct ctx *c, const char *encoding, enum legacy font, const char *label)
{
	const struct letters *t = letters(c, encoding);
	const struct demo_data *d = material(c);
	struct demo_rng rng = demo_rng_new(14, 3);
	size_t by_content = 0, beyond = 0;

	for (int i = 0; i < NAMES; i++) {
		const char *name = name_of(c, d, &rng, "01"), *raw = encode(c, t, name);
		struct cell told = cell_text(c->arena, raw, strlen(raw), font), guessed = cell_text(c->arena, raw, strlen(raw), LEGACY_NONE);
		if (!same_name(c, told.text, name))
			fail_msg("%s: %s -> %s", encoding, name, told.text);
		if ((told.legacy != NULL) != !streq(raw, name))
			fail_msg("%s: %s was %s", encoding, raw, told.legacy == NULL ? "left" : told.text);
		beyond += !streq(raw, name);
		by_content += guessed.legacy != NULL;
		if (guessed.legacy != NULL && (!streq(guessed.legacy, label) || !same_name(c, guessed.text, name)))
			fail_msg("%s guessed as %s: %s -> %s", encoding, guessed.legacy, name, guessed.text);
		if (guessed.legacy == NULL && !streq(guessed.text, raw) && strstr(raw, "\xC2\xAD") == NULL)
			fail_msg("%s: %s was changed to %s", encoding, raw, guessed.text);
	}
	assert_true(beyond > NAMES * 9 / 10);
	assert_in_range(by_content * 100, beyond * 97, beyond * 100);
}

TEST_PURE(legacy_names_come_back_from_tcvn3)
{
	there_and_back(c, "tcvn3", LEGACY_TCVN3, "TCVN3");
}

TEST_PURE(legacy_names_come_back_from_vni)
{
	there_and_back(c, "vni", LEGACY_VNI, "VNI");
}

static void is_left_alone(struct ctx *c, const char *text)
{
	struct cell cell = cell_text(c->arena, text, strlen(text), LEGACY_NONE);

	if (cell.legacy != NULL)
		fail_msg("%s was taken for %s: %s", text, cell.legacy, cell.text);
}

TEST_PURE(legacy_leaves_correct_names_alone)
{
	const struct demo_data *d = material(c);
	struct demo_rng rng = demo_rng_new(15, 3);

	for (int i = 0; i < NAMES; i++)
		is_left_alone(c, name_of(c, d, &rng, NULL));
}

TEST_PURE(legacy_leaves_the_lists_of_the_catalogue_alone)
{
	const struct catalog *k = test_catalog();
	size_t n = 0;

	for (size_t i = 0; i < k->n_lists; i++)
		for (size_t j = 0; j < k->list[i].n_items; j++, n++)
			is_left_alone(c, k->list[i].item[j].name);
	assert_true(n > 10000);
}

TEST_PURE(legacy_leaves_doubtful_text_alone)
{
	static const char *const texts[] = { "Lê Hoà", "Bá Cô", "25°C", "5 m²", "½ ngày", "café", "Müller", "Nguyễn Vãn", "© 2025", "São Paulo",
		                             "Điểm × hệ số", "naïve", "Besançon", "«Tốt»", "6×8", "Ø64", "· Ngoan", "50µ", "Laß", "µ" };

	for (size_t i = 0; i < COUNT(texts); i++)
		is_left_alone(c, texts[i]);
}

TEST_PURE(legacy_knows_fonts_by_name)
{
	(void)c;
	assert_int_equal(legacy_of_font(".VnTime"), LEGACY_TCVN3);
	assert_int_equal(legacy_of_font(".VnArialH"), LEGACY_TCVN3_CAPITALS);
	assert_int_equal(legacy_of_font("VNI-Times"), LEGACY_VNI);
	assert_int_equal(legacy_of_font("Times New Roman"), LEGACY_NONE);
	assert_int_equal(legacy_of_font(""), LEGACY_NONE);
}

static bool possible(const char *word)
{
	uint32_t ch[16];
	size_t n = 0;

	for (size_t at = 0; word[at] != '\0' && n < COUNT(ch);)
		ch[n++] = utf8_next(word, strlen(word), &at);
	return syllable_is_possible(ch, n);
}

TEST_PURE(syllables_are_told_from_other_words)
{
	static const char *const good[] = { "Nguyễn", "NGHIÊNG", "quỳnh", "quyết", "giêng", "gì", "Đặng", "yến", "uống", "ưỡn", "khuỷu", "oẳn", "á",
	                                    "hòa", "hoà", "thủy", "thuỷ", "của", "khoái", "lào", "ngoèo", "hoàng", "cửu" };
	static const char *const bad[] = { "Nguyôn", "Vaên", "tát́", "cạp̀", "bcd", "wow", "càp", "nghị́", "thuớng", "ngr", "xyz", "laò", "cuả", "hòang", "khóai", "nguơì", "tiêú" };

	(void)c;
	for (size_t i = 0; i < COUNT(good); i++)
		if (!possible(good[i]))
			fail_msg("%s is a syllable", good[i]);
	for (size_t i = 0; i < COUNT(bad); i++)
		if (possible(bad[i]))
			fail_msg("%s is no syllable", bad[i]);
}
