"""What is refused before anything starts."""

import pytest
from django.core.checks import run_checks

from skillmatrix.jobs.checks import cache_spares_the_broker

REDIS = "django.core.cache.backends.redis.RedisCache"


def refused(settings, broker, location, backend=REDIS, **more):
    settings.CELERY_BROKER_URL = broker
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": location, **more}}
    return [error.id for error in cache_spares_the_broker()]


@pytest.mark.parametrize(
    ("broker", "location"),
    [
        ("redis://redis:6379/0", "redis://redis:6379/0"),
        ("redis://redis", "redis://:secret@redis:6379/0"),
        ("redis://127.0.0.1/3", "redis://localhost:6379/3"),
        ("redis://redis/1", "redis://redis?db=1"),
        ("redis://redis/0", ["redis://other/0", "redis://redis/0"]),
        ("redis://redis/0", "redis://other/0,redis://redis/0"),
        ("redis+socket:///run/redis.sock?virtual_host=2", "unix:///run/redis.sock?db=2"),
        ("redis+socket:///run/redis.sock", "unix:///run/redis.sock"),
    ],
)
def test_a_redis_cache_in_the_database_of_the_broker_is_refused(settings, broker, location):
    assert refused(settings, broker, location) == ["jobs.E001"]


def test_a_number_among_the_options_counts(settings):
    assert refused(settings, "redis://redis/2", "redis://redis/0", OPTIONS={"db": 2}) == ["jobs.E001"]
    assert refused(settings, "redis://redis/0", "redis://redis/0", OPTIONS={"db": 2}) == []


def test_the_backend_of_another_library_is_known_too(settings):
    assert refused(settings, "redis://r/0", "redis://r/0", backend="django_redis.cache.RedisCache") == [
        "jobs.E001"
    ]


@pytest.mark.parametrize("location", ["redis://redis/1", "redis://other/0", "redis://redis:6380/0"])
def test_a_redis_cache_elsewhere_is_allowed(settings, location):
    assert refused(settings, "redis://redis/0", location) == []


def test_every_command_runs_the_check_and_our_own_settings_pass(settings):
    assert not [error for error in run_checks() if error.id == "jobs.E001"]
    refused(settings, "redis://redis/0", "redis://redis/0")
    assert [error.id for error in run_checks() if error.id == "jobs.E001"] == ["jobs.E001"]
