"""khue.py - what the black-box tests share: the program, a server, a small HTTP client, a count at the end."""
import atexit, functools, http.client, json, os, shutil, signal, subprocess, sys, tempfile, time, traceback

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KHUE = os.path.join(ROOT, os.environ.get("KHUE_BUILD", "build"), "khue")
passed = failed = 0
tempfile.tempdir = tempfile.mkdtemp(prefix="khue-e2e-")  # all that is left behind goes with it
atexit.register(shutil.rmtree, tempfile.tempdir, ignore_errors=True)


def end_below(pid):
    """What a process has begun, and what that has."""
    try:
        children = open(f"/proc/{pid}/task/{pid}/children").read().split()
    except OSError:  # it is gone
        return
    for child in children:
        try:
            os.kill(int(child), signal.SIGSTOP)  # it begins nothing more
            end_below(child)
            os.kill(int(child), signal.SIGKILL)
        except OSError:
            pass


def stopped(number, frame):
    end_below(os.getpid())
    sys.exit(128 + number)


signal.signal(signal.SIGTERM, stopped)


def run(*args, db=None, status=0, **kw):
    env = dict(os.environ, KHUE_TEST_CHEAP_PASSWORDS="1")
    if db:
        env["KHUE_DB"] = db
    p = subprocess.run([KHUE, *args], env=env, capture_output=True, text=True, timeout=300, **kw)
    assert p.returncode == status, f"khue {' '.join(args)}: {p.returncode}\n{p.stdout}{p.stderr}"
    return p.stdout


class Server:
    def __init__(self, db, *args, env=None, listen="127.0.0.1:0"):
        self.process = subprocess.Popen(
            [KHUE, "serve", "--db", db, "--listen", listen, *args], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={n: v for n, v in {**os.environ, "KHUE_TEST_CHEAP_PASSWORDS": "1", **(env or {})}.items() if v is not None})
        line = self.process.stdout.readline()
        assert "http://" in line, line
        self.port = int(line.rsplit(":", 1)[1].strip().rstrip("/"))

    def stop(self, kill=False):
        if self.process.poll() is None:
            self.process.kill() if kill else self.process.terminate()
        status = self.process.wait(timeout=30)
        self.process.stdout.close()
        return status


OWN_PASSWORD = "mot cau dai de nho 98"  # what everybody takes instead of the one they were given


@functools.cache
def description():
    import described
    return described.Description()


class Client:
    """One signed-in account.  call() gives (status, headers, body as JSON or text), which keeps to what the API describes."""

    def __init__(self, port, username=None, password=None):
        self.port, self.cookie, self.csrf = port, None, None
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        if username:
            status, headers, me = self.call("POST", "/session", {"username": username, "password": password})
            assert status == 200, me
            self.cookie, self.csrf = headers["Set-Cookie"].split(";")[0], me["csrf"]
            if me["must_change_password"]:
                status, _, x = self.call("POST", "/session/password", {"old": password, "new": OWN_PASSWORD})
                assert status == 204, x

    def call(self, method, path, body=None, headers=None, raw=False):
        h = dict(headers or {})
        if self.cookie:
            h["Cookie"] = self.cookie
        if self.csrf:
            h["X-CSRF-Token"] = self.csrf
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
            h.setdefault("Content-Type", "application/json")
        if isinstance(body, str):
            body = body.encode()
        try:
            self.connection.request(method, "/api/v1" + path if not path.startswith("!") else path[1:], body, h)
            r = self.connection.getresponse()
            data = r.read()
        except (http.client.HTTPException, OSError):
            self.connection.close()
            raise
        if raw:
            return r.status, r.headers, data
        kind = r.headers.get("Content-Type", "")
        if not path.startswith("!"):
            description().check(method, "/api/v1" + path, r.status, kind, data)
        return r.status, r.headers, json.loads(data) if data and "json" in kind and "ndjson" not in kind else data.decode()

    def batch(self, plural, lines, **headers):
        text = "\n".join(json.dumps(x, ensure_ascii=False) for x in lines)
        status, _, out = self.call("POST", f"/{plural}/batch", text, {"Content-Type": "application/x-ndjson", **headers})
        return status, [json.loads(x) for x in out.splitlines()] if status == 200 else out

    def upload(self, path, files, **fields):
        mark = "khue-test-boundary"
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
        for name, data in files:
            head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
            parts.append(head.encode() + data + b"\r\n")
        return self.call("POST", path, b"".join(parts) + f"--{mark}--\r\n".encode(), {"Content-Type": f"multipart/form-data; boundary={mark}"})


def account(db, name, role, unit):
    out = json.loads(run("account", "add", name, "--role", role, "--unit", unit, "--json", db=db))
    return out["username"], out["one_time_password"]


OFFICES = "Mã Đơn Vị,Tên Đơn Vị,Mã đơn vị cha\n19,Sở Giáo dục và Đào tạo Tỉnh Thái Nguyên,\n172,Phòng Giáo dục và Đào tạo Thành phố Phổ Yên,19\n"


def province(db):
    """The schema, a Sở, a Phòng, and one primary school 19172401 in a running server; returns server, head, office."""
    run("init", db=db)
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as f:
        f.write(OFFICES)
        f.flush()
        run("load", "units", f.name, db=db)
    so = account(db, "so19", "manager", "19")
    server = Server(db)
    office = Client(server.port, *so)
    status, _, x = office.call("POST", "/schools", {"code": "19172401", "name": "Trường Tiểu học Ba Hàng", "level_group": "06", "ownership": "01",
                                                    "region": "01", "managed_by": "172"})
    assert status == 201, x
    server.stop()
    head = account(db, "hieutruong", "head", "19172401")
    server = Server(db)
    return server, Client(server.port, *head), Client(server.port, "so19", "mot cau dai de nho 98")


def wait_job(client, id, seconds=60):
    end = time.time() + seconds
    while time.time() < end:
        status, _, job = client.call("GET", f"/imports/{id}")
        assert status == 200, job
        if job["state"] not in ("queued", "running"):
            return job
        time.sleep(0.05)
    raise AssertionError("the job did not end: " + json.dumps(job))


def databases():
    """An empty SQLite file, and a database of its own on the PostgreSQL of --postgres URL."""
    folder = tempfile.mkdtemp(prefix="khue-e2e-")
    yield f"sqlite:{folder}/khue.db"
    if "--postgres" in sys.argv:
        url = sys.argv[sys.argv.index("--postgres") + 1]
        name = f"e2e_{os.getpid()}_{int(time.time() * 1000)}"
        subprocess.run(["psql", "-q", url, "-c", f"CREATE DATABASE {name}"], check=True)
        yield url.replace("/khue?", f"/{name}?")


def only(engine):
    """This test is about one engine."""
    def mark(test):
        test.engine = engine
        return test
    return mark


class Skipped(Exception):
    """What a test needs is not here: why."""


def main(*tests):
    global passed, failed
    skipped = []
    for test in tests:
        for db in databases():
            engine = db.split(":")[0]
            if getattr(test, "engine", engine) != engine:
                continue
            begun = time.time()
            try:
                test(db)
                passed += 1
                print(f"ok {engine} {test.__name__} ({time.time() - begun:.1f} s)")
            except Skipped as why:
                skipped.append(f"{engine} {test.__name__}")
                print(f"skipped {engine} {test.__name__}: {why}")
            except Exception:
                failed += 1
                print(f"FAILED {engine} {test.__name__}")
                traceback.print_exc(file=sys.stdout)
            sys.stdout.flush()
    if skipped:
        print(f"{len(skipped)} skipped: {', '.join(skipped)}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed != 0)
