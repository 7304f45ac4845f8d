"""A pack made ready to decide: its targets compiled, its conditions found by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from tenderlaw.decisions.compiled import CompiledGround, compiled_ground, explainer_of
from tenderlaw.decisions.model.decision import PackUsed
from tenderlaw.decisions.model.findings import Finding
from tenderlaw.decisions.model.regimes import Threshold
from tenderlaw.decisions.model.requirements import gives_power
from tenderlaw.decisions.targets import scope_parts, targets_of
from tenderlaw.facts.asked_of import Asked
from tenderlaw.facts.declared import DeclaredFact
from tenderlaw.facts.records import Record
from tenderlaw.packs.conditions import Sum, Test
from tenderlaw.packs.facts_asked import shown_by
from tenderlaw.packs.ground_references import asks_ground, grounds_named
from tenderlaw.packs.typed import TypedPack
from tenderlaw.packs.walking import leaves_of
from tenderlaw.rules.evaluate import Evaluation, Evaluator
from tenderlaw.rules.explain import Explainer
from tenderlaw.rules.marks import Marks, Memo
from tenderlaw.rules.plan import compile_plan, plain
from tenderlaw.rules.reading import values_reader
from tenderlaw.rules.truth import Truth, all_of
from tenderlaw.sources.collecting import uncollected
from tenderlaw.sources.faults import Fault, PackInvalidError
from tenderlaw.sources.worked_out import worked_out

if TYPE_CHECKING:
    from tenderlaw.decisions.governing import Governing

__all__ = ["Regime"]


T = TypeVar("T")


class _once(worked_out[T]):  # noqa: N801 - used as a decorator
    """A part of a regime, compiled by the first thread that asks for it."""

    def made(self, instance: Any) -> T:  # noqa: ANN401 - a regime, which is not declared yet
        with instance.lock(), uncollected():
            held: dict[str, T] = vars(instance)
            return held[self.name] if self.name in held else super().made(instance)


@dataclass(frozen=True, eq=False)
class Regime:
    """One pack, ready to decide: each part is compiled when it is first asked for, once."""

    head: TypedPack
    """The pack as far as its head goes, or the whole of it: what tells whether the regime may govern at all."""
    load: Callable[[], TypedPack] = field(repr=False)
    """Reads the whole pack."""
    lock: Callable[[], AbstractContextManager[object]] = field(default=nullcontext, repr=False)
    """What a thread holds while it compiles, where several may come first at a time."""
    # what follows was worked out for some case and serves others; it ends with the regime
    absent: Memo[str, tuple[Finding, ...]] = field(default_factory=Memo, repr=False)
    """For an operator, a finding for every ground as if it were not triggered."""
    turning: Memo[tuple[Marks, ...], tuple[Test | Sum, ...]] = field(default_factory=Memo, repr=False)
    """The comparisons with dated amounts on which the scope turns, by the marks of its evaluation."""
    coming: Memo[tuple[str, tuple[object, ...]], frozenset[int]] = field(default_factory=Memo, repr=False)
    """The places of the grounds that an entry to come may bring about, by its list and its plain facts."""
    plain_yes: Memo[tuple[Threshold, ...], Governing] = field(default_factory=Memo, repr=False)
    """That the regime governs, by the thresholds on which it turns."""

    @classmethod
    def of(cls, typed: TypedPack) -> Regime:
        """Compile a checked pack. Raises PackInvalidError where a condition is too wide."""
        regime = cls(typed, lambda: typed)
        regime.compile()
        return regime

    def compile(self) -> None:
        """Compile now what the first case would otherwise wait for."""
        _ = self.confined, self.scope, self.grounds, self.tiering, self.day_chains

    @_once
    def typed(self) -> TypedPack:
        """The whole pack. Raises PackInvalidError if it changed since its head was read."""
        typed = self.load()
        if typed.pack.digest != self.digest:
            raise PackInvalidError([Fault(typed.pack.folder, 0, 0, "", "has changed meanwhile", "start again")])
        return typed

    @_once
    def declared(self) -> tuple[DeclaredFact, ...]:
        """The facts that the pack declares; of one that cannot govern nothing else is read."""
        read = self.head.read_facts
        return self.head.pack.facts if read is None else read()

    @property
    def declared_is_read(self) -> bool:
        """Whether it costs nothing to ask what the pack declares."""
        return "declared" in vars(self) or self.head.read_facts is None

    @_once
    def confined(self) -> Evaluator:
        """Decides what the regime is confined to."""
        return Evaluator(compile_plan(self.head, [("confined", None, self.head.confined)]))

    @_once
    def explain_confined(self) -> Explainer:
        """Explains what the regime is confined to."""
        return explainer_of(self.head.confined, self.confined)

    @_once
    def plain_scope(self) -> bool:
        """Whether plain facts fix the scope; `evaluator` then decides it once more."""
        leaves = leaves_of(self.typed.scope)
        return bool(leaves) and all(plain(leaf) for leaf in leaves)

    @_once
    def scope(self) -> Evaluator:
        """Decides the scope alone, before anything else."""
        return Evaluator(compile_plan(self.typed, scope_parts(self.typed)))

    def within(self, evaluation: Evaluation, by: Evaluator | None = None) -> Truth:
        """Whether the procurement is within the scope: what `scope`, or the evaluator named, made of its parts."""
        numbers = (self.scope if by is None else by).plan.by_name
        return all_of([evaluation.truth(numbers[name]) for name in self._scope_parts])

    @_once
    def _scope_parts(self) -> tuple[str, ...]:
        return tuple(name for name, _, _ in scope_parts(self.typed))

    @_once
    def explain_scope(self) -> Explainer:
        """Explains the scope."""
        return explainer_of(self.typed.scope, self.scope)

    @_once
    def evaluator(self) -> Evaluator:
        """Decides everything else."""
        named = [*targets_of(self.typed), *(scope_parts(self.typed) if self.plain_scope else ())]
        return Evaluator(compile_plan(self.typed, named))

    @_once
    def tiering(self) -> Evaluator | None:
        """Decides the factors of a policy's tiering."""
        tiering = self.typed.tiering
        return (
            None
            if tiering is None
            else Evaluator(compile_plan(self.typed, ((name, None, condition) for name, condition in tiering.targets)))
        )

    @_once
    def known_offences(self) -> frozenset[str]:
        """The offences of its catalogue."""
        return frozenset(("other", *(offence.id for offence in self.typed.pack.offences)))

    @_once
    def grounds(self) -> tuple[CompiledGround, ...]:
        """Its grounds."""
        return tuple(compiled_ground(ground, self.evaluator) for ground in self.typed.grounds)

    @_once
    def places(self) -> Mapping[int, int]:
        """The target of a ground to its place among `grounds`."""
        return {ground.target: place for place, ground in enumerate(self.grounds)}

    @_once
    def plain_facts(self) -> Mapping[str, Callable[[Record], tuple[object, ...]]]:
        """For each list over which grounds run, what reads the plain facts that they ask of an entry."""
        asked: dict[str, dict[tuple[str, ...], None]] = {}
        for ground in self.typed.grounds:
            if ground.collection is not None:
                names = asked.setdefault(ground.collection, {})
                for leaf in leaves_of(ground.when):
                    if isinstance(leaf, Test) and plain(leaf) and leaf.ref.root == "item":
                        names[leaf.ref.names] = None
        return {collection: values_reader(list(names)) for collection, names in asked.items()}

    @_once
    def elements_asked(self) -> Mapping[str, frozenset[str]]:
        """Of the offences whose elements the pack defines, the facts of a conviction that these ask, by the offence."""
        return {
            offence.id: frozenset(
                leaf.ref.names[0] for leaf in leaves_of(condition) if isinstance(leaf, Test) and leaf.ref.root == "item"
            )
            for offence, _, condition in self.typed.elements
        }

    @_once
    def asking_grounds(self) -> Mapping[str, bool]:
        """Whether a requirement asks grounds, by its id."""
        return {one.requirement.id: asks_ground(one.when) for one in self.typed.requirements}

    @_once
    def resting_on(self) -> Mapping[str, tuple[tuple[int, str], ...]]:
        """The grounds on which a power may rest, each with its target, by the id of the requirement that gives it."""
        said = {one.id: one.condition for one in self.typed.pack.definitions}
        targets = {one.typed.ground.id: one.target for one in self.grounds}
        powers = [one.requirement for one in self.typed.requirements if gives_power(one.requirement.follows)]
        named = {one.id: dict.fromkeys(grounds_named(one.when, said)) for one in powers}
        return {of: tuple((targets[one], one) for one in asked if one in targets) for of, asked in named.items()}

    @_once
    def met_by(self) -> Mapping[str, Asked]:
        """Who can meet a requirement, by its id: whoever the facts that show it are asked of."""
        return {one.requirement.id: shown_by(one.met, self.typed.pack.models) for one in self.typed.requirements}

    @_once
    def day_chains(self) -> tuple[tuple[str, ...], ...]:
        """The days of which the first known decides a version, or whether the regime or a ground is in force."""
        return _day_chains(self.typed, (self.scope, self.evaluator))

    @_once
    def used(self) -> PackUsed:
        """The pack, as decisions name it."""
        pack = self.head.pack
        return PackUsed(pack.id, pack.title, pack.version, pack.digest, pack.layers)

    @_once
    def counts_days(self) -> bool:
        """Whether a period of it ends on a working day."""
        return any(period.holidays for period in self.typed.periods.values())

    @_once
    def looks_at_holidays(self) -> bool:
        """Whether a person must look where a period would end on a working day."""
        counting = self.typed.pack.counting
        return counting is not None and counting.beside.holidays_of is not None

    @property
    def id(self) -> str:
        """The id of its pack."""
        return self.head.pack.id

    @property
    def kind(self) -> str:
        """`regime` of law, or `policy`."""
        return self.head.pack.kind

    @property
    def title(self) -> str:
        """The title of its pack."""
        return self.head.pack.title

    @property
    def version(self) -> str:
        """The version of its pack."""
        return self.head.pack.version

    @property
    def digest(self) -> str:
        """SHA-256 of all that its pack says, layers included."""
        return self.head.pack.digest

    def target(self, name: str) -> int:
        """The number of a target by its name."""
        return self.evaluator.plan.by_name[name]


def _day_chains(typed: TypedPack, evaluators: tuple[Evaluator, ...]) -> tuple[tuple[str, ...], ...]:
    chains = [dated.on for evaluator in evaluators for dated in evaluator.plan.dated]
    chains += [ground.ground.by for ground in typed.grounds if ground.ground.from_ or ground.ground.to]
    chains += [typed.pack.in_force.by] if typed.pack.in_force else []
    return tuple(dict.fromkeys(chain for chain in chains if len(chain) > 1))
