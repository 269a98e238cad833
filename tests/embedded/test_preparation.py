from pathlib import Path

import pytest

from skillmatrix.embedded import preparation
from skillmatrix.embedded.folders import Var
from skillmatrix.embedded.preparation import Wish
from skillmatrix.embedded.stack import prepared

LOGINS = (
    '{"logins": [["Alice", "alice@demo.test", "engineer"]], "password": "secret", "setup_url_path": null}'
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    for name in ("people/migrations/0001.py", "static/a.css", "skillmatrix/taxonomy/default.yaml", "uv.lock"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    monkeypatch.setattr(preparation, "ROOT", root)
    return root


def prepare(var: Var, wish: Wish, answer: str = LOGINS) -> None:
    log = var.log("prepare")
    log.write_text(f"Migrating\n{answer}\n")
    preparation.note_database(var, wish, log)


def test_nothing_is_known_at_first(var: Var, project: Path) -> None:
    assert preparation.known_answer(var, Wish(demo=True)) is None


def test_a_second_time_the_answer_is_known(var: Var, project: Path) -> None:
    prepare(var, Wish(demo=True))

    answer = preparation.known_answer(var, Wish(demo=True))

    assert answer
    assert answer["password"] == "secret"


@pytest.mark.parametrize("wish", [Wish(demo=False), Wish(demo=True, people=100)])
def test_another_wish_is_prepared_again(var: Var, project: Path, wish: Wish) -> None:
    prepare(var, Wish(demo=True))

    assert preparation.known_answer(var, wish) is None


@pytest.mark.parametrize("name", ["people/migrations/0001.py", "people/migrations/0002.py", "uv.lock"])
def test_a_changed_input_is_prepared_again(var: Var, project: Path, name: str) -> None:
    prepare(var, Wish(demo=True))

    (project / name).write_text("changed")

    assert preparation.known_answer(var, Wish(demo=True)) is None


def test_an_installation_that_is_not_set_up_gets_a_fresh_link(var: Var, project: Path) -> None:
    prepare(var, Wish(demo=False), '{"setup_url_path": "/setup/x"}')

    assert preparation.known_answer(var, Wish(demo=False)) is None


def test_somebody_elses_database_is_always_asked(
    var: Var, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(var, Wish(demo=True))
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/db")

    assert preparation.known_answer(var, Wish(demo=True)) is None


@pytest.mark.parametrize(("command", "kept"), [("flush", False), ("migrate", False), ("shell", True)])
def test_commands_that_may_change_it_drop_the_note(
    var: Var, project: Path, command: str, *, kept: bool
) -> None:
    prepare(var, Wish(demo=True))

    preparation.forget([command, "--verbosity", "0"])

    assert prepared(var).exists() is kept


def test_static_files_are_collected_when_one_changes(var: Var, project: Path) -> None:
    var.static.mkdir()
    assert not preparation.static_is_collected(var)
    preparation.note_static(var)
    assert preparation.static_is_collected(var)

    (project / "static" / "b.css").write_text("new")

    assert not preparation.static_is_collected(var)


@pytest.mark.parametrize("said", ["", "Traceback", '["no", "object"]'])
def test_an_answer_that_is_none(var: Var, said: str) -> None:
    log = var.log("prepare")
    log.write_text(said)

    assert preparation.last_answer(log) == {}


def test_how_to_sign_in() -> None:
    answer = {"logins": [["Alice", "alice@demo.test", "engineer"]], "password": "secret"}

    lines = preparation.lines_for_people(answer, "http://localhost:8000")

    assert lines[0].endswith("secret")
    assert lines[1].split() == ["alice@demo.test", "Alice,", "engineer"]


def test_how_to_set_it_up() -> None:
    lines = preparation.lines_for_people({"setup_url_path": "/setup/x"}, "http://localhost:8000")

    assert lines[-1].strip() == "http://localhost:8000/setup/x"


def test_all_steps_on_the_database_share_one_process() -> None:
    command = preparation.command("prepare", Wish(demo=True, people=7))

    assert command[1:] == [
        *("migrate", "--verbosity", "0", "--then", "createcachetable"),
        *("--then", "prepare", "--demo", "--people", "7"),
    ]
