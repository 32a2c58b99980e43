"""test_jobs.py - jobs of several processes: killed, each done once; one server alone at a file."""
import os, random, socket, subprocess, sys, tempfile, threading, time
from khue import *

JOBS = int(os.environ.get("KHUE_JOBS", "1000"))
HEAD = "STT,Họ và tên,Ngày sinh,Giới tính,Dân tộc,Lớp\n"


class Worker:
    def __init__(self, db, *args):
        self.process = subprocess.Popen([KHUE, "worker", "--db", db, "--lease", "2", *args], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        assert "đang nhận việc" in line, line

    stop = Server.stop


def sql(db, text):
    everything = os.environ | {"PGOPTIONS": "-c khue.hidden={}"}  # src/store/fence.h
    p = subprocess.run(["psql", "-qtA", "-v", "ON_ERROR_STOP=1", db, "-c", text], capture_output=True, text=True, env=everything)
    assert p.returncode == 0, p.stderr
    return p.stdout.strip()


def add_imports(db, n):
    """One pupil each, and none is of two."""
    row = f"'1,Lê Văn ' || i || ',' || to_char(date '2015-01-01' + i, 'DD/MM/YYYY') || ',Nam,Kinh,1A' || chr(10)"
    bytes = f"convert_to('{HEAD.strip()}' || chr(10) || {row}, 'UTF8')"
    now = int(time.time() * 1000)
    sql(db, f"""
        INSERT INTO blob (id, unit_id, size, created_at) SELECT 'b' || i, u.id, length({bytes}), {now} FROM unit u, generate_series(1, {n}) i
         WHERE u.code = '19172401';
        INSERT INTO blob_part (blob_id, part, bytes, unit_id) SELECT b.id, 0, {bytes}, b.unit_id FROM generate_series(1, {n}) i JOIN blob b ON b.id = 'b' || i;
        INSERT INTO job (id, unit_id, account_id, kind, lane, state, done, total, input, school_year, created_at, changed_at, run_after, attempts, cancel)
        SELECT 'j' || i, u.id, a.id, 'import', 'import', 'queued', 0, 0,
               '{{"files":[{{"blob":"b' || i || '","name":"a.csv"}}],"year":2025,"dry_run":false}}', 2025, {now}, {now}, {now}, 0, FALSE
          FROM unit u, account a, generate_series(1, {n}) i WHERE u.code = '19172401' AND a.name = 'hieutruong';""")


def add_exports(db, n):
    """Empty templates, as many lines of the log."""
    now = int(time.time() * 1000)
    sql(db, f"""
        INSERT INTO export (unit_id, id, code, sheet, school_year, asks, is_empty, persons, state, asked_at, asked_account, job, fetched)
        SELECT u.id, 100000 + i, '19172401-x' || (100000 + i), 'class-list', 2025, '{{}}', TRUE, 0, 'approved', {now}, a.id, 'e' || i, 0
          FROM unit u, account a, generate_series(1, {n}) i WHERE u.code = '19172401' AND a.name = 'hieutruong';
        INSERT INTO job (id, unit_id, account_id, kind, lane, state, done, total, input, created_at, changed_at, run_after, attempts, cancel)
        SELECT 'e' || i, u.id, a.id, 'export', 'export', 'queued', 0, 0, '{{"export":"19172401-x' || (100000 + i) || '"}}', {now}, {now}, {now}, 0, FALSE
          FROM unit u, account a, generate_series(1, {n}) i WHERE u.code = '19172401' AND a.name = 'hieutruong';""")


def what_is_sent_waits_in_the_folder_of_the_server(db):
    run("init", db=db)
    folder = tempfile.mkdtemp()
    spool = os.path.join(folder, "viec")
    run("serve", "--listen", "127.0.0.1:0", "--spool", "/dev/null/viec", db=db, status=1)
    server = Server(db, "--spool", spool)
    try:
        with socket.create_connection(("127.0.0.1", server.port)) as s:
            s.sendall(b"POST /api/v1/learners/batch HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\nContent-Length: 900000\r\n\r\n" + b"x" * 600000)
            end, open_files = time.time() + 10, []
            while not open_files and time.time() < end:
                time.sleep(0.05)
                fds = f"/proc/{server.process.pid}/fd"
                open_files = [t for t in (link(os.path.join(fds, n)) for n in os.listdir(fds)) if t.startswith(spool + "/")]
        assert open_files, "a long body waits elsewhere"
    finally:
        assert server.stop() == 0


def link(path):
    try:
        return os.readlink(path)
    except OSError:
        return ""


@only("postgres")
def a_thousand_jobs_with_kills_are_each_done_once(db):
    server, head, office = province(db)
    server.stop()
    seed = int(os.environ.get("KHUE_SEED", random.randrange(1 << 30)))
    print(f"seed {seed}")
    rng = random.Random(seed)
    imports, exports = JOBS // 5, JOBS - JOBS // 5
    add_imports(db, imports)
    add_exports(db, exports)
    begin = [lambda: Worker(db), lambda: Worker(db, "--lanes", "import"), lambda: Server(db, "--lease", "2"), lambda: Server(db, "--lease", "2")]
    all = [b() for b in begin]
    kills, start = 0, time.time()
    try:
        while int(sql(db, "SELECT count(*) FROM job WHERE state IN ('queued', 'running')")) > 0:
            assert time.time() - start < 400, sql(db, "SELECT state, count(*) FROM job GROUP BY state")
            time.sleep(rng.uniform(0.5, 2.5))
            i = rng.randrange(len(all))
            all[i].stop(kill=rng.random() < 0.8)
            all[i] = begin[i]()
            kills += 1
        taken = int(sql(db, "SELECT sum(attempts) FROM job"))
        print(f"  {JOBS} jobs, {kills} kills, {taken} times taken, {time.time() - start:.0f} s")
        assert kills > 3 and taken > JOBS, "nobody was killed at work: the test says nothing"
        assert sql(db, "SELECT count(*) FROM job WHERE state <> 'done'") == "0", sql(db, "SELECT result FROM job WHERE state <> 'done' LIMIT 3")
        assert sql(db, "SELECT count(*) FROM job WHERE kind = 'import' AND result NOT LIKE '%\"created\":1,%'") == "0", "an import does not tell what it did"
        assert sql(db, "SELECT count(*), count(DISTINCT full_name) FROM r_learner") == f"{imports}|{imports}"
        assert sql(db, "SELECT count(*) FROM r_enrolment") == str(imports)
        assert sql(db, "SELECT count(*) FROM change WHERE type = 'learner'") == str(imports), "a pupil was written twice"
        assert sql(db, "SELECT count(*) FROM import_batch") == str(imports)
        assert sql(db, "SELECT count(*) FROM export WHERE state = 'done'") == str(exports)
        assert sql(db, "SELECT count(DISTINCT files) FROM job WHERE kind = 'export'") == str(exports), "each has a file of its own"
        assert sql(db, "SELECT count(*) FROM blob WHERE id LIKE 'b%' AND length(id) < 8") == "0", "what was sent stays"
    finally:
        for x in all:
            x.stop()
    assert "nguyên vẹn" in run("audit", "verify", db=db)


@only("postgres")
def a_killed_worker_s_import_goes_on_elsewhere(db):
    server, head, office = province(db)
    server.stop()
    server = Server(db, "--jobs", "0")
    head = Client(server.port, "hieutruong", OWN_PASSWORD)
    rows = "".join(f"{i + 1},Lê Văn {i},0{i % 9 + 1}/03/2018,Nam,Kinh,1{'ABCDEF'[i % 6]}\n" for i in range(6000))
    first = second = None
    try:
        status, _, job = head.upload("/imports", [("a.csv", (HEAD + rows).encode())], year=2025, dry_run="false")
        assert status == 202 and job["state"] == "queued" and job["place"] == 1, job
        time.sleep(0.5)
        assert head.call("GET", f"/jobs/{job['id']}")[2]["state"] == "queued", "a server without jobs does none"
        first = Worker(db)
        while int(sql(db, "SELECT count(*) FROM r_learner")) == 0:
            time.sleep(0.02)
        first.stop(kill=True)
        written = int(sql(db, "SELECT count(*) FROM r_learner"))
        assert 0 < written < 6000, written
        second = Worker(db)
        done = wait_job(head, job["id"], 60)
        summary = done["result"]["files"][0]["summary"]
        assert done["state"] == "done" and summary["created"] == 6000 and summary["classes_created"] == 6 and summary["unchanged"] == 0, summary
        assert sql(db, "SELECT count(*) FROM r_learner") == "6000"
        # One that ends gives back what it has, at once.
        status, _, job = head.upload("/imports", [("a.csv", (HEAD + rows.replace("Lê Văn", "Lê Thế")).encode())], year=2025, dry_run="false")
        while head.call("GET", f"/jobs/{job['id']}")[2]["done"] == 0:
            time.sleep(0.02)
        assert second.stop() == 0
        assert sql(db, f"SELECT state, attempts FROM job WHERE id = '{job['id']}'") == "queued|0"
        second = Worker(db, "--lanes", "export")
        time.sleep(0.5)
        assert head.call("GET", f"/jobs/{job['id']}")[2]["state"] == "queued", "an import is not in the lane of exports"
        second.stop()
        second = Worker(db, "--lanes", "import,export")
        summary = wait_job(head, job["id"], 60)["result"]["files"][0]["summary"]
        assert summary["created"] == 6000, summary
    finally:
        for x in (server, first, second):
            if x is not None:
                x.stop()
    assert "nguyên vẹn" in run("audit", "verify", db=db)


@only("postgres")
def whoever_waits_for_a_job_holds_no_worker(db):
    server, head, office = province(db)
    server.stop()
    server = Server(db, "--jobs", "0", "--workers", "2")
    head, worker = Client(server.port, "hieutruong", OWN_PASSWORD), None
    answers = []

    def wait(path):
        c = Client(server.port)
        c.cookie, c.csrf = head.cookie, head.csrf
        start = time.time()
        answers.append((c.call("GET", path)[2]["state"], time.time() - start))

    try:
        job = head.upload("/imports", [("a.csv", (HEAD + "1,Lê Văn An,01/03/2018,Nam,Kinh,1A\n").encode())], year=2025)[2]
        threads = [threading.Thread(target=wait, args=(f"/jobs/{job['id']}?wait=30",)) for _ in range(20)]
        for t in threads:
            t.start()
        time.sleep(1)
        for _ in range(5):
            start = time.time()
            assert head.call("GET", "/units")[0] == 200
            assert time.time() - start < 5, "waiting requests hold the workers"
        assert not answers, answers
        worker = Worker(db)
        for t in threads:
            t.join()
        assert len(answers) == 20 and all(state in ("running", "done") and took < 25 for state, took in answers), answers
        # A server that ends answers them all.
        worker.stop()
        job = head.upload("/imports", [("a.csv", (HEAD + "1,Lê Văn An,01/03/2018,Nam,Kinh,1A\n").encode())], year=2025)[2]
        answers.clear()
        threads = [threading.Thread(target=wait, args=(f"/jobs/{job['id']}?wait=30",)) for _ in range(5)]
        for t in threads:
            t.start()
        time.sleep(1)
        start = time.time()
        assert server.stop() == 0 and time.time() - start < 15
        for t in threads:
            t.join()
        assert [state for state, _ in answers] == ["queued"] * 5, answers
    finally:
        for x in (server, worker):
            if x is not None:
                x.stop()


@only("sqlite")
def one_server_alone_at_a_file(db):
    server, head, office = province(db)
    path = db[7:]
    folder = os.path.dirname(path)
    os.symlink(path, f"{folder}/link.db")

    def refused(name, why, command=("serve", "--listen", "127.0.0.1:0")):
        p = subprocess.run([KHUE, *command, "--db", f"sqlite:{name}"], capture_output=True, text=True, timeout=20)
        assert p.returncode == 1 and why in p.stderr and "http://" not in p.stdout, (name, p)
    try:
        for name in (path, f"{folder}/link.db", os.path.relpath(path)):
            refused(name, "Một tiến trình khác")
        os.link(path, f"{folder}/hard.db")  # it would have a journal of its own
        before = sorted(os.listdir(folder))
        for name in (path, f"{folder}/hard.db"):
            refused(name, "còn có tên khác")
            refused(name, "còn có tên khác", ("doctor",))
        refused(f"{folder}/nowhere.db", "Không có tệp", ("doctor",))
        assert sorted(os.listdir(folder)) == before, "something was made beside it"
        os.unlink(f"{folder}/hard.db")
        assert head.call("GET", "/learners")[0] == 200
        p = subprocess.run([KHUE, "worker", "--db", db], capture_output=True, text=True, timeout=20)
        assert p.returncode == 1 and "khue serve tự làm" in p.stderr, p
        p = subprocess.run([KHUE, "serve", "--db", db, "--jobs", "0"], capture_output=True, text=True, timeout=20)
        assert p.returncode == 2, p
    finally:
        server.stop(kill=True)
    Server(db).stop()  # whoever is killed keeps nobody out


main(what_is_sent_waits_in_the_folder_of_the_server, a_thousand_jobs_with_kills_are_each_done_once, a_killed_worker_s_import_goes_on_elsewhere,
     whoever_waits_for_a_job_holds_no_worker, one_server_alone_at_a_file)
