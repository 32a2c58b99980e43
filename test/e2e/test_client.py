#!/usr/bin/env python3
"""A program of a school: a token over HTTP, what it may and may not, cut off within a second on every process."""
import json, time, urllib.parse
import khue as k


def token(server, issued, **form):
    c = k.Client(server.port)
    form = {"grant_type": "client_credentials", "client_id": issued["id"], "client_secret": issued["secret"], **form}
    return c.call("POST", "/token", urllib.parse.urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"})


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def issue(db, name, *more):
    return json.loads(k.run("client", "add", name, "--unit", "19172401", "--scopes", "learners:write classes:read", "--json", *more, db=db))


def a_program_of_a_school_reads_and_writes_its_learners(db):
    server, head, office = k.province(db)
    server.stop()
    issued = issue(db, "lms")
    server = k.Server(db)
    status, _, t = token(server, issued)
    assert status == 200 and t["token_type"] == "Bearer" and t["scope"] == "learners:write classes:read", t
    c, h = k.Client(server.port), bearer(t["access_token"])
    pupil = {"full_name": "Nguyễn Thị Sen", "birth_date": "2018-03-01", "sex": "01", "ethnic_group": "01", "nationality": "704"}
    status, _, made = c.call("POST", "/learners", pupil, h)
    assert status == 201, made
    status, _, page = c.call("GET", "/learners", None, h)
    assert status == 200 and [x["code"] for x in page["items"]] == [made["code"]], page
    for path, key in (("/rooms", "client.scope"), ("/reports?unit=19172401", "client.people_only"), ("/session", "client.people_only")):
        status, _, x = c.call("GET", path, None, h)
        assert status == 403 and x["key"] == key, (path, x)
    status, _, x = token(server, issued, client_secret="x")
    assert status == 401 and x["error"] == "invalid_client", x
    server.stop()


def a_revoked_program_is_cut_off_within_a_second_everywhere(db):
    server, head, office = k.province(db)
    server.stop()
    issued = issue(db, "lms")
    servers = [k.Server(db), k.Server(db)] if db.startswith("postgres") else [k.Server(db)]
    h = bearer(token(servers[0], issued)[2]["access_token"])
    clients = [k.Client(s.port) for s in servers]
    for c in clients:
        assert c.call("GET", "/learners", None, h)[0] == 200
    if db.startswith("postgres"):
        k.run("client", "revoke", "lms", "--unit", "19172401", db=db)
    else:  # one program writes to an SQLite file at a time
        servers[0].stop()
        name, password = k.account(db, "quantri", "unit_admin", "19172401")
        servers = [k.Server(db)]
        clients = [k.Client(servers[0].port)]
        assert clients[0].call("GET", "/learners", None, h)[0] == 200
        admin = k.Client(servers[0].port, name, password)
        assert admin.call("POST", f"/clients/{issued['id']}/revoke")[0] == 204
    time.sleep(1)
    for c in clients:
        status, headers, x = c.call("GET", "/learners", None, h)
        assert status == 401 and x["key"] == "token.none" and headers["WWW-Authenticate"] == "Bearer", x
    assert token(servers[0], issued)[0] == 401
    for s in servers:
        s.stop()
    assert "đã thu hồi" in k.run("client", "list", db=db)


k.main(a_program_of_a_school_reads_and_writes_its_learners, a_revoked_program_is_cut_off_within_a_second_everywhere)
