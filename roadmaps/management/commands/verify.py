"""`manage.py verify`: does everything stored follow from the rows?"""

import random
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.models import Profile
from roadmaps.verifying import verify


class Command(BaseCommand):
    """Exits with 1 when a stored vector or report differs from what its rows give."""

    help = "Recompute vectors and reports from the rows and compare them with what is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sample", type=int, help="look at this many people, chosen by chance")

    def handle(self, *args: Any, **options: Any) -> None:
        ids = None
        if options["sample"]:
            everybody = list(Profile.objects.values_list("person_id", flat=True))
            ids = random.sample(everybody, min(options["sample"], len(everybody)))
        verdict = verify(ids)
        for line in [*verdict.differences, *verdict.stale]:
            self.stderr.write(line)
        self.stdout.write(
            f"{verdict.people} people, {verdict.reports} current reports: {len(verdict.differences)} differences, "
            f"{len(verdict.stale)} behind, {verdict.late} late"
        )
        if not verdict.is_fine:
            raise CommandError("What is stored does not follow from the rows.")
