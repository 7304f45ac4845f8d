"""`tenderlaw chain`: the register of subcontractors as a graph, with its gaps, risks and entries of lists."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from tenderlaw.cli.inputs import (
    AsJson,
    AsOf,
    GoodsListFile,
    InLanguage,
    ListFiles,
    PolicyFolders,
    PolicyIds,
    day_of,
    path_named,
    policies,
    read_case,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tenderlaw.decisions.regime import Regime
    from tenderlaw.facts import Case
    from tenderlaw.interop.register_files import RegisterFormat

__all__ = ["chain"]

_WHICH = "ocds (JSON) or open-supply-hub (CSV)"
_CASE = "case"


def chain(
    case: Annotated[Path, typer.Argument(metavar="CASE", parser=path_named, help="A case with its register.")],
    policy: PolicyIds = None,
    policies_in: PolicyFolders = None,
    list_: ListFiles = None,
    goods_list: GoodsListFile = None,
    as_of: AsOf = None,
    from_: Annotated[
        list[str] | None,
        typer.Option("--from", metavar="FORMAT:FILE", help=f"Take entries from a file, too: {_WHICH}."),
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="FORMAT:FILE", help=f"Write the register: {_WHICH}; case: the case with it."),
    ] = None,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FILE", parser=path_named, help="As a picture, too.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Every factor of every tier, too.")] = False,
    language: InLanguage = "en",
    json: AsJson = False,
) -> None:
    """Show who works or supplies for a contract at every tier, what is not known of them, their risk, and lists."""
    from tenderlaw.sources.extras import need  # noqa: PLC0415

    need("batch", "comparing register numbers and names")
    from tenderlaw.chains import supply_chain  # noqa: PLC0415
    from tenderlaw.cli.chain_lines import chain_lines  # noqa: PLC0415
    from tenderlaw.cli.console import to_people  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415

    read, wanted = [_named(one) for one in from_ or ()], [_named(one, _CASE) for one in to or ()]
    inputs = [case, *(file for _, file in read), *(list_ or ()), *([goods_list] if goods_list else [])]
    places = [*(file for _, file in wanted), *([svg] if svg else [])]
    _free(places, inputs)
    day, own = day_of(as_of), policies(policy, policies_in)
    given = read_case(case, None, None, None, packs=own).case
    for form, file in read:
        given = _completed(given, file, cast("RegisterFormat", form), own)
    found = supply_chain(given, as_of=day, policies=own, lists=list_ or (), goods_list=goods_list)
    for form, file in wanted:
        _write(case, given, (form, file), found.as_of)
    if svg is not None:
        from tenderlaw.chains.picture import chain_svg  # noqa: PLC0415
        from tenderlaw.documents.output import write_whole  # noqa: PLC0415

        write_whole(svg, chain_svg(found), private=True)
    if json:
        print_json({"id": found.id, **found.data()})
        return
    out = to_people()
    for line in chain_lines(found, language, full=full):
        out.print(line)
    for place in places:
        out.print(f"written: {place}")


def _named(given: str, *more: str) -> tuple[str, Path]:
    """The format and the file that `--from` or `--to` names."""
    from tenderlaw.interop.register_files import FORMATS  # noqa: PLC0415

    form, colon, file = given.partition(":")
    if form not in (*FORMATS, *more) or not colon:
        raise typer.BadParameter(f"`{given}` is not FORMAT:FILE; formats: {', '.join((*FORMATS, *more))}")
    return form, path_named(file)


def _free(places: Sequence[Path], inputs: Sequence[Path]) -> None:
    from tenderlaw.sources.free_places import apart, in_text, refuse_inputs  # noqa: PLC0415

    in_text(places)
    refuse_inputs(places, inputs)
    apart(places)


def _completed(given: Case, file: Path, form: RegisterFormat, own: tuple[Regime, ...]) -> Case:
    from tenderlaw.interop.register_files import case_with_register  # noqa: PLC0415

    completed, remarks = case_with_register(given, file, form, own)
    for remark in remarks:
        typer.echo(str(remark), err=True)
    return completed


def _write(case: Path, given: Case, to: tuple[str, Path], day: date | None) -> None:
    from tenderlaw.documents.output import write_whole  # noqa: PLC0415
    from tenderlaw.interop.register_files import case_file, written_register  # noqa: PLC0415
    from tenderlaw.sources.faults import Fault  # noqa: PLC0415

    form, file = to
    if form == _CASE:
        write_whole(file, case_file(case, given, file).encode(), private=True)
        return
    data, remarks = written_register(given, cast("RegisterFormat", form), day)
    write_whole(file, data)
    for remark in remarks:
        typer.echo(str(Fault(str(file), 0, 0, "", remark)), err=True)
