"""`tenderlaw check`: decide a case."""

from __future__ import annotations

from json import dumps
from pathlib import Path
from typing import Annotated

import typer

from tenderlaw.cli.exits import EXIT_OF_OUTCOME
from tenderlaw.cli.inputs import (
    AsJson,
    AsOf,
    CaseFile,
    Espd,
    FactFiles,
    GoodsListFile,
    ListFiles,
    OwnersComplete,
    OwnersFile,
    PackFolders,
    PackIds,
    PolicyFolders,
    PolicyIds,
    ProcurementFile,
    RoleOption,
    WhyNot,
    espd_file,
    path_named,
    question_of,
)
from tenderlaw.cli.unread_options import refuse_unread

__all__ = ["check"]


def check(
    case: CaseFile = None,
    espd: Espd = None,
    procurement: ProcurementFile = None,
    role: RoleOption = None,
    facts: FactFiles = None,
    goods_list: GoodsListFile = None,
    list_: ListFiles = None,
    owners: OwnersFile = None,
    owners_complete: OwnersComplete = False,
    as_of: AsOf = None,
    pack: PackIds = None,
    packs_in: PackFolders = None,
    policy: PolicyIds = None,
    policies_in: PolicyFolders = None,
    why_not: WhyNot = None,
    full: Annotated[bool, typer.Option("--full", help="Everything: each ground, requirement, clause, remark.")] = False,
    share: Annotated[
        Path | None,
        typer.Option(
            "--share",
            metavar="FILE",
            parser=path_named,
            help="Write the findings for other authorities, too, without personal data.",
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Decide whether a bidder must, may or must not be excluded, and why."""
    if share is not None:
        from tenderlaw.sources.free_places import in_text, refuse_inputs, writable  # noqa: PLC0415

        refuse_unread({"--why-not": why_not}, "--share writes the findings of a decision")
        in_text([share])
        given = (case, procurement, goods_list, owners, *(facts or ()), *(list_ or ()))
        declared = [espd_file(named)[1] for named in espd or ()]
        folders = (*(packs_in or ()), *(policies_in or ()))
        refuse_inputs([share], [one for one in (*given, *declared, *folders) if one is not None])
        writable(share)
    asked = question_of(
        case,
        espd,
        procurement,
        role,
        goods_list,
        list_,
        as_of,
        pack,
        packs_in,
        policy,
        policies_in,
        facts,
        owners,
        owners_complete=owners_complete,
    )
    from tenderlaw.cli.output import print_decision, print_json  # noqa: PLC0415
    from tenderlaw.decisions import decide  # noqa: PLC0415

    if why_not is not None:
        from tenderlaw.cli.why_not import print_why_not  # noqa: PLC0415

        print_why_not(asked.case, asked.day, why_not, asked.packs, asked.policies, folders=policies_in, json=json)
        return
    decision = decide(asked.case, as_of=asked.day, packs=asked.packs, policies=asked.policies)
    if share is not None:
        from tenderlaw.decisions.sharing import shared  # noqa: PLC0415
        from tenderlaw.documents.output import write_whole  # noqa: PLC0415

        write_whole(share, (dumps(shared(decision), ensure_ascii=False, indent=2) + "\n").encode("utf-8"))
    from tenderlaw.clauses.wording import unworded_in  # noqa: PLC0415

    unworded = tuple(unworded_in(decision))
    if json:
        from tenderlaw.answers.decisions import decision_answer  # noqa: PLC0415

        print_json(decision_answer(decision, unworded, asked.espd))
    else:
        print_decision(decision, asked.espd, unworded, full=full)
    raise typer.Exit(EXIT_OF_OUTCOME[decision.outcome])
