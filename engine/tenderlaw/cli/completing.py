"""A case completed from files: goods from a list, who stands behind operators, entries of lists of excluded parties.

What a file gives otherwise than the case, and what stays unknown, is said on standard error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from tenderlaw.decisions.regime import Regime
    from tenderlaw.facts import Case
    from tenderlaw.sources.faults import Fault

__all__ = ["with_goods", "with_lists", "with_owners"]


def with_goods(case: Case, goods_list: Path, name: str) -> Case:
    """The case with what a list says of its goods; goods that the list does not hold are named."""
    from tenderlaw.interop.goods import complete_case, read_goods_list  # noqa: PLC0415

    completed, remarks = complete_case(case, read_goods_list(goods_list), name)
    _say(remarks)
    return completed


def with_owners(case: Case, file: Path, day: date | None, *, complete: bool) -> Case:
    """The case with whoever stands behind its operators on the day of the decision."""
    from tenderlaw.sources.extras import need  # noqa: PLC0415

    need("batch", "reading owners")
    from tenderlaw.decisions.as_of import day_of_procurement  # noqa: PLC0415
    from tenderlaw.screening.joins.owners_of_case import completed_by_owners  # noqa: PLC0415

    decided_on = day_of_procurement(case.procurement, day)
    completed, remarks = completed_by_owners(case, file, decided_on, complete=complete)
    _say(remarks)
    return completed


def with_lists(case: Case, files: list[Path], packs: Sequence[Regime], own: Sequence[Regime], day: date | None) -> Case:
    """The case with what lists say of its operators; what stays unknown is named.

    Lists that only regimes ask about which do not govern are not asked about.
    """
    from tenderlaw.sources.extras import need  # noqa: PLC0415

    need("batch", "reading lists")
    from tenderlaw.decisions.as_of import day_of_procurement  # noqa: PLC0415
    from tenderlaw.decisions.governing import may_govern  # noqa: PLC0415
    from tenderlaw.interop.list_files import completed_case, list_files  # noqa: PLC0415

    read = list_files(files)
    asking = (*may_govern(packs, [case.procurement], [day_of_procurement(case.procurement, day)]), *own)
    completed, remarks = completed_case(case, read, [pack.typed for pack in asking])
    _say(remarks)
    return completed


def _say(remarks: Iterable[Fault]) -> None:
    for remark in remarks:
        typer.echo(str(remark), err=True)
