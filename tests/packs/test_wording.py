"""Words of a law in several languages: English wherever none is asked for, and where one is missing."""

from __future__ import annotations

import copy
import pickle
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tenderlaw.cli.app import app
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.installed import installed_duties
from tenderlaw.facts.wording import (
    VERB_LAST,
    Wording,
    also_said,
    forms_of,
    languages_of,
    said_in,
    subordinate_in,
    with_cite,
)
from tenderlaw.packs.installed import load_packs
from tenderlaw.packs.own_language import letters_in, unsaid
from tenderlaw.sources.faults import PackInvalidError

TEXT = Wording({"en": "Forced labour", "de": "Zwangsarbeit"})


def test_a_text_is_english_unless_another_language_is_asked_for_and_has_it() -> None:
    assert TEXT == "Forced labour"
    assert [said_in(TEXT, language) for language in ("en", "de", "fr")] == ["Forced labour", "Zwangsarbeit", TEXT]
    assert said_in("Fraud", "de") == "Fraud"
    assert languages_of(TEXT) == {"en", "de"}
    assert languages_of("Fraud") == {"en"}
    assert also_said(TEXT, {"fr": "Travail forcé"}).others == {"de": "Zwangsarbeit", "fr": "Travail forcé"}


def test_copies_of_a_text_know_its_languages() -> None:
    for one in (pickle.loads(pickle.dumps(TEXT)), copy.deepcopy(TEXT), copy.copy(TEXT)):  # noqa: S301
        assert (one, said_in(one, "de")) == (TEXT, "Zwangsarbeit")


def test_a_citation_stands_behind_a_text_in_each_of_its_languages() -> None:
    cited = with_cite(TEXT, "art. 4")
    assert (str(cited), said_in(cited, "de")) == ("Forced labour (art. 4)", "Zwangsarbeit (art. 4)")


CONVICTED = Wording(
    {"en": "is convicted", "de": {"main": "ist verurteilt", "subordinate": "verurteilt ist"}, "nl": "is veroordeeld"}
)


def test_a_statement_has_a_form_for_each_kind_of_clause_where_a_language_needs_them() -> None:
    assert (said_in(CONVICTED, "de"), subordinate_in(CONVICTED, "de")) == ("ist verurteilt", "verurteilt ist")
    assert (said_in(CONVICTED, "en"), subordinate_in(CONVICTED, "en")) == ("is convicted", "is convicted")
    assert forms_of(CONVICTED, "de") == forms_of(CONVICTED, "en") == {"main", "subordinate"}
    assert (forms_of(CONVICTED, "nl"), forms_of(CONVICTED, "fr")) == ({"main"}, frozenset())
    assert subordinate_in(copy.deepcopy(CONVICTED), "de") == "verurteilt ist"


PACK = """
id: own
title: {title}
version: "1"
language: de
in_force: {{from: 2014-01-01, by: [as_of], cite: art. 1}}
counting: {{event_day: counted, cite: art. 2}}
scope: {{role: tenderer}}
scope_cite: art. 3
offences:
  - {{id: fraud, title: {offence}, cite: art. 4}}
"""


def loaded(folder: Path, title: str, offence: str = "Fraud") -> list[str]:
    (folder / "own").mkdir(exist_ok=True)
    (folder / "own" / "pack.yaml").write_text(PACK.format(title=title, offence=offence), "utf-8")
    return list(unsaid(load_packs(["own"], [folder])["own"].pack))


def test_what_the_laws_own_language_lacks_is_told(tmp_path: Path) -> None:
    assert loaded(tmp_path, "{en: Law, de: Gesetz}", "{en: Fraud, de: Betrug}") == []
    assert loaded(tmp_path, "Law") == [
        "the title of the pack: no words in `de`",
        "the title of `fraud` among the offences: no words in `de`",
    ]


RULES = """
lifts:
  - id: paid
    title: {en: Paid, de: Gezahlt}
    cite: art. 5
    state: cured
    needs: it has paid
    when: {role: tenderer}
grounds:
  - id: guilt
    title: {en: Guilt, de: Schuld}
    cite: art. 6
    statement: {en: is guilty, de: ist schuldig}
    obligation: mandatory
    effect: must_exclude
    when: {role: tenderer}
    lifted_by: [paid]
roles:
  - {role: tenderer, consequence: exclusion, cite: art. 7}
  - {role: subcontractor, consequence: replacement, cite: art. 7, requirement: Another subcontractor}
requirements:
  - {id: papers, title: {en: Papers, de: Unterlagen}, cite: art. 8, obligation: mandatory, follows: record,
     when: {role: tenderer}, cure: it hands them in}
"""
WORDS = """
words:
  - language: de
    lifts: {paid: {needs: das Unternehmen gezahlt hat}}
    grounds: {guilt: {statement: {main: ist schuldig, subordinate: schuldig ist}}}
    roles: {subcontractor: {requirement: Ein anderer Unterauftragnehmer}}
    requirements: {papers: {cure: das Unternehmen sie vorlegt}}
"""


def test_what_letters_need_is_asked_for_in_every_form_that_the_language_needs(tmp_path: Path) -> None:
    said = "{en: Law, de: Gesetz}", "{en: Fraud, de: Betrug}"
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "rules.yaml").write_text(RULES, "utf-8")
    assert loaded(tmp_path, *said) == [
        "the statement of `guilt` among the grounds: no form for a subordinate clause in `de`",
        "the needs of `paid` among the lifts: no words in `de`",
        "the cure of `papers` among the requirements: no words in `de`",
        "the requirement of `subcontractor` among the roles: no words in `de`",
    ]
    assert letters_in(load_packs(["own"], [tmp_path])["own"].pack) == {"en"}

    (tmp_path / "own" / "words-de.yaml").write_text(WORDS, "utf-8")
    assert loaded(tmp_path, *said) == []
    pack = load_packs(["own"], [tmp_path])["own"].pack
    assert letters_in(pack) == {"en", "de"}
    assert (pack.lifts[0].needs, said_in(pack.lifts[0].needs, "de")) == ("it has paid", "das Unternehmen gezahlt hat")
    assert said_in(pack.grounds[0].title, "de") == "Schuld"


def test_why_a_person_must_look_is_asked_for_and_no_letter_waits_for_it(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    review = "reviews: [{id: look, cite: art. 9, reason: Look at it., when: {role: tenderer}}]\n"
    presumed = "presumptions: [{fact: tenders_alone, is: true, cite: art. 9, reason: Most do.}]\n"
    (tmp_path / "own" / "reviews.yaml").write_text(review + presumed, "utf-8")
    said = "{en: Law, de: Gesetz}", "{en: Fraud, de: Betrug}"
    assert loaded(tmp_path, *said) == [
        "the reason of `look` among the reviews: no words in `de`",
        "the reason of `tenders_alone` among the presumptions: no words in `de`",
    ]
    assert letters_in(load_packs(["own"], [tmp_path])["own"].pack) == {"en", "de"}
    reasons = "reviews: {look: {reason: Es ist zu prüfen.}}, presumptions: {tenders_alone: {reason: So ist es meist.}}"
    words = f"words: [{{language: de, {reasons}}}]"
    (tmp_path / "own" / "words-de.yaml").write_text(words, "utf-8")
    assert loaded(tmp_path, *said) == []


def test_a_language_with_a_file_of_words_lacks_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "words-fr.yaml").write_text("words: [{language: fr}]", "utf-8")
    assert loaded(tmp_path, "{en: Law, de: Gesetz}", "{en: Fraud, de: Betrug}") == [
        "the title of the pack: no words in `fr`",
        "the title of `fraud` among the offences: no words in `fr`",
    ]


LAYER = """
id: layer
title: {en: Layer, de: Landesgesetz}
version: "1"
extends: own
language: de
"""


def test_a_layer_is_asked_for_its_own_words_alone_and_letters_for_inherited_ones_too(tmp_path: Path) -> None:
    loaded(tmp_path, "{en: Law, de: Gesetz}")
    (tmp_path / "layer").mkdir()
    (tmp_path / "layer" / "pack.yaml").write_text(LAYER, "utf-8")
    packs = load_packs(["own", "layer"], [tmp_path])
    assert list(unsaid(packs["layer"].pack, (packs["own"].pack,))) == []
    assert letters_in(packs["layer"].pack) == {"en"}

    words = "words: [{language: de, offences: {fraud: {title: Betrug}}}]"
    (tmp_path / "layer" / "words-de.yaml").write_text(words, "utf-8")
    packs = load_packs(["own", "layer"], [tmp_path])
    assert letters_in(packs["layer"].pack) == {"en", "de"}
    assert letters_in(packs["own"].pack) == {"en"}


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("{de: Gesetz}", "words in several languages have `en` among them"),
        ("{en: Law, german: Gesetz}", "`german` is not the code of a language (ISO 639), such as `de`"),
        ("{en: Law, de: 5}", "`5` must be text"),
        ('{en: Law, de: ""}', "must be text of 1 to 10,000 characters"),
    ],
)
def test_a_fault_in_a_text_is_told_with_its_place(tmp_path: Path, title: str, said: str) -> None:
    with pytest.raises(PackInvalidError) as refused:
        loaded(tmp_path, title)
    assert said in str(refused.value)
    assert "pack.yaml:3:8: title" in str(refused.value)


def test_shipped_packs_say_everything_in_the_language_they_name() -> None:
    packs = {regime.id: regime.typed.pack for regime in (*installed_regimes(), *installed_duties())}
    for pack in packs.values():
        assert list(unsaid(pack, tuple(packs[name] for name in pack.layers[:-1] if name in packs))) == [], pack.id
        assert {"en", *filter(None, (pack.language,))} <= letters_in(pack), pack.id
    assert letters_in(packs["eu-2014-24"]) == {"en", "fr", "de", "es", "nl"}
    told = {pack.id: pack.language for pack in packs.values() if pack.language}
    assert told == {
        "de-gwb": "de", "fr-ccp": "fr", "nl-aw2012": "nl", "fr-vigilance": "fr", "nl-wzk": "nl", "ch-ddtro": "de",
        "no-apenhetsloven": "nb", "ca-s211": "fr", "ca-isp": "fr",
        "ch-boeb": "de",
    }  # fmt: skip
    assert letters_in(packs["ch-ddtro"]) == {"en", "de", "fr"}


def test_statements_of_shipped_packs_put_the_verb_where_the_kind_of_clause_has_it() -> None:
    for regime in installed_regimes():
        for ground in regime.typed.pack.grounds:
            for language in VERB_LAST & letters_in(regime.typed.pack):
                main, subordinate = said_in(ground.statement, language), subordinate_in(ground.statement, language)
                verb = main.split()[0]
                assert set(re.findall(r"\w+", main)) == set(re.findall(r"\w+", subordinate)), ground.id
                assert subordinate.split()[0] != verb, ground.id


@pytest.mark.parametrize(
    "text", ["{en: Fraud, de: {main: ist}}", "{en: Fraud, de: {main: ist, sub: ist}}", "{en: Fraud, de: [ist]}"]
)
def test_a_text_in_two_forms_names_both(tmp_path: Path, text: str) -> None:
    with pytest.raises(PackInvalidError, match=r"two forms|must be text"):
        loaded(tmp_path, "Own", text)


def test_a_layer_says_what_it_inherits_in_its_own_language() -> None:
    (ground,) = [one for one in load_packs(["de-gwb"])["de-gwb"].pack.grounds if one.id == "corruption"]
    assert (str(ground.title), said_in(ground.title, "de")) == ("Corruption", "Bestechung und Bestechlichkeit")


def test_the_catalogue_of_offences_speaks_the_language_that_is_asked_for() -> None:
    told = CliRunner().invoke(app, ["offences", "de-gwb", "--language", "de"]).output
    assert "stgb-232b: Zwangsarbeit, § 232b StGB" in told
    assert "stgb-232b: Forced labour, § 232b StGB" in CliRunner().invoke(app, ["offences", "de-gwb"]).output


def test_what_a_remedy_says_is_said_in_the_laws_own_language(tmp_path: Path) -> None:
    remedy = (
        "{id: court, kind: review, title: {en: Review, de: Nachprüfung}, cite: sec. 1, says: SAID, in: [exclusion]}"
    )
    pack = PACK.format(title="{en: Law, de: Gesetz}", offence="{en: Fraud, de: Betrug}")
    (tmp_path / "own").mkdir()
    for said, lacking in (("You may.", ["what `court` says among the remedies: no words in `de`"]),
                          ("{en: You may., de: Sie können.}", [])):  # fmt: skip
        text = f"{pack}\nremedies: [{remedy.replace('SAID', said)}]\n"
        (tmp_path / "own" / "pack.yaml").write_text(text, "utf-8")
        assert list(unsaid(load_packs(["own"], [tmp_path])["own"].pack)) == lacking
