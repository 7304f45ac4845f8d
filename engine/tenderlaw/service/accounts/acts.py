"""What an administrator does is on record as what a decision is: who, when and what, without names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from tenderlaw.record.leaves import Kind
from tenderlaw.record.ledger import Record
from tenderlaw.service.http.problems import Place, Problem
from tenderlaw.store import tables
from tenderlaw.store.moments import moment_text

__all__ = ["Act", "NotFoundError", "RefusedError", "alone", "noted"]


class NotFoundError(Problem):
    """Nothing of that handle in this tenant: whether it is another's, or nobody's, is not said."""

    def __init__(self) -> None:
        super().__init__("not-found")


class RefusedError(Problem):
    """What was asked cannot be done; the message says why, in a person's words, and `pointer` where, if anywhere."""

    def __init__(self, message: str, pointer: str = "") -> None:
        super().__init__(
            "input-invalid" if pointer else "conflict", message, [Place(pointer, message)] if pointer else ()
        )
        self.pointer = pointer


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, in which tenant, and when."""

    record: Record
    tenant: str
    actor: str
    """The handle of a person or a key, or `system`."""
    now: datetime

    @property
    def at(self) -> str:
        """When, as the database has it."""
        return moment_text(self.now)


def alone(connection: Connection, tenant: str) -> None:
    """Wait until nobody else changes who may do what: of two who take each other's role away, one comes second."""
    column = tables.tenant.c
    connection.execute(select(column.tenant).where(column.tenant == tenant).with_for_update(key_share=True))


def noted(
    connection: Connection,
    act: Act,
    kind: Kind,
    subject: str,
    payload: Mapping[str, object],
    secret: Mapping[str, object] | None = None,
) -> int:
    """Put what was done on record, last in the transaction in which it is done; `secret` holds what is of a person."""
    return act.record.append(connection, act.tenant, kind, act.actor, subject, payload, secret)
