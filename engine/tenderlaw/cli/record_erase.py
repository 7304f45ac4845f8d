"""`tenderlaw record due`, `record erase`: the files that were kept for as long as they had to be, and their erasure."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, cast

import typer

from tenderlaw.cli.inputs import AsJson, AsOf, day_asked
from tenderlaw.cli.record_inputs import DatabaseUrl, SettingsFile, Tenant, opened

if TYPE_CHECKING:
    from tenderlaw.record.erasing import Ground

__all__ = ["due", "erase"]

_ACTOR = "command-line"
_GROUNDS = ("request", "unlawful")


def due(
    as_of: AsOf = None,
    database: DatabaseUrl = None,
    settings: SettingsFile = None,
    tenant: Tenant = None,
    json: AsJson = False,
) -> None:
    """List the files that may go on a day: not under a legal hold, and past the last day on which they are kept."""
    from tenderlaw.cli.console import to_people  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415
    from tenderlaw.record.erasing import due as files_due  # noqa: PLC0415
    from tenderlaw.record.found import tenant_named  # noqa: PLC0415

    on = day_asked(as_of)
    with opened(database, settings, key=False) as held, held.database.reading() as connection:
        found = files_due(connection, tenant_named(connection, tenant), on)
    if json:
        print_json([asdict(one) for one in found])
        return
    out = to_people()
    for one in found:
        out.print(f"{one.bidder} (in {one.procurement}): kept until {one.until}")
    out.print(f"{len(found)} due on {on}")


def erase(
    file: Annotated[
        str | None, typer.Argument(metavar="[BIDDER]", help="The file of a bidder; default: with --due, all that are.")
    ] = None,
    ground: Annotated[
        str | None,
        typer.Option("--ground", metavar="GROUND", help="request (of the person), unlawful (to keep it)."),
    ] = None,
    all_due: Annotated[bool, typer.Option("--due", help="Erase all files that are due on --as-of.")] = False,
    as_of: AsOf = None,
    database: DatabaseUrl = None,
    settings: SettingsFile = None,
    tenant: Tenant = None,
    json: AsJson = False,
) -> None:
    """Erase for ever what is kept of a bidder. The entries stay, say nothing any more, and are proved as before."""
    from tenderlaw.cli.console import to_people  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415
    from tenderlaw.record.erasing import erase as erased  # noqa: PLC0415
    from tenderlaw.record.erasing import erase_due  # noqa: PLC0415
    from tenderlaw.record.found import tenant_named  # noqa: PLC0415
    from tenderlaw.store.backup import wipe  # noqa: PLC0415

    if all_due is (file is not None):
        raise typer.BadParameter("name one file, or say --due", param_hint="BIDDER")
    if file is not None and ground not in _GROUNDS:
        raise typer.BadParameter(f"is asked for: {' or '.join(_GROUNDS)}", param_hint="--ground")
    on = day_asked(as_of) if all_due else None
    with opened(database, settings) as held:
        with held.database.reading() as connection:
            whose = tenant_named(connection, tenant)
        if on is not None:
            gone = erase_due(held.database, held.own, whose, on, _ACTOR)
        else:
            with held.database.writing() as connection:
                erased(connection, held.own, whose, str(file), _ACTOR, cast("Ground", ground))
            gone = [str(file)]
        wiped = wipe(held.database)
    if json:
        print_json({"erased": gone, "written_over": wiped})
        return
    out = to_people()
    for one in gone:
        out.print(f"{one}: erased; copies that were made before still hold it")
    if not wiped:
        out.print(
            "somebody reads an older state: what was erased lies in the log of the database until the next erasure"
        )
    if not gone:
        out.print(f"nothing is due on {on}")
