"""A letter in the making: what it rests on, its language and blanks, and the passages that several kinds share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from tenderlaw.clauses.words import literal
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.findings import Finding
from tenderlaw.decisions.model.remedies import RemedyState
from tenderlaw.decisions.model.requirements import RequirementState
from tenderlaw.decisions.sentences.provisions import names_no_law, provision_in
from tenderlaw.decisions.sentences.sentence import many
from tenderlaw.documents.letters.basis import Basis
from tenderlaw.documents.letters.blanks import Blanks
from tenderlaw.documents.letters.passages import grounds, named, remedies_in, said
from tenderlaw.documents.letters.phrases import phrases_in
from tenderlaw.documents.letters.spoken import refuse_unsaid
from tenderlaw.documents.model import Block, Bullets, Element, Paragraph, Section, Text
from tenderlaw.facts.wording import said_in
from tenderlaw.packs.model.remedies import Letter
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["LetterInMaking", "LetterRefusedError", "Reason", "Written", "refused"]

Reason: TypeAlias = Literal[
    "no-tenderer", "awarded", "no-ground", "nothing-to-prove", "must-exclude", "nothing-missing", "to-be-rejected",
    "may-be-rejected", "not-surely-in", "no-replacement", "no-notice", "no-power",
]  # fmt: skip
"""Why a decision does not bear a letter."""
_CHECK: Final = "see `tenderlaw check`"
_WHY: Final[Mapping[Reason, tuple[str, str]]] = {
    "no-tenderer": ("the operator of the case is a {}", "a letter goes to who tenders"),
    "awarded": ("the contract has been awarded", "see `--kind termination`"),
    "no-ground": ("no ground surely leads to exclusion; the outcome is `{}`", ""),
    "nothing-to-prove": ("nothing that the bidder could prove would keep it in: {}", ""),
    "must-exclude": ("the outcome is `must_exclude`", "write `--kind invitation` or `--kind exclusion`"),
    "nothing-missing": ("nothing is missing that the bidder could hand in", _CHECK),
    "to-be-rejected": ("the tender is to be rejected: {}", _CHECK),
    "may-be-rejected": ("the tender is, or may be, to be rejected: {}", _CHECK),
    "not-surely-in": ("the outcome is `{}`", "only who is surely not excluded can be told so"),
    "no-replacement": ("no entity is surely to be replaced", _CHECK),
    "no-notice": ("no provision that was asked wants notice of an intention first", "write `--kind termination`"),
    "no-power": ("no provision that was asked makes termination available", _CHECK),
}
"""The reason, and what to do instead."""


@dataclass(frozen=True, slots=True)
class Written:
    """The body of a letter: paragraphs after the salutation, and sections with a heading."""

    first: tuple[Block, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class LetterInMaking:
    """A letter in the making."""

    kind: Letter
    decision: Decision
    basis: Basis
    language: str
    blanks: Blanks

    @property
    def phrases(self) -> Mapping[str, str]:
        """The phrases of its language."""
        return phrases_in(self.language)

    def paragraph(self, phrase: str, **words: str) -> Paragraph:
        """A paragraph of phrases, with words from outside and with fill-ins named like those of the letter."""
        return Paragraph(tuple(self._filled(self.phrases[phrase], words)))

    def _filled(self, text: str, words: Mapping[str, str]) -> Iterator[Element]:
        before, opened, rest = text.partition("{")
        if before:
            yield Text(before)
        if opened:
            name, _, after = rest.partition("}")
            yield Text(literal(words[name]), "given") if name in words else self.blanks.text(name)
            yield from self._filled(after, words)

    def own_words(self, name: str, title: str | None = None) -> Paragraph:
        """What the authority itself says, such as what it weighed; `title` says what a blank stands for."""
        return Paragraph((self.blanks.text(name, title),))

    def section(self, name: str, items: Sequence[tuple[Element, ...]]) -> Iterator[Section]:
        """A section of items, where there are any."""
        if items:
            yield Section(self.phrases[f"section_{name}"], (Bullets(tuple(items)),))

    def grounds(self, findings: Sequence[Finding], *besides: tuple[Element, ...]) -> Iterator[Section]:
        """The grounds and the facts, what stands beside them, and whose provisions they are."""
        items = [*grounds(findings, self.language, self.decision.models, self.decision.given.case), *besides]
        if items:
            blocks: list[Block] = [Bullets(tuple(items))]
            if self.basis.laws and any(map(names_no_law, self._cited(findings))):
                blocks.append(self.paragraph("provisions_of", law=many(self.basis.laws, self.language)))
            yield Section(self.phrases["section_grounds"], tuple(blocks))

    def _cited(self, findings: Sequence[Finding]) -> Iterator[str]:
        """What the letter cites, and may cite: what could take an effect only where it says so."""
        would_keep = self.kind in ("invitation", "exclusion")
        for one in findings:
            yield one.cite
            for lift in one.lifts:
                if would_keep or (lift.holds == "true" and one.state != "applies"):
                    yield from (lift.cite, lift.barred_by or "")
        yield from (one.cite for one in self.told())
        asked = self.kind in ("replacement", "intention-to-terminate", "termination")
        yield from (one.cite for one in self.basis.requirements if asked or self.kind in one.stated_in)

    def provisions(self, asked: Iterable[RequirementState]) -> Iterator[tuple[Element, ...]]:
        """What was asked, each with its provision."""
        yield from (said(named(one.title, one.cite, self.language)) for one in asked)

    def told(self, *, self_cleaning: bool = True) -> tuple[RemedyState, ...]:
        """What the law lets the bidder know in this letter; without `self_cleaning`, where nothing of it is open."""
        found = self.basis.told_in(self.kind)
        return tuple(one for one in found if self_cleaning or one.kind != "self_cleaning")

    def rights(self, *before: tuple[Element, ...], self_cleaning: bool = True) -> Iterator[Section]:
        """What the law lets the bidder know in this letter, and whatever stands before it.

        Where the law's rules on it were not read, the authority says it in its own words.
        """
        told = self.told(self_cleaning=self_cleaning)
        own = [(self.blanks.text("rights"),)] if any(one.says is None for one in told) else []
        yield from self.section("rights", [*before, *remedies_in(told, self.language), *own])

    def stated(self) -> Iterator[Section]:
        """What the authority has to state in this letter, each under its title, with the provision."""
        for one in self.basis.requirements:
            if self.kind in one.stated_in and one.state != "met" and one.operator in self.basis.tendering:
                title, cite = said_in(one.title, self.language), provision_in(one.cite, self.language)
                words = self.blanks.text("statement", named(one.title, one.cite, self.language))
                yield Section(title, (Paragraph((words, Text(" "), *said(f"({cite})"))),))

    def check(self, findings: Sequence[Finding], requirements: Sequence[RequirementState] = ()) -> None:
        """Whether packs say in the language what the letter needs."""
        besides = [one for one in self.basis.requirements if self.kind in one.stated_in]
        refuse_unsaid(self.language, findings, (*requirements, *besides), self.basis.told_in(self.kind))


class LetterRefusedError(InputInvalidError):
    """The decision does not bear the letter."""

    def __init__(
        self, faults: Iterable[Fault] | str, reason: Reason | None = None, about: Iterable[tuple[str, str]] = ()
    ) -> None:
        super().__init__(faults)
        self.reason = reason
        """For to be said in any language."""
        self.about = tuple(dict.fromkeys(about))
        """Grounds or requirements that stand in the way, each with its provision."""


def refused(
    letter: LetterInMaking,
    reason: Reason,
    told: str = "",
    hint: str = "",
    about: Iterable[Finding | RequirementState] = (),
) -> LetterRefusedError:
    """That the decision does not bear the letter, with the reason and what to do instead; `told` goes into it."""
    why, instead = _WHY[reason]
    fault = Fault(letter.kind, 0, 0, "", f"cannot be written: {why.format(told)}", hint or instead)
    return LetterRefusedError([fault], reason, [(one.title, one.cite) for one in about])
