"""Decisions of the examples, and the letters that are written from them."""

from __future__ import annotations

from typing import Any

from schedule_sample import ROOT

import tenderlaw
from tenderlaw.decisions import Decision
from tenderlaw.documents import to_markdown
from tenderlaw.documents.letters import letter
from tenderlaw.facts.case import Case

FILL_INS = {
    "authority_address": "1 Example Square\nExampleton",
    "addressee_address": "2 Example Street\nExampleton",
    "place": "Exampleton",
    "contact": "procurement@example.org",
    "reply_by": "2032-01-31",
    "signatory": "A. Example",
    "position": "Head of procurement",
    "reasons": "Weighed in detail.",
    "effective_on": "2032-02-28",
    "notified_on": "2025-12-01",
    "representations": "What was put forward was considered in detail.",
    "statement": "The measures came too late.",
    "rights": "You may ask the review board of the organisation for a review.",
}


def without(*names: str) -> dict[str, str]:
    return {name: said for name, said in FILL_INS.items() if name not in names}


def decided(example: str, pack: str = "eu-2014-24", **changes: object) -> Decision:
    case = tenderlaw.load_case(ROOT / "examples" / example / "case.yaml")
    if changes:
        case = case.model_copy(update={"operator": case.operator.model_copy(update=changes)})
    return tenderlaw.decide(case, packs=[pack])


def facts_of(example: str) -> dict[str, Any]:
    case = tenderlaw.load_case(ROOT / "examples" / example / "case.yaml")
    return case.model_dump(mode="json", exclude_none=True)


def text_of(kind: str, decision: Decision, language: str = "en", **fill_ins: str) -> str:
    made = letter(kind, decision, language=language, fill_ins=FILL_INS | fill_ins)  # type: ignore[arg-type]
    return to_markdown(made).replace("\\", "")


def may_exclude() -> Decision:
    """A ground that leaves the choice to the authority."""
    case = tenderlaw.load_case(ROOT / "examples" / "trafficking-conviction" / "case.yaml")
    facts = case.model_dump(mode="json", exclude_none=True)
    facts["operator"] |= {
        "convictions": [],
        "linked_persons": [],
        "misconduct": [
            {
                "kind": "professional-misconduct",
                "grave": True,
                "demonstrated": True,
                "occurred_on": "2025-03-01",
                "self_cleaning": {"claimed": False},
            }
        ],
    }
    case = Case.model_validate(facts)
    return tenderlaw.decide(case, packs=["eu-2014-24"])
