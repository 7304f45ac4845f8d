"""What the engine says of files and answers is said in the language of the page; what is not is marked as English."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tenderlaw.decisions.cases import models_of
from tenderlaw.service.jobs.uploads import OTHERS
from tenderlaw.service.pages.engine_words import declared, fault_said, is_known, told, unread
from tenderlaw.service.pages.forms.errors import of_the_engine
from tenderlaw.sources.faults import Fault

ROOT = Path(__file__).resolve().parents[3] / "engine" / "tenderlaw"
READERS = (
    *sorted((ROOT / "interop" / "espd").glob("*.py")),
    *(ROOT / "facts" / name for name in ("accounts.py", "agreeing.py", "case.py", "pasted.py", "procurement.py")),
    *(ROOT / "sources" / name for name in ("text.py", "tree.py", "yaml_text.py")),
    ROOT / "service" / "jobs" / "uploads.py",
)
SAYING = {
    "Remark": (2,),
    "remark": (1,),
    "refuse": (1, 2),
    "_refuse": (1,),
    "Fault": (4, 5),
    "fault": (1, 2),
    "Conflict": (0,),
    "RefusedError": (0,),
}
OURS = {"case.py", "filled.py"}
"""Readers of several files at once, which pages never are."""


def written(node: ast.expr) -> Iterator[str]:
    """Every text that an expression may come to, with something in the place of values."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts = [one.value if isinstance(one, ast.Constant) else "`7`" for one in node.values]
        yield "".join(map(str, parts)).replace("``7``", "`7`").replace("`*`7``", "`*7`")
    elif isinstance(node, ast.IfExp):
        yield from written(node.body)
        yield from written(node.orelse)


def sentences(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            for place in SAYING.get(name, ()):
                if place < len(node.args):
                    found = "found " if file.name == "yaml_text.py" and (name, place) == ("_refuse", 1) else ""
                    yield from (found + one for one in written(node.args[place]))
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("message", "why"):
            yield from written(node.value)


@pytest.mark.parametrize("file", READERS, ids=lambda file: file.name)
def test_every_sentence_of_the_readers_of_files_is_said_in_every_language(file: Path) -> None:
    if file.parent.name == "espd" and file.name in OURS:
        return
    said = [one for one in sentences(file) if " " in one.strip() and one.strip("`7 :")]
    assert [one for one in said if not is_known(one)] == []


def test_a_message_keeps_its_values_and_what_is_not_known_is_marked() -> None:
    said = "the answer was ignored: no question has the identifier `<b>x`"
    assert told(said, "de") == "die Antwort wurde übergangen: keine Frage hat die Kennung <code>&lt;b&gt;x</code>"
    assert told(said, "en").startswith("the answer was ignored") and "<b>" not in told(said, "en")
    assert told("`a` is true although `b` is false", "fr") == (
        "<code>a</code> est true alors que <code>b</code> est false"
    )
    assert told("nobody ever says <this>", "fr") == '<span lang="en">nobody ever says &lt;this&gt;</span>'
    assert told("is not YAML: expected a comma", "de") == 'ist kein YAML: <span lang="en">expected a comma</span>'
    packed = "the file is packed with gzip; unpack it"
    assert told(packed, "de") == "die Datei ist mit gzip gepackt; entpacken Sie sie"
    for _, what, hint in OTHERS:
        assert "lang=" not in told(f"the file is {what}; {hint}", "fr")
    fault = Fault("c.yaml", 3, 5, "operator.nam", "unknown field `nam`", "did you mean `name`?")
    assert fault_said(fault, "de") == (
        "c.yaml:3:5: operator.nam: unbekanntes Feld <code>nam</code> (war <code>name</code> gemeint?)"
    )
    assert "<code>nam</code>" in unread([fault], "fr") and "champ inconnu" in unread([fault], "fr")
    assert declared("why; period of exclusion, as declared: a year", "fr").startswith("why; période d’exclusion")


def test_facts_that_a_fault_names_are_said_by_their_titles() -> None:
    field = "operator.convictions[0].self_cleaning.accepted"
    fault = Fault("", 0, 0, field, "`accepted` is true although `claimed` is false")
    said = of_the_engine("answer", fault, "de", models_of(())).text
    assert "`" not in said and "claimed" not in said and "“ ist true, obwohl „" in said
    year = Fault("", 0, 0, "operator.financial_years[1].ends_on", "the financial year overlaps `financial_years[0]`")
    assert "„Geschäftsjahre, Nr. 1“" in of_the_engine("answer", year, "de", models_of(())).text
