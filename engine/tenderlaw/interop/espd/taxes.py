"""C7 and C8: unpaid taxes and contributions.

Directive 2014/24 art. 57(2); regulation 2016/7 annex 2 part III B.

The ESPD does not tell a judicial from an administrative decision, nor payment from a binding arrangement;
the facts say so. Version 2.1 asks about payment only where the breach is established by other means.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tenderlaw.facts.base import Money
from tenderlaw.facts.events import TaxBreach
from tenderlaw.interop.espd.answers import Question
from tenderlaw.interop.espd.convictions import exclusion_set, silence
from tenderlaw.interop.espd.countries import alpha_2
from tenderlaw.interop.espd.criteria import Ground
from tenderlaw.interop.espd.document import quoted
from tenderlaw.interop.espd.sheet import Sheet, says
from tenderlaw.interop.espd.values import words

__all__ = ["tax_breaches"]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The truth values asked about one breach."""

    other_means: list[Question]
    final: list[Question]
    paid: list[Question]


def tax_breaches(sheet: Sheet, ground: Ground[Literal["tax", "social-security"]]) -> tuple[TaxBreach, ...]:
    """Read the breaches declared for one criterion.

    Denied: none. Not answered: one of which only the kind is known. Declared: one for each repetition of the
    questions.
    """
    said = sheet.answer(sheet.mains)
    if said is False:
        return ()
    if said is None:
        return (TaxBreach(kind=ground.kind, note=silence(sheet, sheet.mains), evidence=sheet.proofs()),)
    main = sheet.mains[0]
    repetitions = sheet.repetitions(main)
    found: list[TaxBreach] = []
    for repetition in repetitions:
        breach = _breach(sheet, ground, main, repetition, len(repetitions) == 1)
        if breach not in found:
            found.append(breach)
    if len(found) > 1:
        sheet.remark("", f"the repeated answers were read as {len(found)} breaches", main.line)
    return tuple(found)


def _breach(
    sheet: Sheet,
    ground: Ground[Literal["tax", "social-security"]],
    main: Question,
    repetition: int,
    alone: bool,
) -> TaxBreach:
    asked = _asked(sheet, main)
    other = sheet.truth(asked.other_means, repetition)
    told = sheet.below(main, "DESCRIPTION")
    lengths = [q for q in told if says(q, "length", "period of exclusion")]
    exclusion = exclusion_set(sheet, sheet.below(main, "PERIOD"), lengths, repetition)
    until = f"until {exclusion.until.isoformat()}" if exclusion.until else None
    stated = exclusion.words or until
    paid = sheet.truth(asked.paid, repetition)
    if other is False and paid is None and _paid_is_within(asked):
        sheet.remark("", "this version has no place for payment after a decision: ask whether it was paid", main.line)
    return TaxBreach(
        kind=ground.kind,
        country=_country(sheet, main, repetition),
        amount=sheet.one(sheet.below(main, "AMOUNT"), Money, repetition),
        established_by={True: "other-means", False: "judicial-or-administrative-decision", None: None}[other],
        final_and_binding=sheet.truth(asked.final, repetition),
        demonstrated=True,
        decided_on=sheet.one(sheet.below(main, "DATE"), date, repetition),
        paid_or_arranged=paid,
        description=sheet.text([q for q in told if q not in lengths], repetition),
        note=stated and words(f"period of exclusion, as declared: {stated}"),
        source="self-declared",
        evidence=sheet.proofs(None if alone else repetition),
    )


def _asked(sheet: Sheet, main: Question) -> _Asked:
    """By their place: `final` is the one asked only after a `false`, and `other means` the one before it."""
    asked = sheet.below(main, "INDICATOR")
    final = [q for q in asked if sheet.criterion.groups[q.path] == "ONFALSE"]
    other = [q for q in asked if any(q.path == f.path[:-1] for f in final)]
    paid = [q for q in asked if q not in final and q not in other]
    named = [q for q in paid if says(q, "fulfilled its obligations", "binding arrangement")]
    if paid and not named and any(q.answers for q in paid):
        sheet.remark(paid[0].text, "was read as the question about payment, by its place", paid[0].line)
    return _Asked(other, final, named or paid[:1])


def _paid_is_within(asked: _Asked) -> bool:
    """Whether payment is asked about only after `other means` is answered true."""
    return any(len(p.path) > len(f.path) for p in asked.paid for f in asked.final)


def _country(sheet: Sheet, main: Question, repetition: int) -> str | None:
    asked = sheet.below(main, "CODE_COUNTRY")
    written = sheet.one(asked, str, repetition)
    country = alpha_2(written) if written else None
    if written and country is None:
        sheet.remark(asked[0].text, f"{quoted(written)} is not a country code: the country is unknown", asked[0].line)
    return country
