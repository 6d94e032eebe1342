"""A secret under a blackout is nowhere in what the running system keeps, prints or serves: databases, Prefect, logs, copies, pictures."""

from __future__ import annotations

import json
import re

import httpx
import pytest

from tests.canary.papers import PAPERS
from tests.canary.traces import encodings, traces
from tests.integration.system import System, started

pytestmark = [pytest.mark.integration, pytest.mark.slow]
SECRET = "927-63-5184"
CASE = "canary"


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> tuple[System, list[bytes]]:
    """The system after it has taken, shown and decided a case whose papers leak in every careless way; all that it served."""
    folder = tmp_path_factory.mktemp("canary")
    papers = [folder / name for name in PAPERS]
    for path in papers:
        path.write_bytes(PAPERS[path.name](SECRET))
    file = folder / "case.json"
    engagement = {"client_name": "Upwork Talent Group / Acme Corp", "engaging_client": "Acme Corp"}
    file.write_text(json.dumps({"case_id": CASE, "freelancer": {"entity_name": "Juniper Desk Studio LLC"}, "engagement": engagement}))
    temp = folder / "home" / "tmp"
    temp.mkdir(parents=True)
    served: list[bytes] = []
    with started(System(folder / "home", {"TMPDIR": str(temp)})) as running:
        running.run("submit", CASE, *map(str, papers), "--case", str(file))
        running.wait_for(CASE, "needs_review")
        sheet = running.sheet(f"case-{CASE}")
        served.append(sheet.encode())
        for address in re.findall(r'<img src="([^"]+)"', sheet):
            answer = httpx.get(address.replace("&amp;", "&"), timeout=60)
            if answer.headers["content-type"] == "image/png":
                (folder / "home" / f"served-{len(served)}.png").write_bytes(answer.content)
            served.append(answer.content)
        running.run("decide", CASE, "more-info", "--by", "Robin", "--comment", "please send safer copies")
        served.append(json.dumps(running.show(CASE)).encode())
        served.append(json.dumps(running.run("recheck")).encode())
    return running, served


def test_nothing_served_holds_the_secret(ended: tuple[System, list[bytes]]) -> None:
    _, served = ended
    assert len(served) > len(PAPERS)
    for piece in served:
        assert not any(form in piece for form in encodings(SECRET))


def test_nothing_kept_holds_the_secret(ended: tuple[System, list[bytes]]) -> None:
    """Registry, Prefect's database, logs, respected copies, served pictures and temporary files; only the upload itself may."""
    running, _ = ended
    assert (running.home / "prefect").is_dir() and list(running.home.rglob("*.respected.pdf")) + list(
        (running.home / "store").rglob("*.pdf")
    )
    assert traces(running.home, SECRET, skip=("uploads",)) == []


def test_the_uploads_are_where_the_secret_was(ended: tuple[System, list[bytes]]) -> None:
    """The twin of the test above: the search does find it where it may be."""
    running, _ = ended
    assert len(traces(running.home / "store" / "uploads", SECRET, look=False)) == len(PAPERS)
