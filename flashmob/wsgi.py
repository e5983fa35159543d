"""The WSGI application that gunicorn serves; it never starts a worker."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flashmob.settings")
application = get_wsgi_application()
