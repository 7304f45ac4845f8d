"""The marks of entries, read from the facts, and what follows from them.

Most leaves compare one plain fact (a truth, a code, a word) with a literal. Whatever else a case holds, they
come out the same where these facts are the same: they are read off once for each combination of facts met.
What marks lead to (the facts for the wall, the explainer's answers) follows from them alone, and is worked
out once for each combination of marks met. What the Rete engine answers is never kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from tenderlaw.packs.conditions import Root, Test
from tenderlaw.rules.leaves import Leaf
from tenderlaw.rules.matchers import Matchers
from tenderlaw.rules.plan import Mark, Stratum, plain
from tenderlaw.rules.reading import Scope, values_reader
from tenderlaw.rules.rete import Body
from tenderlaw.rules.truth import Truth

__all__ = ["Marks", "Memo", "Reading", "ReadyStratum", "Row"]

Marks: TypeAlias = tuple[Truth, ...]
Values: TypeAlias = tuple[object, ...]

_ROOTS: tuple[Root, ...] = ("item", "operator", "procurement")
FULL = 4096

K = TypeVar("K")
V = TypeVar("V")


class Memo(dict[K, V]):
    """What was worked out, by what it was worked out from; forgets all of it when it is full."""

    def keep(self, key: K, value: V, full: int = FULL) -> V:
        """Remember `value`, and give it back."""
        if len(self) >= full:
            self.clear()
        self[key] = value
        return value


@dataclass(slots=True, eq=False)
class Row:
    """The marks of an entry, and what they lead to once somebody asked."""

    marks: Marks
    facts: tuple[tuple[Body, bool], ...] = ()
    """What the wall is told, each fact with whether it is sure."""
    explained: tuple[tuple[int, Truth], ...] | None = None
    """The targets that the explainer finds true or unknown."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Some marks of a stratum, made ready to be read; the plain ones come first."""

    tests: tuple[Leaf, ...]
    """The marks that are evaluated every time."""
    plain: tuple[Leaf, ...]
    """The marks that plain facts fix."""
    values: Callable[[Any], Values]
    """These facts, from the record of the entry or, for the whole case, those of operator and procurement."""
    known: Memo[Values, Marks]

    @classmethod
    def of(cls, marks: Sequence[Mark]) -> Reading:
        """Make ready the marks that read facts."""
        leaves = [(mark.leaf, mark.evaluate) for mark in marks if mark.evaluate is not None]
        tests = tuple(test for leaf, test in leaves if not plain(leaf))
        fixed = tuple(test for leaf, test in leaves if plain(leaf))
        refs = [leaf.ref for leaf, _ in leaves if isinstance(leaf, Test) and plain(leaf)]
        item, operator, procurement = (
            values_reader(list(dict.fromkeys(ref.names for ref in refs if ref.root == root))) for root in _ROOTS
        )
        if not refs:
            return cls(tests, fixed, lambda _: (), Memo())
        if refs[0].root == "item":  # so are the others: an entry's own marks read the entry
            return cls(tests, fixed, item, Memo())
        return cls(tests, fixed, lambda whole: operator(whole[0]) + procurement(whole[1]), Memo())

    def marks(self, source: object, scope: Scope) -> Marks:
        """The marks of an entry; `source` is what `values` reads."""
        fixed: Marks = ()
        if self.plain:
            values = self.values(source)
            fixed = self.known.get(values) or self.known.keep(values, tuple([test(scope) for test in self.plain]))
        for test in self.tests:
            fixed += (test(scope),)
        return fixed


@dataclass(frozen=True, slots=True)
class ReadyStratum:
    """A stratum and what every case needs of it."""

    number: int
    stratum: Stratum
    name: str | None
    quantified: tuple[Mark, ...]
    shared: Reading
    own: Reading
    simple: bool
    """Whether plain facts fix all marks of an entry."""
    shares: bool
    """Whether entries share marks that read facts."""
    by_values: Memo[Values, Row]
    by_marks: Memo[Marks, Row]

    @classmethod
    def of(cls, number: int, stratum: Stratum) -> ReadyStratum:
        """Make a stratum ready."""
        name, shared, own = stratum.collection, Reading.of(stratum.shared), Reading.of(stratum.own)
        quantified = tuple(mark for mark in stratum.shared if mark.evaluate is None)
        shares = len(quantified) < len(stratum.shared)
        simple = not stratum.shared and not own.tests
        return cls(number, stratum, name, quantified, shared, own, simple, shares, Memo(), Memo())

    def row_of_values(self, values: Values, scope: Scope) -> Row:
        """The row of an entry whose plain facts, which have these values, fix all of its marks."""
        marks = tuple([test(scope) for test in self.own.plain])
        return self.by_values.keep(values, self.by_marks.get(marks) or self.row_of_marks(marks))

    def row_of_marks(self, marks: Marks) -> Row:
        """The row for marks not met before."""
        return self.by_marks.keep(marks, Row(marks))

    def explain(self, row: Row) -> tuple[tuple[int, Truth], ...]:
        """What the explainer makes of a row."""
        found = [(target.number, target.evaluate(row.marks)) for target in self.stratum.targets]
        row.explained = answers = tuple((number, truth) for number, truth in found if truth is not False)
        return answers

    def write(self, row: Row, matchers: Matchers) -> tuple[tuple[Body, bool], ...]:
        """A sure fact a group and, where something is unknown, a possible one."""
        marks, facts = row.marks, list[tuple[Body, bool]]()
        for group in self.stratum.groups:
            facts.append((matchers.body(group.kind, [marks[mark] is sign for mark, sign in group.literals]), True))
            if any(marks[mark] is None for mark, _ in group.literals):
                bits = [marks[mark] is not (not sign) for mark, sign in group.literals]
                facts.append((matchers.body(group.kind, bits), False))
        row.facts = tuple(facts)
        return row.facts
