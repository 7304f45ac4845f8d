"""What tests of pages begin with: the service over a database of its own, and browsers that are signed in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

from fastapi import FastAPI
from starlette.testclient import TestClient

from service.accounts_held import Held, held_in
from tenderlaw.service.accounts.links import new_link
from tenderlaw.service.accounts.people import add_person
from tenderlaw.service.app import create_app
from tenderlaw.service.pack_sets import PackSet, PackSets, installed_set
from tenderlaw.service.settings import Settings

__all__ = ["AtDesk", "at_desk", "token_in"]


@cache
def packs() -> PackSet:
    return installed_set()


def token_in(text: str) -> str:
    """The token that the forms of a page carry."""
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', text)
    assert found is not None, "no form of a session"
    return found[1]


@dataclass
class AtDesk:
    """The service, its accounts, and whoever asks."""

    app: FastAPI
    held: Held
    _clients: list[TestClient] = field(default_factory=list)
    _people: int = 0

    def nobody(self) -> TestClient:
        client = TestClient(self.app, headers={"Sec-Fetch-Site": "same-origin", "Accept": "text/html"})
        self._clients.append(client)
        return client

    def link(self, *roles: str, tenant: str = "north") -> str:
        """A sign-in link of a new person with these roles."""
        with self.held.writing() as connection:
            self._people += 1
            number = self._people
            address = f"{'-'.join(roles)}{number}@{tenant}.example"
            one = add_person(connection, self.held.act(tenant), address, f"Robin {roles[0].title()}", list(roles))
            return new_link(connection, self.held.act(tenant), one.person)

    def signed_in(self, *roles: str, tenant: str = "north") -> TestClient:
        client = self.nobody()
        answer = client.post("/sign-in", data={"token": self.link(*roles, tenant=tenant)}, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return client


@contextmanager
def at_desk(url: str, **settings: object) -> Iterator[AtDesk]:
    """The service over an empty database with the tenants `north` and `south`."""
    with held_in(url) as held:
        app = create_app(
            Settings(**settings),  # type: ignore[arg-type]
            database=held.database,
            record=held.record,
            clock=held.clock,
            packs=PackSets(packs()),
        )
        desk = AtDesk(app, held)
        yield desk
        for client in desk._clients:
            client.close()
        app.state.desk.close()
