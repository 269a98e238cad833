"""Input tables are written in one place only.

Whatever a report is computed from must raise its person's revision in the same statement or
transaction, or a report could stay old for ever. So the managers of input tables refuse to
create, update and delete: `levels.py` writes ratings and profiles, `marking.py` opens the way for
the others after it has raised the revision.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NoReturn

from django.db import models

_open: ContextVar[bool] = ContextVar("input_tables_open", default=False)


class ClosedTable(RuntimeError):
    """Somebody tried to write an input table without raising the revision of its person."""


def refuse() -> None:
    """Raise ClosedTable unless the table was opened by `writing`."""
    if not _open.get():
        message = "Input tables are written through assessments.actions, which raise the revision."
        raise ClosedTable(message)


@contextmanager
def writing() -> Iterator[None]:
    """Open the input tables for the block; for `marking` alone."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


class InputQuerySet(models.QuerySet):
    """A QuerySet that reads freely and writes only inside `writing`."""

    def create(self, **kwargs: Any) -> Any:
        """Refused outside `writing`."""
        refuse()
        return super().create(**kwargs)

    def bulk_create(self, *args: Any, **kwargs: Any) -> Any:
        """Refused outside `writing`."""
        refuse()
        return super().bulk_create(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        """Refused outside `writing`."""
        refuse()
        return super().update(**kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        """Refused outside `writing`."""
        refuse()
        return super().bulk_update(*args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused outside `writing`."""
        refuse()
        return super().delete()


class Input(models.Model):
    """A row that reports are computed from. Its manager is made from `InputQuerySet`."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refused outside `writing`."""
        refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn | Any:
        """Refused outside `writing`."""
        refuse()
        return super().delete(*args, **kwargs)
