"""What several files say about the same thing has to agree."""

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command

from skillmatrix.embedded import postgres
from skillmatrix.embedded import services as embedded

ROOT = Path(__file__).resolve().parent.parent
UP = "python3 manage.py up"
TEST = "python3 manage.py test"
# A path of somebody's machine: a home, or a folder only their system has.
MACHINE_PATH = re.compile(r"(?<![\w.<-])/(?:home|root|Users|work|workspace|opt)/[\w.-]+")
PUBLIC_INDEX = {"pypi.org", "files.pythonhosted.org"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return load("docker-compose.yml")


@pytest.fixture(scope="module")
def workflow() -> dict[str, Any]:
    return load(".github/workflows/ci.yml")


def load(name: str) -> dict[str, Any]:
    content = yaml.safe_load((ROOT / name).read_text())
    assert isinstance(content, dict)
    return content


def read(name: str) -> str:
    return (ROOT / name).read_text()


def major(image: str) -> str:
    return image.partition(":")[2].partition("-")[0]


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_python_is_the_same_everywhere(workflow: dict[str, Any]) -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    lowest, above = re.findall(r"3\.\d+", project["requires-python"])
    images = set(re.findall(r"FROM python:(3\.\d+)-", read("Dockerfile")))
    tested = workflow["jobs"]["checks"]["strategy"]["matrix"]["python"]

    assert len(images) == 1
    assert images <= set(tested)
    assert lowest in tested
    assert f"({lowest.replace('.', ', ')}) <=" in read("manage.py")
    highest = f"3.{int(above.partition('.')[2]) - 1}"
    assert f"<= ({highest.replace('.', ', ')})" in read("manage.py")
    assert f"Python {lowest} to {highest}" in read("manage.py")


def test_postgresql_is_the_same_everywhere(compose: dict[str, Any], workflow: dict[str, Any]) -> None:
    tested = workflow["jobs"]["checks"]["strategy"]["matrix"]["postgresql"]

    assert major(compose["services"]["postgresql"]["image"]) == postgres.MAJOR
    assert postgres.MAJOR in tested
    assert "15" in tested, "the oldest we promise"


def test_redis_is_the_same_everywhere(compose: dict[str, Any], workflow: dict[str, Any]) -> None:
    tested = workflow["jobs"]["checks"]["services"]["redis"]["image"]

    assert major(compose["services"]["redis"]["image"]) == major(tested)


def test_compose_runs_the_application_as_the_one_command_does(compose: dict[str, Any]) -> None:
    services = compose["services"]

    assert {"web", "worker", "bulk", "dispatcher", "migrate", "postgresql", "redis"} == set(services)
    for name, program in (("worker", embedded.worker({}, ROOT)), ("bulk", embedded.bulk({}, ROOT))):
        command = services[name]["command"]
        assert {"--without-gossip", "--without-mingle", "prefork"} <= set(command)
        assert lanes_of(command) == lanes_of(program.arguments)
    assert services["dispatcher"]["command"][1:] == ["manage.py", "dispatch"]
    assert '"--blocking-threads", "1"' in read("Dockerfile")


def lanes_of(command: list[str]) -> set[str]:
    return set(command[command.index("-Q") + 1].split(","))


def test_every_lane_has_a_worker_and_fresh_edits_one_to_themselves(compose: dict[str, Any]) -> None:
    workers = [
        lanes_of(service["command"])
        for service in compose["services"].values()
        if "-Q" in service.get("command", [])
    ]

    assert set().union(*workers) == set(settings.LANES)
    assert {"refresh"} in workers


def test_redis_neither_evicts_nor_forgets(compose: dict[str, Any]) -> None:
    command = " ".join(compose["services"]["redis"]["command"])

    assert "--maxmemory-policy noeviction" in command
    assert "--appendonly yes --appendfsync everysec" in command


def test_every_lasting_service_has_a_health_check(compose: dict[str, Any]) -> None:
    lasting = {name: service for name, service in compose["services"].items() if name != "migrate"}

    assert all("healthcheck" in service for service in lasting.values())


def test_workers_and_dispatchers_are_well_while_their_hearts_beat(compose: dict[str, Any]) -> None:
    for name in ("worker", "bulk", "dispatcher"):
        service = compose["services"][name]
        assert service["environment"]["SKILLMATRIX_HEARTBEAT"] in service["healthcheck"]["test"][1]


def test_a_container_may_finish_its_work(compose: dict[str, Any]) -> None:
    for name in ("web", "worker", "bulk", "dispatcher"):
        assert compose["services"][name]["stop_grace_period"] == "45s"


def test_compose_holds_no_secret() -> None:
    for line in read("docker-compose.yml").splitlines():
        name, _, value = line.strip().partition(": ")
        if name in {"SECRET_KEY", "POSTGRES_PASSWORD"}:
            assert value.startswith(f"${{{name}:?")


def test_the_image_runs_as_an_ordinary_user_without_setting_itself_up() -> None:
    dockerfile = read("Dockerfile")

    assert re.search(r"^USER skillmatrix$", dockerfile, re.MULTILINE)
    assert "SKILLMATRIX_MANAGED=1" in dockerfile
    assert "uv sync --frozen" in dockerfile


def test_the_lock_file_names_the_public_index_alone() -> None:
    urls = re.findall(r'"(\w+://[^"]+)"', read("uv.lock"))

    assert urls
    assert {urlsplit(url).hostname for url in urls} == PUBLIC_INDEX


def test_the_lock_file_is_of_this_project() -> None:
    """Every library that is asked for is locked."""
    project = tomllib.loads(read("pyproject.toml"))
    locked = {package["name"] for package in tomllib.loads(read("uv.lock"))["package"]}
    asked = [*project["project"]["dependencies"]]
    asked += [
        name for group in project["dependency-groups"].values() for name in group if isinstance(name, str)
    ]

    assert {re.split(r"[\[<>=~! ]", name)[0].lower() for name in asked} <= locked


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_ci_runs_the_command_of_the_readme() -> None:
    assert f"exec {TEST}" in read(".ci/run")
    assert TEST in read("README.md")
    assert UP in read("README.md")


def test_github_runs_the_same_script(workflow: dict[str, Any]) -> None:
    for job in ("checks", "one-command"):
        assert any(step.get("run") == ".ci/run" for step in workflow["jobs"][job]["steps"])


def test_the_script_can_be_run() -> None:
    assert (ROOT / ".ci/run").stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", ROOT / ".ci/run"], check=False).returncode == 0


def test_no_file_names_somebodys_machine() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match}" for match in MACHINE_PATH.findall(text)]

    assert found == []
