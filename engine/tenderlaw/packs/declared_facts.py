"""What must be true of the facts that a pack declares: they have a place, a kind that fits, and a name of their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tenderlaw.facts.agreeing import Agreeing
from tenderlaw.facts.catalogue import field_at, field_names, fields_of
from tenderlaw.facts.collections import COLLECTIONS, HELD_IN
from tenderlaw.facts.declared import DeclaredFact, DeclaredField, what_they_say
from tenderlaw.facts.models import holder_of, names_taken
from tenderlaw.facts.portions import PORTIONS
from tenderlaw.packs.model.pack import Pack
from tenderlaw.sources.faults import nearest
from tenderlaw.sources.tree import Report, Steps

__all__ = ["check_facts"]


def check_facts(pack: Pack, report: Report) -> None:
    """Check the declared facts of a pack; every fault goes to `report(steps, message, hint)`."""
    paths: set[str] = set()
    for i, one in enumerate(pack.facts):
        at: Steps = ("facts", i)
        if one.path in paths:
            report((*at, "name"), f"`{one.path}` is declared twice", "a layer adds; it never redefines")
        paths.add(one.path)
        _place(one, at, report)
        _of_portions(one, pack, at, report)
        _fields(one, at, report)
        beside = {other.name for other in pack.facts if other.of == one.of}
        _of_kind(one, beside | set(_names(one.of)), at, report)
        _beside(one, _kinds_beside(one, pack), at, report)


def _names(of: str) -> list[str]:
    holder = holder_of(of)
    return field_names(holder) if holder else []


def _place(one: DeclaredFact, at: Steps, report: Report) -> None:
    holder = holder_of(one.of)
    if holder is None:
        known = ("operator", "procurement", *COLLECTIONS)
        report((*at, "of"), f"`{one.of}` is no place for a fact", nearest(one.of, known))
    elif field_at(holder, (one.name,)) is not None:
        report((*at, "name"), f"`{one.name}` is a fact of `{one.of}` already", "give it another name, or use that one")
    elif one.name in names_taken(one.of):
        report((*at, "name"), f"`{one.name}` is a name that facts of `{one.of}` cannot have", "give it another name")
    elif one.kind == "list" and one.of not in ("operator", "procurement"):
        report((*at, "of"), "a list belongs to the `operator` or the `procurement`", "")
    elif one.kind == "list" and one.name in COLLECTIONS:
        report((*at, "name"), f"`{one.name}` is a list already", "give it another name")


def _of_portions(one: DeclaredFact, pack: Pack, at: Steps, report: Report) -> None:
    shared = {other.name for other in pack.facts if other.of == "performance" and other.kind == "truth"}
    holds = "performance" in _names(one.of) and one.kind == "truth" and one.name in shared
    if any(field.of_portions for field in one.fields) or (one.of_portions and not holds):
        message = "`of_portions` is said of a truth about what has `performance`"
        report((*at, "of_portions"), message, "its entries have a truth of the same name, declared `of: performance`")


def _fields(one: DeclaredFact, at: Steps, report: Report) -> None:
    if (one.kind in ("group", "list")) != bool(one.fields):
        report((*at, "fields"), "a group and a list have `fields`, and nothing else has", "say what it holds")
    names: set[str] = set()
    taken = names_taken(one.name).union(dir(Agreeing) if what_they_say(one.fields) else ())
    for n, field in enumerate(one.fields):
        here = (*at, "fields", n)
        if field.name in names:
            report((*here, "name"), f"`{field.name}` stands twice among the fields", "")
        names.add(field.name)
        if field.name in taken:
            report((*here, "name"), f"`{field.name}` is a name that facts cannot have", "give it another name")
        if field.kind in ("group", "list"):
            report((*here, "kind"), f"`{one.name}` holds no {field.kind}", "fields are single facts")
        _of_kind(field, {other.name for other in one.fields}, here, report)
        _beside(field, {other.name: other.kind for other in one.fields} if one.kind == "list" else {}, here, report)


def _kinds_beside(one: DeclaredFact, pack: Pack) -> Mapping[str, str]:
    """The kinds of the facts beside one of a list whose entries are written out; empty for any other place."""
    model = holder_of(one.of)
    if model is None or one.of not in COLLECTIONS or one.of in HELD_IN or one.of in PORTIONS:
        return {}
    built_in = {name: field.kind for name, field in fields_of(model).items()}
    return built_in | {other.name: other.kind for other in pack.facts if other.of == one.of}


def _beside(field: DeclaredField, kinds: Mapping[str, str], at: Steps, report: Report) -> None:
    """What a fact of an entry says of those beside it is said of the right kinds."""
    said = (("said_by", field.said_by, "truth", "day"), ("needs", field.needs, "truth", "truth"),
            ("not_before", field.not_before, "day", "day"))  # fmt: skip
    for key, name, own, other in said:
        if (name is not None and (field.kind, kinds.get(name)) != (own, other)) or name == field.name:
            fitting = [one for one, kind in kinds.items() if kind == other and one != field.name]
            message = f"`{key}` is said of a {own} of an entry and names a {other} beside it"
            report((*at, key), message, nearest(name, fitting))


def _of_kind(field: DeclaredField, beside: Collection[str], at: Steps, report: Report) -> None:
    """What is said of a fact of one kind alone."""
    if (field.kind == "code") != bool(field.words):
        report((*at, "words"), "`kind: code` and `words` go together", "name every word, each with its title")
    words = [word.id for word in field.words]
    for word in sorted({word for word in words if words.count(word) > 1}):
        report((*at, "words"), f"`{word}` stands twice among the words", "")
    for n, word in enumerate(field.unsettled):
        if word not in words:
            report((*at, "unsettled", n), f"`{word}` is no word of `{field.name}`", nearest(word, words))
    fitting: dict[str, tuple[object, ...]] = {"truth": (True, False), "code": tuple(words)}
    if field.usually is not None and field.usually not in fitting.get(field.kind, ()):
        hint = "`true` or `false` of a truth, or a word of the code"
        report((*at, "usually"), f"`{field.name}` is never `{field.usually}`", hint)
    if field.unit is not None and field.kind != "number":
        report((*at, "unit"), "only a number has a `unit`", "money has its currency")
    if field.kind != "day" and (field.may_be_open or field.begins is not None):
        report(at, "`may_be_open` and `begins` are said of a day", "leave them out")
    for name in () if field.begins is None or isinstance(field.begins, str) else field.begins:
        if name not in beside:
            report((*at, "begins"), f"`{name}` is no fact beside `{field.name}`", nearest(name, beside))
