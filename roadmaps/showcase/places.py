"""Where something stands in the code, found by its name, so that a page cannot name what is not there."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from pkgutil import resolve_name

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Place:
    """A file of this code and what to look for in it."""

    file: str
    name: str


@cache
def place(name: str) -> Place:
    """`package.module:Class.method` or `package.module`. Raises where there is no such thing."""
    found = resolve_name(name)
    source = inspect.getsourcefile(inspect.unwrap(found) if callable(found) else found)
    if source is None:
        raise LookupError(f"{name} has no file.")
    return Place(str(Path(source).relative_to(settings.BASE_DIR)), name.partition(":")[2])
