"""The smallest library that has no fault, written into a folder, with one thing changed."""

from __future__ import annotations

from pathlib import Path

from tenderlaw.clauses.lint import Finding, lint_library
from tenderlaw.clauses.reading import read_library

DEFINITIONS = """\
definitions:
  - id: worker
    cite: art. 1
    terms: {en: Worker}
    meanings: {en: any person who works}
"""
CLAUSE = """\
id: own
version: "1"
from: 2014-01-01
kind: clause
cite: art. 1
source: art. 1
obligation: discretionary
defined_terms: [worker]
fill_ins: [{id: name, title: a name, kind: text}]
alternates: [{id: long, title: long}]
languages: {en: {title: Own, status: drafted}}
"""
BODY = (
    '{#key} The <worker> of {{ fill.name }} is paid, see [[own#key]].{% if alternate["long"] %} On time.{% endif %}\n'
)


def write_library(
    folder: Path,
    *,
    definitions: str = DEFINITIONS,
    clause: str = CLAUSE,
    body: str | None = BODY,
    other: tuple[str, str] | None = None,
) -> Path:
    """Write it. `other` are metadata and body of a second clause, whose id is `other`."""
    (folder / "definitions.yaml").write_text(definitions, encoding="utf-8")
    for name, metadata, text in (("own", clause, body), *((("other", *other),) if other else ())):
        (folder / name).mkdir()
        (folder / name / "clause.yaml").write_text(metadata, encoding="utf-8")
        if text is not None:
            (folder / name / "en.md.j2").write_text(text, encoding="utf-8")
    return folder


def other_clause(body: str, *, terms: str = "[]") -> tuple[str, str]:
    """A second clause that refers to the first or is referred to."""
    lines = CLAUSE.replace("id: own", "id: other").replace("[worker]", terms).splitlines()
    return "\n".join(line for line in lines if not line.startswith(("fill_ins", "alternates"))) + "\n", body


def findings(folder: Path, prescribed: set[str] | None = None) -> tuple[Finding, ...]:
    return lint_library(read_library((folder,), shipped=False), prescribed)
