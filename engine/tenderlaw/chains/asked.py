"""The supply chain of a case: a pure function of its facts, the policies, the lists and the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import cast

from tenderlaw._version import __version__
from tenderlaw.chains.gaps import Around, gaps_of
from tenderlaw.chains.graph import graph_of
from tenderlaw.chains.hits import hits_of
from tenderlaw.chains.mentions import mentions_of
from tenderlaw.chains.model import ChainOutcome, Gap, GapKind, Hit, SupplyChain
from tenderlaw.chains.risk import Asking, risks_of
from tenderlaw.decisions.as_of import day_of_procurement
from tenderlaw.decisions.cases import given_of
from tenderlaw.decisions.choosing import Packs, choose_policies
from tenderlaw.facts.case import Case
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.interop.goods import read_goods_list
from tenderlaw.interop.identifiers import own_key
from tenderlaw.interop.list_files import list_files
from tenderlaw.interop.register import COMPLETE, entries_of
from tenderlaw.sources.arguments import a_day, a_list, a_path

__all__ = ["supply_chain"]

_CONTRADICTIONS: frozenset[GapKind] = frozenset(
    {"cycle", "tier-impossible", "tier-contradicts", "same-number-differs", "facts-contradict", "is-the-bidder"}
)


def supply_chain(
    case: Case | Mapping[str, object],
    *,
    as_of: date | None = None,
    policies: Packs = (),
    lists: Sequence[Path] = (),
    goods_list: Path | None = None,
) -> SupplyChain:
    """The register of subcontractors as a graph, with its gaps, the risk of each entry and entries of `lists`.

    Without policies no day is needed. Raises InputInvalidError for facts, lists or a day that cannot be meant.
    """
    own, paths = choose_policies(policies), [a_path(one, "lists") for one in a_list(lists, "lists", '["list.csv"]')]
    given = given_of(case, own)
    whole = given.case
    day = day_of_procurement(whole.procurement, as_of) if own else a_day(as_of, "as_of")
    facts = whole.operator.model_dump(exclude_none=True)
    entries, complete = entries_of(facts), cast("str | None", facts.get(COMPLETE))
    nodes = tuple(graph_of(entries or (), whole.operator.name))
    gaps = gaps_of(nodes, _around(whole, entries is not None, complete))
    files = list_files(paths)
    hits, searched = hits_of(nodes, whole.operator, files) if files else ((), ())
    listed = None if goods_list is None else read_goods_list(a_path(goods_list, "goods_list"))
    asking = Asking(whole, complete == "yes", listed, _numbered(whole))
    digests = [one.sha256 for one in files]
    return SupplyChain(
        outcome=_outcome(gaps, hits),
        bidder=whole.operator.name,
        as_of=day or whole.procurement.decision_on,
        complete=complete,
        nodes=nodes,
        gaps=gaps,
        risks=risks_of(nodes, own, asking, day) if day is not None else (),
        hits=hits,
        mentions=mentions_of(nodes, facts, whole.operator.name),
        searched=searched,
        packs=tuple(policy.used for policy in own),
        files=tuple(digests if listed is None else [*digests, listed.sha256]),
        engine_version=__version__,
        given=given,
    )


def _outcome(gaps: Sequence[Gap], hits: Sequence[Hit]) -> ChainOutcome:
    if any(gap.kind in _CONTRADICTIONS for gap in gaps) or any(hit.entry is not None for hit in hits):
        return "needs_look"
    return "unknown" if gaps or hits else "complete"


def _around(case: Case, given: bool, complete: str | None) -> Around:
    chain = case.procurement.supply_chain
    brought = [
        (f"entities[{at}]", one.name, frozenset(_numbers(one)))
        for at, one in enumerate(case.entities or ())
        if one.role == "subcontractor"
    ]
    stated = (None, None) if chain is None else (chain.tiers, chain.known)
    own = frozenset(_numbers(case.operator))
    others = [at for at, one in enumerate(case.entities or ()) if entries_of(one.model_dump()) is not None]
    registers = tuple(f"entities[{at}]" for at in others)
    return Around(given, complete, case.operator.name, *stated, tuple(brought), own, registers)


def _numbers(operator: EconomicOperator) -> list[str]:
    held = [own_key(one.scheme, one.value, operator.country) for one in operator.identifiers or ()]
    return [key for key in held if key is not None]


def _numbered(case: Case) -> Mapping[str, tuple[str, EconomicOperator]]:
    """Entities of the case by their checked numbers."""
    return {number: (f"entities[{at}]", one) for at, one in enumerate(case.entities or ()) for number in _numbers(one)}
