"""What an interview says as plain data, for programs: the same names as the values have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import cast

from tenderlaw.interview.model import Answered, Asked, Change, Checked, Standing

__all__ = ["answered_data", "asked_data", "checked_data", "standing_data"]


def asked_data(asked: Asked) -> dict[str, object]:
    """A question as plain data."""
    return _plain(asdict(asked))


def standing_data(standing: Standing) -> dict[str, object]:
    """Where an interview stands, without the interview: the question to ask now is the first."""
    return {
        "language": standing.language,
        "outcome": standing.outcome,
        "award": standing.award,
        "settled": standing.settled,
        "why": standing.why,
        "said": standing.said,
        "at_most": standing.at_most,
        "others": standing.others,
        "questions": [asked_data(one) for one in standing.questions],
        "unknown": [asked_data(one) for one in standing.unknown],
        "regimes": [asdict(one) for one in standing.regimes],
        "presumed": [_plain(asdict(one)) for one in standing.presumed],
    }


def answered_data(answered: Answered) -> dict[str, object]:
    """What became of an answer, with where it stands now."""
    return {
        "faults": [{"path": one.field, "message": one.message, "hint": one.hint} for one in answered.faults],
        "echo": answered.echo,
        "settled": [_change(one) for one in answered.settled],
        "standing": standing_data(answered.standing),
    }


def checked_data(lines: Sequence[Checked]) -> list[dict[str, object]]:
    """The answers to check."""
    return [_plain(asdict(one)) for one in lines]


def _change(one: Change) -> dict[str, object]:
    return asdict(one)


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    """Tuples as lists, as JSON has them."""
    return {name: _plain_one(value) for name, value in values.items()}


def _plain_one(value: object) -> object:
    if isinstance(value, Mapping):
        return _plain(cast("Mapping[str, object]", value))
    if isinstance(value, list | tuple):
        return [_plain_one(one) for one in value]
    return str(value) if isinstance(value, str) else value
