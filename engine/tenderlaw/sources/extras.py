"""What needs an extra: a clear error that names the command to install it, exit code 9."""

from __future__ import annotations

import importlib.util

from tenderlaw.sources.faults import Fault, TenderlawError

__all__ = ["ExtraMissingError", "need"]

_MODULES = {
    "documents": ("docx", "docx_plus", "docxtpl", "typst", "xlsxwriter", "python_calamine"),
    "redline": ("python_redlines", "redlines", "docx"),
    "batch": ("duckdb", "pyarrow", "stdnum"),
    "spark": ("duckdb", "pyarrow", "stdnum", "pyspark"),
    "serve": ("fastapi", "uvicorn", "sqlalchemy", "alembic", "cryptography", "authlib", "govuk_frontend_jinja"),
}


class ExtraMissingError(TenderlawError):
    """A part that is installed apart is not there. Exit code 9."""

    exit_code = 9


def need(extra: str, what: str) -> None:
    """Raise ExtraMissingError unless the extra is installed."""
    missing = [name for name in _MODULES[extra] if importlib.util.find_spec(name) is None]
    if missing:
        message = f"{what} needs the extra `{extra}`, which is not installed"
        raise ExtraMissingError([Fault(extra, 0, 0, "", message, f"pip install 'tenderlaw[{extra}]'")])
