"""Law is data: no code names a country, a regime or a pack. Docstrings may cite where a fact comes from."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel import Locale

from tenderlaw.packs.installed import find_packs

ENGINE = Path(__file__).resolve().parents[2] / "engine" / "tenderlaw"
LAYERS = {"cli", "clauses", "decisions", "documents", "facts", "interop", "packs", "rules", "screening", "sources"}
PACKS = re.compile("|".join(re.escape(name) for name in find_packs()))
COUNTRIES = Locale("en").territories
NAMES = re.compile(
    r"scotland|scottish|england|english law|british|german|french|austria|norw|swedish|american|europe|"
    r"\bfar\b|\bdfars\b|\bsct\b|\beu\b|\beu-\d|\buk\b|2014/24|westminster|brexit|"
    + "|".join(rf"\b{re.escape(name)}\b" for code, name in COUNTRIES.items() if code.isalpha() and code != "ZZ"),
    re.IGNORECASE,
)
NO_LAW = {
    "documents/pdf/__init__.py": {"GB", "FR", "DE", "ES", "NL"},  # how a language is hyphenated and quoted
    "screening/synthetic/made_up.py": {
        "DE",
        "FR",
        "PL",
        "SE",
        "IT",
        "ES",
        "GB",
        "US",
        "NL",
        "RO",
        "CN",
        "IN",
    },  # of made-up firms
}
"""Codes of countries that have nothing to do with law, by the module that holds them."""
CODE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


def named(text: str) -> bool:
    """Whether a string or a name of the code speaks of a country, a regime or a pack."""
    words = re.sub(r"_+|(?<=[a-z])(?=[A-Z])", " ", text)  # a name in one word is several
    # `ID` stands for an identifier, `IO` for a stream, `ZZ` for no country at all (ISO 3166)
    of_a_country = CODE.fullmatch(text) is not None and text[:2] in COUNTRIES and text not in ("ID", "IO", "ZZ")
    return of_a_country or NAMES.search(words) is not None or PACKS.search(text) is not None


def code_strings(tree: ast.Module) -> list[str]:
    """String literals that code uses: every string that is not an expression statement of its own."""
    prose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant | ast.JoinedStr)
    }
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    names += [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    names += [node.arg for node in ast.walk(tree) if isinstance(node, ast.arg | ast.keyword) and node.arg]
    names += [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.alias)
    ]
    strings = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
    ]
    return strings + names


def test_no_code_names_a_jurisdiction() -> None:
    files = sorted(ENGINE.rglob("*.py"))
    assert {file.relative_to(ENGINE).parts[0] for file in files if file.parent != ENGINE} >= LAYERS
    found = [
        f"{file.relative_to(ENGINE)}: {text}"
        for file in files
        for text in code_strings(ast.parse(file.read_text(encoding="utf-8")))
        if named(text) and text not in NO_LAW.get(str(file.relative_to(ENGINE)), ())
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        'x = "eu-2014-24"',
        'x = f"the law of {y} in Scotland"',
        'match x:\n    case "SE":\n        pass',
        "def scottish_threshold(): ...",
        "class FarClause: ...",
        "run(uk=True)",
        "decide(case, packs=[us_far])",
        'y = {"GB-SCT": 1}',
        "import tenderlaw_germany",
    ],
)
def test_the_search_finds_what_it_looks_for(code: str) -> None:
    assert any(named(text) for text in code_strings(ast.parse(code)))


def test_a_docstring_may_cite_and_plain_words_are_free() -> None:
    assert not any(named(text) for text in code_strings(ast.parse('"""Directive 2014/24."""\nshare = "in part"')))
