"""Why a clause is in a document, in plain words of the document's language."""

from __future__ import annotations

from collections.abc import Mapping

from tenderlaw.clauses.render import RenderedClause

__all__ = ["why_of"]


def why_of(clause: RenderedClause, phrases: Mapping[str, str]) -> str:
    """Who prescribes it, where it comes from, which variant was chosen, to whom it is passed on."""
    obligation = phrases[clause.obligation]
    said = [
        phrases["why_prescribed"].format(rule=clause.prescribed_by, obligation=obligation),
        phrases["why_source"].format(source=clause.source.rstrip(".")),
    ]
    if clause.official is not None:
        said.append(phrases["why_official"].format(official=clause.official))
    said += [phrases["why_alternate"].format(title=title.rstrip(".")) for _, title in clause.alternates]
    if clause.flow_down is not None:
        said.append(phrases["why_flow_down"].format(whom=clause.flow_down.rstrip(".")))
    said.append(phrases["why_version"].format(version=clause.version, status=phrases[clause.status]))
    return " ".join(said)
