"""When a process of the application counts as ready."""

from pathlib import Path

from skillmatrix.embedded import services


def test_workers_and_dispatcher_are_ready_when_this_very_process_has_worked(tmp_path: Path) -> None:
    for make in (services.dispatcher, services.worker, services.bulk):
        program = make({}, tmp_path / f"{make.__name__}.log")
        heartbeat = Path(program.environment()["SKILLMATRIX_HEARTBEAT"])
        assert not program.ready(42)
        heartbeat.write_text("41")
        assert not program.ready(42), "that was its predecessor"
        heartbeat.write_text("42")
        assert program.ready(42)


def test_no_two_of_them_share_a_heart(tmp_path: Path) -> None:
    programs = [
        make({}, tmp_path / f"{make.__name__}.log")
        for make in (services.dispatcher, services.worker, services.bulk)
    ]
    assert len({program.heartbeat for program in programs}) == 3
