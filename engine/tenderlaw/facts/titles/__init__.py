"""What the facts of the built-in models are called, as a label before a value: one YAML file a language.

A title is a few words, most often a noun phrase, and is kept by the model and the field: `Conviction.final_on`. What a
fact means is said at length below its field in the source of its model.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

from tenderlaw.facts.given_paths import without_numbers
from tenderlaw.facts.models import BUILT_IN, FactModels
from tenderlaw.facts.places import holder_at
from tenderlaw.facts.wording import said_in
from tenderlaw.sources.by_language import language_file, languages_in

__all__ = ["LANGUAGES", "title_of", "titles_in"]

_FOLDER: Final = Path(__file__).parent
LANGUAGES: Final[tuple[str, ...]] = languages_in(_FOLDER)
"""Languages in which the built-in facts have titles."""


def title_of(path: str, language: str, models: FactModels = BUILT_IN) -> str:
    """The title of the fact at a path of a case; of a list or one of its entries, that of the list.

    A declared fact has the title that its pack gives it, in English where the pack does not speak the language. Raises
    InputInvalidError where facts have no titles in the language, and LookupError where the path leads to no fact.
    """
    titles = titles_in(language)
    declared = models.declared_at(path)
    if declared is not None:
        return said_in(declared.title, language)
    holder = holder_at(path, models)
    if holder is None:
        raise LookupError(f"`{path}` leads to no fact of a case")
    name = without_numbers(path).rpartition(".")[2]
    return next(titles[key] for one in holder.__mro__ if (key := f"{one.__name__}.{name}") in titles)


@lru_cache(maxsize=16)
def titles_in(language: str) -> Mapping[str, str]:
    """The titles of a language, by model and field. Raises InputInvalidError that names the languages there are."""
    return cast("Mapping[str, str]", language_file(_FOLDER, language, "facts have no titles in"))
