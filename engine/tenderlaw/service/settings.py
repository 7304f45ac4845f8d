"""What whoever runs the service may set: in a file (TOML or YAML), by the environment, the environment first.

    TENDERLAW_SETTINGS=/etc/tenderlaw.toml      the file; its keys are the names below
    TENDERLAW_DATABASE=postgresql://...         every name below, in capitals, after TENDERLAW_
    TENDERLAW_MASTER_KEY_FILE=/run/secrets/key  a secret may lie in a file of its own

A name that is no setting is an error, so that a slip of the pen does not leave a limit at its default.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, cast
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError, field_validator

from tenderlaw.sources.faults import Fault, InputInvalidError, nearest, quoted
from tenderlaw.sources.text import text_in
from tenderlaw.sources.tree import read_file

__all__ = ["FILE", "PREFIX", "Settings", "settings_from"]

PREFIX: Final = "TENDERLAW_"
FILE: Final = "TENDERLAW_SETTINGS"
"""Names the file of settings."""
_RATE: Final = re.compile(r"[1-9][0-9]{0,8}/(second|minute|hour|day)")
_ORCHESTRA: Final = re.compile(r"SERVICE_(HOST|PORT).*|PORT_[0-9]+_TCP.*|HOME|BIN|RANDOM_SUPPLIERS|STABILITY|EXAMPLES")
"""Names that others set beside ours: Kubernetes for a service of the name `tenderlaw`, and the tests."""


def _listed(value: object) -> object:
    """A list, or in the environment words between commas."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Folders = Annotated[tuple[Path, ...], BeforeValidator(_listed)]
Bytes = Annotated[int, Field(ge=1, le=2**34)]
Seconds = Annotated[float, Field(gt=0, le=86_400)]


class Settings(BaseModel):
    """Everything that can be set; the defaults are for one machine and one person. Secrets are masked when printed."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    # where it answers
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=65_535)
    workers: int = Field(1, ge=1, le=256)
    """Processes; more than one asks for PostgreSQL."""
    public_url: str | None = None
    """The address by which people reach it, as in links: `https://tenders.example.org`. With https, cookies are sent
    by https alone, and browsers are told to ask by https alone."""
    hosts: Words = ()
    """Names under which it answers (the `host` header); none: any. `tenderlaw serve` on loopback names those of it."""
    cors_origins: Words = ()
    """Origins whose pages may call the API from a browser; none unless named."""
    behind: Words = ()
    """Addresses of proxies whose word about the caller's address is taken."""

    # what it keeps
    database: SecretStr = SecretStr("sqlite:///tenderlaw.sqlite")
    """A database by its URL, as SQLAlchemy writes it. The URL may hold a password."""
    master_key: SecretStr | None = None
    """32 bytes in base64: wraps the keys of tenants."""
    master_key_file: Path | None = None
    """A file that holds it, for its owner's eyes alone."""
    tenant: str = Field("main", pattern=r"[a-z0-9][a-z0-9-]{0,39}")
    """The tenant that is there from the start."""

    # what it decides by
    packs_in: Folders = ()
    policies_in: Folders = ()
    clauses_in: Folders = ()
    """Folders of packs, policies and clauses of one's own, beside those shipped."""
    language: str = Field("en", pattern=r"[a-z]{2}")
    """Language of pages for whoever asks for none."""

    # what it bears
    threads: int = Field(2, ge=1, le=64)
    """Threads that compute, a process; each holds matchers of its own, about 10 MB."""
    queue: int = Field(64, ge=1, le=100_000)
    """Requests that may wait for a thread, a process; those that come then are told to come again."""
    work_seconds: Seconds = 30.0
    """How long one request may compute, waiting included."""
    read_seconds: Seconds = 30.0
    """How long a caller may take to send a request."""
    max_body: Bytes = 4 * 2**20
    """Largest request, in bytes, where the endpoint names no other limit."""
    max_upload: Bytes = 64 * 2**20
    """Largest request of those that take files, in bytes."""
    work_memory: Bytes = 4 * 2**30
    """Memory of the process that does long work, in bytes; what takes more fails."""
    max_batch: int = Field(10_000, ge=1, le=10_000_000)
    """Most cases in one streamed batch; more are a screening job."""
    rate: str = "12000/minute"
    """Requests an address may make, a process."""
    rate_sign_in: str = "10/minute"
    """Attempts to sign in that fail which an address may make, shared among the processes of a machine."""

    # who signs in
    session_idle_minutes: int = Field(60, ge=1, le=7 * 24 * 60)
    session_hours: int = Field(12, ge=1, le=24 * 31)
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_roles_claim: str = "roles"

    # what it tells
    log_level: str = Field("info", pattern=r"debug|info|warning|error")
    metrics: bool = True
    """Whether `/metrics` answers."""
    webhooks_to_private: bool = False
    """Whether webhooks may go to addresses of a private network; never to this machine's own."""

    @field_validator("rate", "rate_sign_in")
    @classmethod
    def _is_rate(cls, value: str) -> str:
        if _RATE.fullmatch(value) is None:
            raise ValueError("is no rate; write it as `600/minute`")
        return value

    @field_validator("public_url", "oidc_issuer")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("is no address; write it as `https://tenders.example.org`")
        return value.rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether people reach it by https."""
        return self.public_url is not None and self.public_url.startswith("https:")

    @property
    def database_url(self) -> str:
        """The URL of the database in clear: for whoever opens it, never for a log."""
        return self.database.get_secret_value()


def settings_from(environment: Mapping[str, str], file: Path | None = None) -> Settings:
    """Settings from a file, if one is named, and from the environment, which counts first.

    Raises InputInvalidError with every fault, and never with a value that may be a secret.
    """
    named = file if file is not None else Path(environment[FILE]) if environment.get(FILE) else None
    said = {} if named is None else _in_file(named)
    from_environment, faults = _in_environment(environment)
    if faults:
        raise InputInvalidError(faults)
    try:
        return Settings.model_validate({**said, **from_environment})
    except ValidationError as error:
        raise InputInvalidError(_faults(error, named, from_environment)) from None


def _in_file(file: Path) -> dict[str, object]:
    if file.suffix.lower() == ".toml":
        try:
            read: object = tomllib.loads(text_in(file))
        except tomllib.TOMLDecodeError as error:
            raise InputInvalidError([Fault(str(file), 0, 0, "", f"is not TOML: {str(error).lower()}")]) from error
    else:
        read = read_file(file).data
    if not isinstance(read, dict):
        raise InputInvalidError([Fault(str(file), 0, 0, "", "holds no settings", "`port: 8000`")])
    return cast("dict[str, object]", read)


def _in_environment(environment: Mapping[str, str]) -> tuple[dict[str, object], list[Fault]]:
    said: dict[str, object] = {}
    faults: list[Fault] = []
    known = Settings.model_fields
    for variable in sorted(environment):
        name = variable.removeprefix(PREFIX).lower()
        value = environment[variable]
        if variable == FILE or not variable.startswith(PREFIX) or _ORCHESTRA.fullmatch(variable[len(PREFIX) :]):
            continue
        if name == "port" and value.startswith("tcp://"):  # Kubernetes says so of a service of our name
            continue
        of_file = name.removesuffix("_file")
        if name in known:
            said[name] = value
        elif of_file != name and of_file in known:
            said[of_file] = text_in(Path(value)).strip()
        else:
            hint = nearest(variable, [PREFIX + one.upper() for one in known])
            faults.append(Fault(variable, 0, 0, "", "is no setting", hint))
    return said, faults


def _faults(error: ValidationError, file: Path | None, environment: Mapping[str, object]) -> list[Fault]:
    faults = []
    for detail in error.errors(include_url=False, include_input=True):
        name = str(detail["loc"][0]) if detail["loc"] else ""
        place = PREFIX + name.upper() if name in environment else str(file)
        if detail["type"] == "extra_forbidden":
            hint = nearest(name, Settings.model_fields)
            faults.append(Fault(place, 0, 0, name, f"{quoted(name)} is no setting", hint))
            continue
        message = str(detail["ctx"]["error"]) if detail["type"] == "value_error" else detail["msg"].lower()
        faults.append(Fault(place, 0, 0, "" if name in environment else name, message))
    return faults
