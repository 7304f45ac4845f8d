"""What a regime presumed: facts that nobody gave and that its law takes one way until the contrary is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tenderlaw.decisions.judged import Judged
from tenderlaw.decisions.model.regimes import PresumedFact
from tenderlaw.packs.model.pack import Pack
from tenderlaw.packs.model.presumptions import Presumption
from tenderlaw.rules.explain import Explanation
from tenderlaw.rules.reading import path_of, read
from tenderlaw.rules.words import shown

__all__ = ["presumed_in", "presumed_of"]


def presumed_of(judged: Sequence[Judged]) -> Iterator[PresumedFact]:
    """The presumptions on which the decision rests: of the procurement and the operator, and of entries of each."""
    for typed in judged[0].regime.typed.presumptions:
        said, ref = typed.presumption, typed.ref
        for one in _asked_of(said, judged):
            for scope in one.evaluation.scopes[said.over] if said.over in one.evaluation.items else ():
                told = typed.unless_told is not None and read(typed.unless_told, scope) is not None
                if not scope.item.placeholder and read(ref, scope) is None and not told:
                    yield _presumed(said, path_of(ref, scope))


def presumed_in(pack: Pack, scope: Sequence[Explanation]) -> tuple[PresumedFact, ...]:
    """The presumptions on which it rests that a procurement is outside the scope."""
    said = {one.fact: one for one in pack.presumptions if one.over is None}
    paths = dict.fromkeys(path for node in scope for path in _not_given(node)) if said else {}
    return tuple(_presumed(said[path], path) for path in paths if path in said)


def _not_given(node: Explanation) -> Iterator[str]:
    """The facts that nobody gave among those that gave the answer."""
    yield from (fact.path for fact in node.facts if fact.value is None and node.value != "unknown")
    for part in node.parts:
        # a denial has one part, of the opposite value
        if part.value == node.value or len(node.parts) == 1:
            yield from _not_given(part)


def _asked_of(said: Presumption, judged: Sequence[Judged]) -> Sequence[Judged]:
    """The operators of whom the fact is presumed: all that have entries, those of the roles named, or the first."""
    if said.roles is not None:
        return [one for one in judged if one.scope().operator.get("role") in said.roles]
    return judged if said.over is not None else judged[:1]


def _presumed(said: Presumption, path: str) -> PresumedFact:
    return PresumedFact(path, shown(said.is_), said.cite, said.reason)
