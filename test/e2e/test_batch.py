"""test_batch.py - thousands of lines in one request: memory that does not grow with them, and each done once, whatever is cut.   test_batch.py [--postgres URL]"""
import json, os, re, socket, sys, threading, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import khue as k  # noqa: E402

LINES, BAD, GROWTH_MB = 6000, 3456, 64
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Mai", "Trịnh", "Đinh")
MIDDLE = ("Văn", "Thị", "Minh", "Ngọc", "Thanh", "Đức", "Hữu", "Quang", "Thu", "Hoài", "Gia", "Bảo", "Khánh", "Tuấn", "Xuân", "Hải", "Kim", "Như", "Anh")
GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khánh", "Linh", "Mai", "Nam", "Phúc", "Quân", "Sơn")


def line(i):
    return json.dumps({"full_name": f"{FAMILY[i % len(FAMILY)]} {MIDDLE[i % len(MIDDLE)]} {GIVEN[i % len(GIVEN)]}", "birth_date": f"{2012 + i // 336 % 8}-{i // 28 % 12 + 1:02}-{i % 28 + 1:02}",
                       "sex": "01", "ethnic_group": "01", "phone": "0912345678"}, ensure_ascii=False)


def lines(n=LINES):
    return "\n".join("{no line" if i == BAD else line(i) for i in range(n)).encode()


def memory_mb(pid, field):
    return int(re.search(field + r":\s+(\d+)", open(f"/proc/{pid}/status").read()).group(1)) / 1024


def send(client, body, **headers):
    status, got, data = client.call("POST", "/learners/batch", body, {"Content-Type": "application/x-ndjson", **headers}, raw=True)
    return status, [json.loads(x) for x in data.decode().splitlines()]


def check(answers, outcomes):
    assert [x["line"] for x in answers] == list(range(1, len(answers) + 1))
    for x in answers:
        bad = x["line"] == BAD + 1
        assert x["outcome"] in (("refused",) if bad else outcomes), x
        assert [p["key"] for p in x["problems"] if p["severity"] == "error"] == (["line.json"] if bad else []), x
    codes = [x["code"] for x in answers if "code" in x]
    assert len(codes) == len(set(codes)) == len(answers) - (len(answers) > BAD)
    return codes


def created(client):
    """Entries of the log that say a pupil is new."""
    n, after = 0, 0
    while True:
        page = client.call("GET", f"/changes?unit=19172401&types=learner&limit=200&after={after}")[2]
        n += sum(x["event"] == "NEW" for x in page["items"])
        after = page["last"]
        if not page["more"]:
            return n


def a_long_batch_takes_no_memory_and_is_answered_line_by_line(db):
    server, head, _ = k.province(db)
    send(head, line(1).encode())
    before = memory_mb(server.process.pid, "VmRSS")
    status, answers = send(head, lines())
    assert status == 200 and len(answers) == LINES
    check(answers, ("created",))
    grown = memory_mb(server.process.pid, "VmHWM") - before
    print(f"  grown by {grown:.1f} MB", flush=True)
    assert grown < GROWTH_MB, grown
    assert created(head) == LINES  # one before them, one of them bad
    status, _ = send(head, b"\n".join([line(1).encode()] * 100001))
    assert status == 413
    assert created(head) == LINES
    server.stop()


def a_batch_cut_off_by_a_killed_server_is_done_once_when_it_is_sent_again(db):
    server, head, _ = k.province(db)
    body, died = lines(), []

    def first():
        try:
            died.append(send(head, body, **{"Idempotency-Key": "cut"}))
        except Exception as e:
            died.append(e)
    sending = threading.Thread(target=first)
    sending.start()
    watcher = k.Client(server.port, "hieutruong", k.OWN_PASSWORD)
    while watcher.call("GET", "/changes?unit=19172401&types=learner&limit=1&after=2000")[0] != 200:
        time.sleep(0.02)
    server.stop(kill=True)
    sending.join()
    assert isinstance(died[0], Exception), "it was answered before it was cut"
    server = k.Server(db)
    head = k.Client(server.port, "hieutruong", k.OWN_PASSWORD)
    done = created(head)
    assert 0 < done < LINES - 1, done
    status, answers = send(head, body, **{"Idempotency-Key": "cut"})
    assert status == 200 and len(answers) == LINES
    codes = check(answers, ("created",))
    assert created(head) == LINES - 1
    status, again = send(head, body, **{"Idempotency-Key": "cut"})
    assert status == 200 and again == answers and len(codes) == LINES - 1
    assert created(head) == LINES - 1
    status, other = send(head, lines(100), **{"Idempotency-Key": "cut"})
    assert status == 422
    server.stop()


def a_long_batch_is_answered_while_it_is_written(db):
    server, head, _ = k.province(db)
    watcher = k.Client(server.port, "hieutruong", k.OWN_PASSWORD)
    head.connection.request("POST", "/api/v1/learners/batch", lines(), {"Cookie": head.cookie, "X-CSRF-Token": head.csrf, "Content-Type": "application/x-ndjson"})
    answer = head.connection.getresponse()
    first = json.loads(answer.readline())
    assert watcher.call("GET", f"/changes?unit=19172401&types=learner&limit=1&after={LINES - 1000}")[0] != 200, "all was written before the first line was answered"
    assert answer.status == 200 and answer.headers["Transfer-Encoding"] == "chunked" and first["line"] == 1
    check([first] + [json.loads(x) for x in answer.read().decode().splitlines()], ("created",))
    server.stop()


def a_batch_whose_sender_went_away_and_came_back_is_done_once(db):
    server, head, _ = k.province(db)
    body = lines()
    raw = socket.create_connection(("127.0.0.1", server.port))
    raw.sendall((f"POST /api/v1/learners/batch HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {head.cookie}\r\nX-CSRF-Token: {head.csrf}\r\n"
                 f"Content-Type: application/x-ndjson\r\nIdempotency-Key: gone\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body)
    while head.call("GET", "/changes?unit=19172401&types=learner&limit=1&after=1000")[0] != 200:
        time.sleep(0.02)
    raw.close()
    status, answers = send(head, body, **{"Idempotency-Key": "gone"})
    assert status == 200 and len(answers) == LINES
    check(answers, ("created",))
    assert created(head) == LINES - 1
    server.stop()


def sent(server, client, query, body):
    raw = socket.create_connection(("127.0.0.1", server.port))
    raw.sendall((f"POST /api/v1/learners/batch?{query} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {client.cookie}\r\nX-CSRF-Token: {client.csrf}\r\n"
                 f"Content-Type: application/x-ndjson\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body)
    return raw


def seconds(do):
    begun = time.time()
    do()
    return time.time() - begun


def what_nobody_waits_for_ends(db):
    server, head, _ = k.province(db)
    server.stop()
    server = k.Server(db, "--workers", "1")
    head = k.Client(server.port, "hieutruong", k.OWN_PASSWORD)
    same = b"\n".join([line(1).encode()] * 50000)
    whole = seconds(lambda: head.call("POST", "/learners/batch?dry_run=1", same, {"Content-Type": "application/x-ndjson"}, raw=True))
    for query in ("dry_run=1", ""):
        raw = sent(server, head, query, same)
        time.sleep(0.7)
        raw.close()
        assert seconds(lambda: head.call("GET", "/session")) < whole / 2, query  # by the one worker
    assert 0 < created(head) < 50000
    raw = sent(server, head, "dry_run=1", same)
    time.sleep(0.7)
    assert seconds(server.stop) < whole / 2
    assert b"HTTP/1.1 503" in raw.recv(100)
    raw.close()


k.main(a_long_batch_takes_no_memory_and_is_answered_line_by_line, a_batch_cut_off_by_a_killed_server_is_done_once_when_it_is_sent_again,
       a_long_batch_is_answered_while_it_is_written, a_batch_whose_sender_went_away_and_came_back_is_done_once, what_nobody_waits_for_ends)
