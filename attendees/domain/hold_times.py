"""How long places are held for somebody who pays by card."""

import datetime as dt

from django.conf import settings

PAY_WITHIN = dt.timedelta(minutes=settings.PAYMENT_MINUTES)  # what the buyer is told, and Stripe's page
GRACE = dt.timedelta(minutes=settings.HOLD_GRACE_MINUTES)  # for money on its way
CONFIRM_WITHIN = PAY_WITHIN + GRACE
