"""What lists say of the bidder of a file and those with it: each entry, whom it may name, and why it was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, cast

from tenderlaw.decisions.sentences.facts import value_of
from tenderlaw.facts.models import FactModels
from tenderlaw.service.files.deciding import File
from tenderlaw.service.files.laying import operators_in
from tenderlaw.service.files.list_entries import key_of
from tenderlaw.service.files.places import Plain, steps_of, value_at
from tenderlaw.service.files.steps import Step
from tenderlaw.service.pages.views.grounds import FactLine
from tenderlaw.service.pages.views.steps import PossibleView, StepView, entry_lines
from tenderlaw.service.pages.views.words import Said, given

__all__ = ["EntrySaid", "HitView", "OpenList", "hit_views", "open_lists"]

_ELSEWHERE: Final = (".list", ".entry", ".matched_by", ".person", ".to_confirm")
"""Facts of an entry that are said in other words beside it."""


@dataclass(frozen=True, slots=True)
class EntrySaid:
    """What the list itself says in an entry."""

    names: tuple[Said, ...]
    identifiers: tuple[Said, ...]
    unchecked: tuple[Said, ...]
    """Those that do not stand their check, or name no country where they need one."""
    kind: Said
    programme: Said
    review: str | None


@dataclass(frozen=True, slots=True)
class HitView:
    """An entry of a list that is about the bidder or one of those with it, or may be."""

    at: str
    list: Said
    entry: Said
    why: str
    """How it was found, in words."""
    ours: Said
    """Whom of the file it may name."""
    numbers: tuple[Said, ...]
    """By which numbers the file knows them."""
    about: tuple[FactLine, ...]
    said: EntrySaid | None
    """None of an entry that no search has found, or of one that was found before entries were kept."""
    judged: tuple[StepView, ...]
    """What the authority said of it, the latest first."""
    form: PossibleView | None
    """The step that says whose it is; None where a checked identifier says it."""


@dataclass(frozen=True, slots=True)
class OpenList:
    """A list of which it is not known whether it names somebody of the file."""

    list: Said
    ours: Said
    why: str
    """What would settle it, in the words of the search; empty where none has said it."""


def hit_views(
    file: File,
    rows: Mapping[str, Plain],
    possible: Iterable[PossibleView],
    judged: Callable[[list[Step]], tuple[StepView, ...]],
    models: FactModels,
    language: str,
) -> tuple[HitView, ...]:
    """The entries of lists among the facts; `rows` are those that a search has found, as their lists have them."""
    facts = file.bidder.facts
    forms = {one.at: one for one in possible if one.kind == "name-hit"}
    out = []
    for at, operator, entry in _entries(facts):
        form = forms.get(at)
        mine = [one for one in file.steps if form is not None and one.said.subject.known_by == form.digest]
        row = rows.get(key_of(entry))
        whom = _person(operator, entry.get("person")) or operator
        out.append(
            HitView(
                at=at,
                list=given(str(entry.get("list"))),
                entry=given(str(entry.get("entry"))),
                why=value_of(f"{at}.matched_by", str(entry["matched_by"]), language, models)
                if "matched_by" in entry
                else "",
                ours=given(cast("str | None", whom.get("name"))),
                numbers=tuple(_numbers(cast("list[Plain]", whom.get("identifiers") or []))),
                about=tuple(
                    one for one in entry_lines(facts, at, language, models) if not one.path.endswith(_ELSEWHERE)
                ),
                said=None if row is None else _said(row),
                judged=judged(mine),
                form=form,
            )
        )
    return tuple(out)


def open_lists(facts: Plain, remarks: Iterable[Mapping[str, str]]) -> tuple[OpenList, ...]:
    """The lists of which nothing is known yet; `remarks` are those of the last search."""
    said = {(one["path"].removesuffix(".listings"), name): one["hint"] for one in remarks
            for name in one["message"].split("`")[1:2]}  # fmt: skip
    out = []
    for operator in operators_in(facts):
        held = cast("Plain", value_at(facts, steps_of(operator)))
        for one in cast("list[Plain]", held.get("listings") or []):
            if len(one) == 1:
                name = str(one["list"])
                ours = given(cast("str | None", held.get("name")))
                out.append(OpenList(given(name), ours, said.get((operator, name), "")))
    return tuple(out)


def _entries(facts: Plain) -> Iterator[tuple[str, Plain, Plain]]:
    """Each entry with its place and its operator; those of which only the list is known aside."""
    for operator in operators_in(facts):
        held = cast("Plain", value_at(facts, steps_of(operator)))
        for number, entry in enumerate(cast("list[Plain]", held.get("listings") or [])):
            if len(entry) > 1:
                yield f"{operator}.listings[{number}]", held, entry


def _person(operator: Plain, name: object) -> Plain | None:
    persons = cast("list[Plain]", operator.get("linked_persons") or [])
    return next((one for one in persons if name is not None and one.get("name") == name), None)


def _numbers(identifiers: Iterable[Plain]) -> Iterator[Said]:
    for one in identifiers:
        yield given(" ".join(str(one[name]) for name in ("scheme", "value", "country") if one.get(name)))


def _said(row: Plain) -> EntrySaid:
    return EntrySaid(
        tuple(given(one) for one in cast("list[str]", row["names"])),
        tuple(given(" ".join(filter(None, one.split(":")))) for one in cast("list[str]", row["keys"])),
        tuple(_numbers(cast("list[Plain]", row["invalid"]))),
        given(str(row["kind"])),
        given(str(row["programme"])),
        cast("str | None", row["review"]),
    )
