"""From an expression to steps: what has to be worked out, from what, and by what.

Projections dissolve: a column that nobody asks for is not computed, and one that many ask for is computed once. What
depends on one text alone is worked out once for each of its words, and then looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeAlias, cast

import ibis.expr.datatypes as dt
import ibis.expr.operations as ops

from tenderlaw.screening.arrow import relations as rows
from tenderlaw.screening.arrow.kernels import bits_of, kernel_of, literal
from tenderlaw.screening.arrow.lists import filtered, first_of, repeated_over
from tenderlaw.screening.arrow.nodes import (
    Elements,
    Path,
    Repeated,
    bound,
    entry_of,
    first_names,
    is_plain,
    list_of,
    path_of,
    resolved,
    spreads,
    values_in,
    word_of_bits,
)
from tenderlaw.sources.faults import InternalError

__all__ = ["BATCH", "Key", "Planner", "Work"]

Key: TypeAlias = tuple[Any, ...]
"""What a step works out: the word for it (`value`, `length` and so on), and of which node or relation."""
Work: TypeAlias = Callable[..., object]
Plan: TypeAlias = tuple[tuple[Key, ...], Work]
"""What a step needs, and what works it out from that."""

BATCH: Final[Key] = ("batch",)
"""The rows that are given."""
_SEARCHES: Final = (ops.RegexSearch, ops.InValues, ops.Equals, ops.NotEquals, ops.SimpleCase, ops.StartsWith)
"""What costs more than looking up, done to a text."""


class Planner:
    """Says of each step what it needs and what works it out."""

    def __init__(self, table: ops.Relation) -> None:
        """`table` is the expression whose columns are wanted."""
        self._known: dict[Key, Plan] = {}
        self._texts: dict[ops.Value, ops.Value | None] = {}
        self._searched = frozenset(self._searched_texts(table))

    def value(self, node: ops.Value) -> Key:
        """The step that works out a value."""
        return ("value", resolved(node))

    def plan(self, key: Key) -> Plan:
        """What a step needs, and what works it out from that."""
        if key not in self._known:
            kind, *of = key
            self._known[key] = _PLANS[kind](self, *of)
        return self._known[key]

    # Values ----------------------------------------------------------------------------------------------

    def _batch(self) -> Plan:
        return (), lambda: None

    def _value(self, node: ops.Value) -> Plan:
        text = self._text_of(node)
        if text in self._searched and text != node:
            return (("word", node), ("dictionary", text)), rows.looked_up
        if isinstance(node, ops.Literal):
            said = literal(node)
            return (), lambda: said
        if isinstance(node, Elements):
            return (self.value(node.arg),), rows.elements
        if isinstance(node, Repeated):
            return (self.value(node.arg), self.value(node.over)), repeated_over
        if isinstance(node, ops.ArrayFilter):
            return (self.value(node.arg), self.value(bound(node))), filtered
        if (first := first_names(node)) is not None:
            asked = (ops.Literal(True, dt.boolean) if first.where is None else first.where, *first.conditions)
            return tuple(self.value(one) for one in asked), first_of(first.names, first.masks, first.number)
        if (word := word_of_bits(node)) is not None:
            return tuple(self.value(one) for one in word.conditions), bits_of(word.bits, word.constant)
        if (entry := entry_of(node)) is not None:
            return (("element", *entry), ("spread", entry[0])), rows.entries
        if isinstance(node, ops.Field):
            return self._field(node)
        args, kernel = kernel_of(node)
        return tuple(self.value(arg) for arg in args), kernel

    def _field(self, node: ops.Field) -> Plan:
        """A column that a relation makes of others."""
        name = node.name
        match node.rel:
            case ops.UnboundTable():
                return (BATCH,), lambda batch: batch.column(name)
            case ops.Filter(parent=parent) as relation:
                return (self.value(ops.Field(parent, name)), ("kept", relation)), rows.taken
            case ops.Union(left=left, right=right, distinct=False):
                parts = [(self.value(ops.Field(one, name)), ("length", one)) for one in (left, right)]
                return (*parts[0], *parts[1]), rows.one_below_the_other
            case ops.Project(values=values) as relation:
                return (self.value(values[name]), ("spread", relation)), rows.repeated
            case ops.Aggregate(groups=groups) as relation if name in groups:
                return (("groups", relation),), lambda groups: groups.keys
            case ops.Aggregate(metrics=metrics) as relation:
                value, *_ = metrics[name].args
                return (self.value(value), ("groups", relation)), rows.aggregate_of(metrics[name])
            case ops.JoinChain(values=values) as relation:
                right = values[name].rel.parent
                needed = self.value(ops.Field(right, values[name].name)), ("length", right), ("lookup", relation)
                return needed, rows.beside
            case relation:
                raise InternalError(f"Arrow's kernels have nothing for {type(relation).__name__}")

    # Rows ------------------------------------------------------------------------------------------------

    def _length(self, relation: ops.Relation) -> Plan:
        """How many rows there are."""
        match relation:
            case ops.UnboundTable():
                return (BATCH,), lambda batch: batch.num_rows
            case ops.Filter():
                return (("kept", relation),), len
            case ops.Union(left=left, right=right):
                return (("length", left), ("length", right)), lambda a, b: a + b
            case ops.Aggregate():
                return (("groups", relation),), lambda groups: len(groups.keys)
            case ops.Project() if spreads(relation):
                return (("spread", relation),), lambda found: len(found.parents)
            case ops.JoinChain(first=first):
                return (("length", first.parent),), lambda length: length
        return (("length", cast("Any", relation).parent),), lambda length: length

    def _kept(self, relation: ops.Filter) -> Plan:
        """The rows that a filter keeps."""
        return (("length", relation.parent), *(self.value(one) for one in relation.predicates)), rows.kept

    def _spread(self, relation: ops.Project) -> Plan:
        """Which entries a projection makes rows of."""
        listed, placeholders = list_of(relation)
        return (self.value(listed),), rows.spread_of(placeholders)

    def _element(self, relation: ops.Project, names: Path) -> Plan:
        """A field of the entries of the lists that a projection spreads, as they stand in the column."""
        if names:
            return (("element", relation, names[:-1]),), rows.struct_field(names[-1])
        return (self.value(list_of(relation)[0]),), rows.elements

    def _groups(self, relation: ops.Aggregate) -> Plan:
        """Which rows belong together."""
        (key,) = relation.groups.values()
        return (self.value(key), ("length", relation.parent)), rows.groups_of

    def _lookup(self, relation: ops.JoinChain) -> Plan:
        """Which row of the right-hand table stands beside a row."""
        (link,) = relation.rest
        (on,) = link.predicates
        if link.how != "left" or not isinstance(on, ops.Equals):
            raise InternalError("Arrow's kernels join a table of rows to what is known of each, and nothing else")
        left, right = self.value(on.left), self.value(on.right)
        return (left, ("length", relation.first.parent), right, ("length", link.table.parent)), rows.lookup

    # Words -----------------------------------------------------------------------------------------------

    def _dictionary(self, text: ops.Value) -> Plan:
        """The words of a text, and which of them a row has."""
        return (("value", text),), rows.dictionary_of

    def _word(self, node: ops.Value) -> Plan:
        """A value that depends on one text alone, for each of its words."""
        if node == self._text_of(node):
            return (("dictionary", node),), lambda found: found.words
        if isinstance(node, ops.Literal):
            return self._value(node)
        args, kernel = kernel_of(node)
        return tuple(("word", resolved(arg)) for arg in args), kernel

    def _searched_texts(self, table: ops.Relation) -> Iterator[ops.Value]:
        """The texts that are compared with words, or searched."""
        bodies = [bound(node) for node in table.find(ops.ArrayFilter)]
        for node in (found for root in (table, *bodies) for found in root.find(_SEARCHES)):
            for arg in node.args[:2]:
                text = self._text_of(resolved(arg)) if isinstance(arg, ops.Value) else None
                if text is not None:
                    yield text

    def _text_of(self, node: ops.Value) -> ops.Value | None:
        """The text on which alone the node depends."""
        waiting = [node]
        while waiting:
            one = waiting[-1]
            inner = [resolved(arg) for arg in values_in(one)] if is_plain(one) else []
            unknown = [arg for arg in inner if arg not in self._texts]
            waiting += unknown
            if not unknown:
                self._texts[waiting.pop()] = self._text(one, inner)
        return self._texts[node]

    def _text(self, node: ops.Value, inner: list[ops.Value]) -> ops.Value | None:
        if isinstance(node, ops.Literal):
            return None
        found = {self._texts[arg] for arg in inner if not isinstance(arg, ops.Literal)}
        if len(found) == 1 and None not in found:
            return found.pop()
        return node if node.dtype.is_string() else None

    # Reading ---------------------------------------------------------------------------------------------

    def reads(self, keys: Iterable[Key]) -> tuple[frozenset[Path], frozenset[Path]]:
        """The paths of what is read of the table, and among them of the texts whose words are looked up."""
        every, words = set[Path](), set[Path]()
        for kind, *of in keys:
            path = path_of(list_of(of[0])[0]) if kind == "element" else path_of(of[0]) if kind in _READING else None
            if path is not None:
                every.add(path + of[1] if kind == "element" else path)
                if kind == "dictionary":
                    words.add(path)
        inner = {path[:length] for path in every for length in range(1, len(path))}
        return frozenset(every - inner), frozenset(words)


_READING: Final = ("value", "dictionary")
_PLANS: Final[dict[str, Callable[..., Plan]]] = {
    "batch": Planner._batch,
    "value": Planner._value,
    "length": Planner._length,
    "kept": Planner._kept,
    "spread": Planner._spread,
    "element": Planner._element,
    "groups": Planner._groups,
    "lookup": Planner._lookup,
    "dictionary": Planner._dictionary,
    "word": Planner._word,
}
