"""`manage.py taxonomy`: exit codes that a pipeline can read, and a round trip byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from skillmatrix.taxonomy import versions
from tests.taxonomy.documents import SMALL


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A sound document on disk."""
    path = tmp_path / "small.yaml"
    path.write_text(SMALL)
    return path


def exit_code(*arguments: object) -> int:
    """Run the command and return what it leaves with."""
    try:
        call_command("taxonomy", *map(str, arguments))
    except SystemExit as left:
        return int(left.code or 0)
    return 0


def test_validate(file: Path, capsys: pytest.CaptureFixture[str]):
    assert exit_code("validate", file) == 0
    assert "1 areas, 2 skills, 2 roles" in capsys.readouterr().out


def test_validate_a_broken_file(file: Path, capsys: pytest.CaptureFixture[str]):
    file.write_text(SMALL.replace("kind: tool", "kind: gadget").replace("[2, 3]", "[9, 3]"))

    assert exit_code("validate", file) == 1
    errors = capsys.readouterr().err
    assert "skills.brokers.kind" in errors
    assert "2 problem(s). Nothing was loaded." in errors


def test_validate_warns(file: Path, capsys: pytest.CaptureFixture[str]):
    file.write_text(SMALL.replace("{queues: [2, 3], brokers", "{queues: [1, 3], brokers"))

    assert exit_code("validate", file) == 0
    assert "Look again: line" in capsys.readouterr().err


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["validate", "publish"])
def test_no_such_file(action: str):
    assert exit_code(action, "/does/not/exist.yaml") == 2


@pytest.mark.django_db
def test_publish_and_export(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert exit_code("publish", file, "--note", "From a file") == 0
    assert exit_code("publish", file) == 0
    assert exit_code("export", tmp_path / "out.yaml") == 0

    assert (tmp_path / "out.yaml").read_bytes() == file.read_bytes()
    assert versions.current_number() == 1
    assert "already" in capsys.readouterr().out


@pytest.mark.django_db
def test_publish_a_broken_file(file: Path):
    file.write_text(SMALL.replace("schema: 1", "schema: 7"))

    assert exit_code("publish", file) == 1
    assert versions.current_number() == 0


@pytest.mark.django_db
def test_export_what_is_not_there(tmp_path: Path):
    assert exit_code("export", tmp_path / "out.yaml") == 2
    assert exit_code("export", "-", "--number", "7") == 2
