"""The script that reads codes where a browser has no detector of its own; `make scanner` fetches it."""

from django.contrib.staticfiles import finders
from django.templatetags.static import static

FILE = "door/jsQR.js"


def url() -> str:
    """Empty where nobody fetched it."""
    return static(FILE) if finders.find(FILE) else ""
