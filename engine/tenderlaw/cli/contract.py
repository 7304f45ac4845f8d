"""`tenderlaw contract`: what a contract comes to on a day after its award."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.clause_inputs import ClauseFolders, Fill, Reasons, ValueFiles, With, Without, clauses_given
from tenderlaw.cli.inputs import (
    AsJson,
    InLanguage,
    PackFolders,
    PackIds,
    PolicyFolders,
    PolicyIds,
    day_asked,
    path_named,
    question_of,
)

if TYPE_CHECKING:
    from datetime import date

    from tenderlaw.cli.clause_inputs import ClausesGiven
    from tenderlaw.cli.inputs import Question
    from tenderlaw.contracts import ContractRecord

__all__ = ["contract"]


def contract(
    case: Annotated[
        Path, typer.Argument(metavar="CASE", parser=path_named, help="A case with the record (YAML, JSON).")
    ],
    as_of: Annotated[str, typer.Option("--as-of", metavar="YYYY-MM-DD", help="The day on which it is asked.")],
    pack: PackIds = None,
    packs_in: PackFolders = None,
    policy: PolicyIds = None,
    policies_in: PolicyFolders = None,
    fill: Fill = None,
    values: ValueFiles = None,
    with_: With = None,
    without: Without = None,
    reason: Reasons = None,
    clauses_in: ClauseFolders = None,
    ics: Annotated[
        Path | None,
        typer.Option("--ics", metavar="FILE", parser=path_named, help="Write the days to keep as a calendar, too."),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="What was done and what is not yet due, too.")] = False,
    language: InLanguage = "en",
    json: AsJson = False,
) -> None:
    """Say what fell due under a contract, what was found, and which measures, ends and reports may or must follow."""
    from tenderlaw.cli.console import to_people  # noqa: PLC0415
    from tenderlaw.cli.contract_lines import contract_lines  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415

    day = day_asked(as_of)
    if ics is not None:
        from tenderlaw.sources.free_places import in_text, refuse_inputs, writable  # noqa: PLC0415

        in_text([ics])
        refuse_inputs([ics], [case, *(values or ()), *(packs_in or ()), *(policies_in or ()), *(clauses_in or ())])
        writable(ics)
    given = clauses_given(fill, values, with_, without, reason, clauses_in)
    asked = question_of(case, None, None, None, None, None, as_of, pack, packs_in, policy, policies_in)
    found = _record(asked, day, given)
    if ics is not None:
        from tenderlaw.contracts.calendar import calendar_of_contract  # noqa: PLC0415
        from tenderlaw.documents.output import write_whole  # noqa: PLC0415

        name = asked.case.procurement.title or "contract"
        write_whole(ics, calendar_of_contract(found, name, language))
    if json:
        print_json(found.data())
        return
    out, lines = to_people(), tuple(contract_lines(found, language, full=full))
    for line in lines:
        out.print(line)
    if ics is not None:
        out.print(f"written: {ics}")


def _record(asked: Question, day: date, given: ClausesGiven) -> ContractRecord:
    from tenderlaw.clauses.library import load_library  # noqa: PLC0415
    from tenderlaw.contracts import contract_record  # noqa: PLC0415

    return contract_record(
        asked.case,
        as_of=day,
        packs=asked.packs,
        policies=asked.policies,
        fill_ins=given.fill_ins,
        with_clauses=given.added,
        without_clauses=given.left_out,
        library=load_library(given.folders),
    )
