"""What one person took home from an evening, as the mails afterwards say it. Filled in by whoever knows of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from foundation.mail.models import File


@dataclass(frozen=True)
class Met:
    """Somebody they swapped details with: what that person shares, in lines, and their own note about them."""

    name: str
    lines: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Said:
    """Words that go with somebody's first name: a note about them, something promised."""

    name: str
    words: str


@dataclass(frozen=True)
class Asked:
    """Their own question that is still open, and the first names of who can help, listed."""

    words: str
    helpers: str = ""


@dataclass(frozen=True)
class Answerable:
    """Somebody else's open question that they could answer; `name` only where its asker wants that. `helps`: they have
    said that they can help.
    """

    words: str
    name: str = ""
    helps: bool = False


@dataclass(frozen=True)
class AsksToSwap:
    """Somebody, by first name, who asked to swap details and waits for an answer, with the page for it."""

    name: str
    url: str


@dataclass(frozen=True)
class TakenHome:
    """Everything but the thanks; what is empty is left out. `tables`: first names, listed, of those they sat with and
    did not swap with. The addresses lead to pages on which buttons act;
    `story_url` is for a first-timer who has not told theirs. `cards` are files of the people met.
    """

    people: Sequence[Met] = ()
    asking: Sequence[AsksToSwap] = ()
    notes: Sequence[Said] = ()
    promised: Sequence[Said] = ()
    awaited: Sequence[Said] = ()
    asked: Sequence[Asked] = ()
    questions: Sequence[Answerable] = ()
    tables: str = ""
    cards: Sequence[File] = ()
    people_url: str = ""
    promises_url: str = ""
    questions_url: str = ""
    tables_url: str = ""
    feedback_url: str = ""
    story_url: str = ""

    @property
    def helps_with_all(self) -> bool:
        """Whether they said that they can help with every one of `questions`."""
        return all(question.helps for question in self.questions)
