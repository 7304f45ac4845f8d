"""`tenderlaw compare`: regimes side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.inputs import AsJson, AsOf, CaseFile, PackFolders, day_of, read_case
from tenderlaw.cli.inputs import regimes as chosen

if TYPE_CHECKING:
    from tenderlaw.decisions.compare import Comparison, Provision, RegimeSummary

__all__ = ["compare"]


def compare(
    case: CaseFile = None,
    regimes: Annotated[
        str | None, typer.Option("--regimes", metavar="ID,ID", help="The regimes, in order; default: all.")
    ] = None,
    as_of: AsOf = None,
    packs_in: PackFolders = None,
    json: AsJson = False,
) -> None:
    """Put regimes side by side: ground, obligation, period, self-cleaning, threshold, and what this case comes to."""
    day = day_of(as_of)
    ids = [name.strip() for name in regimes.split(",") if name.strip()] if regimes else None
    packs = chosen(ids, packs_in)
    given = read_case(case, None, None, None, packs=packs)
    from tenderlaw.cli.output import plain, print_json  # noqa: PLC0415
    from tenderlaw.decisions.compare import compare as side_by_side  # noqa: PLC0415

    comparison = side_by_side(given.case, packs, day)
    if json:
        print_json(plain(comparison))
    else:
        _print(comparison)


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
