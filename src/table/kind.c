/* kind.c - what a file is, by its bytes, and what to tell who sent the wrong one. */
#include <strings.h>
#include <unistd.h>

#include "table/decode.h"
#include "table/read.h"

enum { HEAD = 4096, WINDOW = 64 * 1024 };

static const struct {
	const char *bytes;
	size_t at, len;
	enum table_kind kind;
} magics[] = {
	{ "PK\3\4", 0, 4, TABLE_XLSX },
	{ "PK\5\6", 0, 4, TABLE_ARCHIVE }, /* an empty zip */
	{ "\x09\x08\x10\x00", 0, 4, TABLE_OLD_XLS },
	{ "\x09\x04\x06\x00", 0, 4, TABLE_OLD_XLS },
	{ "\x09\x00\x04\x00", 0, 4, TABLE_OLD_XLS },
	{ "\x09\x02\x06\x00", 0, 4, TABLE_OLD_XLS },
	{ "%PDF", 0, 4, TABLE_PDF },
	{ "\x89PNG", 0, 4, TABLE_IMAGE },
	{ "\xFF\xD8\xFF", 0, 3, TABLE_IMAGE },
	{ "GIF8", 0, 4, TABLE_IMAGE },
	{ "II*\0", 0, 4, TABLE_IMAGE },
	{ "MM\0*", 0, 4, TABLE_IMAGE },
	{ "WEBP", 8, 4, TABLE_IMAGE },
	{ "ftyphei", 4, 7, TABLE_IMAGE },
	{ "ftypmif", 4, 7, TABLE_IMAGE },
	{ "Rar!", 0, 4, TABLE_ARCHIVE },
	{ "7z\xBC\xAF", 0, 4, TABLE_ARCHIVE },
	{ "\x1F\x8B", 0, 2, TABLE_ARCHIVE },
	{ "{\\rtf", 0, 5, TABLE_WORD },
};

/* Indexed by kind: how it fails. */
static const struct {
	enum err err;
	const char *key, *detail;
} refusals[TABLE__COUNT] = {
	[TABLE_EMPTY] = { ERR_INVALID, "sheet.empty_file",
	                  "Tệp rỗng, không có nội dung. Hãy kiểm tra tệp trên máy rồi nộp lại." },
	[TABLE_ENCRYPTED] = { ERR_INVALID, "sheet.encrypted",
	                      "Tệp Excel có mật khẩu nên không đọc được. Hãy mở tệp bằng Excel, vào Tệp (File) > Thông tin (Info) > "
	                      "Bảo vệ sổ làm việc > Mã hóa bằng mật khẩu, xóa mật khẩu, lưu lại rồi nộp." },
	[TABLE_OLD_XLS] = { ERR_UNSUPPORTED, "sheet.old_xls",
	                "Tệp là Excel đời rất cũ (Excel 95 trở về trước). Hãy mở tệp bằng Excel, chọn Lưu thành (Save As), kiểu Excel Workbook "
	                "(*.xlsx), rồi nộp tệp mới." },
	[TABLE_ODS] = { ERR_UNSUPPORTED, "sheet.ods",
	                "Tệp là bảng tính LibreOffice/OpenOffice (.ods). Hãy mở tệp, chọn Lưu thành (Save As), kiểu Excel 2007-365 "
	                "(.xlsx), rồi nộp tệp mới." },
	[TABLE_WORD] = { ERR_UNSUPPORTED, "sheet.word",
	                 "Đây là tệp Word hoặc PowerPoint, không phải bảng tính. Hãy nộp tệp Excel (.xlsx) theo mẫu." },
	[TABLE_PDF] = { ERR_UNSUPPORTED, "sheet.pdf",
	                "Đây là tệp PDF, không phải bảng tính. Hãy nộp tệp Excel (.xlsx) gốc đã dùng để in ra PDF đó." },
	[TABLE_IMAGE] = { ERR_UNSUPPORTED, "sheet.image",
	                  "Đây là ảnh chụp hoặc ảnh quét, không phải bảng tính. Hãy nộp tệp Excel (.xlsx) theo mẫu." },
	[TABLE_WEB_ARCHIVE] = { ERR_UNSUPPORTED, "sheet.html",
	                 "Tệp mang tên Excel nhưng bên trong là trang web lưu trọn gói (MHTML). Hãy mở tệp bằng Excel (bấm Có/Yes khi được hỏi), chọn "
	                 "Lưu thành (Save As), kiểu Excel Workbook (*.xlsx), rồi nộp tệp mới." },
	[TABLE_XML] = { ERR_UNSUPPORTED, "sheet.xml",
	                "Tệp là XML, không phải tệp Excel .xlsx. Hãy mở tệp bằng Excel, chọn Lưu thành (Save As), kiểu Excel Workbook "
	                "(*.xlsx), rồi nộp tệp mới." },
	[TABLE_ARCHIVE] = { ERR_UNSUPPORTED, "sheet.archive",
	                    "Đây là tệp nén (zip, rar, 7z …), không phải bảng tính. Hãy giải nén rồi nộp từng tệp Excel (.xlsx) bên "
	                    "trong." },
	[TABLE_UNKNOWN] = { ERR_UNSUPPORTED, "sheet.unknown",
	                    "Không nhận ra đây là tệp gì. Hệ thống nhận tệp Excel (.xlsx, .xls) và CSV. Hãy mở tệp bằng Excel, lưu thành "
	                    ".xlsx rồi nộp lại." },
};

bool table_refuse(struct ctx *c, enum table_kind kind)
{
	assert(refusals[kind].key != NULL);
	return fail(c, refusals[kind].err, refusals[kind].key, "%s", refusals[kind].detail);
}

bool table_excuse(struct ctx *c)
{
	static const char *const damage[] = { "sheet.damaged", "sheet.wrong_size", "sheet.xls_damaged" };

	for (size_t i = 0; c->err == ERR_INVALID && i < COUNT(damage); i++)
		if (streq(c->key, damage[i])) {
			ctx_clear(c);
			return true;
		}
	return false;
}

bool table_excuse_sheet(struct ctx *c, const struct table_sink *sink, void *arg, const char *name)
{
	const char *key = c->key, *why = c->detail;

	if (sink->lost == NULL || !table_excuse(c))
		return false;
	sink->lost(c, arg, name, key, why);
	return true;
}

static const char ole_magic[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/* Names inside an OLE file are UTF-16; its directory may lie anywhere. */
static bool has_wide(const char *data, size_t len, const char *name)
{
	char wide[64];
	size_t n = strlen(name) * 2;

	assert(n <= sizeof wide);
	for (size_t i = 0; i < n; i++)
		wide[i] = i % 2 == 0 ? name[i / 2] : '\0';
	return memmem(data, len, wide, n) != NULL;
}

static enum table_kind ole_kind(struct ctx *c, int fd)
{
	char *window = arena_alloc(c->arena, WINDOW);
	enum table_kind kind = TABLE_XLS;
	size_t kept = 0;
	off_t at = 0;

	for (;;) {
		ssize_t n = pread(fd, window + kept, WINDOW - kept, at);
		if (n <= 0)
			return kind;
		size_t len = kept + (size_t)n;
		at += n;
		if (has_wide(window, len, "EncryptedPackage"))
			return TABLE_ENCRYPTED;
		if (has_wide(window, len, "WordDocument") || has_wide(window, len, "PowerPoint Document"))
			kind = TABLE_WORD;
		kept = len < 64 ? len : 64; /* a name may lie across two windows */
		memmove(window, window + len - kept, kept);
	}
}

static bool starts(const char *text, const char *with)
{
	return strncasecmp(text, with, strlen(with)) == 0;
}

/* The letters of UTF-16 text that are ASCII, enough to know a tag by. */
static void narrow(char *head, size_t len, enum encoding e)
{
	size_t n = 0;

	for (size_t i = e == ENCODING_UTF16_LE ? 0 : 1; i < len; i += 2)
		if ((uint8_t)head[i] < 0x80 && head[i] != '\0')
			head[n++] = head[i];
	head[n] = '\0';
}

static enum table_kind text_kind(char *head, size_t len)
{
	static const char *const tags[] = { "<html", "<!doctype", "<table", "<meta", "<head", "<style", "<body", "<div", "<center", "<!--" };
	enum encoding wide = encoding_of_head(head, len);
	const char *s = head;

	if (wide != ENCODING_UNKNOWN)
		narrow(head, len, wide);
	else if (memchr(head, '\0', len) != NULL)
		return TABLE_UNKNOWN;
	if (memcmp(s, "\xEF\xBB\xBF", 3) == 0)
		s += 3;
	s += strspn(s, " \t\r\n");
	if (starts(s, "MIME-Version:"))
		return TABLE_WEB_ARCHIVE;
	for (size_t i = 0; i < COUNT(tags); i++)
		if (starts(s, tags[i]))
			return TABLE_HTML;
	if (starts(s, "<?xml"))
		return strcasestr(s, "<html") != NULL ? TABLE_HTML : TABLE_XML;
	return TABLE_CSV;
}

bool table_kind_of(struct ctx *c, int fd, enum table_kind *ret)
{
	char head[HEAD + 1] = { 0 };
	ssize_t n = pread(fd, head, HEAD, 0);

	if (n < 0)
		return fail(c, ERR_INTERNAL, "sheet.io", "pread of the uploaded file failed");
	*ret = TABLE_EMPTY;
	if (n == 0)
		return true;
	for (size_t i = 0; i < COUNT(magics); i++)
		if (memcmp(head + magics[i].at, magics[i].bytes, magics[i].len) == 0) {
			*ret = magics[i].kind;
			return true;
		}
	if (memcmp(head, ole_magic, 8) == 0)
		*ret = ole_kind(c, fd);
	else
		*ret = text_kind(head, (size_t)n);
	return true;
}
