"""People of a tenant: who they are, and their roles.

Name and address are kept for those who work with them, and stand in no entry of the record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Row, delete, insert, select, update

from tenderlaw.service.accounts.acts import Act, NotFoundError, RefusedError, alone, noted
from tenderlaw.service.accounts.keys import revoke_of
from tenderlaw.service.accounts.rights import ROLES, rights_of_roles
from tenderlaw.store import tables
from tenderlaw.store.handles import is_handle, new_handle

__all__ = ["Person", "add_person", "bind_subject", "change_person", "people", "person_of", "person_to_sign_in"]

_LONGEST: Final = 200
_PERSON: Final = tables.person


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works in a tenant."""

    tenant: str
    person: str
    """Their handle, which stands in the record."""
    email: str
    title: str
    """Their name, as pages show it."""
    roles: tuple[str, ...]
    active: bool
    created_at: str

    @property
    def rights(self) -> frozenset[str]:
        """What they may do."""
        return rights_of_roles(self.roles)


def add_person(connection: Connection, act: Act, email: str, title: str, roles: Iterable[str]) -> Person:
    """A new person. Raises RefusedError for an address that somebody has, or words that are no roles."""
    email, title, given = _email(email), _title(title), _roles(roles)
    if connection.execute(
        select(_PERSON.c.person).where(_PERSON.c.tenant == act.tenant, _PERSON.c.email == email)
    ).first():
        raise RefusedError("somebody in this tenant has this e-mail address already", "/email")
    one = Person(act.tenant, new_handle("person"), email, title, given, True, act.at)
    connection.execute(
        insert(_PERSON).values(
            tenant=one.tenant,
            person=one.person,
            email=email,
            title=title,
            subject=None,
            roles=list(given),
            active=True,
            created_at=act.at,
        )
    )
    secret = {"email": email, "title": title}
    noted(connection, act, "person", one.person, {"done": "added", "roles": list(given)}, secret)
    return one


def person_of(connection: Connection, tenant: str, person: str, *, lock: bool = False) -> Person:
    """Who has this handle in this tenant; `lock` for who will change them. Raises NotFoundError."""
    query = select(_PERSON).where(_PERSON.c.tenant == tenant, _PERSON.c.person == person)
    found = (
        connection.execute(query.with_for_update() if lock else query).first() if is_handle(person, "person") else None
    )
    if found is None:
        raise NotFoundError
    return _read(found)


def people(connection: Connection, tenant: str, after: str = "", limit: int = 100) -> list[Person]:
    """Everybody in a tenant by handle, `limit` at a time, after the one given."""
    query = select(_PERSON).where(_PERSON.c.tenant == tenant, _PERSON.c.person > after)
    return [_read(one) for one in connection.execute(query.order_by(_PERSON.c.person).limit(limit))]


def change_person(
    connection: Connection,
    act: Act,
    person: str,
    *,
    title: str | None = None,
    roles: Iterable[str] | None = None,
    active: bool | None = None,
) -> Person:
    """Change somebody's name, roles, or whether they may come in; who may not is signed out everywhere.

    Of whoever may not keep the tenant any more, the keys that they issued end.
    Raises RefusedError where nobody who may keep the tenant would be left.
    """
    alone(connection, act.tenant)
    before = person_of(connection, act.tenant, person, lock=True)
    after = Person(
        act.tenant,
        person,
        before.email,
        before.title if title is None else _title(title),
        before.roles if roles is None else _roles(roles),
        before.active if active is None else active,
        before.created_at,
    )
    if after == before:
        return before
    changed = update(_PERSON).where(_PERSON.c.tenant == act.tenant, _PERSON.c.person == person)
    connection.execute(changed.values(title=after.title, roles=list(after.roles), active=after.active))
    if not any("administrator" in one.roles and one.active for one in people(connection, act.tenant, limit=100_000)):
        raise RefusedError(
            "nobody would be left who may keep this tenant", "/roles" if roles is not None else "/active"
        )
    if not after.active:
        for table in (tables.session, tables.sign_in):
            connection.execute(delete(table).where(table.c.tenant == act.tenant, table.c.person == person))
    payload = {"done": "changed", "roles": list(after.roles), "active": after.active}
    noted(connection, act, "person", person, payload, {"title": after.title} if title is not None else None)
    if not (after.active and "administrator" in after.roles):
        revoke_of(connection, act, person)
    return after


def person_to_sign_in(connection: Connection, tenant: str, subject: str, email: str | None) -> Person | None:
    """Who a provider's identity is: by its subject, else whoever was invited with this address and never came.

    Once somebody has come, the subject alone counts: an address may be given to another.
    """
    known = select(_PERSON).where(_PERSON.c.tenant == tenant)
    found = connection.execute(known.where(_PERSON.c.subject == subject)).first()
    if found is None and email is not None:
        found = connection.execute(
            known.where(_PERSON.c.subject.is_(None), _PERSON.c.email == email.strip().lower())
        ).first()
    return None if found is None else _read(found)


def bind_subject(connection: Connection, one: Person, subject: str) -> None:
    """From now on this person is who comes with this subject."""
    query = update(_PERSON).where(_PERSON.c.tenant == one.tenant, _PERSON.c.person == one.person)
    connection.execute(query.values(subject=subject))


def _read(row: Row[tuple[object, ...]]) -> Person:
    held = row._mapping
    return Person(
        held["tenant"],
        held["person"],
        held["email"],
        held["title"],
        tuple(held["roles"]),
        bool(held["active"]),
        held["created_at"],
    )


def _email(text: str) -> str:
    text = text.strip().lower()
    name, at, host = text.rpartition("@")
    if not (name and at and host) or len(text) > _LONGEST or not text.isprintable() or " " in text:
        raise RefusedError("is not an e-mail address", "/email")
    return text


def _title(text: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST or not text.isprintable():
        raise RefusedError(f"a name has 1 to {_LONGEST} characters, none of them a control character", "/title")
    return text


def _roles(roles: Iterable[str]) -> tuple[str, ...]:
    given = tuple(sorted(set(roles)))
    if unknown := [role for role in given if role not in ROLES]:
        raise RefusedError(f"`{unknown[0][:80]}` is no role; known: {', '.join(ROLES)}", "/roles")
    return given
