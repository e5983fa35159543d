from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from foundation.lib import codes


class Profile(models.Model):
    """A person as an attendee, known by e-mail (lower case). A guest has no user; signing in links one.

    `reminders_off_at` is for all evenings, and only signing in sets it: a page's address proves one sign-up only.
    Erase and merge are facts here (`erase_asked_at`, `merged_into`); each app's sweep does its own part.
    """

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=80)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sector = models.CharField(max_length=30, blank=True)
    years = models.CharField(max_length=10, blank=True)
    feed_code = models.CharField(max_length=26, unique=True, default=codes.random_code)
    reminders_off_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    erase_asked_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="profile_email_whatever_case")]

    def __str__(self) -> str:
        return self.name
