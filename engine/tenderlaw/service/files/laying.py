"""From what was answered and the authority's own steps to the facts that are decided.

The draft of a file holds what was answered and nothing that the authority decides in a step: that comes from its
standing steps alone, so that no acceptance of measures, no derogation and no confirmed match is without a step that
explains it. So is it known that there is no derogation where none stands: the authority's own decisions are all on
record, while whether measures suffice is unknown until it has said so. A step whose entry is no more, or is another
one by now, counts for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, cast

from tenderlaw.service.files.places import Plain, Steps, digest_at, dotted, found_again, put_at, steps_of, value_at
from tenderlaw.sources.canonical import digest

__all__ = ["SAME", "Laid", "StepKind", "StepSaid", "Subject", "laid", "operators_in", "still_about", "subject_at"]

StepKind: TypeAlias = Literal["self-cleaning", "derogation", "discretion", "name-hit", "decision"]
SAME: Final = "identifier"
"""How an entry of a list is matched of which a person has found that it is the operator's own: as surely as by a
checked identifier, for rules make a finding of no other."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a step is about: one entry, or some facts of an operator, and by what they are known again."""

    at: str
    """Path of the entry in the draft, or of the operator; empty for the whole case."""
    names: tuple[str, ...] = ()
    """Of an operator, the facts that the step is about; none: the entry itself."""
    known_by: str = ""


@dataclass(frozen=True, slots=True)
class StepSaid:
    """What a step says: sealed in the record, the same for whoever reads it later."""

    kind: StepKind
    verdict: str
    subject: Subject
    pack: str | None = None
    ground: str | None = None
    lift: str | None = None
    cite: str | None = None
    lays: Mapping[str, object] = field(default_factory=dict)
    """The facts that follow from it: of an entry by their paths within it, of a derogation those of its entry."""
    reasons: str = ""
    entry: str | None = None
    """Of a name hit, the digest of the entry of the list as it was when it was judged."""

    @property
    def target(self) -> tuple[str | None, ...]:
        """What it decides: a later step on the same stands in its place."""
        match self.kind:
            case "decision":
                return ("decision",)
            case "name-hit":
                return ("name-hit", self.subject.known_by)
            case "discretion":
                return ("discretion", self.subject.at, self.subject.known_by, self.pack, self.ground)
        # the same facts are laid once, whatever regime asked for them
        if "basis" in self.lays:
            return (self.kind, self.subject.at, str(self.lays["basis"]))
        return (self.kind, self.subject.known_by, *sorted(self.lays))

    @property
    def counts(self) -> bool:
        """Whether facts follow from it."""
        return bool(self.lays) or (self.kind == "name-hit" and self.verdict == "different")


@dataclass(frozen=True, slots=True)
class Laid:
    """The facts that are decided."""

    facts: Plain
    kept: Mapping[str, tuple[int, ...]]
    """By operator, which entries of lists in the draft are among these facts: others are about somebody else."""

    def in_draft(self, path: str) -> str:
        """Where the draft has what stands at a path of these facts."""
        return self._moved(path, lambda kept, number: kept[number])

    def decided(self, path: str) -> str:
        """Where these facts have what stands at a path of the draft."""
        return self._moved(path, lambda kept, number: kept.index(number))

    def _moved(self, path: str, number_of: Callable[[tuple[int, ...], int], int]) -> str:
        for operator, kept in self.kept.items():
            steps, at = steps_of(path), (*steps_of(operator), "listings")
            if steps[: len(at)] == at and len(steps) > len(at):
                number = number_of(kept, cast("int", steps[len(at)]))
                return dotted((*at, number, *steps[len(at) + 1 :]))
        return path


def operators_in(facts: Mapping[str, object]) -> Iterator[str]:
    """The paths of the operators: the main one first, then its entities."""
    yield "operator"
    yield from (f"entities[{n}]" for n in range(len(cast("list[object]", facts.get("entities") or []))))


def subject_at(facts: Mapping[str, object], at: str, names: Iterable[str] = ()) -> Subject | None:
    """What stands at a path of the draft, as a subject; None where nothing does."""
    named = tuple(sorted(names))
    if named:
        return Subject(at, named, _digest_of(facts, at, named))
    known_by = digest_at(facts, steps_of(at)) if at else digest(facts)
    return None if known_by is None else Subject(at, (), known_by)


def still_about(facts: Mapping[str, object], subject: Subject) -> Steps | None:
    """Where the subject stands now; None where it is no more or another one by now."""
    if not subject.at:
        return () if digest(facts) == subject.known_by else None
    steps = steps_of(subject.at)
    if not subject.names:
        return found_again(facts, steps, subject.known_by)
    return steps if _digest_of(facts, subject.at, subject.names) == subject.known_by else None


def _digest_of(facts: Mapping[str, object], at: str, names: Sequence[str]) -> str:
    held = value_at(facts, steps_of(at))
    return digest([held.get(name) for name in names] if isinstance(held, dict) else None)


def laid(draft: Plain, steps: Iterable[StepSaid], case: Plain | None = None) -> Laid:
    """The facts that are decided: those of the draft, and those that follow from these steps, the oldest first.

    `case` is what of the draft is decided, where that is not all of it: the same entries at the same places.
    """
    facts: object = draft if case is None else case
    for operator in operators_in(cast("Plain", facts)):
        facts = put_at(facts, (*steps_of(operator), "derogations"), [])
    others: dict[str, set[int]] = {}
    for step in steps:
        place = still_about(draft, step.subject) if step.counts else None
        if place is None or value_at(facts, place) is None:
            continue
        if step.kind == "name-hit" and step.verdict == "different":
            others.setdefault(dotted(place[:-2]), set()).add(cast("int", place[-1]))
        elif "basis" in step.lays:
            at = (*place, "derogations")
            facts = put_at(facts, at, [*cast("list[object]", value_at(facts, at) or []), dict(step.lays)])
        else:
            for path, value in step.lays.items():
                facts = put_at(facts, (*place, *steps_of(path)), value)
    kept: dict[str, tuple[int, ...]] = {}
    for operator, left_out in others.items():
        at = (*steps_of(operator), "listings")
        entries = cast("list[object]", value_at(facts, at) or [])
        kept[operator] = tuple([n for n in range(len(entries)) if n not in left_out])
        facts = put_at(facts, at, [entries[n] for n in kept[operator]])
    return Laid(cast("Plain", facts), kept)
