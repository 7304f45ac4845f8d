"""The template environment: sandboxed, strict, without loops or arithmetic, without anything from outside.

What an expression prints never becomes part of the text that is parsed as markup: it is put aside, and a
mark of two private characters with its number stands in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Final, Self

from jinja2 import StrictUndefined, Template, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

__all__ = ["MARK", "PRIVATE", "ClauseEnvironment", "Declined", "Use", "environment", "filled", "written"]

OPENING, CLOSING = "\ue000", "\ue001"
MARK: Final = re.compile(f"{OPENING}([0-9]+){CLOSING}")
"""Stands for the printed value of this number."""
PRIVATE: Final = re.compile("[\ue000-\ue00f]")
"""Characters that mean something to us alone; text from outside cannot hold them."""

_PRINTED: ContextVar[list[object]] = ContextVar("printed")

_ALLOWED: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Filter, nodes.Test,
)  # fmt: skip


class Declined(str):
    """Words that their language writes otherwise in the dative: 5 Tage, innerhalb von 5 Tagen."""

    __slots__ = ("dative",)
    dative: str

    def __new__(cls, plain: str, dative: str) -> Self:
        """The words in both cases."""
        made = super().__new__(cls, plain)
        made.dative = dative
        return made


def _dative(value: object) -> object:
    return value.dative if isinstance(value, Declined) else value


@pass_context  # with a context nothing is printed while a template is compiled
def _put_aside(_: Context, value: object) -> str:
    printed = _PRINTED.get()
    printed.append(value if isinstance(value, str) else str(value))
    return f"{OPENING}{len(printed) - 1}{CLOSING}"


@dataclass(frozen=True, slots=True)
class Use:
    """An attribute that a template reads, and its line."""

    name: str
    line: int


class ClauseEnvironment(ImmutableSandboxedEnvironment):
    """Jinja2 for clause bodies."""

    def __init__(self) -> None:
        super().__init__(
            undefined=StrictUndefined,
            autoescape=False,
            finalize=_put_aside,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            # `{#` starts the name of a sub-clause
            comment_start_string="{##",
            comment_end_string="##}",
        )
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in ("lower", "upper", "capitalize", "trim")}
        self.filters["dative"] = _dative
        self.tests = {name: self.tests[name] for name in ("defined", "equalto", "none")}

    def getattr(self, obj: object, attribute: str) -> object:
        """An entry of a mapping; nothing else has attributes."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: object, argument: object) -> object:
        """An entry of a mapping; nothing else has entries."""
        if isinstance(obj, Mapping) and argument in obj:
            return obj[argument]
        return self.undefined(obj=obj, name=str(argument))

    def strangers(self, tree: nodes.Template) -> Iterator[Use]:
        """Constructs that a body may not use: loops, assignments, calls, arithmetic, includes."""
        for node in tree.find_all(nodes.Node):
            if not isinstance(node, _ALLOWED):
                yield Use(type(node).__name__.lower(), node.lineno)

    def attributes_of(self, tree: nodes.Template, root: str) -> Iterator[Use]:
        """Every attribute of the variable `root` that the template reads."""
        for attribute in tree.find_all(nodes.Getattr):
            if isinstance(attribute.node, nodes.Name) and attribute.node.name == root:
                yield Use(attribute.attr, attribute.lineno)
        for item in tree.find_all(nodes.Getitem):
            if isinstance(item.node, nodes.Name) and item.node.name == root:
                name = str(item.arg.value) if isinstance(item.arg, nodes.Const) else "(computed)"
                yield Use(name, item.lineno)

    def names_of(self, tree: nodes.Template) -> Iterator[Use]:
        """Every variable that the template reads."""
        for name in tree.find_all(nodes.Name):
            yield Use(name.name, name.lineno)


@cache
def environment() -> ClauseEnvironment:
    """The one environment of clause bodies."""
    return ClauseEnvironment()


def filled(template: Template, values: Mapping[str, object]) -> tuple[str, list[object]]:
    """The text with marks for what was printed, and what was printed."""
    printed: list[object] = []
    token = _PRINTED.set(printed)
    try:
        return template.render(values), printed
    finally:
        _PRINTED.reset(token)


def written(text: str) -> str:
    """A template as it is written, every branch in it: expressions as marks, blocks as nothing, lines kept."""
    out: list[str] = []
    width = 0
    inside = ""
    for _, kind, value in environment().lex(text):
        inside = kind if kind in ("variable_begin", "block_begin", "comment_begin") else inside
        if not inside:
            out.append(value)
            continue
        width += len(value)
        out.append("\n" * value.count("\n"))
        if kind == "variable_end":
            out.append(OPENING + "0" * (width - 2) + CLOSING)  # as wide as the expression: columns stay
        if kind in ("variable_end", "block_end", "comment_end"):
            inside, width = "", 0
    return "".join(out)
