"""What is counted of requests, over all processes of the web: numbers by route, never by commune or person.

Where PROMETHEUS_MULTIPROC_DIR names a folder (deploy/gunicorn.conf.py sees to it), each process counts in files of its
own, called after its place (METRICS_SLOT), so that its successor goes on with them; elsewhere one counts for itself.
"""

import os
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, values
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector

SHARED = bool(os.environ.get("PROMETHEUS_MULTIPROC_DIR"))
if SHARED:
    values.ValueClass = values.MultiProcessValue(lambda: os.environ.get("METRICS_SLOT", "main"))

_own = CollectorRegistry()
_requests = Counter("emulation_requests", "Requests answered.", ["route", "status"], registry=_own)
_seconds = Histogram(
    "emulation_request_seconds",
    "How long requests took.",
    ["route"],
    buckets=(0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10),
    registry=_own,
)


def count(route: str, status: int, seconds: float) -> None:
    """Count one request."""
    _requests.labels(route, str(status)).inc()
    _seconds.labels(route).observe(seconds)


def collect() -> Iterator[Metric]:
    """Yield what all processes counted so far."""
    return MultiProcessCollector(None).collect() if SHARED else _own.collect()
