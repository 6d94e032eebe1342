"""A store in a local folder. Objects are written beside their place and moved in, so a reader never sees half of one.

Symbolic links are neither followed nor listed: a link dropped into the folder must not lead to other files of the machine.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import DiskFull, NotFound, StoreUnreachable, TooLargeInput
from pipeline.store.base import StoredObject, checked_key, read_limited

_CHUNK = 1 << 20


class FolderStore:
    """Objects as files below `root`; the folder is made on the first write."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.name = f"folder {root}"

    def put(self, key: str, data: bytes | Path) -> StoredObject:
        path = self._path(key)
        part = path.with_name(f".{secrets.token_hex(6)}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with part.open("xb") as target:
                    if isinstance(data, Path):
                        with data.open("rb") as source:
                            shutil.copyfileobj(source, target, _CHUNK)
                    else:
                        target.write(data)
                    target.flush()
                    os.fsync(target.fileno())
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)
        except OSError as error:
            raise self._said(error) from None
        return self._described(key, path.lstat())

    def get(self, key: str, limit: int | None = None) -> bytes:
        with self._open(key) as source:
            return read_limited(source, limit)

    def fetch(self, key: str, target: Path, limit: int | None = None) -> StoredObject:
        with self._open(key) as source:
            found = self._described(key, os.fstat(source.fileno()))
            if limit is not None and found.size > limit:
                raise TooLargeInput
            try:
                with target.open("wb") as out:
                    shutil.copyfileobj(source, out, _CHUNK)
            except OSError as error:
                raise self._said(error) from None
        return found

    def stat(self, key: str) -> StoredObject | None:
        path = self._path(key)
        if not self._inside(path):
            return None
        return self._described(key, path.lstat())

    def list(self, prefix: str) -> Iterator[StoredObject]:
        top = self._path(prefix)
        for folder, folders, files in os.walk(top, onerror=self._walk_error):
            folders[:] = sorted(f for f in folders if not (Path(folder) / f).is_symlink())
            for name in sorted(files):
                path = Path(folder) / name
                if name.startswith("."):
                    continue
                try:
                    status = path.lstat()
                except FileNotFoundError:
                    continue
                if path.is_symlink():
                    continue
                yield self._described(path.relative_to(self.root).as_posix(), status)

    def delete(self, key: str) -> bool:
        path = self._path(key)
        if not self._inside(path):
            return False
        try:
            path.unlink()
        except OSError as error:
            raise self._said(error) from None
        for folder in list(path.parents)[: len(Path(key).parts) - 1]:  # leave no empty folder that names a case
            try:
                folder.rmdir()
            except OSError:
                break
        return True

    def check(self) -> None:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            probe = self.root / f".{secrets.token_hex(6)}.probe"
            probe.write_bytes(b"probe")
            probe.unlink()
        except OSError as error:
            raise self._said(error) from None

    def _path(self, key: str) -> Path:
        return self.root.joinpath(*checked_key(key).split("/"))

    def _inside(self, path: Path) -> bool:
        """Whether it is a plain file whose folders are no links."""
        try:
            return path.is_file() and not path.is_symlink() and path.parent.resolve().is_relative_to(self.root.resolve())
        except OSError:
            return False

    def _open(self, key: str) -> BinaryIO:
        path = self._path(key)
        if not self._inside(path):
            raise NotFound("The object is not in the store.")
        try:
            return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb")
        except FileNotFoundError:
            raise NotFound("The object is not in the store.") from None
        except OSError as error:
            raise self._said(error) from None

    def _walk_error(self, error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise self._said(error)

    def _described(self, key: str, status: os.stat_result) -> StoredObject:
        return StoredObject(key, f"{status.st_mtime_ns:x}-{status.st_size:x}", status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))

    def _said(self, error: OSError) -> DiskFull | StoreUnreachable:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return DiskFull(f"The disk that holds {self.root} is full; free some space and try again.")
        return StoreUnreachable(f"The store folder {self.root} cannot be used ({os.strerror(error.errno or 0)}); check its permissions.")
