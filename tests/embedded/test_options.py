import socket
from collections.abc import Iterator

import pytest

from skillmatrix.embedded import options
from skillmatrix.embedded.problems import Problem


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_that_was_asked_for_must_be_free(taken: int) -> None:
    with pytest.raises(Problem, match=f"Port {taken} is taken"):
        options.free_port("127.0.0.1", taken)


def test_the_default_port_moves_on_and_says_so(
    taken: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(options, "DEFAULT_PORT", taken)

    port = options.free_port("127.0.0.1", None)

    assert taken < port < taken + options.PORTS_TO_TRY
    assert (
        f"Port {taken} is taken by another program, so this one listens on {port}." in capsys.readouterr().out
    )


def test_when_all_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "can_listen", lambda host, port: False)

    with pytest.raises(Problem, match="8000 to 8019 are all taken"):
        options.free_port("127.0.0.1", None)


@pytest.mark.parametrize("host", ["192.0.2.1", "nowhere.invalid"])
def test_an_address_of_another_machine(host: str) -> None:
    with pytest.raises(Problem, match=f"{host} is not an address of this machine"):
        options.can_listen(host, 8000)


@pytest.mark.parametrize(
    ("host", "only_here"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.4", False),
        ("example.com", False),
        ("127.0.0.1.example.com", False),
    ],
)
def test_what_stays_on_this_machine(host: str, *, only_here: bool) -> None:
    assert options.is_loopback(host) is only_here


def test_demo_accounts_stay_off_the_network() -> None:
    with pytest.raises(Problem, match="--demo-on-network"):
        options.check_network(options.parse(["--host", "0.0.0.0"]))


@pytest.mark.parametrize("flag", ["--no-demo", "--demo-on-network"])
def test_unless_there_are_none_or_somebody_insists(flag: str) -> None:
    options.check_network(options.parse(["--host", "0.0.0.0", flag]))


@pytest.mark.parametrize(
    "arguments",
    [
        ["--port", "0"],
        ["--port", "65536"],
        ["--port", "x"],
        ["--people", "0"],
        ["--people", "5", "--no-demo"],
    ],
)
def test_flags_that_make_no_sense(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        options.parse(arguments)

    assert "manage.py up: error:" in capsys.readouterr().err
