"""The reason for a finding: ground, provision, facts, period, what would lift it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tenderlaw.decisions.sentences.facts import read_in
from tenderlaw.decisions.sentences.sentence import Parameter, many, phrase
from tenderlaw.facts.base import OPEN
from tenderlaw.facts.models import BUILT_IN, FactModels
from tenderlaw.facts.wording import subordinate_in

if TYPE_CHECKING:
    from tenderlaw.decisions.model.findings import Finding, LiftState

__all__ = ["consequences_of", "facts_of", "ground_of", "reason_of"]


def reason_of(finding: Finding, language: str, models: FactModels = BUILT_IN, *, headed: bool = True) -> str:
    """The reason for one finding, for the file: it names facts by their paths. Empty of a ground that is not there.

    `headed`: with the ground and its provision first.
    """
    if finding.state == "not_triggered":
        return ""
    said = [ground_of(finding, language, headed=headed), *[text for _, text in consequences_of(finding, language)]]
    return " ".join((*said, *facts_of(finding, language, models), *_open(finding, language)))


def ground_of(finding: Finding, language: str, *, headed: bool = True) -> str:
    """The ground, its provision, and how far it is given."""
    code: str = finding.state
    said: dict[str, Parameter] = {
        "head": phrase("head", {"title": finding.title, "cite": finding.cite}, language) if headed else "",
        "name": finding.name,
        "statement": finding.statement,
        "subordinate": subordinate_in(finding.statement, language),
    }
    if code == "not_yet" and finding.since is not None:
        code, said["day"] = "not_yet_until", finding.since
    if code == "lapsed" and finding.until is not None:
        code, said["day"] = "lapsed_on", finding.until
    return phrase(code, said, language).strip()


def consequences_of(finding: Finding, language: str) -> Iterator[tuple[str, str]]:
    """What follows from a ground that applies, for how long, and what would change it; or what has changed it.

    Each sentence with its code.
    """
    for code, said in _consequences(finding, language):
        yield code, phrase(code, said, language)


def _consequences(finding: Finding, language: str) -> Iterator[tuple[str, dict[str, Parameter]]]:
    if finding.state in ("self_cleaned", "cured", "derogated"):
        held = _named([lift for lift in finding.lifts if lift.holds == "true"], language)
        yield "not_excluded", {"lifts": held}
    if finding.state != "applies":
        return
    yield finding.effect, {}
    yield from _discretion(finding, language)
    if finding.until is not None:
        source = "judgment" if finding.set_by_judgment else "law"
        end = "open" if finding.until == OPEN else "until"
        yield f"{end}_by_{source}", {"day": finding.until}
    offered = [lift for lift in finding.lifts if lift.leaves == "nothing"]
    would = [lift for lift in offered if lift.barred_by is None]
    if would:
        yield "would_lift", {"needs": _needed(would, language)}
    for lift in offered:
        if lift.barred_by:
            yield "barred", {"title": lift.title, "cite": lift.cite, "barred_by": lift.barred_by}


def _discretion(finding: Finding, language: str) -> Iterator[tuple[str, dict[str, Parameter]]]:
    """What turns the duty to exclude into discretion, where it does, may or could."""
    lifts = [lift for lift in finding.lifts if lift.leaves == "discretion"]
    given = [lift for lift in lifts if lift.holds == "true"]
    could = [lift for lift in lifts if lift.barred_by is None]
    if given:
        yield "discretion", {"lifts": _named(given, language)}
    elif finding.heavier:
        yield "heavier", {}
    elif could:
        yield "could_be_discretion", {"needs": _needed(could, language)}


def _named(lifts: Sequence[LiftState], language: str) -> str:
    named = [phrase("named", {"title": lift.title, "cite": lift.cite}, language) for lift in lifts]
    return many(tuple(named), language)


def _needed(lifts: Sequence[LiftState], language: str) -> str:
    needed = [
        phrase("needed", {"needs": subordinate_in(lift.needs, language), "cite": lift.cite}, language) for lift in lifts
    ]
    return many(tuple(needed), language, "or")


def facts_of(finding: Finding, language: str, models: FactModels = BUILT_IN, *, for_file: bool = True) -> Iterator[str]:
    """The facts that were relied on; `for_file` says where they stand in the case."""
    if not finding.facts or finding.state in ("not_in_force", "possible"):
        return
    read = read_in(finding.facts, language, models)
    if finding.entry and for_file:
        yield phrase("facts_at", {"facts": read, "entry": finding.entry}, language)
    else:
        yield phrase("facts", {"facts": read}, language)


def _open(finding: Finding, language: str) -> Iterator[str]:
    if finding.missing:
        yield phrase("not_known", {"missing": "; ".join(finding.missing)}, language)
