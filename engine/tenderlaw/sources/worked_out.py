"""What follows from a value, worked out when it is first asked for and kept with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

__all__ = ["worked_out"]

T = TypeVar("T")


class worked_out(Generic[T]):  # noqa: N801 - used as a decorator
    """Like `functools.cached_property`, and without its lock (Python 3.11), which a fork can find taken for ever.

    Two threads may work it out twice: both are given what the first of them came to.
    """

    def __init__(self, function: Callable[[Any], T]) -> None:
        self.function = function
        self.__doc__ = function.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type | None = None) -> worked_out[T]: ...

    @overload
    def __get__(self, instance: object, owner: type | None = None) -> T: ...

    def __get__(self, instance: object, owner: type | None = None) -> worked_out[T] | T:
        if instance is None:
            return self
        held: dict[str, T] = instance.__dict__
        return held.setdefault(self.name, self.made(instance))

    def made(self, instance: object) -> T:
        """The value, worked out now."""
        return self.function(instance)
