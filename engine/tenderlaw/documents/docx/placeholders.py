"""Placeholders of a buyer's template: what they may be, and what is wrong with those that there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tenderlaw.documents.model import OF_CLAUSES, Document, DocumentKind
from tenderlaw.sources.faults import Fault, nearest, quoted

__all__ = ["BLOCKS", "OF_KIND", "check_names", "environment", "misplaced", "not_once", "unfilled"]

OF_KIND: Final[Mapping[str, DocumentKind]] = {kind.replace("-", "_"): kind for kind in OF_CLAUSES}
"""The clauses of one kind of document, in a template that serves no other: `{{p contract_terms }}`."""
BLOCKS: Final = ("body", "clauses", "definitions", "signatures", "why", *OF_KIND)
"""Parts of the document, each in a paragraph of its own: `{{p clauses }}`."""
_SHORTHAND: Final = re.compile(r"\{[{%](?:tr|tc|r)(?=\s)|\{%\s*(?:colspan|cellbg|hm|vm)\b")
_OWN_PARAGRAPH: Final = re.compile(r"\{\{p\s.*?\}\}|\{%p\s.*?%\}")
_FILTERS: Final = ("lower", "upper", "capitalize", "trim", "title", "length", "join")


def environment() -> ImmutableSandboxedEnvironment:
    """Jinja2 for templates from outside: sandboxed, strict, escaping, with few words."""
    env = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    env.globals = {"range": env.globals["range"]}
    env.filters = {name: env.filters[name] for name in _FILTERS}
    env.tests = {name: env.tests[name] for name in ("equalto", "==", "none")}
    return env


def misplaced(words: str, name: str) -> Iterator[Fault]:
    """Placeholders of a paragraph for which docxtpl would leave words of the template out."""
    for opening, closing in (("{{", "}}"), ("{%", "%}"), ("{#", "#}")):
        if words.count(opening) != words.count(closing):
            message = f"has a placeholder that is not closed: {quoted(words)}"
            yield Fault(name, 0, 0, "", message, f"write {opening} ... {closing} within one paragraph")
    if found := _SHORTHAND.search(words):
        message = f"uses `{found[0]}`, which leaves out the words around it"
        yield Fault(name, 0, 0, "", message, "use `{{p` or `{%` alone")
    if _OWN_PARAGRAPH.search(words) and _OWN_PARAGRAPH.sub("", words).strip():
        message = f"has other words beside a part of the document: {quoted(words)}"
        yield Fault(name, 0, 0, "", message, "write `{{p ... }}` in a paragraph of its own")


def unfilled(words: str, name: str) -> Iterator[Fault]:
    """Placeholders of a paragraph in which nothing is filled."""
    if "{{" in words or "{%" in words:
        message = f"has a placeholder in an endnote or a comment, where nothing is filled: {quoted(words)}"
        yield Fault(name, 0, 0, "", message, "use a footnote, or write the words out")


def not_once(block: str, times: int, name: str) -> Iterator[Fault]:
    """A part of the document that a template shows more or less often than once: its places would be no places."""
    if times > 1:
        message = f"shows `{block}` {times} times, and its numbers and references with it"
        yield Fault(name, 0, 0, block, message, f"write {{{{p {block} }}}} once, in no loop")
    if not times:
        yield Fault(
            name, 0, 0, block, f"leaves out `{block}` by a condition", f"write {{{{p {block} }}}} in no condition"
        )


def check_names(
    document: Document, known: Mapping[str, object], sources: Iterable[str], name: str
) -> tuple[list[Fault], set[str]]:
    """Placeholders that nothing fills, and the names that are used.

    `known` is what fills those within a line; the first of `sources` is the body.
    """
    fills = [fill.id for fill in document.fill_ins]
    faults: list[Fault] = []
    used: set[str] = set()
    for number, source in enumerate(sources):
        tree = environment().parse(source)
        stored = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
        for variable in tree.find_all(nodes.Name):
            used.add(variable.name)
            if variable.name not in (*BLOCKS, *known, *stored, "range"):
                message, hint = (
                    f"uses `{variable.name}`, which nothing fills",
                    nearest(variable.name, (*BLOCKS, *known)),
                )
                faults.append(Fault(name, 0, 0, variable.name, message, hint))
            elif number and variable.name in BLOCKS:
                message = f"has `{variable.name}` in a header, a footer or a footnote"
                faults.append(Fault(name, 0, 0, variable.name, message, "a part of the document stands in its body"))
        for attribute in tree.find_all(nodes.Getattr):
            if isinstance(attribute.node, nodes.Name) and attribute.node.name == "fill" and attribute.attr not in fills:
                message = f"uses the fill-in `{attribute.attr}`, which no selected clause has"
                faults.append(Fault(name, 0, 0, f"fill.{attribute.attr}", message, nearest(attribute.attr, fills)))
        faults += _within_a_line(source, name)
        faults += _twice(tree, name)
    faults += [
        Fault(name, 0, 0, block, f"is made for {kind}, and this document is {document.kind}", f"write --kind {kind}")
        for block, kind in OF_KIND.items()
        if block in used and kind != document.kind
    ]
    if "why" in used and not document.placed:
        hint = "say it in a template for --kind authority-file"
        faults.append(Fault(name, 0, 0, "why", "stands in the authority's own file alone", hint))
    if not used & {"body", "clauses", *OF_KIND}:
        wanted = "{{p clauses }} or {{p body }}" if document.clauses else "{{p body }}"
        faults.append(
            Fault(name, 0, 0, "", "has no place for the document", f"write {wanted} in a paragraph of its own")
        )
    return faults, used


def _twice(tree: nodes.Template, name: str) -> Iterator[Fault]:
    """Parts of the document that stand in two places, or beside the whole of it."""
    found = [node.name for node in tree.find_all(nodes.Name) if node.name in BLOCKS]
    for block in BLOCKS:
        if found.count(block) > 1:
            hint = f"write {{{{p {block} }}}} once"
            yield Fault(name, 0, 0, block, f"has the placeholder `{block}` twice", hint)
        elif "clauses" in found and block in OF_KIND and block in found:
            message = f"has `{block}` twice: `clauses` is the same"
            yield Fault(name, 0, 0, block, message, f"write {{{{p {block} }}}} alone")
        elif "body" in found and block in found and block != "body":
            message = f"has `{block}` twice: `body` is the whole document"
            yield Fault(name, 0, 0, block, message, "write {{p body }} alone, or its parts")


def _within_a_line(source: str, name: str) -> Iterator[Fault]:
    for block in BLOCKS:
        if re.search(rf"<w:t(?: [^>]*)?>[^<]*\{{\{{\s*{block}\b", source):
            hint = f"write {{{{p {block} }}}} in a paragraph of its own"
            yield Fault(name, 0, 0, block, f"has `{block}` within a line", hint)
