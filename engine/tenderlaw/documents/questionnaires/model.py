"""A questionnaire to one bidder: frozen values only, which every form of it shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tenderlaw.documents.questionnaires.topics import Topic
from tenderlaw.facts.questions import AnswerKind, Choice

__all__ = ["ABOUT", "REFERENCES", "Asked", "Column", "EvidenceAsked", "Questionnaire"]

REFERENCES = "operator.references"
"""The list of a case that keeps what the bidder refers to beside its answers; it only informs."""
ABOUT = ("document", "page", "dated", "remark")
"""What may stand beside each answer, by the names of the fields of that list."""


@dataclass(frozen=True, slots=True)
class Column:
    """One fact of every entry of a list: a column of its table."""

    name: str
    """Its name within the entry; dotted within a group."""
    title: str
    text: str
    """The question."""
    kind: AnswerKind
    may_be_open: bool
    choices: tuple[Choice, ...]
    such_as: tuple[str, ...] = ()
    """Words for which a condition looks; others may be written, too."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, and what waits for its answer."""

    path: str
    """Where the answer goes in the case."""
    topic: str
    title: str
    text: str
    help: str | None
    kind: AnswerKind
    may_be_open: bool
    choices: tuple[Choice, ...]
    columns: tuple[Column, ...]
    """Of a list: what is asked of each entry."""
    caption: str | None = None
    """Which entry or which undertaking it is about, where it is not the bidder itself."""
    needed_for: tuple[str, ...] = ()
    """The provisions and conditions that need the fact, each with its citation."""
    settles: bool = False
    """Whether its answer alone could settle the decision."""


@dataclass(frozen=True, slots=True)
class EvidenceAsked:
    """A document that is asked for because of a sign of risk."""

    id: str
    """The pack, the sign and the number of the document: `baseline/unlicensed-brokers/1`."""
    sign: str
    cite: str
    text: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What a bidder is asked, by topic."""

    language: str
    procurement: str | None
    """The reference of the procurement."""
    bought: str | None
    """Its title."""
    buyer: str | None
    bidder: str | None
    as_of: date
    decision: str
    """The id of the decision that lacks the facts."""
    topics: tuple[Topic, ...]
    asked: tuple[Asked, ...]
    """In the order of the topics."""
    evidence: tuple[EvidenceAsked, ...]

    def of_topic(self, topic: str) -> tuple[Asked, ...]:
        """The questions of a topic; none where nothing of it is missing."""
        return tuple(one for one in self.asked if one.topic == topic)
