"""`manage.py taxonomy validate|publish|export FILE`: the taxonomy as code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.models import TaxonomyVersion
from skillmatrix.taxonomy.parsing import Invalid, Reading, read

DONE, REFUSED, NOT_FOUND = 0, 1, 2


class Command(BaseCommand):
    """Exit codes: 0 done, 1 the document has problems (each is named with its line), 2 no such file or version."""

    help = "Check, publish or export a taxonomy document; - is standard input or output."

    def add_arguments(self, parser: CommandParser) -> None:
        """One action and one file."""
        parser.add_argument("action", choices=["validate", "publish", "export"])
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--note", default="", help="what this version changes (publish)")
        parser.add_argument("--number", type=int, help="which version (export); the current one by default")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the action and leave with its exit code."""
        action = getattr(self, options["action"])
        try:
            code = action(**{name: options[name] for name in ("file", "note", "number")})
        except Invalid as invalid:
            self.stderr.write("\n".join(str(problem) for problem in invalid.problems))
            self.stderr.write(f"{len(invalid.problems)} problem(s). Nothing was loaded.")
            code = REFUSED
        except (OSError, versions.NothingPublished) as error:
            self.stderr.write(str(error))
            code = NOT_FOUND
        if code:
            sys.exit(code)

    def validate(self, *, file: str, **_options: Any) -> int:
        """Check a document against the schema and print what to look at again."""
        reading = self.reading(_bytes(file))
        skills, roles = len(reading.taxonomy.skills), len(reading.taxonomy.roles)
        self.stdout.write(f"Sound: {len(reading.taxonomy.areas)} areas, {skills} skills, {roles} roles.")
        return DONE

    def publish(self, *, file: str, note: str, **_options: Any) -> int:
        """Make a document the current version."""
        before = versions.current_number()
        text = _bytes(file)
        self.reading(text)
        version = publish(text=text, note=note, by=None)
        if version.number == before:
            self.stdout.write(f"This is version {version.number} already. Nothing was published.")
        else:
            self.stdout.write(f"Published as version {version.number}.")
        return DONE

    def export(self, *, file: str, number: int | None, **_options: Any) -> int:
        """Write a version's exact text."""
        wanted = number or versions.current_number()
        text = TaxonomyVersion.objects.filter(number=wanted).values_list("text", flat=True).first()
        if text is None:
            raise versions.NothingPublished(f"There is no version {wanted}.")
        if file == "-":
            self.stdout.write(text, ending="")
        else:
            Path(file).write_text(text, encoding="utf-8", newline="")
        return DONE

    def reading(self, text: bytes) -> Reading:
        reading = read(text)
        for warning in reading.warnings:
            self.stderr.write(f"Look again: {warning}")
        return reading


def _bytes(file: str) -> bytes:
    return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
