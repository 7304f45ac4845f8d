"""Bad weather: killed at any moment under load, on both databases: nothing acknowledged lost, nothing half done."""

from __future__ import annotations

import random
from pathlib import Path

from service.kills import killed_again_and_again


def test_a_service_killed_under_load_loses_nothing_and_leaves_nothing_half_done(
    database_url: str, tmp_path: Path
) -> None:
    done = killed_again_and_again(tmp_path, database_url, kills=8, chance=random.Random(1))
    assert done.kills == 8
    assert done.acknowledged > 8


def test_the_whole_service_killed_under_load_starts_again_where_it_was(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'kept.sqlite'}"
    done = killed_again_and_again(tmp_path, database, kills=2, chance=random.Random(1), forked=False)
    assert done.acknowledged > 0
