"""The Celery application: worker and beat; what their log lines say of the task, and their signs of life."""

import os
from functools import partial
from logging.config import dictConfig

from celery import Celery
from celery.signals import before_task_publish, setup_logging, task_postrun, task_prerun
from django.conf import settings
from django.utils import timezone

from emulation.environment import env
from emulation.logs import around, facts_around
from reports import workers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")

app = Celery("emulation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="alarms")


@before_task_publish.connect
def carry_request(headers=None, **kwargs):
    """Let a task carry the id of the request, or of the task, that queued it."""
    if headers is not None and (request_id := facts_around().get("request_id")):
        headers["request_id"] = request_id


@task_prerun.connect
def begin(task_id, task, **kwargs):
    """Tell log lines which task they are about, and note that a worker of its queue lives."""
    if task.request.is_eager:
        return
    facts = {"job": task.name, "job_id": task_id, "request_id": task.request.get("request_id")}
    around.set(partial(dict, {name: value for name, value in facts.items() if value}))
    queue = task.request.delivery_info.get("routing_key")
    if queue in workers.QUEUES:
        workers.note_alive(queue, at=timezone.now())


@task_postrun.connect
def end(task, **kwargs):
    """Forget the task."""
    if not task.request.is_eager:
        around.set(None)


if env("LOG_FORMAT", "") == "json":

    @setup_logging.connect
    def keep_the_format(**kwargs):
        """Keep Celery from writing its lines in a way of its own."""
        dictConfig(settings.LOGGING)
