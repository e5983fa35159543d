"""What a mail server signs for us stays signed, and From, return path and the signing domain are one."""

import base64
from email.utils import parseaddr

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from foundation.mail.domain import delivery
from foundation.mail.models import File, Message

SIGNED = [
    b"from", b"to", b"reply-to", b"subject", b"date", b"message-id", b"mime-version", b"content-type",
    b"auto-submitted", b"content-language", b"list-unsubscribe", b"list-unsubscribe-post", b"list-id",
]  # fmt: skip


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def private_pem(key):
    kind = serialization.PrivateFormat.TraditionalOpenSSL
    return key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption())


def published(key):
    """The DNS record of the key, for whoever asks."""
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    public = base64.b64encode(key.public_key().public_bytes(serialization.Encoding.DER, kind))
    return lambda name, timeout=5: {b"flash._domainkey.flashmob.example.": b"v=DKIM1; k=rsa; p=" + public}.get(name)


@pytest.fixture
def newsletter(post_office, put, frozen):
    """A marketing mail with every header, a folded subject and a file, as it arrived at the server."""
    put(
        "news",
        kind=Message.MARKETING,
        consent_given_at=frozen(),
        unsubscribe_url=f"https://flashmob.example/stop/{'x' * 60}/",
        subject="Café evening: " + "über " * 30,
        text=".\nFrom here on\n..\n",
        files=[File(name="map.pdf", mime="application/pdf", content=bytes(range(256)))],
    )
    delivery.send_due(frozen())
    return post_office.mails[0]


def test_a_mail_as_it_arrives_signs_and_verifies(newsletter, key):
    source = newsletter.source

    signature = dkim.sign(source, b"flash", b"flashmob.example", private_pem(key), include_headers=SIGNED)

    assert dkim.verify(signature + source, dnsfunc=published(key))
    assert not dkim.verify(signature + source.replace(b"List-Id: <", b"List-Id: <x"), dnsfunc=published(key))


def test_from_and_return_path_are_in_the_domain_that_signs(newsletter):
    sender = parseaddr(newsletter.message["From"])[1]

    assert sender == newsletter.sender == "hello@flashmob.example"


def test_dots_and_from_at_the_start_of_a_line_arrive_unchanged(newsletter):
    text = newsletter.message.get_body(("plain",)).get_content()

    assert text.replace("\r\n", "\n") == ".\nFrom here on\n..\n"
