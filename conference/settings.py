"""What an operator can set: from the environment, overridden by the command line."""

import os
import secrets
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from conference.resources import resource

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
PORTS = {"http": 80, "https": 443}
SECRET_LEAST = 32
BUS_SCHEMES = ("redis://", "rediss://", "unix://")
WORKERS_MOST = 256


@dataclass(frozen=True)
class Operator:
    """Who answers for this server: the facts that Impressum and privacy page must name."""

    name: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    register: str = ""
    privacy_contact: str = ""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """`data` holds the SQLite file, the secret, and the keys unless they have a `key_folder`;
    `mail_folder` replaces SMTP; `bus` and `workers`: see `live.bus` and `serving`."""

    database: str = field(repr=False)
    data: Path
    secret: bytes = field(repr=False)
    bus: str = field(default="", repr=False)
    workers: int = 1
    key_folder: Path | None = None
    root_url: str = "http://127.0.0.1:8000"
    smtp_url: str = field(default="", repr=False)
    mail_folder: Path | None = None
    mail_from: str = ""
    metrics_token: str = field(default="", repr=False)
    stream_hosts: tuple[str, ...] = ()
    operator: Operator = Operator()
    demo: bool = False

    @property
    def host(self) -> str:
        return urlsplit(self.root_url).netloc

    @property
    def is_secure(self) -> bool:
        return self.root_url.startswith("https://")

    @property
    def is_loopback(self) -> bool:
        return urlsplit(self.root_url).hostname in LOOPBACK

    @property
    def keys(self) -> Path:
        """One file for each open anonymous vote; never inside a backup (`privacy.keys`)."""
        return self.key_folder or self.data / "keys"


class SettingsError(Exception):
    """A setting that cannot work, in one sentence for whoever starts the server."""


VARIABLES = {
    "CONFERENCE_DATABASE": "SQLAlchemy URL; default: conference.sqlite in CONFERENCE_DATA",
    "CONFERENCE_BUS": "redis://host:6379 of a Valkey or Redis, over which several processes tell "
    "each other what has changed; default: none, for one process",
    "CONFERENCE_WORKERS": "how many processes serve on this host; default 1",
    "CONFERENCE_DATA": "folder of the SQLite file, the secret and the keys; default .conference",
    "CONFERENCE_KEYS": "folder of the open anonymous votes' keys, which no backup may hold; hosts "
    "that serve together share one; default: keys in CONFERENCE_DATA",
    "CONFERENCE_ROOT_URL": "where people reach the server, such as https://conference.example",
    "CONFERENCE_SECRET": "at least 32 characters; default: a file in CONFERENCE_DATA, made once",
    "CONFERENCE_SMTP_URL": "smtp://user:password@host:587 (STARTTLS) or smtps://host:465",
    "CONFERENCE_MAIL_FOLDER": "write .eml files here instead of sending",
    "CONFERENCE_MAIL_FROM": "sender of every mail, such as Conference <hello@conference.example>",
    "CONFERENCE_METRICS_TOKEN": "bearer token for /metrics; without it loopback only",
    "CONFERENCE_STREAM_HOSTS": "origins that may deliver video, separated by blanks",
    "CONFERENCE_OPERATOR_NAME": "Impressum: company or person",
    "CONFERENCE_OPERATOR_ADDRESS": "Impressum: postal address, lines separated by |",
    "CONFERENCE_OPERATOR_EMAIL": "Impressum: e-mail address",
    "CONFERENCE_OPERATOR_PHONE": "Impressum: telephone",
    "CONFERENCE_OPERATOR_REGISTER": "Impressum: register entry and VAT number",
    "CONFERENCE_PRIVACY_CONTACT": "privacy page: data protection officer",
}


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Raises SettingsError for what cannot work."""
    data = Path(environment.get("CONFERENCE_DATA", ".conference"))
    folder = environment.get("CONFERENCE_MAIL_FOLDER")
    keys = environment.get("CONFERENCE_KEYS")
    return Settings(
        database=environment.get("CONFERENCE_DATABASE") or sqlite_url(data / "conference.sqlite"),
        data=data,
        secret=_secret(environment, data),
        bus=environment.get("CONFERENCE_BUS", ""),
        workers=_workers(environment.get("CONFERENCE_WORKERS") or "1"),
        key_folder=Path(keys) if keys else None,
        root_url=normal_origin(environment.get("CONFERENCE_ROOT_URL") or Settings.root_url),
        smtp_url=environment.get("CONFERENCE_SMTP_URL", ""),
        mail_folder=Path(folder) if folder else None,
        mail_from=environment.get("CONFERENCE_MAIL_FROM", ""),
        metrics_token=environment.get("CONFERENCE_METRICS_TOKEN", ""),
        stream_hosts=tuple(environment.get("CONFERENCE_STREAM_HOSTS", "").split()),
        operator=_operator(environment),
    )


def check(settings: Settings) -> None:
    """Raises SettingsError where serving with these settings would be unsafe or cannot work."""
    if not settings.is_secure and not settings.is_loopback:
        raise SettingsError("A root URL beyond this machine must begin with https://.")
    for allowed in settings.stream_hosts:
        parts = urlsplit(allowed)
        if parts.scheme not in {"http", "https"} or allowed != f"{parts.scheme}://{parts.netloc}":
            raise SettingsError(f"CONFERENCE_STREAM_HOSTS takes origins only, not {allowed}.")
    _check_processes(settings)
    _check_keys(settings.keys)


def normal_origin(root_url: str) -> str:
    """As browsers send it and we compare it: in lower case, without the usual port.

    Raises SettingsError.
    """
    try:
        url = urlsplit(root_url.rstrip("/"))
        port = "" if url.port in {None, PORTS[url.scheme]} else f":{url.port}"
    except (ValueError, KeyError):
        url, port = urlsplit(""), ""
    host = f"[{url.hostname}]" if ":" in (url.hostname or "") else url.hostname
    told = (url.username, url.password, url.path, url.query, url.fragment)
    if not host or not host.isascii() or any(told):
        raise SettingsError(f"The root URL must look like https://host, not {root_url}.")
    return f"{url.scheme}://{host}{port}"


def sqlite_url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path.resolve().as_posix()}"


def make_folder(path: Path) -> Path:
    """Made for the owner's eyes only. Raises SettingsError if that fails."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"Cannot make the folder {path}: {error.strerror}.") from error
    return path


def _check_processes(settings: Settings) -> None:
    _check_bus(settings.bus)
    if settings.workers == 1:
        return
    if not sys.platform.startswith("linux"):
        raise SettingsError("Several workers need Linux; here one process serves alone.")
    if settings.database.startswith("sqlite"):
        raise SettingsError(
            "An SQLite file is served by one process. Several workers need PostgreSQL; "
            "name one with --database postgresql+asyncpg://…"
        )
    if not settings.bus:
        raise SettingsError(
            "Several workers need a bus, or pages show only what happened at their own; "
            "name a Valkey or Redis with --bus redis://…"
        )


def _check_bus(url: str) -> None:
    if url and not url.startswith(BUS_SCHEMES):
        raise SettingsError(f"CONFERENCE_BUS must begin with one of {', '.join(BUS_SCHEMES)}.")
    try:
        _ = urlsplit(url).port
    except ValueError:  # Whose words may repeat a part of the password
        raise SettingsError("The password in CONFERENCE_BUS needs %2F for /, %23 for #.") from None


def _workers(written: str) -> int:
    count = int(written) if written.isascii() and written.isdecimal() else 0
    if not 1 <= count <= WORKERS_MOST:
        raise SettingsError(f"CONFERENCE_WORKERS takes 1 to {WORKERS_MOST}, not {written}.")
    return count


def _check_keys(folder: Path) -> None:
    served = resource("static").resolve()
    if folder.resolve().is_relative_to(served):
        raise SettingsError(f"The keys cannot lie in {served}: everybody is served what is there.")
    make_folder(folder)
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        raise SettingsError(f"Others may read the keys in {folder}; close it with chmod 700.")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise SettingsError(f"The folder of the keys {folder} cannot be written.")


def _secret(environment: Mapping[str, str], data: Path) -> bytes:
    given = environment.get("CONFERENCE_SECRET", "")
    if given and len(given) < SECRET_LEAST:
        raise SettingsError(f"CONFERENCE_SECRET must have at least {SECRET_LEAST} characters.")
    return given.encode() if given else stored_secret(data)


def stored_secret(data: Path) -> bytes:
    """The server's secret in `data`, made at the first start. Raises SettingsError."""
    path = make_folder(data) / "secret"
    try:
        if not path.exists():
            _make_secret(path)
        secret = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"Cannot keep the secret in {path}: {error.strerror}.") from error
    # A full disk leaves an empty file, with which anybody could make every link.
    if len(secret) < SECRET_LEAST:
        raise SettingsError(f"The secret in {path} is too short; delete the file to get a new one.")
    return secret


def _make_secret(path: Path) -> None:
    """Whole or not at all. Where several start at once, the first one's is everybody's."""
    draft = path.with_name(f"secret.{secrets.token_hex(8)}")
    try:
        draft.touch(mode=0o600, exist_ok=False)
        draft.write_text(secrets.token_hex(32), encoding="ascii")
        with suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)


def _operator(environment: Mapping[str, str]) -> Operator:
    prefix = "CONFERENCE_OPERATOR_"
    facts = {
        name.removeprefix(prefix).lower(): value
        for name, value in environment.items()
        if name.startswith(prefix) and name in VARIABLES
    }
    contact = environment.get("CONFERENCE_PRIVACY_CONTACT", "")
    return Operator(**facts, privacy_contact=contact)
