"""The answers to one criterion, found by what is asked: by place in the tree, type of data and words.

Identifiers of questions are of no use (each request has its own), and the words may be in any language; so
the place and the type decide, and the words choose between questions that these leave equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from tenderlaw.facts.events import Evidence, SelfCleaning
from tenderlaw.interop.espd.answers import Answer, Criterion, Path, Question
from tenderlaw.interop.espd.reading import Remark
from tenderlaw.interop.espd.values import words
from tenderlaw.sources.worked_out import worked_out

__all__ = ["Sheet", "says"]

T = TypeVar("T")

_EVIDENCE: Final = "EVIDENCE_IDENTIFIER"
_CONDITIONAL: Final = {"ONTRUE", "ONFALSE"}


def says(question: Question, *phrases: str) -> bool:
    """Whether the question's words hold one of the phrases, capitals and punctuation aside."""
    plain = " ".join("".join(c if c.isalnum() else " " for c in question.text.casefold()).split())
    return any(phrase in plain for phrase in phrases)


@dataclass(frozen=True)
class Sheet:
    """One criterion of a document, in which only answers that count are left."""

    number: str
    """`C1` to `C24`."""
    criterion: Criterion
    """The criterion, as `open_branches` leaves it."""
    evidence: Mapping[str, Evidence]
    """Every evidence of the document, by its identifier."""
    issued: date | None
    """Day on which the document was issued."""
    remarks: list[Remark]
    """Where remarks go."""

    def remark(self, field: str, message: str, line: int = 0) -> None:
        """Add a remark on this criterion."""
        self.remarks.append(Remark(self.number, field, message, line or self.criterion.line))

    @worked_out
    def _proofs(self) -> frozenset[Path]:
        return frozenset(q.path[:-1] for q in self.criterion.questions if q.kind == _EVIDENCE)

    def _about_evidence(self, question: Question) -> bool:
        return says(question, "available electronically") or question.path in self._proofs

    @worked_out
    def mains(self) -> tuple[Question, ...]:
        """The questions that the criterion itself asks: one, save where national grounds stand together."""
        asked = [q for q in self.criterion.questions if q.kind == "INDICATOR"]
        free = [q for q in asked if not self.conditional(q.path)]
        named = [q for q in free if says(q, "your answer")]
        return tuple(named or [q for q in free if not self._about_evidence(q)][:1] or asked[:1])

    def conditional(self, path: Path) -> bool:
        """Whether the group at `path` is asked only after a certain answer."""
        return any(self.criterion.groups[path[:n]] in _CONDITIONAL for n in range(1, len(path) + 1))

    def below(self, question: Question, kind: str) -> list[Question]:
        """Give the questions of a kind in the groups below a question, without those about evidence."""
        depth = len(question.path)
        return [
            q
            for q in self.criterion.questions
            if q.kind == kind
            and q.path[:depth] == question.path
            and len(q.path) > depth
            and not (kind == "INDICATOR" and self._about_evidence(q))
        ]

    def told(self, question: Question) -> list[Question]:
        """Give the descriptions that directly follow a question."""
        return [q for q in self.below(question, "DESCRIPTION") if q.path[:-1] == question.path]

    def truth(self, questions: Iterable[Question], repetition: int | None = None) -> bool | None:
        """Tell what was answered; unknown, with a remark, where both true and false were."""
        asked = list(questions)
        found = [a for q in asked for a in self.given(q, repetition) if isinstance(a.value, bool)]
        values = {a.value for a in found}
        if len(values) > 1:
            self.remark(asked[0].text, "was answered both `true` and `false`: the answer is unknown", found[-1].line)
        value = values.pop() if len(values) == 1 else None
        return value if isinstance(value, bool) else None

    def answer(self, mains: Iterable[Question]) -> bool | None:
        """Tell what was answered to the criterion itself; unknown, too, where details speak against it."""
        asked = list(mains)
        against = next((question for question in asked if question.against), None)
        if against is None:
            return self.truth(asked)
        word = "true" if any(answer.value is True for answer in against.answers) else "false"
        message = f"was answered `{word}`, and so was what is asked only after another answer: the answer is unknown"
        self.remark(against.text, message, against.line)
        return None

    @staticmethod
    def given(question: Question, repetition: int | None) -> list[Answer]:
        """Give the answers that hold in one repetition, or all of them where `repetition` is none."""
        return [a for a in question.answers if repetition is None or a.repetition in {0, repetition}]

    def distinct(self, questions: Iterable[Question], kind: type[T], repetition: int | None = None) -> list[T]:
        """Give the different values answered, in document order."""
        values = [a.value for q in questions for a in self.given(q, repetition)]
        return list(dict.fromkeys(value for value in values if isinstance(value, kind)))

    def one(self, questions: Iterable[Question], kind: type[T], repetition: int | None = None) -> T | None:
        """Give the value answered; unknown, with a remark, where there are several."""
        asked = list(questions)
        values = self.distinct(asked, kind, repetition)
        if len(values) > 1:
            self.remark(asked[0].text, f"has {len(values)} different answers: the answer is unknown", asked[0].line)
        return values[0] if len(values) == 1 else None

    def text(self, questions: Iterable[Question], repetition: int | None = None) -> str | None:
        """Give the texts answered, joined."""
        return words(*self.distinct(questions, str, repetition))

    def repetitions(self, main: Question) -> list[int]:
        """Give the repetitions in which the questions below were answered; `[0]` where none are told."""
        asked = [q for q in self.criterion.questions if q.path[: len(main.path)] == main.path and q != main]
        asked = [q for q in asked if q.kind != _EVIDENCE and not self._about_evidence(q) and q not in self.mains]
        return sorted({a.repetition for q in asked for a in q.answers} - {0}) or [0]

    def self_cleaning(self, main: Question, repetition: int | None = None) -> SelfCleaning | None:
        """Give the measures claimed (art. 57(6)): a claim and its description, never its three elements."""
        asked = self.below(main, "INDICATOR")
        named = [q for q in asked if says(q, "self cleaning", "demonstrate your reliability")]
        claim = named or [q for q in asked if self.told(q)][:1]
        claimed = self.truth(claim, repetition)
        if claimed is None:
            return None
        if not named:
            self.remark(claim[0].text, "was read as the question about self-cleaning, by its place", claim[0].line)
        described = self.text([d for q in claim for d in self.told(q)], repetition) if claimed else None
        return SelfCleaning(claimed=claimed, description=described)

    def proofs(self, repetition: int | None = None) -> tuple[Evidence, ...] | None:
        """Give the evidence supplied for the criterion, or for one repetition where it stands inside it."""
        found: list[Evidence] = []
        for question in self.criterion.questions:
            if question.kind != _EVIDENCE:
                continue
            inside = len(question.path) > 1 and self.conditional(question.path[:-1])
            for answer in self.given(question, repetition if inside else None):
                proof = self.evidence.get(str(answer.value))
                if proof is not None and proof not in found:
                    found.append(proof)
        return tuple(found) or None
