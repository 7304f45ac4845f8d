"""What every ground passes over and a person must still look at: outside every ground, or in a gap of the law."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.decisions.judged import Judged
from tenderlaw.decisions.model.regimes import ReviewNote
from tenderlaw.decisions.sentences.sentence import Parameter, Sentence
from tenderlaw.packs.model.grounds import Ground
from tenderlaw.packs.model.in_force import in_force
from tenderlaw.rules.dated import deciding_day

__all__ = ["notes_of_passed_over"]


def notes_of_passed_over(judged: Judged) -> Iterator[ReviewNote]:
    """A note for each entry that the pack names and that no ground about entries of its list reaches."""
    for one, _ in judged.regime.typed.passed_over:
        answers = judged.evaluation.answers.get(judged.regime.target(f"passed-over:{one.id}"))
        if not answers:
            continue
        reached = {
            number
            for ground in judged.regime.grounds
            if ground.typed.collection == one.over and not _is_over(judged, ground.typed.ground)
            for number in judged.evaluation.answers.get(ground.target, ())
        }
        for number in sorted(answers.keys() - reached):
            item = judged.evaluation.scopes[one.over][number].item
            if not item.placeholder:
                place = f"{judged.operator}.{item.path}"
                under = _look_under(judged, one.look_under)
                code = "passed_over_under" if under else "passed_over"
                yield ReviewNote(one.id, one.cite, Sentence(code, place=place, reason=one.reason, **under))


def _is_over(judged: Judged, ground: Ground) -> bool:
    """Whether the ground is surely not in force: then it reaches nothing any more."""
    scope = judged.scope()
    day = deciding_day(ground.by, scope.operator, scope.procurement, judged.as_of)
    return day is not None and not in_force(day, ground.from_, ground.to)


def _look_under(judged: Judged, ground_id: str | None) -> dict[str, Parameter]:
    found = next((ground.ground for ground in judged.regime.typed.grounds if ground.ground.id == ground_id), None)
    return {} if found is None else {"title": found.title, "cite": found.cite}
