"""Every task has its queue, every queue its workers; web processes count together."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from emulation.celery import app
from reports import workers

COUNT = """
import os
from operations import counters
os.environ["METRICS_SLOT"] = {slot!r}
for status in {statuses!r}:
    counters.count("home", status, 0.15)
for family in counters.collect():
    for sample in family.samples:
        if sample.name == "emulation_requests_total" or sample.labels.get("le") == "0.2":
            print(sample.labels.get("status", "quick"), int(sample.value))
"""


WORKER = """
import sys
from celery.apps.worker import Worker
from emulation.celery import app
Worker(app=app, queues="{queues}".split(","), pool="prefork", concurrency=1, hostname="one@here")
print(*{{name.partition(".")[0] for name in sys.modules}})
"""


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        ("reports.tasks.take_turn", "papers"),
        ("reports.tasks.sweep_documents", "clock"),
        ("reports.alarms.send_mailings", "mail"),
        ("campaigns.tasks.scan_uploads", "imports"),
        ("operations.alarms.back_up", "clock"),
    ],
)
def test_a_task_goes_to_its_queue(task, queue):
    app.loader.import_default_modules()

    found = app.amqp.router.route({}, task)["queue"]

    assert task in app.tasks
    assert (found.name, found.routing_key) == (queue, queue)


def test_what_is_routed_exists_and_a_worker_that_is_told_nothing_serves_every_queue():
    app.loader.import_default_modules()

    assert settings.CELERY_TASK_ROUTES.keys() <= app.tasks.keys()
    assert set(app.amqp.queues.consume_from) == set(workers.QUEUES)
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("queue_order_strategy", "round_robin") == "round_robin"


@pytest.mark.parametrize(("queues", "loads"), [("papers", True), ("clock,mail,imports", False)])
def test_workers_of_papers_load_what_makes_them_before_they_divide(queues, loads):
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WORKER.format(queues=queues)], capture_output=True, text=True, check=True
    )

    assert ("weasyprint" in told.stdout.split(), "pikepdf" in told.stdout.split()) == (loads, loads)
    assert "Traceback" not in told.stderr


def test_the_workers_of_a_server_serve_every_queue_and_papers_alone_have_workers_of_their_own():
    units = (settings.BASE_DIR / "deploy" / "systemd").glob("*worker*.service")
    served = sorted(
        tuple(found[1].split(",")) for unit in units if (found := re.search(r" -Q (\S+)", unit.read_text()))
    )

    assert served == [("clock", "mail", "imports"), ("papers",)]


def test_processes_count_together_and_a_successor_goes_on_with_the_counts_of_its_place(tmp_path):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    told = [
        subprocess.run(
            [sys.executable, "-c", COUNT.format(slot=slot, statuses=statuses)],
            env={**kept, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for slot, statuses in (("0", [200, 200]), ("1", [503]), ("0", [200]))
    ]

    assert dict(zip(told[0][::2], told[0][1::2], strict=True)) == {"200": "2", "quick": "2"}
    assert dict(zip(told[2][::2], told[2][1::2], strict=True)) == {"200": "3", "503": "1", "quick": "4"}
    assert {path.name.partition(".")[0].rpartition("_")[2] for path in tmp_path.iterdir()} == {"0", "1"}
