"""Entities of FollowTheMoney as they stand in a file: read strictly, so that nothing that one says is passed over.

A property is a set of words, or of entities nested in it. One that is written as a single word is read as a set of one;
what is neither is a fault with its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias, cast

import orjson

from tenderlaw.interop.listings import Rejected
from tenderlaw.sources.faults import quoted
from tenderlaw.sources.text import lines_in

__all__ = ["NOBODY", "SUBJECTS", "Entity", "entities_in"]

SUBJECTS: Final = frozenset(["Company", "LegalEntity", "Organization", "PublicBody", "Person"])
"""Schemata of whoever may be a supplier, or stand behind one."""
NOBODY: Final = frozenset([
    "Address", "Airplane", "Annotation", "Article", "Assessment", "Associate", "Audio", "BankAccount", "Call",
    "CallForTenders", "Contract", "ContractAward", "CourtCase", "CourtCaseParty", "CryptoWallet", "Debt",
    "Directorship", "Document", "Documentation", "EconomicActivity", "Email", "Employment", "Event", "Family",
    "Folder", "HyperText", "Identification", "Image", "Interest", "Interval", "License", "Membership",
    "Mention", "Message", "Note", "Occupancy", "Ownership", "Package", "Page", "Pages", "Passport", "Payment",
    "PlainText", "Position", "Post", "Project", "ProjectParticipant", "RealEstate", "Representation",
    "Sanction", "Security", "Similar", "Succession", "Table", "TaxRoll", "Trip", "UnknownLink", "UserAccount",
    "Vehicle", "Vessel", "Video", "Workbook",
])  # fmt: skip
"""Schemata of things, documents and relations, which are nobody. What is of none of these may be somebody."""

_LONGEST: Final = 1_000
"""Longest id of an entity or a list, in characters."""
_HINT: Final = "a line holds one JSON object with `id`, `schema` and `properties`"
Properties: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity, and where it stands."""

    line: int
    id: str
    schema: str
    caption: str
    datasets: tuple[str, ...]
    referents: tuple[str, ...]
    """Ids that it had before it was merged with others."""
    properties: Properties
    rejected: Rejected
    """Where what cannot be read goes."""

    def texts(self, *names: str) -> list[str]:
        """The words of these properties, each once, in an order of their own."""
        return sorted({text for name in names for text in self._values(name) if isinstance(text, str) and text.strip()})

    def nested(self, name: str) -> Iterator[Entity]:
        """The entities that stand in a property."""
        for number, value in enumerate(self._values(name)):
            if isinstance(value, dict):
                made = _entity(self.line, cast("Properties", value), self.rejected, f"properties.{name}[{number}]")
                if made is not None:
                    yield made

    def pointed(self, name: str) -> list[str]:
        """The ids of the entities to which a property points, or that stand in it."""
        return sorted({*self.texts(name), *(one.id for one in self.nested(name))})

    def _values(self, name: str) -> Sequence[str | Properties]:
        found = self.properties.get(name)
        values = [] if found is None else found if isinstance(found, list) else [found]
        kept: list[str | Properties] = []
        for value in values:
            if isinstance(value, int) and not isinstance(value, bool):
                kept.append(str(value))
            elif isinstance(value, str | dict):
                kept.append(value)
            elif value is not None:
                message = f"{quoted(value)} is neither a word nor an entity"
                self.rejected.add(self.line, f"properties.{name}", message, "properties are lists of words")
        return kept


def entities_in(path: Path, rejected: Rejected) -> Iterator[Entity]:
    """The entities of a file, one a line; a line that holds none goes to `rejected`."""
    with lines_in(path) as lines:
        for line, text in enumerate(lines, start=1):
            if not text.strip():
                continue
            try:
                found = orjson.loads(text)
            except orjson.JSONDecodeError:
                found = None
            if not isinstance(found, dict) or not isinstance(found.get("properties"), dict):
                rejected.add(line, "", "is no entity", _HINT)
                continue
            made = _entity(line, found, rejected, "")
            if made is not None:
                yield made


def _entity(line: int, found: Properties, rejected: Rejected, at: str) -> Entity | None:
    """The entity, or none where it cannot be read; at the top it says its id and schema."""
    before = rejected.times
    name, schema = found.get("id"), found.get("schema")
    place = f"{at}." if at else ""
    if not isinstance(name, str | None) or (not at and not name):
        rejected.add(line, f"{place}id", "must be a word that names the entity", _HINT)
    elif name and len(name) > _LONGEST:
        rejected.add(line, f"{place}id", f"is longer than {_LONGEST:,} characters")
    if not isinstance(schema, str | None) or (not at and not schema):
        rejected.add(line, f"{place}schema", "must say what kind of entity it is", _HINT)
    properties = found.get("properties") or {}
    if not isinstance(properties, dict):
        rejected.add(line, f"{place}properties", "must be a mapping of names to lists of words")
    datasets, referents = (_words(line, found, one, rejected, place) for one in ("datasets", "referents"))
    if rejected.times > before:
        return None
    caption = found.get("caption")
    return Entity(
        line=line,
        id=str(name or ""),
        schema=str(schema or ""),
        caption=caption if isinstance(caption, str) else "",
        datasets=datasets,
        referents=referents,
        properties=cast("Properties", properties),
        rejected=rejected,
    )


def _words(line: int, found: Properties, name: str, rejected: Rejected, place: str) -> tuple[str, ...]:
    value = found.get(name)
    values = [] if value is None else value if isinstance(value, list) else [value]
    texts = [one for one in values if isinstance(one, str) and len(one) <= _LONGEST]
    if len(texts) == len(values):
        return tuple(sorted({one for one in texts if one.strip()}))
    rejected.add(line, f"{place}{name}", f"must be a list of words of at most {_LONGEST:,} characters")
    return ()
