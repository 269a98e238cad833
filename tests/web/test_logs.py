"""Log lines: what gets out, and what does not."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from skillmatrix.web import logs

Lines = Callable[[], list[str]]


@pytest.fixture(params=[True, False], ids=["json", "readable"])
def lines(request: pytest.FixtureRequest) -> Iterator[Lines]:
    """What the root logger has written, in either form, by the configuration that the settings use."""
    yield from captured(as_json=request.param)


def captured(*, as_json: bool) -> Iterator[Lines]:
    root = logging.getLogger()
    configured = logs.configuration(level="DEBUG", as_json=as_json)
    kind = dict(configured["formatters"]["line"])
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(kind.pop("()")(**kind))
    handler.addFilter(logs.Discreet())
    before = root.level
    root.addHandler(handler)
    root.setLevel("DEBUG")
    yield lambda: stream.getvalue().splitlines()
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def facts() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The lines as JSON, read again."""
    for lines in captured(as_json=True):
        yield lambda lines=lines: [json.loads(line) for line in lines()]  # type: ignore[misc]


def test_only_listed_fields_get_out(facts: Callable[[], list[dict[str, Any]]]) -> None:
    structlog.stdlib.get_logger("ours").info("saved", job=3, level_said=4, email="alice@example.com")
    logging.getLogger("theirs").warning("done", extra={"name_of_person": "Alice"})
    first, second = facts()

    assert first.items() >= {"event": "saved", "job": 3, "level": "info", "logger": "ours"}.items()
    assert set(first) | set(second) <= logs.FIELDS
    assert set(first) == {"event", "job", "level", "logger", "at"}


def test_an_object_is_not_printed(facts: Callable[[], list[dict[str, Any]]]) -> None:
    class Person:
        def __repr__(self) -> str:
            return "Alice"

    structlog.stdlib.get_logger("ours").info("saved", job=Person(), kind={"name": "Alice"})
    assert (facts()[0]["job"], facts()[0]["kind"]) == ("Person", "dict")


@pytest.mark.parametrize("separator", ["\n", "\r", "\r\n", "\x0b", "\x85", "\u2028", "\x1b[2K"])
def test_no_value_begins_a_line_of_its_own(lines: Lines, separator: str) -> None:
    forged = f"harmless{separator}2026-01-01 [error] forged"
    logging.getLogger("theirs").warning("said %s", forged)
    structlog.stdlib.get_logger("ours").warning(forged, view=forged)

    assert len(lines()) == 2
    assert not any("\x1b" in line for line in lines())


def fail() -> None:
    level = 4
    raise ValueError(f"Alice Lindqvist (alice@example.com) said '{level}'\nDETAIL: level {level}")


@pytest.mark.parametrize("how", ["exc_info", "argument", "repr", "structlog"])
def test_an_exception_shows_its_kind_and_place_alone(lines: Lines, how: str) -> None:
    try:
        fail()
    except ValueError as error:
        if how == "exc_info":
            logging.getLogger("theirs").exception("it failed")
        elif how == "argument":
            logging.getLogger("theirs").error("it failed: %s", error)
        elif how == "repr":
            logging.getLogger("theirs").error("it failed: %(exc)s", {"exc": repr(error)}, exc_info=True)
        else:
            structlog.stdlib.get_logger("ours").exception("it failed")
    text = "\n".join(lines())

    assert "ValueError" in text
    assert how == "argument" or "test_logs.py" in text
    for secret in ("Alice", "Lindqvist", "example.com", "DETAIL", "level"):
        assert secret not in text.replace('"level": "error"', "")


def test_addresses_are_taken_out_of_any_line(lines: Lines) -> None:
    logging.getLogger("theirs").warning("mail to alice.l+x@mail.example.com failed; celery@host is ready")
    assert "example" not in lines()[0]
    assert "celery@host is ready" in lines()[0]


def test_statements_with_their_values_are_never_written(lines: Lines) -> None:
    level = logs.configuration(level="DEBUG", as_json=True)["loggers"]["django.db.backends"]["level"]
    assert level == "WARNING"
