"""Gunicorn: a few quick processes that share the loaded code."""

import gc
import os

from django.urls import get_resolver

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = 4
preload_app = True
timeout = 60
graceful_timeout = 5
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
errorlog = "-"
loglevel = "warning"


def when_ready(server):
    """Load every view, and keep all code out of the collector, so that the processes share its memory."""
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()


def post_fork(server, worker):
    """Collect seldom: a page makes many objects, and looking through all of them held up one request in twenty."""
    gc.set_threshold(50_000, 20, 50)
