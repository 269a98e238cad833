import os
import time
from collections.abc import Callable
from subprocess import Popen

import psycopg
import pytest

from skillmatrix.embedded import processes, stack
from skillmatrix.embedded.folders import Var
from skillmatrix.embedded.problems import Problem
from tests.embedded.conftest import processes_of

Start = Callable[[], "Popen[str]"]


def ready(command: "Popen[str]") -> bool:
    assert command.stdout
    return command.stdout.readline() == "ready\n"


def rows(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT one FROM kept").fetchall()


def test_a_command_starts_the_servers_for_itself_and_keeps_the_data(var: Var) -> None:
    with stack.used_by("one") as variables, psycopg.connect(variables["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    assert processes_of(var) == []

    with stack.used_by("two") as variables:
        assert rows(variables["DATABASE_URL"]) == [(1,)]


def test_two_at_once_share_the_servers(var: Var, other_command: Start) -> None:
    first, second = other_command(), other_command()

    assert ready(first)
    assert ready(second)
    assert len([line for line in processes_of(var) if "/postgres -D" in line]) == 1


def test_the_one_that_started_them_waits_for_the_other(var: Var, other_command: Start) -> None:
    first = other_command()
    assert ready(first)
    with stack.used_by("second") as variables:
        assert first.stdin
        first.stdin.close()
        first.stdin = None
        time.sleep(0.3)
        assert first.poll() is None
        with psycopg.connect(variables["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    assert first.wait(10) == 0
    assert processes_of(var) == []


def test_a_killed_command_leaves_nothing_and_the_next_recovers(var: Var, other_command: Start) -> None:
    first = other_command()
    assert ready(first)
    with psycopg.connect(stack.variables(var)["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    assert processes_of(var)

    first.kill()
    first.wait()

    assert processes.wait_until(lambda: processes_of(var) == [], 10)
    with stack.used_by("second") as variables:
        assert rows(variables["DATABASE_URL"]) == [(1,)]


def test_up_says_who_has_the_servers(var: Var, other_command: Start) -> None:
    first = other_command()
    assert ready(first)

    with pytest.raises(Problem, match=rf"already runs here: `manage.py other`, process {first.pid}"):
        stack.locked(var)


def test_up_says_where_the_other_one_answers(var: Var) -> None:
    lock = var.try_lock()
    var.note_running({"process": os.getpid(), "command": "up", "address": "http://127.0.0.1:8000"})

    with pytest.raises(Problem, match="already runs here at http://127.0.0.1:8000"):
        stack.locked(var)
    assert lock
    lock.close()


def test_given_addresses_start_nothing(var: Var, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/db")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere")

    with stack.used_by("one") as variables:
        assert variables["DATABASE_URL"] == "postgresql://elsewhere/db"
        assert processes_of(var) == []


def test_demo_mode_is_what_the_data_was_prepared_for(var: Var) -> None:
    assert stack.variables(var)["SKILLMATRIX_DEMO"] == "0"

    stack.prepared(var).write_text('{"demo": true}')

    assert stack.variables(var)["SKILLMATRIX_DEMO"] == "1"
