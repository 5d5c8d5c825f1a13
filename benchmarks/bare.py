"""The floor and the bare pages for gunicorn: benchmarks.bare:application"""

import django
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

django.setup()

from benchmarks.floor import CHAIN  # noqa: E402

override_settings(ROOT_URLCONF="benchmarks.floor", MIDDLEWARE=CHAIN).enable()
application = WSGIHandler()
