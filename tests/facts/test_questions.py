"""Questions: every fact of every shipped pack is asked for in words, and a language that lacks them says so."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator

from tenderlaw.facts.accounts import FinancialYearRecord
from tenderlaw.facts.base import Facts
from tenderlaw.facts.case import Case, case_schema
from tenderlaw.facts.catalogue import Field, field_at
from tenderlaw.facts.declared import DeclaredFact, DeclaredField
from tenderlaw.facts.models import BUILT_IN, models_with
from tenderlaw.facts.questions import LANGUAGES, Said, question_of, questions_in, with_questions
from tenderlaw.facts.records import ConvictionRecord, OperatorRecord, ProcurementRecord
from tenderlaw.facts.wording import languages_of, said_in
from tenderlaw.packs.installed import Shipped, find_packs
from tenderlaw.packs.load import read_folder
from tenderlaw.packs.model.pack import PackFile
from tenderlaw.sources.faults import InputInvalidError

ROOT = Path(__file__).parent.parent.parent
SHIPPED: tuple[Shipped, ...] = ("jurisdictions", "policies")
RECORDS = (ProcurementRecord, OperatorRecord, ConvictionRecord, FinancialYearRecord)


def held(model: type[Facts]) -> Iterator[type[Facts]]:
    """A model and every model within it."""
    seen: set[type[Facts]] = set()
    waiting = [model]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            yield one
            fields = [field_at(one, (name,)) for name in one.model_fields]
            waiting += [inner for field in fields if field for inner in (field.model, field.entries) if inner]


def built_in() -> dict[str, Field]:
    """Every built-in fact, by the model that has it and its name."""
    found: dict[str, Field] = {}
    for model in {one for root in (Case, *RECORDS) for one in held(root)}:
        for name in model.model_fields:
            owner = next(one for one in reversed(model.__mro__) if name in getattr(one, "model_fields", ()))
            field = field_at(model, (name,))
            assert field is not None
            found[f"{owner.__name__}.{name}"] = field
    return found


FACTS = built_in()


def field_of(key: str) -> Field | None:
    """The fact of a key of a file."""
    model, _, within = key.partition(".")
    holder = next((one for root in (Case, *RECORDS) for one in held(root) if one.__name__ == model), None)
    return None if holder is None else field_at(holder, tuple(within.split(".")))


def texts(said: Said) -> list[str]:
    return [said.question, *([said.help] if said.help else []), *said.words.values()]


def test_facts_are_asked_for_in_the_languages_of_letters() -> None:
    assert set(LANGUAGES) == {"en", "fr", "de", "es", "nl"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_built_in_fact_has_a_question(language: str) -> None:
    assert set(FACTS) - set(questions_in(language)) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_asks_for_a_fact_and_titles_its_words_and_no_other(language: str) -> None:
    for key, said in questions_in(language).items():
        field = field_of(key)
        assert field is not None, key
        assert set(said.words) == set(field.vocabulary or field.besides), key
        # a fact has its question in the model that declares it, not in one made from that
        assert key.count(".") > 1 or key in FACTS, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_what_english_says(language: str) -> None:
    english, other = questions_in("en"), questions_in(language)
    assert list(other) == list(english)
    for key, said in other.items():
        assert (said.help is None) is (english[key].help is None), key
        assert list(said.words) == list(english[key].words), key
        assert language == "en" or said.question != english[key].question, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_are_plain_sentences_without_names_of_facts(language: str) -> None:
    for key, said in questions_in(language).items():
        assert said.question.endswith("?"), key
        assert said.help is None or said.help.endswith("."), key
        for text in texts(said):
            assert text == text.strip(), key
            assert "_" not in text, key
            assert not re.search(r"\b(operator|procurement|entities)\.[a-z]", text), key


def test_only_what_the_authority_answers_names_codes_in_its_help() -> None:
    """A bidder reads words; a code in backticks is for the officer who fills a case in."""
    with_codes = {key for key, said in questions_in("en").items() if any("`" in one for one in texts(said))}
    assert {key.partition(".")[0] for key in with_codes} == {"Authority"}


def test_french_signs_stand_after_a_space_that_does_not_break() -> None:
    for said in questions_in("fr").values():
        for text in texts(said):
            assert not re.search(r"(^|[^\u00a0]):(\s|$)|(^|[^\u202f])[;?!](\s|$)|'", text), text


def test_a_question_is_found_by_the_path_of_a_missing_fact() -> None:
    asked = question_of("operator.linked_persons[0].convictions[1].final", "de")
    assert asked.text == "Ist das Urteil rechtskräftig, sodass kein ordentliches Rechtsmittel mehr dagegen möglich ist?"
    assert (asked.language, asked.kind, asked.choices) == ("de", "truth", ())
    assert question_of("entities[0].linked_persons[0].link_until").may_be_open
    assert question_of("procurement.lots", "fr").kind == "list"


def paths(model: type[Facts], at: str) -> Iterator[str]:
    """Every path below a place of a case, each list with one entry."""
    for name in model.model_fields:
        field, here = field_at(model, (name,)), f"{at}.{name}" if at else name
        assert field is not None
        yield here
        if inner := field.entries or field.model:
            yield from paths(inner, f"{here}[0]" if field.entries else here)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_a_case_may_hold_can_be_asked_for(language: str) -> None:
    for path in paths(Case, ""):
        assert question_of(path, language).language == language, path


def test_persons_and_companies_are_asked_for_their_own_convictions() -> None:
    assert "the company itself" in question_of("operator.convictions").text
    assert "this person" in question_of("operator.linked_persons[0].convictions").text


def test_kinds_of_answers_are_told() -> None:
    kinds = {path: question_of(path).kind for path in (
        "operator.name", "operator.country", "operator.business_in", "operator.turnover", "operator.tender",
        "operator.convictions[0].offence", "procurement.cpv_codes", "procurement.performance[0].country",
    )}  # fmt: skip
    assert list(kinds.values()) == ["text", "country", "countries", "money", "group", "offence", "words", "country"]


def test_words_to_choose_from_have_titles() -> None:
    chosen = {one.word: one.title for one in question_of("operator.convictions[0].knowledge", "nl").choices}
    assert chosen["otherwise-aware"] == "zij is er op een andere manier van op de hoogte"


def test_a_country_may_be_answered_by_what_is_none() -> None:
    asked = question_of("procurement.performance[0].country", "fr")
    assert asked.kind == "country"
    assert [one.word for one in asked.choices] == ["undetermined"]


def test_figures_are_asked_for_as_what_they_are_figures_of() -> None:
    """Whoever is asked for a turnover must know whether it is that of the company alone or of its group."""
    years = "operator.financial_years[0]"
    turnovers = [f"{years}.{of}.turnover" for of in ("own", "with_subsidiaries", "consolidated")]
    for language in LANGUAGES:
        assert len({question_of(path, language).text for path in turnovers}) == 3
    assert question_of(f"{years}.year_before.own.turnover").text == question_of(turnovers[0]).text


def test_a_language_that_lacks_a_question_says_it_in_english() -> None:
    asked = question_of("operator.convictions[0].source", "it")
    assert (asked.language, asked.text) == ("en", "Was this declared by the company, or verified by the authority?")
    assert {one.language for one in asked.choices} == {"en"}


def test_a_declared_fact_brings_its_question_along() -> None:
    vessel = {"en": "What kind of vessel is it?", "de": "Um welches Schiff handelt es sich?"}
    fact = DeclaredFact.model_validate({
        "name": "vessel", "of": "operator", "kind": "code", "title": "Kind of vessel", "question": vessel,
        "words": [{"id": "tug", "title": {"en": "a tug", "de": "ein Schlepper"}}, {"id": "other", "title": "another"}],
    })  # fmt: skip
    models = models_with([fact])
    asked = question_of("operator.vessel", "de", models)
    assert (asked.text, asked.language) == (vessel["de"], "de")
    assert [(one.title, one.language) for one in asked.choices] == [("ein Schlepper", "de"), ("another", "en")]
    assert question_of("operator.vessel", "fr", models).language == "en"


def test_a_declared_fact_without_a_question_is_asked_for_by_its_title() -> None:
    fact = DeclaredFact.model_validate({"name": "draught", "of": "operator", "kind": "number", "title": "Draught"})
    assert question_of("operator.draught", "en", models_with([fact])).text == "Draught"


@pytest.mark.parametrize("path", ["operator.nothing", "nobody", "procurement.lots[0].nothing"])
def test_a_path_that_leads_to_no_fact_is_refused(path: str) -> None:
    with pytest.raises(InputInvalidError, match=re.escape(f"`{path}` leads to no fact")):
        question_of(path, "en", BUILT_IN)


def test_a_language_without_questions_names_those_there_are() -> None:
    with pytest.raises(InputInvalidError, match="known: de, en, es, fr, nl"):
        questions_in("it")


def test_the_schema_of_a_case_asks_for_every_fact() -> None:
    fact = DeclaredFact.model_validate({
        "name": "draught", "of": "operator", "kind": "number", "title": "Draught", "question": "How deep does it lie?",
    })  # fmt: skip
    schema = with_questions(case_schema(models_with([fact]).case))
    assert Draft202012Validator.check_schema(schema) is None
    models = {"Case": schema, **cast("dict[str, dict[str, Any]]", schema["$defs"])}
    asked = {
        f"{model}.{name}": one.get("x-question")
        for model, held in models.items()
        for name, one in cast("dict[str, dict[str, Any]]", held["properties"]).items()
    }
    assert [fact for fact, question in asked.items() if not question] == []
    assert asked["EconomicOperator.draught"] == "How deep does it lie?"
    assert asked["Conviction.final"] == question_of("operator.convictions[0].final").text


def test_decisions_read_no_questions() -> None:
    """They are for whoever asks: a decision starts as fast without them."""
    program = """
import datetime, pathlib, tenderlaw
from tenderlaw.facts.questions import question_of, questions_in
case = tenderlaw.load_case(pathlib.Path("examples/trafficking-conviction/case.yaml"))
tenderlaw.decide(case, as_of=datetime.date(2026, 2, 1), packs=["eu-2014-24"])
print(questions_in.cache_info().currsize)
question_of("operator.country", "nl")
print(questions_in.cache_info().currsize)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "0\n2\n"


def declared_by_packs() -> dict[str, PackFile]:
    """Every shipped pack that declares facts, as it is written."""
    folders = {name: folder for where in SHIPPED for name, folder in find_packs((), where).items()}
    files = {name: folder for name, folder in folders.items() if (folder / "facts.yaml").is_file()}
    return {name: PackFile.model_validate(read_folder(folder)[0]) for name, folder in files.items()}


PACKS = declared_by_packs()


def declared(pack: PackFile) -> Iterator[tuple[str, DeclaredField]]:
    """Every fact that a pack declares, with those within groups and lists."""
    for one in pack.facts:
        yield one.path, one
        yield from ((f"{one.path}.{field.name}", field) for field in one.fields)


def words_of(field: DeclaredField) -> list[str]:
    return [
        field.title,
        field.question or "",
        *([field.help] if field.help else []),
        *(word.title for word in field.words),
    ]


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_what_shipped_packs_declare_is_asked_for_in_english_french_german_and_the_laws_own_language(
    pack: PackFile,
) -> None:
    """A pack that asks for one fact in a further language asks for all of them in it."""
    texts = [(path, text) for path, field in declared(pack) for text in words_of(field)]
    languages = {"en", "fr", "de"}.union(*(languages_of(text) for _, text in texts))
    languages |= {pack.language} if pack.language else set()
    assert [(path, text) for path, text in texts if not languages <= languages_of(text)] == []


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_questions_of_shipped_packs_are_questions(pack: PackFile) -> None:
    for path, field in declared(pack):
        for language in languages_of(field.question or ""):
            assert said_in(field.question or "", language).endswith("?"), (path, language)


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_french_signs_of_what_packs_declare_stand_after_a_space_that_does_not_break(pack: PackFile) -> None:
    for path, field in declared(pack):
        for text in words_of(field):
            said = said_in(text, "fr")
            if "fr" in languages_of(text):
                assert not re.search(r"(^|[^\u00a0]):(\s|$)|(^|[^\u202f])[;?!](\s|$)|'", said), (path, said)


def test_packs_that_declare_one_fact_ask_for_it_alike() -> None:
    """Whichever of them is read first, a person is asked the same."""
    asked: dict[str, list[list[str]]] = {}
    for pack in PACKS.values():
        for path, field in declared(pack):
            said = [said_in(text, language) for text in words_of(field) for language in sorted(languages_of(text))]
            asked.setdefault(path, []).append(said)
    assert [path for path, said in asked.items() if any(one != said[0] for one in said)] == []
