"""Stability: what a decision left unknown and did not ask for cannot change it, under any pack.

Cases come from the packs' own worked cases, with random facts laid over them and random facts erased. A longer run:
`TENDERLAW_STABILITY=20000 pytest tests/decisions/test_stability.py`, or `make torture`.
"""

from __future__ import annotations

import copy
import os
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeAlias, cast

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "screening"))
from anything import any_suppliers, codes_of
from case_strategies import known_facts, without

from tenderlaw.decisions import Decision, decide
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.worked_cases import WorkedCase, worked_cases
from tenderlaw.facts.operator import ROLES
from tenderlaw.sources.faults import InputInvalidError

TRIES = int(os.environ.get("TENDERLAW_STABILITY", "250"))
"""How many pairs of a case and what it knew before are decided for each pack."""
REGIMES = installed_regimes()
CODES = codes_of(REGIMES)
QUESTION = ("procurement.lot", "procurement.decision_on")
"""What says which question is asked, and when; not a fact that could be missing."""
Given: TypeAlias = dict[str, object]


@dataclass
class Pair:
    """A case, and the same with facts erased."""

    whole: Given
    partial: Given
    erased: list[str]


def dotted(steps: tuple[str | int, ...]) -> str:
    path = ""
    for step in steps:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def pairs(regime: Regime, seed: int) -> Iterator[tuple[WorkedCase, Pair]]:
    """Pairs without end; facts are erased one, two or several at a time."""
    chance, cases = random.Random(seed), list(worked_cases(regime.typed))
    while True:
        case, source = chance.choice(cases)
        whole = copy.deepcopy(cast("Given", source.data))
        operator = cast("Given", whole["operator"])
        if chance.random() < 0.5:
            other = any_suppliers(chance.randrange(10**6), 1, case.as_of, CODES)[0].model_dump(
                mode="json", exclude_none=True
            )
            for name in chance.sample(sorted(other), min(len(other), chance.choice([1, 2, 4]))):
                operator[name] = other[name]
        operator["role"] = chance.choice([operator["role"], operator["role"], *ROLES])
        if chance.random() < 0.2:
            entity = any_suppliers(chance.randrange(10**6), 1, case.as_of, CODES)[0].model_dump(
                mode="json", exclude_none=True
            )
            whole["entities"] = [{**entity, "role": chance.choice(ROLES)}]
        facts = [steps for steps in known_facts(whole) if erasable(steps)]
        if "call_sent_on" in cast("Given", whole["procurement"]):  # a call commences its procedure
            facts = [steps for steps in facts if dotted(steps) != "procurement.commenced_on"]
        erased = chance.sample(facts, min(len(facts), chance.choice([1, 1, 1, 2, 3, 6])))
        partial = without(whole, *erased)
        yield case, Pair(whole, partial, [dotted(steps) for steps in erased])


def anyone(chance: random.Random, case: WorkedCase) -> Given:
    """An operator of whom anything may be known."""
    (one,) = any_suppliers(chance.randrange(10**6), 1, case.as_of, CODES)
    return one.model_dump(mode="json", exclude_none=True)


def erasable(steps: tuple[str | int, ...]) -> bool:
    return steps[-1] not in ("role", "kind", "list", "id") and not isinstance(steps[-1], int) and dotted(steps) not in (
        "procurement", "operator", *QUESTION,
    )  # fmt: skip


def decided(facts: Given, case: WorkedCase, regime: Regime) -> Decision | None:
    try:
        return decide(facts, as_of=case.as_of, packs=[regime])
    except InputInvalidError:  # facts that contradict each other
        return None


def asked_for(erased: str, decision: Decision) -> bool:
    """Whether the decision lists the fact as missing or presumed, or a group that holds it, or what answers as well."""
    listed = [path for fact in decision.missing_facts for path in (fact.path, *fact.instead)]
    listed += [one.path for regime in decision.regimes for one in regime.presumed]
    return any(
        erased == path or erased.startswith((f"{path}.", f"{path}[")) or path.startswith((f"{erased}.", f"{erased}["))
        for path in listed
    )


def declared_against_a_finding(facts: Given) -> bool:
    """Whether the authority has found the contrary of what the operator declared: that is not more of the same case."""
    entities = cast("list[Given]", facts.get("entities") or [])
    breaches = [one for who in (facts["operator"], *entities) for one in cast("Given", who).get("tax_breaches") or []]  # type: ignore[attr-defined]
    found = ("paid", "binding_arrangement")
    return any(one.get("paid_or_arranged") and all(one.get(name) is False for name in found) for one in breaches)


EXACTNESS = ("surely_from", "surely_until")
"""Left out, these say that the day beside them is known exactly: who gives one says that day anew."""


def called_inactive(whole: Given, path: str) -> bool:
    """Whether it is the status of an entry that its list calls inactive: that, too, says its days anew."""
    if not path.endswith(".status") or "listings[" not in path:
        return False
    at: object = whole
    for step in re.findall(r"\w+", path):
        at = at[int(step)] if isinstance(at, list) else cast("Given", at).get(step)
    return at == "inactive"


def broken_by(regime: Regime, seed: int) -> Iterator[str | None]:
    """Pair after pair: what it breaks of the laws, or None.

    An outcome `not_excluded` or `out_of_scope`, and an award that may proceed, hold whatever unlisted facts turn out
    to be; a duty to exclude stands unless what lifts it becomes known, or what was presumed turns out otherwise; a fact
    that settles the decision was asked for.
    """
    for case, pair in pairs(regime, seed):
        said_anew = (path.endswith(EXACTNESS) or called_inactive(pair.whole, path) for path in pair.erased)
        if declared_against_a_finding(pair.whole) or any(said_anew):
            continue
        before, after = decided(pair.partial, case, regime), decided(pair.whole, case, regime)
        listed = before is not None and any(asked_for(path, before) for path in pair.erased)
        yield None if before is None or after is None else _broken(before, after, pair, listed=listed, case=case)


def _broken(before: Decision, after: Decision, pair: Pair, *, listed: bool, case: WorkedCase) -> str | None:
    said = f"{case.id}, without {', '.join(pair.erased)}: "
    was, is_ = before.outcome, after.outcome
    if not listed and was in ("not_excluded", "out_of_scope") and is_ != was:
        return f"{said}{was}, and then {is_}"
    findings = [finding for part in after.regimes for finding in part.findings]
    lifted = any(lift.holds == "true" for finding in findings for lift in finding.lifts)
    assumed = {one.path for part in before.regimes for one in part.presumed}
    # an entry that is given without the day on which it began has begun
    begun = {f.cite for part in after.regimes for f in part.review_notes if f.about == "not-yet"}
    assumed |= begun
    may = before.award.may_proceed, after.award.may_proceed
    if not listed and was == "not_excluded" and may[0] == "yes" != may[1] and begun.isdisjoint(pair.erased):
        return f"{said}award yes, and then {may[1]}"
    if was == "must_exclude" != is_ and not lifted and assumed.isdisjoint(pair.erased):
        return f"{said}must_exclude, and then {is_}"
    if was == "undetermined" != is_ and not listed and len(pair.erased) == 1:
        return f"{said}undetermined without asking for it, and then {is_}"
    return None


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("regime", REGIMES, ids=lambda regime: regime.typed.pack.id)
def test_what_was_not_asked_for_changes_nothing(regime: Regime, seed: int) -> None:
    """Law: see `broken_by`."""
    broken = [one for one in islice(broken_by(regime, seed), TRIES) if one is not None]
    assert not broken, "\n".join(broken)
