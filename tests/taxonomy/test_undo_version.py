"""Taking the current version back: what is shown, what is asked, what happens, and what when somebody was faster."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from assessments import actions as ratings
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.models import TaxonomyVersion
from skillmatrix.taxonomy.transition import Transition
from tests.taxonomy.publishing import fewer_levels, publish_change, reword, split

URL = "/taxonomy/versions/2/undo/"


def stored(number: int) -> Transition:
    """What a version did to ratings."""
    return Transition.from_json(TaxonomyVersion.objects.get(number=number).transition)


def test_the_way_back(taxonomy: Any, dana: Person, signed_in: Any) -> None:
    publish_change(reword, note="Clearer")
    client = signed_in(dana)
    page = client.get(URL).content.decode()
    assert "Target of <em>Senior backend engineer</em> for <em>Idempotency</em>: 5 → 4" in page
    assert "come back exactly as they were said" in page
    assert "Nobody has rated anything since it was published." in page

    answer = client.post(URL, {"note": "Too early"}, follow=True)
    assert answer.redirect_chain == [("/taxonomy/versions/3/", 302)]
    assert "Version 2 is taken back. Version 3 says what version 1 said." in answer.content.decode()
    third = TaxonomyVersion.objects.get(number=3)
    assert (third.undoes, third.note, third.published_by) == (2, "Too early", dana)
    assert third.text == TaxonomyVersion.objects.get(number=1).text


def test_twice_is_once(taxonomy: Any, dana: Person, signed_in: Any) -> None:
    publish_change(reword)
    client = signed_in(dana)
    answers = [client.post(URL, {"note": ""}) for _ in range(2)]
    assert [answer.url for answer in answers] == ["/taxonomy/versions/3/"] * 2
    assert versions.current_number() == 3


def test_somebody_was_faster(taxonomy: Any, dana: Person, erin: Person, signed_in: Any) -> None:
    publish_change(reword)
    publish_change(split, note="Meanwhile", by=erin)
    answer = signed_in(dana).post(URL, {"note": ""})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Version 3 is the current one now" in page
    assert "Version 3 was published by Erin Novak." in page
    assert "split off" in page
    assert versions.current_number() == 3


def test_the_first_version_stays(taxonomy: Any, dana: Person, signed_in: Any) -> None:
    client = signed_in(dana)
    for answer in (client.get("/taxonomy/versions/1/undo/"), client.post("/taxonomy/versions/1/undo/")):
        assert answer.status_code == 409
        assert "there is nothing before it" in answer.content.decode()


def test_only_admins(taxonomy: Any, alice: Person, signed_in: Any) -> None:
    publish_change(reword)
    assert signed_in(alice).post(URL, {"note": ""}).status_code == 403
    assert versions.current_number() == 2


def test_levels_given_since_go_where_the_admin_says(taxonomy: Any, dana: Person, signed_in: Any) -> None:
    publish_change(fewer_levels)
    client = signed_in(dana)
    page = client.get(URL).content.decode()
    assert "Which level of version 1 do levels given since become?" in page
    assert "1 Learning" in page
    levels = {"level-0": "0", "level-1": "2", "level-2": "3", "level-3": "4", "level-4": "5"}

    assert client.post(URL, {**levels, "level-1": "9"}).status_code == 422
    assert client.post(URL, {"note": "No levels"}).status_code == 422
    assert versions.current_number() == 2
    assert client.post(URL, levels).status_code == 302
    assert stored(3).levels == (0, 2, 3, 4, 5)


@pytest.mark.parametrize(("choice", "moves"), [("", {}), ("idempotency", {"outbox": ("idempotency",)})])
def test_a_skill_that_goes(
    choice: str, moves: dict[str, Any], taxonomy: Any, dana: Person, signed_in: Any
) -> None:
    publish_change(split)
    client = signed_in(dana)
    page = client.get(URL).content.decode()
    assert '<option value="idempotency" selected>' in page  # its origin is proposed
    assert client.post(URL, {"move-outbox": "gone"}).status_code == 422

    assert client.post(URL, {"move-outbox": choice}).status_code == 302
    assert stored(3).moves == moves


def test_ratings_made_since_are_counted(taxonomy: Any, alice: Person, dana: Person, signed_in: Any) -> None:
    publish_change(reword)
    say(alice, "idempotency")
    assert "A few ratings were made since it was published." in signed_in(dana).get(URL).content.decode()
    for skill in versions.current().active[:6]:
        say(alice, skill.slug)
    assert "7 ratings were made since it was published." in signed_in(dana).get(URL).content.decode()


def say(who: Person, slug: str) -> None:
    """Rate a skill under the current version."""
    ratings.rate_skill(
        person=who, skill=slug, value=2, shown=255, key=uuid4(), version=versions.current_number(),
        by=who, today=timezone.localdate(),
    )  # fmt: skip
