"""`tenderlaw clauses`: the clauses that a contract needs, rendered to Markdown."""

from __future__ import annotations

from typing import Annotated

import typer

from tenderlaw.cli.inputs import AsJson, AsOf, CaseFile, PackFolders, PackIds, day_of, read_case, regimes

__all__ = ["clauses"]


def clauses(
    case: CaseFile = None,
    as_of: AsOf = None,
    pack: PackIds = None,
    packs_in: PackFolders = None,
    fill: Annotated[
        list[str] | None, typer.Option("--fill", metavar="ID=VALUE", help="A fill-in; may be repeated.")
    ] = None,
    language: Annotated[str, typer.Option("--language", help="Language of the clauses.")] = "en",
    draft: Annotated[bool, typer.Option("--draft", help="Print placeholders for missing fill-ins.")] = False,
    json: AsJson = False,
) -> None:
    """Render the clauses that this contract needs, with citations and fill-ins."""
    given, day = read_case(case, None, None, None), day_of(as_of)
    fill_ins = _fill_ins(fill or [])
    from tenderlaw.cli.output import plain, print_json  # noqa: PLC0415
    from tenderlaw.documents import clause_schedule, to_markdown  # noqa: PLC0415

    schedule = clause_schedule(
        given.case, as_of=day, packs=regimes(pack, packs_in), language=language, fill_ins=fill_ins, draft=draft
    )
    if json:
        print_json(plain(schedule))
    else:
        typer.echo(to_markdown(schedule), nl=False)


def _fill_ins(given: list[str]) -> dict[str, str]:
    out = {}
    for entry in given:
        name, equals, value = entry.partition("=")
        if not equals or not name:
            raise typer.BadParameter(f"`{entry}` is not ID=VALUE")
        out[name] = value
    return out
