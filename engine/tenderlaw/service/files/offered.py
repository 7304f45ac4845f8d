"""Steps as they are offered to the authority: those that can be taken, and what bars others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from tenderlaw.service.files.assessing import Assessment
from tenderlaw.service.files.laying import StepKind, StepSaid, Subject

__all__ = ["VERDICTS", "Bar", "Barred", "Possible", "Steps"]

VERDICTS: Final[Mapping[StepKind, tuple[str, ...]]] = {
    "self-cleaning": ("accepted", "not-accepted"),
    "derogation": ("granted", "refused"),
    "discretion": ("exercised", "not-exercised"),
    "name-hit": ("same", "different", "unsure"),
    "decision": ("exclude", "admit"),
}


@dataclass(frozen=True, slots=True)
class Possible:
    """A step that can be taken."""

    kind: StepKind
    title: str
    cite: str | None
    subject: Subject
    verdicts: tuple[str, ...]
    pack: str | None = None
    ground: str | None = None
    lift: str | None = None
    needs: str | None = None
    """What would have to be shown, of a lift."""
    words: tuple[str, ...] = ()
    """Where the law has more than a yes and a no: the words of which one is to be given."""
    more: tuple[str, ...] = ()
    """Further facts that are to be given with it."""
    matched_by: str | None = None
    """Of an entry of a list, how it was found."""
    assessment: Assessment | None = field(default=None, compare=False)

    @property
    def named(self) -> tuple[str | None, ...]:
        """How a request names it."""
        return (self.kind, self.subject.at, self.pack, self.ground, self.lift)

    @property
    def targets(self) -> frozenset[tuple[str | None, ...]]:
        """What steps that are taken as it may decide: see `StepSaid.target`."""
        one = self.assessment
        lays: tuple[Mapping[str, object], ...] = ({},) if one is None else (one.lays, one.against)
        at = self.pack, self.ground, self.lift, self.cite
        return frozenset(StepSaid(self.kind, "", self.subject, *at, given, "").target for given in lays)

    @property
    def at_ground(self) -> str:
        """Where it is, and under which ground, for hints."""
        return " ".join(part for part in (self.subject.at, self.pack, self.ground, self.lift) if part)


_WHY: Final = {
    "lift-barred": "`{title}` is barred for now",
    "no-discretion": "`{title}` obliges the authority to exclude: it has no discretion",
    "may-oblige": "whether `{title}` obliges to exclude is not known before {facts}",
    "undetermined": "whether the bidder may stay is undetermined: it is not known before {facts}",
    "facts-missing": "whether the bidder may stay is undetermined: facts are missing",
    "obliges": "`{title}` obliges to exclude, and nothing lifts it",
    "not-chosen": "whether the bidder is excluded for `{title}` is not decided",
    "excluded": "the authority chose to exclude for `{title}`",
    "hit-open": "nobody has said whether `{title}` is about the bidder",
    "nothing-excludes": "no ground obliges to exclude, and the authority has chosen to exclude under none",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands in the way of a step."""

    code: Literal[
        "lift-barred", "no-discretion", "may-oblige", "undetermined", "facts-missing", "obliges", "not-chosen",
        "excluded", "hit-open", "nothing-excludes",
    ]  # fmt: skip
    title: str = ""
    """Of the ground, or of what would lift it; the place of an entry of a list."""
    facts: tuple[str, ...] = ()
    """Those without which it is not known, as paths."""

    def __str__(self) -> str:
        return _WHY[self.code].format(title=self.title, facts=", ".join(self.facts))


@dataclass(frozen=True, slots=True)
class Barred:
    """A step that cannot be taken now, and what stands in the way."""

    kind: StepKind
    verdict: str | None
    """The one that is barred; None: any."""
    at: str
    pack: str | None
    ground: str | None
    lift: str | None
    cite: str | None
    """The provision that stands in the way."""
    why: Bar


@dataclass(frozen=True, slots=True)
class Steps:
    """All of them."""

    possible: tuple[Possible, ...]
    barred: tuple[Barred, ...]
