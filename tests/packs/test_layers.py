"""Layers: what a State or a policy adds to the pack that it extends, and what it cannot do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenderlaw.packs import load_pack
from tenderlaw.packs.conditions import All, AnyOf, AsOf, Condition, Fact, InPeriod, Ref, Some
from tenderlaw.packs.conditions import Test as Comparison
from tenderlaw.packs.typed import TypedGround, TypedPack
from tenderlaw.sources.faults import PackInvalidError

FIXTURES = Path(__file__).resolve().parent / "fixtures"


def load(name: str) -> TypedPack:
    return load_pack(FIXTURES / name, load)


def ground(typed: TypedPack, name: str) -> TypedGround:
    return next(one for one in typed.grounds if one.ground.id == name)


def layer(folder: Path, text: str) -> TypedPack:
    (folder / "pack.yaml").write_text(f'id: layer\ntitle: A layer\nversion: "1"\nextends: tiny\n{text}', "utf-8")
    return load_pack(folder, load)


TINY = load("tiny")
NORTH = load("tiny-north")


def test_a_layer_holds_its_ancestors_before_itself() -> None:
    assert NORTH.pack.layers == ("tiny", "tiny-north")
    assert [one.ground.id for one in NORTH.grounds] == [*(one.ground.id for one in TINY.grounds), "fraud"]
    assert NORTH.pack.offences[: len(TINY.pack.offences)] == TINY.pack.offences
    assert NORTH.scope == TINY.scope
    assert NORTH.pack.in_force == TINY.pack.in_force


def test_a_choice_makes_a_discretionary_ground_a_duty() -> None:
    assert not ground(TINY, "misconduct").must
    assert ground(NORTH, "misconduct").must
    own, inherited = ground(NORTH, "misconduct").ground, ground(TINY, "misconduct").ground
    assert own.cite == f"{NORTH.pack.choices[0].cite}; {inherited.cite}"
    assert own.model_copy(update={"cite": inherited.cite}) == inherited


def test_a_layer_cites_its_own_law_before_that_of_its_parent(tmp_path: Path) -> None:
    text = """
scope_cite: sec. 106
transposes:
  - {ground: misconduct, cite: sec. 124(1)}
  - {lift: self-cleaning, cite: sec. 125}
"""
    typed = layer(tmp_path, text)
    assert typed.pack.scope_cite == f"sec. 106; {TINY.pack.scope_cite}"
    assert ground(typed, "misconduct").ground.cite == f"sec. 124(1); {ground(TINY, 'misconduct').ground.cite}"
    lifts = {lift.id: lift.cite for one in typed.grounds for lift, _ in one.lifts}
    before = {lift.id: lift.cite for one in TINY.grounds for lift, _ in one.lifts}
    assert lifts == {**before, "self-cleaning": f"sec. 125; {before['self-cleaning']}"}


def test_a_length_that_a_layer_chose_is_cited_by_its_choice(tmp_path: Path) -> None:
    (before,) = (period for period in TINY.pack.periods if period.id == "after-conviction")
    chosen = layer(tmp_path, "choices: [{option: conviction-years, value: 4, cite: sec. 126}]")
    said = layer(tmp_path, "transposes: [{period: after-conviction, cite: sec. 126(1)}]")
    for typed, own in ((chosen, "sec. 126"), (said, "sec. 126(1)")):
        (period,) = (one for one in typed.pack.periods if one.id == before.id)
        assert period.cite == f"{own}; {before.cite}"


@pytest.mark.parametrize(("chosen", "left"), [("true", "any"), ("false", "one")])
def test_an_option_settles_a_condition_before_any_fact_is_asked(chosen: str, left: str, tmp_path: Path) -> None:
    text = f"""
choices: [{{option: discretionary-is-mandatory, value: {chosen}, cite: sec. 1}}]
grounds:
  - id: by-option
    title: By option
    cite: sec. 2
    statement: is caught
    obligation: mandatory
    effect: must_exclude
    when:
      any:
        - role: tenderer
        - {{option: discretionary-is-mandatory, role: subcontractor}}
"""
    when = ground(layer(tmp_path, text), "by-option").when
    assert isinstance(when, AnyOf) is (left == "any")
    assert {str(leaf.ref) for leaf in _leaves(when)} == {"operator.role"}, "no option is asked of the facts"


def _leaves(condition: Condition) -> list[Comparison]:
    parts = condition.parts if isinstance(condition, All | AnyOf) else (condition,)
    return [leaf for part in parts for leaf in ([part] if isinstance(part, Comparison) else _leaves(part))]


def test_a_layer_narrows_the_scope_of_its_parent_and_never_widens_it(tmp_path: Path) -> None:
    typed = layer(tmp_path, "confined_to: {procurement.authority.country: AA}")
    assert isinstance(typed.scope, All)
    assert typed.scope.parts[0] == typed.confined
    assert set(_parts(TINY.scope)) < set(typed.scope.parts)


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, All) else (condition,)


def test_a_layer_chooses_a_length_and_its_own_way_of_counting() -> None:
    assert (TINY.periods["after-conviction"].years, NORTH.periods["after-conviction"].years) == (5, 3)
    assert not TINY.periods["after-conviction"].event_day_counted
    assert NORTH.periods["after-conviction"].event_day_counted


def test_a_layer_transposes_a_derogation(tmp_path: Path) -> None:
    assert [lift.id for lift, _ in ground(NORTH, "fraud").lifts] == ["self-cleaning", "public-interest"]
    text = (FIXTURES / "tiny-north" / "pack.yaml").read_text("utf-8")
    (tmp_path / "pack.yaml").write_text(
        text.replace("public-interest-derogation, value: true", "public-interest-derogation, value: false"), "utf-8"
    )
    without = load_pack(tmp_path, load)
    assert [lift.id for lift, _ in ground(without, "fraud").lifts] == ["self-cleaning"]


def test_the_last_of_several_layers_chooses(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(
        'id: city\ntitle: A city\nversion: "1"\nextends: tiny-north\n'
        "choices: [{option: conviction-years, value: 4, cite: sec. 1}]\n",
        "utf-8",
    )
    city = load_pack(tmp_path, load)
    assert city.pack.layers == ("tiny", "tiny-north", "city")
    assert city.periods["after-conviction"].years == 4
    assert ground(city, "misconduct").must


def test_what_a_layer_adds_stands_in_the_catalogue_of_its_parent() -> None:
    assert NORTH.pack.categories["benefit-fraud"] == {"benefit-fraud", "fraud"}
    assert NORTH.pack.categories["child-labour"] == {"child-labour", "trafficking", "exploitation"}
    assert "benefit-fraud" not in TINY.pack.categories


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "choices: [{option: conviction-years, value: 6, cite: sec. 1}]",
            r"`6` is above the ceiling 5 \(art. 8\(7\)\)",
        ),
        ("choices: [{option: conviction-years, value: 0, cite: sec. 1}]", r"`0` is below the floor 1 \(art. 8\(7\)\)"),
        ("choices: [{option: conviction-years, value: true, cite: sec. 1}]", "`true` is not a number"),
        ("choices: [{option: discretionary-is-mandatory, value: 1, cite: sec. 1}]", "`1` is not a truth"),
        ("choices: [{option: conviction-years, value: 3}]", r"choices\[0\].cite: the field `cite` is required"),
        ("transposes: [{ground: frau, cite: sec. 1}]", r"transposes\[0\].ground: the parent has no ground `frau`"),
        (
            "transposes: [{cite: sec. 1}]",
            "says of one `ground`, `lift`, `requirement`, `role` or `period` where",
        ),
        ("options: [{id: conviction-years, title: T, cite: art. 9, kind: number, default: 9}]", "stands twice"),
        ("values: [{id: threshold, title: T, cite: art. 9, by: [as_of], versions: []}]", "stands twice"),
        ("offences: [{id: fraud, title: Fraud, cite: art. 9}]", "stands twice"),
    ],
)
def test_a_layer_never_loosens_or_redefines(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(PackInvalidError, match=message):
        layer(tmp_path, text)


@pytest.mark.parametrize("years", [1, 5])
def test_a_layer_may_choose_up_to_the_ceiling_and_down_to_the_floor(years: int, tmp_path: Path) -> None:
    text = f"choices: [{{option: conviction-years, value: {years}, cite: sec. 1}}]"
    assert layer(tmp_path, text).periods["after-conviction"].years == years


def test_faults_of_a_layer_stand_at_its_own_lines(tmp_path: Path) -> None:
    with pytest.raises(PackInvalidError) as found:
        layer(tmp_path, "clauses:\n- {clause: c, cite: art. 9, obligation: mandatory, when: {rol: tenderer}}\n")
    assert [(fault.line, fault.column, fault.field) for fault in found.value.faults] == [(6, 64, "clauses[0].when.rol")]


def test_the_digest_covers_everything_the_layers_say(tmp_path: Path) -> None:
    assert load("tiny").pack.digest == TINY.pack.digest
    assert len({TINY.pack.digest, NORTH.pack.digest, layer(tmp_path, "").pack.digest}) == 3
    before = layer(tmp_path, "clauses: []").pack.digest
    written = (tmp_path / "pack.yaml").read_bytes()
    (tmp_path / "pack.yaml").write_bytes(written.replace(b"\n", b"\r\n"))
    assert load_pack(tmp_path, load).pack.digest == before
    text = "sources: [{key: k, title: T, state: as enacted}]"
    assert layer(tmp_path, text).pack.digest != before


def test_the_law_of_a_layer_says_which_day_a_period_must_cover(tmp_path: Path) -> None:
    text = "transposes: [{period: after-misconduct, on: procurement.submitted_on, cite: sec. 7}]"
    typed = layer(tmp_path, text)
    on = Fact(Ref("procurement", ("submitted_on",)))
    assert (TINY.periods["after-misconduct"].on, typed.periods["after-misconduct"].on) == (AsOf(), on)
    assert [one for one in _every(ground(typed, "misconduct").when) if isinstance(one, InPeriod)] == [
        InPeriod("after-misconduct", on)
    ]


def _every(condition: Condition) -> list[Condition]:
    return [condition, *(inner for part in getattr(condition, "parts", ()) for inner in _every(part))]


def test_a_layer_gives_lifts_of_its_own_to_what_it_inherits(tmp_path: Path) -> None:
    text = """
transposes: [{ground: trafficking, lifted_by: [spared], cite: sec. 8}]
lifts:
  - id: spared
    title: Spared
    cite: sec. 8
    state: derogated
    needs: it is spared
    when: {operator.evidence_verified: true}
"""
    typed = layer(tmp_path, text)
    assert [lift.id for lift, _ in ground(typed, "trafficking").lifts] == ["self-cleaning", "spared"]
    assert [lift.id for lift, _ in ground(typed, "misconduct").lifts] == ["self-cleaning"]


NEW = """
grounds:
  - id: {id}
    title: Exploitation
    cite: sec. 9
    statement: has exploited persons
    obligation: mandatory
    effect: must_exclude
    in_place_of: [trafficking]
    when: {{some: convictions, where: {{offence: {{within: exploitation}}}}}}
    period: after-conviction
"""


@pytest.mark.parametrize("name", ["trafficking", "exploitation"])
def test_a_ground_of_a_layer_stands_where_the_one_stood_that_it_replaces(name: str, tmp_path: Path) -> None:
    text = """
requirements:
  - id: termination
    title: Termination
    cite: sec. 10
    obligation: mandatory
    follows: termination_available
    when: {ground: trafficking, is: obliges}
"""
    typed = layer(tmp_path, NEW.format(id=name) + text)
    assert [one.ground.id for one in typed.grounds] == ["misconduct", name]
    (asked,) = (one.when for one in typed.requirements if one.requirement.id == "termination")
    assert asked in _every_some(asked, ground(typed, name))


def _every_some(asked: Condition, new: TypedGround) -> list[Condition]:
    """The condition itself, if it asks what the new ground asks."""
    assert isinstance(asked, Some)
    return [asked] if new.when in _every(asked.where) else []


def test_what_a_layer_leaves_out_is_asked_by_nothing(tmp_path: Path) -> None:
    text = """
left_out: [{ground: misconduct, cite: sec. 11}]
reviews: [{id: look, cite: sec. 12, reason: Look., when: {ground: [misconduct, trafficking], is: given}}]
"""
    typed = layer(tmp_path, text)
    assert [one.ground.id for one in typed.grounds] == ["trafficking"]
    (when,) = (condition for review, condition in typed.reviews if review.id == "look")
    assert isinstance(when, Some)
    assert when.collection == "convictions"


def test_the_law_of_a_layer_may_have_whoever_it_excludes_replaced_instead(tmp_path: Path) -> None:
    parent = (FIXTURES / "tiny" / "pack.yaml").read_text("utf-8")
    (tmp_path / "parent").mkdir()
    said = "\nroles: [{role: group-member, consequence: exclusion, cite: art. 11}]\n"
    (tmp_path / "parent" / "pack.yaml").write_text(parent.replace("id: tiny", "id: parent") + said, "utf-8")
    text = "extends: parent\ntransposes: [{role: group-member, replaced: Another member, cite: sec. 13}]\n"
    (tmp_path / "layer").mkdir()
    (tmp_path / "layer" / "pack.yaml").write_text(f'id: layer\ntitle: A layer\nversion: "1"\n{text}', "utf-8")
    ((rule, _),) = load_pack(tmp_path / "layer", lambda name: load_pack(tmp_path / name)).roles
    assert (rule.consequence, rule.requirement, rule.cite) == ("replacement", "Another member", "sec. 13; art. 11")


REMEDY = "{{id: {id}, kind: {kind}, title: T, cite: sec. 1, says: You may., in: [exclusion]}}"


def test_a_layer_that_has_remedies_of_a_kind_takes_over_none_of_that_kind(tmp_path: Path) -> None:
    parent = (FIXTURES / "tiny" / "pack.yaml").read_text("utf-8").replace("id: tiny", "id: parent", 1)
    said = [REMEDY.format(id=name, kind=kind) for name, kind in (("wait", "standstill"), ("court", "review"))]
    (tmp_path / "parent").mkdir()
    (tmp_path / "parent" / "pack.yaml").write_text(f"{parent}\nremedies: [{', '.join(said)}]\n", "utf-8")
    own = REMEDY.format(id="chamber", kind="review")
    (tmp_path / "layer").mkdir()
    text = f'id: layer\ntitle: A layer\nversion: "1"\nextends: parent\nremedies: [{own}]\n'
    (tmp_path / "layer" / "pack.yaml").write_text(text, "utf-8")
    typed = load_pack(tmp_path / "layer", lambda name: load_pack(tmp_path / name))
    assert [remedy.id for remedy, _ in typed.remedies] == ["wait", "chamber"]
