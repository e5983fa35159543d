from django.urls import reverse

from foundation.mail.models import Message


def test_staff_send_failed_mails_again_and_leave_the_others(admin_client, put, frozen):
    failed = put("failed", state=Message.FAILED, failed_at=frozen(), failure="550 no such person", attempts=7)
    sent = put("sent", state=Message.SENT, sent_at=frozen())
    chosen = {"action": "send_again", "_selected_action": [failed.pk, sent.pk]}

    page = admin_client.post(reverse("admin:mail_message_changelist"), chosen, follow=True).content.decode()

    failed.refresh_from_db()
    assert "1 of 2 will be sent again;" in page
    assert (failed.state, failed.failure, failed.attempts, failed.failed_at) == ("due", "", 0, None)
    assert Message.objects.get(key="sent").state == "sent"


def test_a_mails_words_are_not_shown_to_staff(admin_client, put):
    message = put("one", text="Your secret link: /t/abc/", unsubscribe_url="https://flashmob.example/stop/abc/")

    page = admin_client.get(reverse("admin:mail_message_change", args=[message.pk])).content.decode()

    assert "one" in page
    assert "/t/abc/" not in page
    assert "/stop/abc/" not in page
