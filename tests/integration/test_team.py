"""A team's day on real servers: an object is put, a sheet is in the UI, a reviewer decides in a browser, the history shows it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import httpx
import psycopg
import pytest

from tests.integration.papers import papers, sample_case
from tests.integration.servers import Gateway, Postgres, need, wait_until
from tests.integration.system import EVENTS_SECRET, System

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.integration, pytest.mark.slow, pytest.mark.timeout(600)]
CASE = "c-blackout"


@pytest.fixture(scope="module")
def submitted(team: System, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """A case with blacked-out papers, put as objects; how long each step took."""
    folder = sample_case(tmp_path_factory.mktemp("case"), "s08", CASE)
    team.run("submit", CASE, *papers(folder), "--case", str(folder / "case.json"))
    started = time.monotonic()
    while team.states().get(CASE) is None:
        assert time.monotonic() - started < 90
    recorded = time.monotonic() - started
    return {"recorded": recorded, "shown": team.wait_for(CASE, "needs_review"), "folder": folder}


def test_a_notification_reaches_a_claim_within_seconds(team: System, submitted: dict[str, object], postgres: Postgres) -> None:
    with psycopg.connect(team.environment["INTAKE_DATABASE_URL"]) as db:
        wanted = "SELECT recorded_at, uploaded_at, claimed_at FROM uploads WHERE case_id = %s AND filename = 'case.json'"
        [(recorded, uploaded, claimed)] = db.execute(wanted, (CASE,)).fetchall()
    assert (claimed - uploaded).total_seconds() <= 4  # the store tells whole seconds
    assert (claimed - recorded).total_seconds() <= 3


def test_the_sheet_is_in_the_ui_with_pictures_behind_signed_links(team: System, submitted: dict[str, object]) -> None:
    sheet = team.sheet(f"case-{CASE}")
    pictures = re.findall(r'<img src="([^"]+)" width="640"', sheet)
    assert pictures
    for address in (picture.replace("&amp;", "&") for picture in pictures):
        answer = httpx.get(address, timeout=30)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
        assert httpx.get(address.split("?")[0], timeout=30).status_code == 404


def test_nobody_else_may_post_events(team: System) -> None:
    assert httpx.post(f"{team.receiver}/events", json={"Records": []}).status_code == 401
    assert httpx.post(f"{team.receiver}/events", json={"Records": []}, headers={"x-intake-secret": EVENTS_SECRET}).status_code == 200


def test_runs_say_case_and_verdict(team: System, submitted: dict[str, object]) -> None:
    runs = {run["name"]: run for run in team.prefect("flow_runs/filter")}
    [mine] = [run for name, run in runs.items() if name.startswith(f"{CASE} · ")]
    assert f"case:{CASE}" in mine["tags"]
    assert mine["parameters"] == {"case_id": CASE}
    assert all(run["state_type"] in ("COMPLETED", "SCHEDULED", "RUNNING") for run in runs.values())


def test_the_nightly_is_scheduled(team: System) -> None:
    deployment = team.deployment("nightly-recheck")
    wanted = {"flow_runs": {"deployment_id": {"any_": [deployment]}, "state": {"type": {"any_": ["SCHEDULED"]}}}}
    until = time.monotonic() + 90
    while not team.prefect("flow_runs/filter", wanted):
        assert time.monotonic() < until
        time.sleep(1)


@pytest.fixture(scope="module")
def page() -> object:
    """A page of a real browser."""
    chromium = need("chromium", "chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser.new_page(viewport={"width": 1400, "height": 1000})
        browser.close()


def test_a_reviewer_gets_from_the_dashboard_to_the_decision(team: System, submitted: dict[str, object], page: Page) -> None:
    outside: list[str] = []
    ours = ("http://127.0.0.1", "data:", "blob:")
    page.on("request", lambda request: None if request.url.startswith(ours) else outside.append(request.url))
    page.goto(team.ui)
    page.get_by_text("Runs", exact=True).first.click()  # 1
    page.get_by_role("link", name=re.compile(rf"^{CASE} · ")).first.click()  # 2
    page.get_by_role("link", name="/artifacts/artifact/").first.click()  # 3
    page.get_by_text("Decide on this case").wait_for(timeout=30_000)
    pages = "[...document.querySelectorAll('img[alt*=\", page \"]')]"
    page.wait_for_function(f"{pages}.length > 1 && {pages}.every(i => i.complete && i.naturalWidth > 500)", timeout=90_000)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    address = page.get_by_role("link", name=re.compile("Decide on this case")).get_attribute("href")
    assert address is not None
    review = json.loads(parse_qs(urlsplit(address).query)["parameters"][0])["review"]
    assert review["case_id"] == CASE
    _open_form(page, address)
    _fill_in(page)
    shown = team.wait_for(CASE, "decided", 120)
    [made] = shown["decisions"]
    assert (made["by"], made["verdict_id"]) == ("Ada Reviewer", shown["verdict_id"])
    assert "by Ada Reviewer" in team.sheet(f"case-{CASE}")
    assert outside == []


def _open_form(page: Page, address: str) -> None:
    """Open the prefilled form, once more where a busy machine was too slow for the UI."""
    from playwright.sync_api import TimeoutError as TooSlow

    filled = f"document.querySelectorAll('textarea').length > 2 && document.querySelector('textarea').value === '{CASE}'"
    page.goto(address)
    try:
        page.wait_for_function(filled, timeout=60_000)
    except TooSlow:
        page.goto(address)
        page.wait_for_function(filled, timeout=120_000)


def _fill_in(page: Page) -> None:
    name = page.locator("textarea").nth(1)  # after the case, before the comment
    name.fill("Ada Reviewer")  # at once: of letters typed one by one a busy page loses some
    page.keyboard.press("Tab")
    page.wait_for_timeout(1_000)
    assert name.input_value() == "Ada Reviewer"
    page.get_by_role("button", name="Submit").click()
    page.wait_for_url(lambda url: "/run?" not in url, timeout=60_000)


def test_a_stale_decision_is_refused_and_says_so(team: System, submitted: dict[str, object]) -> None:
    before = team.show(CASE)["decisions"]
    review = {"review": {"case_id": CASE, "decision": "approve", "by": "Ada", "verdict": 999_999}}
    run = team.prefect(f"deployments/{team.deployment('decide')}/create_flow_run", {"parameters": review})
    until = time.monotonic() + 120
    while True:
        found = httpx.get(f"{team.ui}/api/flow_runs/{run['id']}", timeout=30).json()
        if found["state_type"] in ("FAILED", "COMPLETED", "CRASHED"):
            break
        assert time.monotonic() < until
        time.sleep(0.5)
    assert found["state_type"] == "FAILED"
    assert "has changed since" in found["state"]["message"]
    assert team.show(CASE)["decisions"] == before


def test_a_decision_that_is_none_is_refused_by_the_form(team: System) -> None:
    bad = {"review": {"case_id": CASE, "decision": "perhaps", "by": "Ada"}}
    answer = httpx.post(f"{team.ui}/api/deployments/{team.deployment('decide')}/create_flow_run", json={"parameters": bad}, timeout=30)
    assert answer.status_code in (409, 422)
    assert "decision" in answer.text


def test_prefects_database_holds_no_document_content(team: System, submitted: dict[str, object], postgres: Postgres) -> None:
    shown = team.show(CASE)
    private = {
        value["value"]
        for document in shown["documents"]
        for value in document["fields"].values()
        if value["state"] == "read"
        and isinstance(value["value"], str)
        and len(value["value"]) > 5
        and not re.fullmatch(r"\d{4}-\d\d-\d\d", value["value"])
    }
    private |= {document["file"] for document in shown["documents"]}
    assert len(private) > 3
    dump = postgres.as_owner(
        "pg_dump", "-h", str(postgres.folder), "-p", str(postgres.port), "-U", "intake", team.prefect_database.rsplit("/", 1)[1]
    ).stdout
    assert CASE in dump
    assert [text for text in private if text in dump] == []


def test_a_restored_dump_shows_the_same_cases(team: System, submitted: dict[str, object], postgres: Postgres, tmp_path: Path) -> None:
    url = postgres.database()
    name = team.environment["INTAKE_DATABASE_URL"].rsplit("/", 1)[1]
    dump = postgres.as_owner("pg_dump", "-h", str(postgres.folder), "-p", str(postgres.port), "-U", "intake", name).stdout
    with psycopg.connect(url, autocommit=True):
        pass
    file = postgres.folder / "restore.sql"
    file.write_text(dump)
    file.chmod(0o644)
    postgres.as_owner(
        "psql",
        "-q",
        "-v",
        "ON_ERROR_STOP=1",
        "-h",
        str(postgres.folder),
        "-p",
        str(postgres.port),
        "-U",
        "intake",
        "-f",
        str(file),
        url.rsplit("/", 1)[1],
    )
    before = {case_id: team.show(case_id) for case_id in team.states()}
    original = team.environment["INTAKE_DATABASE_URL"]
    team.environment["INTAKE_DATABASE_URL"] = url
    try:
        assert {case_id: team.show(case_id) for case_id in team.states()} == before
        assert team.run("audit", "verify")[0]["problem"] is None
    finally:
        team.environment["INTAKE_DATABASE_URL"] = original


def test_it_says_that_it_is_well(team: System) -> None:
    for checked in team.run("doctor"):
        assert checked["ok"], checked
    assert "intake_queue_depth 0.0" in httpx.get(f"{team.receiver}/metrics").text


def test_store_and_prefect_may_go_away_in_the_middle(team: System, gateway: Gateway, tmp_path: Path) -> None:
    store = gateway.store("team-uploads")
    folder = sample_case(tmp_path, "s01", "o-0")
    facts = json.loads((folder / "case.json").read_text())
    for number in range(6):
        for path in papers(folder):
            store.put(f"uploads/o-{number}/{Path(path).name}", Path(path).read_bytes() + b"\n%% %d\n" % number)
        store.put(f"uploads/o-{number}/case.json", json.dumps(facts | {"case_id": f"o-{number}"}).encode())
        if number == 2:
            gateway.stop_gateway()
            time.sleep(5)
            gateway.start_gateway()
        if number == 4:
            _kill_prefects_server(team)
    for number in range(6):
        shown = team.wait_for(f"o-{number}", "needs_review", 240)
        assert ([v["verdict"] for v in shown["history"]], shown["documents"][0]["status"]) == (["qualifies"], "read")
    assert team.run("audit", "verify")[0]["problem"] is None
    wait_until(lambda: all(_has_sheet(team, f"o-{number}") for number in range(6)), 120, "a sheet of every case")


def _has_sheet(team: System, case_id: str) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(f"{team.ui}/api/artifacts/case-{case_id}/latest", timeout=30).status_code == 200
    return False


def _kill_prefects_server(team: System) -> None:
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            words = process.read_bytes().split(b"\0")
            if str(team.ui_port).encode() in words and b"server" in words:
                os.kill(int(process.parent.name), signal.SIGKILL)


def test_a_run_that_a_dead_worker_left_pending_is_ended(team: System) -> None:
    """Such a run has no start time, and would hold a place of the nightly's concurrency limit."""
    left = team.prefect(f"deployments/{team.deployment('nightly-recheck')}/create_flow_run", {"state": {"type": "PENDING"}})
    code = "from datetime import timedelta; from flows.resident import end_stranded; print(end_stranded(timedelta(seconds=1)))"
    time.sleep(1)
    watched = {**team.environment, "PREFECT_API_URL": f"{team.ui}/api"}
    done = subprocess.run([sys.executable, "-c", code], env=watched, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 1
    assert httpx.get(f"{team.ui}/api/flow_runs/{left['id']}", timeout=30).json()["state_type"] == "CRASHED"
