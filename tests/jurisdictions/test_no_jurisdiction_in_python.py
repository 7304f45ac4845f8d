"""Law is data: no code names a country, a regime or a pack. Docstrings may cite where a fact comes from."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tenderlaw.packs.installed import find_packs

ENGINE = Path(__file__).resolve().parents[2] / "engine" / "tenderlaw"
NAMES = re.compile(
    r"scotland|scottish|german|france|french|austria|norw|lithuania|sweden|united states|"
    r"\bfar\b|\bdfars\b|\bsct\b|\beu-\d|2014/24|westminster|brexit",
    re.IGNORECASE,
)


def code_strings(tree: ast.Module) -> list[str]:
    """String literals that code uses: every string that is not an expression statement of its own."""
    prose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant | ast.JoinedStr)
    }
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    names += [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    strings = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
    ]
    return strings + names


def test_no_code_names_a_jurisdiction() -> None:
    packs = "|".join(map(re.escape, find_packs()))
    found = [
        f"{file.relative_to(ENGINE)}: {text}"
        for file in sorted(ENGINE.rglob("*.py"))
        for text in code_strings(ast.parse(file.read_text(encoding="utf-8")))
        if NAMES.search(text) or re.search(packs, text)
    ]
    assert found == []


def test_the_search_finds_what_it_looks_for() -> None:
    assert [text for text in code_strings(ast.parse('x = "eu-2014-24"')) if NAMES.search(text)] == ["eu-2014-24"]
    assert not [text for text in code_strings(ast.parse('"""Directive 2014/24."""')) if NAMES.search(text)]
