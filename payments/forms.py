"""Forms about money."""

from decimal import Decimal
from typing import Any

from django import forms

from foundation.lib import form_codes, page_words
from foundation.lib.form_fields import LineField
from foundation.lib.form_money import CashField
from foundation.lib.form_words import WordsField
from foundation.lib.money import Money
from payments.models import TillEntry

KEEP, TAKE_BACK = "keep", "take back"


class PayerForm(forms.Form):
    """Whom a receipt is made out to."""

    company = LineField(
        label="Company",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    address = WordsField(
        label="Address",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "street-address"}),
    )


class RefundForm(forms.Form):
    """How much goes back for a place, why, and whether the place goes too. `most` is what can still be sent back."""

    amount = forms.DecimalField(
        label="How much goes back",
        min_value=Decimal("0.01"),
        max_digits=8,
        decimal_places=2,
        error_messages={
            "required": "Enter how much goes back",
            "invalid": "Enter a sum like 5 or 2.50",
            "min_value": "Enter a sum like 5 or 2.50",
            "max_decimal_places": "Enter a sum like 5 or 2.50",
        },
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    reason = LineField(
        label="Why",
        max_length=150,
        help_text="For your own record.",
        error_messages={"required": "Enter a few words on why"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    place = forms.ChoiceField(
        label="And the place?",
        choices=[
            (KEEP, "It stays theirs"),
            (TAKE_BACK, "Take it back: it is free for somebody else, and a mail says so"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the place stays or is taken back"},
    )
    form_code = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, most: Money, is_live: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most
        self.fields["amount"].help_text = f"At most {page_words.money(most)}."
        self.fields["amount"].initial = f"{most.amount / 100:.2f}"
        self.fields["form_code"].initial = form_codes.issue
        if not is_live:
            del self.fields["place"]

    def clean_amount(self) -> int:
        """In the smallest unit."""
        amount = int(self.cleaned_data["amount"] * 100)
        if amount > self.most.amount:
            raise forms.ValidationError(f"At most {page_words.money(self.most)} can go back for this place")
        return amount

    def clean_form_code(self) -> str:
        code = form_codes.read(self.cleaned_data["form_code"])
        if code is None:
            raise forms.ValidationError("This page was too old. Please look at it and send it again")
        return code.code


class TillForm(forms.Form):
    """How somebody pays at the door. `way` is the button pressed."""

    given = forms.DecimalField(
        label="Cash given",
        required=False,
        min_value=Decimal("0.01"),
        max_digits=8,
        decimal_places=2,
        help_text="To work out the change. Leave it empty when it is exact.",
        error_messages={
            "invalid": "Enter a sum like 20 or 7.50",
            "min_value": "Enter a sum like 20 or 7.50",
            "max_digits": "Enter a sum like 20 or 7.50",
            "max_decimal_places": "Enter a sum like 20 or 7.50",
        },
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    way = forms.ChoiceField(
        choices=[(TillEntry.CASH, "cash"), (TillEntry.CARD, "card")],
        error_messages={"required": "Say how it was paid", "invalid_choice": "Say how it was paid"},
        widget=forms.HiddenInput,
    )

    @property
    def given_amount(self) -> int | None:
        """In the smallest unit; only cash has change."""
        given = self.cleaned_data.get("given")
        return int(given * 100) if given and self.cleaned_data["way"] == TillEntry.CASH else None

    def covers(self, total: Money) -> bool:
        """Whether the cash given is enough; if not, the form says so."""
        given = self.given_amount
        if given is None or given >= total.amount:
            return True
        self.add_error("given", f"That is less than {page_words.money(total)}")
        return False


class FloatForm(forms.Form):
    """What lies in the till before the first coin comes."""

    amount = CashField(label="Float", error_messages={"required": "Enter how much is in the till"})


class CountForm(forms.Form):
    """What lies in it at the end."""

    counted = CashField(label="Counted", error_messages={"required": "Enter how much is in the till"})
    note = LineField(
        label="Note",
        required=False,
        max_length=200,
        help_text="Why more or less is there than should be, if you know.",
        error_messages={"max_length": "Use 200 letters at most"},
    )
