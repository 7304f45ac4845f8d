"""`tenderlaw doctor`: what the service needs and does not have."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.exits import LACKING
from tenderlaw.cli.inputs import AsJson, path_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tenderlaw.service.checkup.findings import Finding

__all__ = ["doctor"]


def doctor(
    database: Annotated[
        str | None, typer.Option("--database", metavar="URL", help="The database, as `serve` takes it.")
    ] = None,
    settings: Annotated[
        Path | None,
        typer.Option("--settings", metavar="FILE", parser=path_named, help="The settings, as `serve` takes them."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Look at everything that `serve` needs; each line says what would be right. It makes and changes nothing."""
    from tenderlaw.cli.console import to_people  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415

    found = list(_findings(database, settings))
    if json:
        print_json([one.plain() for one in found])
    else:
        out = to_people()
        for one in found:
            right = f"; right: {one.right}" if one.right else ""
            word, style = _WORDS[one.state]
            out.print(f"{word:8}{one.what}: {one.said}{right}", style=style)
    if any(one.state == "lacking" for one in found):
        raise typer.Exit(LACKING)


_WORDS = {"well": ("well", None), "note": ("note", "yellow"), "lacking": ("LACKING", "bold red")}


def _findings(database: str | None, file: Path | None) -> Iterator[Finding]:
    from tenderlaw.service.checkup.findings import lacking  # noqa: PLC0415
    from tenderlaw.service.checkup.installation import (  # noqa: PLC0415
        extras_found,
        fonts_found,
        interpreter_found,
        packs_found,
    )
    from tenderlaw.service.settings import settings_from  # noqa: PLC0415
    from tenderlaw.sources.extras import ExtraMissingError, need  # noqa: PLC0415
    from tenderlaw.sources.faults import TenderlawError  # noqa: PLC0415

    yield interpreter_found()
    yield from extras_found()
    yield fonts_found()
    try:
        from tenderlaw.service.processes.settled import overlaid  # noqa: PLC0415

        read = overlaid(settings_from(os.environ, file), {} if database is None else {"database": database})
    except TenderlawError as error:
        for fault in error.faults or (str(error),):
            yield lacking("settings", str(fault), "see the hint, or docs/running.md")
        return
    from tenderlaw.service.checkup.agreement import settings_found  # noqa: PLC0415

    yield from settings_found(read)
    yield packs_found(read.packs_in, read.policies_in)
    try:
        need("serve", "the service")
    except ExtraMissingError:
        return  # as was said above
    from tenderlaw.service.checkup.keeping import keeping_found  # noqa: PLC0415
    from tenderlaw.store.moments import utc_now  # noqa: PLC0415

    yield from keeping_found(read, utc_now())
