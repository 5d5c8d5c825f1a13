"""Errands of the worker: making papers, and the sweep that leaves none behind."""

import socket
import threading
from contextlib import contextmanager

from celery import shared_task
from django.db import connection
from django.utils import timezone
from django_scopes import scopes_disabled

from reports import making, workers

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
        try:
            while not done.wait(HEARTBEAT_SECONDS):
                with scopes_disabled():
                    making.beat(held, at=timezone.now())
        except making.GivenUp:
            return
        finally:
            connection.close()

    thread = threading.Thread(target=keep_beating, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
