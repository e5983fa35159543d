import datetime as dt
import os
import subprocess
import sys
import tarfile
import time
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from payments.models import Payment
from tests.support import postgres
from tests.support.factories import EventFactory, PaymentFactory, SignUpFactory
from tests.support.visitors import Visitor


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


@pytest.fixture
def empty_machine():
    """The address of a new, empty database, with what the tests' own cluster needs to be reached."""
    address = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as cluster:
        cluster.execute("CREATE DATABASE new_machine")
        yield urlunsplit(address._replace(path="/new_machine"))
        cluster.execute("DROP DATABASE new_machine WITH (FORCE)")


def contents(address):
    """How many rows each table holds, and how much money."""
    with psycopg.connect(address) as database:
        tables = [name for (name,) in database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        counts = {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
        money = database.execute("SELECT sum(amount), sum(fee_amount) FROM payments_payment").fetchone()
    return counts, money


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.timeout(300)
@pytest.mark.django_db(transaction=True)
def test_backup_runs_again_on_an_empty_machine_and_learns_what_was_paid_since(
    product, bank, series, empty_machine, tmp_path
):
    """R43."""
    event = EventFactory(series=series, slug="june")
    PaymentFactory(sign_up=SignUpFactory(event=event, people=["Ada", "Amy"]))
    payment = bank.checkout(SignUpFactory(event=event, people=["Ben"], state="held"))
    Payment.objects.filter(pk=payment.pk).update(created_at=payment.created_at - dt.timedelta(minutes=2))
    here = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}"))
    file = tmp_path / "site.tar.gz"
    product.with_env(PATH=f"{postgres.programs()}:{os.environ['PATH']}", STRIPE_API_URL=bank.desk.url)

    product.command("backup", str(file))
    bank.pay(payment)  # and its webhook finds nobody
    began = time.monotonic()
    product.with_env(DATABASE_URL=empty_machine).command("restore", str(file))
    restored = contents(empty_machine)
    product.command("sweep")
    product.web()
    page = Visitor(product.url).get("/pmo-london/june/")
    took = time.monotonic() - began

    assert restored == contents(here)
    with psycopg.connect(empty_machine) as database:
        tickets = database.execute("SELECT name, state FROM attendees_ticket ORDER BY id").fetchall()
    assert tickets == [("Ada", "valid"), ("Amy", "valid"), ("Ben", "valid")]
    assert (page.status, "7 places left" in page.page) == (200, True)
    assert took < 30 * 60
