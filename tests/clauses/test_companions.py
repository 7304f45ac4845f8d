"""Companions: what a clause needs comes along with it, once, and says because of what."""

from __future__ import annotations

from pathlib import Path

from small_library import CLAUSE, DEFINITIONS, other_clause, write_library

from tenderlaw.clauses.companions import brought_by, companions_of
from tenderlaw.clauses.library import load_library
from tenderlaw.clauses.model import Clause, Library


def library(folder: Path, **more: str) -> Library:
    """`own`, and clauses whose metadata have the lines given."""
    write_library(folder, clause=CLAUSE + more.pop("own", ""), definitions=DEFINITIONS)
    for name, lines in more.items():
        metadata, body = other_clause("Text.\n")
        (folder / name).mkdir()
        (folder / name / "clause.yaml").write_text(metadata.replace("id: other", f"id: {name}") + lines, "utf-8")
        (folder / name / "en.md.j2").write_text(body, "utf-8")
    return load_library((folder,), shipped=False)


def clauses(folder: Path, **more: str) -> dict[str, Clause]:
    return dict(library(folder, **more).clauses)


def test_a_clause_brings_what_it_needs_and_what_that_needs(tmp_path: Path) -> None:
    held = clauses(tmp_path, own="needs: [second]\n", second="needs: [third]\n", third="", fourth="")
    assert companions_of(["own"], held) == {"second": ("own",), "third": ("second",)}
    assert companions_of(["third"], held) == {}


def test_what_brings_a_clause_along_is_named(tmp_path: Path) -> None:
    held = clauses(tmp_path, own="needs: [second]\n", second="", third="needs: [second]\n")
    assert brought_by("second", held) == ("own", "third")
    assert brought_by("own", held) == ()


def test_what_is_chosen_already_does_not_come_along(tmp_path: Path) -> None:
    held = clauses(tmp_path, own="needs: [second]\n", second="needs: [own]\n")
    assert companions_of(["own", "second"], held) == {}
    assert companions_of(["second"], held) == {"own": ("second",)}


def test_what_goes_with_a_kind_comes_first_and_with_that_kind_alone(tmp_path: Path) -> None:
    held = clauses(tmp_path, own="needs: [second]\n", second="", third="accompanies: [clause]\n")
    assert list(companions_of(["own"], held).items()) == [("third", ()), ("second", ("own",))]
    (tmp_path / "other").mkdir()
    held = clauses(tmp_path / "other", third="accompanies: [award-criterion]\n")
    assert companions_of(["own"], held) == {}


def test_a_companion_that_a_library_lacks_is_left_out(tmp_path: Path) -> None:
    held = clauses(tmp_path, own="needs: [second]\n", second="")
    del held["second"]
    assert companions_of(["own"], held) == {}
