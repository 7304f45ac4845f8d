"""From a fact's path, as a pack writes it, to the fact: where it is rooted and what kind of value it holds."""

from __future__ import annotations

from tenderlaw.facts.base import Facts
from tenderlaw.facts.catalogue import Field, field_at, field_names
from tenderlaw.facts.models import FactModels
from tenderlaw.packs.conditions import AsOf, Fact, Ref, Root
from tenderlaw.packs.model.periods import Period
from tenderlaw.sources.faults import nearest
from tenderlaw.sources.tree import Report, Steps

__all__ = ["begin_day_at", "check_day", "check_day_asked", "day_asked", "day_at", "resolve"]


def resolve(
    models: FactModels, path: str, collection: str | None, at: Steps, report: Report
) -> tuple[Ref, Field] | None:
    """Resolve a fact's path as seen from `collection`: its own fields, `operator.`, `procurement.`, or the as-of date.

    `models` hold the facts that there are: those built in, and those that the pack declares.
    """
    if path == "as_of":
        return Ref("as_of", ()), Field("day")
    names = tuple(path.split("."))
    root: Root
    model: type[Facts]
    if names[0] == "procurement" and len(names) > 1:
        root, model, names = "procurement", models.procurement, names[1:]
    elif names[0] == "operator" and len(names) > 1:
        root, model, names = "operator", models.operator, names[1:]
    elif collection is not None:
        root, model = "item", models.collections[collection].model
    else:
        root, model = "operator", models.operator
    spec = field_at(model, names)
    if spec is None:
        good = 0
        while field_at(model, names[: good + 1]) is not None:
            good += 1
        report(at, f"unknown fact `{path}`", nearest(names[good], field_names(model, names[:good])))
        return None
    return Ref(root, names), spec


def day_at(models: FactModels, path: str, collection: str | None, at: Steps, report: Report) -> Ref | None:
    """Resolve a path that is to name a day, as seen from `collection`."""
    found = resolve(models, path, collection, at, report)
    if found is not None and found[1].kind != "day":
        report(at, f"`{path}` is a {found[1].kind}, not a day", "")
    return found[0] if found else None


def begin_day_at(models: FactModels, path: str, collection: str | None, at: Steps, report: Report) -> Ref | None:
    """Resolve a path that is to name a day on which something begins, as a period does: else it may not have."""
    found = resolve(models, path, collection, at, report)
    if found is None:
        return None
    ref, field = found
    if field.kind != "day":
        report(at, f"`{path}` is a {field.kind}, not a day", "")
    elif field.begins is None:
        report(at, f"nothing begins on `{path}`", "a period runs from a day on which something comes to be")
    return ref


def day_asked(period: Period) -> AsOf | Fact:
    """The day that a period must cover."""
    return AsOf() if period.on == "as_of" else Fact(Ref("procurement", tuple(period.on.split(".")[1:])))


def check_day_asked(models: FactModels, period: Period, at: Steps, report: Report) -> None:
    """Check that a period must cover the as-of date, or a day of the procurement: the same for all operators."""
    ref = None if period.on == "as_of" else day_at(models, period.on, None, at, report)
    if ref is not None and ref.root != "procurement":
        report(at, f"`{period.on}` is no day of the procurement", "name one, or leave it out for the as-of date")


def check_day(models: FactModels, path: str, at: Steps, report: Report) -> None:
    """Check that `path` is `as_of` or names a day of the operator or the procurement."""
    if path != "as_of":
        day_at(models, path, None, at, report)
