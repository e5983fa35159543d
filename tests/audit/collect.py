"""`python -m tests.audit.collect FOLDER`: every kind of page, mail and diary file of the demo, as files.

pages/<role>-<address>.html, mails/<app>-<kind>.html, diaries/<name>.ics. Pages are found by following links from the
start, as nobody, as an attendee and as the owner; a page with a form is also kept as it looks after an empty post.
"""

import os
import sys
from pathlib import Path

import django

MOST_OF_A_KIND = 2
STARTS = ("/", "/my/", "/desk/", "/accounts/login/", "/lost/", "/mailbox/", "/style/")


def main(folder: Path) -> None:
    os.environ |= {
        "DEMO": "true",
        "DATA_DIR": str(folder / "data"),
        "SITE_URL": "http://localhost:8000",
        "LOG_LEVEL": "CRITICAL",
    }
    os.environ["DJANGO_SETTINGS_MODULE"] = "flashmob.settings"
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 (Django is set up by now)

    from tests.audit import crawl  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    if not crawl.has_evenings():
        call_command("seed")
    mails = crawl.mails(folder / "mails", folder / "diaries")
    starts = [*STARTS, *crawl.links_in_mails()]
    kinds = crawl.pages(folder / "pages", folder / "diaries", starts, most=MOST_OF_A_KIND)
    sys.stdout.write(f"{kinds} kinds of pages, {mails} mails\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
