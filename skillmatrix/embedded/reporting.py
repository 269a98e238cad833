"""Lines for the person in front of the terminal: each step with the time it took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Steps:
    """Prints one line a step. Times are seconds of wall clock; `started` is a `time.monotonic()` value."""

    def __init__(self, started: float | None = None) -> None:
        self.started = time.monotonic() if started is None else started

    @contextmanager
    def step(self, name: str) -> Iterator[list[str]]:
        """Time a step and print it when it is done. Append to the list to say how it ended."""
        began = time.monotonic()
        outcome: list[str] = []
        yield outcome
        self.line(name, " ".join(outcome) or "done", time.monotonic() - began)

    def line(self, name: str, outcome: str, seconds: float) -> None:
        """Print one finished step."""
        say(f"  {name:<22}{outcome:<34}{seconds:6.1f} s")

    def elapsed(self) -> float:
        """Seconds since the command was typed, as far as we can know."""
        return time.monotonic() - self.started


def say(text: str = "") -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)
