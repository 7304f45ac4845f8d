"""The bidders of a procurement beside one another: what the law makes of each, ground by ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tenderlaw.decisions.model.decision import Decision
from tenderlaw.documents.letters.phrases import phrases_in as letter_phrases_in
from tenderlaw.facts import written
from tenderlaw.service.pages.views.decision import award_tag, operator_name
from tenderlaw.service.pages.views.missing import outcome_tag
from tenderlaw.service.pages.views.rooms import room_in
from tenderlaw.service.pages.views.words import Said, Tag, TagColour, cited, given, said

__all__ = ["BidderColumn", "BidderDecided", "ComparisonCell", "ComparisonRow", "ComparisonView", "comparison_view"]

_WEIGHT: Final = (
    "applies", "unmet", "possible", "unknown", "not_yet", "derogated", "cured", "self_cleaned", "lapsed", "met",
    "not_in_force", "not_triggered",
)  # fmt: skip
_COLOURS: Final[Mapping[str, TagColour]] = {
    "applies": "red", "unmet": "red", "possible": "purple", "unknown": "purple", "not_yet": "yellow", "lapsed": "grey",
    "self_cleaned": "green", "cured": "green", "derogated": "green", "met": "green", "not_in_force": "grey",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BidderDecided:
    """A bidder's case decided on the day of the comparison."""

    bidder: str
    """Its handle."""
    decision: Decision


@dataclass(frozen=True, slots=True)
class BidderColumn:
    """What the law makes of one bidder as a whole."""

    bidder: str
    name: Said
    outcome: Tag
    award: Tag
    missing: int
    tier: str | None
    """The highest tier of the policies asked, in words."""
    changes: bool = False


@dataclass(frozen=True, slots=True)
class ComparisonCell:
    """A ground or a requirement for one bidder; without a tag it is not there."""

    tag: Tag | None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """A ground or a requirement, and what it comes to for each bidder in order."""

    title: Said
    cite: str
    kind: str
    cells: tuple[ComparisonCell, ...]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """The table: bidders in columns, and below each law what tells them apart."""

    as_of: str
    columns: tuple[BidderColumn, ...]
    laws: tuple[tuple[Said, tuple[ComparisonRow, ...]], ...]
    """Of each law that governs one of them, the rows in which a bidder has something."""


def comparison_view(decided: Sequence[BidderDecided], language: str) -> ComparisonView:
    """The bidders in the order given, all decided on one day. Rows in which nobody has anything are left out."""
    laws: dict[str, Said] = {}
    for one in decided:
        for regime in one.decision.regimes:
            if regime.scope != "false":
                laws.setdefault(regime.pack, said(regime.title, language))
    return ComparisonView(
        as_of=written.day(decided[0].decision.as_of, language) if decided else "",
        columns=tuple(_column(one, language) for one in decided),
        laws=tuple((title, tuple(_rows(pack, decided, language))) for pack, title in laws.items()),
    )


def _column(one: BidderDecided, language: str) -> BidderColumn:
    decision, letters = one.decision, letter_phrases_in(language)
    tiers = [policy.tier.tier for policy in decision.policies if policy.tier is not None]
    highest = max(tiers, key=("low", "medium", "high").index, default=None)
    return BidderColumn(
        bidder=one.bidder,
        name=given(operator_name(decision, language)),
        outcome=outcome_tag(decision.outcome, language),
        award=award_tag(decision.award.may_proceed, language),
        missing=len(decision.missing_facts),
        tier=letters[f"tier_{highest}"] if highest else None,
    )


_Key = tuple[str, str, str]


def _rows(pack: str, decided: Sequence[BidderDecided], language: str) -> list[ComparisonRow]:
    rows: dict[_Key, tuple[Said, str, dict[int, tuple[str, str | None]]]] = {}
    for number, one in enumerate(decided):
        for regime in one.decision.regimes:
            if regime.pack != pack or regime.scope == "false":
                continue
            for found in regime.findings:
                until = written.day(found.until, language) if found.until and found.state == "applies" else None
                _note(rows, ("ground", found.ground, found.cite), found.title, number, (found.state, until), language)
            for asked in regime.requirements:
                key = ("requirement", asked.requirement, asked.cite)
                _note(rows, key, asked.title, number, (asked.state, None), language)
    return [
        ComparisonRow(title, cite, key[0], tuple(_cell(held.get(number), language) for number in range(len(decided))))
        for key, (title, cite, held) in rows.items()
        if any(state not in ("not_triggered", "not_in_force", "met") for state, _ in held.values())
    ]


def _note(
    rows: dict[_Key, tuple[Said, str, dict[int, tuple[str, str | None]]]],
    key: _Key,
    title: str,
    number: int,
    state: tuple[str, str | None],
    language: str,
) -> None:
    """Keep the heaviest state of a ground for a bidder."""
    _, _, held = rows.setdefault(key, (said(title, language), cited(key[2], language), {}))
    if number not in held or _WEIGHT.index(state[0]) < _WEIGHT.index(held[number][0]):
        held[number] = state


def _cell(state: tuple[str, str | None] | None, language: str) -> ComparisonCell:
    words = room_in("comparison", language)
    if state is None or state[0] == "not_triggered":
        return ComparisonCell(None)
    name, until = state
    tag = Tag(room_in("states", language)[name], _COLOURS[name])
    return ComparisonCell(tag, words["until"].format(day=until) if until else None)
