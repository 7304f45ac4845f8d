"""What is decided of a case under a pack: each condition with its name, and the list of whose entries it is asked."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.packs.conditions import All, AnyOf, Condition, Not
from tenderlaw.packs.typed import TypedPack

__all__ = ["scope_parts", "targets_of"]


def scope_parts(typed: TypedPack) -> list[tuple[str, str | None, Condition]]:
    """The scope, part by part: parts that must all hold are joined afterwards, so that alternatives do not multiply."""
    scope = typed.scope
    narrow = [part for part in scope.parts if not isinstance(part, AnyOf | Not)] if isinstance(scope, All) else [scope]
    wide = [part for part in scope.parts if isinstance(part, AnyOf | Not)] if isinstance(scope, All) else []
    parts = [*([All(tuple(narrow))] if len(narrow) > 1 else narrow), *wide]
    return [(f"scope/{number}" if number else "scope", None, part) for number, part in enumerate(parts)]


def targets_of(typed: TypedPack) -> Iterator[tuple[str, str | None, Condition]]:
    """What is decided of a case within the scope: each condition with its name and the list of whose entries it is."""
    lifts: set[str] = set()
    for ground in typed.grounds:
        yield f"ground:{ground.ground.id}", ground.collection, ground.when
        for (lift, condition), bar in zip(ground.lifts, ground.bars, strict=True):
            name = f"lift:{lift.id}:{ground.collection}"
            if name not in lifts:
                lifts.add(name)
                yield name, ground.collection, condition
                if bar is not None:
                    yield f"bar:{lift.id}:{ground.collection}", ground.collection, bar
        if ground.review_when is not None:
            yield f"review:{ground.ground.id}", ground.collection, ground.review_when
    for requirement in typed.requirements:
        yield f"requirement:{requirement.requirement.id}", None, requirement.when
        if requirement.met is not None:
            yield f"met:{requirement.requirement.id}", None, requirement.met
        for factor, condition in requirement.factors:
            yield f"factor:{requirement.requirement.id}:{factor.id}", None, condition
    for risk, condition in typed.risks:
        yield f"risk:{risk.id}", None, condition
    for rule, unless in typed.roles:
        if unless is not None:
            yield f"role:{rule.role}", None, unless
    for review, condition in typed.reviews:
        yield f"review-note:{review.id}", None, condition
    for remedy, asked in typed.remedies:
        if asked is not None:
            yield f"remedy:{remedy.id}", None, asked
    for one, condition in typed.passed_over:
        yield f"passed-over:{one.id}", one.over, condition
    for offence, _, condition in typed.elements:
        yield f"elements:{offence.id}", "convictions", condition
    for duty in typed.duties:
        over = duty.duty.over
        yield f"duty:{duty.duty.id}", over, duty.when
        for element, asked, met in duty.elements:
            yield f"element:{duty.duty.id}:{element.id}", over, met
            if asked is not None:
                yield f"asked:{duty.duty.id}:{element.id}", over, asked
    for clause in typed.clauses:
        yield f"clause:{clause.rule.clause}", None, clause.when
        for name, condition in clause.alternates:
            yield f"alternate:{clause.rule.clause}:{name}", None, condition
        for number, filling in enumerate(clause.fillings):
            if filling.when is not None:
                yield f"filling:{clause.rule.clause}:{number}", None, filling.when
            if filling.where is not None:
                yield f"filling-entries:{clause.rule.clause}:{number}", filling.filling.each, filling.where
