"""The figures of the operations page for a monitoring system, gathered when it asks."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping

from django.db import Error, connection
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from skillmatrix.web.measuring import registry

from .figures import Figures, gather
from .installation import ROLES, Installation
from .standing import Spread, Standing
from .work import Jobs, Recurring


def exposition() -> bytes:
    """Everything as Prometheus reads it: what this installation stands at, and what its web processes counted."""
    now = CollectorRegistry(auto_describe=False)
    now.register(Now())
    return generate_latest(now) + generate_latest(registry())


class Now(Collector):
    """Gauges made from the tables. With the database away only that is told, instead of nothing at all."""

    def collect(self) -> Iterable[Metric]:
        """Gather once, so that all figures are of one moment."""
        began = time.perf_counter()
        try:
            figures = gather()
        except Error:
            connection.close()
            yield gauge("database_up", "PostgreSQL answered this scrape", 0)
            return
        yield gauge("database_up", "PostgreSQL answered this scrape", 1)
        yield from families(figures)
        yield gauge("figures_seconds", "Time that gathering these figures took", time.perf_counter() - began)


def families(figures: Figures) -> Iterator[Metric]:
    """One look as gauges."""
    yield from _reports(figures.standing)
    dead = {"report": 0, "job": 0}
    for group in figures.letters:
        dead[group.kind] += group.count
    yield gauge("dead_letters", "Given up and waiting for a human", dead, "kind")
    yield from _jobs(figures.jobs)
    yield gauge("broker_up", "The broker answered within half a second", figures.broker.answers)
    yield gauge("queue_messages", "Messages waiting in the broker", figures.broker.depths or {}, "queue")
    age = {canary.queue: canary.age for canary in figures.canaries}
    yield gauge("canary_age_seconds", "Since a worker last answered on a queue", age, "queue")
    yield from _schedule(figures.schedule)
    yield from _installation(figures.installation)


def gauge(
    name: str, text: str, value: float | None | Mapping[str, float | None], label: str = ""
) -> GaugeMetricFamily:
    """A gauge, with one label where there are several values; what is not known is left out."""
    family = GaugeMetricFamily(f"skillmatrix_{name}", text, labels=[label] if label else [])
    values = value if isinstance(value, Mapping) else {"": value}
    for key, number in values.items():
        if number is not None:
            family.add_metric([key] if label else [], float(number))
    return family


def _reports(now: Standing) -> Iterator[Metric]:
    yield gauge("people", "People with any input", now.people)
    behind = {"edit": now.edited, "fanout": now.fanned_out, "day": now.day_come}
    yield gauge("reports_behind", "People whose stored report waits for a newer one", behind, "cause")
    yield gauge(
        "report_age_seconds",
        "Age of the change that reports behind wait for",
        _quantiles(now.waiting),
        "quantile",
    )
    yield gauge(
        "report_latency_seconds", "From a change to its stored report, of the last five minutes",
        _quantiles(now.arrived), "quantile",
    )  # fmt: skip
    stored = {"worker": now.by_worker, "dispatcher": now.by_dispatcher}
    yield gauge("reports_stored", "People brought up to date in the last five minutes", stored, "by")
    yield gauge("reports_stored_last_minute", "People brought up to date in the last minute", now.last_minute)


def _quantiles(spread: Spread) -> dict[str, float | None]:
    """Zero where nothing waits, so that a rule over it is defined."""
    return {"0.5": spread.p50 or 0, "0.99": spread.p99 or 0, "1": spread.longest or 0}


def _jobs(jobs: Iterable[Jobs]) -> Iterator[Metric]:
    yield gauge("jobs_open", "Jobs that wait or are being done", {job.kind: job.open for job in jobs}, "kind")
    oldest = {job.kind: job.oldest for job in jobs}
    yield gauge("job_age_seconds", "Age of the oldest open job", oldest, "kind")


def _schedule(jobs: Iterable[Recurring]) -> Iterator[Metric]:
    """By name: `job` is Prometheus's own label, for what it scrapes."""
    ended = {job.name: job.ended.timestamp() if job.ended else None for job in jobs}
    yield gauge(
        "schedule_last_success_timestamp_seconds", "When a recurring job last ended well", ended, "name"
    )
    yield gauge("schedule_failed", "The last run failed", {job.name: bool(job.error) for job in jobs}, "name")
    yield gauge(
        "schedule_overdue", "Its time came a minute ago", {job.name: job.is_late for job in jobs}, "name"
    )
    took = {job.name: job.took for job in jobs}
    yield gauge("schedule_duration_seconds", "How long the last good run took", took, "name")


def _installation(here: Installation) -> Iterator[Metric]:
    seen = {role: here.count(role) for role in ROLES}
    yield gauge("processes", "Processes with a connection to the database", seen, "role")
    yield gauge("database_bytes", "Size of the database", here.database_bytes)
    family = GaugeMetricFamily(
        "skillmatrix_info", "Versions of what runs", labels=["release", "engine", "taxonomy"]
    )
    family.add_metric([here.release, str(here.engine), str(here.taxonomy)], 1)
    yield family
