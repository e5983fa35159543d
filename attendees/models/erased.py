from django.db import models


class Erased(models.Model):
    """That the person of an address was erased, so that a backup from before that is put right when it comes back.

    `address_code` stands for the address (`codes.pseudonym`); kept as long as backups are.
    """

    DAYS_KEPT = 40  # backups live 35

    address_code = models.CharField(max_length=26, primary_key=True)
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "erased"

    def __str__(self) -> str:
        return self.address_code
