import datetime as dt

import pytest

from foundation.lib import clock
from foundation.mail.models import Message


@pytest.fixture
def put(db, frozen):
    """`put("one", to=…)` puts a service mail into the outbox, due now; any field of Message can be given."""
    return put_message


def put_message(key, **fields):
    now = clock.now()
    plain = {
        "kind": Message.SERVICE,
        "template": "try/it",
        "to": "ada@mail.example",
        "from_name": "PMO Flashmob London",
        "reply_to": "host@pmo.example",
        "subject": f"Mail {key}",
        "text": "See you at 18:30.\n",
        "html": "<p>See you at 18:30.</p>",
        "written_at": now,
        "due_at": now,
    }
    return Message.objects.create(key=key, **plain | fields)


def passed_lease(message):
    """As if the sender's lease had run out."""
    Message.objects.filter(pk=message.pk).update(lease_until=clock.real_now() - dt.timedelta(seconds=1))
