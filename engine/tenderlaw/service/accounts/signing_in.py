"""Coming in: by a link, or by one's own organisation's provider. What comes of it is a session, or a word on record."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from tenderlaw.record.ledger import Record
from tenderlaw.service.accounts.acts import Act, RefusedError
from tenderlaw.service.accounts.failures import Failures
from tenderlaw.service.accounts.links import person_of_link, redeemed
from tenderlaw.service.accounts.oidc import Identity
from tenderlaw.service.accounts.people import Person, add_person, bind_subject, change_person, person_to_sign_in
from tenderlaw.service.accounts.rights import ROLES
from tenderlaw.service.accounts.sessions import Lives, opened
from tenderlaw.store.database import Database

__all__ = ["PROVIDER", "by_link", "by_provider"]

PROVIDER: Final = "provider"
"""Who changes people at the word of the provider."""


def by_link(
    database: Database, record: Record, failures: Failures, token: str, lives: Lives, old: str | None = None
) -> str | None:
    """The token of a new session for whoever has a link that is good; None for any other."""
    with database.writing() as connection:
        one = redeemed(connection, token, record.now())
        if one is not None:
            return opened(connection, Act(record, one.tenant, one.person, record.now()), "link", lives, old)
        known = person_of_link(connection, token)
    if known is not None:
        tenant, person = known
        failures.recorded(database, Act(record, tenant, person, record.now()), "link")
    return None


def by_provider(
    database: Database,
    record: Record,
    failures: Failures,
    tenant: str,
    identity: Identity,
    lives: Lives,
    *,
    old: str | None = None,
) -> str | None:
    """The token of a new session for whoever the provider says it is; None where they may not come in.

    Known is who came before, or was invited with that address. Where the provider says roles, it has the last word on
    them, and whoever it gives one may come in uninvited.
    """
    act = Act(record, tenant, PROVIDER, record.now())
    with database.writing() as connection:
        one = _known_or_new(connection, act, identity)
        if one is not None and one.active and one.roles:
            bind_subject(connection, one, identity.subject)
            return opened(connection, Act(record, tenant, one.person, record.now()), "provider", lives, old)
    who = act if one is None else Act(record, tenant, one.person, record.now())
    failures.recorded(database, who, "not invited" if one is None else "no role")
    return None


def _known_or_new(connection: Connection, act: Act, identity: Identity) -> Person | None:
    """Who it is, with the roles that they have now; None for who was not invited and has no role."""
    one = person_to_sign_in(connection, act.tenant, identity.subject, identity.email)
    roles = None if identity.roles is None else sorted(set(identity.roles) & set(ROLES))
    if one is not None:
        return one if roles is None or tuple(roles) == one.roles else _with_roles(connection, act, one, roles)
    if not roles or identity.email is None:
        return None
    try:
        return add_person(connection, act, identity.email, identity.title or identity.email, roles)
    except RefusedError:  # the address is that of somebody who came as another
        return None


def _with_roles(connection: Connection, act: Act, one: Person, roles: list[str]) -> Person:
    """The person with the provider's roles; the last administrator stays one, or nobody could mend the provider's."""
    inner = connection.begin_nested()
    try:
        changed = change_person(connection, act, one.person, roles=roles)
    except RefusedError:
        inner.rollback()
        return one
    inner.commit()
    return changed
