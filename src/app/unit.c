/* unit.c - khue unit. */
#include <stdio.h>

#include "app/app.h"
#include "base/json.h"
#include "base/time.h"
#include "domain/reorganize/reorganize.h"
#include "domain/unit/unit_admin.h"
#include "domain/unit/unit_life.h"
#include "store/identifier.h"

static bool move(struct ctx *c, const struct options *o)
{
	const char *to = option(o, "to"), *from = option(o, "from"), *under = option(o, "under");
	size_t n = o->n_words - 1;

	if (!app_needs(c, o, NAMES("move", under == NULL ? "mã các đơn vị (hoặc --under)" : NULL), NAMES("to", "from")))
		return false;
	if (n > 0 && under != NULL)
		return app_usage_error(c, "Chỉ ghi một trong hai: mã các đơn vị, hoặc --under.");
	if (under != NULL ? !unit_move_schools(c, under, to, from, &n) : !unit_move(c, o->word + 1, n, to, from))
		return false;
	app_say(o, json_pack("{sI}", "moved", (json_int_t)n), "Đã chuyển %zu đơn vị về %s từ ngày %s.\n", n, to, date_words(c->arena, from));
	return true;
}

static bool find(struct ctx *c, const struct options *o, struct unit *ret)
{
	return app_needs(c, o, NAMES("việc", "mã một đơn vị"), NAMES(NULL)) && app_no_more(c, o, 2) && unit_find(c, &scope_everywhere, o->word[1], ret);
}

static bool close_one(struct ctx *c, const struct options *o)
{
	const struct unit_closing x = { option(o, "date"), option(o, "decision"), option_flag(o, "dissolve") };
	struct unit u;

	if (!app_needs(c, o, NAMES("close", "mã một đơn vị"), NAMES("date")) || !find(c, o, &u) || !unit_close(c, &u, &x))
		return false;
	app_say(o, json_pack("{ss sb ss}", "closed", u.code, "dissolved", x.dissolve, "date", x.date), "%s %s từ ngày %s.\n", u.code, x.dissolve ? "đã giải thể" : "ngừng hoạt động",
	        date_words(c->arena, x.date));
	return true;
}

static bool reopen(struct ctx *c, const struct options *o)
{
	struct unit u;

	if (option(o, "reason") == NULL)
		return app_usage_error(c, "Thiếu --reason: vì sao việc đóng là nhầm.");
	if (!find(c, o, &u) || !unit_reopen(c, &u, option(o, "reason")))
		return false;
	app_say(o, json_pack("{ss}", "reopened", u.code), "%s được mở lại, như chưa từng đóng.\n", u.code);
	return true;
}

static bool merge(struct ctx *c, const struct options *o)
{
	const struct reorganize_decision d = { option(o, "date"), option(o, "decision") };
	struct unit from, into;

	if (!app_needs(c, o, NAMES("merge", "mã trường sáp nhập"), NAMES("to", "date")) || !find(c, o, &from) ||
	    !unit_find(c, &scope_everywhere, option(o, "to"), &into) || !reorganize_merge(c, &from, &into, &d))
		return false;
	app_say(o, json_pack("{ss ss ss}", "merged", from.code, "into", into.code, "date", d.date),
	        "%s đã sáp nhập vào %s từ ngày %s.\n", from.code, into.code, date_words(c->arena, d.date));
	return true;
}

/* MÃ=LỚP,LỚP,CÁN BỘ: ten digits are a person. */
static bool part_in(struct ctx *c, const char *word, struct reorganize_part *ret)
{
	const size_t n = strcspn(word, "=");
	const char **class = NEW_N(c->arena, const char *, strlen(word) + 1), **staff = NEW_N(c->arena, const char *, strlen(word) + 1);

	*ret = (struct reorganize_part){ .class = class, .staff = staff };
	if (!unit_find(c, &scope_everywhere, arena_strndup(c->arena, word, n), &ret->to))
		return false;
	for (const char *p = word + n + (word[n] == '='); *p != '\0';) {
		const size_t len = strcspn(p, ",");
		const char *code = arena_strndup(c->arena, p, len);
		if (identifier_is_person(code))
			staff[ret->n_staff++] = code;
		else if (len > 0)
			class[ret->n_classes++] = code;
		p += len + (p[len] == ',');
	}
	return true;
}

static bool split(struct ctx *c, const struct options *o)
{
	const struct reorganize_decision d = { option(o, "date"), option(o, "decision") };
	struct reorganize_part part[WORDS_MAX];
	struct unit from;

	if (!app_needs(c, o, NAMES("split", "mã trường", "phần thứ nhất (MÃ=LỚP,LỚP,CÁN BỘ)", "phần thứ hai (MÃ=...)"), NAMES("date")) ||
	    !unit_find(c, &scope_everywhere, o->word[1], &from))
		return false;
	for (size_t i = 2; i < o->n_words; i++)
		if (!part_in(c, o->word[i], &part[i - 2]))
			return false;
	if (!reorganize_split(c, &from, part, o->n_words - 2, &d))
		return false;
	app_say(o, json_pack("{ss ss}", "split", from.code, "date", d.date), "%s đã chia, tách từ ngày %s.\n", from.code, date_words(c->arena, d.date));
	return true;
}

static bool lineage(struct ctx *c, const struct options *o)
{
	struct buf b = buf_in(c->arena);
	struct unit u;

	json_open_object(&b, NULL);
	if (!find(c, o, &u) || !unit_put_lineage(c, &u, &b))
		return false;
	json_close_object(&b);
	puts(b.data);
	return true;
}

bool run_unit(struct ctx *c, const struct options *o)
{
	if (!app_knows(c, o, "move, close, reopen, merge, split, lineage"))
		return false;
	if (streq(o->word[0], "move"))
		return move(c, o);
	if (streq(o->word[0], "close"))
		return close_one(c, o);
	if (streq(o->word[0], "reopen"))
		return reopen(c, o);
	if (streq(o->word[0], "merge"))
		return merge(c, o);
	if (streq(o->word[0], "split"))
		return split(c, o);
	return lineage(c, o);
}
