"""Choices: clauses that a person adds to those prescribed or leaves out, and what stands in the way.

What the law obliges the buyer to put in cannot be left out, nor what another clause needs; what a policy or the
clause's own recommendation puts in can, for a reason that is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tenderlaw.clauses.model import Clause
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.packs.model.in_force import in_force
from tenderlaw.sources.arguments import a_list, a_mapping_of_words, a_word
from tenderlaw.sources.faults import Fault, nearest

__all__ = [
    "NO_CHOICES",
    "Added",
    "Choices",
    "OmittedClause",
    "choices_from",
    "needed",
    "without_wording",
    "wrong_choices",
]

_PLACE: Final = "choices"


@dataclass(frozen=True, slots=True)
class Added:
    """A clause that a person puts in, with the alternates that are to be in it."""

    clause: str
    alternates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person changes."""

    added: tuple[Added, ...] = ()
    left_out: Mapping[str, str] | None = None
    """Why each is left out, by clause."""

    @property
    def reasons(self) -> Mapping[str, str]:
        """Why each clause is left out."""
        return self.left_out or {}


NO_CHOICES: Final = Choices()


@dataclass(frozen=True, slots=True)
class OmittedClause:
    """A clause that would be in the contract, and that a person left out."""

    clause: str
    prescribed_by: str
    """Policy or pack and provision; empty where it would have come along with other clauses."""
    obligation: str
    reason: str


def choices_from(with_clauses: object, without_clauses: object) -> Choices:
    """Choices as a program hands them over: `["zero-tolerance"]` or `["id:alternate,alternate"]`, and reasons by id."""
    added = []
    for given in a_list(with_clauses, "with_clauses", '["zero-tolerance"]'):
        name, _, alternates = a_word(given, "with_clauses").partition(":")
        added.append(Added(name, tuple(one.strip() for one in alternates.split(",") if one.strip())))
    return Choices(tuple(added), a_mapping_of_words(without_clauses, "without_clauses"))


def wrong_choices(
    choices: Choices, decision: Decision, library: Mapping[str, Clause], selected: Sequence[str]
) -> Iterator[Fault]:
    """What stands in the way of choices; `selected` are the clauses that are prescribed."""
    for one in choices.added:
        clause = library.get(one.clause)
        if clause is None:
            yield _fault(one.clause, f"there is no clause `{one.clause}`", nearest(one.clause, library))
            continue
        if one.clause in choices.reasons:
            yield _fault(one.clause, "is put in and left out at once", "choose one")
        known = [alternate.id for alternate in clause.said.alternates]
        for alternate in one.alternates:
            if alternate not in known:
                message = f"has no alternate `{alternate}`"
                yield _fault(one.clause, message, nearest(alternate, known) or "it has none")
    for name, reason in choices.reasons.items():
        if name not in library:
            yield _fault(name, f"there is no clause `{name}`", nearest(name, library))
        elif not reason.strip():
            yield _fault(name, "is left out without a reason", "say why: --reason TEXT")
        else:
            yield from _prescribed(name, decision, name in selected)


def without_wording(clause: Clause, decision: Decision) -> Fault | None:
    """Why a clause that is added has no wording for the as-of date; none where it has."""
    said, day = clause.said, decision.as_of
    official = said.incorporates.on(day) if said.incorporates else None
    lacks = said.incorporates is not None and (official is None or official.unsettled is not None)
    if lacks or not in_force(day, said.from_, said.to):
        message = f"has no wording for {day.isoformat()}"
        return _fault(said.id, message, f"it has one from {said.from_.isoformat()} on")
    return None


def _prescribed(name: str, decision: Decision, selected: bool) -> Iterator[Fault]:
    """The law that obliges to have it, or may once its facts are known."""
    for regime in decision.regimes:
        for rule in regime.clauses:
            if rule.clause != name or rule.obligation != "mandatory":
                continue
            by = f"{regime.title}, {rule.cite}"
            if rule.state == "prescribed":
                yield _fault(name, f"cannot be left out: {by} prescribes it")
                return
            if rule.state == "unknown":
                missing = ", ".join(f"`{path}`" for path in (*regime.scope_missing, *rule.missing))
                yield _fault(
                    name, f"cannot be left out before it is known whether {by} prescribes it", f"give {missing}"
                )
                return
    if not selected:
        yield _fault(name, "cannot be left out: it is not among the clauses of this contract", "nothing is to be done")


def needed(name: str, by: Sequence[str]) -> Fault:
    """A clause that others need is left out."""
    others = ", ".join(f"`{one}`" for one in by)
    return _fault(name, f"cannot be left out: {others} cannot be read without it", "leave these out too")


def _fault(clause: str, message: str, hint: str = "") -> Fault:
    return Fault(_PLACE, 0, 0, clause, message, hint)
