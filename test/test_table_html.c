/* test_table_html.c - web pages that call themselves .xls. */
#include "test_table_tools.h"

static void html_is(struct ctx *c, const char *content, const char *expected)
{
	sheet_is(c, sheet_text_file(c, content), arena_fmt(c->arena, "[HTML]\n%s", expected));
}

TEST_PURE(html_reads_a_table_with_its_spans)
{
	html_is(c, "<html><head><title>x</title><style>td{}</style></head><body><table border=1><tr><th rowspan=2>STT<th colspan='2'>Toán</tr>"
	           "<tr><th>Mức<th>Điểm</tr><tr><td>1<td>T<td>9</tr></table></body></html>",
	        "1|TSTT|TToán|\n2|-|TMức|TĐiểm|\n3|T1|TT|T9|\nmerged A1:A2\nmerged B1:C1\n");
	html_is(c, "<table><tr><td>a</td><td rowspan=3>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr><tr><td>f</td><td>g</td></tr>"
	           "<tr><td>h</td><td>i</td></tr></table>",
	        "1|Ta|Tb|Tc|\n2|Td|-|Te|\n3|Tf|-|Tg|\n4|Th|Ti|\nmerged B1:B3\n");
}

TEST_PURE(html_of_libreoffice_reads)
{
	sheet_is(c, sheet_made(c, "quirks-page.html"),
	         "[HTML]\n1|TDANH SÁCH HỌC SINH LỚP 1A|\n3|TSTT|THọ và tên|TNgày sinh|TMã định danh Bộ GD&ĐT (*)|\n"
	         "4|T1|TNguyễn Thị Ánh|T05/09/2019|T0123456789|\n5|T2|TTrần Văn Bình|T05/09/2019|T001123456789|\n"
	         "6|T3|TLê Hoà|T43713|T'0912345678|\nmerged A1:D1\n");
}

TEST_PURE(html_reads_entities_breaks_and_excel_numbers)
{
	html_is(c, "<table><tr><td>Nguy&#7877;n&nbsp;V&#x103;n &amp; An<td>a<br>b<p>c</p><td x:num=\"8.5\">8,5<td x:str>09</table>",
	        "1|TNguyễn Văn & An|Ta b c|N8.5|T09|\n");
	html_is(c, "<TABLE><TR><TD>&lt;script&gt;</TD><TD>x<script>alert('y')</script></TD><TD><!-- z --></TD></TR></TABLE>",
	        "1|T<script>|Tx|\n");
}

TEST_PURE(html_keeps_titles_between_tables)
{
	html_is(c, "<div><h3>DANH SÁCH LỚP 1A</h3></div><table><tr><td>An</table><b>LỚP</b> 1B<table><tr><td>Bình<table><tr><td>trong"
	           "</table></table><p>Hiệu trưởng",
	        "1|TDANH SÁCH LỚP 1A|\n2|TAn|\n3|TLỚP 1B|\n4|TBình trong|\n5|THiệu trưởng|\n");
}

TEST_PURE(html_is_read_in_its_encodings)
{
	const char wide[] = "\xFF\xFE<\0t\0a\0b\0l\0e\0>\0<\0t\0r\0>\0<\0t\0d\0>\0T\0\xD1\x1E";
	/* Windows-1258, whatever the page says of itself: the tone follows its vowel */
	const char narrow[] = "<html><meta charset=windows-1258><table><tr><td>Nguy\xEA\xDEn Thi\xF2 \xC1nh<td>Tr\xE2\xCCn V\xE3n";

	sheet_is(c, sheet_file(c, wide, sizeof wide - 1), "[HTML]\n1|TTố|\n");
	sheet_is(c, sheet_text_file(c, narrow), "[HTML]\n1|TNguyễn Thị Ánh|TTrần Văn|\n");
	html_is(c, "\xEF\xBB\xBF<table><tr><td>Hoa\xCC\x80", "1|THoà|\n");
}

TEST_PURE(html_limits_hold)
{
	struct table_limits l = table_limits_default;
	const char *text;
	struct buf many = buf_in(c->arena);

	l.columns = 3;
	OK(sheet_dump(c, sheet_text_file(c, "<table><tr><td>1<td>2<td>3<td>4<td>5</table>"), &l, &text));
	assert_string_equal(text, "[HTML]\n1|T1|T2|T3|+D\n");
	OK(sheet_dump(c, sheet_text_file(c, "<table><tr><td colspan=4000000000 rowspan=4000000000>1</table>"), &l, &text));
	l.rows = 2;
	FAILS(sheet_dump(c, sheet_text_file(c, "<table><tr><td>1<tr><td>2<tr><td>3</table>"), &l, &text), "sheet.too_many_rows");
	l.cell_bytes = 5;
	FAILS(sheet_dump(c, sheet_text_file(c, "<table><tr><td>123456</table>"), &l, &text), "sheet.cell_too_long");
	for (int i = 0; i < 100000; i++)
		buf_put(&many, "<div><table>");
	FAILS(sheet_dump(c, sheet_text_file(c, "<html><form>Đăng nhập</form></html>"), NULL, &text), "sheet.html_no_table");
	OK(sheet_dump(c, sheet_text_file(c, buf_text(&many)), NULL, &text));
}
