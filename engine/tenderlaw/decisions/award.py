"""Award criteria reckoned from recorded assessments: exact, and never from what nobody recorded.

A score without reasons, without its day or beyond what can be earned counts as unknown, and so does one of several for
the same criterion: which of them holds is for whoever assessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from tenderlaw.decisions.model.award import AwardFlag, AwardScore, CriterionScore
from tenderlaw.facts.records import Record, entries_of
from tenderlaw.facts.wording import said_in
from tenderlaw.packs.model.award import AwardCriterion
from tenderlaw.packs.model.pack import Pack

__all__ = ["award_score", "exact", "shown", "value_of"]

_ASSESSMENTS: Final = "assessments"
_ASKED: Final = ("points", "out_of", "assessed_on", "reasons")
_EXPLANATION: Final = "explanation-of-low-tender"
_LOW: Final = "abnormally-low-tender"
"""Topics of the conditions of a policy from which flags take their provisions; without the condition there is none."""


def award_score(pack: Pack, operator: Record, as_of: date) -> AwardScore | None:
    """What the assessments of an operator's tender come to; none under a policy without award criteria."""
    criteria = pack.award_criteria
    if not criteria:
        return None
    scores = tuple(_criterion(one, operator, as_of) for one in criteria)
    sure = sum((value_of(one.score) for one in scores if one.score is not None), Fraction(0))
    open_ = sum((one.weight for one in scores if one.score is None), 0)
    return AwardScore(
        scores,
        None if open_ else exact(sure),
        exact(sure),
        exact(sure + open_),
        (*_price_alone(scores), *_low(pack, operator, as_of), *_no_criteria(criteria, operator)),
    )


def exact(number: Fraction) -> str:
    """A number without loss: a decimal where there is one, else a fraction."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{number.numerator}/{number.denominator}"
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    whole = int(number * 10**places)
    return str(whole) if not places else f"{whole // 10**places}.{whole % 10**places:0{places}d}"


def value_of(score: str) -> Fraction:
    """The number that `exact` wrote."""
    return Fraction(score)


def shown(score: str) -> str:
    """A score for people: what is no decimal is rounded to two places, with the fraction beside it."""
    if "/" not in score:
        return score
    number = value_of(score)
    return f"{Decimal(round(number * 100)) / 100} (exactly {score})"


def _criterion(criterion: AwardCriterion, operator: Record, as_of: date) -> CriterionScore:
    found = [(n, one) for n, one in enumerate(_assessments(operator)) if _of(one, "criterion") == criterion.id]
    if not found:
        return _unknown(criterion, (f"operator.{_ASSESSMENTS} ({criterion.id})",), None)
    if len(found) > 1:
        return _unknown(criterion, (), f"{len(found)} assessments of it are recorded; which of them holds is not")
    number, one = found[0]
    missing = tuple(f"operator.{_ASSESSMENTS}[{number}].{name}" for name in _ASKED if not _stated(one, name))
    if missing:
        return _unknown(criterion, missing, None)
    points, out_of, day = _of(one, "points"), _of(one, "out_of"), _of(one, "assessed_on")
    if not isinstance(points, Decimal | int) or not isinstance(out_of, Decimal | int) or not isinstance(day, date):
        return _unknown(criterion, (), "its points are no numbers, or its day is no day")
    if day > as_of:
        return _unknown(criterion, (), f"it is assessed on {day.isoformat()}, later than the day asked")
    if out_of <= 0 or points > out_of:
        return _unknown(criterion, (), f"{points} points of {out_of} cannot be earned")
    return CriterionScore(
        criterion.id,
        criterion.title,
        criterion.cite,
        criterion.earns,
        criterion.weight,
        "scored",
        exact(Fraction(points) / Fraction(out_of) * criterion.weight),
        str(_of(one, "reasons")),
    )


def _unknown(criterion: AwardCriterion, missing: tuple[str, ...], because: str | None) -> CriterionScore:
    return CriterionScore(
        criterion.id,
        criterion.title,
        criterion.cite,
        criterion.earns,
        criterion.weight,
        "unknown",
        missing=missing,
        because=because,
    )


def _assessments(operator: Record) -> tuple[Record, ...]:
    return entries_of(operator, _ASSESSMENTS) if isinstance(operator.get(_ASSESSMENTS), list | tuple) else ()


def _of(entry: object, name: str) -> object:
    return entry.get(name) if isinstance(entry, Mapping) else None


def _stated(entry: object, name: str) -> bool:
    value = _of(entry, name)
    return value is not None and bool(str(value).strip())


def _price_alone(scores: Sequence[CriterionScore]) -> Iterator[AwardFlag]:
    """Points for the price, and none on human rights."""
    rights = [one for one in scores if one.earns == "human-rights" and one.score is not None]
    priced = any(one.earns in ("price", "cost") and value_of(one.score or "0") > 0 for one in scores)
    for one in rights:
        if priced and value_of(one.score or "0") == 0:
            said = f"it earns points for the price, and none under: {said_in(one.title, 'en')}"
            yield AwardFlag("price-alone", said, one.cite)


def _low(pack: Pack, operator: Record, as_of: date) -> Iterator[AwardFlag]:
    """An offer that seems low at the cost of labour: an explanation is asked for; what breach makes low is rejected."""
    cites = {one.topic: one.cite for one in pack.requirements}
    tender = operator.get("tender")
    low = _of(tender, "appears_abnormally_low") is True or _of(tender, "labour_cost_covered") is False
    breach = _of(tender, "low_through_breach_of_obligations") is True and _of(tender, "abnormally_low") is True
    asked = _of(tender, "explanation_asked_on")
    if breach and _LOW in cites:
        said = "it is abnormally low because environmental, social or labour law is not kept: it has to be rejected"
        yield AwardFlag("reject", said, cites[_LOW])
    elif low and _EXPLANATION in cites and not (isinstance(asked, date) and asked <= as_of):
        said = "it seems unusually low, or does not cover lawful cost of labour: an explanation has to be asked for"
        yield AwardFlag("ask-for-explanation", said, cites[_EXPLANATION])


def _no_criteria(criteria: Sequence[AwardCriterion], operator: Record) -> Iterator[AwardFlag]:
    """Assessments that name no criterion of the policy: they count for nothing, and are not passed over in silence."""
    known = {one.id for one in criteria}
    for number, one in enumerate(_assessments(operator)):
        name = _of(one, "criterion")
        if isinstance(name, str) and name not in known:
            said = f"operator.{_ASSESSMENTS}[{number}] is of no criterion of the policy, and counts for nothing"
            yield AwardFlag("not-a-criterion", said, criteria[0].cite)
