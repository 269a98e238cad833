"""The probe: somebody who rates one skill and takes it back, over HTTP like everybody else."""

from __future__ import annotations

import http.client
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import IntegrityError
from django.urls import reverse
from django.utils.crypto import get_random_string

from assessments.actions import withdraw_rating
from assessments.inputs import Audience
from assessments.levels import reading
from assessments.models import Profile, Rating
from assessments.models.rating import UNRATED
from roadmaps.models import Report
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions

EMAIL = "probe@demo.test"
VALUE = 1
TIMEOUT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored report of the probe: from which revision, and by whom."""

    revision: int
    by: str


def person() -> Person:
    """The probe, made when it is first needed. It has no password, so nobody can be it."""
    try:
        return Person.objects.get(email=EMAIL)
    except Person.DoesNotExist:
        pass
    try:
        return Person.objects.create_user(EMAIL, name="Probe", is_demo=True)
    except IntegrityError:  # another process was faster
        return Person.objects.get(email=EMAIL)


def skill() -> str:
    """The first skill of the taxonomy; which one does not matter."""
    return next(one.slug for one in versions.current().active)


def stored(probe: Person) -> Stored:
    """What is stored of the probe now; revision 0 where nothing is."""
    found = Report.objects.filter(person=probe, audience=Audience.OWN)
    row = found.values_list("revision", "computed_by").first()
    return Stored(*row) if row else Stored(0, "")


def revision(probe: Person) -> int:
    """How many things the probe has said."""
    return Profile.objects.filter(person=probe).values_list("revision", flat=True).first() or 0


def rows(probe: Person, key: UUID) -> int:
    """How many ratings are stored under a key."""
    return Rating.objects.filter(person=probe, key=key).count()


def withdraw(probe: Person) -> None:
    """Take back what the probe says, if it says anything."""
    for shown in _said(probe):
        withdraw_rating(person=probe, skill=skill(), shown=shown, key=uuid4(), by=probe, today=current_day())


def send(probe: Person, times: int) -> tuple[UUID, Sequence[int]]:
    """Rate the skill: one form, sent so many times at once to the address that people open. Its key, and each status."""
    key = uuid4()
    form = {
        "skill": skill(), "value": VALUE, "shown": UNRATED, "version": versions.current_number(), "key": key,
    }  # fmt: skip
    session = _session(probe)
    with ThreadPoolExecutor(times) as pool:
        return key, list(
            pool.map(lambda _: _post(reverse("assessments:rate-skill"), form, session), range(times))
        )


def _said(probe: Person) -> list[int]:
    found = reading.load([probe.pk], today=current_day())
    statement = found[0].own.statements.get(skill()) if found else None
    return [] if statement is None or statement.level is None else [statement.level]


def _session(probe: Person) -> str:
    """A session like that of anybody who signed in, for some minutes."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(probe.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = probe.get_session_auth_hash()
    session.set_expiry(300)
    session.create()
    return str(session.session_key)


def _post(path: str, form: dict[str, object], session: str) -> int:
    """The status of one request; 0 when there was no answer."""
    token = get_random_string(32)
    address = urlsplit(settings.SITE_URL)
    connection = http.client.HTTPConnection(
        address.hostname or "", address.port or 80, timeout=TIMEOUT_SECONDS
    )
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}",
    }
    try:
        connection.request("POST", path, urlencode({**form, "csrfmiddlewaretoken": token}), headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
