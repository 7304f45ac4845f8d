"""The `tenderlaw` command."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

import typer

from tenderlaw._version import __version__
from tenderlaw.cli import (
    check,
    clauses,
    compare,
    document,
    explain,
    offences,
    packs,
    redline,
    regimes,
    schema,
    screen,
    suppliers,
)
from tenderlaw.cli.exits import INPUT_INVALID, INTERNAL

if TYPE_CHECKING:
    from tenderlaw.sources.faults import Fault

__all__ = ["app", "run"]

app = typer.Typer(
    name="tenderlaw",
    help="Exclusion of bidders and anti-trafficking clauses in public procurement, decided by cited rules.",
    epilog=(
        "Exit codes: 0 not excluded or done, 2 usage, 3 must exclude, 4 may exclude, 5 undetermined, "
        "6 pack invalid, 7 input invalid, 8 out of scope, 9 an extra is not installed, 70 internal error."
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: the same everywhere, and twice as fast
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("check")(check.check)
app.command("explain")(explain.explain)
app.command("regimes")(regimes.regimes)
app.command("offences")(offences.offences)
app.command("compare")(compare.compare)
app.command("clauses")(clauses.clauses)
app.command("document")(document.document)
app.command("redline")(redline.redline)
app.command("screen")(screen.screen)
app.command("suppliers")(suppliers.suppliers)
app.command("schema")(schema.schema)
app.add_typer(packs.app, name="packs")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version."),
) -> None:
    pass


def run() -> None:
    """Run the command; whatever happens, a person gets a sentence and a documented exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # the same bytes whatever the locale; no character stops a message
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(_flushed(_code()))


def _code() -> int | str | None:
    """Run the command; the exit code."""
    from tenderlaw.sources.faults import InputInvalidError, TenderlawError  # noqa: PLC0415

    try:
        if sys.stdout is None:  # what is opened next would take its place, and be written over
            raise InputInvalidError([_output_fault("is closed")])
        app()
    except SystemExit as ended:
        return ended.code
    except Exception as error:  # the last door: no traceback passes it
        from tenderlaw.cli.output import report  # noqa: PLC0415

        found = error
        if isinstance(error, OSError) and error.filename is None:  # a write, and the only one outside of files
            found = InputInvalidError([_output_fault(f"cannot be written: {error.strerror}")])
        # where standard output itself cannot be written, the message goes to standard error
        report(found, as_json="--json" in sys.argv and sys.stdout is not None and not isinstance(error, OSError))
        return found.exit_code if isinstance(found, TenderlawError) else INTERNAL
    return 0


def _flushed(code: int | str | None) -> int | str | None:
    """The exit code, once everything is written that was to be printed."""
    if sys.stdout is None:
        return code
    try:
        sys.stdout.flush()
    except OSError as error:
        # whatever is left to be written is written nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):  # who has stopped reading knows it
            sys.stderr.write(f"{_output_fault(f'cannot be written: {error.strerror}')}\n")
            return INPUT_INVALID
    return code


def _output_fault(message: str) -> Fault:
    from tenderlaw.sources.faults import Fault  # noqa: PLC0415

    return Fault("standard output", 0, 0, "", message)


if __name__ == "__main__":
    run()
