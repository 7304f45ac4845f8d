"""Why something is not done to a file: it is not there, it changed meanwhile, or the law or the house bars it."""

from __future__ import annotations

from collections.abc import Iterable

from tenderlaw.sources.faults import Fault, TenderlawError

__all__ = ["ChangedError", "FileRefusedError", "NotAllowedError", "NotThereError", "StepRefusedError"]


class NotThereError(TenderlawError):
    """Nothing of this handle is there, for this tenant: whether another has it is not said."""

    problem = "not-found"

    def __init__(self, what: str, handle: str) -> None:
        super().__init__([Fault(what, 0, 0, "", f"no {what} `{handle[:64]}` is there")])


class ChangedError(TenderlawError):
    """Somebody changed it meanwhile: nothing was done, and nothing that was given is lost.

    `revision` is the one that it has now.
    """

    problem = "changed"

    def __init__(self, what: str, revision: str) -> None:
        super().__init__([Fault(what, 0, 0, "", "was changed meanwhile", "look at it as it is now, then try again")])
        self.revision = revision


class FileRefusedError(TenderlawError):
    """What was asked cannot be done to the file as it is; every fault says why."""

    problem = "conflict"


class StepRefusedError(FileRefusedError):
    """A step of the authority that the decision does not bear; `cite` is the provision that stands in the way."""

    def __init__(self, faults: Iterable[Fault], cite: str | None = None) -> None:
        super().__init__(faults)
        self.cite = cite


class NotAllowedError(TenderlawError):
    """Whoever acts may not do this: another person must."""

    problem = "not-allowed"
