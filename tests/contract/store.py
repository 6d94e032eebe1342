"""What every store promises; inherited by one test class per store."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import NotFound, TooLargeInput, UsageError
from pipeline.store import Store, upload_key


class StoreContract:
    """Subclasses give the fixture `store`: an empty one."""

    def test_gives_back_what_was_put(self, store: Store) -> None:
        put = store.put("uploads/c-1/a.pdf", b"first")
        assert store.get("uploads/c-1/a.pdf") == b"first"
        assert (put.key, put.size) == ("uploads/c-1/a.pdf", 5)
        assert store.stat("uploads/c-1/a.pdf") is not None
        assert store.stat("uploads/c-1/b.pdf") is None

    def test_replaces_and_the_etag_tells(self, store: Store) -> None:
        first = store.put("uploads/c-1/a.pdf", b"first")
        second = store.put("uploads/c-1/a.pdf", b"another")
        assert first.etag != second.etag
        assert store.get("uploads/c-1/a.pdf") == b"another"
        found = store.stat("uploads/c-1/a.pdf")
        assert found is not None and found.etag == second.etag

    def test_lists_below_a_prefix_at_a_segments_border(self, store: Store) -> None:
        for key in ("uploads/c-1/a.pdf", "uploads/c-10/b.pdf", "respected/c-1/x.pdf"):
            store.put(key, b"x")
        assert [found.key for found in store.list("uploads/c-1")] == ["uploads/c-1/a.pdf"]
        assert {found.key for found in store.list("uploads")} == {"uploads/c-1/a.pdf", "uploads/c-10/b.pdf"}
        assert list(store.list("nothing")) == []

    def test_listed_and_looked_up_etags_agree(self, store: Store) -> None:
        store.put("uploads/c-1/a.pdf", b"x")
        assert [found.etag for found in store.list("uploads")] == [found.etag for found in [store.stat("uploads/c-1/a.pdf")] if found]

    def test_deletes_once(self, store: Store) -> None:
        store.put("uploads/c-1/a.pdf", b"x")
        assert store.delete("uploads/c-1/a.pdf")
        assert not store.delete("uploads/c-1/a.pdf")
        with pytest.raises(NotFound):
            store.get("uploads/c-1/a.pdf")
        assert list(store.list("uploads")) == []

    def test_copies_files_in_and_out(self, store: Store, tmp_path: Path) -> None:
        source, target = tmp_path / "in", tmp_path / "out"
        source.write_bytes(bytes(range(256)) * 300)
        store.put("uploads/c-1/a.bin", source)
        found = store.fetch("uploads/c-1/a.bin", target)
        assert target.read_bytes() == source.read_bytes()
        assert found == store.stat("uploads/c-1/a.bin")
        assert found.size == 76_800
        with pytest.raises(NotFound):
            store.fetch("uploads/c-1/none.bin", target)

    def test_keeps_to_the_limit(self, store: Store, tmp_path: Path) -> None:
        store.put("uploads/c-1/a.bin", b"12345")
        assert store.get("uploads/c-1/a.bin", 5) == b"12345"
        with pytest.raises(TooLargeInput):
            store.get("uploads/c-1/a.bin", 4)
        with pytest.raises(TooLargeInput):
            store.fetch("uploads/c-1/a.bin", tmp_path / "x", 4)

    @pytest.mark.parametrize("name", ["Rechnung März 2026 (1).pdf", "a+b%20c&d=e.pdf", "счёт.pdf", "発票.pdf", "a'b\"c.pdf", "a b  c.pdf"])
    def test_takes_the_names_people_give(self, store: Store, name: str) -> None:
        key = upload_key("c-1", name)
        store.put(key, b"x")
        assert store.get(key) == b"x"
        assert [found.key for found in store.list("uploads")] == [key]

    @pytest.mark.parametrize(
        "key",
        [
            "",
            "/etc/passwd",
            "uploads/../../etc/passwd",
            "uploads/./a",
            "uploads//a",
            "a\\b",
            "uploads/a\x00b",
            "..",
            "uploads/c-1/" + "x" * 300,
            "uploads/c-1/a\n",
        ],
    )
    def test_refuses_keys_that_could_climb_out(self, store: Store, key: str) -> None:
        for act in (lambda: store.put(key, b"x"), lambda: store.get(key), lambda: store.stat(key), lambda: store.delete(key)):
            with pytest.raises(UsageError):
                act()

    def test_says_that_it_is_usable(self, store: Store) -> None:
        store.check()
