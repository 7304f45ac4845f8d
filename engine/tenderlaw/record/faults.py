"""What the record can refuse, and what can be found wrong with it."""

from __future__ import annotations

from tenderlaw.sources.faults import InputInvalidError, TenderlawError

__all__ = ["ErasedError", "HeldError", "InconsistentError", "KeyWrongError", "NotInRecordError", "TamperedError"]


class ErasedError(TenderlawError):
    """What is asked for was erased: its key is gone, and nobody can read it again. Exit code 7."""

    exit_code = 7
    problem = "erased"


class HeldError(TenderlawError):
    """A duty or a claim needs what is to be erased. Exit code 7."""

    exit_code = 7
    problem = "conflict"


class NotInRecordError(InputInvalidError):
    """There is no such entry, tenant or checkpoint. Exit code 7."""


class KeyWrongError(TenderlawError):
    """The master key is not the one with which this database was made. Exit code 7."""

    exit_code = 7


class TamperedError(TenderlawError):
    """What is stored is not what was recorded. Exit code 10."""

    exit_code = 10


class InconsistentError(TamperedError):
    """The tree no longer begins with what was signed: no checkpoint is signed over it. Exit code 10."""
