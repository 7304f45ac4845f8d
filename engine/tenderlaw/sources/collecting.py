"""Python's collector of circles, kept from looking while much is made that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["uncollected"]


@contextmanager
def uncollected() -> Iterator[None]:
    """Make what stays without being looked through again and again: a fifth of the time of reading packs.

    Threads may overlap: whichever found the collector on turns it on again, so that it never stays off.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
