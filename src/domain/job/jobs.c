/* jobs.c - the table of kinds of jobs. */
#include "domain/job/jobs.h"

#define MAY_HAVE_WRITTEN " Phần đã ghi vẫn còn và không bị ghi hai lần; hãy làm lại."

static const struct job_kind kinds[] = {
	{ "import", "import", job_import, job_import_clean, 3, "Đã thử 3 lần mà việc nạp tệp vẫn bị ngắt giữa chừng." MAY_HAVE_WRITTEN,
	  "Đã thử 3 lần mà việc xem trước tệp vẫn bị ngắt giữa chừng. Chưa có gì được ghi; hãy xem trước lại, hoặc chia tệp nhỏ ra." },
	{ "import_undo", "import", job_import_undo, NULL, 3, "Đã thử 3 lần mà việc huỷ lần nạp vẫn bị ngắt giữa chừng. Chưa có gì bị huỷ; hãy làm lại.", NULL },
	{ "export", "export", job_export, NULL, 3, "Đã thử 3 lần mà việc xuất tệp vẫn bị ngắt giữa chừng. Hãy xin xuất lại.", NULL },
};

const struct job_kind *job_kind(const char *name)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (streq(kinds[i].name, name))
			return &kinds[i];
	return NULL;
}

const char *const job_lanes[] = { "import", "export", "print", "outbound", NULL };

bool job_lane_is_used(const char *lane)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (streq(kinds[i].lane, lane))
			return true;
	return false;
}
