"""test_files_in.py - many files of a school dropped at once: each recognised, tried, written, taken back; by API and by CLI."""
import json, os, tempfile
from khue import *


def text(rows, delimiter=";"):
    return "\n".join(delimiter.join(map(str, r)) for r in rows).encode("utf-8-sig")


def class_list(grade, letter, n=12):
    name = f"{grade}{letter}"
    rows = [["TRƯỜNG TIỂU HỌC BA HÀNG"], [f"DANH SÁCH HỌC SINH LỚP {name}"], ["STT", "Mã HS", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc"]]
    return f"Lop {name}.csv", text(rows + [[i + 1, code(grade, letter, i), pupil(grade, letter, i), birth(grade, i), "Nam" if i % 2 else "Nữ", "Kinh"] for i in range(n)])


def code(grade, letter, i):
    return f"19{grade}{ord(letter):03d}{i:04d}"


def pupil(grade, letter, i):
    return f"Lê {letter * grade} {chr(65 + i)}"


def birth(grade, i):
    return f"{i + 1:02d}/0{grade}/{2019 - grade + 1}"


def results(grade, letter, moment, n=12):
    rows = [["BẢNG KẾT QUẢ"], ["STT", "Mã lớp", "Mã học sinh", "Họ tên", "Ngày sinh", "Toán / Mức đạt được", "Toán / Điểm KTĐK", "Đạo đức", "Lên lớp", "Xếp loại"]]
    rows += [[i + 1, f"{grade}{letter}", code(grade, letter, i), pupil(grade, letter, i), birth(grade, i), "T", i % 4 + 7, "H", "x", "HTT"] for i in range(n)]
    return f"KQHT-C1-{moment}-Khoi{grade}{letter}-TT27.csv", text(rows)


def school_files():
    lists = [class_list(g, l) for g in range(1, 6) for l in "AB"]
    marks = [results(g, l, m) for g in range(1, 6) for l in "AB" for m in ("CK1",)]
    health = [(f"yte {g}{l}.csv", text([["STT", "Tên lớp", "Mã định danh", "Họ tên", "Ngày sinh", "Cân nặng", "Chiều cao"]] +
               [[i + 1, f"{g}{l}", code(g, l, i), pupil(g, l, i), birth(g, i), 20 + i, 110 + i] for i in range(12)])) for g in range(1, 5) for l in "AB"]
    rooms = ("phong hoc.csv", text([["Tên phòng", "Loại phòng", "Kết cấu", "Cấp học"], ["P1", "Phòng học", "Kiên cố", "Tiểu học"]]))
    picture = ("anh.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 200)
    return lists, marks + health + [rooms, picture]


def many_files_are_recognised_written_and_taken_back(db):
    server, head, _ = province(db)
    try:
        lists, others = school_files()
        status, _, job = head.upload("/imports", lists, year=2025, dry_run="false")
        done = wait_job(head, job["id"])
        assert [f["summary"]["created"] for f in done["result"]["files"]] == [12] * 10, done
        # Results, health, rooms and a picture, all at once.
        assert len(others) == 20
        status, _, job = head.upload("/imports", others, year=2025)
        assert status == 202, job
        files = wait_job(head, job["id"], 120)["result"]["files"]
        sheets = [f.get("summary", {}).get("sheet", f.get("key")) for f in files]
        assert sheets == ["primary-results"] * 10 + ["health"] * 8 + ["rooms", "sheet.image"], sheets
        assert all(f["summary"]["asks"][0]["value"] == "CK1" for f in files[:10]), files[0]["summary"]["asks"]
        assert sum(f["summary"]["created"] for f in files[:-1]) == 10 * 12 + 8 * 12 + 1, [f["summary"]["created"] for f in files[:-1]]
        assert head.call("GET", "/results?limit=1")[2]["items"] == []
        status, _, real = head.call("POST", f"/imports/{job['id']}/commit")
        wait_job(head, real["id"], 120)
        assert len(head.call("GET", "/results?limit=200")[2]["items"]) == 120
        # All of it is taken back; the pupils, who came with another import, stay.
        status, _, undo = head.call("POST", f"/imports/{real['id']}/undo")
        assert status == 202, undo
        undone = wait_job(head, undo["id"], 120)
        assert undone["state"] == "done" and undone["result"]["undone"] == 120 * 3 + 96 + 1, undone
        assert head.call("GET", "/rooms?gone=1")[2]["items"][0]["status"] == "06"
        assert all(x["status"] == "01" for x in head.call("GET", "/learners?limit=200")[2]["items"])
        status, _, again = head.call("POST", f"/imports/{real['id']}/undo")
        assert status == 409 and again["key"] == "import.undone", again
    finally:
        assert server.stop() == 0


def lists_are_taken_before_what_is_about_those_listed(db):
    server, head, _ = province(db)
    try:
        files = [results(1, "A", "CN"), class_list(1, "A")]
        job = head.upload("/imports", files, year=2025, dry_run="false")[2]
        done = wait_job(head, job["id"])
        assert [f["name"] for f in done["result"]["files"]] == [f[0] for f in files], done
        assert [f["summary"]["created"] for f in done["result"]["files"]] == [12, 12], done
        assert done["done"] == done["total"] == sum(len(data) for _, data in files) and done["counts"] == "bytes", done
    finally:
        assert server.stop() == 0


def what_a_file_does_not_say_is_asked_and_told(db):
    server, head, _ = province(db)
    try:
        head_id = head.upload("/imports", [class_list(1, "A")], year=2025, dry_run="false")[2]["id"]
        wait_job(head, head_id)
        name, data = results(1, "A", "CN")
        ask = lambda name, **more: wait_job(head, head.upload("/imports", [(name, data)], year=2025, **more)[2]["id"])["result"]["files"][0]
        refused = ask("ket qua.csv")
        assert refused["key"] == "import.ask" and "CN (Cuối năm học)" in refused["detail"], refused
        told = ask("ket qua.csv", asks=json.dumps({"period": "CN"}))["summary"]
        assert told["created"] == 12 and told["asks"] == [{"name": "period", "label": "Thời điểm đánh giá", "value": "CN", "text": "Cuối năm học", "from": "given"}], told["asks"]
        doubtful = ask("KQHT CN năm học 2024-2025.csv")["summary"]
        assert doubtful["year_doubtful"] and doubtful["year_seen"] == 2024, doubtful
        # A title that Khuê does not know is shown with samples, told once, and known from then on.
        odd = data.replace("Xếp loại".encode(), "Loại chung".encode())
        one = lambda **more: wait_job(head, head.upload("/imports", [("CN.csv", odd)], year=2025, **more)[2]["id"])["result"]["files"][0]["summary"]
        shown = [m for m in one()["mapping"] if "field" not in m]
        assert [(m["title"], m["samples"]) for m in shown] == [("Loại chung", ["HTT"])], shown
        one(mapping=json.dumps([{"title": "Loại chung", "field": "year.rating"}]))
        assert [m for m in one()["mapping"] if "field" not in m] == []
        status, _, x = head.upload("/imports", [("CN.csv", odd)], year=2025, mapping="{}")
        assert status == 422 and x["key"] == "import.part", x
    finally:
        assert server.stop() == 0


def the_command_line_takes_back_too(db):
    server, _, _ = province(db)
    server.stop()
    name, data = class_list(2, "B")
    path = os.path.join(tempfile.mkdtemp(), name)
    open(path, "wb").write(data)
    where = ("--unit", "19172401", "--year", "2025")
    out = run("import", "auto", path, *where, db=db)
    batch = out.split("lần nạp ")[1].split(";")[0]
    assert "12 mới" in out, out
    printed = out.split("huỷ được bằng khue ")[1].splitlines()[0]  # runs as it is printed
    assert "25 hồ sơ mới được huỷ" in run(*printed.split(), db=db)
    assert "12 mới" in run("import", "auto", path, *where, db=db)
    run("import", "undo", batch, "--unit", "19172401", db=db, status=1)
    assert "nguyên vẹn" in run("audit", "verify", db=db)


main(many_files_are_recognised_written_and_taken_back, lists_are_taken_before_what_is_about_those_listed, what_a_file_does_not_say_is_asked_and_told, the_command_line_takes_back_too)
