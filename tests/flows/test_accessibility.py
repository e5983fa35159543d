"""No accessibility violation on any public page (one size, one theme; `make soak` takes all)."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def test_public_pages_have_no_violation(page, live_app, event, axe):
    address = f"/{event.series.slug}/"
    paths = ["/", address, f"{address}{event.slug}/", f"{address}{event.slug}/take/", "/sign-in/", "/accounts/login/",
             "/privacy/", "/refunds/", "/contact/", "/accessibility/", "/mailbox/", "/nothing-here/"]  # fmt: skip

    for path in paths:
        page.goto(live_app + path)
        axe(page)


def test_public_pages_ask_only_our_own_site_and_little_of_it(page, live_app, event):
    asked = []
    page.on("requestfinished", lambda request: asked.append((request.url, request.sizes())))

    page.goto(f"{live_app}/{event.series.slug}/{event.slug}/")

    assert {url.split("/")[2] for url, _ in asked} == {live_app.split("/")[2]}
    assert len(asked) <= 6
    assert sum(sizes["responseBodySize"] + sizes["responseHeadersSize"] for _, sizes in asked) <= 60_000
    assert page.context.cookies() == []
