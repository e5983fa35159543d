import os
import subprocess
import sys
import tarfile

import pytest
from django.conf import settings


def manage(*arguments, data_dir):
    """manage.py in a process of its own, on the SQLite database in `data_dir`."""
    env = {**os.environ, "DEMO": "true", "DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": "flashmob.settings",
           "DATABASE_URL": "", "REDIS_URL": "", "PORT": "0"}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


COUNTS = """
from django.apps import apps
print({model.__name__: model.objects.count() for model in apps.get_models() if model._meta.app_label in
       ('events', 'attendees', 'payments', 'mail')})
"""


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_backup_restores_into_an_empty_site_with_all_its_rows(tmp_path):
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "site.tar.gz"
    manage("migrate", "-v0", data_dir=old)
    manage(
        "shell", "-v0", "-c", "from tests.support.factories import *; SignUpFactory(people=['A', 'B'])", data_dir=old
    )

    backed_up = manage("backup", str(file), data_dir=old)
    restored = manage("restore", str(file), data_dir=new)

    assert (backed_up[0], restored[0]) == (0, 0), backed_up[1] + restored[1]
    before = manage("shell", "-v0", "-c", COUNTS, data_dir=old)[1]
    assert "'Ticket': 2" in before
    assert manage("shell", "-v0", "-c", COUNTS, data_dir=new)[1] == before


CAME = """
import datetime as dt
from tests.support.factories import *
SignUpFactory(event=EventFactory(starts_at=now() - dt.timedelta(days=3)), buyer__email="quilla@canary.example")
"""
ERASE = """
from attendees.domain import erasing
from attendees.models import Profile
from foundation.lib import clock
erasing.ask(Profile.objects.get(email="quilla@canary.example"), now=clock.now())
erasing.carry_out(clock.now())
"""
ADDRESSES = "from attendees.models import Profile; print([one.email for one in Profile.objects.all()])"


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_old_backup_brings_nobody_back_who_was_erased_since(tmp_path):
    old, new, folder = tmp_path / "old", tmp_path / "new", tmp_path / "backups"
    manage("migrate", "-v0", data_dir=old)
    manage("shell", "-v0", "-c", CAME, data_dir=old)
    manage("backup", str(folder / "monday.tar.gz"), data_dir=old)
    erased = manage("shell", "-v0", "-c", ERASE, data_dir=old)
    manage("backup", str(folder / "tuesday.tar.gz"), data_dir=old)

    restored = manage("restore", str(folder / "monday.tar.gz"), data_dir=new)

    assert (erased[0], restored[0]) == (0, 0), erased[1] + restored[1]
    assert "Erased again, because they asked since: 1." in restored[1]
    assert "quilla" not in (folder / "erased.txt").read_text()
    assert "forgotten.invalid" in manage("shell", "-v0", "-c", ADDRESSES, data_dir=new)[1]


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_restore_refuses_a_database_that_holds_something(tmp_path):
    file = tmp_path / "site.tar.gz"
    manage("migrate", "-v0", data_dir=tmp_path / "old")
    manage("backup", str(file), data_dir=tmp_path / "old")

    code, words = manage("restore", str(file), data_dir=tmp_path / "old")

    assert code == 1
    assert "The database is not empty." in words


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_backup_holds_no_secret(tmp_path):
    manage("migrate", "-v0", data_dir=tmp_path)
    manage("backup", str(tmp_path / "site.tar.gz"), data_dir=tmp_path)

    with tarfile.open(tmp_path / "site.tar.gz") as archive:
        assert archive.getnames() == ["database.sqlite3"]
