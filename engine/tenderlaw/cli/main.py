"""The `tenderlaw` command."""

from __future__ import annotations

import sys
from io import TextIOWrapper

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
from tenderlaw.cli.exits import INTERNAL

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
    try:
        app()
    except Exception as error:  # the last door: no traceback passes it
        from tenderlaw.cli.output import report  # noqa: PLC0415
        from tenderlaw.sources.faults import TenderlawError  # noqa: PLC0415

        # where standard output itself cannot be written, the message goes to standard error
        report(error, as_json="--json" in sys.argv and not isinstance(error, OSError))
        sys.exit(error.exit_code if isinstance(error, TenderlawError) else INTERNAL)


if __name__ == "__main__":
    run()
