import json
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from skillmatrix.embedded import control, processes
from skillmatrix.embedded.control import Control
from skillmatrix.embedded.folders import Var
from skillmatrix.embedded.keeping import Keeper
from skillmatrix.embedded.problems import Interrupted, Problem
from skillmatrix.embedded.supervisor import Supervisor, how_it_ended


@dataclass
class Script:
    """A service that is a few lines of shell, ready once it has written something."""

    script: str
    log: Path
    name: str = "script"
    death_signal: int = signal.SIGTERM
    shutdown: processes.Ladder = ((signal.SIGTERM, 2.0), (signal.SIGKILL, 2.0))

    def command(self) -> list[str]:
        return ["sh", "-c", self.script]

    def environment(self) -> Mapping[str, str]:
        return {"PATH": "/usr/bin:/bin"}

    def ready(self, process: int) -> bool:
        return str(process) in self.log.read_text().split()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log"
    path.write_text("")
    return path


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    supervisor = Supervisor(Keeper(), tmp_path)
    yield supervisor
    supervisor.stop()
    supervisor.keeper.close()


def test_an_ended_service_is_started_again_without_its_remains(
    supervisor: Supervisor, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    supervisor.start(Script("sleep 60 & echo child $!; echo $$; wait", log))
    supervisor.wait_ready(5)
    first = supervisor.children[0].process
    assert first
    remains = int(log.read_text().split()[1])

    first.kill()
    supervisor.wait(lambda: supervisor.children[0].restarts == 1, 5)
    supervisor.wait_ready(5)

    assert processes.command_line(remains) is None
    assert "script was ended by SIGKILL; starting it again in 0.5 s" in capsys.readouterr().out


def test_restarts_come_ever_later(supervisor: Supervisor, log: Path) -> None:
    supervisor.starting = False
    supervisor.start(Script("exit 1", log))

    supervisor.wait(lambda: supervisor.children[0].failures == 2, 5)

    child = supervisor.children[0]
    assert 0.9 < child.due - time.monotonic() <= 1.0


def test_a_service_that_never_starts_is_a_sentence_with_its_last_words(
    supervisor: Supervisor, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("skillmatrix.embedded.supervisor.FIRST_PAUSE_SECONDS", 0.01)
    supervisor.start(Script("echo no such table; exit 7", log))

    with pytest.raises(Problem, match=r"script ended \(exit code 7\) each time it started[^$]*no such table"):
        supervisor.wait_ready(5)


def test_a_service_that_does_not_answer_is_a_sentence(supervisor: Supervisor, log: Path) -> None:
    supervisor.start(Script("sleep 60", log))

    with pytest.raises(Problem, match="script does not answer after 0 s"):
        supervisor.wait_ready(0.1)


def test_a_program_that_cannot_be_run_is_a_sentence(supervisor: Supervisor, log: Path) -> None:
    script = Script("", log)
    script.command = lambda: ["/not-there"]  # type: ignore[method-assign]

    with pytest.raises(Problem, match="script cannot be run"):
        supervisor.start(script)


def test_a_task_ends_with_its_code(supervisor: Supervisor, log: Path) -> None:
    task = supervisor.begin([sys.executable, "-c", "raise SystemExit(3)"], log=log, environment={})

    assert supervisor.outcome(task) == 3
    assert supervisor.tasks == []


def test_stopping_ends_tasks_and_services_servers_last(supervisor: Supervisor, log: Path) -> None:
    note = "trap 'echo stopped {}; exit' TERM; echo $$; while true; do sleep 0.05; done"
    supervisor.start(Script(note.format("server"), log), Script(note.format("web"), log))
    supervisor.wait_ready(5)
    task = supervisor.begin(["sleep", "60"], log=log, environment={"PATH": "/usr/bin:/bin"})

    supervisor.stop(servers=1)

    assert [line for line in log.read_text().splitlines() if "stopped" in line] == [
        "stopped web",
        "stopped server",
    ]
    assert task.returncode == -signal.SIGTERM


def test_a_signal_ends_the_loop(supervisor: Supervisor) -> None:
    supervisor.ask_to_stop(signal.SIGINT, None)

    with pytest.raises(Interrupted):
        supervisor.run()


def test_the_control_socket_tells_what_runs(supervisor: Supervisor, log: Path, var: Var) -> None:
    sockets = var.sockets()
    assert control.status(sockets) is None
    server = Control(sockets, supervisor.selector, supervisor.status)
    supervisor.start(Script("echo $$; sleep 60", log))
    supervisor.wait_ready(5)
    ask = "import sys, json; from skillmatrix.embedded import control; from pathlib import Path; "
    ask += f"print(json.dumps(control.status(Path({str(sockets)!r}))))"
    answer = log.with_name("answer")

    task = supervisor.begin(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {ROOT!r}); {ask}"], log=answer, environment={}
    )
    supervisor.outcome(task)

    told = json.loads(answer.read_text())
    assert told["services"][0]["name"] == "script"
    assert told["services"][0]["ready"] is True
    assert (sockets / control.NAME).stat().st_mode & 0o777 == 0o600
    server.close()
    assert control.status(sockets) is None


ROOT = str(Path(__file__).resolve().parent.parent.parent)


@pytest.mark.parametrize(("code", "words"), [(0, "ended (exit code 0)"), (-9, "was ended by SIGKILL")])
def test_exit_codes_in_words(code: int, words: str) -> None:
    assert how_it_ended(code) == words
