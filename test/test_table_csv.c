/* test_table_csv.c - text tables as Excel, LibreOffice and people write them. */
#include "test_table_tools.h"

static void csv_is(struct ctx *c, const char *content, const char *expected)
{
	sheet_is(c, sheet_text_file(c, content), arena_fmt(c->arena, "[CSV]\n%s", expected));
}

TEST_PURE(csv_finds_its_delimiter)
{
	csv_is(c, "Mã,Tên\n1,An\n", "1|TMã|TTên|\n2|T1|TAn|\n");
	csv_is(c, "Mã;Tên\n1;An\n", "1|TMã|TTên|\n2|T1|TAn|\n");
	csv_is(c, "Mã\tTên\n1\tAn, Bình; C\n", "1|TMã|TTên|\n2|T1|TAn, Bình; C|\n");
	csv_is(c, "Tên;Toán;Văn\nAn;8,5;7\nBình;9,25;6,5\n", "1|TTên|TToán|TVăn|\n2|TAn|T8,5|T7|\n3|TBình|T9,25|T6,5|\n");
	csv_is(c, "Tên;Địa chỉ\nAn;1, Lê Lợi, Huế\nBình;2, Huế\n", "1|TTên|TĐịa chỉ|\n2|TAn|T1, Lê Lợi, Huế|\n3|TBình|T2, Huế|\n");
	csv_is(c, "DANH SÁCH LỚP 1A\nSTT;Tên\n1;An\n2;Bình\n", "1|TDANH SÁCH LỚP 1A|\n2|TSTT|TTên|\n3|T1|TAn|\n4|T2|TBình|\n");
	csv_is(c, "Mã|Tên|Chỗ ở\n1|An|Số 1, Huế\n2|Bình|Số 2, Huế\n", "1|TMã|TTên|TChỗ ở|\n2|T1|TAn|TSố 1, Huế|\n3|T2|TBình|TSố 2, Huế|\n");
	csv_is(c, "sep=;\nMã;Tên, họ\n", "1|TMã|TTên, họ|\n");
	csv_is(c, "Một cột\nAn\n", "1|TMột cột|\n2|TAn|\n");
}

TEST_PURE(csv_reads_quotes_and_line_breaks)
{
	csv_is(c, "\"Họ, tên\",\"Ghi \"\"chú\"\"\"\r\n\"An\nBình\",x\r\n", "1|THọ, tên|TGhi \"chú\"|\n2|TAn Bình|Tx|\n");
	csv_is(c, "a,b\r1,2\r3,4", "1|Ta|Tb|\n2|T1|T2|\n3|T3|T4|\n");
	csv_is(c, "a,b\n\n,,\n1,,2\n", "1|Ta|Tb|\n4|T1|-|T2|\n"); /* empty rows count, but do not come */
	csv_is(c, "a,\"b\"x\n5\" ống,2\n", "1|Ta|Tbx|\n2|T5\" ống|T2|\n");
	csv_is(c, "a,b\n=\"0123\",\"=\"\"045\"\"\"\n", "1|Ta|Tb|\n2|T0123|T045|\n");
	csv_is(c, "a,\"\"\n1,\"\"", "1|Ta|\n2|T1|\n");
}

TEST_PURE(csv_reads_unicode_in_its_three_ways)
{
	const char le[] = "\xFF\xFEM\0\xE3\0\t\0\xD1\x1E\n\0\x3D\xD8\x00\xDE\t\0x\0", be[] = "\xFE\xFF\0M\0\xE3\0;\x1E\xD1\0\n\0a\0;\0b";

	csv_is(c, "\xEF\xBB\xBFMã,Tên\n", "1|TMã|TTên|\n");
	sheet_is(c, sheet_file(c, le, sizeof le - 1), "[CSV]\n1|TMã|Tố|\n2|T😀|Tx|\n");
	sheet_is(c, sheet_file(c, be, sizeof be - 1), "[CSV]\n1|TMã|Tố|\n2|Ta|Tb|\n");
	csv_is(c, "Hoa\xCC\x80,Mã\xC2\xA0số\n", "1|THoà|TMã số|\n");
}

TEST_PURE(csv_refuses_what_it_cannot_read)
{
	const char half[] = "\xFF\xFE" "a\0\x3D\xD8;\0b\0";
	const char *text;

	FAILS(sheet_dump(c, sheet_text_file(c, "V\xE3n,T\xEAn\n"), NULL, &text), "sheet.encoding"); /* Western letters, or Windows-1258? */
	FAILS(sheet_dump(c, sheet_file(c, half, sizeof half - 1), NULL, &text), "sheet.encoding");
	FAILS(sheet_dump(c, sheet_text_file(c, "a,b\n\"An,1\nBình,2\n"), NULL, &text), "sheet.open_quote");
}

TEST_PURE(csv_reads_windows_1258)
{
	const char *text = "H\xF2 t\xEAn;Ng\xE0y sinh\nNguy\xEA\xDEn Thi\xF2 A\xECnh;5/9/2019\nTr\xE2\xCCn V\xE3n \xD0\xF4;6/9/2019\n";

	csv_is(c, text, "1|TḤ tên|TNgày sinh|\n2|TNguyễn Thị Ánh|T5/9/2019|\n3|TTrần Văn Đô|T6/9/2019|\n");
}

TEST_PURE(csv_reads_letters_of_tcvn3_and_vni)
{
	csv_is(c, "Hä tªn;Bá\nNguyÔn V¨n L­¬ng;Bá\n", "1|THọ tên ~TCVN3|TBá|\n2|TNguyễn Văn Lương ~TCVN3|TBá|\n");
	/* bytes, not Unicode: the whole file is of one kind */
	csv_is(c, "H\xE4 t\xAAn;N\xAC\nNguy\xD4n V\xA8n L\xAD\xACng;B\xE1\n",
	       "1|THọ tên ~TCVN3|TNơ ~TCVN3|\n2|TNguyễn Văn Lương ~TCVN3|TBỏ ~TCVN3|\n");
	csv_is(c, "Ho\xEF te\xE2n;H\xF4\nNguye\xE3n Va\xEAn L\xF6\xF4ng;B\xF2\n",
	       "1|THọ tên ~VNI|THơ ~VNI|\n2|TNguyễn Văn Lương ~VNI|TBị ~VNI|\n");
}

TEST_PURE(csv_knows_utf_16_without_its_mark)
{
	const char le[] = "M\0\xE3\0;\0T\0\xEA\0n\0\n\0" "1\0;\0A\0n\0", be[] = "\0M\0\xE3\0;\0T\0\xEA\0n\0\n\0" "1\0;\0A\0n";

	sheet_is(c, sheet_file(c, le, sizeof le - 1), "[CSV]\n1|TMã|TTên|\n2|T1|TAn|\n");
	sheet_is(c, sheet_file(c, be, sizeof be - 1), "[CSV]\n1|TMã|TTên|\n2|T1|TAn|\n");
}

TEST_PURE(csv_refuses_utf_7)
{
	const char *text;

	FAILS(sheet_dump(c, sheet_text_file(c, "+/v8-Nguy+Hsk-n,1\n"), NULL, &text), "sheet.utf7");
	FAILS(sheet_dump(c, sheet_text_file(c, "H+Hs0- t+AOo-n\nNguy+HsU-n V+AQM-n An\n"), NULL, &text), "sheet.utf7");
	OK(sheet_dump(c, sheet_text_file(c, "+84-90000,A+B-C,1+1-2\n"), NULL, &text));
}

TEST_PURE(csv_of_libreoffice_reads)
{
	sheet_is(c, sheet_made(c, "quirks-page.csv"),
	         "[CSV]\n1|TDANH SÁCH HỌC SINH LỚP 1A|\n3|TSTT|THọ và tên|TNgày sinh|TMã định danh Bộ GD&ĐT (*)|\n"
	         "4|T1|TNguyễn Thị Ánh|T05/09/2019|T0123456789|\n5|T2|TTrần Văn Bình|T05/09/2019|T001123456789|\n"
	         "6|T3|TLê Hoà|T43713|T'0912345678|\n");
}

TEST_PURE(csv_is_the_same_across_chunks)
{
	struct buf in = buf_in(c->arena), want = buf_in(c->arena);

	buf_put(&want, "[CSV]\n");
	for (int i = 1; i <= 20000; i++) {
		buf_fmt(&in, "%d;\"Nguyễn \"\"Văn\"\" %d\";x\r\n", i, i);
		buf_fmt(&want, "%d|T%d|TNguyễn \"Văn\" %d|Tx|\n", i, i, i);
	}
	sheet_is(c, sheet_text_file(c, buf_text(&in)), buf_text(&want));
}
