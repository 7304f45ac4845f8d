"""Sentences that an authority could send to a bidder: ground, provision, facts, period, what would lift it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from tenderlaw.decisions.model.findings import Finding
from tenderlaw.facts.base import OPEN
from tenderlaw.facts.records import Record
from tenderlaw.packs.model.grounds import Ground

__all__ = ["day", "listed", "name_of", "reason_of"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@lru_cache(maxsize=64)
def day(value: date) -> str:
    """A date in words, independent of any locale: 1 June 2023."""
    return "no fixed end" if value == OPEN else f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words joined as in a sentence."""
    return " ".join((", ".join(words[:-1]), last, words[-1])) if len(words) > 1 else "".join(words)


def name_of(operator: Record, number: int) -> str:
    """What an operator is called: its name, or which one it is; number 0 is the operator of the case."""
    return str(operator.get("name") or ("the operator" if number == 0 else f"entity {number}"))


def reason_of(finding: Finding, ground: Ground, name: str) -> str:
    """The reason for one finding."""
    head, holds = f"{ground.title} ({ground.cite}):", f"{name} {ground.statement}"
    match finding.state:
        case "applies":
            said = f"{head} {holds}. {_consequence(finding)}"
        case "possible":
            said = (
                f"{head} whether {name} is to be excluded on this ground cannot be decided yet. "
                f"The ground is that an operator {ground.statement}."
            )
        case "not_yet":
            said = f"{head} this ground does not apply yet: {_begins(finding)}."
        case "lapsed":
            said = f"{head} the exclusion period {_ended(finding)}."
        case "self_cleaned":
            said = f"{head} {holds}, but has shown its reliability. {_lifted(finding)}"
        case "cured":
            said = f"{head} {holds}, but the breach has been made good. {_lifted(finding)}"
        case "derogated":
            said = f"{head} {holds}, but the authority has decided to derogate. {_lifted(finding)}"
        case "not_in_force":
            said = f"{head} this ground is not in force on the date of the decision."
        case "not_triggered":
            said = head
    return f"{said}{_evidence(finding)}{_open_facts(finding)}"


def _consequence(finding: Finding) -> str:
    verb = "must be" if finding.effect == "must_exclude" else "may, after a proportionate assessment, be"
    period = ""
    if finding.until is not None:
        source = "set by the judgment" if finding.set_by_judgment else "set by law"
        if finding.until == OPEN:
            period = f" The period {source} has no fixed end."
        else:
            period = f" The period {source} ends at the end of {day(finding.until)}."
    offered = [lift for lift in finding.lifts if lift.leaves == "nothing"]
    would = [f"{lift.needs} ({lift.cite})" for lift in offered if lift.barred_by is None]
    lifting = f" Exclusion would not follow if {listed(would, 'or')}." if would else ""
    lifting += "".join(
        f" {lift.title} ({lift.cite}) is barred ({lift.barred_by})." for lift in offered if lift.barred_by
    )
    return f"It {verb} excluded.{_discretion(finding)}{period}{lifting}"


def _discretion(finding: Finding) -> str:
    """What turns the duty to exclude into discretion, where it does, may or could."""
    lifts = [lift for lift in finding.lifts if lift.leaves == "discretion"]
    given = [f"{lift.title} ({lift.cite})" for lift in lifts if lift.holds == "true"]
    if given:
        return f" The duty to exclude is discretion here: {listed(given)}."
    if finding.heavier:
        return " Whether it must be is not known: see what is missing."
    could = [f"{lift.needs} ({lift.cite})" for lift in lifts if lift.barred_by is None]
    return f" It would be at the authority's discretion if {listed(could, 'or')}." if could else ""


def _begins(finding: Finding) -> str:
    from_ = "on a later day" if finding.since is None else f"on {day(finding.since)}"
    return f"what it rests on begins {from_}, after the date of the decision"


def _ended(finding: Finding) -> str:
    return "has ended" if finding.until is None else f"ended at the end of {day(finding.until)}"


def _lifted(finding: Finding) -> str:
    held = [f"{lift.title} ({lift.cite})" for lift in finding.lifts if lift.holds == "true"]
    return f"It is not excluded on this ground: {listed(held)}."


def _evidence(finding: Finding) -> str:
    if not finding.facts or finding.state in ("not_in_force", "possible"):
        return ""
    read = dict.fromkeys([_said(fact.path, fact.value or "") for fact in finding.facts])
    source = f" (stated at {finding.entry})" if finding.entry else ""
    return f" Facts relied on: {'; '.join(read)}{source}."


@lru_cache(maxsize=1024)
def _said(path: str, value: str) -> str:
    return f"{_label(path)}: {_value(value)}"


@lru_cache(maxsize=256)
def _label(path: str) -> str:
    return path.rpartition(".")[2].replace("_", " ")


@lru_cache(maxsize=256)
def _value(value: str) -> str:
    if value in ("true", "false"):
        return "yes" if value == "true" else "no"
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value.replace("-", " ")


def _open_facts(finding: Finding) -> str:
    return f" Not known: {'; '.join(finding.missing)}." if finding.missing else ""
