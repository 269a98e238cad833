"""What is forgotten, and what is not."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string

from skillmatrix.jobs import tidying
from skillmatrix.people import tidying as sign_ins

pytestmark = pytest.mark.django_db


def test_expired_rows_of_the_cache_go_and_the_others_stay(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "some cache"}
    }
    call_command("createcachetable", "some cache")
    caches["default"].set("old", 1, timeout=1000)
    caches["default"].set("new", 2, timeout=1000)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE \"some cache\" SET expires = now() - interval '1 s' WHERE cache_key LIKE '%old'"
        )
    assert tidying.expired_cache_rows() == {"deleted": 1}
    assert caches["default"].get("new") == 2


def test_sessions_that_are_over_go_with_what_is_known_of_their_browsers(alice):
    for _ in range(3):
        Client().force_login(alice)
    old, new, young = alice_sessions = list(session_keys())
    sessions().filter(session_key=old).update(expire_date=timezone.now() - timedelta(seconds=1))
    for key in alice_sessions:
        UserSession.objects.create(user=alice, session_key=key, ip="127.0.0.1", user_agent="x")
    UserSession.objects.create(user=alice, session_key="just signing in", ip="127.0.0.1", user_agent="x")
    UserSession.objects.filter(session_key__in=[old, new]).update(
        last_seen_at=timezone.now() - timedelta(days=2)
    )
    assert sign_ins.expired_sessions() == {"deleted": 1}
    assert set(session_keys()) == {new, young}
    assert set(UserSession.objects.values_list("session_key", flat=True)) == {new, young, "just signing in"}


def sessions():
    return import_string("django.contrib.sessions.models.Session").objects


def session_keys():
    return sessions().order_by("pk").values_list("session_key", flat=True)


def test_every_recurring_job_can_be_found():
    settings = import_string("skillmatrix.settings")
    assert set(settings.SCHEDULE_AT) <= set(settings.SCHEDULE)
    for path, every in settings.SCHEDULE.values():
        assert callable(import_string(path))
        assert every > 0
