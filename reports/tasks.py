"""Errands of the worker: making papers, and the sweep that leaves none behind."""

import logging
import socket
import threading
from contextlib import contextmanager

from celery import shared_task
from django.db import DatabaseError, connection
from django.utils import timezone
from django_scopes import scopes_disabled

from reports import making, workers

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 10


@shared_task
def render_document(document_id: int) -> None:
    """Make the files of a queued paper; do nothing if another worker has it or it is made already."""
    with scopes_disabled():
        held = making.claim(document_id, worker=socket.gethostname(), at=timezone.now())
        if held is None:
            return
        with _heartbeat(held):
            making.produce(held, now=timezone.now)


@shared_task
def sweep_documents() -> None:
    """Send every paper that waits without a worker to the workers again."""
    now = timezone.now()
    workers.note_alive(at=now)
    with scopes_disabled():
        waiting = making.sweep(at=now)
    for document_id in waiting:
        render_document.delay(document_id)


@contextmanager
def _heartbeat(held: making.Claim):
    """Beat from a second thread while the paper is being made: rendering is one long call."""
    done = threading.Event()

    def keep_beating():
        while not done.wait(HEARTBEAT_SECONDS):
            try:
                now = timezone.now()
                workers.note_alive(at=now)
                with scopes_disabled():
                    making.beat(held, at=now)
            except making.GivenUp:
                break
            except DatabaseError:
                logger.warning("Document %s: a heartbeat could not be written.", held.document_id, exc_info=True)
                connection.close()
        connection.close()

    thread = threading.Thread(target=keep_beating, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
