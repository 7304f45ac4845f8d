"""`tenderlaw check`: decide a case."""

from __future__ import annotations

import typer

from tenderlaw.cli.exits import EXIT_OF_OUTCOME
from tenderlaw.cli.inputs import (
    AsJson,
    AsOf,
    CaseFile,
    Espd,
    GoodsListFile,
    PackFolders,
    PackIds,
    ProcurementFile,
    RoleOption,
    day_of,
    read_case,
    regimes,
    with_goods,
)

__all__ = ["check"]


def check(
    case: CaseFile = None,
    espd: Espd = None,
    procurement: ProcurementFile = None,
    role: RoleOption = None,
    goods_list: GoodsListFile = None,
    as_of: AsOf = None,
    pack: PackIds = None,
    packs_in: PackFolders = None,
    json: AsJson = False,
) -> None:
    """Decide whether a bidder must, may or must not be excluded, and why."""
    given = with_goods(read_case(case, espd, procurement, role), goods_list, case)
    day = day_of(as_of)
    from tenderlaw.cli.output import print_decision, print_json  # noqa: PLC0415
    from tenderlaw.decisions import decide  # noqa: PLC0415

    decision = decide(given.case, as_of=day, packs=regimes(pack, packs_in))
    if json:
        data = decision.data()
        if given.espd is not None:
            data["espd"] = {
                "version": given.espd.version,
                "remarks": [
                    {"criterion": r.criterion, "field": r.field, "message": r.message} for r in given.espd.remarks
                ],
            }
        print_json(data)
    else:
        print_decision(decision, given.espd)
    raise typer.Exit(EXIT_OF_OUTCOME[decision.outcome])
