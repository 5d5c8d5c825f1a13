"""Errands of the worker: turns at making papers, and the sweep that leaves none behind."""

import logging
import socket
import threading
from contextlib import contextmanager, suppress

from celery import shared_task
from celery.signals import worker_init
from django.db import DatabaseError, connection
from django.utils import timezone
from django_scopes import scopes_disabled
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from reports import making, turns, workers
from reports.producers import PRODUCERS

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 10
# Each turn is passed on while papers wait: so many wake every worker; none is of use after the sweep after the next.
TURNS_OF_A_SWEEP = 16
TURN_EXPIRES = 60


@worker_init.connect
def load_makers(sender, **kwargs) -> None:
    """Load what makes papers before a worker of theirs divides, so that its processes share it."""
    if workers.PAPERS in sender.app.amqp.queues.consume_from:
        for each in (*PRODUCERS.values(), making.mark):
            each.load()


@shared_task
def take_turn() -> None:
    """Make the paper that is next by right, whoever's request sent the turn; pass the turn on while others wait."""
    with scopes_disabled():
        held = turns.claim_next(worker=socket.gethostname(), at=timezone.now())
        if held is None:
            return
        with heartbeat(held):
            making.produce(held, now=timezone.now)
        others_wait = turns.next_up(at=timezone.now()) is not None
    if others_wait:
        try:
            take_turn.delay()
        except OperationalError:
            logger.warning("Papers wait for the sweep: the broker does not answer.")


@shared_task
def sweep_documents() -> None:
    """Send the workers turns for the papers that wait without one; one turn in any case shows whether they live."""
    with scopes_disabled():
        waiting = making.sweep(at=timezone.now())
    for _ in range(min(max(len(waiting), 1), TURNS_OF_A_SWEEP)):
        take_turn.apply_async(expires=TURN_EXPIRES)


@contextmanager
def heartbeat(held: making.Claim):
    """Beat from a second thread while the paper is being made: rendering is one long call."""
    done = threading.Event()

    def keep_beating():
        while not done.wait(HEARTBEAT_SECONDS):
            try:
                now = timezone.now()
                with scopes_disabled():
                    making.beat(held, at=now)
                with suppress(RedisError):
                    workers.note_alive(workers.PAPERS, at=now)
            except making.GivenUp:
                break
            except DatabaseError:
                logger.warning("%s %s: a heartbeat could not be written.", held.model.__name__, held.key, exc_info=True)
                connection.close()
        connection.close()

    thread = threading.Thread(target=keep_beating, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
