"""The address at which the service answers, taken before anything is started: one that is not free ends the start."""

from __future__ import annotations

import errno
import os
import socket

from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["BACKLOG", "address_of", "listening"]

BACKLOG = 2048
"""Connections that wait to be accepted."""


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens at `host` and `port` (0: a free one). Raises InputInvalidError where it cannot."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE | socket.AI_ADDRCONFIG
        )[0]
    except (socket.gaierror, UnicodeError):
        raise _refused(
            "--host", f"`{host}` is not an address of this machine", "127.0.0.1, or 0.0.0.0 for all"
        ) from None
    door = socket.socket(family, kind, protocol)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            door.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0 if host == "::" else 1)
        door.bind(address)
        door.listen(BACKLOG)
    except OSError as error:
        door.close()
        raise _not_taken(host, port, error) from None
    return door


def address_of(door: socket.socket, host: str) -> str:
    """The address of pages and API, as a browser takes it."""
    port = door.getsockname()[1]
    named = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 - read, not bound
    return f"http://{named}:{port}"


def _not_taken(host: str, port: int, error: OSError) -> InputInvalidError:
    if error.errno == errno.EADDRINUSE:
        return _refused(
            "--port", f"port {port} of {host} is in use by another program", "another port, or 0 for a free one"
        )
    if error.errno == errno.EACCES:
        return _refused(
            "--port", f"port {port} may not be taken by this account", "a port from 1024 on, behind a proxy"
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return _refused("--host", f"`{host}` is not an address of this machine", "127.0.0.1, or 0.0.0.0 for all")
    return _refused("--port", f"port {port} of {host} cannot be taken: {os.strerror(error.errno or 0)}", "")


def _refused(option: str, message: str, right: str) -> InputInvalidError:
    return InputInvalidError([Fault(option, 0, 0, "", message, right)])
