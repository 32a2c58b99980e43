/* lookup.c - from the key of a title to the column of a template. */
#include <stdlib.h>

#include "sheet/header.h"
#include "sheet/title.h"

static int by_key(const void *a, const void *b)
{
	const struct lookup_entry *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order != 0 ? order : (x->column > y->column) - (x->column < y->column);
}

void lookup_build(struct arena *a, const struct template *t, struct lookup *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n_columns; i++)
		n += t->column[i].n_titles;
	*ret = (struct lookup){ .template = t, .entry = NEW_N(a, struct lookup_entry, n) };
	for (size_t i = 0; i < t->n_columns; i++)
		for (size_t j = 0; j < t->column[i].n_titles; j++) {
			const char *key = title_key(a, t->column[i].titles[j]);
			if (*key != '\0')
				ret->entry[ret->n++] = (struct lookup_entry){ key, t->column[i].titles[j], i };
		}
	qsort(ret->entry, ret->n, sizeof *ret->entry, by_key);
}

size_t lookup_find(struct arena *a, const struct lookup *l, const char *key, const char *text)
{
	for (size_t at = lower_bound(l->entry, l->n, sizeof *l->entry, key); at < l->n && streq(l->entry[at].key, key); at++)
		if (title_means(a, l->entry[at].title, text))
			return l->entry[at].column;
	return MATCH_NONE;
}

/* ---- under a title over several columns ---- */

enum { WAYS_MAX = 8 };

/* Keys that say the same there: below, and above. */
static const char *const below[][WAYS_MAX] = {
	{ "hoten", "hovaten", "ht", "ten" }, { "sdt", "dt", "dienthoai", "sodienthoai", "sodt" }, { "namsinh", "ns" }, { "nghenghiep", "nghe", "nn" },
	{ "tinhthanhpho", "tinhthanh", "tinhtp", "tinh" }, { "quanhuyen", "huyen" }, { "xaphuong", "phuongxa", "xa", "phuong" },
	{ "tothonxom", "tothon", "thonxom", "thonxomap", "thon", "ap" }, { "cophep", "phep", "cp", "p" }, { "khongphep", "kphep", "kp", "k" },
	{ "chieucao", "cao" }, { "cannang", "nang" }, { "mattrai", "trai", "mt" }, { "matphai", "phai", "mp" },
	{ "mucdatduoc", "mucdat", "muc" }, { "diemktdk", "diemkt", "diem" }, { "hocluc", "hl" }, { "hanhkiem", "hk" },
}, *const above[][WAYS_MAX] = {
	{ "cha", "bo" }, { "thuongtru", "hokhauthuongtru", "theodiachithuongtru", "diachithuongtru", "noithuongtru", "hktt" },
	{ "choohiennay", "noiohiennay", "choohientai", "diachihiennay" }, { "quequan", "theoquequan", "nguyenquan" }, { "noisinh", "theonoisinh" },
	{ "ky1", "ki1", "lan1", "dot1", "hocky1", "hocki1", "hk1" }, { "ky2", "ki2", "lan2", "dot2", "hocky2", "hocki2", "hk2" },
	{ "nghi", "buoinghi", "songaynghi", "sobuoinghi", "ngaynghi", "vang", "buoivang" }, { "tx", "thuongxuyen", "diemthuongxuyen", "ddgtx", "danhgiathuongxuyen" },
};

/* Those that say the same as a key, and the key itself first. */
static void ways_of(const char *key, const char *const (*same)[WAYS_MAX], size_t n, const char *ret[WAYS_MAX + 2])
{
	size_t found = 0;

	ret[found++] = key;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; found == 1 && k < WAYS_MAX && same[i][k] != NULL; k++)
			if (streq(same[i][k], key))
				for (size_t j = 0; j < WAYS_MAX && same[i][j] != NULL; j++)
					ret[found++] = same[i][j];
	ret[found] = NULL;
}

static const char *without_word(const char *over)
{
	static const char *const words[] = { "thongtinve", "thongtincua", "thongtin" };

	for (size_t i = 0; i < COUNT(words); i++)
		if (strncmp(over, words[i], strlen(words[i])) == 0 && over[strlen(words[i])] != '\0')
			return over + strlen(words[i]);
	return over;
}

size_t lookup_find_under(struct arena *a, const struct lookup *l, const char *over, const char *key)
{
	const char *title[WAYS_MAX + 2], *of[WAYS_MAX + 2];

	ways_of(key, below, COUNT(below), title);
	ways_of(without_word(over), above, COUNT(above), of);
	for (size_t i = 0; of[i] != NULL; i++)
		for (size_t k = 0; title[k] != NULL; k++)
			for (size_t turned = 0; turned < 2; turned++) {
				const char *whole = arena_fmt(a, "%s%s", turned ? title[k] : of[i], turned ? of[i] : title[k]);
				const size_t column = lookup_find(a, l, whole, "");
				if (column != MATCH_NONE)
					return column;
			}
	return MATCH_NONE;
}
