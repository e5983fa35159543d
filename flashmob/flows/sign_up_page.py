"""The sign-up page's forms and what they say together."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from attendees.domain import profiles, wishes
from attendees.forms.sign_up import CompanionForm, SignUpForm
from events.domain import vouchers
from events.domain.refused import EventRefused
from events.models import Event, Voucher
from foundation.lib import form_codes, limits, plain
from foundation.lib.money import Money


@dataclass
class Page:
    """The buyer's form, one for each further place, and the code typed or followed, or what is wrong with it."""

    buyer: SignUpForm
    companions: list[CompanionForm]
    voucher: Voucher | None = None
    trouble: str = ""

    @classmethod
    def fresh(cls, request: HttpRequest, event: Event, *, now: dt.datetime) -> "Page":
        """An empty page; who is signed in finds name and address filled in, who followed a code's link the code."""
        person = profiles.of(request.user)
        known = {"name": person.name, "email": person.email} if person else {}
        code = plain.one_line(request.GET.get("code", ""), at_most=30)
        page = cls._make(None, initial={"form_code": form_codes.issue(), "voucher": code, **known})
        if code:
            page._look_up(event, code, now=now)
        return page

    @classmethod
    def sent(cls, request: HttpRequest, event: Event, *, now: dt.datetime) -> "Page":
        """What was typed, and whether its code is one; only that when just the code was to be looked at."""
        page = cls._make(request.POST)
        page.is_valid()
        if only_looks(request):
            page._forget_errors()
        code = page.buyer.cleaned_data.get("voucher", "")
        if code:
            page._look_up(event, code, now=now)
        return page

    @classmethod
    def _make(cls, data: Any, **options: Any) -> "Page":
        further = range(2, wishes.MOST_PLACES + 1)
        return cls(SignUpForm(data, **options), [CompanionForm(data, prefix=f"place-{place}") for place in further])

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in (self.buyer, *self.companions)]  # each one: all messages at once
        return all(valid)

    @property
    def companions_open(self) -> bool:
        """Whether somebody else was named, or named wrongly."""
        return any(form.is_bound and (form.errors or form.has_changed()) for form in self.companions)

    def price(self, event: Event) -> Money:
        """Of one place, with the code."""
        return self.voucher.price(event.price) if self.voucher else event.price

    def set_aside(self, event: Event) -> int:
        """Places of the evening that only this page's code can take."""
        return self.voucher.reserved if self.voucher and self.voucher.event_id == event.pk else 0

    def wish(self, request: HttpRequest, *, browser: str) -> wishes.Wish:
        buyer = self.buyer.cleaned_data
        named = [form.cleaned_data for form in self.companions if form.cleaned_data["name"]]
        return wishes.Wish(
            name=buyer["name"],
            email=buyer["email"],
            companions=tuple((one["name"], one["email"]) for one in named),
            at_door=self.buyer.at_door,
            tell_me=buyer["tell_me"],
            form_code=self.buyer.code,
            browser=browser,
            address=limits.address_of(request),
            voucher=self.voucher,
        )

    def _look_up(self, event: Event, code: str, *, now: dt.datetime) -> None:
        try:
            self.voucher = vouchers.find(event, code, now=now)
        except EventRefused as refusal:
            self.trouble = str(refusal)
            if self.buyer.is_bound:
                self.buyer.add_error("voucher", self.trouble)

    def _forget_errors(self) -> None:
        for form in (self.buyer, *self.companions):
            form.errors.clear()


def only_looks(request: HttpRequest) -> bool:
    """Whether the button was the one that shows the price with a code, and takes nothing."""
    return "look" in request.POST
