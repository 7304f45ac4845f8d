"""A letter names one offence, not the list in which it stands: each title says by itself what the offence is."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tenderlaw.facts.wording import languages_of, said_in
from tenderlaw.packs.installed import load_packs
from tenderlaw.packs.model.pack import Offence

LEANING = {
    "en": r"the same|such|these|those|ditto|(ancillary|related) to (it|them)|thereof|thereto|therein|so punished|"
    r"the (former|latter)|of (it|them)\b(?! or for)",
    "de": r"dazu|hierzu|daran|hieran|davon|hiervon|dabei|hierbei|dafür|dagegen|der-?selben?|des-?selben|die-?selben?|"
    r"das-?selbe|dessen|deren|solche[nrsm]?|(vor|letzt|erst)genannte[nrs]?|diese[nrsm]?|jene[nrsm]?|so geahndet",
    "fr": r"le même|la même|les mêmes|du même|de la même|des mêmes|celui-ci|celle-ci|ceux-ci|celles-ci|ledit|ladite|"
    r"lesdites|dudit|une telle|un tel|de telles|de tels|ci-dessus|susvisée?s?|précitée?s?|y afférente?s?",
    "es": r"el mismo|la misma|los mismos|las mismas|dich[oa]s?|est[aeo]s?|es[aeo]s?|ell[oa]s?|tal(es)?|citad[oa]s?|"
    r"anterior(es)?|del mismo|de la misma",
    "nl": r"dezelfde|hetzelfde|daarvan|hiervan|daartoe|hiertoe|daaraan|hieraan|daarbij|ervan|ertoe|zulke?|dergelijke?|"
    r"deze|dit|die ervan|voornoemde?|genoemde",
}
"""Words by which a title leans on what stands before it."""


@cache
def offences() -> list[tuple[str, Offence]]:
    return [(pack, one) for pack, typed in load_packs().items() for one in typed.pack.offences]


@pytest.mark.parametrize("language", LEANING)
def test_no_title_of_an_offence_leans_on_the_one_before_it(language: str) -> None:
    leaning = re.compile(rf"\b({LEANING[language]})\b", re.IGNORECASE)
    found = {
        f"{pack} {one.id}: {said_in(one.title, language)}"
        for pack, one in offences()
        if language in languages_of(one.title) and leaning.search(said_in(one.title, language))
    }
    assert found == set()


def test_no_title_of_an_offence_tells_how_to_fill_in_a_case() -> None:
    assert [one.id for _, one in offences() if "`" in one.title or "enter it" in one.title] == []


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "The same, with a fine of EUR 2 500 or more"),
        ("en", "An offence ancillary to it"),
        ("de", "Derselbe, mit einer Geldbuße unter 2 500 Euro"),
        ("de", "Beihilfe hierzu"),
        ("fr", "Une telle infraction de droit français"),
        ("es", "Complicidad en dicho delito"),
        ("nl", "Medeplichtigheid daaraan"),
    ],
)
def test_titles_that_lean_are_known_as_such(language: str, title: str) -> None:
    assert re.search(rf"\b({LEANING[language]})\b", title, re.IGNORECASE)
