"""What a regime asks of every supplier: values of entries and of rows, in the order in which they can be computed.

A *value* is a condition in three truths. Values of entries become bits: one word says where a value is surely
true, another where it possibly is. A quantifier inside a condition is a value of its own list, computed in an
earlier pass; each list is read once a pass.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from tenderlaw.decisions.compiled import CompiledGround
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.accounts import WORKED_OUT
from tenderlaw.facts.models import FactModels
from tenderlaw.packs.conditions import Begun, Condition, InPeriod, Some, Sum, Test
from tenderlaw.packs.model.pack import Review
from tenderlaw.packs.typed import TypedGround, TypedPack
from tenderlaw.packs.walking import leaves_of, walk
from tenderlaw.screening.columns.tallies import WORD
from tenderlaw.sources.faults import Fault, InputInvalidError, InternalError

__all__ = [
    "Pass",
    "ScreenPlan",
    "Wanted",
    "plan_of",
    "plan_of_conditions",
    "quantifiers_in",
    "refuse_scope_of_suppliers",
    "refuse_what_single_cases_work_out",
]

Role: TypeAlias = Literal["ground", "must", "review", "passed_over", "quantifier"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One value of the entries of a list: of a ground, of what is passed over, of a quantifier."""

    role: Role
    bit: int
    collection: str | None
    ground: CompiledGround | None = None
    quantifier: Some | Sum | None = None
    passed_over: Condition | None = None
    """Which entries a person must look at where no ground reaches them."""

    @property
    def word(self) -> int:
        """The word that holds its bit."""
        return self.bit // WORD

    @property
    def place(self) -> int:
        """The place of its bit within the word."""
        return self.bit % WORD

    @property
    def mask(self) -> int:
        """Its bit within the word."""
        return 1 << self.bit % WORD


@dataclass(slots=True)
class Pass:
    """One reading of a list."""

    level: int
    collection: str
    wanted: list[Wanted] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ScreenPlan:
    """The passes over the lists, the values of whole rows, and where every bit stands."""

    regime: Regime
    passes: tuple[Pass, ...]
    rows: tuple[Wanted, ...]
    """Grounds that are about the whole supplier, or about entries of the procurement."""
    reviews: tuple[tuple[Review, Condition], ...]
    quantifiers: dict[Condition, Wanted]
    words: int
    """How many words of bits there are; the grounds stand in the first."""


def plan_of(regime: Regime) -> ScreenPlan:
    """The plan of a regime. Raises InternalError for a pack with more grounds than a word has bits."""
    grounds = regime.grounds
    if len(grounds) > WORD:
        raise InternalError(f"`{regime.typed.pack.id}` has more than {WORD} grounds: columns cannot hold their bits")
    models = regime.typed.pack.models
    wanted = [Wanted("ground", bit, _list_of(ground, models), ground) for bit, ground in enumerate(grounds)]
    wanted += _more(grounds, len(wanted), models)
    wanted += [
        Wanted("passed_over", len(wanted) + number, one.over, passed_over=condition)
        for number, (one, condition) in enumerate(regime.typed.passed_over)
        if models.root_of(one.over) == "operator"
    ]
    quantifiers: dict[Condition, Wanted] = {}
    conditions = [condition for ground in grounds for condition in _conditions(ground)]
    conditions += [condition for _, condition in (*regime.typed.reviews, *regime.typed.passed_over)]
    for condition in conditions:
        for one in quantifiers_in(condition, models):
            _add(one, quantifiers, len(wanted), models)
    return _planned(regime, wanted, quantifiers)


def plan_of_conditions(regime: Regime, conditions: Iterable[Condition]) -> ScreenPlan:
    """The plan of conditions about suppliers as a whole, of a pack without grounds: what their lists come to."""
    models = regime.typed.pack.models
    quantifiers: dict[Condition, Wanted] = {}
    for condition in conditions:
        for one in quantifiers_in(condition, models):
            _add(one, quantifiers, 0, models)
    return _planned(regime, [], quantifiers)


def _planned(regime: Regime, wanted: Sequence[Wanted], quantifiers: dict[Condition, Wanted]) -> ScreenPlan:
    models = regime.typed.pack.models
    levels = {one.bit: _level(one, quantifiers, models) for one in (*wanted, *quantifiers.values())}
    asked = {quantifiers[inner].bit for one in (*wanted, *quantifiers.values()) for inner in _asked(one, models)}
    passes = _passes([*wanted, *quantifiers.values()], levels, asked)
    bits = len(wanted) + len(quantifiers)
    rows = tuple(one for one in wanted if one.collection is None)
    return ScreenPlan(regime, passes, rows, regime.typed.reviews, quantifiers, -(-bits // WORD))


def refuse_what_single_cases_work_out(typed: TypedPack, conditions: Iterable[Condition] = ()) -> None:
    """Raise InputInvalidError for a pack whose rules, or these conditions, ask figures that are worked out of others.

    Such as the sum over subsidiaries, those of the year before, or an amount that a rate of its year converts: tables
    hold figures as they were given.
    """
    asked = [(ground.collection, one) for ground in typed.grounds for one in _conditions_of(ground)]
    asked += [(None, one) for _, one in typed.reviews]
    asked += [(passed.over, one) for passed, one in typed.passed_over]
    asked += [(None, one) for one in conditions]
    for collection, condition in asked:
        for of, one in walk(condition, collection):
            figure = _worked_out(of, one)
            if figure is not None:
                message = f"`{typed.pack.id}` asks `{figure}`, which single cases work out of other figures"
                hint = "decide its suppliers one by one"
                raise InputInvalidError([Fault(typed.pack.folder, 0, 0, "", message, hint)])


def _worked_out(of: str | None, asked: Condition) -> str | None:
    """The figure of a year that is asked, and may not be given so: it has parts, or a rate of the year converts it."""
    if isinstance(asked, Sum) and asked.collection == "financial_years":
        return f"{asked.collection}.{'.'.join(asked.names)}"
    if of != "financial_years" or not isinstance(asked, Test):
        return None
    return f"{of}.{asked.ref}" if asked.ref.names[0] in WORKED_OUT or asked.kind == "money" else None


def _conditions_of(ground: TypedGround) -> Iterator[Condition]:
    yield ground.when
    yield from (condition for _, condition in ground.lifts)


def refuse_scope_of_suppliers(typed: TypedPack) -> None:
    """Raise InputInvalidError for a pack of which a supplier's facts say whether it governs.

    A screening has one answer for all suppliers to that.
    """
    force, models = typed.pack.in_force, typed.pack.models
    asked = [*_facts_of_suppliers(typed.scope, models), *_facts_of_suppliers(typed.confined, models)]
    asked += [] if force is None else [path for path in force.by if path != "as_of" and path[:12] != "procurement."]
    if asked:
        message = (
            f"`{typed.pack.id}` governs or not by a fact of the supplier (`{asked[0]}`), and a table has one answer"
        )
        raise InputInvalidError([Fault(typed.pack.folder, 0, 0, "", message, "decide its suppliers one by one")])


def _facts_of_suppliers(condition: Condition, models: FactModels) -> Iterator[str]:
    """The facts of the operator that a condition asks, and the operator's lists."""
    for _, one in walk(condition):
        if isinstance(one, Some | Sum) and models.root_of(one.collection) == "operator":
            yield f"operator.{one.collection}"
        elif isinstance(one, Test) and one.ref.root == "operator":
            yield str(one.ref)


def _more(grounds: Sequence[CompiledGround], first: int, models: FactModels) -> list[Wanted]:
    """For each ground, whether it surely obliges, and whether a person must look, where these are values too."""
    out: list[Wanted] = []
    for ground in grounds:
        softened = ground.typed.must and any(lift.leaves == "discretion" for lift, _ in ground.typed.lifts)
        roles: list[Role] = ["must"] if softened else []
        roles.append("review")
        out += [Wanted(role, first + len(out) + n, _list_of(ground, models), ground) for n, role in enumerate(roles)]
    return out


def _list_of(ground: CompiledGround, models: FactModels) -> str | None:
    """The list of the operator that a ground is about; None for the whole supplier or entries of the procurement."""
    name = ground.typed.collection
    return name if name is None or models.root_of(name) == "operator" else None


def _conditions(ground: CompiledGround) -> Iterator[Condition]:
    yield ground.typed.when
    yield from (condition for _, condition in ground.typed.lifts)
    if ground.typed.review_when is not None:
        yield ground.typed.review_when


def quantifiers_in(condition: Condition, models: FactModels) -> Iterator[Some | Sum]:
    """The quantifiers over the operator's lists that a condition asks, not those inside them."""
    for one in leaves_of(condition):
        if isinstance(one, Some | Sum):
            if models.root_of(one.collection) == "operator":
                yield one
            else:
                yield from quantifiers_in(one.where, models)
        elif not isinstance(one, Test | InPeriod | Begun):
            raise InternalError(f"columns do not know {type(one).__name__}")


def _add(one: Some | Sum, quantifiers: dict[Condition, Wanted], first: int, models: FactModels) -> None:
    for inner in quantifiers_in(one.where, models):
        _add(inner, quantifiers, first, models)
    if one not in quantifiers:
        quantifiers[one] = Wanted("quantifier", first + len(quantifiers), one.collection, quantifier=one)


def _asked(one: Wanted, models: FactModels) -> Iterator[Some | Sum]:
    if one.quantifier is not None:
        yield from quantifiers_in(one.quantifier.where, models)
    elif one.passed_over is not None:
        yield from quantifiers_in(one.passed_over, models)
    elif one.ground is not None:
        for condition in _conditions(one.ground):
            yield from quantifiers_in(condition, models)


def _level(one: Wanted, quantifiers: dict[Condition, Wanted], models: FactModels) -> int:
    return max((_level(quantifiers[inner], quantifiers, models) + 1 for inner in _asked(one, models)), default=0)


def _passes(wanted: Sequence[Wanted], levels: dict[int, int], asked: Collection[int]) -> tuple[Pass, ...]:
    """Each value in the last pass over its list that is early enough for what asks for it.

    `asked` are the bits that other values ask for.
    """
    last: dict[str, int] = {}
    for one in wanted:
        if one.collection is not None:
            last[one.collection] = max(last.get(one.collection, 0), levels[one.bit])
    passes: dict[tuple[int, str], Pass] = {}
    for one in wanted:
        if one.collection is not None:
            level = levels[one.bit] if one.bit in asked else last[one.collection]
            key = (level, one.collection)
            passes.setdefault(key, Pass(level, one.collection)).wanted.append(one)
    return tuple(passes[key] for key in sorted(passes))
