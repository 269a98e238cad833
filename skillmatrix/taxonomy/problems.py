"""What is wrong with a document, said so that its author can mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

MOST = 200
"""Problems that one run names; whoever has more reads these first."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding. `line` counts from 1, `path` says where in the document, `message` what to do."""

    line: int
    path: str
    message: str

    def __str__(self) -> str:
        """The finding on one line, as the command prints it."""
        place = f"line {self.line}, {self.path}" if self.path else f"line {self.line}"
        return f"{place}: {self.message}"


class Invalid(ValueError):
    """A document that cannot be loaded. Nothing of it was."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))[:MOST]
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Log:
    """Collects problems, warnings and the line of every path while a document is read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.lines: dict[str, int] = {}
        self.looks: Counter[str] = Counter()

    def near(self, what: str, name: str, among: Iterable[str]) -> str:
        """Return the known name that looks most like `name`, or nothing.

        Looking takes time: for each kind of name (`what`) only as often as problems are named.
        """
        self.looks[what] += 1
        return next(iter(get_close_matches(name, list(among), n=1)), "") if self.looks[what] <= MOST else ""

    def refuse(self, path: str, message: str, line: int | None = None) -> None:
        """Record a reason not to load the document."""
        self.problems.append(Problem(line or self.line(path), path, message))

    def warn(self, path: str, message: str) -> None:
        """Record something that looks wrong and yet may be meant."""
        self.warnings.append(Problem(self.line(path), path, message))

    def line(self, path: str) -> int:
        """The line of a path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        return self.lines.get(path, 1)
