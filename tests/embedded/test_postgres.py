import os
import pwd
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from skillmatrix.embedded import postgres
from skillmatrix.embedded.folders import ROOT, Var
from skillmatrix.embedded.keeping import Keeper
from skillmatrix.embedded.postgres import Postgres
from skillmatrix.embedded.problems import Problem
from skillmatrix.embedded.supervisor import Supervisor


@pytest.fixture
def server(var: Var) -> Postgres:
    return Postgres(var.postgres, var.sockets(), var.log("postgresql"), throw_away=True)


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    supervisor = Supervisor(Keeper(), ROOT)
    yield supervisor
    supervisor.stop()
    supervisor.keeper.close()


def start(supervisor: Supervisor, server: Postgres) -> int:
    server.create()
    supervisor.start(server)
    supervisor.wait_ready(30)
    process = supervisor.children[-1].process
    assert process
    return process.pid


def test_it_answers_under_its_url_with_unicode(supervisor: Supervisor, server: Postgres) -> None:
    start(supervisor, server)

    with psycopg.connect(server.url) as connection:
        answer = connection.execute(
            "SELECT lower('ÉÄ'), current_database(), current_setting('server_version')"
        )
        lower, database, version = answer.fetchone() or ("", "", "")

    assert (lower, database) == ("éä", "skillmatrix")
    assert version.startswith(postgres.MAJOR + ".")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_root_runs_it_as_nobody_and_opens_no_folder(
    supervisor: Supervisor, server: Postgres, var: Var
) -> None:
    process = start(supervisor, server)

    assert Path(f"/proc/{process}").stat().st_uid == pwd.getpwnam("nobody").pw_uid
    assert var.path.stat().st_mode & 0o777 == 0o700
    assert var.path.stat().st_uid == 0


def test_it_comes_back_with_its_data_after_a_crash(supervisor: Supervisor, var: Var) -> None:
    server = Postgres(var.postgres, var.sockets(), var.log("postgresql"))
    process = start(supervisor, server)
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")

    os.kill(process, 9)
    supervisor.wait(lambda: not supervisor.children[0].was_ready, 10)
    supervisor.wait_ready(30)

    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT one FROM kept").fetchone() == (1,)
    assert supervisor.children[0].restarts >= 1


def test_data_of_another_major_is_a_sentence(server: Postgres) -> None:
    server.data.mkdir()
    (server.data / "PG_VERSION").write_text("17\n")

    with pytest.raises(Problem, match="made by PostgreSQL 17 and this version brings 18.*--reset"):
        server.create()


def test_data_that_cannot_be_read_is_a_sentence(server: Postgres) -> None:
    server.data.mkdir()

    with pytest.raises(Problem, match="not readable"):
        server.create()


def test_an_unfinished_creation_is_started_over(supervisor: Supervisor, server: Postgres) -> None:
    (server.data.parent / "data.new" / "base").mkdir(parents=True)

    start(supervisor, server)

    assert not (server.data.parent / "data.new").exists()


def test_the_lock_file_of_a_dead_server_is_removed(supervisor: Supervisor, server: Postgres) -> None:
    """Its number may belong to another process by now: PostgreSQL itself would refuse to start."""
    server.create()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n")

    start(supervisor, server)


def test_a_wheel_that_is_not_there_names_the_two_urls(
    server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(Problem, match="DATABASE_URL and REDIS_URL"):
        server.create()


def test_a_wheel_that_does_not_run_names_the_two_urls(
    server: Postgres, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "initdb").write_text("not a program")
    (tmp_path / "initdb").chmod(0o755)
    monkeypatch.setattr(postgres, "programs", lambda: tmp_path)
    monkeypatch.setattr(server, "as_user", list)

    with pytest.raises(Problem, match="DATABASE_URL and REDIS_URL"):
        server.create()


def test_without_setpriv_root_gets_a_sentence(server: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "owner", lambda: (65534, 65534))
    monkeypatch.setattr(postgres.shutil, "which", lambda name: None)

    with pytest.raises(Problem, match="setpriv"):
        server.as_user()
