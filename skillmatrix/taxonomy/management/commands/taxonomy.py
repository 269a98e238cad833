"""`manage.py taxonomy validate|diff|plan|publish|export FILE`: the taxonomy as code."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import import_string

from skillmatrix.taxonomy import files, history, versions
from skillmatrix.taxonomy.actions import Overtaken, change_from, publish
from skillmatrix.taxonomy.diff.effects import effects
from skillmatrix.taxonomy.diff.in_words import in_words
from skillmatrix.taxonomy.files import STANDARD, Opened, UnsoundSheet, open_document
from skillmatrix.taxonomy.models import TaxonomyVersion
from skillmatrix.taxonomy.parsing import Invalid

DONE, REFUSED, NOT_FOUND, DIFFERENT = 0, 1, 2, 3
LONGEST_NOTE = 500


class Command(BaseCommand):
    """Exit codes: 0 done, or no difference; 1 problems, each named with its place, or somebody was faster; 2 no such
    file or version; 3 there are differences (diff and plan)."""

    help = "Check, compare, publish or export a taxonomy: YAML, JSON or a spreadsheet (CSV); - is standard input or output."

    def add_arguments(self, parser: CommandParser) -> None:
        """One action and one file."""
        parser.add_argument("action", choices=["validate", "diff", "plan", "publish", "export"])
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--note", default="", help="what this version changes (publish)")
        parser.add_argument("--base", type=int, help="publish only if this version is the live one (publish)")
        parser.add_argument(
            "--from", dest="since", type=int, help="compare with this version (diff); the live one by default"
        )
        parser.add_argument("--number", type=int, help="which version (export); the live one by default")
        parser.add_argument("--json", action="store_true", dest="as_json", help="for programs (diff)")
        parser.add_argument(
            "--whole",
            action="store_true",
            help="a spreadsheet is the whole ladder, not rows to add to the live one",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the action and leave with its exit code."""
        try:
            code = getattr(self, options["action"])(options)
        except (Invalid, UnsoundSheet) as invalid:
            self.stderr.write("\n".join(str(problem) for problem in invalid.problems))
            self.stderr.write(f"{len(invalid.problems)} problem(s). Nothing was loaded.")
            code = REFUSED
        except Overtaken as overtaken:
            self.stderr.write(
                f"Version {overtaken.number} is live, not the one that you started from. Nothing was published. "
                "Look at what it changed (diff), bring your file up to date, and publish again."
            )
            code = REFUSED
        except (OSError, versions.NothingPublished) as error:
            self.stderr.write(str(error))
            code = NOT_FOUND
        if code:
            sys.exit(code)

    def validate(self, options: dict[str, Any]) -> int:
        """Check a document against the schema and print what to look at again."""
        found = self.opened(options).taxonomy
        self.stdout.write(
            f"Sound: {len(found.areas)} areas, {len(found.skills)} skills, {len(found.roles)} roles."
        )
        return DONE

    def diff(self, options: dict[str, Any]) -> int:
        """Print what a file would change, in the words of the pages; or as JSON."""
        since = options["since"]
        before = versions.current() if since is None else versions.by_number(since)
        difference = history.until(before, self.opened(options).taxonomy)
        if options["as_json"]:
            told = {"from": before.number, **difference.to_json()}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(in_words(difference))
        return DONE if difference.is_empty else DIFFERENT

    def plan(self, options: dict[str, Any]) -> int:
        """Print what a file would change, what would happen to ratings, and to how many people."""
        live, taxonomy = versions.current(), self.opened(options).taxonomy
        change = change_from(TaxonomyVersion.objects.latest_first().first(), taxonomy)
        difference = history.until(live, taxonomy)
        self.stdout.write(in_words(difference))
        if difference.is_empty:
            return DONE
        if difference.reworded:
            names = ", ".join(taxonomy.skills[slug].name for slug in difference.reworded)
            self.listed("Worded differently, and counted as meaning the same (else raise “meaning”)", [names])
        self.listed(
            "What happens to ratings", [str(sentence) for sentence in effects(live, taxonomy, change)]
        )
        self.listed("Who is affected", import_string(settings.TAXONOMY_IMPACT)(taxonomy, change))
        self.stdout.write(f"\nTo publish just this: taxonomy publish {options['file']} --base {live.number}")
        return DIFFERENT

    def publish(self, options: dict[str, Any]) -> int:
        """Make a document the live version."""
        if len(options["note"]) > LONGEST_NOTE:
            self.stderr.write(f"The note has more than {LONGEST_NOTE} characters. Shorten it.")
            return REFUSED
        before = versions.current_number()
        found = self.opened(options)
        version = publish(text=found.text, note=options["note"], by=None, base=options["base"])
        if version.number == before:
            self.stdout.write(f"This is version {version.number} already. Nothing was published.")
        else:
            self.stdout.write(f"Published as version {version.number}.")
        return DONE

    def export(self, options: dict[str, Any]) -> int:
        """Write a version's exact text; to a name that ends in .csv, its ladder as a spreadsheet."""
        file = options["file"]
        number = options["number"] if options["number"] is not None else versions.current_number()
        text = files.text_of(number, as_sheet=file.lower().endswith(".csv"))
        if file != STANDARD:
            Path(file).write_text(text, encoding="utf-8", newline="")
        elif raw := getattr(self.stdout, "buffer", None):
            raw.write(
                text.encode()
            )  # as bytes, so that no terminal's encoding or line ending gets in between
        else:
            self.stdout.write(text, ending="")
        return DONE

    def opened(self, options: dict[str, Any]) -> Opened:
        """Read the file and print what its author may want to look at again."""
        found = open_document(options["file"], is_whole=options["whole"])
        for remark in found.remarks:
            self.stderr.write(f"Look again: {remark}")
        return found

    def listed(self, title: str, lines: list[str]) -> None:
        """Print lines under a title; nothing where there are none."""
        if lines:
            self.stdout.write("\n".join(["", title, *(f"  {line}" for line in lines)]))
