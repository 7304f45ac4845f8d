"""Entries of lists at every tier: by identifier the undertaking's own, by anything else a reason to look."""

from __future__ import annotations

from collections.abc import Sequence

from tenderlaw.chains.model import BIDDER, Hit, Node
from tenderlaw.facts.base import OPEN
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.interop.list_files import ListFile, ListsRead, read_lists
from tenderlaw.interop.register import identifier_of
from tenderlaw.interop.searching import IndexedListings

__all__ = ["hits_of"]


def hits_of(
    nodes: Sequence[Node], bidder: EconomicOperator, files: Sequence[ListFile]
) -> tuple[tuple[Hit, ...], tuple[str, ...]]:
    """What the lists say of the bidder and of each entry, and which lists were searched.

    Where an entry cannot be searched for surely, an entry of which nothing is known says so. Raises InputInvalidError
    for a list that cannot be read whole.
    """
    read = ListsRead()
    asked = [bidder.model_copy(update={"listings": None}), *(_operator(node) for node in nodes)]
    index = IndexedListings(read_lists(files, read), asked)
    names = [BIDDER, *(node.id for node in nodes)]
    found: list[Hit] = []
    for name, operator in zip(names, asked, strict=True):
        done = index.completed(operator, read.searched, tuple(read.searched), read.by_name)
        sure = {one.list for one in done.listings or () if one.matched_by == "identifier"}
        for one in done.listings or ():
            if one.entry is None and one.list in sure:
                continue  # it was found there, and nothing is open
            until = None if one.listed_until == OPEN else one.listed_until
            found.append(
                Hit(name, one.list, one.entry, one.matched_by, one.exclusion_type, one.listed_from, until, one.person)
            )
    return tuple(found), tuple(read.searched)


def _operator(node: Node) -> EconomicOperator:
    one = identifier_of(node.entry)
    return EconomicOperator(
        role="subcontractor",
        name=node.entry.name,
        country=node.entry.country,
        identifiers=None if one is None else (one,),
    )
