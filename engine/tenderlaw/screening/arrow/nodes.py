"""Expressions as Ibis has them: where a column is computed, what a projection spreads, what is read of the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, cast

import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.rules as rlz

__all__ = [
    "Elements",
    "Path",
    "Repeated",
    "bound",
    "entry_of",
    "first_names",
    "is_plain",
    "list_of",
    "path_of",
    "resolved",
    "spreads",
    "values_in",
    "word_of_bits",
]

Path: TypeAlias = tuple[str, ...]
"""A column of the table, and the fields within it; lists are no step of their own."""


class Elements(ops.Value):  # type: ignore[misc]
    """The entries of all lists of a column, one after the other."""

    arg: ops.Value
    shape = rlz.shape_like("arg")

    @property
    def dtype(self) -> dt.DataType:
        """The type of an entry."""
        return cast("dt.Array", self.arg.dtype).value_type


class Repeated(ops.Value):  # type: ignore[misc]
    """A value of a row for each of the entries of a list of that row."""

    arg: ops.Value
    over: ops.Value
    shape = rlz.shape_like("arg")

    @property
    def dtype(self) -> dt.DataType:
        """The type of the value."""
        return cast("dt.DataType", self.arg.dtype)


def resolved(node: ops.Value) -> ops.Value:
    """The node where a value is computed or read, through the relations that only pass it on."""
    while True:
        match node:
            case ops.Not(arg=ops.Not(arg=inner)):
                node = inner
            case ops.Field(rel=ops.Project() as relation, name=name) if not spreads(relation):
                node = relation.values[name]
            case ops.Field(rel=ops.DropColumns() | ops.JoinReference() as relation, name=name):
                node = ops.Field(relation.parent, name)
            case ops.Field(rel=ops.JoinChain() as relation, name=name) if relation.values[name].rel == relation.first:
                node = ops.Field(relation.first.parent, relation.values[name].name)
            case ops.StructField(arg=inner, field=name) if isinstance(made := resolved(inner), ops.StructColumn):
                node = made.values[made.names.index(name)]
            case _:
                return node


def values_in(node: ops.Value) -> list[ops.Value]:
    """The values that a node is made of."""
    return [one for one in node.__children__ if isinstance(one, ops.Value)]


def bound(node: ops.ArrayFilter) -> ops.Value:
    """By what a list is filtered, as a truth of each of its entries; what is of the row stands beside each of them."""
    entries = Elements(node.arg)
    body = cast("ops.Value", node.body.replace({node.param: entries}))
    beside = {one: Repeated(one, node.arg) for one in _of_the_row(body, entries)}
    return cast("ops.Value", body.replace(beside)) if beside else body


def _of_the_row(node: ops.Value, entries: ops.Value) -> Iterator[ops.Value]:
    """The largest parts that do not depend on the entries of the list, but differ from row to row."""
    if node == entries or isinstance(node, ops.Literal | ops.Argument):
        return
    inner = list(node.find((ops.Argument, Elements)))
    if entries in inner or any(isinstance(one, ops.Argument) for one in inner):
        for part in values_in(node):
            yield from _of_the_row(part, entries)
    elif list(node.find((ops.Field, Elements))):
        yield node


def spreads(relation: ops.Project) -> bool:
    """Whether the projection makes a row of each entry of a list."""
    return any(isinstance(one, ops.Unnest) for one in relation.values.values())


def list_of(relation: ops.Project) -> tuple[ops.Value, bool]:
    """The list that a projection spreads, and whether one entry of which nothing is known stands for no list."""
    listed = next(one.arg for one in relation.values.values() if isinstance(one, ops.Unnest))
    match listed:
        case ops.Coalesce(arg=(first, ops.Literal(value=(None,)))):
            return first, True
    return listed, False


def entry_of(node: ops.Value) -> tuple[ops.Project, Path] | None:
    """The projection and the names, where the node is a field of an entry that it spreads."""
    names: list[str] = []
    while isinstance(node, ops.StructField):
        names.append(node.field)
        node = resolved(node.arg)
    match node:
        case ops.Field(rel=ops.Project() as relation, name=name) if isinstance(relation.values[name], ops.Unnest):
            return relation, tuple(reversed(names))
    return None


def path_of(node: ops.Value) -> Path | None:
    """The path of what the node reads of the table; None where it computes something."""
    names: list[str] = []
    while True:
        match node:
            case ops.StructField(arg=inner, field=name):
                names.append(name)
                node = resolved(inner)
            case Elements(arg=inner) | Repeated(arg=inner):
                node = resolved(inner)
            case ops.Field(rel=ops.UnboundTable(), name=name):
                return (*reversed([*names, name]),)
            case ops.Field(rel=ops.Project() as relation, name=name) if isinstance(relation.values[name], ops.Unnest):
                node = resolved(list_of(relation)[0])
            case _:
                return None


@dataclass(frozen=True, slots=True)
class FirstNames:
    """A list of the first names, of many, that count in a row."""

    names: tuple[str, ...]
    number: int
    """How many are wanted."""
    conditions: tuple[ops.Value, ...]
    """When each counts: where this is true."""
    masks: tuple[int | None, ...]
    """Of a condition that is a word of bits: one of these bits must be set."""
    where: ops.Value | None = None
    """Where any is wanted; elsewhere the list is empty."""


def first_names(node: ops.Value) -> FirstNames | None:
    """What the node lists, where it lists the first names that count."""
    match node:
        case ops.IfElse(bool_expr=where, true_expr=listed, false_null_expr=ops.Literal(value=())):
            first = first_names(listed)
            return None if first is None or first.where is not None else replace(first, where=where)
        case ops.ArraySlice(
            arg=ops.ArrayFilter(arg=ops.Array(exprs=held), body=ops.NotNull(arg=ops.Argument())),
            start=ops.Literal(value=0),
            stop=ops.Literal(value=number),
        ) if all(_is_name(one) for one in held):
            names = tuple(cast("Any", one).true_expr.value for one in held)
            found = [_bits(resolved(cast("Any", one).bool_expr)) for one in held]
            return FirstNames(names, number, tuple(value for value, _ in found), tuple(mask for _, mask in found))
    return None


def _bits(condition: ops.Value) -> tuple[ops.Value, int | None]:
    """The word and the mask, where a condition is that bits of a word are set; else the condition."""
    match condition:
        case ops.NotEquals(
            left=ops.BitwiseAnd(left=word, right=ops.Literal(value=int(mask))), right=ops.Literal(value=0)
        ):
            return word, mask
    return condition, None


def _is_name(node: ops.Value) -> bool:
    """Whether the node is a word where a condition is true, and else null."""
    match node:
        case ops.IfElse(true_expr=ops.Literal(), false_null_expr=ops.Literal(value=None)):
            return bool(node.dtype.is_string())
    return False


@dataclass(frozen=True, slots=True)
class WordOfBits:
    """A whole number of which conditions set bits."""

    constant: int
    """The bits that are set in every row."""
    bits: tuple[tuple[int, bool], ...]
    """For each condition the number of its bit, and whether it is set where the condition is true, or elsewhere."""
    conditions: tuple[ops.Value, ...]


def word_of_bits(node: ops.Value) -> WordOfBits | None:
    """What the node is made of, where it joins bits that conditions set."""
    bits: list[tuple[int, bool]] = []
    conditions: list[ops.Value] = []
    while True:
        match node:
            case ops.Literal(value=int(constant)) if conditions:
                return WordOfBits(constant, tuple(bits), tuple(conditions))
            case ops.BitwiseOr(left=first, right=rest) if (bit := _bit_of(first)) is not None:
                condition, number, where_true = bit
                bits.append((number, where_true))
                conditions.append(condition)
                node = resolved(rest)
            case _:
                return None


def _bit_of(node: ops.Value) -> tuple[ops.Value, int, bool] | None:
    """The condition, the bit, and whether it is set where the condition is true."""
    match node:
        case ops.Cast(arg=inner, to=to) if to.is_integer():
            return _bit_of(inner)
        case ops.IfElse(
            bool_expr=condition,
            true_expr=ops.Literal(value=int(then)),
            false_null_expr=ops.Literal(value=int(otherwise)),
        ) if 0 in (then, otherwise) and (then | otherwise).bit_count() == 1:
            return condition, (then | otherwise).bit_length() - 1, bool(then)
    return None


_NESTED = (
    ops.Array,
    ops.ArrayConcat,
    ops.ArrayContains,
    ops.ArrayFilter,
    ops.ArrayIndex,
    ops.ArrayLength,
    ops.ArraySlice,
)


def is_plain(node: ops.Value) -> bool:
    """Whether the node is a function of values of its own row, none of them a list or a struct."""
    return not isinstance(
        node, (ops.Field, ops.StructField, ops.StructColumn, Elements, Repeated, ops.Reduction, *_NESTED)
    )
