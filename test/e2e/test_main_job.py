"""test_main_job.py - official lists in, a class list in, the form computed, sent up, accepted, added up; by CLI and by API."""
import datetime, io, json, os, sys, tempfile, time, zipfile
from khue import *

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Lớp", "Số định danh cá nhân", "Ghi chú"]


def class_list(rows):
    text = ["TRƯỜNG TIỂU HỌC BA HÀNG", "DANH SÁCH HỌC SINH", "", ";".join(HEAD)]
    return "\n".join(text + [";".join(map(str, r)) for r in rows]).encode("utf-8-sig")


PUPILS = [[i + 1, f"Nguyễn Văn {chr(65 + i % 26)}{'' if i < 26 else i}", f"{i % 28 + 1:02d}/0{i % 9 + 1}/{2019 - i % 5}", "Nam" if i % 2 else "Nữ",
           "Kinh" if i % 3 else "Tày", f"{i % 5 + 1}A", "", ""] for i in range(50)]


def the_main_job_by_api(db):
    server, head, office = province(db)
    try:
        bad = [list(r) for r in PUPILS]
        bad[3][2] = "31/02/2018"
        bad[7][3] = "?"
        status, headers, job = head.upload("/imports", [("lop.csv", class_list(bad))], year=2025, dry_run="true")
        assert status == 202 and headers["Location"].endswith(job["id"]), job
        done = wait_job(head, job["id"])
        s = done["result"]["files"][0]["summary"]
        assert done["state"] == "done" and s["rows"] == 50 and s["refused"] == 2 and s["created"] == 48, s
        rows = sorted((x["row"], x["column"]) for x in s["issues"] if not x["warning"])
        assert rows == [(8, "C"), (12, "D")], rows
        assert any("field" not in m and m["title"] == "Ghi chú" for m in s["mapping"]), s["mapping"]
        status, _, data = head.call("GET", f"/imports/{job['id']}/errors.xlsx", raw=True)
        assert status == 200 and zipfile.ZipFile(io.BytesIO(data)).testzip() is None
        assert head.call("GET", f"/imports/{job['id']}/errors.xlsx?file=2")[0] == 404
        assert head.call("GET", f"/imports/{job['id']}/errors.xlsx?file=x")[0] == 422
        the_error_file_goes_in_again(head, bad, data)
        assert head.call("GET", "/learners?limit=200")[2]["items"] == []
        status, _, again = head.upload("/imports", [("lop.csv", class_list(PUPILS))], year=2025)
        assert wait_job(head, again["id"])["result"]["files"][0]["summary"]["created"] == 50
        status, _, real = head.call("POST", f"/imports/{again['id']}/commit")
        assert status == 202, real
        assert wait_job(head, real["id"])["result"]["files"][0]["summary"]["created"] == 50
        assert len(head.call("GET", "/learners?limit=200")[2]["items"]) == 50
        status, headers, x = head.call("POST", f"/imports/{again['id']}/commit")
        assert status == 409 and x["key"] == "import.committed" and headers["Location"].endswith(f"/imports/{real['id']}"), (headers, x)
        report_up(head, office)
    finally:
        assert server.stop() == 0


def the_error_file_goes_in_again(head, bad, data):
    """Of two files the second has errors; the workbook that came back has the same errors once more, and no others."""
    status, _, job = head.upload("/imports", [("tot.csv", class_list(PUPILS)), ("loi.xlsx", data)], year=2025, dry_run="true")
    good, again = (f["summary"] for f in wait_job(head, job["id"])["result"]["files"])
    assert good["errors"] == 0 and sorted((x["row"], x["column"]) for x in again["issues"] if not x["warning"]) == [(8, "C"), (12, "D")], again
    assert [(k["key"], k["count"], k["rows"][0]["row"]) for k in again["causes"] if not k["warning"]] == [("value.date_impossible", 1, 8), ("value.sex", 1, 12)]
    assert not [m for m in again["mapping"] if m["title"] == "Lỗi"], again["mapping"]
    first, second, default = (head.call("GET", f"/imports/{job['id']}/errors.xlsx{q}", raw=True) for q in ("?file=1", "?file=2", ""))
    assert first[0] == 404 and second[0] == 200 and default[2] == second[2], "no errors in the first"


def report_up(head, office):
    status, headers, rep = head.call("POST", "/reports", {"form": "02-TH-DN", "period": "2025-start"})
    assert status == 201, rep
    row = {r["code"]: r for s in rep["sheets"] for r in s["rows"] if "code" in r}
    assert row[37]["values"][0] == 50 and row[37]["values"][2] == 17 and row[25]["values"][0] == 0, row[37]
    status, _, cell = head.call("GET", f"/reports/{rep['id']}/cells/40/E/records")
    assert status == 200 and len(cell["items"]) == row[40]["values"][0] == 10
    assert office.call("POST", f"/reports/{rep['id']}/accept")[0] == 409
    status, _, x = head.call("POST", f"/reports/{rep['id']}/submit")
    assert status == 200 and x["state"] == "submitted", x
    assert head.call("POST", "/reports", {"form": "02-TH-DN", "period": "2025-start"})[0] == 409
    status, _, x = office.call("POST", f"/reports/{rep['id']}/return", {"note": "Kiểm tra lại lớp 1A"})
    assert status == 200 and x["state"] == "returned" and x["note"], x
    assert head.call("POST", "/reports", {"form": "02-TH-DN", "period": "2025-start"})[0] == 201
    assert head.call("POST", f"/reports/{rep['id']}/submit")[0] == 200
    assert office.call("POST", f"/reports/{rep['id']}/accept")[0] == 200
    status, _, total = office.call("POST", "/reports", {"form": "02-TH-DN", "period": "2025-start"})
    row = {r["code"]: r for s in total["sheets"] for r in s["rows"] if "code" in r}
    assert status == 201 and row[37]["values"][0] == 50 and total["missing"] == [], total
    status, _, data = office.call("GET", f"/reports/{total['id']}.xlsx", raw=True)
    assert status == 200 and "xl/worksheets/sheet1.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()
    seal = office.call("GET", f"/reports/{rep['id']}/seal")[2]
    assert seal["intact"] and seal["state"] == "accepted"
    a_report_is_reopened(head, office, rep, total)


def all_records(who, report, cell):
    items, cursor = [], ""
    while cursor is not None:
        status, _, page = who.call("GET", f"/reports/{report['id']}/cells/{cell}/records?limit=20{cursor and '&cursor=' + cursor}")
        assert status == 200, page
        items += page["items"]
        cursor = page.get("cursor")
    return items


def a_report_is_reopened(head, office, rep, total):
    assert len(all_records(office, total, "37/E")) == len(all_records(head, rep, "37/E")) == 50
    one = all_records(head, rep, "37/E")[0]
    status, _, x = head.call("PATCH", f"/enrolments/{one['code']}", {"learns_computing": True}, {"If-Match": f'"{one["version"]}"'})
    assert status == 200, x
    again = [r for r in all_records(office, total, "37/E") if r["code"] == one["code"]][0]
    assert "learns_computing" not in again and again["now"]["learns_computing"] and again["counted_version"] == one["version"], again
    status, headers, x = head.call("POST", "/reports", {"form": "02-TH-DN", "period": "2025-start"})
    assert status == 409 and headers["Location"] == f"/api/v1/reports/{rep['id']}" and "mở lại" in x["detail"], (headers, x)
    status, _, x = office.call("POST", f"/reports/{rep['id']}/reopen", {"reason": "Thiếu môn Tin học"})
    assert status == 200 and x["state"] == "returned" and x["edition"] == 2, x
    assert [s["why"] for s in office.call("GET", f"/reports/{total['id']}")[2]["stale"]] == ["reopened"]
    status, _, x = head.call("POST", "/reports", {"form": "02-TH-DN", "period": "2025-start"})
    assert status == 201 and x["difference"][0]["now"] == x["difference"][0]["before"] + 1, x["difference"]
    assert head.call("POST", f"/reports/{rep['id']}/submit")[0] == 200
    assert office.call("POST", f"/reports/{rep['id']}/accept")[0] == 200
    assert [s["why"] for s in office.call("GET", f"/reports/{total['id']}")[2]["stale"]] == ["replaced"]
    assert office.call("GET", f"/reports/{rep['id']}/seal?edition=1")[2]["intact"]
    assert office.call("POST", "/reports", {"form": "02-TH-DN", "period": "2025-start"})[2]["stale"] == []


def the_main_job_by_command_line(db):
    server, _, _ = province(db)
    server.stop()
    folder = tempfile.mkdtemp()
    path = os.path.join(folder, "lop.csv")
    open(path, "wb").write(class_list(PUPILS))
    out = run("import", "class-list", path, "--unit", "19172401", "--year", "2025", "--dry-run", db=db)
    assert "50 mới" in out, out
    run("import", "class-list", path, "--unit", "19172401", "--year", "2025", db=db)
    out = run("import", "class-list", path, "--unit", "19172401", "--year", "2025", db=db)
    assert "50 như cũ" in out, out
    report = lambda verb, unit, *more: run("report", verb, "02-TH-DN", "--unit", unit, "--period", "2025-start", *more, db=db)
    report("compute", "19172401", "--out", os.path.join(folder, "form.xlsx"))
    report("submit", "19172401")
    run("report", "compute", "02-TH-DN", "--unit", "19172401", "--period", "2025-start", db=db, status=1)
    report("accept", "19172401")
    report("verify", "19172401")
    report("compute", "19", "--out", os.path.join(folder, "so.json"))
    so = json.load(open(os.path.join(folder, "so.json")))
    row = {r["code"]: r for s in so["sheets"] for r in s["rows"] if "code" in r}
    assert row[37]["values"][0] == 50 and row[1]["values"][0] == 1
    report("submit", "19")
    report("accept", "19")
    report("compute", "BGDDT", "--out", os.path.join(folder, "bo.json"))
    assert json.load(open(os.path.join(folder, "bo.json")))["missing"] == []
    run("report", "reopen", "02-TH-DN", "--unit", "19172401", "--period", "2025-start", db=db, status=2)
    assert "bản số 2" in report("reopen", "19172401", "--reason", "Đếm thiếu")
    assert "được mở lại" in report("show", "19")
    assert "bản số 1" in report("verify", "19172401", "--edition", "1")
    run("report", "compute", "02-TH-DN", "--unit", "999", "--period", "2025-start", db=db, status=1)
    run("report", "compute", db=db, status=2)
    run("report", "return", "02-TH-DN", "--unit", "19172401", "--period", "2025-start", "--note", "sai\u202e", db=db, status=2)
    assert "nguyên vẹn" in run("audit", "verify", db=db)


def official_lists_load_as_published(db):
    official = os.path.join(ROOT, "..", "shared", "data")
    if not os.path.isdir(official):
        raise Skipped("the official files are not here")
    run("init", db=db)
    out = run("load", "units", f"{official}/official/don-vi-so-phong-2025-06.csv", db=db)
    assert "772 mới" in out and "3 không nạp" in out and "058" in out, out[-300:]
    out = run("load", "places", f"{official}/nso-communes-2025-01-04.csv", f"{official}/nso-communes-2025-07-conversion.csv", db=db)
    assert "63 trước và 34" in out and "10051 và 3321" in out, out[-300:]
    out = run("load", "schools", f"{official}/official/truong-hoc-thai-nguyen-2025-06-23.xlsx", db=db)
    created, rejected = int(out.split(" mới")[0].rsplit(" ", 1)[1]), int(out.split(" không nạp.")[0].rsplit(" ", 1)[1])
    assert created + rejected == 813 and created > 800, (created, rejected)
    assert out.count("không nạp 1") >= rejected - 1
    again = json.loads(run("load", "schools", f"{official}/official/truong-hoc-thai-nguyen-2025-06-23.xlsx", "--json", db=db))
    assert (again["loaded"], again["updated"], again["unchanged"], again["rejected"]) == (0, 0, created, rejected), again
    batch = out.split("khue import undo ")[1].split()[0]
    out = run("import", "undo", batch, "--unit", "BGDDT", db=db)
    assert f"{created} hồ sơ mới được huỷ" in out, out
    out = run("load", "schools", f"{official}/official/truong-hoc-thai-nguyen-2025-06-23.xlsx", db=db)
    assert f"{created} mới, 0 thay đổi, 0 như cũ, {rejected} không nạp." in out, out[-300:]
    out = run("unit", "move", "--under", "172", "--to", "19", "--from", "2025-07-01", db=db)
    assert "về 19" in out
    assert "nguyên vẹn" in run("audit", "verify", db=db)


def a_register_accounts_for_every_row(db):
    with tempfile.TemporaryDirectory() as folder:
        units, schools, errors, back = (os.path.join(folder, name) for name in ("units.csv", "schools.csv", "errors.xlsx", "back.xlsx"))
        with open(units, "w") as f:
            f.write("Mã Đơn Vị,Tên Đơn Vị,Mã đơn vị cha\n19,Sở Giáo dục và Đào tạo A,\n164,Phòng Giáo dục và Đào tạo B,19\n")
        with open(schools, "w") as f:
            f.write("MA_TRUONG *,TEN_TRUONG_HOC *,MA_DON_VI *,CAP_HOC *,TRANG_THAI *,LOAI_HINH_DAO_TAO *,LOAI_HINH_TRUONG *,MA_TINH_THANH *\n"
                    "19000001,Trường Một,19,1,1,1,1,19\n19000002,Trường Hai,164,2,1,1,1,19\n19000003,Trường Ba,19,,1,1,1,19\n"
                    "19000001,Trường Bốn,19,1,1,1,1,19\n,Trường Năm,19,1,1,1,1,19\n")
        run("init", db=db)
        assert json.loads(run("load", "units", units, "--json", db=db))["loaded"] == 2
        run("load", "units", units, "--dry-run", db=db, status=2)
        tried = json.loads(run("load", "schools", schools, "--dry-run", "--json", db=db))
        assert (tried["rows"], tried["loaded"], tried["updated"], tried["unchanged"], tried["rejected"]) == (5, 2, 0, 0, 3), tried
        assert [r["row"] for r in tried["rejects"]] == [4, 5, 6] and all(r["reason"] for r in tried["rejects"]), tried
        assert "batch" not in tried and "2 mới, 0 thay đổi, 0 như cũ, 3 không nạp." in run("load", "schools", schools, "--dry-run", db=db)
        out = run("load", "schools", schools, "--errors", errors, db=db)
        assert "2 mới, 0 thay đổi, 0 như cũ, 3 không nạp." in out and out.count(": không nạp ") == 3 and os.path.getsize(errors) > 0, out
        told = run("import", "schools", schools, "--unit", "19", "--year", "2025", "--dry-run", db=db, status=1)
        assert "3 không nạp" in told and all(f"dòng {row}, " in told for row in (4, 5, 6)), told
        run("export", "schools", "--unit", "19", "--year", "2025", "--purpose", "gửi lại danh mục trường", "--out", back, db=db)
        again = json.loads(run("load", "schools", back, "--json", db=db))
        assert (again["rows"], again["unchanged"], again["rejects"]) == (2, 2, []), again
        assert "2 hồ sơ mới được huỷ" in run("import", "undo", out.split("khue import undo ")[1].split()[0], "--unit", "BGDDT", db=db)
        assert "2 mới" in run("load", "schools", schools, db=db) and "nguyên vẹn" in run("audit", "verify", db=db)


def an_office_sends_its_register(db):
    rows = ("19172401,Trường Tiểu học Tên Mới,172,1,1,1,1,19\n19172499,Trường Tiểu học Mới,172,1,1,1,1,19\n19172498,Trường Không cấp,172,,1,1,1,19\n")
    data = ("MA_TRUONG *,TEN_TRUONG_HOC *,MA_DON_VI *,CAP_HOC *,TRANG_THAI *,LOAI_HINH_DAO_TAO *,LOAI_HINH_TRUONG *,MA_TINH_THANH *\n" + rows).encode()
    server, head, office = province(db)
    try:
        assert head.upload("/imports", [("truong.csv", data)], year=2025)[0] == 202  # a school has none to send: told when it is read
        status, _, job = office.upload("/imports", [("truong.csv", data)], year=2025, unit="19", dry_run="true")
        assert status == 202, job
        s = wait_job(office, job["id"])["result"]["files"][0]["summary"]
        assert (s["sheet"], s["rows"], s["created"], s["changed"], s["refused"]) == ("schools", 3, 1, 1, 1), s
        assert office.call("GET", "/schools/19172499")[0] == 404
        status, _, errors = office.call("GET", f"/imports/{job['id']}/errors.xlsx", raw=True)
        assert status == 200 and zipfile.ZipFile(io.BytesIO(errors)).testzip() is None
        done = wait_job(office, must(office, 202, "POST", f"/imports/{job['id']}/commit")["id"])
        assert done["result"]["files"][0]["summary"]["batch"], done
        assert must(office, 200, "GET", "/schools/19172401")["name"] == "Trường Tiểu học Tên Mới"
        assert must(office, 200, "GET", "/units/19172499")["name"] == "Trường Tiểu học Mới"
        export = must(office, 202, "POST", "/exports", {"sheet": "schools", "unit": "19", "year": 2025, "purpose": "gửi lại danh mục trường"})
        end = time.time() + 30
        while time.time() < end and must(office, 200, "GET", f"/exports/{export['id']}")["state"] != "done":
            time.sleep(0.05)
        status, _, book = office.call("GET", f"/exports/{export['id']}/file", raw=True)
        assert status == 200
        status, _, back = office.upload("/imports", [("truong.xlsx", book)], year=2025, unit="19")
        s = wait_job(office, back["id"])["result"]["files"][0]["summary"]
        assert (s["rows"], s["unchanged"]) == (2, 2), s
        undo = must(office, 202, "POST", f"/imports/{done['id']}/undo")
        assert wait_job(office, undo["id"])["state"] == "done"
        assert must(office, 200, "GET", "/schools/19172401")["name"] == "Trường Tiểu học Ba Hàng"
        assert "19172499" not in [u["code"] for u in must(office, 200, "GET", "/units?within=172")["items"]]
    finally:
        assert server.stop() == 0


def a_demonstration_is_the_same_for_the_same_seed(db):
    run("init", db=db)
    out = run("demo", "--learners", "300", "--seed", "7", db=db)
    assert "300 người học" in out and "hieutruong" in out, out
    run("demo", "--learners", "300", "--seed", "7", db=db, status=1)


def faults_and_gaps_are_told(db):
    run("init", db=db)
    run("demo", "--learners", "300", "--seed", "7", db=db)
    school = run("quality", "completeness", "--unit", "19", "--year", "2025", "--by", "school", "--json", db=db).split('"school":"')[1][:8]
    assert "hồ sơ đã xem" in run("quality", "check", "--unit", school, "--year", "2025", db=db)
    assert json.loads(run("quality", "check", "--unit", school, "--year", "2025", "--rule", "class_size", "--json", db=db))["items"] is not None
    assert "items" in run("quality", "checklist", "lifelong-record", "--unit", school, "--year", "2025", "--json", db=db)
    # People are told in lines, and of the same.
    for asked, member in ((["completeness", "--by", "school", "--unit", "19"], "label"), (["completeness", "--unit", school], "label"),
                          (["checklist", "lifelong-record", "--unit", school], "record"), (["trend", "--unit", "19"], "week")):
        asked = ["quality", *asked, "--year", "2025"]
        lines, items = run(*asked, db=db).splitlines(), json.loads(run(*asked, "--json", db=db))["items"]
        assert "{" not in "".join(lines) and len(lines) == (len(items) > 0) + len(items) + ("checklist" in asked), (asked, lines[:3])
        assert member == "week" or all(item[member] in line for line, item in zip(lines[1:], items)), lines[:3]
    run("quality", "check", "--unit", "19", "--year", "2025", db=db, status=1)
    run("quality", "colour", "--unit", school, db=db, status=2)


LAST = (lambda d: d.year - (d.month < 8) - 1)(datetime.date.today())  # the school year before the running one


def two_provinces(db):
    """Schools 19172401 and 19172402 of one province, 01001401 of another; returns server, {school: signed-in head}."""
    run("init", db=db)
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as f:
        f.write(OFFICES + "01,Sở Giáo dục và Đào tạo Thành phố Hà Nội,\n")
        f.flush()
        run("load", "units", f.name, db=db)
    offices = {code: account(db, f"so{code}", "manager", code) for code in ("19", "01")}
    server = Server(db)
    for code, office in (("19172401", "19"), ("19172402", "19"), ("01001401", "01")):
        client = Client(server.port, offices[office][0], offices[office][1])
        offices[office] = (offices[office][0], OWN_PASSWORD)
        must(client, 201, "POST", "/schools", {"code": code, "name": f"Trường Tiểu học số {code[-3:]}", "level_group": "06", "ownership": "01",
                                               "region": "01", "managed_by": "172" if office == "19" else "01"})
    server.stop()
    accounts = {code: account(db, f"hieutruong.{code}", "head", code) for code in ("19172401", "19172402", "01001401")}
    server = Server(db)
    return server, {code: Client(server.port, *a) for code, a in accounts.items()}


def must(client, wanted, method, path, body=None):
    status, _, x = client.call(method, path, body)
    assert status == wanted, (method, path, status, x)
    return x


def enrol(head, name, pupils):
    """A class of the year before, and pupils in it; the codes of the class, the learners and the enrolments."""
    group = must(head, 201, "POST", "/classes", {"name": name, "grade": "01", "school_year": LAST})["code"]
    learners, enrolments = [], []
    for i in range(pupils):
        learner = must(head, 201, "POST", "/learners", {"full_name": f"Lê Văn {chr(65 + i)}", "birth_date": f"{LAST - 6}-03-{i + 1:02d}", "sex": "01",
                                                        "ethnic_group": "01"})["code"]
        learners.append(learner)
        enrolments.append(must(head, 201, "POST", "/enrolments", {"learner": learner, "class": group, "school_year": LAST})["code"])
    return group, learners, enrolments


def a_life_between_two_provinces(db):
    server, heads = two_provinces(db)
    try:
        here, beside, there = heads["19172401"], heads["19172402"], heads["01001401"]
        _, learners, enrolments = enrol(here, "1A", 4)
        enrol(beside, "1B", 2)
        group, _, _ = enrol(there, "1C", 1)
        event = f"/enrolments/{enrolments[0]}/events"
        assert must(here, 200, "POST", event, {"event": "drop", "event_date": f"{LAST}-10-06", "reason": "01"})["status"] == "05"
        assert must(here, 200, "POST", event, {"event": "return", "event_date": f"{LAST}-11-03"})["status"] == "03"
        offered = must(here, 201, "POST", "/transfers", {"person": learners[1], "to_school": "01001401", "day": f"{LAST}-12-01"})
        assert there.call("GET", f"/learners/{learners[1]}")[0] == 404
        done = must(there, 200, "POST", f"/transfers/{offered['code']}/agree", {"class": group})
        assert done["state"] == "done" and done["from"]["code"] == "19172401" and done["to"]["code"] == "01001401", done
        assert must(there, 200, "GET", f"/learners/{learners[1]}")["full_name"] == "Lê Văn B"
        left = must(here, 200, "GET", f"/enrolments/{enrolments[1]}/events")["items"][-1]
        assert left["event"] == "leave" and left["other_province"] == "01", left
        plan = must(here, 200, "GET", f"/rollovers/preview?year={LAST}")
        assert plan["counts"]["promoted"] == 3, plan
        made = must(here, 201, "POST", "/rollovers", {"year": LAST})
        assert must(here, 200, "GET", f"/enrolments?filter=school_year=={LAST + 1}")["items"][2]["status"] == "01"
    finally:
        assert server.stop() == 0
    assert made["id"] in run("rollover", "undo", made["id"], db=db)
    assert "Lên lớp 3" in run("rollover", "preview", "--unit", "19172401", "--year", str(LAST), db=db)
    for unit in ("19172401", "19172402"):
        run("rollover", "run", "--unit", unit, "--year", str(LAST), db=db)
    merged = run("unit", "merge", "19172402", "--to", "19172401", "--date", f"{LAST + 1}-08-01", "--decision", "13/QĐ-UBND", db=db)
    assert "đã sáp nhập vào 19172401" in merged, merged
    assert "19172402" in run("unit", "lineage", "19172401", db=db)
    faults = json.loads(run("quality", "check", "--unit", "19172401", "--year", str(LAST + 1), "--json", db=db))["items"]
    assert sum(x["rule"] == "identity_number_missing" for x in faults) == 5, faults
    assert not any(x["rule"] == "enrolled_twice" for x in faults), faults
    assert "nguyên vẹn" in run("audit", "verify", db=db)


def the_published_rules_can_be_opened(db):
    folder = tempfile.mkdtemp()
    run("catalog", "export", folder)
    read = lambda name: open(os.path.join(folder, name), encoding="utf-8").read()
    book, changes = json.loads(read("catalog.json")), json.loads(read("changes.json"))
    assert any(t["name"] == "learner" for t in book["types"]) and changes, list(book)
    page = read("index.html")
    assert page.startswith("<!doctype html>") and page.rstrip().endswith("</html>") and "LstHocSinh" in page, page[:80]
    with zipfile.ZipFile(os.path.join(folder, "catalog.xlsx")) as book:
        assert book.testzip() is None and "xl/worksheets/sheet1.xml" in book.namelist()


main(the_main_job_by_api, the_main_job_by_command_line, official_lists_load_as_published, a_register_accounts_for_every_row, an_office_sends_its_register, a_demonstration_is_the_same_for_the_same_seed,
     faults_and_gaps_are_told, a_life_between_two_provinces, only("sqlite")(the_published_rules_can_be_opened))
