"""`manage.py seed`: an organisation of any size, for measuring and for looking at."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from roadmaps.demo import seeding
from skillmatrix.people.dated import current_day
from skillmatrix.taxonomy.actions import load_default


class Command(BaseCommand):
    """Adds invented people; the same seed makes the same people."""

    help = "Add invented people with teams, roles and months of history. Only in demo mode."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, required=True, help="how many to add")
        parser.add_argument("--months", type=int, default=12, help="of history (12)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same people (1)")

    def handle(self, *args: Any, people: int, months: int, seed: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Seeding invents people, and they need demo mode: set SKILLMATRIX_DEMO=1.")
        if people < 1 or not 0 <= months <= 120:
            raise CommandError("Say at least one person, and 0 to 120 months.")
        began = time.perf_counter()
        load_default()
        try:
            seeding.seed_people(
                people=people, months=months, seed=seed, today=current_day(), tell=self.stdout.write
            )
        except seeding.RealPeople:
            raise CommandError("This database belongs to a real organisation; nobody was invented.") from None
        self.stdout.write(f"Done in {time.perf_counter() - began:.1f} s")
