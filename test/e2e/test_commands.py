"""test_commands.py - what every command does alike: --help, --json, a wrong word."""
import re, sqlite3
from khue import *


def help_is_an_answer(db):
    whole = run("--help")
    names = re.findall(r"^  khue (\w+)", whole, re.M)
    assert len(names) >= 20, whole
    for name in names:
        told = run(name, "--help").splitlines()
        assert told[0].startswith(f"Cách dùng: khue {name}") and len(told) == 3 and told[1].endswith("."), told
    assert re.fullmatch(r"khue \d+\.\d+\.\d+\n", run("--version"))
    for wrong in (["khongco"], ["khongco", "--help"], ["--tatca"], []):
        p = subprocess.run([KHUE, *wrong], capture_output=True, text=True)
        assert p.returncode == 2 and p.stdout == "" and all(w in p.stderr for w in wrong[:1]), p


def by_hand(db, sql):
    if db.startswith("sqlite:"):
        with sqlite3.connect(db[7:]) as connection:
            connection.execute(sql)
        connection.close()
    else:
        subprocess.run(["psql", "-q", db, "-c", sql], check=True)


def what_is_wrong_is_one_list_on_stdout(db):
    server, _, _ = province(db)
    server.stop()
    assert json.loads(run("account", "disable", "admin", "--json", db=db, status=1))["key"] == "account.last_admin"
    by_hand(db, "UPDATE account SET disabled_at = 1 WHERE role = 'system_admin'")

    def doctor(*args):
        return subprocess.run([KHUE, "doctor", "--db", db, *args], capture_output=True, text=True)
    whole = json.loads(doctor("--json").stdout)
    lines = doctor().stdout.splitlines()
    assert len(whole["checks"]) == 12 and all(x["looked"] or x["sound"] is None for x in whole["checks"]), whole
    heads = [line for line in lines if line[0] in "✓✗–"]
    assert [line[0] for line in heads] == ["–" if not x["looked"] else "✓" if x["sound"] else "✗" for x in whole["checks"]], lines
    assert [p["check"] for p in whole["problems"] if p["key"] == "doctor.no_admin"] == ["keys"], whole
    by_check = [sum(p["check"] == x["check"] for p in whole["problems"]) for x in whole["checks"]]
    assert [n > 0 for n in by_check] == [line[0] == "✗" for line in heads], (by_check, heads)
    # Each reason stands below its check, and nowhere else.
    told, p = [], doctor()
    for line in lines:
        told.append(0) if line in heads else told.__setitem__(-1, told[-1] + 1)
    assert told == by_check, (told, by_check)
    assert p.stderr.count("\n") == 1 and p.returncode == 1, p


def what_is_said_is_said_as_json(db):
    server, _, _ = province(db)
    server.stop()

    def told(*args, status=0):
        return json.loads(run(*args, "--json", db=db, status=status))
    assert told("migrate", "--plan") == {"needed": False, "sql": ""}
    assert told("audit", "verify")["sound"] is True
    assert told("account", "disable", "hieutruong") == {"username": "hieutruong", "disabled": True}
    p = subprocess.run([KHUE, "account", "reset", "hieutruong", "--db", db], capture_output=True, text=True)
    assert p.returncode == 1 and "đang bị khoá" in p.stderr, p
    assert told("account", "enable", "hieutruong") == {"username": "hieutruong", "disabled": False}
    assert set(told("account", "reset", "hieutruong")) == {"username", "one_time_password"}
    assert told("account", "enable", "nobody", status=1)["key"] == "account.unknown"
    assert told("transfer", "release") == {"released": 0}
    assert {"versions", "orphans", "records", "jobs", "counters"} <= {x["check"] for x in json.loads(subprocess.run([KHUE, "doctor", "--json", "--db", db], capture_output=True).stdout)["checks"]}
    assert told("unit", "move", "19172401", "--to", "19", "--from", "2026-01-01") == {"moved": 1}
    assert "before" in told("unit", "lineage", "19172401")
    client = told("client", "add", "phanmem", "--unit", "19172401", "--scopes", "learners:read")
    assert told("client", "revoke", client["id"])["revoked"] == client["id"]
    assert told("client", "list", "--unit", "19172401")[0]["id"] == client["id"]
    assert told("place", "convert", "khong-co", status=1)["items"][0]["candidates"] == []
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "u.csv")
        with open(path, "w", encoding="utf-8") as f:
            f.write(OFFICES)
        assert told("load", "units", path)["unchanged"] == 2
        assert told("export", "class-list", "--unit", "19172401", "--year", "2025", "--empty", "--out", path + ".xlsx")["empty"] is True
        assert told("catalog", "export", folder)["folder"] == folder
    made = told("demo", "--learners", "300", "--province", "01")
    assert made["learners"] >= 300 and {a["role"] for a in made["accounts"]} >= {"manager", "head", "clerk"}, made
    assert all(set(a) == {"username", "one_time_password", "role", "for", "unit", "unit_name"} for a in made["accounts"]), made
    for what in ("check", "list", "openapi"):
        assert json.loads(run("catalog", what, "--json"))


def what_a_register_lacks_is_told(db):
    server, _, _ = province(db)
    server.stop()
    with tempfile.TemporaryDirectory() as folder:
        def load(text, *args, command=("load", "schools"), more=()):
            path = os.path.join(folder, "r.csv")
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
            return subprocess.run([KHUE, *command, path, *args, *more, "--db", db], capture_output=True, text=True)
        # What keeps the whole sheet out, each column of it, is said and counted by both commands.
        nothing = "STT,Đơn vị quản lý,Cấp học,Loại hình\n1,172,1,Công lập\n2,172,1,Công lập\n"
        p = load(nothing)
        assert p.returncode == 1 and "«MA_TRUONG»" in p.stdout and "«TEN_TRUONG_HOC»" in p.stdout and "2 lỗi của cả trang" in p.stdout, p
        p = load(nothing, "--json")
        told = json.loads(p.stdout)
        assert p.returncode == 1 and [(x["row"], x["sheet"] != "") for x in told["sheet_errors"]] == [(1, True)] * 2 and told["rows"] == 0, p
        p = load(nothing, command=("import", "schools"), more=("--unit", "19", "--year", "2025"))
        assert p.returncode == 1 and "trang không nạp được" in p.stderr, p
        # Rows that are refused end both alike.
        refused = "Mã trường,Tên trường,Đơn vị quản lý,Cấp học,Loại hình\n19172499,Trường Một,998,1,Công lập\n"
        p = load(refused)
        assert p.returncode == 1 and "1 dòng không nạp được" in p.stderr, p
        assert load(refused, "--dry-run").returncode == 1
        p = load(refused.replace("998", "172"))
        assert p.returncode == 0 and "1 mới, 0 thay đổi, 0 như cũ, 0 không nạp.\n" in p.stdout, p


def one_bad_file_leaves_the_others_be(db):
    server, _, _ = province(db)
    server.stop()
    head = "STT;Mã lớp;Mã học sinh;Họ và tên;Ngày sinh;Giới tính;Dân tộc\n"
    school = "Mã trường,Tên trường,Đơn vị quản lý,Cấp học,Loại hình\n"
    files = {"a.csv": head + "1;1A;;Lê An;01/02/2019;Nam;Kinh\n", "~$a.csv": head, "c.csv": head + "1;1A;;Lê Bình;02/02/2019;Nam;Kinh\n",
             "x.csv": school + "19172498,Trường Một,172,1,Công lập\n", "y.csv": "Lời nhắn\n", "z.csv": school + "19172499,Trường Hai,172,1,Công lập\n",
             "v.csv": school + "01000891,Trường Ba,172,1,Công lập\n19172497,Trường Bốn,172,1,Công lập\n",
             "w.csv": "Mã trường,Tên trường,Điện thoại\n1000891,Trường Ba,0912345678\n19172497,Trường Bốn,0912345679\n",
             "u.csv": head + "1;1A;;Lê An;01/02/2019;Nam;Kinh;z1;z2\n2;1A;;Lê Bình;02/02/2019;Nam;Kinh;z3;\n",
             "p.csv": OFFICES + "173,Phòng Giáo dục và Đào tạo Huyện Một,19\n", "q.csv": OFFICES + "174,Phòng Giáo dục và Đào tạo Huyện Hai,19\n",
             "r.csv": "Tỉnh Thành Phố,Mã TP,Quận Huyện,Mã QH,Phường Xã,Mã PX\nTỉnh Thái Nguyên,19,Thành phố Phổ Yên,172,Phường Thử,99999\n"}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                f.write(text)

        def call(names, *args, more=()):
            p = subprocess.run([KHUE, *args, *(os.path.join(folder, n) for n in names), *more, "--db", db], capture_output=True, text=True)
            return p, [json.loads(line) for line in p.stdout.splitlines()] if "--json" in more else None
        pupils = ["a.csv", "~$a.csv", "c.csv"]
        of_school = ("--unit", "19172401", "--year", "2025")
        p, told = call(pupils, "import", "auto", more=(*of_school, "--json"))
        assert p.returncode == 1 and [x.get("file") for x in told[:3]] == pupils, p
        assert [told[i]["created"] for i in (0, 2)] == [1, 1] and told[1]["key"] == "import.lock_file", p
        p, _ = call(pupils, "import", "auto", more=of_school)
        assert p.returncode == 1 and "a.csv: " in p.stdout and "c.csv: " in p.stdout and "~$a.csv: " in p.stderr and "1 trong 3 tệp" in p.stderr, p
        # Columns without a title are told in one line.
        p, _ = call(["u.csv"], "import", "auto", more=(*of_school, "--dry-run"))
        assert p.stdout.count("không có tiêu đề") == 1 and "2 cột không có tiêu đề, từ H đến I, không được nạp: 3 ô có dữ liệu, như «z1», «z3»\n" in p.stdout, p
        registers = ["x.csv", "y.csv", "khong-co.csv", "z.csv"]
        p, told = call(registers, "load", "schools", more=("--json",))
        assert p.returncode == 1 and [x["file"] for x in told] == registers, p
        assert [told[i]["loaded"] for i in (0, 3)] == [1, 1] and [told[i]["key"] for i in (1, 2)] == ["sheet.no_header", "file.open"], p
        # A trial of several files knows what the first makes: a row of the second wants no more than of a school that is there, and no zero is lost between them.
        p, told = call(["v.csv", "w.csv"], "load", "schools", more=("--dry-run", "--json"))
        assert p.returncode == 0 and [(x["loaded"], x["repeated"], x["rejected"]) for x in told] == [(2, 0, 0), (0, 2, 0)], p
        p, _ = call(["v.csv", "w.csv"], "load", "schools", more=("--dry-run",))
        assert "w.csv: Cơ sở giáo dục: 0 mới, 0 thay đổi, 0 như cũ, 2 đã có ở tệp trước, 0 không nạp.\n" in p.stdout, p
        p, told = call(["v.csv", "w.csv"], "load", "schools", more=("--json",))
        assert p.returncode == 0 and [(x["loaded"], x["repeated"], x["rejected"]) for x in told] == [(2, 0, 0), (0, 0, 0)], p
        lists = ["y.csv", "p.csv", "khong-co.csv", "q.csv"]
        p, told = call(lists, "load", "units", more=("--json",))
        assert p.returncode == 1 and [x["file"] for x in told] == lists, p
        assert [told[i]["loaded"] for i in (1, 3)] == [1, 1] and [told[i]["key"] for i in (0, 2)] == ["sheet.no_header", "file.open"], p
        p, told = call(["y.csv", "r.csv", "khong-co.csv"], "load", "places", more=("--json",))
        assert p.returncode == 1 and [x["key"] for x in told[:2]] == ["sheet.no_header", "file.open"] and told[2]["loaded"] == 1, p
        p, _ = call(["y.csv", "khong-co.csv"], "load", "places")
        assert p.returncode == 1 and "y.csv: " in p.stderr and "khong-co.csv: " in p.stderr and "2 trong 2 tệp" in p.stderr and p.stdout == "", p


def a_list_of_offices_of_which_none_goes_in_has_failed(db):
    server, _, _ = province(db)
    server.stop()
    with tempfile.TemporaryDirectory() as folder:
        def load(text, *args):
            return subprocess.run([KHUE, "load", "units", file_of(folder, "p.csv", text), *args, "--db", db], capture_output=True, text=True)
        p = load(OFFICES.split("\n")[0] + "\n173,Trường Một,19\n174,Phòng Giáo dục và Đào tạo Huyện Hai,99\n")
        assert p.returncode == 1 and "2 không nạp" in p.stdout and "2 dòng không nạp được" in p.stderr, p
        # A published list has rows that are no offices; its sum is none of them.
        p = load(OFFICES + "173,Phòng Giáo dục và Đào tạo Huyện Một,19\n174,Trường Một,19\n,Tổng cộng: 2,\nTổng số,2,\n", "--json")
        told = json.loads(p.stdout)
        assert p.returncode == 0 and (told["loaded"], told["unchanged"], told["rejected"]) == (1, 2, 1), p


def marked_files_overwrite_nothing_and_are_named(db):
    server, _, _ = province(db)
    server.stop()
    wrong = PUPILS + "3;1A;1900000003;Lê Chi;99/99/2019;Nam;Kinh\n"
    with tempfile.TemporaryDirectory() as folder:
        files = [file_of(folder, "a.csv", wrong), file_of(folder, "b.csv", PUPILS), file_of(folder, "c.csv", wrong.replace("99/99", "98/98"))]
        marked = f"{folder}/loi.xlsx"
        command = ["import", "auto", *files, "--unit", SCHOOL, "--year", "2025", "--errors", marked]
        kept = file_of(folder, "loi-3.xlsx", "của người khác")
        told = refused(db, *command)
        assert "đã có tệp" in told and "loi-3.xlsx" in told and "tên khác" in told, told
        with open(kept, encoding="utf-8") as f:
            assert f.read() == "của người khác"
        assert sorted(os.listdir(folder)) == ["a.csv", "b.csv", "c.csv", "loi-3.xlsx"]
        os.unlink(kept)
        os.symlink(f"{folder}/noi-khac", kept) # nor is it written through a name that leads elsewhere
        assert "đã có tệp" in refused(db, *command)
        os.unlink(kept)
        p = subprocess.run([KHUE, *command, "--db", db], capture_output=True, text=True)
        assert p.returncode == 1 and p.stdout.count("tệp đánh dấu dòng lỗi: ") == 2, p
        assert f"tệp đánh dấu dòng lỗi: {marked}\n" in p.stdout and f"tệp đánh dấu dòng lỗi: {kept}\n" in p.stdout, p
        assert sorted(os.listdir(folder)) == ["a.csv", "b.csv", "c.csv", "loi-3.xlsx", "loi.xlsx"]
        os.unlink(kept)
        p = subprocess.run([KHUE, *command, "--json", "--db", db], capture_output=True, text=True)
        assert [json.loads(line).get("errors_file") for line in p.stdout.splitlines()[:3]] == [marked, None, kept], p
        schools = file_of(folder, "truong.csv", "MA_TRUONG,TEN_TRUONG_HOC,MA_DON_VI,NHOM_CAP_HOC\n19172402,Trường Tiểu học Đồng Tiến,172,99\n")
        p = subprocess.run([KHUE, "load", "schools", schools, "--errors", f"{folder}/s.xlsx", "--db", db], capture_output=True, text=True)
        assert f"tệp đánh dấu dòng lỗi: {folder}/s.xlsx\n" in p.stdout, p


SCHOOL = "19172401"
PUPILS = "STT;Mã lớp;Mã học sinh;Họ và tên;Ngày sinh;Giới tính;Dân tộc\n1;1A;1900000001;Lê An;01/02/2019;Nam;Kinh\n2;1A;1900000002;Lê Bình;02/02/2019;Nam;Kinh\n"


def refused(db, *args, status=2):
    """What is said of it, without the line of usage."""
    p = subprocess.run([KHUE, *args, "--db", db], capture_output=True, text=True, timeout=60)
    assert p.returncode == status, (args, p)
    assert "ngoài dự kiến" not in p.stderr and "[ERROR]" not in p.stderr, (args, p)
    return p.stderr.split("Cách dùng:")[0]


def file_of(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def a_school_year_is_one_that_may_be(db):
    server, _, _ = province(db)
    server.stop()
    with tempfile.TemporaryDirectory() as folder:
        path = file_of(folder, "lop.csv", PUPILS)
        of_a_year = (["import", "class-list", path], ["import", "auto", path], ["export", "class-list", "--empty", "--out", path + ".xlsx"],
                     ["rollover", "preview"], ["rollover", "run"], ["quality", "check"], ["quality", "completeness"])
        for command in of_a_year:
            for year in ("25", "1", "0", "-1", "1899", "1989", "2101", "20250", "4294969321", "99999999999999999999", "2025-2026", ""):
                told = refused(db, *command, "--unit", SCHOOL, "--year", year)
                assert f"--year {year}:" in told and "từ 1990 đến 2100" in told, (command, year, told)
        for year in ("1990", "2100"):
            run("export", "class-list", "--empty", "--out", path + ".xlsx", "--unit", SCHOOL, "--year", year, db=db)
            run("quality", "check", "--unit", SCHOOL, "--year", year, db=db)


def where_nothing_can_be_written_nothing_is_done(db):
    server, _, _ = province(db)
    server.stop()
    with tempfile.TemporaryDirectory() as folder:
        path = file_of(folder, "lop.csv", PUPILS + "3;1A;1900000003;Lê Chi;99/99/2019;Nam;Kinh\n")
        schools = file_of(folder, "truong.csv", "MA_TRUONG,TEN_TRUONG_HOC,MA_DON_VI,NHOM_CAP_HOC\n19172402,Trường Tiểu học Đồng Tiến,172,99\n")
        os.mkdir(f"{folder}/la.xlsx")
        of_school = ["--unit", SCHOOL, "--year", "2025"]
        writers = (["import", "class-list", path, *of_school, "--errors"], ["import", "auto", path, *of_school, "--dry-run", "--errors"],
                   ["load", "schools", schools, "--errors"], ["export", "class-list", *of_school, "--purpose", "thử xem có ghi được", "--out"],
                   ["export", "class-list", *of_school, "--empty", "--out"],
                   ["report", "compute", "02-TH-DN", "--unit", SCHOOL, "--period", "2025-start", "--out"])
        for command in writers:
            for where, why in (("/khong/co/ra.xlsx", "không có thư mục /khong/co"), (f"{path}/ra.xlsx", "không phải là thư mục"), (f"{folder}/la.xlsx", "đây là một thư mục")):
                told = refused(db, *command, where, status=1)
                assert why in told and where in told and told.count("\n") == 1, (command, told)
            assert any(w in refused(db, *command, "") for w in ("còn trống", ".xlsx hoặc .json")), command
        assert sorted(os.listdir(folder)) == ["la.xlsx", "lop.csv", "truong.csv"]
        assert "chính tệp được nạp" in refused(db, "import", "auto", path, *of_school, "--errors", path)
        assert "lop.csv" in os.listdir(folder) and os.path.getsize(path) > 100
        assert "một báo cáo" in refused(db, "report", "compute", "02-TH-DN", "--unit", "19", "--period", "2025-start", "--below", "--out", f"{folder}/b.xlsx")
        assert ".xlsx hoặc .json" in refused(db, "report", "submit", "02-TH-DN", "--unit", SCHOOL, "--period", "2025-start", "--out", f"{folder}/b.pdf")
        # A disk that fills up later takes nothing back: what was written is told, with the number it is taken back by.
        for command, unit in ((writers[0], SCHOOL), (writers[2], None)):
            os.symlink("/dev/full", f"{folder}/day.xlsx")
            p = subprocess.run([KHUE, *command, f"{folder}/day.xlsx", "--db", db], capture_output=True, text=True, timeout=60)
            assert p.returncode == 1 and "1 không nạp" in p.stdout and "Không còn chỗ trống" in p.stderr, (command, p)
            assert not os.path.lexists(f"{folder}/day.xlsx")
            assert unit is None or ("2 mới" in p.stdout and f"--unit {unit}" in p.stdout), p


def a_folder_is_no_file(db):
    server, _, _ = province(db)
    server.stop()
    with tempfile.TemporaryDirectory() as folder:
        for command in (["load", "schools"], ["load", "units"], ["load", "places"], ["import", "class-list", "--unit", SCHOOL, "--year", "2025"],
                        ["import", "auto", "--unit", SCHOOL, "--year", "2025"]):
            assert "Đây là một thư mục" in refused(db, *command, folder, status=1), command
            assert "không phải một tệp trên đĩa" in refused(db, *command, "/dev/null", status=1), command


def what_is_missing_is_named(db):
    server, _, _ = province(db)
    server.stop()
    with tempfile.TemporaryDirectory() as folder:
        path, out = file_of(folder, "lop.csv", PUPILS), f"{folder}/ra.xlsx"
        for missing, *command in (
                ("mẫu, tệp, --unit, --year", "import"), ("tệp, --unit, --year", "import", "auto"), ("--year", "import", "auto", path, "--unit", SCHOOL),
                ("--unit", "import", "class-list", path, "--year", "2025"), ("lần nạp, --unit", "import", "undo"), ("tệp, --unit", "import", "schools"),
                ("mẫu, --unit, --out, --year", "export"), ("--year", "export", "class-list", "--unit", SCHOOL, "--out", out), ("--out", "export", "schools", "--unit", "19"),
                ("tên biểu, --period", "report", "show", "--unit", "19"), ("--unit, --year", "rollover", "run"), ("mã lần chuyển", "rollover", "undo"),
                ("mã các đơn vị (hoặc --under), --to", "unit", "move", "--from", "2026-01-01"), ("mã một đơn vị, --date", "unit", "close"), ("--to, --date", "unit", "merge", SCHOOL),
                ("phần thứ hai (MÃ=...), --date", "unit", "split", SCHOOL, f"{SCHOOL}=1A"), ("mã một đơn vị", "unit", "lineage"),
                ("tên tài khoản, --role", "account", "add", "--unit", "19"), ("tên tài khoản", "account", "reset"), ("--scopes", "client", "add", "x", "--unit", "19"),
                ("tên phần mềm, --unit, --scopes", "client", "add"), ("mã phần mềm", "client", "revoke"), ("tên tệp sao lưu", "backup")):
            assert refused(db, *command) == f"Thiếu {missing}.\n", (command, refused(db, *command))
        for command in (["unit"], ["rollover"], ["client"], ["account"], ["quality", "--unit", SCHOOL], ["audit"], ["transfer"], ["place"],
                        ["report", "--unit", "19", "--period", "2025-start"]):
            known = refused(db, *command)
            assert known.startswith("Cần "), (command, known)
            told = refused(db, command[0], "khongco", "x", *command[1:])
            assert told == f'Không biết "khongco"; {known[0].lower()}{known[1:]}', (command, told)
        p = subprocess.run([KHUE, "catalog", "khongco"], capture_output=True, text=True)
        assert p.returncode == 2 and 'Không biết "khongco"; cần một trong: check, ' in p.stderr, p
        for command in (["migrate"], ["init"], ["serve"], ["worker"], ["demo"], ["doctor"], ["audit", "verify"], ["transfer", "release"], ["client", "list"],
                        ["account", "unused"], ["account", "reset", "so19"], ["unit", "lineage", "19"], ["rollover", "preview", "--unit", SCHOOL, "--year", "2025"],
                        ["export", "class-list", "--unit", SCHOOL, "--year", "2025", "--out", out]):
            assert refused(db, *command, "thua") == 'Thừa "thua".\n', command
        # A register of units is of no year.
        run("export", "schools", "--unit", "19", "--purpose", "gửi lại danh mục trường", "--out", out, db=db)
        assert "1 như cũ" in run("import", "schools", out, "--unit", "19", db=db)


def what_was_done_is_told_file_by_file(db):
    server, _, _ = province(db)
    server.stop()
    with tempfile.TemporaryDirectory() as folder:
        good, bad = file_of(folder, "mot.csv", PUPILS), file_of(folder, "hai.csv", PUPILS.replace("190000", "190001").replace("02/02/2019", "99/99/2019"))
        of_school = ["--unit", SCHOOL, "--year", "2025"]

        def told(*args):
            p = subprocess.run([KHUE, "import", "class-list", *args, *of_school, "--db", db], capture_output=True, text=True, timeout=60)
            return p.returncode, [line for line in p.stdout.splitlines() if line[0] != " "], p.stderr
        status, heads, why = told(good, bad, "--dry-run")
        assert status == 1 and [h.split(": ")[0] for h in heads] == ["(thử) mot.csv", "(thử) hai.csv"], heads
        assert "lần thử, chưa dòng nào được nạp" in why and "hai lần" not in why, why
        twice = told(good, good, "--dry-run")[1]  # a trial knows what the file before makes
        assert "đã có ở tệp trước" not in twice[0] and re.search(r" 0 mới, .* [1-9]\d* đã có ở tệp trước, 0 không nạp; 0 lớp mới", twice[1]), twice
        status, heads, why = told(good, bad)
        assert [h.split(": ")[0] for h in heads] == ["mot.csv", "hai.csv"] and "hai lần" in why, (heads, why)
        status, heads, why = told(good, folder)
        assert status == 1 and len(heads) == 1 and why.startswith(os.path.basename(folder) + ": Đây là một thư mục"), (heads, why)
        assert told(good)[1][0].startswith("Danh sách"), told(good)
    out = run("unit", "move", SCHOOL, "--to", "19", "--from", "2026-01-01", db=db)
    assert "từ ngày 01/01/2026." in out, out
    assert "từ ngày 02/01/2026." in run("unit", "close", "172", "--date", "2026-01-02", db=db)


COMMANDS = (["doctor"], ["migrate", "--plan"], ["audit", "verify"], ["account", "reset", "admin"], ["unit", "lineage", "19"], ["transfer", "release"], ["serve"])


def cannot_be_opened(url, key, *words, hidden=None):
    """Every command says it in the same words, for people and for programs."""
    for command in COMMANDS:
        for json_too in (False, True):
            p = subprocess.run([KHUE, *command, "--db", url, *(["--json"] if json_too else [])], capture_output=True, text=True, timeout=60)
            assert p.returncode == 1 and all(w in p.stderr for w in words), (command, p)
            assert not hidden or hidden not in p.stdout + p.stderr, p
            if json_too:
                told = json.loads(p.stdout)
                assert told["key"] == key and told["detail"] == p.stderr.splitlines()[0], (command, told)


@only("sqlite")
def what_is_no_database_is_said_in_vietnamese(db):
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/letter", "w") as f:
            f.write("Kính gửi nhà trường\n" * 500)
        cannot_be_opened(f"sqlite:{folder}/letter", "db.not_database", "không phải là cơ sở dữ liệu", "khue restore", "máy báo: ")
        os.mkdir(f"{folder}/folder")
        cannot_be_opened(f"sqlite:{folder}/folder", "db.open", "Không mở được tệp dữ liệu", "quyền đọc, ghi")
        cannot_be_opened(f"sqlite:{folder}/none", "db.missing", "Không có tệp")
    # No server listens there, or is there at all.
    cannot_be_opened("postgres://khue@127.0.0.1:1/khue", "db.away", "Không tới được máy chủ PostgreSQL", "systemctl status postgresql")
    cannot_be_opened("postgres://khue@khong-co.invalid/khue", "db.host", "Không có máy nào tên như trong địa chỉ")
    cannot_be_opened("postgres://khue:mat@khau@127.0.0.1:la/khue", "db.url", "%40", hidden="khau@127")
    cannot_be_opened("postgres://khue:mat@khau@127.0.0.1/khue?la", "db.url", "%40", hidden="khau@127")
    cannot_be_opened("postgres://khue:mat@khau.invalid/khue", "db.host", "Không có máy nào", "%40", hidden="khau.invalid")


@only("postgres")
def a_server_that_lets_nobody_in_is_said_in_vietnamese(db):
    name = db.split("/")[3].split("?")[0]
    cannot_be_opened(db.replace(f"/{name}?", "/khong_co?"), "db.no_database", "không có cơ sở dữ liệu tên ấy", "createdb")
    user = db.split("//")[1].split("@")[0]
    cannot_be_opened(db.replace(f"//{user}@", "//khong_co@"), "db.login", "không cho người dùng này vào", "pg_hba.conf")


@only("sqlite")
def what_is_broken_is_said_as_json(db):
    server, _, _ = province(db)
    server.stop()
    by_hand(db, "UPDATE change SET code = code || 'x' WHERE type = 'school'")
    p = subprocess.run([KHUE, "audit", "verify", "--json", "--db", db], capture_output=True, text=True)
    told = json.loads(p.stdout)
    assert p.returncode == 1 and told["sound"] is False and told["broken"] >= 1 and told["problems"], p


def a_week_of_quality_is_counted_and_told(db):
    server, _, _ = province(db)
    server.stop()
    for _ in range(2):
        told = json.loads(run("quality", "count", "--unit", SCHOOL, "--json", db=db))
        assert told == {"schools": 1}, told
    weeks = json.loads(run("quality", "trend", "--unit", SCHOOL, "--json", db=db))["items"]
    assert len(weeks) in (1, 2) and weeks[-1]["schools"] == 1 and weeks[-1]["due"] > 0, weeks # two: it has just become Monday


main(help_is_an_answer, what_is_wrong_is_one_list_on_stdout, what_is_said_is_said_as_json, a_school_year_is_one_that_may_be, what_a_register_lacks_is_told, a_list_of_offices_of_which_none_goes_in_has_failed, marked_files_overwrite_nothing_and_are_named, one_bad_file_leaves_the_others_be,
     where_nothing_can_be_written_nothing_is_done, a_folder_is_no_file, what_is_missing_is_named,
     what_was_done_is_told_file_by_file, what_is_no_database_is_said_in_vietnamese,
     a_server_that_lets_nobody_in_is_said_in_vietnamese, what_is_broken_is_said_as_json, a_week_of_quality_is_counted_and_told)
