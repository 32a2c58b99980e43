/* pages.h - pages and files of web/, built into the program by tools/embed. */
#ifndef PAGES_H
#define PAGES_H

#include "http/http.h"

/* Templates: {name} is filled in. */
extern const char page_dang_nhap_html[], page_dang_nhap_en_html[], page_mat_khau_html[], page_mat_khau_en_html[], page_xac_nhan_html[], page_xac_nhan_en_html[],
                  page_hai_buoc_html[], page_hai_buoc_en_html[], page_hai_buoc_ma_html[], page_hai_buoc_ma_en_html[], page_hai_buoc_giay_html[],
                  page_hai_buoc_giay_en_html[], page_khue_html[], page_loi_html[], page_gioi_thieu_html[], page_gioi_thieu_en_html[];
extern const char page_style_css[]; /* of the documentation */

struct asset_form {
	const char *data; /* NULL: not made */
	size_t len;
};

/* What browsers fetch once and keep: its content's hash stands in its name. */
struct asset {
	const char *name, *type;
	bool first; /* the application's first screen needs it */
	struct asset_form plain, br, gz;
};

extern const struct asset assets[];
extern const size_t n_assets;

/* "/w/main-1A2B3C4D.js" of "main.js"; NULL: it is not in this program. */
const char *asset_at(struct arena *, const char *name);

struct fill {
	const char *name, *html; /* html: escaped already */
};

/* Answer with a template, {name}s filled in; besides its own it may name any asset ({door.css}), {theme} and {lang} of the reader. */
bool page_reply(struct ctx *, const struct request *, struct response *, const char *template, const struct fill *, size_t n);

/* vi or en, as the reader chose. */
const char *page_language(struct arena *, const struct request *);

/* Of a request that came through a page: its failure as a page, not as a document for programs. */
void page_problem(struct ctx *, const struct request *, struct response *);

/* First this page, and then back to where the request wanted to go. */
bool page_before(struct ctx *, const struct request *, struct response *, const char *page);

#endif
