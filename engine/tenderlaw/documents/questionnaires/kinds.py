"""What kind of answer a question takes, in words, and the words that a form offers."""

from __future__ import annotations

from collections.abc import Mapping

from tenderlaw.documents.questionnaires.model import Asked, Column

__all__ = ["kind_in_words", "words_of"]


def kind_in_words(one: Asked | Column, said: Mapping[str, str]) -> str:
    """The kind of answer in the language of the phrases; of a code, its words."""
    if one.kind == "code" and one.choices:
        return ", ".join(choice.title for choice in one.choices)
    if isinstance(one, Column) and one.such_as:
        return f"{said[f'kind_{one.kind}']}; {said['such_as'].format(words=', '.join(one.such_as))}"
    return said["kind_day_open" if one.kind == "day" and one.may_be_open else f"kind_{one.kind}"]


def words_of(one: Asked | Column, said: Mapping[str, str]) -> tuple[str, ...]:
    """What a form offers to choose from; nothing where the answer is written."""
    not_known = said["not_known"]
    if one.kind == "truth":
        return said["yes"], said["no"], not_known
    if one.kind == "list":
        return said["see_rows"], said["none"], not_known
    if one.kind == "code" and one.choices:
        return (*(choice.title for choice in one.choices), not_known)
    return one.such_as if isinstance(one, Column) and one.kind == "word" else ()
