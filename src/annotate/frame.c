/* frame.c - the three parts that must know of a new sheet: workbook, its relations, content types. */
#include "annotate/parts.h"

struct adding {
	struct copy *to;
	struct addition *what;
	const char *last;         /* the element at whose end it is added */
	const char *id_name;      /* "r:id", as the workbook writes it */
	const char *type;         /* of the relation of a worksheet, as the workbook writes it */
	size_t highest;           /* sheetId */
};

#define RELATION_ID "rIdKhueLoi"

static void take_namespace(struct adding *a, const char **attributes)
{
	const char *prefix = a->to->p->prefix;
	const char *wanted = *prefix == '\0' ? "xmlns" : arena_fmt(a->to->p->arena, "xmlns:%.*s", (int)strlen(prefix) - 1, prefix);

	for (; *attributes != NULL; attributes += 2)
		if (streq(*attributes, wanted))
			a->what->namespace = arena_strdup(a->to->p->arena, attributes[1]);
}

static void take_sheet(struct adding *a, const char **attributes)
{
	const size_t id = part_number(part_attribute(attributes, "sheetId"), 0);
	const char *name;

	a->highest = id > a->highest ? id : a->highest;
	(void)part_relation_id(attributes, &name);
	if (name != NULL)
		a->id_name = arena_strdup(a->to->p->arena, name);
}

static void on_start(void *arg, const char *name, const char **attributes)
{
	struct adding *a = arg;
	const char *type = part_attribute(attributes, "Type"), *slash = type == NULL ? NULL : strrchr(type, '/');

	if (a->what->namespace == NULL)
		take_namespace(a, attributes);
	if (streq(name, "sheet"))
		take_sheet(a, attributes);
	if (slash != NULL && streq(slash, "/worksheet"))
		a->type = arena_strdup(a->to->p->arena, type);
	part_pass(a->to->p);
}

static void put_sheet(struct adding *a)
{
	const size_t n = strcspn(a->id_name, ":");
	const char *uri = part_local_namespace(a->to->p, a->id_name, n);

	copy_fmt(a->to, "<%ssheet name=\"", a->to->p->prefix);
	copy_text(a->to, a->what->name);
	copy_fmt(a->to, "\" sheetId=\"%zu\"", a->highest + 1);
	if (uri != NULL) { /* each sheet says it for itself */
		copy_fmt(a->to, " xmlns:%.*s=\"", (int)n, a->id_name);
		copy_text(a->to, uri);
		copy_put(a->to, "\"");
	}
	copy_fmt(a->to, " %s=\"" RELATION_ID "\"/>", a->id_name);
}

static void put_relation(struct adding *a)
{
	copy_fmt(a->to, "<%sRelationship Id=\"" RELATION_ID "\" Type=\"", a->to->p->prefix);
	copy_text(a->to, a->type);
	copy_put(a->to, "\" Target=\"/");
	copy_text(a->to, a->what->part);
	copy_put(a->to, "\"/>");
}

static void put_type(struct adding *a)
{
	copy_fmt(a->to, "<%sOverride PartName=\"/", a->to->p->prefix);
	copy_text(a->to, a->what->part);
	copy_put(a->to, "\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>");
}

static void on_end(void *arg, const char *name)
{
	struct adding *a = arg;

	if (streq(name, a->last)) {
		if (streq(name, "sheets") && a->id_name != NULL)
			put_sheet(a);
		else if (streq(name, "Relationships") && a->type != NULL)
			put_relation(a);
		else if (streq(name, "Types"))
			put_type(a);
	}
	part_pass(a->to->p);
}

static bool add(struct package *p, const char *part, struct addition *what, const char *last, struct copy *to)
{
	static const struct part_handlers h = { .start = on_start, .end = on_end };
	struct adding a = { .to = to, .what = what, .last = last };

	return part_read(p, part, &h, &a) && copy_close(to);
}

bool frame_add_sheet(struct package *p, const char *workbook, struct addition *what, struct copy *to)
{
	if (!add(p, workbook, what, "sheets", to))
		return false;
	if (what->namespace == NULL)
		what->namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
	return true;
}

bool frame_add_relation(struct package *p, const char *relations, struct addition *what, struct copy *to)
{
	return add(p, relations, what, "Relationships", to);
}

bool frame_add_type(struct package *p, struct addition *what, struct copy *to)
{
	return add(p, "[Content_Types].xml", what, "Types", to);
}
