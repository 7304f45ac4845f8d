"""Names: whoever a list may name is found, however the name is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenderlaw.interop.names import name_keys

SAME = [
    ("PEANUT WORKS, LLC", "Peanut Works LLC"),
    ("SOCIETE GENERAL DE TRAVAUX", "Société General de Travaux"),
    ("Peanut Works L.L.C.", "Works Peanut"),
    ("Peanut Works Incorporated", "PEANUT WORKS INC."),
    ("Peanut Works Ltd", "Peanut Works GmbH"),
    ("Peanut-Works", "PeanutWorks"),
    ("Müller GmbH & Co. KG", "Mueller GmbH"),
    ("Müller", "Мюллер"),
    ("Straße AG", "STRASSE ag"),
    ("Ørsted A/S", "Oersted"),
    ("Łódź Sp. z o.o.", "Lodz"),
    ("ПАО «Газпром»", "Gazprom PAO"),
    ("ООО Ромашка", "Romashka"),
    ("Юлия Иванова", "Ivanova, Yulia"),
    ("Ακμή Α.Ε.", "AKMI S.A."),
    ("АСМЕ", "ACME"),  # the letters of another script that look alike
    ("ＯＡＫ ltd", "Oak"),
    ("华为技术有限公司", "Huawei Jishu Youxian Gongsi"),
    ("トヨタ株式会社", "Toyota"),
    ("O'Brien Ltd", "O Brien Limited"),
    ("O’Brien", "OBrien"),
    ("Smith & Sons", "Smith and Sons Ltd"),
    ("João & Filhos, Lda.", "Joao e Filhos"),
    ("A.B.C. Works", "ABC Works"),
    ("Acme d/b/a Peanut Works", "Peanut Works, Inc."),
    ("Acme (formerly known as Peanut Works Ltd)", "Peanut Works"),
    ("ACME LTD.*123", "Acme Limited"),
    ("Oak, Ann B.", "Dr. Ann B. Oak"),
    ("Acme S.A. de C.V.", "ACME"),
    ("Oak Aktiebolag", "AB Oak"),
    ("The Company Ltd", "Company"),
    ("SPA S.p.A.", "Spa"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_a_difference_of_writing_hides_nobody(one: str, other: str) -> None:
    assert set(name_keys(one)) & set(name_keys(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Oak", "Elm"),
        ("Acme North", "Acme South"),
        ("Cedar 1 Ltd", "Cedar 2 Ltd"),
        ("Route 11", "Route 1"),
        ("Peanut Works", "Peanut"),
        ("Ann Oak", "Ann Elm"),
    ],
)
def test_other_names_stay_others(one: str, other: str) -> None:
    assert not set(name_keys(one)) & set(name_keys(other))


@pytest.mark.parametrize("name", ["", " ", "—", "...", "'"])
def test_what_has_no_letter_is_no_name(name: str) -> None:
    assert name_keys(name) == ()


words = st.lists(st.sampled_from(("Acorn", "Birch", "Société", "Zürich", "Nord", "42", "Ørn", "Общество")),
                 min_size=1, max_size=4, unique=True)  # fmt: skip
PLAIN = {"Société": "Societe", "Zürich": "Zuerich", "Ørn": "Oern", "Общество": "Obshchestvo"}


@given(
    words=words,
    order=st.randoms(use_true_random=False),
    form=st.sampled_from(("", "Ltd", "L.L.C.", "S.A.", "GmbH")),
    mark=st.sampled_from((" ", ", ", " - ", ". ")),
    upper=st.booleans(),
    plain=st.booleans(),
)
def test_order_punctuation_accents_case_and_legal_form_never_hide_a_name(
    words: list[str], order: object, form: str, mark: str, upper: bool, plain: bool
) -> None:
    other = [PLAIN.get(word, word) if plain else word for word in words]
    order.shuffle(other)  # type: ignore[attr-defined]
    text = mark.join([*other, *([form] if form else [])])
    assert set(name_keys(" ".join(words))) & set(name_keys(text.upper() if upper else text))


@given(st.text(max_size=60))
def test_any_text_has_an_answer_and_finds_itself(text: str) -> None:
    keys = name_keys(text)
    assert keys == name_keys(text)
    assert all(key.startswith(("name:", "name=")) for key in keys)
