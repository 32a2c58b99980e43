"""test_round_trip.py - a file goes out, through LibreOffice, and comes in again: what was changed there, and nothing else."""
import glob, os, re, shutil, sqlite3, subprocess, sys, tempfile, zipfile
import xml.etree.ElementTree as ET
from khue import *

SOFFICE = shutil.which("soffice")
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

# Types into cells as a person would, and saves as Excel.
MACRO = """Sub Edit(source, target, edits)
  Dim opening(0) As New com.sun.star.beans.PropertyValue
  Dim saving(0) As New com.sun.star.beans.PropertyValue
  opening(0).Name = "Hidden"
  opening(0).Value = True
  saving(0).Name = "FilterName"
  saving(0).Value = "Calc MS Excel 2007 XML"
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, opening())
  pairs = Split(edits, ";")
  For i = 0 To UBound(pairs)
    If pairs(i) &lt;&gt; "" Then
      pair = Split(pairs(i), "=")
      book.Sheets.getByIndex(0).getCellRangeByName(pair(0)).setString(pair(1))
    End If
  Next i
  book.storeToURL(target, saving())
  book.close(True)
End Sub
"""


def profile():
    """A user profile with the macro; nobody's own is touched."""
    folder = tempfile.mkdtemp(prefix="khue-soffice-")
    soffice(folder, "--terminate_after_init")  # the first start fills the profile, over whatever lies there
    basic = os.path.join(folder, "user", "basic", "Standard")
    os.makedirs(basic, exist_ok=True)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE %s PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "%s.dtd">\n'
    with open(os.path.join(folder, "user", "basic", "script.xlc"), "w") as f:
        f.write(head % ("library:libraries", "libraries") + '<library:libraries xmlns:library="http://openoffice.org/2000/library" '
                'xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard" '
                'xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/></library:libraries>')
    with open(os.path.join(basic, "script.xlb"), "w") as f:
        f.write(head % ("library:library", "library") + '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
                'library:readonly="false" library:passwordprotected="false"><library:element library:name="Khue"/></library:library>')
    with open(os.path.join(basic, "Khue.xba"), "w") as f:
        f.write(head % ("script:module", "module") + '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Khue" '
                'script:language="StarBasic">' + MACRO + "</script:module>")
    return folder


def soffice(home, *args):
    p = subprocess.run([SOFFICE, f"-env:UserInstallation=file://{home}", "--headless", "--norestore", *args], capture_output=True, text=True, timeout=240)
    assert p.returncode == 0, p.stdout + p.stderr


def edit(home, source, target, edits):
    text = ";".join(f"{cell}={value}" for cell, value in edits.items())
    soffice(home, f'macro:///Standard.Khue.Edit("file://{source}","file://{target}","{text}")')
    assert os.path.exists(target), "LibreOffice saved nothing"


def as_fods(home, path):
    soffice(home, "--convert-to", "fods", "--outdir", os.path.dirname(path), path)
    return ET.parse(path.replace(".xlsx", ".fods"))


def data_rows(tree):
    """The first sheet as texts, and every formula in it."""
    sheet = tree.getroot().find(f".//{TABLE}table")
    formulas = [c.get(TABLE + "formula") for c in sheet.iter(TABLE + "table-cell") if c.get(TABLE + "formula")]
    rows = []
    for row in sheet.iter(TABLE + "table-row"):
        cells = []
        for cell in row:
            if cell.tag in (TABLE + "table-cell", TABLE + "covered-table-cell"):
                text = "\n".join("".join(p.itertext()) for p in cell.findall(TEXT + "p"))
                cells += [text] * min(int(cell.get(TABLE + "number-columns-repeated", "1")), 200)
        rows.append(cells)
    return rows, formulas


def demonstration(db):
    """A province of generated people; its largest primary school."""
    run("init", db=db)
    run("demo", "--learners", "3000", "--seed", "7", db=db)
    path = db.split(":", 1)[1]
    return sqlite3.connect(path).execute("SELECT u.code, count(*) FROM r_enrolment e JOIN unit u ON u.id = e.unit_id WHERE e.school_year = 2025 "
                                         "AND u.levels = '02' GROUP BY u.code ORDER BY 2 DESC LIMIT 1").fetchone()


def dry(db, sheet, path, unit, *more):
    return json.loads(run("import", sheet, path, "--unit", unit, "--year", "2025", "--dry-run", "--json", *more, db=db).splitlines()[-1])


def nothing(s, rows):
    assert (s["rows"], s["unchanged"]) == (rows, rows) and s["changes"] == [] and s["errors"] == 0 and s["missing"] == 0, s


def letter(header, title):
    at = header.index(title)
    return chr(65 + at) if at < 26 else "A" + chr(65 + at - 26)


@only("sqlite")
def three_changes_in_libreoffice_are_three_changes(db):
    if not SOFFICE:
        raise Skipped("không có LibreOffice (script/setup test cài libreoffice-calc-nogui)")
    unit, pupils = demonstration(db)
    home, folder = profile(), tempfile.mkdtemp(prefix="khue-round-")
    out, back, same = (os.path.join(folder, n) for n in ("out.xlsx", "back.xlsx", "same.xlsx"))
    run("export", "class-list", "--unit", unit, "--year", "2025", "--out", out, "--purpose", "Đối chiếu với bản giấy", db=db)
    nothing(dry(db, "class-list", out, unit), pupils)
    edit(home, out, same, {})
    nothing(dry(db, "class-list", same, unit), pupils)
    rows, formulas = data_rows(as_fods(home, out))
    assert "lấy tệp này" in rows[0][0], rows[0]
    header = rows[1]
    place, phone, ethnic = (letter(header, t) for t in ("Nơi sinh", "Số điện thoại liên hệ", "Dân tộc"))
    at = {name: header.index(t) for name, t in (("place", "Nơi sinh"), ("phone", "Số điện thoại liên hệ"), ("ethnic", "Dân tộc"))}
    before = [rows[3][at["place"]].replace(NO_BREAK, " "), rows[6][at["phone"]], rows[10][at["ethnic"]]]
    after = ["Bệnh viện Phổ Yên", "0987654321", "Tày" if before[2] != "Tày" else "Nùng"]
    edit(home, out, back, {f"{place}4": after[0], f"{phone}7": after[1], f"{ethnic}11": after[2]})
    s = dry(db, "class-list", back, unit)
    found = [(x["row"], x["field"], x["before"] or "", x["after"]) for x in s["changes"]]
    want = [(4, "learner.birth_place", before[0], after[0]), (7, "learner.phone", before[1], after[1]), (11, "learner.ethnic_group", before[2], after[2])]
    assert sorted(found) == want, (found, want)
    assert (s["changed"], s["unchanged"], s["errors"], s["missing"]) == (3, pupils - 3, 0, 0), s


@only("sqlite")
def every_template_comes_back_as_it_went(db):
    unit, _ = demonstration(db)
    folder = tempfile.mkdtemp(prefix="khue-round-")
    tried = 0
    for path in sorted(glob.glob(os.path.join(ROOT, "catalog", "sheets", "*.json"))):
        sheet = json.load(open(path))
        asks = [f"{a['name']}={ASKS[a['of']]}" for a in sheet.get("asks", []) if "default" not in a]
        out = os.path.join(folder, sheet["name"] + ".xlsx")
        run("export", sheet["name"], "--unit", unit, "--year", "2025", "--out", out, "--purpose", "Thử hai chiều của mẫu", "--ask", ",".join(asks), db=db)
        run("export", sheet["name"], "--unit", unit, "--year", "2025", "--out", out + ".empty.xlsx", "--empty", db=db)
        tried += 1
        if sheet["records"][0]["name"] == "school" or len(rows_of(out)) <= header_rows(sheet):
            continue  # the register of schools goes in with the codes of the offices, which no record holds
        s = dry(db, sheet["name"], out, unit)
        assert s["unchanged"] == s["rows"] == len(rows_of(out)) - header_rows(sheet) and s["changes"] == [] and s["errors"] == 0, (sheet["name"], s["changes"][:3], s["issues"][:3])
    assert tried > 0


def rows_of(path):
    """Without the line of who took it, which stands at the foot of each printed page as well."""
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("lấy tệp này") == 2 * ("<oddFooter>" in sheet), path
    return re.findall(r"<row ", sheet)["lấy tệp này" in sheet:]


def header_rows(sheet):
    printed = {}
    for c in sheet["columns"]:
        if "joins" not in c and c["field"] not in printed and c.get("titles"):
            printed[c["field"]] = c["titles"][0]
    return min(3, 1 + max(t.count(" / ") for t in printed.values()))


# What a template may ask, by the field it asks for.
ASKS = {"result.period": "CN", "subject_result.period": "CN", "subject_result.subject": "2018-TH-TOAN"}

NO_BREAK = "\u00a0"  # what a file is marked with

BEGIN = ["=", "+", "-", "@", "'=", "''=", "{=", "=-", "==", "+=", '"=', "%=", ";=", ",=", "|=", "=+", "=@", "@=", "_x003D_", "&#61;", "</t></is><f>", "]]>=",
         "<f>=", "\uff1d", "\uff0b"]
REST = ["1+1", "84912345678", "cmd|' /C calc'!A0", '=HYPERLINK("http://127.0.0.1/?"&A1,"bấm")', "SUM(A1:A9)", 'WEBSERVICE("http://127.0.0.1")',
        'IMPORTXML("http://127.0.0.1","//a")', 'DDE("soffice";"/etc/hostname";"1")', "'file:///etc/hostname'#$A.A1", "A1", "1e5", "05/09/2019", "NGUYỄN VĂN AN",
        "0", "TRUE", "#REF!", "[1]Sheet1!A1", "MSEXCEL|'\\..\\x'!''", "x'", "1;2"]


def five_hundred_payloads_compute_nothing(db):
    server, head, office = province(db)
    try:
        payloads = [b + r for b in BEGIN for r in REST]
        assert len(payloads) == 500
        status, _, room = head.call("POST", "/classes", {"name": "1A", "grade": "01", "school_year": 2025})
        assert status == 201, room
        status, lines = head.batch("learners", [{"client_id": f"p{i}", "full_name": f"Nguyễn Thử {chr(65 + i // 26)}{chr(65 + i % 26)}", "sex": "01", "ethnic_group": "01",
                                                 "birth_date": f"2019-{i % 12 + 1:02d}-{i % 28 + 1:02d}", "home_town": p} for i, p in enumerate(payloads)])
        assert status == 200 and all(x["outcome"] == "created" for x in lines), lines
        status, done = head.batch("enrolments", [{"client_id": f"e{i}", "learner": x["code"], "class": room["code"], "school_year": 2025} for i, x in enumerate(lines)])
        assert status == 200 and all(x["outcome"] == "created" for x in done), done
        status, headers, x = head.call("POST", "/exports", {"sheet": "class-list", "year": 2025, "purpose": "Thử công thức trong tệp"})
        assert status == 202 and x["persons"] == 500 and headers["Location"].endswith(x["id"]), x
        assert wait_job(head, x["job"])["state"] == "done"
        assert office.call("GET", f"/exports/{x['id']}/file")[0] == 403
        status, headers, data = head.call("GET", f"/exports/{x['id']}/file", raw=True)
        assert status == 200, (status, data)
        log = office.call("GET", "/exports?unit=19172401")[2]["items"]
        assert [(l["asked_by"], l["persons"], l["fetched"], l["state"]) for l in log] == [("hieutruong", 500, 1, "done")], log
        status, _, job = head.upload("/imports", [("out.xlsx", data)], year=2025, dry_run="true")
        nothing(wait_job(head, job["id"])["result"]["files"][0]["summary"], 500)
        look_with_libreoffice(data, payloads)
    finally:
        assert server.stop() == 0


def look_with_libreoffice(data, payloads):
    if not SOFFICE:
        return print("   không có LibreOffice: chưa thử mở tệp bằng LibreOffice")
    path = os.path.join(tempfile.mkdtemp(prefix="khue-round-"), "out.xlsx")
    open(path, "wb").write(data)
    rows, formulas = data_rows(as_fods(profile(), path))
    town = rows[1].index("Quê quán")
    shown = {r[town].replace(NO_BREAK, " ") for r in rows[2:] if len(r) > town}
    assert formulas == [], formulas
    wanted = {"'" + p if p.startswith("'") else p for p in payloads}
    assert wanted <= shown, sorted(wanted - shown)[:5]


main(three_changes_in_libreoffice_are_three_changes, every_template_comes_back_as_it_went, five_hundred_payloads_compute_nothing)
