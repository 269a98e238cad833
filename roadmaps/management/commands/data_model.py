"""`manage.py data_model`: the tables of every room as a diagram, printed or written into a document."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from roadmaps.data_model import data_model, replaced


class Command(BaseCommand):
    """Fails where the document has no such part."""

    help = "Print the data model, or bring the part of a document up to date that shows it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", type=Path, metavar="FILE", help="a document with the two marks")

    def handle(self, *args: Any, write: Path | None, **options: Any) -> None:
        if write is None:
            self.stdout.write(data_model(), ending="")
            return
        try:
            write.write_text(replaced(write.read_text()))
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{write} is up to date.")
