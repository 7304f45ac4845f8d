"""docs/running.md says what can be set: all of it, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from tenderlaw.service.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "running.md"


def test_the_page_on_running_lists_every_setting() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row.split("|")[1])}
    assert named == set(Settings.model_fields)
