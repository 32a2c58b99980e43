"""openpyxl_book.py - a workbook as openpyxl makes it, saves it again or reads it.  One order as JSON on standard input; see test_producers.py."""
import datetime, json, sys
import openpyxl
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table


def value(v):
    return datetime.date.fromisoformat(v["day"]) if isinstance(v, dict) else v


def make(rows, path, kind="plain"):
    book = openpyxl.Workbook(write_only=kind == "streamed")
    sheet = book.create_sheet("Danh sách") if kind == "streamed" else book.active
    for row in rows:
        sheet.append([value(v) for v in row])
    if kind == "dressed":
        dress(book, sheet, len(rows), len(rows[1]))
    book.save(path)


def dress(book, sheet, rows, columns):
    """What people and programs leave in a list: it means nothing to a reader."""
    sheet.merge_cells("A1:E1")
    sheet["A1"].font, sheet["A1"].alignment = Font(bold=True, size=14, color="FF0000"), Alignment(horizontal="center")
    thin = Side(style="thin")
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            if cell.is_date:
                cell.number_format = "dd/mm/yyyy"
    sheet["C3"].comment = Comment("Xem lại học bạ", "Văn thư")
    sheet["C3"].hyperlink = "https://example.invalid/"
    sheet.freeze_panes, sheet.auto_filter.ref = "D3", f"A2:E{rows}"
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[4].hidden = True
    sex = DataValidation(type="list", formula1='"Nam,Nữ"')
    sheet.add_data_validation(sex)
    sex.add(f"E3:E{rows}")
    sheet.conditional_formatting.add(f"A3:A{rows}", CellIsRule(operator="greaterThan", formula=["5"], fill=PatternFill(bgColor="FFC7CE")))
    sheet.print_title_rows, sheet.oddFooter.center.text = "1:2", "Trang &P"
    other = book.create_sheet("Ghi chú")
    other.append(["Mục", "Lời"])
    other.append(["a", "Của năm trước"])
    other.add_table(Table(displayName="GhiChu", ref="A1:B2"))
    other.sheet_state = "hidden"


def again(**order):
    book = openpyxl.load_workbook(order["from"])
    for at, v in order.get("set", {}).items():
        book.worksheets[0][at] = v
    book.save(order["path"])


def rows(**order):
    return [["" if v is None else str(v) for v in row] for row in openpyxl.load_workbook(order["from"]).worksheets[0].iter_rows(values_only=True)]


order = json.load(sys.stdin)
print(json.dumps({"make": make, "again": again, "rows": rows}[order.pop("do")](**order)))
