"""Ready means: the database answers and has every migration of this release."""

import sys

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder

import skillmatrix.people.views  # noqa: F401

# The package has a view of that name, which hides the module.
module = sys.modules["skillmatrix.people.views.readyz"]


def test_ready_without_signing_in_and_with_one_statement(client, db, django_assert_max_num_queries):
    client.get("/readyz")
    with django_assert_max_num_queries(2):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")


def test_not_ready_while_a_migration_is_missing(client, db):
    MigrationRecorder.Migration.objects.filter(app="people").delete()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"the database is waiting for its migrations\n")


def test_not_ready_without_a_database_and_no_word_about_why(client, db, monkeypatch):
    def away(recorder):
        raise OperationalError("connection to 10.0.0.7 as admin failed")

    monkeypatch.setattr(module, "connection", type("Away", (), {"close": lambda self: None})())
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"the database does not answer\n")


@pytest.mark.django_db
def test_only_reading(client):
    assert client.post("/readyz").status_code == 405
