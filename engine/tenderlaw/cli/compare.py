"""`tenderlaw compare`: regimes side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.inputs import AsJson, AsOf, CaseFile, PackFolders, day_of, path_named, read_case
from tenderlaw.cli.inputs import regimes as chosen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tenderlaw.decisions.compare import Comparison, Provision, RegimeSummary
    from tenderlaw.decisions.matrix import Matrix
    from tenderlaw.decisions.regime import Regime

__all__ = ["compare"]


def compare(
    case: CaseFile = None,
    regimes: Annotated[
        str | None, typer.Option("--regimes", metavar="ID,ID", help="The regimes, in order; default: all.")
    ] = None,
    as_of: AsOf = None,
    packs_in: PackFolders = None,
    every: Annotated[
        bool, typer.Option("--all", help="Without a case: grounds by topic and regime, as a matrix.")
    ] = False,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FILE", parser=path_named, help="With --all: as a picture, too.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Put regimes side by side: ground, obligation, period, self-cleaning, threshold, and what this case comes to."""
    day = day_of(as_of)
    if every is (case is not None):
        raise typer.BadParameter("give a CASE, or --all")
    if svg is not None and not every:
        raise typer.BadParameter("--svg goes with --all")
    ids = [name.strip() for name in regimes.split(",") if name.strip()] if regimes else None
    packs = chosen(ids, packs_in)
    if every:
        _matrix(packs, day, svg, json=json)
        return
    given = read_case(case, None, None, None, packs=packs)
    from tenderlaw.answers.plain import plain  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415
    from tenderlaw.decisions.compare import compare as side_by_side  # noqa: PLC0415

    comparison = side_by_side(given.case, packs, day)
    if json:
        print_json(plain(comparison))
    else:
        _print(comparison)


def _matrix(packs: Sequence[Regime], day: date | None, svg: Path | None, *, json: bool) -> None:
    """Grounds by topic and regime."""
    from tenderlaw.answers.plain import plain  # noqa: PLC0415
    from tenderlaw.cli.console import to_people  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415
    from tenderlaw.decisions.matrix import matrix_of  # noqa: PLC0415

    matrix = matrix_of(packs, day)
    if svg is not None:
        from tenderlaw.documents.matrix_svg import matrix_svg  # noqa: PLC0415
        from tenderlaw.documents.output import write_whole  # noqa: PLC0415
        from tenderlaw.sources.free_places import in_text  # noqa: PLC0415

        in_text([svg])
        write_whole(svg, matrix_svg(matrix))
    if json:
        print_json(plain(matrix))
        return
    _print_matrix(matrix)
    if svg is not None:
        to_people().print(f"written: {svg}")


def _print_matrix(matrix: Matrix) -> None:
    from rich.table import Table  # noqa: PLC0415

    from tenderlaw.cli.console import coloured  # noqa: PLC0415
    from tenderlaw.decisions.matrix import in_short  # noqa: PLC0415

    day = f"In force on {matrix.as_of.isoformat()}" if matrix.as_of else "All that the packs hold"
    table = Table(show_lines=True, title=day, title_justify="left")
    table.add_column("topic", overflow="fold")
    for pack, _ in matrix.regimes:
        table.add_column(pack, overflow="fold", ratio=1)
    for row in matrix.rows:
        table.add_row(row.topic.replace("-", " "), *(" ".join(in_short(cell)) for cell in row.cells))
    coloured(width=26 + 22 * len(matrix.regimes)).print(table)
    typer.echo(
        "y: years of the period; +: self-cleaning lifts it. `--json` has every ground with its citation and period."
    )


def _print(comparison: Comparison) -> None:
    from rich.table import Table  # noqa: PLC0415

    from tenderlaw.cli.console import coloured  # noqa: PLC0415

    table = Table(show_lines=True, title=f"As of {comparison.as_of.isoformat()}", title_justify="left")
    table.add_column("topic", overflow="fold")
    for one in comparison.regimes:
        table.add_column(one.pack, overflow="fold", ratio=1)
    table.add_row("outcome", *(_outcome(one) for one in comparison.regimes))
    table.add_row("threshold", *(_thresholds(one) for one in comparison.regimes))
    for row in comparison.rows:
        cells = ["\n\n".join(_cell(provision) for provision in held) for held in row.provisions]
        table.add_row(row.topic.replace("-", " "), *cells)
    coloured(width=24 + 48 * len(comparison.regimes)).print(table)


def _outcome(one: RegimeSummary) -> str:
    return f"{one.outcome.replace('_', ' ')}; award may proceed: {one.award}\n{one.reason}"


def _thresholds(one: RegimeSummary) -> str:
    lines = []
    if not one.thresholds:
        return "none: the scope does not turn on a value"
    for threshold in one.thresholds:
        amount = f"{threshold.amount} {threshold.currency}" if threshold.amount else "not settled"
        vat = f", VAT {threshold.vat}" if threshold.vat else ""
        operator = threshold.operator.replace("_", " ")
        lines.append(f"{threshold.title}: {operator} {amount}{vat} ({threshold.cite}): {threshold.holds}")
    return "\n".join(lines)


def _cell(provision: Provision) -> str:
    lines = [provision.title, provision.cite, f"{provision.effect.replace('_', ' ')} ({provision.obligation})"]
    if provision.period:
        lines.append(provision.period)
    if provision.self_cleaning is not None:
        lines.append("self-cleaning" if provision.self_cleaning else "no self-cleaning")
    if provision.state not in ("not_triggered", "not_governing"):
        until = f" until {provision.until.isoformat()}" if provision.until else ""
        lines.append(f"here: {provision.state.replace('_', ' ')}{until}")
    return "\n".join(lines)
