#!/usr/bin/env python3
"""The screens in a browser: a demonstration province, accounts of each role, and web/test/browser on it.  ONLY=PART_OF_NAME or FILES="week two" runs some."""
import http.server, json, os, re, shutil, subprocess, tempfile, threading, time
import khue as k

RUN = os.path.join(k.ROOT, "web", "test", "browser", "run.mjs")

CLUB = {
    "name": "club", "plural": "clubs", "label": {"vi": "Câu lạc bộ", "en": "Club"}, "module": "classes", "code": "unit:CB", "statuses": "record_status",
    "mistaken_status": "03", "initial_status": "01", "undone_status": "06", "moved_status": "04", "name_field": "name", "order": "plain",
    "fields": [
        {"name": "name", "label": {"vi": "Tên câu lạc bộ", "en": "Name"}, "type": "text", "max": 100, "pattern": "title", "required": True, "search": True,
         "class": "open", "why": "Gọi tên câu lạc bộ"},
        {"name": "members", "label": {"vi": "Số thành viên", "en": "Members"}, "type": "integer", "min": 0, "max": 1000, "class": "open"},
        {"name": "paid", "label": {"vi": "Có thu phí", "en": "Paid"}, "type": "boolean", "class": "open"},
        {"name": "fee", "label": {"vi": "Phí một tháng", "en": "Fee a month"}, "type": "integer", "min": 0, "max": 10000000, "class": "open",
         "show_when": "paid == true"},
    ],
}


def demo(db, *args):
    """The school of the first clerk of a province of generated people."""
    return re.search(r"vanthu\S* .* (\d{8}) ", k.run("demo", *args, db=db)).group(1)


def own_password(db, *accounts):
    server = k.Server(db)
    clients = [k.Client(server.port, name, password) for name, password in accounts]
    return server, clients


def neighbour(office, school):
    """A second primary school beside the first, empty: to move pupils to, and to take to the next school year."""
    status, _, unit = office.call("GET", f"/units/{school}")
    assert status == 200, unit
    new = {"code": str(int(school) + 1), "name": "Trường Tiểu học Nà Phặc", "level_group": "06", "ownership": "01", "region": "01",
           "managed_by": unit["parent"]}
    status, _, x = office.call("POST", "/schools", new)
    assert status == 201, x
    return new["code"]


def people(db, school, others):
    """One account of each role with a password of its own, the head of an empty school beside, and one that nobody has used; of schools where much comes in
    and goes out a clerk and a head."""
    given = {role: k.account(db, f"web.{role}", role, unit) for role, unit in (
        ("clerk", school), ("head", school), ("unit_admin", school), ("manager", "19"), ("viewer", school))}
    given |= {f"issuer of {unit}": k.account(db, f"web.issuer.{unit.lower()}", "unit_admin", unit) for unit in ("19", "X01840")}  # for schools that tests make
    for name, unit in others.items():
        given |= {f"{name}_{role}": k.account(db, f"{name}.{role}", role, unit) for role in ("clerk", "head")}
    given |= {name: k.account(db, f"web.{name}", role, "BGDDT") for name, role in (("ministry", "manager"), ("system", "system_admin"))}
    server, clients = own_password(db, *given.values())
    other = neighbour(clients[list(given).index("manager")], school)
    server.stop()
    given["other"] = k.account(db, "web.other", "head", other)
    own_password(db, given["other"])[0].stop()
    known = {role: {"name": name, "password": k.OWN_PASSWORD} for role, (name, _) in given.items()}
    name, password = k.account(db, "web.fresh", "clerk", school)
    return {**known, "fresh": {"name": name, "password": password}}


def look(db, folder, files="", mortal=False):
    k.run("init", db=db)
    school = demo(db, "--learners", "800")
    others = {} if folder == "clubs" else {name: demo(db, "--learners", "20", "--province", province) for name, province in (("in", "01"), ("out", "04"))}
    browse(db, {"people": people(db, school, others), "folder": folder, "files": files}, mortal)


def browse(db, order, mortal=False):
    order["only"] = os.environ.get("ONLY", "")
    server = Mortal(db) if mortal else k.Server(db)
    if mortal:
        order["killer"] = f"http://127.0.0.1:{server.control.server_port}/kill?after="
    order["origin"] = f"http://127.0.0.1:{(server.server if mortal else server).port}"
    p = subprocess.Popen(["node", RUN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    p.stdin.write(json.dumps(order))
    p.stdin.close()
    said = ""
    for line in p.stdout:  # as it comes: what takes long is seen
        print(line, end="", flush=True)
        said += line
    status = p.wait()
    assert not mortal or server.kills > 0, "nothing was killed"
    server.stop()
    done = re.search(r"^(\d+) passed, (\d+) failed$", said, re.M)
    k.passed += int(done.group(1)) if done else 0
    assert status == 0 and done, "tests of the screens failed"


def a_working_week_in_a_browser(db):
    look(db, ".", os.environ.get("FILES", "" if db.startswith("sqlite") else "week two rows import export"))  # what a browser does by itself is the same on both


def a_working_week_from_an_empty_database(db):
    if os.environ.get("FILES", "working_week") == "working_week":
        first = json.loads(k.run("init", "--json", db=db))
        browse(db, {"people": {"first": {"name": first["username"], "password": first["one_time_password"]}}, "folder": "working_week"})


def a_catalogue_with_one_record_type_more(db):
    folder = tempfile.mkdtemp(prefix="khue-clubs-")
    shutil.copytree(os.path.join(k.ROOT, "catalog"), folder, dirs_exist_ok=True)
    with open(os.path.join(folder, "records", "club.json"), "w", encoding="utf-8") as f:
        json.dump(CLUB, f)
    os.environ["KHUE_CATALOG"] = folder
    try:
        look(db, "clubs")
    finally:
        del os.environ["KHUE_CATALOG"]
        shutil.rmtree(folder)


class Mortal:
    """A server that is killed (kill -9) and started again on its port whenever /kill?after=SECONDS is asked; the tests are told where."""

    def __init__(self, db):
        self.db, self.kills, self.server = db, 0, k.Server(db)
        outer, one = self, threading.Lock()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                time.sleep(float(self.path.split("=")[1]))
                with one:
                    outer.server.stop(kill=True)
                    outer.kills += 1
                    outer.server = k.Server(outer.db, listen=f"127.0.0.1:{outer.server.port}")
                self.send_response(204)
                self.end_headers()

            def log_message(self, *args):
                pass

        self.control = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.control.serve_forever, daemon=True).start()

    def stop(self):
        self.control.shutdown()
        self.server.stop()


def a_second_step_that_is_demanded(db):
    if os.environ.get("FILES", "demanded") == "demanded":
        look(db, "demanded")


def a_server_killed_during_a_save(db):
    if os.environ.get("FILES") or os.environ.get("ONLY"):
        return
    look(db, "killed", mortal=True)


@k.only("sqlite")  # elsewhere others take the job a minute later, when its lease has ended: test_jobs.py
def a_server_killed_during_an_import(db):
    if os.environ.get("FILES", "killed") == "killed" and not os.environ.get("ONLY"):
        look(db, "killed/import", mortal=True)


k.main(a_working_week_from_an_empty_database, a_working_week_in_a_browser, a_catalogue_with_one_record_type_more, a_second_step_that_is_demanded,
       a_server_killed_during_a_save, a_server_killed_during_an_import)
