/* qr.c - QR codes. */
#include "api/qr.h"

#include <qrencode.h>

#include "base/buf.h"

bool qr_make(struct ctx *c, const char *text, struct qr *ret)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);

	if (code == NULL)
		return fail(c, ERR_INTERNAL, "otp.qr", "no QR code of %zu bytes", strlen(text));
	*ret = (struct qr){ NEW_N(c->arena, const char *, (size_t)code->width), (size_t)code->width };
	for (size_t y = 0; y < ret->n; y++) {
		char *row = NEW_N(c->arena, char, ret->n + 1);
		for (size_t x = 0; x < ret->n; x++)
			row[x] = code->data[y * ret->n + x] & 1 ? '1' : '0';
		ret->row[y] = row;
	}
	QRcode_free(code);
	return true;
}

const char *qr_svg(struct arena *a, const struct qr *code, const char *label)
{
	struct buf b = buf_in(a);
	const size_t side = code->n + 8;

	buf_fmt(&b, "<svg class=\"qr\" viewBox=\"-4 -4 %zu %zu\" role=\"img\" aria-label=\"%s\"><path fill=\"#fff\" d=\"M-4 -4h%zuv%zuh-%zuz\"/><path d=\"", side, side, label,
	        side, side, side);
	for (size_t y = 0; y < code->n; y++)
		for (size_t x = 0; x < code->n; x++)
			if (code->row[y][x] == '1')
				buf_fmt(&b, "M%zu %zuh1v1h-1z", x, y);
	buf_put(&b, "\"/></svg>");
	return buf_text(&b);
}
