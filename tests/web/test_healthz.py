"""The process lives; the database is nobody's business here."""


def test_healthz_answers_without_the_database(client) -> None:
    # No `db` fixture: any query would fail this test.
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_healthz_refuses_writes(client) -> None:
    assert client.post("/healthz").status_code == 405
