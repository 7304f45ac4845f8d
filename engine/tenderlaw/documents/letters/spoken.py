"""Whether the words of packs that a letter needs are there in its language: said before it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tenderlaw.decisions.model.findings import Finding
from tenderlaw.decisions.model.missing import MissingFact
from tenderlaw.decisions.model.remedies import RemedyState
from tenderlaw.decisions.model.requirements import RequirementState
from tenderlaw.decisions.sentences.sentence import Sentence
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.questions import question_of
from tenderlaw.facts.wording import Word, forms_of, languages_of
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["refuse_unasked", "refuse_unsaid", "unsaid"]


def refuse_unsaid(
    language: str,
    findings: Sequence[Finding],
    requirements: Sequence[RequirementState] = (),
    remedies: Sequence[RemedyState] = (),
) -> None:
    """Raise InputInvalidError that lists what packs do not say in the language, each once."""
    faults = [
        Fault(about, 0, 0, what, f"has no words in `{language}`", "a pack says them, or choose another `--language`")
        for about, what in dict.fromkeys(unsaid(language, findings, requirements, remedies))
    ]
    if faults:
        raise InputInvalidError(faults)


def refuse_unasked(language: str, facts: Sequence[MissingFact], models: FactModels) -> None:
    """Raise InputInvalidError that lists the facts for which nobody asks in the language."""
    faults = [
        Fault("question", 0, 0, fact.path, f"is not asked in `{language}`", "choose another `--language`")
        for fact in facts
        if question_of(fact.path, language, models).language != language
    ]
    if faults:
        raise InputInvalidError(faults)


def unsaid(
    language: str,
    findings: Iterable[Finding],
    requirements: Iterable[RequirementState] = (),
    remedies: Iterable[RemedyState] = (),
) -> Iterator[tuple[str, str]]:
    """What packs do not say in a language: of what, and which text of it."""
    for one in findings:
        yield from _lacking(language, f"ground {one.ground}", title=one.title)
        if "subordinate" not in forms_of(one.statement, language):
            yield f"ground {one.ground}", "statement"
        for fact in one.facts:
            if isinstance(fact.value, Word):
                yield from (
                    (f"offence {title}", "title") for title in fact.value.titles if language not in languages_of(title)
                )
        for lift in one.lifts:
            yield from _lacking(language, f"lift {lift.lift}", title=lift.title, needs=lift.needs)
    for asked in requirements:
        words = {"title": asked.title, "cure": asked.cure}
        yield from _lacking(language, f"requirement {asked.requirement}", **words)
    for remedy in remedies:
        yield from _lacking(language, f"remedy {remedy.remedy}", says=remedy.says)


def _lacking(language: str, about: str, **texts: str | None) -> Iterator[tuple[str, str]]:
    for what, text in texts.items():
        if text and not isinstance(text, Sentence) and not forms_of(text, language):
            yield about, what
