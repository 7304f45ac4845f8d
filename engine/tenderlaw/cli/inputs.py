"""What every verb takes: the case or an ESPD with its procurement, the as-of date, the packs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from tenderlaw.cli.completing import with_goods, with_lists, with_owners

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tenderlaw.decisions.regime import Regime
    from tenderlaw.facts import Case
    from tenderlaw.facts.operator import Role
    from tenderlaw.interop.espd import EspdReading
    from tenderlaw.sources.tree import Source

__all__ = [
    "AsJson",
    "AsOf",
    "CaseFile",
    "Espd",
    "FactFiles",
    "Given",
    "GoodsListFile",
    "InLanguage",
    "ListFiles",
    "OwnersComplete",
    "OwnersFile",
    "PackFolders",
    "PackIds",
    "PolicyFolders",
    "PolicyIds",
    "ProcurementFile",
    "Question",
    "RoleOption",
    "WhyNot",
    "day_asked",
    "day_of",
    "espd_file",
    "path_named",
    "policies",
    "question_of",
    "read_case",
    "read_espd",
    "regimes",
]


def path_named(given: str) -> Path:
    """The path of a file or folder as it stands on the command line; no name is none."""
    if not given:
        raise typer.BadParameter("no file or folder has an empty name")
    return Path(given)


CaseFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="CASE", parser=path_named, help="A procurement and a bidder, as YAML or JSON.", show_default=False
    ),
]
Espd = Annotated[
    list[str] | None,
    typer.Option(
        "--espd",
        metavar="[ROLE=]FILE",
        help="An ESPD Response (XML) instead of CASE; of a tenderer and those that it brings along, one each.",
    ),
]
FactFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--facts",
        metavar="FILE",
        parser=path_named,
        help="With --espd: facts that it leaves unknown, by their paths (YAML).",
    ),
]
ProcurementFile = Annotated[
    Path | None,
    typer.Option(
        "--procurement", metavar="FILE", parser=path_named, help="The procurement, with --espd: YAML or JSON."
    ),
]
RoleOption = Annotated[
    str | None,
    typer.Option("--role", help="Role of the operator, where the ESPD does not say it: tenderer, group-member, ..."),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="YYYY-MM-DD", help="Day of the decision; default: procurement.decision_on."),
]
PackIds = Annotated[
    list[str] | None, typer.Option("--pack", metavar="ID", help="Decide under this pack only; may be repeated.")
]
PackFolders = Annotated[
    list[Path] | None,
    typer.Option("--packs-in", metavar="FOLDER", parser=path_named, help="A folder with packs of your own."),
]
PolicyIds = Annotated[
    list[str] | None, typer.Option("--policy", metavar="ID", help="Ask this policy too; may be repeated.")
]
PolicyFolders = Annotated[
    list[Path] | None,
    typer.Option("--policies-in", metavar="FOLDER", parser=path_named, help="A folder with policies of your own."),
]
WhyNot = Annotated[
    str | None,
    typer.Option("--why-not", metavar="CLAUSE", help="Say instead why this clause of the library is not prescribed."),
]
GoodsListFile = Annotated[
    Path | None,
    typer.Option(
        "--goods-list",
        metavar="FILE",
        parser=path_named,
        help="A list of goods made by child or forced labour: XML or CSV.",
    ),
]
ListFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--list",
        metavar="FILE",
        parser=path_named,
        help="A list of excluded parties: FollowTheMoney (JSON lines) or the SAM extract (CSV); may be repeated.",
    ),
]
OwnersFile = Annotated[
    Path | None,
    typer.Option(
        "--owners",
        metavar="FILE",
        parser=path_named,
        help="Who stands behind the operators: BODS (.json, .jsonl) or a table.",
    ),
]
OwnersComplete = Annotated[
    bool, typer.Option("--owners-complete", help="Whoever is not in --owners has no power in an operator that is.")
]
InLanguage = Annotated[
    str,
    typer.Option("--language", metavar="CODE", help="The language of titles; English where a pack has no words in it."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for programs to standard output.")]


@dataclass(frozen=True, slots=True)
class Given:
    """A case, and what an ESPD left open if it came from one."""

    case: Case
    espd: EspdReading | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What a verb about one case was asked: the case, completed from lists, the day, and under what to decide."""

    case: Case
    espd: EspdReading | None
    day: date | None
    packs: tuple[Regime, ...]
    policies: tuple[Regime, ...]


def question_of(
    case: Path | None,
    espd: list[str] | None = None,
    procurement: Path | None = None,
    role: str | None = None,
    goods_list: Path | None = None,
    lists: list[Path] | None = None,
    as_of: str | None = None,
    pack: list[str] | None = None,
    packs_in: list[Path] | None = None,
    policy: list[str] | None = None,
    policies_in: list[Path] | None = None,
    facts: list[Path] | None = None,
    owners: Path | None = None,
    *,
    owners_complete: bool = False,
) -> Question:
    """Read what the options of a verb about one case name; they come in the order in which the verbs have them."""
    if owners_complete and owners is None:
        raise typer.BadParameter("--owners-complete goes with --owners")
    day, packs, own = day_of(as_of), regimes(pack, packs_in), policies(policy, policies_in)
    given = read_case(case, espd, procurement, role, facts, (*packs, *own))
    completed = given.case
    if goods_list is not None:
        completed = with_goods(completed, goods_list, str(case or "facts"))
    # whoever stands behind an operator is searched for in lists, too
    if owners is not None:
        completed = with_owners(completed, owners, day, complete=owners_complete)
    if lists:
        completed = with_lists(completed, lists, packs, own, day)
    return Question(completed, given.espd, day, packs, own)


def read_case(
    case: Path | None,
    espd: list[str] | None,
    procurement: Path | None,
    role: str | None,
    facts: list[Path] | None = None,
    packs: Sequence[Regime] = (),
) -> Given:
    """Read the facts from a case file, or from an ESPD and a procurement; packs declare some of them."""
    if (case is None) == (not espd):
        raise typer.BadParameter("give a CASE file, or --espd with --procurement")
    if (not espd) != (procurement is None):
        raise typer.BadParameter("--espd and --procurement go together")
    if role is not None and not espd:
        raise typer.BadParameter("--role goes with --espd: write the role into the case")
    if facts and not espd:
        raise typer.BadParameter("--facts goes with --espd: write the facts into the case")
    if case is not None:
        from tenderlaw.decisions.cases import case_in  # noqa: PLC0415
        from tenderlaw.sources.tree import read_file  # noqa: PLC0415

        return Given(case_in(read_file(case), packs))
    from tenderlaw.sources.tree import read_file  # noqa: PLC0415

    return read_espd(espd or [], role, read_file(cast("Path", procurement)), facts, packs)


def read_espd(
    espd: list[str], role: str | None, added: Source, facts: list[Path] | None = None, packs: Sequence[Regime] = ()
) -> Given:
    """Read the facts from ESPD Responses and what the authority adds."""
    from tenderlaw.decisions.cases import case_in  # noqa: PLC0415
    from tenderlaw.facts.operator import ROLES  # noqa: PLC0415
    from tenderlaw.interop.espd import read_response  # noqa: PLC0415
    from tenderlaw.interop.espd.case import case_with, joined  # noqa: PLC0415
    from tenderlaw.sources.tree import read_file  # noqa: PLC0415

    if role is not None and role not in ROLES:
        raise typer.BadParameter(f"`{role}` is not a role; known: {', '.join(ROLES)}")
    readings = []
    for number, (stated, file) in enumerate(map(espd_file, espd)):
        # what `--role` says is of the first, unless that says it itself
        known = stated or (cast("Role | None", role) if number == 0 else None)
        readings.append((str(file), read_response(file, known)))
    reading, entities = joined(readings)
    more = [read_file(file) for file in facts or ()]
    parse = partial(case_in, regimes=packs)
    return Given(case_with(reading, added, entities, more, parse), reading)


def espd_file(named: str) -> tuple[Role | None, Path]:
    """The role and the file that `--espd` names: `subcontractor=response.xml`, or the file alone."""
    from tenderlaw.facts.operator import ROLES  # noqa: PLC0415

    role, equals, file = named.partition("=")
    return (cast("Role", role), Path(file)) if equals and role in ROLES else (None, Path(named))


def day_of(as_of: str | None) -> date | None:
    """The as-of date, if one was given."""
    if as_of is None:
        return None
    try:
        day = date.fromisoformat(as_of)
    except ValueError:
        day = None
    if day is None or day.isoformat() != as_of:  # `20260101` and `2026-W01-1` are days too, written otherwise
        raise typer.BadParameter(f"`{as_of}` is not a day written YYYY-MM-DD")
    return day


def day_asked(as_of: str | None) -> date:
    """The day on which it is asked, of a verb that reads none from a case."""
    day = day_of(as_of)
    if day is None:
        raise typer.BadParameter("give the day with --as-of")
    return day


def regimes(ids: list[str] | None, folders: list[Path] | None) -> tuple[Regime, ...]:
    """Load and compile the packs asked for, or all that are installed."""
    from tenderlaw.decisions.choosing import load_packs  # noqa: PLC0415

    return load_packs(ids or None, folders=folders or ())


def policies(ids: list[str] | None, folders: list[Path] | None) -> tuple[Regime, ...]:
    """Load and compile the policies asked for; none unless one is named."""
    from tenderlaw.decisions.choosing import load_policies  # noqa: PLC0415

    return load_policies(ids or (), folders=folders or ())
