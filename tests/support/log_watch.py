"""Logs hold nobody (P21): whatever a test makes the product log is searched for people, as a server would write it."""

import logging
import logging.config
import re
from contextlib import contextmanager

from flashmob import logs

# The tests' people live at .example addresses; the names are the cast's, the number is Stripe's test card.
SOMEBODY = re.compile(
    r"[\w.+-]+@[\w.-]+\.example|Ada Attendee|Ben Bystander|Henry Host|Olivia Owner|Zoe Elsewhere|Quilla|4242 ?4242"
)
CONFIG = logs.config(level="INFO", is_json=True)
FORMATTER = logging.config.DictConfigurator(CONFIG).configure_formatter(CONFIG["formatters"]["lines"])


class Watch(logging.Handler):
    """Keeps the lines in which somebody is, and those that `besides` objects to."""

    def __init__(self, besides=None):
        super().__init__()
        self.setFormatter(FORMATTER)
        self.found, self.besides = [], besides or (lambda line: False)

    def emit(self, record):
        line = self.format(record)
        if SOMEBODY.search(line) or self.besides(line):
            self.found.append(line)


@contextmanager
def watching(*, besides=None):
    """Everything that is logged meanwhile, at the levels of a server."""
    watch, root = Watch(besides), logging.getLogger()
    before = {name: logging.getLogger(name).level for name in CONFIG["loggers"]}
    for name, wanted in CONFIG["loggers"].items():
        logging.getLogger(name).setLevel(wanted["level"])
    root.addHandler(watch)
    try:
        yield watch
    finally:
        root.removeHandler(watch)
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
