"""What the service needs, looked at: each finding says what is, and what would be right.

Nothing is made or changed by looking: no file, no table, no key.
"""

from __future__ import annotations
