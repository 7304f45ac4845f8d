"""Tenants: authorities that share a service and nothing else. Each has its own key, record, people and settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Connection, Row, bindparam, insert, select, update

from tenderlaw.service.accounts.acts import Act, NotFoundError, RefusedError, noted
from tenderlaw.service.accounts.people import Person, add_person
from tenderlaw.store import tables

__all__ = [
    "FIRST_ROLES",
    "Tenant",
    "TenantSettings",
    "change_tenant",
    "create_tenant",
    "settings_of",
    "tenant_of",
    "tenants",
]

FIRST_ROLES: Final = ("administrator", "approver", "auditor")
"""What whoever comes first may do: all of it, until they have given roles to others."""
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_TENANT: Final = tables.tenant
# made once: to make a statement takes longer than to run it
_ONE: Final = select(_TENANT).where(_TENANT.c.tenant == bindparam("tenant"))
_LOCKED: Final = _ONE.with_for_update(key_share=True)
Ids = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=100)], ...], Field(max_length=200)]


class TenantSettings(BaseModel):
    """What a tenant chooses for itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    four_eyes: bool = False
    """Whether a step of the authority counts only once another person has approved it."""
    four_eyes_documents: bool = False
    """Whether a document of a bidder's file goes out only once another person has approved it; drafts go out never."""
    retention_days: int | None = Field(None, ge=1, le=36_500)
    """Days after which a bidder's file is erased, counted from its last change; None: never by itself."""
    packs: Ids | None = None
    """The packs of law by which this tenant decides; None: all that are installed."""
    policies: Ids = ()
    """The tenant's own policies."""
    language: str | None = Field(None, pattern=r"[a-z]{2}")
    """The language of pages for whoever has chosen none."""
    authority: str | None = Field(None, max_length=300)
    """The authority's name, as letters have it."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """An authority, or whoever else keeps files apart from others."""

    tenant: str
    title: str
    settings: TenantSettings
    created_at: str


def create_tenant(
    connection: Connection, act: Act, title: str, email: str, name: str, settings: Mapping[str, Any] | None = None
) -> tuple[Tenant, Person]:
    """The new tenant that `act` names, and its first administrator. Raises RefusedError for one that is there."""
    if _NAME.fullmatch(act.tenant) is None:
        hint = "1 to 40 small letters, digits and hyphens, a letter or digit first"
        raise RefusedError(f"the short name of a tenant has {hint}", "/tenant")
    if _found(connection, act.tenant) is not None:
        raise RefusedError("there is a tenant of that short name already", "/tenant")
    chosen, title = _settings(settings or {}), _title(title)
    connection.execute(
        insert(_TENANT).values(
            tenant=act.tenant,
            title=title,
            settings=chosen.model_dump(mode="json"),
            created_at=act.at,
            wrapped_key=act.record.vault.new_tenant_key(act.tenant),
        )
    )
    person = add_person(connection, act, email, name, FIRST_ROLES)
    noted(connection, act, "tenant", act.tenant, {"done": "made", "settings": chosen.model_dump(mode="json")})
    return tenant_of(connection, act.tenant), person


def tenant_of(connection: Connection, tenant: str, *, lock: bool = False) -> Tenant:
    """The tenant of this short name; `lock` for who will change it. Raises NotFoundError."""
    found = _found(connection, tenant, lock=lock)
    if found is None:
        raise NotFoundError
    return _read(found)


def settings_of(connection: Connection, tenant: str) -> TenantSettings:
    """What a tenant chose."""
    return tenant_of(connection, tenant).settings


def tenants(connection: Connection, after: str = "", limit: int = 100) -> list[Tenant]:
    """Every tenant by its short name: for whoever runs the service."""
    query = select(_TENANT).where(_TENANT.c.tenant > after).order_by(_TENANT.c.tenant).limit(limit)
    return [_read(row) for row in connection.execute(query)]


def change_tenant(
    connection: Connection, act: Act, *, title: str | None = None, settings: Mapping[str, Any] | None = None
) -> Tenant:
    """Change the title, or those settings that are given. Raises RefusedError for what cannot be set."""
    before = tenant_of(connection, act.tenant, lock=True)
    chosen = before.settings.model_dump(mode="json") | dict(settings or {})
    after = Tenant(act.tenant, before.title if title is None else _title(title), _settings(chosen), before.created_at)
    if after == before:
        return before
    said = after.settings.model_dump(mode="json")
    changed = update(_TENANT).where(_TENANT.c.tenant == act.tenant)
    connection.execute(changed.values(title=after.title, settings=said))
    noted(connection, act, "tenant", act.tenant, {"done": "changed", "settings": said})
    return after


def _found(connection: Connection, tenant: str, *, lock: bool = False) -> Row[Any] | None:
    return connection.execute(_LOCKED if lock else _ONE, {"tenant": tenant}).first()


def _read(row: Row[Any]) -> Tenant:
    # a setting that an older or newer program knew is not this one's
    known = {name: value for name, value in row.settings.items() if name in TenantSettings.model_fields}
    return Tenant(row.tenant, row.title, TenantSettings.model_validate(known), row.created_at)


def _settings(said: Mapping[str, Any]) -> TenantSettings:
    try:
        return TenantSettings.model_validate(dict(said))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = "".join(f"/{step}" for step in first["loc"])
        message = "is no setting of a tenant" if first["type"] == "extra_forbidden" else first["msg"].lower()
        raise RefusedError(message, f"/settings{where}") from error


def _title(text: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > 200 or not text.isprintable():
        raise RefusedError("a title has 1 to 200 characters, none of them a control character", "/title")
    return text
