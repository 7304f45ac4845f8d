"""Bad weather: killed at any moment under load, on both databases: nothing acknowledged lost, nothing half done."""

from __future__ import annotations

import random
import threading
from pathlib import Path

from service.kills import killed_again_and_again


def test_a_service_killed_under_load_loses_nothing_and_leaves_nothing_half_done(
    database_url: str, tmp_path: Path
) -> None:
    done = killed_again_and_again(tmp_path, database_url, kills=3, chance=random.Random(1))
    assert done.kills == 3
    assert done.acknowledged > 0
    assert threading.active_count() < 10
