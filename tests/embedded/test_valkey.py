import pytest
import redis

from skillmatrix.embedded import valkey
from skillmatrix.embedded.folders import ROOT, Var
from skillmatrix.embedded.keeping import Keeper
from skillmatrix.embedded.problems import Problem
from skillmatrix.embedded.supervisor import Supervisor
from skillmatrix.embedded.valkey import Valkey


def test_it_answers_on_its_socket_alone_and_keeps_nothing(var: Var) -> None:
    server = Valkey(var.valkey, var.sockets(), var.log("valkey"), databases=40)
    supervisor = Supervisor(Keeper(), ROOT)
    try:
        server.create()
        supervisor.start(server)
        supervisor.wait_ready(10)
        with redis.Redis(unix_socket_path=str(server.socket), db=39) as client:
            client.set("a", "1")
            settings = client.config_get("*")
        assert server.socket.stat().st_mode & 0o777 == 0o700
        assert settings["port"] == "0"
        assert settings["maxmemory-policy"] == "noeviction"
    finally:
        supervisor.stop()
        supervisor.keeper.close()
    assert list(var.valkey.iterdir()) == []
    assert not server.ready(0)


def test_a_wheel_that_is_not_there_names_the_two_urls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(valkey.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(Problem, match="DATABASE_URL and REDIS_URL"):
        valkey.program()
