"""The environment of every test: a secret before the settings load, then quick and private parts.

Loaded by `-p` in pytest.ini, so that it comes before the settings.
"""

import os
import shutil
import tempfile

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.test import override_settings
from hypothesis import settings as hypothesis_settings

os.environ.setdefault("SECRET_KEY", "for tests only")
# How long one example takes depends on what else the machine does; speed is measured in benchmarks.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
_state = {}


def pytest_configure(config):
    """Give this process plain static files, quick passwords, tasks run at once, and folders of its own."""
    # Its fixtures refine those of pytest-playwright, so it must come after.
    config.pluginmanager.import_plugin("kit.testing.browser")
    media = tempfile.mkdtemp(prefix="emulation-tests-")
    changes = {
        "MEDIA_ROOT": media,
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "CELERY_TASK_ALWAYS_EAGER": True,
        "STORAGES": {
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        "WHITENOISE_AUTOREFRESH": True,
        "SECURE_SSL_REDIRECT": False,
    }
    if settings.REDIS_URL:
        changes["CACHES"] = {
            "default": {
                **settings.CACHES["default"],
                "LOCATION": f"{settings.REDIS_URL.rstrip('/')}/{WORKER}",
            },
            "process": settings.CACHES["process"],
        }
    _state["media"] = media
    _state["override"] = override_settings(**changes)
    _state["override"].enable()


def pytest_unconfigure(config):
    """Put the settings back and remove the uploads of the tests."""
    if "override" in _state:
        _state.pop("override").disable()
        shutil.rmtree(_state.pop("media"), ignore_errors=True)


@pytest.fixture(autouse=True)
def _empty_caches():
    """Forget what earlier tests worked out, and their sign-in attempts in Redis; a database rolls them back itself."""
    caches["process"].clear()
    if settings.REDIS_URL:
        cache.clear()
