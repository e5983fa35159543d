"""A sender as a process of its own: sends what is due in the database of the environment, and ends."""

import os

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "flashmob.settings"
    django.setup()

    from foundation.lib import clock
    from foundation.mail.domain import delivery

    delivery.send_due(clock.now())
