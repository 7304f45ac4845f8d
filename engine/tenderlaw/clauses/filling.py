"""Bodies filled: what a body asks for with the alternates chosen, and its text with values in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jinja2 import TemplateError

from tenderlaw.clauses.environment import filled
from tenderlaw.clauses.model import Body, FillIn
from tenderlaw.clauses.select import SelectedClause
from tenderlaw.sources.faults import InternalError

__all__ = ["asked_by", "fill_body", "official_of"]


class _Read(dict[str, str]):
    """Fill-ins that note which of them a body reads."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(dict.fromkeys(names, "x"))
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return super().__getitem__(name)


def asked_by(one: SelectedClause, body: Body) -> tuple[FillIn, ...]:
    """The fill-ins that the body reads with the alternates chosen: those of other alternates are not asked for."""
    read = _Read(fill.id for fill in one.clause.said.fill_ins)
    fill_body(one, body, read)
    return tuple(fill for fill in one.clause.said.fill_ins if fill.id in read.names)


def official_of(one: SelectedClause) -> dict[str, str] | None:
    """Number, title and label of the official clause that is incorporated, in the version that counts."""
    of, version = one.clause.said.incorporates, one.official
    if of is None or version is None:
        return None
    return {"number": of.number, "title": version.title or of.title, "label": str(version.label)}


def fill_body(one: SelectedClause, body: Body, values: Mapping[str, str]) -> tuple[str, list[object]]:
    """The body with its fill-ins and the alternates chosen."""
    said = one.clause.said
    context: dict[str, object] = {
        "fill": values,
        "alternate": {alternate.id: alternate.id in one.alternates for alternate in said.alternates},
    }
    official = official_of(one)
    if official is not None:
        context["official"] = official
    if body.template is None:
        raise InternalError(f"the clause `{said.id}` was not compiled")
    try:
        return filled(body.template, context)
    except TemplateError as error:
        raise InternalError(f"the clause `{said.id}` cannot be rendered: {error}") from error
