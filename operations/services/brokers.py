"""Whether the broker answers, and how many messages wait in it."""

from celery import current_app
from django.conf import settings
from kombu.exceptions import ChannelError, OperationalError

from reports.workers import QUEUES


class NoAnswer(Exception):
    """The broker cannot be reached, or none is named."""


def messages() -> dict[str, int]:
    """Return how many messages wait in each queue; raise NoAnswer."""
    if settings.CELERY_BROKER_URL == "memory://":
        raise NoAnswer
    connection = current_app.connection_for_read()
    try:
        with connection:
            connection.connect()
            channel = connection.channel()
            return {queue: _size(channel, queue) for queue in QUEUES}
    except (OperationalError, OSError, *connection.connection_errors) as problem:
        raise NoAnswer from problem


def _size(channel, queue: str) -> int:
    """Return how many messages a queue holds; an empty one may not exist."""
    try:
        return channel.queue_declare(queue, passive=True).message_count
    except ChannelError:
        return 0
