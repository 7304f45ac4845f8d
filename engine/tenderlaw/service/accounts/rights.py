"""Who may do what: the roles of people, the scopes of keys, and the rights that both come to.

A right is one word, and an endpoint asks for one; whether a person or a key has it is settled here alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

__all__ = ["ROLES", "SCOPES", "rights_of_roles", "rights_of_scopes"]

ROLES: Final[Mapping[str, frozenset[str]]] = {
    "reader": frozenset({"reader", "decide"}),
    "officer": frozenset({"officer", "reader", "decide", "files"}),
    "approver": frozenset({"approver", "officer", "reader", "decide", "files"}),
    "auditor": frozenset({"auditor", "reader", "decide", "record"}),
    "administrator": frozenset({"administrator", "admin"}),
}
"""What each role may do. An approver is an officer, an officer a reader; an auditor reads everything and changes
nothing; an administrator keeps people, keys and settings, and sees no file by that alone."""

SCOPES: Final[Mapping[str, frozenset[str]]] = {
    "decide": frozenset({"decide"}),
    "files": frozenset({"files", "officer", "reader", "decide"}),
    "record": frozenset({"record", "auditor"}),
    "admin": frozenset({"admin", "administrator"}),
}
"""What a key of each scope may do. No key approves: a second pair of eyes is a person's."""


def rights_of_roles(roles: Iterable[str]) -> frozenset[str]:
    """What a person with these roles may do; a word that is no role gives nothing."""
    return frozenset().union(*(ROLES.get(role, frozenset()) for role in roles))


def rights_of_scopes(scopes: Iterable[str]) -> frozenset[str]:
    """What a key with these scopes may do; a word that is no scope gives nothing."""
    return frozenset().union(*(SCOPES.get(scope, frozenset()) for scope in scopes))
