"""Every URL with values that nobody should send: refused in some way, and never an error of ours.

Three roads in: the path, the query string, and the body. Each parameter that a page reads is tried with
each of `odd` while its neighbours are sound, so that the odd value gets as deep as it can.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote, unquote_to_bytes
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessments.actions import keep_past_ratings
from assessments.models import Certificate, Cycle, RatingImport, Reminder, Win
from assessments.past_ratings import Line, Sheet
from roadmaps.models import Comment, PlanItem
from skillmatrix.people.models import Away, Message, Organisation, Person, Team
from skillmatrix.taxonomy.models import Suggestion
from tests.test_access import TABLE, cycles_of

# As bytes in percent form, because some of them are no text at all.
TEXTS = {
    "nothing": "",
    "nul": "idempotency%00",
    "surrogate and invalid utf-8": "%ED%A0%80%FF%FE",
    "line breaks": "a%0D%0ASet-Cookie:%20b=c",
    "markup, like, direction": quote('"><script>{{7*7}}%_\\\'";--\u202e\u200b'),
    "long": "x" * 10_000,
}
NUMBERS = {
    "arabic three": quote("٣"),
    "space three": "%203",
    "exponent": "1e1",
    "fraction": "2.5",
    "minus": "-1",
    "not a number": "NaN",
    "beyond bigint": "9223372036854775808",
    "10^400": "1" + "0" * 400,
}
# What is read as a number is tried with those too.
COUNTED = {"shown", "value", "version", "page", "after", "since", "message", "level", "added", "tried", "uid"}
COUNTED |= {"suggestion"}
COUNTED |= {"effort", "review_months", "resource_row", "resource-0-level"}
COUNTED |= {"weight", "shown_level", "shown_weight", "count", "to-0", "evidence_from", "coverage"}
COUNTED |= {
    "removed",
    "evidence",
    "win",
    "certificate",
    "replaces",
    "edition",
    "difficulty",
    "day",
    "issued_on",
}
COUNTED |= {"from", "to", "revision", "base", "onto"}
COUNTED |= {"item", "comment", "seen"}
# Rows whose address has to be sound for anything behind it to be reached.
ROWS = {
    "alice",
    "export",
    "import",
    "message",
    "suggestion",
    "version",
    "win",
    "certificate",
    "item",
    "comment",
    "away",
    "cycle",
    "closed",
    "reminder",
    "series",
}


def odd(field: str) -> dict[str, str]:
    """What to try in a field."""
    return TEXTS | NUMBERS if field in COUNTED else TEXTS


# The query parameters that each page reads.
QUERIES = {
    "roadmaps:gaps": ["role", "after"],
    "roadmaps:roadmap": ["role", "destination", "area", "after"],
    "roadmaps:stored-report": ["after", "since"],
    "roadmaps:impact": ["after"],
    "roadmaps:publish-progress": ["after"],
    "roadmaps:plan": ["page"],
    "roadmaps:person-plan": ["page"],
    "roadmaps:one-on-one": ["since"],
    "roadmaps:team": ["show", "sort", "area", "page"],
    "assessments:assess": ["quick", "try", "removed"],
    "assessments:wins": ["q", "skill", "page", "removed"],
    "assessments:add-win": ["skill"],
    "assessments:certificates": ["page", "removed"],
    "assessments:add-certificate": ["skill"],
    "people:inbox": ["page"],
    "roadmaps:my-data": ["page", "after"],
    "people:organisation": ["q", "team", "show", "page"],
    "people:changes": ["page"],
    "people:add-team": ["parent"],
    "taxonomy:ladder": ["q"],
    "roles:role": ["with"],
    "taxonomy:draft": ["q", "show"],
    "taxonomy:add-skill": ["area"],
    "taxonomy:edit-skill": ["blank"],
    "taxonomy:retire-skill": ["other"],
    "taxonomy:merge-skills": ["other"],
    "taxonomy:split-skill": ["name", "area"],
    "taxonomy:move-skill": ["place"],
    "taxonomy:suggest": ["skill", "name"],
    "taxonomy:suggestions": ["page"],
    "taxonomy:draft-suggestions": ["show", "page"],
    "taxonomy:preview": ["q"],
    "taxonomy:preview-role": ["with", "rate"],
    "taxonomy:edit-targets": ["area", "page"],
    "taxonomy:rescale": ["count"],
    "taxonomy:edit-promotion": ["role"],
    "taxonomy:edit-settings": ["part", "language", "q", "missing", "page"],
    "taxonomy:versions": ["page"],
    "taxonomy:compare-versions": ["from", "to", "format"],
    "account_login": ["next"],
}
KEY = "11111111-1111-4111-8111-111111111111"
STATEMENT = {"skill": "idempotency", "shown": "255", "key": KEY}
PERSON = {"name": "Nora", "email": "nora@example.com", "team": "payments"}
WIN = {
    "key": KEY, "what": "It went well", "day": "2026-05-14", "difficulty": "2", "my_part": "All", "outcome": "Much",
    "skills": "idempotency", "shared": "on",
}  # fmt: skip
CERTIFICATE = {
    "key": KEY, "title": "Paper", "issuer": "School", "issued_on": "2026-05-14", "expires_on": "2027-05-14",
    "url": "https://example.com/", "skills": "idempotency", "shared": "on",
}  # fmt: skip
GOAL = {
    "due_on": "2099-01-31", "proof": "It runs", "links": "https://example.com/", "shared": "on", "motive": "pay",
    "motive_words": "A house",
}  # fmt: skip
FORMS: dict[str, dict[str, str]] = {
    "roadmaps:impact": {"stop": "1"},
    "roadmaps:try-rating": {"skill": "idempotency", "value": "3", "tried": "caching-fundamentals:2"},
    "roadmaps:take-step": {"skill": "idempotency", "level": "3", "key": KEY},
    "roadmaps:add-goal": {**GOAL, "title": "A talk", "technical": "no", "key": KEY},
    "roadmaps:first-job": {"on": "1"},
    "roadmaps:mark-resource": {"skill": "idempotency", "resource": "0" * 64, "mark": "read", "item": "1"},
    "roadmaps:propose-goal": {
        "skill": "idempotency", "level": "3", "title": "", "technical": "no", "due_on": "2099-01-31", "proof": "It runs",
        "key": KEY,
    },
    "roadmaps:plan-item": {"text": "Well done", "key": KEY},
    "roadmaps:agree-goal": {"seen": "1"},
    "roadmaps:comments": {"text": "Well done", "key": KEY},
    "roadmaps:change-comment": {"text": "Well done"},
    "roadmaps:ask-export": {"key": KEY},
    "roadmaps:request-erasure": {"key": KEY},
    "assessments:check-import": {"level-0": "3", "add": "1"},
    "assessments:rate-skill": {
        **STATEMENT, "version": "1", "value": "3", "intent": "", "reason": "why", "area": "data", "quick": "1",
    },
    "assessments:undo-rating": STATEMENT,
    "assessments:share-ratings": {"shown": "1", "key": KEY},
    "assessments:choose-next-role": {"role": "mid"},
    "assessments:list-skill": {"skill": "kubernetes", "added": "1"},
    "assessments:wish-for": {"skill": "idempotency", "wish": "learn"},
    "assessments:give-evidence": {
        "skill": "idempotency", "key": KEY, "text": "I did", "url": "https://example.com/", "shared": "1",
        "win": "", "certificate": "", "replaces": "", "quick": "1",
    },
    "assessments:remove-evidence": {"evidence": "1", "skill": "idempotency"},
    "assessments:restore-evidence": {"evidence": "1", "skill": "idempotency"},
    "assessments:add-win": WIN,
    "assessments:change-win": WIN | {"edition": "1"},
    "assessments:add-certificate": CERTIFICATE,
    "assessments:change-certificate": CERTIFICATE | {"edition": "1"},
    "assessments:override-target": {"level": "3", "reason": "why"},
    "assessments:assign-role": {"role": "mid"},
    "people:mark-read": {"message": "1"},
    "people:account": {
        "name": "Bob", "timezone": "UTC", "language": "en", "theme": "auto", "shares_upward": "on",
    },
    "people:import-people": {"text": "name,email\nNora,nora@example.com", "creates_teams": "on"},
    "people:add-person": {**PERSON, "is_operator": "on"},
    "people:change-person": {"name": "Alice", "email": "alice@example.com", "seen": "abc"},
    "people:move-person": {"team": "payments"},
    "people:add-team": {"name": "Orders", "parent": "payments"},
    "people:rename-team": {"name": "Orders"},
    "people:move-team": {"parent": "payments"},
    "people:name-lead": {"lead": "alice@example.com"},
    "taxonomy:undo-change": {"revision": "1", "next": "/taxonomy/draft/"},
    "taxonomy:discard-draft": {"revision": "1"},
    "taxonomy:reorder": {"move": "skill:idempotency", "before": "concurrency-control", "area": "scale", "shown": "b1"},
    "taxonomy:add-skill": {"name": "Juggling", "area": "data", "kind": "tool", "definition": "Balls"},
    "taxonomy:edit-skill": {
        "name": "Idempotency", "kind": "concept", "definition": "Twice", "descriptor_1": "One", "effort": "1.5",
        "prerequisites": "caching-fundamentals", "review_months": "6", "evidence_from": "3", "resource_row": "0",
        "resource-0-title": "T", "resource-0-by": "B", "resource-0-kind": "book", "resource-0-level": "2",
        "resource-0-url": "https://example.com/", "interview": "Why?", "shown": "b1", "seen": "name:1",
        "meaning": "changed", "choice-name": "theirs",
    },
    "taxonomy:retire-skill": {"other": "concurrency-control", "mark": "x"},
    "taxonomy:bring-back-skill": {"mark": "x"},
    "taxonomy:merge-skills": {"other": "concurrency-control", "mark": "x"},
    "taxonomy:split-skill": {"name": "Half", "area": "data", "mark": "x"},
    "taxonomy:move-skill": {"place": "area:data", "mark": "x"},
    "taxonomy:add-area": {"name": "Juggling", "summary": "Balls", "principle": "skilled"},
    "taxonomy:edit-area": {"name": "Data", "summary": "Of it", "principle": "skilled", "shown": "b1", "seen": "name:1", "choice-name": "theirs"},
    "taxonomy:suggest": {"skill": "idempotency", "name": "Juggling", "text": "We need it"},
    "taxonomy:import-ladder": {
        "text": "skill,area", "mode": "new", "retire_missing": "on", "name": "Ladder", "language": "el"
    },
    "taxonomy:draft-roles": {"up": "mid"},
    "taxonomy:add-role": {"name": "Lead", "summary": "Leads", "short": "L", "track": "T", "start": "mid", "next_roles": "staff", "promotion": "on"},
    "taxonomy:edit-role": {"name": "Lead", "summary": "Leads", "short": "L", "track": "T", "next_roles": "staff", "seen": "x"},
    "taxonomy:edit-targets": {"intent": "copy", "role": "mid", "from": "senior", "shown": "mid=b1"},
    "taxonomy:set-target": {
        "role": "mid", "skill": "idempotency", "level": "3", "weight": "1", "shown_level": "2", "shown_weight": "1",
    },
    "taxonomy:edit-scale": {"count": "6", "seen": "x", "level-0-name": "None", "level-0-descriptor": "Nothing"},
    "taxonomy:rescale": {"count": "3", "seen": "x", "do": "apply", "to-0": "0", "level-0-name": "None"},
    "taxonomy:edit-settings": {"name": "N", "language": "en", "evidence_from": "3", "coverage": "3", "seen": "x"},
    "taxonomy:answer-suggestion": {"state": "declined", "answer": "Thanks, and no"},
    "taxonomy:undo-version": {"note": "Taken back"},
    "taxonomy:confirm-meaning": {"skill": "idempotency", "meaning": "wording", "mark": "x"},
    "taxonomy:rebase": {"onto": "1", "revision": "1"},
    "taxonomy:publish": {"note": "Why", "revision": "1", "base": "1"},
    "web:theme": {"theme": "dark"},
    "setup:taxonomy": {"choice": "default", "areas": "foundations"},
    "account_login": {"login": "bob@example.com", "password": "correct horse battery", "next": "/"},
    "account_reset_password": {"email": "bob@example.com"},
    "account_signup": {"email": "nora@example.com", "password1": "correct horse battery"},
}  # fmt: skip
FORM = "application/x-www-form-urlencoded"
BODIES = {
    "invalid utf-8": (FORM, b"skill=\xff\xfe&\xff=1"),
    "601 fields": (FORM, b"&".join(b"f%d=1" % n for n in range(601))),
    "two megabytes": (FORM, b"reason=" + b"x" * 2_000_000),
    "no boundary": ("multipart/form-data", b"--x"),
    "cut off": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=skill"),
    "odd file": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="../\xff.csv"\r\n\r\n\xff\x00,\r\n--x--\r\n',
    ),
    "unknown charset": (f"{FORM}; charset=utf-99", b"skill=a"),
    "json": ("application/json", b'{"skill": ' + b"[" * 5000),
    "no type": ("", b"skill=a"),
}
HEADERS = {
    "page address": {"HX-Request": "true", "HX-Current-URL": "http://[bad/?quick=1"},
    "no address": {"HX-Request": "true", "HX-Current-URL": "\x00%ff", "HX-Target": "<script>"},
    "encoded address": {"HX-Request": "true", "HX-Current-URL": "%FF%00", "HX-Current-URL-URI-AutoEncoded": "true"},
    "referer": {"Referer": "http://[bad"},
    "languages": {"Accept-Language": "x" * 600 + ",;q=2,*;q=NaN"},
    "cookies": {"Cookie": 'sid="\\377; csrf=\xff; theme=<b>; messages=%00'},
    "host": {"Host": "evil.example/..:80@x"},
}  # fmt: skip


@pytest.fixture
def bob_of_all_trades(settings: Any, bob: Person, alice: Person, taxonomy: Any, payments: Team) -> Client:
    """Somebody who leads alice and edits everything, so that no door is closed before the value is read."""
    settings.ACCOUNT_RATE_LIMITS = False
    # Repeated queries are what other tests look for; here the sign-in library's would count as errors of ours.
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("zeal.")]
    Organisation.objects.create(name="Quillfern")
    bob.is_people_admin = bob.is_taxonomy_admin = bob.is_operator = True
    bob.set_password("correct horse battery")
    bob.save()
    Message.objects.create(recipient=bob, kind=Message.Kind.WELCOME, subject="Hello")
    Suggestion.objects.create(name="Juggling", text="We need it", by=alice)
    Win.objects.create(person=bob, key=uuid4(), what="It went well", day=date(2026, 5, 14), version=1)
    Certificate.objects.create(person=bob, key=uuid4(), title="Paper", issued_on=date(2026, 5, 14), version=1)
    item = PlanItem.objects.create(person=alice, title="A talk", state=PlanItem.State.PLANNED, key=KEY)
    Comment.objects.create(subject=alice, item=item, by=bob, text="Well done", key=KEY)
    keep_past_ratings(
        person=bob, sheet=Sheet((Line(2, "", "idempotency", "three", "2024-05-31", ""),)), name="x", by=bob
    )
    cycles_of(alice, bob, payments)
    client = Client(raise_request_exception=False)
    client.force_login(bob)
    return client


def ask(client: Client, method: str, url: str, body: bytes = b"", kind: str = FORM, **headers: str) -> Any:
    """The answer, with everything it did undone. `url` is sent as it is, percent signs and all."""
    path, _mark, query = url.partition("?")
    with transaction.atomic():
        answer = client.generic(
            method, path, body, kind, headers=headers, QUERY_STRING=query, PATH_INFO=raw(path)
        )
        transaction.set_rollback(True)
    return answer


def raw(path: str) -> str:
    """The path as a server hands it over (PEP 3333): each byte as a character."""
    return unquote_to_bytes(path).decode("latin-1")


def sound() -> dict[str, str]:
    """What stands in the URLs when it is sound."""
    alice = Person.objects.get(email="alice@example.com")
    opened = Cycle.objects.get(closed_at=None)
    return {
        "alice": str(alice.public_id), "team": "payments", "skill": "idempotency", "role": "mid",
        "message": str(Message.objects.first().pk), "suggestion": str(Suggestion.objects.first().pk), "version": "1",
        "area": "data", "export": KEY, "import": str(RatingImport.objects.get().key),
        "token": "nothing", "key": "nothing", "uid": "0", "win": str(Win.objects.first().pk),
        "certificate": str(Certificate.objects.first().pk),
        "item": str(PlanItem.objects.first().pk), "comment": str(Comment.objects.first().pk),
        "cycle": str(opened.public_id), "series": str(opened.series_id), "closed": str(Cycle.objects.exclude(pk=opened.pk).get().public_id),
        "reminder": str(Reminder.objects.get().pk), "away": str(Away.objects.get().pk),
    }  # fmt: skip


def address(name: str) -> str:
    """The sound address of a route."""
    known = sound()
    return reverse(name, args=[known[argument] for argument in TABLE[name].arguments])


def urls_with_odd_paths(name: str) -> Iterator[tuple[str, str]]:
    """The address of a route with each of its arguments replaced by each odd value."""
    known = sound()
    for argument in TABLE[name].arguments:
        marked = {**known, argument: known[argument] if argument in ROWS else "odd-value"}
        url = reverse(name, args=[marked[each] for each in TABLE[name].arguments])
        for why, value in odd(argument).items():
            yield f"{argument}: {why}", url.replace(marked[argument], value or "%20", 1)


def sent(form: dict[str, str], field: str, value: str) -> bytes:
    """The form with one odd field."""
    pairs = {name: quote(text) for name, text in form.items()} | {field: value}
    return "&".join(f"{name}={text}" for name, text in pairs.items()).encode()


def failures(found: Iterator[tuple[str, Any]]) -> list[str]:
    """Those answers that are errors of ours."""
    return [f"{where}: {answer.status_code}" for where, answer in found if answer.status_code >= 500]


def test_odd_paths(bob_of_all_trades: Client) -> None:
    def answers() -> Iterator[tuple[str, Any]]:
        for name, route in TABLE.items():
            for where, url in urls_with_odd_paths(name):
                for method in route.rules:
                    yield f"{name} {method} {where}", ask(bob_of_all_trades, method, url)

    assert failures(answers()) == []


def test_odd_queries(bob_of_all_trades: Client) -> None:
    def answers() -> Iterator[tuple[str, Any]]:
        for name, parameters in QUERIES.items():
            for parameter in [*parameters, "user__password__startswith"]:
                for why, value in odd(parameter).items():
                    url = f"{address(name)}?{parameter}={value}"
                    client = Client(raise_request_exception=False) if "login" in name else bob_of_all_trades
                    yield f"{name} {parameter}: {why}", ask(client, "GET", url)

    assert failures(answers()) == []


def test_odd_forms(bob_of_all_trades: Client) -> None:
    def answers() -> Iterator[tuple[str, Any]]:
        for name, form in FORMS.items():
            client = (
                Client(raise_request_exception=False) if name.startswith("account") else bob_of_all_trades
            )
            for field in form:
                for why, value in odd(field).items():
                    answer = ask(client, "POST", address(name), sent(form, field, value))
                    yield f"{name} {field}: {why}", answer

    assert failures(answers()) == []


def test_odd_bodies_and_headers(bob_of_all_trades: Client) -> None:
    def answers() -> Iterator[tuple[str, Any]]:
        for name, route in TABLE.items():
            for method in route.rules:
                for why, (kind, body) in BODIES.items() if method == "POST" else ():
                    yield f"{name} {why}", ask(bob_of_all_trades, "POST", address(name), body, kind)
                for why, headers in HEADERS.items():
                    yield f"{name} {method} {why}", ask(bob_of_all_trades, method, address(name), **headers)

    assert failures(answers()) == []
