"""Log lines: fields instead of prose, and nothing about anybody.

One line a record, as JSON for machines or readable for whoever starts the stack by hand. Only the fields listed here
get out. Of an exception its kind, its scrubbed words and the places in the code are written, never its own text nor
any local variable. Whatever could begin a new line is written as an escape, so no value forges a line of its own.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import Processor

from skillmatrix.web.scrubbing import GAP, in_words

FIELDS = frozenset(
    {
        "at", "level", "logger", "event", "process",
        # Who asked and what came of it. The id leads from a request to the jobs it asked for.
        "request_id", "view", "method", "status", "ms",
        # Work in the background.
        "task", "task_id", "job", "kind", "lane", "count", "attempts",
        "error", "trace",
    }
)  # fmt: skip
FRAMES = 25
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
# Control characters of any kind, and what some readers take for the end of a line.
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
Event = MutableMapping[str, Any]


def configuration(*, level: str, as_json: bool) -> dict[str, Any]:
    """For Django's LOGGING; also sets up structlog itself, so that both kinds of loggers say the same."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    ]
    structlog.configure(
        processors=[*shared, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer: Processor = structlog.processors.JSONRenderer() if as_json else readable
    formatter = {
        "()": ProcessorFormatter,
        "processors": [explained, ProcessorFormatter.remove_processors_meta, listed, on_one_line, renderer],
        "foreign_pre_chain": shared,
        # `explained` needs it in the record, and takes it out again.
        "keep_exc_info": True,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "filters": {"discreet": {"()": Discreet}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["discreet"]}
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django.request": {"level": "ERROR"},
            # Statements come with their values: they stay out of any log, whatever level is asked for.
            "django.db.backends": {"level": "WARNING"},
        },
    }


class Discreet(logging.Filter):
    """An exception that somebody puts into a sentence is put there in scrubbed words."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record through."""
        if isinstance(record.args, tuple):
            record.args = tuple(_scrubbed(one) for one in record.args)
        elif isinstance(record.args, Mapping):
            record.args = {name: _scrubbed(one) for name, one in record.args.items()}
        return True


def _scrubbed(value: Any) -> Any:
    return in_words(value) if isinstance(value, BaseException) else value


def explained(_logger: Any, _method: str, event: Event) -> Event:
    """An exception as its kind, scrubbed words and places; its own text is taken out of the message too."""
    record = event.get("_record")
    found = event.pop("exc_info", None) or getattr(record, "exc_info", None)
    if record is not None:
        record.exc_info = record.exc_text = record.stack_info = None
    if found is True:  # as structlog's own `exception` says it: whatever is being handled
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["error"] = in_words(error)
        event["trace"] = places(error)
        for text in (repr(error), str(error)):
            if len(text) > 1:
                event["event"] = str(event["event"]).replace(text, in_words(error))
    return event


def places(error: BaseException) -> list[str]:
    """Where it came from, the innermost last."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def listed(_logger: Any, _method: str, event: Event) -> Event:
    """Only the fields that are listed, and only plain values: an object would print what it holds."""
    return {name: plain(value) for name, value in event.items() if name in FIELDS}


def plain(value: Any) -> Any:
    """The value itself where it is a text, a number or a list of texts; else what kind of thing it is."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return value
    return type(value).__name__


def on_one_line(_logger: Any, _method: str, event: Event) -> Event:
    """No value begins a new line, and none holds an address."""
    return {
        name: [_tamed(one) for one in value]
        if isinstance(value, list)
        else _tamed(value)
        if isinstance(value, str)
        else value
        for name, value in event.items()
    }


def _tamed(text: str) -> str:
    return _BREAKS.sub(lambda found: f"\\x{ord(found.group()):02x}", _ADDRESS.sub(GAP, text))


_CONSOLE = structlog.dev.ConsoleRenderer(colors=False, timestamp_key="at", pad_event_to=0)


def readable(logger: Any, method: str, event: Event) -> str:
    """For people: the fields on one line, the places below it."""
    trace = event.pop("trace", [])
    return "\n".join([str(_CONSOLE(logger, method, event)), *(f"    {place}" for place in trace)])
