"""Each lint finds its fault, at its place, and nothing where there is none. One test a lint, named after it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from small_library import BODY, CLAUSE, DEFINITIONS, findings, other_clause, write_library

from tenderlaw.clauses.library import load_library
from tenderlaw.clauses.lint import LINTS, lint_library
from tenderlaw.clauses.reading import read_library
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.policies import installed_policies
from tenderlaw.sources.faults import PackInvalidError

ROOT = Path(__file__).resolve().parents[2]


def found(folder: Path, lint: str, prescribed: set[str] | None = None) -> list[str]:
    """What one lint finds: file:line:column and message."""
    faults = [finding.fault for finding in findings(folder, prescribed) if finding.lint == lint]
    places = sorted((Path(fault.file).name, fault.line, fault.column, fault.message) for fault in faults)
    return [f"{name}:{line}:{column} {message}" for name, line, column, message in places]


def test_a_library_without_fault_has_no_finding(tmp_path: Path) -> None:
    assert findings(write_library(tmp_path), {"own"}) == ()


def test_bad_markup(tmp_path: Path) -> None:
    write_library(tmp_path, body=BODY + "\nA < B\n")
    assert found(tmp_path, "bad-markup") == ["en.md.j2:3:3 a `<` that starts no term"]


def test_circular_definitions(tmp_path: Path) -> None:
    more = "  - {id: pay, cite: art. 2, terms: {en: Pay}, meanings: {en: what a <worker> gets}}\n"
    text = DEFINITIONS.replace("any person who works", "whoever gets <pay>") + more
    write_library(tmp_path, definitions=text)
    assert found(tmp_path, "circular-definitions") == [
        "definitions.yaml:6:57 the meaning leads back to itself: `pay` -> `worker` -> `pay`"
    ]


def test_circular_references(tmp_path: Path) -> None:
    write_library(tmp_path, body=f"{BODY}\nSee [[other]].\n", other=other_clause("See [[own]].\n"))
    assert found(tmp_path, "circular-references") == [
        "en.md.j2:1:5 clauses refer to one another: `other` -> `own` -> `other`"
    ]


def test_dangling_positions(tmp_path: Path) -> None:
    write_library(tmp_path)
    (tmp_path / "own" / "playbook.yaml").write_text(
        "positions: [{on: kee, title: t, preferred: {text: a}, walk_away: {text: b, who: c}}]\n", encoding="utf-8"
    )
    assert found(tmp_path, "dangling-positions") == [
        "playbook.yaml:1:18 is about the passage `kee`, which the body in `en` does not have"
    ]


def test_dangling_references(tmp_path: Path) -> None:
    write_library(tmp_path, body=f"{BODY}\nSee [[othr]] and [[own#kee]].\n", other=other_clause("Text.\n"))
    assert found(tmp_path, "dangling-references") == [
        "en.md.j2:3:5 refers to the clause `othr`, which there is not",
        "en.md.j2:3:18 refers to `own#kee`, which there is not",
    ]


def test_dangling_references_are_clauses_that_come_along_too(tmp_path: Path) -> None:
    write_library(tmp_path, clause=CLAUSE + "needs: [othr]\n", other=other_clause("Text.\n"))
    assert found(tmp_path, "dangling-references") == ["clause.yaml:12:9 needs the clause `othr`, which there is not"]


def test_duplicate_definitions(tmp_path: Path) -> None:
    more = "  - {id: worker, cite: art. 2, terms: {en: W}, meanings: {en: x}}\n"
    alike = "  - {id: labourer, cite: art. 2, terms: {en: worker}, meanings: {en: x}}\n"
    write_library(tmp_path, definitions=DEFINITIONS + more + alike)
    assert found(tmp_path, "duplicate-definitions") == [
        "definitions.yaml:6:10 `worker` is defined twice",
        "definitions.yaml:7:46 `worker` is the term of `worker` too",
    ]


def test_fill_in_without_type(tmp_path: Path) -> None:
    write_library(tmp_path, clause=CLAUSE.replace(", kind: text", ""))
    assert found(tmp_path, "fill-in-without-type") == ["clause.yaml:9:12 the field `kind` is required"]


def test_fill_in_of_two_kinds(tmp_path: Path) -> None:
    metadata, body = other_clause("{{ fill.name }}\n")
    metadata += "fill_ins: [{id: name, title: n, kind: number}]\n"
    write_library(tmp_path, other=(metadata, body))
    assert found(tmp_path, "fill-in-without-type") == ["clause.yaml:9:44 `name` is a text here and a number in `other`"]


def test_fill_in_of_two_units(tmp_path: Path) -> None:
    metadata, body = other_clause("{{ fill.name }}\n")
    days, narrow = "kind: number, unit: days", "kind: number, unit: days, range: {at_most: 30}"
    metadata += f"fill_ins: [{{id: name, title: n, {narrow}}}]\n"
    write_library(tmp_path, clause=CLAUSE.replace("kind: text", days), other=(metadata, body))
    assert found(tmp_path, "fill-in-without-type") == [
        "clause.yaml:9:17 `name` is a whole number from 1, in days here and "
        "a whole number from 1 to 30, in days in `other`"
    ]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("text, unit: days", "`name` is a text, which has no unit"),
        ("money, range: {at_least: 1}", "`name` is a money, which has no range"),
        ("number, range: {at_least: 5, at_most: 4}", "no number is at least 5 and at most 4"),
        ("number, unit: per-cent, range: {at_most: 150}", "`name` may be 150 per cent"),
    ],
)
def test_a_unit_or_a_range_that_no_number_has_is_a_fault_of_form(tmp_path: Path, kind: str, said: str) -> None:
    write_library(tmp_path, clause=CLAUSE.replace("kind: text", f"kind: {kind}"))
    assert [one.split(" ", 1)[1] for one in found(tmp_path, "form")] == [said]


def test_unit_written_twice(tmp_path: Path) -> None:
    metadata = CLAUSE.replace("kind: text", "kind: number, unit: days")
    write_library(tmp_path, clause=metadata, body=BODY + "\nWithin {{ fill.name }} days.\n")
    assert found(tmp_path, "unit-written-twice") == [
        "en.md.j2:3:24 writes `days` after `name`, which is printed with its unit"
    ]


def test_missing_citation(tmp_path: Path) -> None:
    write_library(
        tmp_path, clause=CLAUSE.replace("cite: art. 1\n", ""), definitions=DEFINITIONS.replace("art. 1", "''")
    )
    assert found(tmp_path, "missing-citation") == [
        "clause.yaml:1:1 the field `cite` is required",
        "definitions.yaml:3:11 must be text of 1 to 10,000 characters",
    ]


def test_missing_companions(tmp_path: Path) -> None:
    metadata, body = other_clause("Text.\n")
    metadata = metadata.replace("from: 2014", "from: 2015") + "accompanies: [clause]\n"
    clause = CLAUSE.replace("{en:", "{fr: {title: F, status: drafted}, en:")
    write_library(tmp_path, clause=clause, other=(metadata, body))
    (tmp_path / "own" / "fr.md.j2").write_text(BODY, encoding="utf-8")
    assert found(tmp_path, "missing-companions") == [
        "clause.yaml:3:7 `other` comes along and has no wording for some of these days",
        "clause.yaml:11:17 `other` comes along and has no body in `fr`",
    ]


def test_missing_language_of_a_unit(tmp_path: Path) -> None:
    languages = "languages: {pl: {title: Own, status: drafted}}"
    metadata = CLAUSE.replace("kind: text", "kind: number, unit: days").replace(
        "languages: {en: {title: Own, status: drafted}}", languages
    )
    write_library(tmp_path, clause=metadata, body=None)
    (tmp_path / "own" / "pl.md.j2").write_text("{{ fill.name }}\n", encoding="utf-8")
    assert found(tmp_path, "missing-language") == ["clause.yaml:9:58 the unit `days` has no words in `pl`"]


def test_missing_language(tmp_path: Path) -> None:
    write_library(tmp_path, clause=CLAUSE.replace("{en:", "{fr: {title: F, status: drafted}, en:"))
    (tmp_path / "own" / "de.md.j2").write_text("Text.\n", encoding="utf-8")
    assert found(tmp_path, "missing-language") == [
        "clause.yaml:11:17 there is no `fr.md.j2`",
        "de.md.j2:1:1 is a body of the language `de`, which the clause does not name",
    ]


def test_missing_language_of_a_term(tmp_path: Path) -> None:
    write_library(tmp_path, clause=CLAUSE.replace("{en:", "{fr: {title: F, status: drafted}, en:"))
    (tmp_path / "own" / "fr.md.j2").write_text(BODY, encoding="utf-8")
    assert found(tmp_path, "missing-language") == [
        "definitions.yaml:4:12 `worker` is used in `fr` and has no term there",
        "definitions.yaml:5:15 `worker` is used in `fr` and has no meaning there",
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{{ fill.nme }}", ["en.md.j2:1:1 uses `fill.nme`"]),
        ("{{ buyer }}", ["en.md.j2:1:1 uses `buyer`"]),
        ("a\n{% for i in fill %}{% endfor %}", ["en.md.j2:2:1 uses `for`, which no body may", "en.md.j2:2:1 uses `i`"]),
        ("{{ 'a' * 9999999999 }}", ["en.md.j2:1:1 uses `mul`, which no body may"]),
        ("{% set x = 1 %}", ["en.md.j2:1:1 uses `assign`, which no body may", "en.md.j2:1:1 uses `x`"]),
        ("{% include 'x' %}", ["en.md.j2:1:1 uses `include`, which no body may"]),
        ("{{ fill.name.upper() }}", ["en.md.j2:1:1 uses `call`, which no body may"]),
        ("{{ alternate.short }}", ["en.md.j2:1:1 uses `alternate.short`"]),
        ("{{ official.number }}", ["en.md.j2:1:1 uses `official`"]),
        ("{{ fill[fill.name] }}", ["en.md.j2:1:1 uses `fill.(computed)`"]),
    ],
)  # fmt: skip
def test_outside_context(tmp_path: Path, body: str, said: list[str]) -> None:
    write_library(tmp_path, body=body)
    assert found(tmp_path, "outside-context") == said
    with pytest.raises(PackInvalidError):
        load_library((tmp_path,), shipped=False)


def test_undefined_terms(tmp_path: Path) -> None:
    text = DEFINITIONS.replace("any person", "any <persn>")
    write_library(tmp_path, body=f"{BODY}\nThe <workr> and the <pay>.\n", definitions=text)
    assert found(tmp_path, "undefined-terms") == [
        "definitions.yaml:5:20 `persn` is not defined",
        "en.md.j2:3:5 `workr` is not defined",
        "en.md.j2:3:21 `pay` is not defined",
    ]


def test_undefined_terms_are_those_that_a_clause_does_not_declare_too(tmp_path: Path) -> None:
    write_library(tmp_path, clause=CLAUSE.replace("[worker]", "[]"))
    assert found(tmp_path, "undefined-terms") == ["en.md.j2:1:12 `worker` is not declared"]


def test_undefined_terms_are_those_of_variants_and_legal_systems_too(tmp_path: Path) -> None:
    text = DEFINITIONS + "    variants: [{of: there, cite: art. 9, meanings: {en: any <persn>}}]\n"
    write_library(tmp_path, clause=CLAUSE + "legal_system: here\n", definitions=text)
    assert found(tmp_path, "undefined-terms") == [
        "clause.yaml:12:15 `here` is no legal system here",
        "definitions.yaml:6:21 `there` is no legal system here",
        "definitions.yaml:6:57 `persn` is not defined",
    ]


def test_unselectable_clauses(tmp_path: Path) -> None:
    write_library(tmp_path, other=other_clause("Text.\n"))
    assert found(tmp_path, "unselectable-clauses", {"own"}) == ["clause.yaml:1:5 no rule prescribes `other`"]
    assert found(tmp_path, "unselectable-clauses", None) == []


@pytest.mark.parametrize(("own", "other"), [("needs: [other]\n", ""), ("", "accompanies: [clause]\n")])
def test_a_clause_that_comes_along_is_selectable(tmp_path: Path, own: str, other: str) -> None:
    metadata, body = other_clause("Text.\n")
    write_library(tmp_path, clause=CLAUSE + own, other=(metadata + other, body))
    assert found(tmp_path, "unselectable-clauses", {"own"}) == []


def test_unused_definitions(tmp_path: Path) -> None:
    more = "  - {id: pay, cite: art. 2, terms: {en: Pay}, meanings: {en: x}}\n"
    write_library(tmp_path, definitions=DEFINITIONS + more, clause=CLAUSE.replace("[worker]", "[worker, pay]"))
    assert found(tmp_path, "unused-definitions") == [
        "clause.yaml:8:25 `pay` is declared and used in no body",
        "definitions.yaml:6:10 `pay` is used nowhere",
    ]


def test_a_definition_that_another_one_needs_is_used(tmp_path: Path) -> None:
    more = "  - {id: pay, cite: art. 2, terms: {en: Pay}, meanings: {en: x}}\n"
    write_library(tmp_path, definitions=DEFINITIONS.replace("who works", "who gets <pay>") + more)
    assert found(tmp_path, "unused-definitions") == []


def test_unused_fill_ins(tmp_path: Path) -> None:
    write_library(tmp_path, body="{#key} The <worker>, see [[own#key]].\n")
    assert found(tmp_path, "unused-fill-ins") == [
        "clause.yaml:9:17 `name` is not used by the body in `en`",
        "clause.yaml:10:19 `long` is not used by the body in `en`",
    ]


PARTY = DEFINITIONS.replace("cite: art. 1", "cite: art. 1\n    party: true")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("The <worker> shall go.", []),
        ("Where the <worker> is ill, it shall say so.", []),
        ("The <worker> may go, and states that it is well.", []),
        ("The <worker> must go.", ["en.md.j2:1:14 `must` is not how this library writes a duty"]),
        ("The house shall be clean.", ["en.md.j2:1:11 `shall` where no party is its subject"]),
        ("Art. 5 holds. The <worker> goes.", ["en.md.j2:1:28 a duty of a party in the present tense: `goes`"]),
        ("If it rains, the <worker> goes.", ["en.md.j2:1:27 a duty of a party in the present tense: `goes`"]),
    ],
)
def test_mixed_modals(tmp_path: Path, body: str, said: list[str]) -> None:
    write_library(tmp_path, definitions=PARTY, body=body + "\n")
    assert found(tmp_path, "mixed-modals") == said


def test_mixed_modals_are_those_of_other_languages_too(tmp_path: Path) -> None:
    clause = CLAUSE.replace("{en:", "{de: {title: D, status: drafted}, en:")
    write_library(tmp_path, clause=clause, body="Text.\n")
    (tmp_path / "own" / "de.md.j2").write_text("Er muss gehen.\n", encoding="utf-8")
    assert found(tmp_path, "mixed-modals") == ["de.md.j2:1:4 `muss` is not how this library writes a duty"]


def test_notes_among_terms(tmp_path: Path) -> None:
    write_library(tmp_path, clause=CLAUSE.replace("title: Own", "title: Note on pay"), body="Please pay.\n")
    assert found(tmp_path, "notes-among-terms") == [
        "clause.yaml:11:25 `Note on pay` is a note among terms",
        "en.md.j2:1:1 `Please` is a note among terms",
    ]


def test_what_stands_in_the_buyers_own_file_may_be_a_note(tmp_path: Path) -> None:
    write_library(tmp_path, clause=CLAUSE.replace("kind: clause", "kind: buyer-duty"), body="Please pay.\n")
    assert found(tmp_path, "notes-among-terms") == []


def test_remedies_without_clause(tmp_path: Path) -> None:
    metadata, body = other_clause("Pay less.\n")
    other = (metadata + "provides: [remedies]\n", body)
    write_library(tmp_path, body="The remedies apply.\nSee [[other]].\n", other=other)
    assert found(tmp_path, "remedies-without-clause") == [
        "en.md.j2:1:5 speaks of remedies (`remedies`) that the contract may lack",
        "en.md.j2:2:5 refers to the remedies of `other`, which may not be there",
    ]


def test_remedies_with_the_clause_that_has_them(tmp_path: Path) -> None:
    metadata, body = other_clause("The remedies.\n")
    other = (metadata + "provides: [remedies]\n", body)
    write_library(tmp_path, clause=CLAUSE + "needs: [other]\n", body="The remedies of [[other]].\n", other=other)
    assert found(tmp_path, "remedies-without-clause") == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("The UN Worker of the <worker|Workers>.", []),
        ("A Worker is paid.", ["en.md.j2:1:3 `Worker` is a defined term in plain words"]),
        ("In this clause the <worker> is a dog.", ["en.md.j2:1:4 gives a defined term a meaning of its own"]),
        ("A List (the “List”).", ["en.md.j2:1:3 `List` is used before it is given its meaning"]),
    ],
)
def test_terms_against_definition(tmp_path: Path, body: str, said: list[str]) -> None:
    write_library(tmp_path, body=body + "\n")
    assert found(tmp_path, "terms-against-definition") == said


DAYS = CLAUSE.replace("kind: text", "kind: number, unit: days")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Within {{ fill.name }} after the call.", []),
        ("At least {{ fill.name }} before it, and once within a year from then.", []),
        ("Within {{ fill.name }}.", ["en.md.j2:1:1 a time limit without what it runs from: `Within {{ fill.name }}`"]),
        ("Say so within two\nweeks.", ["en.md.j2:1:8 a time limit without what it runs from: `within two weeks`"]),
        (
            "It has {{ fill.name }} to pay.",
            ["en.md.j2:1:8 a time limit without what it runs from: `{{ fill.name }}`"],
        ),
    ],
)
def test_time_limit_without_start(tmp_path: Path, body: str, said: list[str]) -> None:
    write_library(tmp_path, clause=DAYS, body=body + "\n")
    assert found(tmp_path, "time-limit-without-start") == said


def test_time_limit_without_start_leaves_rhythms_and_shares_aside(tmp_path: Path) -> None:
    for number, unit in enumerate(("months", "per-cent")):
        folder = tmp_path / str(number)
        folder.mkdir()
        write_library(folder, clause=DAYS.replace("unit: days", f"unit: {unit}"), body="Once in {{ fill.name }}.\n")
        assert found(folder, "time-limit-without-start") == []


def test_words_in_one_language(tmp_path: Path) -> None:
    french = "{fr: {title: F, status: drafted}, en:"
    write_library(tmp_path, clause=CLAUSE.replace("{en:", french).replace("cite: art. 1", "cite: {en: one, fr: un}"))
    (tmp_path / "own" / "fr.md.j2").write_text(BODY, encoding="utf-8")
    assert found(tmp_path, "words-in-one-language") == [
        "clause.yaml:6:9 has no words in `fr`",
        "clause.yaml:9:30 has no words in `fr`",
        "clause.yaml:10:32 has no words in `fr`",
        "definitions.yaml:3:11 has no words in `fr`",
    ]


def test_every_lint_has_a_test_and_a_section_of_the_page() -> None:
    names = {lint.name for lint in LINTS}
    tests = set(re.findall(r"^def test_(\w+)\(", Path(__file__).read_text(encoding="utf-8"), re.MULTILINE))
    assert {name.replace("-", "_") for name in names} <= tests
    page = (ROOT / "docs" / "clauses.md").read_text(encoding="utf-8")
    assert names == set(re.findall(r"^### `([a-z-]+)`$", page, re.MULTILINE))
    files = {file.stem for file in (ROOT / "engine/tenderlaw/clauses/lint").glob("[a-z]*.py")}
    assert {name.replace("-", "_") for name in names} == files


def test_the_shipped_library_has_no_finding() -> None:
    prescribed = {rule.rule.clause for by in (*installed_regimes(), *installed_policies()) for rule in by.typed.clauses}
    assert [f"{f.fault} [{f.lint}]" for f in lint_library(read_library(), prescribed)] == []


def duty(said: str) -> str:
    return f"duties:\n  - {{id: report, title: Report, of: contractor, passage: key, {said}}}\n"


def test_faulty_duties(tmp_path: Path) -> None:
    faulty = duty("after: procurement.contract.starts_onn, within: {fill: nme}")
    write_library(tmp_path, clause=CLAUSE + faulty, body="{#key} " + BODY)
    assert found(tmp_path, "faulty-duties") == [
        "clause.yaml:13:70 unknown fact `procurement.contract.starts_onn`",
        "clause.yaml:13:118 the clause has no fill-in `nme`",
    ]


def test_a_duty_that_says_no_day_or_two_is_at_fault(tmp_path: Path) -> None:
    write_library(tmp_path, clause=CLAUSE + duty("within: {days: 5, months: 1}"), body="{#key} " + BODY)
    assert [one.split(" ", 1)[1] for one in found(tmp_path, "faulty-duties")] == [
        "a duty runs `after` a day, `after_done`, or is due `before`, `by` or `on` one",
        "a length is a fill-in, or so many days, months or years",
    ]


def test_recurring_without_duty(tmp_path: Path) -> None:
    body = "{#key} " + BODY + "\n{#other} It shall report once a year.\n"
    without, said = tmp_path / "without", tmp_path / "said"
    without.mkdir()
    said.mkdir()
    write_library(without, body=body)
    assert found(without, "recurring-without-duty") == [
        "en.md.j2:3:1 `once a year` in `other`, and no duty of the clause is of that passage"
    ]
    write_library(said, clause=CLAUSE + "no_duties: [{passage: other, because: it has no day}]\n", body=body)
    assert found(said, "recurring-without-duty") == []
