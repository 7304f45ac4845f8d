"""What changed between two decisions on one file: outcome, and grounds that came, went or stand otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tenderlaw.decisions.model.decision import Decision
from tenderlaw.service.pages.views.rooms import room_in
from tenderlaw.service.pages.views.words import Said, cited, said

__all__ = ["ChangeLine", "changes_since"]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One thing that is otherwise than before."""

    what: Said
    cite: str | None
    before: str
    after: str


def changes_since(before: Mapping[str, Any], now: Decision, language: str) -> tuple[ChangeLine, ...]:
    """What is otherwise than in an earlier decision, given as the plain data that it was recorded as."""
    return tuple(_changes(before, now, language))


def _changes(before: Mapping[str, Any], now: Decision, language: str) -> Iterator[ChangeLine]:
    words, outcomes, states = (room_in(room, language) for room in ("decisions", "outcomes", "states"))
    if before["outcome"] != now.outcome:
        yield ChangeLine(Said(words["history_outcome"]), None, outcomes[before["outcome"]], outcomes[now.outcome])
    award = before["award"]["may_proceed"]
    if award != now.award.may_proceed:
        yield ChangeLine(
            Said(words["section_award"]), None, words[f"award_{award}"], words[f"award_{now.award.may_proceed}"]
        )
    was = _states_of_data(before)
    is_now = {
        (regime.pack, one.ground, one.operator, one.entry or ""): (one.title, one.cite, one.state)
        for regime in now.regimes
        for one in regime.findings
    }
    for key in dict.fromkeys((*is_now, *was)):
        old, new = was.get(key), is_now.get(key)
        one = new or old
        states_ = (old[2] if old else "not_triggered", new[2] if new else "not_triggered")
        if one is not None and states_[0] != states_[1]:
            yield ChangeLine(said(one[0], language), cited(one[1], language), states[states_[0]], states[states_[1]])


def _states_of_data(data: Mapping[str, Any]) -> dict[tuple[str, str, str, str], tuple[str, str, str]]:
    return {
        (regime["pack"], one["ground"], one["operator"], one.get("entry") or ""): (
            one["title"],
            one["cite"],
            one["state"],
        )
        for regime in data["regimes"]
        for one in regime["findings"]
    }
