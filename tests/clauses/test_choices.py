"""Choices: clauses put in and left out by a person, kept with their reasons, refused where the law says otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import tenderlaw
from tenderlaw.clauses.library import Library, load_library
from tenderlaw.documents import clause_schedule
from tenderlaw.documents.kinds import DocumentKind
from tenderlaw.documents.layout import Table, laid_out
from tenderlaw.documents.model import Document, plain
from tenderlaw.documents.questionnaire import values_asked
from tenderlaw.facts.case import Case

ROOT = Path(__file__).resolve().parents[2]
PACKS = ["eu-2014-24"]
ALLOWED = "social-and-labour-performance-conditions"  # the directive lets an authority ask for it
OBLIGED = "eu-termination-for-exclusion-ground"


def case(**procurement: object) -> Case:
    known = tenderlaw.load_case(ROOT / "examples" / "trafficking-conviction" / "case.yaml")
    return known.model_copy(update={"procurement": known.procurement.model_copy(update=procurement)})


def schedule(
    added: tuple[str, ...] = (),
    left_out: dict[str, str] | None = None,
    library: Library | None = None,
    kind: DocumentKind = "contract-terms",
    **of: object,
) -> Document:
    return clause_schedule(
        case(**of), kind=kind, packs=PACKS, draft=True, with_clauses=added, without_clauses=left_out, library=library
    )


def refusal(added: tuple[str, ...] = (), left_out: dict[str, str] | None = None, **of: object) -> str:
    with pytest.raises(tenderlaw.InputInvalidError) as found:
        schedule(added, left_out, **of)
    return str(found.value)


def names(document: Document) -> list[str]:
    return [clause.id for clause in document.clauses]


def test_a_clause_is_put_in_and_says_that_it_was_chosen() -> None:
    made = schedule(("zero-tolerance",))
    (clause,) = [one for one in made.clauses if one.id == "zero-tolerance"]
    assert clause.why.startswith("It was added at the buyer's choice.")
    assert (clause.prescribed_by, made.manifest.added) == ("", ("zero-tolerance",))


def test_what_a_clause_that_is_put_in_asks_for_is_asked() -> None:
    assert "\nanswer_days:" not in values_asked(case(), packs=PACKS)
    assert "\nanswer_days:" in values_asked(case(), packs=PACKS, with_clauses=["grievance-mechanism"])


def test_a_clause_is_put_in_with_the_alternates_that_are_chosen() -> None:
    (clause,) = [
        one for one in schedule(("compliance-plan:periodic-certificate",)).clauses if one.id == "compliance-plan"
    ]
    assert [name for name, _ in clause.alternates] == ["periodic-certificate"]
    assert refusal(("compliance-plan:periodic",)) == (
        "choices: compliance-plan: has no alternate `periodic` (known: periodic-certificate)"
    )


def test_a_clause_that_is_prescribed_anyway_stands_once_and_keeps_its_prescription() -> None:
    made = schedule((OBLIGED,))
    (clause,) = [one for one in made.clauses if one.id == OBLIGED]
    assert "art. 73" in clause.prescribed_by


def test_a_clause_without_wording_for_the_day_is_not_put_in() -> None:
    known = load_library()
    clause = known.clauses["zero-tolerance"]
    ended = replace(clause, said=clause.said.model_copy(update={"to": clause.said.from_}))
    library = replace(known, clauses={**known.clauses, "zero-tolerance": ended})
    with pytest.raises(tenderlaw.InputInvalidError, match="zero-tolerance: has no wording for 2026-02-01"):
        schedule(("zero-tolerance",), library=library)


def test_a_clause_that_the_law_only_allows_is_left_out_and_the_reason_is_kept() -> None:
    assert ALLOWED in names(schedule())
    made = schedule(left_out={ALLOWED: "the framework has it"})
    assert ALLOWED not in names(made)
    (left,) = made.left_out
    assert (left.clause, left.reason, made.manifest.left_out) == (ALLOWED, "the framework has it", (ALLOWED,))
    assert "art. 70" in left.prescribed_by
    own = schedule(left_out={ALLOWED: "the framework has it"}, kind="authority-file")
    tables = [piece for piece in laid_out(own) if isinstance(piece, Table)]
    assert any("the framework has it" in [plain(cell) for cell in row] for one in tables for row in one.rows)


def test_what_is_not_left_out_is_not_told() -> None:
    assert "left-out" not in [getattr(piece, "id", None) for piece in laid_out(schedule(kind="authority-file"))]


def test_a_clause_that_the_law_obliges_to_have_is_not_left_out_and_the_provision_is_named() -> None:
    assert refusal(left_out={OBLIGED: "not needed"}) == (
        f"choices: {OBLIGED}: cannot be left out: Directive 2014/24/EU on public procurement, art. 73(b) prescribes it"
    )


def test_a_clause_is_not_left_out_before_it_is_known_whether_the_law_obliges_to_have_it() -> None:
    said = refusal(left_out={OBLIGED: "not needed"}, contract_kind=None)
    assert "cannot be left out before it is known whether Directive 2014/24/EU" in said
    assert "`procurement.contract_kind`" in said


def test_a_clause_that_another_one_needs_is_not_left_out_alone() -> None:
    known = load_library()
    needing = known.clauses[OBLIGED]
    said = needing.said.model_copy(update={"needs": (ALLOWED,)})
    library = replace(known, clauses={**known.clauses, OBLIGED: replace(needing, said=said)})
    with pytest.raises(
        tenderlaw.InputInvalidError, match=rf"{ALLOWED}: cannot be left out: `{OBLIGED}` cannot be read"
    ):
        schedule(left_out={ALLOWED: "x"}, library=library)


@pytest.mark.parametrize(
    ("added", "left_out", "said"),
    [
        (("zero-tolernce",), {}, "there is no clause `zero-tolernce` (did you mean `zero-tolerance`?)"),
        ((), {"zero-tolernce": "x"}, "there is no clause `zero-tolernce` (did you mean `zero-tolerance`?)"),
        ((), {"zero-tolerance": "x"}, "it is not among the clauses of this contract"),
        ((), {ALLOWED: " "}, "is left out without a reason (say why: --reason TEXT)"),
        ((ALLOWED,), {ALLOWED: "x"}, "is put in and left out at once (choose one)"),
    ],
)
def test_a_choice_that_cannot_be_made_is_said(added: tuple[str, ...], left_out: dict[str, str], said: str) -> None:
    assert said in refusal(added, left_out)
