"""Rendering: fill-ins gathered and checked, bodies filled, nothing dropped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jinja2 import TemplateError

from tenderlaw.clauses.library import Body, FillIn
from tenderlaw.clauses.select import SelectedClause
from tenderlaw.decisions.sentences import day as day_in_words
from tenderlaw.facts.records import Record
from tenderlaw.sources.faults import Fault, InputInvalidError, InternalError, nearest

__all__ = ["RenderedClause", "render_clauses"]


@dataclass(frozen=True, slots=True)
class RenderedClause:
    """A clause in one language: heading, Markdown body, and what stands behind it."""

    id: str
    title: str
    body: str
    version: str
    cite: str
    source: str
    prescribed_by: str
    obligation: str
    status: str
    alternates: tuple[str, ...]
    flow_down: str | None


def render_clauses(
    selected: Sequence[SelectedClause],
    procurement: Record,
    operator: Record,
    *,
    language: str = "en",
    fill_ins: Mapping[str, str] | None = None,
    draft: bool = False,
) -> tuple[RenderedClause, ...]:
    """Render clauses; `fill_ins` are given by id. `draft` prints visible placeholders for what is missing.

    Raises InputInvalidError that lists every missing or ill-typed fill-in by clause, and a missing language.
    """
    given, faults = dict(fill_ins or {}), list[Fault]()
    known = {fill.id for one in selected for fill in one.clause.said.fill_ins}
    for name in given.keys() - known:
        message = f"no selected clause has the fill-in `{name}`"
        faults.append(Fault("fill-ins", 0, 0, name, message, nearest(name, known)))
    ready = []
    for one in selected:
        body = one.clause.bodies.get(language)
        if body is None:
            hint = f"it has {', '.join(sorted(one.clause.bodies))}"
            faults.append(Fault(one.clause.said.id, 0, 0, "languages", f"has no `{language}` version", hint))
            continue
        values = {}
        for fill in one.clause.said.fill_ins:
            value = _value(fill, given, procurement, operator)
            if value is None and draft:
                value = f"[TO BE COMPLETED: {fill.title}]"
            if value is None:
                faults.append(Fault(one.clause.said.id, 0, 0, fill.id, f"is missing: {fill.title}", _how(fill)))
            elif not draft or fill.id in given:
                faults += _ill_typed(fill, given, one.clause.said.id)
            values[fill.id] = value
        ready.append((one, body, values))
    if faults:
        raise InputInvalidError(faults)
    return tuple(_rendered(one, body, values) for one, body, values in ready)


def _how(fill: FillIn) -> str:
    return f"give the fact `{fill.fact}`, or the fill-in" if fill.fact else "give it as a fill-in"


def _value(fill: FillIn, given: Mapping[str, str], procurement: Record, operator: Record) -> str | None:
    if fill.id in given:
        return given[fill.id] if given[fill.id].strip() else None
    if fill.fact is None:
        return None
    root, *names = fill.fact.split(".")
    found: object = procurement if root == "procurement" else operator
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return None if found is None else _words(found)


def _words(value: object) -> str:
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, dict) and set(value) == {"amount", "currency"}:
        return f"{value['currency']} {value['amount']:,.2f}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _ill_typed(fill: FillIn, given: Mapping[str, str], clause: str) -> list[Fault]:
    word = given.get(fill.id)
    patterns = {"number": r"[0-9]{1,15}", "money": r"[A-Z]{3} [0-9]{1,15}(\.[0-9]{1,2})?"}
    pattern = patterns.get(fill.kind)
    fits = _is_day(word or "") if fill.kind == "day" else pattern is None or re.fullmatch(pattern, word or "")
    if not word or not word.strip() or fits:
        return []
    shape = {"number": "a whole number", "day": "a day YYYY-MM-DD", "money": "such as `EUR 1000.00`"}[fill.kind]
    return [Fault(clause, 0, 0, fill.id, f"`{word}` does not fit", f"write {shape}")]


def _is_day(word: str) -> bool:
    try:
        return date.fromisoformat(word).isoformat() == word
    except ValueError:
        return False


def _rendered(one: SelectedClause, body: Body, values: Mapping[str, str | None]) -> RenderedClause:
    said = one.clause.said
    chosen = {alternate.id: alternate.id in one.alternates for alternate in said.alternates}
    try:
        text = body.template.render(fill=dict(values), alternate=chosen)
    except TemplateError as error:
        raise InternalError(f"the clause `{said.id}` cannot be rendered: {error}") from error
    return RenderedClause(
        id=said.id,
        title=body.title,
        body=text.strip(),
        version=said.version,
        cite=said.cite,
        source=said.source,
        prescribed_by=one.prescribed_by,
        obligation=one.obligation,
        status=body.status,
        alternates=one.alternates,
        flow_down=said.flow_down,
    )
