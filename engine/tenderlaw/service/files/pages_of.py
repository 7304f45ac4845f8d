"""Lists page by page: from where the last page ended, the latest first, whatever comes in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_

__all__ = ["Place", "Some", "before", "some_of"]

T = TypeVar("T")
Place = tuple[str, str]
"""Where a page ended: the moment and the handle of its last entry."""


@dataclass(frozen=True, slots=True)
class Some(Generic[T]):
    """Some entries, and where to go on if there are more."""

    items: Sequence[T]
    next: Place | None


def before(query: Select[Any], at: ColumnElement[str], handle: ColumnElement[str], place: Place | None) -> Select[Any]:
    """What comes after a place, the latest first."""
    if place is not None:
        query = query.where(or_(at < place[0], and_(at == place[0], handle < place[1])))
    return query.order_by(at.desc(), handle.desc())


def some_of(found: Sequence[T], limit: int, place_of: Any) -> Some[T]:  # noqa: ANN401 - a function of T
    """The first `limit` of what was found with one more, and where the page ends."""
    items = found[:limit]
    return Some(items, place_of(items[-1]) if len(found) > limit else None)
