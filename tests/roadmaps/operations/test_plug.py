"""Pull the plug: nowhere but in a demo with a supervisor of its own. That it works is tested with a real one."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roadmaps.operations.plug import experiments, probe
from roadmaps.operations.plug import socket as control
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy
from tests.factories import PersonFactory
from tests.roadmaps.saying import rate

ADDRESS = "/operations/plug/"


@pytest.fixture
def there(settings: Any) -> Iterator[Path]:
    """A socket as the supervisor makes it; nobody answers at it."""

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o700)
        path = folder / "control.sock"
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
            settings.DEMO, settings.CONTROL_SOCKET = True, str(path)
            yield path


@pytest.fixture
def oda(taxonomy: Taxonomy, signed_in: Callable[..., Client]) -> Client:
    return signed_in(PersonFactory(is_operator=True))


def statuses(client: Client) -> set[int]:
    return {client.get(ADDRESS).status_code, client.post(ADDRESS, {"what": "four"}).status_code}


def test_it_is_there_in_the_demo_alone(oda: Client, there: Path, settings: Any) -> None:
    assert 'id="plug"' in oda.get("/operations/").content.decode()
    settings.DEMO = False
    assert statuses(oda) == {404}
    assert 'id="plug"' not in oda.get("/operations/").content.decode()


@pytest.mark.parametrize("how", ["no socket", "a file", "open to others", "not set"])
def test_only_a_socket_of_ours_is_believed(oda: Client, there: Path, settings: Any, how: str) -> None:
    if how in {"no socket", "a file"}:
        there.unlink()
    if how == "a file":
        there.touch()
    if how == "open to others":
        there.parent.chmod(0o755)
    if how == "not set":
        settings.CONTROL_SOCKET = ""
    assert statuses(oda) == {404}


def test_only_operators_pull_it(there: Path, alice: Person, signed_in: Callable[..., Client]) -> None:
    assert statuses(signed_in(alice)) == {403}
    assert Client().post(ADDRESS).status_code == 302


def test_an_unknown_plug(oda: Client, there: Path) -> None:
    answer = oda.post(ADDRESS, {"what": "postgresql"}, follow=True)
    assert "There is no such plug." in answer.content.decode()
    assert experiments.latest() is None


def test_one_at_a_time(oda: Client, there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    monkeypatch.setattr(
        experiments, "Thread", lambda **how: begun.append(how["args"][0]) or type("T", (), {"start": int})()
    )
    experiments.cache.delete(experiments.LOCK)
    try:
        oda.post(ADDRESS, {"what": "four"})
        answer = oda.post(ADDRESS, {"what": "worker"}, follow=True)
        assert "Somebody is pulling one at this moment." in answer.content.decode()
        assert begun == ["four"]
        assert answer.content.decode().count(" disabled>") == 3
    finally:
        experiments.cache.delete(experiments.LOCK)
        experiments.cache.delete(experiments.KEY)


def test_a_supervisor_that_is_gone_is_told(there: Path) -> None:
    with pytest.raises(control.Refused):
        control.ask(do="kill-worker")


def test_nobody_can_sign_in_as_the_probe(taxonomy: Taxonomy) -> None:
    one, again = probe.person(), probe.person()
    assert one == again
    assert one.is_demo
    assert not one.has_usable_password()
    assert not any([one.is_operator, one.is_people_admin, one.is_taxonomy_admin])
    assert not one.memberships.exists()


def test_the_probe_takes_back_what_it_said(taxonomy: Taxonomy) -> None:
    someone = probe.person()
    probe.withdraw(someone)
    assert probe.revision(someone) == 0
    rate(someone, **{probe.skill().replace("-", "_"): probe.VALUE})
    probe.withdraw(someone)
    probe.withdraw(someone)
    assert probe.revision(someone) == 2


def test_it_leads_back_without_scripts(oda: Client, there: Path) -> None:
    assert oda.get(ADDRESS)["Location"] == reverse("roadmaps:operations") + "#plug"
