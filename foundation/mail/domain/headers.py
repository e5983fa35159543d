"""The header fields of a mail (RFC 5322, 2369, 2919, 3834, 8058), each one line of ASCII."""

import re
from email.header import Header
from email.headerregistry import Address
from email.utils import format_datetime, formataddr

from django.conf import settings
from django.utils.encoding import punycode
from django.utils.text import slugify

from foundation.lib.plain import one_line
from foundation.mail.domain.addresses import sending_address
from foundation.mail.models import Message

LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")  # RFC 5322: what needs no quotes
DOMAIN = re.compile(r"[\w.-]+")


def sender(message: Message) -> Address:
    """The meet-up's name with the site's address; the host reads the replies."""
    return mailbox(message.from_name or settings.SITE_NAME, sending_address())


def recipient(message: Message) -> Address:
    return mailbox(message.to_name, message.to)


def beyond_addresses(message: Message) -> dict[str, str]:
    """Every header that is neither an address nor the subject."""
    fields = {
        "Date": format_datetime(message.written_at),
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": "en-GB",
    }
    if message.unsubscribe_url:
        fields["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
    if message.kind == Message.MARKETING:
        fields["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        fields["List-Id"] = f"<{slugify(message.from_name) or 'dates'}.{settings.MAIL_DOMAIN}>"
    return fields


def mailbox(name: str, address: str) -> Address:
    """A name and an address that may stand in a header; raises ValueError for an address that may not."""
    local, _, domain = address.rpartition("@")
    if not LOCAL_PART.fullmatch(local) or not DOMAIN.fullmatch(domain):
        raise ValueError("This address cannot be written in a mail.")
    return Address(display_name=one_line(name, at_most=80), username=local, domain=punycode(domain))


def written(header: str, mailbox: Address) -> str:
    """The mailbox as it stands in this header, its name in encoded words where it needs them."""
    if not mailbox.display_name or mailbox.display_name.isascii():
        return formataddr((mailbox.display_name, mailbox.addr_spec))
    return f"{encoded(header, mailbox.display_name)} <{mailbox.addr_spec}>"


def encoded(header: str, text: str) -> str:
    """Words beyond ASCII as RFC 2047 encoded words, the first of which fits on the line of the header's name."""
    return text if text.isascii() else " ".join(Header(text, "utf-8", header_name=header).encode().split())
