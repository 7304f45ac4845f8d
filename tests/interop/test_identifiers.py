"""Numbers: one form however they are written, checked by their own register, and none where none is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenderlaw.interop.identifiers import asked_keys, key_of, known_as, valid_key
from tenderlaw.interop.numbers import plain
from tenderlaw.interop.schemes import scheme_of

Written = tuple[str, str, str | None]

ONE_NUMBER: dict[str, tuple[Written, ...]] = {
    "vat:CH:109298651": (
        ("vat", "CHE-109.298.651 TVA", "CH"),
        ("vat", "CHE-109.298.651 MWST", "CH"),
        ("vat", "CHE-109.298.651 IVA", "CH-GE"),
        ("vat", "CHE 109 298 651", "CH"),
        ("vat", "che109298651tva", "FR"),
        ("vat", "109.298.651", "CH"),
        ("mwst", "CHE-109.298.651", None),
    ),
    "vat:GB:980780684": (
        ("vat", "GB 980 7806 84", "GB"),
        ("vat", "XI980780684", "GB-NIR"),
        ("vat", "XI 980 7806 84", "XI"),
        ("vat", "980780684", "GB-SCT"),
        ("vat", "VAT Reg. No. GB980780684", "FR"),
        ("VIES", "GB980780684", None),
    ),
    "vat:NO:995525828": (
        ("vat", "NO 995 525 828 MVA", "NO"),
        ("vat", "995525828MVA", "NO"),
        ("vat", "NO995525828MVA", "SE"),
        ("vat", "995 525 828", "NO"),
    ),
    "vat:GR:94259216": (
        ("vat", "EL 094259216", "GR"),
        ("vat", "EL094259216", "FR"),
        ("vat", "GR094259216", "GR"),
        ("vat", "94259216", "GR"),
        ("vat", "094259216", "EL"),
    ),
    "vat:BE:403019261": (
        ("vat", "BE 0403.019.261", "BE"),
        ("vat", "BE403019261", "FR"),
        ("vat", "0403019261", "BE"),
        ("vat", "TVA BE 0403.019.261", "BE"),
    ),
    "vat:DE:136695976": (
        ("vat", "DE136695976", None),
        ("vat", "USt-IdNr. DE 136 695 976", "AT"),
        ("vat", "１３６６９５９７６", "DE"),
        ("eu-vat", "DE 136.695.976", None),
    ),
    "national-register:GB:SC12345": (
        ("national-register", "SC012345", "GB"),
        ("national-register", "sc12345", "GB-SCT"),
        ("gb-coh", "SC 012345", None),
        ("companies-house", "SC012345", "GB"),
    ),
    "national-register:GB:12345": (
        ("national-register", "00012345", "GB"),
        ("company-number", "12345", "GB"),
        ("national-register", "Company No. 12345", "GB"),
        ("national-register", "١٢٣٤٥", "GB"),
    ),
    "national-register:FR:732829320": (
        ("national-register", "732 829 320", "FR"),
        ("siren", "732829320", "FR-75"),
        ("national-register", "732 829 320 00074", "FR"),
        ("national-register", "SIREN 732.829.320", "FR"),
    ),
    "national-register:NO:995525828": (
        ("national-register", "995 525 828", "NO"),
        ("national-register", "NO 995 525 828 MVA", "NO"),
        ("no-brc", "995525828", "SE"),
    ),
    "national-register:AT:122119M": (
        ("national-register", "FN 122119m", "AT"),
        ("national-register", "122119 M", "AT"),
    ),
    "national-register:DE:AACHENHRA11223": (
        ("national-register", "Aachen HRA 11223", "DE"),
        ("national-register", "HRA 11223 Aachen", "DE"),
        ("national-register", "Amtsgericht Aachen, HRA 11223", "DE-NW"),
    ),
    "national-register:US-DE:2071354": (
        ("national-register", "2071354", "US-DE"),
        ("national-register", "2,071,354", "US-DE"),
    ),
    "lei::213800KUD8LAJWSQ9D15": (("lei", "2138-00KU D8LA JWSQ 9D15", None), ("xi-lei", "213800kud8lajwsq9d15", "FR")),
    "uei::QWKZ4T8N2LM5": (("uei", "qwkz-4t8n-2lm5", None), ("us-sam", "QWKZ4T8N2LM5", "US")),
}


@pytest.mark.parametrize(("key", "written"), [(key, one) for key, each in ONE_NUMBER.items() for one in each])
def test_a_number_has_one_form_however_it_is_written(key: str, written: Written) -> None:
    assert valid_key(*written) == key
    assert key_of(*written) == key
    assert key in asked_keys(*written)


@given(
    written=st.sampled_from([one for each in ONE_NUMBER.values() for one in each]),
    marks=st.lists(st.sampled_from((" ", ".", "-", "/", "\u00a0", "")), min_size=40, max_size=40),
    lower=st.booleans(),
)
def test_punctuation_spaces_and_case_never_matter(written: Written, marks: list[str], lower: bool) -> None:
    scheme, value, country = written
    if "Aachen" in value:
        return  # the name of a court is a word
    spread = "".join(f"{letter}{mark}" for letter, mark in zip(plain(value), marks, strict=False))
    assert key_of(scheme, spread.lower() if lower else spread, country) == key_of(*written)


PLACEHOLDERS = (
    "n/a", "N/A", "N.A.", "n / a", "na", "none", "None", "nil", "null", "pending", "PENDING 2024", "unknown",
    "unknown (1)", "-", "--", ".", "0", "00000000", "000-000-000", "x", "XXXX", "tbc", "TBD", "to be confirmed: tbc",
    "not applicable", "Not available 0", "not assigned yet (3)", "applied for 2024", "see annex: pending 1", "néant",
    "keine", "sans", "exempt", "confidential 1", "Awaiting number 12", "N-A 12",
)  # fmt: skip


@pytest.mark.parametrize("value", PLACEHOLDERS)
@pytest.mark.parametrize("scheme", ["vat", "national-register", "lei", "other-scheme"])
def test_what_stands_where_no_number_is_known_is_no_number(scheme: str, value: str) -> None:
    for country in ("GB", "US-DE", None):
        assert key_of(scheme, value, country) is None
        assert valid_key(scheme, value, country) is None
        assert not asked_keys(scheme, value, country)
        assert not known_as(scheme, value, country)


@pytest.mark.parametrize("value", ["123456", "12345678", "99999999", "111111", "87654321"])
def test_a_number_that_somebody_made_up_is_nobodys(value: str) -> None:
    assert valid_key("national-register", value, "GB") is None
    assert key_of("national-register", value, "GB") is not None


@pytest.mark.parametrize(
    ("value", "country"),
    [
        ("2071354", "US"),  # which state's
        ("1234509", "CA"),
        ("HRB 11223", "DE"),  # which court's
        ("8812345", "NG"),  # of whose register nothing is known
        ("732829321", "FR"),  # fails its check
        ("SC1234567890", "GB"),  # has no form of its register
        ("2071354", None),
    ],
)
def test_a_number_without_a_check_counts_within_its_own_register_alone(value: str, country: str | None) -> None:
    assert valid_key("national-register", value, country) is None


@pytest.mark.parametrize(
    ("of_entry", "of_operator", "may_be_one"),
    [
        (("national-register", "2071354", "US-DE"), ("national-register", "2071354", "US-TX"), False),
        (("national-register", "2071354", "US-DE"), ("national-register", "2071354", "US"), True),
        (("national-register", "2071354", "US"), ("national-register", "2071354", "US-TX"), True),
        (("national-register", "2071354", None), ("national-register", "2071354", "US-TX"), True),
        (("national-register", "2071354", "US-DE"), ("national-register", "2071354", None), True),
        (("national-register", "1234567", "CA-BC"), ("national-register", "1234567", "CA-ON"), False),
        (("national-register", "77123456", "DE"), ("national-register", "77123456", "FR"), False),
        (("tax-number", "DE136695976", None), ("vat", "136695976", "DE"), True),
        (("vat", "DE136695976", None), ("unstated", "DE136695976", None), True),
        (("vat", "DE136695976", None), ("unstated", "136695976", "DE"), True),
        (("national-register", "995525828", "NO"), ("vat", "NO995525828MVA", "NO"), True),
        (("national-register", "995525828", "NO"), ("ein", "995525828", "US"), False),
        (("uei", "QWKZ4T8N2LM5", None), ("unstated", "QWKZ4T8N2LM5", "US"), True),
        (("national-register", "1234", "NG"), ("tax-number", "1234", "NG"), False),  # so short that many have it
    ],
)
def test_the_same_number_is_a_reason_to_look_unless_it_is_of_another_place(
    of_entry: Written, of_operator: Written, may_be_one: bool
) -> None:
    assert bool(known_as(*of_entry) & set(asked_keys(*of_operator))) is may_be_one


letters = st.text(st.characters(categories=("L",)), min_size=2, max_size=6)


@given(first=letters, second=letters, digits=st.integers(10_000, 99_999))
def test_numbers_that_differ_in_a_letter_of_any_script_differ(first: str, second: str, digits: int) -> None:
    one, other = f"{first}{digits}", f"{second}{digits}"
    alike = known_as("other", one, "FR") & set(asked_keys("other", other, "FR"))
    assert not alike or plain(one) == plain(other) or not (plain(first).isalpha() and plain(second).isalpha())


@given(st.text(max_size=30), st.sampled_from(("vat", "national-register", "lei", "uei", "other")),
       st.sampled_from((None, "GB", "US-TX", "DE", "CH", "FR", "MX", "NO", "ZZ")))  # fmt: skip
def test_any_text_has_an_answer_and_what_is_valid_is_what_is_compared(text: str, scheme: str, home: str | None) -> None:
    valid = valid_key(scheme, text, home)
    assert valid is None or (valid == key_of(scheme, text, home) and valid in asked_keys(scheme, text, home))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("VIES",), "vat"),
        ((None, "VIES"), "vat"),
        (("unstated", "vies"), "vat"),
        (("VAT",), "vat"),
        (("EU VAT",), "vat"),
        (("eu:vat",), "vat"),
        (("DE:VAT",), "vat"),
        (("Tva",), "vat"),
        (("USt-IdNr.",), "vat"),
        (("LEI",), "lei"),
        (("XI-LEI",), "lei"),
        (("US-SAM",), "uei"),
        (("Unique Entity ID (SAM)",), "uei"),
        (("GB-COH",), "national-register"),
        (("national",), "national-register"),
        (("EUID",), "bris"),
        (("DUNS",), "duns"),
        (("unstated",), None),
        (("", None), None),
        (("Umsatz",), None),
    ],
)
def test_a_scheme_goes_by_many_words(words: tuple[str | None, ...], expected: str | None) -> None:
    assert scheme_of(*words) == expected
