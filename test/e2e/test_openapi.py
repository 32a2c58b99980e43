#!/usr/bin/env python3
"""test_openapi.py - the description is printed without server or database, is OpenAPI 3.1, and becomes types that compile."""
import json, os, subprocess, tempfile

from khue import ROOT, main, only, run

TOOLS = os.path.join(ROOT, "test", "openapi")

USE = """import type { components, operations, paths } from "./types.js";

declare const page: operations["recordList"]["responses"][200]["content"]["application/json"];
export const code: string = page.items[0]!.code;
declare const unit: paths["/api/v1/units/{code}"]["get"]["responses"][200]["content"]["application/json"];
export const name: string = unit.name;
declare const same: components["schemas"]["record_page"];
export const pages = [page, same];
declare const learner: components["schemas"]["learner"];
export const full: string | null | undefined = learner.full_name;
export const change: components["schemas"]["learner_change"] = { phone: null, full_name: "Lê An" };
declare const body: NonNullable<operations["recordChange"]["requestBody"]>["content"]["application/json"];
export const sent = [body, change];
declare const tried: operations["recordCreate"]["responses"][200]["content"]["application/json"];
export const outcome: unknown = "outcome" in tried ? tried.outcome : undefined;
export const through: unknown = learner["enrolment.class.title"];
export const reminder: NonNullable<operations["remind"]["requestBody"]>["content"]["application/json"] = { units: ["19172401"], about: { form: "02-TH-DN", period: "2025-start" } };
export const files: NonNullable<operations["importCreate"]["requestBody"]>["content"]["multipart/form-data"] = { file: ["a"], year: 2025 };
// @ts-expect-error what nobody describes is no member
export const none = unit.nothing;
"""


def tool(name, *args):
    p = subprocess.run([os.path.join(TOOLS, "node_modules", ".bin", name), *args], capture_output=True, text=True, timeout=300)
    assert p.returncode == 0, p.stdout[-4000:] + p.stderr[-2000:]
    return p.stdout


def the_document_is_valid_and_makes_types(db):
    text = run("catalog", "openapi", cwd=ROOT)
    assert json.loads(text)["openapi"] == "3.1.0"
    with tempfile.TemporaryDirectory() as folder:
        path = lambda name: os.path.join(folder, name)
        with open(path("openapi.json"), "w", encoding="utf-8") as f:
            f.write(text)
        assert json.loads(tool("validate-api", path("openapi.json")))["valid"]
        tool("openapi-typescript", path("openapi.json"), "-o", path("types.ts"))
        with open(path("use.ts"), "w", encoding="utf-8") as f:
            f.write(USE)
        tool("tsc", "--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "--moduleResolution", "nodenext", path("types.ts"), path("use.ts"))


main(only("sqlite")(the_document_is_valid_and_makes_types))
