"""How a person is asked for a fact: questions in plain words, one YAML file a language, by model and fact.

A fact that means something else within a group has a question of its own there (`FinancialYear.own.turnover`), which
goes before that of the group's model (`Figures.turnover`). Declared facts bring their questions along. The files are
read when somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal, TypeAlias, cast

from pydantic import TypeAdapter

from tenderlaw.facts.base import Facts, Text, Words
from tenderlaw.facts.case import Case
from tenderlaw.facts.catalogue import Field, FieldKind, field_at
from tenderlaw.facts.declared import DeclaredField
from tenderlaw.facts.models import BUILT_IN, FactModels
from tenderlaw.facts.places import place_of
from tenderlaw.facts.wording import DEFAULT_LANGUAGE, languages_of, said_in
from tenderlaw.sources.by_language import language_file, languages_in
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["LANGUAGES", "AnswerKind", "Choice", "Question", "Said", "question_of", "questions_in", "with_questions"]

_FOLDER: Final = Path(__file__).parent
LANGUAGES: Final = languages_in(_FOLDER)
"""Languages in which built-in facts are asked for."""

AnswerKind: TypeAlias = FieldKind | Literal["country", "countries", "text"]
"""What kind of answer is asked for: a kind of fact, or more closely a country, several, or words that only inform."""


class Said(Facts):
    """What one language says of one fact."""

    question: Words
    """The question."""
    help: Text | None = None
    """What to mind when answering."""
    words: Mapping[str, Words] = {}
    """Of a fact with words to choose from, the title of each."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One word to choose as an answer."""

    word: str
    """As cases write it."""
    title: str
    """As people read it."""
    language: str
    """The language in which the title is said."""


@dataclass(frozen=True, slots=True)
class Question:
    """How a person is asked for one fact, and what answers it.

    Where the fact belongs to an entry of a list, a caption beside it says which entry that is.
    """

    path: str
    """Where the answer goes."""
    text: str
    """The question."""
    help: str | None
    """What to mind when answering."""
    language: str
    """The language in which question and help are said: English where there are none in the one asked for."""
    kind: AnswerKind
    """What kind of answer is asked for; any may be not known, which is no `no`, and a list may be empty."""
    may_be_open: bool
    """Whether a day may be `open`, because what it ends may not have ended."""
    choices: tuple[Choice, ...]
    """The words to choose from, of a fact that has them; of one asked for a country, those that it may be besides."""


def question_of(path: str, language: str = DEFAULT_LANGUAGE, models: FactModels = BUILT_IN) -> Question:
    """The question that asks for the fact at a path of a case; `models` know the facts that packs declare.

    Raises InputInvalidError where the path leads to no fact.
    """
    model, names = place_of(path, models)
    field = field_at(model, names)
    if field is None:
        raise InputInvalidError([Fault("path", 0, 0, "", f"`{path}` leads to no fact", "name one as a case does")])
    declared = models.declared_at(path)
    said_by = _of_declared(declared) if declared else _of_built_in(model, names, language)
    said, spoken = next((said_by[one], one) for one in (language, DEFAULT_LANGUAGE) if one in said_by)
    return Question(
        path=path,
        text=said.question,
        help=said.help,
        language=spoken,
        kind=_kind(field),
        may_be_open=field.may_be_open,
        choices=tuple(_choice(word, language, said_by, declared) for word in field.vocabulary or field.besides),
    )


def with_questions(schema: Mapping[str, object]) -> dict[str, object]:
    """The JSON Schema of a case with the English question for every fact as `x-question`; declared ones have it."""
    within = cast("Mapping[str, Mapping[str, object]]", schema["$defs"])
    return {**_asked(Case.__name__, schema), "$defs": {name: _asked(name, one) for name, one in within.items()}}


def _asked(model: str, schema: Mapping[str, object]) -> dict[str, object]:
    questions = questions_in(DEFAULT_LANGUAGE)
    properties = cast("Mapping[str, Mapping[str, object]]", schema.get("properties", {}))
    keys = {name: f"{model}.{name}" for name in properties}
    return {
        **schema,
        "properties": {
            name: {**one, "x-question": questions[keys[name]].question} if keys[name] in questions else one
            for name, one in properties.items()
        },
    }


def _choice(word: str, language: str, said_by: Mapping[str, Said], declared: DeclaredField | None) -> Choice:
    """A word with its title, in English where the language has none for it."""
    if declared is not None:
        title = next(one.title for one in declared.words if one.id == word)
        return Choice(word, said_in(title, language), language if language in languages_of(title) else DEFAULT_LANGUAGE)
    spoken = language if language in said_by and word in said_by[language].words else DEFAULT_LANGUAGE
    return Choice(word, said_by[spoken].words[word], spoken)


def _of_declared(declared: DeclaredField) -> dict[str, Said]:
    """What a pack says of a fact that it declares, by language: its question, or else its title."""
    text = declared.question or declared.title
    help_ = declared.help
    return {
        language: Said(question=said_in(text, language), help=help_ and said_in(help_, language))
        for language in languages_of(text)
    }


def _of_built_in(model: type[Facts], names: tuple[str, ...], language: str) -> dict[str, Said]:
    """What is said of a built-in fact, in a language and in English: no other file is read."""
    keys = list(_keys(model, names))
    found: dict[str, Said] = {}
    for one in {language, DEFAULT_LANGUAGE}.intersection(LANGUAGES):
        said = questions_in(one)
        key = next((key for key in keys if key in said), None)
        if key is not None:
            found[one] = said[key]
    return found


def _keys(model: type[Facts], names: tuple[str, ...]) -> Iterator[str]:
    """Under what a fact may stand in a file: what says most of where it is comes first."""
    holder: type[Facts] | None = model
    for number, name in enumerate(names):
        if holder is not None:
            within = ".".join(names[number:])
            yield from (f"{one.__name__}.{within}" for one in holder.__mro__)
            found = field_at(holder, (name,))
            holder = found.model if found else None


def _kind(field: Field) -> AnswerKind:
    if field.country:
        return "countries" if field.kind == "words" else "country"
    return "text" if field.kind == "word" and field.informs else field.kind


@lru_cache(maxsize=16)
def questions_in(language: str) -> Mapping[str, Said]:
    """Everything that a language says of built-in facts, by model and fact. Raises InputInvalidError for others."""
    said_of = language_file(_FOLDER, language, "built-in facts are not asked for in")
    data = _file().validate_python(dict(said_of))
    return {fact: Said(question=said) if isinstance(said, str) else said for fact, said in data.items()}


@cache
def _file() -> TypeAdapter[dict[str, str | Said]]:
    return TypeAdapter(dict[str, str | Said])
