"""Whether the settings fit together, above all where a proxy stands between people and the service."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from tenderlaw.service.checkup.findings import Finding, lacking, note, well
from tenderlaw.service.settings import Settings

__all__ = ["settings_found"]


def settings_found(settings: Settings) -> Iterator[Finding]:
    """What does not fit together, or that nothing does not."""
    found = [*_reached(settings), *_proxied(settings), *_signed_in(settings), *_processes(settings)]
    yield from found or [well("settings", "they fit together")]


def _reached(settings: Settings) -> Iterator[Finding]:
    outside = not _is_loopback(settings.host)
    if outside and settings.public_url is None:
        yield note(
            "settings",
            f"it listens on {settings.host} and knows no `public_url`: any name in a `host` header is taken, links "
            "name this machine",
            "`public_url: https://...`, and a proxy with TLS before it (deploy/proxy.md)",
        )
    if settings.public_url is not None and not settings.secure and not _is_loopback(_host(settings.public_url)):
        yield lacking(
            "settings",
            f"people reach it by {settings.public_url}: sessions and facts pass the network in clear",
            "https, by a proxy before it (deploy/proxy.md)",
        )
    if settings.public_url is not None and settings.hosts and _host(settings.public_url) not in settings.hosts:
        yield lacking(
            "settings",
            f"`hosts` lacks the name in `public_url`: {_host(settings.public_url)} would be refused",
            f"`hosts: [{_host(settings.public_url)}]`, or no `hosts`",
        )
    if "*" in settings.cors_origins:
        yield note("settings", "pages of any site may call the API from a browser", "`cors_origins` names the sites")


def _proxied(settings: Settings) -> Iterator[Finding]:
    if settings.secure and not settings.behind:
        yield note(
            "settings",
            "people come by https, so through a proxy, but `behind` names none: to the service all callers are one, "
            "and share its limits of rate",
            "`behind: 127.0.0.1`, or the address from which the proxy calls",
        )
    if "*" in settings.behind:
        yield lacking(
            "settings",
            "`behind: *` believes anybody's word about where a call comes from: limits of rate bind nobody",
            "the proxy's own address",
        )
    for one in settings.behind:
        if one != "*" and not _is_network(one):
            yield lacking("settings", f"`{one}` in `behind` is no address", "`127.0.0.1`, or `10.0.0.0/8`")
    if settings.behind and settings.public_url is None:
        yield note("settings", "a proxy is named, but no `public_url`", "the address by which people reach the proxy")


def _signed_in(settings: Settings) -> Iterator[Finding]:
    said = (settings.oidc_issuer, settings.oidc_client_id)
    if any(said) and not all(said):
        yield lacking("settings", "the provider of sign-ins is half named", "`oidc_issuer` and `oidc_client_id`")
    if settings.oidc_issuer is not None and settings.oidc_issuer.startswith("http:"):
        yield lacking("settings", "the provider of sign-ins is reached without TLS", "`oidc_issuer: https://...`")


def _processes(settings: Settings) -> Iterator[Finding]:
    if settings.workers > 1 and not settings.database_url.startswith("postgresql"):
        yield note(
            "settings",
            f"{settings.workers} processes share one SQLite file: one writes at a time",
            "PostgreSQL, where several people write",
        )


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True
