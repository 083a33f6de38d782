"""Keys of open anonymous votes: one file each, outside the database, gone when the vote closes.

Destroying a key empties every copy at once: rows, logs, replicas, backups.
"""

import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

KEY_BYTES = 32


@dataclass(frozen=True)
class KeyFolder:
    """`path` must be readable by the server alone, and be in no backup."""

    path: Path

    @property
    def is_usable(self) -> bool:
        return (
            self.path.is_dir()
            and not self._is_open_to_others()
            and os.access(self.path, os.R_OK | os.W_OK | os.X_OK)
        )

    def prepare(self) -> None:
        """Raises PermissionError if others may read it, OSError if it cannot be made."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._is_open_to_others():
            raise PermissionError(f"others may read {self.path}")

    def create(self, scope_id: int) -> bytes:
        """Durable before it returns. Raises FileExistsError: no scope gets a second key."""
        self.prepare()
        key = secrets.token_bytes(KEY_BYTES)
        handle = os.open(self._file(scope_id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        self._sync()
        return key

    def read(self, scope_id: int) -> bytes | None:
        try:
            return self._file(scope_id).read_bytes()
        except FileNotFoundError:
            return None

    def is_lost(self, scope_id: int) -> bool:
        """Not there, though the folder is: a folder that is away may come back with its keys."""
        return self.path.is_dir() and not self._file(scope_id).exists()

    def destroy(self, scope_id: int) -> None:
        """Overwritten, then removed, both durable; nothing to do, also since another process is
        faster, is fine."""
        path = self._file(scope_id)
        try:
            with path.open("r+b") as file:
                file.write(secrets.token_bytes(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
        except FileNotFoundError:
            return
        path.unlink(missing_ok=True)
        self._sync()

    def older_than(self, age_s: float) -> set[int]:
        """The scopes of all keys written longer ago than that."""
        files = [path for path in self.path.glob("*.key") if path.stem.isdigit()]
        return {int(path.stem) for path in files if time.time() - path.stat().st_mtime > age_s}

    def _is_open_to_others(self) -> bool:
        return os.name == "posix" and bool(self.path.stat().st_mode & 0o077)

    def _file(self, scope_id: int) -> Path:
        return self.path / f"{scope_id}.key"

    def _sync(self) -> None:
        if os.name != "posix":
            return
        handle = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
