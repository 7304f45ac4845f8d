"""One case completed by whoever stands behind its operators: the same edges, and the same rule, as in a table.

What the case gives stands. A person of the file whom the case names is completed; a day or an answer that the file
gives otherwise is a remark; a person whom the case does not name, and a further link of one, is added.
"""

from __future__ import annotations

import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, cast

import pyarrow as pa
import pyarrow.parquet as pq

from tenderlaw.facts.case import Case
from tenderlaw.facts.catalogue import field_at
from tenderlaw.facts.operator import EconomicOperator, LinkedPerson
from tenderlaw.rules.words import shown
from tenderlaw.screening.joins.database import Database
from tenderlaw.screening.joins.edges import owners_in
from tenderlaw.screening.joins.linked_persons import Behind, with_owners
from tenderlaw.screening.joins.ownership import BOUND
from tenderlaw.screening.tables.rows import without_nothing
from tenderlaw.screening.tables.schema import KEY, ROW
from tenderlaw.sources.faults import Fault, quoted

__all__ = ["completed_by_owners"]

_SUPPLIERS: Final = pa.schema([
    (ROW, pa.int64()),
    (KEY, pa.string()),
    ("country", pa.string()),
    ("identifiers", pa.list_(pa.struct([("scheme", pa.string()), ("value", pa.string())]))),
])  # fmt: skip
_LINK: Final = ("link", "link_from", "link_until", "country", "identifiers")
"""What the file says of a person who is named already."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What the file says of one operator."""

    stands: bool
    """Whether it stands among the edges, surely."""
    perhaps: bool
    """Whether a company with the same number does."""
    persons: tuple[LinkedPerson, ...]
    known: bool | None
    """Whether the natural persons who control it are known; None where the file does not tell."""


def completed_by_owners(
    case: Case, file: Path, as_of: date, *, complete: bool = False, bound: int = BOUND
) -> tuple[Case, list[Fault]]:
    """The case with the linked persons of each operator that the file names, and remarks on what it gives otherwise.

    An operator is found by its identifiers, or where the file names it as the case does. `complete`: the file names
    everybody with a power in an operator that stands in it. Raises InputInvalidError for a file that cannot be read.
    """
    operators = (case.operator, *(case.entities or ()))
    found = _found(operators, file, as_of, bound)
    remarks: list[Fault] = []
    done = []
    for number, (operator, said) in enumerate(zip(operators, found, strict=True)):
        at = "operator" if number == 0 else f"entities[{number - 1}]"
        done.append(_completed(operator, said, complete, at, remarks))
    entities = None if case.entities is None else tuple(done[1:])
    return case.model_copy(update={"operator": done[0], "entities": entities}), remarks


def _found(operators: Sequence[EconomicOperator], file: Path, as_of: date, bound: int) -> list[_Found]:
    model, person = type(operators[0]), _person_of(operators[0])
    rows = [
        {
            ROW: number,
            KEY: one.name or f"operator {number}",
            "country": one.country,
            "identifiers": [{"scheme": i.scheme, "value": i.value} for i in one.identifiers or ()],
        }
        for number, one in enumerate(operators)
    ]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        owners = owners_in(file, work)
        pq.write_table(pa.Table.from_pylist(rows, schema=_SUPPLIERS), work / "suppliers.parquet")
        tables = Database()
        tables.read("suppliers", work / "suppliers.parquet")
        query = with_owners(tables, "suppliers", Behind(owners, as_of, None, True, bound, model))
        held = cast("pa.Table", tables.sql.sql(f"SELECT * FROM ({query}) ORDER BY {ROW}").to_arrow_table()).to_pylist()
        tables.sql.close()
    return [
        _Found(
            stands=row["rows_with_owners"],
            perhaps=row["rows_perhaps_with_owners"],
            persons=tuple(person.model_validate(without_nothing(one)) for one in row["linked_persons"] or ()),
            known=row["owners_known"],
        )
        for row in held
    ]


def _person_of(operator: EconomicOperator) -> type[LinkedPerson]:
    """The model of linked persons, with what packs declare of them."""
    found = field_at(type(operator), ("linked_persons",))
    return cast("type[LinkedPerson]", found.entries if found else LinkedPerson)


def _completed(
    operator: EconomicOperator, said: _Found, complete: bool, at: str, remarks: list[Fault]
) -> EconomicOperator:
    given = operator.linked_persons
    if not said.stands:
        hint = "an operator is found by its identifiers, or by its name as `subject`"
        message = "may stand in the file: a company there has the same number" if said.perhaps else "is not in the file"
        remarks.append(Fault("owners", 0, 0, at, f"{message}: who stands behind it stays as given", hint))
        if said.perhaps and given is not None:
            return operator.model_copy(update={"linked_persons": (*given, _person_of(operator)())})
        return operator
    update: dict[str, object] = {}
    persons = _joined(given or (), said.persons, f"{at}.linked_persons", remarks)
    # others may have a power of whom nobody speaks, unless the case or the file names everybody
    others = () if complete or given is not None else (_person_of(operator)(),)
    update["linked_persons"] = (*persons, *others)
    if operator.owners_known is None:
        update["owners_known"] = said.known
    elif said.known is not None and said.known is not operator.owners_known:
        remarks.append(_otherwise(f"{at}.owners_known", operator.owners_known, said.known))
    return operator.model_copy(update=update)


def _joined(
    given: Sequence[LinkedPerson], found: Iterable[LinkedPerson], at: str, remarks: list[Fault]
) -> list[LinkedPerson]:
    """The persons that the case gives, completed, and those besides whom the file names."""
    out = list(given)
    taken: set[int] = set()
    for one in found:
        same = [n for n, other in enumerate(out[: len(given)]) if _is_same(one, other)]
        fits = next((n for n in same if n not in taken and out[n].link in (None, one.link)), None)
        if fits is not None:
            taken.add(fits)
            out[fits] = _filled(out[fits], one, f"{at}[{fits}]", remarks)
        elif same:
            out.append(one.model_copy(update=_of_person(out[same[0]])))
        else:
            out.append(one)
    return out


def _of_person(given: LinkedPerson) -> dict[str, object]:
    """What the case says of a person, whichever of its links is meant; packs may declare some of it."""
    return {name: getattr(given, name) for name in type(given).model_fields if name not in ("name", *_LINK)}


def _is_same(one: LinkedPerson, other: LinkedPerson) -> bool:
    """Whether they have an identifier in common, or the same name and no identifier that says otherwise."""
    mine, theirs = ({(i.scheme, i.value) for i in person.identifiers or ()} for person in (one, other))
    if mine & theirs:
        return True
    if {scheme for scheme, _ in mine} & {scheme for scheme, _ in theirs}:
        return False
    return bool(one.name and other.name) and _plain(one.name) == _plain(other.name)


def _plain(name: str | None) -> str:
    """A name without the others that the file has, whatever its spaces and capitals."""
    own = (name or "").partition(" (also known as ")[0]
    return " ".join(unicodedata.normalize("NFKC", own).casefold().split())


def _filled(given: LinkedPerson, said: LinkedPerson, at: str, remarks: list[Fault]) -> LinkedPerson:
    update: dict[str, object] = {}
    for name, mine, theirs in _pairs(given, said):
        if mine is None:
            update[name] = theirs
        elif name in ("link_from", "link_until") and mine != theirs:
            remarks.append(_otherwise(f"{at}.{name}", mine, theirs))
    return given.model_copy(update=update)


def _pairs(given: LinkedPerson, said: LinkedPerson) -> Iterator[tuple[str, object, object]]:
    for name in _LINK:
        theirs = getattr(said, name)
        if theirs is not None:
            yield name, getattr(given, name), theirs


def _otherwise(path: str, given: object, said: object) -> Fault:
    message = (
        f"is given as {quoted(shown(given))}, and the owners' file says {quoted(shown(said))}: what was given stands"
    )
    return Fault("owners", 0, 0, path, message)
