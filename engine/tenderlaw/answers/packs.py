"""Packs and their catalogues, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tenderlaw.packs.model.pack import Pack

__all__ = ["in_force", "offences_answer", "pack_summary"]


def in_force(pack: Pack) -> str:
    """When a pack is in force, in words."""
    force = pack.in_force
    if force is not None and force.pending:
        return f"on no day yet: {force.pending} ({force.cite})"
    return f"from {force.from_} to {force.to or 'open'} ({force.cite})" if force else "unstated"


def pack_summary(pack: Pack) -> dict[str, object]:
    """What a pack is and holds, by ids; `folder` is where it was read from."""
    return {
        "id": pack.id,
        "kind": pack.kind,
        "version": pack.version,
        "title": pack.title,
        "in_force": None if pack.kind == "policy" else in_force(pack),
        "grounds": [ground.id for ground in pack.grounds],
        "clauses": [rule.clause for rule in pack.clauses],
        "remedies": [remedy.id for remedy in pack.remedies],
        "layers": list(pack.layers),
        "digest": pack.digest,
        "sources": [source.model_dump(mode="json", exclude_none=True) for source in pack.sources],
        "folder": pack.folder,
    }


def offences_answer(packs: Iterable[Pack]) -> dict[str, object]:
    """The offences that a conviction may name, as each pack catalogues them."""
    return {
        one.id: [offence.model_dump(mode="json", by_alias=True, exclude_none=True) for offence in one.offences]
        for one in packs
    }
