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
    ListFiles,
    PackFolders,
    PackIds,
    PolicyFolders,
    PolicyIds,
    ProcurementFile,
    RoleOption,
    WhyNot,
    day_of,
    policies,
    read_case,
    regimes,
    with_goods,
    with_lists,
)

__all__ = ["check"]


def check(
    case: CaseFile = None,
    espd: Espd = None,
    procurement: ProcurementFile = None,
    role: RoleOption = None,
    goods_list: GoodsListFile = None,
    list_: ListFiles = None,
    as_of: AsOf = None,
    pack: PackIds = None,
    packs_in: PackFolders = None,
    policy: PolicyIds = None,
    policies_in: PolicyFolders = None,
    why_not: WhyNot = None,
    json: AsJson = False,
) -> None:
    """Decide whether a bidder must, may or must not be excluded, and why."""
    given = with_goods(read_case(case, espd, procurement, role), goods_list, case)
    day = day_of(as_of)
    from tenderlaw.cli.output import print_decision, print_json  # noqa: PLC0415
    from tenderlaw.decisions import decide  # noqa: PLC0415

    packs, own = regimes(pack, packs_in), policies(policy, policies_in)
    given = with_lists(given, list_, (*packs, *own))
    if why_not is not None:
        from tenderlaw.cli.why_not import print_why_not  # noqa: PLC0415

        print_why_not(given.case, day, why_not, packs, own, folders=policies_in, json=json)
        return
    decision = decide(given.case, as_of=day, packs=packs, policies=own)
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
