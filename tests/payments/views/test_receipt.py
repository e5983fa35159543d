import pytest

from payments.models import Receipt
from tests.support.factories import PaymentFactory, SignUpFactory


@pytest.fixture
def receipt(event, ada):
    return PaymentFactory(sign_up=SignUpFactory(event=event, buyer=ada.profile)).receipts.get()


def text(answer):
    return " ".join(answer.content.decode().split())


def test_receipt_shows_who_what_and_how_much(client, receipt):
    page = text(client.get(f"/receipts/{receipt.code}/"))

    for fact in ("<h1>Receipt</h1>", "PMO-LONDON-00001", "Series Ltd", "Ada Attendee", "June evening", "£5"):
        assert fact in page
    assert "VAT" not in page


def test_vat_invoice_shows_number_rate_and_tax(client, receipt):
    Receipt.objects.update(vat_number="GB123456789", vat_percent=20)

    page = text(client.get(f"/receipts/{receipt.code}/"))

    for fact in ("<h1>VAT invoice</h1>", "GB123456789", "Time of supply", "20% VAT inside: £0.83"):
        assert fact in page


def test_payer_puts_company_and_address_on_it(client, receipt):
    answer = client.post(f"/receipts/{receipt.code}/", {"company": "Mill Lane", "address": "2 Mill Lane\r\nLeeds"})

    assert (answer.status_code, answer["Location"]) == (302, f"/receipts/{receipt.code}/")
    page = text(client.get(f"/receipts/{receipt.code}/"))
    assert "Mill Lane" in page
    assert "Leeds" in page


def test_too_long_a_company_is_refused_and_kept_in_the_form(client, receipt):
    answer = client.post(f"/receipts/{receipt.code}/", {"company": "x" * 121, "address": ""})

    receipt.refresh_from_db()
    assert "There is a problem" in text(answer)
    assert "x" * 121 in text(answer)
    assert receipt.payer_company == ""


def test_extra_fields_change_nothing(client, receipt):
    client.post(f"/receipts/{receipt.code}/", {"company": "Mill Lane", "address": "", "amount": "1", "payer_name": "X"})

    receipt.refresh_from_db()
    assert (receipt.amount, receipt.payer_name) == (500, "Ada Attendee")


def test_unknown_receipt_is_not_found(db, client):
    assert client.get("/receipts/00000000000000000000000000/").status_code == 404
