"""What tests of files share: a tenant, people of it, and the case of a tenderer whose director stands convicted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from sqlalchemy import insert

from tenderlaw.record.ledger import Record
from tenderlaw.record.vault import Vault
from tenderlaw.service.accounts.rights import rights_of_roles
from tenderlaw.service.files.bidders import create_bidder
from tenderlaw.service.files.drafts import BidderDraft, ProcurementDraft
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.procurements import create_procurement
from tenderlaw.service.pack_sets import PackSet, installed_set
from tenderlaw.store import schema, tables
from tenderlaw.store.database import Database, open_database

DAY = date(2026, 2, 1)
ENTRY = "operator.linked_persons[0].convictions[0]"
GROUND = "child-labour-or-trafficking-in-human-beings"

PROCUREMENT: dict[str, Any] = {
    "title": "Cleaning of municipal offices",
    "authority": {"name": "City of Example", "country": "SE", "kind": "sub-central"},
    "contract_kind": "services",
    "specific_services": False,
    "services_at_authority_facility": True,
    "framework_call_off": False,
    "estimated_value_excluding_vat": {"amount": "480000", "currency": "EUR"},
    "call_sent_on": "2025-11-30",
    "stage": "before-award",
}
CONVICTION: dict[str, Any] = {
    "offence": "trafficking-in-human-beings",
    "final": True,
    "final_on": "2023-06-01",
    "judgment_sets_exclusion": False,
    "self_cleaning": {"claimed": True, "compensation": True, "collaboration": True, "prevention": True},
    "source": "verified",
}
OPERATOR: dict[str, Any] = {
    "role": "tenderer",
    "name": "Example Facility Services AB",
    "country": "SE",
    "convictions": [],
    "linked_persons": [
        {"name": "the managing director", "link": "representative", "link_until": "open", "convictions": [CONVICTION]}
    ],
    "exclusions_by_judgment": [],
    "tax_breaches": [],
    "misconduct": [],
    "insolvency": [],
    "evidence_verified": True,
    "tender": {"abnormally_low": False},
}
CLEAN = {**OPERATOR, "linked_persons": []}
CLAIM = {"kind": "misconduct", "occurred_on": "2025-06-01"}
MISCONDUCT: dict[str, Any] = {
    "kind": "professional-misconduct",
    "demonstrated": True,
    "grave": True,
    "occurred_on": "2025-06-01",
    "penalised_by_authority": False,
    "self_cleaning": {"asked_for": True, "claimed": False},
}


class Clock:
    """A clock that goes on by a second whenever it is asked."""

    def __init__(self) -> None:
        self.at = datetime(2026, 2, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@cache
def packs() -> PackSet:
    """The installed packs, once a process."""
    return installed_set()


def hand_of(tenant: str = "tenant_a", actor: str = "person_officer", *roles: str, **others: Any) -> Hand:
    """Somebody of a tenant, an officer unless other roles are named."""
    rights = rights_of_roles(roles or ("officer",))
    record = Record(Vault(b"k" * 32), Clock())
    return Hand(record, packs(), tenant, actor, rights, allowed=("eu-2014-24",), **others)


OFFICER = hand_of()
APPROVER = hand_of("tenant_a", "person_approver", "approver")
READER = hand_of("tenant_a", "person_reader", "reader")
STRANGER = hand_of("tenant_b", "person_stranger", "approver")


def with_four_eyes(hand: Hand) -> Hand:
    """The same person where the tenant wants a second pair of eyes."""
    return replace(hand, four_eyes=True)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with two tenants."""
    opened = open_database(database_url)
    schema.upgrade(opened)
    add_tenants(opened)
    yield opened
    opened.close()


def add_tenants(database: Database) -> None:
    """Two tenants that know nothing of one another."""
    with database.writing() as connection:
        for name in ("tenant_a", "tenant_b"):
            key = OFFICER.record.vault.new_tenant_key(name)
            row = {"tenant": name, "title": name, "settings": {}, "created_at": "x", "wrapped_key": key}
            connection.execute(insert(tables.tenant).values(row))


def begun(database: Database, operator: dict[str, Any] | None = None, hand: Hand = OFFICER) -> tuple[str, str]:
    """A procurement and a bidder's file in it: their handles."""
    with database.writing() as connection:
        bought = create_procurement(connection, hand, "Cleaning", ProcurementDraft(PROCUREMENT), DAY)
        facts = {"operator": operator or OPERATOR, "entities": []}
        return bought.procurement, create_bidder(connection, hand, bought.procurement, BidderDraft(facts)).bidder
