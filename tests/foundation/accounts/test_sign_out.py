from django.test import Client
from django.urls import reverse

from tests.support.cast import signed_in

URL = reverse("account_logout")


def test_who_signs_out_leaves_nothing_behind_in_the_browser(ada):
    browser = signed_in(ada)

    asked, done = browser.get(URL), browser.post(URL)

    assert "Clear-Site-Data" not in asked
    assert done["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in browser.session


def test_visitor_who_was_not_signed_in_keeps_what_the_browser_has(db):
    assert "Clear-Site-Data" not in Client().post(URL)
