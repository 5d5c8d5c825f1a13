"""Gunicorn: a few quick processes that share the loaded code."""

import ctypes
import gc
import os
import shutil
import tempfile
from contextlib import suppress

from django.template import engines
from django.urls import get_resolver
from gunicorn.glogging import Logger

from emulation.logs import JsonFormatter

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = 4
preload_app = True
timeout = 60
# Requests under way when the server is told to end may take so long; an office machine does not wait.
graceful_timeout = int(os.environ.get("GRACEFUL_SECONDS", "5"))
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
errorlog = "-"
loglevel = "warning"
# The C library keeps freed memory apart for each thread, in as many places as it likes: two (M_ARENA_MAX of mallopt).
with suppress(AttributeError, OSError):
    ctypes.CDLL(None).mallopt(-8, 2)
# Where processes count requests together (docs/monitoring.md), named before the code loads: a folder of this master,
# kept over a reload, and not shared with the master that follows it.
owner, _, counts = os.environ.get("METRICS_OWNER", "").partition(":")
if owner != str(os.getpid()):
    counts = tempfile.mkdtemp(prefix="emulation-counts-", dir=worker_tmp_dir)
    os.environ["METRICS_OWNER"] = f"{os.getpid()}:{counts}"
os.environ["PROMETHEUS_MULTIPROC_DIR"] = counts


class JsonLogger(Logger):
    """Gunicorn's own lines as JSON."""

    def setup(self, cfg):
        """Give every handler our format."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())


if os.environ.get("LOG_FORMAT") == "json":
    logger_class = JsonLogger


def when_ready(server):
    """Load every view and tag, and keep all code out of the collector, so that the processes share its memory."""
    _ = get_resolver().url_patterns, engines["django"].engine.template_libraries
    gc.collect()
    gc.freeze()


def pre_fork(server, worker):
    """Give a process the first free place: it goes on with the counts of whoever was there before."""
    taken = {each.place for each in server.WORKERS.values()}
    worker.place = next(place for place in range(len(taken) + 1) if place not in taken)


def on_exit(server):
    """Take the counts away."""
    shutil.rmtree(counts, ignore_errors=True)


def post_fork(server, worker):
    """Collect seldom: a page makes many objects, and looking through all of them held up one request in twenty."""
    os.environ["METRICS_SLOT"] = str(worker.place)
    gc.set_threshold(50_000, 20, 50)
