"""Finds uploads by looking: a folder every second, a bucket every `sweep_seconds` for what no notification told of."""

from __future__ import annotations

import logging
import threading
from types import TracebackType
from typing import Self

from pipeline.errors import IntakeError
from pipeline.service import Service
from pipeline.store.folder import FolderStore

log = logging.getLogger("intake")
_FOLDER_SECONDS = 1.0
_SETTLE_SECONDS = 1.0


class Watcher:
    """A thread that sweeps the store; a context manager."""

    def __init__(self, service: Service) -> None:
        self._service = service
        folder = isinstance(service.store, FolderStore)
        self._every = _FOLDER_SECONDS if folder else service.settings.sweep_seconds
        self._settle = _SETTLE_SECONDS if folder else 0.0  # a file that is being copied in still changes
        self._seen: set[tuple[str, str]] = set()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while True:
            try:
                self._service.sweep(self._settle, self._seen)
            except IntakeError as error:
                log.warning("sweep: %s", error.code)
            except Exception as error:  # noqa: BLE001  the watch must go on
                log.warning("sweep: %s", type(error).__name__)
            if self._stop.wait(self._every):
                return
