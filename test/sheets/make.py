#!/usr/bin/env python3
"""make.py - the workbooks of this folder, made by LibreOffice and not by a library that the reader also uses.

    test/sheets/make.py      writes them anew (needs soffice); the tests read what is checked in

Each is described once, as flat ODF, and saved in several kinds.  People are invented.
"""
import os, subprocess, tempfile, unicodedata
from xml.sax.saxutils import escape, quoteattr

HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = {n: f"urn:oasis:names:tc:opendocument:xmlns:{u}:1.0" for n, u in dict(
    office="office", style="style", text="text", table="table", number="datastyle", fo="xsl-fo-compatible", svg="svg-compatible").items()}
NAMES["of"] = "urn:oasis:names:tc:opendocument:xmlns:of:1.2"
STYLES = """
<number:date-style style:name="N1"><number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/>
<number:text>/</number:text><number:year number:style="long"/></number:date-style>
<number:number-style style:name="N2"><number:number number:decimal-places="0" number:min-integer-digits="12"/></number:number-style>
<number:boolean-style style:name="N3"><number:boolean/></number:boolean-style>
<style:style style:name="truth" style:family="table-cell" style:data-style-name="N3"/>
<style:style style:name="date" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="zeros" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="box" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000"/></style:style>
<style:style style:name="tcvn3" style:family="table-cell"><style:text-properties style:font-name=".VnTime"/></style:style>
<style:style style:name="tcvn3h" style:family="table-cell"><style:text-properties style:font-name=".VnTimeH"/></style:style>
<style:style style:name="vni" style:family="table-cell"><style:text-properties style:font-name="VNI-Times"/></style:style>
<style:style style:name="shown" style:family="table"><style:table-properties table:display="true"/></style:style>
<style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/></style:style>
<style:style style:name="hiddencolumn" style:family="table-column"/>"""
FONTS = "".join(f'<style:font-face style:name="{f}" svg:font-family="&apos;{f}&apos;"/>' for f in (".VnTime", ".VnTimeH", "VNI-Times"))
EMPTY = "<table:table-cell/>"


def cell(value, style=None, across=1, down=1):
    attrs = (f" table:style-name={quoteattr(style)}" if style else "") + (
        f' table:number-columns-spanned="{across}" table:number-rows-spanned="{down}"' if across > 1 or down > 1 else "")
    if value is None:
        return f"<table:table-cell{attrs}/>"
    if isinstance(value, bool):
        return f'<table:table-cell{attrs} table:style-name="truth" office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, (int, float)):
        return f'<table:table-cell{attrs} office:value-type="float" office:value="{value}"/>'
    if value.startswith("="):
        return f"<table:table-cell{attrs} table:formula={quoteattr('of:' + value)}/>"
    if value.startswith("@"):
        return f'<table:table-cell{attrs} table:style-name="date" office:value-type="date" office:date-value="{value[1:]}"/>'
    lines = "".join(f"<text:p>{escape(x)}</text:p>" for x in value.split("\n"))
    return f'<table:table-cell{attrs} office:value-type="string">{lines}</table:table-cell>'


def row(*cells, times=1):
    return f'<table:table-row table:number-rows-repeated="{times}">' + "".join(c if str(c).startswith("<") else cell(c) for c in cells) + "</table:table-row>"


def sheet(name, *rows, hidden=False):
    return f'<table:table table:name={quoteattr(name)} table:style-name="{"hidden" if hidden else "shown"}">' + "".join(rows) + "</table:table>"


def covered(n):
    return f'<table:covered-table-cell table:number-columns-repeated="{n}"/>'


def save(name, kinds, *sheets, epoch=None):
    null = f'<table:calculation-settings><table:null-date table:date-value="{epoch}"/></table:calculation-settings>' if epoch else ""
    text = ('<?xml version="1.0" encoding="UTF-8"?><office:document ' + " ".join(f'xmlns:{k}="{v}"' for k, v in NAMES.items()) +
            ' office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
            f"<office:font-face-decls>{FONTS}</office:font-face-decls><office:automatic-styles>{STYLES}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{null}{''.join(sheets)}</office:spreadsheet></office:body></office:document>")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name + ".fods")
        with open(path, "w") as f:
            f.write(text)
        for kind in kinds:
            to = {"xls": "xls:MS Excel 97", "xlsx": "xlsx:Calc MS Excel 2007 XML", "html": "html:HTML (StarCalc)",
                  "csv": "csv:Text - txt - csv (StarCalc):59,34,76,1"}[kind]
            subprocess.run(["soffice", "--headless", "--convert-to", to, "--outdir", HERE, path], check=True, capture_output=True,
                           env=dict(os.environ, HOME=folder))


def legacy(text, encoding):
    """Text as a Western font stores it."""
    table = dict(line.split() for line in open(os.path.join(HERE, encoding + ".txt"), encoding="utf-8") if line.strip())
    return "".join(table.get(x, x) for x in unicodedata.normalize("NFC", text))


def main():
    nfd = unicodedata.normalize("NFD", "Ngày sinh")
    title = row(cell("DANH SÁCH HỌC SINH LỚP 1A", across=4), covered(3))
    values = (
        row("STT", "Họ  và\u00a0tên", nfd, "Mã định danh\nBộ GD&ĐT (*)"),
        row(1, "Nguyễn Thị Ánh", "@2019-09-05", "0123456789"),
        row(2, "Trần Văn Bình", "05/09/2019", cell(1123456789, "zeros")),
        row(3, "Lê Hoà", 43713, "'0912345678"),
        row(4, "Phạm Ước", "5-9-2019", 8.5, "8,5", True, "=1/0", "=NA()", "=[.D7]*2", "=[.B7]&\" x\"", "=DATE(2019;9;5)"),
    )
    ghost = [cell(None, "box")] * 10
    secret = sheet("Danh mục ẩn", row("01", "Đang học"), hidden=True)
    save("quirks", ["xls", "xlsx"], sheet("Học sinh", title, row(EMPTY), *values, row(*ghost, times=1000)), secret)
    save("quirks-page", ["html", "csv"], sheet("Học sinh", title, row(EMPTY), *values[:4]))
    save("ghosts", ["xlsx"], sheet("Lớp 1A", row("Họ và tên", "Lớp"), row("Nguyễn Văn An", "1A"), row(*ghost, times=16000)))
    save("epoch1904", ["xls", "xlsx"], sheet("A", row("@2019-09-05", "@1904-01-02", 42251)), epoch="1904-01-01")
    save("fonts", ["xls", "xlsx"], sheet(
        "Chữ", row("Họ tên", "Nơi sinh"),
        row(cell(legacy("Nguyễn Văn Lương", "tcvn3"), "tcvn3"), cell(legacy("Bỏ", "tcvn3"), "tcvn3")),
        row(cell(legacy("trần thị bưởi", "tcvn3"), "tcvn3h"), cell("Hà Nội", "tcvn3")),
        row(cell(legacy("Nguyễn Thị Diễm", "vni"), "vni"), cell(legacy("Hồ", "vni"), "vni")),
        row(legacy("Đặng Thị Thuỷ", "tcvn3"), legacy("Cà Mau", "vni")), row("Hoà", "Bá")))
    header = (row(cell("STT", down=3), cell("Họ và tên", down=3), cell("Kết quả học tập", across=4), covered(3)),
              row(covered(2), cell("Toán", across=2), covered(1), cell("Tiếng Việt", across=2), covered(1)),
              row(covered(2), "Mức đạt được", "Điểm KTĐK", "Mức đạt được", "Điểm KTĐK"))
    save("header3", ["xls", "xlsx", "html", "csv"], sheet("KQHT", *header, row(1, "Nguyễn Văn An", "T", 9, "H", 8), row(2, "Lê Bình", "H", 7, "H", 6.5)))


main()
