"""test_backup.py - backups beside a serving program, and both commands killed at any moment: no half file, no half database."""
import os, random, shutil, tempfile, threading
from khue import *

KILLS = int(os.environ.get("KHUE_KILLS", "50")) // 5 + 2


def started(*args):
    return subprocess.Popen([KHUE, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ, KHUE_TEST_CHEAP_PASSWORDS="1"))


class Folder:
    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="khue-backup-")
        with open(self.of("phrase"), "w") as f:
            f.write("một cụm mật khẩu dài\n")
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path)

    def of(self, name):
        return os.path.join(self.path, name)

    def command(self, what, name, db, *more):
        return what, self.of(name), "--passphrase-file", self.of("phrase"), "--db", db, *more


def whole_while_serving(db):
    """Every learner who was acknowledged before the backup began is in it, and none who came after it ended."""
    server, head, _ = province(db)
    known, stop = [], threading.Event()

    def go_on():
        while not stop.is_set():
            status, out = head.batch("learners", [{"client_id": f"b{len(known) + i}", "full_name": "Lê Văn An", "birth_date": "2018-03-09", "sex": "01",
                                                   "ethnic_group": "01"} for i in range(5)])
            assert status == 200, out
            known.extend(x["code"] for x in out)
    with Folder() as f:
        writer = threading.Thread(target=go_on)
        writer.start()
        try:
            while len(known) < 20:
                time.sleep(0.01)
            before = set(known)
            manifest = json.loads(run(*f.command("backup", "x.khue", db, "--json")))
            during = len(known)
        finally:
            stop.set()
            writer.join()
        assert manifest["chains"]["entries"] > len(before)
        server.stop()
        other = "sqlite:" + f.of("other.db")
        assert json.loads(run(*f.command("restore", "x.khue", other, "--json")))["tables"] == manifest["tables"]
        assert "nguyên vẹn" in run("audit", "verify", db=other)
        again = Server(other)
        client = Client(again.port, "hieutruong", OWN_PASSWORD)
        path, found = "/learners?unit=19172401&limit=200&fields=sex", set()
        while path:
            page = client.call("GET", path)[2]
            found |= {x["code"] for x in page["items"]}
            path = f"/learners?unit=19172401&limit=200&fields=sex&cursor={page['cursor']}" if "cursor" in page else None
        again.stop()
        assert before <= found <= set(known) and len(found) <= during + 10, (len(before), len(found), during, len(known))
        assert run("restore", f.of("x.khue"), "--passphrase-file", f.of("phrase"), "--check")


def killed_at_any_moment(db):
    run("init", db=db)
    run("demo", "--learners", "300", db=db)
    rng = random.Random()
    with Folder() as f:
        t0 = time.time()
        run(*f.command("backup", "whole.khue", db))
        took, kills = time.time() - t0, 0
        for _ in range(KILLS):
            p = started(*f.command("backup", "x.khue", db))
            time.sleep(rng.uniform(0, took))
            p.kill()
            p.communicate()
            if os.path.exists(f.of("x.khue")):  # it was whole before the kill
                run(*f.command("restore", "x.khue", db, "--check"))
                os.unlink(f.of("x.khue"))
            kills += p.returncode != 0
        assert kills > 0
        run(*f.command("backup", "x.khue", db))  # over what the killed ones left behind
        assert not os.path.exists(f.of("x.khue.partial"))
        t0 = time.time()
        run(*f.command("restore", "whole.khue", "sqlite:" + f.of("timed.db")))
        took = time.time() - t0
        for i in range(KILLS):
            other = "sqlite:" + f.of(f"r{i}.db")
            p = started(*f.command("restore", "whole.khue", other))
            time.sleep(rng.uniform(0, took))
            p.kill()
            p.communicate()
            if p.returncode != 0:
                p = started("audit", "verify", "--db", other)  # nothing serves it
                said = p.communicate()[1].decode()
                if p.returncode != 0:  # else the kill came after the commit
                    assert "chưa được tạo" in said or "Không có tệp" in said, said
                    run(*f.command("restore", "whole.khue", other))  # it is empty: the same again
            assert "nguyên vẹn" in run("audit", "verify", db=other)


main(whole_while_serving, killed_at_any_moment)
