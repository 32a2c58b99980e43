/* changed_provinces.h - the seven codes that name another province since 1 July 2025. */
#ifndef CHANGED_PROVINCES_H
#define CHANGED_PROVINCES_H

static const struct {
	const char *code, *before, *after;
} changed_provinces[] = {
	{"15", "Tỉnh Yên Bái", "Tỉnh Lào Cai"},      {"24", "Tỉnh Bắc Giang", "Tỉnh Bắc Ninh"},
	{"44", "Tỉnh Quảng Bình", "Tỉnh Quảng Trị"}, {"52", "Tỉnh Bình Định", "Tỉnh Gia Lai"},
	{"80", "Tỉnh Long An", "Tỉnh Tây Ninh"},     {"82", "Tỉnh Tiền Giang", "Tỉnh Đồng Tháp"},
	{"91", "Tỉnh Kiên Giang", "Tỉnh An Giang"},
};

#endif
