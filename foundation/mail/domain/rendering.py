"""From three templates to one mail: subject, text and HTML with its styles inlined."""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import css_inline
from django.template import Context, Engine
from django.template.loader import render_to_string

TEXT_COLUMNS = 78
CHARSET = '<meta charset="utf-8">'
LEAD = re.compile(r"(- | +)|(?=[A-Z][a-z]+: +).{8}(?=\S)")


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str


def render(template: str, context: Mapping[str, Any]) -> Rendered:
    """Render `emails/<template>-subject.txt`, `-body.txt` and `-body.html`; the subject is one line.

    In the text template a paragraph is one line; here it is folded, and of empty lines in a row one stays.
    """
    subject = " ".join(_plain(f"emails/{template}-subject.txt", context).split())
    text = _fold(_plain(f"emails/{template}-body.txt", context))
    html = render_to_string(f"emails/{template}-body.html", {**context, "subject": subject})
    return Rendered(subject=subject[:250], text=text, html=_inline(html))


def in_text(line: str) -> str:
    """How an entry of a list, given as one line after its "- ", stands in the text of a mail."""
    return "\n".join(_fold_line(f"- {line}"))


def in_html(line: str) -> str:
    """How these words stand in the HTML of a mail, between two elements."""
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\u00a0", "&nbsp;")


def _plain(name: str, context: Mapping[str, Any]) -> str:
    """Text is not HTML: O'Brien keeps the apostrophe."""
    return Engine.get_default().get_template(name).render(Context(dict(context), autoescape=False))


def _inline(html: str) -> str:
    """Styles into the elements. The inliner puts its rest in front; the charset must be in the first 1,024 bytes."""
    inlined = _inliner.inline(html)
    return inlined.replace(CHARSET, "", 1).replace("<head>", f"<head>{CHARSET}", 1)


def _fold(text: str) -> str:
    """Lines of at most 78 columns (an address is never broken), empty lines never doubled, one newline at the end."""
    folded: list[str] = []
    for line in text.strip().splitlines():
        folded += _fold_line(line.rstrip()) if line.strip() else [""] * (folded[-1] != "")
    return "\n".join(folded) + "\n"


def _fold_line(line: str) -> list[str]:
    """What follows in a paragraph that begins with blanks, "- " or a label of eight columns is indented like it."""
    lead = LEAD.match(line)
    indent = lead.end() if lead else 0
    return textwrap.wrap(
        line[indent:],
        TEXT_COLUMNS,
        initial_indent=line[:indent],
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


# What can be inlined is; dark mode and small screens stay in one style element for clients that read it.
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True, minify_css=True)
