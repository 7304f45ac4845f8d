"""The service as processes: one that watches, those that answer, and one that does long work.

In: `Part`s, each a module that is run, with what it is told. Out: an exit code once all have ended. A part that ends on
its own is started again; when the one that watches is gone, however it went, the others end.
"""

from __future__ import annotations
