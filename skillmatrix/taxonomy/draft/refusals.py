"""Why a change to the draft was not made. Nothing was written then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.problems import Problem


class PartMoved(Exception):
    """A part is no longer what the form showed.

    `theirs` is what stands there now (None: it is gone), `by` who made it so (None: a published version did) and
    `token` what a form has to show to put something else in its place.
    """

    def __init__(self, path: str, theirs: Any = None, by: Person | None = None, token: str = "") -> None:
        self.path, self.theirs, self.by, self.token = path, theirs, by, token
        super().__init__(f"{path or 'the draft'} was changed meanwhile")


class DraftMoved(PartMoved):
    """The draft as a whole is no longer what the page showed; `revision` is its present one."""

    def __init__(self, revision: int, by: Person | None = None) -> None:
        self.revision = revision
        super().__init__("", None, by)


class BadPart(ValueError):
    """A part has the wrong shape; each problem's path leads on from the part (`descriptors.3`)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{found.path}: {found.message}" for found in self.problems))


class Unconfirmed(ValueError):
    """Skills whose texts changed and of which nobody said whether they still mean the same."""

    def __init__(self, slugs: Iterable[str]) -> None:
        self.slugs = tuple(slugs)
        super().__init__(", ".join(self.slugs))


class NothingChanged(ValueError):
    """The draft says what the current version says."""
