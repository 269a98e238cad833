"""The rows about one person as plain values, table by table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import BinaryField, Field, ForeignKey, Model

from assessments.levels.encoding import to_published
from assessments.levels.folding import rows_of
from assessments.levels.translation import OWN_SOURCES, standing
from assessments.models.rating import NOT_APPLICABLE
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions

from .registry import Given

Row = dict[str, Any]
# What another row is called where a row refers to it; any other is told by its number.
CALLED = {
    "people.Person": "name",
    "people.Team": "name",
    "assessments.Cycle": "name",
    "taxonomy.Skill": "slug",
    "taxonomy.Role": "slug",
    "taxonomy.SkillArea": "slug",
}
_SECRET = ("password",)


def about(person: Person) -> Row:
    """The person's own row, without the password."""
    fields = [f for f in Person._meta.concrete_fields if f.name not in _SECRET]
    return {f.name: plain(getattr(person, f.attname)) for f in fields}


def rows(name: str, how: Given, person: Person) -> list[Row]:
    """The rows of one registered column that are about the person, oldest first. One query, and one a list in them."""
    label, _, column = name.rpartition(".")
    model = apps.get_model(label)
    found = model._default_manager.filter(**{column: person.pk}, **how.where).order_by("pk")
    fields = {f.name: _path(f) for f in model._meta.concrete_fields if _is_told(f, column, how)}
    table = [
        dict(zip(fields, map(plain, values), strict=True)) for values in found.values_list(*fields.values())
    ]
    for many in model._meta.many_to_many:
        if many.name not in how.without:
            _add_lists(table, model, found.values_list("pk", flat=True), many)
    return table


def _is_told(column: Field, own: str, how: Given) -> bool:
    return column.name != own and column.name not in how.without and not isinstance(column, BinaryField)


def _path(column: Any) -> str:
    """What is written of a column; of another row what it is called."""
    called = CALLED.get(column.related_model._meta.label) if isinstance(column, ForeignKey) else None
    return f"{column.name}__{called}" if called else column.attname


def _add_lists(table: list[Row], model: type[Model], pks: Iterable[Any], many: Any) -> None:
    """Give each row the list of what it refers to many of."""
    called = CALLED.get(many.related_model._meta.label, "pk")
    lists: dict[Any, list[Any]] = {pk: [] for pk in pks}
    pairs = model._default_manager.filter(pk__in=list(lists)).values_list("pk", f"{many.name}__{called}")
    for pk, value in pairs:
        if value is not None:
            lists[pk].append(plain(value))
    for row, values in zip(table, lists.values(), strict=True):
        row[many.name] = values


def past_ratings(person: Person) -> list[Row]:
    """What the person said and did not take back, in the words that another installation imports."""
    taxonomy = versions.current()
    translation = to_published(taxonomy)
    slugs = {slot: slug for slug, slot in taxonomy.slots.items()}
    return [
        {
            "person": person.email,
            "skill": slugs[slot],
            "level": "not applicable" if held.value == NOT_APPLICABLE else held.value,
            "date": held.day.isoformat(),
            "source": row.source,
        }
        for row in standing(rows_of([person.pk])[person.pk], sources=OWN_SOURCES)
        for slot, held in translation.held(row)
        if slot in slugs
    ]


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)
