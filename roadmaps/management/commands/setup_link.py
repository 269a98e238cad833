"""`manage.py setup_link`: the address at which a new installation is taken into use."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from roadmaps.setup.actions import AlreadySetUp, make_setup_link
from skillmatrix.people.links import absolute


class Command(BaseCommand):
    """Prints a link that works once, for an hour; a link printed before stops working."""

    help = "Print a link to set up this installation; it works once, for an hour."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(absolute(make_setup_link()))
        except AlreadySetUp as refused:
            raise CommandError(str(refused)) from refused
