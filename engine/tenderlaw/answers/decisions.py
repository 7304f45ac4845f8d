"""Decisions, and what is asked beside them, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from tenderlaw.answers.plain import plain
from tenderlaw.clauses.companions import brought_by
from tenderlaw.clauses.wording import UnwordedClause

if TYPE_CHECKING:
    from tenderlaw.clauses.model import Clause
    from tenderlaw.decisions.duties import Duties
    from tenderlaw.decisions.model.decision import Decision
    from tenderlaw.decisions.why_not import WhyNot
    from tenderlaw.interop.espd import EspdReading

__all__ = ["decision_answer", "duties_answer", "remarks_answer", "why_not_answer"]


def decision_answer(
    decision: Decision, unworded: Sequence[UnwordedClause] = (), espd: EspdReading | None = None
) -> dict[str, object]:
    """A decision, the clauses that it prescribes and of which there is no text, and remarks on an ESPD."""
    data = decision.data()
    if unworded:
        data["unworded_clauses"] = [{**cast("dict[str, object]", plain(one)), "said": one.said} for one in unworded]
    if espd is not None:
        data["espd"] = {"version": espd.version, "remarks": remarks_answer(espd)}
    return data


def remarks_answer(espd: EspdReading) -> list[dict[str, object]]:
    """What is remarked on an ESPD."""
    return [{"criterion": one.criterion, "field": one.field, "message": one.message} for one in espd.remarks]


def why_not_answer(found: WhyNot, library: Mapping[str, Clause]) -> dict[str, object]:
    """Why a clause of the library is not prescribed, and what brings it along all the same."""
    fields = {name: plain(getattr(found, name)) for name in found.__dataclass_fields__}
    goes_with, brings = library[found.clause].said.accompanies, brought_by(found.clause, library)
    return {**fields, "goes_with": list(goes_with), "comes_with": list(brings)}


def duties_answer(found: Duties, beside: Sequence[str] = ()) -> dict[str, object]:
    """What companies owe; `beside` was given and passed over."""
    return {"id": found.id, **cast("dict[str, object]", plain(found)), "passed_over": list(beside)}
