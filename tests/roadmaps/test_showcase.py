"""/showcase/: what is named there exists, its figures are counted, and it leads nowhere on other taxonomies."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments import actions
from assessments.models.rating import UNRATED
from assessments.repeats import repeats
from roadmaps.refresh import refresh
from roadmaps.showcase import about, figures
from roadmaps.showcase.places import place
from roadmaps.showcase.topics import TOPICS
from skillmatrix.jobs.actions import enqueue
from skillmatrix.jobs.models import Job
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.web.caching import caches
from tests.factories import PersonFactory
from tests.taxonomy.documents import SMALL

ROOT = Path(__file__).resolve().parents[2]
AREAS = {"node", "data", "messaging", "caching", "scale", "observability"}


@pytest.fixture
def everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at all people, however many pages earlier tests have left in the table."""
    monkeypatch.setattr(figures, "SAMPLE_PAGES", 10**6)


def rate(person: Person, skill: str = "idempotency", value: int = 2) -> None:
    """Somebody says something."""
    today = timezone.localdate()
    actions.rate_skill(
        person=person, skill=skill, value=value, shown=UNRATED, version=1, key=uuid4(), by=person, today=today
    )


@pytest.mark.parametrize("stop", [stop.name for topic in TOPICS for stop in topic.path])
def test_every_function_that_is_named_exists(stop: str) -> None:
    found = place(stop)
    name = found.name.rpartition(".")[2]

    assert re.search(rf"(def|class) {name}\b", (ROOT / found.file).read_text())


@pytest.mark.parametrize("test", [failure.test for topic in TOPICS for failure in topic.failures])
def test_every_test_that_is_named_exists(test: str) -> None:
    file, name = test.split("::")
    defined = [
        node.name for node in ast.parse((ROOT / file).read_text()).body if isinstance(node, ast.FunctionDef)
    ]

    assert name in defined


def test_what_is_read_more_in_exists() -> None:
    assert [topic.reading for topic in TOPICS if not (ROOT / topic.reading).is_file()] == []


@pytest.mark.parametrize("name", ["skillmatrix.nowhere", "assessments.levels.saving:gone"])
def test_what_does_not_exist_cannot_be_named(name: str) -> None:
    with pytest.raises((ImportError, AttributeError)):
        place(name)


def test_each_area_of_the_default_taxonomy_has_its_topic(taxonomy: Taxonomy) -> None:
    skills = [slug for topic in TOPICS for slug in topic.skills]

    assert len(skills) == len(set(skills))
    assert {taxonomy.area_of[slug].slug for slug in skills} == AREAS


def test_a_skill_leads_to_its_topic_and_back(alice: Person, taxonomy: Taxonomy, signed_in: Any) -> None:
    client = signed_in(alice)

    assert (
        'href="/showcase/#idempotency"' in client.get("/taxonomy/skills/idempotency-keys/").content.decode()
    )
    assert "/showcase/" not in client.get("/taxonomy/skills/mentoring/").content.decode()
    page = client.get("/showcase/").content.decode()
    assert 'id="idempotency"' in page
    assert 'href="/taxonomy/skills/idempotency-keys/"' in page


def test_without_the_setting_nothing_leads_there(
    alice: Person, taxonomy: Taxonomy, signed_in: Any, settings: Any
) -> None:
    settings.TAXONOMY_ABOUT_SKILL = ""

    assert "/showcase/" not in signed_in(alice).get("/taxonomy/skills/idempotency/").content.decode()


def test_on_another_taxonomy_nothing_leads_there_or_back(alice: Person, signed_in: Any, db: None) -> None:
    publish(text=SMALL, note="", by=None)
    client = signed_in(alice)

    assert "/showcase/" not in client.get("/taxonomy/skills/queues/").content.decode()
    assert "/taxonomy/skills/" not in client.get("/showcase/").content.decode()


def test_a_skill_that_left_leads_nowhere(alice: Person, signed_in: Any, db: None) -> None:
    with_skill = SMALL.replace("brokers", "idempotency")
    publish(text=with_skill, note="", by=None)
    client = signed_in(alice)
    assert "/showcase/" in client.get("/taxonomy/skills/idempotency/").content.decode()

    publish(text=SMALL, note="", by=None)

    page = client.get("/taxonomy/skills/idempotency/").content.decode()
    assert "as it stood in version 1" in page
    assert "/showcase/" not in page


def test_before_anything_is_published(alice: Person, signed_in: Any) -> None:
    answer = signed_in(alice).get("/showcase/")

    assert answer.status_code == 200
    assert answer.content.decode().count('class="panel showcase"') == len(TOPICS)


def test_about_something_else() -> None:
    assert about("juggling") == ""


def test_jobs_tell_how_long_they_took_and_what_waits(alice: Person) -> None:
    assert figures.jobs().value == "–"
    assert figures.jobs().note == "Nothing waits."
    done = enqueue(kind="mail", payload={})
    created = timezone.now()
    Job.objects.filter(pk=done.pk).update(created_at=created, done_at=created + timezone.timedelta(seconds=3))
    enqueue(kind="mail", payload={})
    enqueue(kind="impact", payload={})

    assert figures.jobs().value == "3.0 s"
    assert figures.jobs().note == "mail 1, work 1"


@pytest.mark.usefixtures("everybody")
def test_behind_and_delay_tell_of_reports(alice: Person, bob: Person, taxonomy: Taxonomy) -> None:
    rate(alice)
    rate(bob)
    assert (figures.behind().value, figures.behind().label) == ("2", "of 2 reports are behind now")
    assert figures.delay().value == "–"

    refresh([alice.pk], by="worker")

    assert (figures.behind().value, figures.behind().note) == ("1", "everybody was looked at")
    assert re.fullmatch(r"[\d.]+ m?s", figures.delay().value)


@pytest.mark.usefixtures("everybody")
def test_a_report_made_again_on_a_later_day_tells_nothing_of_the_delay(
    alice: Person, taxonomy: Taxonomy
) -> None:
    rate(alice)
    refresh([alice.pk], by="worker")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE roadmaps_report SET day = day + 1, computed_at = computed_at + interval '1 day'"
        )

    assert figures.delay().value == "–"
    assert figures.behind().value == "0"


def test_of_a_large_table_a_few_pages_are_read() -> None:
    assert figures.share_of(0) == 100
    assert figures.share_of(figures.SAMPLE_PAGES) == 100
    assert figures.share_of(10 * figures.SAMPLE_PAGES) == 10


def test_reports_are_looked_up_one_by_one(alice: Person, taxonomy: Taxonomy) -> None:
    with CaptureQueriesContext(connection) as captured:
        figures.sample()
    (statement,) = [query["sql"] for query in captured if "TABLESAMPLE" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}")
        plan = " ".join(line for (line,) in cursor.fetchall())

    assert "Nested Loop Left Join" in plan
    assert re.search(r"Limit +\([^)]*\) +-> +(Index|Bitmap|Seq)[\w ]* on roadmaps_report", plan), plan


def test_storage_compares_rows_with_vectors(alice: Person, taxonomy: Taxonomy) -> None:
    rate(alice)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_total_relation_size('assessments_rating')::float / pg_total_relation_size('assessments_profile')"
        )
        (ratio,) = cursor.fetchone()

    assert figures.storage().value == f"{ratio:.1f}"


def test_caches_tell_their_hit_rate(taxonomy: Taxonomy) -> None:
    asked = caches["taxonomy"]

    share = round(100 * asked.hits / (asked.hits + asked.misses))
    assert f"taxonomy {share}\u00a0%" in figures.caches().note.split(", ")


def test_a_repeat_is_counted(alice: Person, taxonomy: Taxonomy, signed_in: Any) -> None:
    client = signed_in(alice)
    form = {"skill": "idempotency", "value": 3, "shown": UNRATED, "version": 1, "key": uuid4()}
    before = repeats()

    for _time in range(3):
        assert client.post("/assess/rate/", form).status_code == 303

    after = repeats()
    assert (after.stored - before.stored, after.repeated - before.repeated) == (1, 2)
    assert figures.repeats().value == str(after.repeated)


def test_it_asks_as_little_for_twenty_people_as_for_one(
    alice: Person, taxonomy: Taxonomy, signed_in: Any
) -> None:
    client = signed_in(alice)
    rate(alice)
    client.get("/showcase/")

    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            client.get("/showcase/")
        return [query["sql"] for query in captured]

    for_one = asked()
    for person in PersonFactory.create_batch(19):
        rate(person)
    for_twenty = asked()

    assert len(for_one) == len(for_twenty)
    assert not [sql for sql in for_twenty if re.search(r'(FROM|JOIN) "?assessments_rating', sql)]


def test_it_tells_nothing_of_anybody(alice: Person, bob: Person, taxonomy: Taxonomy, signed_in: Any) -> None:
    rate(alice)
    refresh([alice.pk], by="worker")
    enqueue(kind="mail", payload={"to": alice.email}, by=alice)

    page = signed_in(bob).get("/showcase/").content.decode()

    assert alice.name not in page
    assert alice.email not in page
    assert str(alice.public_id) not in page


@pytest.mark.usefixtures("everybody")
def test_the_delay_is_that_of_what_somebody_changed_alone(
    alice: Person, bob: Person, taxonomy: Taxonomy
) -> None:
    rate(alice)
    rate(bob)
    refresh([alice.pk, bob.pk], by="worker")
    assert figures.delay().value != "–"
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE assessments_profile SET changed_at = (SELECT min(changed_at) FROM assessments_profile)"
        )

    assert figures.delay().value == "–", "as after an import"
