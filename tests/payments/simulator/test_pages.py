import http.client
import io
import re
from html import unescape
from urllib.parse import urlencode, urlsplit

import pytest

PRACTICE = {
    "email": "ann@visitor.example",
    "number": "4242 4242 4242 4242",
    "expiry": "12/34",
    "cvc": "123",
    "name": "",
}


def ask(desk, url, method="GET", **typed):
    """Status, headers, page; redirects are not followed."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(*urlsplit(desk.url).netloc.split(":"), timeout=10)
    body = urlencode(typed) if method == "POST" else None
    connection.request(method, address.path, body=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    found = answer.status, dict(answer.headers), answer.read().decode()
    connection.close()
    return found


def errors_on(page):
    """The sentences in the summary, with the ids they point to."""
    return [
        (name, unescape(sentence)) for name, sentence in re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', page)
    ]


def values_on(page):
    fields = re.findall(r'<input id="([^"]+)" name="[^"]+" type="[^"]+" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in fields}


def test_the_page_says_what_is_paid_and_that_no_money_moves(desk, session):
    status, headers, page = ask(desk, session.url)

    assert status == 200
    assert "Practice payment: no money moves." in page
    assert "PMO Flashmob London, Tuesday 1 December" in page
    assert "<title>Pay £5.00 (practice)</title>" in page
    assert "Pay £5.00 with the practice card</button>" in page
    assert 'href="https://flashmob.example/cancelled"' in page
    assert values_on(page)["number"] == "4242 4242 4242 4242"
    assert values_on(page)["email"] == "ann@visitor.example"
    assert headers["Cache-Control"] == "no-store, private"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "form-action 'self' https://flashmob.example"
    )


def test_the_page_as_it_comes_pays(desk, session):
    _, _, page = ask(desk, session.url)

    status, headers, _ = ask(desk, session.url, "POST", **values_on(page))

    assert (status, headers["Location"]) == (303, f"https://flashmob.example/paid?session={session.id}")
    assert desk.client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_at_the_page_changes_nothing(desk, session, method):
    before = desk.client.v1.checkout.sessions.retrieve(session.id).to_dict()

    for url in (session.url, f"{session.url}/check", session.url):
        ask(desk, url, method)

    assert desk.client.v1.checkout.sessions.retrieve(session.id).to_dict() == before
    assert desk.client.v1.events.list().data == []


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"number": ""}, [("number", "Enter the card number")]),
        ({"number": "4111111111111111"}, [("number", "Use one of the practice cards, never a real one")]),
        ({"expiry": ""}, [("expiry", "Enter the expiry")]),
        ({"expiry": "12/20"}, [("expiry", "The expiry must be in the future")]),
        ({"expiry": "13/34"}, [("expiry", "Enter the expiry as month and year, like 12/34")]),
        ({"expiry": "soon"}, [("expiry", "Enter the expiry as month and year, like 12/34")]),
        ({"cvc": "12"}, [("cvc", "The security code must be 3 or 4 digits")]),
        ({"number": "4000 0000 0000 0002"}, [("number", "Your card was declined. Try a different card.")]),
        (
            {"number": "4000 0000 0000 9995"},
            [("number", "Your card has insufficient funds. Try a different card.")],
        ),
        (
            {"practice_card": "4000000000000002", "name": "Ann Ash"},
            [("number", "Your card was declined. Try a different card.")],
        ),
        (
            {"number": "", "cvc": "x"},
            [("number", "Enter the card number"), ("cvc", "The security code must be 3 or 4 digits")],
        ),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(desk, session, typed, errors):
    status, _, page = ask(desk, session.url, "POST", **{**PRACTICE, **typed})

    kept = values_on(page)
    assert status == 422
    assert errors_on(page) == errors
    assert "<title>Error: Pay £5.00 (practice)</title>" in page
    assert [page.count(f'id="{name}-error"') for name, _ in errors] == [1] * len(errors)
    assert {name: kept[name] for name in ("expiry", "cvc", "name")} == {
        name: typed.get(name, PRACTICE[name]) for name in ("expiry", "cvc", "name")
    }
    assert desk.client.v1.checkout.sessions.retrieve(session.id).status == "open"


def test_a_number_that_is_no_test_card_is_not_shown_again(desk, session):
    _, _, page = ask(desk, session.url, "POST", **{**PRACTICE, "number": "4111111111111111"})

    assert "4111" not in page
    assert values_on(page)["number"] == ""


@pytest.mark.parametrize("expiry", ["12/34", "1234", "12 / 2034", "12-34"])
def test_an_expiry_may_be_typed_in_several_ways(desk, session, expiry):
    ask(desk, session.url, "POST", **{**PRACTICE, "expiry": expiry})

    charge = desk.client.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["payment_intent.latest_charge"]}
    ).payment_intent.latest_charge
    card = charge.payment_method_details.card
    assert (card.exp_month, card.exp_year, card.last4) == (12, 2034, "4242")


def test_the_address_given_with_the_session_cannot_be_typed_over(desk, session):
    ask(desk, session.url, "POST", **{**PRACTICE, "email": "other@visitor.example"})

    paid = desk.client.v1.checkout.sessions.retrieve(session.id)
    assert paid.customer_details.email == "ann@visitor.example"


def test_without_an_address_the_page_asks_for_one(desk, order):
    del order["customer_email"]
    session = desk.client.v1.checkout.sessions.create(order)

    _, _, refused = ask(desk, session.url, "POST", **{**PRACTICE, "email": "ann"})
    status, _, _ = ask(desk, session.url, "POST", **PRACTICE)

    assert errors_on(refused) == [("email", "Enter an e-mail address in the right form, like name@example.com")]
    assert status == 303
    assert desk.client.v1.checkout.sessions.retrieve(session.id).customer_details.email == "ann@visitor.example"


def test_what_the_session_asks_for_is_asked(desk, order):
    order |= {
        "billing_address_collection": "required",
        "tax_id_collection": {"enabled": True},
        "phone_number_collection": {"enabled": True},
        "custom_fields": [
            {
                "key": "po",
                "label": {"custom": "Order number", "type": "custom"},
                "type": "numeric",
                "numeric": {"minimum_length": 2},
            }
        ],
    }
    session = desk.client.v1.checkout.sessions.create(order)
    typed = {
        **PRACTICE,
        "phone": "020 7946 0000",
        "country": "GB",
        "line1": "1 High Street",
        "line2": "",
        "city": "London",
        "postal_code": "N1 1AA",
        "business_name": "Ash Ltd",
        "vat": "gb 123 456 789",
        "own-po": "77",
    }

    _, _, refused = ask(desk, session.url, "POST", **{**typed, "city": "", "vat": "12", "own-po": "7"})
    status, _, _ = ask(desk, session.url, "POST", **typed)

    paid = desk.client.v1.checkout.sessions.retrieve(session.id)
    assert errors_on(refused) == [
        ("city", "Enter the town or city"),
        ("vat", "Enter the VAT number as GB and 9 digits, like GB123456789"),
        ("own-po", "Order number must be 2 characters or more"),
    ]
    assert status == 303
    assert (paid.customer_details.business_name, paid.customer_details.phone) == ("Ash Ltd", "020 7946 0000")
    assert paid.customer_details.address.to_dict() == {
        "city": "London",
        "country": "GB",
        "line1": "1 High Street",
        "line2": None,
        "postal_code": "N1 1AA",
        "state": None,
    }
    assert [one.to_dict() for one in paid.customer_details.tax_ids] == [{"type": "gb_vat", "value": "GB123456789"}]
    assert paid.custom_fields[0].numeric.value == "77"


def test_the_bank_is_asked_on_a_page_of_its_own(desk, session):
    status, headers, _ = ask(desk, session.url, "POST", **PRACTICE, practice_card="4000002500003155")
    _, _, page = ask(desk, headers["Location"])

    assert (status, headers["Location"]) == (303, f"/c/pay/{session.id}/check")
    assert "Your bank wants to know that it is you" in page
    assert "3155" in page
    assert desk.client.v1.checkout.sessions.retrieve(session.id).status == "open"


def test_a_yes_to_the_bank_leads_back_paid(desk, session):
    ask(desk, session.url, "POST", **PRACTICE, practice_card="4000002500003155")

    status, headers, _ = ask(desk, f"{session.url}/check", "POST", answer="complete")

    assert (status, headers["Location"]) == (303, f"https://flashmob.example/paid?session={session.id}")


@pytest.mark.parametrize("answer", ["fail", "", "anything"])
def test_a_no_to_the_bank_leads_back_to_the_card(desk, session, answer):
    ask(desk, session.url, "POST", **{**PRACTICE, "name": "Ann"}, practice_card="4000002500003155")

    status, _, page = ask(desk, f"{session.url}/check", "POST", answer=answer)

    assert status == 422
    assert errors_on(page) == [
        ("number", "Your bank could not confirm that it is you. Try again or use a different card.")
    ]
    kept = values_on(page)
    assert (kept["number"], kept["expiry"], kept["name"]) == ("4000 0025 0000 3155", "12/34", "Ann")


def test_the_bank_page_without_a_question_leads_to_the_card(desk, session):
    status, headers, _ = ask(desk, f"{session.url}/check")

    assert (status, headers["Location"]) == (303, f"/c/pay/{session.id}")


@pytest.mark.parametrize(
    ("way", "heading", "link"),
    [
        ("pay", "This is paid", "https://flashmob.example/paid?session={id}"),
        ("expire", "This payment page has expired", "https://flashmob.example/cancelled"),
    ],
)
def test_a_page_that_takes_no_money_says_why_and_leads_on(desk, session, way, heading, link):
    desk.control(f"sessions/{session.id}/{way}")

    for url in (session.url, f"{session.url}/check"):
        for method in ("GET", "POST"):
            status, _, page = ask(desk, url, method, **PRACTICE)
            assert (status, f"<h1>{heading}</h1>" in page) == (200, True)
            assert f'href="{link.format(id=session.id)}"' in page


@pytest.mark.parametrize("path", ["/c/pay/", "/c/pay/cs_test_none", "/c/pay/{id}/other", "/c/pay/{id}/check/more"])
def test_other_addresses_are_not_found(desk, session, path):
    status, _, page = ask(desk, desk.url + path.format(id=session.id))

    assert (status, "There is no such payment page" in page) == (404, True)


@pytest.mark.parametrize("path", ["/assets/../app.py", "/assets/app.py", "/assets/", "/favicon.ico", "/v2"])
def test_nothing_else_is_served(desk, path):
    assert ask(desk, desk.url + path)[0] == 404


def test_other_methods_are_refused(desk, session):
    status, headers, _ = ask(desk, session.url, "DELETE")

    assert (status, headers["Allow"]) == (405, "GET, HEAD, POST")


def test_what_comes_from_outside_is_shown_as_text(desk, order):
    nasty = "<script>alert(1)</script>\"'&$name"
    order["line_items"][0]["price_data"]["product_data"]["name"] = nasty
    order["branding_settings"] = {"display_name": nasty}
    order["cancel_url"] = "https://flashmob.example/?a=%22&b='><b>"
    order["custom_fields"] = [{"key": "x", "label": {"custom": nasty, "type": "custom"}, "type": "text"}]
    session = desk.client.v1.checkout.sessions.create(order)

    _, _, page = ask(desk, session.url, "POST", **{**PRACTICE, "name": nasty, "cvc": nasty, "own-x": ""})

    assert "<script" not in page
    assert "'><b>" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&amp;$name") == 7


def test_below_a_prefix_all_addresses_have_it(desk, session):
    def mounted(path, method="GET", body=b""):
        got = []
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "/simulator",
            "PATH_INFO": path,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        page = b"".join(desk.app(environ, lambda status, headers: got.append((status[:3], dict(headers)))))
        return *got[0], page.decode()

    _, _, page = mounted(f"/c/pay/{session.id}")
    asked = urlencode({**PRACTICE, "practice_card": "4000002500003155"}).encode()
    _, headers, _ = mounted(f"/c/pay/{session.id}", "POST", asked)
    _, _, check = mounted(f"/c/pay/{session.id}/check")

    assert re.findall(r' (?:href|action)="(/[^"]*)"', page) == [
        "/simulator/assets/icon.svg",
        "/simulator/assets/simulator.css",
        f"/simulator/c/pay/{session.id}",
    ]
    assert headers["Location"] == f"/simulator/c/pay/{session.id}/check"
    assert f'action="/simulator/c/pay/{session.id}/check"' in check
