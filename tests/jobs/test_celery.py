"""The settings that the table of failures in docs/operations.md relies on."""

import ast
from pathlib import Path

import pytest
from celery.exceptions import QueueNotFound
from django.conf import settings

from skillmatrix.celery import app

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ("skillmatrix", "assessments", "roadmaps")


def task_decorators():
    for room in OURS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef):
                    yield from (
                        (f"{path.relative_to(ROOT)}:{node.name}", found)
                        for found in node.decorator_list
                        if "task" in ast.unparse(found).split("(")[0].split(".")[-1]
                    )


def test_every_task_says_its_name():
    """A name made from the module would change when the function moves, and old messages would find nobody."""
    found = list(task_decorators())
    assert found
    nameless = [
        where
        for where, decorator in found
        if not (isinstance(decorator, ast.Call) and any(word.arg == "name" for word in decorator.keywords))
    ]
    assert nameless == []


def test_every_task_stays_under_half_the_visibility_timeout():
    half = app.conf.broker_transport_options["visibility_timeout"] / 2
    app.loader.import_default_modules()
    ours = [task for name, task in app.tasks.items() if not name.startswith("celery.")]
    assert ours
    for task in ours:
        hard = task.time_limit or app.conf.task_time_limit
        soft = task.soft_time_limit or app.conf.task_soft_time_limit
        assert soft < hard < half, task.name


def test_queues_are_the_lanes_each_with_a_direct_exchange_of_its_own():
    queues = app.amqp.queues
    assert set(queues) == set(settings.LANES)
    for name, queue in queues.items():
        assert (queue.exchange.name, queue.exchange.type, queue.routing_key) == (name, "direct", name)
    assert app.conf.task_default_queue in queues


def test_an_undeclared_queue_is_refused():
    with pytest.raises(QueueNotFound):
        app.send_task("jobs.run", args=[[1]], queue="refesh", retry=False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("task_ignore_result", True),
        ("result_backend", None),
        ("task_serializer", "json"),
        ("accept_content", ["json"]),
        ("task_acks_late", True),
        ("task_reject_on_worker_lost", True),
        ("worker_prefetch_multiplier", 1),
        ("worker_cancel_long_running_tasks_on_connection_loss", False),
        ("broker_connection_retry_on_startup", True),
        ("broker_connection_max_retries", None),
        ("task_publish_retry", False),
        ("task_create_missing_queues", False),
    ],
)
def test_what_the_table_of_failures_relies_on(name, value):
    assert app.conf[name] == value


def test_a_frozen_broker_costs_seconds_and_lost_messages_are_looked_for_often():
    assert app.conf.broker_transport_options == {
        "visibility_timeout": 300,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 1,
        "socket_keepalive": True,
        "health_check_interval": 10,
    }


def test_a_worker_keeps_its_database_connection():
    """Celery looks this one up by its prefixed name."""
    assert app.conf.get("CELERY_DB_REUSE_MAX") == 10_000
