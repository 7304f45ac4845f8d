"""`tenderlaw duties`: what a company and its group owe outside any procurement."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.inputs import AsJson, InLanguage, PackFolders, day_asked, path_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tenderlaw.decisions.duties import Duties
    from tenderlaw.decisions.model.duties import DutyState, RegimeDuties

__all__ = ["duties"]


def duties(
    operator: Annotated[
        Path,
        typer.Argument(metavar="OPERATOR", parser=path_named, help="A company, alone or with its group; or a case."),
    ],
    as_of: Annotated[str, typer.Option("--as-of", metavar="YYYY-MM-DD", help="The day on which it is asked.")],
    pack: Annotated[
        list[str] | None, typer.Option("--pack", metavar="ID", help="A pack of duties; may be repeated; default: all.")
    ] = None,
    packs_in: PackFolders = None,
    ics: Annotated[
        Path | None,
        typer.Option("--ics", metavar="FILE", parser=path_named, help="Write the days to keep as a calendar, too."),
    ] = None,
    language: InLanguage = "en",
    json: AsJson = False,
) -> None:
    """Say what a company and its group owe under each regime of duties, by when, and what of it is met."""
    from tenderlaw.cli.console import to_people  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415
    from tenderlaw.decisions.cases import company_in  # noqa: PLC0415
    from tenderlaw.decisions.choosing import load_duties  # noqa: PLC0415
    from tenderlaw.decisions.duties import duties_of  # noqa: PLC0415
    from tenderlaw.facts.company import passed_over  # noqa: PLC0415
    from tenderlaw.sources.tree import read_file  # noqa: PLC0415

    day = day_asked(as_of)
    packs = load_duties(pack or None, folders=packs_in or ())
    if ics is not None:
        from tenderlaw.sources.free_places import in_text, refuse_inputs, writable  # noqa: PLC0415

        in_text([ics])
        refuse_inputs([ics], [operator, *(packs_in or ())])
        writable(ics)
    source = read_file(operator)
    company, _ = company_in(source, packs)
    beside, found = passed_over(source), duties_of(company, as_of=day, packs=packs)
    if ics is not None:
        from tenderlaw.decisions.calendar_of_duties import calendar_of  # noqa: PLC0415
        from tenderlaw.documents.output import write_whole  # noqa: PLC0415

        write_whole(ics, calendar_of(found))
    if json:
        from tenderlaw.answers.decisions import duties_answer  # noqa: PLC0415

        print_json(duties_answer(found, beside))
        return
    out = to_people()
    if beside:
        out.print(f"Given beside the company and its group, and passed over: {', '.join(beside)}")
    for line in _lines(found, language):
        out.print(line)
    if ics is not None:
        out.print(f"written: {ics}")


def _lines(found: Duties, language: str) -> Iterator[str]:
    for company in found.companies:
        yield f"{' '.join(company.name.split())}, as of {found.as_of.isoformat()}"
        for regime in company.regimes:
            yield from _of_regime(regime, language)
        if company.unread:
            yield f"Given, and read by no rule: {', '.join(company.unread)}"
    yield f"Duties {found.id[:16]}"


def _of_regime(regime: RegimeDuties, language: str) -> Iterator[str]:
    from tenderlaw.facts.wording import said_in  # noqa: PLC0415

    yield f"{said_in(regime.title, language)} [{regime.pack}]: {regime.reason}"
    for duty in regime.duties:
        yield from _of_duty(duty, language)
    for note in regime.notes:
        yield f"  A person must look at {note}"


def _of_duty(duty: DutyState, language: str) -> Iterator[str]:
    from tenderlaw.facts.wording import said_in  # noqa: PLC0415

    of = f" for the year to {duty.of.isoformat()}" if duty.of else ""
    yield f"  [{duty.state}] {said_in(duty.title, language)}{of} ({duty.cite}): {duty.reason}"
    for element in duty.elements if duty.owed == "owed" else ():
        weight = "" if element.obligation == "mandatory" else f", {element.obligation}"
        yield f"    [{element.state}{weight}] {said_in(element.title, language)} ({element.cite})"
    if duty.missing:
        yield f"    Missing: {', '.join(duty.missing)}"
    if duty.state in ("unmet", "late", "open") and duty.consequences:
        yield f"    If it is not met: {'; '.join(said_in(one, language) for one in duty.consequences)}"
    for one in duty.reusable:
        said = f"({one.obligation}, {said_in(one.cite, language)})"
        yield f"    May be reused for it: the text made for {one.pack}/{one.duty} {said}"
        if one.still:
            yield f"      Still to be looked at: {'; '.join(said_in(title, language) for title in one.still)}"
        if one.note:
            yield f"      {said_in(one.note, language)}"
    if duty.note:
        yield f"    {said_in(duty.note, language)}"
