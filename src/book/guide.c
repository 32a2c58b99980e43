/* guide.c - what goes into each column: as notes on the titles, and on a sheet to read or print. */
#include "book/parts.h"

static const char *limits(struct book *b, const struct field *f)
{
	struct arena *a = b->c->arena;
	struct buf t = buf_in(a);

	if (f->has_min)
		buf_fmt(&t, ", từ %s", field_limit(a, f, f->min));
	if (f->has_max)
		buf_fmt(&t, "%s %s", f->has_min ? " đến" : ", tối đa", field_limit(a, f, f->max));
	return buf_text(&t);
}

static const char *text_how(struct book *b, const struct sheet_column *col)
{
	const struct field *f = col->field;

	if (col->use == USE_MANAGER)
		return "Mã của Sở, Phòng hoặc xã quản lý trường.";
	if (col->use == USE_CODE && col->type->code_scheme == CODE_GIVEN)
		return "Mã do đơn vị quản lý cấp; không đổi được.";
	if (col->use == USE_CODE)
		return "Mã của hồ sơ trong hệ thống. Để trống với hồ sơ mới, không tự đặt mã.";
	if (col->use == USE_CLASS)
		return "Tên lớp như nhà trường gọi, ví dụ 1A.";
	if (col->repair == REPAIR_IDENTITY)
		return "12 chữ số, giữ số 0 ở đầu.";
	if (f == NULL)
		return "Chữ.";
	if (f->pattern != NULL && streq(f->pattern, "phone"))
		return "Số điện thoại, giữ số 0 ở đầu, ví dụ 0912345678.";
	if (f->pattern != NULL && streq(f->pattern, "email"))
		return "Một địa chỉ thư điện tử, ví dụ ten@truong.edu.vn.";
	if (col->joins)
		return "Ghi đủ trong một ô, các phần cách nhau bằng dấu phẩy.";
	if (f->to != NULL)
		return arena_fmt(b->c->arena, "Mã của %s trong hệ thống.", f->to->label);
	return arena_fmt(b->c->arena, "%s%s%s.", field_is_digits(f) ? "Chỉ gồm chữ số" : "Chữ", limits(b, f), f->has_min || f->has_max ? " ký tự" : "");
}

const char *book_how(struct book *b, const struct book_column *col)
{
	struct arena *a = b->c->arena;
	const struct field *f = col->of->field;

	switch (col->show) {
	case SHOW_ORDINAL: return "Số thứ tự, để dễ đọc.";
	case SHOW_LIST:
		return col->list->n_offered == 0 ? arena_fmt(a, "Một tên của danh mục %s.", col->list->list->label)
		                                 : arena_fmt(a, "Chọn một tên ở cột «Tên trường dữ liệu» của trang %s.", col->list->name);
	case SHOW_DATE:    return "Ngày/tháng/năm, ví dụ 05/09/2019.";
	case SHOW_BOOL:    return "Ghi x nếu có, «Không» nếu không.";
	case SHOW_MARK:    return "Ghi x nếu là nữ.";
	case SHOW_INTEGER: return arena_fmt(a, "Số nguyên%s.", limits(b, f));
	case SHOW_DECIMAL: return arena_fmt(a, "Số, có thể có %d chữ số thập phân%s.", f->scale, limits(b, f));
	case SHOW_TEXT:    break;
	}
	return text_how(b, col->of);
}

const char *book_why(struct book *b, const struct book_column *col)
{
	const struct field *f = col->of->field;
	const char *must = col->required ? "Bắt buộc." : f != NULL && f->required_when != NULL ? "Bắt buộc trong một số trường hợp." : "";

	if (f == NULL || f->why == NULL)
		return must;
	return arena_fmt(b->c->arena, "%s%sDùng để: %s.", must, *must == '\0' ? "" : " ", f->why);
}

static bool put_lines(struct book *b, size_t *row)
{
	struct arena *a = b->c->arena;
	const struct book_options *o = b->o;
	const char *const line[] = {
		arena_fmt(a, "%s – %s (%s), năm học %d-%d", o->sheet->label, o->unit_name, o->unit_code, o->school_year, o->school_year + 1),
		"Giữ nguyên các dòng tiêu đề; thứ tự cột đổi được. Ô để trống: hệ thống giữ giá trị đang có.",
		o->filled ? "Các cột nhận ra hồ sơ được khoá để khỏi sửa nhầm (không có mật khẩu). Hồ sơ mới ghi vào các dòng trống bên dưới."
		          : "Cột tô cam là cột bắt buộc. Số có số 0 ở đầu cứ gõ như thường: ô đã ở dạng văn bản.",
		"Làm xong, nạp chính tệp này vào hệ thống: nạp thử trước, xem thay đổi, rồi mới ghi.",
	};

	for (size_t i = 0; i < COUNT(line); i++)
		if (!writer_text(b->w, (*row)++, 0, line[i], i == 0 ? STYLE_BOLD | STYLE_BIG : STYLE_PLAIN))
			return false;
	return true;
}

static bool put_asked(struct book *b, size_t *row)
{
	const struct sheet_template *t = b->o->sheet;

	for (size_t i = 0; i < t->n_asks && b->o->ask != NULL; i++) {
		const struct field *f = t->ask[i].field;
		const char *told = b->o->ask[i];
		const struct list_item *it = told == NULL || f->list == NULL ? NULL : list_find(f->list, told, NULL);
		if (told != NULL && !writer_text(b->w, (*row)++, 0, arena_fmt(b->c->arena, "%s: %s", f->label, it == NULL ? told : it->name), STYLE_BOLD))
			return false;
	}
	return true;
}

static bool put_left_out(struct book *b, size_t *row)
{
	return b->left_out.len == 0 ||
	       writer_text(b->w, (*row)++, 0, arena_fmt(b->c->arena, "Tài khoản xuất tệp không có quyền đọc nên tệp không có: %s.", b->left_out.data),
	                   STYLE_WARNING);
}

bool book_write_guide(struct book *b)
{
	static const char *const head[] = { "STT", "Tên cột", "Hướng dẫn", "Ghi chú" };
	static const double width[] = { 6, 36, 60, 80 };
	struct writer *w = b->w;
	size_t row = 0;

	if (!writer_sheet(w, BOOK_GUIDE) || !put_lines(b, &row) || !put_asked(b, &row) || !put_left_out(b, &row))
		return false;
	row++;
	for (size_t k = 0; k < COUNT(head); k++) {
		writer_widths(w, k, k, width[k]);
		if (!writer_text(w, row, k, head[k], STYLE_HEADER))
			return false;
	}
	for (size_t k = 0; k < b->n_columns; k++) {
		const struct book_column *col = &b->column[k];
		row++;
		if (!writer_number(w, row, 0, (double)(k + 1), STYLE_CELL) || !writer_text(w, row, 1, col->title, STYLE_CELL) ||
		    !writer_text(w, row, 2, book_how(b, col), STYLE_CELL) || !writer_text(w, row, 3, book_why(b, col), STYLE_CELL))
			return false;
	}
	return true;
}
