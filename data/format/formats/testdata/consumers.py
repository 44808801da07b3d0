"""Reads what Paperboy exports as other programs do, and compares it with what was exported.

usage: consumers.py CONSUMER FOLDER NAME

FOLDER has NAME.bib, NAME.ris, NAME.json and NAME.csv, and NAME.expected: one JSON object a line
for each paper, with its key, types, title, names in parts, year and the fields of a reference.
Prints "N entries" and what differs, and exits with 1 if anything does.
"""

import csv
import json
import re
import subprocess
import sys

consumer, folder, name = sys.argv[1:4]
wrong = []


def path(extension):
    return f"{folder}/{name}.{extension}"


with open(path("expected"), encoding="utf-8") as f:
    expected = [json.loads(line) for line in f]


def differs(key, what, got, want):
    wrong.append(f"{key}: {what}: got {got!r}, want {want!r}")


def compare(key, what, got, want):
    if got != want:
        differs(key, what, got, want)


_decode = None


def plain(s):
    """The text of LaTeX. Braces that only protect capitals go."""
    global _decode
    s = re.sub(r"\s+", " ", s or "").strip()
    if "\\" not in s and "{" not in s and "--" not in s:
        return s
    if _decode is None:
        from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db, MacroTextSpec

        db = get_default_latex_context_db()
        db.add_context_category("braces", prepend=True, macros=[MacroTextSpec("textbraceleft", "{"), MacroTextSpec("textbraceright", "}"), MacroTextSpec("textasciicircum", "^")])
        _decode = LatexNodes2Text(latex_context=db, keep_braced_groups=False, strict_latex_spaces=True, math_mode="verbatim").latex_to_text
    return re.sub(r"\s+", " ", _decode(s)).strip()


def is_simple(title):
    """Whether a title has no formula or LaTeX of its own, which every program shows in its own way."""
    return not re.search(r"[$\\]", title)


def parts(n):
    return (n["family"], n["given"], n["suffix"], n["literal"])


def whole(n):
    """A name as one text, for programs that have no literal names."""
    return n["literal"] or ", ".join(x for x in (n["family"], n["suffix"], n["given"]) if x)


def check_bib_fields(key, want, fields):
    if is_simple(want["title"]):
        compare(key, "title", plain(fields.get("title")), want["title"])
    compare(key, "year", fields.get("year", ""), want["year"])
    container = fields.get("journal") or fields.get("booktitle") or fields.get("maintitle") or fields.get("howpublished")
    if is_simple(want["container"]):
        compare(key, "container", plain(container), want["container"])
    for field in ("volume", "number", "publisher", "series", "edition", "isbn", "issn"):
        compare(key, field, plain(fields.get(field)), want[field])
    compare(key, "place", plain(fields.get("address")), want["place"])
    compare(key, "school", plain(fields.get("school") or fields.get("institution")), want["school"])
    compare(key, "pages", (fields.get("pages") or "").replace("--", "-"), want["pages"])
    compare(key, "doi", fields.get("doi", ""), want["doi"])


def match(entries):
    """Pairs what was read, by key, with what was expected."""
    print(len(entries), "entries")
    if len(entries) != len(expected):
        differs("", "entries", len(entries), len(expected))
    for want in expected:
        if want["key"] not in entries:
            differs(want["key"], "entry", None, "one")
            continue
        yield want["key"], want, entries[want["key"]]


def pybtex():
    from pybtex.database.input.bibtex import Parser
    from pybtex import errors

    errors.set_strict_mode(True)
    library = Parser().parse_file(path("bib"))

    def name_of(p):
        return (plain(" ".join(p.prelast_names + p.last_names)), plain(" ".join(p.first_names + p.middle_names)), plain(" ".join(p.lineage_names)))

    for key, want, e in match(dict(library.entries)):
        compare(key, "type", e.type, want["bibtex"])
        check_bib_fields(key, want, e.fields)
        for role in ("author", "editor"):
            people = [name_of(p) for p in e.persons.get(role, []) if str(p) != "others"]
            compare(key, role + " and others", "others" in map(str, e.persons.get(role, [])), want["others"][role])
            compare(key, role, people, [(n["literal"] or n["family"], n["given"], n["suffix"]) for n in want[role]])


def bibtexparser2():
    import bibtexparser
    from bibtexparser import middlewares

    library = bibtexparser.parse_file(path("bib"), append_middleware=[middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()])
    if library.failed_blocks:
        differs("", "failed blocks", [str(b.error) for b in library.failed_blocks[:3]], [])

    def name_of(p):
        return (plain(" ".join(p.von + p.last)), plain(" ".join(p.first)), plain(" ".join(p.jr)))

    for key, want, e in match({e.key: e for e in library.entries}):
        compare(key, "type", e.entry_type, want["bibtex"])
        fields = {f.key: f.value for f in e.fields}
        check_bib_fields(key, want, fields)
        for role in ("author", "editor"):
            people = [name_of(p) for p in fields.get(role, []) if p.last != ["others"]]
            compare(key, role + " and others", ["others"] in [p.last for p in fields.get(role, [])], want["others"][role])
            compare(key, role, people, [(n["literal"] or n["family"], n["given"], n["suffix"]) for n in want[role]])


def bibtexparser1():
    sys.path.insert(0, sys.argv[4])
    import bibtexparser
    from bibtexparser.bparser import BibTexParser
    from bibtexparser.customization import splitname

    with open(path("bib"), encoding="utf-8") as f:
        library = bibtexparser.load(f, BibTexParser(common_strings=True))
    for key, want, e in match(library.entries_dict):
        compare(key, "type", e["ENTRYTYPE"], want["bibtex"])
        check_bib_fields(key, want, e)
        for role in ("author", "editor"):
            people = []
            compare(key, role + " and others", e.get(role, "").endswith(" and others"), want["others"][role])
            for one in re.split(r"\s+and\s+(?![^{]*\})", e.get(role, "")):
                if one not in ("", "others"):
                    n = splitname(one)
                    people.append((plain(" ".join(n["von"] + n["last"])), plain(" ".join(n["first"])), plain(" ".join(n["jr"]))))
            compare(key, role, people, [(n["literal"] or n["family"], n["given"], n["suffix"]) for n in want[role]])


def rispy():
    import rispy as library

    with open(path("ris"), encoding="utf-8") as f:
        entries = library.load(f)
    for key, want, e in match({e["id"]: e for e in entries}):
        compare(key, "type", e["type_of_reference"], want["ris"])
        compare(key, "title", e["title"], want["title"])
        compare(key, "year", e.get("year", ""), want["year"])
        if want["ris"] != "BOOK":
            compare(key, "container", e.get("custom3") or e.get("secondary_title", ""), want["container"])
        for field, tag in (("volume", "volume"), ("number", "number"), ("place", "place_published"), ("series", "tertiary_title"), ("edition", "edition"), ("doi", "doi")):
            compare(key, field, e.get(tag, ""), want[field])
        compare(key, "publisher", e.get("publisher", ""), (want["school"] or want["publisher"]) if want["ris"] in ("THES", "RPRT") else want["publisher"] or want["school"])
        compare(key, "pages", "-".join(x for x in (e.get("start_page"), e.get("end_page")) if x), want["pages"])
        compare(key, "serial number", e.get("issn", ""), (want["isbn"] or want["issn"]).split(", ")[0])
        names = [n["literal"] + ("," if n["group"] else "") or ", ".join(x for x in (n["family"], n["given"], n["suffix"]) if x) for n in want["author"]]
        compare(key, "authors", e.get("authors", []), names + ["et al.,"] * want["others"]["author"])
        urls = e.get("urls", [])
        if not any(";" in u for u in want["urls"]):  # rispy splits there
            compare(key, "URLs", [u for u in want["urls"] if u not in urls], [])
        notes = e.get("notes", [])
        if want["school"] and want["publisher"] and want["publisher"] not in e.get("publisher", ""):
            compare(key, "publisher beside a school", "Publisher: " + want["publisher"] in notes, True)
        compare(key, "abstract", e.get("abstract", "").replace("\u2029", " "), re.sub(r"\s+", " ", want["abstract"]))
        if set(e.get("unknown_tag", {})) - {"ED"}:  # editors of articles: rispy does not know the tag
            differs(key, "unknown tags", e["unknown_tag"], {})


def csl():
    import jsonschema

    with open(path("json"), encoding="utf-8") as f:
        items = json.load(f)
    with open(sys.argv[4], encoding="utf-8") as f:
        schema = json.load(f)
    for error in jsonschema.Draft7Validator(schema).iter_errors(items):
        wrong.append(f"{list(error.absolute_path)}: {error.message[:200]}")
    check_csl(items, lambda s: s)


def check_csl(items, text, is_ours=True):
    def name_of(n):
        family = " ".join(x for x in (n.get("non-dropping-particle"), n.get("dropping-particle"), n.get("family")) if x)
        return (text(family), text(n.get("given", "")), text(n.get("suffix", "")), text(n.get("literal", "")))

    for key, want, i in match({i["id"]: i for i in items}):
        if is_ours:
            compare(key, "type", i["type"], want["csl"])
            compare(key, "citation-key", i.get("citation-key"), key)
            compare(key, "pages", i.get("page", ""), want["pages"])
            urls = [i.get("URL")] + i.get("custom", {}).get("urls", [])
            compare(key, "URLs", [u for u in want["urls"] if u not in urls], [])
        if is_ours:
            compare(key, "title", i["title"], want["title"])
        elif not re.search(r"[$\\{}<`]|''", want["title"]):  # braces without a partner get lost
            check_pandoc_title(key, text(i["title"]), want["title"])
        year = str(i["issued"]["date-parts"][0][0]) if "issued" in i else ""
        compare(key, "year", year, want["year"])
        for role in ("author", "editor"):
            got = [name_of(n) for n in i.get(role, [])]
            wanted = [parts(n) for n in want[role]]
            compare(key, role + " and others", ("", "", "", "others") in got, want["others"][role])
            got = [g for g in got if g != ("", "", "", "others")]
            if not is_ours:  # pandoc has no literal names of one word
                got = [(g[3] or g[0], g[1], g[2]) for g in got]
                wanted = [(w[3] or w[0], w[1], w[2]) for w in wanted]
                # Pandoc moves particles and spaces initials by rules of its own.
                got, wanted = ([sorted(re.sub(r"\W+", "", " ".join(n))) for n in names] for names in (got, wanted))
            compare(key, role, got, wanted)
        compare(key, "DOI", i.get("DOI", ""), want["doi"])


def pandas():
    import pandas

    # The default of every parameter but the types, for which "None" may be a title.
    frame = pandas.read_csv(path("csv"), keep_default_na=False, dtype=str)
    check_csv(frame.to_dict("records"))


def excel():
    """The variant for Excel, as pandas reads it with the encoding that has a byte order mark."""
    import pandas

    with open(path("excel.csv"), "rb") as f:
        compare("", "byte order mark", f.read(3), b"\xef\xbb\xbf")
    check_csv(pandas.read_csv(path("excel.csv"), keep_default_na=False, dtype=str, encoding="utf-8-sig").to_dict("records"))


def standard_csv():
    csv.field_size_limit(1 << 24)
    with open(path("csv"), encoding="utf-8", newline="") as f:
        check_csv(list(csv.DictReader(f)))


def check_csv(rows):
    def text(s):
        return s[1:] if re.match(r"'+[=+\-@\t\r]", s) else s

    for key, want, row in match({row["citation_key"]: row for row in rows}):
        for field in ("title", "type", "volume", "number", "pages", "publisher", "place", "school", "series", "edition", "isbn", "issn", "doi", "abstract"):
            compare(key, field, text(row[field]), want["stated " + field if field in ("type", "doi") else field])
        compare(key, "year", row["date"][:4], want["year"])
        compare(key, "authors", text(row["authors"]), "; ".join(want["names"]))
        for field, cell in row.items():
            if cell and cell[0] in "=+-@\t\r":
                differs(key, field, cell, "no formula")


def check_pandoc_title(key, got, want):
    """Pandoc writes titles from BibTeX in sentence case, but for what is in braces."""
    compare(key, "title", got.casefold(), want.casefold())
    for word in re.findall(r"[^\W_]+", want):
        if re.search(r"(?<=.)[A-Z]", word) and word not in got:
            differs(key, "capitals of the title", got, want)


def pandoc_text(s):
    """The text of what pandoc writes, with plain signs instead of typographic ones."""
    s = re.sub(r"</?(?:span|i|b|sub|sup|sc)\b[^>]*>", "", s)
    s = re.sub("[’‘“”\"]", "'", s).replace("…", "...").replace("\u00a0", " ")
    return re.sub(r"\s+", " ", s).strip()


def pandoc(source, extension):
    done = subprocess.run(["pandoc", "--from", source, "--to", "csljson", path(extension)], capture_output=True, text=True)
    if done.returncode != 0 or done.stderr:
        differs("", "pandoc", done.stderr[:1000], "")
        return
    for want in expected:  # pandoc writes typographic signs for those of ASCII
        want["title"] = pandoc_text(want["title"])
        for n in want["author"] + want["editor"]:
            for part in n:
                n[part] = pandoc_text(n[part]) if isinstance(n[part], str) else n[part]
    check_csl(json.loads(done.stdout), pandoc_text, is_ours=False)


def citeproc():
    """Cites each paper by its key, from BibTeX and from CSL-JSON."""
    for extension in ("bib", "json"):
        text = "---\nbibliography: " + path(extension) + "\n...\n\n" + "\n\n".join("[@{" + e["key"] + "}]" for e in expected)
        done = subprocess.run(["pandoc", "--citeproc", "--to", "plain", "--wrap", "none"], input=text, capture_output=True, text=True)
        if done.returncode != 0 or done.stderr:
            differs(extension, "pandoc --citeproc", done.stderr[:1000], "")
        lost = done.stdout.count("???")
        compare(extension, "citations that are not resolved", lost, 0)
    print(len(expected), "entries")


consumers = {
    "pybtex": pybtex, "bibtexparser2": bibtexparser2, "bibtexparser1": bibtexparser1, "rispy": rispy, "csl": csl, "csv": standard_csv, "pandas": pandas, "excel": excel,
    "pandoc-bibtex": lambda: pandoc("bibtex", "bib"), "pandoc-csljson": lambda: pandoc("csljson", "json"), "citeproc": citeproc,
}
consumers[consumer]()
for line in wrong[:20]:
    print(line)
print(len(wrong), "differences")
sys.exit(1 if wrong else 0)
