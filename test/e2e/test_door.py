#!/usr/bin/env python3
"""A crowd before the door: kept connections, dripping ones and log-ins keep nobody else from working."""
import concurrent.futures, json, os, resource, socket, time
import khue as k

KEPT = 2000
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)


def connect(server, address):
    return socket.create_connection(("127.0.0.1", server.port), timeout=10, source_address=(address, 0))


def crowd(server, addresses, said):
    """Connections that stay; those the server does not want any more it closes itself."""
    all = []
    for i in range(KEPT):
        s = connect(server, addresses[i % len(addresses)])
        try:
            s.sendall(said)
        except OSError:
            pass  # cut already
        all.append(s)
    return all


def works(client, times):
    took = []
    for _ in range(times):
        t0 = time.time()
        status, _, x = client.call("GET", "/learners?limit=5")
        assert status == 200, x
        took.append(time.time() - t0)
    return sorted(took)[times // 2]


def fds(server):
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


def kept_and_dripping_connections_keep_nobody_out(db):
    server, head, _ = k.province(db)
    before = fds(server)
    for addresses, said in ((["127.0.0.5"], b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"), ([f"127.0.1.{i}" for i in range(1, 21)], b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"),
                            ([f"127.0.2.{i}" for i in range(1, 21)], b"GET /healthz HT")):
        held = crowd(server, addresses, said)
        assert fds(server) < before + KEPT + 200, fds(server)
        for i in range(20):  # newcomers, and one who is in
            c = k.Client(server.port)
            status, _, _ = c.call("GET", "!/healthz")
            assert status == 200
            c.connection.close()
        works(head, 20)
        for s in held:
            s.close()
    assert server.stop() == 0


def log_ins_keep_nobody_from_working(db):
    server, head, _ = k.province(db)
    body = json.dumps({"username": "khong.co", "password": "Mot-mat-khau-nao-do"}).encode()
    held = []
    for i in range(600):
        s = connect(server, f"127.0.{3 + i % 3}.1")
        s.sendall(b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        held.append(s)
    works(head, 50)
    c = k.Client(server.port, "so19", k.OWN_PASSWORD)  # who comes from elsewhere has their turn
    assert c.cookie
    statuses = []
    for s in held:
        s.settimeout(30)
        try:
            statuses.append(int(s.recv(4096)[9:12]))
        except (OSError, ValueError):
            statuses.append(0)  # its connection was closed for another of that address
        s.close()
    assert set(statuses) <= {0, 401, 429, 503} and 401 in statuses, {x: statuses.count(x) for x in set(statuses)}
    assert server.stop() == 0


def right_passwords_at_once_are_all_let_in(db):
    server, _, _ = k.province(db)
    body = {"username": "so19", "password": k.OWN_PASSWORD}
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        statuses = [x.result() for x in [pool.submit(lambda: k.Client(server.port).call("POST", "/session", body)[0]) for _ in range(12)]]
    assert statuses == [200] * 12, statuses
    assert server.stop() == 0


def what_a_proxy_says_of_who_signs_in_is_kept(db):
    server, _, _ = k.province(db)
    server.stop()
    server = k.Server(db, "--proxy", "127.0.0.1")
    c = k.Client(server.port)
    said = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9", "X-Real-Port": "4711", "X-Forwarded-Proto": "https"}
    right, wrong = {"username": "hieutruong", "password": k.OWN_PASSWORD}, {"username": "hieutruong", "password": "Khong-phai-mat-khau"}
    status, _, x = c.call("POST", "/session", wrong, said)
    assert status == 401, x
    status, headers, x = c.call("POST", "/session", right, said)
    assert status == 200 and headers["Strict-Transport-Security"] == "max-age=31536000", (x, headers)
    cookie = headers["Set-Cookie"].split(";")[0]
    assert cookie.startswith("__Host-khue_session=") and "; Secure" in headers["Set-Cookie"], headers
    for sent, way, expected in ((cookie, said, 200), (cookie, {}, 401), (cookie.removeprefix("__Host-"), said, 401), (cookie.removeprefix("__Host-"), {}, 200)):
        status, _, x = c.call("GET", "/session", headers={"Cookie": sent, **way})
        assert status == expected, (sent, way, x)
    status, _, x = c.call("DELETE", "/session", headers={"Cookie": cookie, "X-CSRF-Token": x["csrf"] if status == 200 else "", **said})
    assert status == 204, x
    assert server.stop() == 0
    kept = json.loads(k.run("account", "sign-ins", "hieutruong", "--from", time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86400)), "--json", db=db))["sign_ins"]
    mine = [x for x in kept if x["address"] == "203.0.113.9"]
    assert [(x["refused"], x["port"], "ended_at" in x) for x in mine] == [(True, 4711, False), (False, 4711, True)], kept
    assert "203.0.113.9 cổng 4711" in k.run("account", "sign-ins", db=db)
    assert k.run("account", "sign-ins", "--to", "2020-01-01", db=db) == ""
    k.run("account", "sign-ins", "--from", "2020-13-01", db=db, status=2)


k.main(what_a_proxy_says_of_who_signs_in_is_kept, right_passwords_at_once_are_all_let_in, kept_and_dripping_connections_keep_nobody_out, log_ins_keep_nobody_from_working)
