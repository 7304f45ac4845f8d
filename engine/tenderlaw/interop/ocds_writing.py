"""The register of subcontractors as an OCDS release: the same bytes whatever the order of the register."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from tenderlaw.facts.case import Case
from tenderlaw.interop.countries import name_of_country
from tenderlaw.interop.ocds_fields import COMPLETE_FIELD, ENGAGED_BY, EXTENSIONS, OWN, SUBCONTRACTOR
from tenderlaw.interop.register import Register, RegisterEntry, called

__all__ = ["written_ocds"]

_BIDDER: Final = "bidder"


def written_ocds(register: Register, case: Case, day: date | None) -> tuple[bytes, tuple[str, ...]]:
    """A package of one release, and what whoever publishes it must add."""
    bought, operator = case.procurement, case.operator
    entries = sorted(register.entries or (), key=lambda one: one.order)
    parties = _parties(entries)
    awarded = bought.awarded_on is not None or bought.stage == "awarded"
    bidder = {"id": _BIDDER, **({"name": operator.name} if operator.name else {})}
    role = "supplier" if awarded else "tenderer"
    about: dict[str, object] = {
        "id": "1",
        f"{role}s": [bidder],
        **_subcontracting(register, entries, parties, operator.name),
    }
    release: dict[str, object] = {
        **({"ocid": bought.id} if bought.id else {}),
        "id": f"{bought.id or 'release'}-subcontractors",
        **({"date": f"{day.isoformat()}T00:00:00Z"} if day else {}),
        "tag": ["award" if awarded else "tender"],
        "initiationType": "tender",
        "parties": [{**bidder, "roles": [role]}, *(_party(one, name) for one, name in parties.items())],
        **({"awards": [about]} if awarded else {"bids": {"details": [about]}}),
    }
    package = {"version": "1.1", "extensions": list(EXTENSIONS), "releases": [release]}
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    add = ["the package has no `uri`, `publisher` and `publishedDate`: whoever publishes it adds them"]
    if bought.id is None:
        add.append("the release has no `ocid`: the procurement has no id")
    else:
        add.append("the `ocid` is the id of the procurement: a publisher puts its registered prefix before it")
    if day is None:
        add.append("the release has no `date`: give --as-of")
    return text.encode(), tuple(add)


def _who(entry: RegisterEntry) -> RegisterEntry:
    """The undertaking of an entry, without what it does for the contract."""
    return RegisterEntry(
        name=entry.name, address=entry.address, country=entry.country, register_number=entry.register_number
    )


def _parties(entries: Sequence[RegisterEntry]) -> dict[RegisterEntry, str]:
    """Each undertaking once, with its local id."""
    each = sorted({_who(entry) for entry in entries}, key=lambda one: one.order)
    return {one: f"{SUBCONTRACTOR}-{number}" for number, one in enumerate(each, 1)}


def _party(one: RegisterEntry, name: str) -> dict[str, object]:
    address: dict[str, object] = {}
    if one.address is not None:
        address["streetAddress"] = one.address
    if one.country is not None:
        address["country"] = one.country[:2]
        known = name_of_country(one.country[:2])
        address |= {"countryName": known} if known else {}
        address |= {"x_country": one.country} if len(one.country) > 2 else {}
    return {
        "id": name,
        **({"name": one.name} if one.name is not None else {}),
        "roles": [SUBCONTRACTOR],
        **({"identifier": {"id": one.register_number}} if one.register_number is not None else {}),
        **({"address": address} if address else {}),
    }


def _subcontracting(
    register: Register, entries: Sequence[RegisterEntry], parties: Mapping[RegisterEntry, str], bidder: str | None
) -> dict[str, object]:
    held: dict[str, object] = {}
    if entries:
        held["subcontracts"] = [
            _subcontract(entry, str(number), parties[_who(entry)], bidder) for number, entry in enumerate(entries, 1)
        ]
    if register.complete is not None:
        held[COMPLETE_FIELD] = register.complete
    none = register.entries == () and register.complete in (None, "yes")
    said = {"hasSubcontracting": bool(entries)} if entries or none else {}
    return {**said, **({"subcontracting": held} if held else {})}


def _subcontract(entry: RegisterEntry, number: str, party: str, bidder: str | None) -> dict[str, object]:
    named = {"name": entry.name} if entry.name is not None else {}
    facts = entry.data
    own = {field: facts[name] for name, field in OWN.items() if name in facts}
    by_bidder = bidder is not None and entry.engaged_by is not None and called(entry.engaged_by) == called(bidder)
    return {
        "id": number,
        SUBCONTRACTOR: {"id": party, **named},
        **({"mainContractors": [{"id": _BIDDER, "name": bidder}]} if by_bidder else {}),
        ENGAGED_BY: None if entry.engaged_by is None else {"name": entry.engaged_by},
        **own,
    }
