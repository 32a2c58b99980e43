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
    for wrong in (["khongco"], []):
        p = subprocess.run([KHUE, *wrong], capture_output=True, text=True)
        assert p.returncode == 2 and p.stdout == "" and all(w in p.stderr for w in wrong), p


def what_is_wrong_is_one_list_on_stdout(db):
    server, _, _ = province(db)
    server.stop()
    run("account", "disable", "admin", db=db)

    def doctor(*args):
        return subprocess.run([KHUE, "doctor", "--db", db, *args], capture_output=True, text=True)
    whole = json.loads(doctor("--json").stdout)
    lines = doctor().stdout.splitlines()
    assert len(whole["checks"]) == 8 and all(x["looked"] or x["sound"] is None for x in whole["checks"]), whole
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
    assert {"versions", "orphans"} <= {x["check"] for x in json.loads(subprocess.run([KHUE, "doctor", "--json", "--db", db], capture_output=True).stdout)["checks"]}
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


@only("sqlite")
def what_is_broken_is_said_as_json(db):
    server, _, _ = province(db)
    server.stop()
    with sqlite3.connect(db[7:]) as connection:
        connection.execute("UPDATE change SET code = code || 'x' WHERE type = 'school'")
    connection.close()
    p = subprocess.run([KHUE, "audit", "verify", "--json", "--db", db], capture_output=True, text=True)
    told = json.loads(p.stdout)
    assert p.returncode == 1 and told["sound"] is False and told["broken"] >= 1 and told["problems"], p


main(help_is_an_answer, what_is_wrong_is_one_list_on_stdout, what_is_said_is_said_as_json, what_is_broken_is_said_as_json)
