"""What the manuals and the files in `deploy/` name is there: settings, commands, files."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest
import yaml

from pipeline.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
TELLING = [*sorted(DEPLOY.iterdir()), ROOT / "README.md", ROOT / "docs/operate.md", ROOT / "prefect.yaml"]
SETTINGS = {f"INTAKE_{name.upper()}" for name in Settings.model_fields}
COMMANDS = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"])


@pytest.mark.parametrize("path", TELLING, ids=lambda path: path.name)
def test_settings_that_are_named_exist(path: Path) -> None:
    named = set(re.findall(r"INTAKE_[A-Z0-9_]*[A-Z0-9]", path.read_text()))
    assert named <= SETTINGS


def test_the_image_starts_a_command_of_ours_and_copies_what_is_there() -> None:
    lines = [line.split(maxsplit=1) for line in (DEPLOY / "Containerfile").read_text().splitlines() if " " in line]
    [command] = [rest for word, rest in lines if word == "CMD"]
    assert yaml.safe_load(command)[0] in COMMANDS
    for word, rest in lines:
        if word == "COPY":
            assert all((ROOT / source).exists() for source in shlex.split(rest)[:-1])


def test_the_image_leaves_out_what_a_run_wrote() -> None:
    assert {".git", ".venv", "var"} <= set((ROOT / ".dockerignore").read_text().splitlines())


def test_the_unit_starts_a_command_of_ours() -> None:
    [start] = re.findall(r"^ExecStart=(\S+)", (DEPLOY / "intake.service").read_text(), re.MULTILINE)
    assert Path(start).name in COMMANDS


def test_the_team_on_one_host_is_whole() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    services = compose["services"]
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)
        for mount in service.get("volumes", []):
            source = mount.split(":")[0]
            assert source in compose["volumes"] or (DEPLOY / source).exists()
        if "build" in service:
            assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()


def test_every_part_on_kubernetes_finds_its_pods() -> None:
    parts = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text()))
    pods = [part["spec"]["template"] for part in parts if part["kind"] == "Deployment"]
    labels = [pod["metadata"]["labels"] for pod in pods]
    for part in parts:
        selector = part["spec"]["selector"]
        wanted = selector.get("matchLabels", selector)
        assert sum(wanted.items() <= found.items() for found in labels) == 1
    for pod in pods:
        volumes = {volume["name"] for volume in pod["spec"]["volumes"]}
        assert {mount["name"] for mount in pod["spec"]["containers"][0]["volumeMounts"]} <= volumes
