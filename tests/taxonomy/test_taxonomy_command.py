"""`manage.py taxonomy`: exit codes that a pipeline can read, and a round trip byte for byte."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import DEFAULT, publish
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


ODD = (
    "\ufeff" + "# A comment, and a line of its own\n" + SMALL + "# ünd ein Ende ohne Zeilenumbruch"
).replace("\n", "\r\n")


@pytest.mark.django_db
@pytest.mark.parametrize("raw", [DEFAULT.read_bytes(), ODD.encode()], ids=["default", "odd"])
def test_round_trip_byte_for_byte(raw: bytes, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]):
    (tmp_path / "in.yaml").write_bytes(raw)
    assert exit_code("publish", tmp_path / "in.yaml") == 0
    assert exit_code("export", tmp_path / "out.yaml") == 0
    assert (tmp_path / "out.yaml").read_bytes() == raw
    capfdbinary.readouterr()

    assert exit_code("export", "-") == 0
    sys.stdout.flush()
    assert capfdbinary.readouterr().out == raw
    assert exit_code("publish", tmp_path / "out.yaml", "--base", "1") == 0
    assert versions.current_number() == 1


@pytest.mark.django_db
def test_export_to_a_stream_that_takes_text():
    publish(text=SMALL, note="", by=None)
    stream = io.StringIO()
    call_command("taxonomy", "export", "-", stdout=stream)
    assert stream.getvalue() == SMALL


@pytest.fixture
def live(db: None) -> None:
    """The small document is live."""
    publish(text=SMALL, note="", by=None)


def change(file: Path, *pairs: tuple[str, str]) -> None:
    """Replace words of the file."""
    text = file.read_text()
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    file.write_text(text)


def test_diff_without_difference(live: None, file: Path, capsys: pytest.CaptureFixture[str]):
    assert exit_code("diff", file) == 0
    assert exit_code("plan", file) == 0
    assert capsys.readouterr().out == "No difference.\nNo difference.\n"


def test_diff(live: None, file: Path, capsys: pytest.CaptureFixture[str]):
    change(file, ("I run one", "I run two"), ("queues: [2, 3]", "queues: [1, 3]"), ("[1, 1]", "[2, 1]"))
    assert exit_code("diff", file) == 3
    assert capsys.readouterr().out == (
        "One\n"
        "  ~ Target of *Junior* for *Queues*: 1 → 2\n"
        "  ~ Target of *Senior* for *Queues*: 2 → 1\n"
        "  ~ *Brokers*, level 2 reworded\n"
        "      I run [-one-]{+two+}\n"
        "\n"
        "3 changes\n"
    )
    assert versions.current_number() == 1


def test_diff_for_programs_and_from_another_version(
    live: None, file: Path, capsys: pytest.CaptureFixture[str]
):
    change(file, ("name: Brokers", "name: Message brokers"))
    exit_code("publish", file)
    capsys.readouterr()

    assert exit_code("diff", file, "--json") == 0
    assert json.loads(capsys.readouterr().out)["empty"] is True
    assert exit_code("diff", file, "--json", "--from", "1") == 3
    told = json.loads(capsys.readouterr().out)
    assert told["from"] == 1
    (section,) = told["sections"]
    assert section["key"] == "areas.one"
    assert section["changes"] == [
        {
            "kind": "renamed",
            "tone": "changed",
            "sentence": "*Brokers* renamed *Message brokers*",
            "skill": "brokers",
        }
    ]
    assert exit_code("diff", file, "--from", "9") == 2


@pytest.mark.parametrize("action", ["diff", "plan"])
@pytest.mark.django_db
def test_nothing_to_compare_with(action: str, file: Path, capsys: pytest.CaptureFixture[str]):
    assert exit_code(action, file) == 2
    assert "No taxonomy is published yet." in capsys.readouterr().err


@pytest.mark.parametrize("action", ["diff", "plan"])
def test_a_broken_file_has_no_difference(live: None, action: str, file: Path):
    change(file, ("kind: tool", "kind: gadget"))
    assert exit_code(action, file) == 1


def test_plan(live: None, file: Path, capsys: pytest.CaptureFixture[str]):
    change(
        file,
        ("Running a broker", "Running brokers"),
        ("definition: What a queue buys", "definition: What queues buy\n        meaning: 2"),
    )
    assert exit_code("plan", file) == 3
    out = capsys.readouterr().out
    assert "Worded differently, and counted as meaning the same (else raise “meaning”)\n  Brokers\n" in out
    assert (
        "What happens to ratings\n  Ratings of *Queues* count as out of date and ask to be confirmed.\n"
        in out
    )
    assert "\nWho is affected\n  " in out
    assert out.endswith(f"taxonomy publish {file} --base 1\n")
    assert versions.current_number() == 1


def test_plan_for_levels_that_nothing_maps(live: None, file: Path, capsys: pytest.CaptureFixture[str]):
    change(
        file,
        (
            "  - {name: High, descriptor: Much}",
            "  - {name: High, descriptor: Much}\n  - {name: Top, descriptor: All}",
        ),
        *((f"{k}2]", f"{k}2, {k}3]") for k in "ctpb"),
        ("I run one]", "I run one, I know it all]"),
    )
    assert exit_code("diff", file) == 3
    assert "nothing says where each went" in capsys.readouterr().out
    assert exit_code("plan", file) == 1
    assert "Say where each of the old ones goes" in capsys.readouterr().err


def test_publish_on_the_version_that_one_has_seen(live: None, file: Path, capsys: pytest.CaptureFixture[str]):
    change(file, ("Running a broker", "Running brokers"))
    assert exit_code("publish", file, "--base", "1") == 0
    change(file, ("Running brokers", "Running many"))
    assert exit_code("publish", file, "--base", "1") == 1
    assert (
        "Version 2 is live, not the one that you started from. Nothing was published."
        in capsys.readouterr().err
    )
    assert versions.current_number() == 2


def test_a_note_that_is_too_long(live: None, file: Path):
    change(file, ("Running a broker", "Running brokers"))
    assert exit_code("publish", file, "--note", "x" * 501) == 1
    assert versions.current_number() == 1


SHEET = "Skill,Area,Kind,Definition,0 Low,1 Middle,2 High,Junior,Senior\n"


def test_a_spreadsheet(live: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    sheet = tmp_path / "Ladder.CSV"
    sheet.write_text(f"{SHEET}Caching,One,concept,Keeping copies,none,some,much,,1\n")
    assert exit_code("validate", sheet) == 0
    assert exit_code("diff", sheet) == 3
    assert "+ *Caching* added" in capsys.readouterr().out
    assert exit_code("publish", sheet, "--base", "1") == 0
    assert versions.current().roles["senior"].targets["caching"].level == 1

    sheet.write_text(f"{SHEET}Caching,One,gadget,Keeping copies,none,some,much,,9\n")
    assert exit_code("plan", sheet) == 1
    assert "row 2, column " in capsys.readouterr().err


def test_a_spreadsheet_as_the_whole_ladder(live: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    sheet = tmp_path / "ladder.csv"
    sheet.write_text(f"{SHEET}Caching,One,concept,Keeping copies,none,some,much,,1\n")
    assert exit_code("diff", sheet, "--whole") == 3
    assert "*Brokers* removed" in capsys.readouterr().out


def test_export_as_a_spreadsheet(live: None, tmp_path: Path):
    assert exit_code("export", tmp_path / "out.csv") == 0
    assert "Brokers" in (tmp_path / "out.csv").read_text()
    assert exit_code("diff", tmp_path / "out.csv") == 0
