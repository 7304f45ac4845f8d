"""What worked cases of the packs give as the authority's own judgment is reached by the steps that decisions allow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

import pytest

from service.filing import hand_of
from tenderlaw.decisions.cases import case_in
from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.installed import installed_regimes
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.worked_cases import WorkedCase, worked_cases
from tenderlaw.facts.given import Given
from tenderlaw.service.files.bidders import Bidder
from tenderlaw.service.files.deciding import decided
from tenderlaw.service.files.drafts import BidderDraft, ProcurementDraft, without_assessed
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.laying import StepSaid
from tenderlaw.service.files.places import Plain, steps_of, value_at
from tenderlaw.service.files.possible import Possible, possible_steps
from tenderlaw.service.files.procurements import Procurement
from tenderlaw.service.files.taking import StepAsked, said_of

PACKS = ("ca-isp", "de-gwb", "eu-2014-24", "fr-ccp", "gb-pa-2023", "gb-pcr-2015", "gb-sct-2015", "gb-sct-2016",
         "nl-aw2012", "un-supplier", "us-far")  # fmt: skip
CASES = 6
"""Of each pack: all of them take a minute."""
OTHERWISE = {"SC-15-unknown", "compelling-reason-without-a-day"}
"""Cases of what an authority knows of itself: whether it recorded reasons, and on which day it derogated."""


def judged(regime: Regime) -> Iterator[tuple[WorkedCase, Plain, Plain]]:
    """Cases in which the authority judged something: the facts with that and without."""
    for case, source in worked_cases(regime.typed):
        facts = Given.of(case_in(source, (regime,))).plain
        without, aside = without_assessed(facts, (regime,))
        if case.id not in OTHERWISE and any(value_at(facts, steps_of(path)) for path in aside):
            yield case, facts, without


def asked_as_in(facts: Plain, one: Possible, day: date) -> StepAsked | None:
    """The step as the case has it; None where the case says nothing of it."""
    assert one.assessment is not None
    named: Any = (one.subject.at, one.pack, one.ground, one.lift)
    if one.assessment.form == "derogation":
        held: Any = value_at(facts, (*steps_of(one.subject.at), "derogations")) or []
        same = [each for each in held if each.get("basis") == one.assessment.lays["basis"]]
        done = bool(same) and (same[0].get("decided") is True or "decided_on" in same[0])
        if not same or done != one.assessment.lays["decided"]:
            return None
        granted = done or same[0].get("reasons_recorded") is True
        more = {name: same[0][name] for name in one.more if name in same[0]}
        on = date.fromisoformat(same[0]["decided_on"]) if "decided_on" in same[0] else day
        return StepAsked("derogation", "granted" if granted else "refused", "why", *named, on=on, more=more)
    ((name, lifting),) = one.assessment.lays.items()
    found: Any = value_at(facts, (*steps_of(one.subject.at), *steps_of(name)))
    if found is None:
        return None
    word = found if isinstance(found, str) else None
    verdicts = one.verdicts if found == lifting else one.verdicts[1:]
    return StepAsked(one.kind, verdicts[0], "why", *named, word=word)


def stepped(hand: Hand, bidder: Bidder, case: WorkedCase, facts: Plain) -> list[StepSaid]:
    """The steps that the case speaks of, each taken where the decision allows it."""
    standing: list[StepSaid] = []
    for _ in range(6):
        found = decided(hand, bidder, standing, case.as_of)
        possible = possible_steps(found.decision, found.regimes, bidder.facts, found.laid, standing).possible
        judgments = [one for one in possible if one.kind in ("self-cleaning", "derogation")]
        wanted = [
            said_of(one, asked) for one in judgments if (asked := asked_as_in(facts, one, case.as_of)) is not None
        ]
        new = [one for one in wanted if one.target not in {said.target for said in standing}]
        if not new:
            break
        standing.append(new[0])
    return standing


@pytest.mark.parametrize("pack", PACKS)
def test_the_authoritys_judgments_of_worked_cases_are_steps_that_its_decisions_allow(pack: str) -> None:
    (regime,) = installed_regimes((pack,))
    hand = replace(hand_of(), allowed=(pack,))
    for case, facts, without in islice(judged(regime), CASES):
        draft = ProcurementDraft(without["procurement"], regimes=(pack,))  # type: ignore[arg-type]
        bought = Procurement("p", "t", "1", case.as_of, draft, "", "", None)
        of_bidder = {name: value for name, value in without.items() if name != "procurement"}
        bidder = Bidder("b", bought, BidderDraft(of_bidder), "1.1", "", "", None, legal_hold=False)
        standing = stepped(hand, bidder, case, facts)
        found = decided(hand, bidder, standing, case.as_of).decision
        assert found.outcome == decide(facts, as_of=case.as_of, packs=[regime]).outcome, case.id
