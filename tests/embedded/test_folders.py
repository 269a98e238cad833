import os
from pathlib import Path

import pytest

from skillmatrix.embedded import folders
from skillmatrix.embedded.folders import Var
from skillmatrix.embedded.problems import Problem


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_only_the_owner_may_enter(var: Var) -> None:
    var.path.chmod(0o755)

    var.create()

    assert mode(var.path) == 0o700
    assert mode(var.sockets()) == 0o700


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(Problem, match="cannot be written by .* SKILLMATRIX_VAR"):
        Var(tmp_path / "file" / "var").create()


def test_a_folder_without_rights_is_a_sentence(var: Var, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied", str(var.path))

    monkeypatch.setattr(folders.tempfile, "TemporaryFile", refuse)

    with pytest.raises(Problem, match="Permission denied"):
        var.create()


def test_the_secret_is_made_once_and_kept_private(var: Var) -> None:
    secret = var.secret()

    assert len(secret) > 50
    assert var.secret() == secret
    assert mode(var.path / "secret") == 0o600


@pytest.mark.parametrize("name", ["x" * 90, "with space", "with,comma", "ü"])
def test_a_path_unfit_for_sockets_gets_a_private_temporary_folder(tmp_path: Path, name: str) -> None:
    var = Var(tmp_path / name)
    var.create()

    sockets = var.sockets()

    try:
        assert folders.fits(sockets)
        assert mode(sockets) == 0o700
        assert var.sockets() == sockets
        assert (var.path / "sockets").read_text().strip() == str(sockets)
    finally:
        sockets.rmdir()


def test_a_noted_folder_that_others_can_enter_is_not_used(tmp_path: Path) -> None:
    var = Var(tmp_path / ("x" * 90))
    var.create()
    first = var.sockets()
    first.chmod(0o755)

    second = var.sockets()

    assert second != first
    first.rmdir()
    second.rmdir()


def test_the_longest_path_that_fits(tmp_path: Path) -> None:
    room = folders.LONGEST_SOCKET_PATH - len(folders.LONGEST_SOCKET_NAME) - 1

    assert folders.fits(Path("/" + "x" * (room - 1)))
    assert not folders.fits(Path("/" + "x" * room))


def test_the_lock_is_taken_once_and_given_back(var: Var) -> None:
    lock = var.try_lock()

    assert lock
    assert var.try_lock() is None
    lock.close()
    again = var.try_lock()
    assert again
    again.close()


def test_users_share_and_hold_up_the_end(var: Var) -> None:
    first, second = var.try_use(), var.try_use()

    assert first
    assert second
    assert var.try_end_use() is None
    first.close()
    second.close()
    end = var.try_end_use()
    assert end
    assert var.try_use() is None
    end.close()


def test_emptying_keeps_the_secret(var: Var) -> None:
    secret = var.secret()
    (var.postgres / "data").mkdir()

    var.empty()

    assert not (var.postgres / "data").exists()
    assert var.postgres.exists()
    assert var.secret() == secret


def test_a_large_log_is_put_aside(var: Var) -> None:
    log = var.log("web")
    log.write_text("")
    os.truncate(log, folders.LOG_LIMIT_BYTES + 1)

    assert not var.log("web").exists()
    assert log.with_suffix(".log.1").exists()


def test_a_damaged_note_says_nothing(var: Var) -> None:
    (var.path / "running.json").write_text('{"process": ')

    assert var.running() == {}
