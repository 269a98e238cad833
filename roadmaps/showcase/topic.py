"""What is told of a topic: its way through the code, its figure, what goes wrong without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .figures import Figure

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Stop:
    """One place on the way through the code (see `places`), and what happens there."""

    name: str
    text: _StrPromise


@dataclass(frozen=True, slots=True)
class Failure:
    """What goes wrong without it, and the test in which it does as soon as the code is changed."""

    text: _StrPromise
    test: str


@dataclass(frozen=True, slots=True)
class Topic:
    """`skills` are slugs of the default taxonomy; on an installation with others nothing leads here."""

    slug: str
    title: _StrPromise
    claim: _StrPromise
    skills: tuple[str, ...]
    path: tuple[Stop, ...]
    figure: Callable[[], Figure]
    failures: tuple[Failure, ...]
    reading: str
