"""Entities of FollowTheMoney, one JSON document a line, with the entries of lists that they carry.

Both shapes of the export are read: `Sanction` entities that point at their subject, and subjects with their
sanctions nested in them. The file is read twice, the sanctions first: so the subjects never stay in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final, TypeAlias, cast

import orjson

from tenderlaw.facts.base import OPEN
from tenderlaw.interop.list_meanings import ListMeaning, list_meanings
from tenderlaw.interop.listings import ListIdentifier, ListingRow, Rejected, made_row
from tenderlaw.sources.faults import quoted
from tenderlaw.sources.text import lines_in

__all__ = ["read_ftm"]

Entity: TypeAlias = Mapping[str, object]

SUBJECTS: Final = ("Company", "LegalEntity", "Organization", "PublicBody", "Person")
"""Schemata of whoever may be a supplier, or stand behind one."""
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_ftm(path: Path, rejected: Rejected) -> Iterator[ListingRow]:
    """Entries of every list in the file: one a sanction of an entity; a line that cannot be read goes to `rejected`.

    A list is named by its data set; what an entry says is read by the data of that list, and where there is none
    its exclusion type stays unknown. Topics alone make no entry: they do not say which list, nor since when.
    """
    held: dict[str, list[tuple[int, Entity]]] = {}
    for line, entity in _entities(path, rejected):
        if entity.get("schema") == "Sanction":
            subjects = _texts(entity, "entity")
            if not subjects:
                rejected.add(line, "entity", "the sanction does not say of whom it is")
            for subject in subjects:
                held.setdefault(subject, []).append((line, entity))
    meanings = {name: meaning for meaning in list_meanings().values() for name in meaning.datasets or ()}
    seen: set[tuple[str, str]] = set()
    for line, entity in _entities(path, None):
        apart = held.pop(str(entity["id"]), [])
        if entity.get("schema") not in SUBJECTS:
            continue
        nested = [(line, one) for one in _nested(entity, "sanctions")]
        for at, sanction in [*nested, *apart]:
            row = _row(entity, sanction, at, meanings, rejected)
            if row is None:
                continue
            if (row.list, row.entry) in seen:  # one sanction of several subjects
                row = replace(row, entry=f"{row.entry}-{entity['id']}")
            seen.add((row.list, row.entry))
            yield row
    for subject, sanctions in held.items():
        for line, _ in sanctions:
            rejected.add(line, "entity", f"the file does not hold {quoted(subject)}, of whom the sanction is")


def _entities(path: Path, rejected: Rejected | None) -> Iterator[tuple[int, Entity]]:
    with lines_in(path) as lines:
        for line, text in enumerate(lines, start=1):
            if not text.strip():
                continue
            try:
                found = orjson.loads(text)
            except orjson.JSONDecodeError:
                found = None
            if (
                isinstance(found, dict)
                and isinstance(found.get("id"), str)
                and isinstance(found.get("properties"), dict)
            ):
                yield line, cast("Entity", found)
            elif rejected is not None:
                rejected.add(line, "", "is no entity", "a line holds one JSON object with `id` and `properties`")


def _properties(entity: Entity) -> Mapping[str, object]:
    found = entity.get("properties")
    return cast("Mapping[str, object]", found) if isinstance(found, dict) else {}


def _texts(entity: Entity, name: str) -> list[str]:
    values = _properties(entity).get(name)
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _nested(entity: Entity, name: str) -> list[Entity]:
    values = _properties(entity).get(name)
    return [cast("Entity", value) for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _row(
    entity: Entity, sanction: Entity, line: int, meanings: Mapping[str, ListMeaning], rejected: Rejected
) -> ListingRow | None:
    before = len(rejected.faults)
    datasets = sanction.get("datasets") or entity.get("datasets") or []
    names = [str(name) for name in datasets] if isinstance(datasets, list) else []
    known = next((meanings[name] for name in names if name in meanings), None)
    if known is None and not names:
        rejected.add(line, "datasets", "the entry does not say of which list it is")
        return None
    first = _day(sanction, ("startDate", "listingDate"), line, rejected)
    last = _day(sanction, ("endDate",), line, rejected)
    if len(rejected.faults) > before:
        return None
    if last is None and known is not None and known.without_end == "open":
        last = OPEN
    return made_row(
        known, known.id if known else _code(names[0]), str(sanction.get("id") or f"line-{line}"), line,
        names=[str(entity.get("caption") or ""), *_texts(entity, "name"), *_texts(entity, "alias")],
        identifiers=list(_identifiers(entity)),
        kind=next(iter(_texts(sanction, "provisions")), ""),
        programme=next(iter([*_texts(sanction, "program"), *_texts(sanction, "programId")]), ""),
        comment=" ".join([*_texts(sanction, "summary"), *_texts(sanction, "reason")]),
        listed_from=first, listed_until=last,
    )  # fmt: skip


def _identifiers(entity: Entity) -> Iterator[ListIdentifier]:
    homes = sorted({code[:2].upper() for name in ("jurisdiction", "country", "mainCountry")
                    for code in _texts(entity, name)[:1]})  # fmt: skip
    # a number whose country could be one of two is not compared
    home = homes[0] if len(homes) == 1 else None
    schemes = {"uniqueEntityId": "uei", "leiCode": "lei", "vatCode": "vat", "registrationNumber": "national-register"}
    for name, scheme in schemes.items():
        for value in _texts(entity, name):
            yield ListIdentifier(scheme, value, home if scheme in ("vat", "national-register") else None)


def _code(dataset: str) -> str:
    return re.sub("[^a-z0-9.-]+", "-", dataset.lower()).strip("-.") or "unnamed"


def _day(sanction: Entity, names: tuple[str, ...], line: int, rejected: Rejected) -> date | None:
    """The day; none where there is none, or where only its month or year is known."""
    text = next((value for name in names for value in _texts(sanction, name)), None)
    if text is None or not _DAY.fullmatch(text[:10]):
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        rejected.add(line, names[0], f"{quoted(text)} is no day")
        return None
