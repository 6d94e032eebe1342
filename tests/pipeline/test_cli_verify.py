"""`intake verify`: folders in, verdicts out, in order; a bad folder stops nothing; out-of-scope papers stay shut."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli.app import build, run
from pipeline.wire import verdict_from_json

SCOPE = {"client_name": "Upwork Talent Group / Harrow Inc"}


def folder(tmp_path: Path, name: str, **changes: Any) -> Path:
    path = tmp_path / name
    path.mkdir()
    data = {"case_id": name, "freelancer": {"person_name": "Mira Tanaka"}, "engagement": SCOPE, **changes}
    (path / "case.json").write_text(json.dumps(data), "utf-8")
    return path


def verify(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, list[dict[str, Any]], str]:
    code = run(build(), ["verify", "--json", "--today", "2026-11-21", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, [json.loads(line) for line in out.splitlines()], err


def test_cases_without_papers_need_no_worker(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines, err = verify(capsys, folder(tmp_path, "a"), folder(tmp_path, "b", engagement={"client_name": "Somebody Inc"}))
    assert (code, err) == (0, "")
    assert [(line["case_id"], line["verdict"]) for line in lines] == [("a", "needs_more_info"), ("b", "out_of_scope")]
    assert all(line["schema"] == 1 and line["as_of"] == "2026-11-21" and line["documents"] == [] for line in lines)
    assert verdict_from_json(lines[0]).case_id == "a"


def test_a_bad_folder_is_said_and_the_others_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = folder(tmp_path, "bad", freelancr={})
    code, lines, err = verify(capsys, bad, tmp_path / "nowhere", folder(tmp_path, "good"))
    assert code == 2
    assert [line["case_id"] for line in lines] == ["good"]
    assert len(err.splitlines()) == 2
    assert "'freelancr' is not known; did you mean 'freelancer'?" in err
    assert "nowhere is not a folder" in err


def test_papers_of_a_case_out_of_scope_are_not_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import pipeline.pool

    def no_pool(*_: object) -> None:
        raise AssertionError("a worker was started")

    monkeypatch.setattr(pipeline.pool, "InspectionPool", no_pool)
    out = folder(tmp_path, "out", engagement={"client_name": "Somebody Inc"})
    (out / "paper.pdf").write_bytes(b"%PDF-1.4")
    code, lines, _ = verify(capsys, out)
    assert (code, lines[0]["verdict"]) == (0, "out_of_scope")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["--today", "tomorrow"], "--today takes a day as YYYY-MM-DD"), (["--today", "2014-01-01"], "no rows in force on 2014-01-01")],
)
def test_bad_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    code = run(build(), ["verify", str(folder(tmp_path, "a")), *arguments])
    assert code == 2
    assert says in capsys.readouterr().err


def test_people_get_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = folder(tmp_path, "a", case_id="a [red]case")
    assert run(build(), ["verify", str(one), "--today", "2026-11-21"]) == 0
    out = capsys.readouterr().out
    assert "a [red]case: needs more info, as of 2026-11-21" in out
    assert "shortest path" in out


@pytest.mark.slow
def test_papers_are_read_in_the_order_of_the_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Cases with and without papers, a file that is no document, a hidden one and a sub-folder."""
    from PIL import Image

    first, second, third = folder(tmp_path, "1"), folder(tmp_path, "2"), folder(tmp_path, "3")
    Image.new("RGB", (300, 200), "white").save(first / "b.png")
    (first / "a.txt").write_text("no document")
    (first / ".hidden.png").write_bytes(b"")
    (first / "more").mkdir()
    Image.new("RGB", (300, 200), "white").save(third / "c.png")
    code, lines, _ = verify(capsys, first, second, third)
    assert code == 0
    assert [line["case_id"] for line in lines] == ["1", "2", "3"]
    assert [[d["file"] for d in line["documents"]] for line in lines] == [["a.txt", "b.png"], [], ["c.png"]]
    assert lines[0]["documents"][0]["status"] == "unsupported"
    assert any(request.startswith("a.txt: ") for request in lines[0]["requests"])
