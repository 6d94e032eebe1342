"""Where files are kept: a local folder by default, any S3-compatible store through the minio client, memory in tests.

Originals lie under `uploads/`, respected copies under `respected/`; nothing is ever served from `uploads/`.
"""

from __future__ import annotations

from pipeline.settings import Settings
from pipeline.store.base import CASE_FILE, RESPECTED, UPLOADS, Store, StoredObject, Upload, respected_key, upload_key, upload_of

__all__ = ["CASE_FILE", "RESPECTED", "UPLOADS", "Store", "StoredObject", "Upload", "open_store", "respected_key", "upload_key", "upload_of"]


def open_store(settings: Settings) -> Store:
    """The configured store. Raises ConfigurationError where the address or the keys cannot work; opens no connection yet."""
    if settings.store is None:
        from pipeline.store.folder import FolderStore

        return FolderStore(settings.home / "store")
    from pipeline.store.s3 import S3Store

    return S3Store.from_settings(settings)
