"""The ticket's QR picture: black on white with a quiet zone of four modules, so that dark mode cannot hide it."""

import io

import segno

from attendees.domain import ticket_links
from attendees.models import Ticket


def png(ticket: Ticket) -> bytes:
    """For mails, which know no SVG."""
    file = io.BytesIO()
    _code(ticket).save(file, kind="png", scale=8, border=4)
    return file.getvalue()


def svg(ticket: Ticket) -> bytes:
    """For pages; scales with its box."""
    file = io.BytesIO()
    _code(ticket).save(file, kind="svg", scale=8, border=4, light="#fff", omitsize=True)
    return file.getvalue()


def _code(ticket: Ticket) -> segno.QRCode:
    return segno.make(ticket_links.door(ticket), error="m", micro=False)
