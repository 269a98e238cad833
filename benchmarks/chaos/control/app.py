"""The Celery application of the control arm, with what one finds recommended for work that must not be lost."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.chaos.control.settings")

app = Celery("chaos_control", broker=os.environ["REDIS_URL"])
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_publish_retry=True,
    task_default_queue="control",
    worker_prefetch_multiplier=1,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        # Short, so that whatever can come back does so while somebody is still looking.
        "visibility_timeout": 15,
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 1,
        "socket_keepalive": True,
    },
)


@app.task(autoretry_for=(Exception,), max_retries=8, retry_backoff=1, retry_backoff_max=10, acks_late=True)
def refresh_person(person: int) -> None:
    """Compute and store, as the product does it; whatever goes wrong is tried again."""
    from assessments.models import Profile
    from roadmaps.models import Report
    from roadmaps.refresh import refresh

    refresh([person], by=Report.Maker.WORKER)
    revision = Profile.objects.values_list("revision", flat=True).get(pk=person)
    if Report.objects.filter(person=person, revision__gte=revision).count() < 2:
        message = "the report is not there"
        raise LookupError(message)
