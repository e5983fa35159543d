from django.urls import reverse

from foundation.lib import clock
from networking.domain import write_ups
from networking.models import WriteUp
from tests.support.shown_page import Page


def at(event):
    return reverse("networking:edit-write-up", args=[event.pk])


def test_write_up_is_kept_looked_at_and_published(henry, event):
    kept = henry.post(at(event), {"words": "We **all** help.\n\n<script>"}, follow=True).content.decode()
    henry.post(at(event), {"words": "We **all** help.", "publish": "yes"})

    assert "<p>We <strong>all</strong> help.</p>" in kept
    assert "<p>&lt;script&gt;</p>" in kept
    found = WriteUp.objects.get()
    assert (found.words, found.published_at is None) == ("We **all** help.", False)


def test_empty_write_up_is_refused(henry, event):
    page = Page(henry.post(at(event), {"words": " ", "publish": "yes"}).content.decode())

    assert page.links == [("id_words", "Write something first")]


def test_write_up_is_taken_back(henry, event):
    write_ups.publish(event, words="We all help.", by="Henry", now=clock.now())

    for _ in range(2):
        henry.post(reverse("networking:take-back-write-up", args=[event.pk]))

    assert WriteUp.objects.get().published_at is None
