"""A real server on loopback and a real browser, for tests that look at pages as people do."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from service.pages.at_desk import AtDesk, at_desk

__all__ = ["chromium", "served"]

_CHROMIUM = next(
    (path for path in map(Path, ("/usr/bin/chromium", "/usr/bin/chromium-browser")) if path.exists()), None
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; skips the test where there is none."""
    if _CHROMIUM is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(_CHROMIUM), args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(url: str, **settings: object) -> Iterator[tuple[AtDesk, str]]:
    """The service over an empty database, and the address at which it answers."""
    with at_desk(url, **settings) as desk:
        config = uvicorn.Config(desk.app, host="127.0.0.1", port=0, log_level="error", access_log=False, loop="asyncio")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
        thread.start()
        try:
            while not server.started:
                thread.join(0.02)
                assert thread.is_alive(), "the server did not start"
            port = server.servers[0].sockets[0].getsockname()[1]
            yield desk, f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(20)
