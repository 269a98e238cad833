"""Rings a worker from the request, in the transaction that saves."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.apps import AppConfig
from django.db import transaction


class ControlConfig(AppConfig):
    """Wraps the two actions that the load uses."""

    name = "benchmarks.chaos.control"
    label = "chaos_control"

    def ready(self) -> None:
        """Let a commit ring."""
        from assessments import actions

        actions.rate_skill = ringing(actions.rate_skill)
        actions.share = ringing(actions.share)


def ringing(act: Callable[..., Any]) -> Callable[..., Any]:
    """The action, followed by a ring when it was committed; a replayed request did nothing and rings for nothing."""

    @wraps(act)
    def acting(*, person: Any, **more: Any) -> Any:
        with transaction.atomic():
            saved = act(person=person, **more)
            if not getattr(saved, "replayed", False):
                transaction.on_commit(partial(ring, person.pk))
        return saved

    return acting


def ring(person: int) -> None:
    """A broker that is away must not take the answer away from somebody whose rating is saved."""
    from benchmarks.chaos.control.app import refresh_person

    try:
        refresh_person.delay(person)
    except Exception:
        logging.getLogger(__name__).exception("the broker did not answer")
