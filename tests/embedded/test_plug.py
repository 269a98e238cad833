"""Breaking the demo on purpose, as a visitor does, with everything real."""

from __future__ import annotations

import re
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from skillmatrix.embedded import control, processes
from skillmatrix.embedded.folders import ROOT, Var
from skillmatrix.embedded.keeping import Keeper
from skillmatrix.embedded.services import Program
from skillmatrix.embedded.supervisor import Supervisor
from tests.browsers import listen
from tests.embedded.test_up import Up
from tests.embedded.test_up import port as port
from tests.embedded.test_up import ups as ups

EXPERIMENT_MS = 400_000


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    """One sleeper, looked after."""
    supervisor = Supervisor(Keeper(), ROOT)
    supervisor.start(Program("sleeper", ["-c", "import time; time.sleep(600)"], {}, tmp_path / "log"))
    supervisor.starting = False
    yield supervisor
    supervisor.stop(servers=0)
    supervisor.keeper.close()


def state(process: int) -> str:
    """T for a process that stands still."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]


def test_a_killed_service_is_started_again(supervisor: Supervisor) -> None:
    first = supervisor.children[0].process
    assert first is not None
    assert supervisor.kill("sleeper") == {"killed": "sleeper", "process": first.pid}
    child = supervisor.children[0]
    assert supervisor.wait(lambda: child.process not in {None, first}, 20)
    assert child.restarts == 1


def test_a_frozen_service_goes_on_by_itself(supervisor: Supervisor) -> None:
    process = supervisor.children[0].process
    assert process is not None
    assert supervisor.freeze("sleeper", 0.3)["seconds"] == 0.3
    assert processes.wait_until(lambda: state(process.pid) == "T", 5)
    assert supervisor.wait(lambda: state(process.pid) != "T", 20)
    assert supervisor.frozen == {}


def test_a_frozen_service_is_ended_like_any_other(supervisor: Supervisor) -> None:
    process = supervisor.children[0].process
    assert process is not None
    assert supervisor.freeze("sleeper", 10_000)["seconds"] == 30
    supervisor.stop(servers=0)
    assert process.returncode == -signal.SIGTERM


def test_what_does_not_run_cannot_be_broken(supervisor: Supervisor) -> None:
    assert "error" in supervisor.kill("nobody")
    assert "error" in supervisor.freeze("nobody", 1)


@pytest.mark.parametrize(
    "asked", [b"{", b"[]", b'"do"', b'{"do": "stop"}', b'{"do": "break", "more": 1}', b"\xff"]
)
def test_the_socket_does_only_what_is_allowed(supervisor: Supervisor, tmp_path: Path, asked: bytes) -> None:
    done: list[int] = []

    def break_it() -> dict[str, int]:
        done.append(1)
        return {"broken": 1}

    told = control.Control(tmp_path, supervisor.selector, dict, {"break": break_it})
    try:
        assert "error" in told.obey(asked)
        assert done == []
        assert told.obey(b'{"do": "break"}') == {"broken": 1}
    finally:
        told.close()


def test_a_caller_who_says_nothing_holds_nobody_up_for_long(supervisor: Supervisor, tmp_path: Path) -> None:
    told = control.Control(tmp_path, supervisor.selector, lambda: {"state": "running"})
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(str(tmp_path / control.NAME))
        told.answer()
        assert b"running" in silent.recv(100)
    told.close()


def pull(page: Page, what: str) -> str:
    """Pull one plug as a visitor does; what the page says in the end."""
    page.goto("/operations/")
    page.locator(f"#plug-{what}").click()
    if what != "four":
        page.locator(f"#plug-{what}-sure").get_by_role("button", name=re.compile("it$")).last.click()
    expect(page.locator("#plug")).to_contain_text("Under way")
    expect(page.locator(f"#plug-{what}")).to_be_disabled()
    expect(page.locator("#plug")).to_contain_text("equal a fresh computation", timeout=EXPERIMENT_MS)
    return page.locator("#plug .outcome").inner_text()


@pytest.mark.slow
def test_a_visitor_pulls_every_plug(var: Var, port: int, ups: list[Up], browser: Browser) -> None:
    up = Up(var, "--port", str(port))
    ups.append(up)
    up.wait_ready()
    context = browser.new_context(base_url=f"http://127.0.0.1:{port}")
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_role("listitem").filter(has_text="Erin").get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Operations").click()
    complaints = listen(page)

    assert "4 sent, 1 stored" in pull(page, "four")
    killed = pull(page, "worker")
    assert "1 sent, 1 stored" in killed
    assert "Recovered: a worker stores reports again." in killed
    assert control_restarts(var, "worker") == 1
    frozen = pull(page, "broker")
    assert "1 sent, 1 stored" in frozen
    assert "Recovered: a worker stores reports again." in frozen
    assert complaints == []

    without = browser.new_context(
        base_url=f"http://127.0.0.1:{port}", java_script_enabled=False, storage_state=context.storage_state()
    ).new_page()
    without.goto("/operations/")
    without.locator("#plug-four").click()
    deadline = time.monotonic() + EXPERIMENT_MS / 1000
    while "Under way" in without.locator("#plug").inner_text() and time.monotonic() < deadline:
        without.get_by_role("link", name="See how far it is").click()
        without.reload()
    assert "4 sent, 1 stored" in without.locator("#plug").inner_text()


def control_restarts(var: Var, name: str) -> int:
    told = control.status(var.sockets())
    assert told
    return next(int(service["restarts"]) for service in told["services"] if service["name"] == name)
