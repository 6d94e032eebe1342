"""Real servers for the tests, started from the system's packages and stopped again: Ceph's S3 gateway and PostgreSQL.

Every port is chosen at run time, everything lies in a temporary folder. Where a package is missing the tests are skipped and say so.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import SecretStr

from pipeline.settings import Settings
from pipeline.store.s3 import S3Store

KEY, SECRET = "intakekey", "intakesecret"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def need(program: str, package: str) -> str:
    """The program's path; the test is skipped where its package is not installed."""
    found = shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"{program} is not installed; `make test` installs it (apt-get install {package})")
    return found


def wait_until(ready: object, seconds: float, what: str) -> None:
    """Call `ready` until it is true."""
    until = time.monotonic() + seconds
    while not ready():  # type: ignore[operator]
        assert time.monotonic() < until, f"{what}: not after {seconds} s"
        time.sleep(0.1)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


# --- Ceph's RADOS gateway: one monitor, one OSD in memory, one gateway

_CONF = """[global]
fsid = {fsid}
mon host = [v2:127.0.0.1:{mon2}/0,v1:127.0.0.1:{mon1}/0]
keyring = {folder}/keyring
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd crush chooseleaf type = 0
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon max pg per osd = 2000
run dir = {folder}/out
pid file = {folder}/out/$name.pid
admin socket = {folder}/out/$name.asok
log file = {folder}/out/$name.log
ms bind ipv6 = false
public addr = 127.0.0.1
cluster addr = 127.0.0.1
[mon]
mon data = {folder}/mon
[osd]
osd data = {folder}/osd
keyring = {folder}/osd/keyring
osd objectstore = memstore
memstore device bytes = 2147483648
osd class load list = *
osd class default list = *
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:{port}
rgw data = {folder}/rgw
rgw dns name = localhost
"""


class Gateway:
    """A running gateway; `stop_gateway` and `start_gateway` take the S3 side away for a while."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        for name in ("mon", "osd", "rgw", "out"):
            (folder / name).mkdir(parents=True)
        self.conf = folder / "ceph.conf"
        self.conf.write_text(_CONF.format(fsid=uuid.uuid4(), folder=folder, mon1=free_port(), mon2=free_port(), port=self.port))

    def run(self, *command: str, stdin: str | None = None) -> str:
        done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False, timeout=90, cwd=self.folder)
        assert done.returncode == 0, f"{command[0]}: {done.stderr[-800:]}"
        return done.stdout

    def start(self) -> None:
        ring, conf, osd = str(self.folder / "keyring"), ("-c", str(self.conf)), str(self.folder / "osd/keyring")
        self.run("ceph-authtool", "--create-keyring", ring, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *")
        for name in ("client.admin", "client.rgw"):
            caps = [part for service in ("mon", "osd", "mgr") for part in ("--cap", service, "allow *")]
            self.run("ceph-authtool", ring, "--gen-key", "-n", name, *caps)
        text = self.conf.read_text()
        fsid = text.split("fsid = ")[1].split("\n")[0]
        address = text.split("mon host = ")[1].split("\n")[0].replace("/0", "")
        self.run("monmaptool", "--create", "--fsid", fsid, "--addv", "a", address, str(self.folder / "monmap"))
        self.run("ceph-mon", *conf, "--id", "a", "--mkfs", "--monmap", str(self.folder / "monmap"), "--keyring", ring)
        self.run("ceph-mon", *conf, "--id", "a")
        self.run(
            "ceph-authtool",
            "--create-keyring",
            osd,
            "--gen-key",
            "-n",
            "osd.0",
            "--cap",
            "mon",
            "allow profile osd",
            "--cap",
            "osd",
            "allow *",
        )
        key = self.run("ceph-authtool", "-p", "-n", "osd.0", osd).strip()
        identity = str(uuid.uuid4())
        self.run("ceph", *conf, "osd", "new", identity, "-i", "-", stdin=json.dumps({"cephx_secret": key}))
        self.run("ceph-osd", *conf, "--id", "0", "--mkfs", "--osd-uuid", identity)
        self.run("ceph", *conf, "osd", "crush", "add", "osd.0", "1.0", "host=localhost", "root=default")
        self.run("ceph-osd", *conf, "--id", "0")
        self.start_gateway()
        self.run(
            "radosgw-admin", *conf, "user", "create", "--uid", "intake", "--display-name", "intake", "--access-key", KEY, "--secret", SECRET
        )

    def start_gateway(self) -> None:
        self.run("radosgw", "-c", str(self.conf), "--name", "client.rgw")
        wait_until(lambda: listens(self.port), 60, "the gateway")

    def stop_gateway(self) -> None:
        self._kill("client.rgw")
        wait_until(lambda: not listens(self.port), 30, "the gateway's end")

    def stop(self) -> None:
        for name in ("client.rgw", "osd.0", "mon.a"):
            self._kill(name)

    def _kill(self, name: str) -> None:
        with suppress(FileNotFoundError, ProcessLookupError, ValueError):
            pid = int((self.folder / "out" / f"{name}.pid").read_text())
            os.kill(pid, signal.SIGKILL)
            with suppress(AssertionError):
                wait_until(lambda: not Path(f"/proc/{pid}").exists(), 10, name)

    def environment(self, bucket: str) -> dict[str, str]:
        return {
            "INTAKE_STORE": f"s3://127.0.0.1:{self.port}/{bucket}",
            "INTAKE_S3_ACCESS_KEY": KEY,
            "INTAKE_S3_SECRET_KEY": SECRET,
            "INTAKE_S3_SECURE": "false",
            "INTAKE_S3_REGION": "default",
        }

    def store(self, bucket: str) -> S3Store:
        """A new bucket."""
        made = S3Store.from_settings(
            Settings(
                store=f"s3://127.0.0.1:{self.port}/{bucket}",
                s3_access_key=KEY,
                s3_secret_key=SecretStr(SECRET),
                s3_secure=False,
                s3_region="default",
            )
        )
        made.make_bucket()
        return made


@contextmanager
def gateway() -> Iterator[Gateway]:
    for program, package in (("radosgw", "radosgw"), ("ceph-mon", "ceph-mon"), ("ceph-osd", "ceph-osd"), ("ceph", "ceph-common")):
        need(program, package)
    with tempfile.TemporaryDirectory(prefix="rgw-", ignore_cleanup_errors=True) as folder:
        running = Gateway(Path(folder))
        try:
            running.start()
            yield running
        finally:
            running.stop()


# --- PostgreSQL


@dataclass
class Postgres:
    """A throwaway cluster; run by the `postgres` user where the tests are root, because the server refuses root."""

    folder: Path
    port: int
    programs: Path

    def as_owner(self, program: str, *arguments: str, stdout: int | None = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
        command = [str(self.programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(
            command,
            stdout=stdout,
            stderr=subprocess.PIPE if stdout else None,
            text=True,
            check=False,
            timeout=120,
            cwd=self.folder,
            env={**os.environ, "LC_ALL": "C"},
        )
        assert done.returncode == 0, f"{program}: {done.stderr}"
        return done

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=150"
        self.as_owner("pg_ctl", "-D", str(self.folder / "data"), "-o", options, "-l", str(self.folder / "log"), "-w", "start", stdout=None)

    def stop(self, mode: str = "immediate") -> None:
        self.as_owner("pg_ctl", "-D", str(self.folder / "data"), "-m", mode, "-w", "stop", stdout=None)

    def database(self, driver: str = "postgresql") -> str:
        """The URL of a new, empty database."""
        name = f"t{uuid.uuid4().hex[:12]}"
        self.as_owner("createdb", "-h", str(self.folder), "-p", str(self.port), "-U", "intake", name)
        return self.url(name, driver)

    def url(self, name: str, driver: str = "postgresql") -> str:
        return f"{driver}://intake@127.0.0.1:{self.port}/{name}"


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    return Path(need("initdb", "postgresql")).parent


@contextmanager
def postgres() -> Iterator[Postgres]:
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    running = Postgres(folder, free_port(), programs)
    try:
        running.as_owner("initdb", "-D", str(folder / "data"), "-U", "intake", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
        running.start()
        try:
            yield running
        finally:
            with suppress(AssertionError):
                running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
