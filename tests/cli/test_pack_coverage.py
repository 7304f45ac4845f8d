"""`tenderlaw packs test` fails, and says of what, where worked cases do not cover a pack."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from commands import ROOT, tenderlaw

TINY = ROOT / "tests" / "packs" / "fixtures" / "tiny"

GIVEN = """given:
  procurement:
    call_sent_on: 2021-01-01
    contract_kind: services
    estimated_value_excluding_vat: {amount: 2000, currency: EUR}
  operator: {role: tenderer, tenders_alone: false,
    convictions: [], linked_persons: [], misconduct: [], tax_breaches: [], insolvency: []}
  entities: []
cases:
"""
CONVICTED = """{{offence: {offence}, final: true, final_on: 2024-01-01,
      judgment_sets_exclusion: false, self_cleaning: {{claimed: false}}}}"""
GRAVE = """{{kind: professional-misconduct, grave: {grave}, demonstrated: true, penalised_by_authority: false,
      occurred_on: 2024-01-01, self_cleaning: {{claimed: false}}}}"""


def case(name: str, facts: str, expect: str) -> str:
    head = f"  - id: {name}\n    title: t\n    cite: art. 8\n    as_of: 2025-06-01\n"
    return f"{head}    facts: {{{facts}}}\n    expect: {{{expect}}}\n"


def convicted(name: str, offence: str, expect: str) -> str:
    return case(name, "operator: {convictions: [" + CONVICTED.format(offence=offence) + "]}", expect)


def misconduct(name: str, grave: str, expect: str) -> str:
    return case(name, "operator: {misconduct: [" + GRAVE.format(grave=grave) + "]}", expect)


APPLIES = "outcome: {}, grounds: [{{ground: {}, state: applies, cite: {}}}]"
CASES = {
    "trafficking": convicted(
        "trafficking", "trafficking", APPLIES.format("must_exclude", "trafficking", "art. 8(1)(b)")
    ),
    "another-offence": convicted("another-offence", "fraud", "outcome: not_excluded"),
    "misconduct": misconduct("misconduct", "true", APPLIES.format("may_exclude", "misconduct", "art. 8(4)")),
    "not-grave": misconduct("not-grave", "false", "outcome: not_excluded"),
    "works": case(
        "works", "procurement: {contract_kind: works}", "outcome: not_excluded, clauses: {labour-standards: [plan]}"
    ),
    "works-alone": case(
        "works-alone",
        "procurement: {contract_kind: works}, operator: {tenders_alone: true}",
        "outcome: not_excluded, clauses: {labour-standards: [alone, plan]}",
    ),
}


def run(tmp_path: Path, *cases: str) -> tuple[int, list[str], list[str]]:
    """The exit code, and what failed: in words for people, and as JSON has it."""
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    pack = (folder / "pack.yaml").read_text(encoding="utf-8")
    prescribed = "when: {procurement.contract_kind: works}"
    alternates = ", alternates: {alone: {tenders_alone: true}, plan: {procurement.contract_kind: works}}"
    assert prescribed in pack
    (folder / "pack.yaml").write_text(pack.replace(prescribed, prescribed + alternates), encoding="utf-8")
    (folder / "cases").mkdir()
    (folder / "cases" / "all.yaml").write_text(GIVEN + "".join(cases), encoding="utf-8")
    words = ("packs", "test", "tiny", "--packs-in", str(tmp_path))
    plain, as_json = tenderlaw(*words), tenderlaw(*words, "--json")
    assert (plain.stderr, plain.returncode) == ("", as_json.returncode)
    (data,) = json.loads(as_json.stdout)
    lines = [line.removeprefix("  FAILED ") for line in plain.stdout.splitlines() if line.startswith("  FAILED ")]
    return plain.returncode, lines, [*data["failures"], *data["gaps"]]


def test_a_pack_whose_cases_cover_it_passes(tmp_path: Path) -> None:
    assert run(tmp_path, *CASES.values()) == (0, [], [])


@pytest.mark.parametrize(
    ("removed", "gap"),
    [
        ("trafficking", "trafficking: no case has it"),
        ("another-offence", "trafficking: no case lacks it by a single fact"),
        ("misconduct", "misconduct: no case has it"),
        ("not-grave", "misconduct: no case lacks it by a single fact"),
        ("works-alone", "clause labour-standards with alone: no case reaches it"),
    ],
)
def test_without_a_case_the_ground_or_the_prescription_that_it_covers_is_named(
    tmp_path: Path, removed: str, gap: str
) -> None:
    left = [text for name, text in CASES.items() if name != removed]
    assert run(tmp_path, *left) == (6, [gap], [gap])


def test_a_prescription_that_no_case_reaches_is_named_with_its_alternates(tmp_path: Path) -> None:
    left = [text for name, text in CASES.items() if not name.startswith("works")]
    name = "clause labour-standards"
    gaps = [f"{one}: no case reaches it" for one in (name, f"{name} with alone", f"{name} with plan")]
    assert run(tmp_path, *left) == (6, gaps, gaps)


UNKNOWN = misconduct(
    "other", "true", "outcome: undetermined, grounds: [{ground: misconduct, state: possible, cite: art. 8(4)}]"
)
SMALL = "procurement: {estimated_value_excluding_vat: {amount: 2, currency: EUR}}"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(UNKNOWN.replace("grave: true, ", ""), id="a fact is not given, so that the ground may apply"),
        pytest.param(
            misconduct("other", "true", "outcome: out_of_scope").replace("facts: {", f"facts: {{{SMALL}, "),
            id="the regime does not govern, so that nothing is said of the ground",
        ),
    ],
)
def test_a_case_that_does_not_decide_the_ground_is_no_twin(tmp_path: Path, other: str) -> None:
    left = [other, *(one for name, one in CASES.items() if name != "not-grave")]
    gap = "misconduct: no case lacks it by a single fact"
    assert run(tmp_path, *left) == (6, [gap], [gap])


def test_cases_that_cannot_be_read_are_said_with_their_place(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    (folder / "cases").mkdir()
    (folder / "cases" / "all.yaml").write_text("cases:\n  - {id: one, titel: t}\n", encoding="utf-8")
    done = tenderlaw("packs", "test", "tiny", "--packs-in", str(tmp_path))
    assert (done.returncode, done.stdout) == (6, "")
    assert "all.yaml:2:22: cases[0].titel: unknown field `titel` (did you mean `title`?)" in done.stderr
    assert "all.yaml:2:5: cases[0]: the field `as_of` is required" in done.stderr
