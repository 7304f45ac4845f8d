"""Entries of lists from entities of FollowTheMoney, one JSON document a line.

Both shapes of the export are read: `Sanction` entities that point at their subject, and subjects with their
sanctions nested in them. The file is read twice, the sanctions first: so the subjects never stay in memory. Whoever
stands in a list without a sanction that says since when and why is an entry too, of which nothing else is known.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from tenderlaw.facts.base import OPEN
from tenderlaw.interop.entry_days import NO_DAYS, EntryDays, Span, days_of, span_of
from tenderlaw.interop.ftm_entities import NOBODY, SUBJECTS, Entity, entities_in
from tenderlaw.interop.list_meanings import ListMeaning, list_meanings
from tenderlaw.interop.listings import ListIdentifier, ListingRow, Rejected, Said, made_row
from tenderlaw.interop.registers import registers
from tenderlaw.sources.faults import quoted

__all__ = ["read_ftm"]

_TOPICS: Final = ("debarment", "export.control", "reg.", "sanction", "wanted")
"""How topics begin that say that somebody stands in a list."""
_PLACES: Final = ("jurisdiction", "country", "mainCountry")
_COUNTRY: Final = re.compile(r"([a-z]{2})(?:[-_]([a-z0-9]{1,3}))?", re.IGNORECASE)
_CODE: Final = 100
"""Longest name of a list, in characters: a code holds no more than 120."""
_NO_SANCTION: Final = "the file names it as a member of the list, and holds no entry that says since when and why"


def read_ftm(path: Path, rejected: Rejected) -> Iterator[ListingRow]:
    """Entries of every list in the file; a line that cannot be read goes to `rejected`.

    One entry a sanction of an entity, and one for each list in which an entity stands without a sanction. A list is
    named by its data set; what an entry says is read by the data of that list, and where there is none its exclusion
    type stays unknown.
    """
    held: dict[str, list[Entity]] = {}
    for entity in entities_in(path, rejected):
        if entity.schema == "Sanction":
            subjects = entity.pointed("entity")
            if not subjects:
                rejected.add(entity.line, "entity", "the sanction does not say of whom it is")
            for subject in subjects:
                held.setdefault(subject, []).append(entity)
    reading = _Reading(rejected, _by_data_set())
    there: set[str] = set()
    for entity in entities_in(path, rejected):
        ids = [one for one in (entity.id, *entity.referents) if one in held]
        there.update(ids)
        yield from reading.rows(entity, [one for name in ids for one in held[name]])
    for subject in held.keys() - there:
        for sanction in held[subject]:
            rejected.add(sanction.line, "entity", f"the file does not hold {quoted(subject)}, of whom the sanction is")


@dataclass(slots=True)
class _Reading:
    """What has been read of a file."""

    rejected: Rejected
    meanings: Mapping[str, ListMeaning]
    seen: set[tuple[str, str]] = field(default_factory=set)

    def rows(self, entity: Entity, apart: Sequence[Entity]) -> Iterator[ListingRow]:
        """The entries that are about an entity."""
        sanctions = [*entity.nested("sanctions"), *apart]
        listed = any(topic.startswith(_TOPICS) for topic in entity.texts("topics")) or bool(entity.texts("sanctions"))
        known = [one for one in entity.datasets if _code(one) in self.meanings]
        if entity.schema in NOBODY or (entity.schema not in SUBJECTS and not (sanctions or listed or known)):
            return
        found: set[str] = set()
        for sanction in sanctions:
            row = self._of_sanction(entity, sanction)
            if row is not None:
                found.add(row.list)
                yield self._named_apart(row, entity)
        of_others = entity.datasets if listed and not sanctions else ()
        if listed and not sanctions and not entity.datasets:
            self.rejected.add(entity.line, "datasets", "the entity does not say in which list it stands")
        for name in dict.fromkeys((*known, *of_others)):
            list_id, meaning = self._list(name)
            if list_id not in found and self._is_code(entity, list_id):
                found.add(list_id)
                yield self._named_apart(self._member(entity, list_id, meaning), entity)

    def _of_sanction(self, entity: Entity, sanction: Entity) -> ListingRow | None:
        before = self.rejected.times
        datasets = sanction.datasets or entity.datasets
        if not datasets:
            self.rejected.add(sanction.line, "datasets", "the entry does not say of which list it is")
            return None
        name = next((one for one in datasets if _code(one) in self.meanings), datasets[0])
        list_id, meaning = self._list(name)
        days = self._days(sanction, meaning)
        made = made_row(
            meaning, list_id, sanction.id or f"line-{sanction.line}", sanction.line,
            names=_names(entity), identifiers=_identifiers(entity), said=_said(sanction), days=days,
        )  # fmt: skip
        whole = self.rejected.times == before and self._is_code(sanction, list_id)
        return made if whole else None

    def _member(self, entity: Entity, list_id: str, meaning: ListMeaning | None) -> ListingRow:
        row = made_row(
            meaning, list_id, entity.id, entity.line,
            names=_names(entity), identifiers=_identifiers(entity), said=Said(), days=NO_DAYS,
        )  # fmt: skip
        return replace(row, exclusion_type=None, effect="unknown", review=_NO_SANCTION)

    def _list(self, name: str) -> tuple[str, ListMeaning | None]:
        meaning = self.meanings.get(_code(name))
        return (meaning.id, meaning) if meaning else (_code(name), None)

    def _is_code(self, entity: Entity, list_id: str) -> bool:
        if len(list_id) > _CODE:
            self.rejected.add(entity.line, "datasets", f"the name of the list is longer than {_CODE} characters")
        return len(list_id) <= _CODE

    def _named_apart(self, row: ListingRow, entity: Entity) -> ListingRow:
        """With a name of its own within the list: one sanction may be of several subjects."""
        number, named = 1, row
        while (named.list, named.entry) in self.seen:
            again = f"-{number}" if number > 1 else ""
            number, named = number + 1, replace(row, entry=f"{row.entry}-{entity.id}{again}")
        self.seen.add((named.list, named.entry))
        return named

    def _days(self, sanction: Entity, meaning: ListMeaning | None) -> EntryDays:
        firsts = self._spans(sanction, "startDate") or self._spans(sanction, "listingDate")
        without_end = OPEN if meaning is not None and meaning.without_end == "open" else None
        lasts = self._spans(sanction, "endDate")
        if meaning is not None and meaning.no_end:
            lasts = [(OPEN, OPEN) if last in meaning.no_end else (first, last) for first, last in lasts]
        return days_of(firsts, lasts, without_end)

    def _spans(self, sanction: Entity, name: str) -> list[Span]:
        found = []
        for text in sanction.texts(name):
            try:
                found.append(span_of(text))
            except ValueError:
                hint = "a day is written YYYY-MM-DD; YYYY-MM or YYYY where no more is known"
                self.rejected.add(sanction.line, name, f"{quoted(text)} is no day", hint)
        return found


def _by_data_set() -> Mapping[str, ListMeaning]:
    """The lists whose meaning is known, by the names that they have as data sets, and by their own."""
    each = list_meanings().values()
    return {_code(name): meaning for meaning in each for name in (*(meaning.datasets or ()), meaning.id)}


def _code(dataset: str) -> str:
    return re.sub("[^a-z0-9.-]+", "-", dataset.lower()).strip("-.") or "unnamed"


def _said(sanction: Entity) -> Said:
    summaries, reasons = sanction.texts("summary") or [""], sanction.texts("reason") or [""]
    return Said(
        kinds=sanction.texts("provisions"),
        programmes=sanction.texts("program") or sanction.texts("programId"),
        comments=[" ".join(one) for one in itertools.product(summaries, reasons)],
        statuses=sanction.texts("status"),
    )


def _names(entity: Entity) -> list[str]:
    parts = [entity.texts(name) for name in ("firstName", "middleName", "lastName")]
    first, middle, last = (found[0] if len(found) == 1 else "" for found in parts)
    whole = [f"{first} {last}", f"{first} {middle} {last}"] if first and last else []
    return [entity.caption, *entity.texts("name"), *entity.texts("alias", "previousName"), *whole]


def _identifiers(entity: Entity) -> Iterator[ListIdentifier]:
    home = _home(entity)
    for name, scheme in registers().properties.items():
        for value in entity.texts(name):
            yield ListIdentifier(scheme, value, home)


def _home(entity: Entity) -> str | None:
    """The country, or part of one, whose numbers it has; none where it could be one of several."""
    found = [_COUNTRY.fullmatch(code) for code in entity.texts(*_PLACES)]
    places = {"-".join(part.upper() for part in one.groups() if part) for one in found if one}
    exact = _without_wholes(places)
    return next(iter(exact)) if len(exact) == 1 and all(found) else None


def _without_wholes(places: Collection[str]) -> set[str]:
    """Without a country of which a part is named."""
    return {one for one in places if not any(other.startswith(f"{one}-") for other in places)}
