from django.db import models
from django.db.models import Q

from foundation.lib import codes
from foundation.lib.money import Money


class ReceiptCounter(models.Model):
    """The next number of a series' receipts; taken under its row lock so that no number is missing."""

    series = models.OneToOneField("events.Series", on_delete=models.CASCADE, primary_key=True, related_name="+")
    next = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.series_id}: {self.next}"


class Receipt(models.Model):
    """A numbered paper for money taken or given back; what it says is fixed when it is issued, but for the payer's
    company and address, which the payer may add.

    A receipt without VAT words, or a simplified VAT invoice when the series had a VAT number (`vat_number`); a refund
    gives a credit note.
    """

    RECEIPT, CREDIT_NOTE = "receipt", "credit"

    series = models.ForeignKey("events.Series", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=26, unique=True, default=codes.random_code)
    kind = models.CharField(max_length=10, choices=[(RECEIPT, "receipt"), (CREDIT_NOTE, "credit note")])
    payment = models.ForeignKey(
        "payments.Payment", on_delete=models.PROTECT, null=True, blank=True, related_name="receipts"
    )
    refund = models.OneToOneField(
        "payments.Refund", on_delete=models.PROTECT, null=True, blank=True, related_name="credit_note"
    )
    issued_at = models.DateTimeField()
    supplied_at = models.DateTimeField()
    supplier_name = models.CharField(max_length=120)
    supplier_address = models.TextField(blank=True)
    vat_number = models.CharField(max_length=20, blank=True)
    vat_percent = models.PositiveSmallIntegerField(default=0)
    payer_name = models.CharField(max_length=120)
    payer_company = models.CharField(max_length=120, blank=True)
    payer_address = models.TextField(blank=True)
    description = models.CharField(max_length=300)
    quantity = models.PositiveSmallIntegerField(default=1)
    amount = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="receipt_number_once", fields=["series", "number"]),
            models.UniqueConstraint(name="receipt_once_per_payment", fields=["payment"], condition=Q(kind="receipt")),
            models.CheckConstraint(
                name="receipt_of_payment_or_refund",
                condition=Q(kind="receipt", refund__isnull=True) | Q(kind="credit", refund__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def written_number(self) -> str:
        """As it stands on the paper: PMO-LONDON-00042."""
        return f"{self.series.slug.upper()}-{self.number:05}"

    @property
    def tax(self) -> Money:
        """The VAT inside the sum, rounded to the nearest penny."""
        whole = 100 + self.vat_percent
        return Money((2 * self.amount * self.vat_percent + whole) // (2 * whole), self.currency)
