"""Which cases are likeliest to tell a mutant from the law as written, so that few have to be run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tenderlaw.mutants.model import Mutant
from tenderlaw.mutants.tested import Tested
from tenderlaw.sources.tree import Data, Steps

__all__ = ["Likely", "at_steps", "name_of", "users_of", "words_of"]

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Likely:
    """What the cases of a pack say, and which of its entries use which."""

    data: Mapping[str, Data]
    words: tuple[frozenset[str], ...]
    """By case, every word, day and figure in its facts, and which facts it gives."""
    expects: tuple[frozenset[str], ...]
    """By case, what it expects something of."""
    users: Mapping[str, frozenset[str]]
    """By the id of an entry, those that use it, at whatever remove."""

    @classmethod
    def of(cls, tested: Tested) -> Likely:
        """Read off the cases of a pack."""
        words = [frozenset((*_said(one.data), one.case.as_of.isoformat())) for one in tested.cases]
        expects = [frozenset(_said(one.case.expect.model_dump(mode="json", exclude_none=True))) for one in tested.cases]
        return cls(tested.data, tuple(words), tuple(expects), users_of(tested))

    def order(self, mutant: Mutant) -> list[int]:
        """The cases by their number, the likeliest first."""
        key, number = mutant.entry
        entry = at_steps(self.data, (key,) if number is None else (key, number))
        name = name_of(entry)
        asked = frozenset((name, *_near(mutant, self.data)))  # facts name an offence by its id
        users = self.users.get(name, frozenset()) | {name}
        scores = [
            2 * min(len(self.expects[case] & users), 2) + min(len(self.words[case] & asked), 6)
            for case in range(len(self.words))
        ]
        return sorted(range(len(scores)), key=lambda case: -scores[case])


def name_of(entry: object) -> str:
    """By which word other entries, and cases, name an entry of a pack."""
    held = entry if isinstance(entry, dict) else {}
    return next((str(held[one]) for one in ("id", "clause", "role") if one in held), "")


def users_of(tested: Tested) -> dict[str, frozenset[str]]:
    """By the id of an entry of the packs under test, the entries that use it, at whatever remove."""
    said: dict[str, set[str]] = {}
    for data in tested.read:
        for entries in data.values():
            for entry in entries if isinstance(entries, list) else []:
                if isinstance(entry, dict):
                    said.setdefault(name_of(entry), set()).update(words_of(entry))
    users: dict[str, set[str]] = {name: set() for name in said}
    for name, words in said.items():
        for word in words & users.keys():
            users[word].add(name)
    return {name: frozenset(_reached(name, users)) for name in users}


def _reached(name: str, users: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    left = [name]
    while left:
        for user in users[left.pop()] - found:
            found.add(user)
            left.append(user)
    return found


def words_of(node: object) -> Iterator[str]:
    """Every word, day and figure in plain data, as text; truths are none."""
    if isinstance(node, dict):
        for value in node.values():
            yield from words_of(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from words_of(value)
    elif isinstance(node, int | Decimal) and not isinstance(node, bool):
        yield format(Decimal(node).normalize(), "f")
    elif isinstance(node, str):
        yield node


def _said(node: object) -> Iterator[str]:
    """The same, and the facts that are given."""
    yield from words_of(node)
    if isinstance(node, dict):
        yield from (name for name, value in node.items() if value != [])
    if isinstance(node, dict | list):
        for value in node.values() if isinstance(node, dict) else node:
            yield from (word for word in _said(value) if isinstance(value, dict | list))


def at_steps(data: object, steps: Steps) -> object:
    """What stands at the steps, or None."""
    for step in steps:
        if isinstance(data, dict) and isinstance(step, str):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _near(mutant: Mutant, data: Mapping[str, Data]) -> Iterator[str]:
    """The words of what is changed, before and after, and the days and amounts beside them."""
    held: list[object] = [at_steps(data, mutant.at), *(change.to for change in mutant.changes)]
    if isinstance(held[0], dict):
        yield from (name.rpartition(".")[2] for name in held[0])  # the facts that it names
    yield from (str(step).rpartition(".")[2] for step in mutant.at[2:])
    for word in _each(held):
        yield word
        yield from _beside(word)


def _each(nodes: Sequence[object]) -> Iterator[str]:
    for node in nodes:
        yield from words_of(node)


def _beside(word: str) -> Iterator[str]:
    if len(word) == 10 and word[4] == "-":
        try:
            day = date.fromisoformat(word)
        except ValueError:
            return
        yield from ((day + timedelta(days=way)).isoformat() for way in (-1, 1))
    elif word.replace(".", "", 1).isdigit():
        yield from (format((Decimal(word) + way).normalize(), "f") for way in (-_CENT, _CENT))
