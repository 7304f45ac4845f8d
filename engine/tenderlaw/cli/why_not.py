"""`--why-not CLAUSE`: why a clause of the library is not prescribed for a case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tenderlaw.cli.decision_lines import turning_lines
from tenderlaw.cli.exits import USAGE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tenderlaw.decisions.regime import Regime
    from tenderlaw.decisions.why_not import Answer, WhyNot
    from tenderlaw.facts import Case

__all__ = ["print_why_not"]


def print_why_not(
    case: Case,
    day: date | None,
    clause: str,
    packs: Sequence[Regime],
    own: Sequence[Regime],
    *,
    folders: list[Path] | None,
    json: bool,
    clauses_in: tuple[Path, ...] = (),
) -> None:
    """Print the answer for people, or as JSON. Exits with the code of usage for a clause that is in no library."""
    from tenderlaw.clauses.companions import brought_by  # noqa: PLC0415
    from tenderlaw.clauses.library import load_library  # noqa: PLC0415
    from tenderlaw.cli.console import to_people  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415
    from tenderlaw.decisions.choosing import installed_regimes, load_policies  # noqa: PLC0415
    from tenderlaw.decisions.why_not import why_not  # noqa: PLC0415
    from tenderlaw.sources.faults import nearest, quoted  # noqa: PLC0415

    library = load_library(clauses_in).clauses
    if clause not in library:
        hint = nearest(clause, library) or "`tenderlaw clauses --list` shows them"
        typer.echo(f"no clause {quoted(clause)} ({hint})", err=True)
        raise typer.Exit(USAGE)
    installed = (*installed_regimes(), *load_policies(None, folders=folders or ()))
    found = why_not(case, clause, as_of=day, packs=packs, policies=own, installed=installed)
    goes_with, brings = library[clause].said.accompanies, brought_by(clause, library)
    if json:
        from tenderlaw.answers.decisions import why_not_answer  # noqa: PLC0415

        print_json(why_not_answer(found, library))
        return
    out = to_people()
    for line in (*_lines(found), *_along(goes_with, brings)):
        out.print(line)


def _along(goes_with: Sequence[str], brings: Sequence[str]) -> Iterator[str]:
    """What brings the clause along, prescribed or not."""
    if goes_with:
        yield f"It comes along with every text of the library that is a {' or a '.join(goes_with)}."
    if brings:
        yield f"It comes along with: {', '.join(brings)}"


def _lines(found: WhyNot) -> Iterator[str]:
    prescribed = any(one.state == "prescribed" for one in found.answers)
    unknown = any(one.state == "unknown" for one in found.answers)
    state = "is prescribed" if prescribed else "may be prescribed" if unknown else "is not prescribed"
    yield f"{found.clause} {state}, as of {found.as_of.isoformat()}"
    for one in found.answers:
        yield from _answer(one)
    if not found.answers:
        yield "None of the packs and policies that were asked prescribes it in any case."
    if found.elsewhere:
        yield f"Also prescribed, under conditions of their own, by: {', '.join(found.elsewhere)}"


def _answer(one: Answer) -> Iterator[str]:
    yield f"{one.title} [{one.by}], {one.cite}: {one.reason}"
    for node in one.explanation if one.state == "out_of_scope" else one.explanation[:1]:
        yield from turning_lines(node, 1)
    # alternates, where they are what is open
    for node in one.explanation[1:] if one.state == "unknown" else ():
        if node.value == "unknown":
            yield from turning_lines(node, 1)
    for path in one.missing:
        yield f"  missing: {path}"
    for asked in one.requirements:
        yield f"  [{asked.state}] {asked.reason}"
        yield from (f"    missing: {path}" for path in asked.missing)
