"""Why something is not done to a file: it is not there, it changed meanwhile, or the law or the house bars it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from tenderlaw.sources.faults import Fault, TenderlawError

__all__ = [
    "ChangedError",
    "FileRefusedError",
    "NotAllowedError",
    "NotThereError",
    "OwnDecisionError",
    "OwnMissing",
    "StepRefusedError",
]


OwnMissing: TypeAlias = Literal["missing", "other", "old"]
"""There is no decision of the authority on the bidder, another one, or one on other facts."""


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


class OwnDecisionError(FileRefusedError):
    """A letter tells of a decision on the bidder that the authority has not made, or not on the facts as they are.

    `wanted` is the decision of which it tells, `how` whether there is none, another one, or one on other facts.
    """

    def __init__(self, fault: Fault, wanted: str, how: OwnMissing) -> None:
        super().__init__([fault])
        self.wanted = wanted
        self.how: OwnMissing = how


class NotAllowedError(TenderlawError):
    """Whoever acts may not do this: another person must."""

    problem = "not-allowed"
