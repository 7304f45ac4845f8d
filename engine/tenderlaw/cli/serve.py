"""`tenderlaw serve`: pages and API over one database, with a record."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.inputs import path_named

if TYPE_CHECKING:
    from tenderlaw.service.processes.beginning import Begun
    from tenderlaw.service.settings import Settings

__all__ = ["serve"]


def serve(
    host: Annotated[
        str | None, typer.Option("--host", metavar="ADDRESS", help="Where it listens; default: 127.0.0.1.")
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65_535, help="Default: 8000; 0 takes a free one.")
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            "--database", metavar="URL", help="postgresql://..., or sqlite:///FILE; default: tenderlaw.sqlite."
        ),
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, max=256, help="Processes that answer; default: 1.")
    ] = None,
    settings: Annotated[
        Path | None,
        typer.Option(
            "--settings", metavar="FILE", parser=path_named, help="TOML or YAML; TENDERLAW_* counts before it."
        ),
    ] = None,
    migrate: Annotated[
        bool, typer.Option("--migrate/--no-migrate", help="Whether tables of an older version are brought up to date.")
    ] = True,
    sign_in: Annotated[
        str | None,
        typer.Option(
            "--sign-in", metavar="EMAIL", help="Only print a new sign-in link (`administrator`: for that one)."
        ),
    ] = None,
) -> None:
    """Serve pages and API until it is stopped (Ctrl-C or SIGTERM); the first start prints a one-time sign-in link."""
    from tenderlaw.sources.extras import need  # noqa: PLC0415

    need("serve", "the service")
    from tenderlaw.service.processes.settled import known_by_its_names, overlaid  # noqa: PLC0415
    from tenderlaw.service.settings import settings_from  # noqa: PLC0415

    os.umask(0o077)  # what it writes is for its own account
    options = {"host": host, "port": port, "database": database, "workers": workers}
    given = {name: value for name, value in options.items() if value is not None}
    read = known_by_its_names(overlaid(settings_from(os.environ, settings), given))
    if sign_in is not None:
        _print_link(read, sign_in)
        return
    raise typer.Exit(_serve(read, migrate=migrate))


def _serve(settings: Settings, *, migrate: bool) -> int:
    from tenderlaw.service.processes.beginning import begun  # noqa: PLC0415
    from tenderlaw.service.processes.listening import address_of, listening  # noqa: PLC0415
    from tenderlaw.service.processes.running import run  # noqa: PLC0415

    with listening(settings.host, settings.port) as door:  # before anything is made: two at one port make nothing
        done = begun(settings, migrate=migrate)
        address = settings.public_url or address_of(door, settings.host)
        for line in _beginning(done, address):
            _say(line)
        return run(done.settings, door, say=_warn, ready=lambda: _say(f"ready: {address} (Ctrl-C stops it)"))


def _beginning(done: Begun, address: str) -> list[str]:
    lines = [f"database: {done.place}" + (f", brought up to {done.migrated[-1]}" if done.migrated else "")]
    if done.new_key is not None:
        lines.append(
            f"master key: {done.new_key}, new. KEEP A COPY APART FROM THE DATABASE: without it nothing kept here"
        )
        lines.append("  can be read again, and whoever has both can read everything.")
    if done.first is not None:
        lines.append(f"sign in (once, within an hour): {_link(address, done.first.token)}")
    return lines


def _print_link(settings: Settings, email: str) -> None:
    from tenderlaw.service.processes.beginning import new_link  # noqa: PLC0415

    found = new_link(settings, None if email == "administrator" else email)
    if found is None:
        raise typer.BadParameter(f"nobody with the address {email} may come in", param_hint="--sign-in")
    _say(_link(settings.public_url or f"http://{settings.host}:{settings.port}", found.token))


def _link(address: str, token: str) -> str:
    return f"{address}/sign-in?token={token}"


def _say(line: str) -> None:
    typer.echo(line)


def _warn(line: str) -> None:
    typer.echo(line, err=True)
