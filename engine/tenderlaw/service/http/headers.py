"""What every answer tells browsers: no script but our own files, no frame of others, no guessing of types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

__all__ = ["CSP", "preview_csp", "security_headers", "with_headers"]

CSP: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
"""For pages: nothing inline, nothing from elsewhere."""

Header = tuple[bytes, bytes]


def preview_csp() -> str:
    """For a document shown within a page of ours: its own styles, no script, no form, no way out of its frame."""
    return (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'; sandbox"
    )


def security_headers(*, secure: bool) -> tuple[Header, ...]:
    """The headers that stand in every answer, unless it has them itself."""
    said = {
        "content-security-policy": CSP,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        # `no-referrer` would have browsers send no `Origin` with our own forms
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cache-control": "no-store",
    }
    if secure:
        said["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    return tuple((name.encode(), value.encode()) for name, value in said.items())


def with_headers(given: Sequence[Header], ours: Iterable[Header]) -> list[Header]:
    """The headers of an answer with ours where it has none of that name."""
    known = {name.lower() for name, _ in given}
    out = list(given)
    own_policy = b"content-security-policy" in known
    for name, value in ours:
        if name not in known and not (own_policy and name == b"x-frame-options"):
            out.append((name, value))
    return out
