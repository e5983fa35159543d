from django.db import models
from django.db.models import F, Q


class NotQuoted(models.Model):
    """Nothing that `author` tells is quoted in a mail to `reader`. Two rows for two people who are kept apart.

    Written down by whoever knows of it further up (networking's blocks); attendees.domain.quotes asks it.
    """

    author = models.ForeignKey("attendees.Profile", on_delete=models.CASCADE, related_name="+")
    reader = models.ForeignKey("attendees.Profile", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "not quoted"
        constraints = [
            models.UniqueConstraint(name="not_quoted_once", fields=["author", "reader"]),
            models.CheckConstraint(name="not_quoted_two_people", condition=~Q(author=F("reader"))),
        ]

    def __str__(self) -> str:
        return f"not quoted {self.pk}"
