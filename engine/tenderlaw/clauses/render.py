"""Rendering: fill-ins gathered and checked, bodies filled and parsed, nothing dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tenderlaw.clauses.answers import Answer
from tenderlaw.clauses.fill_ins import FilledIn, placeholder, words_of
from tenderlaw.clauses.filling import fill_body, official_of
from tenderlaw.clauses.inline import MarkupError, Placeholder
from tenderlaw.clauses.markup import Block, parse_markup
from tenderlaw.clauses.model import Clause, Kind, Review, Status
from tenderlaw.clauses.questions import Worded, questions_of, worded
from tenderlaw.clauses.referral import NO_CONTACTS, Contacts
from tenderlaw.clauses.select import SelectedClause
from tenderlaw.clauses.values import NO_VALUES, Values, fill_ins_in, wrong_values
from tenderlaw.facts.records import Record
from tenderlaw.facts.wording import said_in
from tenderlaw.sources.faults import InputInvalidError, InternalError

__all__ = ["RenderOptions", "RenderedClause", "render_clauses"]


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How clauses are rendered."""

    language: str = "en"
    fallback: str | None = None
    """A language for clauses that lack the first, where the caller declares one."""
    fill_ins: Values = NO_VALUES
    draft: bool = False
    """Print visible placeholders for what is missing."""
    placeholder: str = "[TO BE COMPLETED: {title}]"
    contacts: Contacts = NO_CONTACTS
    """What fills blanks for authorities and those who help."""


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
    added: bool = False
    """Whether a person put it in, and nothing prescribes it."""
    review: Review | None = None
    """By whom and when its wording was reviewed."""
    house: bool = False
    """Whether a house put its own wording in the place of the library's."""


def render_clauses(
    selected: Sequence[SelectedClause],
    facts: Mapping[str, Record],
    options: RenderOptions = RenderOptions(),
    library: Mapping[str, Clause] | None = None,
) -> tuple[RenderedClause, ...]:
    """Render clauses. `facts` are the records that fill blanks, by the first word of their paths.

    `library` holds further clauses whose fill-ins may be given without being used. Raises InputInvalidError that
    lists every wrong value, every missing one once, and every missing language.
    """
    known = fill_ins_in({**(library or {}), **{one.clause.said.id: one.clause for one in selected}})
    clauses, faults = worded(selected, options.language, options.fallback)
    questions = questions_of(clauses, options.fill_ins, facts, options.contacts)
    faults += wrong_values(options.fill_ins, known)
    faults += [one.fault for one in questions if one.fault is not None]
    if not options.draft:
        faults += [one.missing() for one in questions if one.answer is None and one.fault is None]
    if faults:
        raise InputInvalidError(faults)
    answers = {one.fill.id: one.answer for one in questions}
    return tuple(_rendered(one, _values(one, answers, options)) for one in clauses)


def _values(clause: Worded, answers: Mapping[str, Answer | None], options: RenderOptions) -> dict[str, str]:
    """The words of every fill-in of a clause that is asked for, in the language of its body."""
    values: dict[str, str] = {}
    for fill in clause.asked:
        answer, language = answers[fill.id], clause.body.language
        values[fill.id] = (
            placeholder(fill, options.placeholder, language)
            if answer is None
            else words_of(answer.value, fill, language)
        )
    return values


def _rendered(clause: Worded, values: Mapping[str, str]) -> RenderedClause:
    one, body, said = clause.one, clause.body, clause.one.clause.said
    try:
        content = parse_markup(*fill_body(one, body, values))
    except MarkupError as error:
        raise InternalError(f"the clause `{said.id}` cannot be rendered: {error}") from error
    official = official_of(one)
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
                f.id,
                said_in(f.title, body.language),
                said.id,
                str(values[f.id]),
                isinstance(values[f.id], Placeholder),
                f.unit,
            )
            for f in said.fill_ins
            if f.id in values
        ),
        added=one.added,
        review=body.review,
        house=one.clause.instead_of is not None,
    )
