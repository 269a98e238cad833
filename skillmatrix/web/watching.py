"""Errors to Sentry and traces by OpenTelemetry, each only where its variable is set and nothing is imported otherwise.

Neither is told anything about anybody. What leaves is put together here from a list of what may: kinds of errors,
places in our code, names of views and tasks, times. No request, no user, no variable, no statement, no address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from skillmatrix.web.scrubbing import scrub
from skillmatrix.web.tracing import current_id

EVENT = (
    "event_id",
    "timestamp",
    "platform",
    "level",
    "logger",
    "release",
    "environment",
    "transaction",
    "sdk",
)
FRAME = ("filename", "abs_path", "module", "function", "lineno", "in_app")
SPAN = (
    "http.method", "http.request.method", "http.route", "http.status_code", "http.response.status_code",
    "db.system", "db.system.name", "celery.action", "celery.state", "celery.task_name", "messaging.message.id",
)  # fmt: skip


def start() -> None:
    """Set up whatever the environment asks for. Raises ImproperlyConfigured where its library is missing."""
    if settings.SENTRY_DSN:
        start_sentry()
    if settings.OTLP_ENDPOINT:
        start_tracing()


def library(name: str, variable: str, extra: str) -> Any:
    """A module of an optional library."""
    try:
        return import_module(name)
    except ImportError as error:
        raise ImproperlyConfigured(
            f"{variable} is set, but its library is not installed. "
            f"Install the extra “{extra}” (uv sync --frozen --extra {extra}), or unset the variable."
        ) from error


def start_sentry() -> None:
    """Errors only; no traces, no request bodies, no local variables, nobody's address."""
    sentry = library("sentry_sdk", "SENTRY_DSN", "sentry")
    sentry.init(
        dsn=settings.SENTRY_DSN,
        release=settings.RELEASE,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=None,
        before_send=discreet_event,
    )


def discreet_event(event: Mapping[str, Any], _hint: Any = None) -> dict[str, Any]:
    """A new event of what may be told."""
    told: dict[str, Any] = {name: event[name] for name in EVENT if name in event}
    if number := current_id():
        told["tags"] = {"request_id": number}
    errors = (event.get("exception") or {}).get("values") or []
    if errors:
        told["exception"] = {"values": [_error(one) for one in errors]}
    else:
        said = event.get("logentry") or {}
        told["logentry"] = {"message": scrub(f"Log: {said.get('message', '')}")}
    return told


def _error(error: Mapping[str, Any]) -> dict[str, Any]:
    kind = str(error.get("type", ""))
    frames = (error.get("stacktrace") or {}).get("frames") or []
    return {
        "type": kind,
        "module": error.get("module"),
        "value": scrub(f"{kind}: {error.get('value', '')}"),
        "stacktrace": {"frames": [{name: one[name] for name in FRAME if name in one} for one in frames]},
    }


def start_tracing() -> None:
    """Spans of requests, tasks and statements, sent where OTEL_EXPORTER_OTLP_ENDPOINT says."""
    modules = [
        library(f"opentelemetry.{name}", "OTEL_EXPORTER_OTLP_ENDPOINT", "otel")
        for name in (
            "trace", "sdk.trace", "sdk.trace.export", "sdk.resources", "exporter.otlp.proto.http.trace_exporter",
            "instrumentation.django", "instrumentation.celery", "instrumentation.psycopg",
        )
    ]  # fmt: skip
    trace, sdk, export, resources, http, django, celery, psycopg = modules
    service = {"service.name": f"skillmatrix-{settings.ROLE}", "service.version": settings.RELEASE}
    provider = sdk.TracerProvider(resource=resources.Resource.create(service))
    exporter = DiscreetExporter(http.OTLPSpanExporter(), sdk, trace)
    provider.add_span_processor(export.BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    for instrumentor in (
        django.DjangoInstrumentor(),
        celery.CeleryInstrumentor(),
        psycopg.PsycopgInstrumentor(),
    ):
        instrumentor.instrument()


class DiscreetExporter:
    """Hands spans on without what may hold a name or a value: addresses, statements, texts of errors."""

    def __init__(self, exporter: Any, sdk: Any, trace: Any) -> None:
        self.exporter = exporter
        self.sdk = sdk
        self.trace = trace

    def export(self, spans: Sequence[Any]) -> Any:
        """Each as a new span."""
        return self.exporter.export([self.discreet(span) for span in spans])

    def discreet(self, span: Any) -> Any:
        """The same span with the listed attributes only; that it failed stays, in which words does not."""
        return self.sdk.ReadableSpan(
            name=span.name if self.is_ours(span) else span.kind.name.lower(),
            context=span.context,
            parent=span.parent,
            resource=span.resource,
            attributes={name: value for name, value in (span.attributes or {}).items() if name in SPAN},
            kind=span.kind,
            status=self.trace.Status(span.status.status_code),
            start_time=span.start_time,
            end_time=span.end_time,
            instrumentation_scope=span.instrumentation_scope,
        )

    def is_ours(self, span: Any) -> bool:
        """Named after a route or a task. Other names repeat an address or a statement."""
        return any(name in (span.attributes or {}) for name in ("http.route", "celery.task_name"))

    def shutdown(self) -> None:
        """Hand that on too."""
        self.exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Hand that on too."""
        return bool(self.exporter.force_flush(timeout_millis))
