"""What is shared of findings holds nothing of a natural person, whatever facts packs declare."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from tenderlaw.cli.app import app
from tenderlaw.decisions.installed import installed_duties, installed_policies, installed_regimes
from tenderlaw.decisions.sharing import RULES, Stripped, passes, strip
from tenderlaw.facts.base import Facts
from tenderlaw.facts.catalogue import Field, field_at
from tenderlaw.facts.models import models_with
from tenderlaw.facts.operator import LinkedPerson

MARK = "Zebulon Quux 1961"
PACKS = (*installed_regimes(), *installed_duties(), *installed_policies())
CASE = models_with([fact for pack in PACKS for fact in pack.declared]).case
ROOT = Path(__file__).resolve().parents[2]


def leaves(model: type[Facts], path: str, seen: tuple[type[Facts], ...] = ()) -> Iterator[tuple[str, Field, bool]]:
    """Path and field of every fact, and whether it is about a person; a model within itself once."""
    for name, info in model.model_fields.items():
        field = field_at(model, (name,))
        assert field is not None
        extra = info.json_schema_extra
        personal = isinstance(extra, dict) and extra.get("x-personal") is True
        inner = field.model if field.kind == "group" else field.entries
        if inner is None or inner in seen:
            yield f"{path}.{name}", field, personal
            continue
        about = personal or issubclass(inner, LinkedPerson)
        for one, found, is_personal in leaves(inner, f"{path}.{name}", (*seen, inner)):
            yield one, found, about or is_personal


def filled(model: type[Facts], seen: tuple[type[Facts], ...] = ()) -> dict[str, object]:
    """Facts in which everything that can tell who somebody is does."""
    out: dict[str, object] = {}
    for name in model.model_fields:
        field = field_at(model, (name,))
        assert field is not None
        inner = field.model if field.kind == "group" else field.entries
        if inner is None:
            out[name] = True if field.kind == "truth" else MARK
        elif inner not in seen:
            value = filled(inner, (*seen, inner))
            out[name] = value if field.kind == "group" else [value, value]
    return out


def test_no_word_day_amount_or_number_of_any_fact_of_any_pack_passes() -> None:
    found = list(leaves(CASE, "case"))
    assert any(personal for _, _, personal in found)
    assert len(found) > 300
    for path, field, _ in found:
        for value in (MARK, "1961-02-03", 1961, "1961.00", [MARK], {"amount": "1", "currency": "EUR"}):
            assert not passes(field, value), path


def test_a_case_full_of_names_is_shared_without_one() -> None:
    facts = filled(CASE)
    for name in ("procurement", "operator"):
        field = field_at(CASE, (name,))
        assert field is not None
        assert field.model is not None
        stripped = Stripped()
        said = json.dumps(strip(facts[name], field.model, name, stripped))
        assert "Zebulon" not in said
        assert "linked_persons" not in said
        assert stripped.left_out["word"] + stripped.left_out["personal"] > 0


def test_what_is_marked_personal_stays_even_where_its_kind_would_pass() -> None:
    marked = [path for path, field, personal in leaves(CASE, "case") if personal]
    facts = filled(CASE)
    operator = field_at(CASE, ("operator",))
    assert operator is not None
    assert operator.model is not None
    said = strip(facts["operator"], operator.model, "operator", Stripped())
    for path in marked:
        names = path.split(".")[2:]
        if not path.startswith("case.operator."):
            continue
        node: object = said
        for name in names:
            node = node[0] if isinstance(node, list) and node else node
            node = node.get(name) if isinstance(node, dict) else None
        assert node is None, path


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_whatever_words_stand_in_a_case_none_of_them_is_shared(word: str) -> None:
    operator = field_at(CASE, ("operator",))
    assert operator is not None
    assert operator.model is not None
    facts = {"name": word, "legal_form": "body-corporate", "identifiers": [{"scheme": word, "id": word}]}
    said = strip({**facts, "linked_persons": [{"name": word}]}, operator.model, "operator", Stripped())
    assert said == {"legal_form": "body-corporate"}


def test_the_verb_writes_findings_with_the_rules_and_without_the_bidder(tmp_path: Path) -> None:
    example = ROOT / "examples" / "trafficking-conviction" / "case.yaml"
    out = tmp_path / "findings.json"
    done = CliRunner().invoke(app, ["check", str(example), "--as-of", "2026-02-01", "--share", str(out)])
    assert done.exit_code == 3, done.output
    said = json.loads(out.read_text(encoding="utf-8"))
    assert said["rules"] == list(RULES)
    found = [one for regime in said["regimes"] for one in regime["findings"]]
    assert any(one["state"] == "applies" and one["times"] >= 1 for one in found)
    text = json.dumps({name: value for name, value in said.items() if name != "rules"})
    decision = json.loads(CliRunner().invoke(app, ["check", str(example), "--as-of", "2026-02-01", "--json"]).stdout)
    assert decision["id"] not in text
    assert decision["facts"]["operator"]["name"] not in text
    assert said["facts"]["operator"] == {}  # its legal form was not given


@pytest.mark.parametrize("form", ["other", None])
def test_of_a_bidder_that_may_be_a_person_no_fact_is_shared(tmp_path: Path, form: str | None) -> None:
    line = f"\n  legal_form: {form}" if form else ""
    case = tmp_path / "case.yaml"
    case.write_text(
        "procurement: {authority: {country: SE}}\noperator:\n  name: Ada\n  role: tenderer\n  country: SE"
        + line
        + "\n",
        encoding="utf-8",
    )
    out = tmp_path / "findings.json"
    CliRunner().invoke(app, ["check", str(case), "--as-of", "2026-02-01", "--share", str(out)])
    said = json.loads(out.read_text(encoding="utf-8"))
    assert said["facts"]["operator"] == {}
    assert said["facts"]["procurement"] == {"authority": {"country": "SE"}}
