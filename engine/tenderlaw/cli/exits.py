"""Exit codes, part of the interface: 0, 2 to 12, 70 and 130."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = [
    "EXIT_OF_OUTCOME",
    "INPUT_INVALID",
    "INTERNAL",
    "INTERRUPTED",
    "LACKING",
    "PACK_INVALID",
    "TAMPERED",
    "USAGE",
]

USAGE: Final = 2
PACK_INVALID: Final = 6
INPUT_INVALID: Final = 7
TAMPERED: Final = 10
"""`record`: something is not as it was written, or a decision does not come out as it did."""
LACKING: Final = 12
"""`doctor`: something that the service needs is missing."""
INTERNAL: Final = 70
INTERRUPTED: Final = 130
"""As shells say it: 128 and the number of the signal."""

EXIT_OF_OUTCOME: Final[Mapping[str, int]] = {
    "not_excluded": 0,
    "must_exclude": 3,
    "may_exclude": 4,
    "undetermined": 5,
    "out_of_scope": 8,
}
"""The exit code of `check` and `explain` by outcome. 7: input that cannot be read; 9: an extra is missing; 10: the
record is not as it was written; 11: the database is away, busy, full or of another version."""
