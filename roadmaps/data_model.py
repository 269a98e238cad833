"""The tables of every room as text: a diagram, and what each table is in the words of its model.

Read off Django's registry, so it says what is, and `docs/data-model.md` is compared with it by a test.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import connection
from django.db.models import CheckConstraint, Field, ForeignKey, Model, OneToOneField, UniqueConstraint

ROOMS = {
    "jobs": "what has to be done",
    "people": "who there is, and how they stand to each other",
    "taxonomy": "what can be rated, and what is asked",
    "assessments": "what people say",
    "roadmaps": "what follows from it",
}
BEGIN = "<!-- From here on written by `python3 manage.py data_model --write docs/data-model.md`. -->"
END = "<!-- Up to here. -->"
SHORT = {"timestamp with time zone": "timestamptz", "double precision": "float8"}
KINDS = {UniqueConstraint: "unique", CheckConstraint: "check", ExclusionConstraint: "excludes"}


def data_model() -> str:
    """Every room, between the two marks."""
    rooms = "\n".join(_room(label, about) for label, about in ROOMS.items())
    return f"{BEGIN}\n\n{rooms}\n{END}\n"


def replaced(text: str) -> str:
    """A document with the part between its marks as it is now. Raises ValueError where the marks are missing."""
    before, begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"There is no part between “{BEGIN}” and “{END}”.")
    return before + data_model() + after.removeprefix("\n")


def _room(label: str, about: str) -> str:
    models = sorted(apps.get_app_config(label).get_models(), key=lambda model: model.__name__)
    diagram = "\n".join(["```mermaid", "erDiagram", *_diagram(models), "```"])
    return f"### {label}: {about}\n\n{diagram}\n\n{''.join(map(_told, models))}"


def _diagram(models: Iterable[type[Model]]) -> Iterator[str]:
    for model in models:
        yield f"    {model.__name__} {{"
        yield from (f"        {_column(model, field)}" for field in _columns(model))
        yield "    }"
        yield from (
            f"    {_relation(model, field)}" for field in _columns(model) if isinstance(field, ForeignKey)
        )


def _columns(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.concrete_fields if field.column]


def _column(model: type[Model], field: Field) -> str:
    """`type name`, its keys, and whether it may be empty."""
    kind = str(field.db_type(connection))
    kind = SHORT.get(kind, kind).replace(" ", "_")
    marks = {
        "PK": field in model._meta.pk_fields,
        "FK": isinstance(field, ForeignKey),
        "UK": field not in model._meta.pk_fields and _is_unique(model, field),
    }
    keys = ", ".join(mark for mark, holds in marks.items() if holds)
    empty = '"may be empty"' if field.null else ""
    return " ".join(part for part in (kind, field.column, keys, empty) if part)


def _is_unique(model: type[Model], field: Field) -> bool:
    alone = [c for c in model._meta.constraints if isinstance(c, UniqueConstraint) and c.condition is None]
    return field.unique or (field.name,) in [constraint.fields for constraint in alone]


def _relation(model: type[Model], field: ForeignKey) -> str:
    one = "|o" if field.null else "||"
    many = "o|" if isinstance(field, OneToOneField) else "o{"
    return f'{field.related_model.__name__} {one}--{many} {model.__name__} : "{field.name}"'


def _told(model: type[Model]) -> str:
    constraints = "".join(f"\n  - {_constraint(constraint)}" for constraint in model._meta.constraints)
    return f"- **{model.__name__}** (`{model._meta.db_table}`): {sentence(model)}{constraints}\n"


def _constraint(constraint: object) -> str:
    kind = next((word for base, word in KINDS.items() if isinstance(constraint, base)), "constraint")
    fields = ", ".join(f"`{name}`" for name in getattr(constraint, "fields", ()))
    return f"`{getattr(constraint, 'name', '')}` ({' '.join(filter(None, (kind, fields)))})"


def sentence(model: type[Model]) -> str:
    """The first sentence of what a model says of itself."""
    paragraph = " ".join(inspect.cleandoc(model.__doc__ or "").split("\n\n")[0].split())
    return re.split(r"(?<=[.:]) (?=[A-Z`])", paragraph)[0].rstrip(":")
