"""The product's own settings for drills: nothing differs but the beat, which sweeps every second."""

from importlib import import_module

globals().update(vars(import_module("emulation.settings")))

CELERY_BEAT_SCHEDULE = {name: {**entry, "schedule": 1} for name, entry in globals()["CELERY_BEAT_SCHEDULE"].items()}
