"""The test rig itself: that its real servers are real, and that its limits hold."""

import smtplib
import socket
import urllib.request
from email.message import EmailMessage

import psycopg
import pytest
import redis
from django.db import connection

from attendees.models import Ticket
from foundation.lib import clock
from tests.support.factories import PASSWORD, SignUpFactory


def mail_to(*recipients):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "host@flashmob.example", ", ".join(recipients), "Tonight"
    mail.set_content("See you at 18:30.")
    return mail


def test_database_is_a_file_that_other_processes_may_open(db):
    name = str(connection.settings_dict["NAME"])

    assert connection.vendor == "postgresql" or name.endswith("/flashmob.sqlite3")


def test_frozen_clock_stands_still_and_moves_when_told(frozen):
    first, again = clock.now(), clock.now()

    frozen.move(hours=2)

    assert first == again
    assert (clock.now() - first).total_seconds() == 7200


def test_smtp_server_keeps_what_it_accepts_and_refuses_when_told(smtp):
    smtp.refused["gone@flashmob.example"] = "550 no such person"

    with smtplib.SMTP("127.0.0.1", smtp.port) as client:
        refused = client.send_message(mail_to("ada@flashmob.example", "gone@flashmob.example"))

    assert list(refused) == ["gone@flashmob.example"]
    assert [mail.message["Subject"] for mail in smtp.to("ada@flashmob.example")] == ["Tonight"]


def test_smtp_server_that_is_busy_answers_421(smtp):
    smtp.refuse = "421 busy"

    with smtplib.SMTP("127.0.0.1", smtp.port) as client, pytest.raises(smtplib.SMTPSenderRefused) as refused:
        client.send_message(mail_to("ada@flashmob.example"))

    assert refused.value.smtp_code == 421
    assert smtp.mails == []


def test_smtp_server_that_hangs_is_cut_off_by_the_client(smtp):
    smtp.hang = 2

    with smtplib.SMTP("127.0.0.1", smtp.port, timeout=0.3) as client, pytest.raises(smtplib.SMTPServerDisconnected):
        client.send_message(mail_to("ada@flashmob.example"))

    assert smtp.mails == []


def test_redis_is_real(redis_url):
    with redis.Redis.from_url(redis_url) as client:
        client.set("evening", "tonight")

        assert client.get("evening") == b"tonight"


@pytest.mark.slow
def test_postgres_is_real(postgres_url):
    with psycopg.connect(postgres_url) as connection:
        version = connection.execute("SHOW server_version_num").fetchone()

    assert int(version[0]) >= 140000


def test_sockets_reach_loopback_only():
    with socket.socket() as outside, pytest.raises(Exception, match=r'with host "192\.0\.2\.1"'):
        outside.connect(("192.0.2.1", 80))


def test_chromium_opens_a_page(page):
    page.set_content("<title>Tonight</title>")

    assert page.title() == "Tonight"


def test_axe_finds_a_picture_without_words(page, axe):
    page.set_content('<html lang="en"><title>Tonight</title><main><h1>Tonight</h1><img src="data:,"></main></html>')

    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_no_js_page_runs_no_script(no_js_page):
    no_js_page.set_content("<title>Tonight</title><script>document.title = 'changed'</script>")

    assert no_js_page.title() == "Tonight"


def test_cast_and_factories_keep_places_in_step(event, ticket, owner, host, ada, ben, zoe, staff):
    SignUpFactory(event=event, buyer=ben.profile, people=["Ben", "Bea"])
    SignUpFactory(event=event, state="held")
    SignUpFactory(event=event, state="cancelled")

    event.places.refresh_from_db()
    assert event.places.taken == Ticket.objects.for_event(event.pk).live().count() == 4
    assert ticket.holder == ada.profile
    assert [owner.name, host.name, zoe.name, staff.name] == [
        "Olivia Owner",
        "Henry Host",
        "Zoe Elsewhere",
        "Stan Staff",
    ]


def test_everybody_can_sign_in(client, ada):
    assert client.login(email=ada.email, password=PASSWORD)


@pytest.mark.slow
def test_product_answers_from_a_process_of_its_own(product):
    web = product.web()

    with urllib.request.urlopen(f"{web.url}/healthz") as answer:
        assert answer.status == 200


@pytest.mark.slow
def test_product_sees_the_rows_of_the_test(product, event):
    printed = product.command(
        "shell", "-v", "0", "-c", "from events.models import Event; print(Event.objects.get().title)"
    )

    assert printed.strip() == event.title


@pytest.mark.postgres
def test_product_has_a_worker_and_a_beat(product):
    worker, beat = product.worker(), product.beat()

    worker.kill()

    assert worker.popen.poll() is not None
    assert beat.popen.poll() is None


@pytest.mark.slow
def test_live_app_shows_the_evening_of_the_test(page, live_app, event):
    page.goto(f"{live_app}/{event.series.slug}/{event.slug}/")

    assert event.title in page.title()
