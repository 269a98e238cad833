"""`manage.py prepare`: what a fresh database needs before the first page is opened.

May be run any number of times. The last line is a JSON object that `manage.py up` reads.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, BooleanOptionalAction
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from roadmaps.demo import seeding
from roadmaps.demo.logins import logins
from roadmaps.demo.organisation import PASSWORD
from roadmaps.setup.actions import make_setup_link
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Organisation, Person
from skillmatrix.taxonomy.actions import load_default


class Command(BaseCommand):
    """Loads the demo, or makes the link for setting up a real organisation."""

    help = "Prepare the database: the demo organisation, or a link for setting up a real one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action=BooleanOptionalAction, default=settings.DEMO)
        parser.add_argument("--people", type=int, help="grow the demo to so many people")

    def handle(self, *args: Any, demo: bool, people: int | None, **options: Any) -> None:
        answer = self.prepare_demo(people) if demo else self.prepare_real()
        self.stdout.write(json.dumps(answer))

    def prepare_demo(self, people: int | None) -> dict[str, Any]:
        """The taxonomy, the cast, and further people up to the number wanted."""
        if not settings.DEMO:
            raise CommandError("Demo people can sign in only in demo mode: set SKILLMATRIX_DEMO=1.")
        load_default()
        today, tell = current_day(), self.stdout.write
        try:
            seeding.create_demo(today=today, tell=tell)
            missing = (people or 0) - Person.objects.count()
            if missing > 0:
                seeding.seed_people(people=missing, months=12, seed=1, today=today, tell=tell)
        except seeding.RealPeople:
            raise CommandError(
                "This database belongs to a real organisation; the demo is not put into it. Use --no-demo."
            ) from None
        found = logins()
        tell(f"The demo is ready: {Person.objects.count():,} people.")
        shown = [[login["name"], login["email"], login["role"]] for login in found]
        return {"logins": shown, "password": PASSWORD, "setup_url_path": None}

    def prepare_real(self) -> dict[str, Any]:
        """Nothing is invented; before the first run there is a link that lets one person set up."""
        if Person.objects.filter(is_demo=True).exists():
            raise CommandError(
                "This database holds the demo. Start over with `manage.py up --reset --no-demo`, or use another database."
            )
        path = None if Organisation.objects.exists() else make_setup_link()
        self.stdout.write("Not set up yet." if path else "Nothing to prepare.")
        return {"logins": [], "password": "", "setup_url_path": path}
