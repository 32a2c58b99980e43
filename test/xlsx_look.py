"""xlsx_look.py - look into an .xlsx with nothing but Python's own zip and XML: a judge that shares no code with Khuê.

    xlsx_look.py tints FILE                 cells with a red or yellow ground, "2B red; 3D yellow; "
    xlsx_look.py changed BEFORE AFTER       parts that are not the same to the byte, "+" new, "-" gone
    xlsx_look.py part FILE NAME             one part
    xlsx_look.py set FILE OUT SHEET CHANGES cells given other values, lines "A1=text", "B2=#5"; the rest is left alone
    xlsx_look.py count FILE SHEET TAG       how many elements of this name the worksheet has
"""
import re, sys, zipfile
import xml.etree.ElementTree as tree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
GROUND = {"FFFFC7CD": "red", "FFFFEB9B": "yellow"}


def sheets(z):
    target = {r.get("Id"): r.get("Target") for r in tree.fromstring(z.read("xl/_rels/workbook.xml.rels"))}
    for s in tree.fromstring(z.read("xl/workbook.xml")).iter(MAIN + "sheet"):
        t = target[s.get(REL + "id")]
        yield s.get("name"), t.lstrip("/") if t.startswith("/") else "xl/" + t


def grounds(z):
    root = tree.fromstring(z.read("xl/styles.xml"))
    for group in ("fonts", "fills", "cellXfs"):
        g = root.find(MAIN + group)
        assert g.get("count") is None or int(g.get("count")) == len(g), group
    fills = [f.find(f"{MAIN}patternFill/{MAIN}fgColor") for f in root.find(MAIN + "fills")]
    colour = [GROUND.get("" if f is None else f.get("rgb", "")) for f in fills]
    return [colour[int(x.get("fillId", 0))] for x in root.find(MAIN + "cellXfs")]


def tints(path):
    z = zipfile.ZipFile(path)
    ground = grounds(z)
    out = []
    for name, part in sheets(z):
        if name == "Lỗi":
            continue
        places = []
        for c in tree.fromstring(z.read(part)).iter(MAIN + "c"):
            letters, row = re.fullmatch("([A-Z]+)([0-9]+)", c.get("r")).groups()
            places.append((int(row), len(letters), letters))
            if ground[int(c.get("s", 0))]:
                out.append(f"{row}{letters} {ground[int(c.get('s', 0))]}; ")
        assert places == sorted(places) and len(places) == len(set(places)), "cells out of order in " + name
    print("".join(out), end="")


def changed(before, after):
    a, b = zipfile.ZipFile(before), zipfile.ZipFile(after)
    assert b.testzip() is None
    names = set(a.namelist()) | set(b.namelist())
    for n in sorted(names):
        if n not in a.namelist() or n not in b.namelist():
            print(("+" if n in b.namelist() else "-") + n, end="; ")
        elif a.read(n) != b.read(n):
            print(n, end="; ")


def put_value(cell, text):
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if text.startswith("#"):
        tree.SubElement(cell, MAIN + "v").text = text[1:]
    elif text:
        cell.set("t", "inlineStr")
        tree.SubElement(tree.SubElement(cell, MAIN + "is"), MAIN + "t").text = text


def set_cells(path, out, sheet, changes):
    z = zipfile.ZipFile(path)
    part = dict(sheets(z))[sheet]
    wanted = dict(c.split("=", 1) for c in changes)
    tree.register_namespace("", MAIN[1:-1])
    tree.register_namespace("r", REL[1:-1])
    root = tree.fromstring(z.read(part))
    for c in root.iter(MAIN + "c"):
        if c.get("r") in wanted:
            put_value(c, wanted.pop(c.get("r")))
    assert not wanted, wanted
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as o:
        for n in z.namelist():
            o.writestr(n, tree.tostring(root, "UTF-8") if n == part else z.read(n))


def main(what, path, *rest):
    if what == "tints":
        tints(path)
    elif what == "changed":
        changed(path, rest[0])
    elif what == "part":
        sys.stdout.buffer.write(zipfile.ZipFile(path).read(rest[0]))
    elif what == "set":
        set_cells(path, rest[0], rest[1], open(rest[2], encoding="utf-8").read().splitlines())
    elif what == "count":
        z = zipfile.ZipFile(path)
        print(len(list(tree.fromstring(z.read(dict(sheets(z))[rest[0]])).iter(MAIN + rest[1]))), end="")


if __name__ == "__main__":
    main(*sys.argv[1:])
