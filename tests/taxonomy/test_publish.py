"""Publishing: one transaction, immutable versions, slots for ever, projections that follow."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import DEFAULT, load_default, publish
from skillmatrix.taxonomy.models import Role, Skill, SkillArea, Target, TaxonomyVersion
from skillmatrix.taxonomy.parsing import Invalid, parse
from skillmatrix.taxonomy.verify import differences
from tests.taxonomy.documents import SMALL

LARGER = SMALL.replace(
    "roles:",
    """\
      - slug: streams
        name: Streams
        kind: concept
        definition: Data that never ends
roles:""",
    1,
)


@pytest.mark.django_db
def test_a_document_becomes_a_version_and_rows(dana: Person):
    version = publish(text=SMALL, note="First", by=dana)

    assert (version.number, version.note, version.published_by) == (1, "First", dana)
    assert version.text == SMALL
    assert version.slots == {"queues": 0, "brokers": 1}
    assert list(Skill.objects.values_list("slug", "slot", "area__slug", "kind")) == [
        ("queues", 0, "one", "concept"), ("brokers", 1, "one", "tool"),
    ]  # fmt: skip
    assert Target.objects.count() == 3
    assert differences() == []
    assert versions.current() == parse_with(version)


def parse_with(version: TaxonomyVersion) -> Any:
    """What the exact text of a version says, with the version's number and slots."""
    from dataclasses import replace

    return replace(parse(version.text), number=version.number, slots=version.slots)


@pytest.mark.django_db
def test_the_default_is_loaded_once():
    first, second = load_default(), load_default()

    assert first == second
    assert first.text == DEFAULT.read_text()
    assert versions.current_number() == 1
    assert differences() == []


@pytest.mark.django_db
def test_publishing_the_same_text_again_changes_nothing():
    first = publish(text=SMALL, note="", by=None)

    assert publish(text=SMALL.encode(), note="again", by=None) == first
    assert TaxonomyVersion.objects.count() == 1


@pytest.mark.django_db
def test_a_broken_document_loads_nothing():
    publish(text=SMALL, note="", by=None)

    with pytest.raises(Invalid):
        publish(
            text=SMALL.replace("kind: tool", "kind: gadget").replace("Queues", "Renamed"), note="", by=None
        )

    assert versions.current_number() == 1
    assert Skill.objects.filter(name="Renamed").count() == 0


@pytest.mark.django_db
def test_a_failure_while_projecting_rolls_everything_back(monkeypatch: pytest.MonkeyPatch):
    def fail(_taxonomy: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("skillmatrix.taxonomy.actions.project", fail)

    with pytest.raises(RuntimeError):
        publish(text=SMALL, note="", by=None)
    assert versions.current_number() == 0


@pytest.mark.django_db
def test_what_leaves_the_document_is_retired_and_keeps_its_slot():
    publish(text=LARGER, note="", by=None)
    publish(text=SMALL, note="", by=None)

    gone = Skill.objects.get(slug="streams")
    assert (gone.retired, gone.slot) == (True, 2)
    assert versions.current().slots["streams"] == 2
    assert versions.current().width == 3
    assert "streams" not in versions.current().skills
    assert "streams" in versions.last_with("streams").skills
    assert differences() == []


@pytest.mark.django_db
def test_a_slot_is_never_given_out_twice():
    publish(text=LARGER, note="", by=None)
    publish(text=SMALL, note="", by=None)
    publish(text=LARGER.replace("slug: streams", "slug: rivers"), note="", by=None)
    version = publish(text=LARGER, note="", by=None)

    assert version.slots == {"queues": 0, "brokers": 1, "streams": 2, "rivers": 3}
    assert Skill.objects.get(slug="streams").retired is False
    assert differences() == []


@pytest.mark.django_db
def test_areas_and_roles_that_leave_are_retired():
    publish(text=SMALL.replace("slug: one", "slug: first").replace("slug: junior", "slug: trainee").replace(
        "base_role: junior", "base_role: trainee"), note="", by=None)  # fmt: skip
    publish(text=SMALL, note="", by=None)

    assert SkillArea.objects.get(slug="first").retired
    assert Role.objects.get(slug="trainee").retired
    assert differences() == []


@pytest.mark.django_db
def test_successors_come_and_go():
    retired = LARGER.replace(
        "        definition: Data",
        "        retired: true\n        replaced_by: queues\n        definition: Data",
    )
    publish(text=retired, note="", by=None)
    assert Skill.objects.get(slug="streams").replaced_by.slug == "queues"
    assert differences() == []

    publish(text=LARGER, note="", by=None)
    assert Skill.objects.get(slug="streams").replaced_by is None
    assert differences() == []


@pytest.mark.django_db
def test_verify_names_what_differs():
    publish(text=SMALL, note="", by=None)
    Skill.objects.filter(slug="queues").update(name="Other")
    Target.objects.filter(skill__slug="brokers").delete()
    SkillArea.objects.create(slug="extra", name="Extra", position=9)

    found = "\n".join(differences())

    assert "skill queues" in found
    assert "target ('senior', 'brokers'): no row" in found
    assert "area extra: a row" in found


@pytest.mark.django_db(transaction=True)
def test_two_publishes_at_once_get_two_numbers():
    texts = [SMALL.replace("name: Small", f"name: Small {number}") for number in range(4)]
    start = threading.Barrier(len(texts))

    def run(text: str) -> None:
        start.wait()
        try:
            publish(text=text, note="", by=None)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(TaxonomyVersion.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert differences() == []


@pytest.mark.django_db(transaction=True)
def test_the_dispatcher_is_told():
    from skillmatrix.jobs.listening import connect_directly

    with connect_directly() as listener:
        listener.execute("LISTEN inputs")
        publish(text=SMALL, note="", by=None)
        assert [note.channel for note in listener.notifies(timeout=5, stop_after=1)] == ["inputs"]
