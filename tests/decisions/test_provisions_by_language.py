"""Provisions of Union law stand in a letter as its language cites them; the law of a State in its own form."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenderlaw.decisions.sentences.provisions import LANGUAGES, names_no_law, provision_in, provisions_in
from tenderlaw.packs.installed import load_packs
from tenderlaw.packs.model.pack import Pack
from tenderlaw.packs.own_language import letters_in

ENGLISH = re.compile(
    r"\b(subparagraphs?|paragraphs?|first|second|third|fourth|last|and|or|to|in force|up to|from|until|Annex|annex"
    r"|Regulation|Framework|Decision|as amended|which|by|outside|rules|Schedule|Sch|paras?|regs?)\b"
)


def cites_in_letters(pack: Pack) -> Iterator[str]:
    """Every citation that a letter under a pack may show."""
    for name in ("grounds", "lifts", "requirements", "remedies"):
        yield from (one.cite for one in getattr(pack, name))
    yield from (one.cite for one in pack.roles if one.consequence == "replacement")
    yield from (lift.barred_cite for lift in pack.lifts if lift.barred_cite)
    yield from (one.notice_first for one in pack.requirements if one.notice_first)


PAIRS = [
    (typed.pack, language)
    for typed in load_packs().values()
    for language in sorted(letters_in(typed.pack))
    if language != "en" and typed.pack.kind == "regime"
]


@pytest.mark.parametrize(("pack", "language"), PAIRS, ids=[f"{pack.id}-{language}" for pack, language in PAIRS])
def test_no_citation_in_a_letter_stays_in_the_english_form(pack: Pack, language: str) -> None:
    for cite in dict.fromkeys(cites_in_letters(pack)):
        said = provision_in(cite, language)
        assert ENGLISH.search(said) is None, (cite, said)
        assert re.search(r"\bart\. \d+\(", said) is None, (cite, said)
        assert language == "fr" or "Directive" not in said, (cite, said)


BARE = re.compile(r"(art\. \d+[^A-Z]*|(ss?\.|regs? |Sch )\d.*)$")
"""A provision without the name of its law."""


@pytest.mark.parametrize("pack", [one.pack for one in load_packs().values()], ids=lambda pack: pack.id)
def test_a_pack_that_cites_provisions_without_their_law_says_which_law_it_is(pack: Pack) -> None:
    bare = [piece for cite in cites_in_letters(pack) for piece in cite.split("; ") if BARE.match(piece)]
    assert pack.law is not None or bare == []


@pytest.mark.parametrize(
    ("language", "cite", "said"),
    [
        ("de", "art. 57(4)(c)", "Art. 57 Abs. 4 Buchst. c"),
        ("de", "art. 57(6), 57(2) third subparagraph", "Art. 57 Abs. 6, Art. 57 Abs. 2 Unterabs. 3"),
        ("de", "§ 125 Abs. 2 Satz 2 GWB; art. 57(6)", "§ 125 Abs. 2 Satz 2 GWB; Art. 57 Abs. 6"),
        ("fr", "art. 57(1) second subparagraph, (5)", "art. 57, par. 1, deuxième alinéa, par. 5"),
        ("fr", "art. L2141-1 CCP; art. 57(1)(a)", "art. L2141-1 CCP; art. 57, par. 1, point a"),
        ("es", "art. 57(4)(h) or (i)", "art. 57, apartado 4, letra h o letra i"),
        ("nl", "Directive 89/665/EEC art. 1(1), (3)", "Richtlijn 89/665/EEG art. 1, lid 1, lid 3"),
        ("nl", "art. 2.86 lid 2 onder d Aw 2012; art. 57(1)", "art. 2.86 lid 2 onder d Aw 2012; art. 57, lid 1"),
        ("de", "art. 57(4)(a), 18(2), Annex X", "Art. 57 Abs. 4 Buchst. a, Art. 18 Abs. 2, Anhang X"),
        ("fr", "Directive 89/665/EEC art. 2a(2)", "directive 89/665/CEE art. 2 bis, par. 2"),
        ("de", "Directive 89/665/EEC art. 2a(2)", "Richtlinie 89/665/EWG Art. 2a Abs. 2"),
        ("fr", "Criminal Code s. 748(3), 750(4) to (6)", "Code criminel art. 748, par. 3, art. 750, par. 4 à par. 6"),
        ("de", "BöB art. 12(2), Annex 6", "BöB Art. 12 Abs. 2, Anhang 6"),
        ("de", "s.78(1), (2)(b)", "s.78(1), (2)(b)"),
        ("fr", "art. 7 to 12, 14 to 17", "art. 7 à 12, art. 14 à 17"),
    ],
)  # fmt: skip
def test_a_provision_is_cited_as_the_language_does(language: str, cite: str, said: str) -> None:
    assert provision_in(cite, language) == said


def test_english_and_languages_without_a_form_keep_the_english_one() -> None:
    for language in ("en", "sv"):
        assert provision_in("art. 57(1)(a)", language) == "art. 57(1)(a)"


@given(st.text(alphabet="art. 57()abc, ;§GWBlid2", max_size=40), st.sampled_from(LANGUAGES))
def test_law_numbers_of_a_citation_are_never_lost(cite: str, language: str) -> None:
    """Whatever is cited, its numbers stand in the same order in every language."""
    assert re.findall(r"\d+", provision_in(cite, language)) == re.findall(r"\d+", cite)


def test_law_every_language_has_every_part_of_a_citation() -> None:
    parts = {one for one in provisions_in("de") if not one[:1].isupper()}
    for language in LANGUAGES:
        assert {one for one in provisions_in(language) if not one[:1].isupper()} == parts
        assert {one for one in provisions_in(language) if one[:1].isupper()} >= {"Directive", "Regulation", "EEC"}


@pytest.mark.parametrize(
    ("cite", "bare"),
    [
        ("Sch 7 para 11", True),
        ("s.57(1)(a)(ii), (2)(a)(ii), 58", True),
        ("reg 58(8)(h) to (j)", True),
        ("art. 57(2) third subparagraph; C-387/19 RTS infra", True),
        ("art. L2141-1 CCP", False),
        ("§ 124 Abs. 2 GWB; SchwarzArbG § 21 Abs. 1", False),
        ("FAR 9.405(a), (e)", False),
        ("Directive 89/665/EEC art. 1(1), (3)", False),
        ("C-387/19 RTS infra", False),
    ],
)
def test_it_is_told_whether_a_citation_says_of_which_law_it_is(cite: str, bare: bool) -> None:
    assert names_no_law(cite) is bare
