"""People, links, sessions and keys: each opens what is its own, for its time, and everything is on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from service.accounts_held import Held, held_in
from tenderlaw.service.accounts.acts import NotFoundError, RefusedError
from tenderlaw.service.accounts.first import first_start, link_for
from tenderlaw.service.accounts.keys import checked, issue, key_of, last_used, revoke, rotate
from tenderlaw.service.accounts.links import new_link, redeemed
from tenderlaw.service.accounts.people import add_person, bind_subject, change_person, person_of, person_to_sign_in
from tenderlaw.service.accounts.rights import ROLES, SCOPES, rights_of_roles, rights_of_scopes
from tenderlaw.service.accounts.sessions import Lives, ended, ended_everywhere, opened, seen, swept, used
from tenderlaw.service.accounts.tenants import change_tenant, create_tenant, settings_of, tenant_of
from tenderlaw.service.accounts.tokens import is_token, key_in
from tenderlaw.store import schema, tables
from tenderlaw.store.database import open_database

LIVES = Lives(timedelta(minutes=30), timedelta(hours=8))


@pytest.fixture
def held(database_url: str) -> Iterator[Held]:
    with held_in(database_url) as one:
        yield one


def test_roles_hold_what_lies_below_them_and_no_key_approves() -> None:
    assert rights_of_roles(["reader"]) < rights_of_roles(["officer"]) < rights_of_roles(["approver"])
    assert "officer" not in rights_of_roles(["auditor"]) and "record" in rights_of_roles(["auditor"])
    assert "reader" not in rights_of_roles(["administrator"])
    assert all("approver" not in rights_of_scopes([scope]) for scope in SCOPES)
    assert "reader" not in rights_of_scopes(["record"])
    assert rights_of_roles(["emperor"]) == frozenset()


def test_the_first_start_makes_one_tenant_and_a_link_that_works_once(database_url: str, held: Held) -> None:
    assert first_start(held.database, held.record) is None  # there are tenants
    empty = open_database(database_url)
    with empty.writing() as connection:
        for table in (tables.evidence, tables.subject_key, tables.person):
            connection.execute(table.delete())
        connection.execute(tables.tenant.delete())
    found = first_start(empty, held.record, "main")
    assert found is not None
    with empty.writing() as connection:
        assert set(person_of(connection, "main", found.person).roles) <= set(ROLES)
        one = redeemed(connection, found.token, held.clock())
        assert one is not None and (one.tenant, one.person) == ("main", found.person)
        assert redeemed(connection, found.token, held.clock()) is None
    again = link_for(empty, held.record, "main")
    assert again is not None and again.token != found.token
    assert link_for(empty, held.record, "main", "nobody@example.org") is None
    empty.close()


def test_a_link_dies_after_its_time_and_with_whom_it_was_made_for(held: Held) -> None:
    with held.writing() as connection:
        one = add_person(connection, held.act(), "Officer@North.example ", "Olga", ["officer"])
        late, barred = (new_link(connection, held.act(), one.person) for _ in range(2))
        assert tables.sign_in.c.digest not in (late, barred)
        rows = connection.execute(select(tables.sign_in)).all()
    assert late not in str(rows) and barred not in str(rows)
    held.clock.on(minutes=61)
    with held.writing() as connection:
        assert redeemed(connection, late, held.clock()) is None
        change_person(connection, held.act(), one.person, active=False)
        assert redeemed(connection, barred, held.clock()) is None
        assert redeemed(connection, "x' OR '1'='1", held.clock()) is None


def test_a_session_ends_unused_after_a_while_and_at_the_latest_at_its_hour(held: Held) -> None:
    me = held.first["north"].person
    with held.writing() as connection:
        idle = opened(connection, held.act(), "link", LIVES)
        busy = opened(connection, held.act(), "link", LIVES)
        assert busy not in str(connection.execute(select(tables.session)).all()) and is_token(busy)
    for _ in range(19):  # 25 minutes at a time: never idle, and at last past the eighth hour
        held.clock.on(minutes=25)
        with held.writing() as connection:
            found = seen(connection, busy, held.clock(), LIVES)
            assert found is not None and found.stale and (found.tenant, found.person) == ("north", me)
            used(connection, found.digest, held.clock())
    with held.writing() as connection:
        assert seen(connection, idle, held.clock(), LIVES) is None
        held.clock.on(minutes=6)
        assert seen(connection, busy, held.clock(), LIVES) is None
        swept(connection, held.clock())
        assert connection.execute(select(tables.session)).first() is None


def test_signing_in_again_ends_the_session_that_the_browser_brought(held: Held) -> None:
    """A session that somebody planted in a browser is not the one that its user signs in to."""
    with held.writing() as connection:
        planted = opened(connection, held.act("south"), "link", LIVES)
        fresh = opened(connection, held.act("north"), "link", LIVES, planted)
        assert fresh != planted and seen(connection, planted, held.clock(), LIVES) is None
        found = seen(connection, fresh, held.clock(), LIVES)
        assert found is not None and found.tenant == "north"


def test_signing_out_ends_one_session_and_everywhere_all(held: Held) -> None:
    me = held.first["north"].person
    with held.writing() as connection:
        one, two, three = (opened(connection, held.act(), "link", LIVES) for _ in range(3))
        theirs = opened(connection, held.act("south"), "link", LIVES)
        ended(connection, held.act(), one)
        ended(connection, held.act(), theirs)  # another's: nothing happens
        assert [seen(connection, each, held.clock(), LIVES) is None for each in (one, two, theirs)] == [
            True,
            False,
            False,
        ]
        link = new_link(connection, held.act(), me)
        assert ended_everywhere(connection, held.act(), me) == 2
        assert seen(connection, three, held.clock(), LIVES) is None
        assert redeemed(connection, link, held.clock()) is None
        assert seen(connection, theirs, held.clock(), LIVES) is not None


def test_roles_count_from_now_on_and_somebody_always_keeps_the_tenant(held: Held) -> None:
    with held.writing() as connection:
        one = add_person(connection, held.act(), "o@north.example", "Olga", ["officer"])
        token = opened(connection, held.act(actor=one.person), "link", LIVES)
        change_person(connection, held.act(), one.person, roles=["reader"])
        found = seen(connection, token, held.clock(), LIVES)
        assert found is not None and found.roles == ("reader",)
        change_person(connection, held.act(), one.person, active=False)
        assert seen(connection, token, held.clock(), LIVES) is None
    for change in ({"roles": ["reader"]}, {"active": False}):
        with pytest.raises(RefusedError, match="nobody would be left"), held.writing() as connection:
            change_person(connection, held.act(), held.first["north"].person, **change)  # type: ignore[arg-type]


def test_what_is_no_person_is_refused_with_the_place(held: Held) -> None:
    bad = [
        (("nobody", "Olga", ["reader"]), "/email"),
        (("o@north.example", "\x1b[31m", ["reader"]), "/title"),
        (("o@north.example", "Olga", ["emperor"]), "/roles"),
        (("ADMIN@north.example", "Olga", ["reader"]), "/email"),
    ]
    for (email, title, roles), pointer in bad:
        with pytest.raises(RefusedError) as found, held.writing() as connection:
            add_person(connection, held.act(), email, title, roles)
        assert found.value.pointer == pointer


def test_an_identity_binds_to_whoever_was_invited_and_never_again_by_address(held: Held) -> None:
    with held.writing() as connection:
        one = add_person(connection, held.act(), "o@north.example", "Olga", ["officer"])
        assert person_to_sign_in(connection, "north", "https://id one", "O@north.example") == one
        bind_subject(connection, one, "https://id one")
        assert person_to_sign_in(connection, "north", "https://id one", None) == one
        assert person_to_sign_in(connection, "north", "https://id another", "o@north.example") is None
        assert person_to_sign_in(connection, "south", "https://id one", "o@north.example") is None


def test_a_key_opens_for_its_time_and_nothing_is_kept_by_which_it_could_be_made_again(held: Held) -> None:
    with held.writing() as connection:
        key, text = issue(connection, held.act(), "Procurement system", ["decide", "files"], 30)
        sent = key_in(text)
        assert sent is not None and text.startswith(f"tlk_{key.key.removeprefix('key_')}_")
        assert sent.text.split("_", 2)[2] not in str(connection.execute(select(tables.api_key)).all())
        assert checked(connection, text, held.clock()).key == key and "officer" in key.rights
        last_used(connection, key, held.clock())
        assert key_of(connection, "north", key.key).used_on == "2026-11-30"
        other = text[:-1] + ("A" if text[-1] != "A" else "B")
        assert checked(connection, other, held.clock()).why == "secret"
        assert checked(connection, "tlk_" + "a" * 26 + "_" + "A" * 43, held.clock()).why == "unknown"
        for malformed in ("", "tlk_", text + "x", text.upper(), text.replace("_", "-")):
            assert checked(connection, malformed, held.clock()).why == "form"
        held.clock.on(days=30)
        assert checked(connection, text, held.clock()).why == "expired"


def test_rotation_leaves_both_keys_good_for_the_overlap_and_revoking_ends_at_once(held: Held) -> None:
    with held.writing() as connection:
        old, text = issue(connection, held.act(), "System", ["decide"], 365)
        new, fresh = rotate(connection, held.act(), old.key, 365, timedelta(hours=24))
        assert new.scopes == old.scopes
        held.clock.on(hours=23)
        assert checked(connection, text, held.clock()).key and checked(connection, fresh, held.clock()).key
        held.clock.on(hours=2)
        assert checked(connection, text, held.clock()).why == "expired"
        revoke(connection, held.act(), new.key)
        assert checked(connection, fresh, held.clock()).why == "revoked"
        for ended_key in (old.key, new.key):
            with pytest.raises(RefusedError):
                rotate(connection, held.act(), ended_key, 365, timedelta(0))
        for scopes, days in (([], 30), (["everything"], 30), (["decide"], 0), (["decide"], 10_000)):
            with pytest.raises(RefusedError):
                issue(connection, held.act(), "System", scopes, days)


@pytest.mark.parametrize("change", [{"active": False}, {"roles": ["officer"]}])
def test_keys_end_with_whoever_issued_them_and_was_shown_their_secrets(held: Held, change: dict[str, Any]) -> None:
    with held.writing() as connection:
        one = add_person(connection, held.act(), "o@north.example", "Olga", ["administrator"])
        theirs, text = issue(connection, held.act(actor=one.person), "System", ["admin"], 365)
        _, below = issue(connection, held.act(actor=theirs.key), "Another", ["decide"], 365)
        kept, _ = issue(connection, held.act(actor=one.person), "Kept", ["files"], 365)
        _, fresh = rotate(connection, held.act(), kept.key, 365, timedelta(hours=24))
        change_person(connection, held.act(), one.person, title="Olga O.")
        assert checked(connection, text, held.clock()).key
        change_person(connection, held.act(), one.person, **change)
        assert [checked(connection, one, held.clock()).why for one in (text, below, fresh)] == [
            "revoked",
            "revoked",
            "",
        ]
        for ended in (one.person, theirs.key):  # who had asked before they were ended
            with pytest.raises(RefusedError):
                issue(connection, held.act(actor=ended), "Late", ["admin"], 365)


def test_one_tenant_finds_nothing_of_another(held: Held) -> None:
    with held.writing() as connection:
        theirs = held.first["south"].person
        key, text = issue(connection, held.act("south"), "System", ["admin"], 30)
        for attempt in (
            lambda: person_of(connection, "north", theirs),
            lambda: change_person(connection, held.act("north"), theirs, roles=[]),
            lambda: new_link(connection, held.act("north"), theirs),
            lambda: key_of(connection, "north", key.key),
            lambda: revoke(connection, held.act("north"), key.key),
            lambda: rotate(connection, held.act("north"), key.key, 30, timedelta(0)),
        ):
            with pytest.raises(NotFoundError):
                attempt()
        found = checked(connection, text, held.clock()).key
        assert found is not None and found.tenant == "south"
    assert len(held.entries("north")) == 2  # its own beginning, and nothing of these attempts


def test_tenants_have_settings_of_their_own_and_an_unknown_one_is_refused(held: Held) -> None:
    with held.writing() as connection:
        change_tenant(connection, held.act(), settings={"four_eyes": True, "retention_days": 730})
        assert settings_of(connection, "north").four_eyes and not settings_of(connection, "south").four_eyes
        change_tenant(connection, held.act(), title="The North", settings={"retention_days": None})
        assert tenant_of(connection, "north").title == "The North" and settings_of(connection, "north").four_eyes
    for wrong in ({"four_eye": True}, {"retention_days": 0}, {"four_eyes": "perhaps"}):
        with pytest.raises(RefusedError) as found, held.writing() as connection:
            change_tenant(connection, held.act(), settings=wrong)
        assert found.value.pointer.startswith("/settings/")
    for name in ("north", "No Such", "-x", ""):
        with pytest.raises(RefusedError), held.writing() as connection:
            create_tenant(connection, held.act(name, "system"), "T", "a@b", "A")


def test_every_administrative_act_is_on_record_without_a_name(held: Held) -> None:
    me = held.first["north"].person
    with held.writing() as connection:
        one = add_person(connection, held.act(), "olga@north.example", "Olga Officer", ["officer"])
        change_person(connection, held.act(), one.person, title="Olga Approver", roles=["approver"])
        key, _ = issue(connection, held.act(), "System", ["decide"], 30)
        rotate(connection, held.act(), key.key, 30, timedelta(hours=1))
        revoke(connection, held.act(), key.key)
        change_tenant(connection, held.act(), settings={"four_eyes": True})
        new_link(connection, held.act(), one.person)
        opened(connection, held.act(actor=one.person), "link", LIVES)
        ended_everywhere(connection, held.act(), one.person)
    said = [(entry["done"], entry["actor"]) for entry in held.entries()][2:]
    acts = ["added", "changed", "issued", "issued", "rotated", "revoked", "changed", "link"]
    assert said == [*((word, me) for word in acts), ("signed in", one.person), ("signed out everywhere", me)]
    assert "olga" not in str(held.entries()).lower() and schema.pending(held.database) == ()
