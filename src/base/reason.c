/* reason.c - why the system refused something, in words for people. */
#include "base/reason.h"

#include <errno.h>

#include "base/base.h"

static const struct {
	int error;
	const char *words;
} reasons[] = {
	{ ENOENT, "không có tệp hoặc thư mục này" },
	{ EACCES, "người dùng đang chạy lệnh không có quyền" },
	{ EPERM, "người dùng đang chạy lệnh không có quyền" },
	{ ENOSPC, "ổ đĩa đã hết chỗ" },
	{ EDQUOT, "đã hết phần ổ đĩa được dùng" },
	{ EFBIG, "tệp quá lớn" },
	{ EISDIR, "đây là một thư mục" },
	{ ENOTDIR, "một phần của đường dẫn không phải là thư mục" },
	{ EEXIST, "đã có sẵn" },
	{ EROFS, "ổ đĩa chỉ cho đọc" },
	{ ENAMETOOLONG, "tên quá dài" },
	{ ELOOP, "liên kết dẫn vòng quanh" },
	{ EMFILE, "đang mở quá nhiều tệp" },
	{ ENFILE, "đang mở quá nhiều tệp" },
	{ ENOMEM, "máy hết bộ nhớ" },
	{ EIO, "ổ đĩa bị lỗi" },
};

const char *reason_of(int error)
{
	for (size_t i = 0; i < COUNT(reasons); i++)
		if (reasons[i].error == error)
			return reasons[i].words;
	const char *name = strerrorname_np(error);
	return name == NULL ? "lỗi không rõ" : name;
}
