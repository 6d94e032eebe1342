"""What is the folder's own: links are not followed, half-written files are not seen, permissions give a sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.errors import ConfigurationError, NotFound, StoreUnreachable, UsageError
from pipeline.settings import Settings
from pipeline.store import open_store, upload_key, upload_of
from pipeline.store.folder import FolderStore


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "store")


def test_does_not_follow_links(store: FolderStore, tmp_path: Path) -> None:
    secret = tmp_path / "outside.txt"
    secret.write_text("outside")
    store.put("uploads/c-1/a.pdf", b"x")
    (store.root / "uploads/c-1/link.pdf").symlink_to(secret)
    (store.root / "uploads/c-2").symlink_to(tmp_path)
    assert [found.key for found in store.list("uploads")] == ["uploads/c-1/a.pdf"]
    for key in ("uploads/c-1/link.pdf", "uploads/c-2/outside.txt"):
        assert store.stat(key) is None
        with pytest.raises(NotFound):
            store.get(key)
    assert not store.delete("uploads/c-2/outside.txt")
    assert secret.exists()


def test_does_not_list_what_is_being_written(store: FolderStore) -> None:
    store.put("uploads/c-1/a.pdf", b"x")
    (store.root / "uploads/c-1/.half.part").write_bytes(b"x")
    assert [found.key for found in store.list("uploads")] == ["uploads/c-1/a.pdf"]


def test_a_failed_write_leaves_nothing(store: FolderStore, tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachable):
        store.put("uploads/c-1/a.pdf", tmp_path / "missing")
    assert [path for path in store.root.rglob("*") if path.is_file()] == []


def test_a_folder_that_is_a_file_gives_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("")
    with pytest.raises(StoreUnreachable, match="cannot be used"):
        FolderStore(tmp_path / "store").put("uploads/c-1/a.pdf", b"x")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_missing_rights_give_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreUnreachable, match="permissions"):
        FolderStore(tmp_path / "store").check()


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("uploads/c-1/a.pdf", ("c-1", "a.pdf")),
        ("uploads/c-1/case.json", ("c-1", "case.json")),
        ("uploads/a.pdf", None),
        ("uploads/c-1/deep/a.pdf", None),
        ("respected/c-1/a.pdf", None),
        ("uploads/c-1/.hidden", None),
        ("uploads/../a.pdf", None),
        ("uploads//a.pdf", None),
        ("", None),
    ],
)
def test_tells_uploads_from_other_keys(key: str, expected: tuple[str, str] | None) -> None:
    assert upload_of(key) == expected


def test_a_case_id_cannot_name_another_folder() -> None:
    with pytest.raises(UsageError):
        upload_key("../c-2", "a.pdf")
    with pytest.raises(UsageError):
        upload_key("c-1", "x/../../a.pdf")


@pytest.mark.parametrize("address", ["http://h/b", "s3://host:1", "s3://host/b/c", "s3://", "bucket", "s3://key:secret@host/b"])
def test_an_address_that_cannot_work_gives_a_sentence(address: str) -> None:
    with pytest.raises(ConfigurationError, match="INTAKE_"):
        open_store(Settings(store=address, s3_access_key="k", s3_secret_key="s"))


def test_missing_keys_give_a_sentence() -> None:
    with pytest.raises(ConfigurationError, match="INTAKE_S3_ACCESS_KEY"):
        open_store(Settings(store="s3://host:9000/bucket"))


def test_an_unreachable_store_gives_a_sentence() -> None:
    settings = Settings(store="s3://127.0.0.1:9/bucket", s3_access_key="k", s3_secret_key="s", s3_secure=False, s3_region="default")
    store = open_store(settings)
    with pytest.raises(StoreUnreachable, match="cannot be reached"):
        store.check()
