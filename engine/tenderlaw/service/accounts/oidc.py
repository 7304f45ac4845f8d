"""People signed in by their organisation's own provider: OpenID Connect, the code flow with PKCE, nonce and state.

Whoever runs the service names the provider, so its address is trusted as the settings are; what it answers is checked
to the last claim. It says who somebody is and, where the claim for roles is there, what they may do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwk, jwt
from joserfc.errors import InvalidKeyIdError, JoseError

from tenderlaw.service.accounts.tokens import new_token, same

__all__ = ["Identity", "OidcError", "Pending", "Provider", "ProviderSettings"]

_ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with a public key alone: one with the client's secret would let whoever has it be anybody."""
_LEEWAY: Final = 60
"""Seconds by which the provider's clock may differ."""
_KEPT: Final = 3600
"""Seconds for which what the provider says of itself is kept."""
_AGAIN: Final = 60
"""Seconds after which keys are asked for anew because a token names one that is not among them."""
_LARGEST: Final = 1_000_000

Transport = Callable[[], httpx2.BaseTransport | None]


class OidcError(Exception):
    """The provider could not be asked, or what came back is not what it must be; the message is for the log."""


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """A provider, and what this service is to it."""

    issuer: str
    client_id: str
    client_secret: str | None
    redirect_uri: str
    scope: str = "openid email profile"
    roles_claim: str = "roles"


@dataclass(frozen=True, slots=True)
class Pending:
    """A sign-in that began and waits for the provider's answer: it travels sealed in a cookie."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says it is."""

    subject: str
    """Issuer and subject, which together never change and are never given to another."""
    email: str | None
    """Only where the provider says that it checked it."""
    title: str | None
    roles: tuple[str, ...] | None = None
    """The words of the claim for roles; None where there is no such claim."""


@dataclass(slots=True)
class _Known:
    """What the provider says of itself, and since when that is kept."""

    at: float
    metadata: Mapping[str, object]
    keys: jwk.KeySet


@dataclass(slots=True)
class Provider:
    """One provider, with what it said of itself a while ago."""

    settings: ProviderSettings
    now: Callable[[], datetime]
    transport: Transport = lambda: None
    _known: _Known | None = field(default=None, init=False)

    def begun(self) -> tuple[str, Pending]:
        """The address to which the browser is sent, and what is kept until it comes back."""
        pending = Pending(new_token(), new_token(), new_token())
        with self._client() as client:
            address, _ = client.create_authorization_url(
                _text(self._asked(client).metadata, "authorization_endpoint"),
                state=pending.state,
                nonce=pending.nonce,
                code_verifier=pending.verifier,
            )
        return str(address), pending

    def finished(self, pending: Pending, query: Mapping[str, str]) -> Identity:
        """Who came back with this answer. Raises OidcError for anything that is not the answer to what was asked."""
        if not same(pending.state, query.get("state", "")):
            raise OidcError("the answer is to another question: its state differs")
        if "error" in query:
            raise OidcError(f"the provider refused: {query['error'][:80]!r}")
        if query.get("iss", self.settings.issuer) != self.settings.issuer:
            raise OidcError("the answer comes from another issuer")
        if not query.get("code"):
            raise OidcError("the answer holds no code")
        try:
            with self._client() as client:
                endpoint = _text(self._asked(client).metadata, "token_endpoint")
                token = client.fetch_token(
                    endpoint,
                    grant_type="authorization_code",
                    code=query["code"],
                    code_verifier=pending.verifier,
                )
                return self._identity(client, token.get("id_token"), pending.nonce)
        except (OAuthError, httpx2.HTTPError, ValueError) as error:
            raise OidcError(f"the code could not be exchanged: {type(error).__name__}") from error

    def _client(self) -> OAuth2Client:
        of = self.settings
        return OAuth2Client(
            of.client_id,
            of.client_secret,
            scope=of.scope,
            redirect_uri=of.redirect_uri,
            code_challenge_method="S256",
            transport=self.transport(),
            timeout=10,
            follow_redirects=False,
            trust_env=True,
        )

    def _asked(self, client: OAuth2Client, *, anew: bool = False) -> _Known:
        """What the provider says of itself; asked again after a while, or because a key is not known."""
        moment = self.now().timestamp()
        held = self._known
        if held is not None and 0 <= moment - held.at < (_AGAIN if anew else _KEPT):
            return held
        issuer = self.settings.issuer
        metadata = _got(client, issuer.rstrip("/") + "/.well-known/openid-configuration")
        if metadata.get("issuer") != issuer:
            raise OidcError("what the provider says of itself names another issuer")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if urlsplit(_text(metadata, name)).scheme != urlsplit(issuer).scheme:
                raise OidcError(f"`{name}` is not as protected as the issuer is")
        try:
            keys = jwk.KeySet.import_key_set(_got(client, _text(metadata, "jwks_uri")))  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise OidcError("the provider's keys cannot be read") from error
        self._known = _Known(moment, metadata, keys)
        return self._known

    def _identity(self, client: OAuth2Client, id_token: object, nonce: str) -> Identity:
        if not isinstance(id_token, str):
            raise OidcError("the provider sent no ID token")
        of = self.settings
        try:
            claims = self._claims(client, id_token)
            jwt.JWTClaimsRegistry(
                now=int(self.now().timestamp()),
                leeway=_LEEWAY,
                iss={"essential": True, "value": of.issuer},
                aud={"essential": True, "value": of.client_id},
                sub={"essential": True},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
            ).validate(claims)
        except (JoseError, ValueError) as error:
            raise OidcError(f"the ID token is not valid: {type(error).__name__}") from error
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != of.client_id:
            raise OidcError("the ID token was made for another client")
        email, title, roles = claims.get("email"), claims.get("name"), claims.get(of.roles_claim)
        return Identity(
            f"{of.issuer} {claims['sub']}",
            email if isinstance(email, str) and claims.get("email_verified") is True else None,
            title if isinstance(title, str) else None,
            tuple(one for one in roles if isinstance(one, str)) if isinstance(roles, list) else None,
        )

    def _claims(self, client: OAuth2Client, id_token: str) -> dict[str, object]:
        """The claims of a token that one of the provider's keys signed; keys that changed are asked for once."""
        try:
            return jwt.decode(id_token, self._asked(client).keys, algorithms=_ALGORITHMS).claims
        except (InvalidKeyIdError, ValueError):
            return jwt.decode(id_token, self._asked(client, anew=True).keys, algorithms=_ALGORITHMS).claims


def _got(client: OAuth2Client, address: str) -> dict[str, object]:
    """A JSON object that the provider publishes."""
    try:
        answer = client.request("GET", address, withhold_token=True)
        answer.raise_for_status()
        if len(answer.content) > _LARGEST:
            raise OidcError("the provider's answer is too long")
        held = answer.json()
    except (httpx2.HTTPError, ValueError) as error:
        raise OidcError(f"the provider cannot be asked: {type(error).__name__}") from error
    if not isinstance(held, dict):
        raise OidcError("the provider's answer is no JSON object")
    return held


def _text(metadata: Mapping[str, object], name: str) -> str:
    value = metadata.get(name)
    if not isinstance(value, str):
        raise OidcError(f"the provider does not say its `{name}`")
    return value
