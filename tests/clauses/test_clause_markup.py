"""The markup of bodies: what each construct means, and what is refused with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenderlaw.clauses.inline import Blank, Given, MarkupError, Note, Placeholder, Plain, Ref, TermUse
from tenderlaw.clauses.markup import Block, Node, TableNode, inlines_of, keys_of, parse_markup


def shape(blocks: tuple[Block, ...]) -> list[object]:
    """Levels and texts, nested."""
    out: list[object] = []
    for block in blocks:
        if isinstance(block, TableNode):
            out.append([["".join(getattr(one, "text", "?") for one in cell) for cell in row] for row in block.rows])
        else:
            text = "".join(getattr(one, "text", "?") for one in block.inlines)
            out.append((block.level, text, *shape(block.children)))
    return out


def test_paragraphs_are_sub_clauses_and_items_stand_below_them() -> None:
    text = "First\nover two lines.\n\nSecond:\n- one\n  - deep\n  - deeper\n- two\n\nThird."
    assert shape(parse_markup(text, ())) == [
        (2, "First over two lines."),
        (2, "Second:", (3, "one", (4, "deep"), (4, "deeper")), (3, "two")),
        (2, "Third."),
    ]


def test_an_empty_line_between_items_does_not_end_their_list() -> None:
    assert shape(parse_markup("a:\n\n- b\n\n- c", ())) == [(2, "a:", (3, "b"), (3, "c"))]


def test_a_table_belongs_to_the_passage_above_it() -> None:
    text = "a\n\n| h | i |\n| <worker|b> | c \\| d |"
    (node,) = parse_markup(text, ())
    assert isinstance(node, Node)
    (table,) = node.children
    assert isinstance(table, TableNode)
    assert [[len(cell) for cell in row] for row in table.rows] == [[1, 1], [1, 1]]
    assert table.rows[1][0][0] == TermUse("worker", "b", 4, 3)
    assert table.rows[1][1] == (Plain("c | d"),)


def test_a_key_names_a_passage_of_any_level() -> None:
    text = "{#one} a\n- {#two} b\n  - {#three} c"
    assert list(keys_of(parse_markup(text, ()))) == [("one", 1), ("two", 2), ("three", 3)]


def test_terms_references_and_footnotes_carry_their_place() -> None:
    text = "a <worker>, <worker|Workers>\n[[other]] [[other#key]]^[art. 1 <worker>]"
    found = list(inlines_of(parse_markup(text, ())))
    assert [one for one in found if not isinstance(one, Plain)] == [
        TermUse("worker", None, 1, 3),
        TermUse("worker", "Workers", 1, 13),
        Ref("other", None, 2, 1),
        Ref("other", "key", 2, 11),
        Note((Plain("art. 1 "), TermUse("worker", None, 2, 33)), 2, 24),
    ]


def test_a_backslash_takes_the_meaning_away() -> None:
    text = r"\<a\> \[\[b\]\] \{#c\} \^[d] \| \# \- \\ e"
    assert list(inlines_of(parse_markup(text, ()))) == [Plain(r"<a> [[b]] {#c} ^[d] | # - \ e")]


def test_a_mark_is_the_value_that_was_printed_and_a_placeholder_a_blank() -> None:
    printed = ("- <x>", Placeholder("[to do]"))
    found = list(inlines_of(parse_markup("\ue0000\ue001 and \ue0001\ue001", printed)))
    assert found == [Given("- <x>"), Plain(" and "), Blank("[to do]")]


@given(st.text())
def test_no_printed_value_is_ever_read_as_markup(value: str) -> None:
    (node,) = parse_markup("- not\n".removeprefix("- ") + "\ue0000\ue001", (value,))
    assert isinstance(node, Node)
    assert node.inlines == (Plain("not "), Given(value))


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("a < b", (1, 3), "a `<` that starts no term"),
        ("a\n\nb [[c d]]", (3, 3), "a reference that is not `[[clause]]`"),
        ("a^[b", (1, 2), "a footnote that is not closed"),
        ("a^[b ^[c]]", (1, 6), "a footnote within a footnote"),
        ("a^[ ]", (1, 2), "a footnote without text"),
        ("- a", (1, 1), "an item without a sub-clause above it"),
        ("a\n  - b", (2, 1), "an item without an item above it"),
        ("a\n   - b", (2, 1), "an item 3 spaces in"),
        ("{#A b} c", (1, 1), "a name that is not `{#name}`"),
        ("{#a}", (1, 1), "`{#a}` names nothing"),
        ("| a |", (1, 1), "a table without rows"),
        ("| a |\n| b", (2, 3), "a row of a table that does not end with `|`"),
        ("| a |\n| b | c |", (2, 1), "a row of 2 cells in a table of 1"),
        ("<worker|\ue0000\ue001>", (1, 1), "a form of a term that is printed"),
    ],
)
def test_what_the_markup_does_not_allow_is_said_with_its_place(text: str, place: tuple[int, int], said: str) -> None:
    with pytest.raises(MarkupError) as found:
        parse_markup(text, ("x",))
    assert (found.value.line, found.value.column) == place
    assert said in found.value.message
