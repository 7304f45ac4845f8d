"""`tenderlaw suppliers`: made-up suppliers, for tests and benchmarks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from tenderlaw.cli.inputs import PackFolders, day_of, path_named, regimes

if TYPE_CHECKING:
    from datetime import date

__all__ = ["suppliers"]


def suppliers(
    count: Annotated[int, typer.Argument(metavar="N", min=0, max=999_999_999, help="How many.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", parser=path_named, help="A Parquet file.")],
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="YYYY-MM-DD", help="The day on which, and beside which, periods end.")
    ],
    seed: Annotated[int, typer.Option("--seed", help="Another seed makes other suppliers.")] = 1,
    owners: Annotated[
        Path | None,
        typer.Option("--owners", metavar="FILE", parser=path_named, help="Their owners too: a Parquet table of edges."),
    ] = None,
    persons: Annotated[
        Path | None,
        typer.Option(
            "--persons", metavar="FILE", parser=path_named, help="With --owners: what is known of the owners."
        ),
    ] = None,
    regimes_: Annotated[
        str | None, typer.Option("--regimes", metavar="ID,ID", help="Whose words they use; default: all installed.")
    ] = None,
    packs_in: PackFolders = None,
) -> None:
    """Make suppliers up, the same from the same seed: nobody real, and no statistics of anybody real."""
    if persons is not None and owners is None:
        raise typer.BadParameter("--persons goes with --owners")
    from tenderlaw.sources.extras import need  # noqa: PLC0415

    need("batch", "making suppliers up")
    from tenderlaw.sources.free_places import apart, in_text  # noqa: PLC0415

    places = [output, *([] if owners is None else [owners]), *([] if persons is None else [persons])]
    in_text(places)
    apart(places)
    from tenderlaw.cli.progress import progress_of_rows  # noqa: PLC0415
    from tenderlaw.decisions.cases import models_of  # noqa: PLC0415
    from tenderlaw.screening.synthetic.generate import write_owners, write_suppliers  # noqa: PLC0415
    from tenderlaw.screening.synthetic.made_up import Maker  # noqa: PLC0415
    from tenderlaw.screening.tables.vocabulary import vocabulary_of  # noqa: PLC0415

    chosen = regimes(regimes_.split(",") if regimes_ else None, packs_in)
    maker = Maker(seed, cast("date", day_of(as_of)), vocabulary_of(one.typed for one in chosen), models_of(chosen))
    with progress_of_rows() as report:
        write_suppliers(maker, count, output, report)
    if owners is not None:
        write_owners(maker, count, owners, persons)
    typer.echo(f"written: {output}, {count:,} suppliers from seed {seed}, around {as_of}")
