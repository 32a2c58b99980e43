/* pages.h - files of web/plain, built into the program. */
#ifndef PAGES_H
#define PAGES_H

extern const char page_home_html[], page_style_css[], page_app_js[];

#endif
