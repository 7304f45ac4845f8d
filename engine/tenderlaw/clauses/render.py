"""Rendering: fill-ins gathered and checked, bodies filled and parsed, nothing dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jinja2 import TemplateError

from tenderlaw.clauses.environment import filled
from tenderlaw.clauses.fill_ins import FilledIn, how, placeholder, value_of
from tenderlaw.clauses.inline import MarkupError, Placeholder
from tenderlaw.clauses.markup import Block, parse_markup
from tenderlaw.clauses.model import Body, Kind, Status
from tenderlaw.clauses.select import SelectedClause
from tenderlaw.facts.records import Record
from tenderlaw.facts.wording import said_in
from tenderlaw.sources.faults import Fault, InputInvalidError, InternalError, nearest

__all__ = ["RenderOptions", "RenderedClause", "render_clauses"]


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How clauses are rendered."""

    language: str = "en"
    fallback: str | None = None
    """A language for clauses that lack the first, where the caller declares one."""
    fill_ins: Mapping[str, str] = field(default_factory=dict)
    draft: bool = False
    """Print visible placeholders for what is missing."""
    placeholder: str = "[TO BE COMPLETED: {title}]"


@dataclass(frozen=True, slots=True)
class RenderedClause:
    """A clause in one language: heading, tree of passages, and what stands behind it."""

    id: str
    kind: Kind
    language: str
    title: str
    content: tuple[Block, ...]
    version: str
    digest: str
    cite: str
    source: str
    prescribed_by: str
    obligation: str
    comes_with: tuple[str, ...]
    """The clauses with which it comes along."""
    legal_system: str | None
    status: Status
    alternates: tuple[tuple[str, str], ...]
    """Those chosen: id and title."""
    flow_down: str | None
    official: str | None
    """Number, title and label of the official clause that is incorporated."""
    fill_ins: tuple[FilledIn, ...]


def render_clauses(
    selected: Sequence[SelectedClause],
    procurement: Record,
    operator: Record,
    options: RenderOptions = RenderOptions(),
) -> tuple[RenderedClause, ...]:
    """Render clauses.

    Raises InputInvalidError that lists every missing or ill-typed fill-in by clause, and every missing language.
    """
    facts = {"procurement": procurement, "operator": operator}
    faults = _unknown(selected, options)
    ready = []
    for one in selected:
        body = one.clause.bodies.get(options.language) or one.clause.bodies.get(options.fallback or "")
        if body is None:
            hint = f"it has {', '.join(sorted(one.clause.bodies))}"
            message = f"has no `{options.language}` version"
            faults.append(Fault(one.clause.said.id, 0, 0, "languages", message, hint))
            continue
        values, more = _values(one, body, facts, options)
        faults += more
        ready.append((one, body, values))
    if faults:
        raise InputInvalidError(faults)
    return tuple(_rendered(*parts) for parts in ready)


def _unknown(selected: Sequence[SelectedClause], options: RenderOptions) -> list[Fault]:
    known = {fill.id for one in selected for fill in one.clause.said.fill_ins}
    return [
        Fault("fill-ins", 0, 0, name, f"no selected clause has the fill-in `{name}`", nearest(name, known))
        for name in options.fill_ins.keys() - known
    ]


class _Read(dict[str, str]):
    """Fill-ins that note which of them a body reads."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(dict.fromkeys(names, "x"))
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return super().__getitem__(name)


def _asked(one: SelectedClause, body: Body) -> set[str]:
    """The fill-ins that the body reads with the alternates chosen: those of other alternates are not asked for."""
    read = _Read(fill.id for fill in one.clause.said.fill_ins)
    _fill(one, body, read)
    return read.names


def _values(
    one: SelectedClause,
    body: Body,
    facts: Mapping[str, Record],
    options: RenderOptions,
) -> tuple[dict[str, str], list[Fault]]:
    """The words of every fill-in of a clause that is asked for, and what is wrong with them."""
    values: dict[str, str] = {}
    faults = []
    asked, held = _asked(one, body), {filled.fill_in: filled for filled in one.fillings}
    for fill in (fill for fill in one.clause.said.fill_ins if fill.id in asked):
        of_pack = held.get(fill.id)
        value = value_of(fill, one.clause.said.id, options.fill_ins, facts, body.language, of_pack)
        if isinstance(value, Fault):
            faults.append(value)
        elif value is not None:
            values[fill.id] = value
        elif options.draft:
            values[fill.id] = placeholder(fill, options.placeholder, body.language)
        else:
            faults.append(Fault(one.clause.said.id, 0, 0, fill.id, f"is missing: {fill.title}", how(fill, of_pack)))
    return values, faults


def _rendered(one: SelectedClause, body: Body, values: Mapping[str, str]) -> RenderedClause:
    said = one.clause.said
    try:
        content = parse_markup(*_fill(one, body, values))
    except MarkupError as error:
        raise InternalError(f"the clause `{said.id}` cannot be rendered: {error}") from error
    official = _official(one)
    cited = "{number} {title} ({label})".format(**official) if official else None
    return RenderedClause(
        id=said.id,
        kind=said.kind,
        language=body.language,
        title=body.title,
        content=content,
        version=said.version,
        digest=one.clause.digest,
        cite=said.cite,
        source=said.source,
        prescribed_by=one.prescribed_by,
        obligation=one.obligation,
        comes_with=one.comes_with,
        legal_system=said.legal_system,
        status=body.status,
        alternates=tuple((a.id, a.title) for a in said.alternates if a.id in one.alternates),
        flow_down=said.flow_down,
        official=cited,
        fill_ins=tuple(
            FilledIn(
                f.id, said_in(f.title, body.language), said.id, str(values[f.id]), isinstance(values[f.id], Placeholder)
            )
            for f in said.fill_ins
            if f.id in values
        ),
    )


def _official(one: SelectedClause) -> dict[str, str] | None:
    """Number, title and label of the official clause that is incorporated, in the version that counts."""
    of, version = one.clause.said.incorporates, one.official
    if of is None or version is None:
        return None
    return {"number": of.number, "title": version.title or of.title, "label": str(version.label)}


def _fill(one: SelectedClause, body: Body, values: Mapping[str, str]) -> tuple[str, list[object]]:
    """The body with its fill-ins and the alternates chosen."""
    said = one.clause.said
    context: dict[str, object] = {
        "fill": values,
        "alternate": {alternate.id: alternate.id in one.alternates for alternate in said.alternates},
    }
    official = _official(one)
    if official is not None:
        context["official"] = official
    if body.template is None:
        raise InternalError(f"the clause `{said.id}` was not compiled")
    try:
        return filled(body.template, context)
    except TemplateError as error:
        raise InternalError(f"the clause `{said.id}` cannot be rendered: {error}") from error
