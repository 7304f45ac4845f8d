"""A pack as its page shows it: sources, grounds with provision and period, values over time, worked cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import escape

from tenderlaw.decisions.regime import Regime
from tenderlaw.documents.letters.phrases import phrases_in
from tenderlaw.facts import written
from tenderlaw.packs.model.duties import Duty
from tenderlaw.packs.model.grounds import Ground, Lift
from tenderlaw.packs.model.pack import Pack, Source
from tenderlaw.packs.model.requirements import Requirement
from tenderlaw.service.pages.phrases import said as phrase
from tenderlaw.service.pages.views.rooms import room_in
from tenderlaw.service.pages.views.values import ValueView, value_view
from tenderlaw.service.pages.views.words import Said, cited, said, said_sentence, spelt

__all__ = [
    "DutyRow",
    "GroundRow",
    "PackRow",
    "PackView",
    "RequirementRow",
    "SourceLine",
    "pack_rows",
    "pack_view",
    "period_words",
]


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack in the list."""

    id: str
    title: Said
    kind: str
    in_force: str
    holds: str
    """How many grounds, requirements or duties it has."""
    version: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A text that was read to write the pack."""

    key: str
    title: Said
    url: str | None
    state: Said


@dataclass(frozen=True, slots=True)
class GroundRow:
    """A ground: what it obliges to, for how long, and what lifts it."""

    id: str
    title: Said
    cite: str
    statement: Said
    obliges: str
    period: str | None
    lifts: tuple[tuple[Said, str], ...]
    in_force: str | None
    """The days between which it is in force, where it has some of its own."""
    review: Said | None


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """Something asked besides exclusion."""

    id: str
    title: Said
    cite: str
    obligation: str
    follows: str


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty of companies, with what meeting it takes."""

    id: str
    title: Said
    cite: str
    obligation: str
    elements: tuple[tuple[Said, str], ...]


@dataclass(frozen=True, slots=True)
class PackView:
    """The page of a pack."""

    row: PackRow
    digest: str
    layers: tuple[str, ...]
    sources: tuple[SourceLine, ...]
    counting: str | None
    mandatory: tuple[GroundRow, ...]
    discretionary: tuple[GroundRow, ...]
    requirements: tuple[RequirementRow, ...]
    duties: tuple[DutyRow, ...]
    values: tuple[ValueView, ...]
    clauses: tuple[tuple[str, str, str], ...]
    """The clauses that it prescribes: id, provision, obligation."""
    options: tuple[tuple[Said, str], ...]
    """What it leaves to choose, and what is chosen."""
    remedies: tuple[tuple[Said, str], ...]


def pack_rows(regimes: Iterable[Regime], language: str) -> tuple[PackRow, ...]:
    """The packs and policies, as they are listed."""
    return tuple(_row(regime.typed.pack, language) for regime in regimes)


def _row(pack: Pack, language: str) -> PackRow:
    words = room_in("packs", language)
    held = [
        phrase(f"packs.number_{what}", language, count=number)
        for what, number in (
            ("grounds", len(pack.grounds)), ("requirements", len(pack.requirements)), ("duties", len(pack.duties)),
            ("clauses", len(pack.clauses)),
        )
        if number
    ]  # fmt: skip
    return PackRow(
        pack.id,
        said(pack.title, language),
        words[f"kind_{pack.kind}"],
        _in_force(pack, language),
        ", ".join(held) or words["number_none"],
        pack.version,
    )


def _in_force(pack: Pack, language: str) -> str:
    words, force = room_in("packs", language), pack.in_force
    if force is None:
        return words["force_unstated"]
    if force.pending:
        return escape(words["force_pending"]).format(reason=said(force.pending, language))
    first = written.day(force.from_, language) if force.from_ else ""
    if force.to:
        return words["force_until"].format(first=first, last=written.day(force.to, language))
    return words["force_since"].format(first=first)


def pack_view(regime: Regime, language: str) -> PackView:
    """The page of a pack of law, of duties, or of a policy."""
    pack = regime.typed.pack
    grounds = [(one.typed.must, _ground(one.typed.ground, one.typed.must, pack, language)) for one in regime.grounds]
    words = room_in("packs", language)
    return PackView(
        row=_row(pack, language),
        digest=pack.digest,
        layers=pack.layers,
        sources=tuple(_source(one, language) for one in pack.sources),
        counting=_counting(pack, language),
        mandatory=tuple(row for must, row in grounds if must),
        discretionary=tuple(row for must, row in grounds if not must),
        requirements=tuple(_requirement(one, language) for one in pack.requirements),
        duties=tuple(_duty(one, language) for one in pack.duties),
        values=tuple(value_view(one, language) for one in pack.values),
        clauses=tuple(
            (one.clause, cited(one.cite, language), words[f"obligation_{one.obligation}"]) for one in pack.clauses
        ),
        options=tuple(_options(pack, language)),
        remedies=tuple((said(one.title, language), cited(one.cite, language)) for one in pack.remedies),
    )


def _source(one: Source, language: str) -> SourceLine:
    return SourceLine(one.key, said(one.title, language), _web(one.url), said(one.state, language))


def _web(url: str | None) -> str | None:
    """An address that a link may lead to."""
    return url if url is not None and url.startswith(("https://", "http://")) else None


def _counting(pack: Pack, language: str) -> str | None:
    if pack.counting is None:
        return None
    words = room_in("packs", language)
    return f"{words[f'event_day_{pack.counting.event_day}']} ({cited(pack.counting.cite, language)})"


def _ground(ground: Ground, must: bool, pack: Pack, language: str) -> GroundRow:
    words = room_in("packs", language)
    lifts: Mapping[str, Lift] = {lift.id: lift for lift in pack.lifts}
    first = written.day(ground.from_, language) if ground.from_ else None
    last = written.day(ground.to, language) if ground.to else None
    force = words["force_until"].format(first=first or "…", last=last) if last else None
    if force is None and first:
        force = words["force_since"].format(first=first)
    return GroundRow(
        id=ground.id,
        title=said(ground.title, language),
        cite=cited(ground.cite, language),
        statement=said(ground.statement, language),
        obliges=words["obliges_must" if must else "obliges_may"],
        period=period_words(pack, ground.period, language),
        lifts=tuple(
            (said(lifts[one].title, language), cited(lifts[one].cite, language))
            for one in ground.lifted_by
            if one in lifts and _available(lifts[one], pack)
        ),
        in_force=force,
        review=said_sentence(ground.review, language) if ground.review else None,
    )


def _available(lift: Lift, pack: Pack) -> bool:
    return lift.available_if is None or bool(pack.option(lift.available_if))


def period_words(pack: Pack, name: str | None, language: str) -> str | None:
    """How long a period lasts and from when, with its citation; None where the regime counts none."""
    period = next((one for one in pack.periods if one.id == name), None)
    if period is None:
        return None
    words = room_in("packs", language)
    starts = [words.get(f"start_{start.date}", spelt(start.date)) for start in period.starts]
    years = pack.years(period)
    form = "period_one" if years == 1 else "period"
    said_ = words[form].format(
        years=years,
        start=written.listed(list(dict.fromkeys(starts)), language, last="or"),
        cite=cited(period.cite, language),
    )
    return said_ + (f" {words['period_judgment']}" if period.judgment is not None else "")


def _requirement(one: Requirement, language: str) -> RequirementRow:
    words = room_in("packs", language)
    return RequirementRow(
        one.id,
        said(one.title, language),
        cited(one.cite, language),
        words[f"obligation_{one.obligation}"],
        phrases_in(language)[f"follows_{one.follows}"],
    )


def _duty(one: Duty, language: str) -> DutyRow:
    return DutyRow(
        one.id,
        said(one.title, language),
        cited(one.cite, language),
        room_in("packs", language)[f"obligation_{one.obligation}"],
        tuple((said(element.title, language), cited(element.cite, language)) for element in one.elements),
    )


def _options(pack: Pack, language: str) -> Iterator[tuple[Said, str]]:
    words = room_in("packs", language)
    for option in pack.options:
        value = pack.option(option.id)
        yield said(option.title, language), words["yes" if value else "no"] if isinstance(value, bool) else str(value)
