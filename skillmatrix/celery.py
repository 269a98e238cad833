"""The Celery application. Redis is a doorbell; what has to be done is in PostgreSQL.

Each setting below carries its reason. None of them is what keeps work from being lost: a worker
killed at the wrong moment can still lose a message, and the dispatcher's lease finds it again.
"""

import os

from celery import Celery
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillmatrix.settings")

app = Celery("skillmatrix")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.update(
    # No results: nothing to expire, and nothing personal in Redis.
    task_ignore_result=True,
    result_backend=None,
    task_serializer="json",
    accept_content=["json"],
    # A message is gone only when its work is done; attempts counted at the claim end endless loops.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    # A refresh takes milliseconds; these bound an export, and stay under half the visibility timeout.
    task_time_limit=120,
    task_soft_time_limit=100,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=2000,
    worker_max_memory_per_child=300_000,
    # Doing a chunk twice is harmless here; cancelling on a lost connection ended workers in trials.
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_soft_shutdown_timeout=10,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    broker_connection_retry_on_startup=True,
    # The default gives up after a hundred tries.
    broker_connection_max_retries=None,
    # Only dispatchers publish, and they have a breaker: waiting here would stop the next round.
    task_publish_retry=False,
    # A misspelt queue must fail instead of filling where nobody reads.
    task_create_missing_queues=False,
    task_queues=[Queue(name) for name in ("refresh", "fanout", "mail", "work")],
    task_default_queue="work",
    # Celery closes the database connection around every task otherwise: 19 ms against 7.
    db_reuse_max=10_000,
    broker_transport_options={
        "visibility_timeout": 300,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        # A frozen Redis must cost seconds, not minutes.
        "socket_timeout": 5,
        "socket_connect_timeout": 1,
        "socket_keepalive": True,
        "health_check_interval": 10,
    },
)
