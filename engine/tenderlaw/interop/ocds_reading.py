"""The register of subcontractors out of OCDS: a release, a record, or a package of either."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from tenderlaw.facts.case import Case
from tenderlaw.interop.countries import country_named
from tenderlaw.interop.ocds_fields import COMPLETE_FIELD, ENGAGED_BY, OWN, SUBCONTRACTOR, text
from tenderlaw.interop.published_data import Object, listed, mapping
from tenderlaw.interop.register import Register, RegisterEntry, besides, called
from tenderlaw.sources.faults import Fault, InputInvalidError, quoted
from tenderlaw.sources.text import text_in
from tenderlaw.sources.tree import Data, read_json

__all__ = ["read_ocds"]

_COUNTRY: Final = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_COMPLETE: Final = ("yes", "no", "unknown-to-the-bidder")
_READ_PARTY: Final = ("id", "name", "roles", "identifier", "address")
_READ_ADDRESS: Final = ("streetAddress", "locality", "region", "postalCode", "country", "countryName", "x_country")
_READ_SUBCONTRACT: Final = ("id", SUBCONTRACTOR, "mainContractors", "tenderers", ENGAGED_BY, *OWN.values())


@dataclass(slots=True)
class _Reading:
    """A release as it is read, and what of it no fact holds."""

    name: str
    parties: Mapping[str, Object]
    bidder: str | None
    complete: str | None = None
    over: dict[str, None] = field(default_factory=dict)

    def passed(self, where: str, held: Object, known: Sequence[str]) -> None:
        """Note the fields that are not read."""
        self.over |= {f"{where}.{name}": None for name in held if name not in known}

    def text(self, where: str, held: Object, name: str) -> str | None:
        """A field as text; what stands there and is none is noted."""
        value = held.get(name)
        found = text(value)
        if found is None and value is not None and value != "":
            self.over[f"{where}.{name}, which is no text"] = None
        return found


def read_ocds(path: Path, case: Case) -> Register:
    """The subcontractors that the file names for the bidder of the case, and what was passed over.

    Raises InputInvalidError for a file that is none, or of several procurements that are not the case's.
    """
    data = read_json(text_in(path), str(path)).data
    release, older = _chosen(list(_releases(data)), case.procurement.id, str(path))
    every = [mapping(one) for one in listed(release.get("parties"))]
    parties = {text(one.get("id")) or f"#{number}": one for number, one in enumerate(every)}
    reading = _Reading(str(path), parties, case.operator.name)
    reading.over |= {f"{older} older releases": None} if older else {}
    entries, none, taken = list[RegisterEntry](), False, set[str]()
    for place, about, role in _parts(release):
        taken |= {_party_of(one) for one in _subcontracts(about)}
        names = [name for one in listed(about.get(role)) if (name := _named(reading, mapping(one)))]
        if names and reading.bidder is not None and called(reading.bidder) not in map(called, names):
            reading.over[f"{place} of {', '.join(map(quoted, names))}, which is not the bidder"] = None
            continue
        none = none or about.get("hasSubcontracting") is False
        entries += besides(entries, _of_part(reading, place, about, names))  # an award may repeat what the bid says
    for name, party in parties.items():  # parties of the role that no subcontract names
        if SUBCONTRACTOR in listed(party.get("roles")) and name not in taken:
            entries.append(_who(reading, party))
    return Register(tuple(entries) if entries or none else None, reading.complete, tuple(reading.over))


def _of_part(reading: _Reading, place: str, about: Object, names: Sequence[str]) -> list[RegisterEntry]:
    """The subcontracts of a bid or an award."""
    subcontracting, held = mapping(about.get("subcontracting")), _subcontracts(about)
    reading.passed(f"{place}.subcontracting", subcontracting, ("subcontracts", COMPLETE_FIELD))
    said = reading.text(place, subcontracting, COMPLETE_FIELD)
    if said in _COMPLETE:
        reading.complete = said
    elif said is not None:
        reading.over[f"{COMPLETE_FIELD} {quoted(said)}, which is none of {', '.join(_COMPLETE)}"] = None
    stated = about.get("hasSubcontracting")
    if stated is not None and stated is not bool(held):
        reading.over[f"{place}.hasSubcontracting {quoted(stated)} beside {len(held)} subcontracts"] = None
    return [_entry(reading, one, names) for one in held]


def _releases(data: Data) -> Iterator[Object]:
    whole = mapping(data)
    for record in listed(whole.get("records")):
        held = mapping(record)
        compiled = mapping(held.get("compiledRelease"))
        yield from (mapping(one) for one in ([dict(compiled)] if compiled else listed(held.get("releases"))))
    yield from (mapping(one) for one in listed(whole.get("releases")))
    if whole.get("compiledRelease"):
        yield mapping(whole["compiledRelease"])
    elif "parties" in whole or "bids" in whole or "awards" in whole:
        yield whole
    if isinstance(data, list):
        yield from (mapping(one) for one in data)


def _chosen(releases: Sequence[Object], wanted: str | None, name: str) -> tuple[Object, int]:
    """The newest release that speaks of subcontractors, and how many older ones there are of the same procurement."""
    speaking = [one for one in releases if _speaks(one)]
    if not speaking:
        message = "names no subcontractor" if releases else "is no release, record or package of OCDS"
        hint = "a party of the role `subcontractor`, or `subcontracting` of a bid or award"
        raise InputInvalidError([Fault(name, 0, 0, "", message, hint)])
    ids = sorted({text(one.get("ocid")) or "" for one in speaking})
    if len(ids) > 1:
        if wanted not in ids:
            message = f"holds several procurements: {', '.join(map(quoted, ids[:5]))}"
            raise InputInvalidError(
                [Fault(name, 0, 0, "ocid", message, "give the one as `procurement.id`, or its file")]
            )
        speaking = [one for one in speaking if text(one.get("ocid")) == wanted]
    newest = max(speaking, key=lambda one: text(one.get("date")) or "")
    return newest, len(speaking) - 1


def _speaks(release: Object) -> bool:
    if any("subcontracting" in about or "hasSubcontracting" in about for _, about, _ in _parts(release)):
        return True
    return any(SUBCONTRACTOR in listed(mapping(one).get("roles")) for one in listed(release.get("parties")))


def _parts(release: Object) -> Iterator[tuple[str, Object, str]]:
    """Bids and awards, each with its place and the role of who makes or receives it."""
    for number, one in enumerate(listed(mapping(release.get("bids")).get("details"))):
        yield f"bids.details[{number}]", mapping(one), "tenderers"
    for number, one in enumerate(listed(release.get("awards"))):
        yield f"awards[{number}]", mapping(one), "suppliers"


def _subcontracts(about: Object) -> list[Object]:
    return [mapping(one) for one in listed(mapping(about.get("subcontracting")).get("subcontracts"))]


def _party_of(subcontract: Object) -> str:
    return text(mapping(subcontract.get(SUBCONTRACTOR)).get("id")) or ""


def _named(reading: _Reading, reference: Object) -> str | None:
    party = reading.parties.get(text(reference.get("id")) or "", {})
    return text(reference.get("name")) or text(party.get("name"))


def _entry(reading: _Reading, subcontract: Object, bidders: Sequence[str]) -> RegisterEntry:
    reading.passed("subcontracts[]", subcontract, _READ_SUBCONTRACT)
    reference = mapping(subcontract.get(SUBCONTRACTOR))
    party = reading.parties.get(_party_of(subcontract), {})
    if not party and _party_of(subcontract):
        reading.over[f"the id {quoted(_party_of(subcontract))}, which is that of no party"] = None
    who, where = _who(reading, party), "subcontracts[]"
    goods = subcontract.get(OWN["goods"])
    words = tuple(word for one in listed(goods) if (word := text(one))) if isinstance(goods, list) else None
    if goods is not None and (words is None or len(words) < len(listed(goods))):
        reading.over[f"{where}.{OWN['goods']}, which is no list of texts"] = None
    return replace(
        who,
        name=text(reference.get("name")) or who.name,
        tier=_number(reading, subcontract.get(OWN["tier"])),
        site=reading.text(where, subcontract, OWN["site"]),
        supplied=reading.text(where, subcontract, OWN["supplied"]),
        goods=words,
        engaged_by=_engaged_by(reading, subcontract, bidders),
    )


def _engaged_by(reading: _Reading, subcontract: Object, bidders: Sequence[str]) -> str | None:
    """Who engages it: as it is said, or the only tenderer there is, for which subcontracts are if they say no more."""
    if ENGAGED_BY in subcontract:
        return text(mapping(subcontract[ENGAGED_BY]).get("name"))
    main = [mapping(one) for one in listed(subcontract.get("mainContractors") or subcontract.get("tenderers"))]
    names = [name for one in main if (name := _named(reading, one))] or list(bidders)
    if len(names) > 1:
        reading.over[f"mainContractors beside {quoted(names[0])}: {', '.join(map(quoted, names[1:]))}"] = None
        return names[0] if main else None
    return names[0] if names else None


def _number(reading: _Reading, value: Data) -> Decimal | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        reading.over[f"{OWN['tier']} {quoted(value)}, which is no number"] = None
        return None
    return found


def _who(reading: _Reading, party: Object) -> RegisterEntry:
    """The undertaking that a party is."""
    identifier, address = mapping(party.get("identifier")), mapping(party.get("address"))
    reading.passed("parties[]", party, _READ_PARTY)
    reading.passed("parties[].address", address, _READ_ADDRESS)
    reading.passed("parties[].identifier", identifier, ("scheme", "id", "legalName"))
    scheme, value = (reading.text("parties[].identifier", identifier, name) for name in ("scheme", "id"))
    name, legal = (
        reading.text("parties[]", party, "name"),
        reading.text("parties[].identifier", identifier, "legalName"),
    )
    if name is not None and legal is not None and called(name) != called(legal):
        reading.over[f"the legal name {quoted(legal)} of {quoted(name)}"] = None
    street = ("streetAddress", "locality", "region", "postalCode")
    parts = [reading.text("parties[].address", address, part) for part in street]
    for field_name in ("identifier", "address"):
        if party.get(field_name) is not None and not isinstance(party[field_name], dict):
            reading.over[f"parties[].{field_name}, which is no object"] = None
    return RegisterEntry(
        name=name or legal,
        address=", ".join(one for one in parts if one) or None,
        country=_country(reading, address),
        register_number=f"{scheme} {value}" if scheme and value else value,
    )


def _country(reading: _Reading, address: Object) -> str | None:
    for field_name in ("x_country", "country"):
        code = reading.text("parties[].address", address, field_name)
        if code is not None and _COUNTRY.fullmatch(code):
            return code
        if code is not None:
            reading.over[f"the country {quoted(code)}, which is no code"] = None
    name = text(address.get("countryName"))
    found = country_named(name) if name else None
    if name and found is None:
        reading.over[f"countryName {quoted(name)}, which is no country that is known"] = None
    return found
