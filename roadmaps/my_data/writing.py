"""Everything about a person as one ZIP: a JSON document, the same as CSV files, and a page that explains them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.spreadsheet.cells import harmless

from . import registry
from .collecting import Row, about, past_ratings, rows

FORMAT = "skillmatrix-my-data/1"
RATINGS = "ratings"
Told = Callable[[int, int], bool]


def write(person: Person, *, told: Told) -> bytes | None:
    """The file. `told` hears how many of how many tables are read, and says whether to go on; None when it did not."""
    tables: dict[str, list[Row]] = {}
    wanted = registry.given()
    for done, (name, how) in enumerate(wanted):
        if not told(done, len(wanted)):
            return None
        tables.setdefault(how.file, []).extend(rows(name, how, person))
    tables[RATINGS] = past_ratings(person) if versions.current_number() else []
    told(len(wanted), len(wanted))
    return _zip(person, tables)


def _zip(person: Person, tables: Mapping[str, Sequence[Row]]) -> bytes:
    document = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "person": about(person),
        "tables": tables,
        "left_out": {name: str(how.why) for name, how in registry.kept()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _readme(person, tables))
        archive.writestr("my-data.json", json.dumps(document, ensure_ascii=False, indent=1))
        for name, table in tables.items():
            if table:
                archive.writestr(f"{name}.csv", "\ufeff" + _csv(table))
    return buffer.getvalue()


def _csv(table: Sequence[Row]) -> str:
    """A table for a spreadsheet; no cell is one that it would run."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table[0])
    writer.writerows([_cell(value) for value in row.values()] for row in table)
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return harmless(str(value))


def _readme(person: Person, tables: Mapping[str, Sequence[Row]]) -> str:
    lines = [
        _("Everything that Skillmatrix keeps about %(name)s.") % {"name": person.name},
        "",
        _("my-data.json has all of it; each CSV file has one table. Times are in UTC."),
        _("ratings.csv has what you said of your skills in today's levels, and can be imported elsewhere;"),
        _("statements.csv has every statement as it was made, those taken back included."),
        "",
        *(f"{name}: {len(table)}" for name, table in tables.items()),
        "",
        _("Left out:"),
        *(f"{name}: {how.why}" for name, how in registry.kept()),
    ]
    return "\n".join(lines) + "\n"
