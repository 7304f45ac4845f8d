"""The template environment: sandboxed, strict, without loops over numbers, without anything from outside.

What a person supplies is printed as text: every expression's value is escaped for Markdown, so that a name
such as `*Smith* <Ltd> {{x}}` comes out as it was given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

__all__ = ["ClauseEnvironment", "Use", "environment", "escaped"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_LEADING = re.compile(r"^(\d*)([-+=.)])")
"""What would start a list or underline a heading; a backslash escapes punctuation, never a digit."""


def escaped(value: object) -> str:
    """Text as Markdown that shows exactly that text, on one line."""
    text = " ".join(str(value).split())
    return _LEADING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))


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
            finalize=escaped,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        # no `range`, no `lipsum`: a body has nothing to loop over, so nothing that loops for ever
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in ("lower", "upper", "capitalize", "trim")}
        self.tests = {name: self.tests[name] for name in ("defined", "equalto", "none")}

    def attributes_of(self, tree: nodes.Template, root: str) -> Iterator[Use]:
        """Every attribute of the variable `root` that the template reads."""
        for attribute in tree.find_all(nodes.Getattr):
            if isinstance(attribute.node, nodes.Name) and attribute.node.name == root:
                yield Use(attribute.attr, attribute.lineno)
        for item in tree.find_all(nodes.Getitem):
            if isinstance(item.node, nodes.Name) and item.node.name == root:
                name = str(item.arg.value) if isinstance(item.arg, nodes.Const) else "(computed)"
                yield Use(name, item.lineno)


@cache
def environment() -> ClauseEnvironment:
    """The one environment of clause bodies."""
    return ClauseEnvironment()
