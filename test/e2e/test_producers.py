"""test_producers.py - one list of pupils as openpyxl, SheetJS and LibreOffice write it, and what Khuê writes read and saved again by them."""
import json, os, re, subprocess, tempfile
from khue import *

SCHOOL = "19172401"
FOLDER = os.path.join(ROOT, "test", "producers")
PROGRAMS = {"openpyxl": ["/usr/bin/python3", os.path.join(FOLDER, "openpyxl_book.py")], "sheetjs": ["node", os.path.join(FOLDER, "sheetjs.mjs")]}
MADE = [("openpyxl", "plain"), ("openpyxl", "dressed"), ("openpyxl", "streamed"), ("sheetjs", "xlsx"), ("sheetjs", "shared"), ("sheetjs", "dates"),
        ("sheetjs", "packed"), ("sheetjs", "xls"), ("sheetjs", "html"), ("sheetjs", "csv")]
OFFICE = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "xls": "xls:MS Excel 97", "html": "html:HTML (StarCalc)", "csv": "csv:Text - txt - csv (StarCalc):44,34,76"}

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Tên lớp", "Giới tính", "Dân tộc", "Số điện thoại liên hệ", "Chỗ ở hiện nay"]
PUPILS = [[i + 1, name, {"day": f"2018-0{i + 1}-1{i}"}, "2A", "Nữ" if i % 2 else "Nam", "Kinh" if i % 3 else "Tày", f"098765432{i}", place]
          for i, (name, place) in enumerate([("Nguyễn Thị Ánh Đào", "Tổ 3 < Ba Hàng & Phổ Yên"), ("Lò Văn Ước", "Xóm \"Cầu\""), ("Giàng A Páo", "007"),
                                             ("Hoàng Y Bơ", "2A = 3B"), ("Đỗ Nguyễn Thuỳ Dương", "Nhà 1/2"), ("Lê Quý", "Ngõ 5, ngách 2")])]
ROWS = [["DANH SÁCH HỌC SINH LỚP 2A"], HEAD, *PUPILS]
TEXTS = [r[:2] + ["/".join(reversed(r[2]["day"].split("-")))] + r[3:] for r in PUPILS]


def order(program, do, **order):
    p = subprocess.run(PROGRAMS[program], input=json.dumps({"do": do, **order}), capture_output=True, text=True, timeout=120)
    assert p.returncode == 0, f"{program} {do} {order.get('kind')}: {p.stderr}"
    return json.loads(p.stdout)


def soffice(folder, kind, *paths):
    """What LibreOffice makes of each."""
    out = os.path.join(folder, "as-" + kind)
    home = os.path.join(tempfile.gettempdir(), "soffice")
    p = subprocess.run(["soffice", f"-env:UserInstallation=file://{home}", "--headless", "--norestore", "--convert-to", OFFICE[kind], "--outdir", out, *paths],
                       capture_output=True, text=True, timeout=240)
    made = [os.path.join(out, os.path.splitext(os.path.basename(path))[0] + "." + kind) for path in paths]
    assert p.returncode == 0 and all(map(os.path.exists, made)), p.stdout + p.stderr
    return made


def suffix(kind):
    return kind if kind in OFFICE else "xlsx"


def files(folder):
    """(how, path): the list by each program in each of its ways, and what LibreOffice makes of one of them; what is hidden it leaves out of HTML."""
    made = []
    for program, kind in MADE:
        path = os.path.join(folder, f"{program}-{kind}.{suffix(kind)}")
        order(program, "make", rows=[ROWS[0], HEAD, *(TEXTS if kind in ("html", "csv") else PUPILS)], path=path, kind=kind)
        made.append((f"{program} {kind}", path))
    return made + [("libreoffice " + kind, soffice(folder, kind, os.path.join(folder, f"openpyxl-{'plain' if kind == 'html' else 'dressed'}.xlsx"))[0]) for kind in OFFICE]


def imported(db, path, *more, unit=SCHOOL):
    out = run("import", "class-list", path, "--unit", unit, "--year", "2025", "--json", *more, db=db)
    return json.loads(out.splitlines()[-1])


def counts(s):
    return {k: s[k] for k in ("rows", "created", "changed", "unchanged", "refused", "missing")} | {"changes": len(s.get("changes", []))}


def all_are(db, made, **wanted):
    """Each file gives these counts and no others."""
    wanted = dict.fromkeys(("created", "changed", "unchanged", "refused", "missing", "changes"), 0) | {"rows": len(PUPILS)} | wanted
    wrong = [(how, counts(s), s["causes"]) for how, path in made if counts(s := imported(db, path, "--dry-run")) != wanted]
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1)


@only("sqlite")
def one_list_is_one_list_whoever_wrote_it(db):
    server, _, _ = province(db)
    assert server.stop() == 0
    made = files(tempfile.mkdtemp(prefix="khue-producers-"))
    all_are(db, made, created=len(PUPILS))
    assert imported(db, made[0][1])["created"] == len(PUPILS)
    all_are(db, made, unchanged=len(PUPILS))


@only("sqlite")
def what_khue_writes_others_keep(db):
    run("init", db=db)
    unit = re.search(r"vanthu\S* .* (\d{8}) ", run("demo", "--learners", "300", "--seed", "7", db=db)).group(1)
    folder = tempfile.mkdtemp(prefix="khue-producers-")
    out = os.path.join(folder, "out.xlsx")
    run("export", "class-list", "--unit", unit, "--year", "2025", "--out", out, "--purpose", "Đối chiếu với bản giấy", db=db)
    rows = order("openpyxl", "rows", **{"from": out})
    assert order("sheetjs", "rows", **{"from": out}) == rows
    assert "lấy tệp này" in rows[0][0], rows[0]
    phone = chr(65 + rows[1].index("Số điện thoại liên hệ")) + "5"
    for program, kind in (("openpyxl", "plain"), ("sheetjs", "xlsx"), ("sheetjs", "shared"), ("sheetjs", "xls")):
        for set, wanted in (({}, []), ({phone: "0912345678"}, [(5, "learner.phone", "0912345678")])):
            path = os.path.join(folder, f"{program}-{kind}.{suffix(kind)}")
            order(program, "again", path=path, kind=kind, set=set, **{"from": out})
            s = imported(db, path, "--dry-run", unit=unit)
            found = [(x["row"], x["field"], x["after"]) for x in s["changes"]]
            assert [x["by_order"] for x in json.loads(run("export", "trace", path, "--json", db=db).splitlines()[-1])["found"]] == [False], (program, kind)
            assert found == wanted and (s["rows"], s["unchanged"], s["missing"], s["errors"]) == (len(rows) - 2, len(rows) - 2 - len(wanted), 0, 0), (program, kind, s)


FAULTY = {3: ("Ngày sinh", "31/02/2018", "12/03/2018"), 5: ("Giới tính", "Gái hay trai", "Nữ")}


@only("sqlite")
def an_error_file_opens_everywhere_and_is_mended_there(db):
    server, _, _ = province(db)
    assert server.stop() == 0
    folder = tempfile.mkdtemp(prefix="khue-producers-")
    for row, (column, bad, _) in FAULTY.items():
        for rows in (PUPILS, TEXTS):
            rows[row - 1] = [bad if h == column else v for h, v in zip(HEAD, rows[row - 1])]
    made = files(folder)
    for how, path in made:
        marked = path + ".errors.xlsx"
        run("import", "class-list", path, "--unit", SCHOOL, "--year", "2025", "--dry-run", "--errors", marked, db=db, status=1)
        for program in PROGRAMS:
            rows = order(program, "rows", **{"from": marked})
            top = next(i for i, r in enumerate(rows) if "Họ và tên" in r)
            said = {int(r[rows[top].index("STT")]): r[-1] for r in rows[top + 1:] if r[-1].startswith("Cột")}
            assert rows[top][-1] == "Lỗi" and {n: words[:5] for n, words in said.items()} == {3: "Cột C", 5: "Cột E"}, (how, program, rows)
            mended = os.path.join(folder, "mended.xlsx")
            order(program, "again", path=mended, set={f"{chr(65 + HEAD.index(column))}{top + 1 + n}": good for n, (column, _, good) in FAULTY.items()}, **{"from": marked})
            assert counts(imported(db, mended, "--dry-run"))["created"] == len(PUPILS), (how, program)
    for path in soffice(folder, "csv", *(path + ".errors.xlsx" for _, path in made)):
        assert "31/02/2018" in open(path, encoding="utf-8").read(), path


if __name__ == "__main__":
    main(one_list_is_one_list_whoever_wrote_it, what_khue_writes_others_keep, an_error_file_opens_everywhere_and_is_mended_there)
