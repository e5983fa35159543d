"""One file that holds everything a site cannot make again: the database and the uploaded files.

SQLite is copied with its own backup call while the site runs; PostgreSQL with pg_dump (custom format). Secrets stay
out: they live in the environment and are kept elsewhere (docs/operations.md).
"""

import datetime as dt
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from attendees.domain import erasing
from foundation.lib import clock

ERASED = "erased.txt"
SQLITE, POSTGRES, MEDIA = "database.sqlite3", "database.pgdump", "media"


class NotPossible(Exception):
    """The backup or restore cannot be done, with the sentence for the person at the terminal."""


def write(target: Path) -> None:
    """Write a backup of the running site to `target` (.tar.gz); the file appears whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        database = _dump(Path(folder))
        unfinished = Path(folder) / "unfinished.tar.gz"
        with tarfile.open(unfinished, "w:gz") as archive:
            archive.add(database, database.name)
            if Path(settings.MEDIA_ROOT).exists():
                archive.add(settings.MEDIA_ROOT, MEDIA)
        unfinished.chmod(0o600)
        unfinished.rename(target)


def read(source: Path) -> None:
    """Put a backup back into an empty database. Raises NotPossible for one that holds something already."""
    if not source.exists():
        raise NotPossible(f"There is no file {source}.")
    if connection.introspection.table_names():
        raise NotPossible("The database is not empty. Restore into a new one, so that nothing is lost.")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
        _load(Path(folder))
        if (Path(folder) / MEDIA).exists():
            shutil.copytree(Path(folder) / MEDIA, settings.MEDIA_ROOT, dirs_exist_ok=True)


def write_erased(target: Path) -> None:
    """Beside each backup, the list of who was erased so far: an older backup in the same folder is put right by it."""
    lines = [f"{code} {asked_at.isoformat()}\n" for code, asked_at in erasing.listed()]
    unfinished = target.with_name(f".{ERASED}")
    unfinished.write_text("".join(lines))
    unfinished.chmod(0o600)
    unfinished.rename(target.with_name(ERASED))


def erase_again(source: Path) -> int:
    """Erase from a restored site whoever the list beside the backup names; returns how many."""
    file = source.with_name(ERASED)
    lines = file.read_text().splitlines() if file.exists() else []
    erased = [(code, dt.datetime.fromisoformat(asked_at)) for code, asked_at in (line.split() for line in lines)]
    return erasing.apply_list(erased, now=clock.now())


def _dump(folder: Path) -> Path:
    if settings.EMBEDDED:
        file = folder / SQLITE
        connection.ensure_connection()
        with sqlite3.connect(file) as copy:
            connection.connection.backup(copy)
        copy.close()
        return file
    file = folder / POSTGRES
    _run_postgres("pg_dump", "--format=custom", "--no-owner", f"--file={file}")
    return file


def _load(folder: Path) -> None:
    file = folder / (SQLITE if settings.EMBEDDED else POSTGRES)
    if not file.exists():
        raise NotPossible("The backup is of the other shape (SQLite or PostgreSQL) than this site.")
    if settings.EMBEDDED:
        connections.close_all()
        for old in Path(settings.DATABASES["default"]["NAME"]).parent.glob("flashmob.sqlite3-*"):
            old.unlink()
        shutil.copyfile(file, settings.DATABASES["default"]["NAME"])
        return
    name = settings.DATABASES["default"]["NAME"]
    _run_postgres("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={name}", str(file))


def _run_postgres(program: str, *arguments: str) -> None:
    """pg_dump or pg_restore on the site's database; the password goes by the environment, never by the arguments."""
    path = shutil.which(program)
    if path is None:
        raise NotPossible(f"{program} is not installed (apt install postgresql-client).")
    database = settings.DATABASES["default"]
    given = {"PGHOST": database["HOST"], "PGPORT": database["PORT"], "PGUSER": database["USER"],
             "PGPASSWORD": database["PASSWORD"], "PGDATABASE": database["NAME"]}  # fmt: skip
    told = {name: str(value) for name, value in given.items() if value}
    done = subprocess.run([path, *arguments], env={**os.environ, **told}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotPossible(f"{program} failed: {done.stderr.strip()[-500:]}")
