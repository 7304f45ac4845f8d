"""A questionnaire as JSON, for programs and forms: fill `answer` and what stands beside it."""

from __future__ import annotations

import json
from typing import Final

from tenderlaw.documents.questionnaires.model import ABOUT, Asked, Column, Questionnaire
from tenderlaw.facts.questions import Choice
from tenderlaw.sources.printing import printable

__all__ = ["MARK", "to_json"]

MARK: Final = "supplier_questionnaire"
"""The key that says what the file is; its value is the version of its form."""


def to_json(asked: Questionnaire) -> bytes:
    """The questionnaire as JSON: the same questionnaire, the same bytes."""
    head = {
        MARK: 1,
        "language": asked.language,
        "procurement": asked.procurement,
        "bought": asked.bought,
        "buyer": asked.buyer,
        "bidder": asked.bidder,
        "as_of": asked.as_of.isoformat(),
        "decision": asked.decision,
    }
    questions = [_question(one) for one in asked.asked]
    evidence = [
        {"id": one.id, "sign": one.sign, "cite": one.cite, "ask_for": one.text, "answer": None, **dict.fromkeys(ABOUT)}
        for one in asked.evidence
    ]
    topics = [
        {"id": one.id, "title": one.title, "sources": one.sources, "questions": len(asked.of_topic(one.id))}
        for one in asked.topics
    ]
    data = {**head, "questions": questions, "evidence": evidence, "topics": topics}
    return (printable(json.dumps(data, ensure_ascii=False, indent=2)) + "\n").encode()


def _question(one: Asked) -> dict[str, object]:
    data: dict[str, object] = {
        "path": one.path,
        "topic": one.topic,
        "concerns": one.caption,
        "title": one.title,
        "question": one.text,
        "help": one.help,
        "kind": one.kind,
        "may_be_open": one.may_be_open,
        "choices": _choices(one.choices),
        "columns": [_column(column) for column in one.columns],
        "needed_for": one.needed_for,
        "settles": one.settles,
        "answer": None,
    }
    return {**data, **dict.fromkeys(ABOUT)}


def _column(one: Column) -> dict[str, object]:
    said = {"name": one.name, "title": one.title, "question": one.text, "kind": one.kind}
    return {**said, "may_be_open": one.may_be_open, "choices": _choices(one.choices), "such_as": one.such_as}


def _choices(choices: tuple[Choice, ...]) -> list[dict[str, str]]:
    return [{"word": one.word, "title": one.title} for one in choices]
