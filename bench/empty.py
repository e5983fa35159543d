"""The yardstick: an empty Django view behind the same gunicorn and settings as the product.

gunicorn --config deploy/gunicorn.conf.py bench.empty; without any middleware, which is the hard yardstick,
unless EMPTY_WITH_MIDDLEWARE=true.
"""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flashmob.settings")


def show(request: HttpRequest) -> HttpResponse:
    return HttpResponse("nothing here")


urlpatterns = [path("", show)]
django.setup()
settings.ROOT_URLCONF = "bench.empty"
if not os.environ.get("EMPTY_WITH_MIDDLEWARE"):
    settings.MIDDLEWARE = []
application = WSGIHandler()
