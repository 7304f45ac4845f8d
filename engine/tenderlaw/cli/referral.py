"""`tenderlaw referral`: where suspicions may be reported in a country, and who helps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.inputs import AsJson, InLanguage, day_asked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from tenderlaw.clauses.referral import Contact

__all__ = ["referral"]


def referral(
    country: Annotated[
        list[str] | None, typer.Argument(metavar="[COUNTRY]...", help="Countries as ISO 3166 codes; all of them.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="The day on which it is asked.")
    ] = None,
    language: InLanguage = "en",
    json: AsJson = False,
) -> None:
    """List where suspicions may be reported in a country and who helps, with the text and the day of each."""
    from tenderlaw.clauses.referral import as_data, contacts_in  # noqa: PLC0415
    from tenderlaw.cli.console import to_people  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415

    day = day_asked(as_of or None)
    known = contacts_in()
    wanted = [_known(one.upper(), known) for one in country or known]
    if json:
        print_json([as_data(place, one, day) for place in wanted for one in known[place]])
        return
    out = to_people()
    for place in wanted:
        for one in known[place]:
            for line in _lines(place, one, day, language):
                out.print(line)


def _known(country: str, known: Collection[str]) -> str:
    from tenderlaw.sources.faults import quoted  # noqa: PLC0415

    if country not in known:
        raise typer.BadParameter(f"no contact of {quoted(country)} is known; those of {', '.join(known)} are")
    return country


def _lines(country: str, one: Contact, day: date, language: str) -> Iterator[str]:
    from tenderlaw.facts.wording import said_in  # noqa: PLC0415

    english = f" ({one.english})" if one.english else ""
    yield f"{country} {one.kind}: {one.name}{english}"
    text = f"text {one.text}" if one.text else None
    yield "  " + "; ".join(word for word in (one.phone, text, one.email, one.url, one.address) if word)
    if one.for_whom:
        yield f"  for {said_in(one.for_whom, language)}"
    yield f"  read on {one.read_on.isoformat()}: {one.source.title}, {one.source.url}"
    if one.check_after < day:
        yield f"  asks to be checked since {one.check_after.isoformat()}: it fills no blank"
    if one.note:
        yield f"  {said_in(one.note, language)}"
