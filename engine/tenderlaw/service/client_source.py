"""The typed client, written from the OpenAPI document: `python -m tenderlaw.service.client_source`.

The same document gives the same text; a test holds the client that is shipped to it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tenderlaw.service.api.description import description_of
from tenderlaw.service.app import create_app
from tenderlaw.service.client_operations import Operation, method_of, operations_of
from tenderlaw.service.client_types import types_text
from tenderlaw.service.settings import Settings

__all__ = ["client_source", "main"]

_FOLDER: Final = Path(__file__).resolve().parents[1] / "client"
_HEAD: Final = '''"""Made from the OpenAPI document (`python -m tenderlaw.service.client_source`); not by hand."""
# ruff: noqa

from __future__ import annotations
'''


def client_source(description: Mapping[str, Any]) -> dict[str, str]:
    """The files of the client, by name."""
    types, known = types_text(description["components"]["schemas"])
    operations = operations_of(description)
    return {"types.py": _formatted(f"{_HEAD}\n{types}"), "api.py": _formatted(_api(operations, known))}


def _api(operations: list[Operation], known: frozenset[str]) -> str:
    methods = "\n\n".join(method_of(one) for one in operations)
    named = sorted(name for name in known if _holds(methods, name))
    imports = f"from tenderlaw.client.types import {', '.join(named)}\n" if named else ""
    return (
        f"{_HEAD}\nfrom collections.abc import Mapping\nfrom typing import Any, Literal\n\n"
        "from tenderlaw.client.calls import Calls, Download, Upload, download_of, json_of, members, step\n"
        f'{imports}\n__all__ = ["Client"]\n\n\n'
        f'class Client(Calls):\n    """Every operation of the API."""\n\n{methods}\n'
    )


def _holds(text: str, name: str) -> bool:
    return any(f"{before}{name}{after}" in text for before in (" ", "[") for after in (":", "]", ",", " ", "\n"))


def _formatted(text: str) -> str:
    """The text as the project's own formatter has it."""
    command = [sys.executable, "-m", "ruff", "format", "--line-length", "120", "--stdin-filename", "client.py", "-"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)  # noqa: S603 - no shell
    return done.stdout.decode()


def main() -> None:
    """Write the client anew."""
    for name, text in client_source(description_of(create_app(Settings()))).items():
        (_FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
