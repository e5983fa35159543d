"""What is for the host alone reaches nobody else (P18), whatever a test does: each private question, access need and
host's note is searched for in everything that is answered or written from then on.

A page, file, feed or error may show it to the hosts of its series, to the person themself when signed in, and to the
browser that sent it in this very request; an access need also by the manage link of its place, where it is changed.
A mail may say an access need or a note to the team; a private question is in no mail at all. A log says none of it.
Who asks is read from the request (session, code in the path), not from a list of pages.
"""

import html
import re
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from django.core.handlers.base import BaseHandler
from django.db import connection
from django.db.models.signals import post_init, post_save

from attendees.models import AccessNeed, PersonNote, Profile, Ticket
from events.models import Series, TeamMember
from foundation.mail.models import Message
from networking.models import Ask

QUESTION, NEED, NOTE = "private question", "access need", "host's note"
KINDS = {Ask: QUESTION, AccessNeed: NEED, PersonNote: NOTE}
SHORTEST = 8  # letters and digits; what is shorter stands in any text by chance
FOLD = re.compile(rb"\r\n[ \t]")  # diary files and cards break long lines
BESIDES_LETTERS = re.compile(r"[\W_]+")
_standing = []


@dataclass(frozen=True)
class Secret:
    """`letters` is what is searched for, `probe` its longest word in ASCII; `ticket` and `person` are whose it is."""

    kind: str
    letters: str
    probe: bytes
    series: int
    person: int | None
    ticket: int | None


class Watch:
    """Keeps where a secret stood that must not stand there."""

    def __init__(self):
        self.secrets, self.found = set(), []

    def keep(self, kind, words, *, series, person, ticket=None):
        letters = letters_of(words)
        probe = max(re.findall(rb"[a-z0-9]+", words.lower().encode()), key=len, default=b"")
        if len(letters) >= SHORTEST and probe:
            self.secrets.add(Secret(kind, letters, probe, series, person, ticket))

    def told_in(self, text):
        """The secrets that a text or a file tells."""
        if not self.secrets:
            return []
        whole = text.encode() if isinstance(text, str) else unpacked(text)
        small = FOLD.sub(b"", whole).lower()
        probed = [secret for secret in self.secrets if secret.probe in small]
        letters = letters_of(readable(FOLD.sub(b"", whole))) if probed else ""
        return [secret for secret in probed if secret.letters in letters]

    def look_at_answer(self, request, response, body):
        said = b"\n".join([*(f"{name}: {value}".encode() for name, value in response.headers.items()), body])
        for secret in self.told_in(said):
            with uncounted():
                if not may_read(request, secret):
                    self.found.append(f"{secret.kind}: {request.method} {request.path}")

    def look_at_mail(self, to, words, *, about):
        for secret in self.told_in(words):
            with uncounted():
                if secret.kind == QUESTION or not to <= readers_by_mail(secret):
                    self.found.append(f"{secret.kind}: mail {about} to {', '.join(sorted(to))}")


def letters_of(text):
    """What is left of a text in whatever way it is escaped, folded or set in capitals."""
    return BESIDES_LETTERS.sub("", html.unescape(text)).lower()


def unpacked(body):
    """A spreadsheet is a zip of texts."""
    if not body.lstrip(b"\r\n").startswith(b"PK") and b"\nPK\x03\x04" not in body:
        return body
    with zipfile.ZipFile(BytesIO(body[body.index(b"PK\x03\x04") :])) as packed:
        return body + b"\n".join(packed.read(name) for name in packed.namelist())


def readable(body):
    """JSON may write a letter by its number."""
    text = body.decode(errors="ignore")
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text) if "\\u" in text else text


def may_read(request, secret):
    user = getattr(request, "user", None)
    if secret.letters in letters_of(sent_in(request)):
        return True
    if secret.kind == NEED and code_in(request) in manage_codes(secret.ticket):
        return True
    if user is None or not user.is_authenticated:
        return False
    return (
        TeamMember.objects.filter(user=user, series=secret.series).exists()
        or Profile.objects.filter(user=user, pk=secret.person).exists()
    )


def sent_in(request):
    values = [value for data in (request.GET, request.POST) for _, listed in data.lists() for value in listed]
    return "\n".join(values)


def code_in(request):
    return request.resolver_match.kwargs.get("code") if request.resolver_match else None


def manage_codes(ticket):
    found = Ticket.objects.filter(pk=ticket).select_related("sign_up")
    return {code for one in found for code in (one.manage_code, one.sign_up.manage_code)}


def readers_by_mail(secret):
    team = TeamMember.objects.filter(series=secret.series).values_list("user__email", flat=True)
    own = Profile.objects.filter(pk=secret.person).values_list("email", flat=True)
    return {*team, *own, *Series.objects.filter(pk=secret.series).values_list("email", flat=True)}


@contextmanager
def uncounted():
    """What is asked here is none of the test's queries."""
    counting, connection.force_debug_cursor = connection.force_debug_cursor, False
    try:
        yield
    finally:
        connection.force_debug_cursor = counting


def is_told_in(line):
    """Whether a line says a secret of the test that runs."""
    return bool(_standing and _standing[-1].told_in(line))


def _saved(sender, instance, **_):
    if sender is Ask and not instance.is_private:
        return
    with uncounted():
        if sender is PersonNote:
            whose = {"series": instance.series_id, "person": instance.profile_id}
        else:
            found = Ticket.objects.filter(pk=instance.ticket_id).values_list("event__series", "holder").get()
            whose = {"series": found[0], "person": found[1], "ticket": instance.ticket_id}
    _standing[-1].keep(KINDS[sender], instance.words, **whose)


def _written(instance, **_):
    """A mail as it is put into the outbox, or read from there."""
    said = instance.__dict__
    if _standing[-1].secrets and "text" in said:
        words = "\n".join(str(said.get(name, "")) for name in ("subject", "text", "html", "files"))
        _standing[-1].look_at_mail({said["to"]}, words, about=said.get("template"))


def _answering(answer):
    def get_response(handler, request):
        response = answer(handler, request)
        watch = _standing[-1]
        if watch.secrets and not request.path.startswith("/static/"):
            if response.streaming:
                response.streaming_content = _passing(watch, request, response, response.streaming_content)
            else:
                watch.look_at_answer(request, response, response.content)
        return response

    return get_response


def _passing(watch, request, response, parts):
    whole = []
    for part in parts:
        whole.append(part)
        yield part
    watch.look_at_answer(request, response, b"".join(whole))


@contextmanager
def watching():
    """Everything that is answered and written meanwhile; one inside another has it for itself."""
    watch, answer = Watch(), BaseHandler.get_response
    if not _standing:
        BaseHandler.get_response = _answering(answer)
        for model in KINDS:
            post_save.connect(_saved, sender=model)
        post_init.connect(_written, sender=Message)
    _standing.append(watch)
    try:
        yield watch
    finally:
        _standing.pop()
        if not _standing:
            BaseHandler.get_response = answer
            for model in KINDS:
                post_save.disconnect(_saved, sender=model)
            post_init.disconnect(_written, sender=Message)
