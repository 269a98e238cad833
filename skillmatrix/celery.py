"""The Celery application. Redis is a doorbell; what has to be done is in PostgreSQL.

Each setting below carries its reason. None of them is what keeps work from being lost: a worker
killed at the wrong moment can still lose a message, and the dispatcher's lease finds it again.
"""

import os
import signal
import threading
from typing import Any

from celery import Celery, signals
from django.conf import settings
from django.db import close_old_connections
from kombu import Exchange, Queue
from structlog.contextvars import bind_contextvars, clear_contextvars

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillmatrix.settings")

# With the seconds that giving back takes, well below the grace of a container (docker-compose.yml).
SECONDS_TO_FINISH = 10.0

app = Celery("skillmatrix")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.update(
    # No results: nothing to expire, and nothing personal in Redis.
    task_ignore_result=True,
    result_backend=None,
    # Never pickle: whoever reaches Redis must not run code here.
    task_serializer="json",
    accept_content=["json"],
    # A message is gone only when its work is done; attempts counted at the claim end endless loops.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    # A refresh takes milliseconds; these bound an export, and stay under half the visibility timeout,
    # or Redis would hand the message to a second worker while the first one is at it.
    task_time_limit=120,
    task_soft_time_limit=100,
    # A message that waits in a busy worker is one that an idle worker cannot have.
    worker_prefetch_multiplier=1,
    # A leak ends with its process. Not sooner: a new one parses the taxonomy again and opens a connection, which
    # at fifty saves a second would be every ten seconds after 500 tasks.
    worker_max_tasks_per_child=2000,
    worker_max_memory_per_child=300_000,
    # Doing a chunk twice is harmless here; cancelling on a lost connection ended workers in trials.
    worker_cancel_long_running_tasks_on_connection_loss=False,
    # Bounded below instead: a soft shutdown sleeps its whole time through, though the work may end sooner.
    worker_soft_shutdown_timeout=0,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    broker_connection_retry_on_startup=True,
    # The default gives up after a hundred tries.
    broker_connection_max_retries=None,
    # Only dispatchers publish, and they have a breaker: waiting here would stop the next round.
    task_publish_retry=False,
    # A misspelt queue must fail instead of filling where nobody reads.
    task_create_missing_queues=False,
    # Direct exchanges alone, one a queue: such a message is published through the anonymous exchange, and
    # so still arrives after Redis was emptied and has forgotten every binding.
    task_queues=[Queue(name, Exchange(name, type="direct"), routing_key=name) for name in settings.LANES],
    task_default_queue="work",
    # Each worker has a queue of its own besides, by which it sees whether it still consumes.
    worker_direct=True,
    broker_transport_options={
        # Who recovers lost work is the lease in PostgreSQL, long before this; it only has to be longer than
        # any task. The other two let Redis look every five seconds, not every hundred.
        "visibility_timeout": 300,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        # A frozen Redis must cost seconds, not minutes.
        "socket_timeout": 5,
        "socket_connect_timeout": 1,
        "socket_keepalive": True,
        "health_check_interval": 10,
    },
    # Celery closes the database connection around every task otherwise: 19 ms against 7. By this very name:
    # it is looked up with its prefix, and in lower case it is never found.
    CELERY_DB_REUSE_MAX=10_000,
)
# By name: the rooms can be imported only when Django is set up.
app.steps["worker"].add("skillmatrix.jobs.watch.Watch")


@signals.task_prerun.connect
def drop_dead_connections(task: Any, **_: Any) -> None:
    """Open a connection anew when the one that is reused broke, or a restarted PostgreSQL would fail every task.

    Not for a task that is called where it stands: that would be inside of the caller's transaction.
    """
    if not task.request.is_eager:
        close_old_connections()


@signals.setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Celery sets up its own unless somebody listens here; ours stands in the settings."""


@signals.task_prerun.connect
def name_task(task: Any, task_id: str, **_: Any) -> None:
    """Write in every log line which task it belongs to. A job adds the id of the request that asked for it."""
    clear_contextvars()
    bind_contextvars(task=task.name, task_id=task_id)


@signals.worker_shutting_down.connect
def finish_within_bounds(how: str, **_: Any) -> None:
    """Let a worker that is asked to stop finish what it is at, and give back what is not done after a while.

    By itself Celery would wait for as long as a task may take, and a container is killed before that.
    """
    if how == "Warm":
        timer = threading.Timer(SECONDS_TO_FINISH, os.kill, (os.getpid(), signal.SIGQUIT))
        timer.daemon = True
        timer.start()
