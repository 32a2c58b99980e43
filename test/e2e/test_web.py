#!/usr/bin/env python3
"""The screens in a browser: a demonstration province, accounts of each role, and web/test/browser on it."""
import json, os, re, subprocess, sys
import khue as k

RUN = os.path.join(k.ROOT, "web", "test", "browser", "run.mjs")


def people(db, school):
    """One account of each role with a password of its own, and one that nobody has used."""
    given = {role: k.account(db, f"web.{role}", role, unit) for role, unit in (
        ("clerk", school), ("head", school), ("unit_admin", school), ("manager", "19"), ("viewer", school))}
    server = k.Server(db)
    for name, password in given.values():
        k.Client(server.port, name, password)
    server.stop()
    known = {role: {"name": name, "password": k.OWN_PASSWORD} for role, (name, _) in given.items()}
    name, password = k.account(db, "web.fresh", "clerk", school)
    return {**known, "fresh": {"name": name, "password": password}}


def a_working_week_in_a_browser(db):
    k.run("init", db=db)
    school = re.search(r"vanthu\S* .* (\d{8}) ", k.run("demo", "--learners", "600", db=db)).group(1)
    order = {"people": people(db, school), "school": school, "only": os.environ.get("ONLY", "")}
    server = k.Server(db)
    order["origin"] = f"http://127.0.0.1:{server.port}"
    p = subprocess.run(["node", RUN], input=json.dumps(order), text=True, capture_output=True, timeout=1200)
    server.stop()
    print(p.stdout + p.stderr, end="")
    done = re.search(r"^(\d+) passed, (\d+) failed$", p.stdout, re.M)
    k.passed += int(done.group(1)) if done else 0
    assert p.returncode == 0 and done, "tests of the screens failed"


k.main(a_working_week_in_a_browser)
