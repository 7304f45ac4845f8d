"""The verbs of the `tenderlaw` command, each imported when it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any, Final

import typer
from typer.core import TyperGroup
from typer.main import get_command

from tenderlaw._version import __version__

__all__ = ["app"]

_VERBS: Final[Mapping[str, str]] = {
    "check": "check",
    "ask": "ask",
    "explain": "explain",
    "regimes": "regimes",
    "offences": "offences",
    "duties": "duties",
    "compare": "compare",
    "award": "award",
    "clauses": "clauses",
    "document": "document",
    "questionnaire": "questionnaire",
    "contract": "contract",
    "referral": "referral",
    "chain": "chain",
    "redline": "redline",
    "screen": "screen",
    "suppliers": "suppliers",
    "schema": "schema",
    "serve": "serve",
    "doctor": "doctor",
    "packs": "app",
    "record": "app",
}
"""Each verb, in the order in which help lists them, and what its module calls it."""

_SETTINGS: Final = {"help_option_names": ["-h", "--help"], "color": True}
"""Nothing is taken out of a message as if it were a colour: the streams write it out."""


class _Verbs(TyperGroup):
    """The group of verbs: one that is not asked for costs nothing."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - as typer hands them over
        super().__init__(**settings)
        self.commands = dict.fromkeys(_VERBS, self)  # their names, among which typer looks for what was meant

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - as typer hands it over
        return list(_VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401 - as typer hands it over
        if cmd_name not in _VERBS:
            return None
        said = getattr(importlib.import_module(f"tenderlaw.cli.{cmd_name}"), _VERBS[cmd_name])
        if isinstance(said, typer.Typer):
            made = get_command(said)
        else:
            one = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=_SETTINGS)
            one.command(cmd_name)(said)
            made = get_command(one)
        made.name = cmd_name
        return made


app = typer.Typer(
    name="tenderlaw",
    cls=_Verbs,
    help="Exclusion of bidders and anti-trafficking clauses in public procurement, decided by cited rules.",
    epilog=(
        "Exit codes: 0 not excluded or done, 2 usage, 3 must exclude, 4 may exclude, 5 undetermined, 6 pack invalid, "
        "7 input invalid, 8 out of scope, 9 an extra is not installed, 10 the record is not as it was written, "
        "11 the database is away, busy or full, 12 something is missing (doctor), 70 internal error, 130 interrupted."
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: the same everywhere, and twice as fast
    context_settings=_SETTINGS,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version."),
) -> None:
    pass
