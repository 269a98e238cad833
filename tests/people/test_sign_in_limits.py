"""Guessing passwords is slowed down by the database's cache, which all processes share."""

from django.core.management import call_command
from django.test import Client

from tests.factories import PersonFactory

CACHE = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}


def guess(password, address="alice@example.com", **where):
    sent = {"login": address, "password": password}
    return Client(**where).post("/accounts/login/", sent)


def test_five_wrong_passwords_close_the_door_to_one_address_for_everybody(db, settings):
    settings.CACHES = CACHE
    call_command("createcachetable", "cache", verbosity=0)
    PersonFactory(email="alice@example.com", password="correct horse battery")
    for number in range(5):
        assert "Too many" not in guess("wrong", REMOTE_ADDR=f"192.0.2.{number}").content.decode()
    refused = guess("correct horse battery", address="ALICE@example.com", REMOTE_ADDR="192.0.2.9")
    assert (refused.status_code, "Too many" in refused.content.decode()) == (200, True)


def test_behind_a_proxy_callers_are_told_apart_by_what_the_proxy_says(db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.CACHES = CACHE
    call_command("createcachetable", "cache", verbosity=0)
    for number in range(10):
        guess("wrong", address=f"{number}@example.com", HTTP_X_FORWARDED_FOR="10.0.0.1, 192.0.2.1")
    again = guess("wrong", address="x@example.com", HTTP_X_FORWARDED_FOR="10.9.9.9, 192.0.2.1")
    assert "Too many" in again.content.decode()
    other = guess("wrong", address="y@example.com", HTTP_X_FORWARDED_FOR="10.0.0.1, 192.0.2.2")
    assert "Too many" not in other.content.decode()
