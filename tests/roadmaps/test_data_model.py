"""docs/data-model.md shows the models as they are."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from roadmaps.data_model import BEGIN, END, ROOMS, data_model, replaced, sentence

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "data-model.md"
REPAIR = "python3 manage.py data_model --write docs/data-model.md"
LINE = re.compile(
    r"    (\w+ \{|\}|\w+ (\|\||\|o)--o[|{] \w+ : \"\w+\")|"
    r"        [a-z][\w()\[\]]* \w+( (PK|FK|UK)(, (PK|FK|UK))*)?( \"may be empty\")?"
)
MODELS = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]


def test_the_document_is_up_to_date() -> None:
    text = DOCUMENT.read_text()

    assert replaced(text) == text, f"The models have changed. Run: {REPAIR}"


def test_every_line_of_a_diagram_is_one() -> None:
    diagrams = re.findall(r"```mermaid\nerDiagram\n(.*?)\n```", data_model(), re.DOTALL)

    assert len(diagrams) == len(ROOMS)
    assert [line for diagram in diagrams for line in diagram.splitlines() if not LINE.fullmatch(line)] == []


def test_every_table_is_there_with_its_constraints() -> None:
    text = data_model()

    for model in MODELS:
        assert f"**{model.__name__}** (`{model._meta.db_table}`): {sentence(model)}" in text
        for constraint in model._meta.constraints:
            assert f"`{constraint.name}`" in text


def test_every_model_says_what_it_is() -> None:
    """Django writes a text of its own where there is none: the name and its fields."""
    assert [m.__name__ for m in MODELS if not m.__doc__ or m.__doc__.startswith(f"{m.__name__}(")] == []
    assert [m.__name__ for m in MODELS if not sentence(m)] == []


def test_the_keys_of_a_table() -> None:
    text = data_model()

    assert "        uuid public_id UK\n" in text
    assert "        integer number UK\n" in text, "unique by a constraint"
    assert '        bigint requester_id FK "may be empty"\n' in text
    assert '    Person ||--o| Profile : "person"\n' in text
    assert '    Team |o--o{ Team : "parent"\n' in text


def test_only_what_stands_between_the_marks_is_written(tmp_path: Path) -> None:
    document = tmp_path / "model.md"
    document.write_text(f"Before\n\n{BEGIN}\nwhat was there\n{END}\n\nAfter\n")

    call_command("data_model", write=document, stdout=StringIO())

    text = document.read_text()
    assert text.startswith(f"Before\n\n{BEGIN}\n")
    assert text.endswith(f"{END}\n\nAfter\n")
    assert "what was there" not in text
    assert data_model() in text
    assert replaced(text) == text


def test_without_a_file_it_is_printed() -> None:
    out = StringIO()
    call_command("data_model", stdout=out)

    assert out.getvalue() == data_model()


@pytest.mark.parametrize("text", ["", BEGIN, END, f"{END} {BEGIN}"])
def test_a_document_without_marks_is_left_alone(tmp_path: Path, text: str) -> None:
    document = tmp_path / "model.md"
    document.write_text(text)

    with pytest.raises(CommandError, match="no part between"):
        call_command("data_model", write=document)
    assert document.read_text() == text
