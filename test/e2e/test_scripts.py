#!/usr/bin/env python3
"""What the programs that test and measure say of themselves, and what they leave behind."""
import glob, signal
from khue import *

TESTS = os.path.join(ROOT, "build", "test", "khue-test")


def asked(*args):
    return subprocess.run(args, capture_output=True, text=True, timeout=120)


def target(link):
    try:
        return os.readlink(link)
    except OSError:  # closed by now
        return ""


def own(process):
    """Folders of this run: others may be at work beside it."""
    opened = map(target, glob.glob(f"/proc/{process.pid}/fd/*"))
    return {os.path.dirname(x) for x in opened if x.startswith("/tmp/khue-test-") and os.path.dirname(x).count("/") == 2}


@only("sqlite")
def whoever_is_stopped_leaves_nothing(db):
    for ended in (signal.SIGTERM, signal.SIGINT):
        p = subprocess.Popen([TESTS, "--pure", "no", "--db", "sqlite", "--files", "test_record.c test_import.c test_report.c"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end, folders = time.time() + 30, set()
        while not folders and time.time() < end:
            folders = own(p)
        assert folders, "it opened no database"
        p.send_signal(ended)
        assert p.wait(30) == -ended and not any(map(os.path.exists, folders)), folders


def what_is_skipped_is_counted_apart(db):
    p = asked(TESTS, "--pure", "no", "--db", "sqlite" if db.startswith("sqlite") else db, "--files", "test_commit.c")
    last = p.stdout.splitlines()[-2:]
    ran = [line.split()[2] for line in p.stdout.splitlines() if line.startswith("ok ")]
    skipped = [line.split()[2] for line in p.stdout.splitlines() if line.startswith("skipped ")]
    assert p.returncode == 0 and last[1] == f"{len(ran)} passed, 0 failed", p
    assert (skipped == []) == db.startswith("sqlite"), p
    assert not skipped or last[0] == f"{len(skipped)} skipped: " + ", ".join(f"postgres {x}" for x in skipped), last


@only("sqlite")
def a_test_of_the_program_that_is_stopped_ends_what_it_began(db):
    code = "import sys; sys.path.insert(0, %r)\nfrom khue import *\nrun('init', db=%r)\ns = Server(%r)\nprint(s.process.pid, tempfile.tempdir, flush=True)\ntime.sleep(60)"
    p = subprocess.Popen([sys.executable, "-c", code % (os.path.join(ROOT, "test", "e2e"), db, db)], stdout=subprocess.PIPE, text=True)
    server, folder = p.stdout.readline().split()
    assert os.path.exists(folder)
    p.terminate()
    assert p.wait(30) == 128 + signal.SIGTERM and not os.path.exists(folder) and not os.path.exists(f"/proc/{server}")
    p.stdout.close()


@only("sqlite")
def a_measure_of_no_such_name_is_told(db):
    p = asked(os.path.join(ROOT, "bench", "run"), "no", "such", "row")
    assert p.returncode == 1 and p.stdout == "" and 'no row has "no such row" in its name' in p.stderr, p


main(whoever_is_stopped_leaves_nothing, what_is_skipped_is_counted_apart, a_test_of_the_program_that_is_stopped_ends_what_it_began, a_measure_of_no_such_name_is_told)
