"""The product's own settings for drills: nothing differs but the beat, which sweeps every second."""

from emulation.settings import *  # noqa: F403
from emulation.settings import CELERY_BEAT_SCHEDULE as EVERY_HALF_MINUTE

CELERY_BEAT_SCHEDULE = {name: {**entry, "schedule": 1} for name, entry in EVERY_HALF_MINUTE.items()}
