"""People come in by their own organisation's provider: everything that it answers is checked, and nothing replayed."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx2
import pytest
from joserfc import jwk, jwt
from limits import parse

from service.accounts_held import Clock, Held, held_in
from tenderlaw.service.accounts.failures import Failures
from tenderlaw.service.accounts.oidc import Identity, OidcError, Pending, Provider, ProviderSettings
from tenderlaw.service.accounts.people import add_person, person_of
from tenderlaw.service.accounts.sessions import Lives, seen
from tenderlaw.service.accounts.signing_in import by_provider

ISSUER = "https://id.example"


@dataclass
class FakeProvider:
    """A provider in memory: it asks for PKCE, and says what the test has it say."""

    clock: Clock
    key: jwk.RSAKey = field(default_factory=lambda: jwk.RSAKey.generate_key(2048, {"kid": "one"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    claims: dict[str, object] = field(default_factory=dict)
    metadata: dict[str, object] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    signed_by: jwk.Key | None = None
    algorithm: str = "RS256"
    redirect: str = "https://here.example/back"

    def authorize(self, address: str) -> dict[str, str]:
        """What the browser brings back from the address that it was sent to."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256"
        assert asked["scope"] == "openid email profile" and asked["redirect_uri"] == self.redirect
        code = f"code{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": ISSUER}

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request.url.path)
        if request.url.path == "/.well-known/openid-configuration":
            said = {"issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/authorize", "jwks_uri": f"{ISSUER}/keys"}
            return httpx2.Response(200, json={**said, "token_endpoint": f"{ISSUER}/token", **self.metadata})
        if request.url.path == "/keys":
            return httpx2.Response(200, json={"keys": [self.key.as_dict(private=False)]})
        return self._token(request)

    def _token(self, request: httpx2.Request) -> httpx2.Response:
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        right = "Basic " + base64.b64encode(b"tenderlaw:hush").decode()
        asked = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or request.headers["authorization"] != right or asked["code_challenge"] != challenge:
            return httpx2.Response(400, json={"error": "invalid_grant"})
        now = int(self.clock().timestamp())
        claims: dict[str, object] = {"iss": ISSUER, "aud": "tenderlaw", "sub": "1", "iat": now, "exp": now + 300}
        claims |= {"nonce": asked["nonce"], "email": "o@north.example", "email_verified": True, **self.claims}
        claims = {name: value for name, value in claims.items() if value is not None}
        key = self.signed_by or self.key
        token = jwt.encode({"alg": self.algorithm, "kid": key.kid}, claims, key, algorithms=[self.algorithm])
        return httpx2.Response(200, json={"access_token": "x", "token_type": "Bearer", "id_token": token})


@pytest.fixture(scope="module")
def key() -> jwk.RSAKey:
    return jwk.RSAKey.generate_key(2048, {"kid": "one"})


@pytest.fixture
def fake(key: jwk.RSAKey) -> FakeProvider:
    return FakeProvider(Clock(), key)


@pytest.fixture
def provider(fake: FakeProvider) -> Provider:
    settings = ProviderSettings(ISSUER, "tenderlaw", "hush", "https://here.example/back")
    return Provider(settings, fake.clock, lambda: httpx2.MockTransport(fake))


def test_the_code_flow_says_who_it_is_and_asks_the_provider_once_about_itself(
    fake: FakeProvider, provider: Provider
) -> None:
    for number in range(2):
        fake.claims = {"sub": str(number), "roles": ["officer", 7]}
        address, pending = provider.begun()
        assert pending.verifier not in address
        identity = provider.finished(pending, fake.authorize(address))
        assert identity == Identity(f"{ISSUER} {number}", "o@north.example", None, ("officer",))
    assert fake.asked.count("/keys") == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "somebody-else"},
        {"aud": ["tenderlaw", "other"]},
        {"aud": ["tenderlaw", "other"], "azp": "other"},
        {"iss": "https://evil.example"},
        {"exp": 0},
        {"exp": None},
        {"sub": None},
        {"iat": None},
    ],
)
def test_a_token_that_is_not_ours_now_is_refused(
    fake: FakeProvider, provider: Provider, claims: dict[str, object]
) -> None:
    fake.claims = claims
    address, pending = provider.begun()
    with pytest.raises(OidcError):
        provider.finished(pending, fake.authorize(address))


def test_a_token_that_the_provider_did_not_sign_is_refused(fake: FakeProvider, provider: Provider) -> None:
    forged = jwk.RSAKey.generate_key(2048, {"kid": "one"})
    secret = jwk.OctKey.import_key("hush" * 12, {"kid": "one"})
    for signed_by, algorithm in ((forged, "RS256"), (secret, "HS256")):
        fake.signed_by, fake.algorithm = signed_by, algorithm
        address, pending = provider.begun()
        with pytest.raises(OidcError):
            provider.finished(pending, fake.authorize(address))


def test_keys_that_the_provider_changed_are_asked_for_again_and_not_at_every_token(
    fake: FakeProvider, provider: Provider
) -> None:
    address, pending = provider.begun()
    provider.finished(pending, fake.authorize(address))
    fake.key = jwk.RSAKey.generate_key(2048, {"kid": "two"})
    fake.clock.on(minutes=2)
    address, pending = provider.begun()
    assert provider.finished(pending, fake.authorize(address)).subject
    asked = fake.asked.count("/keys")
    fake.signed_by = jwk.RSAKey.generate_key(2048, {"kid": "three"})
    for _ in range(3):
        address, pending = provider.begun()
        with pytest.raises(OidcError):
            provider.finished(pending, fake.authorize(address))
    assert fake.asked.count("/keys") == asked


def test_an_answer_to_another_question_is_refused_before_the_code_is_used(
    fake: FakeProvider, provider: Provider
) -> None:
    address, pending = provider.begun()
    answer = fake.authorize(address)
    for other in (
        {**answer, "state": "another"},
        {**answer, "iss": "https://evil.example"},
        {"state": answer["state"], "error": "access_denied"},
        {"state": answer["state"]},
    ):
        with pytest.raises(OidcError):
            provider.finished(pending, other)
    with pytest.raises(OidcError):  # a code that was stolen, without its verifier
        provider.finished(Pending(pending.state, pending.nonce, "guessed" * 8), answer)
    assert fake.asked.count("/token") == 1


def test_a_provider_that_says_it_is_another_or_sends_people_over_plain_http_is_refused(
    fake: FakeProvider, provider: Provider
) -> None:
    for wrong in ({"issuer": "https://evil.example"}, {"token_endpoint": "http://id.example/token"}):
        fake.metadata = dict(wrong)
        with pytest.raises(OidcError):
            provider.begun()


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    with held_in(f"sqlite:///{tmp_path / 'a.sqlite'}") as one:
        yield one


def test_who_was_invited_comes_in_and_roles_are_kept_here_unless_the_provider_says_them(held: Held) -> None:
    database, record, lives, failures = held.database, held.record, Lives(), Failures(parse("9/hour"))

    def came(sub: str, email: str | None, roles: tuple[str, ...] | None = None) -> tuple[str, ...] | None:
        token = by_provider(database, record, failures, "north", Identity(sub, email, "Olga", roles), lives)
        if token is None:
            return None
        with database.reading() as connection:
            found = seen(connection, token, held.clock(), lives)
        assert found is not None
        return found.roles

    assert came("a", "o@north.example") is None  # nobody invited them
    with held.writing() as connection:
        one = add_person(connection, held.act(), "o@north.example", "Olga", ["officer"])
    assert came("a", None) is None  # an address that the provider did not check
    assert came("a", "o@north.example") == ("officer",)
    assert came("b", "o@north.example", ("approver",)) is None  # the address was given to another
    assert came("a", None, ("approver", "emperor")) == ("approver",)
    assert came("a", None, ()) is None
    assert came("c", "new@north.example", ("reader",)) == ("reader",)
    assert came("d", "admin@north.example", ("reader",)) == ("administrator", "approver", "auditor")
    with held.writing() as connection:
        assert person_of(connection, "north", one.person).roles == ()
    said = json.dumps(held.entries())
    assert "hush" not in said and "o@north.example" not in said
    refused = [(one["why"], one["actor"]) for one in held.entries(kind="sign_in") if one["done"] == "refused"]
    assert refused == [("not invited", "provider")] * 3 + [("no role", one.person)]
