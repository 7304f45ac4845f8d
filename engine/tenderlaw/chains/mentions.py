"""What the bidder's record says of sites and undertakings of the chain: audits, interviews with workers, incidents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from tenderlaw.chains.model import Mention, Node
from tenderlaw.interop.register import called

__all__ = ["mentions_of"]


@dataclass(frozen=True, slots=True)
class _Naming:
    """A list of the operator whose entries name a site or an undertaking, and their day."""

    listed: str
    field: str
    names: str
    """What of an entry of the register it names."""
    day: str


_NAMING: Final = (
    _Naming("audit_reports", "site", "site", "audited_on"),
    _Naming("worker_interviews", "site", "site", "held_on"),
    _Naming("incidents", "site", "site", "found_on"),
    _Naming("incidents", "at", "name", "found_on"),
)


def mentions_of(nodes: Sequence[Node], operator: Mapping[str, object], bidder: str | None) -> tuple[Mention, ...]:
    """Each entry that names a site or an undertaking, for every entry of the register that it is about, or for none.

    Sites and names are compared without case and spaces; an entry that gives another country is about another site.
    """
    found = [mention for naming in _NAMING for mention in _of(naming, nodes, operator, bidder)]
    once: dict[tuple[str | None, str], Mention] = {}  # an incident may name a site and who works there
    for one in found:
        about = one.path.rpartition(".")[0] if one.node is not None else one.path
        once.setdefault((one.node, about), one)
    return tuple(once.values())


def _of(
    naming: _Naming, nodes: Sequence[Node], operator: Mapping[str, object], bidder: str | None
) -> Iterator[Mention]:
    entries = cast("Sequence[Mapping[str, object]]", operator.get(naming.listed) or ())
    by_name = _by_name(nodes, naming.names) if entries else {}
    for at, entry in enumerate(entries):
        named = entry.get(naming.field)
        if not isinstance(named, str) or (naming.names == "name" and bidder and called(named) == called(bidder)):
            continue
        day = entry.get(naming.day)
        held = [one for one in by_name.get(called(named), ()) if _may_be_in(one, entry.get("country"))]
        for node in held or (None,):
            about = None if node is None else node.id
            path = f"operator.{naming.listed}[{at}].{naming.field}"
            yield Mention(about, naming.listed, named, day if isinstance(day, date) else None, path)


def _by_name(nodes: Sequence[Node], names: str) -> Mapping[str, Sequence[Node]]:
    found: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        name: str | None = getattr(node.entry, names)
        if name is not None:
            found[called(name)].append(node)
    return found


def _may_be_in(node: Node, country: object) -> bool:
    return country is None or node.entry.country in (None, country)
