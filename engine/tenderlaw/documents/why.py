"""Why a clause is in a document, in plain words of the document's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tenderlaw.clauses.render import RenderedClause
from tenderlaw.clauses.words import day, listed, literal
from tenderlaw.facts.wording import said_in

__all__ = ["why_of"]


def why_of(
    clause: RenderedClause, phrases: Mapping[str, str], language: str, named: Callable[[str], str | None]
) -> str:
    """Who prescribes it or with what it comes along, where it comes from, which variant was chosen, to whom it passes.

    `named` says how the document names another clause.
    """

    def words(text: str) -> str:
        return said_in(text, language).rstrip(".")

    said = [_reason(clause, phrases, language, named), phrases["why_source"].format(source=words(clause.source))]
    if clause.official is not None:
        said.append(phrases["why_official"].format(official=clause.official))
    said += [phrases["why_alternate"].format(title=words(title)) for _, title in clause.alternates]
    if clause.flow_down is not None:
        said.append(phrases["why_flow_down"].format(whom=words(clause.flow_down)))
    if clause.house:
        said.append(phrases["why_house"])
    status = phrases[clause.status]
    if clause.review is not None:
        on = day(clause.review.on, language)
        status = phrases["reviewed_by"].format(status=status, by=literal(clause.review.by), on=on)
    said.append(phrases["why_version"].format(version=clause.version, status=status))
    return " ".join(said)


def _reason(
    clause: RenderedClause, phrases: Mapping[str, str], language: str, named: Callable[[str], str | None]
) -> str:
    if clause.added:
        return phrases["why_added"]
    if clause.prescribed_by:
        rule = said_in(clause.prescribed_by, language)
        return phrases["why_prescribed"].format(rule=rule, obligation=phrases[clause.obligation])
    others = [name for name in map(named, clause.comes_with) if name is not None]
    if others:
        return phrases["why_comes_with"].format(clauses=listed(others, language))
    return phrases["why_goes_with"].format(part=phrases[f"part_{clause.kind}"])
