"""Several workers on one registry: killed in the middle, nothing is lost and nothing is done twice."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.service import Service
from tests.integration.servers import Postgres
from tests.integration.workers import Crew, assert_each_ended_once, burst, environment, settings, wait_for_all

pytestmark = [pytest.mark.integration, pytest.mark.slow, pytest.mark.timeout(600)]
CASES, KILLS = 12, 5


@pytest.fixture(params=["sqlite", "postgresql"])
def crew(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Crew]:
    database = request.getfixturevalue("postgres").database() if request.param == "postgresql" else None
    made = Crew(environment(tmp_path / "home", database))
    yield made
    made.stop()


def test_killed_workers_lose_nothing_and_repeat_nothing(crew: Crew, tmp_path: Path) -> None:
    service = Service.open(settings(crew.environment))
    try:
        burst(service, tmp_path, CASES)
        crew.add()
        crew.add()
        chance = random.Random(7)
        for _ in range(KILLS):
            time.sleep(chance.uniform(1.5, 4.0))
            crew.kill(chance.randrange(2))
        wait_for_all(service, CASES, 240)
        assert_each_ended_once(service, CASES)
    finally:
        service.close()


def test_the_database_may_go_away_for_a_while(postgres: Postgres, tmp_path: Path) -> None:
    crew = Crew(environment(tmp_path / "home", postgres.database()))
    service = Service.open(settings(crew.environment))
    try:
        burst(service, tmp_path, 6)
        crew.add()
        while not any(row.state.value == "needs_review" for row in service.list_cases()):
            time.sleep(0.1)
        postgres.stop()
        time.sleep(3)
        postgres.start()
        wait_for_all(service, 6, 240)
        assert_each_ended_once(service, 6)
    finally:
        crew.stop()
        service.close()
