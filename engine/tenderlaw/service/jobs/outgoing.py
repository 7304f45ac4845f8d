"""Where this service may send a request of its own: to public addresses, over HTTPS, and to no machine of its network.

An address that a tenant names is another's choice. Its name is resolved once, every address that it resolves to must be
public, and the connection goes to the very address that was looked at, so that the name cannot mean another one later.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

__all__ = ["Destination", "OutgoingRefusedError", "Resolve", "destination", "parts_of", "resolved"]

Resolve = Callable[[str, int], Iterable[str]]
"""The addresses of a name and a port."""
_LONGEST: Final = 2_000
_PORTS: Final = {"https": 443, "http": 80}
_TRANSLATED: Final = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
"""IPv6 addresses that a gateway turns into an IPv4 address, which may be a private one."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_OF_CLOUDS: Final = frozenset(
    map(ipaddress.ip_address, ("168.63.129.16", "192.0.0.192", "100.100.100.200", "fd00:ec2::254", "fd20:ce::254"))
)
"""Where clouds hand out secrets to their machines, beside 169.254.169.254: some look public, some like one's own."""


class OutgoingRefusedError(Exception):
    """An address to which nothing is sent; the message says why in a person's words."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a request goes: the address that was looked at, and the name that it was asked for by."""

    scheme: str
    host: str
    port: int
    address: str
    target: str
    """Path and query."""

    @property
    def authority(self) -> str:
        """The name and port as the header `host` has them."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"

    @property
    def pinned(self) -> str:
        """The address to connect to, with the number in place of the name."""
        number = f"[{self.address}]" if ":" in self.address else self.address
        return f"{self.scheme}://{number}:{self.port}{self.target}"


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system resolves it."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise OutgoingRefusedError(f"the name `{host}` cannot be resolved") from error
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def destination(url: str, *, private: bool = False, resolve: Resolve | None = None) -> Destination:
    """Where a request to this address goes. Raises OutgoingRefusedError for one to which nothing may be sent.

    `private` allows plain HTTP and addresses of one's own network, where whoever runs the service has said so; this
    machine itself, and what answers machines on their own wire (as clouds hand out secrets), is never asked.
    """
    scheme, host, port, target = parts_of(url, private)
    addresses = list((resolve or resolved)(host, port))
    if not addresses:
        raise OutgoingRefusedError(f"the name `{host}` has no address")
    for one in addresses:
        if not (_is_public(one) or (private and _is_of_a_network(one))):
            raise OutgoingRefusedError(f"`{host}` is an address of a private network or of this machine")
    return Destination(scheme, host, port, addresses[0].partition("%")[0], target)


def parts_of(url: str, private: bool = False) -> tuple[str, str, int, str]:
    """Scheme, host, port and target of an address. Raises OutgoingRefusedError for one of another form."""
    if len(url) > _LONGEST or any(ord(letter) <= 32 or ord(letter) == 127 or letter == "\\" for letter in url):
        raise OutgoingRefusedError("the address is too long, or holds spaces, backslashes or control characters")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise OutgoingRefusedError("the address cannot be read") from error
    if parts.scheme not in _PORTS or (parts.scheme == "http" and not private):
        raise OutgoingRefusedError("the address must begin with `https://`")
    if not host or parts.username is not None or parts.password is not None or parts.fragment:
        raise OutgoingRefusedError("the address must name a host, and neither a user nor a fragment")
    try:
        name = host if ":" in host else host.rstrip(".").encode("idna").decode()
    except UnicodeError as error:
        raise OutgoingRefusedError("the host's name cannot be read") from error
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not target.isascii():
        raise OutgoingRefusedError("path and query must be percent-encoded")
    return parts.scheme, name, port or _PORTS[parts.scheme], target


def _is_public(text: str) -> bool:
    """Whether an address is one of the public Internet, whichever form it hides in."""
    try:
        address: Address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    every = (address, *_within(address))
    if any(one in _OF_CLOUDS or (isinstance(one, ipaddress.IPv6Address) and one.is_site_local) for one in every):
        return False
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in every)


def _is_of_a_network(text: str) -> bool:
    """Whether an address is a private one that other machines of a network have."""
    try:
        address: Address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return not any(
        one.is_loopback
        or one.is_link_local
        or one.is_multicast
        or one.is_reserved
        or one.is_unspecified
        or one in _OF_CLOUDS
        for one in (address, *_within(address))
    )


def _within(address: Address) -> list[Address]:
    """The IPv4 addresses that an IPv6 address stands for."""
    if not isinstance(address, ipaddress.IPv6Address):
        return []
    teredo = address.teredo
    found: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(teredo or ())]
    if any(address in network for network in _TRANSLATED) or address.packed[:12] == bytes(12):
        found.append(ipaddress.IPv4Address(address.packed[-4:]))
    return [one for one in found if one is not None]
