"""described.py - does an answer keep to the published description?  As test/described.c does, but by the document itself."""
import json, re

import khue

SKIPPED = ("image/", "text/", "application/vnd", "application/octet", "application/x-ndjson")


class Description:
    def __init__(self):
        self.document = json.loads(khue.run("catalog", "openapi"))
        shape = lambda path: re.compile("^" + re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)) + "$")
        paths = sorted(self.document["paths"], key=lambda p: [part.startswith("{") for part in p.split("/")])
        self.paths = [(shape(p), self.document["paths"][p]) for p in paths]

    def operation(self, method, path):
        for shape, methods in self.paths:
            if shape.match(path) and method.lower() in methods:
                return methods[method.lower()]

    def check(self, method, path, status, kind, data):
        """Raises AssertionError with the member that departs."""
        operation = self.operation(method, path.split("?")[0])
        if operation is None or status >= 400:
            return
        answer = operation["responses"].get(str(status))
        assert answer is not None, f"{method} {path}: {status} is not described"
        if "content" in answer and not kind.startswith(SKIPPED):
            fault = self.fault(answer["content"][kind.split(";")[0]]["schema"], json.loads(data), "")
            assert fault is None, f"{method} {path}: {fault}"

    def flat(self, s):
        """The one object that a reference or allOf stands for."""
        if "$ref" in s:
            return self.flat(self.document["components"]["schemas"][s["$ref"].rsplit("/", 1)[1]])
        return s

    def fault(self, s, v, at):
        s = self.flat(s)
        if "anyOf" in s:
            faults = [self.fault(x, v, at) for x in s["anyOf"] if v is None or x != {"type": "null"}]
            return None if None in faults else min(faults, key=len)
        if "allOf" in s:
            return None
        kinds = s.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if v is None or not kinds:
            return None if "null" in kinds or not kinds else at + ": null"
        is_kind = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "object": dict, "array": list}
        if not any(isinstance(v, is_kind[k]) and (k == "boolean") == isinstance(v, bool) for k in kinds if k != "null"):
            return f"{at}: no {kinds}"
        if isinstance(v, list):
            return next((f for f in (self.fault(s["items"], x, f"{at}[{i}]") for i, x in enumerate(v)) if f), None)
        return self.object_fault(s, v, at) if isinstance(v, dict) else None

    def object_fault(self, s, v, at):
        known, further = s.get("properties"), s.get("additionalProperties", {})
        missing = [x for x in s.get("required", []) if x not in v]
        if missing:
            return f"{at}.{missing[0]}: missing"
        for name, x in v.items():
            if known and name not in known:
                return f"{at}.{name}: not described"
            fault = self.fault(known[name] if known else further, x, f"{at}.{name}")
            if fault:
                return fault
