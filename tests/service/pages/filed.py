"""Files for tests of pages that are read: a procurement with bidders, answered and decided."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from service.filing import CLEAN, DAY, MISCONDUCT, OPERATOR, PROCUREMENT
from service.pages.at_desk import AtDesk, packs
from tenderlaw.service.accounts.rights import rights_of_roles
from tenderlaw.service.files.bidders import create_bidder
from tenderlaw.service.files.drafts import BidderDraft, ProcurementDraft
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.procurements import create_procurement
from tenderlaw.service.files.recording import decide_and_record

__all__ = ["CLEAN", "CONVICTED", "GRAVE", "OPEN", "bought", "decided_file", "hand"]

CONVICTED: dict[str, Any] = deepcopy(OPERATOR)
CONVICTED["linked_persons"][0]["convictions"][0]["self_cleaning"] = {"claimed": False}
OPEN: dict[str, Any] = OPERATOR
"""Whether its measures suffice, the authority has not said."""
GRAVE: dict[str, Any] = {**CLEAN, "name": "Grave & Söhne <script>alert(1)</script>", "misconduct": [MISCONDUCT]}


def hand(desk: AtDesk, tenant: str = "north", actor: str = "person_officer", **others: Any) -> Hand:
    """An officer of a tenant, who decides by the directive alone."""
    record, rights = desk.held.record, rights_of_roles(["officer"])
    return replace(Hand(record, packs(), tenant, actor, rights, allowed=("eu-2014-24",)), **others)


def bought(desk: AtDesk, policies: Sequence[str] = (), title: str = "Cleaning of municipal offices") -> str:
    """A procurement."""
    draft = ProcurementDraft(deepcopy(PROCUREMENT), regimes=("eu-2014-24",), policies=tuple(policies))
    with desk.held.writing() as connection:
        return create_procurement(connection, hand(desk), title, draft, DAY).procurement


def decided_file(desk: AtDesk, procurement: str, operator: dict[str, Any], *, decide: bool = True) -> tuple[str, str]:
    """The file of a bidder, and its decision."""
    with desk.held.writing() as connection:
        draft = BidderDraft({"operator": deepcopy(operator), "entities": []})
        bidder = create_bidder(connection, hand(desk), procurement, draft).bidder
        made = decide_and_record(connection, hand(desk), bidder).made.decision if decide else ""
    return bidder, made
