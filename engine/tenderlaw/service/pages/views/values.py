"""A dated value of a pack: its versions as a table and, of an amount with several, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from tenderlaw.facts import written
from tenderlaw.packs.model.values import Value, Version
from tenderlaw.service.pages.views.charts import Step, steps_svg
from tenderlaw.service.pages.views.decision import money_of
from tenderlaw.service.pages.views.rooms import room_in
from tenderlaw.service.pages.views.words import Said, cited, said, said_sentence, spelt

__all__ = ["ValueView", "value_view"]


@dataclass(frozen=True, slots=True)
class ValueView:
    """A dated value: its versions as a table and, of an amount with several, as a picture."""

    id: str
    title: Said
    cite: str
    by: str
    """Which fact decides the version."""
    rows: tuple[tuple[str, str, str, Said], ...]
    """From, to, what it is, and the provision or why it is not settled."""
    picture: Markup | None


_MOST_WORDS: Final = 12


def value_view(value: Value, language: str) -> ValueView:
    """A dated value, version by version."""
    words = room_in("packs", language)
    title = said(value.title, language)
    steps = [Step(one.from_, one.to, one.amount if one.unsettled is None else None) for one in value.versions]
    amounts = [one for one in value.versions if one.amount is not None]
    picture = None
    if len(steps) > 1 and amounts:
        described = words["chart_described"].format(
            first=_shown(value, value.versions[0], language), last=_shown(value, value.versions[-1], language)
        )
        picture = steps_svg(steps, str(title), described, language)
    return ValueView(
        id=value.id,
        title=title,
        cite=cited(value.cite, language),
        by=written.listed([words.get(f"by_{fact}", spelt(fact.rpartition(".")[2])) for fact in value.by], language),
        rows=tuple(
            (
                written.day(one.from_, language),
                written.day(one.to, language) if one.to else words["open"],
                _shown(value, one, language),
                said_sentence(one.unsettled, language) if one.unsettled else Said(cited(one.cite, language)),
            )
            for one in value.versions
        ),
        picture=picture,
    )


def _shown(value: Value, version: Version, language: str) -> str:
    words = room_in("packs", language)
    if version.unsettled is not None:
        return words["not_settled"]
    if version.amount is not None:
        vat = value.vat_of(version)
        return money_of(str(version.amount), value.currency_of(version), language) + (
            f", {words[f'vat_{vat}']}" if vat else ""
        )
    if version.number is not None:
        return written.number(version.number, language)
    return _few(version.words or (), words["and_more"])


def _few(held: Sequence[str], more: str) -> str:
    shown = ", ".join(held[:_MOST_WORDS])
    return shown if len(held) <= _MOST_WORDS else f"{shown} {more.format(number=len(held) - _MOST_WORDS)}"
