"""Whatever any shipped pack may ask has a question, and words to choose from, in every language of the pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tenderlaw.decisions.cases import models_of, models_of_any
from tenderlaw.decisions.installed import installed_duties, installed_policies, installed_regimes
from tenderlaw.facts.base import Facts
from tenderlaw.facts.catalogue import field_at
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.questions import question_of
from tenderlaw.interview.phrases import LANGUAGES
from tenderlaw.interview.reading import READERS
from tenderlaw.packs.facts_asked import facts_asked

MODELS: FactModels = models_of_any(())


def paths(model: type[Facts], at: str) -> Iterator[str]:
    """Every path below a place of a case, those of facts that packs declare among them; each list with one entry."""
    for name in model.model_fields:
        field, here = field_at(model, (name,)), f"{at}.{name}" if at else name
        assert field is not None
        yield here
        if inner := field.entries or field.model:
            yield from paths(inner, f"{here}[0]" if field.entries else here)


PATHS = tuple(dict.fromkeys(paths(MODELS.case, "")))


def test_packs_declare_facts_of_their_own() -> None:
    assert sum(MODELS.declared_at(path) is not None for path in PATHS) > 200


def test_whatever_a_rule_of_a_shipped_pack_reads_is_asked_for_in_words_of_that_pack_alone() -> None:
    everybody = (*installed_regimes(), *installed_duties(), *installed_policies())
    assert {one.kind for one in everybody} == {"regime", "duties", "policy"}
    for one in everybody:
        models = models_of([one])
        for path in facts_asked(one.typed):
            assert [question_of(path, each, models).language for each in LANGUAGES] == list(LANGUAGES), (one.id, path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_of_every_shipped_pack_is_asked_for_in_words(language: str) -> None:
    for path in PATHS:
        asked = question_of(path, language, MODELS)
        assert asked.language == language, path
        assert {one.language for one in asked.choices} <= {language}, path
        assert asked.kind in READERS, path
        assert asked.text, path
