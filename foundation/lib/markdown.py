"""What hosts and authors write, as HTML that is safe on any page: Markdown without raw HTML and without images.

Rendered, then sanitised, so that a slip in one of the two is held by the other. Links lead to https or mailto only.
"""

import re
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

LONGEST = 10_000  # characters; what is beyond is left out, forms refuse it long before
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "h3", "h4", "hr", "code", "pre"}
SCHEMES = {"https", "mailto"}
# An address typed as it is, without what may follow it in a sentence; not one that Markdown links or quotes already.
BARE = re.compile(r"""(?<![\w<(\[`"'=/])https://[^\s<>()\[\]`"']*[^\s<>()\[\]`"'.,;:!?*_~]""")


@lru_cache(maxsize=500)  # the same words stand on a page that is drawn anew with every place sold
def render(text: str) -> SafeString:
    """The text's paragraphs, lists, links and headings (h3 and h4, as pages have their own above)."""
    tokens = _markdown.parse(BARE.sub(r"<\g<0>>", text[:LONGEST].replace("\x00", "")))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3" if token.tag in ("h1", "h2", "h3") else "h4"
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(
        html, tags=TAGS, attributes={"*": set(), "a": {"href"}}, url_schemes=SCHEMES, link_rel="nofollow ugc noopener"
    )
    return mark_safe(clean)  # noqa: S308 (nh3 has just cleaned it)


def _may_link(address: str) -> bool:
    return address.lower().startswith(tuple(f"{scheme}:" for scheme in SCHEMES))


# Commonmark, a line break where one was typed; nesting beyond 20 levels is left as text.
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20}).disable("image")
_markdown.validateLink = _may_link  # type: ignore[assignment, method-assign]
